# In the order of the alphabet. Their values are the project's own: `make values` puts them there.

variable "alert_emails" {
  description = "Who is written to when the budget is reached, besides the billing account's administrators."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+[.][^@ ]+$", address))])
    error_message = "Each must be an email address."
  }
}

variable "billing_account" {
  description = "The billing account whose budget is watched, such as 012345-6789AB-CDEF01. Empty: no budget alert."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6})?$", var.billing_account))
    error_message = "Must be three groups of six hexadecimal digits, or empty."
  }
}

variable "budget" {
  description = "What the project may cost a month, in the billing account's own currency, before the budget alert says so."
  type        = number
  default     = 50

  validation {
    condition     = var.budget >= 1 && floor(var.budget) == var.budget
    error_message = "Must be a whole number, 1 or more."
  }
}

variable "environment" {
  description = "What this deployment is for; GitHub's environment of the same name deploys it."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "Must be dev or prod."
  }
}

variable "github_repository" {
  description = "The GitHub repository (owner/name) whose main branch may deploy by workload identity. Empty: none."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)?$", var.github_repository))
    error_message = "Must be owner/name, or empty."
  }
}

variable "github_repository_id" {
  description = "That repository's number, which GitHub's API calls id. A name can be taken by another account, a number cannot."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[0-9]*$", var.github_repository_id)) && (var.github_repository == "") == (var.github_repository_id == "")
    error_message = "Must be a number, and given where github_repository is, and only there."
  }
}

variable "project" {
  description = "The id of the Google Cloud project."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project)) && !startswith(var.project, "demo-")
    error_message = "Must be a project's id; one that starts with demo- is never a real one."
  }
}

variable "region" {
  description = "Where the functions and the queue are."
  type        = string
  default     = "europe-west1"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "Must be a region such as europe-west1."
  }
}
