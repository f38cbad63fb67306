variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "host" {
  description = "Name of the page, such as play.snaketron.io."
  type        = string
}

variable "api_host" {
  description = "Name that the page's requests and sockets go to."
  type        = string
}

variable "zone_id" {
  description = "Route 53 zone that the host is in."
  type        = string
}

variable "price_class" {
  description = "Where files are kept close to players: PriceClass_100 is Europe and North America."
  type        = string
  default     = "PriceClass_100"
}

variable "firewall" {
  description = "Whether a WAF stands before the page."
  type        = bool
  default     = true
}

variable "requests_per_five_minutes" {
  description = "Requests of one address within 5 minutes, above which the firewall refuses it."
  type        = number
  default     = 2000
}

variable "protected" {
  description = "Whether buckets with files in them refuse to be deleted."
  type        = bool
  default     = true
}
