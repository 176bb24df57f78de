"""Jobs as the public sees them: what the machinery steers by stays inside. Pure."""

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Final, assert_never
from urllib.parse import quote

from pydantic import Field, JsonValue

from functions import job_types
from shared.core.files import MediaType
from shared.core.job import Job
from shared.core.job_history import EndedAttempt
from shared.core.job_status import JobStatus, Slot
from shared.core.records import Record
from shared.firestore import documents

#: For the machinery only.
INTERNAL_FIELDS: Final = frozenset(
    {
        *("dispatch", "lease_id", "lease_expires_at", "check_at", "check_for", "steps_void_until"),
        *("slot", "file_bytes", "type_version", "not_understood_since", "losses_forgiven"),
        *("quota_waits", "wait_seconds", "run_seconds", "is_waited_for", "deadline"),
        *("resubmitted_after", "resume_id", "previous_job_id", "tells_devices"),
    }
)
#: A field that only the public sees: it is there, and true, while a job waits for a slot.
WAITING: Final = "waiting"
WAITING_SCHEMA: Final[dict[str, JsonValue]] = {
    "type": "boolean",
    "description": "It waits its turn: as many of its owner's jobs as may run at once are under"
    " way.",
}
#: A field of an answer to a submission: it is there, and true, where a result is used again.
REUSED: Final = "reused"
REUSED_SCHEMA: Final[dict[str, JsonValue]] = {
    "type": "boolean",
    "description": "Said once, to who submitted: nothing new runs; this job has succeeded with the"
    " same request before.",
}
#: A field of a job's details: it is there while a question is open that is about something.
QUESTION_CONTEXT: Final = "questionContext"
QUESTION_CONTEXT_SCHEMA: Final[dict[str, JsonValue]] = {
    "description": "What the open question is about, for who answers; any JSON."
}
#: Who polls is asked to wait at least and at most so long.
_SHORTEST_POLL = timedelta(seconds=1)
_LONGEST_POLL = timedelta(seconds=10)
#: A job that has waited this long is not asked after every second any more.
_POLL_SHARE = 0.1


class JobFile(Record):
    """The file that came with a request."""

    name: str = Field(description="As its owner's machine calls it.")
    media_type: MediaType = Field(description="What it was sent as.")
    size: Annotated[int, Field(ge=0, description="Bytes.")]


class Jobs(Record):
    """Jobs, as lists and progress bars show them."""

    jobs: tuple[Job, ...]

    def to_json(self) -> dict[str, JsonValue]:
        """Return them as the public sees them."""
        beside = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"jobs"})
        return {"jobs": [job_view(job) for job in self.jobs], **beside}


class JobPage(Jobs):
    """A part of a list, newest first."""

    next_cursor: str | None = Field(
        default=None, description="Send it as `cursor` for the next page. Absent on the last one."
    )
    counts: Mapping[JobStatus, int] | None = Field(
        default=None,
        description="With `batch`: how many jobs of the whole batch are in which status.",
    )


class JobBatch(Jobs):
    """The jobs of a batch, in the order of its submissions."""

    batch_id: str | None = Field(
        default=None,
        description="The new jobs' batch, or the one that all of these came in before. Absent where"
        " they have none in common.",
    )


def job_view(job: Job) -> dict[str, JsonValue]:
    """Return a job document as the public sees it."""
    view: dict[str, JsonValue] = job.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude=set(INTERNAL_FIELDS)
    )
    return view | ({WAITING: True} if job.slot is Slot.WAITING else {})


def data_view(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the documents below a job document as the public sees them.

    The attempts are a list, and of a file there is its description, never its content.
    """
    view = dict(data)
    attempts = data.get(documents.ATTEMPTS)
    if isinstance(attempts, dict):
        in_order = [_times_as_text(attempts[number]) for number in sorted(attempts, key=int)]
        view[documents.ATTEMPTS] = in_order
    if (file := job_types.file_in(data)) is not None:
        described = JobFile(name=file.name, media_type=file.media_type, size=len(file.content))
        view[documents.FILE] = described.to_json()
    return view


def question_view(asked: JsonValue) -> dict[str, JsonValue]:
    """Return what a question is about, as the public sees it; nothing, if no more was said."""
    context = asked.get("context") if isinstance(asked, dict) else None
    return {} if context is None else {QUESTION_CONTEXT: context}


def _times_as_text(line: JsonValue) -> JsonValue:
    """Firestore keeps times as times; JSON has only text."""
    return EndedAttempt.model_validate(line).to_json()


def job_path(job: Job) -> str:
    """Return the path under which a job is read."""
    return f"/api/jobs/{quote(job.job_id, safe=':')}"


def etag_of(view: dict[str, JsonValue]) -> str:
    """Return the name of exactly this state of a view.

    A heartbeat is no news: `updatedAt` is left out.
    """
    news = {name: value for name, value in view.items() if name != "updatedAt"}
    return hashlib.sha256(json.dumps(news, sort_keys=True).encode()).hexdigest()[:32]


def poll_again_in(job: Job, now: datetime) -> int | None:
    """Say in how many seconds it is worth asking again; None if nothing will change by itself.

    A running job's progress changes once a second; a job that waits is asked after ever less
    often, and one that waits for a known time not before it, within 1 to 10 seconds. What awaits
    an answer goes on when that is given, perhaps in another window.
    """
    match job.status:
        case JobStatus.SUCCEEDED | JobStatus.FAILED | JobStatus.CANCELLED:
            return None
        case JobStatus.RUNNING:
            return 1
        case JobStatus.QUEUED:
            return _poll_queued_in(job, now)
        case JobStatus.SUSPENDED:
            return math.ceil(_LONGEST_POLL.total_seconds())
        case _:
            assert_never(job.status)


def _poll_queued_in(job: Job, now: datetime) -> int:
    due_in = (job.next_attempt_at or now) - now
    wait = max(due_in, (now - job.created_at) * _POLL_SHARE)
    return math.ceil(min(max(wait, _SHORTEST_POLL), _LONGEST_POLL).total_seconds())
