# Resources, each with all that test_provider must say of it; one with nothing said is right.

## an enum
# .ingress: "EVERYBODY" is none of INGRESS_TRAFFIC_ALL, INGRESS_TRAFFIC_INTERNAL_ONLY, INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER
resource "google_cloud_run_v2_service" "x" {
  name     = "s"
  location = "europe-west1"
  ingress  = "EVERYBODY"
  template {
    containers {
      image = "i"
    }
  }
}

## an enum in a block
# .http_check.request_method: "FETCH" is none of METHOD_UNSPECIFIED, GET, POST
resource "google_monitoring_uptime_check_config" "x" {
  display_name = "u"
  timeout      = "10s"
  http_check {
    path           = "/"
    request_method = "FETCH"
  }
  monitored_resource {
    type   = "uptime_url"
    labels = {}
  }
}

## an enum among several
# .alert_strategy.notification_prompts: "SHUT" is none of NOTIFICATION_PROMPT_UNSPECIFIED, OPENED, CLOSED
resource "google_monitoring_alert_policy" "x" {
  display_name = "a"
  combiner     = "OR"
  conditions {
    display_name = "c"
  }
  alert_strategy {
    notification_prompts = ["OPENED", "SHUT"]
  }
}

## an enum in one branch of a condition
# .delete_protection_state: "NO" is none of DELETE_PROTECTION_STATE_UNSPECIFIED, DELETE_PROTECTION_ENABLED, DELETE_PROTECTION_DISABLED
resource "google_firestore_database" "x" {
  name                    = "(default)"
  location_id             = "eur3"
  type                    = "FIRESTORE_NATIVE"
  delete_protection_state = var.environment == "prod" ? "DELETE_PROTECTION_ENABLED" : "NO"
}

## a text for a number
# .retry_config.max_attempts: "many" is no integer
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  retry_config {
    max_attempts = "many"
  }
}

## a variable that is a text for a number
# .retry_config.max_attempts: "europe-west1" is no integer
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  retry_config {
    max_attempts = var.region
  }
}

## a part of a whole number
# .retry_config.max_attempts: 1.5 is no integer
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  retry_config {
    max_attempts = 1.5
  }
}

## a list for a text
# .project: ["a"] is no string
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  project  = ["a"]
}

## a number for yes or no
# .invoker_iam_disabled: 1 is no bool
resource "google_cloud_run_v2_service" "x" {
  name                 = "s"
  location             = "europe-west1"
  invoker_iam_disabled = 1
  template {}
}

## a text for a map
# .labels: "a" is no map(string)
resource "google_cloud_run_v2_service" "x" {
  name     = "s"
  location = "europe-west1"
  labels   = "a"
  template {}
}

## a number out of its range
# .dead_letter_policy.max_delivery_attempts: 4 is not from 5 to 100
resource "google_pubsub_subscription" "x" {
  name  = "s"
  topic = "t"
  dead_letter_policy {
    dead_letter_topic     = "d"
    max_delivery_attempts = 4
  }
}

## a time that is too long
# .attempt_deadline: 1801s is not from 15 to 1800
resource "google_cloud_scheduler_job" "x" {
  name             = "j"
  attempt_deadline = "1801s"
  http_target {
    uri = "https://a.example"
  }
}

## a time in minutes
# .attempt_deadline: "3m" is no duration such as 30s
resource "google_cloud_scheduler_job" "x" {
  name             = "j"
  attempt_deadline = "3m"
  http_target {
    uri = "https://a.example"
  }
}

## a text of another form
# .create_duration: "90" does not match ^[0-9]+(\.[0-9]+)?(ms|s|m|h)$
resource "time_sleep" "x" {
  create_duration = "90"
}

## a name that is too short
# .account_id: "api" does not match ^[a-z]([-a-z0-9]{4,28}[a-z0-9])$
resource "google_service_account" "x" {
  account_id = "api"
}

## a text that is too long
# .description: a length of 257 is not from 0 to 256
resource "google_service_account" "x" {
  account_id  = "function-api"
  description = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
}

## no JSON
# .dashboard_json: it is no JSON
resource "google_monitoring_dashboard" "x" {
  dashboard_json = "{"
}

## a block twice
# .retry_config: there are 2, and at most 1 may be
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  retry_config {
    max_attempts = 1
  }
  retry_config {
    max_attempts = 2
  }
}

## too few in a list
# .permissions: there are 0, and at least 1 must be
resource "google_project_iam_custom_role" "x" {
  role_id     = "r"
  title       = "t"
  permissions = []
}

## a block as an argument
# .retry_config: it is a block and no argument
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  retry_config = {
    max_attempts = 1
  }
}

## an argument as a block
# .labels: it is an argument and no block
resource "google_cloud_run_v2_service" "x" {
  name     = "s"
  location = "europe-west1"
  template {}
  labels {
    a = "b"
  }
}

## an argument that is nothing
# : name is missing
resource "google_cloud_tasks_queue" "x" {
  name     = null
  location = "europe-west1"
}

## a wrong name in what a dynamic block holds
# .retry_config: there is no attempts
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  dynamic "retry_config" {
    for_each = var.x
    content {
      attempts = 1
    }
  }
}

## two of which one must be
# : only one of http_target, pubsub_target may be
resource "google_cloud_scheduler_job" "x" {
  name = "j"
  http_target {
    uri = "https://a.example"
  }
  pubsub_target {
    topic_name = "t"
  }
}

## none of which one must be
# : one of app_engine_http_target, http_target, pubsub_target must be
resource "google_cloud_scheduler_job" "x" {
  name = "j"
}

## none of which at least one must be
# : one of create_duration, destroy_duration must be
resource "time_sleep" "x" {
  triggers = { a = "b" }
}

## two that exclude each other
# : bigquery_config and cloud_storage_config exclude each other
resource "google_pubsub_subscription" "x" {
  name  = "s"
  topic = "t"
  bigquery_config {
    table = "a.b.c"
  }
  cloud_storage_config {
    bucket = "b"
  }
}

## one without what it is only with
# : quota.sign_up_quota_config.quota is only with quota.sign_up_quota_config.quota_duration
# : quota.sign_up_quota_config.quota is only with quota.sign_up_quota_config.start_time
resource "google_identity_platform_config" "x" {
  quota {
    sign_up_quota_config {
      quota = 100
    }
  }
}

## right: one with what it is only with
resource "google_identity_platform_config" "x" {
  quota {
    sign_up_quota_config {
      quota          = 100
      start_time     = "2026-01-01T00:00:00Z"
      quota_duration = "7200s"
    }
  }
}

## right: two dynamic blocks of which one will stand
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  dynamic "retry_config" {
    for_each = var.x
    content {
      max_attempts = 1
    }
  }
  dynamic "retry_config" {
    for_each = var.y
    content {
      max_attempts = 2
    }
  }
}

## right: what a condition may give
resource "google_cloud_scheduler_job" "x" {
  name     = "j"
  schedule = var.x ? "* * * * *" : null
  http_target {
    uri = "https://a.example"
  }
}

## right: a number as a text
resource "google_cloud_tasks_queue" "x" {
  name     = "q"
  location = "europe-west1"
  retry_config {
    max_attempts = "3"
  }
}

## right: what another resource gives
resource "google_cloud_tasks_queue" "x" {
  name     = google_project_service.x.id
  location = local.nothing[0]
}

## right: the beta provider's own
resource "google_firebase_web_app" "x" {
  provider     = google-beta
  display_name = "CareerLens"
}

## right: a resource of the other provider by the beta one
resource "google_cloud_tasks_queue" "x" {
  provider = google-beta
  name     = "q"
  location = "europe-west1"
}

## right: two of which one will be nothing
resource "google_storage_bucket_object" "x" {
  bucket  = "b"
  name    = "o"
  content = var.x ? "a" : null
  source  = var.x ? null : "a.txt"
}

## two of which one is not nothing
# : only one of content, source may be
resource "google_storage_bucket_object" "x" {
  bucket  = "b"
  name    = "o"
  content = var.x ? "a" : "b"
  source  = "a.txt"
}
