# What GitHub's environment wants to know, under the names of its variables.

output "DEPLOYER" {
  description = "The service account in whose name GitHub deploys."
  value       = "jobs-deployer@${var.project}.iam.gserviceaccount.com"
}

output "PROJECT" {
  description = "The project's id."
  value       = var.project
}

output "REGION" {
  description = "Where the deployment is."
  value       = var.region
}

output "WORKLOAD_IDENTITY_PROVIDER" {
  description = "By which GitHub's workflow signs in; empty without a repository."
  value       = join("", google_iam_workload_identity_pool_provider.github[*].name)
}
