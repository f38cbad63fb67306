mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "snaketron"
  images = {
    gateway    = "registry.example/gateway@sha256:1"
    simulation = "registry.example/simulation@sha256:2"
    consensus  = "registry.example/consensus@sha256:3"
    registry   = "registry.example/registry@sha256:4"
    tool       = "registry.example/tool@sha256:5"
  }
  repository_arns      = ["arn:aws:ecr:eu-central-1:123456789012:repository/snaketron-gateway"]
  network              = { subnet_ids = ["subnet-1"], security_group_id = "sg-game", public_addresses = true }
  target_group_arn     = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/some/0123456789abcdef"
  deregistration_delay = 60
  database             = { url = "postgres://snaketron@db.example:5432/snaketron?sslmode=verify-full", password_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds-AbCdEf" }
  origins              = ["https://play.snaketron.example"]
  alarm_names          = ["snaketron-error-rate"]
}

run "rules" {
  # --- one node more and one less
  assert {
    condition     = aws_ecs_service.this.deployment_maximum_percent == 134 && aws_ecs_service.this.deployment_minimum_healthy_percent == 66
    error_message = "134 and 66 for three nodes."
  }
  # ECS rounds the most down and the least up.
  assert {
    condition     = floor(3 * aws_ecs_service.this.deployment_maximum_percent / 100) == 4 && ceil(3 * aws_ecs_service.this.deployment_minimum_healthy_percent / 100) == 2
    error_message = "Of three nodes, a fourth may start and two must stay."
  }
  assert {
    condition     = floor(var.tasks.min * 133 / 100) == var.tasks.min && ceil(var.tasks.min * 67 / 100) == var.tasks.min
    error_message = "133 and 67 could neither start a fourth nor stop one."
  }

  # --- a bad deployment rolls back
  assert {
    condition     = aws_ecs_service.this.deployment_circuit_breaker[0].enable && aws_ecs_service.this.deployment_circuit_breaker[0].rollback
    error_message = "Tasks that do not start."
  }
  assert {
    condition     = aws_ecs_service.this.alarms[0].enable && aws_ecs_service.this.alarms[0].rollback && length(aws_ecs_service.this.alarms[0].alarm_names) > 0
    error_message = "Answers that are errors."
  }
  assert {
    condition     = aws_ecs_service.this.health_check_grace_period_seconds == 120
    error_message = "A node has 120 s to get ready."
  }
  assert {
    condition     = aws_ecs_task_definition.this.skip_destroy
    error_message = "Former revisions stay."
  }

  # --- spot never takes the majority
  assert {
    condition     = one([for one in aws_ecs_service.this.capacity_provider_strategy : one.base if one.capacity_provider == "FARGATE"]) == 2
    error_message = "Two nodes on demand: a majority of three voters."
  }
  assert {
    condition     = one([for one in aws_ecs_service.this.capacity_provider_strategy : one.weight if one.capacity_provider == "FARGATE"]) == 0 && one([for one in aws_ecs_service.this.capacity_provider_strategy : one.weight if one.capacity_provider == "FARGATE_SPOT"]) > 0
    error_message = "All others are Spot."
  }

  # --- three to nine nodes
  assert {
    condition     = aws_appautoscaling_target.this.min_capacity == 3 && aws_appautoscaling_target.this.max_capacity == 9
    error_message = "3 to 9."
  }
  assert {
    condition     = aws_appautoscaling_policy.this["cpu"].target_tracking_scaling_policy_configuration[0].target_value == 70 && aws_appautoscaling_policy.this["memory"].target_tracking_scaling_policy_configuration[0].target_value == 80
    error_message = "CPU 70 %, memory 80 %."
  }
  assert {
    condition     = alltrue([for one in aws_appautoscaling_policy.this : one.target_tracking_scaling_policy_configuration[0].scale_out_cooldown == 60 && one.target_tracking_scaling_policy_configuration[0].disable_scale_in])
    error_message = "Out after 60 s; in never by target tracking, which may take several at once."
  }
  assert {
    condition     = aws_appautoscaling_policy.in.step_scaling_policy_configuration[0].cooldown == 300 && alltrue([for one in aws_appautoscaling_policy.in.step_scaling_policy_configuration[0].step_adjustment : one.scaling_adjustment == -1])
    error_message = "In by one task, then 300 s."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.idle.threshold == 90 && aws_cloudwatch_metric_alarm.idle.evaluation_periods == 15 && aws_cloudwatch_metric_alarm.idle.treat_missing_data == "notBreaching"
    error_message = "A node goes only when processors and memory are a tenth below their targets for 15 minutes."
  }

  # --- size and stop
  assert {
    condition     = aws_ecs_task_definition.this.cpu == "256" && aws_ecs_task_definition.this.memory == "512" && aws_ecs_task_definition.this.network_mode == "awsvpc"
    error_message = "0.25 vCPU, 512 MB, an address of its own."
  }
  assert {
    condition     = alltrue([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.stopTimeout == 120 && one.stopTimeout > var.deregistration_delay])
    error_message = "120 s to stop, more than the load balancer takes to let go."
  }

  # --- containers are closed
  assert {
    condition     = alltrue([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.user == "65532:65532" && one.readonlyRootFilesystem && one.linuxParameters.capabilities.drop == ["ALL"]])
    error_message = "No root, nothing writable, no capabilities."
  }
  assert {
    condition     = alltrue([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : strcontains(one.image, "@sha256:")])
    error_message = "Images by digest."
  }
  assert {
    condition     = alltrue([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.essential && one.restartPolicy.enabled && one.healthCheck.command == concat(["CMD", "/usr/local/bin/snaketron-${one.name}", "health"], one.name == "gateway" ? ["--live"] : [])])
    error_message = "Each is started again, and asked for its health by its own binary."
  }
  assert {
    condition     = alltrue([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.mountPoints == [{ sourceVolume = "data", containerPath = "/data", readOnly = false }]])
    error_message = "All share one volume, which holds the node's secret."
  }
  assert {
    condition     = toset(flatten([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : [for port in one.portMappings : port.containerPort]])) == toset([8080, 50051, 50052])
    error_message = "Three ports of a node are open; 50053 and 50054 stay on loopback."
  }

  # --- the tool is no part of a node
  assert {
    condition     = [for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.name] == ["registry", "consensus", "simulation", "gateway"]
    error_message = "A node is its four services: the tool runs in the recovery task alone."
  }
  assert {
    condition     = alltrue([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.dockerLabels["snaketron.tool"] == var.images["tool"] && one.image != var.images["tool"]])
    error_message = "Each names the tool of its build, which scripts/deploy/recover runs."
  }
  assert {
    condition     = aws_cloudwatch_log_group.recovery.name == "/snaketron/recovery" && aws_cloudwatch_log_group.recovery.retention_in_days == 1
    error_message = "What the tool says is read from there."
  }
  assert {
    condition     = length(one([for one in jsondecode(aws_iam_role_policy.execution.policy).Statement : one.Resource if one.Sid == "Logs"])) == 5
    error_message = "Tasks write the logs of four services and of the recovery."
  }

  # --- secrets by reference
  assert {
    condition = alltrue(flatten([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) :
    [for pair in one.environment : !can(regex("SECRET|PASSWORD|TLS_KEY|TOKEN", pair.name))]]))
    error_message = "No secret is a plain variable."
  }
  assert {
    condition = alltrue(flatten([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) :
    [for pair in one.secrets : startswith(pair.valueFrom, "arn:aws:secretsmanager:")]]))
    error_message = "Secrets come from Secrets Manager."
  }
  assert {
    condition     = [for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.name if anytrue([for pair in one.secrets : pair.name == "PGPASSWORD"])] == ["registry"]
    error_message = "The registry alone knows the database's password."
  }
  assert {
    condition     = [for one in jsondecode(aws_ecs_task_definition.this.container_definitions) : one.name if anytrue([for pair in one.secrets : pair.name == "JWT_SECRET"])] == ["gateway"]
    error_message = "The gateway alone knows the tokens' keys."
  }
  assert {
    condition = alltrue([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) :
    contains([for pair in one.environment : "${pair.name}=${pair.value}"], "LOG_LEVEL=warning")])
    error_message = "Warnings and above are logged."
  }
  assert {
    condition = contains(flatten([for one in jsondecode(aws_ecs_task_definition.this.container_definitions) :
    [for pair in one.environment : "${pair.name}=${pair.value}"] if one.name == "registry"]), "IS_FARGATE=true")
    error_message = "The registry asks ECS for the node's address."
  }

  # --- roles are apart and small
  assert {
    condition     = toset(flatten([for one in jsondecode(aws_iam_role_policy.task.policy).Statement : one.Action])) == toset(["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"])
    error_message = "A node may protect tasks, nothing else."
  }
  assert {
    condition     = alltrue([for one in jsondecode(aws_iam_role_policy.task.policy).Statement : strcontains(one.Resource, ":task/snaketron-cluster/")])
    error_message = "Of its own cluster."
  }
  assert {
    condition = alltrue(flatten([for one in concat(jsondecode(aws_iam_role_policy.task.policy).Statement, jsondecode(aws_iam_role_policy.execution.policy).Statement) :
    [for action in flatten([one.Action]) : !strcontains(action, "*")]]))
    error_message = "No wildcard in an action."
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.execution.policy).Statement : one.Action if one.Resource == "*"] == ["ecr:GetAuthorizationToken"]
    error_message = "Every resource is named, but for the one call that takes none."
  }
  assert {
    condition     = aws_iam_role.task.name != aws_iam_role.execution.name
    error_message = "Two roles."
  }

  # --- logs last a day
  assert {
    condition     = alltrue([for one in aws_cloudwatch_log_group.this : one.retention_in_days == 1])
    error_message = "A day."
  }
}

run "one_node_alone_is_replaced_too" {
  # The number of nodes is ignored once a service is there.
  state_key = "alone"

  variables {
    tasks     = { min = 1, max = 1 }
    on_demand = 0
  }
  assert {
    condition     = floor(aws_ecs_service.this.deployment_maximum_percent / 100) == 2 && aws_ecs_service.this.deployment_minimum_healthy_percent == 0
    error_message = "Of one node, a second may start."
  }
}

run "nothing_runs_before_the_first_deployment" {
  # The number of nodes is ignored once a service is there.
  state_key = "first"

  variables {
    started = false
  }
  assert {
    condition     = aws_ecs_service.this.desired_count == 0 && aws_appautoscaling_target.this.max_capacity == 0
    error_message = "No task is tried without images and secrets."
  }
}

run "sleeps_by_schedule" {
  variables {
    tasks     = { min = 1, max = 1 }
    on_demand = 0
    stopped   = { stop = "cron(0 20 * * ? *)", start = "cron(0 7 ? * MON-FRI *)", timezone = "Europe/Berlin" }
  }
  assert {
    condition     = aws_appautoscaling_scheduled_action.this["stop"].scalable_target_action[0].max_capacity == "0" && aws_appautoscaling_scheduled_action.this["start"].scalable_target_action[0].min_capacity == "1"
    error_message = "Down to none, up to one."
  }
}

run "two_nodes_are_refused" {
  command = plan
  variables {
    tasks = { min = 2, max = 9 }
  }
  expect_failures = [var.tasks]
}

run "a_missing_image_is_refused" {
  command = plan
  variables {
    images = { gateway = "a", simulation = "b", consensus = "c" }
  }
  expect_failures = [var.images]
}

run "a_slow_load_balancer_is_refused" {
  command = plan
  variables {
    deregistration_delay = 120
  }
  expect_failures = [aws_ecs_task_definition.this]
}
