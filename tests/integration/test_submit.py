"""Accepting a job: what is stored, what is enqueued, and what a refusal leaves behind."""

from datetime import timedelta

import pytest

from functions.requests import submit
from shared.core import errors
from shared.core.job_status import DELIVERY_GRACE, JobStatus
from tests.support.world import OWNER, World

pytestmark = pytest.mark.usefixtures("word_jobs")


def test_an_accepted_job_is_stored_queued_with_its_input(world: World) -> None:
    """The job document says queued, and the request lies below it."""
    job = world.submit(word="hello")
    assert world.job_document(job.job_id).status is JobStatus.QUEUED
    assert world.data(job.job_id, "input") == {"word": "hello"}


def test_an_accepted_job_has_its_task_enqueued_once(world: World) -> None:
    """One task waits: for this job, with dispatch 1."""
    job = world.submit(word="hello")
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1]


def test_an_accepted_job_is_watched_by_the_sweeper(world: World) -> None:
    """`checkAt` says when the sweeper checks whether the task was delivered."""
    job = world.submit(word="hello")
    assert world.job_document(job.job_id).check_at == world.clock() + DELIVERY_GRACE


def test_a_job_is_kept_as_long_as_the_settings_say(world: World) -> None:
    """`expireAt` is the acceptance plus the retention."""
    job = world.submit(word="hello")
    assert job.expire_at == world.clock() + timedelta(days=90)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["type"]),
        ({"type": 7, "word": "x"}, ["type"]),
        ({"type": "no-such-type", "word": "x"}, ["type"]),
        ({"type": "test-word"}, ["word"]),
        ({"type": "test-word", "word": 7}, ["word"]),
        ({"type": "test-word", "word": "x", "wrod": "y"}, ["wrod"]),
        ({"type": "test-word", "word": "x" * 1001}, ["word"]),
        ({"type": "test-word", "extra": 1}, ["word", "extra"]),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else None,
)
def test_a_bad_request_names_each_wrong_field(
    world: World, body: dict[str, object], fields: list[str]
) -> None:
    """The error lists every field that is wrong, as the caller wrote it."""
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        submit.submit_job(world.services, OWNER, body)  # type: ignore[arg-type]
    assert [violation.field for violation in refusal.value.violations] == fields


def test_a_bad_request_leaves_nothing_behind(world: World) -> None:
    """Nothing is stored and nothing is enqueued."""
    with pytest.raises(errors.InvalidArgumentError):
        world.submit(wrod="x")
    assert world.services.store.due(world.clock() + timedelta(days=1), 10).jobs == []
    assert list(world.tasks.list_tasks(parent=world.services.settings.queue_path)) == []


def test_another_users_id_is_refused(world: World) -> None:
    """`userId` may be left out or be the caller's own."""
    with pytest.raises(errors.PermissionDeniedError):
        world.submit(word="x", userId="owner-2")
    assert world.submit(word="x", userId=OWNER.uid).status is JobStatus.QUEUED


def test_a_task_that_cannot_be_enqueued_does_not_refuse_the_job(world: World) -> None:
    """The job is stored and accepted; the sweeper enqueues."""
    world.emulator.faults.refuse_calls(times=50)
    job = world.submit(word="x")
    world.emulator.reset()
    assert world.job_document(job.job_id).status is JobStatus.QUEUED
    assert world.enqueued(job.job_id) == []
