# A deployment to try things in: it may be deleted, and costs next to nothing while it is idle.

environment       = "dev"
delete_protection = false
retention_days    = 14
log_level         = "DEBUG"
allowed_origins   = ["http://localhost:5173"]

limits = {
  daily_budget_usd         = 1
  files_per_user_mb        = 20
  project_daily_budget_usd = 5 # however many sign up: all together spend no more
  requests_per_minute      = 300
  running_per_user         = 3
  submit_burst             = 10
  submit_per_minute        = 10
  unfinished_per_user      = 20
}
