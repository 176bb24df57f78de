# How each attempt began and each job ended, for analytics: a topic whose messages have a form, and a subscription that
# writes them into BigQuery without any code to run. What BigQuery does not take goes to the dead
# letters, where an alert looks, and does not stop what comes after it.

locals {
  pubsub_agent = google_project_service_identity.agent["pubsub"].member
}

resource "google_pubsub_schema" "job_events" {
  name       = "job-events"
  type       = "PROTOCOL_BUFFER"
  definition = file("../bigquery/analytics/job_event.proto")

  depends_on = [google_project_service.this]
}

resource "google_pubsub_topic" "job_events" {
  # checkov:skip=CKV_GCP_83:a key of ours is one more thing to lose: only where kms_key names one
  name                       = "job-events"
  kms_key_name               = local.kms_key
  message_retention_duration = "604800s" # seven days, to write again what was lost in BigQuery

  schema_settings {
    schema   = google_pubsub_schema.job_events.id
    encoding = "JSON"
  }
}

resource "google_pubsub_subscription" "job_events_to_bigquery" {
  name                       = "job-events-to-bigquery"
  topic                      = google_pubsub_topic.job_events.id
  ack_deadline_seconds       = 60
  message_retention_duration = "604800s"

  bigquery_config {
    # With dots, also here.
    table               = "${var.project}.${google_bigquery_dataset.jobs_analytics.dataset_id}.${google_bigquery_table.job_events.table_id}"
    use_table_schema    = true
    write_metadata      = true
    drop_unknown_fields = false
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.job_events_dead.id
    max_delivery_attempts = 10
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  # Without this it would go after 31 days without a job.
  expiration_policy {
    ttl = ""
  }

  # Its creation is refused while the agent may not write.
  depends_on = [time_sleep.pubsub_has_its_roles]
}

resource "google_pubsub_topic" "job_events_dead" {
  # checkov:skip=CKV_GCP_83:a key of ours is one more thing to lose: only where kms_key names one
  name                       = "job-events-dead"
  kms_key_name               = local.kms_key
  message_retention_duration = "604800s"

  depends_on = [google_project_service.this]
}

# Keeps dead letters until a person has read them.
resource "google_pubsub_subscription" "job_events_dead" {
  name                       = "job-events-dead"
  topic                      = google_pubsub_topic.job_events_dead.id
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "pubsub_buries" {
  topic  = google_pubsub_topic.job_events_dead.id
  role   = "roles/pubsub.publisher"
  member = local.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "pubsub_buries" {
  subscription = google_pubsub_subscription.job_events_to_bigquery.id
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}
