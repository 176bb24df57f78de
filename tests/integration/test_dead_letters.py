"""Events that BigQuery refuses, and their way back: the runbook's own commands, on the emulator.

The rehearsal of "Events are not taken" in docs/operations.md. The emulator does not bear BigQuery
(here a receiver refuses, as it would), the roles of Google's agent, and the retry policy's pauses.
"""

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.process.ports import HOST
from tests.infra import terraform
from tests.repo.documents import documents
from tests.support.emulators import GoogleEmulators
from tests.support.waiting import wait_until

PROJECT = "demo-dead-letters"
TOPIC, DEAD, SUBSCRIPTION = "job-events", "job-events-dead", "job-events-to-bigquery"


class Events:
    """Topics and subscriptions as Terraform makes them."""

    def __init__(self, emulators: GoogleEmulators) -> None:
        self.url = f"http://{HOST}:{emulators.pubsub_port}"
        self.client = httpx.Client(base_url=f"{self.url}/v1/projects/{PROJECT}", timeout=30)
        made = terraform.resource("google_pubsub_subscription.job_events_to_bigquery")
        self.attempts = made["dead_letter_policy"][0]["max_delivery_attempts"]

    def make(self) -> None:
        """Make them, anew."""
        topic = f"projects/{PROJECT}/topics"
        dead = {"deadLetterTopic": f"{topic}/{DEAD}", "maxDeliveryAttempts": self.attempts}
        kept = {"messageRetentionDuration": "604800s"}
        for path, body in (
            (f"topics/{TOPIC}", kept),
            (f"topics/{DEAD}", kept),
            (f"subscriptions/{DEAD}", {"topic": f"{topic}/{DEAD}", **kept}),
            (
                f"subscriptions/{SUBSCRIPTION}",
                {"topic": f"{topic}/{TOPIC}", "deadLetterPolicy": dead, **kept},
            ),
        ):
            self.client.delete(f"/{path}")
            self.client.put(f"/{path}", json=body).raise_for_status()

    def publish(self, event: bytes) -> None:
        """Publish an event."""
        message = {"data": base64.b64encode(event).decode()}
        answer = self.client.post(f"/topics/{TOPIC}:publish", json={"messages": [message]})
        answer.raise_for_status()

    def pull(self, subscription: str, *, takes: bool) -> list[bytes]:
        """Deliver what waits; it is acknowledged, or refused and comes again."""
        body = {"maxMessages": 10, "returnImmediately": True}
        path = f"/subscriptions/{subscription}"
        came: list[dict[str, Any]] = (
            self.client.post(f"{path}:pull", json=body).json().get("receivedMessages", [])
        )
        if came:
            done = {"ackIds": [one["ackId"] for one in came]}
            verb, more = (
                ("acknowledge", {}) if takes else ("modifyAckDeadline", {"ackDeadlineSeconds": 0})
            )
            self.client.post(f"{path}:{verb}", json={**done, **more}).raise_for_status()
        return [base64.b64decode(one["message"]["data"]) for one in came]


@pytest.fixture
def events(emulators: GoogleEmulators) -> Iterator[Events]:
    """The way of the events, in a project of its own."""
    made = Events(emulators)
    with made.client:
        made.make()
        yield made


def commands() -> list[list[str]]:
    """Return the commands of the runbook's entry that are for gcloud."""
    _, _, text = documents()["docs/operations.md"].partition("\n### Events are not taken\n")
    return [
        line.split() for line in re.findall(r"gcloud pubsub [^`\n]+", text.partition("\n### ")[0])
    ]


def gcloud(command: list[str], events: Events, folder: Path, at: datetime) -> str:
    """Run a command as it stands there, with another time, and return what it prints."""
    moment = at.isoformat().replace("+00:00", "Z")
    arguments = [re.sub(r"--time=\S+", f"--time={moment}", word) for word in command]
    environment = {
        **os.environ,
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB": f"{events.url}/",
        "CLOUDSDK_CORE_PROJECT": PROJECT,
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true",
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "CLOUDSDK_CONFIG": str(folder),
    }
    done = subprocess.run(  # noqa: S603 -- the page's own command
        arguments, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("gcloud") is None, reason="the runbook's commands are gcloud's")
def test_what_was_refused_is_delivered_again_by_the_runbook(events: Events, tmp_path: Path) -> None:
    """Read, deliver again, throw away: every event is taken in the end, and no letter is left."""
    look, deliver_again, throw_away = commands()
    began = datetime.now(UTC)
    events.publish(b"first")
    events.publish(b"second")
    refused = 0
    while found := events.pull(SUBSCRIPTION, takes=False):
        refused += len(found)
    assert refused == 2 * events.attempts
    # Read, and left there.
    for _ in range(2):
        wait_until(lambda: "CloudPubSubDeadLetterSource" in gcloud(look, events, tmp_path, began))
        for letter in events.pull(DEAD, takes=False):
            assert letter in {b"first", b"second"}

    gcloud(deliver_again, events, tmp_path, began)
    taken: list[bytes] = []

    def all_are_taken() -> bool:
        taken.extend(events.pull(SUBSCRIPTION, takes=True))
        return len(taken) == 2

    wait_until(all_are_taken)
    assert sorted(taken) == [b"first", b"second"]
    assert events.pull(SUBSCRIPTION, takes=True) == []

    gcloud(throw_away, events, tmp_path, datetime.now(UTC))
    assert events.pull(DEAD, takes=True) == []


def test_the_commands_are_for_what_terraform_makes() -> None:
    """Their subscriptions are Terraform's, and so is how long events are kept."""
    named = [command[command.index("subscriptions") + 2] for command in commands()]
    assert named == [DEAD, SUBSCRIPTION, DEAD]
    for resource in ("job_events_to_bigquery", "job_events_dead"):
        made = terraform.resource(f"google_pubsub_subscription.{resource}")
        assert terraform.unquoted(made["name"]) in named
    topic = terraform.resource("google_pubsub_topic.job_events")
    assert terraform.unquoted(topic["message_retention_duration"]) == "604800s"
