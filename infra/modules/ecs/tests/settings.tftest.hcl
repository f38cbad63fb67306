# scripts/infra-check reads the settings of the containers from what this prints.
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

run "settings" {
  assert {
    condition     = length(jsondecode(aws_ecs_task_definition.this.container_definitions)) == 4
    error_message = "A node is four containers."
  }
}
