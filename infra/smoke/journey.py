"""One job's journey through the API, as a user's program makes it.

Each step says what it found, and the first that finds something else ends the journey. What the
journey made it erases, also when it fails: a smoke test leaves nothing behind.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypedDict, Unpack

import httpx

#: What is asked for: a job of the type that is about nothing and asks the text model.
ORDER = {"type": "example", "text": "A smoke test asks for this"}
#: The first request finds a function that has to start.
_CALL_TIMEOUT_SECONDS = 30
_LONGEST_PAUSE_SECONDS = 5.0
#: By then a job has begun, where a worker runs and the queue is empty.
_START_SECONDS = 30
#: Cloud Run says that a change of traffic takes a while to be everywhere.
_ROUTING_SECONDS = 90
_TERMINAL = {"succeeded", "failed", "cancelled"}


class JourneyError(RuntimeError):
    """The deployment did not do what it should; the message says what it did, without a token."""


class _Request(TypedDict, total=False):
    body: Mapping[str, object]
    headers: Mapping[str, str]
    #: Whether the user's token goes with it; it does if nothing is said.
    token: bool


@dataclass(kw_only=True)
class Journey:
    """A client of one deployment, in the name of the smoke test's user."""

    base_url: str
    id_token: str
    #: Which revision of the api must answer; any, if nothing is said.
    revision: str = ""
    #: Called with a sentence after each step.
    say: Callable[[str], None]
    #: Whether a job that has not begun after half a minute ends the journey. Where there are other
    #: jobs, it may only stand behind them.
    is_alone: bool = False
    #: The job must be finished so many seconds after it was accepted.
    patience_seconds: float = 180
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            base_url=self.base_url,
            timeout=_CALL_TIMEOUT_SECONDS,
            trust_env=False,
            # Between two looks a server may close a line that was kept.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def run(self) -> None:
        """Make the journey.

        Raises:
            JourneyError: If a step finds something else than it should.
        """
        with self._client:
            self._find_api()
            self._ask("POST", "/api/jobs", HTTPStatus.UNAUTHORIZED, token=False, body=ORDER)
            self.say("Without a token it accepts nothing.")
            with self._submitted() as job_id:
                self._follow(job_id)
                self._look_at_result(job_id)
            self._ask("GET", f"/api/jobs/{job_id}", HTTPStatus.NOT_FOUND)
            self.say("The job is erased.")

    def _find_api(self) -> None:
        """Find the API, and wait for its revision: what was moved just now is not there at once."""
        began = self.clock()
        while not self._is_there(answer := self._send("GET", "/api/health", token=False)):
            if not self.revision or self.clock() - began > _ROUTING_SECONDS:
                found = _read(answer, HTTPStatus.OK)["revision"]
                raise JourneyError(f"Revision {found} answers instead of {self.revision}.")
            self.pause(_LONGEST_PAUSE_SECONDS)

    def _is_there(self, answer: httpx.Response) -> bool:
        """Whether the API has answered, and is the revision that it must be."""
        if answer.status_code != HTTPStatus.OK:
            return False
        revision = str(_read(answer, HTTPStatus.OK)["revision"])
        if self.revision not in {"", revision}:
            return False
        self.say(f"The API is there, revision {revision}.")
        return True

    @contextmanager
    def _submitted(self) -> Iterator[str]:
        """Submit the job, twice under one key, and erase it after the block."""
        key = {"Idempotency-Key": secrets.token_hex(16)}
        began = self.clock()
        job_document = self._ask("POST", "/api/jobs", HTTPStatus.ACCEPTED, body=ORDER, headers=key)
        job_id = str(job_document["jobId"])
        try:
            self.say(f"A job is accepted after {self.clock() - began:.2f} s.")
            again = self._ask("POST", "/api/jobs", HTTPStatus.OK, body=ORDER, headers=key)
            if again["jobId"] != job_id:
                raise JourneyError("The same Idempotency-Key made a second job.")
            self.say("Sent again under the same key, it is the same job.")
            yield job_id
        finally:
            self._client.delete(f"/api/jobs/{job_id}", headers=self._authorization())

    def _follow(self, job_id: str) -> None:
        """Poll the job's status until it is finished, as the answers say when."""
        began, seen = self.clock(), ""
        begun_by: float | None = began + _START_SECONDS
        while True:
            answer = self._send("GET", f"/api/jobs/{job_id}/status")
            job_document = _read(answer, HTTPStatus.OK)
            if job_document["status"] != seen:
                seen = str(job_document["status"])
                self.say(f"It is {seen} after {self.clock() - began:.1f} s.")
            if seen in _TERMINAL:
                break
            if begun_by is not None and self.clock() > begun_by and seen == "queued":
                self._say_unbegun()
                begun_by = None
            if self.clock() - began > self.patience_seconds:
                raise JourneyError(f"It is still {seen} after {self.patience_seconds:.0f} s.")
            again = float(answer.headers.get("Retry-After", 1))
            self.pause(min(again, _LONGEST_PAUSE_SECONDS))
        if seen != "succeeded":
            raise JourneyError(f"The job has {seen}: {_why(job_document)}")

    def _say_unbegun(self) -> None:
        why = (
            f"It is still queued after {_START_SECONDS} s: no worker has taken it. Does the worker"
            " run, and is the queue paused, or full?"
        )
        if self.is_alone:
            raise JourneyError(why)
        self.say(why)

    def _look_at_result(self, job_id: str) -> None:
        job = self._ask("GET", f"/api/jobs/{job_id}", HTTPStatus.OK)
        if not isinstance(job.get("result"), dict) or not job.get("summary"):
            raise JourneyError("The job has succeeded without a result or a summary.")
        cost = job.get("usage", {}).get("costUsd", 0)
        self.say(f"Its result is there ({job['summary']}). It cost {cost:.4f} US dollars.")

    def _ask(
        self, method: str, path: str, expected: HTTPStatus, **request: Unpack[_Request]
    ) -> dict[str, Any]:
        """Send a request, and return the object that it is answered with."""
        return _read(self._send(method, path, **request), expected)

    def _send(self, method: str, path: str, **request: Unpack[_Request]) -> httpx.Response:
        signed = self._authorization() if request.get("token", True) else {}
        headers = {**request.get("headers", {}), **signed}
        try:
            return self._client.request(method, path, json=request.get("body"), headers=headers)
        except httpx.HTTPError as error:
            kind = type(error).__name__
            raise JourneyError(f"{method} {path} was not answered: {kind}.") from error

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.id_token}"}


def _read(answer: httpx.Response, expected: HTTPStatus) -> dict[str, Any]:
    """Return the object of an answer with the expected status."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if answer.status_code != expected or not isinstance(found, dict):
        detail = found.get("detail", "") if isinstance(found, dict) else ""
        where = f"{answer.request.method} {answer.request.url.path}"
        codes = f"{answer.status_code} instead of {int(expected)}"
        raise JourneyError(f"{where} was answered {codes}. {detail}".strip())
    return found


def _why(job_document: Mapping[str, Any]) -> str:
    """Say why a job has not succeeded, in the words its owner sees."""
    error = job_document.get("error") or {}
    return f"{error.get('code', 'no code')}. {error.get('message', '')}".strip()
