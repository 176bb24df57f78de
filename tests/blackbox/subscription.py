"""A subscription of the oracle's own to the topic of job events, over Pub/Sub's plain HTTP."""

import base64
import json
from threading import Event, Thread
from types import TracebackType
from typing import Self

import httpx

from infra.local.cloud.stack import PROJECT, TOPIC
from infra.local.process.ports import HOST
from tests.blackbox.seen import Seen

_NAME = "blackbox"
_PULL_SECONDS = 0.5
_CALL_SECONDS = 30


class Subscription:
    """Takes every event that is published, in a thread of its own."""

    def __init__(self, port: int, seen: Seen) -> None:
        self._seen = seen
        self._http = httpx.Client(base_url=f"http://{HOST}:{port}/v1", timeout=_CALL_SECONDS)
        self._ending = Event()
        self._thread = Thread(target=self._run, name="subscription", daemon=True)

    def __enter__(self) -> Self:
        topic = f"projects/{PROJECT}/topics/{TOPIC}"
        self._http.put(_PATH, json={"topic": topic}).raise_for_status()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        self._thread.join(_CALL_SECONDS)
        self._http.close()

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                taken = self._take()
            except httpx.HTTPError:
                taken = 0  # The emulator stands still: it is one of the faults.
            if not taken:
                self._ending.wait(_PULL_SECONDS)

    def _take(self) -> int:
        """Take what waits, and note it before it is acknowledged."""
        asked = {"maxMessages": 500, "returnImmediately": True}
        answer = self._http.post(f"{_PATH}:pull", json=asked).raise_for_status()
        received = answer.json().get("receivedMessages", [])
        if not received:
            return 0
        events = [json.loads(base64.b64decode(each["message"]["data"])) for each in received]
        with self._seen.lock:
            self._seen.events.extend(events)
        acknowledged = {"ackIds": [each["ackId"] for each in received]}
        self._http.post(f"{_PATH}:acknowledge", json=acknowledged).raise_for_status()
        return len(received)


_PATH = f"/projects/{PROJECT}/subscriptions/{_NAME}"
