output "pipeline" {
  description = "Variables of the GitHub environment, and of a shell that runs scripts/deploy."
  value = {
    AWS_REGION          = var.region
    AWS_ROLE_ARN        = module.pipeline.role_arn
    DEPLOY_NAME         = var.name
    DEPLOY_CLUSTER      = module.ecs.cluster_name
    DEPLOY_SERVICE      = module.ecs.service_name
    DEPLOY_FAMILY       = module.ecs.family
    DEPLOY_BUCKET       = module.web_client.bucket_name
    DEPLOY_DISTRIBUTION = module.web_client.distribution_id
    API_URL             = module.load_balancing.url
    PAGE_URL            = module.web_client.url
  }
}

output "repositories" {
  value = module.pipeline.repository_urls
}

output "secrets" {
  value = module.ecs.secret_names
}
