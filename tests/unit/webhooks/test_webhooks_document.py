"""docs/webhooks.md shows what is really sent, and code that really verifies it."""

import json
import os
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import cast

import pytest

from functions.worker.send_webhook import TRIES
from infra.local.cloud.emulators import ROOT
from shared.core.lease import Lease
from shared.core.new_job import new_job
from shared.core.usage import Usage
from shared.webhooks.endpoints import MAX_ENDPOINTS
from shared.webhooks.message import describe
from shared.webhooks.sender import body_of
from shared.webhooks.signature import headers_of, read_secrets
from tests.repo.documents import code_blocks, table_after

DOCUMENT = ROOT / "docs" / "webhooks.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ACCEPTED = datetime(2026, 11, 23, 12, tzinfo=UTC)
Verify = Callable[[Mapping[str, str], bytes], bool]


def example() -> dict[str, object]:
    """Return the message of a job, as it is sent."""
    job_id = "kX3vQ9:example:1795435200000:7f3a9c2e51d08b64"
    job = new_job(
        job_id=job_id,
        job_type="example",
        max_attempts=3,
        now=ACCEPTED,
        retention=timedelta(days=90),
        tags=(),
    )
    started = ACCEPTED + timedelta(seconds=1.5)
    spent = Usage(
        model="gemini-3.8-flash",
        input_tokens=2410,
        output_tokens=811,
        bytes_billed=31457280,
        cost_usd=0.0091,
    )
    ended = job.claimed(started, Lease(), "lease").succeeded(
        started + timedelta(seconds=24.25), "", spent
    )
    return json.loads(body_of(describe(ended, "worker-00042-abc").to_json()))  # type: ignore[no-any-return]


def with_example(text: str) -> str:
    """Return the page with the message as it is sent, and its headers ten seconds after the end."""
    message = example()
    body = body_of(message)  # type: ignore[arg-type]
    at = ACCEPTED + timedelta(seconds=36)
    event_id = str(dict(message["data"])["eventId"])  # type: ignore[call-overload]
    for name, value in headers_of(event_id, at, body, read_secrets(SECRET)).items():
        text = re.sub(rf"^{name}: .*$", f"{name}: {value}", text, flags=re.MULTILINE)
    shown = f"```json\n{json.dumps(message, indent=2)}\n```"
    return re.sub(r"```json\n.*?```", shown, text, flags=re.DOTALL)


def test_the_example_is_what_is_sent() -> None:
    """Headers and message; `WRITE_DOCS=1` writes them anew."""
    if os.environ.get("WRITE_DOCS"):
        DOCUMENT.write_text(with_example(TEXT), encoding="utf-8")
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == with_example(text)
    assert len(code_blocks(text, "json")) == 1


@pytest.fixture
def is_ours(monkeypatch: pytest.MonkeyPatch) -> Verify:
    """The first block of Python in the page, run as it stands there."""
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    block = code_blocks(TEXT, "python")[0]
    names: dict[str, Verify] = {}
    exec(block, names)  # noqa: S102 -- our own page
    return names["is_ours"]


def test_the_code_that_is_shown_takes_what_is_ours(is_ours: Verify) -> None:
    """Also while a secret is changed."""
    for secrets in (SECRET, f"whsec_{'A' * 32},{SECRET}"):
        headers = headers_of("event-1", datetime.now(UTC), b"{}", read_secrets(secrets))
        assert is_ours(headers, b"{}")


def test_the_code_that_is_shown_takes_nothing_else(is_ours: Verify) -> None:
    """Not another body, id, time or secret, nothing old, and no signature that is none."""
    now = datetime.now(UTC)
    headers = headers_of("event-1", now, b"{}", read_secrets(SECRET))
    old = headers_of("event-1", now - timedelta(minutes=6), b"{}", read_secrets(SECRET))
    theirs = headers_of("event-1", now, b"{}", read_secrets(f"whsec_{'A' * 32}"))
    assert not is_ours(headers, b"{ }")
    assert not is_ours({**headers, "webhook-id": "event-2"}, b"{}")
    assert not is_ours({**headers, "webhook-timestamp": str(int(time.time()) + 9)}, b"{}")
    assert not is_ours(old, b"{}")
    assert not is_ours(theirs, b"{}")
    assert not is_ours({**headers, "webhook-signature": ""}, b"{}")
    assert not is_ours({**headers, "webhook-signature": "v1,\u00f6"}, b"{}")


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature", "all"])
def test_the_code_that_is_shown_refuses_what_is_not_signed(is_ours: Verify, missing: str) -> None:
    """A request that somehow found the receiver ends nothing: also as its server has the fields."""
    headers = headers_of("event-1", datetime.now(UTC), b"{}", read_secrets(SECRET))
    left = {name: value for name, value in headers.items() if missing not in (name, "all")}
    as_served = Message()
    for name, value in left.items():
        as_served[name] = value
    assert not is_ours(left, b"{}")
    assert not is_ours(cast("Mapping[str, str]", as_served), b"{}")
    for other in ("soon", "9" * 5000, "\u00b2", "-1", "1e9"):
        assert not is_ours({**headers, "webhook-timestamp": other}, b"{}")


def test_the_page_has_the_codes_numbers() -> None:
    """How often a message is sent, and how many endpoints there may be."""
    (row,) = (row for row in table_after(TEXT, "What your answer means") if "anything" in row[0])
    assert f"{TRIES} times" in row[1]
    assert MAX_ENDPOINTS == 5
    assert "At the most five" in TEXT


def test_the_code_that_is_shown_is_short() -> None:
    """Ten lines, without what is blank and what is said about them."""
    lines = [line for line in code_blocks(TEXT, "python")[0].splitlines() if line.strip()]
    assert len(lines) <= 11
