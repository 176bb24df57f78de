# The web app, as Firebase knows it: without the project in Firebase, an app and a site, Hosting takes
# no file. The stage `hosting` fills the site; what the page must know of its deployment is the
# output, which it writes beside the page (infra/deploy/hosting.py).

resource "google_firebase_project" "this" {
  provider = google-beta

  depends_on = [google_project_service.this]
}

resource "google_firebase_web_app" "this" {
  provider = google-beta

  display_name = "CareerLens"
  # Ours, with its restrictions; Firebase would make one that opens everything.
  api_key_id = google_apikeys_key.web.uid

  depends_on = [google_firebase_project.this]
}

data "google_firebase_web_app_config" "this" {
  provider = google-beta

  web_app_id = google_firebase_web_app.this.app_id
}

# The project's first site has the project's name, and may be there already: it is taken then.
resource "google_firebase_hosting_site" "this" {
  provider = google-beta

  site_id = var.project
  app_id  = google_firebase_web_app.this.app_id
}

output "web_config" {
  description = "What the page reads at /deployment.json, as JSON. No secret, but it has the key."
  sensitive   = true
  value = jsonencode({
    apiKey            = data.google_firebase_web_app_config.this.api_key
    appId             = google_firebase_web_app.this.app_id
    authDomain        = data.google_firebase_web_app_config.this.auth_domain
    databaseId        = google_firestore_database.jobs.name
    messagingSenderId = data.google_project.this.number
    projectId         = var.project
    signIn            = local.sign_in_ways
    webPushKey        = var.web_push_key
  })
}
