mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name              = "snaketron"
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-database"
}

run "rules" {
  assert {
    condition     = !aws_db_instance.this.allow_major_version_upgrade && !aws_db_instance.this.apply_immediately
    error_message = "No apply takes the database away unasked."
  }
  # --- database of the plan
  assert {
    condition     = aws_db_instance.this.instance_class == "db.t4g.micro" && aws_db_instance.this.engine == "postgres"
    error_message = "PostgreSQL on db.t4g.micro."
  }
  assert {
    condition     = aws_db_instance.this.allocated_storage == 20 && aws_db_instance.this.storage_type == "gp3" && aws_db_instance.this.max_allocated_storage > 20
    error_message = "20 GB of gp3 that grow."
  }
  assert {
    condition     = aws_db_instance.this.backup_retention_period == 1
    error_message = "Backups are kept for a day."
  }
  assert {
    condition     = !aws_db_instance.this.multi_az
    error_message = "One zone, unless asked for."
  }

  # --- nobody else reaches it
  assert {
    condition     = !aws_db_instance.this.publicly_accessible && aws_db_instance.this.vpc_security_group_ids == toset(["sg-database"])
    error_message = "No public address, and the one group."
  }
  assert {
    condition     = anytrue([for one in aws_db_parameter_group.this.parameter : one.name == "rds.force_ssl" && one.value == "1"])
    error_message = "PostgreSQL takes TLS only."
  }
  assert {
    condition     = strcontains(output.url, "sslmode=verify-full")
    error_message = "Registries check whom they talk to."
  }
  assert {
    condition     = aws_db_instance.this.storage_encrypted && aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "Encrypted, and not deleted by accident."
  }

  # --- password is managed and rotated
  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "RDS makes the password; Terraform never sees it."
  }
  assert {
    condition     = !strcontains(output.url, ":password") && length(regexall("//[^/]*:[^/]*@", output.url)) == 0
    error_message = "No password in the URL."
  }
  assert {
    condition     = aws_secretsmanager_secret_rotation.password.rotation_rules[0].schedule_expression == "cron(0 4 1 1,4,7,10 ? *)"
    error_message = "Rotated quarterly."
  }

  # --- stays up unless told
  assert {
    condition     = length(aws_scheduler_schedule.this) == 0 && length(aws_iam_role.stopping) == 0
    error_message = "No schedule, and no role for one."
  }
}

run "a_major_version_comes_only_when_it_is_asked_for" {
  state_key = "upgraded"

  variables {
    engine_version = "16"
    major_upgrade  = true
  }
  assert {
    condition     = aws_db_instance.this.allow_major_version_upgrade && aws_db_instance.this.apply_immediately && aws_db_instance.this.engine_version == "16"
    error_message = "At once, by the apply that asks for it."
  }
  assert {
    condition     = aws_db_parameter_group.this.family == "postgres16"
    error_message = "Parameters of that version."
  }
}

run "sleeps_by_schedule" {
  variables {
    protected = false
    stopped   = { stop = "cron(15 20 * * ? *)", start = "cron(30 6 ? * MON-FRI *)", timezone = "Europe/Berlin" }
  }
  assert {
    condition     = endswith(aws_scheduler_schedule.this["stop"].target[0].arn, "rds:stopDBInstance") && endswith(aws_scheduler_schedule.this["start"].target[0].arn, "rds:startDBInstance")
    error_message = "Stopped and started."
  }
  assert {
    condition     = toset(flatten([for one in jsondecode(aws_iam_role_policy.stopping[0].policy).Statement : one.Action])) == toset(["rds:StopDBInstance", "rds:StartDBInstance"]) && !anytrue([for one in jsondecode(aws_iam_role_policy.stopping[0].policy).Statement : strcontains(one.Resource, "*")])
    error_message = "Two actions, and no wildcard."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.stopping[0].policy).Statement[0].Resource == "arn:aws:rds:eu-central-1:123456789012:db:some"
    error_message = "The schedule may do this to its own database alone."
  }
}

run "no_backup_is_refused" {
  command = plan
  variables {
    backup_days = 0
  }
  expect_failures = [var.backup_days]
}
