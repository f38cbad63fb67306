output "bucket_name" {
  value = aws_s3_bucket.client.id
}

output "bucket_arn" {
  value = aws_s3_bucket.client.arn
}

output "distribution_id" {
  value = aws_cloudfront_distribution.this.id
}

output "distribution_arn" {
  value = aws_cloudfront_distribution.this.arn
}

output "url" {
  value = "https://${var.host}"
}
