"""Newest wins: `latestOf` has an older job cancelled in the commit that stores the newer one."""

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.requests import cancel, resubmit, submit
from functions.worker import deliver, sweep
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus, Slot
from tests.support.web import answer_of, caller, wrong_fields
from tests.support.world import OWNER, World, claim

if TYPE_CHECKING:
    from pydantic import JsonValue

pytestmark = pytest.mark.usefixtures("word_jobs")


def newest(world: World, word: str, of: str = "draft", **options: Any) -> Job:  # noqa: ANN401 -- any option
    """Submit a job that is the latest of something."""
    body: dict[str, JsonValue] = {"type": "test-word", "word": word}
    body["options"] = {"latestOf": of, **options}
    return submit.submit_job(world.services, OWNER, body).job


def test_a_newer_job_takes_the_place_of_one_that_waits(world: World) -> None:
    """The older one is cancelled, says by which, and what follows an end has followed."""
    older, newer = newest(world, "a"), newest(world, "b")
    found = world.job_document(older.job_id)
    assert (found.status, found.replaced_by) == (JobStatus.CANCELLED, newer.job_id)
    assert (found.slot, found.check_for) == (Slot.NONE, None)
    assert world.deliver(older.job_id, 1) is deliver.DeliveryOutcome.FINISHED_BEFORE
    world.deliver(newer.job_id, 1)
    assert world.result(newer.job_id) == {"answer": "b"}


def test_a_running_job_is_asked_to_stop(world: World) -> None:
    """Its attempt finds that at its next write, as after every cancel."""
    older = newest(world, "a")
    claim(world, older)
    newer = newest(world, "b")
    found = world.job_document(older.job_id)
    assert (found.status, found.cancel_requested) == (JobStatus.RUNNING, True)
    assert found.replaced_by == newer.job_id


def test_a_dead_attempt_is_ended_at_once(world: World) -> None:
    """Only the sweeper would honour what it is asked."""
    older = newest(world, "a")
    claim(world, older)
    world.clock.move(timedelta(minutes=2))
    newest(world, "b")
    assert world.job_document(older.job_id).status is JobStatus.CANCELLED


def test_what_has_ended_stays_as_it_is(world: World) -> None:
    """A result is not taken back."""
    older = newest(world, "a")
    world.deliver(older.job_id, 1)
    newest(world, "b")
    found = world.job_document(older.job_id)
    assert (found.status, found.replaced_by) == (JobStatus.SUCCEEDED, None)


def test_another_word_and_none_are_left_alone(world: World) -> None:
    """Only jobs of the same `latestOf` replace each other."""
    others = [newest(world, "a", of="letter"), world.submit(word="b")]
    newest(world, "c")
    assert all(world.job_document(job.job_id).is_active for job in others)


def test_the_newer_job_has_the_slot_of_the_older(world: World) -> None:
    """With one slot: it neither waits for the job that it replaces, nor counts beside it."""
    settings = world.services.settings.model_copy(
        update={"running_per_user": 1, "unfinished_per_user": 1}
    )
    narrow = world.with_services(settings=settings)
    newest(narrow, "a")
    assert newest(narrow, "b").slot is Slot.HELD


def test_the_newer_job_waits_for_an_older_one_that_still_runs(world: World) -> None:
    """It holds its slot until it has stopped, and knows by the same commit that one waits."""
    settings = world.services.settings.model_copy(update={"running_per_user": 1})
    narrow = world.with_services(settings=settings)
    older = newest(narrow, "a")
    claim(narrow, older)
    newer = newest(narrow, "b")
    assert newer.slot is Slot.WAITING
    found = narrow.job_document(older.job_id)
    assert (found.cancel_requested, found.is_waited_for) == (True, True)


def test_many_at_once_leave_one(world: World) -> None:
    """Whatever their order, all but one were replaced."""
    made: list[Job] = []
    threads = [
        threading.Thread(target=lambda word=word: made.append(newest(world, word)))
        for word in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [world.job_document(job.job_id) for job in made]
    assert [job.status for job in found].count(JobStatus.QUEUED) == 1
    assert len({job.replaced_by for job in found}) == len(found) == 4


def test_a_crash_after_the_commit_is_repaired_by_the_sweeper(world: World) -> None:
    """The older job keeps a reminder, and the newer one its check."""
    older = newest(world, "a")
    body: dict[str, JsonValue] = {"type": "test-word", "word": "b"}
    body["options"] = {"latestOf": "draft"}
    with pytest.raises(SystemExit):
        submit.submit_job(dying_after_commit(world).services, OWNER, body)
    assert world.job_document(older.job_id).check_for is CheckFor.PUBLISH
    world.clock.move(timedelta(seconds=31))
    repairs = sweep.sweep(world.services)
    assert repairs[sweep.Repair.PUBLISHED] == repairs[sweep.Repair.REDISPATCHED] == 1
    assert world.job_document(older.job_id).check_for is None


def dying_after_commit(world: World) -> World:
    """Return a world whose process dies right after it has stored a submission."""
    store = world.services.store

    class Dying(type(store)):  # type: ignore[misc]
        def accept(self, *arguments: Any) -> datetime:  # noqa: ANN401 -- as they come
            store.accept(*arguments)
            raise SystemExit

    return world.with_services(store=Dying(world.services.settings))


def test_an_older_job_that_changes_meanwhile_is_read_again(world: World) -> None:
    """Compare-and-set: a claim between the read and the commit makes the submission look again."""
    older = newest(world, "a")
    claimed = False

    class Late(type(world.services.store)):  # type: ignore[misc]
        def accept(self, *arguments: Any) -> datetime:  # noqa: ANN401 -- as they come
            nonlocal claimed
            if not claimed:
                claimed = True
                claim(world, older)
            return super().accept(*arguments)  # type: ignore[no-any-return]

    newest(world.with_services(store=Late(world.services.settings)), "b")
    found = world.job_document(older.job_id)
    assert (found.status, found.cancel_requested) == (JobStatus.RUNNING, True)


def test_a_start_is_put_off_while_newer_ones_come(world: World) -> None:
    """Each starts so many seconds after it came; only the last one does."""
    older = newest(world, "a", debounce=10)
    assert older.next_attempt_at == world.clock() + timedelta(seconds=10)
    world.clock.move(timedelta(seconds=8))
    newer = newest(world, "b", debounce=10)
    assert newer.next_attempt_at == world.clock() + timedelta(seconds=10)
    assert world.job_document(older.job_id).status is JobStatus.CANCELLED
    assert [task.at for task in world.enqueued(newer.job_id)] == [newer.next_attempt_at]


def test_start_before_is_later_than_a_start_that_is_put_off(world: World) -> None:
    """A job that could never start is refused."""
    soon = (world.clock() + timedelta(seconds=5)).isoformat()
    options = {"latestOf": "draft", "debounce": 10, "startBefore": soon}
    body = {"type": "test-word", "word": "x", "options": options}
    response = caller(world.services).post("/api/jobs", body)
    assert wrong_fields(response) == ["options.startBefore"]


def test_a_batch_has_one_latest(world: World) -> None:
    """Two of one batch would replace each other: the second is named, and nothing is stored."""
    jobs = [{"type": "test-word", "word": w, "options": {"latestOf": "draft"}} for w in "ab"]
    response = caller(world.services).post("/api/jobs:batch", {"jobs": jobs})
    assert wrong_fields(response) == ["jobs.1.options.latestOf"]
    assert world.services.store.all_jobs(OWNER.uid, 1) == []


def test_the_same_request_again_is_the_same_job(world: World) -> None:
    """A second click replaces nothing."""
    first, again = newest(world, "a"), newest(world, "a")
    assert first.job_id == again.job_id
    assert world.job_document(first.job_id).is_active


def test_a_replaced_job_may_be_run_once_more(world: World) -> None:
    """Its owner may want it after all: it is no replaced job then, and replaces none itself."""
    older, newer = newest(world, "a"), newest(world, "b")
    again = resubmit.resubmit_job(world.services, OWNER, older.job_id)
    assert (again.status, again.replaced_by) == (JobStatus.QUEUED, None)
    assert world.job_document(newer.job_id).is_active


def test_an_older_job_that_was_cancelled_is_not_asked_again(world: World) -> None:
    """Asked by its owner before: nothing of it changes."""
    older = newest(world, "a")
    claim(world, older)
    cancel.cancel_job(world.services, OWNER, older.job_id)
    newest(world, "b")
    assert world.job_document(older.job_id).replaced_by is None


def test_the_answer_says_what_replaced_it(world: World) -> None:
    """In the API, too."""
    older, newer = newest(world, "a"), newest(world, "b")
    view = answer_of(caller(world.services).get(f"/api/jobs/{older.job_id}"))
    assert view["replacedBy"] == newer.job_id
