output "identifier" {
  value = aws_db_instance.this.identifier
}

output "address" {
  value = aws_db_instance.this.address
}

output "password_secret_arn" {
  description = "JSON with username and password, kept by RDS."
  value       = local.password_secret_arn
}

# No password in it: the registry takes that from PGPASSWORD.
output "url" {
  value = "postgres://${aws_db_instance.this.username}@${aws_db_instance.this.address}:5432/${aws_db_instance.this.db_name}?sslmode=verify-full&sslrootcert=/etc/snaketron/rds-ca.pem"
}
