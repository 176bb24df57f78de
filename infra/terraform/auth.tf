# Who users are: Firebase Authentication. How they may sign in besides is set in the Firebase console
# (a provider such as Google wants a client of its own).

resource "google_identity_platform_config" "users" {
  sign_in {
    allow_duplicate_emails = false

    email {
      enabled           = true
      password_required = true
    }

    anonymous {
      enabled = var.allow_anonymous
    }
  }

  depends_on = [google_project_service.this]
}

# What a browser names the project by. It is no secret; it opens sign-in and nothing else.
resource "google_apikeys_key" "web" {
  name         = "web"
  display_name = "Web app: sign-in"

  restrictions {
    api_targets {
      service = "identitytoolkit.googleapis.com"
    }
    api_targets {
      service = "securetoken.googleapis.com"
    }
  }

  depends_on = [google_project_service.this]
}
