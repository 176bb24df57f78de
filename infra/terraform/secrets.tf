# Nothing here is secret unless Gemini is asked by key, webhooks are sent, or the logs' names of jobs
# and people are made by a key. All are put into Secret Manager by hand, so that neither this code nor Terraform's state ever sees them; see docs/deploy.md.

data "google_secret_manager_secret" "gemini_key" {
  count = var.gemini_key_secret == "" ? 0 : 1

  secret_id = var.gemini_key_secret

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_iam_member" "worker_reads_key" {
  count = length(data.google_secret_manager_secret.gemini_key)

  secret_id = data.google_secret_manager_secret.gemini_key[count.index].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function["worker"].member
}

data "google_secret_manager_secret" "log_hash_key" {
  count = var.log_hash_key_secret == "" ? 0 : 1

  secret_id = var.log_hash_key_secret

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_iam_member" "function_reads_log_hash_key" {
  for_each = var.log_hash_key_secret == "" ? {} : var.functions

  secret_id = data.google_secret_manager_secret.log_hash_key[0].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function[each.key].member
}

data "google_secret_manager_secret" "webhook_secret" {
  count = length(var.webhook_urls) == 0 ? 0 : 1

  secret_id = var.webhook_secret

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_iam_member" "webhooks_reads_secret" {
  count = length(data.google_secret_manager_secret.webhook_secret)

  secret_id = data.google_secret_manager_secret.webhook_secret[count.index].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function["webhooks"].member
}
