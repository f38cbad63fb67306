variable "name" {
  description = "Prefix of every name."
  type        = string
  default     = "snaketron"
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "zone_id" {
  description = "Route 53 zone that both hosts are in."
  type        = string
}

variable "api_host" {
  description = "Where gateways are reached, such as api.snaketron.io."
  type        = string
}

variable "page_host" {
  description = "Where the page is, such as play.snaketron.io."
  type        = string
}

variable "repository" {
  description = "GitHub repository that deploys, owner/name."
  type        = string
}

variable "engine_version" {
  description = "Major version of PostgreSQL. docs/runbooks/postgresql-upgrade.md has the way to another one."
  type        = string
  default     = "15"
}

variable "major_upgrade" {
  description = "true for the apply that goes to another major version."
  type        = bool
  default     = false
}

variable "addresses" {
  description = "E-mail addresses that alarms and the budget go to."
  type        = list(string)

  validation {
    condition     = length(var.addresses) > 0
    error_message = "addresses has at least one: an alarm that reaches nobody is none."
  }
}

variable "budget" {
  description = "USD a month."
  type        = number
  default     = 150
}

variable "layout" {
  description = "default: the default VPC and public addresses. private: no way out, endpoints."
  type        = string
  default     = "default"
}

variable "tasks" {
  type    = object({ min = number, max = number })
  default = { min = 3, max = 9 }
}

variable "on_demand" {
  description = "Nodes that Spot never takes."
  type        = number
  default     = 2
}

variable "started" {
  description = "false for the first apply, before there are images and secrets."
  type        = bool
  default     = true
}

variable "multi_az" {
  type    = bool
  default = false
}

variable "backup_days" {
  type    = number
  default = 1
}

variable "protected" {
  description = "Whether database, buckets, images and load balancer refuse to be deleted."
  type        = bool
  default     = true
}

variable "firewall" {
  description = "Whether a WAF stands before the page."
  type        = bool
  default     = true
}
