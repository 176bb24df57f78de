"""A paused type: its jobs wait, no attempt counts, and the other types go on."""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus

import pytest

from functions.effects import type_pauses
from functions.http.views import job_view
from functions.worker.deliver import DeliveryOutcome
from functions.worker.sweep import Repair, sweep
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus, Slot
from shared.core.type_pause import PausedBy, QuotaExhaustedError
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.web import answer_of, caller, wrong_fields
from tests.support.world import World

TYPE, OTHER, LIMITED = "test-paused", "test-running", "test-limited"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def two_types() -> Iterator[None]:
    """Have two types that succeed."""
    with declared(echo, name=TYPE, whole_limit=10 * MINUTE), declared(echo, name=OTHER):
        yield


@pytest.fixture(autouse=True)
def unpaused(world: World) -> Iterator[None]:
    """Leave no type paused to the next test: the document is all tests' one."""
    yield
    type_pauses.change(world.services, lambda all_: all_.resumed(TYPE, world.clock()))
    world.clock.move(2 * MINUTE)
    type_pauses.hand_out_resumed(world.services)


def pause(world: World) -> None:
    """Pause the one type, as an operator."""
    type_pauses.change(world.services, lambda all_: all_.paused(TYPE, "Why.", world.clock()))


def resume(world: World) -> None:
    """Resume it, and hand nothing out yet."""
    type_pauses.change(world.services, lambda all_: all_.resumed(TYPE, world.clock()))


def parked(world: World, word: str = "x") -> Job:
    """Submit a job of the paused type, deliver its task, and return it."""
    job = world.submit(TYPE, word=word)
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.PAUSED
    return world.job_document(job.job_id)


def test_a_job_of_a_paused_type_waits_and_another_types_runs(world: World) -> None:
    """It is queued, with no attempt, no slot and no task; and says why."""
    pause(world)
    job, other = parked(world), world.submit(OTHER, word="y")
    assert world.deliver(other.job_id, 1) is DeliveryOutcome.SETTLED
    assert (job.status, job.attempt, job.slot) == (JobStatus.QUEUED, 0, Slot.NONE)
    assert job.pause is not None
    assert job.pause.by is PausedBy.OPERATOR
    assert [task.dispatch for task in world.enqueued(job.job_id)] == [1]
    assert world.job_document(other.job_id).status is JobStatus.SUCCEEDED


def test_a_second_delivery_of_a_waiting_job_changes_nothing(world: World) -> None:
    """It is not written again."""
    pause(world)
    job = parked(world)
    world.clock.move(MINUTE)
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.PAUSED
    assert world.job_document(job.job_id) == job


def test_a_resumed_types_jobs_are_handed_out(world: World) -> None:
    """A task each; they run with as much time as they had."""
    pause(world)
    job = parked(world)
    world.clock.move(60 * MINUTE)
    resume(world)
    assert type_pauses.hand_out(world.services, TYPE) == 1
    on = world.job_document(job.job_id)
    assert (on.pause, on.dispatch, on.check_for) == (None, 2, CheckFor.DELIVERY)
    assert on.deadline is not None
    assert on.deadline > world.clock() + 9 * MINUTE
    assert world.deliver(job.job_id, 2) is DeliveryOutcome.SETTLED
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED


def test_what_a_resuming_process_has_left_is_the_sweepers(world: World) -> None:
    """It dies after its first write; one that had read the pause before parks a job even later."""
    pause(world)
    job = parked(world)
    resume(world)
    assert type_pauses.hand_out_resumed(world.services) == 1
    assert world.job_document(job.job_id).dispatch == 2
    late = world.submit(TYPE, word="late")
    stored = world.services.store.read(late.job_id)
    assert stored is not None
    world.services.store.write(stored, stored.job.parked(world.clock()))
    assert type_pauses.hand_out_resumed(world.services) == 1
    world.clock.move(2 * MINUTE)
    assert type_pauses.hand_out_resumed(world.services) == 0
    assert TYPE not in type_pauses.read(world.services).types


def test_the_sweeper_looks_after_a_job_that_was_forgotten(world: World) -> None:
    """While its type is paused it waits on, not for age failed; then it goes on."""
    pause(world)
    job = parked(world)
    world.clock.move(61 * MINUTE)
    assert sweep(world.services)[Repair.WAITING] == 1
    waits = world.job_document(job.job_id)
    assert (waits.status, waits.attempt) == (JobStatus.QUEUED, 0)
    resume(world)
    world.clock.move(61 * MINUTE)
    assert sweep(world.services)[Repair.RESUMED] == 1
    assert world.job_document(job.job_id).dispatch == 2


def test_a_quota_pauses_its_type_and_burns_no_attempt(world: World) -> None:
    """The job that met it and the next one come back when the provider says; others go on."""
    seen: list[str] = []

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        seen.append(request.word)
        if len(seen) == 1:
            raise QuotaExhaustedError(retry_after=timedelta(seconds=40))
        return WordResult(answer=request.word)

    with declared(handler, name=LIMITED):
        first = world.submit(LIMITED, word="first")
        world.deliver(first.job_id, 1)
        second = world.submit(LIMITED, word="second")
        assert world.deliver(second.job_id, 1) is DeliveryOutcome.PAUSED
        other = world.submit(OTHER, word="other")
        assert world.deliver(other.job_id, 1) is DeliveryOutcome.SETTLED
        met, waits = (world.job_document(one.job_id) for one in (first, second))
        assert (met.max_attempts - met.attempt, waits.attempt) == (met.max_attempts - 1, 0)
        assert met.quota_waits == 1
        for job in (met, waits):
            assert job.pause is not None
            assert job.pause.by is PausedBy.QUOTA
            assert job.next_attempt_at is not None
            assert job.next_attempt_at >= world.clock() + timedelta(seconds=40)
            last = world.enqueued(job.job_id)[-1]
            assert (last.dispatch, last.at) == (2, job.next_attempt_at)
        world.clock.move(2 * MINUTE)
        for job in (met, waits):
            assert world.deliver(job.job_id, 2) is DeliveryOutcome.SETTLED
            assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    assert seen == ["first", "first", "second"]


def test_an_operator_pauses_and_resumes_by_the_api(world: World) -> None:
    """A viewer sees it, with the reason; what was done is kept; jobs that waited go on at once."""
    operator = caller(world.services, "operator-1", operator=True)
    viewer = caller(world.services, "viewer-1", viewer=True)
    operator.post("/api/operator/pause", {"type": TYPE, "reason": "The index is rebuilt."})
    seen = answer_of(viewer.get("/api/operator/pauses"))["types"][TYPE]
    assert (seen["by"], seen["reason"]) == ("operator", "The index is rebuilt.")
    job = parked(world)
    assert job_view(job)["pause"]["by"] == "operator"  # type: ignore[call-overload,index]
    assert viewer.post("/api/operator/resume", {"type": TYPE}).status_code == HTTPStatus.FORBIDDEN
    # What was done is listed by its time.
    world.clock.move(timedelta(seconds=1))
    assert answer_of(operator.post("/api/operator/resume", {"type": TYPE}))["done"] == 1
    assert world.job_document(job.job_id).dispatch == 2
    assert TYPE not in answer_of(viewer.get("/api/operator/pauses"))["types"]
    done = answer_of(viewer.get("/api/operator/actions?limit=2"))["actions"]
    assert [(one["action"], one["type"]) for one in done] == [("resume", TYPE), ("pause", TYPE)]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"type": "no-such-type", "reason": "x"}, ["type"]),
        ({"type": TYPE, "reason": ""}, ["reason"]),
        ({"type": TYPE, "reason": "x" * 201}, ["reason"]),
    ],
)
def test_a_wrong_pause_is_refused_by_field(
    world: World, body: dict[str, str], wrong: list[str]
) -> None:
    """A type that there is not, and a reason that says nothing or too much."""
    operator = caller(world.services, "operator-1", operator=True)
    assert wrong_fields(operator.post("/api/operator/pause", body)) == wrong
