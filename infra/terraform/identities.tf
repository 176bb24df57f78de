# Who acts, and what each may do. One service account a part, each with the least it needs:
#
#   api, worker, sweeper   what their calls need; tests/infra holds the table of calls. Devices are told by
#                          Firebase's one role that sends, where there is a web_push_key
#   webhooks               may read the secret that it signs with; like the others it may write spans,
#                          where Google keeps them; nothing else
#   caller                 in whose name Cloud Tasks and Cloud Scheduler enqueue; may invoke, nothing else
#   build                  makes the services' image
#   smoke                  signs the smoke test's user in; may do nothing
#   deployer               runs Terraform in Cloud Build and GitHub; GitHub's way to it is in bootstrap/
#
# No key file is ever made for any of them.

locals {
  # Spans are written to the project's own traces; elsewhere, no role of ours counts.
  google_keeps_spans = var.traces.exporter == "otlp" && can(regex("^https://[a-z0-9.-]+[.]googleapis[.]com(/|$)", var.traces.endpoint))

  # By function, its roles in the whole project. Everything else is granted on the resource itself.
  project_roles = {
    api = concat(
      # To look up operators, and with check_revoked all users: whether their tokens were revoked.
      ["roles/datastore.user", "roles/firebaseauth.viewer"],
      local.google_keeps_spans ? ["roles/telemetry.tracesWriter"] : [],
      var.web_push_key != "" ? ["roles/firebasecloudmessaging.admin"] : [],
    )
    worker = concat(
      ["roles/bigquery.jobUser", "roles/datastore.user"],
      var.gemini_key_secret == "" ? ["roles/aiplatform.user"] : [],
      local.google_keeps_spans ? ["roles/telemetry.tracesWriter"] : [],
      var.web_push_key != "" ? ["roles/firebasecloudmessaging.admin"] : [],
    )
    sweeper = concat(
      # Once a day it asks which names there are.
      ["roles/bigquery.jobUser", "roles/datastore.user"],
      local.google_keeps_spans ? ["roles/telemetry.tracesWriter"] : [],
      var.web_push_key != "" ? ["roles/firebasecloudmessaging.admin"] : [],
    )
    webhooks = local.google_keeps_spans ? ["roles/telemetry.tracesWriter"] : []
  }

  # By function, its roles on the queue: to enqueue, to look whether a task still waits, to take one out.
  queue_roles = {
    api     = ["roles/cloudtasks.enqueuer", "roles/cloudtasks.taskDeleter"]
    worker  = ["roles/cloudtasks.enqueuer"]
    sweeper = ["roles/cloudtasks.enqueuer", "roles/cloudtasks.viewer"]
    # It enqueues no task, and has no webhooks sent.
    webhooks = []
  }

  build_roles = [
    "roles/artifactregistry.writer",
    "roles/logging.logWriter",
    "roles/storage.objectViewer",
  ]

  deployer_roles = [
    "roles/artifactregistry.admin",
    "roles/bigquery.admin",
    "roles/cloudbuild.builds.editor",
    "roles/cloudscheduler.admin",
    "roles/cloudtasks.admin",
    "roles/datastore.owner",
    "roles/firebase.admin",
    "roles/firebaseauth.admin",
    "roles/firebasehosting.admin",
    "roles/firebaserules.admin",
    "roles/iam.roleAdmin",
    "roles/iam.serviceAccountAdmin",
    "roles/identityplatform.admin",
    "roles/logging.configWriter",
    "roles/logging.logWriter",
    "roles/monitoring.editor",
    "roles/pubsub.admin",
    "roles/resourcemanager.projectIamAdmin",
    "roles/run.admin",
    "roles/secretmanager.admin",
    "roles/serviceusage.apiKeysAdmin",
    "roles/serviceusage.serviceUsageAdmin",
  ]
}

resource "google_service_account" "function" {
  for_each = var.functions

  account_id   = "jobs-${each.key}"
  display_name = "CareerLens Jobs: function ${each.key}"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "caller" {
  account_id   = "jobs-caller"
  display_name = "CareerLens Jobs: Cloud Tasks and Cloud Scheduler call in its name"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "build" {
  account_id   = "jobs-build"
  display_name = "CareerLens Jobs: builds the functions"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "smoke" {
  account_id   = "jobs-smoke"
  display_name = "CareerLens Jobs: signs the smoke test's user in"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "deployer" {
  account_id   = "jobs-deployer"
  display_name = "CareerLens Jobs: deploys"

  depends_on = [google_project_service.this]
}

# --- what functions may do ------------------------------------------------------------------------

resource "google_project_iam_member" "function" {
  for_each = merge([
    for name, roles in local.project_roles : { for role in roles : "${name} ${role}" => { name = name, role = role } }
  ]...)

  project = var.project
  role    = each.value.role
  member  = google_service_account.function[each.value.name].member
}

resource "google_cloud_tasks_queue_iam_member" "function" {
  for_each = merge([
    for name, roles in local.queue_roles : { for role in roles : "${name} ${role}" => { name = name, role = role } }
  ]...)

  name     = google_cloud_tasks_queue.jobs.name
  location = google_cloud_tasks_queue.jobs.location
  role     = each.value.role
  member   = google_service_account.function[each.value.name].member
}

# An operator pauses and resumes queues from the console's page. The role that Google has for it may
# delete them, too.
resource "google_project_iam_custom_role" "queue_switch" {
  role_id     = "jobsQueueSwitch"
  title       = "CareerLens Jobs: pauses and resumes queues"
  permissions = ["cloudtasks.queues.get", "cloudtasks.queues.pause", "cloudtasks.queues.resume"]

  depends_on = [google_project_service.this]
}

resource "google_cloud_tasks_queue_iam_member" "api_switches" {
  for_each = { jobs = google_cloud_tasks_queue.jobs.name, webhooks = google_cloud_tasks_queue.webhooks.name }

  name     = each.value
  location = var.region
  role     = google_project_iam_custom_role.queue_switch.id
  member   = google_service_account.function["api"].member
}

# What ends a job has its webhooks sent.
resource "google_cloud_tasks_queue_iam_member" "function_puts_webhooks" {
  for_each = toset(["api", "worker", "sweeper"])

  name     = google_cloud_tasks_queue.webhooks.name
  location = google_cloud_tasks_queue.webhooks.location
  role     = "roles/cloudtasks.enqueuer"
  member   = google_service_account.function[each.value].member
}

# A task carries the caller's token: who makes the task must be allowed to act as the caller.
resource "google_service_account_iam_member" "function_acts_as_caller" {
  for_each = toset(["api", "worker", "sweeper"])

  service_account_id = google_service_account.caller.name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.function[each.value].member
}

resource "google_pubsub_topic_iam_member" "function_publishes" {
  for_each = toset(["api", "worker", "sweeper"])

  topic  = google_pubsub_topic.job_events.id
  role   = "roles/pubsub.publisher"
  member = google_service_account.function[each.value].member
}

resource "google_bigquery_dataset_iam_member" "function_reads" {
  for_each = toset(["sweeper", "worker"])

  dataset_id = google_bigquery_dataset.careerlens.dataset_id
  role       = "roles/bigquery.dataViewer"
  member     = google_service_account.function[each.value].member
}

# --- who may call ---------------------------------------------------------------------------------

# Whatever has traffic or a tag: a grant is the service's, not a revision's.
resource "google_cloud_run_v2_service_iam_member" "caller_invokes" {
  for_each = toset(["worker", "sweeper", "webhooks"])

  name     = google_cloud_run_v2_service.internal[each.value].name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.caller.member
}

# --- Google's own agents --------------------------------------------------------------------------

# They sign for Cloud Tasks and Cloud Scheduler, and write what Pub/Sub delivers. Left to itself
# each comes with its service's first use, which may be after a role is granted to it.
resource "google_project_service_identity" "agent" {
  provider = google-beta
  for_each = toset(["artifactregistry", "cloudscheduler", "cloudtasks", "firestore", "pubsub", "run"])

  service = "${each.value}.googleapis.com"

  depends_on = [google_project_service.this]
}

resource "google_bigquery_dataset_iam_member" "pubsub_writes" {
  for_each = toset(["roles/bigquery.dataEditor", "roles/bigquery.metadataViewer"])

  dataset_id = google_bigquery_dataset.jobs_analytics.dataset_id
  role       = each.value
  member     = local.pubsub_agent
}

# A role is not there the moment it was granted.
resource "time_sleep" "pubsub_has_its_roles" {
  create_duration = "60s"
  triggers        = { roles = join(" ", keys(google_bigquery_dataset_iam_member.pubsub_writes)) }

  depends_on = [google_bigquery_dataset_iam_member.pubsub_writes]
}

# --- building and deploying -----------------------------------------------------------------------

resource "google_project_iam_member" "build" {
  for_each = toset(local.build_roles)

  project = var.project
  role    = each.value
  member  = google_service_account.build.member
}

# A role is not there the moment it was granted, and a build without it fails.
resource "time_sleep" "build_has_its_roles" {
  create_duration = "60s"
  triggers        = { roles = join(" ", local.build_roles) }

  depends_on = [google_project_iam_member.build]
}

resource "google_project_iam_member" "deployer" {
  # checkov:skip=CKV_GCP_49:it makes the accounts that the parts run as
  for_each = toset(local.deployer_roles)

  project = var.project
  role    = each.value
  member  = google_service_account.deployer.member
}

resource "google_storage_bucket_iam_member" "deployer_keeps_state" {
  bucket = "${var.project}-deploy"
  role   = "roles/storage.admin"
  member = google_service_account.deployer.member
}

# The account that deploys a function must be allowed to act as the accounts that it runs and is built as.
resource "google_service_account_iam_member" "deployer_acts" {
  for_each = merge(
    { for name, account in google_service_account.function : name => account.name },
    { build = google_service_account.build.name, caller = google_service_account.caller.name },
  )

  service_account_id = each.value
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.deployer.member
}

resource "google_service_account_iam_member" "smoke_is_signed_for" {
  for_each = merge(
    { for member in var.operators : member => member },
    { deployer = google_service_account.deployer.member },
  )

  service_account_id = google_service_account.smoke.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = each.value
}
