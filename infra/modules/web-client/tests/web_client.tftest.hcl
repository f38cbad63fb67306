mock_provider "aws" {
  source = "../../mocks"
}

mock_provider "aws" {
  alias  = "edge"
  source = "../../mocks"
}

variables {
  name     = "snaketron"
  host     = "play.snaketron.example"
  api_host = "api.snaketron.example"
  zone_id  = "Z1"
}

run "rules" {
  # --- bucket is private
  assert {
    condition = alltrue([for one in jsondecode(module.bucket.policy).Statement :
    one.Principal == { Service = "cloudfront.amazonaws.com" } && one.Condition.StringEquals["AWS:SourceArn"] == "arn:aws:cloudfront::123456789012:distribution/E123" if one.Effect == "Allow"])
    error_message = "This distribution reads it, nobody else."
  }
  assert {
    condition     = [for one in jsondecode(module.bucket.policy).Statement : one.Action if one.Effect == "Allow"] == ["s3:GetObject", "s3:ListBucket"]
    error_message = "It reads, and sees what is missing."
  }
  assert {
    condition     = aws_cloudfront_origin_access_control.this.signing_behavior == "always" && aws_cloudfront_origin_access_control.this.signing_protocol == "sigv4"
    error_message = "Every request to the bucket is signed."
  }

  # --- cache rules
  assert {
    condition     = aws_cloudfront_cache_policy.this["assets"].max_ttl == 31536000 && aws_cloudfront_cache_policy.this["page"].max_ttl == 0
    error_message = "Assets for a year, the page never."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].path_pattern == "/assets/*" && aws_cloudfront_distribution.this.default_root_object == "index.html"
    error_message = "Assets are what has a hash in its name."
  }
  assert {
    condition     = alltrue([for one in concat(aws_cloudfront_distribution.this.default_cache_behavior, aws_cloudfront_distribution.this.ordered_cache_behavior) : one.compress && one.viewer_protocol_policy == "redirect-to-https"])
    error_message = "Compressed, and by HTTPS."
  }
  assert {
    condition     = aws_cloudfront_cache_policy.this["assets"].parameters_in_cache_key_and_forwarded_to_origin[0].enable_accept_encoding_brotli && aws_cloudfront_cache_policy.this["assets"].parameters_in_cache_key_and_forwarded_to_origin[0].enable_accept_encoding_gzip
    error_message = "Brotli and gzip."
  }
  assert {
    condition     = one([for one in aws_cloudfront_distribution.this.custom_error_response : "${one.error_code} ${one.response_code} ${one.response_page_path}"]) == "404 200 /index.html"
    error_message = "Addresses within the page are the page."
  }

  # --- headers and TLS
  assert {
    condition     = strcontains(aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy[0].content_security_policy, "connect-src 'self' https://api.snaketron.example wss://api.snaketron.example;")
    error_message = "The page talks to its API alone."
  }
  assert {
    condition     = !strcontains(aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy[0].content_security_policy, "unsafe-inline")
    error_message = "No script within the page."
  }
  assert {
    condition     = aws_cloudfront_response_headers_policy.this.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec == 31536000
    error_message = "HTTPS for a year."
  }
  assert {
    condition     = alltrue([for one in concat(aws_cloudfront_distribution.this.default_cache_behavior, aws_cloudfront_distribution.this.ordered_cache_behavior) : one.response_headers_policy_id == aws_cloudfront_response_headers_policy.this.id])
    error_message = "With every file."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" && aws_cloudfront_distribution.this.aliases == toset(["play.snaketron.example"])
    error_message = "TLS 1.2, under its own name."
  }

  # --- firewall
  assert {
    condition     = aws_wafv2_web_acl.this[0].scope == "CLOUDFRONT" && aws_cloudfront_distribution.this.web_acl_id == aws_wafv2_web_acl.this[0].arn
    error_message = "Before the page."
  }
  assert {
    condition     = length(aws_wafv2_web_acl.this[0].rule) == 3
    error_message = "Two managed groups and a rate."
  }
}

run "no_firewall_where_not_wanted" {
  variables {
    firewall = false
  }
  assert {
    condition     = length(aws_wafv2_web_acl.this) == 0 && aws_cloudfront_distribution.this.web_acl_id == null
    error_message = "None."
  }
}
