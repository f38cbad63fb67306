output "repository_urls" {
  value = { for service, repository in aws_ecr_repository.this : service => repository.repository_url }
}

output "repository_arns" {
  value = [for repository in aws_ecr_repository.this : repository.arn]
}

output "role_arn" {
  description = "AWS_ROLE_ARN of the GitHub environment."
  value       = aws_iam_role.this.arn
}

output "identity_provider_arn" {
  value = local.provider
}
