# Everything in which one deployment differs from another, in the order of the alphabet. No secret
# is among them: what stands here ends up in the state.

variable "alert_emails" {
  description = "Who is written to when an alert fires. Each must be an address that is read."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+[.][^@ ]+$", address))])
    error_message = "Each must be an email address."
  }
}

variable "allow_anonymous" {
  description = "Whether people may submit who signed in without saying who they are (ALLOW_ANONYMOUS)."
  type        = bool
  default     = false
}

variable "allow_unverified_email" {
  description = "Whether people may submit whose e-mail address was never verified (ALLOW_UNVERIFIED_EMAIL)."
  type        = bool
  default     = false
}

variable "allowed_origins" {
  description = "Web origins that may call the API from a browser, besides the project's own hosting sites."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.allowed_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "Each must be an origin such as https://app.example.com: no path, no slash at the end."
  }
}

variable "check_revoked" {
  description = "Whether each request asks Google if the user's tokens were revoked (CHECK_REVOKED); one more call. Operators' are always asked after."
  type        = bool
  default     = false
}

variable "delete_protection" {
  description = "Whether the database and the tables refuse to be deleted. Switch it off, apply, then destroy."
  type        = bool
  default     = true
}

variable "environment" {
  description = "What this deployment is for; a label on everything that takes labels."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "Must be dev or prod."
  }
}

variable "file_retention_days" {
  description = "Days after a job's end until the file that came with it is deleted (FILE_RETENTION_DAYS)."
  type        = number
  default     = 7

  validation {
    condition     = var.file_retention_days >= 1 && var.file_retention_days <= 3650
    error_message = "Must be from 1 to 3650."
  }
}

variable "firestore_location" {
  description = "Where the database is: a region, or eur3 or nam5 for two of them. Empty: in `region`. It can never be moved."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([a-z]+-[a-z]+[0-9]+|eur3|nam5|)$", var.firestore_location))
    error_message = "Must be a region such as europe-west1, or eur3, or nam5."
  }
}

variable "functions" {
  description = "The shape of each function. concurrency is also its number of threads; more than 1 wants a whole CPU."
  type = map(object({
    concurrency     = number
    cpu             = string
    max_instances   = number
    memory          = string
    min_instances   = number
    timeout_seconds = number
  }))
  default = {
    api = {
      concurrency     = 80 # of 1 to 1000; what a request needs is little
      cpu             = "1"
      max_instances   = 10
      memory          = "512Mi"
      min_instances   = 0
      timeout_seconds = 60
    }
    worker = {
      # Jobs wait for others (Gemini, BigQuery) nearly all their time: 80 of them hold 171 MB, and an
      # instance for 80 costs a fifth of five for 16 ($33 to $6.6 a million jobs, issue 16).
      concurrency     = 80
      cpu             = "1"
      max_instances   = 10
      memory          = "1Gi"
      min_instances   = 0
      timeout_seconds = 1200 # the longest job type may take 15 minutes
    }
    sweeper = {
      concurrency     = 1
      cpu             = "1"
      max_instances   = 1
      memory          = "512Mi"
      min_instances   = 0
      timeout_seconds = 120
    }
    webhooks = {
      concurrency     = 20
      cpu             = "1"
      max_instances   = 2
      memory          = "512Mi"
      min_instances   = 0
      timeout_seconds = 60
    }
  }

  validation {
    condition     = toset(keys(var.functions)) == toset(["api", "worker", "sweeper", "webhooks"])
    error_message = "There are four functions: api, worker, sweeper and webhooks."
  }
  validation {
    condition     = alltrue([for shape in values(var.functions) : shape.concurrency >= 1 && shape.concurrency <= 250])
    error_message = "concurrency must be from 1 to 250."
  }
  validation {
    condition     = alltrue([for shape in values(var.functions) : shape.concurrency == 1 || tonumber(shape.cpu) >= 1])
    error_message = "Less than one CPU answers one request at a time only."
  }
  validation {
    condition     = alltrue([for shape in values(var.functions) : shape.min_instances >= 0 && shape.min_instances <= shape.max_instances])
    error_message = "min_instances must be from 0 to max_instances."
  }
  validation {
    condition     = alltrue([for shape in values(var.functions) : shape.timeout_seconds >= 1 && shape.timeout_seconds < 1800])
    error_message = "timeout_seconds must be below 1800: Cloud Tasks waits 30 minutes at the most."
  }
  validation {
    condition     = alltrue([for shape in values(var.functions) : can(regex("^[0-9]+(Mi|Gi)$", shape.memory))])
    error_message = "memory must be such as 512Mi or 1Gi."
  }
}

variable "gemini_key_secret" {
  description = "The Secret Manager secret that holds a Gemini API key. Empty: Gemini by the worker's own service account."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{0,255}$", var.gemini_key_secret))
    error_message = "Must be a secret's id: letters, digits, - and _. Never the key itself."
  }
}

variable "gemini_location" {
  description = "Where Gemini runs, with a service account (GEMINI_LOCATION). Empty: eu or us where the region is, else global."
  type        = string
  default     = ""

  validation {
    condition     = contains(["", "global", "us", "eu"], var.gemini_location)
    error_message = "Must be global, us or eu, or empty: nowhere else are there the models that we use."
  }
}

variable "gemini_models" {
  description = "The model that is asked first, and the one that is asked when it has no quota or is overloaded."
  type        = object({ first = string, fallback = string })
  default     = { first = "gemini-3.8-flash", fallback = "gemini-3.5-flash-lite" }

  validation {
    condition     = alltrue([for model in values(var.gemini_models) : can(regex("^gemini-[a-z0-9.-]+$", model))])
    error_message = "Both must be names such as gemini-3.8-flash."
  }
}

variable "google_client_id" {
  description = "The OAuth client by which Google signs users in. Empty: users do not sign in by Google."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([0-9]+-[a-z0-9]+[.]apps[.]googleusercontent[.]com)?$", var.google_client_id))
    error_message = "Must be such as 123-abc.apps.googleusercontent.com, or empty."
  }
}

variable "google_client_secret" {
  description = "The Secret Manager secret that holds the secret of that client. Terraform reads it, so that its state has it."
  type        = string
  default     = "google-client-secret"

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,255}$", var.google_client_secret))
    error_message = "Must be a secret's id: letters, digits, - and _. Never the secret itself."
  }
}

variable "image" {
  description = "The image that new revisions run, by its digest; infra/deploy builds it once for all four services."
  type        = string

  validation {
    condition     = can(regex("^sha256:[0-9a-f]{64}$", var.image))
    error_message = "Must be a digest: sha256: and 64 hexadecimal digits."
  }
}

variable "kms_key" {
  description = "The Cloud KMS key that all that is stored is encrypted with, as projects/…/cryptoKeys/…. Empty: Google's own. The database can have it from its creation only."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+)?$", var.kms_key))
    error_message = "Must be a key's whole name: projects/P/locations/L/keyRings/R/cryptoKeys/K."
  }
  validation {
    condition     = var.kms_key == "" || alltrue([for place in [var.region, coalesce(var.firestore_location, var.region), lower(var.warehouse.location)] : place == try(split("/", var.kms_key)[3], "")])
    error_message = "The key, the services, the database and the warehouse must be in one region."
  }
}

variable "limits" {
  description = "What one user may do: requests a minute to one instance, megabytes of files, submissions at once and a minute, unfinished jobs, jobs that run at once (0: all), US dollars a day (0: any). And what all users' jobs may cost in a day."
  type = object({
    daily_budget_usd         = number
    files_per_user_mb        = number
    project_daily_budget_usd = optional(number, 0)
    requests_per_minute      = number
    running_per_user         = number
    submit_burst             = number
    submit_per_minute        = number
    unfinished_per_user      = number
  })
  default = {
    daily_budget_usd         = 1
    files_per_user_mb        = 20
    project_daily_budget_usd = 0
    requests_per_minute      = 300
    running_per_user         = 3
    submit_burst             = 10
    submit_per_minute        = 10
    unfinished_per_user      = 20
  }

  validation {
    condition     = min(var.limits.daily_budget_usd, var.limits.project_daily_budget_usd, var.limits.running_per_user) >= 0 && min(var.limits.files_per_user_mb, var.limits.requests_per_minute, var.limits.submit_burst, var.limits.submit_per_minute, var.limits.unfinished_per_user) >= 1
    error_message = "All must be 1 or more; only the budgets and running_per_user may be 0."
  }
}

variable "log_hash_key_secret" {
  description = "The Secret Manager secret that holds the key of the logs' names of jobs and people (LOG_HASH_KEY). Empty: the project's id, which is no secret."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{0,255}$", var.log_hash_key_secret))
    error_message = "Must be a secret's id: letters, digits, - and _. Never the key itself."
  }
}

variable "log_level" {
  description = "DEBUG, INFO, WARNING or ERROR (LOG_LEVEL). Above INFO the dashboard has nothing to count."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING", "ERROR"], var.log_level)
    error_message = "Must be DEBUG, INFO, WARNING or ERROR."
  }
}

variable "operators" {
  description = "Who may run the smoke test from a laptop, as IAM members such as user:ann@example.com."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for member in var.operators : can(regex("^(user|group|serviceAccount):[^ ]+@[^ ]+$", member))])
    error_message = "Each must be user:…, group:… or serviceAccount:…; the public is no operator."
  }
}

variable "operators_see_requests" {
  description = "Whether an operator may read what others' jobs were asked for; each look is kept (OPERATORS_SEE_REQUESTS)."
  type        = bool
  default     = false
}

variable "project" {
  description = "The id of the Google Cloud project."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project)) && !startswith(var.project, "demo-")
    error_message = "Must be a project's id; one that starts with demo- is never a real one."
  }
}

variable "queue" {
  description = "How fast Cloud Tasks enqueues: tasks a second, and tasks that are being answered at the same time."
  type        = object({ per_second = number, at_once = number })
  default     = { per_second = 20, at_once = 160 }

  validation {
    condition     = var.queue.per_second > 0 && var.queue.per_second <= 500
    error_message = "per_second must be from more than 0 to 500, Cloud Tasks' own limit for a queue."
  }
  validation {
    condition     = var.queue.at_once >= 1 && var.queue.at_once <= var.functions.worker.concurrency * var.functions.worker.max_instances
    error_message = "at_once must not be more than the workers can answer: their concurrency times max_instances."
  }
}

variable "region" {
  description = "Where the services and the queue are, and with them the database and the warehouse."
  type        = string
  default     = "europe-west1"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "Must be a region such as europe-west1."
  }
}

variable "retention_days" {
  description = "Days until a job and all that belongs to it are deleted (JOB_RETENTION_DAYS)."
  type        = number
  default     = 90

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 3650
    error_message = "Must be from 1 to 3650."
  }
}

variable "traces" {
  description = "Who gets spans: no collector (none), or by otlp the collector at endpoint; the default one is Cloud Trace. Of which share (0 to 1) of the API's requests."
  type        = object({ exporter = string, endpoint = string, share = optional(number, 1) })
  default     = { exporter = "none", endpoint = "https://telemetry.googleapis.com", share = 1 }

  validation {
    condition     = contains(["none", "otlp", "console"], var.traces.exporter) && can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?(/[^?#]*)?$", var.traces.endpoint))
    error_message = "exporter must be none, otlp or console, and endpoint an address such as https://telemetry.googleapis.com."
  }
}

variable "warehouse" {
  description = "BigQuery: where its datasets are (not said: EU or US, or in `region` if that is in neither), and the bytes above which a query is refused before it runs."
  type        = object({ location = optional(string, ""), max_bytes = number })
  default     = { location = "", max_bytes = 1073741824 }

  validation {
    condition     = can(regex("^(EU|US|[a-z]+-[a-z]+[0-9]+|)$", var.warehouse.location))
    error_message = "location must be EU, US or a region."
  }
}

variable "web_push_key" {
  description = "The public key of Web Push (VAPID), from Firebase's console. Empty: no device is told of a job."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(B[A-Za-z0-9_-]{86})?$", var.web_push_key))
    error_message = "Must be the public key: 87 characters of base64url that begin with B, or empty."
  }
}

variable "webhook_secret" {
  description = "The Secret Manager secret that holds what webhooks are signed with. Needed where there are webhook_urls."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{0,255}$", var.webhook_secret))
    error_message = "Must be a secret's id: letters, digits, - and _. Never the secret itself."
  }
  validation {
    condition     = var.webhook_secret != "" || length(var.webhook_urls) == 0
    error_message = "Webhooks are signed: where there are webhook_urls, name the secret."
  }
}

variable "webhook_urls" {
  description = "Other systems that are told of every job's end (WEBHOOK_URLS). Five at the most; none: no webhooks."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.webhook_urls) <= 5 && length(toset(var.webhook_urls)) == length(var.webhook_urls)
    error_message = "Five addresses at the most, each once."
  }
  validation {
    condition     = alltrue([for url in var.webhook_urls : can(regex("^https://([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z][a-z0-9-]*(/[A-Za-z0-9._~!$&'()*+;=:@%/?-]*)?$", url))])
    error_message = "Each must be such as https://hooks.example.com/jobs: a public name, no port, no user, no comma."
  }
}
