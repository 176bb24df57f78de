# BigQuery. `careerlens` is what job types ask: its tables stand in bigquery/tables.json, a file of
# columns each, and infra/load_postings fills them. `jobs_analytics` is what became of jobs: one
# table of starts and ends, which Pub/Sub fills, and views on it.

locals {
  tables = jsondecode(file("../bigquery/tables.json"))

  # In the order in which they build on each other: the others read these two, each moment once.
  views_of_moments = {
    job_ends   = "Each end of a job once."
    job_starts = "Each start of an attempt once."
  }
  views = toset(["cost_by_type", "failures_by_code", "jobs_a_day", "times_by_type"])

  analytics = "${var.project}.${google_bigquery_dataset.jobs_analytics.dataset_id}"
}

resource "google_bigquery_dataset" "careerlens" {
  # checkov:skip=CKV_GCP_81:Google's own encryption: a key of ours would be one more thing to lose
  dataset_id                 = "careerlens"
  location                   = local.warehouse_location
  description                = "Postings and names: what job types ask."
  delete_contents_on_destroy = !var.delete_protection

  dynamic "default_encryption_configuration" {
    for_each = local.kms_key[*]
    content {
      kms_key_name = default_encryption_configuration.value
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_bigquery_table" "careerlens" {
  # checkov:skip=CKV_GCP_80:Google's own encryption: a key of ours would be one more thing to lose
  for_each = local.tables

  dataset_id          = google_bigquery_dataset.careerlens.dataset_id
  table_id            = each.key
  description         = each.value.description
  schema              = file("../bigquery/${each.key}.json")
  clustering          = length(each.value.clustering) > 0 ? each.value.clustering : null
  deletion_protection = var.delete_protection

  dynamic "time_partitioning" {
    for_each = each.value.timePartitioning == null ? [] : [each.value.timePartitioning]
    content {
      type  = time_partitioning.value.type
      field = time_partitioning.value.field
    }
  }

  # Said here as well: read back from the dataset's, it would be a change that makes the table anew.
  dynamic "encryption_configuration" {
    for_each = local.kms_key[*]
    content {
      kms_key_name = encryption_configuration.value
    }
  }
}

resource "google_bigquery_dataset" "jobs_analytics" {
  # checkov:skip=CKV_GCP_81:Google's own encryption: a key of ours would be one more thing to lose
  dataset_id                 = "jobs_analytics"
  location                   = local.warehouse_location
  description                = "What became of jobs: no user text, and no names."
  delete_contents_on_destroy = !var.delete_protection

  dynamic "default_encryption_configuration" {
    for_each = local.kms_key[*]
    content {
      kms_key_name = default_encryption_configuration.value
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_bigquery_table" "job_events" {
  # checkov:skip=CKV_GCP_80:Google's own encryption: a key of ours would be one more thing to lose
  dataset_id          = google_bigquery_dataset.jobs_analytics.dataset_id
  table_id            = "job_events"
  description         = "One row a job event, as published; rows may come twice: read job_starts and job_ends."
  schema              = file("../bigquery/analytics/job_events.json")
  clustering          = ["type", "status"]
  deletion_protection = var.delete_protection

  time_partitioning {
    type  = "DAY"
    field = "happenedAt"
  }

  # Said here as well: read back from the dataset's, it would be a change that makes the table anew.
  dynamic "encryption_configuration" {
    for_each = local.kms_key[*]
    content {
      kms_key_name = encryption_configuration.value
    }
  }
}

resource "google_bigquery_table" "moments" {
  # checkov:skip=CKV_GCP_80:a view holds nothing
  # checkov:skip=CKV_GCP_121:a view holds nothing, and is made again from its file
  for_each = local.views_of_moments

  dataset_id          = google_bigquery_dataset.jobs_analytics.dataset_id
  table_id            = each.key
  description         = each.value
  deletion_protection = false

  view {
    query          = templatefile("../bigquery/analytics/${each.key}.sql", { dataset = local.analytics })
    use_legacy_sql = false
  }

  depends_on = [google_bigquery_table.job_events]
}

resource "google_bigquery_table" "view" {
  # checkov:skip=CKV_GCP_80:a view holds nothing
  # checkov:skip=CKV_GCP_121:a view holds nothing, and is made again from its file
  for_each = local.views

  dataset_id          = google_bigquery_dataset.jobs_analytics.dataset_id
  table_id            = each.value
  deletion_protection = false

  view {
    query          = templatefile("../bigquery/analytics/${each.value}.sql", { dataset = local.analytics })
    use_legacy_sql = false
  }

  depends_on = [google_bigquery_table.moments]
}
