# What the project costs, watched by the billing account: Google writes to its administrators and to
# those who are alerted. It does not stop anything.

resource "google_monitoring_notification_channel" "budget" {
  for_each = var.billing_account == "" ? toset([]) : var.alert_emails

  display_name = "CareerLens Jobs, budget: ${each.key}"
  type         = "email"
  labels       = { email_address = each.key }
}

resource "google_billing_budget" "month" {
  count = var.billing_account == "" ? 0 : 1

  billing_account = var.billing_account
  display_name    = "CareerLens Jobs, ${var.environment}, a month"

  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }

  # Without a currency it is the billing account's own; any other one is refused.
  amount {
    specified_amount {
      units = tostring(var.budget)
    }
  }

  threshold_rules {
    threshold_percent = 0.5
  }
  threshold_rules {
    threshold_percent = 0.9
  }
  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    monitoring_notification_channels = [for channel in google_monitoring_notification_channel.budget : channel.id]
    disable_default_iam_recipients   = false
  }

  lifecycle {
    prevent_destroy = true
  }
}
