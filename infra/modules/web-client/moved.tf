# What stood in this module before bucket and certificate were modules: kept under its new address, not made anew.

moved {
  from = aws_s3_bucket.client
  to   = module.bucket.aws_s3_bucket.this
}

moved {
  from = aws_s3_bucket_public_access_block.client
  to   = module.bucket.aws_s3_bucket_public_access_block.this
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.client
  to   = module.bucket.aws_s3_bucket_server_side_encryption_configuration.this
}

moved {
  from = aws_s3_bucket_versioning.client
  to   = module.bucket.aws_s3_bucket_versioning.this[0]
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.client
  to   = module.bucket.aws_s3_bucket_lifecycle_configuration.this
}

moved {
  from = aws_s3_bucket_policy.client
  to   = module.bucket.aws_s3_bucket_policy.this
}

moved {
  from = aws_acm_certificate.this
  to   = module.certificate.aws_acm_certificate.this
}

moved {
  from = aws_route53_record.proof
  to   = module.certificate.aws_route53_record.proof
}

moved {
  from = aws_acm_certificate_validation.this
  to   = module.certificate.aws_acm_certificate_validation.this
}
