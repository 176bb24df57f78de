# Where Gemini works on what users send: where the functions are, unless a location is named. There
# are three places with our models: the Union, the States, and wherever Google has room.

locals {
  gemini_location = var.gemini_location != "" ? var.gemini_location : (
    startswith(var.region, "europe-") ? "eu" : startswith(var.region, "us-") ? "us" : "global"
  )
}
