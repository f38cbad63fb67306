variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "load_balancer_arn_suffix" {
  type = string
}

variable "target_group_arn_suffix" {
  type = string
}

variable "cluster_name" {
  type = string
}

variable "service_name" {
  type = string
}

variable "database_identifier" {
  type = string
}

variable "log_group_names" {
  description = "Log group of each service."
  type        = map(string)
}

variable "least_tasks" {
  description = "Healthy nodes below which somebody is told."
  type        = number
}

variable "addresses" {
  description = "E-mail addresses that alarms and the budget go to. Each has to confirm once."
  type        = list(string)
}

variable "budget" {
  description = "USD a month; told at 80 % spent and at 100 % foreseen."
  type        = number
}

variable "awake" {
  description = "false where tasks are stopped by a schedule: alarms are kept, and tell nobody."
  type        = bool
  default     = true
}
