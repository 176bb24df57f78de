# The deployment that people use. Who is alerted and who may run the smoke test are the
# project's own values: `make values` puts them where every pipeline reads them.

environment    = "prod"
retention_days = 90

functions = {
  api = {
    concurrency     = 80
    cpu             = "1"
    max_instances   = 20
    memory          = "512Mi"
    min_instances   = 1 # no user waits for a cold start
    timeout_seconds = 60
  }
  worker = {
    concurrency     = 80 # the reason stands at the variable
    cpu             = "1"
    max_instances   = 20
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
    max_instances   = 4
    memory          = "512Mi"
    min_instances   = 0
    timeout_seconds = 60
  }
}

limits = {
  daily_budget_usd         = 1
  files_per_user_mb        = 20
  project_daily_budget_usd = 20 # however many sign up: all together spend no more
  requests_per_minute      = 300
  running_per_user         = 3
  submit_burst             = 10
  submit_per_minute        = 10
  unfinished_per_user      = 20
}

queue = {
  per_second = 50
  at_once    = 320
}
