"""What follows from each change of a job: the table of `functions.effects.effects_of`."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.effects.effects_of import Effects, effects_of, repeated_effects
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.job_status import Slot
from shared.core.lease import Lease
from shared.core.new_job import new_job
from shared.core.question import OpenQuestion
from shared.core.usage import Usage
from shared.push.device import News

CREATED = datetime(2026, 11, 29, 12, tzinfo=UTC)
NOW = CREATED + timedelta(minutes=1)
LATER = NOW + timedelta(minutes=5)
LEASE = Lease()
BUSY = Failure(code=ErrorCode.UNAVAILABLE, message="Busy.", retriable=True)

NOTHING = Effects()
TASK_NOW = Effects(enqueue=True)
CANCEL = Effects(has_ended=True, publish_end=True, grant_slots=True)
END = replace(CANCEL, news=News.ENDED)
LOOK = Effects(grant_slots=True)
CANCEL_ALONE = Effects(has_ended=True, publish_end=True)
END_ALONE = replace(CANCEL_ALONE, news=News.ENDED)
ASKS = Effects(news=News.QUESTION)
TASK_LATER_AND_LOOK = Effects(enqueue=True, enqueue_at=LATER, grant_slots=True)


def accepted(run_at: datetime | None = None) -> Job:
    """Return a job that was just accepted, of a user who is told on a device."""
    job = new_job(
        job_id="ada:a-type:1795435200123:0123456789abcdef",
        job_type="a-type",
        max_attempts=3,
        now=CREATED,
        retention=timedelta(days=90),
        run_at=run_at,
    )
    return job.model_copy(update={"tells_devices": True})


QUEUED = accepted()
FOR_LATER = accepted(run_at=LATER)
ALONE = QUEUED.with_slot(is_waited_for=False)
WAITING = QUEUED.waiting_for_slot(CREATED)
RUNNING = QUEUED.claimed(NOW, LEASE, "lease-1")
UNTOLD = RUNNING.model_copy(update={"tells_devices": None})
ALONE_RUNNING = ALONE.claimed(NOW, LEASE, "lease-1")
CROWDED = ALONE_RUNNING.with_slot(is_waited_for=True)
ASKED = OpenQuestion(
    name="missing", form="Figures", prompt="?", since=NOW, until=LATER, has_default=True
)
ASKING = RUNNING.suspended(NOW, ASKED, Usage(), attempts=3, deadline=LATER)
ALONE_ASKING = ALONE_RUNNING.suspended(NOW, ASKED, Usage(), attempts=3, deadline=LATER)
RETRIED = RUNNING.requeued(NOW, LATER, BUSY)
FAILED = RUNNING.failed(NOW, BUSY)
RESUBMITTED = FAILED.resubmitted(NOW, 3, keep_steps=True)


@pytest.mark.parametrize(
    ("before", "after", "effects"),
    [
        (None, QUEUED, TASK_NOW),
        (None, FOR_LATER, Effects(enqueue=True, enqueue_at=LATER)),
        (None, WAITING, LOOK),
        (RUNNING, ASKING, replace(LOOK, news=News.QUESTION)),
        (ALONE_RUNNING, ALONE_ASKING, ASKS),
        (ASKING, ASKING.resumed(NOW, "resume-1"), TASK_NOW),
        (ASKING, ASKING.cancelled(NOW), CANCEL),
        (ALONE_ASKING, ALONE_ASKING.cancelled(NOW), CANCEL_ALONE),
        (WAITING, WAITING.granted_slot(NOW), TASK_NOW),
        (WAITING, WAITING.still_waiting(NOW), NOTHING),
        (FOR_LATER, FOR_LATER.waiting_for_slot(LATER), LOOK),
        (QUEUED, QUEUED.redispatched(NOW), TASK_NOW),
        (QUEUED, QUEUED.check_postponed(NOW, LATER), NOTHING),
        (QUEUED, QUEUED.cancelled(NOW), CANCEL),
        (WAITING, WAITING.cancelled(NOW), CANCEL),
        (QUEUED, QUEUED.expired(NOW), END),
        (QUEUED, RUNNING, NOTHING),
        (RETRIED, RETRIED.claimed(LATER, LEASE, "lease-2"), NOTHING),
        (RUNNING, RUNNING.heartbeat(NOW, LEASE), NOTHING),
        (RUNNING, RUNNING.asked_to_cancel(NOW), NOTHING),
        (
            RUNNING,
            RUNNING.redispatched_after_lease(NOW),
            Effects(enqueue=True, enqueue_at=NOW + LEASE.term + timedelta(seconds=10)),
        ),
        (RUNNING, RETRIED, TASK_LATER_AND_LOOK),
        (RUNNING, RUNNING.requeued(NOW, NOW, BUSY), TASK_NOW),
        (RUNNING, RUNNING.released(NOW), TASK_NOW),
        (RUNNING, RUNNING.succeeded(NOW, "Done.", Usage()), END),
        (RUNNING, FAILED, END),
        (UNTOLD, UNTOLD.failed(NOW, BUSY, Usage()), replace(END, news=None)),
        (RUNNING, RUNNING.cancelled(NOW), CANCEL),
        (ALONE, ALONE.cancelled(NOW), CANCEL_ALONE),
        (ALONE_RUNNING, ALONE_RUNNING.succeeded(NOW, "Done.", Usage()), END_ALONE),
        (ALONE_RUNNING, ALONE_RUNNING.failed(NOW, BUSY), END_ALONE),
        (
            ALONE_RUNNING,
            ALONE_RUNNING.requeued(NOW, LATER, BUSY),
            Effects(enqueue=True, enqueue_at=LATER),
        ),
        (ALONE_RUNNING, CROWDED.succeeded(NOW, "Done.", Usage()), END),
        (ALONE_RUNNING, CROWDED.requeued(NOW, LATER, BUSY), TASK_LATER_AND_LOOK),
        (FAILED, FAILED.end_unpublished(NOW), NOTHING),
        (FAILED.end_unpublished(NOW), FAILED, NOTHING),
        (FAILED, RESUBMITTED, TASK_NOW),
        (FAILED, RESUBMITTED.waiting_for_slot(NOW), LOOK),
    ],
)
def test_what_follows_is_read_from_the_job_before_and_after(
    before: Job | None, after: Job, effects: Effects
) -> None:
    """No caller chooses: the table has each change that the code can make."""
    assert effects_of(before, after) == effects


@pytest.mark.parametrize("job", [QUEUED, WAITING, RUNNING, RETRIED])
def test_a_redelivery_looks_for_a_free_slot(job: Job) -> None:
    """What freed one may have died before it was granted."""
    assert repeated_effects(job) == LOOK


@pytest.mark.parametrize("ended", [FAILED, RUNNING.cancelled(NOW)])
def test_a_redelivery_publishes_an_end_again(ended: Job) -> None:
    """The delivery that ended the job may have died before it had published that."""
    assert repeated_effects(ended) == replace(CANCEL, has_ended=False)


def test_the_end_of_a_part_is_no_news() -> None:
    """Its owner waits for the job that it is a part of."""
    part = RUNNING.model_copy(update={"parent_id": "ada:a-type:1:0123456789abcdef"})
    assert effects_of(part, part.failed(NOW, BUSY)).news is None


def test_a_slot_that_is_taken_later_may_be_waited_for() -> None:
    """What began to wait while a job had no slot has told only those that had one."""
    late = ALONE_RUNNING.requeued(NOW, LATER, BUSY).claimed(LATER, LEASE, "lease-2")
    assert effects_of(late, late.failed(LATER, BUSY)) == END


def test_a_waiting_job_has_no_task() -> None:
    """A thousand waiting jobs make no traffic."""
    assert WAITING.slot is Slot.WAITING
    assert not effects_of(None, WAITING).enqueue
