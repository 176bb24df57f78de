"""What tells a new submission from one that was made before. Pure.

Two things make a second job of the same: a client that sends a request again because it saw no
answer (it says so with an `Idempotency-Key`), and a finger that clicks twice (the request is
identical, and the first job is not done). And one makes the job before worthless: a newer one of
what its owner wants only the latest of. Each has a document of its own, written in the same
commit as the job, so that of two submissions at once only one can be first.
"""

import hashlib
import json
from datetime import datetime

from pydantic import JsonValue

from shared.core import errors
from shared.core.errors import FieldViolation
from shared.core.records import StoredRecord

#: As long as a header's value may reasonably be; the draft standard says nothing.
MAX_KEY_LENGTH = 255


class SubmittedRequest(StoredRecord):
    """`users/{uid}/submittedRequests/{fingerprint}`: the last job of exactly this request."""

    job_id: str
    #: When Firestore may delete it (TTL).
    expire_at: datetime


class IdempotencyKey(StoredRecord):
    """`users/{uid}/idempotencyKeys/{hash of the key}`: the job that a key has made."""

    #: Absent, as is the fingerprint, when its owner has erased all that there was of them.
    job_id: str | None = None
    #: The fingerprint of the request it came with; another one is refused.
    fingerprint: str | None = None
    #: When Firestore may delete it (TTL): with the job it stands for.
    expire_at: datetime

    def check_same(self, fingerprint: str) -> None:
        """Refuse another request under the same key.

        Raises:
            errors.AlreadyExistsError: If it is another.
        """
        if self.fingerprint is None:
            raise job_is_gone()
        if fingerprint != self.fingerprint:
            raise errors.AlreadyExistsError(
                "This Idempotency-Key was used before, with another request."
            )


class LatestJob(StoredRecord):
    """`users/{uid}/latestJobs/{hash of the key}`: the newest job of one `latestOf`."""

    job_id: str
    #: When Firestore may delete it (TTL).
    expire_at: datetime


def job_is_gone() -> errors.AlreadyExistsError:
    """Return the refusal of a key whose job was erased: it never makes a second one."""
    return errors.AlreadyExistsError("This Idempotency-Key has made a job that is gone.")


def fingerprint(job_type: str, request: JsonValue) -> str:
    """Return the name of a request: the same for the same type, fields and values, in any order."""
    canonical = json.dumps([job_type, request], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:40]


def scheduled_name(schedule_id: str, due_at: datetime) -> str:
    """Return the key's document's name for a time of a schedule; no user's key has a line end."""
    named = f"schedule\n{schedule_id}:{due_at.isoformat()}"
    return hashlib.sha256(named.encode()).hexdigest()[:40]


def latest_name(key: str) -> str:
    """Return the document's name for an `options.latestOf`."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def key_name(key: str) -> str:
    """Return the document's name for an `Idempotency-Key`, which may be any visible ASCII.

    Raises:
        errors.InvalidArgumentError: If it is empty, too long, or not visible ASCII.
    """
    is_visible = key.isascii() and key.isprintable()
    if not key.strip() or len(key) > MAX_KEY_LENGTH or not is_visible:
        message = f"Must be 1 to {MAX_KEY_LENGTH} visible ASCII characters."
        raise errors.InvalidArgumentError(
            violations=[FieldViolation(field="Idempotency-Key", message=message)]
        )
    return hashlib.sha256(key.encode()).hexdigest()[:40]
