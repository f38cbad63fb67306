variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  description = "Public subnets of at least two zones; of no use with a shared load balancer."
  type        = list(string)
}

variable "security_group_id" {
  type = string
}

variable "host" {
  description = "Name that players' sockets and requests go to, such as api.snaketron.io."
  type        = string
}

variable "zone_id" {
  description = "Route 53 zone that the host is in."
  type        = string
}

variable "shared" {
  description = "HTTPS listener and load balancer of another environment, used by host name; null makes a load balancer."
  type        = object({ listener_arn = string, load_balancer_arn_suffix = string, dns_name = string, zone_id = string })
  default     = null
}

variable "priority" {
  description = "Place of this environment's rules at the listener; another environment takes another one. It and the next are used."
  type        = number
  default     = 100
}

variable "gateway_port" {
  type    = number
  default = 8080
}

variable "ping_interval" {
  description = "Seconds between the pings that a gateway sends on a quiet socket."
  type        = number
  default     = 5
}

variable "idle_timeout" {
  description = "Seconds without a byte after which the load balancer closes a connection."
  type        = number
  default     = 120

  validation {
    condition     = var.idle_timeout > 2 * var.ping_interval && var.idle_timeout <= 4000
    error_message = "idle_timeout is more than twice ping_interval, or quiet players lose their sockets; at most 4000."
  }
}

variable "deregistration_delay" {
  description = "Seconds that a gateway that leaves may keep its sockets; less than the tasks' stop timeout."
  type        = number
  default     = 60

  validation {
    condition     = var.deregistration_delay >= 10 && var.deregistration_delay < 120
    error_message = "deregistration_delay is 10 to 119: a task is killed 120 s after it was told to stop."
  }
}

variable "protected" {
  description = "Whether the load balancer refuses to be deleted, and its logs are kept when it is."
  type        = bool
  default     = true
}
