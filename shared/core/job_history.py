"""A job's history: a line for each attempt that has ended. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import Field, JsonValue, ValidationError

from shared.core.errors import ErrorCode
from shared.core.job_document import JobDocument
from shared.core.job_status import JobStatus
from shared.core.records import StoredRecord, known

if TYPE_CHECKING:
    from collections.abc import Iterable

JobT = TypeVar("JobT", bound=JobDocument)


class Awaited(StrEnum):
    """What an attempt has stopped for, so that its job waits."""

    ANSWER = "answer"
    CHILDREN = "children"


class EndedAttempt(StoredRecord):
    """One line of a job's history: an attempt that has ended."""

    # Kept in `data/attempts`.

    attempt: int
    started_at: datetime | None = None
    wait_seconds: float | None = Field(
        default=None, ge=0, description="How long it had waited for its start, in seconds."
    )
    ended_at: datetime
    outcome: JobStatus = Field(
        description='The status that the job had after it: "queued" means that it is tried again,'
        " or goes on."
    )
    awaited: Annotated[Awaited | None, known(Awaited, None)] = Field(
        default=None, description="What it stopped for, where the job was suspended after it."
    )
    code: Annotated[ErrorCode | None, known(ErrorCode, ErrorCode.INTERNAL)] = Field(
        default=None, description="Why it failed, where it did."
    )


def ended_attempt(before: JobDocument, after: JobDocument) -> EndedAttempt | None:
    """Return the line of history that this change makes; None if it ends no attempt."""
    if before.status is not JobStatus.RUNNING or after.status is JobStatus.RUNNING:
        return None
    # The error of an attempt before stays on the job document; it is not this one's.
    is_new_error = after.error is not None and after.error is not before.error
    return EndedAttempt(
        attempt=before.attempt,
        started_at=before.started_at,
        wait_seconds=before.wait_seconds,
        ended_at=after.updated_at,
        outcome=after.status,
        awaited=_awaited(after),
        code=after.error.code if after.error and is_new_error else None,
    )


def _awaited(after: JobDocument) -> Awaited | None:
    if after.status is not JobStatus.SUSPENDED:
        return None
    return Awaited.CHILDREN if after.gather is not None else Awaited.ANSWER


def ended_attempts(value: JsonValue) -> list[EndedAttempt]:
    """Return the lines of a history as it is kept, but for those that this revision cannot read."""
    lines: Iterable[JsonValue] = value.values() if isinstance(value, dict) else ()
    return [read for line in lines if (read := _read(line)) is not None]


def _read(line: JsonValue) -> EndedAttempt | None:
    try:
        return EndedAttempt.model_validate(line)
    except ValidationError:
        return None


def at_start(job: JobT, line: EndedAttempt) -> JobT:
    """Return the job as it was when that attempt began, as far as events tell it."""
    return job.model_copy(
        update={
            "attempt": line.attempt,
            "started_at": line.started_at,
            "wait_seconds": line.wait_seconds,
        }
    )
