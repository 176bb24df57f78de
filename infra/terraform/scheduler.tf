# Once a minute the sweeper looks for what crashed. A run that fails is not tried again: the next
# minute is soon enough, and a run that is still being tried again would skip it.

resource "google_cloud_scheduler_job" "sweep" {
  name             = "sweep"
  region           = var.region
  description      = "Calls the sweeper, which finds what crashed."
  schedule         = "* * * * *"
  time_zone        = "Etc/UTC"
  attempt_deadline = "180s" # longer than the sweeper's own timeout

  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = local.urls.sweeper

    oidc_token {
      service_account_email = google_service_account.caller.email
      audience              = local.urls.sweeper
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.caller_invokes, google_project_service_identity.agent]
}
