"""Jobs as the public sees them: what the machinery steers by stays inside. Pure."""

import hashlib
import json
import math
from datetime import datetime, timedelta
from typing import Annotated, Final
from urllib.parse import quote

from pydantic import Field, JsonValue

from functions import job_input
from shared.core.job import EndedAttempt, Job, JobStatus
from shared.core.records import Record
from shared.firestore import job_store
from shared.handler.job_context import MediaType

#: Nobody's business outside.
INTERNAL_FIELDS: Final = frozenset(
    {
        *("dispatch", "lease_id", "lease_expires_at", "check_at", "steps_void_until", "has_place"),
        *("wait_seconds", "run_seconds"),
    }
)
#: Who polls is asked to wait at least and at most so long.
_SHORTEST_POLL = timedelta(seconds=1)
_LONGEST_POLL = timedelta(seconds=10)
#: A job that has waited this long is not asked after every second any more.
_POLL_SHARE = 0.1


class JobFile(Record):
    """The file that came with a request."""

    #: As its owner's machine calls it.
    name: str
    #: What it was sent as.
    media_type: MediaType
    #: Bytes.
    size: Annotated[int, Field(ge=0)]


def job_view(job: Job) -> dict[str, JsonValue]:
    """Return a job document as the public sees it."""
    return job.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude=set(INTERNAL_FIELDS)
    )


def data_view(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the documents below a job document as the public sees them.

    The attempts are a list, and of a file there is its description, never its content.
    """
    view = dict(data)
    attempts = data.get(job_store.ATTEMPTS)
    if isinstance(attempts, dict):
        in_order = [_times_as_text(attempts[number]) for number in sorted(attempts, key=int)]
        view[job_store.ATTEMPTS] = in_order
    if (file := job_input.file_in(data)) is not None:
        described = JobFile(name=file.name, media_type=file.media_type, size=len(file.content))
        view[job_store.FILE] = described.to_json()
    return view


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
    often, and one that waits for a known time not before it, within 1 to 10 seconds.
    """
    if job.status.is_terminal:
        return None
    if job.status is JobStatus.RUNNING:
        return 1
    due_in = (job.next_attempt_at or now) - now
    wait = max(due_in, (now - job.created_at) * _POLL_SHARE)
    return math.ceil(min(max(wait, _SHORTEST_POLL), _LONGEST_POLL).total_seconds())
