"""The whole way of a webhook: a real job in the local cloud, and receivers on this machine."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import PROJECT, LocalCloud, local_cloud
from infra.local.cloud.test_users import unsigned_id_token
from infra.local.process.ports import choose_port
from infra.smoke.journey import ORDER
from tests.fakes.webhook_receiver import WebhookReceiver, status
from tests.repo.documents import code_blocks, documents
from tests.support.programs import Program, started
from tests.support.waiting import wait_until
from tests.support.webhooks import SECRET

pytestmark = pytest.mark.usefixtures("machine", "sample_data")


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    """A receiver that fails twice, and then takes what comes."""
    with WebhookReceiver(status(500), status(503), status(204)) as running:
        yield running


@pytest.fixture
def documented(tmp_path: Path) -> Iterator[tuple[Program, str]]:
    """The receiver that docs/webhooks.md shows, as it stands there, and its address."""
    port = choose_port()
    text = "\n".join(code_blocks(documents()["docs/webhooks.md"], "python"))
    assert text.count("9000") == 1
    program = tmp_path / "receiver.py"
    program.write_text(text.replace("9000", str(port)), encoding="utf-8")
    with started([str(program)], tmp_path, WEBHOOK_SECRET=SECRET) as running:
        yield running, f"http://127.0.0.1:{port}/"


@pytest.fixture
def cloud(receiver: WebhookReceiver, documented: tuple[Program, str]) -> Iterator[LocalCloud]:
    """The whole local cloud, as `make run` starts it with these two endpoints."""
    urls = f"{receiver.url}/hook,{documented[1]}"
    parts = LocalCloud(
        ports=Ports.free(),
        listener=lambda _name, _line: None,
        overrides={"WEBHOOK_URLS": urls, "WEBHOOK_SECRET": SECRET},
    )
    with local_cloud(parts) as running:
        yield running


def test_a_receiver_that_fails_twice_is_told_of_one_end(
    cloud: LocalCloud, receiver: WebhookReceiver, documented: tuple[Program, str]
) -> None:
    """Three tries, each signed, of one message; the other endpoint has it at its first."""
    token = unsigned_id_token("owner-1", PROJECT, datetime.now(UTC))
    answer = httpx.post(
        f"{cloud.api_url}/api/jobs",
        json=ORDER,
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    ).raise_for_status()
    job_id = answer.json()["jobId"]

    wait_until(lambda: len(receiver.came) == 3)
    documented[0].wait_for_text(job_id)
    # Nothing waits any more, and nothing comes again: the sweep of the next minute is far.
    idle = httpx.get(
        f"http://127.0.0.1:{cloud.ports.tasks_http}/control/idle",
        params={"timeoutSeconds": 20, "withinSeconds": 30},
        timeout=60,
    )
    assert idle.json() == {"idle": True}

    messages = [Verifier(SECRET).verify(came.body, came.headers) for came in receiver.came]
    assert len(receiver.came) == 3
    assert len({came.headers["webhook-id"] for came in receiver.came}) == 1
    assert {came.path for came in receiver.came} == {"/hook"}
    (message,) = {json.dumps(message) for message in messages}
    told = json.loads(message)
    assert (told["type"], told["data"]["jobId"]) == ("job.succeeded", job_id)
    assert told["data"]["eventId"] == receiver.came[0].headers["webhook-id"]
    printed = [line for line in documented[0].output.splitlines() if job_id in line]
    assert [json.loads(line) for line in printed] == [told]
