# Who users are: Firebase Authentication, and the ways in which they sign in. The page offers those of
# local.sign_in_ways: docs/decisions/0036-who-may-come-in.md.
#
# Do not press "Get started" under Authentication in the Firebase console before this is applied: it
# makes the same configuration, which must be imported then (docs/deploy.md).

locals {
  sign_in_ways = concat(
    ["email-link"],
    var.google_client_id == "" ? [] : ["google"],
    var.allow_anonymous ? ["anonymous"] : [],
  )

  # The pages that may sign users in; no other may use the key, or be led back to.
  sign_in_origins = concat(local.hosting_origins, var.allowed_origins)
}

resource "google_identity_platform_config" "users" {
  authorized_domains = distinct([for origin in local.sign_in_origins : regex("^https?://([^:]+)", origin)[0]])

  sign_in {
    allow_duplicate_emails = false

    # Links. There is no switch that allows them and not passwords: the API refuses who has not shown
    # that the address is theirs.
    email {
      enabled           = true
      password_required = false
    }

    anonymous {
      enabled = var.allow_anonymous
    }
  }

  depends_on = [google_project_service.this]
}

# The client is made by hand, in the console; so is its secret's place. This resource takes the secret
# as it is, so that it stands in the state: the only one there.
data "google_secret_manager_secret_version" "google_client_secret" {
  count = var.google_client_id == "" ? 0 : 1

  secret = var.google_client_secret

  depends_on = [google_project_service.this]
}

resource "google_identity_platform_default_supported_idp_config" "google" {
  count = length(data.google_secret_manager_secret_version.google_client_secret)

  idp_id        = "google.com"
  enabled       = true
  client_id     = var.google_client_id
  client_secret = data.google_secret_manager_secret_version.google_client_secret[count.index].secret_data

  depends_on = [google_identity_platform_config.users]
}

# What a browser names the project by. It is no secret: it opens sign-in and one's own documents, and
# from our pages only.
resource "google_apikeys_key" "web" {
  name         = "web"
  display_name = "Web app: sign-in and listening"

  restrictions {
    browser_key_restrictions {
      allowed_referrers = [for origin in local.sign_in_origins : "${origin}/*"]
    }

    # Firebase's library sends the key with each of its calls, also to Firestore.
    api_targets {
      service = "firestore.googleapis.com"
    }
    api_targets {
      service = "identitytoolkit.googleapis.com"
    }
    api_targets {
      service = "securetoken.googleapis.com"
    }
    # By which a device registers; without a web_push_key these two are off, and the key opens nothing there.
    api_targets {
      service = "fcmregistrations.googleapis.com"
    }
    api_targets {
      service = "firebaseinstallations.googleapis.com"
    }
  }

  depends_on = [google_project_service.this]
}
