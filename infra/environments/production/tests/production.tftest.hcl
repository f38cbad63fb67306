# How the parts are joined. The rules of each part are tested in its module.
mock_provider "aws" {
  source = "../../mocks"
}

mock_provider "aws" {
  alias  = "edge"
  source = "../../mocks"
}

variables {
  zone_id    = "Z1"
  api_host   = "api.snaketron.example"
  page_host  = "play.snaketron.example"
  repository = "snaketron/snaketron"
  addresses  = ["ops@snaketron.example"]
}

run "names_of_the_plan" {
  assert {
    condition     = output.pipeline.DEPLOY_CLUSTER == "snaketron-cluster" && output.pipeline.DEPLOY_SERVICE == "snaketron-game-service" && output.pipeline.DEPLOY_FAMILY == "snaketron-server"
    error_message = "Cluster, service and task definition are called as in the plan."
  }
  assert {
    condition     = output.pipeline.API_URL == "https://api.snaketron.example" && output.pipeline.PAGE_URL == "https://play.snaketron.example"
    error_message = "The page and the API have names of their own."
  }
  assert {
    condition     = toset(module.monitoring.deployment_alarm_names) == toset(["snaketron-error-rate", "snaketron-all-nodes-unhealthy"])
    error_message = "Errors roll a deployment back."
  }
  assert {
    condition     = module.networking.tasks_have_public_addresses
    error_message = "The default layout needs no endpoints."
  }
}

run "private_layout" {
  variables {
    layout = "private"
  }
  assert {
    condition     = !module.networking.tasks_have_public_addresses && module.networking.vpc_id == "vpc-own"
    error_message = "Tasks have no public addresses."
  }
}

run "alarms_without_a_reader_are_refused" {
  command = plan
  variables {
    addresses = []
  }
  expect_failures = [var.addresses]
}
