# What the next step, or a person, wants to know. What a deployment goes back to is not among it: an
# output is saved also by an apply that fails. infra/deploy asks what runs.

output "api_url" {
  description = "The API's base address."
  value       = local.urls.api
}

output "console_urls" {
  description = "Where to look in Google's console."
  value = {
    dashboard = "https://console.cloud.google.com/monitoring/dashboards?project=${var.project}"
    logs      = "https://console.cloud.google.com/logs?project=${var.project}"
    queue     = "https://console.cloud.google.com/cloudtasks?project=${var.project}"
  }
}

output "deployer" {
  description = "The service account in whose name Cloud Build and GitHub deploy."
  value       = google_service_account.deployer.email
}

output "smoke_account" {
  description = "The service account that signs the smoke test's user in."
  value       = google_service_account.smoke.email
}

output "web_api_key" {
  description = "By which a browser names the project at sign-in. No secret, but not for logs either."
  value       = google_apikeys_key.web.key_string
  sensitive   = true
}

output "workload_identity_provider" {
  description = "By which GitHub's workflow signs in; empty without a repository."
  value       = join("", google_iam_workload_identity_pool_provider.github[*].name)
}
