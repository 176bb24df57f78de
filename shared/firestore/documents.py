"""What lies in Firestore, as records: a job and its update time, a user's quota, a submission.

No client here; `shared.firestore.client` reads and writes them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from pydantic import JsonValue

from shared.core import errors, ids
from shared.core.budget import Spent
from shared.core.files import UploadedFile
from shared.core.idempotency import IdempotencyKey, LatestJob, SubmittedRequest
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.core.rate_limit import TokenBucket
from shared.core.schedule import Schedule
from shared.core.stored_value import JsonText, to_text

#: The names of the documents below a job document.
INPUT = "input"
FILE = "file"
RESULT = "result"
ATTEMPTS = "attempts"
CALL_LOG = "calls"
#: How the name of a finished step's document begins.
STEP = "step-"
#: And that of what a question is about.
ASK = "ask-"

#: So many ended attempts are kept, the last ones.
HISTORY_LENGTH = 20


def step_document(step: str) -> str:
    """Name the data document of a finished step, whatever its author calls it.

    A slash would put it where neither an erasure nor Firestore's TTL looks, and a name may have
    1,500 bytes at the most.
    """
    return STEP + ids.step_label(step)


class StepKind(StrEnum):
    """What a handler's name stands for: names of all kinds share one space."""

    #: Work that was done; it is what a document without a kind is.
    WORK = "work"
    #: A pause: the value is when it ends.
    SLEEP = "sleep"
    #: A question: the value is what its owner has answered, see `shared.core.question`.
    ASK = "ask"
    #: Other jobs: the value is which, see `shared.core.gather`.
    GATHER = "gather"


def step_text(attempt: int, value: JsonText, kind: StepKind = StepKind.WORK) -> JsonText:
    """Return a finished step's value with the attempt that finished it, as it is kept."""
    said = "" if kind is StepKind.WORK else f'"kind":"{kind}",'
    return JsonText(f'{{"attempt":{attempt},{said}"value":{value}}}')


def kept_document(
    document: JsonValue, void_until: int, kind: StepKind
) -> dict[str, JsonValue] | None:
    """Return the document of a handler's name; None if there is none, or it is void by now.

    Raises:
        errors.HandlerMistakeError: If the name stands for something of another kind.
    """
    if not isinstance(document, dict) or attempt_of(document) <= void_until:
        return None
    if (kept := document.get("kind", StepKind.WORK)) != kind:
        raise errors.HandlerMistakeError(mistake=f"a name for {kind} stood for {kept} before")
    return document


def attempt_of(document: dict[str, JsonValue]) -> int:
    """Return which attempt has kept the document of a step, or has asked a question."""
    return cast("int", document["attempt"])


def ask_document(question: str) -> str:
    """Name the data document of what a question is about."""
    return ASK + question


def ask_text(attempt: int, form: str, context: JsonValue | None) -> JsonText:
    """Return what is kept of a question beside the job document: its form, what it is about."""
    about = {} if context is None else {"context": context}
    return to_text({"attempt": attempt, "form": form, **about})


@dataclass(frozen=True, kw_only=True)
class VersionedJob:
    """A job as it is in Firestore, and the update time that its next write is based on."""

    job: Job
    update_time: datetime


@dataclass(frozen=True, kw_only=True)
class Postponement:
    """A job that needs nothing yet, as it was seen, and when the sweeper looks at it again."""

    job_id: str
    update_time: datetime
    next_check: datetime


@dataclass(frozen=True, kw_only=True)
class JobChange:
    """A job as it is in Firestore, and as it shall be."""

    before: VersionedJob
    after: Job


@dataclass(frozen=True, kw_only=True)
class VersionedSchedule:
    """A schedule as it is in Firestore, whose it is, and what its next write is based on."""

    uid: str
    schedule: Schedule
    update_time: datetime


@dataclass(frozen=True, kw_only=True)
class ScheduleChange:
    """A schedule as it is in Firestore, and as it shall be."""

    before: VersionedSchedule
    after: Schedule


@dataclass(frozen=True, kw_only=True)
class SubmissionKey:
    """What tells one submission from others, see `shared.core.idempotency`."""

    fingerprint: str
    #: The name of its idempotency key, if it has one.
    key: str | None
    #: The name of what it shall be the latest of, if there is such a thing.
    latest: str | None = None


@dataclass(frozen=True, kw_only=True)
class VersionedBucket:
    """A user's token bucket as it is in Firestore; nothing, if there is none yet."""

    bucket: TokenBucket | None
    update_time: datetime | None


@dataclass(frozen=True, kw_only=True)
class Quota:
    """What decides whether a user may have more jobs now."""

    bucket: VersionedBucket
    #: What was spent on the day that was asked for.
    spent: Spent


@dataclass(frozen=True, kw_only=True)
class BucketChange:
    """What a user's bucket shall be, and what that is based on."""

    before: VersionedBucket
    after: TokenBucket
    #: The jobs that hold the user's slots, and have to learn that one waits for them.
    waited_for: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PriorSubmission:
    """What there was when a submission was looked at; None for what there was not."""

    request: SubmittedRequest | None
    key: IdempotencyKey | None
    latest: LatestJob | None = None
    #: Of the three, in this order.
    update_times: tuple[datetime | None, datetime | None, datetime | None]


@dataclass(frozen=True, kw_only=True)
class NewSubmission:
    """A job to be stored, with what belongs to its submission."""

    job: Job
    #: The request as it was accepted, to be kept.
    request: JsonText
    key: SubmissionKey
    prior: PriorSubmission
    #: What came with the request; kept as bytes.
    file: UploadedFile | None = None
    #: The schedule that it is made by, which is written in the same commit.
    schedule: ScheduleChange | None = None


@dataclass(frozen=True, kw_only=True)
class NewChild:
    """A job that another one makes, to be stored with it."""

    job: Job
    #: The request as it was accepted, to be kept.
    request: JsonText
    #: What came with the parent's request, if this one is given it.
    file: UploadedFile | None = None


@dataclass(frozen=True, kw_only=True)
class Births:
    """The jobs that another one makes, and what they do to their owner's bucket."""

    children: tuple[NewChild, ...]
    bucket: BucketChange


@dataclass(frozen=True, kw_only=True)
class JobFilter:
    """Which jobs a list shall hold; None for any."""

    status: JobStatus | None = None
    #: "waiting" for those that wait for their owner's other jobs.
    slot: Slot | None = None
    #: What it, or its last attempt, failed with.
    code: errors.ErrorCode | None = None
    type: str | None = None
    tag: str | None = None
    #: The batch that it was submitted in.
    batch: str | None = None
    #: The job whose part it is.
    parent: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None


class UnreadableJobError(errors.InternalError):
    """A job document is not of a form that this revision can read; a newer one may."""


class StaleWriteError(errors.WriteConflictError):
    """The job document is not what the write was based on; nothing was written.

    Attributes:
        current: The job document as it is now, None if it is gone, or of a form that only a newer
            revision can read.
    """

    def __init__(self, current: VersionedJob | None) -> None:
        super().__init__()
        self.current = current
