"""The sweeper, in every state it can meet."""

from datetime import timedelta

import pytest

from functions.worker import sweep
from functions.worker.sweep import Repair
from shared.core.errors import ErrorCode
from shared.core.job_status import JobStatus
from shared.core.lease import CLOCK_SKEW
from tests.support.logged import logged
from tests.support.world import World, claim

pytestmark = pytest.mark.usefixtures("word_jobs")


def lose_tasks(world: World) -> None:
    """Lose every task, as a purged queue does."""
    world.emulator.reset()
    world.tasks.pause_queue(name=world.services.settings.queue_path)


def test_nothing_is_due_at_first(world: World) -> None:
    """A job that was accepted just now is left alone."""
    world.submit(word="x")
    assert sweep.sweep(world.services) == {}


def test_a_lost_task_is_enqueued_again(world: World) -> None:
    """Queued, and its task is gone: the next dispatch is enqueued, at once."""
    job = world.submit(word="x")
    lose_tasks(world)
    world.clock.move(timedelta(seconds=60))
    assert sweep.sweep(world.services) == {Repair.REDISPATCHED: 1}
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [2]


def test_a_task_that_still_waits_is_not_enqueued_twice(world: World) -> None:
    """Queued, and its task is there: a long queue is not made longer."""
    job = world.submit(word="x")
    world.clock.move(timedelta(seconds=60))
    assert sweep.sweep(world.services) == {Repair.WAITING: 1}
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1]


def test_a_waiting_job_is_checked_again_later(world: World) -> None:
    """It is not due again at once."""
    world.submit(word="x")
    world.clock.move(timedelta(seconds=60))
    sweep.sweep(world.services)
    assert sweep.sweep(world.services) == {}


def test_a_dead_attempts_job_goes_back_to_the_queue(world: World) -> None:
    """Running, and the lease is over: queued again, with a task."""
    job = world.submit(word="x")
    claim(world, job)
    world.clock.move(timedelta(seconds=60))
    assert sweep.sweep(world.services) == {Repair.RECOVERED: 1}
    assert world.job_document(job.job_id).status is JobStatus.QUEUED
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1, 2]


def test_a_dead_attempts_job_is_found_within_the_bound(world: World) -> None:
    """Lease, skew and one minute between sweeps stay under 120 s."""
    job = world.submit(word="x")
    claim(world, job)
    check_at = world.job_document(job.job_id).check_at
    assert check_at is not None
    assert check_at - world.clock() + timedelta(seconds=60) < timedelta(seconds=120)


@pytest.mark.parametrize("beats", range(6))
def test_a_worker_that_dies_after_some_beats_is_found_within_the_bound(
    world: World, beats: int
) -> None:
    """`checkAt` moves less often than the lease; who died is found as soon, at the worst moment."""
    lease = world.services.settings.lease
    stored = claim(world, world.submit(word="x"))
    for _ in range(beats):
        world.clock.move(lease.heartbeat)
        beat = stored.job.heartbeat(world.clock(), lease)
        stored = world.services.store.write(stored, beat)
    died = world.clock()
    world.clock.move(lease.term + CLOCK_SKEW)
    assert sweep.sweep(world.services) == {Repair.FINE: 1}
    world.clock.move(timedelta(seconds=60))
    assert sweep.sweep(world.services) == {Repair.RECOVERED: 1}
    assert world.clock() - died < timedelta(seconds=120)


def test_a_cancelled_dead_attempt_is_cancelled(world: World) -> None:
    """Running, asked to cancel, and dead: only the sweeper will honour the cancel."""
    job = world.submit(word="x")
    claim(world, job)
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    world.services.store.write(stored, stored.job.asked_to_cancel(world.clock()))
    world.clock.move(timedelta(seconds=60))
    sweep.sweep(world.services)
    assert world.job_document(job.job_id).status is JobStatus.CANCELLED


def test_a_living_attempt_is_left_alone(world: World) -> None:
    """Running, and it beat after the query looked: nothing is done."""
    job = world.submit(word="x")
    claim(world, job)
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    assert sweep.repair_job(world.services, stored) is Repair.FINE


def test_a_finished_job_is_left_alone(world: World) -> None:
    """It ended after the query looked."""
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    assert sweep.repair_job(world.services, stored) is Repair.FINE


def test_a_second_sweeper_leaves_the_job_to_the_first(world: World) -> None:
    """Both saw the same job document; one write wins, and one task is enqueued."""
    job = world.submit(word="x")
    lose_tasks(world)
    world.clock.move(timedelta(seconds=60))
    seen = world.services.store.read(job.job_id)
    assert seen is not None
    assert sweep._repair_safely(world.services, seen) is Repair.REDISPATCHED
    world.clock.move(timedelta(milliseconds=1))
    assert sweep._repair_safely(world.services, seen) is Repair.FINE
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [2]


def test_an_unreachable_queue_leaves_the_job_to_the_next_sweep(world: World) -> None:
    """Cloud Tasks refuses; nothing is changed, and the next run finds the job again."""
    job = world.submit(word="x")
    world.clock.move(timedelta(seconds=60))
    world.emulator.faults.refuse_calls(times=50)
    assert sweep.sweep(world.services) == {Repair.LEFT: 1}
    world.emulator.faults.clear()
    assert sweep.sweep(world.services) == {Repair.WAITING: 1}
    assert world.job_document(job.job_id).dispatch == 1


def test_one_run_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left over is due in the next run."""
    monkeypatch.setattr(sweep, "_PAGE", 1)
    monkeypatch.setattr(sweep, "_MAX_PAGES", 2)
    for word in ("a", "b", "c"):
        world.submit(word=word)
    world.clock.move(timedelta(seconds=60))
    assert sweep.sweep(world.services) == {Repair.WAITING: 2}
    assert sweep.sweep(world.services) == {Repair.WAITING: 1}


def test_a_job_that_cannot_be_repaired_does_not_hide_the_next_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages go on behind what is left; the query does not begin anew."""
    monkeypatch.setattr(sweep, "_PAGE", 1)
    jobs = [world.submit(word=word) for word in ("a", "b", "c")]
    world.clock.move(timedelta(seconds=60))
    world.emulator.faults.refuse_calls(times=50)
    assert sweep.sweep(world.services) == {Repair.LEFT: len(jobs)}
    world.emulator.faults.clear()


def test_a_job_that_waited_too_long_has_failed(world: World) -> None:
    """Queued, and its `startBefore` has passed: it fails as deadline-exceeded."""
    job = world.submit(word="x")
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    soon = world.clock() + timedelta(seconds=10)
    world.services.store.write(stored, stored.job.model_copy(update={"start_before": soon}))
    world.clock.move(timedelta(seconds=60))
    assert sweep.sweep(world.services) == {Repair.EXPIRED: 1}
    job_document = world.job_document(job.job_id)
    assert job_document.error is not None
    assert (job_document.status, job_document.error.code) == (
        JobStatus.FAILED,
        ErrorCode.DEADLINE_EXCEEDED,
    )


def test_an_end_that_was_not_published_is_published(world: World) -> None:
    """Finished, and the job still carries its reminder: published, and the reminder is gone."""
    job = world.submit(word="x")
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    now = world.clock()
    world.services.store.write(stored, stored.job.cancelled(now).end_unpublished(by=now))
    assert sweep.sweep(world.services) == {Repair.PUBLISHED: 1}
    assert world.job_document(job.job_id).check_at is None


def test_a_sweep_says_how_long_the_oldest_job_could_have_begun(world: World) -> None:
    """Its task still waits, undelivered after five minutes."""
    world.submit(word="x")
    world.clock.move(timedelta(minutes=4))
    world.submit(word="y")
    world.clock.move(timedelta(minutes=1))
    with logged() as lines:
        assert sweep.sweep(world.services) == {Repair.WAITING: 2}
        sweep.sweep(world.services)
    swept = [line["oldestSeconds"] for line in lines() if line.get("action") == "sweep"]
    assert swept == [300, 0]
