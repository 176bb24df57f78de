"""The sweeper makes the jobs of schedules: each time once, what was missed once, not for ever."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions import job_types
from functions.requests import erase, repeat, schedules
from functions.requests.repeat import Outcome
from functions.requests.schedule_bodies import ScheduleEdit, ScheduleRequest
from functions.worker import sweep
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.schedule import Schedule
from shared.firestore.documents import ScheduleChange
from shared.handler.job_context import JobContext
from tests.support.database import database
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_calls
from tests.support.web import AnyCaller, answer_of, caller, sweeper_client
from tests.support.world import OWNER, World, claim

HOUR = timedelta(hours=1)
words = pytest.mark.usefixtures("word_jobs")


def failing(request: WordRequest, job: JobContext) -> WordResult:
    """Fail for good."""
    raise errors.PermanentJobError("It cannot be done.")


def repeating(world: World, word: str = "x", **given: Any) -> Schedule:  # noqa: ANN401 -- as the body has it
    """Have a schedule of every hour."""
    body = {"type": "test-word", "input": {"word": word}, "everyHours": 1, **given}
    wanted = ScheduleRequest.model_validate(body, by_alias=True)
    return schedules.create_schedule(world.services, OWNER, wanted).schedule


def now(world: World, schedule: Schedule) -> Schedule:
    """Return a schedule as it is stored."""
    return schedules.find_schedule(world.services, OWNER, schedule.schedule_id).schedule


def jobs_of(world: World, schedule: Schedule) -> list[Job]:
    """Return the jobs that a schedule has made, the oldest first."""
    found = [stored.job for stored in world.services.store.all_jobs(OWNER.uid, 100)]
    return sorted(
        (job for job in found if job.schedule_id == schedule.schedule_id),
        key=lambda job: job.created_at,
    )


def an_hour_later(world: World) -> Counter[Outcome]:
    """Let an hour pass, and look for what is due."""
    world.clock.move(HOUR)
    return repeat.repeat_due(world.services)


def run(world: World, job: Job) -> None:
    """Have a job run to its end."""
    world.deliver(job.job_id, 1)


@words
def test_a_time_that_has_come_makes_a_job(world: World) -> None:
    """It has the schedule's title, tags and id, a task, and runs as any job does."""
    schedule = repeating(world, title="Every hour", tags=["a"])
    assert repeat.repeat_due(world.services) == {}
    assert an_hour_later(world) == {Outcome.FIRED: 1}
    (job,) = jobs_of(world, schedule)
    assert (job.title, job.tags, job.status) == ("Every hour", ("a",), JobStatus.QUEUED)
    assert len(world.enqueued(job.job_id)) == 1
    run(world, job)
    assert world.result(job.job_id) == {"answer": "x"}
    after = now(world, schedule)
    assert (after.last_job_id, after.last_at) == (job.job_id, schedule.next_at)
    assert schedule.next_at is not None
    assert after.next_at == schedule.next_at + HOUR
    assert repeat.repeat_due(world.services) == {}


@words
def test_a_list_says_which_schedule_has_made_a_job(world: World) -> None:
    """`scheduleId`; all other jobs have none."""
    schedule = repeating(world)
    an_hour_later(world)
    world.clock.move(timedelta(seconds=1))
    world.submit(word="other")
    listed = answer_of(caller(world.services).get("/api/jobs"))["jobs"]
    assert [job.get("scheduleId") for job in listed] == [None, schedule.schedule_id]


@words
def test_missed_times_are_made_up_for_once(world: World) -> None:
    """After a day without a sweep there is one job, and the next is in step."""
    schedule = repeating(world)
    world.clock.move(timedelta(hours=23, minutes=30))
    assert repeat.repeat_due(world.services) == {Outcome.FIRED: 1}
    assert repeat.repeat_due(world.services) == {}
    assert len(jobs_of(world, schedule)) == 1
    assert now(world, schedule).next_at == schedule.start_at + timedelta(hours=24)


@words
def test_each_time_makes_its_own_job(world: World) -> None:
    """Though the request is the same, and its type may use results again."""
    schedule = repeating(world)
    for count in range(1, 4):
        assert an_hour_later(world) == {Outcome.FIRED: 1}
        made = jobs_of(world, schedule)
        assert len(made) == count
        run(world, made[-1])


@words
def test_a_job_under_way_stands_for_the_next_time(world: World) -> None:
    """It is not run beside itself; the schedule goes on."""
    schedule = repeating(world)
    an_hour_later(world)
    (job,) = jobs_of(world, schedule)
    assert an_hour_later(world) == {Outcome.FIRED: 1}
    assert jobs_of(world, schedule) == [job]
    after = now(world, schedule)
    assert after.last_job_id == job.job_id
    assert after.next_at == schedule.start_at + 3 * HOUR


@words
def test_many_sweepers_at_once_make_one_job(world: World) -> None:
    """Whatever their order."""
    schedule = repeating(world)
    world.clock.move(HOUR)
    threads = [threading.Thread(target=repeat.repeat_due, args=(world.services,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(jobs_of(world, schedule)) == 1
    assert now(world, schedule).next_at == schedule.start_at + 2 * HOUR


@words
def test_a_sweeper_that_read_it_before_another_fired_makes_none(world: World) -> None:
    """Job and next time are one commit, based on the schedule as it was read."""
    schedule = repeating(world)
    world.clock.move(HOUR)
    (stale,) = world.services.store.due_schedules(world.clock(), 10).schedules
    assert repeat.repeat_schedule(world.services, stale) is Outcome.FIRED
    (job,) = jobs_of(world, schedule)
    run(world, job)
    assert repeat.repeat_schedule(world.services, stale) is Outcome.FINE
    assert len(jobs_of(world, schedule)) == 1


@words
def test_the_same_time_twice_is_one_job_by_its_key(world: World) -> None:
    """Also where the schedule was put back, as a restored backup does: the job, or none."""
    schedule = repeating(world)
    an_hour_later(world)
    (job,) = jobs_of(world, schedule)
    run(world, job)
    for outcome in (Outcome.FIRED, Outcome.FINE):
        stored = schedules.find_schedule(world.services, OWNER, schedule.schedule_id)
        world.services.store.write_schedule(ScheduleChange(before=stored, after=schedule))
        assert repeat.repeat_due(world.services) == {outcome: 1}
        assert len(jobs_of(world, schedule)) == (outcome is Outcome.FIRED)
        erase.erase_job(world.services, OWNER, job.job_id)


@words
def test_one_that_was_deleted_paused_or_erased_meanwhile_makes_none(world: World) -> None:
    """Though a sweeper has read it before."""
    deleted, paused = repeating(world), repeating(world, "y")
    world.clock.move(HOUR)
    due = world.services.store.due_schedules(world.clock(), 10).schedules
    schedules.delete_schedule(world.services, OWNER, deleted.schedule_id)
    edit = ScheduleEdit(is_paused=True)
    schedules.change_schedule(world.services, OWNER, paused.schedule_id, edit)
    assert [repeat.repeat_schedule(world.services, one) for one in due] == [Outcome.FINE] * 2
    assert erase.erase_user(world.services, OWNER).is_complete
    assert [repeat.repeat_schedule(world.services, one) for one in due] == [Outcome.FINE] * 2
    assert world.services.store.all_jobs(OWNER.uid, 10) == []


def test_after_three_failures_in_a_row_it_pauses_and_says_why(world: World) -> None:
    """Its owner reads it; resumed, it counts anew."""
    with declared(failing):
        schedule = repeating(world)
        for failures in range(3):
            assert an_hour_later(world) == {Outcome.FIRED: 1}
            assert now(world, schedule).failures == failures
            run(world, jobs_of(world, schedule)[-1])
        assert an_hour_later(world) == {Outcome.PAUSED: 1}
        paused = now(world, schedule)
        assert (paused.is_paused, paused.next_at) == (True, None)
        assert paused.paused_because == "Paused after 3 failures in a row."
        assert len(jobs_of(world, schedule)) == 3
        assert an_hour_later(world) == {}
        edit = ScheduleEdit(is_paused=False)
        resumed = schedules.change_schedule(world.services, OWNER, schedule.schedule_id, edit)
        assert (resumed.failures, resumed.paused_because) == (0, None)
        assert an_hour_later(world) == {Outcome.FIRED: 1}


def test_a_success_ends_the_row_and_a_cancel_does_not_count(world: World) -> None:
    """Two failures, a cancelled one, and a success: it goes on."""

    def often(request: WordRequest, job: JobContext) -> WordResult:
        if len(jobs_of(world, schedule)) <= 2:
            raise errors.PermanentJobError("It cannot be done.")
        return WordResult(answer="at last")

    with declared(often):
        schedule = repeating(world)
        for _ in range(2):
            an_hour_later(world)
            run(world, jobs_of(world, schedule)[-1])
        an_hour_later(world)
        last = jobs_of(world, schedule)[-1]
        assert caller(world.services).post(f"/api/jobs/{last.job_id}/cancel").status_code == 200
        an_hour_later(world)
        assert now(world, schedule).failures == 2
        run(world, jobs_of(world, schedule)[-1])
        assert an_hour_later(world) == {Outcome.FIRED: 1}
        assert now(world, schedule).failures == 0


@words
def test_a_refusal_is_told_and_counts(world: World) -> None:
    """It is bounded by its owner's limits; what was refused is not lost in silence."""
    schedule = repeating(world)
    full = world.with_services(
        settings=world.services.settings.model_copy(update={"unfinished_per_user": 1})
    )
    full.submit(word="another")
    for failures in (1, 2):
        assert an_hour_later(full) == {Outcome.LEFT: 1}
        assert an_hour_later(full) == {Outcome.REFUSED: 1}
        after = now(world, schedule)
        assert after.failures == failures
        assert after.last_problem == "You may have 1 jobs that are not finished."
    assert an_hour_later(full) == {Outcome.LEFT: 1}
    assert an_hour_later(full) == {Outcome.PAUSED: 1}
    assert now(world, schedule).paused_because == (
        "Paused after 3 failures in a row. The last one: You may have 1 jobs that are not finished."
    )
    assert jobs_of(world, schedule) == []


@words
def test_a_budget_that_is_used_up_refuses(world: World) -> None:
    """What a schedule's jobs cost is counted as all else."""
    schedule = repeating(world)
    poor = world.with_services(
        settings=world.services.settings.model_copy(update={"daily_budget_usd": 0.0001})
    )
    spending = poor.services.store._spending(OWNER.uid, world.clock() + HOUR)
    database(poor.services).document(spending).set({"costUsd": 1.0, "expireAt": datetime.now(UTC)})
    assert an_hour_later(poor) == {Outcome.REFUSED: 1}
    assert "budget" in str(now(world, schedule).last_problem)


def test_a_type_that_is_gone_refuses(world: World) -> None:
    """And after three times the schedule is paused, and says so."""
    with declared(failing, name="passing"):
        schedule = repeating(world, type="passing")
    assert "passing" not in job_types.all_job_types()
    assert [an_hour_later(world) for _ in range(3)] == [
        {Outcome.REFUSED: 1},
        {Outcome.REFUSED: 1},
        {Outcome.PAUSED: 1},
    ]
    assert "no jobs of this type any more" in str(now(world, schedule).paused_because)


@words
def test_one_defect_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that cannot be read, and one that raises: the third is fired."""
    raises, works = repeating(world, "raises"), repeating(world)
    odd = database(world.services).document("users", "owner-2", "schedules", "odd")
    odd.set({"nextAt": world.clock(), "scheduleId": 7})
    whole = repeat._submit

    def sometimes(services: Any, change: ScheduleChange) -> str:  # noqa: ANN401 -- passed on
        if change.after.schedule_id == raises.schedule_id:
            raise RuntimeError("a defect")
        return whole(services, change)

    monkeypatch.setattr(repeat, "_submit", sometimes)
    assert an_hour_later(world) == {Outcome.BROKEN: 1, Outcome.FIRED: 1}
    assert len(jobs_of(world, works)) == 1
    assert now(world, raises).next_at == raises.next_at


@words
def test_where_a_service_is_not_reached_the_next_sweep_tries(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is no failure of the schedule's."""
    schedule = repeating(world)
    with monkeypatch.context() as outage:

        def unreachable(*_: object) -> None:
            raise errors.UnavailableError

        outage.setattr(repeat, "_submit", unreachable)
        assert an_hour_later(world) == {Outcome.LEFT: 1}
    assert repeat.repeat_due(world.services) == {Outcome.FIRED: 1}
    assert now(world, schedule).failures == 0


@words
def test_a_run_is_bounded_and_goes_on_in_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page; what time leaves no room for stays due."""
    made = [repeating(world, str(number)) for number in range(5)]
    monkeypatch.setattr(repeat, "_PAGE", 2)
    monkeypatch.setattr(repeat, "_MAX_PAGES", 2)
    assert an_hour_later(world) == {Outcome.FIRED: 4}
    assert repeat.repeat_due(world.services) == {Outcome.FIRED: 1}
    assert all(len(jobs_of(world, schedule)) == 1 for schedule in made)
    monkeypatch.setattr(repeat, "_MAX_TIME", timedelta(seconds=-1))
    assert an_hour_later(world) == {Outcome.LEFT: 2}


@words
def test_what_is_not_used_costs_one_query(world: World) -> None:
    """A sweep with nothing due asks once more than it did; a job asks nothing more."""
    repeat.repeat_due(world.services)
    with counted_calls(world.services) as calls:
        repeat.repeat_due(world.services)
    assert calls == {"run_query": 1}
    repeating(world)
    world.clock.move(HOUR)
    with counted_calls(world.services) as calls:
        repeat.repeat_due(world.services)
    assert calls == {"run_query": 1, "batch_get_documents": 1, "commit": 1, "create_task": 1}


@words
def test_the_sweeper_fires_what_is_due(world: World) -> None:
    """As Cloud Scheduler calls it; and the job is the sweeper's to care for as all are."""
    schedule = repeating(world)
    world.clock.move(HOUR)
    services = replace(world.services, task_authenticator=AnyCaller(world.services.settings))
    answer = sweeper_client(services).post("/")
    assert answer.json == {"schedules-fired": 1}
    (job,) = jobs_of(world, schedule)
    claim(world, job)
    world.clock.move(timedelta(minutes=5))
    assert sweep.sweep(world.services) == {sweep.Repair.RECOVERED: 1}
