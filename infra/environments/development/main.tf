# Development: one Spot node that sleeps at night, behind production's load balancer by its own host name.

module "networking" {
  source                 = "../../modules/networking"
  name                   = var.name
  layout                 = "default"
  load_balancer_group_id = var.shared.load_balancer_group_id
}

module "load_balancing" {
  source            = "../../modules/load-balancing"
  name              = var.name
  vpc_id            = module.networking.vpc_id
  subnet_ids        = module.networking.load_balancer_subnet_ids
  security_group_id = module.networking.load_balancer_group_id
  host              = var.api_host
  zone_id           = var.zone_id
  shared            = var.shared.entrance
  priority          = 200
  protected         = false
}

module "rds" {
  source            = "../../modules/rds"
  name              = var.name
  subnet_ids        = module.networking.database_subnet_ids
  security_group_id = module.networking.database_group_id
  engine_version    = var.engine_version
  major_upgrade     = var.major_upgrade
  protected         = false
  stopped           = { stop = var.stopped.database_stop, start = var.stopped.database_start, timezone = var.stopped.timezone }
}

module "ecs" {
  source          = "../../modules/ecs"
  name            = var.name
  images          = { for service, url in module.pipeline.repository_urls : service => "${url}:first" }
  repository_arns = module.pipeline.repository_arns
  network = {
    subnet_ids        = module.networking.task_subnet_ids
    security_group_id = module.networking.game_group_id
    public_addresses  = module.networking.tasks_have_public_addresses
  }
  target_group_arn     = module.load_balancing.target_group_arn
  deregistration_delay = module.load_balancing.deregistration_delay
  tasks                = { min = 1, max = 1 }
  started              = var.started
  on_demand            = 0
  stopped              = { stop = var.stopped.tasks_stop, start = var.stopped.tasks_start, timezone = var.stopped.timezone }
  database             = { url = module.rds.url, password_secret_arn = module.rds.password_secret_arn }
  origins              = [module.web_client.url]
  log_level            = "info"
  alarm_names          = module.monitoring.deployment_alarm_names
  secret_recovery_days = 0
}

module "web_client" {
  source    = "../../modules/web-client"
  name      = var.name
  host      = var.page_host
  api_host  = var.api_host
  zone_id   = var.zone_id
  firewall  = false
  protected = false

  providers = {
    aws      = aws
    aws.edge = aws.edge
  }
}

module "monitoring" {
  source                   = "../../modules/monitoring"
  name                     = var.name
  load_balancer_arn_suffix = module.load_balancing.load_balancer_arn_suffix
  target_group_arn_suffix  = module.load_balancing.target_group_arn_suffix
  cluster_name             = module.ecs.cluster_name
  service_name             = module.ecs.service_name
  database_identifier      = module.rds.identifier
  log_group_names          = module.ecs.log_group_names
  least_tasks              = module.ecs.least_tasks
  addresses                = var.addresses
  budget                   = var.budget
  awake                    = false
}

module "pipeline" {
  source                = "../../modules/pipeline"
  name                  = var.name
  repository            = var.repository
  environment           = "development"
  identity_provider_arn = var.shared.identity_provider_arn
  service               = { cluster = module.ecs.cluster_name, name = module.ecs.service_name, role_arns = module.ecs.role_arns }
  client                = { bucket_arn = module.web_client.bucket_arn, distribution_arn = module.web_client.distribution_arn }
  protected             = false
}
