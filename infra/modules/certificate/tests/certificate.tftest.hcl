mock_provider "aws" {
  source = "../../mocks"
}

variables {
  host    = "api.snaketron.example"
  zone_id = "Z1"
}

run "rules" {
  assert {
    condition     = aws_acm_certificate.this.domain_name == "api.snaketron.example"
    error_message = "For one host."
  }
  assert {
    condition     = aws_acm_certificate.this.validation_method == "DNS"
    error_message = "AWS renews it by the record, without anybody."
  }
  assert {
    condition     = aws_route53_record.proof.zone_id == "Z1" && aws_route53_record.proof.name == "_a.some" && aws_route53_record.proof.type == "CNAME" && aws_route53_record.proof.records == toset(["_b.acm-validations.aws"])
    error_message = "The record is the one that AWS asks for."
  }
  assert {
    condition     = output.arn == aws_acm_certificate_validation.this.certificate_arn
    error_message = "Whoever takes it waits until it is issued."
  }
}
