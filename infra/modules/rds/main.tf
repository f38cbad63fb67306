# PostgreSQL: TLS only, reached by the nodes alone, its password made and rotated by RDS.

data "aws_partition" "this" {}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-postgres${var.engine_version}-"
  family      = "postgres${var.engine_version}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Made before the instance, which would make it with logs that are kept for ever.
resource "aws_cloudwatch_log_group" "this" {
  for_each          = toset(["postgresql", "upgrade"])
  name              = "/aws/rds/instance/${var.name}/${each.key}"
  retention_in_days = 1
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = var.instance_class
  # Without it a new major version is refused, and other changes wait for the maintenance window.
  allow_major_version_upgrade = var.major_upgrade
  apply_immediately           = var.major_upgrade

  db_name  = "snaketron"
  username = "snaketron"

  manage_master_user_password = true
  ca_cert_identifier          = "rds-ca-rsa2048-g1"
  parameter_group_name        = aws_db_parameter_group.this.name

  allocated_storage     = var.storage_gb.start
  max_allocated_storage = var.storage_gb.limit
  storage_type          = "gp3"
  storage_encrypted     = true

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [var.security_group_id]
  publicly_accessible    = false
  multi_az               = var.multi_az

  backup_retention_period    = var.backup_days
  backup_window              = "02:00-03:00"
  maintenance_window         = "tue:03:30-tue:04:30"
  auto_minor_version_upgrade = true
  copy_tags_to_snapshot      = true
  delete_automated_backups   = !var.protected

  deletion_protection       = var.protected
  skip_final_snapshot       = !var.protected
  final_snapshot_identifier = var.protected ? "${var.name}-last" : null

  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  depends_on = [aws_cloudwatch_log_group.this]
}

locals {
  password_secret_arn = aws_db_instance.this.master_user_secret[0].secret_arn
}

resource "aws_secretsmanager_secret_rotation" "password" {
  secret_id          = local.password_secret_arn
  rotate_immediately = false

  rotation_rules {
    schedule_expression = var.password_rotation
    duration            = "1h"
  }
}

# --- Stopped at night

resource "aws_iam_role" "stopping" {
  count = var.stopped == null ? 0 : 1
  name  = "${var.name}-database-schedule"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "stopping" {
  count = var.stopped == null ? 0 : 1
  name  = "stop-and-start"
  role  = aws_iam_role.stopping[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["rds:StopDBInstance", "rds:StartDBInstance"]
      Resource = aws_db_instance.this.arn
    }]
  })
}

resource "aws_scheduler_schedule" "this" {
  for_each = var.stopped == null ? {} : {
    stop  = { at = var.stopped.stop, call = "stopDBInstance" }
    start = { at = var.stopped.start, call = "startDBInstance" }
  }
  name                         = "${var.name}-database-${each.key}"
  schedule_expression          = each.value.at
  schedule_expression_timezone = var.stopped.timezone

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "arn:${data.aws_partition.this.partition}:scheduler:::aws-sdk:rds:${each.value.call}"
    role_arn = aws_iam_role.stopping[0].arn
    input    = jsonencode({ DbInstanceIdentifier = aws_db_instance.this.identifier })
  }
}
