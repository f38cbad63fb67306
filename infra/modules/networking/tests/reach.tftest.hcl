# Who may reach which port, in each layout. Groups have distinct ids, so that a rule's source can be told.
mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "snaketron"
}

override_resource {
  target = aws_security_group.this["game"]
  values = { id = "sg-game" }
}
override_resource {
  target = aws_security_group.this["database"]
  values = { id = "sg-database" }
}
override_resource {
  target = aws_security_group.this["web_client"]
  values = { id = "sg-web-client" }
}
override_resource {
  target = aws_security_group.this["load_balancer"]
  values = { id = "sg-load-balancer" }
}

run "four_groups_of_the_plan" {
  assert {
    condition     = toset(keys(aws_security_group.this)) == toset(["game", "database", "web_client", "load_balancer"])
    error_message = "The default layout has the four groups of the plan."
  }
  assert {
    condition = toset([for rule in aws_vpc_security_group_ingress_rule.this :
      "${rule.security_group_id} ${rule.from_port}-${rule.to_port} ${coalesce(rule.cidr_ipv4, rule.referenced_security_group_id)}"]) == toset([
      "sg-game 8080-8080 sg-load-balancer",
      "sg-game 50051-50051 sg-game",
      "sg-game 50052-50052 sg-game",
      "sg-database 5432-5432 sg-game",
      "sg-web-client 80-80 sg-load-balancer",
      "sg-web-client 443-443 sg-load-balancer",
      "sg-load-balancer 80-80 0.0.0.0/0",
      "sg-load-balancer 443-443 0.0.0.0/0",
    ])
    error_message = "These and no other connections are let in."
  }
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.this : rule.ip_protocol == "tcp"])
    error_message = "Every rule is for TCP."
  }
  assert {
    condition = toset([for rule in aws_vpc_security_group_egress_rule.this :
      "${rule.security_group_id} ${rule.from_port}-${rule.to_port} ${coalesce(rule.cidr_ipv4, rule.referenced_security_group_id)}"]) == toset([
      "sg-game 50051-50051 sg-game",
      "sg-game 50052-50052 sg-game",
      "sg-game 5432-5432 sg-database",
      "sg-game 443-443 0.0.0.0/0",
      "sg-load-balancer 8080-8080 sg-game",
    ])
    error_message = "These and no other connections are let out; the database opens none."
  }
  assert {
    condition     = output.tasks_have_public_addresses && output.vpc_id == "vpc-default"
    error_message = "In the default VPC tasks need public addresses to fetch their images."
  }
  assert {
    condition     = length(aws_vpc.this) == 0 && length(aws_vpc_endpoint.interface) == 0
    error_message = "The default layout makes no network of its own."
  }
  assert {
    condition     = aws_flow_log.this.traffic_type == "REJECT" && aws_cloudwatch_log_group.flows.retention_in_days == 1
    error_message = "Flow logs are on, for a day."
  }
}

run "flow_logs_are_written_and_nothing_else" {
  assert {
    condition     = toset(flatten([for one in jsondecode(aws_iam_role_policy.flows.policy).Statement : one.Action])) == toset(["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"])
    error_message = "Three actions, none with a wildcard."
  }
  assert {
    condition     = alltrue([for one in jsondecode(aws_iam_role_policy.flows.policy).Statement : one.Effect == "Allow" && can(regex("^arn:aws:logs:[^*]+:[*]$", one.Resource))])
    error_message = "Streams of the one log group."
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role.flows.assume_role_policy).Statement : one.Principal] == [{ Service = "vpc-flow-logs.amazonaws.com" }]
    error_message = "Flow logs alone take the role."
  }
}

run "private_layout_has_no_way_out" {
  variables {
    layout = "private"
  }
  override_resource {
    target = aws_route_table.this["private"]
    values = { id = "rtb-private" }
  }
  override_resource {
    target = aws_route_table.this["public"]
    values = { id = "rtb-public" }
  }

  assert {
    condition     = !output.tasks_have_public_addresses && output.vpc_id == "vpc-own"
    error_message = "Tasks of the private layout have no public addresses."
  }
  assert {
    condition     = length(aws_route.internet) == 1 && aws_route.internet[0].route_table_id == "rtb-public"
    error_message = "Only the load balancer's subnets have a route to the internet."
  }
  assert {
    condition     = alltrue([for one in aws_route_table_association.private : one.route_table_id == "rtb-private"])
    error_message = "Tasks and database are in subnets without that route."
  }
  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["ecr.api", "ecr.dkr", "ecs", "logs", "secretsmanager"])
    error_message = "What tasks need of AWS they reach through endpoints."
  }
  assert {
    condition     = length(distinct(concat(aws_subnet.public[*].cidr_block, aws_subnet.private[*].cidr_block))) == 6
    error_message = "No two subnets have the same addresses."
  }
  assert {
    condition     = length(aws_default_security_group.this) == 1
    error_message = "The VPC's default group is emptied."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["endpoints"].referenced_security_group_id == "sg-game"
    error_message = "Endpoints are for nodes."
  }
}

run "shared_load_balancer_is_let_through" {
  variables {
    load_balancer_group_id = "sg-of-another"
  }
  assert {
    condition     = !contains(keys(aws_security_group.this), "load_balancer")
    error_message = "No second group of load balancers is made."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["game_gateway"].referenced_security_group_id == "sg-of-another"
    error_message = "The shared load balancer reaches the gateways."
  }
  assert {
    condition     = aws_vpc_security_group_egress_rule.this["load_balancer_gateway"].security_group_id == "sg-of-another"
    error_message = "The shared load balancer is let out to these gateways."
  }
  assert {
    condition     = !anytrue([for rule in aws_vpc_security_group_ingress_rule.this : rule.cidr_ipv4 != null])
    error_message = "Nothing here is reached from the internet directly."
  }
}

run "unknown_layout_is_refused" {
  command = plan
  variables {
    layout = "public"
  }
  expect_failures = [var.layout]
}

run "small_network_is_refused" {
  command = plan
  variables {
    cidr = "10.0.0.0/24"
  }
  expect_failures = [var.cidr]
}

run "one_zone_is_refused" {
  command = plan
  variables {
    zones = 1
  }
  expect_failures = [var.zones]
}
