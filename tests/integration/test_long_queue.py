"""The sweeper before a long queue: few calls, each lost task found, and no job run twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.api_core import exceptions
from google.cloud.firestore_v1.services.firestore import FirestoreClient

from functions.worker import long_queue, sweep
from functions.worker.sweep import Repair
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import DELIVERY_GRACE, JobStatus
from shared.firestore.documents import VersionedJob
from shared.tasks.task_queue import TaskQueue
from tests.support.rpc_count import counted_calls
from tests.support.world import World, claim

pytestmark = pytest.mark.usefixtures("word_jobs")
_JOBS = 60


@pytest.fixture
def queued(world: World) -> Iterator[list[Job]]:
    """More queued jobs than are asked for by name, each due for the sweeper's look."""
    jobs = [
        world.submit(word=f"w{number}", user=User(uid=f"user-{number % 3}"))
        for number in range(_JOBS)
    ]
    world.clock.move(timedelta(seconds=60))
    yield jobs
    world.emulator.faults.clear()


def lose(world: World, *jobs: Job) -> None:
    """Lose the tasks of these jobs."""
    for job in jobs:
        assert world.services.queue.delete_task(job.job_id, job.dispatch)


def read(world: World, job: Job) -> VersionedJob:
    """Return a job as it is stored."""
    stored = world.services.store.read(job.job_id)
    assert stored is not None
    return stored


def test_calls_follow_what_is_lost(world: World, queued: list[Job]) -> None:
    """One listing and one write together for those that wait; three calls for each lost one."""
    lose(world, *queued[10:12])
    with counted_calls(world.services) as calls:
        assert sweep.sweep(world.services) == {Repair.REDISPATCHED: 2, Repair.WAITING: _JOBS - 2}
    assert calls == {
        "run_query": 1,
        "list_tasks": 1,
        "batch_write": 1,
        "get_task": 2,
        "commit": 2,
        "create_task": 2,
    }
    assert [task.dispatch for task in world.enqueued(queued[10].job_id)] == [2]
    assert [task.dispatch for task in world.enqueued(queued[9].job_id)] == [1]


def test_all_lost_ones_are_found_at_once(world: World, queued: list[Job]) -> None:
    """A purged queue: each gets its next task, several at a time, and none two."""
    lose(world, *queued)
    assert sweep.sweep(world.services) == {Repair.REDISPATCHED: _JOBS}
    assert sweep.sweep(world.services) == {}
    assert {len(world.enqueued(job.job_id)) for job in queued} == {1}


def test_a_task_that_was_seen_is_looked_for_after_as_long_as_its_job_has_waited(
    world: World, queued: list[Job]
) -> None:
    """A job of a minute after a minute, one of an hour after ten minutes."""
    sweep.sweep(world.services)
    first = read(world, queued[0]).job
    assert first.check_at == world.clock() + timedelta(seconds=60)
    assert sweep.sweep(world.services) == {}
    world.clock.move(timedelta(hours=1))
    sweep.sweep(world.services)
    assert read(world, queued[0]).job.check_at == world.clock() + long_queue.LONGEST_PAUSE


def test_a_task_that_vanishes_after_it_was_seen_is_found(world: World, queued: list[Job]) -> None:
    """At its next look, which is not later than ten minutes."""
    world.clock.move(timedelta(hours=1))
    sweep.sweep(world.services)
    lose(world, queued[3])
    world.clock.move(long_queue.LONGEST_PAUSE)
    assert sweep.sweep(world.services)[Repair.REDISPATCHED] == 1


def test_a_job_that_is_too_late_soon_is_checked_then(world: World) -> None:
    """What `startBefore` says is not missed by a long pause."""
    stored = read(world, world.submit(word="x"))
    soon = world.clock() + timedelta(seconds=70)
    late = stored.job.model_copy(update={"start_before": soon})
    at = world.clock() + timedelta(seconds=60)
    assert long_queue.next_check(late, at) == soon + DELIVERY_GRACE
    assert long_queue.next_check(stored.job, at) == at + timedelta(seconds=60)
    bounded = stored.job.model_copy(update={"deadline": soon})
    assert long_queue.next_check(bounded, at) == soon + DELIVERY_GRACE


def test_a_task_that_is_newer_than_the_listing_is_asked_for(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listing that lacks it is no proof: none is enqueued twice."""
    monkeypatch.setattr(TaskQueue, "list_enqueued", lambda *_: frozenset())
    assert sweep.sweep(world.services) == {Repair.WAITING: _JOBS}
    assert {len(world.enqueued(job.job_id)) for job in queued} == {1}


def test_a_job_that_was_claimed_since_the_listing_stays_as_it_is(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was seen before is not written over what has happened since; the others are noted."""
    list_enqueued = TaskQueue.list_enqueued

    def claimed_meanwhile(queue: TaskQueue, most: int, go_on: Callable[[], bool]) -> frozenset[str]:
        listed = list_enqueued(queue, most, go_on)
        claim(world, queued[5])
        return listed

    monkeypatch.setattr(TaskQueue, "list_enqueued", claimed_meanwhile)
    sweep.sweep(world.services)
    job = read(world, queued[5]).job
    assert (job.status, job.dispatch) == (JobStatus.RUNNING, 1)
    assert job.check_at == world.clock() + timedelta(seconds=50)
    assert read(world, queued[6]).job.check_at == world.clock() + timedelta(seconds=60)


def test_a_lost_job_that_was_claimed_since_it_was_read_runs_once(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its task was answered between the sweeper's read and its question: no other is enqueued."""
    is_enqueued = TaskQueue.is_enqueued
    lose(world, queued[5])

    def claimed_before(queue: TaskQueue, job_id: str, dispatch: int) -> bool:
        claim(world, queued[5])
        return is_enqueued(queue, job_id, dispatch)

    monkeypatch.setattr(TaskQueue, "is_enqueued", claimed_before)
    assert sweep.sweep(world.services) == {Repair.FINE: 1, Repair.WAITING: _JOBS - 1}
    assert world.enqueued(queued[5].job_id) == []


def test_a_queue_that_cannot_be_listed_is_asked_job_by_job(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listing is refused; the lost one is found all the same."""

    def refuse(*_: object) -> frozenset[str]:
        raise errors.UnavailableError

    monkeypatch.setattr(TaskQueue, "list_enqueued", refuse)
    lose(world, queued[5])
    assert sweep.sweep(world.services) == {Repair.REDISPATCHED: 1, Repair.WAITING: _JOBS - 1}


def test_what_could_not_be_noted_is_due_still(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Firestore refuses the write together; the next sweep sees the jobs again."""
    store = type(world.services.store)

    def refuse(*_: object) -> list[None]:
        raise errors.UnavailableError

    with monkeypatch.context() as patch:
        patch.setattr(store, "postpone_checks", refuse)
        sweep.sweep(world.services)
    assert sweep.sweep(world.services) == {Repair.WAITING: _JOBS}
    assert sweep.sweep(world.services) == {}


def test_a_sweep_whose_time_is_over_goes_on_in_the_next(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are read while there is time; what is left is due still, and lost ones among it."""
    monkeypatch.setattr(sweep, "_PAGE", 25)
    lose(world, queued[0], queued[-1])
    due = type(world.services.store).due

    def slow_page(*arguments: object, **named: object) -> object:
        world.clock.move(timedelta(seconds=20))
        return due(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(type(world.services.store), "due", slow_page)
    first = sweep.sweep(world.services)
    assert first.total() == 2 * 25
    monkeypatch.setattr(type(world.services.store), "due", due)
    assert (first + sweep.sweep(world.services))[Repair.REDISPATCHED] == 2


def test_what_is_fresh_comes_before_a_backlog(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task that was lost just now is found although more is due than one sweep can look at."""
    monkeypatch.setattr(sweep, "_PAGE", 25)
    monkeypatch.setattr(sweep, "_MAX_PAGES", 2)
    world.clock.move(timedelta(minutes=10))
    fresh = world.submit(word="fresh")
    lose(world, fresh)
    world.clock.move(timedelta(seconds=40))
    assert sweep.sweep(world.services)[Repair.REDISPATCHED] == 1
    assert [task.dispatch for task in world.enqueued(fresh.job_id)] == [2]


def test_a_listing_goes_on_behind_its_first_page(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until all were seen, or enough."""
    monkeypatch.setattr("shared.tasks.task_queue.TASKS_PER_PAGE", 25)
    queue = world.services.queue
    assert len(queue.list_enqueued(_JOBS, lambda: True)) == _JOBS
    assert len(queue.list_enqueued(30, lambda: True)) == 50


def test_a_listing_ends_when_there_is_no_more_time(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has by then is used; the rest is asked for by name, and repaired in time."""
    monkeypatch.setattr("shared.tasks.task_queue.TASKS_PER_PAGE", 25)
    times = iter([True, True, False])
    assert len(world.services.queue.list_enqueued(_JOBS, lambda: next(times))) == 50


def test_an_answer_that_breaks_off_is_asked_for_again_as_a_whole(
    world: World, queued: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a page never has more than its limit, nor a job twice."""
    run_query, broken = FirestoreClient.run_query, iter([True])

    def breaks_off(client: FirestoreClient, **options: Any) -> Iterator[object]:  # noqa: ANN401
        answers = iter(run_query(client, **options))
        yield next(answers)
        if next(broken, False):
            raise exceptions.ServiceUnavailable("cut")  # type: ignore[no-untyped-call]
        yield from answers

    monkeypatch.setattr(FirestoreClient, "run_query", breaks_off)
    page = world.services.store.due(world.clock(), 25)
    assert len({stored.job.job_id for stored in page.jobs}) == len(page.jobs) == 25
    assert page.last is not None
    assert next(broken, None) is None
