"""What becomes of a job whose attempt died without a word."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.worker.outcomes import after_lost_attempt
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.job_status import InvalidTransitionError, JobStatus
from shared.core.lease import Lease
from shared.core.new_job import new_job
from shared.core.usage import Usage

ACCEPTED = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOW = ACCEPTED + timedelta(minutes=5)
LOST = Failure(
    code=ErrorCode.ABORTED,
    message="The machine that worked on this job stopped before it was done.",
    retriable=True,
)


def in_attempt(attempt: int, max_attempts: int = 3) -> Job:
    """Return a job whose attempt of that number died."""
    job = new_job(
        job_id="ada:a-type:1795435200123:0123456789abcdef",
        job_type="a-type",
        max_attempts=max_attempts,
        now=ACCEPTED,
        retention=timedelta(days=1),
    )
    return job.model_copy(update={"attempt": attempt - 1}).claimed(ACCEPTED, Lease(), "lease")


@pytest.mark.parametrize(
    ("attempt", "max_attempts", "status"),
    [
        (1, 1, JobStatus.FAILED),
        (1, 2, JobStatus.QUEUED),
        (2, 2, JobStatus.FAILED),
        (1, 3, JobStatus.QUEUED),
        (2, 3, JobStatus.QUEUED),
        (3, 3, JobStatus.FAILED),
        (4, 3, JobStatus.FAILED),
    ],
)
def test_a_crash_counts_as_an_attempt(attempt: int, max_attempts: int, status: JobStatus) -> None:
    """A job goes back to the queue while it has attempts left, and has failed after the last."""
    assert after_lost_attempt(in_attempt(attempt, max_attempts), NOW).status is status


def test_a_lost_job_is_tried_again_at_once() -> None:
    """It has waited for its lease to run out already."""
    job = after_lost_attempt(in_attempt(1), NOW)

    assert job.next_attempt_at == NOW
    assert job.dispatch == 2
    assert job.check_at == NOW + timedelta(seconds=30)


@pytest.mark.parametrize("attempt", [1, 3], ids=["tried again", "given up"])
def test_its_owner_is_told_why(attempt: int) -> None:
    """The job document says, in public words, that the attempt was lost."""
    assert after_lost_attempt(in_attempt(attempt), NOW).error == LOST


@pytest.mark.parametrize("attempt", [1, 3], ids=["with attempts left", "at the last"])
def test_a_job_asked_to_cancel_is_cancelled(attempt: int) -> None:
    """Its owner does not want it any more: it is not run again, and has not failed."""
    job = after_lost_attempt(in_attempt(attempt).asked_to_cancel(NOW), NOW)

    assert job.status is JobStatus.CANCELLED
    assert job.error is None


@pytest.mark.parametrize("attempt", [1, 3], ids=["tried again", "given up"])
def test_no_attempt_holds_the_lease_afterwards(attempt: int) -> None:
    """The dead attempt's promise is gone from the job document."""
    document = after_lost_attempt(in_attempt(attempt), NOW).to_document()

    assert {"leaseId", "leaseExpiresAt"}.isdisjoint(document)


@pytest.mark.parametrize("attempt", [1, 3], ids=["tried again", "given up"])
def test_what_earlier_attempts_spent_is_kept(attempt: int) -> None:
    """The sum on the job document survives a crash."""
    spent = Usage(cost_usd=0.25)
    job = in_attempt(attempt).model_copy(update={"usage": spent})

    assert after_lost_attempt(job, NOW).usage == spent


def test_only_a_running_job_has_an_attempt_to_lose() -> None:
    """A job that waits cannot be recovered: that would be a defect of the caller."""
    waiting = in_attempt(1).requeued(NOW, NOW, None)

    with pytest.raises(InvalidTransitionError):
        after_lost_attempt(waiting, NOW)
