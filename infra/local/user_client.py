"""Firestore as a signed-in user sees it: judged by the security rules, like a browser.

The ordinary Python client is an administrator to the emulator. This one carries a user's ID
token instead, so that what it may not read, it cannot.
"""

import logging
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from pydantic import JsonValue

from shared.job import Job

#: Called with each job that has changed, and the time of `time.monotonic` at which that was heard.
JobHeard = Callable[[Job, float], None]

_CALL_TIMEOUT_SECONDS = 5


class ListenerEndedError(RuntimeError):
    """The listener hears nothing any more; the message says why."""


class UserClient(firestore.Client):
    """A Firestore client that acts as the user of an ID token."""

    def __init__(self, *, host: str, project: str, id_token: str) -> None:
        nobody = AnonymousCredentials()  # type: ignore[no-untyped-call]
        super().__init__(project=project, credentials=nobody)
        self._emulator_host = host
        self._id_token = id_token

    @property
    def _rpc_metadata(self) -> list[tuple[str, str]]:
        """What goes with every call: the user's token, where the client has its `Bearer owner`."""
        return [
            ("google-cloud-resource-prefix", self._database_string),
            ("authorization", f"Bearer {self._id_token}"),
        ]

    def read_data(self, uid: str, job_id: str, name: str) -> JsonValue:
        """Read a document below a job's card; None if there is none.

        Raises:
            google.api_core.exceptions.PermissionDenied: If the job is somebody else's.
        """
        card = self.collection("users", uid, "jobs").document(job_id)
        snapshot = card.collection("data").document(name).get(timeout=_CALL_TIMEOUT_SECONDS)
        value: JsonValue = snapshot.get("value") if snapshot.exists else None
        return value


class JobsListener:
    """Listens to all jobs of a user, for the length of the block it is used in."""

    def __init__(self, client: UserClient, uid: str, heard: JobHeard) -> None:
        self._jobs = client.collection("users", uid, "jobs")
        self._heard = heard
        self._failure: Exception | None = None
        # It would print a traceback for what `check` says in a sentence.
        logging.getLogger("google.api_core.bidi").setLevel(logging.CRITICAL)

    def __enter__(self) -> Self:
        self._watch = self._jobs.on_snapshot(self._hear)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._watch.unsubscribe()  # type: ignore[no-untyped-call]

    def check(self) -> None:
        """Raise if nothing more will be heard.

        Raises:
            ListenerEndedError: With the reason.
        """
        if self._failure is not None:
            raise ListenerEndedError("A job's card could not be read.") from self._failure
        if not self._watch.is_active:
            raise ListenerEndedError(f"The Firestore listener has ended: {self._why()}")

    def _why(self) -> str:
        """Find out why the stream ended, which it does not tell: by reading what it listened to."""
        try:
            self._jobs.limit(1).get(timeout=_CALL_TIMEOUT_SECONDS)
        except exceptions.GoogleAPICallError as error:
            return " ".join(f"{error.code} {error.message}".split())
        return "reading works; the stream was cut."

    def _hear(self, _: object, changes: Sequence[Any], __: object) -> None:
        at = time.monotonic()
        for change in changes:
            try:
                self._heard(Job.model_validate(change.document.to_dict()), at)
            except Exception as error:  # noqa: BLE001 -- the edge of the client's own thread
                self._failure = error
