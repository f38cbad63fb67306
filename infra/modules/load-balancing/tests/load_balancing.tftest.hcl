mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name              = "snaketron"
  vpc_id            = "vpc-1"
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-load-balancer"
  host              = "api.snaketron.example"
  zone_id           = "Z1"
}

run "rules" {
  # --- health is readiness every 5 s
  assert {
    condition     = aws_lb_target_group.game.health_check[0].path == "/health/ready" && aws_lb_target_group.game.health_check[0].matcher == "200"
    error_message = "A gateway gets players when it is ready."
  }
  assert {
    condition     = aws_lb_target_group.game.health_check[0].interval == 5 && aws_lb_target_group.game.health_check[0].healthy_threshold == 2 && aws_lb_target_group.game.health_check[0].unhealthy_threshold == 2
    error_message = "Every 5 s, twice."
  }
  assert {
    condition     = aws_lb_target_group.game.health_check[0].timeout < aws_lb_target_group.game.health_check[0].interval
    error_message = "A check ends before the next one begins."
  }
  assert {
    condition     = aws_lb_target_group.game.target_type == "ip" && aws_lb_target_group.game.port == 8080
    error_message = "Targets are tasks' addresses, port 8080."
  }

  # --- delays fit together
  assert {
    condition     = tonumber(aws_lb_target_group.game.deregistration_delay) < 120
    error_message = "The load balancer lets go before Fargate kills, 120 s after it told a task to stop."
  }
  assert {
    condition     = aws_lb.this[0].idle_timeout > 2 * var.ping_interval
    error_message = "A quiet socket is never idle."
  }

  # --- TLS for players
  assert {
    condition     = aws_lb_listener.redirect[0].port == 80 && aws_lb_listener.redirect[0].default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "HTTP is redirected."
  }
  assert {
    condition     = aws_lb_listener.secure[0].protocol == "HTTPS" && startswith(aws_lb_listener.secure[0].ssl_policy, "ELBSecurityPolicy-TLS13-1-2-")
    error_message = "TLS 1.2 and 1.3."
  }
  assert {
    condition     = aws_lb_listener.secure[0].default_action[0].type == "fixed-response"
    error_message = "Unknown hosts reach no gateway."
  }
  assert {
    condition     = aws_lb.this[0].drop_invalid_header_fields && aws_lb.this[0].xff_header_processing_mode == "append"
    error_message = "Headers are clean, and the player's address is appended."
  }
  assert {
    condition     = aws_lb_listener_rule.closed.priority < aws_lb_listener_rule.game.priority && aws_lb_listener_rule.closed.action[0].type == "fixed-response"
    error_message = "Metrics are refused before anything is forwarded."
  }

  # --- logs
  assert {
    condition     = aws_lb.this[0].access_logs[0].enabled && aws_lb.this[0].access_logs[0].bucket == module.logs[0].id
    error_message = "Every request is logged."
  }
  assert {
    condition     = [for one in jsondecode(module.logs[0].policy).Statement : one.Principal.Service if one.Effect == "Allow"] == ["logdelivery.elasticloadbalancing.amazonaws.com"]
    error_message = "Only load balancers write them."
  }
}

run "shared_by_host_name" {
  variables {
    shared = { listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shared/0123456789abcdef/0123456789abcdef", load_balancer_arn_suffix = "app/shared/1", dns_name = "shared.example", zone_id = "Z2" }
    host   = "api.dev.snaketron.example"
  }
  assert {
    condition     = length(aws_lb.this) == 0 && length(aws_lb_listener.secure) == 0 && length(module.logs) == 0
    error_message = "No second load balancer."
  }
  assert {
    condition     = aws_lb_listener_rule.game.listener_arn == var.shared.listener_arn && length(aws_lb_listener_certificate.shared) == 1
    error_message = "A rule and a certificate at the shared listener."
  }
  assert {
    condition     = one([for one in aws_lb_listener_rule.game.condition : one.host_header if length(one.host_header) > 0])[0].values == toset(["api.dev.snaketron.example"])
    error_message = "By the host's name."
  }
}

run "short_idle_timeout_is_refused" {
  command = plan
  variables {
    idle_timeout = 10
  }
  expect_failures = [var.idle_timeout]
}

run "long_deregistration_is_refused" {
  command = plan
  variables {
    deregistration_delay = 120
  }
  expect_failures = [var.deregistration_delay]
}
