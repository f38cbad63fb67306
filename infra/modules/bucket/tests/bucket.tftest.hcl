mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name       = "snaketron-some-123456789012"
  protected  = true
  statements = [{ Sid = "Reads", Effect = "Allow", Principal = { Service = "cloudfront.amazonaws.com" }, Action = "s3:GetObject", Resource = "/*" }]
}

run "rules" {
  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_acls && aws_s3_bucket_public_access_block.this.block_public_policy && aws_s3_bucket_public_access_block.this.ignore_public_acls && aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "No public bucket."
  }
  assert {
    condition     = [for one in jsondecode(aws_s3_bucket_policy.this.policy).Statement : one.Resource if one.Effect == "Allow"] == ["arn:aws:s3:::some/*"]
    error_message = "Nobody but who is named."
  }
  assert {
    condition     = one([for one in jsondecode(aws_s3_bucket_policy.this.policy).Statement : one.Condition.Bool["aws:SecureTransport"] if one.Effect == "Deny" && one.Principal == "*" && one.Action == "s3:*"]) == "false"
    error_message = "TLS only."
  }
  assert {
    condition     = !aws_s3_bucket.this.force_destroy
    error_message = "What is protected is not deleted with its content."
  }
  assert {
    condition     = length(aws_s3_bucket_versioning.this) == 0 && length(aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration) == 0
    error_message = "Kept until it is deleted, unless something else is asked for."
  }
}

run "kept_for_a_time" {
  variables {
    days        = 30
    former_days = 7
    protected   = false
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days == 30 && aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_expiration[0].noncurrent_days == 7
    error_message = "Files and their former content go by themselves."
  }
  assert {
    condition     = aws_s3_bucket_versioning.this[0].versioning_configuration[0].status == "Enabled" && aws_s3_bucket.this.force_destroy
    error_message = "Former content is kept by versions."
  }
}
