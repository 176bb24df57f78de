"""Erasing a job, or all there is of a user: nothing is left, and no other user notices."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.requests import cancel, erase
from functions.worker.deliver import DeliveryOutcome
from shared.auth.users import User
from shared.core import errors, idempotency
from shared.core.job_status import JobStatus
from shared.core.stored_value import to_text
from shared.core.usage import Usage
from shared.firestore.documents import StaleWriteError, VersionedJob
from shared.firestore.job_store import JobStore
from shared.firestore.writes import Writes
from shared.handler.job_context import JobContext
from shared.tasks.task_queue import TaskQueue
from tests.support.database import database
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import answer_of, caller
from tests.support.world import OWNER, World

NEIGHBOUR = User(uid="owner-2")
LEASE_IS_LOST = timedelta(minutes=1)
KEYS = "users/owner-1/idempotencyKeys"
words = pytest.mark.usefixtures("word_jobs")


def documents(world: World) -> list[str]:
    """Return the path of every document that there is, also below those that are not there."""
    client = database(world.services)
    there = client.get_all(list(_references(client.collections())))
    return sorted(snapshot.reference.path for snapshot in there if snapshot.exists)


def _references(collections: Iterable[Any]) -> Iterator[Any]:
    for collection in collections:
        for reference in collection.list_documents():
            yield reference
            yield from _references(reference.collections())


def submit_and_run(world: World, word: str, user: User = OWNER) -> str:
    """Have a job succeed, and return its id."""
    job = world.submit(word=word, user=user)
    world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    return job.job_id


@words
def test_nothing_is_left_of_an_erased_job(world: World) -> None:
    """204; the job document, its input, result and attempts are gone."""
    job_id = submit_and_run(world, "x")
    below = f"users/owner-1/jobs/{job_id}/data/"
    assert [path.removeprefix(below) for path in documents(world) if path.startswith(below)] == [
        *("attempts", "input", "result"),
    ]
    response = caller(world.services).delete(f"/api/jobs/{job_id}")
    assert (response.status_code, response.data) == (204, b"")
    assert [path for path in documents(world) if "/jobs/" in path] == []


def test_steps_go_with_their_job(world: World) -> None:
    """What a handler kept of its steps is below the job document, and goes too."""

    def stepping(request: WordRequest, job: JobContext) -> WordResult:
        return WordResult(answer=str(job.step("spell", lambda: request.word)))

    with declared(stepping):
        job_id = submit_and_run(world, "x")
    assert any(path.endswith("data/step-spell") for path in documents(world))
    caller(world.services).delete(f"/api/jobs/{job_id}")
    assert [path for path in documents(world) if "/jobs/" in path] == []


@words
def test_only_that_job_goes(world: World) -> None:
    """The owner's other jobs stay."""
    gone, stays = submit_and_run(world, "x"), submit_and_run(world, "y")
    caller(world.services).delete(f"/api/jobs/{gone}")
    assert [one.job.job_id for one in world.services.store.all_jobs("owner-1", 10)] == [stays]
    assert world.result(stays) == {"answer": "y"}


@words
@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_job_that_has_not_ended_is_not_erased(world: World, state: str) -> None:
    """409, and the refusal says the state."""
    job_id = world.submit(word="x").job_id
    if state == "running":
        claim(world, job_id)
    response = caller(world.services).delete(f"/api/jobs/{job_id}")
    assert (response.status_code, answer_of(response)["code"]) == (409, "failed-precondition")
    assert state in answer_of(response)["detail"]
    assert world.job_document(job_id).status == state


def claim(world: World, job_id: str) -> VersionedJob:
    """Have a job run, without its handler."""
    stored = world.services.store.read(job_id)
    assert stored is not None
    lease = world.services.settings.lease
    return world.services.store.write(stored, stored.job.claimed(world.clock(), lease, "lease-1"))


@words
def test_erasing_twice_is_erasing_once(world: World) -> None:
    """204 again: a client that saw no answer asks once more."""
    path = f"/api/jobs/{submit_and_run(world, 'x')}"
    sender = caller(world.services)
    assert [sender.delete(path).status_code for _ in range(2)] == [204, 204]


@words
def test_another_users_job_is_not_erased(world: World) -> None:
    """404, as for every job of another user; it stays."""
    job_id = submit_and_run(world, "x")
    assert caller(world.services, "owner-2").delete(f"/api/jobs/{job_id}").status_code == 404
    assert world.job_document(job_id).status is JobStatus.SUCCEEDED


@words
@pytest.mark.parametrize("path", ["..", "%2E%2E", "nonsense", "owner-1:x", "%00"])
def test_what_is_no_id_erases_nothing(world: World, path: str) -> None:
    """404."""
    assert caller(world.services).delete(f"/api/jobs/{path}").status_code == 404


def make_user(world: World, user: User) -> None:
    """Make a user's jobs in several states, with keys and waiting tasks."""
    sender = caller(world.services, user.uid)
    for word in "ab":
        submit = {"type": "test-word", "word": word}
        accepted = sender.post("/api/jobs", submit, **{"Idempotency-Key": f"key-{word}"})
        world.deliver(answer_of(accepted)["jobId"], 1)
    world.submit(word="queued", user=user)
    cancelled = world.submit(word="cancelled", user=user)
    cancel.cancel_job(world.services, user, cancelled.job_id)


@words
def test_nothing_is_left_of_an_erased_user(world: World) -> None:
    """Job documents, data, submissions; the answer says how much went. What bounds them stays."""
    make_user(world, OWNER)
    response = caller(world.services).delete("/api/me/jobs")
    assert (response.status_code, response.json) == (
        200,
        {"jobs": 4, "tasks": 1, "isComplete": True},
    )
    keys = sorted(f"{KEYS}/{idempotency.key_name(f'key-{word}')}" for word in "ab")
    assert documents(world) == ["rateLimits/owner-1", *keys]


@words
def test_what_stays_of_an_erased_user_says_nothing(world: World) -> None:
    """A key is its own hash and its time, the bucket numbers: no job, no request."""
    make_user(world, OWNER)
    caller(world.services).delete("/api/me/jobs")
    left = {path: database(world.services).document(path).get() for path in documents(world)}
    for path, snapshot in left.items():
        fields = snapshot.to_dict() or {}
        assert not fields.pop("unfinished", ()), path
        assert not fields.pop("files", {}), path
        assert fields.keys() <= {"expireAt", "tokens", "countedAt", "grants"}, path


@words
def test_an_erased_users_tasks_are_gone(world: World) -> None:
    """A task that waited for an unfinished job is taken out of the queue."""
    job = world.submit(word="x")
    assert len(world.enqueued(job.job_id)) == 1
    caller(world.services).delete("/api/me/jobs")
    assert world.enqueued(job.job_id) == []


@words
def test_another_user_is_untouched(world: World) -> None:
    """Not a document of theirs is missing."""
    make_user(world, NEIGHBOUR)
    before = documents(world)
    make_user(world, OWNER)
    caller(world.services).delete("/api/me/jobs")
    assert [path for path in documents(world) if "owner-2" in path] == before


@words
def test_a_large_user_is_erased_in_several_calls(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call does a bounded part; the last one says that it is complete."""
    monkeypatch.setattr(erase, "MAX_JOBS", 3)
    for number in range(7):
        world.submit(word=f"word {number}")
    sender = caller(world.services)
    answers = [answer_of(sender.delete("/api/me/jobs")) for _ in range(3)]
    assert [answer["jobs"] for answer in answers] == [3, 3, 1]
    assert [answer["isComplete"] for answer in answers] == [False, False, True]
    assert documents(world) == ["rateLimits/owner-1"]


@words
def test_erasing_a_user_twice_is_fine(world: World) -> None:
    """There is nothing to do, and the answer says so."""
    sender = caller(world.services)
    sender.delete("/api/me/jobs")
    assert sender.delete("/api/me/jobs").json == {"jobs": 0, "tasks": 0, "isComplete": True}


@words
def test_an_erased_user_may_begin_again(world: World) -> None:
    """The same request is a new job: nothing remembers the old one."""
    first = world.submit(word="x")
    caller(world.services).delete("/api/me/jobs")
    again = world.submit(word="x")
    assert again.job_id != first.job_id
    world.deliver(again.job_id, 1)
    assert world.job_document(again.job_id).status is JobStatus.SUCCEEDED


def test_a_running_job_is_cancelled_before_it_is_erased(world: World) -> None:
    """It is asked to stop and stays until it has: so its slot counts, and its cost is written."""
    answers: list[erase.Erasure] = []

    def erased_meanwhile(request: WordRequest, job: JobContext) -> WordResult:
        job._attempt.record_usage(Usage(cost_usd=0.25))
        answers.extend(erase.erase_user(world.services, OWNER) for _ in range(2))
        assert world.services.store.count_slots(OWNER.uid) == 1
        return WordResult(answer=request.word)

    with declared(erased_meanwhile):
        job = world.submit(word="x")
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    assert [(one.jobs, one.is_complete) for one in answers] == [(0, False)] * 2
    assert world.job_document(job.job_id).status is JobStatus.CANCELLED
    assert erase.erase_user(world.services, OWNER).is_complete
    assert [path for path in documents(world) if "/jobs/" in path] == []
    assert world.services.store.read_quota(OWNER.uid, world.clock()).spent.user_usd == 0.25


@words
def test_a_job_that_was_claimed_just_now_is_not_erased(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was listed as queued: the erasure sees that it runs, and asks it to stop."""
    job = world.submit(word="x")
    delete_task = TaskQueue.delete_task

    def claimed_meanwhile(queue: TaskQueue, job_id: str, dispatch: int) -> int:
        claim(world, job_id)
        return delete_task(queue, job_id, dispatch)

    monkeypatch.setattr(TaskQueue, "delete_task", claimed_meanwhile)
    assert not erase.erase_user(world.services, OWNER).is_complete
    assert world.job_document(job.job_id).cancel_requested


@words
def test_a_job_whose_attempt_died_is_erased(world: World) -> None:
    """Its lease is over: there is nothing to wait for."""
    dead_attempt(world)
    assert erase.erase_user(world.services, OWNER).is_complete


@words
def test_erasing_fills_no_token_bucket(world: World) -> None:
    """Where ten jobs are allowed there are ten, however often their owner erases them."""
    settings = world.services.settings.model_copy(
        update={"submit_burst": 10, "submit_per_minute": 1}
    )
    bounded = world.with_services(settings=settings)
    accepted = 0
    for number in range(12):
        try:
            bounded.submit(word=f"word {number}")
        except errors.ResourceExhaustedError:
            continue
        accepted += 1
        assert erase.erase_user(bounded.services, OWNER).is_complete
    assert accepted == 10


@words
@pytest.mark.parametrize("path", ["/api/me/jobs", "/api/jobs/{job_id}"])
def test_a_key_outlives_its_job(world: World, path: str) -> None:
    """409 for as long as the key is kept: it has made its job, and makes no second one (G10)."""
    owner = caller(world.services)

    def submitted() -> TestResponse:
        return owner.post(
            "/api/jobs", {"type": "test-word", "word": "x"}, **{"Idempotency-Key": "key-1"}
        )

    job_id = answer_of(submitted())["jobId"]
    world.deliver(job_id, 1)
    assert owner.delete(path.format(job_id=job_id)).status_code in {200, 204}
    again = submitted()
    assert (again.status_code, answer_of(again)["code"]) == (409, "already-exists")
    assert world.services.store.all_jobs(OWNER.uid, 10) == []


@words
def test_a_submission_meanwhile_is_not_called_erased(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came after the jobs were listed: there is more, and the answer says so."""
    all_jobs = JobStore.all_jobs

    def then_submitted(store: JobStore, uid: str, limit: int) -> list[VersionedJob]:
        found = all_jobs(store, uid, limit)
        world.submit(word="new")
        return found

    world.submit(word="x")
    monkeypatch.setattr(JobStore, "all_jobs", then_submitted)
    assert not erase.erase_user(world.services, OWNER).is_complete
    monkeypatch.undo()
    assert erase.erase_user(world.services, OWNER).is_complete


@words
def test_a_task_of_an_erased_job_is_dealt_with(world: World) -> None:
    """It may have been under way: there is no such job any more."""
    job = world.submit(word="x")
    erase.erase_user(world.services, OWNER)
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.NO_SUCH_JOB


def keep_step(world: World, running: VersionedJob) -> VersionedJob:
    """Have an attempt keep a step's value, as `RunningAttempt.keep_step` does."""
    alive = running.job.heartbeat(world.clock(), world.services.settings.lease)
    return world.services.store.write(running, alive, {"step-spell": to_text("private")})


@words
def test_a_step_that_is_kept_meanwhile_does_not_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was kept after the erasure had listed what to delete, by an attempt thought dead."""
    running = dead_attempt(world)
    commit = JobStore._commit

    def kept_first(store: JobStore, writes: Writes) -> datetime:
        monkeypatch.setattr(JobStore, "_commit", commit)
        keep_step(world, running)
        return commit(store, writes)

    monkeypatch.setattr(JobStore, "_commit", kept_first)
    assert not erase.erase_user(world.services, OWNER).is_complete
    cancelled = world.job_document(running.job.job_id)
    assert (cancelled.status, cancelled.cancel_requested) == (JobStatus.RUNNING, True)
    world.clock.move(LEASE_IS_LOST)
    assert erase.erase_user(world.services, OWNER).is_complete
    assert documents(world) == ["rateLimits/owner-1"]


@words
def test_an_attempt_of_an_erased_job_keeps_no_step(world: World) -> None:
    """Its job document is gone, and with it the precondition of the step's commit."""
    running = dead_attempt(world)
    assert erase.erase_user(world.services, OWNER).is_complete
    with pytest.raises(StaleWriteError):
        keep_step(world, running)
    assert documents(world) == ["rateLimits/owner-1"]


def dead_attempt(world: World) -> VersionedJob:
    """Return a running job whose attempt is thought dead: its lease is over."""
    running = claim(world, world.submit(word="x").job_id)
    world.clock.move(LEASE_IS_LOST)
    return running
