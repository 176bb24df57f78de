"""Everything that was published on the topic of job events, as a real subscription receives it."""

import base64
import json
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import cast

from pydantic import JsonValue

from infra.local.cloud import stack
from infra.local.process.ports import HOST
from shared.core import ids
from tests.support.local_client import http

#: An event as it was sent: `shared.core.job_event.JobEvent`, without the fields that are absent.
Event = dict[str, JsonValue]

_SECONDS = 30


@dataclass(kw_only=True)
class Published:
    """A subscription, and what it has received so far."""

    pubsub_port: int
    _events: list[Event] = field(default_factory=list)
    #: The same by job: a run of the suite has thousands, of which each check wants five.
    _by_job: dict[JsonValue, list[Event]] = field(default_factory=lambda: defaultdict(list))
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
        return list(self._by_job[ids.job_hash(job_id)])

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
        for message in messages:
            event = _event(message["message"]["data"])
            self._events.append(event)
            self._by_job[event["jobIdHash"]].append(event)


def _event(data: str) -> Event:
    return cast("Event", json.loads(base64.b64decode(data)))
