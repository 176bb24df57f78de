# Two queues. That of tasks retries only what a worker could not answer at all; whether a job is
# tried again is decided in shared/core/retry.py. That of webhooks retries what a receiver did not take: a
# receiver that is down must not slow the jobs.

resource "google_cloud_tasks_queue" "jobs" {
  name     = "jobs"
  location = var.region

  rate_limits {
    max_dispatches_per_second = var.queue.per_second
    max_concurrent_dispatches = var.queue.at_once
  }

  # More than any job has attempts: a task outlives an outage of more than seven hours, and the
  # sweeper enqueues a new one for whatever is lost after that.
  retry_config {
    max_attempts  = 100
    min_backoff   = "1s"
    max_backoff   = "300s"
    max_doublings = 8
  }

  stackdriver_logging_config {
    sampling_ratio = var.environment == "prod" ? 0.1 : 1
  }

  # A deleted queue's name is taken for days: replacing the queue would stop everything.
  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service_identity.agent]
}

resource "google_cloud_tasks_queue" "webhooks" {
  name     = "webhooks"
  location = var.region

  rate_limits {
    max_dispatches_per_second = 20
    max_concurrent_dispatches = var.functions.webhooks.concurrency * var.functions.webhooks.max_instances
  }

  # 15 s, 30 s, 1 min, ... 2 h, 2 h: a day and a few minutes, then the task is dropped. The number is
  # TRIES in functions/worker/send_webhook.py, which logs the last one as an error.
  retry_config {
    max_attempts  = 21
    min_backoff   = "15s"
    max_backoff   = "7200s"
    max_doublings = 16
  }

  stackdriver_logging_config {
    sampling_ratio = var.environment == "prod" ? 0.1 : 1
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service_identity.agent]
}
