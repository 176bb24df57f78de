# What an operator sees, and is woken by. The figures are counted from our own log lines, by their
# `action` (docs/operations.md), and taken from what Google measures of the queue and the services.
#
# Alerts are written in PromQL: their metrics need not exist yet when they are made, which those of a
# new project do not.

locals {
  # Cloud Run's own log of requests is left out: each 5xx is an ERROR there, also one that only
  # brings a task again, as a webhook that its receiver did not take.
  our_lines = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=(\"api\" OR \"worker\" OR \"sweeper\" OR \"webhooks\") AND NOT logName=\"projects/${var.project}/logs/run.googleapis.com%2Frequests\""

  # By metric: which of our lines it counts, and by which of their fields it can be split.
  counted = {
    jobs_accepted = {
      filter = "jsonPayload.action=(\"accept\" OR \"resubmit\")"
      fields = ["type"]
    }
    jobs_ended = {
      filter = "jsonPayload.action=\"end\""
      fields = ["code", "status", "type"]
    }
    attempts_started = {
      filter = "jsonPayload.action=\"claim\""
      fields = ["type"]
    }
    attempts_failed = {
      filter = "jsonPayload.action=(\"fail\" OR \"handler-raised\" OR \"time-limit\")"
      fields = ["code", "type"]
    }
    sweeps = {
      filter = "jsonPayload.action=\"sweep\""
      fields = []
    }
    firestore_unreachable = {
      filter = "jsonPayload.action=\"firestore-unreachable\""
      fields = []
    }
    repairs = {
      filter = "jsonPayload.action=(\"recover\" OR \"redispatched\")"
      fields = ["action"]
    }
    webhooks_given_up = {
      filter = "jsonPayload.action=\"webhook-given-up\""
      fields = ["reason"]
    }
    errors = {
      filter = "severity>=ERROR AND NOT jsonPayload.action=\"webhook-given-up\"" # that is not ours
      fields = ["action"]
    }
  }

  # By metric: which of our lines have it measured, in which field, and by which others it can be
  # split; the first bucket's upper bound, and how many follow, each so much larger.
  measured = {
    model_cost_usd = {
      filter  = "jsonPayload.action=\"model-called\""
      value   = "costUsd"
      fields  = ["model"]
      buckets = { first = 0.0001, growth = 2, count = 20 }
    }
    oldest_seconds = {
      filter  = "jsonPayload.action=\"sweep\""
      value   = "oldestSeconds"
      fields  = []
      buckets = { first = 1, growth = 1.4, count = 30 }
    }
    run_seconds = {
      filter  = "jsonPayload.action=(\"settle\" OR \"time-limit\")"
      value   = "runSeconds"
      fields  = ["type"]
      buckets = { first = 0.05, growth = 1.4, count = 36 }
    }
    wait_seconds = {
      filter  = "jsonPayload.action=\"claim\""
      value   = "waitSeconds"
      fields  = ["type"]
      buckets = { first = 0.05, growth = 1.4, count = 36 }
    }
  }

  # One name, said the way PromQL says it.
  series = {
    for name in keys(merge(local.counted, local.measured)) :
    name => "logging_googleapis_com:user_${name}{monitored_resource=\"cloud_run_revision\"}"
  }

  # How long the job that waits longest has waited. A sweep meets a job that waits after as long as it
  # has waited, and after eleven minutes at the latest: in twelve minutes it has met each.
  longest_wait = "histogram_quantile(1, sum by (le) (increase(${replace(local.series.oldest_seconds, "{", "_bucket{")}[12m])))"

  # What Cloud Run itself counts of the api: its requests, and those that it answered with 5xx.
  api_requests = "run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\",service_name=\"api\"}"
  api_errors   = replace(local.api_requests, "}", ",response_code_class=\"5xx\"}")

  # By alert: the words of its title, when it fires, for how long that must hold, and how bad it is.
  # Each has an entry of the same title under "Alerts" in docs/operations.md.
  alerts = {
    nothing-finishes = {
      title    = "Nothing finishes"
      severity = "CRITICAL"
      hold     = "0s"
      query    = <<-EOT
        (sum(increase(${local.series.jobs_ended}[10m])) or vector(0)) < 1
        and on() ${local.longest_wait} > 480
      EOT
    }
    jobs-start-late = {
      title    = "Jobs start late"
      severity = "WARNING"
      hold     = "0s"
      query    = <<-EOT
        ${local.longest_wait} > 300
      EOT
    }
    many-jobs-fail = {
      title    = "Many jobs fail"
      severity = "WARNING"
      hold     = "0s"
      query    = <<-EOT
        sum(increase(${replace(local.series.jobs_ended, "}", ",status=\"failed\"}")}[15m]))
        / sum(increase(${local.series.jobs_ended}[15m])) > 0.2
        and on() sum(increase(${local.series.jobs_ended}[15m])) >= 5
      EOT
    }
    sweeper-silent = {
      title    = "The sweeper is silent"
      severity = "CRITICAL"
      hold     = "300s"
      # Quiet before the first sweep of all: a new project has no Scheduler yet.
      query = <<-EOT
        (sum(increase(${local.series.sweeps}[5m])) or vector(0)) < 1
        and on() sum(increase(${local.series.sweeps}[1d])) > 0
      EOT
    }
    dead-letters = {
      title    = "Events are not taken"
      severity = "WARNING"
      hold     = "0s"
      query    = "max(pubsub_googleapis_com:subscription_num_undelivered_messages{monitored_resource=\"pubsub_subscription\",subscription_id=\"${google_pubsub_subscription.job_events_dead.name}\"}) > 0"
    }
    events-late = {
      title    = "Events come late"
      severity = "WARNING"
      hold     = "300s"
      query    = "max(pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\",subscription_id=\"${google_pubsub_subscription.job_events_to_bigquery.name}\"}) > 900"
    }
    webhooks-given-up = {
      title    = "Webhooks are given up"
      severity = "WARNING"
      hold     = "0s"
      query    = "sum(increase(${local.series.webhooks_given_up}[10m])) > 0"
    }
    api-unreachable = {
      title    = "The API cannot be reached"
      severity = "CRITICAL"
      hold     = "600s"
      query    = "avg(monitoring_googleapis_com:uptime_check_check_passed{monitored_resource=\"uptime_url\",check_id=\"${google_monitoring_uptime_check_config.api.uptime_check_id}\"}) < 0.5"
    }
    # What our lines cannot say: a process that died, or that Cloud Run could not start.
    api-unavailable = {
      title    = "The API answers with errors"
      severity = "CRITICAL"
      hold     = "0s"
      query    = <<-EOT
        sum(increase(${local.api_errors}[10m])) / sum(increase(${local.api_requests}[10m])) > 0.02
        and on() sum(increase(${local.api_errors}[10m])) >= 5
      EOT
    }
    api-slow = {
      title    = "The API is slow"
      severity = "WARNING"
      hold     = "300s"
      query    = <<-EOT
        histogram_quantile(0.95, sum by (le) (increase(${replace(local.api_requests, "request_count", "request_latencies_bucket")}[10m]))) > 2000
        and on() sum(increase(${local.api_requests}[10m])) >= 20
      EOT
    }
    # A call or two that fail are tried again by those who made them.
    firestore-unreachable = {
      title    = "Firestore cannot be reached"
      severity = "CRITICAL"
      hold     = "0s"
      query    = "sum(increase(${local.series.firestore_unreachable}[5m])) >= 5"
    }
    # The next three look at single actions among the errors, and "There are defects" at the others.
    jobs-stuck = {
      title    = "Jobs cannot be read or repaired"
      severity = "WARNING"
      hold     = "0s"
      query    = "sum(increase(${replace(local.series.errors, "}", ",action=~\"not-understood|repair-failed|schedule-failed|unreadable|unreadable-schedule\"}")}[10m])) > 0"
    }
    handlers-lost = {
      title    = "Handlers do not return"
      severity = "WARNING"
      hold     = "0s"
      query    = "sum(increase(${replace(local.series.errors, "}", ",action=~\"process-ends|thread-lost\"}")}[10m])) > 0"
    }
    requests-fail = {
      title    = "Requests are not answered"
      severity = "CRITICAL"
      hold     = "0s"
      query    = "sum(increase(${replace(local.series.errors, "}", ",action=~\"defect|request-failed\"}")}[10m])) >= 5"
    }
    # One request that failed is a defect; five are an outage, and fire the one above as well.
    defects = {
      title    = "There are defects"
      severity = "WARNING"
      hold     = "0s"
      query    = "sum(increase(${replace(local.series.errors, "}", ",action!~\"not-understood|process-ends|repair-failed|schedule-failed|thread-lost|unreadable|unreadable-schedule\"}")}[10m])) > 0"
    }
  }
}

resource "google_logging_metric" "counted" {
  for_each = local.counted

  name   = each.key
  filter = "${local.our_lines} AND (${each.value.filter})"

  label_extractors = {
    for field in each.value.fields : field => "EXTRACT(jsonPayload.${field})"
  }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    dynamic "labels" {
      for_each = each.value.fields
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_logging_metric" "measured" {
  for_each = local.measured

  name            = each.key
  filter          = "${local.our_lines} AND (${each.value.filter})"
  value_extractor = "EXTRACT(jsonPayload.${each.value.value})"

  label_extractors = {
    for field in each.value.fields : field => "EXTRACT(jsonPayload.${field})"
  }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"

    dynamic "labels" {
      for_each = each.value.fields
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  bucket_options {
    exponential_buckets {
      growth_factor      = each.value.buckets.growth
      num_finite_buckets = each.value.buckets.count
      scale              = each.value.buckets.first
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  display_name = each.value
  type         = "email"

  labels = {
    email_address = each.value
  }

  depends_on = [google_project_service.this]
}

# From several places of the world, every five minutes; it costs a request each.
resource "google_monitoring_uptime_check_config" "api" {
  display_name = "CareerLens Jobs: api"
  period       = "300s"
  timeout      = "30s" # a first request finds a service that has to start

  http_check {
    path         = "/api/health"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type = "uptime_url"
    labels = {
      project_id = var.project
      host       = trimprefix(local.urls.api, "https://")
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_monitoring_alert_policy" "this" {
  for_each = local.alerts

  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  conditions {
    display_name = each.value.title

    condition_prometheus_query_language {
      query                     = trimspace(each.value.query)
      duration                  = each.value.hold
      evaluation_interval       = "60s"
      disable_metric_validation = true
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "What it means and what to do stands in docs/operations.md, under Alerts: ${each.value.title}."
  }

  alert_strategy {
    auto_close = "3600s"
  }

  depends_on = [google_logging_metric.counted, google_logging_metric.measured]
}

resource "google_monitoring_dashboard" "jobs" {
  dashboard_json = file("../dashboards/jobs.json")

  # The service adds defaults to what it stores; only a change of the file shall count.
  lifecycle {
    ignore_changes       = [dashboard_json]
    replace_triggered_by = [terraform_data.dashboard]
  }

  depends_on = [google_logging_metric.counted, google_logging_metric.measured]
}

resource "terraform_data" "dashboard" {
  input = filesha256("dashboards/jobs.json")
}
