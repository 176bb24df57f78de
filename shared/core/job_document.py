"""A job as it lies in Firestore, field by field, and what can be asked of it. Pure.

Description and comment of each field say what it means, in which unit, and which part of the code
writes it.
"""

from datetime import datetime, timedelta
from typing import Annotated, assert_never

from pydantic import Field

from shared.core.errors import ErrorCode
from shared.core.gather import OpenGather
from shared.core.job_status import CheckFor, JobStatus, Slot
from shared.core.lease import CLOCK_SKEW
from shared.core.preview import Preview
from shared.core.question import OpenQuestion
from shared.core.records import StoredRecord, known
from shared.core.type_pause import JobPause, PausedBy
from shared.core.usage import Usage

#: A job is kept so much longer than it may take: Firestore's TTL takes none that still waits.
KEPT_LONGER = timedelta(days=1)


def deadline_of(
    start: datetime, whole_limit: timedelta | None, expire_at: datetime
) -> datetime | None:
    """Return when a job must have ended that may start then; None where its type bounds nothing."""
    if whole_limit is None:
        return None
    return min(start + whole_limit, expire_at - min(KEPT_LONGER, (expire_at - start) / 2))


class Progress(StoredRecord):
    """How far a job is, in words and numbers for a person."""

    #: Written by running_attempt.py.
    percent: float = Field(
        default=0, ge=0, le=100, description="0 to 100; does not fall within an attempt."
    )
    #: Written by running_attempt.py.
    message: str = Field(default="", max_length=200, description="What is happening, one sentence.")
    #: Written by running_attempt.py.
    stage: str | None = Field(
        default=None, max_length=60, description="The handler's own name for the part it is in."
    )
    #: Written by running_attempt.py.
    seq: int = Field(
        default=0,
        ge=0,
        description="Rises with every write of progress over the job's whole life, so that old"
        " news can be told from new.",
    )


class Failure(StoredRecord):
    """Why a job failed, or why its last attempt did. Public words only, never a stack trace."""

    code: Annotated[ErrorCode, known(ErrorCode, ErrorCode.INTERNAL)]
    message: str
    retriable: bool


class JobDocument(StoredRecord):
    """The job document: what lists show. A field that says nothing is absent, never null."""

    # It is small, and has what steers the job, too: `functions.http.views.INTERNAL_FIELDS`.

    #: Written once, by submit.py, as is `type`.
    job_id: str = Field(description="Its name everywhere: `{uid}:{type}:{timestampMs}:{random}`.")
    type: str
    status: JobStatus = JobStatus.QUEUED
    #: Which version of its type has accepted its request. Written by submit.py.
    type_version: int = Field(default=1, ge=1)
    #: Written by submit.py.
    tags: tuple[str, ...] = Field(default=(), description="The owner's own words to find it by.")
    #: Written by submit.py.
    batch_id: str | None = Field(
        default=None, description="The batch that it was submitted in; absent if it came alone."
    )
    #: Written by submit.py, rename.py, resubmit.py; absent on jobs of before there were titles.
    title: str | None = Field(
        default=None, description="Its name: made from the request, or given by its owner."
    )
    progress: Progress = Progress()
    #: See `shared.core.preview`. Written by running_attempt.py, gone when the attempt ends.
    preview: Preview | None = Field(
        default=None,
        description="The beginning of the result while it is being written, in the form that its"
        " type gives it.",
    )
    #: Rises by one, by deliver.py.
    attempt: int = Field(
        default=0, ge=0, description="How many attempts have been claimed; 0 before the first."
    )
    #: Written by submit.py.
    max_attempts: int = Field(
        ge=1, description="How many attempts there may be: 3 means two retries."
    )
    #: Written by submit.py, outcomes.py, resubmit.py.
    next_attempt_at: datetime | None = Field(
        default=None,
        description="From when a queued job may be tried; absent means from its acceptance on.",
    )
    #: Written by run_attempt.py at success.
    summary: str | None = Field(default=None, description="One sentence for a notification.")
    #: Written by outcomes.py.
    error: Failure | None = Field(
        default=None, description="Why it failed, or why the last attempt did."
    )
    #: Written by run_attempt.py when an attempt ends.
    usage: Usage | None = Field(default=None, description="What it has spent.")
    #: Written by the attempt that asks; gone when it is answered, too late, or cancelled.
    question: OpenQuestion | None = Field(
        default=None, description="What it awaits an answer to: there while it is suspended."
    )
    #: Written by the attempt that gathers; gone when it may go on, or is cancelled.
    gather: OpenGather | None = Field(
        default=None, description="The jobs whose ends it awaits: there while it is suspended."
    )
    #: Written by the attempt that gathers, for good.
    has_children: bool | None = Field(
        default=None, description="It has made other jobs, as parts of it."
    )
    #: Written once, by the attempt that gathers.
    parent_id: str | None = Field(
        default=None, description="The job that it is a part of: that one's `jobId`."
    )
    #: Written by cancel.py.
    cancel_requested: bool | None = Field(
        default=None, description="Its owner has asked the running job to stop."
    )
    #: Written by submit.py, with `options.latestOf`.
    replaced_by: str | None = Field(
        default=None,
        description="A newer job of the same `latestOf` has taken its place: that one's `jobId`.",
    )
    #: Written by submit.py.
    schedule_id: str | None = Field(
        default=None, description="The schedule that has made it; absent on all others."
    )
    #: The last job of its schedule that is known to have succeeded. Written by submit.py.
    previous_job_id: str | None = None
    pause: JobPause | None = Field(
        default=None, description="Its type is paused: it starts when that is over."
    )
    created_at: datetime
    #: Written by deliver.py.
    started_at: datetime | None = Field(
        default=None, description="When the current or last attempt was claimed."
    )
    #: How long that attempt had waited: from when it could have begun (the job's acceptance, or
    #: `nextAttemptAt` if there was one) to its start. Written by deliver.py.
    wait_seconds: float | None = Field(default=None, ge=0)
    #: How long the last attempt ran: from its start until it ended, or was given up. Written by
    #: the change that ends it; absent while one runs.
    run_seconds: float | None = Field(default=None, ge=0)
    finished_at: datetime | None = None
    updated_at: datetime
    #: Written by submit.py.
    expire_at: datetime = Field(description="When Firestore may delete it (TTL).")
    #: Written by submit.py.
    start_before: datetime | None = Field(
        default=None,
        description="No attempt starts after this; a job that waits until then has failed.",
    )
    #: Written by submit.py and resubmit.py, where its type bounds the whole job; by a job that lets
    #: go of itself, where it was accepted before that.
    deadline: datetime | None = Field(
        default=None, description="When it must have ended, whatever its attempts wait for."
    )
    #: The waits between attempts count from there, too. Written by resubmit.py, and by an attempt
    #: that lets go of the job.
    attempts_from: int | None = Field(
        default=None,
        ge=1,
        description="After which attempt the tries count anew, up to `maxAttempts`: it was asked"
        " for again, or goes on after a wait of its own, which is no failure. Absent while it is"
        " the first.",
    )
    #: After which attempt it was resubmitted last; absent if it never was. Written by resubmit.py.
    resubmitted_after: int | None = Field(default=None, ge=0)
    #: Written by submit.py; absent if no file came with the request.
    file_bytes: int | None = Field(default=None, ge=0)
    #: Since when it is delivered to revisions that do not understand it; absent once one does.
    #: Written by deliver.py.
    not_understood_since: datetime | None = None
    #: How many attempts did not count, because their process stood still. Written by recover.py.
    losses_forgiven: int = Field(default=0, ge=0)
    #: How many attempts met a provider's quota, and did not count. Written by outcomes.py.
    quota_waits: int | None = Field(default=None, ge=1)
    #: Steps of this attempt and those before are not used again: the job was resubmitted afresh.
    #: Written by resubmit.py.
    steps_void_until: int = Field(default=0, ge=0)
    #: Its share of what its owner may run at once, see `Slot`. Written by submit.py, deliver.py,
    #: concurrency.py, and whatever ends it.
    slot: Annotated[Slot, known(Slot, Slot.NONE)] = Slot.NONE
    #: Whether a job of its owner's may wait for its slot: what frees the slot looks for one then,
    #: and where it is absent, because it is not known. Written by submit.py with the job, and
    #: by concurrency.py and admission.py when another one begins to wait.
    is_waited_for: bool | None = None
    #: Whether its owner has a device that is told of it; absent where none had when it was made.
    #: Written by submit.py, resubmit.py and births.py; by devices.py on those that are unfinished.
    tells_devices: bool | None = None
    #: Which answer, or lack of one, has set it going: new with every one, so that two that are
    #: written at the same instant can tell whose it was. Written by answer.py and unanswered.py,
    #: gone with the claim.
    resume_id: str | None = None
    #: How often its task was enqueued; part of the task's name. Written with the change that
    #: enqueues it.
    dispatch: int = Field(default=1, ge=1)
    #: Who holds the lease: new with every claim, so that two workers that claim at the same
    #: instant can tell whose write it was. Written by deliver.py.
    lease_id: str | None = None
    #: The running attempt's promise to be alive until then. Written by deliver.py.
    lease_expires_at: datetime | None = None
    #: When the sweeper must look, and what for; absent when nothing is left to do. Written with
    #: every change of status, and by a heartbeat when less than half of a lease is left before it.
    check_at: datetime | None = None
    check_for: Annotated[CheckFor | None, known(CheckFor, None)] = None

    def is_same(self, later: "JobDocument") -> bool:
        """Whether a document of later is this one still, but for what others tell it."""
        told: tuple[dict[str, bool], ...] = ({"is_waited_for": True}, {"tells_devices": True})
        both = told[0] | told[1]
        return later in (self, *(self.model_copy(update=one) for one in (*told, both)))

    def has_expired(self, now: datetime) -> bool:
        """Whether it is too late to start an attempt."""
        too_late = self.start_before is not None and now > self.start_before
        return too_late or self.is_overdue(now)

    def is_overdue(self, now: datetime) -> bool:
        """Whether it has taken longer than it may, without what an operator's pause has taken."""
        return self.deadline is not None and now > self.deadline and not self.is_parked

    def deadline_with(self, whole_limit: timedelta | None) -> datetime | None:
        """Return its deadline; a job from before its type had one has it from its start on."""
        began = self.started_at or self.created_at
        return self.deadline or deadline_of(began, whole_limit, self.expire_at)

    def queue_delay(self, now: datetime) -> timedelta:
        """How long a queued job could have begun and has not, or an answer is awaited too long.

        Nothing for a job in another state, and where more machines would not start it sooner: it
        waits for its owner's other jobs, or an operator.
        """
        match self.status:
            case JobStatus.QUEUED if self.slot is not Slot.WAITING and not self.is_parked:
                return max(timedelta(), now - (self.next_attempt_at or self.created_at))
            case JobStatus.SUSPENDED if self.question is not None:
                return max(timedelta(), now - self.question.until)
            case JobStatus.QUEUED | JobStatus.RUNNING | JobStatus.SUSPENDED:
                return timedelta()
            case JobStatus.SUCCEEDED | JobStatus.FAILED | JobStatus.CANCELLED:
                return timedelta()
            case _:
                assert_never(self.status)

    @property
    def is_parked(self) -> bool:
        """Whether it waits until an operator resumes its type."""
        return self.pause is not None and self.pause.by is PausedBy.OPERATOR

    @property
    def is_active(self) -> bool:
        """Whether it is under way, and its owner has not asked to stop it."""
        return not self.status.is_terminal and not self.cancel_requested

    def lease_is_lost(self, now: datetime) -> bool:
        """Whether the running attempt has broken its promise, whichever clock is right."""
        return self.lease_expires_at is None or now > self.lease_expires_at + CLOCK_SKEW
