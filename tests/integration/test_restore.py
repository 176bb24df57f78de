"""The database is lost and comes back as it was a while ago; the queue knows what came since.

The rehearsal of "Restore the database" in docs/operations.md, with the emulator's export in the
place of a backup. A restored job document may be older than its task, its result and its worker.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from functions.requests import cancel, erase, submit
from functions.worker import sweep
from functions.worker.deliver import DeliveryOutcome
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.world import OWNER, World, claim

#: How often the sweeper comes in these tests at the most; each time, all tasks are delivered.
_SWEEPS = 10
POLICY = RetryPolicy(max_attempts=3, base=timedelta(seconds=10), jitter=0)


@pytest.fixture
def runs() -> Iterator[Counter[str]]:
    """A type `test-word` that fails once for the word "again"; how often each word was run."""
    counted = Counter[str]()

    def count(request: WordRequest, job: JobContext) -> WordResult:
        counted[request.word] += 1
        if request.word == "again" and counted["again"] == 1:
            raise errors.RetriableJobError("Not yet.")
        return WordResult(answer=request.word)

    with declared(count, retry=POLICY):
        yield counted


@pytest.fixture
def two_slots(world: World) -> World:
    """A world in which two jobs of a user run at the same time."""
    settings = world.services.settings.model_copy(update={"running_per_user": 2})
    return world.with_services(settings=settings)


def deliver_all(world: World, jobs: list[Job]) -> None:
    """Deliver each task that waits, once, as the queue does: an answered task is gone."""
    for job in jobs:
        for task in world.enqueued(job.job_id):
            world.deliver(job.job_id, task.dispatch)
            world.services.queue.delete_task(job.job_id, task.dispatch)


def purge(world: World, jobs: list[Job]) -> None:
    """Empty the queue: the names of its tasks stay taken."""
    for job in jobs:
        for task in world.enqueued(job.job_id):
            world.services.queue.delete_task(job.job_id, task.dispatch)


def come_to_rest(world: World, jobs: list[Job]) -> None:
    """Let a minute pass, sweep and deliver, until no job is to be done any more."""
    for _ in range(_SWEEPS):
        world.clock.move(timedelta(seconds=60))
        repairs = sweep.sweep(world.services)
        assert sweep.Repair.BROKEN not in repairs
        deliver_all(world, jobs)
        if all(world.job_document(job.job_id).status.is_terminal for job in jobs):
            return
    raise AssertionError({job.job_id: world.job_document(job.job_id).status for job in jobs})


def lose_and_restore(emulators: GoogleEmulators, backup: Path) -> None:
    """Lose the whole database, and get the backup back."""
    emulators.forget_documents()
    emulators.import_documents(backup)


def statuses(world: World, jobs: dict[str, Job]) -> dict[str, JobStatus]:
    """Return what each job is, by its word."""
    return {word: world.job_document(job.job_id).status for word, job in jobs.items()}


@pytest.mark.parametrize("is_purged", [True, False], ids=["queue purged", "queue as it was"])
def test_jobs_come_to_their_end_after_a_restore(
    two_slots: World,
    emulators: GoogleEmulators,
    runs: Counter[str],
    tmp_path: Path,
    *,
    is_purged: bool,
) -> None:
    """In whatever state the backup has a job: what was done is not run again, the rest once."""
    world = two_slots
    words = ("done", "cancelled", "running", "queued", "waits")
    jobs = {}
    for word in words:
        jobs[word] = world.submit(word=word)
        if word == "done":
            deliver_all(world, [jobs[word]])
        if word == "cancelled":
            cancel.cancel_job(world.services, OWNER, jobs[word].job_id)
        if word == "running":
            claim(world, jobs[word])
    backup = emulators.export_documents(tmp_path)
    lost = world.submit(word="after the backup")
    if is_purged:
        purge(world, list(jobs.values()))
    lose_and_restore(emulators, backup)
    come_to_rest(world, list(jobs.values()))
    ended = dict.fromkeys(words, JobStatus.SUCCEEDED) | {"cancelled": JobStatus.CANCELLED}
    assert statuses(world, jobs) == ended
    assert runs == {"done": 1, "running": 1, "queued": 1, "waits": 1}
    assert world.services.store.read(lost.job_id) is None
    assert world.deliver(lost.job_id, 1) is DeliveryOutcome.NO_SUCH_JOB


def test_limits_are_those_of_the_restored_jobs(
    two_slots: World, emulators: GoogleEmulators, runs: Counter[str], tmp_path: Path
) -> None:
    """Slots and unfinished jobs are counted in the same backup: none stays taken afterwards."""
    world = two_slots
    jobs = [world.submit(word=f"word {number}") for number in range(4)]
    backup = emulators.export_documents(tmp_path)
    world.submit(word="after the backup")
    lose_and_restore(emulators, backup)
    come_to_rest(world, jobs)
    again = [world.submit(word=f"later {number}") for number in range(2)]
    deliver_all(world, again)
    assert [world.job_document(job.job_id).status for job in again] == [JobStatus.SUCCEEDED] * 2
    assert set(runs.values()) == {1}


def test_a_name_that_was_used_after_the_backup_does_not_hold_a_job_up(
    world: World, emulators: GoogleEmulators, runs: Counter[str], tmp_path: Path
) -> None:
    """The sweeper's next task has the name of one that was answered: the one after gets through."""
    job = world.submit(word="again")
    backup = emulators.export_documents(tmp_path)
    deliver_all(world, [job])
    world.clock.move(timedelta(seconds=10))
    deliver_all(world, [job])
    assert (world.job_document(job.job_id).status, runs["again"]) == (JobStatus.SUCCEEDED, 2)
    lose_and_restore(emulators, backup)
    come_to_rest(world, [job])
    done = world.job_document(job.job_id)
    assert (done.status, done.attempt, done.dispatch) == (JobStatus.SUCCEEDED, 1, 3)


def test_a_worker_from_before_writes_nothing(
    world: World, emulators: GoogleEmulators, tmp_path: Path
) -> None:
    """It claimed after the backup and ends after the restore: its end is refused, one is kept."""
    answers = iter(["of the worker from before", "of the restored job"])
    outcomes: list[DeliveryOutcome] = []

    def lose_meanwhile(request: WordRequest, job: JobContext) -> WordResult:
        answer = next(answers)
        if answer == "of the worker from before":
            lose_and_restore(emulators, backup)
            outcomes.append(world.deliver(one.job_id, 1))
        return WordResult(answer=answer)

    with declared(lose_meanwhile):
        one = world.submit(word="x")
        backup = emulators.export_documents(tmp_path)
        outcomes.append(world.deliver(one.job_id, 1))
    assert outcomes == [DeliveryOutcome.SETTLED, DeliveryOutcome.TAKEN_OVER]
    assert world.result(one.job_id) == {"answer": "of the restored job"}


def test_a_request_that_is_sent_again_after_the_restore_is_the_same_job(
    world: World, emulators: GoogleEmulators, runs: Counter[str], tmp_path: Path
) -> None:
    """Keys are in the backup, too: a client that repeats itself makes no second job."""
    body = {"type": "test-word", "word": "x"}
    key = "k" * 32
    first = submit.submit_job(world.services, OWNER, {**body}, idempotency_key=key)
    backup = emulators.export_documents(tmp_path)
    lose_and_restore(emulators, backup)
    second = submit.submit_job(world.services, OWNER, {**body}, idempotency_key=key)
    assert second.job.job_id == first.job.job_id


def test_what_was_erased_since_is_back(
    world: World, emulators: GoogleEmulators, runs: Counter[str], tmp_path: Path
) -> None:
    """The runbook says so: it must be erased once more, and can be."""
    job = world.submit(word="x")
    deliver_all(world, [job])
    backup = emulators.export_documents(tmp_path)
    erase.erase_job(world.services, OWNER, job.job_id)
    lose_and_restore(emulators, backup)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    erase.erase_job(world.services, OWNER, job.job_id)
    assert world.services.store.read(job.job_id) is None
