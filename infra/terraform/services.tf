# The four services, from one image: api is public; worker, sweeper and webhooks answer only Cloud
# Tasks and Cloud Scheduler. Where webhooks are not used, no task calls that service, and it costs
# nothing. FUNCTION_TARGET says which entry point of main.py a service runs.
#
# A change here makes new revisions, and no more: traffic is none of Terraform's business. infra/deploy
# tries them first, and moves the traffic when they have answered: docs/decisions/0035-cloud-run-services.md.
#
# The api comes after the others in every deployment, so that what a new one accepts can be run at
# once: docs/decisions/0020-two-revisions.md. Terraform orders resources and not the instances of
# one; so the api is a resource of its own, and tests/infra compares it with the others.
#
# Times are in order: an attempt's limit < the service's timeout < Cloud Tasks' dispatch deadline
# (30 minutes). THREADS is the concurrency: a request that Cloud Run sends finds a thread.

locals {
  # Built once for all four, by infra/deploy; a digest is one image for ever, as a tag is not.
  image = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.services.repository_id}/jobs@${var.image}"

  # Cloud Run's addresses can be said before the service exists. Each must know its own.
  urls = {
    for name in keys(var.functions) :
    name => "https://${name}-${data.google_project.this.number}.${var.region}.run.app"
  }

  hosting_origins = ["https://${var.project}.web.app", "https://${var.project}.firebaseapp.com"]

  # The variables of docs/settings.md; docs/deploy.md lists those that keep their defaults, and why.
  settings = {
    ALLOWED_ORIGINS          = join(",", concat(local.hosting_origins, var.allowed_origins))
    ALLOW_ANONYMOUS          = tostring(var.allow_anonymous)
    ALLOW_UNVERIFIED_EMAIL   = tostring(var.allow_unverified_email)
    CALLER_SERVICE_ACCOUNT   = google_service_account.caller.email
    CHECK_REVOKED            = tostring(var.check_revoked)
    DAILY_BUDGET_USD         = tostring(var.limits.daily_budget_usd)
    FILES_PER_USER_MB        = tostring(var.limits.files_per_user_mb)
    FILE_RETENTION_DAYS      = tostring(var.file_retention_days)
    FIRESTORE_DATABASE       = google_firestore_database.jobs.name
    GEMINI_FALLBACK_MODEL    = var.gemini_models.fallback
    GEMINI_LOCATION          = local.gemini_location
    GEMINI_MODEL             = var.gemini_models.first
    GOOGLE_CLOUD_PROJECT     = var.project
    JOB_EVENTS_TOPIC         = google_pubsub_topic.job_events.name
    JOB_RETENTION_DAYS       = tostring(var.retention_days)
    LOG_LEVEL                = var.log_level
    OPERATORS_SEE_REQUESTS   = tostring(var.operators_see_requests)
    PROJECT_DAILY_BUDGET_USD = tostring(var.limits.project_daily_budget_usd)
    REQUESTS_PER_MINUTE      = tostring(var.limits.requests_per_minute)
    RUNNING_PER_USER         = tostring(var.limits.running_per_user)
    SUBMIT_BURST             = tostring(var.limits.submit_burst)
    SUBMIT_PER_MINUTE        = tostring(var.limits.submit_per_minute)
    SWEEPER_URL              = local.urls.sweeper
    TASKS_LOCATION           = google_cloud_tasks_queue.jobs.location
    TASKS_QUEUE              = google_cloud_tasks_queue.jobs.name
    UNFINISHED_PER_USER      = tostring(var.limits.unfinished_per_user)
    WAREHOUSE_DATASET        = google_bigquery_dataset.careerlens.dataset_id
    WAREHOUSE_LOCATION       = google_bigquery_dataset.careerlens.location
    WAREHOUSE_MAX_BYTES      = tostring(var.warehouse.max_bytes)
    WEBHOOK_FUNCTION_URL     = local.urls.webhooks
    WEBHOOK_QUEUE            = google_cloud_tasks_queue.webhooks.name
    WEBHOOK_URLS             = join(",", var.webhook_urls)
    WORKER_TOKEN_CHECK       = "iam" # Cloud Run checks the token, and cuts its signature off
    WORKER_URL               = local.urls.worker

    # functions-framework would put the caller's span into our lines, and part those of other threads.
    LOG_EXECUTION_ID = "false"

    # OpenTelemetry's own names.
    OTEL_EXPORTER_OTLP_ENDPOINT = var.traces.endpoint
    OTEL_TRACES_EXPORTER        = var.traces.exporter
    OTEL_TRACES_SAMPLER_ARG     = tostring(var.traces.share)
  }

  # By service, the variables that come from Secret Manager, and the secrets that they are.
  secrets_of = {
    for name in keys(var.functions) : name => merge(
      { for each in data.google_secret_manager_secret.log_hash_key : "LOG_HASH_KEY" => each.secret_id },
      { for each in data.google_secret_manager_secret.gemini_key : "GEMINI_API_KEY" => each.secret_id if name == "worker" },
      { for each in data.google_secret_manager_secret.webhook_secret : "WEBHOOK_SECRET" => each.secret_id if name == "webhooks" },
    )
  }
}

resource "google_cloud_run_v2_service" "internal" {
  for_each = { for name, shape in var.functions : name => shape if name != "api" }

  name                = each.key
  location            = var.region
  description         = "CareerLens Jobs: ${each.key}"
  ingress             = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  deletion_protection = var.delete_protection

  # Of the service, not of its revisions: one that is only tried keeps nothing warm.
  scaling {
    min_instance_count = each.value.min_instances
  }

  template {
    encryption_key                   = local.kms_key
    max_instance_request_concurrency = each.value.concurrency
    service_account                  = google_service_account.function[each.key].email
    timeout                          = "${each.value.timeout_seconds}s"

    scaling {
      max_instance_count = each.value.max_instances
    }

    containers {
      image = local.image

      resources {
        cpu_idle          = true # billed, and there, while a request is answered
        startup_cpu_boost = true # a start is nothing but CPU: imports
        limits = {
          cpu    = each.value.cpu
          memory = each.value.memory
        }
      }

      dynamic "env" {
        for_each = merge(local.settings, {
          FUNCTION_TARGET = each.key
          THREADS         = tostring(each.value.concurrency)
        })
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets_of[each.key]
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }
    }
  }

  # Traffic is moved by infra/deploy, whose gcloud leaves its name.
  lifecycle {
    ignore_changes = [client, client_version, traffic]
  }

  # A service whose roles are not there yet fails at its first request.
  depends_on = [
    google_project_iam_member.function,
    google_secret_manager_secret_iam_member.function_reads_log_hash_key,
    google_secret_manager_secret_iam_member.webhooks_reads_secret,
    google_secret_manager_secret_iam_member.worker_reads_key,
  ]
}

resource "google_cloud_run_v2_service" "api" {
  name                = "api"
  location            = var.region
  description         = "CareerLens Jobs: api"
  ingress             = "INGRESS_TRAFFIC_ALL"
  deletion_protection = var.delete_protection

  # Browsers call it: they have a Firebase token, which it checks itself, and a preflight has none at
  # all. Where an organisation allows no grant to allUsers, this is what Google says to do instead.
  invoker_iam_disabled = true

  # Of the service, not of its revisions: one that is only tried keeps nothing warm.
  scaling {
    min_instance_count = var.functions.api.min_instances
  }

  template {
    encryption_key                   = local.kms_key
    max_instance_request_concurrency = var.functions.api.concurrency
    service_account                  = google_service_account.function["api"].email
    timeout                          = "${var.functions.api.timeout_seconds}s"

    scaling {
      max_instance_count = var.functions.api.max_instances
    }

    containers {
      image = local.image

      resources {
        cpu_idle          = true # billed, and there, while a request is answered
        startup_cpu_boost = true # a start is nothing but CPU: imports
        limits = {
          cpu    = var.functions.api.cpu
          memory = var.functions.api.memory
        }
      }

      dynamic "env" {
        for_each = merge(local.settings, {
          FUNCTION_TARGET = "api"
          THREADS         = tostring(var.functions.api.concurrency)
        })
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets_of["api"]
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }
    }
  }

  # Traffic is moved by infra/deploy, whose gcloud leaves its name.
  lifecycle {
    ignore_changes = [client, client_version, traffic]
  }

  # Their new revisions, and with them all that they wait for.
  depends_on = [google_cloud_run_v2_service.internal]
}

# A release leaves an image; the last few are enough to go back.
resource "google_artifact_registry_repository" "services" {
  # checkov:skip=CKV_GCP_84:a key of ours is one more thing to lose: only where kms_key names one
  repository_id = "services"
  location      = var.region
  format        = "DOCKER"
  kms_key_name  = local.kms_key
  description   = "Images of the services, one a release."

  cleanup_policies {
    id     = "keep-the-last"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }

  cleanup_policies {
    id     = "delete-after-a-month"
    action = "DELETE"
    condition {
      older_than = "2592000s"
    }
  }

  depends_on = [google_project_service.this]
}
