"""A batch has a name: its jobs are listed and counted by it, and it is told when all have ended."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.effects.batch_end import publish_batch_end
from functions.requests import cancel, resubmit
from functions.worker import sweep
from shared.core import errors, ids
from shared.core.errors import PermanentJobError
from shared.core.job_event import BATCH_ENDED
from shared.handler.job_context import JobContext
from shared.pubsub.job_events import JobEvents
from tests.faults.published import Event, Published
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import counted_traffic
from tests.support.waiting import wait_until
from tests.support.web import answer_of, caller, wrong_fields
from tests.support.world import OWNER, World

PATH = "/api/jobs:batch"


def handler(request: WordRequest, job: JobContext) -> WordResult:
    """Fail for good at one word, and answer all others."""
    if request.word == "bad":
        raise PermanentJobError("It cannot be done.")
    return WordResult(answer=request.word)


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """Have a type whose jobs succeed or fail by their word."""
    with declared(handler):
        yield


@pytest.fixture
def published(emulators: GoogleEmulators) -> Published:
    """What is published from now on."""
    return Published(pubsub_port=emulators.pubsub_port)


def batch_of(*words: str) -> dict[str, Any]:
    """Return a batch with a job for each word."""
    return {"jobs": [{"type": "test-word", "word": word} for word in words]}


def submitted(world: World, *words: str) -> tuple[str, list[str]]:
    """Submit a batch, and return its id and its jobs'."""
    answer = answer_of(caller(world.services).post(PATH, batch_of(*words)))
    return str(answer["batchId"]), [str(job["jobId"]) for job in answer["jobs"]]


def told(published: Published, *job_ids: str) -> list[Event]:
    """Return what has arrived of the ends of batches that these jobs are in."""
    events = [event for one in job_ids for event in published.events_of(one)]
    return [event for event in events if event["status"] == BATCH_ENDED]


def test_the_jobs_of_a_batch_have_its_id(world: World) -> None:
    """It is answered, and stands on each of them; a job that came alone has none."""
    batch_id, job_ids = submitted(world, "a", "b")
    assert {world.job_document(one).batch_id for one in job_ids} == {batch_id}
    assert world.submit(word="c").batch_id is None
    view = answer_of(caller(world.services).get(f"/api/jobs/{job_ids[0]}"))
    assert view["batchId"] == batch_id


def test_two_batches_are_two(world: World) -> None:
    """Each has an id of its own."""
    assert submitted(world, "a")[0] != submitted(world, "b")[0]


def test_a_batch_sent_again_has_its_id(world: World) -> None:
    """With its key or without: as long as all came in one batch before, it is that one."""
    sender = caller(world.services)
    first = answer_of(sender.post(PATH, batch_of("a", "b"), **{"Idempotency-Key": "key-1"}))
    again = answer_of(sender.post(PATH, batch_of("a", "b"), **{"Idempotency-Key": "key-1"}))
    without = answer_of(sender.post(PATH, batch_of("b", "a")))
    assert first["batchId"] == again["batchId"] == without["batchId"]


def test_a_job_that_was_there_before_stays_where_it_is(world: World) -> None:
    """The answer's id is that of the new jobs; where none have one in common, there is none."""
    alone = world.submit(word="alone")
    batch_id, (first, second) = submitted(world, "alone", "new")
    assert first == alone.job_id
    assert world.job_document(first).batch_id is None
    assert world.job_document(second).batch_id == batch_id
    assert "batchId" not in answer_of(caller(world.services).post(PATH, batch_of("alone", "new")))


def test_a_batch_is_listed_and_counted(world: World) -> None:
    """Its jobs and no others; the counts are of all of it, whatever the page shows."""
    batch_id, job_ids = submitted(world, "a", "bad", "c")
    submitted(world, "d")
    world.deliver(job_ids[0], 1)
    world.deliver(job_ids[1], 1)
    sender = caller(world.services)
    page = answer_of(sender.get(f"/api/jobs?batch={batch_id}&limit=2"))
    assert [job["jobId"] for job in page["jobs"]] == [job_ids[2], job_ids[1]]
    assert page["counts"] == {
        "queued": 1,
        "running": 0,
        "suspended": 0,
        "succeeded": 1,
        "failed": 1,
        "cancelled": 0,
    }
    failed = answer_of(sender.get(f"/api/jobs?batch={batch_id}&status=failed"))
    assert [job["jobId"] for job in failed["jobs"]] == [job_ids[1]]
    assert failed["counts"] == page["counts"]


def test_a_list_without_a_batch_counts_nothing(world: World) -> None:
    """No field, and no query more."""
    submitted(world, "a")
    with counted_traffic(world.services) as traffic:
        assert "counts" not in answer_of(caller(world.services).get("/api/jobs"))
    assert traffic.calls == {"run_query": 1}


def test_another_users_batch_is_empty(world: World) -> None:
    """Nothing of it is seen, not even that there is one."""
    batch_id, _ = submitted(world, "a")
    page = answer_of(caller(world.services, uid="owner-2").get(f"/api/jobs?batch={batch_id}"))
    assert page["jobs"] == []
    assert set(page["counts"].values()) == {0}


def test_a_batch_id_that_is_too_long_is_refused(world: World) -> None:
    """As every wrong field of a query."""
    response = caller(world.services).get(f"/api/jobs?batch={'x' * 65}")
    assert (response.status_code, wrong_fields(response)) == (400, ["batch"])


def test_the_last_end_tells_that_the_batch_has_ended(world: World, published: Published) -> None:
    """Once all have ended, however; before that nothing is told."""
    batch_id, (good, bad, gone) = submitted(world, "a", "bad", "c")
    world.deliver(good, 1)
    world.deliver(bad, 1)
    wait_until(lambda: len(published.events_of(bad)) == 2)
    assert told(published, good, bad, gone) == []
    world.clock.move(timedelta(seconds=1))
    cancel.cancel_job(world.services, OWNER, gone)
    wait_until(lambda: told(published, gone) != [])
    (event,) = told(published, good, bad, gone)
    counts = [event[f"batch{how}"] for how in ("Succeeded", "Failed", "Cancelled")]
    assert counts == [1, 1, 1]
    assert event["batchIdHash"] == ids.batch_hash(OWNER.uid, batch_id)
    assert event["eventId"] == ids.event_id(gone, 1, BATCH_ENDED)


def test_it_is_told_again_under_the_same_id(world: World, published: Published) -> None:
    """By a redelivery of any of its jobs, after the clock has gone on."""
    _, (first, last) = submitted(world, "a", "b")
    world.deliver(first, 1)
    world.clock.move(timedelta(seconds=1))
    world.deliver(last, 1)
    world.clock.move(timedelta(minutes=1))
    world.deliver(first, 1)
    wait_until(lambda: len(told(published, first, last)) == 2)
    one, other = told(published, first, last)
    assert one == other


def test_a_batch_that_goes_on_ends_again(world: World, published: Published) -> None:
    """A job of it that is run once more ends it a second time, as another event."""
    _, (good, bad) = submitted(world, "a", "bad")
    world.deliver(good, 1)
    world.clock.move(timedelta(seconds=1))
    world.deliver(bad, 1)
    resubmit.resubmit_job(world.services, OWNER, bad)
    world.deliver(bad, 2)
    wait_until(lambda: len({event["eventId"] for event in told(published, good, bad)}) == 2)


class Deadly(JobEvents):
    """A Pub/Sub over which the process dies when it is to tell of a batch."""

    def publish_batch_end(self, jobs: object) -> None:
        """End as a process does that is killed."""
        raise SystemExit


def test_a_process_that_dies_over_it_leaves_it_to_the_sweeper(
    world: World, published: Published
) -> None:
    """A cancel that ends the last one keeps its reminder until the batch's end is told, too."""
    _, (first, last) = submitted(world, "a", "b")
    world.deliver(first, 1)
    dying = world.with_services(events=Deadly(world.services.settings))
    with pytest.raises(SystemExit):
        cancel.cancel_job(dying.services, OWNER, last)
    assert told(published, first, last) == []
    world.clock.move(timedelta(seconds=31))
    assert sweep.sweep(world.services)[sweep.Repair.PUBLISHED] == 1
    wait_until(lambda: len(told(published, first, last)) == 1)


class Unsure(JobEvents):
    """A Pub/Sub that does not take the ends of batches."""

    def publish_batch_end(self, jobs: object) -> None:
        """Fail as the adapter does."""
        raise errors.EventNotPublishedError


def test_what_cannot_be_told_is_remembered(world: World, published: Published) -> None:
    """The delivery comes again; and the sweeper tells it, if that has been given up."""
    _, (job_id,) = submitted(world, "a")
    unsure = world.with_services(events=Unsure(world.services.settings))
    with pytest.raises(errors.EventNotPublishedError):
        unsure.deliver(job_id, 1)
    world.clock.move(timedelta(seconds=31))
    assert sweep.sweep(world.services)[sweep.Repair.PUBLISHED] == 1
    wait_until(lambda: len(told(published, job_id)) == 1)


def test_that_firestore_cannot_be_asked_is_remembered_as_well(world: World) -> None:
    """Whether it was the last one is not known: so it is an end that is not published."""
    batch_id, (job_id,) = submitted(world, "a")
    store = world.services.store

    class Deaf(type(store)):  # type: ignore[misc]
        def batch_is_under_way(self, uid: str, batch_id: str) -> bool:
            raise errors.UnavailableError

    deaf = world.with_services(store=Deaf(world.services.settings))
    with pytest.raises(errors.EventNotPublishedError):
        publish_batch_end(deaf.services, world.job_document(job_id), batch_id)


def test_a_job_of_a_batch_that_goes_on_meanwhile_ends_nothing(world: World) -> None:
    """Run once more between the two queries: it has not ended, and its next end is looked at."""
    batch_id, (job_id,) = submitted(world, "a")
    store = world.services.store

    class Late(type(store)):  # type: ignore[misc]
        def batch_is_under_way(self, uid: str, batch_id: str) -> bool:
            return False

    late = world.with_services(
        store=Late(world.services.settings), events=Unsure(world.services.settings)
    )
    publish_batch_end(late.services, world.job_document(job_id), batch_id)


def test_what_came_alone_makes_no_call_more(world: World) -> None:
    """An end without a batch asks nothing; one in a batch asks once, and the last one twice."""
    alone = world.submit(word="x").job_id
    _, (first, last) = submitted(world, "a", "b")
    queries = []
    for job_id in (alone, first, last):
        with counted_traffic(world.services) as traffic:
            world.deliver(job_id, 1)
        queries.append(traffic.calls.get("run_query", 0))
    assert queries == [0, 1, 2]
