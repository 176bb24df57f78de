# The database, its indexes and expiry. The rules that say who may read are released by infra/deploy:
# here a change of them would take the old release away before the new one is there.
#
# Indexes stand once, in firestore.indexes.json, in the form that firebase-tools reads too.

locals {
  firestore = jsondecode(file("../firestore.indexes.json"))

  composite_indexes = {
    for index in local.firestore.indexes :
    join("-", concat(
      [index.collectionGroup, lower(index.queryScope)],
      [for field in index.fields : field.fieldPath],
      [for field in index.fields : lower(try(field.order, field.arrayConfig))],
    )) => index
  }

  # A field named here has only the indexes that are listed, and none if none is.
  field_overrides = {
    for field in local.firestore.fieldOverrides : "${field.collectionGroup}.${field.fieldPath}" => field
  }
}

resource "google_firestore_database" "jobs" {
  name                              = "(default)"
  location_id                       = local.firestore_location
  type                              = "FIRESTORE_NATIVE"
  database_edition                  = "STANDARD"
  concurrency_mode                  = "PESSIMISTIC"
  app_engine_integration_mode       = "DISABLED"
  point_in_time_recovery_enablement = var.environment == "prod" ? "POINT_IN_TIME_RECOVERY_ENABLED" : "POINT_IN_TIME_RECOVERY_DISABLED"
  delete_protection_state           = var.delete_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"

  dynamic "cmek_config" {
    for_each = local.kms_key[*]
    content {
      kms_key_name = cmek_config.value
    }
  }

  # Where protection is on, `terraform destroy` lets go of the database and leaves it as it is.
  deletion_policy = var.delete_protection ? "ABANDON" : "DELETE"

  depends_on = [google_project_service.this]
}

# Beside point-in-time recovery, which reaches back seven days and goes with the database.
resource "google_firestore_backup_schedule" "daily" {
  count = var.environment == "prod" ? 1 : 0

  database  = google_firestore_database.jobs.name
  retention = "1209600s" # 14 days

  daily_recurrence {}
}

resource "google_firestore_index" "this" {
  for_each = local.composite_indexes

  database    = google_firestore_database.jobs.name
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path   = fields.value.fieldPath
      order        = try(fields.value.order, null)
      array_config = try(fields.value.arrayConfig, null)
    }
  }
}

resource "google_firestore_field" "this" {
  for_each = local.field_overrides

  database   = google_firestore_database.jobs.name
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  # Written even where it is empty: an empty block means no index at all.
  index_config {
    dynamic "indexes" {
      for_each = each.value.indexes
      content {
        query_scope  = indexes.value.queryScope
        order        = try(indexes.value.order, null)
        array_config = try(indexes.value.arrayConfig, null)
      }
    }
  }

  dynamic "ttl_config" {
    for_each = try(each.value.ttl, false) ? [true] : []
    content {}
  }
}
