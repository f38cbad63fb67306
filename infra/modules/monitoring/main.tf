# What somebody is told of. docs/runbooks/alarms.md says for each what to do.

data "aws_region" "this" {}
data "aws_partition" "this" {}
data "aws_caller_identity" "this" {}

resource "aws_sns_topic" "this" {
  name              = "${var.name}-alarms"
  kms_master_key_id = aws_kms_key.topic.id
}

# CloudWatch may not use the key that AWS manages for topics.
resource "aws_kms_key" "topic" {
  description         = "${var.name}: alarms"
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Owner"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.this.partition}:iam::${data.aws_caller_identity.this.account_id}:root" }
        Action    = "kms:*" # on this key: without it nobody could ever change the policy
        Resource  = "*"
      },
      {
        Sid       = "Senders"
        Effect    = "Allow"
        Principal = { Service = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
      },
    ]
  })
}

resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Senders"
      Effect    = "Allow"
      Principal = { Service = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.this.arn
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "this" {
  for_each  = toset(var.addresses)
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.key
}

# --- Lines of logs that count

locals {
  counted = {
    # The registry logs it once a loss, and once an answer that it does not understand.
    database-errors = { service = "registry", pattern = "?\"the database is away\" ?\"the database did not understand\" ?\"the database may not be used\"" }
    worlds-differ   = { service = "consensus", pattern = "?\"world differs\" ?\"worlds differ\"" }
    # The leader logs it every 30 s as long as it is so.
    world-copy-old = { service = "consensus", pattern = "\"the database's copy of the world is old\"" }
  }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each       = local.counted
  name           = "${var.name}-${each.key}"
  log_group_name = var.log_group_names[each.value.service]
  pattern        = each.value.pattern

  metric_transformation {
    namespace     = var.name
    name          = each.key
    value         = "1"
    default_value = "0"
  }
}

# --- Alarms

locals {
  target   = { LoadBalancer = var.load_balancer_arn_suffix, TargetGroup = var.target_group_arn_suffix }
  balancer = { LoadBalancer = var.load_balancer_arn_suffix }
  database = { DBInstanceIdentifier = var.database_identifier }

  # Alarms on one metric. They tell when the statistic is below or above the threshold for `minutes` minutes in a row.
  simple = {
    all-nodes-unhealthy  = { namespace = "AWS/ApplicationELB", metric = "HealthyHostCount", dimensions = local.target, statistic = "Maximum", below = 1, above = null, minutes = 1, missing = "breaching", about = "No node takes players." }
    nodes-missing        = { namespace = "AWS/ApplicationELB", metric = "HealthyHostCount", dimensions = local.target, statistic = "Maximum", below = var.least_tasks, above = null, minutes = 5, missing = "breaching", about = "Fewer healthy nodes than ${var.least_tasks}." }
    server-errors        = { namespace = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", dimensions = local.target, statistic = "Sum", below = null, above = 10, minutes = 1, missing = "notBreaching", about = "Gateways gave more than 10 answers of 5xx within a minute." }
    entrance-errors      = { namespace = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = local.balancer, statistic = "Sum", below = null, above = 10, minutes = 1, missing = "notBreaching", about = "The load balancer gave more than 10 answers of 5xx within a minute." }
    database-unreachable = { namespace = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.database, statistic = "Maximum", below = 1, above = null, minutes = 5, missing = "breaching", about = "No registry is connected to the database." }
    database-errors      = { namespace = var.name, metric = "database-errors", dimensions = {}, statistic = "Sum", below = null, above = 2, minutes = 1, missing = "notBreaching", about = "Registries lost the database or were refused by it." }
    database-full        = { namespace = "AWS/RDS", metric = "FreeStorageSpace", dimensions = local.database, statistic = "Minimum", below = 2 * 1024 * 1024 * 1024, above = null, minutes = 5, missing = "notBreaching", about = "Less than 2 GiB are free, and storage has grown to its limit." }
    world-copy-old       = { namespace = var.name, metric = "world-copy-old", dimensions = {}, statistic = "Sum", below = null, above = 0, minutes = 1, missing = "notBreaching", about = "The loss of all nodes would lose minutes of play." }
    worlds-differ        = { namespace = var.name, metric = "worlds-differ", dimensions = {}, statistic = "Sum", below = null, above = 0, minutes = 1, missing = "notBreaching", about = "A node computed another world than the majority." }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.simple
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.about} docs/runbooks/alarms.md#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 60
  evaluation_periods  = each.value.minutes
  comparison_operator = each.value.below == null ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = coalesce(each.value.below, each.value.above)
  treat_missing_data  = each.value.missing
  actions_enabled     = var.awake
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}

# The share of answers that are errors, of both the load balancer and the gateways. It rolls a deployment back.
resource "aws_cloudwatch_metric_alarm" "error_rate" {
  alarm_name          = "${var.name}-error-rate"
  alarm_description   = "More than 5 % of answers are errors of ours. docs/runbooks/alarms.md#error-rate"
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  treat_missing_data  = "notBreaching"
  actions_enabled     = var.awake
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]

  metric_query {
    id          = "rate"
    label       = "Errors, %"
    expression  = "IF(FILL(requests, 0) >= 20, 100 * (FILL(gateways, 0) + FILL(balancer, 0)) / requests, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = {
      requests = { metric = "RequestCount", dimensions = local.balancer }
      gateways = { metric = "HTTPCode_Target_5XX_Count", dimensions = local.target }
      balancer = { metric = "HTTPCode_ELB_5XX_Count", dimensions = local.balancer }
    }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value.metric
        dimensions  = metric_query.value.dimensions
        period      = 60
        stat        = "Sum"
      }
    }
  }
}

# --- Dashboard

locals {
  charts = [
    { title = "Healthy nodes", metrics = [["AWS/ApplicationELB", "HealthyHostCount", "TargetGroup", var.target_group_arn_suffix, "LoadBalancer", var.load_balancer_arn_suffix, { stat = "Minimum" }]] },
    { title = "Sockets and requests open", metrics = [["AWS/ApplicationELB", "ActiveConnectionCount", "LoadBalancer", var.load_balancer_arn_suffix, { stat = "Sum" }]] },
    { title = "Answers", metrics = [
      ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", var.load_balancer_arn_suffix, { stat = "Sum" }],
      ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "TargetGroup", var.target_group_arn_suffix, "LoadBalancer", var.load_balancer_arn_suffix, { stat = "Sum" }],
      ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", var.load_balancer_arn_suffix, { stat = "Sum" }],
    ] },
    { title = "Time to answer, p99", metrics = [["AWS/ApplicationELB", "TargetResponseTime", "TargetGroup", var.target_group_arn_suffix, "LoadBalancer", var.load_balancer_arn_suffix, { stat = "p99" }]] },
    { title = "CPU and memory of nodes, %", metrics = [
      ["AWS/ECS", "CPUUtilization", "ClusterName", var.cluster_name, "ServiceName", var.service_name, { stat = "Average" }],
      ["AWS/ECS", "CPUUtilization", "ClusterName", var.cluster_name, "ServiceName", var.service_name, { stat = "Maximum" }],
      ["AWS/ECS", "MemoryUtilization", "ClusterName", var.cluster_name, "ServiceName", var.service_name, { stat = "Maximum" }],
    ] },
    { title = "Database", metrics = [
      ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", var.database_identifier, { stat = "Maximum" }],
      ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", var.database_identifier, { stat = "Average" }],
    ] },
    { title = "Database: free storage", metrics = [["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", var.database_identifier, { stat = "Minimum" }]] },
    { title = "Lines that count", metrics = [for key in keys(local.counted) : [var.name, key, { stat = "Sum" }]] },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type = "alarm", x = 0, y = 0, width = 24, height = 3
        properties = {
          title  = "Alarms"
          alarms = concat([for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn], [aws_cloudwatch_metric_alarm.error_rate.arn])
        }
      }],
      [for place, chart in local.charts : {
        type = "metric", x = 12 * (place % 2), y = 3 + 6 * floor(place / 2), width = 12, height = 6
        properties = {
          title   = chart.title
          region  = data.aws_region.this.name
          view    = "timeSeries"
          period  = 60
          metrics = chart.metrics
        }
      }],
    )
  })
}

# --- Budget

resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = {
      ACTUAL     = 80
      FORECASTED = 100
    }
    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.key
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.addresses
    }
  }
}
