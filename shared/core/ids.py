"""The names of jobs, tasks and events. Pure: time and randomness are passed in.

A job id keeps the old system's form, `{uid}:{type}:{timestampMs}:{random}`. A user id may hold
colons, so an id is always parsed from the right.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.core import errors

#: Firestore takes document ids of up to 1,500 bytes; Firebase user ids have up to 128 characters.
MAX_JOB_ID_LENGTH = 300
_MAX_UID_LENGTH = 128
_TYPE_NAME = "[a-z][a-z0-9-]{0,63}"
_JOB_ID = re.compile(
    rf"(?P<uid>[^/\x00-\x20\x7f]{{1,128}}):(?P<type>{_TYPE_NAME})"
    r":(?P<ms>[0-9]{13}):(?P<random>[0-9a-z]{8,32})"
)
_PLAIN_STEP = re.compile("[a-z0-9-]{1,100}")
#: The same as JSON Schema writes it; a user id that Firestore cannot have is not told from others.
JOB_ID_PATTERN = "^" + re.sub(r"\?P<\w+>", "", _JOB_ID.pattern) + "$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class JobIdParts:
    """What a job id says about its job."""

    uid: str
    type: str
    created_at: datetime
    random: str


def new_job_id(uid: str, job_type: str, now: datetime, random: str) -> str:
    """Make the id of a job that `uid` submits at `now`.

    Args:
        uid: The owner's Firebase user id.
        job_type: The job type's name.
        now: An aware time; milliseconds are kept.
        random: 8 to 32 characters of `[0-9a-z]`, from a source of randomness.

    Raises:
        errors.InvalidArgumentError: If the parts cannot make an id that is a Firestore path's part.
    """
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1)
    job_id = f"{uid}:{job_type}:{milliseconds:013d}:{random}"
    parts = parse_job_id(job_id)
    if (parts.uid, parts.type, parts.random) != (uid, job_type, random):
        raise errors.InvalidArgumentError("A job id cannot be made of this.")
    return job_id


def parse_job_id(job_id: str) -> JobIdParts:
    """Take a job id apart, from the right.

    Raises:
        errors.InvalidArgumentError: If it is not a job id.
    """
    match = _JOB_ID.fullmatch(job_id) if len(job_id) <= MAX_JOB_ID_LENGTH else None
    if match is None or not can_be_uid(match["uid"]):
        raise errors.InvalidArgumentError("This is not a job id.")
    return JobIdParts(
        uid=match["uid"],
        type=match["type"],
        created_at=_EPOCH + timedelta(milliseconds=int(match["ms"])),
        random=match["random"],
    )


def is_type_name(name: str) -> bool:
    """Whether a job type may have this name."""
    return re.fullmatch(_TYPE_NAME, name) is not None


def can_be_uid(uid: str) -> bool:
    """Whether a user id can be part of a Firestore path; custom ids may be anything.

    https://cloud.google.com/firestore/quotas, "Constraints on document IDs".
    """
    is_reserved = uid in {"", ".", ".."} or (uid.startswith("__") and uid.endswith("__"))
    is_plain = uid.isprintable() and "/" not in uid and " " not in uid
    return is_plain and not is_reserved and len(uid) <= _MAX_UID_LENGTH


def job_hash(job_id: str) -> str:
    """Return the name under which a job appears where its owner must not be read from it."""
    return hashlib.sha256(job_id.encode()).hexdigest()[:32]


def task_id(job_id: str, dispatch: int) -> str:
    """Name the task of one dispatch.

    A hash comes first because Cloud Tasks slows down on sequential prefixes, and the number is
    part of the name because a used name is refused for up to a day.
    """
    return f"{job_hash(job_id)}-{dispatch}"


def event_id(job_id: str, number: int, moment: str) -> str:
    """Name the event of one moment of a job: a start or an end.

    The same moment always gets the same id, however often it is published. So a start is counted
    by its attempt: the task may be enqueued again while that runs.

    Args:
        job_id: Which job.
        number: Of the attempt that begins, or of the dispatch that the job ends in.
        moment: The status that it brings (`running`, `succeeded`, ...).
    """
    return f"{job_hash(job_id)}-{number}-{moment}"


def batch_hash(uid: str, batch_id: str) -> str:
    """Return the name under which a batch appears where its owner must not be read from it."""
    return hashlib.sha256(f"{uid}/{batch_id}".encode()).hexdigest()[:32]


def webhook_task_id(event: str, endpoint: str) -> str:
    """Name the task that sends an event to an endpoint; the event's id begins with a hash."""
    return f"{event}-{endpoint}"


def owner_hash(uid: str) -> str:
    """Return the name under which a user appears in events and logs: never the id itself."""
    return hashlib.sha256(uid.encode()).hexdigest()[:16]


def step_label(step: str) -> str:
    """Return how a step is called in what is stored, whatever its author calls it."""
    if _PLAIN_STEP.fullmatch(step):
        return step
    named = step.encode(errors="surrogatepass")
    readable = "".join(c if c.isascii() and c.isalnum() else "_" for c in step[:40])
    return f"{readable}-{hashlib.sha256(named).hexdigest()[:32]}"
