output "topic_arn" {
  value = aws_sns_topic.this.arn
}

output "deployment_alarm_names" {
  description = "Alarms that roll a deployment back."
  value       = [aws_cloudwatch_metric_alarm.error_rate.alarm_name, aws_cloudwatch_metric_alarm.this["all-nodes-unhealthy"].alarm_name]
}

output "dashboard_name" {
  value = aws_cloudwatch_dashboard.this.dashboard_name
}
