variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of at least two zones."
  type        = list(string)
}

variable "security_group_id" {
  description = "Lets in the nodes of the game alone."
  type        = string
}

variable "engine_version" {
  description = "Major version of PostgreSQL. Minor versions follow by themselves; docs/runbooks/postgresql-upgrade.md has the way to another major one."
  type        = string
  default     = "15"
}

variable "major_upgrade" {
  description = "Lets `engine_version` go to another major one, at once. true for that one apply."
  type        = bool
  default     = false
}

variable "instance_class" {
  type    = string
  default = "db.t4g.micro"
}

variable "storage_gb" {
  description = "At the start, and the most that it grows to, GB."
  type        = object({ start = number, limit = number })
  default     = { start = 20, limit = 100 }
}

variable "multi_az" {
  description = "A standby in another zone: twice the price, minutes less without a database."
  type        = bool
  default     = false
}

variable "backup_days" {
  description = "Days that backups are kept; restoring to any second of them is possible."
  type        = number
  default     = 1

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days is 1 to 35: without backups there is nothing to restore."
  }
}

variable "protected" {
  description = "Whether the database refuses to be deleted, and leaves a last snapshot behind."
  type        = bool
  default     = true
}

variable "password_rotation" {
  description = "When the password changes, as a cron expression of Secrets Manager. The nodes are replaced afterwards: docs/runbooks/rotate-secrets.md."
  type        = string
  default     = "cron(0 4 1 1,4,7,10 ? *)"
}

variable "stopped" {
  description = "When to stop and start the database each day, as EventBridge schedules; null keeps it running."
  type        = object({ stop = string, start = string, timezone = string })
  default     = null
}
