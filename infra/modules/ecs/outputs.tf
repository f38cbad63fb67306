# Known without the service, whose alarms need them.
output "cluster_name" {
  value = local.cluster_name
}

output "service_name" {
  value = local.service_name
}

output "service_arn" {
  value = aws_ecs_service.this.id
}

output "family" {
  value = aws_ecs_task_definition.this.family
}

output "role_arns" {
  description = "What the pipeline passes on to tasks."
  value       = [aws_iam_role.execution.arn, aws_iam_role.task.arn]
}

output "log_group_names" {
  value = { for service, group in aws_cloudwatch_log_group.this : service => group.name }
}

output "secret_names" {
  value = { for key, secret in aws_secretsmanager_secret.this : key => secret.name }
}

output "least_tasks" {
  value = var.tasks.min
}
