"""A job document that a revision cannot read is in no other job's way."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from functions.job_types.handling import NotUnderstoodError
from functions.worker.deliver import DeliveryOutcome
from functions.worker.recover import recover_lost_attempt
from functions.worker.sweep import Repair, sweep
from shared.core.job import Job
from shared.core.job_status import JobStatus, Slot
from shared.firestore.documents import VersionedJob
from shared.handler.job_context import JobContext
from shared.wiring import Services
from tests.support.database import job_reference
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import answer_of, caller
from tests.support.world import World, claim


def spoil(world: World, job_id: str, **fields: object) -> None:
    """Write what a newer revision may have written."""
    document = job_reference(world.services, job_id)
    document.update(dict(fields))


#: Parts of a document as a newer revision may have written them.
NEWER: dict[str, object] = {
    "progress": {"percent": 10, "message": "", "seq": 1, "rate": 3},
    "usage": {"costUsd": 0.5, "carbonGrams": 2},
    "error": {"code": "out-of-luck", "message": "No.", "retriable": True, "hint": "x"},
    "slot": "borrowed",
    "checkFor": "weather",
    "color": "red",
}
pytestmark = pytest.mark.usefixtures("word_jobs")


@pytest.mark.parametrize("field", NEWER)
def test_what_a_newer_revision_wrote_can_be_read(world: World, field: str) -> None:
    """One unknown field stopped the sweeper for everybody."""
    job = world.submit(word="x")
    spoil(world, job.job_id, **{field: NEWER[field]})
    assert world.job_document(job.job_id).status is JobStatus.QUEUED


def test_what_is_not_known_is_not_overwritten(world: World) -> None:
    """Only what differs is written."""
    job = world.submit(word="x")
    spoil(world, job.job_id, **NEWER)
    claim(world, job)
    document = job_reference(world.services, job.job_id).get().to_dict()
    assert document is not None
    assert (document["error"], document["color"]) == (NEWER["error"], "red")


def test_the_sweeper_goes_on(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """It repairs the others, and says that there is one which it could not read."""
    broken, lost = world.submit(word="x"), world.submit(word="y")
    spoil(world, broken.job_id, status="levitating")
    claim(world, lost)
    world.clock.move(timedelta(minutes=3))
    assert sweep(world.services) == {Repair.RECOVERED: 1}
    assert "A job document cannot be read." in caplog.text


def test_a_page_of_them_does_not_stop_the_sweeper(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are always the longest due."""
    monkeypatch.setattr("functions.worker.sweep._PAGE", 2)
    broken = [world.submit(word=word) for word in "abc"]
    for job in broken:
        spoil(world, job.job_id, status="levitating")
    lost = world.submit(word="y")
    claim(world, lost)
    world.clock.move(timedelta(minutes=3))
    assert sweep(world.services) == {Repair.RECOVERED: 1}


def test_lists_leave_it_out(world: World) -> None:
    """Its owner sees the rest."""
    broken, whole = world.submit(word="x"), world.submit(word="y")
    spoil(world, broken.job_id, status="levitating")
    listed = answer_of(caller(world.services).get("/api/jobs"))
    assert [job["jobId"] for job in listed["jobs"]] == [whole.job_id]


def test_a_list_goes_on_behind_it(world: World) -> None:
    """A page of which none can be read is empty, and not the last one."""
    jobs = []
    for word in "abcd":
        jobs.append(world.submit(word=word))
        world.clock.move(timedelta(minutes=1))
    for broken in jobs[2:]:
        spoil(world, broken.job_id, status="levitating")
    sender, found, cursor = caller(world.services), [], ""
    for _ in jobs:
        page = answer_of(sender.get(f"/api/jobs?limit=1{cursor}"))
        found.append([job["jobId"] for job in page["jobs"]])
        cursor = f"&cursor={page['nextCursor']}" if "nextCursor" in page else ""
    assert (found, cursor) == ([[], [], [jobs[1].job_id], [jobs[0].job_id]], "")


def test_the_log_tells_of_it_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Lists are asked for all the time; nothing that a user wrote is told."""
    broken = world.submit(word="My secret")
    spoil(world, broken.job_id, status="My secret")
    for _ in range(3):
        caller(world.services).get("/api/jobs")
    told = [each for each in caplog.records if "cannot be read" in each.getMessage()]
    assert len(told) == 1
    assert "secret" not in caplog.text


def test_its_task_comes_again(world: World) -> None:
    """A revision that knows its status runs it, perhaps in a minute."""
    job = world.submit(word="x")
    spoil(world, job.job_id, status="levitating")
    with pytest.raises(NotUnderstoodError):
        world.deliver(job.job_id, 1)
    spoil(world, job.job_id, status="queued")
    assert world.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED


def test_an_attempt_whose_job_became_so_is_over(world: World) -> None:
    """Only a newer revision can have written that: it has the job now."""

    def spoiled(request: WordRequest, context: JobContext) -> WordResult:
        spoil(world, job.job_id, status="levitating")
        context.step("after", lambda: "x")
        raise AssertionError("the attempt went on")

    with declared(spoiled, name="test-spoiled"):
        job = world.submit("test-spoiled", word="x")
        assert world.deliver(job.job_id, 1) is DeliveryOutcome.TAKEN_OVER


def test_a_job_that_waits_behind_it_gets_the_slot(world: World) -> None:
    """It was first in line, and nothing here can give it one."""
    settings = world.services.settings.model_copy(update={"running_per_user": 1})
    narrow = world.with_services(settings=settings)
    jobs = []
    for word in "abc":
        jobs.append(narrow.submit(word=word))
        world.clock.move(timedelta(seconds=1))
    spoil(world, jobs[1].job_id, status="levitating")
    narrow.deliver(jobs[0].job_id, 1)
    assert narrow.job_document(jobs[2].job_id).slot is Slot.HELD


def test_to_ask_for_it_is_a_defect(world: World) -> None:
    """The answer says that the fault is ours."""
    broken = world.submit(word="x")
    spoil(world, broken.job_id, status="levitating")
    answer = caller(world.services).get(f"/api/jobs/{broken.job_id}")
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR


def test_its_owner_can_erase_it(world: World) -> None:
    """With all that belongs to them."""
    broken = world.submit(word="x")
    spoil(world, broken.job_id, status="levitating")
    answer = answer_of(caller(world.services).delete("/api/me/jobs"))
    assert answer["isComplete"]
    assert not job_reference(world.services, broken.job_id).get().exists
    job_document = job_reference(world.services, broken.job_id)
    assert list(job_document.collection("data").list_documents()) == []


def test_the_sweeper_survives_any_exception_of_one_job(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect that one job meets is logged, and the next job is repaired."""
    for word in "xy":
        claim(world, world.submit(word=word))
    world.clock.move(timedelta(minutes=3))
    target = "functions.worker.sweep.recover_lost_attempt"

    def raise_once(services: Services, stored: VersionedJob) -> Job:
        monkeypatch.setattr(target, recover_lost_attempt)
        raise RuntimeError("a defect")

    monkeypatch.setattr(target, raise_once)
    assert sweep(world.services) == {Repair.BROKEN: 1, Repair.RECOVERED: 1}
