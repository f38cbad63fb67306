# Images, and the role that a pipeline takes: no key of it exists anywhere.

data "aws_region" "this" {}
data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  images   = ["registry", "consensus", "simulation", "gateway", "tool"]
  account  = data.aws_caller_identity.this.account_id
  arn      = "arn:${data.aws_partition.this.partition}"
  place    = "${data.aws_region.this.name}:${local.account}"
  provider = var.identity_provider_arn == null ? aws_iam_openid_connect_provider.github[0].arn : var.identity_provider_arn

  # Calls that know no resource. Reading task definitions and registering one changes nothing that runs.
  without_resource = ["ecr:GetAuthorizationToken", "ecs:RegisterTaskDefinition", "ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions", "elasticloadbalancing:DescribeTargetGroups"]
}

resource "aws_ecr_repository" "this" {
  for_each             = toset(local.images)
  name                 = "${var.name}-${each.key}"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = !var.protected

  image_scanning_configuration {
    scan_on_push = true
  }
  encryption_configuration {
    encryption_type = "AES256"
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each   = aws_ecr_repository.this
  repository = each.value.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Images without a tag go after a day"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 1 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The newest are kept"
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.kept_images }
        action       = { type = "expire" }
      },
    ]
  })
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = var.identity_provider_arn == null ? 1 : 0
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-pipeline"
  max_session_duration = 9000 # jobs of 140 minutes
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = local.provider }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:${var.repository}:environment:${var.environment}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "deploy"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WithoutResource"
        Effect   = "Allow"
        Action   = local.without_resource
        Resource = "*"
      },
      {
        Sid    = "Images"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
        ]
        Resource = [for repository in aws_ecr_repository.this : repository.arn]
      },
      {
        Sid      = "Service"
        Effect   = "Allow"
        Action   = ["ecs:DescribeServices", "ecs:UpdateService"]
        Resource = "${local.arn}:ecs:${local.place}:service/${var.service.cluster}/${var.service.name}"
      },
      {
        Sid       = "Tasks"
        Effect    = "Allow"
        Action    = ["ecs:DescribeTasks", "ecs:ListTasks", "ecs:StopTask"]
        Resource  = "*"
        Condition = { ArnEquals = { "ecs:cluster" = "${local.arn}:ecs:${local.place}:cluster/${var.service.cluster}" } }
      },
      {
        # scripts/deploy/recover: a task of one family, in the one cluster, and what its tool says.
        Sid       = "Recovery"
        Effect    = "Allow"
        Action    = "ecs:RunTask"
        Resource  = "${local.arn}:ecs:${local.place}:task-definition/${var.name}-recovery:*"
        Condition = { ArnEquals = { "ecs:cluster" = "${local.arn}:ecs:${local.place}:cluster/${var.service.cluster}" } }
      },
      {
        # Nodes that wait for the rebuilt one are not replaced meanwhile (scripts/deploy/hold).
        Sid      = "RecoveryHold"
        Effect   = "Allow"
        Action   = "elasticloadbalancing:ModifyTargetGroup"
        Resource = "${local.arn}:elasticloadbalancing:${local.place}:targetgroup/${var.name}-game-ws/*"
      },
      {
        Sid      = "RecoveryLog"
        Effect   = "Allow"
        Action   = "logs:GetLogEvents"
        Resource = "${local.arn}:logs:${local.place}:log-group:/${var.name}/recovery:log-stream:*"
      },
      {
        Sid       = "Roles"
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = var.service.role_arns
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
      {
        Sid      = "Scaling"
        Effect   = "Allow"
        Action   = "application-autoscaling:RegisterScalableTarget"
        Resource = "${local.arn}:application-autoscaling:${local.place}:scalable-target/*"
        Condition = { StringEquals = {
          "application-autoscaling:service-namespace"  = "ecs"
          "application-autoscaling:scalable-dimension" = "ecs:service:DesiredCount"
        } }
      },
      {
        Sid      = "Bucket"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = var.client.bucket_arn
      },
      {
        Sid      = "Files"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${var.client.bucket_arn}/*"
      },
      {
        Sid      = "Cache"
        Effect   = "Allow"
        Action   = ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"]
        Resource = var.client.distribution_arn
      },
    ]
  })
}
