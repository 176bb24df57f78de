# The queue of doorbells. It retries only what a worker could not answer at all; whether a job is
# tried again is decided in shared/retry.py.

resource "google_cloud_tasks_queue" "jobs" {
  name     = "jobs"
  location = var.region

  rate_limits {
    max_dispatches_per_second = var.queue.per_second
    max_concurrent_dispatches = var.queue.at_once
  }

  # More than any job has attempts: a bell outlives an outage of more than seven hours, and the
  # sweeper rings a new one for whatever is lost after that.
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

  depends_on = [google_project_service.this]
}
