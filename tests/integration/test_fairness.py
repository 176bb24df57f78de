"""Places: one user's many jobs do not delay another user's first."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from pydantic import JsonValue

from functions.requests import cancel, resubmit, submit
from functions.worker import sweep
from functions.worker.deliver import Answer
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job, JobStatus
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.world import OWNER, World, claim

NEIGHBOUR = User(uid="owner-2")


@pytest.fixture
def fair(world: World) -> World:
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
def test_only_so_many_tasks_are_enqueued(fair: World) -> None:
    """The third job of a user with two places waits, with no task."""
    jobs = submit_words(fair, 4)
    assert are_enqueued(fair, jobs) == [True, True, False, False]
    assert [fair.job_document(job.job_id).waiting for job in jobs] == [None, None, True, True]


@pytest.mark.usefixtures("word_jobs")
def test_slots_are_each_users_own(fair: World) -> None:
    """Another user's first job is enqueued at once."""
    submit_words(fair, 4)
    assert are_enqueued(fair, submit_words(fair, 1, NEIGHBOUR)) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_a_settled_job_gives_its_slot_to_the_longest_waiting(fair: World) -> None:
    """The next task is enqueued by the end of the one before."""
    jobs = []
    for number in range(4):
        jobs.append(fair.submit(word=str(number)))
        fair.clock.move(timedelta(seconds=1))
    fair.deliver(jobs[1].job_id, 1)
    assert are_enqueued(fair, jobs) == [True, True, True, False]


@pytest.mark.usefixtures("word_jobs")
def test_every_waiting_job_runs_in_the_end(fair: World) -> None:
    """Answering each task that is enqueued is enough for all of them."""
    jobs = submit_words(fair, 7)
    heard: set[tuple[str, int]] = set()
    while new := [
        task
        for job in jobs
        for task in fair.enqueued(job.job_id)
        if (task.job_id, task.dispatch) not in heard
    ]:
        for task in new:
            heard.add((task.job_id, task.dispatch))
            fair.deliver(task.job_id, task.dispatch)
    assert Counter(fair.job_document(job.job_id).status for job in jobs) == {JobStatus.SUCCEEDED: 7}


@pytest.mark.usefixtures("word_jobs")
def test_a_cancelled_job_gives_its_slot_on(fair: World) -> None:
    """Cancelling a queued job enqueues the next one."""
    jobs = submit_words(fair, 3)
    cancel.cancel_job(fair.services, OWNER, jobs[0].job_id)
    assert are_enqueued(fair, [jobs[2]]) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_a_waiting_job_can_be_cancelled(fair: World) -> None:
    """It never had a task, and gets none."""
    jobs = submit_words(fair, 3)
    cancel.cancel_job(fair.services, OWNER, jobs[2].job_id)
    fair.deliver(jobs[0].job_id, 1)
    assert are_enqueued(fair, [jobs[2]]) == [False]


@pytest.mark.usefixtures("word_jobs")
def test_a_crash_between_end_and_enqueue_is_repaired_by_redelivery(fair: World) -> None:
    """The delivery comes again, finds its job finished, and enqueues the next one."""
    jobs = submit_words(fair, 3)
    careless = fair.services.settings.model_copy(update={"running_per_user": 0})
    fair.with_services(settings=careless).deliver(jobs[0].job_id, 1)
    assert are_enqueued(fair, [jobs[2]]) == [False]
    assert fair.deliver(jobs[0].job_id, 1) is Answer.FINISHED_BEFORE
    assert are_enqueued(fair, [jobs[2]]) == [True]


@pytest.mark.usefixtures("word_jobs")
def test_the_sweeper_enqueues_a_job_that_everybody_forgot(fair: World) -> None:
    """If even the redelivery is lost, a waiting job is looked at within the hour."""
    jobs = submit_words(fair, 3)
    careless = fair.services.settings.model_copy(update={"running_per_user": 0})
    for job in jobs[:2]:
        fair.with_services(settings=careless).deliver(job.job_id, 1)
    fair.clock.move(timedelta(hours=1))
    sweep.sweep(fair.services)
    assert are_enqueued(fair, [jobs[2]]) == [True]


def test_a_retry_asks_for_its_slot_again(fair: World) -> None:
    """A job that waits for a retry holds no place; when it comes back there may be none."""

    def failing(request: WordRequest, job: JobContext) -> WordResult:
        raise RuntimeError("try again")

    policy = RetryPolicy(max_attempts=3, base=timedelta(seconds=30), jitter=0)
    with declared(failing, retry=policy):
        jobs = submit_words(fair, 4)
        fair.deliver(jobs[0].job_id, 1)
        # Both have waited equally long; one of them has the place.
        assert sorted(are_enqueued(fair, jobs[2:])) == [False, True]
        fair.clock.move(timedelta(seconds=31))
        assert fair.deliver(jobs[0].job_id, 2) is Answer.WAITING
    assert fair.job_document(jobs[0].job_id).waiting is True


@pytest.mark.usefixtures("word_jobs")
def test_waiting_makes_no_traffic(fair: World) -> None:
    """A thousand waiting jobs, half an hour of sweeps: each sweep is one query.

    The first of the line is looked at once, soon after it was stored: for the case that a place
    became free meanwhile and its submitter died.
    """
    settings = fair.services.settings.model_copy(
        update={"unfinished_per_user": 1_002, "submit_burst": 1_002}
    )
    crowded = fair.with_services(settings=settings)
    running = [claim(crowded, job) for job in submit_words(crowded, 2)]
    for stored in running:
        alive = stored.job.check_postponed(fair.clock(), fair.clock() + timedelta(hours=2))
        fair.services.store.write(stored, alive)
    for batch in range(20):
        submit.submit_batch(crowded.services, OWNER, bodies(50, f"batch {batch}"))
    fair.clock.move(timedelta(minutes=1))
    sweep.sweep(fair.services)
    with counted_calls(fair.services) as calls:
        for _ in range(30):
            fair.clock.move(timedelta(minutes=1))
            sweep.sweep(fair.services)
    assert calls == {"run_query": 30}


@pytest.mark.usefixtures("word_jobs")
def test_only_the_first_of_a_line_is_checked_soon(fair: World) -> None:
    """One look a line, not one a job."""
    jobs = submit_words(fair, 6)
    fair.clock.move(timedelta(minutes=1))
    check_postponed = {stored.job.job_id for stored in fair.services.store.due(fair.clock(), 10)}
    assert check_postponed & {job.job_id for job in jobs if job.waiting} == {jobs[2].job_id}


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_keeps_its_order(fair: World) -> None:
    """Its jobs get their places one after the other, as they stand in it."""
    jobs = [one.job for one in submit.submit_batch(fair.services, OWNER, bodies(5))]
    for done, next_one in ((0, 2), (1, 3), (2, 4)):
        fair.deliver(jobs[done].job_id, fair.job_document(jobs[done].job_id).dispatch)
        assert [number for number, task in enumerate(are_enqueued(fair, jobs)) if task][
            -1
        ] == next_one


@pytest.mark.usefixtures("word_jobs")
def test_a_batch_larger_than_a_user_may_have_is_refused_for_good(fair: World) -> None:
    """Waiting would not help: the error is about the request, not about the moment."""
    settings = fair.services.settings.model_copy(update={"unfinished_per_user": 20})
    full = fair.with_services(settings=settings)
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        submit.submit_batch(full.services, OWNER, bodies(21))
    assert [one.field for one in refusal.value.violations] == ["jobs"]


def test_once_more_counts_like_a_new_job(fair: World) -> None:
    """A resubmitted job waits for a slot, takes a token, and counts among the unfinished."""
    with declared(refusing):
        failed = fair.submit(word="first")
        fair.deliver(failed.job_id, 1)
        submit_words(fair, 2)
        again = resubmit.resubmit_job(fair.services, OWNER, failed.job_id)
    assert again.waiting
    assert are_enqueued(fair, [again]) == [
        True
    ]  # The first task, which was answered; no second one.
    bucket = fair.services.store.read_bucket(OWNER.uid).bucket
    assert bucket is not None
    assert bucket.tokens == fair.services.submit_limit.burst - 4
    assert again.job_id in bucket.unfinished


def test_once_more_is_refused_to_whom_has_too_many(fair: World) -> None:
    """Failing and resubmitting is no way around the cap; the job stays as it was."""
    settings = fair.services.settings.model_copy(update={"unfinished_per_user": 2})
    full = fair.with_services(settings=settings)
    with declared(refusing):
        failed = full.submit(word="first")
        full.deliver(failed.job_id, 1)
        submit_words(full, 2)
        with pytest.raises(errors.ResourceExhaustedError, match="not finished"):
            resubmit.resubmit_job(full.services, OWNER, failed.job_id)
    assert full.job_document(failed.job_id).status is JobStatus.FAILED


def test_no_more_than_the_slots_run_at_once(fair: World) -> None:
    """Many threads answer tasks at the same time, and never more than two handlers run."""
    running, most = Counter[str](), []
    lock = threading.Lock()
    meet = threading.Barrier(2, timeout=10)

    def watched(request: WordRequest, job: JobContext) -> WordResult:
        with lock:
            running["now"] += 1
            most.append(running["now"])
        meet.wait()
        with lock:
            running["now"] -= 1
        return WordResult(answer=request.word)

    with declared(watched):
        jobs = submit_words(fair, 6)
        heard: set[tuple[str, int]] = set()
        while new := [
            task
            for job in jobs
            for task in fair.enqueued(job.job_id)
            if (task.job_id, task.dispatch) not in heard
        ]:
            threads = [
                threading.Thread(target=fair.deliver, args=(task.job_id, task.dispatch))
                for task in new
            ]
            heard |= {(task.job_id, task.dispatch) for task in new}
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    assert max(most) == 2
    assert {fair.job_document(job.job_id).status for job in jobs} == {JobStatus.SUCCEEDED}


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
def test_a_user_with_few_jobs_costs_no_read_more(fair: World) -> None:
    """Job documents are read only when the places might not be enough."""
    with counted_calls(fair.services) as calls:
        submit_words(fair, 2)
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
    """The error names the job's place and its field."""
    misspelt: dict[str, JsonValue] = {"type": "test-word", "wrod": "bad"}
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        submit.submit_batch(world.services, OWNER, [*bodies(1), misspelt])
    assert [one.field for one in refusal.value.violations] == ["jobs.1.word", "jobs.1.wrod"]
    assert world.services.store.due(world.clock() + timedelta(days=1), 10) == []


@pytest.mark.usefixtures("word_jobs")
def test_a_job_for_later_is_enqueued_for_later(world: World) -> None:
    """`runAt` is the task's time."""
    later = world.clock() + timedelta(hours=2)
    job = world.submit(word="x", options={"runAt": later.isoformat()})
    assert [task.at for task in world.enqueued(job.job_id)] == [later]
    assert world.job_document(job.job_id).next_attempt_at == later


@pytest.mark.usefixtures("word_jobs")
def test_a_job_that_must_start_in_time_fails_after_it(world: World) -> None:
    """`startBefore` has passed when its task is heard."""
    soon = world.clock() + timedelta(minutes=1)
    job = world.submit(word="x", options={"startBefore": soon.isoformat()})
    world.clock.move(timedelta(minutes=2))
    world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.FAILED
