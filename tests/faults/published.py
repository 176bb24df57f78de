"""Everything that was published on the topic of job events, as a real subscription receives it."""

import base64
import json
import uuid
from dataclasses import dataclass, field
from functools import cache
from typing import cast

import httpx
from pydantic import JsonValue

from infra.local.cloud import stack
from infra.local.process.ports import HOST
from shared.core import ids

#: An event as it was sent: `shared.core.job_event.JobEvent`, without the fields that are absent.
Event = dict[str, JsonValue]

_SECONDS = 5


@cache
def http() -> httpx.Client:
    """One client for all: each makes a TLS context, which takes longer than all of its calls."""
    return httpx.Client()


@dataclass(kw_only=True)
class Published:
    """A subscription, and what it has received so far."""

    pubsub_port: int
    _events: list[Event] = field(default_factory=list)
    _name: str = field(default_factory=lambda: f"faults-{uuid.uuid4().hex}")

    def __post_init__(self) -> None:
        topic = f"projects/{stack.PROJECT}/topics/{stack.TOPIC}"
        http().put(self._url, json={"topic": topic}, timeout=_SECONDS).raise_for_status()

    def events_of(self, job_id: str) -> list[Event]:
        """Return every event of a job that has arrived."""
        self._pull()
        return self.received_of(job_id)

    def received_of(self, job_id: str) -> list[Event]:
        """Return every event of a job that was received already."""
        return [event for event in self._events if event["jobIdHash"] == ids.job_hash(job_id)]

    @property
    def _url(self) -> str:
        where = f"http://{HOST}:{self.pubsub_port}/v1"
        return f"{where}/projects/{stack.PROJECT}/subscriptions/{self._name}"

    def _pull(self) -> None:
        """Take what waits; what is taken once does not come again."""
        asked = {"maxMessages": 1000, "returnImmediately": True}
        answer = http().post(f"{self._url}:pull", json=asked, timeout=_SECONDS)
        answer.raise_for_status()
        messages = answer.json().get("receivedMessages", [])
        if not messages:
            return
        taken = {"ackIds": [message["ackId"] for message in messages]}
        http().post(f"{self._url}:acknowledge", json=taken, timeout=_SECONDS).raise_for_status()
        self._events += [_event(message["message"]["data"]) for message in messages]


def _event(data: str) -> Event:
    return cast("Event", json.loads(base64.b64decode(data)))
