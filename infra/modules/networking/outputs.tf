output "vpc_id" {
  value = local.vpc_id
}

output "load_balancer_subnet_ids" {
  value = local.public_subnet_ids
}

output "task_subnet_ids" {
  value = local.private_subnet_ids
}

output "database_subnet_ids" {
  value = local.private_subnet_ids
}

output "tasks_have_public_addresses" {
  description = "In the default VPC a task without a public address could not fetch its image."
  value       = !local.private
}

output "game_group_id" {
  value = aws_security_group.this["game"].id
}

output "database_group_id" {
  value = aws_security_group.this["database"].id
}

output "load_balancer_group_id" {
  value = local.load_balancer_group_id
}
