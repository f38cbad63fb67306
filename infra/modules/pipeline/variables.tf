variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "repository" {
  description = "GitHub repository that deploys, owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository is owner/name, without wildcards."
  }
}

variable "environment" {
  description = "GitHub environment whose jobs may deploy. Its protection rules say which branches and who approves."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.environment))
    error_message = "environment is a name without wildcards."
  }
}

variable "identity_provider_arn" {
  description = "GitHub's OIDC provider in this account, which can have one only; null makes it."
  type        = string
  default     = null
}

variable "kept_images" {
  description = "Images of each service that are kept: as many rollbacks are possible."
  type        = number
  default     = 20
}

variable "service" {
  type = object({ cluster = string, name = string, role_arns = list(string) })
}

variable "client" {
  type = object({ bucket_arn = string, distribution_arn = string })
}

variable "protected" {
  description = "Whether repositories with images in them refuse to be deleted."
  type        = bool
  default     = true
}
