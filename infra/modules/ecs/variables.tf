variable "name" {
  description = "Prefix of every name, and CLUSTER of the nodes."
  type        = string
}

variable "images" {
  description = "Image of each service, by digest: gateway, simulation, consensus, registry; and of the tool, which no node runs. The pipeline replaces them with every deployment."
  type        = map(string)

  validation {
    condition     = toset(keys(var.images)) == toset(["gateway", "simulation", "consensus", "registry", "tool"])
    error_message = "images has one image for each of gateway, simulation, consensus, registry and tool, and no other."
  }
}

variable "repository_arns" {
  description = "ECR repositories that tasks fetch images from."
  type        = list(string)
}

variable "network" {
  type = object({ subnet_ids = list(string), security_group_id = string, public_addresses = bool })
}

variable "target_group_arn" {
  type = string
}

variable "deregistration_delay" {
  description = "Of the target group, s."
  type        = number
}

variable "stop_timeout" {
  description = "Seconds from SIGTERM to SIGKILL; Fargate allows 120."
  type        = number
  default     = 120

  validation {
    condition     = var.stop_timeout <= 120
    error_message = "stop_timeout is at most 120: Fargate allows no more."
  }
}

variable "tasks" {
  description = "Nodes at least and at most."
  type        = object({ min = number, max = number })
  default     = { min = 3, max = 9 }

  validation {
    condition     = var.tasks.min >= 1 && var.tasks.min != 2 && var.tasks.min <= var.tasks.max && var.tasks.max <= 9
    error_message = "tasks is 1 (nothing survives its death) or 3 to 9 nodes; of two nodes, either one's death stops the game."
  }
}

variable "started" {
  description = "Whether tasks run. false for the first apply, before there are images and secrets."
  type        = bool
  default     = true
}

variable "on_demand" {
  description = "Tasks that Spot never takes. The others are Spot. With 3 voters, 2 keep the majority when Spot takes all of its own."
  type        = number
  default     = 2
}

variable "size" {
  description = "CPU units (1024 a vCPU) and MB of one node."
  type        = object({ cpu = number, memory = number })
  default     = { cpu = 256, memory = 512 }
}

variable "scaling" {
  description = "Averages, %, that are held, and seconds between steps."
  type        = object({ cpu = number, memory = number, out_cooldown = number, in_cooldown = number })
  default     = { cpu = 70, memory = 80, out_cooldown = 60, in_cooldown = 300 }
}

variable "stopped" {
  description = "When the tasks stop and start each day, as cron expressions; null keeps them running."
  type        = object({ stop = string, start = string, timezone = string })
  default     = null
}

variable "database" {
  description = "URL without a password, and the secret that RDS keeps the password in."
  type        = object({ url = string, password_secret_arn = string })
}

variable "origins" {
  description = "Pages that may use the API and open sockets, such as https://play.snaketron.io."
  type        = list(string)
}

variable "log_level" {
  type    = string
  default = "warning"
}

variable "alarm_names" {
  description = "CloudWatch alarms that stop a deployment and roll it back."
  type        = list(string)
}

variable "secret_recovery_days" {
  description = "Days that a deleted secret can be brought back: 7 to 30, or 0."
  type        = number
  default     = 7
}
