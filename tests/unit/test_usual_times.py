"""How long jobs usually take: what counts, what is kept, and of what nothing is said."""

from datetime import UTC, datetime, timedelta

from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.lease import Lease
from shared.core.new_job import new_job
from shared.core.usage import Usage
from shared.core.usual_times import FEWEST, KEPT_FOR, MOST_RUNS, UsualSpan, UsualTimes

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEASE = Lease()
BUSY = Failure(code=ErrorCode.UNAVAILABLE, message="Busy.", retriable=True)


def queued(at: datetime = START, *, name: str = "a-type", number: int = 0) -> Job:
    """Return a job that was accepted then."""
    return new_job(
        job_id=f"ada:{name}:1795435200123:{number:016x}",
        job_type=name,
        max_attempts=3,
        now=at,
        retention=timedelta(days=90),
    )


def ended(
    wait: float, run: float, *, at: datetime = START, name: str = "a-type", number: int = 0
) -> Job:
    """Return a job that was accepted then, waited and ran so long (seconds), and succeeded."""
    began = at + timedelta(seconds=wait)
    running = queued(at, name=name, number=number).claimed(began, LEASE, "lease")
    return running.succeeded(began + timedelta(seconds=run), "Done.", Usage())


def measured(jobs: list[Job], now: datetime) -> UsualTimes:
    """Return what is known of these jobs alone."""
    latest = sorted(jobs, key=lambda job: job.finished_at or START, reverse=True)
    return UsualTimes.none_yet(now).with_ended(latest, now)


NOW = START + timedelta(hours=1)


def test_half_and_nine_of_ten() -> None:
    """Of runs of 1 to 11 s, half take no longer than 6 s, and nine of ten no longer than 10 s."""
    known = measured([ended(2, run, number=run) for run in range(1, 12)], NOW)
    usual = known.usual(NOW)["a-type"]
    assert (usual.count, usual.run) == (11, UsualSpan(p50=6, p90=10))
    assert usual.wait == UsualSpan(p50=2, p90=2)


def test_of_few_jobs_nothing_is_said() -> None:
    """Four are too few, five are enough; each type for itself."""
    few = [ended(1, 1, number=number) for number in range(FEWEST - 1)]
    other = [ended(1, 1, name="b-type", number=number) for number in range(FEWEST)]
    assert list(measured([*few, *other], NOW).usual(NOW)) == ["b-type"]


def test_what_is_old_says_nothing() -> None:
    """A week after its end a run counts no more, in a document that no sweep has written since."""
    known = measured([ended(0, 1, number=number) for number in range(FEWEST)], NOW)
    over = START + timedelta(seconds=1) + KEPT_FOR
    assert known.usual(over - timedelta(seconds=1))
    assert known.usual(over) == {}


def test_so_many_are_kept_of_each_type() -> None:
    """The latest are; and what is looked at once does not count again."""
    jobs = [
        ended(0, 1, at=START + timedelta(minutes=number), number=number)
        for number in range(MOST_RUNS + 9)
    ]
    now = START + timedelta(hours=2)
    known = measured(jobs, now)
    assert len(known.runs["a-type"]) == MOST_RUNS
    assert known.runs["a-type"][0].ended_at == jobs[-1].finished_at == known.through
    assert known.with_ended(jobs, now) is known


def test_a_job_that_did_not_go_through_at_once_does_not_count() -> None:
    """Neither a failure, nor a cancelled job, nor one that needed a second attempt."""
    running = queued().claimed(START, LEASE, "lease")
    failed = running.failed(START, BUSY)
    again = running.requeued(START, START, BUSY).claimed(START, LEASE, "b")
    others = [failed, running.cancelled(START), again.succeeded(START, "Done.", Usage())]
    known = measured(others, NOW)
    assert known.runs == {}
    assert known.through == START


def test_a_wait_for_ones_own_jobs_is_no_queue() -> None:
    """A job that waited for a slot of its owner's counts with its run, and not with its wait."""
    waiting = queued().waiting_for_slot(START)
    late = START + timedelta(minutes=9)
    job = waiting.granted_slot(late).claimed(late, LEASE, "lease").succeeded(late, "", Usage())
    (run,) = measured([job], NOW).runs["a-type"]
    assert (run.run_seconds, run.wait_seconds) == (0, None)
