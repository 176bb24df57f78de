# What is made once, by `make bootstrap` from a laptop: GitHub's way in, and the budget. It has a
# state of its own beside the deployment's, so that no pipeline can change or destroy it.

terraform {
  required_version = ">= 1.9"

  backend "gcs" {
    prefix = "bootstrap"
  }

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region

  # Budgets are counted to the project, not to who calls.
  billing_project       = var.project
  user_project_override = true
}

data "google_project" "this" {
  project_id = var.project
}
