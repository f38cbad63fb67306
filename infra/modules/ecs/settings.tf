# What the four containers of a node are told. scripts/infra-check compares every name with the table of settings in
# docs/guide/operations.md, by service, so that none is misspelled or left behind.

locals {
  services = ["registry", "consensus", "simulation", "gateway"] # in the order of their start

  data_directory = "/data" # as in the images, where uid 65532 owns it

  every_service = {
    CLUSTER   = var.name
    DATA_DIR  = local.data_directory
    LOG_LEVEL = var.log_level
    # Beyond loopback only TLS is spoken: the certificates are among the secrets.
    BIND_ADDR = "0.0.0.0"
  }

  settings = {
    registry = {
      DATABASE_URL = var.database.url
      IS_FARGATE   = "true"
    }
    consensus  = {}
    simulation = {}
    gateway = {
      GATEWAY_BIND_ADDR = "0.0.0.0"
      ALLOWED_ORIGINS   = join(",", var.origins)
      # The load balancer appends to X-Forwarded-For, and nothing else stands before a gateway.
      TRUST_FORWARDED_FOR = "1"
      # Until the load balancer sends nobody here any more; the other three stop after the gateway.
      DRAIN_DELAY_MS = "15000"
      # Over half of it players are told one by one, so that those of two tasks that stop at once do not arrive at once.
      DRAIN_PLAYERS_MS = "6000"
    }
  }

  secrets = {
    registry = {
      PGPASSWORD = "${var.database.password_secret_arn}:password::"
    }
    consensus  = {}
    simulation = {}
    gateway = {
      JWT_SECRET          = "${aws_secretsmanager_secret.this["tokens"].arn}:current::"
      JWT_SECRET_PREVIOUS = "${aws_secretsmanager_secret.this["tokens"].arn}:previous::"
    }
  }

  # PEM text in place of files.
  certificates = {
    for service in local.services : service => {
      TLS_CA   = "${aws_secretsmanager_secret.this["certificates"].arn}:ca::"
      TLS_CERT = "${aws_secretsmanager_secret.this["certificates"].arn}:${service}_certificate::"
      TLS_KEY  = "${aws_secretsmanager_secret.this["certificates"].arn}:${service}_key::"
    }
  }

  # Gateways stop first and registries last, in the reverse order of the start.
  after = { consensus = "registry", simulation = "consensus", gateway = "simulation" }

  ports = {
    registry   = []
    consensus  = [{ name = "raft", port = 50052 }]
    simulation = [{ name = "play", port = 50051 }]
    gateway    = [{ name = "gateway", port = 8080 }]
  }

  containers = [
    for service in local.services : {
      name      = service
      image     = var.images[service]
      essential = true
      # scripts/deploy/recover takes the tool of the build that runs.
      dockerLabels = { "snaketron.tool" = var.images["tool"] }

      # Fixed by the images: no root, no shell, nothing writable but the volume.
      user                   = "65532:65532"
      readonlyRootFilesystem = true
      linuxParameters        = { capabilities = { add = [], drop = ["ALL"] }, initProcessEnabled = false }
      mountPoints            = [{ sourceVolume = "data", containerPath = local.data_directory, readOnly = false }]

      portMappings = [for port in local.ports[service] : { name = port.name, containerPort = port.port, hostPort = port.port, protocol = "tcp" }]

      environment = [for key, value in merge(local.every_service, local.settings[service]) : { name = key, value = value }]
      secrets     = [for key, value in merge(local.certificates[service], local.secrets[service]) : { name = key, valueFrom = value }]

      # A process that ends is started again in its place. Not one that a wrong setting (64) or a newer version's data
      # (65) has ended: then the task stops, and the deployment is rolled back.
      restartPolicy = { enabled = true, ignoredExitCodes = [64, 65], restartAttemptPeriod = 60 }
      dependsOn     = contains(keys(local.after), service) ? [{ containerName = local.after[service], condition = "START" }] : []
      stopTimeout   = var.stop_timeout

      healthCheck = {
        # Whether it lives. Whether it is ready is the load balancer's question: ECS replaces what fails here, disk and all.
        command     = concat(["CMD", "/usr/local/bin/snaketron-${service}", "health"], service == "gateway" ? ["--live"] : [])
        interval    = 10
        timeout     = 5
        retries     = 3
        startPeriod = 60
      }

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.this[service].name
          awslogs-region        = data.aws_region.this.name
          awslogs-stream-prefix = "node"
          # A log that cannot be written costs lines, never a stalled process.
          mode            = "non-blocking"
          max-buffer-size = "1m"
        }
      }
      systemControls = []
      volumesFrom    = []
    }
  ]
}
