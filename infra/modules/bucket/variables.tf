variable "name" {
  description = "Of the bucket: no other in the world may have it."
  type        = string
}

variable "protected" {
  description = "Terraform does not delete it while something is in it."
  type        = bool
}

variable "statements" {
  description = "Who may do what with it, as statements of its policy. Resource is what follows its ARN: empty for itself, /* for what is in it."
  type        = any
}

variable "days" {
  description = "Days that a file is kept; null: until it is deleted."
  type        = number
  default     = null
}

variable "former_days" {
  description = "Days that the former content of a file is kept; null: not at all."
  type        = number
  default     = null
}
