"""Firestore as a signed-in user sees it: judged by the security rules, like a browser.

The ordinary Python client is an administrator to the emulator. This one carries a user's ID
token instead, so that what it may not read, it cannot.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from pydantic import JsonValue

from shared.core.job import Job
from shared.core.stored_value import from_text

#: Called with each job that has changed, and the `time.monotonic` at which that was received.
JobChanged = Callable[[Job, float], None]

_CALL_TIMEOUT_SECONDS = 5


class ListenerEndedError(RuntimeError):
    """The listener receives nothing any more; the message says why."""


class UserClient(firestore.Client):
    """A Firestore client that acts as the user of an ID token."""

    def __init__(self, *, host: str, project: str, id_token: str) -> None:
        none = AnonymousCredentials()  # type: ignore[no-untyped-call]
        super().__init__(project=project, credentials=none)
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
        """Read a document below a job's document; None if there is none.

        Raises:
            google.api_core.exceptions.PermissionDenied: If the job is another user's.
        """
        job_document = self.collection("users", uid, "jobs").document(job_id)
        snapshot = job_document.collection("data").document(name).get(timeout=_CALL_TIMEOUT_SECONDS)
        return from_text(snapshot.get("json")) if snapshot.exists else None


class JobsListener:
    """Listens to all jobs of a user, for the length of the block it is used in.

    A stream may be cut, or fall silent without an end: the emulator does both when the machine is
    busy. Like a browser's SDK it is then opened anew, and nothing is lost by that, because a new
    stream begins with every job as it is.
    """

    def __init__(
        self, client: UserClient, uid: str, on_change: JobChanged, *, silence_seconds: float = 5
    ) -> None:
        self._jobs = client.collection("users", uid, "jobs")
        self._on_change = on_change
        self._silence_seconds = silence_seconds
        self._failure: Exception | None = None
        #: How often the stream had to be opened anew.
        self.reopened = 0
        for name in ("google.api_core.bidi", "google.cloud.firestore_v1.watch"):
            # They would print a traceback for what `check` mends, or says in a sentence.
            logging.getLogger(name).setLevel(logging.CRITICAL)

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def check(self) -> None:
        """Mend the stream if it has ended, or has said nothing for a while.

        Raises:
            ListenerEndedError: If it cannot be mended, with the reason.
        """
        if self._failure is not None:
            raise ListenerEndedError("A job's document could not be read.") from self._failure
        is_silent = time.monotonic() - self._received_at > self._silence_seconds
        if self._watch.is_active and not is_silent:
            return
        self._refuse_what_the_rules_refuse()
        self._close()
        self._open()
        self.reopened += 1

    def _open(self) -> None:
        self._received_at = time.monotonic()
        self._watch = watch = self._jobs.on_snapshot(self._receive)
        close = watch.close
        # Without a reason: with one, a thread of its own raises it into the terminal.
        watch.close = lambda reason=None: close()  # type: ignore[method-assign, no-untyped-call]  # noqa: ARG005

    def _close(self) -> None:
        self._watch.unsubscribe()  # type: ignore[no-untyped-call]

    def _refuse_what_the_rules_refuse(self) -> None:
        """Find out whether the rules ended the stream, which it does not tell: by reading."""
        try:
            self._jobs.limit(1).get(timeout=_CALL_TIMEOUT_SECONDS)
        except exceptions.GoogleAPICallError as error:
            why = " ".join(f"{error.code} {error.message}".split())
            raise ListenerEndedError(f"The Firestore listener has ended: {why}") from error

    def _receive(self, _: object, changes: Sequence[Any], __: object) -> None:
        at = self._received_at = time.monotonic()
        for change in changes:
            try:
                self._on_change(Job.model_validate(change.document.to_dict()), at)
            except Exception as error:  # noqa: BLE001 -- the edge of the client's own thread
                self._failure = error
