# A key of one's own for all that is stored, where there is one; else Google's own encryption. What a
# task holds (a job's id) and what is logged stay under Google's.

locals {
  # Who encrypts: by kind of store, Google's agent for it.
  encrypting_agents = {
    artifactregistry = google_project_service_identity.agent["artifactregistry"].member
    bigquery         = "serviceAccount:${data.google_bigquery_default_service_account.this.email}"
    firestore        = google_project_service_identity.agent["firestore"].member
    pubsub           = google_project_service_identity.agent["pubsub"].member
    run              = google_project_service_identity.agent["run"].member
  }

  # Nothing is stored under the key before all of them may use it.
  kms_key = one([for granted in time_sleep.key_is_granted : granted.triggers.key])
}

data "google_bigquery_default_service_account" "this" {
  depends_on = [google_project_service.this]
}

resource "google_kms_crypto_key_iam_member" "agent" {
  for_each = var.kms_key == "" ? {} : local.encrypting_agents

  crypto_key_id = var.kms_key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = each.value
}

resource "time_sleep" "key_is_granted" {
  count = var.kms_key == "" ? 0 : 1

  create_duration = "60s"
  triggers = {
    key   = var.kms_key
    roles = join(" ", keys(google_kms_crypto_key_iam_member.agent))
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}
