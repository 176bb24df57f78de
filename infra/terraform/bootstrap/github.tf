# GitHub's workflow signs in without a key, as the deployer. Every repository of GitHub has tokens of
# the same issuer: only one repository, by its number, only its workflow `deploy.yml` on `main`, and
# only the environment that this project belongs to, gets in. A number outlives a name, which another
# account may take after a repository was renamed or deleted.

locals {
  workflow = "${var.github_repository}/.github/workflows/deploy.yml@refs/heads/main"
}

resource "google_iam_workload_identity_pool" "github" {
  count = var.github_repository == "" ? 0 : 1

  workload_identity_pool_id = "github"
  display_name              = "GitHub Actions"

  # A deleted pool keeps its name for 30 days, and no workflow gets in meanwhile.
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_iam_workload_identity_pool_provider" "github" {
  # checkov:skip=CKV_GCP_125:the condition holds variables, which checkov cannot follow; tests/infra can
  count = length(google_iam_workload_identity_pool.github)

  workload_identity_pool_id          = google_iam_workload_identity_pool.github[count.index].workload_identity_pool_id
  workload_identity_pool_provider_id = "github"

  attribute_mapping = {
    "google.subject"          = "assertion.sub"
    "attribute.environment"   = "assertion.environment"
    "attribute.repository_id" = "assertion.repository_id"
    "attribute.workflow_ref"  = "assertion.workflow_ref"
  }
  attribute_condition = join(" && ", [
    "assertion.repository_id == '${var.github_repository_id}'",
    "assertion.workflow_ref == '${local.workflow}'",
    "assertion.environment == '${var.environment}'",
  ])

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# The first deployment makes the deployer; `make bootstrap` says so where it is not there yet.
resource "google_service_account_iam_member" "github_deploys" {
  count = length(google_iam_workload_identity_pool.github)

  service_account_id = "projects/${var.project}/serviceAccounts/jobs-deployer@${var.project}.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.github[count.index].name}/attribute.repository_id/${var.github_repository_id}"
}
