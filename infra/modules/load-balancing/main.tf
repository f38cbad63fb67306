# TLS ends here. One listener may serve several environments, each by its host name.

data "aws_caller_identity" "this" {}

locals {
  own = var.shared == null

  entrance = local.own ? {
    listener_arn             = aws_lb_listener.secure[0].arn
    load_balancer_arn_suffix = aws_lb.this[0].arn_suffix
    dns_name                 = aws_lb.this[0].dns_name
    zone_id                  = aws_lb.this[0].zone_id
  } : var.shared
}

# --- Access logs, for 30 days

module "logs" {
  count     = local.own ? 1 : 0
  source    = "../bucket"
  name      = "${var.name}-access-logs-${data.aws_caller_identity.this.account_id}"
  protected = var.protected
  days      = 30
  statements = [{
    Sid       = "LoadBalancerWrites"
    Effect    = "Allow"
    Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
    Action    = "s3:PutObject"
    Resource  = "/AWSLogs/${data.aws_caller_identity.this.account_id}/*"
  }]
}

# --- The load balancer

resource "aws_lb" "this" {
  count              = local.own ? 1 : 0
  name               = var.name
  load_balancer_type = "application"
  internal           = false
  subnets            = var.subnet_ids
  security_groups    = [var.security_group_id]

  # A quiet socket carries a ping each way every ping_interval.
  idle_timeout               = var.idle_timeout
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"
  # The gateway counts limits by the last entry: TRUST_FORWARDED_FOR is 1.
  xff_header_processing_mode = "append"
  enable_deletion_protection = var.protected

  access_logs {
    bucket  = module.logs[0].id
    enabled = true
  }

  depends_on = [module.logs]
}

resource "aws_lb_listener" "redirect" {
  count             = local.own ? 1 : 0
  load_balancer_arn = aws_lb.this[0].arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "secure" {
  count             = local.own ? 1 : 0
  load_balancer_arn = aws_lb.this[0].arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = module.certificate.arn

  # Requests for an address or another name reach no gateway.
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "There is no such host."
      status_code  = "421"
    }
  }
}

resource "aws_lb_listener_certificate" "shared" {
  count           = local.own ? 0 : 1
  listener_arn    = local.entrance.listener_arn
  certificate_arn = module.certificate.arn
}

# Metrics are for this account, wherever a gateway serves them.
resource "aws_lb_listener_rule" "closed" {
  listener_arn = local.entrance.listener_arn
  priority     = var.priority

  condition {
    host_header {
      values = [var.host]
    }
  }
  condition {
    path_pattern {
      values = ["/metrics", "/metrics/*"]
    }
  }
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "Not found."
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "game" {
  listener_arn = local.entrance.listener_arn
  priority     = var.priority + 1

  condition {
    host_header {
      values = [var.host]
    }
  }
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.game.arn
  }
}

resource "aws_lb_target_group" "game" {
  name        = "${var.name}-game-ws"
  vpc_id      = var.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = var.gateway_port

  deregistration_delay = var.deregistration_delay
  # A socket lasts for hours: the emptiest gateway gets the next one.
  load_balancing_algorithm_type = "least_outstanding_requests"

  health_check {
    path                = "/health/ready"
    matcher             = "200"
    interval            = 5
    timeout             = 4
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  lifecycle {
    create_before_destroy = true
  }
}

# --- The name

module "certificate" {
  source  = "../certificate"
  host    = var.host
  zone_id = var.zone_id
}

resource "aws_route53_record" "this" {
  zone_id = var.zone_id
  name    = var.host
  type    = "A"

  alias {
    name                   = local.entrance.dns_name
    zone_id                = local.entrance.zone_id
    evaluate_target_health = false
  }
}
