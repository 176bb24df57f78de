"""What a new project does not have at once is made, and waited for, before something needs it."""

import re

import pytest

from infra.deploy.terraform import BUILD_NEEDS
from tests.infra import terraform
from tests.infra.terraform import blocks

AGENT = "google_project_service_identity.agent"


def waits_for(address: str) -> set[str]:
    """Return what a resource names to wait for."""
    return set(re.findall(r"[a-z_]+\.\w+", str(terraform.resource(address)["depends_on"])))


def test_googles_own_agents_are_made_by_name() -> None:
    """One that only comes with its service's first use cannot be granted a role before it."""
    services = set(terraform.texts(terraform.resource(AGENT)["for_each"]))
    assert services == {"cloudscheduler", "cloudtasks", "pubsub"} | {
        "artifactregistry",
        "firestore",
        "run",
    }
    assert terraform.local_values()["pubsub_agent"] == f'${{{AGENT}["pubsub"].member}}'


@pytest.mark.parametrize(
    ("what", "needs"),
    [
        ("google_cloud_tasks_queue.jobs", AGENT),
        ("google_cloud_tasks_queue.webhooks", AGENT),
        ("google_cloud_scheduler_job.sweep", AGENT),
        (
            "google_pubsub_subscription.job_events_to_bigquery",
            "time_sleep.pubsub_has_its_roles",
        ),
        ("time_sleep.pubsub_has_its_roles", "google_bigquery_dataset_iam_member.pubsub_writes"),
        ("time_sleep.build_has_its_roles", "google_project_iam_member.build"),
    ],
)
def test_what_needs_it_waits_for_it(what: str, needs: str) -> None:
    """A grant takes a while to count; half of the runs without a wait fail (provider #20571)."""
    assert needs in waits_for(what)


def test_each_wait_is_a_minute_and_begins_anew_with_other_roles() -> None:
    """As the provider's own example does it."""
    waits = [block.body for block in blocks("resource") if block.type == "time_sleep"]
    assert len(waits) == 3
    for body in waits:
        assert terraform.unquoted(body["create_duration"]) == "60s"
        assert "roles" in body["triggers"]


def test_what_the_first_deployment_makes_first_is_there() -> None:
    """The addresses that infra/deploy names are Terraform's."""
    assert {block.address for block in blocks("resource")} >= set(BUILD_NEEDS)
