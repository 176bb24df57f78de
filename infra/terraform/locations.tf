# Where all of it is: in var.region, unless another place is named. BigQuery, and Gemini with our
# models, are in the Union or the States as a whole, too; what people of the Union send stays there.

locals {
  firestore_location = coalesce(var.firestore_location, var.region)

  # Gemini is where Google has room, where neither is near.
  gemini_location = var.gemini_location != "" ? var.gemini_location : (
    startswith(var.region, "europe-") ? "eu" : startswith(var.region, "us-") ? "us" : "global"
  )

  warehouse_location = var.warehouse.location != "" ? var.warehouse.location : (
    startswith(var.region, "europe-") ? "EU" : startswith(var.region, "us-") ? "US" : var.region
  )
}
