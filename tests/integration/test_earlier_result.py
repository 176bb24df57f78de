"""A job of a schedule may look at what its schedule found out before; no other job pays for it."""

from datetime import timedelta

import pytest

from functions.requests import erase, repeat, schedules
from functions.requests.schedule_bodies import ScheduleEdit, ScheduleRequest
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.schedule import Schedule
from shared.firestore import documents
from shared.handler.job_context import JobContext
from tests.support.database import database
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.web import answer_of, caller
from tests.support.world import OWNER, World


def counting(request: WordRequest, job: JobContext) -> WordResult:
    """Answer with one letter more than the schedule's last success."""
    earlier = job.earlier_result(WordResult)
    return WordResult(answer=request.word + (earlier.value.answer if earlier else ""))


def repeating(world: World) -> Schedule:
    """Have a schedule of every hour."""
    wanted = ScheduleRequest(type="test-word", input={"word": "x"}, every_hours=1)
    return schedules.create_schedule(world.services, OWNER, wanted).schedule


def next_job(world: World) -> Job:
    """Let an hour pass, and return the job that its schedule makes."""
    world.clock.move(timedelta(hours=1))
    assert repeat.repeat_due(world.services) == {repeat.Outcome.FIRED: 1}
    jobs = [stored.job for stored in world.services.store.all_jobs(OWNER.uid, 100)]
    return max(jobs, key=lambda job: job.created_at)


def next_answer(world: World) -> object:
    """Return what the schedule's next job answers."""
    job = next_job(world)
    world.deliver(job.job_id, 1)
    return world.result(job.job_id)


def test_each_job_sees_the_last_success(world: World) -> None:
    """The first has none; one that fails or is cancelled is passed over."""
    mood: list[str] = []

    def moody(request: WordRequest, job: JobContext) -> WordResult:
        if mood:
            raise errors.PermanentJobError(mood.pop())
        return counting(request, job)

    with declared(moody):
        repeating(world)
        assert next_answer(world) == {"answer": "x"}
        assert next_answer(world) == {"answer": "xx"}
        mood.append("Not today.")
        assert next_answer(world) is None
        cancelled = next_job(world)
        assert (
            caller(world.services).post(f"/api/jobs/{cancelled.job_id}/cancel").status_code == 200
        )
        assert next_answer(world) == {"answer": "xxx"}


def test_it_says_whose_it_is_and_when_it_was_made(world: World) -> None:
    """So that a reader can be led there."""
    seen = []

    def looking(request: WordRequest, job: JobContext) -> WordResult:
        seen.append(job.earlier_result(WordResult))
        return WordResult(answer=request.word)

    with declared(looking):
        repeating(world)
        jobs = [next_job(world)]
        world.deliver(jobs[0].job_id, 1)
        ended = world.job_document(jobs[0].job_id)
        jobs.append(next_job(world))
        world.deliver(jobs[1].job_id, 1)
    first, second = seen
    assert first is None
    assert second is not None
    assert (second.job_id, second.made_at) == (jobs[0].job_id, ended.finished_at)


def test_a_job_without_an_earlier_one_makes_no_call_for_it(world: World) -> None:
    """Neither one that comes alone nor a schedule's first; the second makes one."""
    with declared(counting):
        repeating(world)
        plain = {"batch_get_documents": 1, "commit": 2}
        alone, first = world.submit(word="alone"), next_job(world)
        for job, calls in ((alone, plain), (first, plain)):
            with counted_calls(world.services) as counted:
                world.deliver(job.job_id, 1)
            assert counted == calls
        second = next_job(world)
        with counted_calls(world.services) as counted:
            world.deliver(second.job_id, 1)
        assert counted == {**plain, "batch_get_documents": 2}


def test_one_that_is_gone_or_of_another_form_is_none(world: World) -> None:
    """The job does without, and succeeds."""
    with declared(counting):
        repeating(world)
        assert next_answer(world) == {"answer": "x"}
        erased = next_job(world)
        world.deliver(erased.job_id, 1)
        third = next_job(world)
        assert third.previous_job_id == erased.job_id
        erase.erase_job(world.services, OWNER, erased.job_id)
        world.deliver(third.job_id, 1)
        assert world.result(third.job_id) == {"answer": "x"}
        path = f"users/{OWNER.uid}/jobs/{third.job_id}/data/{documents.RESULT}"
        stored = database(world.services).document(path)
        stored.update({"json": '{"question":"x"}'})
        assert next_answer(world) == {"answer": "x"}


def test_it_is_found_after_a_pause(world: World) -> None:
    """How the last job ended was not counted when its owner paused the schedule."""
    with declared(counting):
        schedule = repeating(world)
        assert next_answer(world) == {"answer": "x"}
        for is_paused in (True, False):
            edit = ScheduleEdit(is_paused=is_paused)
            schedules.change_schedule(world.services, OWNER, schedule.schedule_id, edit)
        assert next_answer(world) == {"answer": "xx"}


def test_it_is_no_part_of_what_the_public_sees(world: World) -> None:
    """Which job it is belongs to the engine: a result says it where it has used it."""
    with declared(counting):
        repeating(world)
        next_answer(world)
        job = next_job(world)
        seen = answer_of(caller(world.services).get(f"/api/jobs/{job.job_id}"))
    assert job.previous_job_id is not None
    assert "previousJobId" not in str(seen)
    assert job.status is JobStatus.QUEUED


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.CANCELLED])
def test_only_a_success_is_looked_back_at(world: World, status: JobStatus) -> None:
    """As a schedule counts it."""
    with declared(counting):
        made = repeating(world)
    schedule, now = made.naming("b").model_copy(update={"last_success_id": "a"}), world.clock()
    assert schedule.counted(status, now).last_success_id == "a"
    assert schedule.counted(JobStatus.SUCCEEDED, now).last_success_id == "b"
