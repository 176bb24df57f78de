# A deployment to try things in: it may be deleted, and costs next to nothing while it is idle.

environment       = "dev"
delete_protection = false
retention_days    = 14
log_level         = "DEBUG"
allowed_origins   = ["http://localhost:5173"]
