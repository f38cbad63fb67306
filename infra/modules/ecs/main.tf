# The nodes: one task is one node of four containers, which share an address and a volume.

data "aws_region" "this" {}
data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  cluster_name = "${var.name}-cluster"
  service_name = "${var.name}-game-service"
  least        = var.started ? var.tasks.min : 0
  most         = var.started ? var.tasks.max : 0

  # One task more, and one less, than wanted. ECS rounds the least up and the most down, so 3 tasks need 134 and 66:
  # 133 % of 3 is 3, 67 % of 3 is 3, and nothing could move. A deployment by scripts/deploy/server sets them for the number
  # that runs, and the minimum to 100.
  one_at_a_time = {
    maximum = ceil(100 * (var.tasks.min + 1) / var.tasks.min)
    minimum = floor(100 * (var.tasks.min - 1) / var.tasks.min)
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each          = toset(local.services)
  name              = "/${var.name}/${each.key}"
  retention_in_days = 1
}

# What the tool says in the task that rebuilds a cluster (scripts/deploy/recover).
resource "aws_cloudwatch_log_group" "recovery" {
  name              = "/${var.name}/recovery"
  retention_in_days = 1
}

# Their values never pass through Terraform: scripts/deploy/secrets makes and rotates them.
resource "aws_secretsmanager_secret" "this" {
  for_each = {
    tokens       = "Keys of the players' tokens: current signs, previous is still taken"
    certificates = "Authority, certificates and keys of the nodes, PEM"
  }
  name                    = "${var.name}/${each.key}"
  description             = each.value
  recovery_window_in_days = var.secret_recovery_days
}

# --- Roles

locals {
  task_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
    }]
  })
}

# What ECS needs to start a task.
resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  assume_role_policy = local.task_trust
}

resource "aws_iam_role_policy" "execution" {
  name = "start-tasks"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "RegistryLogin"
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*" # it takes no resource
      },
      {
        Sid      = "Images"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = var.repository_arns
      },
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [for group in concat(values(aws_cloudwatch_log_group.this), [aws_cloudwatch_log_group.recovery]) : "${group.arn}:*"]
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = concat([for secret in aws_secretsmanager_secret.this : secret.arn], [var.database.password_secret_arn])
      },
    ]
  })
}

# What a running node may do: protect its own kind from scale-in while it leads. Nothing else.
resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  assume_role_policy = local.task_trust
}

resource "aws_iam_role_policy" "task" {
  name = "task-protection"
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "TaskProtection"
      Effect   = "Allow"
      Action   = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"]
      Resource = "arn:${data.aws_partition.this.partition}:ecs:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}:task/${local.cluster_name}/*"
    }]
  })
}

# --- Cluster, task, service

resource "aws_ecs_cluster" "this" {
  name = local.cluster_name

  # Container Insights are custom metrics, which cost more than the nodes.
  setting {
    name  = "containerInsights"
    value = "disabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_ecs_task_definition" "this" {
  family                   = "${var.name}-server"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.size.cpu
  memory                   = var.size.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode(local.containers)
  # A rollback needs the former ones.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  # On the task's own disk, gone with the task: a new task is a new node.
  volume {
    name = "data"
  }

  lifecycle {
    precondition {
      condition     = var.stop_timeout > var.deregistration_delay
      error_message = "stop_timeout is more than deregistration_delay, or players are cut off before the load balancer has let go."
    }
  }
}

resource "aws_ecs_service" "this" {
  name             = local.service_name
  cluster          = aws_ecs_cluster.this.id
  task_definition  = aws_ecs_task_definition.this.arn
  desired_count    = local.least
  platform_version = "1.4.0"

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = var.on_demand
    weight            = 0
  }
  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }

  deployment_maximum_percent         = local.one_at_a_time.maximum
  deployment_minimum_healthy_percent = local.one_at_a_time.minimum

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  alarms {
    alarm_names = var.alarm_names
    enable      = true
    rollback    = true
  }

  network_configuration {
    subnets          = var.network.subnet_ids
    security_groups  = [var.network.security_group_id]
    assign_public_ip = var.network.public_addresses
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = "gateway"
    container_port   = 8080
  }

  health_check_grace_period_seconds = 120
  availability_zone_rebalancing     = "DISABLED" # it would move nodes at its own time
  enable_execute_command            = false
  enable_ecs_managed_tags           = true
  propagate_tags                    = "SERVICE"
  wait_for_steady_state             = false

  lifecycle {
    # The number is the scaling's, the rest the pipeline's.
    ignore_changes = [
      desired_count, task_definition, deployment_maximum_percent, deployment_minimum_healthy_percent,
    ]
  }

  depends_on = [aws_ecs_cluster_capacity_providers.this, aws_iam_role_policy.execution]
}

# --- Scaling

resource "aws_appautoscaling_target" "this" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this.name}"
  min_capacity       = local.least
  max_capacity       = local.most

  # A deployment holds scaling in (scripts/deploy/server).
  lifecycle {
    ignore_changes = [suspended_state]
  }
}

resource "aws_appautoscaling_policy" "this" {
  for_each = {
    cpu    = { metric = "ECSServiceAverageCPUUtilization", target = var.scaling.cpu }
    memory = { metric = "ECSServiceAverageMemoryUtilization", target = var.scaling.memory }
  }
  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  resource_id        = aws_appautoscaling_target.this.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.target
    scale_out_cooldown = var.scaling.out_cooldown
    # It may take several tasks at once, which may be a majority of the voters.
    disable_scale_in = true

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
    }
  }
}

# In again by one task at a time, so that a learner takes the place of a voter before the next one goes.
resource "aws_appautoscaling_policy" "in" {
  name               = "${var.name}-in"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  resource_id        = aws_appautoscaling_target.this.resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    metric_aggregation_type = "Average"
    cooldown                = var.scaling.in_cooldown

    step_adjustment {
      metric_interval_upper_bound = "0"
      scaling_adjustment          = -1
    }
  }
}

# Both averages a tenth below their targets for 15 minutes. It stays on while that lasts, and the policy acts after each cooldown.
resource "aws_cloudwatch_metric_alarm" "idle" {
  alarm_name          = "${var.name}-idle"
  alarm_description   = "Fewer nodes would do: one goes."
  evaluation_periods  = 15
  comparison_operator = "LessThanThreshold"
  threshold           = 90
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.in.arn]

  metric_query {
    id          = "share"
    label       = "Of the target, %"
    expression  = "MAX([100 * cpu / ${var.scaling.cpu}, 100 * memory / ${var.scaling.memory}])"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { cpu = "CPUUtilization", memory = "MemoryUtilization" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/ECS"
        metric_name = metric_query.value
        dimensions  = { ClusterName = aws_ecs_cluster.this.name, ServiceName = aws_ecs_service.this.name }
        period      = 60
        stat        = "Average"
      }
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = var.stopped == null ? {} : {
    stop  = { at = var.stopped.stop, min = 0, max = 0 }
    start = { at = var.stopped.start, min = local.least, max = local.most }
  }
  name               = "${var.name}-${each.key}"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  resource_id        = aws_appautoscaling_target.this.resource_id
  schedule           = each.value.at
  timezone           = var.stopped.timezone

  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }
}
