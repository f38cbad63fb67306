# How development differs from production: one node, a shared load balancer, asleep at night.
mock_provider "aws" {
  source = "../../mocks"
}

mock_provider "aws" {
  alias  = "edge"
  source = "../../mocks"
}

variables {
  zone_id    = "Z1"
  api_host   = "api.dev.snaketron.example"
  page_host  = "play.dev.snaketron.example"
  repository = "snaketron/snaketron"
  addresses  = ["ops@snaketron.example"]
  shared = {
    entrance               = { listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/snaketron/0123456789abcdef/0123456789abcdef", load_balancer_arn_suffix = "app/snaketron/0123456789abcdef", dns_name = "shared.example", zone_id = "Z2" }
    load_balancer_group_id = "sg-of-production"
    identity_provider_arn  = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }
}

run "takes_nothing_of_production" {
  assert {
    condition     = output.pipeline.DEPLOY_CLUSTER == "snaketron-development-cluster" && output.secrets.tokens == "snaketron-development/tokens"
    error_message = "Cluster and secrets of its own."
  }
  assert {
    condition     = module.load_balancing.load_balancer_arn_suffix == "app/snaketron/0123456789abcdef" && module.networking.load_balancer_group_id == "sg-of-production"
    error_message = "The load balancer is production's."
  }
  assert {
    condition     = module.pipeline.identity_provider_arn == var.shared.identity_provider_arn
    error_message = "An account has one identity provider for GitHub."
  }
  assert {
    condition     = module.ecs.least_tasks == 1
    error_message = "One node."
  }
}
