terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100.0"
    }
  }

  # Bucket and key are given at init: docs/runbooks/first-deployment.md.
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = var.name, Environment = "development" }
  }
}

# CloudFront's certificate and firewall live there.
provider "aws" {
  alias  = "edge"
  region = "us-east-1"

  default_tags {
    tags = { Project = var.name, Environment = "development" }
  }
}
