variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "layout" {
  description = "default: the account's default VPC, tasks with public addresses and closed groups. private: a VPC of its own, tasks without a way out, AWS services through endpoints."
  type        = string
  default     = "default"

  validation {
    condition     = contains(["default", "private"], var.layout)
    error_message = "layout is default or private."
  }
}

variable "cidr" {
  description = "Addresses of the VPC of the private layout: a /16 to /20."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.cidr, 4, 0)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 20, false)
    error_message = "cidr is an IPv4 network of /16 to /20, such as 10.20.0.0/16."
  }
}

variable "zones" {
  description = "Availability zones that tasks are spread over: 2 or 3."
  type        = number
  default     = 3

  validation {
    condition     = contains([2, 3], var.zones)
    error_message = "zones is 2 or 3: a load balancer needs two."
  }
}

variable "ports" {
  description = "Ports of a node that are reached from outside its task."
  type        = object({ gateway = number, play = number, raft = number })
  default     = { gateway = 8080, play = 50051, raft = 50052 }
}

variable "load_balancer_group_id" {
  description = "Security group of a load balancer that another environment owns; null makes one."
  type        = string
  default     = null
}

variable "endpoints" {
  description = "AWS services that tasks of the private layout reach, each by an interface endpoint in every zone."
  type        = set(string)
  default     = ["ecr.api", "ecr.dkr", "ecs", "logs", "secretsmanager"]
}
