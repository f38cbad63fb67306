# Production: three to nine nodes, a load balancer and a database of its own.

module "networking" {
  source = "../../modules/networking"
  name   = var.name
  layout = var.layout
}

module "load_balancing" {
  source            = "../../modules/load-balancing"
  name              = var.name
  vpc_id            = module.networking.vpc_id
  subnet_ids        = module.networking.load_balancer_subnet_ids
  security_group_id = module.networking.load_balancer_group_id
  host              = var.api_host
  zone_id           = var.zone_id
  protected         = var.protected
}

module "rds" {
  source            = "../../modules/rds"
  name              = var.name
  subnet_ids        = module.networking.database_subnet_ids
  security_group_id = module.networking.database_group_id
  engine_version    = var.engine_version
  major_upgrade     = var.major_upgrade
  multi_az          = var.multi_az
  backup_days       = var.backup_days
  protected         = var.protected
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
  tasks                = var.tasks
  started              = var.started
  on_demand            = var.on_demand
  database             = { url = module.rds.url, password_secret_arn = module.rds.password_secret_arn }
  origins              = [module.web_client.url]
  alarm_names          = module.monitoring.deployment_alarm_names
  secret_recovery_days = var.protected ? 7 : 0
}

module "web_client" {
  source    = "../../modules/web-client"
  name      = var.name
  host      = var.page_host
  api_host  = var.api_host
  zone_id   = var.zone_id
  firewall  = var.firewall
  protected = var.protected

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
  awake                    = var.started
}

module "pipeline" {
  source      = "../../modules/pipeline"
  name        = var.name
  repository  = var.repository
  environment = "production"
  service     = { cluster = module.ecs.cluster_name, name = module.ecs.service_name, role_arns = module.ecs.role_arns }
  client      = { bucket_arn = module.web_client.bucket_arn, distribution_arn = module.web_client.distribution_arn }
  protected   = var.protected
}
