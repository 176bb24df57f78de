# What Terraform itself needs. The state lies in the bucket that infra/deploy makes before anything
# else; its name comes from the command line, because a backend cannot read variables.

terraform {
  required_version = ">= 1.9"

  backend "gcs" {
    prefix = "terraform"
  }

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
    # Firebase's projects, apps and sites are in this one only.
    google-beta = {
      source  = "hashicorp/google-beta"
      version = "~> 6.50"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region

  # Budgets and API keys are billed and counted to the project, not to who calls.
  billing_project       = var.project
  user_project_override = true

  default_labels = {
    application = "careerlens-jobs"
    environment = var.environment
  }
}

provider "google-beta" {
  project = var.project
  region  = var.region

  billing_project       = var.project
  user_project_override = true
}

data "google_project" "this" {
  project_id = var.project
}
