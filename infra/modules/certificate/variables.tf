variable "host" {
  description = "The one name in the certificate."
  type        = string
}

variable "zone_id" {
  description = "Route 53 zone that the host is in."
  type        = string
}
