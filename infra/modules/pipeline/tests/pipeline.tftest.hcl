mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name        = "snaketron"
  repository  = "snaketron/snaketron"
  environment = "production"
  service     = { cluster = "snaketron-cluster", name = "snaketron-game-service", role_arns = ["arn:aws:iam::123456789012:role/snaketron-execution", "arn:aws:iam::123456789012:role/snaketron-task"] }
  client      = { bucket_arn = "arn:aws:s3:::client", distribution_arn = "arn:aws:cloudfront::123456789012:distribution/E123" }
}

run "rules" {
  # --- who may deploy
  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == "repo:snaketron/snaketron:environment:production"
    error_message = "Jobs of one environment of one repository."
  }
  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Action == "sts:AssumeRoleWithWebIdentity" && length(jsondecode(aws_iam_role.this.assume_role_policy).Statement) == 1
    error_message = "By OIDC; there is no key."
  }

  # --- what it may do
  assert {
    condition     = alltrue(flatten([for one in jsondecode(aws_iam_role_policy.this.policy).Statement : [for action in flatten([one.Action]) : !strcontains(action, "*")]]))
    error_message = "No wildcard in an action."
  }
  assert {
    condition = toset(flatten([for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Action])) == toset([
      # images: docker login and push
      "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
      "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
      # server, rollback, drill, recover
      "ecs:DescribeServices", "ecs:UpdateService", "ecs:DescribeTasks", "ecs:ListTasks", "ecs:StopTask", "ecs:RunTask",
      "ecs:RegisterTaskDefinition", "ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions",
      "iam:PassRole", "application-autoscaling:RegisterScalableTarget",
      "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:ModifyTargetGroup", "logs:GetLogEvents",
      # client
      "s3:ListBucket", "s3:PutObject", "cloudfront:CreateInvalidation", "cloudfront:GetInvalidation",
    ])
    error_message = "What the scripts call, and nothing else."
  }
  assert {
    condition     = aws_iam_role.this.max_session_duration == 9000
    error_message = "Longer than any job: deploy and rollback have 140 minutes."
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Sid if one.Resource == "*"] == ["WithoutResource", "Tasks"]
    error_message = "Resources are named, but for calls that take none, and for tasks of the one cluster."
  }
  assert {
    condition     = one([for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Condition if one.Sid == "Tasks"]).ArnEquals["ecs:cluster"] == "arn:aws:ecs:eu-central-1:123456789012:cluster/snaketron-cluster"
    error_message = "Tasks of the one cluster."
  }
  assert {
    condition     = toset(one([for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Resource if one.Sid == "Roles"])) == toset(var.service.role_arns)
    error_message = "It passes on the two roles of tasks, no other."
  }
  assert {
    condition     = !anytrue(flatten([for one in jsondecode(aws_iam_role_policy.this.policy).Statement : [for action in flatten([one.Action]) : startswith(action, "secretsmanager:")]]))
    error_message = "It reads no secret."
  }

  # --- recovery
  assert {
    condition = [for one in jsondecode(aws_iam_role_policy.this.policy).Statement : [one.Sid, one.Resource, one.Condition.ArnEquals["ecs:cluster"]] if contains(flatten([one.Action]), "ecs:RunTask")] == [
      ["Recovery", "arn:aws:ecs:eu-central-1:123456789012:task-definition/snaketron-recovery:*", "arn:aws:ecs:eu-central-1:123456789012:cluster/snaketron-cluster"],
    ]
    error_message = "It runs tasks of the family that rebuilds a cluster, in its cluster, and no others."
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Resource if anytrue([for action in flatten([one.Action]) : startswith(action, "logs:")])] == ["arn:aws:logs:eu-central-1:123456789012:log-group:/snaketron/recovery:log-stream:*"]
    error_message = "It reads what the tool says there, and no other log."
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Resource if contains(flatten([one.Action]), "elasticloadbalancing:ModifyTargetGroup")] == ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/snaketron-game-ws/*"]
    error_message = "It changes the health check of this environment's target group, and no other."
  }

  # --- images
  assert {
    condition     = toset(keys(aws_ecr_repository.this)) == toset(["gateway", "simulation", "consensus", "registry", "tool"])
    error_message = "One repository a service, and one of the tool."
  }
  assert {
    condition     = alltrue([for one in aws_ecr_repository.this : one.image_scanning_configuration[0].scan_on_push && one.image_tag_mutability == "IMMUTABLE"])
    error_message = "Scanned, and never replaced under their tag."
  }
  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.this["gateway"].policy).rules[1].selection.countNumber == 20
    error_message = "The last 20 are kept."
  }
}

run "one_identity_provider_an_account" {
  variables {
    identity_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }
  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "Another environment's is used."
  }
}

run "wildcard_repository_is_refused" {
  command = plan
  variables {
    repository = "snaketron/*"
  }
  expect_failures = [var.repository]
}
