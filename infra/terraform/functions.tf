# The four functions, from one source: api is public; worker, sweeper and webhooks answer only Cloud
# Tasks and Cloud Scheduler. Where webhooks are not used, no task calls that function, and it costs
# nothing.
#
# The api comes after the others in every deployment, so that what a new one accepts can be run at
# once: docs/decisions/0020-two-revisions.md. Terraform orders resources and not the instances of
# one; so the api is a resource of its own, and tests/infra compares it with the others.
#
# Times are in order: an attempt's limit < the function's timeout < Cloud Tasks' dispatch deadline
# (30 minutes). THREADS is the concurrency: a request that Cloud Run sends finds a thread.

locals {
  # Cloud Run's addresses can be said before the service exists. Both functions must know their own.
  urls = {
    for name in keys(var.functions) :
    name => "https://${name}-${data.google_project.this.number}.${var.region}.run.app"
  }

  hosting_origins = ["https://${var.project}.web.app", "https://${var.project}.firebaseapp.com"]

  # The variables of docs/settings.md; docs/deploy.md lists those that keep their defaults, and why.
  settings = {
    ALLOWED_ORIGINS          = join(",", concat(local.hosting_origins, var.allowed_origins))
    ALLOW_ANONYMOUS          = tostring(var.allow_anonymous)
    CALLER_SERVICE_ACCOUNT   = google_service_account.caller.email
    CHECK_REVOKED            = tostring(var.check_revoked)
    DAILY_BUDGET_USD         = tostring(var.limits.daily_budget_usd)
    FILES_PER_USER_MB        = tostring(var.limits.files_per_user_mb)
    FILE_RETENTION_DAYS      = tostring(var.file_retention_days)
    FIRESTORE_DATABASE       = google_firestore_database.jobs.name
    GEMINI_FALLBACK_MODEL    = var.gemini_models.fallback
    GEMINI_LOCATION          = var.gemini_location
    GEMINI_MODEL             = var.gemini_models.first
    GOOGLE_CLOUD_PROJECT     = var.project
    JOB_EVENTS_TOPIC         = google_pubsub_topic.job_events.name
    JOB_RETENTION_DAYS       = tostring(var.retention_days)
    LOG_LEVEL                = var.log_level
    OPERATORS_SEE_REQUESTS   = tostring(var.operators_see_requests)
    PROJECT_DAILY_BUDGET_USD = tostring(var.limits.project_daily_budget_usd)
    REQUESTS_PER_MINUTE      = tostring(var.limits.requests_per_minute)
    REQUIRE_APP_CHECK        = tostring(var.require_app_check)
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

    # OpenTelemetry's own names.
    OTEL_EXPORTER_OTLP_ENDPOINT = var.traces.endpoint
    OTEL_TRACES_EXPORTER        = var.traces.exporter
    OTEL_TRACES_SAMPLER_ARG     = tostring(var.traces.share)
  }
}

resource "google_cloudfunctions2_function" "internal" {
  for_each = { for name, shape in var.functions : name => shape if name != "api" }

  name        = each.key
  location    = var.region
  description = "CareerLens Jobs: ${each.key}"

  build_config {
    runtime           = "python313"
    entry_point       = each.key
    docker_repository = google_artifact_registry_repository.functions.id
    service_account   = google_service_account.build.id

    # The archive's name is its hash: another source is another object, and so another build.
    source {
      storage_source {
        bucket = "${var.project}-deploy"
        object = "source/${var.release}.zip"
      }
    }
  }

  service_config {
    available_cpu                    = each.value.cpu
    available_memory                 = each.value.memory
    max_instance_request_concurrency = each.value.concurrency
    min_instance_count               = each.value.min_instances
    max_instance_count               = each.value.max_instances
    timeout_seconds                  = each.value.timeout_seconds
    service_account_email            = google_service_account.function[each.key].email
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision   = true
    environment_variables            = merge(local.settings, { THREADS = tostring(each.value.concurrency) })

    dynamic "secret_environment_variables" {
      for_each = each.key == "worker" ? data.google_secret_manager_secret.gemini_key : []
      content {
        key        = "GEMINI_API_KEY"
        project_id = var.project
        secret     = secret_environment_variables.value.secret_id
        version    = "latest"
      }
    }

    dynamic "secret_environment_variables" {
      for_each = data.google_secret_manager_secret.log_hash_key
      content {
        key        = "LOG_HASH_KEY"
        project_id = var.project
        secret     = secret_environment_variables.value.secret_id
        version    = "latest"
      }
    }

    dynamic "secret_environment_variables" {
      for_each = each.key == "webhooks" ? data.google_secret_manager_secret.webhook_secret : []
      content {
        key        = "WEBHOOK_SECRET"
        project_id = var.project
        secret     = secret_environment_variables.value.secret_id
        version    = "latest"
      }
    }
  }

  # A function whose roles are not there yet fails at its first request, and its build at once.
  depends_on = [
    google_project_iam_member.build,
    google_project_iam_member.function,
    google_secret_manager_secret_iam_member.function_reads_log_hash_key,
    google_secret_manager_secret_iam_member.webhooks_reads_secret,
    google_secret_manager_secret_iam_member.worker_reads_key,
  ]
}

resource "google_cloudfunctions2_function" "api" {
  # checkov:skip=CKV_GCP_124:browsers call it
  name        = "api"
  location    = var.region
  description = "CareerLens Jobs: api"

  build_config {
    runtime           = "python313"
    entry_point       = "api"
    docker_repository = google_artifact_registry_repository.functions.id
    service_account   = google_service_account.build.id

    source {
      storage_source {
        bucket = "${var.project}-deploy"
        object = "source/${var.release}.zip"
      }
    }
  }

  service_config {
    available_cpu                    = var.functions.api.cpu
    available_memory                 = var.functions.api.memory
    max_instance_request_concurrency = var.functions.api.concurrency
    min_instance_count               = var.functions.api.min_instances
    max_instance_count               = var.functions.api.max_instances
    timeout_seconds                  = var.functions.api.timeout_seconds
    service_account_email            = google_service_account.function["api"].email
    ingress_settings                 = "ALLOW_ALL"
    all_traffic_on_latest_revision   = true
    environment_variables            = merge(local.settings, { THREADS = tostring(var.functions.api.concurrency) })

    dynamic "secret_environment_variables" {
      for_each = data.google_secret_manager_secret.log_hash_key
      content {
        key        = "LOG_HASH_KEY"
        project_id = var.project
        secret     = secret_environment_variables.value.secret_id
        version    = "latest"
      }
    }
  }

  # Their new revisions, and with them all that they wait for.
  depends_on = [google_cloudfunctions2_function.internal]
}

# Builds leave an image each; the last few are enough to go back.
resource "google_artifact_registry_repository" "functions" {
  # checkov:skip=CKV_GCP_84:Google's own encryption: a key of ours would be one more thing to lose
  repository_id = "functions"
  location      = var.region
  format        = "DOCKER"
  description   = "Images of the functions, made by their builds."

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
