variable "name" {
  description = "Prefix of every name."
  type        = string
  default     = "snaketron-development"
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
  description = "Where gateways are reached, such as api.dev.snaketron.io."
  type        = string
}

variable "page_host" {
  description = "Where the page is, such as play.dev.snaketron.io."
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
  default     = 40
}

variable "started" {
  description = "false for the first apply, before there are images and secrets."
  type        = bool
  default     = true
}

variable "shared" {
  description = "The output `shared` of production: its load balancer, that one's security group, and GitHub's OIDC provider."
  type = object({
    entrance               = object({ listener_arn = string, load_balancer_arn_suffix = string, dns_name = string, zone_id = string })
    load_balancer_group_id = string
    identity_provider_arn  = string
  })
}

variable "stopped" {
  description = "Hours, as cron expressions of EventBridge, when everything that costs by the hour stops and starts."
  type        = object({ tasks_stop = string, tasks_start = string, database_stop = string, database_start = string, timezone = string })
  default = {
    tasks_stop     = "cron(0 20 * * ? *)"
    database_stop  = "cron(15 20 * * ? *)"
    database_start = "cron(30 6 ? * MON-FRI *)"
    tasks_start    = "cron(0 7 ? * MON-FRI *)"
    timezone       = "Europe/Berlin"
  }
}
