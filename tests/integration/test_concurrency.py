"""Slots: one user's many jobs do not delay another user's first."""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from pydantic import JsonValue

from functions.requests import cancel, resubmit, submit
from functions.worker import sweep
from functions.worker.deliver import DeliveryOutcome
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.waiting import PATIENCE
from tests.support.world import OWNER, World, claim

NEIGHBOUR = User(uid="owner-2")


@pytest.fixture
def two_slots(world: World) -> World:
    """A world in which two jobs of a user run at the same time."""
    settings = world.services.settings.model_copy(update={"running_per_user": 2})
    return world.with_services(settings=settings)


def refusing(request: WordRequest, job: JobContext) -> WordResult:
    """Say that it will never work."""
    raise errors.PermanentJobError("There is no such word.")


def submit_words(world: World, count: int, user: User = OWNER) -> list[Job]:
    """Submit so many jobs."""
    return [world.submit(word=f"word {number}", user=user) for number in range(count)]


def bodies(count: int, prefix: str = "word") -> list[dict[str, JsonValue]]:
    """Return so many different requests."""
    return [{"type": "test-word", "word": f"{prefix} {number}"} for number in range(count)]


def are_enqueued(world: World, jobs: list[Job]) -> list[bool]:
    """Say of each job whether its task waits in the queue."""
    return [bool(world.enqueued(job.job_id)) for job in jobs]


@pytest.mark.usefixtures("word_jobs")
def test_only_so_many_tasks_are_enqueued(two_slots: World) -> None:
    """The third job of a user with two slots waits, with no task."""
    jobs = submit_words(two_slots, 4)
    assert are_enqueued(two_slots, jobs) == [True, True, False, False]
    assert [two_slots.job_document(job.job_id).slot for job in jobs] == [
        *([Slot.HELD] * 2),
        *([Slot.WAITING] * 2),
    ]


@pytest.mark.usefixtures("word_jobs")
def test_slots_are_each_users_own(two_slots: World) -> None:
    """Another user's first job is enqueued at once."""
    submit_words(two_slots, 4)
    assert are_enqueued(two_slots, submit_words(two_slots, 1, NEIGHBOUR)) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_a_settled_job_gives_its_slot_to_the_longest_waiting(two_slots: World) -> None:
    """The next task is enqueued by the end of the one before."""
    jobs = []
    for number in range(4):
        jobs.append(two_slots.submit(word=str(number)))
        two_slots.clock.move(timedelta(seconds=1))
    two_slots.deliver(jobs[1].job_id, 1)
    assert are_enqueued(two_slots, jobs) == [True, True, True, False]


@pytest.mark.usefixtures("word_jobs")
def test_every_waiting_job_runs_in_the_end(two_slots: World) -> None:
    """Answering each task that is enqueued is enough for all of them."""
    jobs = submit_words(two_slots, 7)
    delivered: set[tuple[str, int]] = set()
    while new := [
        task
        for job in jobs
        for task in two_slots.enqueued(job.job_id)
        if (task.job_id, task.dispatch) not in delivered
    ]:
        for task in new:
            delivered.add((task.job_id, task.dispatch))
            two_slots.deliver(task.job_id, task.dispatch)
    assert Counter(two_slots.job_document(job.job_id).status for job in jobs) == {
        JobStatus.SUCCEEDED: 7
    }


@pytest.mark.usefixtures("word_jobs")
def test_a_cancelled_job_gives_its_slot_on(two_slots: World) -> None:
    """Cancelling a queued job enqueues the next one."""
    jobs = submit_words(two_slots, 3)
    cancel.cancel_job(two_slots.services, OWNER, jobs[0].job_id)
    assert are_enqueued(two_slots, [jobs[2]]) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_a_waiting_job_can_be_cancelled(two_slots: World) -> None:
    """It never had a task, and gets none."""
    jobs = submit_words(two_slots, 3)
    cancel.cancel_job(two_slots.services, OWNER, jobs[2].job_id)
    two_slots.deliver(jobs[0].job_id, 1)
    assert are_enqueued(two_slots, [jobs[2]]) == [False]


@pytest.mark.usefixtures("word_jobs")
def test_a_crash_between_end_and_enqueue_is_repaired_by_redelivery(two_slots: World) -> None:
    """The delivery comes again, finds its job finished, and enqueues the next one."""
    jobs = submit_words(two_slots, 3)
    careless = two_slots.services.settings.model_copy(update={"running_per_user": 0})
    two_slots.with_services(settings=careless).deliver(jobs[0].job_id, 1)
    assert are_enqueued(two_slots, [jobs[2]]) == [False]
    assert two_slots.deliver(jobs[0].job_id, 1) is DeliveryOutcome.FINISHED_BEFORE
    assert are_enqueued(two_slots, [jobs[2]]) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_the_sweeper_enqueues_a_job_whose_slot_was_not_passed_on(two_slots: World) -> None:
    """If even the redelivery is lost, the sweeper checks a waiting job within the hour."""
    jobs = submit_words(two_slots, 3)
    careless = two_slots.services.settings.model_copy(update={"running_per_user": 0})
    for job in jobs[:2]:
        two_slots.with_services(settings=careless).deliver(job.job_id, 1)
    two_slots.clock.move(timedelta(hours=1))
    sweep.sweep(two_slots.services)
    assert are_enqueued(two_slots, [jobs[2]]) == [True]


def test_a_retry_asks_for_its_slot_again(two_slots: World) -> None:
    """A job that waits for a retry holds no slot; when it comes back there may be none."""

    def failing(request: WordRequest, job: JobContext) -> WordResult:
        raise RuntimeError("try again")

    policy = RetryPolicy(max_attempts=3, base=timedelta(seconds=30), jitter=0)
    with declared(failing, retry=policy):
        jobs = submit_words(two_slots, 4)
        two_slots.deliver(jobs[0].job_id, 1)
        # Both have waited equally long; one of them has the slot.
        assert sorted(are_enqueued(two_slots, jobs[2:])) == [False, True]
        two_slots.clock.move(timedelta(seconds=31))
        assert two_slots.deliver(jobs[0].job_id, 2) is DeliveryOutcome.WAITING
    assert two_slots.job_document(jobs[0].job_id).slot is Slot.WAITING


def test_a_retry_that_has_to_wait_is_not_forgotten(two_slots: World) -> None:
    """Those that run learn that it waits, and the first that ends gives it the slot."""

    def failing(request: WordRequest, job: JobContext) -> WordResult:
        if request.word == "fails":
            raise RuntimeError("try again")
        return WordResult(answer=request.word)

    with declared(failing, retry=RetryPolicy(max_attempts=3, base=timedelta(seconds=30), jitter=0)):
        failed = two_slots.submit(word="fails")
        two_slots.deliver(failed.job_id, 1)
        others = submit_words(two_slots, 2)
        assert [job.is_waited_for for job in others] == [False, False]
        two_slots.clock.move(timedelta(seconds=31))
        assert two_slots.deliver(failed.job_id, 2) is DeliveryOutcome.WAITING
        two_slots.deliver(others[0].job_id, 1)
    assert two_slots.job_document(failed.job_id).slot is Slot.HELD


@pytest.mark.usefixtures("word_jobs")
def test_the_sweeper_tells_those_that_run_of_a_job_that_waits(two_slots: World) -> None:
    """A submitter of an earlier revision has not told them."""
    jobs = submit_words(two_slots, 3)
    for job in jobs[:2]:
        unaware = two_slots.services.store.read(job.job_id)
        assert unaware is not None
        assert unaware.job.is_waited_for
        alive = unaware.job.with_slot(is_waited_for=False).check_postponed(
            two_slots.clock(), two_slots.clock() + timedelta(hours=2)
        )
        two_slots.services.store.write(unaware, alive)
    two_slots.clock.move(timedelta(minutes=1))
    sweep.sweep(two_slots.services)
    two_slots.deliver(jobs[0].job_id, 1)
    assert two_slots.job_document(jobs[2].job_id).slot is Slot.HELD


@pytest.mark.usefixtures("word_jobs")
def test_waiting_makes_no_traffic(two_slots: World) -> None:
    """A thousand waiting jobs, half an hour of sweeps: each sweep is one query.

    The sweeper checks the first of the line once, soon after it was stored: for the case that a
    slot became free meanwhile and its submitter died.
    """
    settings = two_slots.services.settings.model_copy(
        update={"unfinished_per_user": 1_002, "submit_burst": 1_002}
    )
    crowded = two_slots.with_services(settings=settings)
    running = [claim(crowded, job) for job in submit_words(crowded, 2)]
    for stored in running:
        alive = stored.job.check_postponed(
            two_slots.clock(), two_slots.clock() + timedelta(hours=2)
        )
        two_slots.services.store.write(stored, alive)
    for batch in range(20):
        submit.submit_batch(crowded.services, OWNER, bodies(50, f"batch {batch}"))
    two_slots.clock.move(timedelta(minutes=1))
    sweep.sweep(two_slots.services)
    with counted_calls(two_slots.services) as calls:
        for _ in range(30):
            two_slots.clock.move(timedelta(minutes=1))
            sweep.sweep(two_slots.services)
    assert calls == {"run_query": 30}


@pytest.mark.usefixtures("word_jobs")
def test_only_the_first_of_a_line_is_checked_soon(two_slots: World) -> None:
    """One check a line, not one a job."""
    jobs = submit_words(two_slots, 6)
    two_slots.clock.move(timedelta(minutes=1))
    due = {stored.job.job_id for stored in two_slots.services.store.due(two_slots.clock(), 10).jobs}
    assert due & {job.job_id for job in jobs if job.slot is Slot.WAITING} == {jobs[2].job_id}


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_keeps_its_order(two_slots: World) -> None:
    """Its jobs get their slots one after the other, as they stand in it."""
    jobs = [one.job for one in submit.submit_batch(two_slots.services, OWNER, bodies(5))]
    for done, next_one in ((0, 2), (1, 3), (2, 4)):
        two_slots.deliver(jobs[done].job_id, two_slots.job_document(jobs[done].job_id).dispatch)
        assert [number for number, task in enumerate(are_enqueued(two_slots, jobs)) if task][
            -1
        ] == next_one


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_larger_than_a_user_may_have_is_refused_for_good(two_slots: World) -> None:
    """Waiting would not help: the error is about the request, not about the moment."""
    settings = two_slots.services.settings.model_copy(update={"unfinished_per_user": 20})
    full = two_slots.with_services(settings=settings)
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        submit.submit_batch(full.services, OWNER, bodies(21))
    assert [one.field for one in refusal.value.violations] == ["jobs"]


def test_once_more_counts_like_a_new_job(two_slots: World) -> None:
    """A resubmitted job waits for a slot, takes a token, and counts among the unfinished."""
    with declared(refusing):
        failed = two_slots.submit(word="first")
        two_slots.deliver(failed.job_id, 1)
        submit_words(two_slots, 2)
        again = resubmit.resubmit_job(two_slots.services, OWNER, failed.job_id)
    assert again.slot is Slot.WAITING
    assert are_enqueued(two_slots, [again]) == [
        True
    ]  # The first task, which was answered; no second one.
    bucket = two_slots.services.store.read_bucket(OWNER.uid).bucket
    assert bucket is not None
    assert bucket.tokens == two_slots.services.submit_limit.burst - 4
    assert again.job_id in bucket.unfinished


def test_once_more_is_refused_to_whom_has_too_many(two_slots: World) -> None:
    """Failing and resubmitting is no way around the cap; the job stays as it was."""
    settings = two_slots.services.settings.model_copy(update={"unfinished_per_user": 2})
    full = two_slots.with_services(settings=settings)
    with declared(refusing):
        failed = full.submit(word="first")
        full.deliver(failed.job_id, 1)
        submit_words(full, 2)
        with pytest.raises(errors.ResourceExhaustedError, match="not finished"):
            resubmit.resubmit_job(full.services, OWNER, failed.job_id)
    assert full.job_document(failed.job_id).status is JobStatus.FAILED


def test_no_more_than_the_slots_run_at_once(two_slots: World) -> None:
    """Many threads answer tasks at the same time, and never more than two handlers run."""
    running, most = Counter[str](), []
    lock = threading.Lock()
    meet = threading.Barrier(2, timeout=PATIENCE)

    def watched(request: WordRequest, job: JobContext) -> WordResult:
        with lock:
            running["now"] += 1
            most.append(running["now"])
        meet.wait()
        with lock:
            running["now"] -= 1
        return WordResult(answer=request.word)

    with declared(watched):
        jobs = submit_words(two_slots, 6)
        delivered: set[tuple[str, int]] = set()
        while new := [
            task
            for job in jobs
            for task in two_slots.enqueued(job.job_id)
            if (task.job_id, task.dispatch) not in delivered
        ]:
            threads = [
                threading.Thread(target=two_slots.deliver, args=(task.job_id, task.dispatch))
                for task in new
            ]
            delivered |= {(task.job_id, task.dispatch) for task in new}
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    assert max(most) == 2
    assert {two_slots.job_document(job.job_id).status for job in jobs} == {JobStatus.SUCCEEDED}


@pytest.mark.usefixtures("word_jobs")
def test_forty_submissions_at_once_are_all_accepted(world: World) -> None:
    """They meet at their owner's token bucket, and each waits for its turn: none is refused."""
    contending = world.with_services(jitter=random.random)
    outcomes: list[Job | Exception] = []
    start = threading.Barrier(40, timeout=PATIENCE)

    def submit_one(number: int) -> None:
        start.wait()
        try:
            outcomes.append(contending.submit(word=f"word {number}"))
        except errors.JobsError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=submit_one, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert len({one.job_id for one in outcomes if isinstance(one, Job)}) == 40


@pytest.mark.usefixtures("word_jobs")
def test_too_many_unfinished_jobs_are_refused(world: World) -> None:
    """The cap counts what is really unfinished: an ended job makes room."""
    settings = world.services.settings.model_copy(update={"unfinished_per_user": 2})
    full = world.with_services(settings=settings)
    jobs = submit_words(full, 2)
    with pytest.raises(errors.ResourceExhaustedError, match="not finished"):
        full.submit(word="one more")
    full.deliver(jobs[0].job_id, 1)
    assert full.submit(word="one more").status is JobStatus.QUEUED


@pytest.mark.usefixtures("word_jobs")
def test_a_user_with_few_jobs_costs_no_read_more(two_slots: World) -> None:
    """Job documents are read only when the slots might not be enough."""
    with counted_calls(two_slots.services) as calls:
        submit_words(two_slots, 2)
    assert calls == {"batch_get_documents": 2, "commit": 2, "create_task": 2}


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_is_one_read_and_one_commit(world: World) -> None:
    """Each its own job, all or none."""
    with counted_calls(world.services) as calls:
        made = submit.submit_batch(world.services, OWNER, bodies(10))
    assert calls == {"batch_get_documents": 1, "commit": 1, "create_task": 10}
    assert len({one.job.job_id for one in made}) == 10


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_with_one_bad_job_stores_none(world: World) -> None:
    """The error names the job by its index, and its field."""
    misspelt: dict[str, JsonValue] = {"type": "test-word", "wrod": "bad"}
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        submit.submit_batch(world.services, OWNER, [*bodies(1), misspelt])
    assert [one.field for one in refusal.value.violations] == ["jobs.1.word", "jobs.1.wrod"]
    assert world.services.store.due(world.clock() + timedelta(days=1), 10).jobs == []


@pytest.mark.usefixtures("word_jobs")
def test_a_job_for_later_is_enqueued_for_later(world: World) -> None:
    """`runAt` is the task's time."""
    later = world.clock() + timedelta(hours=2)
    job = world.submit(word="x", options={"runAt": later.isoformat()})
    assert [task.at for task in world.enqueued(job.job_id)] == [later]
    assert world.job_document(job.job_id).next_attempt_at == later


@pytest.mark.usefixtures("word_jobs")
def test_a_job_that_must_start_in_time_fails_after_it(world: World) -> None:
    """`startBefore` has passed when its task is delivered."""
    soon = world.clock() + timedelta(minutes=1)
    job = world.submit(word="x", options={"startBefore": soon.isoformat()})
    world.clock.move(timedelta(minutes=2))
    world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.FAILED
