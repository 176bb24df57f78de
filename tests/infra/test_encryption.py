"""One variable puts all that is stored under a key of one's own, or leaves it under Google's."""

import re
from pathlib import Path

import pytest

from tests.infra import terraform
from tests.infra.test_terraform import needs_terraform, plan_of_variables

#: What keeps data, and the argument or block that its key stands in.
STORES = {
    "google_artifact_registry_repository.services": "kms_key_name",
    "google_bigquery_dataset.careerlens": "default_encryption_configuration",
    "google_bigquery_dataset.jobs_analytics": "default_encryption_configuration",
    "google_bigquery_table.careerlens": "encryption_configuration",
    "google_bigquery_table.job_events": "encryption_configuration",
    "google_cloud_run_v2_service.api": "encryption_key",
    "google_cloud_run_v2_service.internal": "encryption_key",
    "google_firestore_database.jobs": "cmek_config",
    "google_pubsub_topic.job_events": "kms_key_name",
    "google_pubsub_topic.job_events_dead": "kms_key_name",
}
KEY = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k"


@pytest.mark.parametrize("address", STORES)
def test_what_keeps_data_takes_the_key(address: str) -> None:
    """By the one local value, which is there when its agents may use the key."""
    said = str(terraform.resource(address))
    assert STORES[address] in said
    assert "local.kms_key" in said


def test_nothing_that_keeps_data_is_forgotten() -> None:
    """Each dataset, table, topic, database, service and repository; a view holds nothing."""
    kinds = {address.partition(".")[0] for address in STORES}
    found = {
        block.address
        for block in terraform.blocks("resource")
        if block.type in kinds and "view" not in block.body
    }
    assert found == set(STORES)


def test_each_agent_may_use_the_key_before_it_is_named() -> None:
    """That of each kind of store; and the grants are waited for."""
    agents = set(terraform.local_values()["encrypting_agents"])
    assert agents == {"artifactregistry", "bigquery", "firestore", "pubsub", "run"}
    assert "time_sleep.key_is_granted" in terraform.local_values()["kms_key"]
    waits = terraform.resource("time_sleep.key_is_granted")
    assert re.search(r"google_kms_crypto_key_iam_member\.agent", str(waits["depends_on"]))


@needs_terraform
@pytest.mark.parametrize(
    ("location", "is_taken"), [("europe-west1", True), ("EU", False), ("europe-west4", False)]
)
def test_the_key_is_where_the_data_is(location: str, tmp_path: Path, *, is_taken: bool) -> None:
    """Google refuses a key of another place, half way through an apply."""
    warehouse = f'{{ location = "{location}", max_bytes = 1 }}'
    code, said = plan_of_variables(tmp_path, "dev.tfvars", kms_key=KEY, warehouse=warehouse)
    assert (code == 0) is is_taken, said
