"""The job: its table of states, and what each change does and leaves behind."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.core.errors import ErrorCode
from shared.core.gather import OpenGather
from shared.core.job import Job
from shared.core.job_document import Failure, Progress
from shared.core.job_history import Awaited, EndedAttempt, ended_attempt
from shared.core.job_status import (
    DELIVERY_GRACE,
    CheckFor,
    InvalidTransitionError,
    JobStatus,
    Slot,
)
from shared.core.lease import CLOCK_SKEW, Lease
from shared.core.new_job import new_job
from shared.core.question import OpenQuestion
from shared.core.usage import Usage

CREATED = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOW = CREATED + timedelta(minutes=3)
#: From the start of `running()` to NOW.
RUN_SECONDS = 120.0
LEASE = Lease()
BUSY = Failure(code=ErrorCode.UNAVAILABLE, message="Busy.", retriable=True)
SPENT = Usage(model="m", input_tokens=10, output_tokens=5, bytes_billed=7, cost_usd=0.25)
JOB_ID = "ada:a-type:1795435200123:0123456789abcdef"

STATUSES = st.sampled_from(JobStatus)
MOMENTS = st.datetimes(timezones=st.just(UTC))
COUNTS = st.integers(min_value=0, max_value=2**62)
#: Sums of these are exact, so that the order of adding is not hidden in a tolerance.
DOLLARS = st.integers(min_value=0, max_value=2**30).map(lambda n: n / 1024)
USAGES = st.builds(
    Usage,
    model=st.none() | st.text(min_size=1),
    input_tokens=COUNTS,
    output_tokens=COUNTS,
    bytes_billed=COUNTS,
    cost_usd=DOLLARS,
)
FAILURES = st.builds(
    Failure, code=st.sampled_from(ErrorCode), message=st.text(), retriable=st.booleans()
)
SECONDS = st.floats(min_value=0, max_value=1e9)
PROGRESSES = st.builds(
    Progress,
    percent=st.floats(min_value=0, max_value=100),
    message=st.text(max_size=200),
    stage=st.none() | st.text(max_size=60),
    seq=COUNTS,
)
JOBS = st.builds(
    Job,
    job_id=st.just(JOB_ID),
    type=st.text(),
    status=STATUSES,
    tags=st.lists(st.text()).map(tuple),
    progress=PROGRESSES,
    attempt=COUNTS,
    max_attempts=st.integers(min_value=1),
    next_attempt_at=st.none() | MOMENTS,
    summary=st.none() | st.text(),
    error=st.none() | FAILURES,
    usage=st.none() | USAGES,
    cancel_requested=st.none() | st.booleans(),
    created_at=MOMENTS,
    started_at=st.none() | MOMENTS,
    wait_seconds=st.none() | SECONDS,
    run_seconds=st.none() | SECONDS,
    finished_at=st.none() | MOMENTS,
    updated_at=MOMENTS,
    expire_at=MOMENTS,
    start_before=st.none() | MOMENTS,
    steps_void_until=COUNTS,
    slot=st.sampled_from(Slot),
    dispatch=st.integers(min_value=1),
    lease_id=st.none() | st.text(),
    lease_expires_at=st.none() | MOMENTS,
    check_at=st.none() | MOMENTS,
    check_for=st.none() | st.sampled_from(CheckFor),
)


def queued() -> Job:
    """Return a job that was accepted just now."""
    return new_job(
        job_id=JOB_ID,
        job_type="a-type",
        max_attempts=3,
        now=CREATED,
        retention=timedelta(days=90),
        tags=("mine",),
    )


def running() -> Job:
    """Return a job in its first attempt."""
    return queued().claimed(CREATED + timedelta(minutes=1), LEASE, "lease-1")


def suspended(job: Job) -> Job:
    """Return the job as it awaits an answer."""
    asked = OpenQuestion(
        name="missing",
        form="Figures",
        prompt="Which figures?",
        since=NOW,
        until=NOW + timedelta(days=3),
        has_default=True,
    )
    return job.suspended(NOW, asked, SPENT, attempts=3, deadline=NOW + timedelta(days=5))


def queued_again(job: Job) -> Job:
    """Put a job back, in the way that its status has."""
    if job.status is JobStatus.SUSPENDED:
        return job.resumed(NOW, "resume-1")
    return job.requeued(NOW, NOW, BUSY)


#: A job in each status, each reached through public methods.
IN_STATUS: Mapping[JobStatus, Callable[[], Job]] = {
    JobStatus.QUEUED: queued,
    JobStatus.RUNNING: running,
    JobStatus.SUSPENDED: lambda: suspended(running()),
    JobStatus.SUCCEEDED: lambda: running().succeeded(CREATED, "Done.", SPENT),
    JobStatus.FAILED: lambda: running().failed(CREATED, BUSY, SPENT),
    JobStatus.CANCELLED: lambda: running().cancelled(CREATED, SPENT),
}
#: The public way into each status.
INTO: Mapping[JobStatus, Callable[[Job], Job]] = {
    JobStatus.QUEUED: queued_again,
    JobStatus.RUNNING: lambda job: job.claimed(NOW, LEASE, "lease-2"),
    JobStatus.SUSPENDED: suspended,
    JobStatus.SUCCEEDED: lambda job: job.succeeded(NOW, "Done.", SPENT),
    JobStatus.FAILED: lambda job: job.failed(NOW, BUSY),
    JobStatus.CANCELLED: lambda job: job.cancelled(NOW),
}
#: Written out, and not computed from the code's own table.
ALLOWED = {
    "queued -> running",
    "queued -> cancelled",
    "queued -> failed",
    "running -> succeeded",
    "running -> failed",
    "running -> cancelled",
    "running -> queued",
    "running -> suspended",
    "suspended -> queued",
    "suspended -> cancelled",
    "failed -> queued",
    "cancelled -> queued",
}


@pytest.mark.parametrize(("before", "after"), [*product(JobStatus, JobStatus)])
def test_each_pair_of_statuses_is_allowed_or_cannot_be_expressed(
    before: JobStatus, after: JobStatus
) -> None:
    """A job moves along the table's arrows, and along no other."""
    job = IN_STATUS[before]()

    if f"{before} -> {after}" in ALLOWED:
        assert INTO[after](job).status is after
    else:
        with pytest.raises(InvalidTransitionError, match=f"{before} -> {after}"):
            INTO[after](job)


@pytest.mark.parametrize("status", JobStatus)
def test_terminal_statuses_end_by_themselves(status: JobStatus) -> None:
    """A job is over when it succeeded, failed or was cancelled, and not before."""
    assert status.is_terminal == (status in {"succeeded", "failed", "cancelled"})


def test_a_refused_change_leaves_the_job_as_it_was() -> None:
    """A change that is refused has changed nothing."""
    job = IN_STATUS[JobStatus.SUCCEEDED]()
    before = job.to_document()

    with pytest.raises(InvalidTransitionError):
        job.failed(NOW, BUSY)

    assert job.to_document() == before


# What each change writes: every field that differs, and no other. None: the field is gone.


def changes(before: Job, after: Job) -> dict[str, object]:
    """Return the fields that differ, with their new values."""
    return {
        name: getattr(after, name)
        for name in Job.model_fields
        if getattr(before, name) != getattr(after, name)
    }


def test_a_new_job_says_what_it_is() -> None:
    """A job document begins queued, before its first attempt, at its first dispatch."""
    assert queued().to_document() == {
        "jobId": JOB_ID,
        "type": "a-type",
        "typeVersion": 1,
        "status": "queued",
        "tags": ("mine",),
        "progress": {"percent": 0, "message": "", "seq": 0},
        "attempt": 0,
        "maxAttempts": 3,
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "expireAt": CREATED + timedelta(days=90),
        "stepsVoidUntil": 0,
        "lossesForgiven": 0,
        "slot": "held",
        "dispatch": 1,
        "checkAt": CREATED + timedelta(seconds=30),
        "checkFor": "delivery",
    }


def test_claiming_starts_an_attempt() -> None:
    """Claimed: one attempt more, a lease, a look when the lease is surely lost."""
    job = queued()

    assert changes(job, job.claimed(NOW, LEASE, "lease-1")) == {
        "status": JobStatus.RUNNING,
        "attempt": 1,
        "started_at": NOW,
        "wait_seconds": (NOW - CREATED).total_seconds(),
        "lease_id": "lease-1",
        "lease_expires_at": NOW + timedelta(seconds=45),
        "check_at": NOW + timedelta(seconds=50),
        "check_for": CheckFor.LEASE,
        "progress": Progress(seq=1),
        "updated_at": NOW,
    }


@pytest.mark.parametrize(
    ("waiting", "seconds"),
    [
        (queued(), (NOW - CREATED).total_seconds()),
        (running().requeued(CREATED, NOW - timedelta(seconds=7), BUSY), 7),
        (running().released(NOW - timedelta(seconds=3)), 3),
        (running().failed(CREATED, BUSY).resubmitted(NOW, 3, keep_steps=True), 0),
        (running().requeued(CREATED, NOW + timedelta(seconds=1), BUSY), 0),
    ],
    ids=["accepted", "retried", "released", "resubmitted", "by a clock that is behind"],
)
def test_a_wait_is_from_when_the_attempt_could_have_begun(waiting: Job, seconds: float) -> None:
    """Not from the job's acceptance, where it failed or had ended since, or was to wait."""
    assert waiting.claimed(NOW, LEASE, "lease-2").wait_seconds == seconds


def test_a_job_that_runs_has_no_run_time_yet() -> None:
    """That of the attempt before is gone with the claim, as its wait is."""
    waiting = running().requeued(NOW, NOW, BUSY)

    assert waiting.run_seconds == RUN_SECONDS
    assert waiting.claimed(NOW, LEASE, "lease-2").run_seconds is None


def test_a_run_time_ends_with_the_attempt() -> None:
    """A job that is cancelled while it waits to be tried again has not run meanwhile."""
    waiting = running().requeued(NOW, NOW, BUSY)

    assert waiting.cancelled(NOW + timedelta(hours=1)).run_seconds == RUN_SECONDS


@pytest.mark.parametrize(
    ("job", "late"),
    [
        (queued(), NOW - CREATED),
        (running().requeued(CREATED, NOW - timedelta(seconds=7), BUSY), timedelta(seconds=7)),
        (running().requeued(NOW, NOW + timedelta(hours=1), BUSY), timedelta()),
        (queued().waiting_for_slot(CREATED), timedelta()),
        (running(), timedelta()),
        (running().failed(NOW, BUSY), timedelta()),
        (suspended(running()), timedelta()),
    ],
    ids=[
        "accepted",
        "retried",
        "to be retried later",
        "waits its turn",
        "running",
        "ended",
        "asks",
    ],
)
def test_only_a_job_that_could_have_begun_is_late(job: Job, late: timedelta) -> None:
    """Neither a time to come nor an owner's other jobs make one late."""
    assert job.queue_delay(NOW) == late


def test_claiming_again_starts_percent_anew_but_not_seq() -> None:
    """A second attempt begins at 0 %, as news that is newer than all before."""
    shown = Progress(percent=70, message="Almost", stage="text", seq=9)
    waiting = running().progressed(shown, NOW, LEASE).requeued(NOW, NOW, BUSY)

    assert waiting.claimed(NOW, LEASE, "lease-2").progress == Progress(percent=0, seq=10)


def test_claiming_forgets_when_the_attempt_was_due() -> None:
    """A job that runs waits for nothing."""
    waiting = running().requeued(NOW, NOW, BUSY)

    assert waiting.claimed(NOW, LEASE, "lease-2").next_attempt_at is None


def test_claiming_keeps_the_last_attempts_error() -> None:
    """While the next attempt runs, the job document still says why the last one failed."""
    waiting = running().requeued(NOW, NOW, BUSY)

    assert waiting.claimed(NOW, LEASE, "lease-2").error == BUSY


def test_a_beat_renews_the_promise_only() -> None:
    """A beat moves the lease's end and the sweeper's look, and nothing else."""
    job = running()

    assert changes(job, job.heartbeat(NOW, LEASE)) == {
        "lease_expires_at": NOW + timedelta(seconds=45),
        "check_at": NOW + timedelta(seconds=50),
        "updated_at": NOW,
    }


@pytest.mark.parametrize(
    ("seconds", "moved"), [(0, 0), (1, 0), (22.5, 0), (22.6, 22.6), (45, 45), (500, 500)]
)
def test_the_sweepers_look_moves_when_half_of_the_lease_is_left(
    seconds: float, moved: float
) -> None:
    """An index that rises with time is written once in 22 s, not with each progress; see G2."""
    claimed = queued().claimed(NOW, LEASE, "lease-1")
    later = NOW + timedelta(seconds=seconds)
    renewed = claimed.heartbeat(later, LEASE)

    assert renewed.check_at == NOW + timedelta(seconds=moved + 50)
    assert renewed.lease_expires_at == later + LEASE.term
    assert claimed.progressed(Progress(), later, LEASE).check_at == renewed.check_at


@given(st.lists(st.floats(min_value=0, max_value=44), max_size=20))
def test_the_sweeper_looks_at_a_dead_attempt_in_time(pauses: list[float]) -> None:
    """However an attempt has written before it died: never later than when its lease is lost.

    Nor, while it writes as often as it must, before its next write: a living one is not looked at.
    """
    now, job = NOW, queued().claimed(NOW, LEASE, "lease-1")
    for pause in pauses:
        now += timedelta(seconds=pause)
        job = job.heartbeat(now, LEASE)
    assert job.check_at is not None
    assert job.lease_expires_at is not None
    assert now + 2 * LEASE.heartbeat < job.check_at <= job.lease_expires_at + CLOCK_SKEW


def test_a_look_that_is_later_than_the_lease_allows_is_not_kept() -> None:
    """Clocks may have gone back: the look is never later than the end of what was promised."""
    renewed = running().model_copy(update={"check_at": NOW + timedelta(days=1)})

    assert renewed.heartbeat(NOW, LEASE).check_at == NOW + timedelta(seconds=50)


def test_progress_renews_the_promise_too() -> None:
    """Progress is shown, and counts as a beat."""
    job = running()
    shown = Progress(percent=30, message="Reading", stage="postings", seq=2)

    assert changes(job, job.progressed(shown, NOW, LEASE)) == {
        "progress": shown,
        "lease_expires_at": NOW + timedelta(seconds=45),
        "check_at": NOW + timedelta(seconds=50),
        "updated_at": NOW,
    }


def test_success_ends_the_job_well() -> None:
    """Succeeded: summary, usage, 100 %; the lease and the sweeper's look are gone."""
    job = running()

    assert changes(job, job.succeeded(NOW, "Done.", SPENT)) == {
        "status": JobStatus.SUCCEEDED,
        "slot": Slot.NONE,
        "run_seconds": RUN_SECONDS,
        "summary": "Done.",
        "usage": SPENT,
        "progress": Progress(percent=100, seq=2),
        "finished_at": NOW,
        "lease_id": None,
        "lease_expires_at": None,
        "check_at": None,
        "check_for": None,
        "updated_at": NOW,
    }


def test_success_keeps_the_last_message_and_stage() -> None:
    """At the end the percent is 100 and the words stay."""
    shown = Progress(percent=98, message="Putting together", stage="text", seq=9)
    job = running().progressed(shown, NOW, LEASE)

    assert job.succeeded(NOW, "Done.", SPENT).progress == Progress(
        percent=100, message="Putting together", stage="text", seq=10
    )


def test_success_forgets_the_last_attempts_error() -> None:
    """A job that succeeded shows no error, even if an earlier attempt failed."""
    second = running().requeued(NOW, NOW, BUSY).claimed(NOW, LEASE, "lease-2")

    assert second.succeeded(NOW, "Done.", SPENT).error is None


def test_failure_ends_the_job_badly() -> None:
    """Failed: the error and what was spent; the lease and the sweeper's look are gone."""
    job = running()

    assert changes(job, job.failed(NOW, BUSY, SPENT)) == {
        "status": JobStatus.FAILED,
        "slot": Slot.NONE,
        "run_seconds": RUN_SECONDS,
        "error": BUSY,
        "usage": SPENT,
        "finished_at": NOW,
        "lease_id": None,
        "lease_expires_at": None,
        "check_at": None,
        "check_for": None,
        "updated_at": NOW,
    }


def test_cancelling_ends_the_job() -> None:
    """Cancelled: what was spent, and no error; the lease and the sweeper's look are gone."""
    job = running()

    assert changes(job, job.cancelled(NOW, SPENT)) == {
        "status": JobStatus.CANCELLED,
        "slot": Slot.NONE,
        "run_seconds": RUN_SECONDS,
        "usage": SPENT,
        "finished_at": NOW,
        "lease_id": None,
        "lease_expires_at": None,
        "check_at": None,
        "check_for": None,
        "updated_at": NOW,
    }


def test_requeueing_gives_the_job_back() -> None:
    """Queued again: no lease, the next dispatch, and a check after the task should be delivered."""
    job = running()
    due = NOW + timedelta(seconds=20)

    assert changes(job, job.requeued(NOW, due, BUSY, SPENT)) == {
        "status": JobStatus.QUEUED,
        "slot": Slot.NONE,
        "next_attempt_at": due,
        "run_seconds": RUN_SECONDS,
        "error": BUSY,
        "usage": SPENT,
        "lease_id": None,
        "lease_expires_at": None,
        "dispatch": 2,
        "check_at": due + timedelta(seconds=30),
        "check_for": CheckFor.DELIVERY,
        "updated_at": NOW,
    }


def test_a_job_that_is_tried_at_once_keeps_its_slot() -> None:
    """Only who waits for a later retry leaves its owner's slot to others meanwhile."""
    assert running().requeued(NOW, NOW, BUSY).slot is Slot.HELD
    assert running().released(NOW).slot is Slot.HELD


def test_a_job_for_later_has_no_slot_yet() -> None:
    """It asks for one when its time has come."""
    later = new_job(
        job_id=JOB_ID,
        job_type="a-type",
        max_attempts=3,
        now=CREATED,
        retention=timedelta(days=90),
        run_at=NOW,
    )

    assert (later.slot, later.next_attempt_at, later.check_at) == (
        Slot.NONE,
        NOW,
        NOW + timedelta(seconds=30),
    )


def test_putting_to_wait_takes_the_slot() -> None:
    """A job that waits has no task and no slot; whether it may go on is checked once, soon."""
    job = queued()

    assert changes(job, job.waiting_for_slot(NOW)) == {
        "slot": Slot.WAITING,
        "check_at": NOW + timedelta(seconds=30),
        "check_for": CheckFor.SLOT,
        "updated_at": NOW,
    }


def test_a_job_that_waits_on_is_hardly_ever_checked() -> None:
    """The end of another job of its owner comes long before the sweeper."""
    waiting = queued().waiting_for_slot(CREATED)

    assert changes(waiting, waiting.still_waiting(NOW)) == {
        "check_at": NOW + timedelta(hours=1),
        "updated_at": NOW,
    }


def test_a_waiting_job_is_checked_when_it_is_too_late() -> None:
    """A job that must start in time is not forgotten for an hour."""
    soon = NOW + timedelta(minutes=5)
    job = queued().model_copy(update={"start_before": soon})

    assert job.waiting_for_slot(NOW).still_waiting(NOW).check_at == soon + timedelta(seconds=30)


def test_a_given_slot_is_a_new_dispatch() -> None:
    """A waiting job goes on with its next dispatch, to be delivered at once."""
    job = queued().waiting_for_slot(CREATED)

    assert changes(job, job.granted_slot(NOW)) == {
        "slot": Slot.HELD,
        "is_waited_for": True,
        "dispatch": 2,
        "check_at": NOW + timedelta(seconds=30),
        "check_for": CheckFor.DELIVERY,
        "updated_at": NOW,
    }


def test_claiming_takes_a_slot() -> None:
    """An attempt that runs occupies a slot, whether it had one before or not."""
    job = queued().waiting_for_slot(CREATED).claimed(NOW, LEASE, "lease-1")

    assert job.slot is Slot.HELD


def test_a_requeued_job_is_not_checked_in_the_past() -> None:
    """A due time that is over already counts as now."""
    past = NOW - timedelta(hours=1)

    assert running().requeued(NOW, past, BUSY).check_at == NOW + timedelta(seconds=30)


@pytest.mark.parametrize(
    "change",
    [
        lambda job: job.failed(NOW, BUSY),
        lambda job: job.cancelled(NOW),
        lambda job: job.requeued(NOW, NOW, BUSY),
    ],
    ids=["failed", "cancelled", "requeued"],
)
def test_what_was_spent_before_is_kept(change: Callable[[Job], Job]) -> None:
    """A change that knows nothing of money leaves the sum as it is."""
    second = running().requeued(NOW, NOW, BUSY, SPENT).claimed(NOW, LEASE, "lease-2")

    assert change(second).usage == SPENT


@pytest.mark.parametrize(
    ("start", "status"),
    [
        (JobStatus.QUEUED, JobStatus.FAILED),
        (JobStatus.QUEUED, JobStatus.CANCELLED),
        (JobStatus.RUNNING, JobStatus.SUCCEEDED),
        (JobStatus.RUNNING, JobStatus.FAILED),
        (JobStatus.RUNNING, JobStatus.CANCELLED),
    ],
)
def test_a_finished_job_steers_nothing(start: JobStatus, status: JobStatus) -> None:
    """Whatever way a job ended, no lease, no due time and no look of the sweeper is left."""
    waited = running().requeued(NOW, NOW + timedelta(hours=1), BUSY)
    job = waited if start is JobStatus.QUEUED else waited.claimed(NOW, LEASE, "lease-2")

    document = INTO[status](job).to_document()

    steering = {"leaseId", "leaseExpiresAt", "nextAttemptAt", "checkAt"}
    assert steering.isdisjoint(document)
    assert document["finishedAt"] == NOW


def test_redispatching_takes_the_next_dispatch() -> None:
    """The next number, and a check after its delivery is due."""
    job = queued()

    assert changes(job, job.redispatched(NOW)) == {
        "dispatch": 2,
        "check_at": NOW + timedelta(seconds=30),
        "updated_at": NOW,
    }


def test_redispatching_a_running_job_keeps_its_lease_and_check() -> None:
    """The next number only: the sweeper looks at the lease's end all the same."""
    job = running()

    assert changes(job, job.redispatched_after_lease(NOW)) == {"dispatch": 2, "updated_at": NOW}


def test_looking_moves_the_next_look_only() -> None:
    """The sweeper's note changes when it looks again."""
    job = queued()
    next_look = NOW + timedelta(minutes=5)

    assert changes(job, job.check_postponed(NOW, next_look)) == {
        "check_at": next_look,
        "updated_at": NOW,
    }


def test_asking_to_cancel_sets_the_request_only() -> None:
    """A request to cancel does not end the attempt; the attempt does."""
    job = running()

    assert changes(job, job.asked_to_cancel(NOW)) == {"cancel_requested": True, "updated_at": NOW}


def test_releasing_does_not_count_as_a_failed_attempt() -> None:
    """Released: back in the queue at once, with one attempt more to come and no new error."""
    job = running()

    assert changes(job, job.released(NOW)) == {
        "status": JobStatus.QUEUED,
        "next_attempt_at": NOW,
        "run_seconds": RUN_SECONDS,
        "max_attempts": 4,
        "lease_id": None,
        "lease_expires_at": None,
        "dispatch": 2,
        "check_at": NOW + timedelta(seconds=30),
        "check_for": CheckFor.DELIVERY,
        "updated_at": NOW,
    }


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.CANCELLED])
def test_resubmitting_begins_again(status: JobStatus) -> None:
    """Resubmitted: so many attempts more, the next dispatch, and nothing of the old end."""
    job = INTO[status](
        running().asked_to_cancel(NOW).model_copy(update={"start_before": NOW, "attempt": 2})
    )
    later = NOW + timedelta(hours=1)

    expected: dict[str, object] = {
        "status": JobStatus.QUEUED,
        "max_attempts": 7,
        "attempts_from": 2,
        "resubmitted_after": 2,
        "slot": Slot.HELD,
        "next_attempt_at": later,
        "progress": Progress(seq=2),
        "dispatch": 2,
        "check_at": later + timedelta(seconds=30),
        "check_for": CheckFor.DELIVERY,
        "finished_at": None,
        "cancel_requested": None,
        "start_before": None,
        "updated_at": later,
    } | ({"error": None} if status is JobStatus.FAILED else {})
    assert changes(job, job.resubmitted(later, 5, keep_steps=True)) == expected


def test_resubmitting_afresh_voids_the_steps_so_far() -> None:
    """Without its steps a job pays again for everything up to its last attempt."""
    job = IN_STATUS[JobStatus.FAILED]().model_copy(update={"attempt": 3, "steps_void_until": 1})

    assert job.resubmitted(NOW, 3, keep_steps=False).steps_void_until == 3
    assert job.resubmitted(NOW, 3, keep_steps=True).steps_void_until == 1


@pytest.mark.parametrize(
    "status",
    [
        JobStatus.QUEUED,
        JobStatus.SUCCEEDED,
        pytest.param(
            JobStatus.RUNNING,
        ),
    ],
)
def test_only_a_failed_or_cancelled_job_is_resubmitted(status: JobStatus) -> None:
    """A job that waits, runs or has succeeded is not queued a second time."""
    with pytest.raises(InvalidTransitionError):
        IN_STATUS[status]().resubmitted(NOW, 3, keep_steps=True)


def test_an_end_is_checked_until_it_is_published() -> None:
    """The sweeper's look is all that changes, and it is gone once the end was published."""
    job = IN_STATUS[JobStatus.CANCELLED]()
    waiting = job.end_unpublished(NOW)

    assert changes(job, waiting) == {"check_at": NOW, "check_for": CheckFor.PUBLISH}
    assert waiting.end_published() == job


@pytest.mark.parametrize(
    ("start_before", "expired"),
    [
        (None, False),
        (NOW + timedelta(microseconds=1), False),
        (NOW, False),
        (NOW - timedelta(microseconds=1), True),
    ],
)
def test_a_job_expires_when_it_is_too_late_to_start(
    start_before: datetime | None,
    expired: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    """Up to and at the last moment an attempt may start; a job without one never expires."""
    job = queued().model_copy(update={"start_before": start_before})

    assert job.has_expired(NOW) is expired


@pytest.mark.parametrize(
    ("change", "outcome", "code"),
    [
        (lambda job: job.succeeded(NOW, "Done.", SPENT), "succeeded", None),
        (lambda job: job.failed(NOW, BUSY), "failed", ErrorCode.UNAVAILABLE),
        (lambda job: job.cancelled(NOW), "cancelled", None),
        (lambda job: job.requeued(NOW, NOW, BUSY), "queued", ErrorCode.UNAVAILABLE),
        (lambda job: job.released(NOW), "queued", None),
    ],
    ids=["succeeded", "failed", "cancelled", "requeued", "released"],
)
def test_an_ended_attempt_is_a_line_of_history(
    change: Callable[[Job], Job], outcome: str, code: ErrorCode | None
) -> None:
    """The line says when the attempt began and ended, how, and why if it failed itself."""
    earlier = Failure(code=ErrorCode.INTERNAL, message="Earlier.", retriable=True)
    waiting = running().requeued(CREATED, CREATED, earlier)
    job = waiting.claimed(CREATED, LEASE, "lease-2")

    assert ended_attempt(job, change(job)) == EndedAttempt(
        attempt=2,
        started_at=CREATED,
        wait_seconds=0,
        ended_at=NOW,
        outcome=JobStatus(outcome),
        code=code,
    )


def test_the_line_of_an_attempt_that_waits_says_what_for() -> None:
    """An attempt that asks its owner is told from one that awaits the parts of its job."""
    parts = OpenGather(name="parts", children=("a", "b"), since=NOW, stops_at_failure=False)
    gathering = running().gathering(NOW, parts, SPENT, attempts=3, deadline=NOW + timedelta(days=5))
    lines = [ended_attempt(running(), job) for job in (suspended(running()), gathering)]

    assert [line and line.awaited for line in lines] == [Awaited.ANSWER, Awaited.CHILDREN]


@pytest.mark.parametrize(
    ("job", "change"),
    [
        (queued(), lambda job: job.claimed(NOW, LEASE, "lease-1")),
        (queued(), lambda job: job.cancelled(NOW)),
        (queued(), lambda job: job.redispatched(NOW)),
        (running(), lambda job: job.heartbeat(NOW, LEASE)),
        (running(), lambda job: job.asked_to_cancel(NOW)),
    ],
    ids=["claimed", "cancelled in the queue", "enqueued again", "heartbeat", "asked to cancel"],
)
def test_other_changes_are_no_line_of_history(job: Job, change: Callable[[Job], Job]) -> None:
    """History has a line for each attempt that ended, and for nothing else."""
    assert ended_attempt(job, change(job)) is None


@pytest.mark.parametrize(
    ("after_expiry", "lost"),
    [
        (timedelta(seconds=-1), False),
        (timedelta(0), False),
        (timedelta(seconds=5), False),
        (timedelta(seconds=5, microseconds=1), True),
    ],
)
def test_a_lease_is_lost_after_its_end_and_the_clocks_difference(
    after_expiry: timedelta,
    lost: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    """Two machines' clocks may differ by 5 s; only after that is a promise broken."""
    job = running().heartbeat(NOW, LEASE)

    assert job.lease_is_lost(NOW + LEASE.term + after_expiry) is lost


def test_a_job_without_a_lease_has_lost_it() -> None:
    """A running job document without a lease has no worker that runs it."""
    assert queued().lease_is_lost(NOW)


def test_the_sweeper_does_not_look_before_the_lease_is_lost() -> None:
    """At the moment of the look the lease is only just alive; a microsecond later it is lost."""
    check_at = running().check_at
    assert check_at is not None

    assert not running().lease_is_lost(check_at)
    assert running().lease_is_lost(check_at + timedelta(microseconds=1))


@pytest.mark.parametrize("seconds", [1, 29.999])
def test_a_lease_below_three_beats_is_refused(seconds: float) -> None:
    """A busy worker would lose its job."""
    with pytest.raises(ValueError, match="three beats"):
        Lease(term=timedelta(seconds=seconds), heartbeat=timedelta(seconds=10))


def test_a_lease_of_three_beats_is_enough() -> None:
    """A worker may miss a beat or two."""
    assert Lease(term=timedelta(seconds=30), heartbeat=timedelta(seconds=10)).term.seconds == 30


def test_lease_and_grace_keep_the_stated_bound() -> None:
    """Lost leases and undelivered tasks are seen in time: with 60 s to a sweep, below 120 s."""
    sweep = timedelta(seconds=60)

    assert Lease().term + CLOCK_SKEW + sweep < timedelta(seconds=120)
    assert DELIVERY_GRACE + sweep < timedelta(seconds=120)


# Records.


@settings(deadline=None)
@given(JOBS)
def test_a_job_document_comes_back_from_firestore_the_same(job: Job) -> None:
    """A job document is read as it was stored."""
    assert Job.model_validate(job.to_document()) == job


@settings(deadline=None)
@given(JOBS)
def test_a_job_document_comes_back_from_json_the_same(job: Job) -> None:
    """A job document is read as it was sent."""
    assert Job.model_validate(job.to_json()) == job


def test_a_job_document_ignores_fields_of_a_later_revision() -> None:
    """What a newer revision added does not stop an older one."""
    document = {**queued().to_document(), "addedLater": 1}

    assert Job.model_validate(document) == queued()


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": -0.1},
        {"percent": 100.1},
        {"percent": float("nan")},
        {"seq": -1},
        {"message": "x" * 201},
        {"stage": "x" * 61},
    ],
    ids=str,
)
def test_progress_has_bounds(wrong: dict[str, object]) -> None:
    """Progress that no bar can show is refused."""
    with pytest.raises(ValidationError):
        Progress.model_validate(wrong)


@settings(deadline=None)
@given(USAGES)
def test_nothing_spent_changes_nothing(usage: Usage) -> None:
    """Adding nothing, on either side, gives the same."""
    assert Usage().plus(usage) == usage
    assert usage.plus(Usage()) == usage


@settings(deadline=None)
@given(USAGES, USAGES, USAGES)
def test_spending_adds_up_in_any_grouping(a: Usage, b: Usage, c: Usage) -> None:
    """What three parts spent is the same, whichever two were added first."""
    assert a.plus(b).plus(c) == a.plus(b.plus(c))


def test_spending_adds_every_figure_and_names_the_latest_model() -> None:
    """Each figure is a sum; the model is the last that was used."""
    more = Usage(model="n", input_tokens=1, output_tokens=2, bytes_billed=3, cost_usd=0.5)

    assert SPENT.plus(more) == Usage(
        model="n", input_tokens=11, output_tokens=7, bytes_billed=10, cost_usd=0.75
    )
