# Where tasks stand, and who may open a connection to whom. Every rule is a row of local.ingress or local.egress.

data "aws_region" "this" {}

data "aws_availability_zones" "this" {
  state = "available"
}

data "aws_vpc" "default" {
  count   = local.private ? 0 : 1
  default = true
}

data "aws_subnets" "default" {
  count = local.private ? 0 : 1

  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default[0].id]
  }
  filter {
    name   = "default-for-az"
    values = ["true"]
  }
}

locals {
  private = var.layout == "private"
  vpc_id  = local.private ? aws_vpc.this[0].id : data.aws_vpc.default[0].id
  zones   = slice(sort(data.aws_availability_zones.this.names), 0, var.zones)

  public_subnet_ids  = local.private ? aws_subnet.public[*].id : sort(data.aws_subnets.default[0].ids)
  private_subnet_ids = local.private ? aws_subnet.private[*].id : local.public_subnet_ids

  load_balancer_group_id = var.load_balancer_group_id == null ? aws_security_group.this["load_balancer"].id : var.load_balancer_group_id
}

# --- The VPC of the private layout

resource "aws_vpc" "this" {
  count                = local.private ? 1 : 0
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

# The group that AWS puts into every VPC: nobody may use it.
resource "aws_default_security_group" "this" {
  count  = local.private ? 1 : 0
  vpc_id = aws_vpc.this[0].id
}

resource "aws_internet_gateway" "this" {
  count  = local.private ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = { Name = var.name }
}

resource "aws_subnet" "public" {
  count             = local.private ? var.zones : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = cidrsubnet(var.cidr, 4, count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "${var.name}-public-${count.index + 1}" }
}

resource "aws_subnet" "private" {
  count             = local.private ? var.zones : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = cidrsubnet(var.cidr, 4, 8 + count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "${var.name}-private-${count.index + 1}" }
}

resource "aws_route_table" "this" {
  for_each = local.private ? toset(["public", "private"]) : []
  vpc_id   = aws_vpc.this[0].id
  tags     = { Name = "${var.name}-${each.key}" }
}

# The load balancer's way out. The private table has none.
resource "aws_route" "internet" {
  count                  = local.private ? 1 : 0
  route_table_id         = aws_route_table.this["public"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count          = local.private ? var.zones : 0
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.this["public"].id
}

resource "aws_route_table_association" "private" {
  count          = local.private ? var.zones : 0
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.this["private"].id
}

# Image layers come from S3; a gateway endpoint costs nothing.
resource "aws_vpc_endpoint" "s3" {
  count             = local.private ? 1 : 0
  vpc_id            = aws_vpc.this[0].id
  service_name      = "com.amazonaws.${data.aws_region.this.name}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.this["private"].id]
  tags              = { Name = "${var.name}-s3" }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = local.private ? var.endpoints : []
  vpc_id              = aws_vpc.this[0].id
  service_name        = "com.amazonaws.${data.aws_region.this.name}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.this["endpoints"].id]
  private_dns_enabled = true
  tags                = { Name = "${var.name}-${each.key}" }
}

# --- Who may reach whom

locals {
  groups = merge(
    {
      game       = "Nodes of the game"
      database   = "PostgreSQL"
      web_client = "A container that serves the page, where CloudFront is not wanted"
    },
    var.load_balancer_group_id == null ? { load_balancer = "The load balancer" } : {},
    local.private ? { endpoints = "Endpoints of AWS services" } : {},
  )

  from_anywhere = { cidr = "0.0.0.0/0", group = null }
  from_groups = {
    game          = { cidr = null, group = aws_security_group.this["game"].id }
    load_balancer = { cidr = null, group = local.load_balancer_group_id }
  }

  ingress = merge(
    {
      game_gateway      = { to = "game", port = var.ports.gateway, from = local.from_groups.load_balancer, about = "Players, through the load balancer" }
      game_play         = { to = "game", port = var.ports.play, from = local.from_groups.game, about = "Gateways of other nodes" }
      game_raft         = { to = "game", port = var.ports.raft, from = local.from_groups.game, about = "Consensus of other nodes" }
      database          = { to = "database", port = 5432, from = local.from_groups.game, about = "Registries" }
      web_client_http   = { to = "web_client", port = 80, from = local.from_groups.load_balancer, about = "Pages, through the load balancer" }
      web_client_secure = { to = "web_client", port = 443, from = local.from_groups.load_balancer, about = "Pages, through the load balancer" }
    },
    var.load_balancer_group_id == null ? {
      load_balancer_http   = { to = "load_balancer", port = 80, from = local.from_anywhere, about = "Redirected to HTTPS" }
      load_balancer_secure = { to = "load_balancer", port = 443, from = local.from_anywhere, about = "Players" }
    } : {},
    local.private ? {
      endpoints = { to = "endpoints", port = 443, from = local.from_groups.game, about = "Nodes of the game" }
    } : {},
  )

  # Names are resolved by the VPC's own resolver, which no group holds back. A shared load balancer, too, is let through to
  # these nodes alone.
  to_game = { cidr = null, group = aws_security_group.this["game"].id }
  egress = {
    game_play             = { from = aws_security_group.this["game"].id, port = var.ports.play, to = local.to_game, about = "Simulations of other nodes" }
    game_raft             = { from = aws_security_group.this["game"].id, port = var.ports.raft, to = local.to_game, about = "Consensus of other nodes" }
    game_database         = { from = aws_security_group.this["game"].id, port = 5432, to = { cidr = null, group = aws_security_group.this["database"].id }, about = "PostgreSQL" }
    game_secure           = { from = aws_security_group.this["game"].id, port = 443, to = local.from_anywhere, about = "Images, secrets and logs; S3 has no fixed addresses" }
    load_balancer_gateway = { from = local.load_balancer_group_id, port = var.ports.gateway, to = local.to_game, about = "Gateways of ${var.name}" }
  }
}

resource "aws_security_group" "this" {
  for_each    = local.groups
  name        = "${var.name}-${replace(each.key, "_", "-")}"
  description = each.value
  vpc_id      = local.vpc_id
  tags        = { Name = "${var.name}-${replace(each.key, "_", "-")}" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each                     = local.ingress
  security_group_id            = aws_security_group.this[each.value.to].id
  description                  = each.value.about
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  cidr_ipv4                    = each.value.from.cidr
  referenced_security_group_id = each.value.from.group
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each                     = local.egress
  security_group_id            = each.value.from
  description                  = each.value.about
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  cidr_ipv4                    = each.value.to.cidr
  referenced_security_group_id = each.value.to.group
}

# --- Flow logs

resource "aws_cloudwatch_log_group" "flows" {
  name              = "/${var.name}/flows"
  retention_in_days = 1
}

resource "aws_iam_role" "flows" {
  name = "${var.name}-flow-logs"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "flows" {
  name = "write-flow-logs"
  role = aws_iam_role.flows.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
      Resource = "${aws_cloudwatch_log_group.flows.arn}:*"
    }]
  })
}

resource "aws_flow_log" "this" {
  vpc_id                   = local.vpc_id
  traffic_type             = "REJECT"
  iam_role_arn             = aws_iam_role.flows.arn
  log_destination          = aws_cloudwatch_log_group.flows.arn
  max_aggregation_interval = 600
}
