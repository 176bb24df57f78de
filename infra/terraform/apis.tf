# The Google APIs that are used. Switching one off again would take others' work with it, so that
# `terraform destroy` leaves them on.

locals {
  apis = concat([
    "aiplatform.googleapis.com",
    "apikeys.googleapis.com",
    "artifactregistry.googleapis.com",
    "bigquery.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "cloudtasks.googleapis.com",
    "firebase.googleapis.com",
    "firebasehosting.googleapis.com",
    "firebaserules.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "identitytoolkit.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "securetoken.googleapis.com",
    "serviceusage.googleapis.com",
    "storage.googleapis.com",
    "sts.googleapis.com",
    ],
    # What a device registers with, and what is sent to it by.
    var.web_push_key != "" ? ["fcm.googleapis.com", "fcmregistrations.googleapis.com", "firebaseinstallations.googleapis.com"] : [],
    # Cloud Trace throws away what comes by the telemetry API while its own is off.
    local.google_keeps_spans ? ["cloudtrace.googleapis.com", "telemetry.googleapis.com"] : [],
  )
}

resource "google_project_service" "this" {
  for_each = toset(local.apis)

  service            = each.value
  disable_on_destroy = false
}
