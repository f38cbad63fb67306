mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name                     = "snaketron"
  load_balancer_arn_suffix = "app/some/1"
  target_group_arn_suffix  = "targetgroup/some/1"
  cluster_name             = "snaketron-cluster"
  service_name             = "snaketron-game-service"
  database_identifier      = "snaketron"
  log_group_names          = { registry = "/snaketron/registry", consensus = "/snaketron/consensus", simulation = "/snaketron/simulation", gateway = "/snaketron/gateway" }
  least_tasks              = 3
  addresses                = ["ops@snaketron.example"]
  budget                   = 150
}

run "rules" {
  # --- alarms of the plan
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["all-nodes-unhealthy"].metric_name == "HealthyHostCount" && aws_cloudwatch_metric_alarm.this["all-nodes-unhealthy"].threshold == 1 && aws_cloudwatch_metric_alarm.this["all-nodes-unhealthy"].comparison_operator == "LessThanThreshold"
    error_message = "No healthy node."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["database-unreachable"].metric_name == "DatabaseConnections" && aws_cloudwatch_metric_alarm.this["database-unreachable"].threshold == 1
    error_message = "Nobody is connected to the database."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["server-errors"].threshold == 10 && aws_cloudwatch_metric_alarm.this["server-errors"].period == 60 && aws_cloudwatch_metric_alarm.this["server-errors"].statistic == "Sum"
    error_message = "More than 10 errors a minute."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["nodes-missing"].threshold == 3 && aws_cloudwatch_metric_alarm.this["nodes-missing"].treat_missing_data == "breaching"
    error_message = "Fewer than three healthy nodes; silence counts as none."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["world-copy-old"].metric_name == "world-copy-old" && aws_cloudwatch_metric_alarm.this["world-copy-old"].threshold == 0 && aws_cloudwatch_metric_alarm.this["world-copy-old"].evaluation_periods == 1
    error_message = "One line of the leader is enough."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.error_rate.threshold == 5
    error_message = "5 % of answers."
  }
  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) == 9 && length(aws_cloudwatch_metric_alarm.error_rate.metric_query) == 4 && length(aws_cloudwatch_log_metric_filter.this) == 3
    error_message = "infra/costs counts the metrics that alarms look at: nine, and the error rate's three; and three metrics of our own."
  }
  assert {
    condition     = alltrue([for one in aws_cloudwatch_metric_alarm.this : one.actions_enabled && length(one.alarm_actions) == 1])
    error_message = "Each tells somebody."
  }
  assert {
    condition     = contains(output.deployment_alarm_names, "snaketron-error-rate") && !contains(output.deployment_alarm_names, "snaketron-nodes-missing")
    error_message = "A deployment is rolled back by errors, not by the node that it takes away itself."
  }

  # --- log lines that count
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["database-errors"].log_group_name == "/snaketron/registry" && alltrue([for name in ["worlds-differ", "world-copy-old"] : aws_cloudwatch_log_metric_filter.this[name].log_group_name == "/snaketron/consensus"])
    error_message = "Counted where they are written."
  }

  # --- budget
  assert {
    condition     = aws_budgets_budget.this.limit_amount == "150" && length(aws_budgets_budget.this.notification) == 2
    error_message = "Told at 80 % and before 100 %."
  }
}

run "asleep" {
  variables {
    awake = false
  }
  assert {
    condition     = alltrue([for one in aws_cloudwatch_metric_alarm.this : !one.actions_enabled])
    error_message = "Nobody is woken for a fleet that sleeps."
  }
}
