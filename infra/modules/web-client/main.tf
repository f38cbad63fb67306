# The page: a private bucket, and CloudFront as the only one that may read it.

data "aws_caller_identity" "this" {}

locals {
  origin = "client"

  # scripts/deploy/client sends the same for each file; CloudFront obeys what the file says within these bounds.
  year = 31536000

  policy = join("; ", [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self' https://${var.api_host} wss://${var.api_host}",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
}

# A former page can be brought back for 30 days.
module "bucket" {
  source      = "../bucket"
  name        = "${var.name}-web-client-${data.aws_caller_identity.this.account_id}"
  protected   = var.protected
  former_days = 30
  statements = [
    {
      Sid       = "CloudFrontReads"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "/*"
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.this.arn } }
    },
    {
      # Without it a file that is not there is a 403, as if the firewall had refused.
      Sid       = "CloudFrontSeesWhatIsMissing"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:ListBucket"
      Resource  = ""
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.this.arn } }
    },
  ]
}

# --- CloudFront

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = "${var.name}-oac"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# Files of assets/ have their hash in their name and are kept for a year; everything else is asked for again each time.
resource "aws_cloudfront_cache_policy" "this" {
  for_each = {
    assets = { default = local.year, max = local.year }
    page   = { default = 0, max = 0 }
  }
  name        = "${var.name}-${each.key}"
  min_ttl     = 0
  default_ttl = each.value.default
  max_ttl     = each.value.max

  parameters_in_cache_key_and_forwarded_to_origin {
    # CloudFront drops both where nothing is cached.
    enable_accept_encoding_brotli = each.value.max > 0
    enable_accept_encoding_gzip   = each.value.max > 0

    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "this" {
  name = "${var.name}-security"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.policy
      override                = true
    }
    content_type_options {
      override = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }
    strict_transport_security {
      access_control_max_age_sec = local.year
      include_subdomains         = true
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Opener-Policy"
      value    = "same-origin"
      override = true
    }
    items {
      header   = "Permissions-Policy"
      value    = "camera=(), geolocation=(), microphone=(), payment=()"
      override = true
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  enabled             = true
  comment             = "${var.name}: the page"
  aliases             = [var.host]
  default_root_object = "index.html"
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = var.price_class
  web_acl_id          = var.firewall ? aws_wafv2_web_acl.this[0].arn : null

  origin {
    origin_id                = local.origin
    domain_name              = module.bucket.regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  default_cache_behavior {
    target_origin_id           = local.origin
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    viewer_protocol_policy     = "redirect-to-https"
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.this["page"].id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  ordered_cache_behavior {
    path_pattern               = "/assets/*"
    target_origin_id           = local.origin
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    viewer_protocol_policy     = "redirect-to-https"
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.this["assets"].id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  # The page finds out by itself which of its views an address means.
  custom_error_response {
    error_code            = 404
    response_code         = 200
    response_page_path    = "/index.html"
    error_caching_min_ttl = 0
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = module.certificate.arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

# --- Firewall

resource "aws_wafv2_web_acl" "this" {
  count    = var.firewall ? 1 : 0
  provider = aws.edge
  name     = "${var.name}-page"
  scope    = "CLOUDFRONT"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = { AWSManagedRulesCommonRuleSet = 1, AWSManagedRulesKnownBadInputsRuleSet = 2 }
    content {
      name     = rule.key
      priority = rule.value

      override_action {
        none {}
      }
      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  rule {
    name     = "rate"
    priority = 3

    action {
      block {}
    }
    statement {
      rate_based_statement {
        aggregate_key_type = "IP"
        limit              = var.requests_per_five_minutes
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "${var.name}-page"
    sampled_requests_enabled   = true
  }
}

# --- The name

module "certificate" {
  source  = "../certificate"
  host    = var.host
  zone_id = var.zone_id

  providers = {
    aws = aws.edge
  }
}

resource "aws_route53_record" "this" {
  for_each = toset(["A", "AAAA"])
  zone_id  = var.zone_id
  name     = var.host
  type     = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
