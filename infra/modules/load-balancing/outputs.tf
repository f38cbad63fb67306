output "target_group_arn" {
  # Only once a listener uses it does a service that registers targets start.
  value      = aws_lb_target_group.game.arn
  depends_on = [aws_lb_listener_rule.game]
}

output "target_group_arn_suffix" {
  value = aws_lb_target_group.game.arn_suffix
}

output "load_balancer_arn_suffix" {
  value = local.entrance.load_balancer_arn_suffix
}

output "entrance" {
  description = "What another environment needs to share this load balancer."
  value       = local.entrance
}

output "url" {
  value = "https://${var.host}"
}

output "deregistration_delay" {
  value = var.deregistration_delay
}
