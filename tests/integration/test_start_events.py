"""That an attempt has begun is published beside its handler, and lost by no single failure."""

from datetime import timedelta

import pytest

from functions.requests import erase
from functions.worker import sweep
from functions.worker.deliver import DeliveryOutcome
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from shared.pubsub.job_events import JobEvents, Publication
from tests.faults.history import attempt_of
from tests.faults.published import Published
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.logged import logged
from tests.support.waiting import wait_until
from tests.support.world import OWNER, World, claim

AT_ONCE = RetryPolicy(max_attempts=3, base=timedelta(), jitter=0)


class SilentStarts(JobEvents):
    """A Pub/Sub that takes no start."""

    def publish_start(self, job: Job) -> Publication:
        """Fail as the adapter does."""
        raise errors.EventNotPublishedError


class DeafOnce(JobEvents):
    """A Pub/Sub whose first answer of a start does not come."""

    is_deaf = True

    def wait_for(self, publication: Publication) -> None:
        """Fail as the adapter does, once."""
        if self.is_deaf:
            self.is_deaf = False
            raise errors.EventNotPublishedError
        super().wait_for(publication)


class Deadly(JobEvents):
    """A Pub/Sub over which the process dies."""

    def publish(self, job: Job) -> None:
        """End as a process does that is killed."""
        raise SystemExit


@pytest.fixture
def published(emulators: GoogleEmulators) -> Published:
    """What is published from now on."""
    return Published(pubsub_port=emulators.pubsub_port)


def starts(published: Published, job: Job) -> set[object]:
    """Return the numbers of the attempts whose start was published."""
    events = published.events_of(job.job_id)
    return {event["attempts"] for event in events if event["status"] == "running"}


def fails_twice(request: WordRequest, job: JobContext) -> WordResult:
    """Fail at the first two attempts."""
    if attempt_of(job).job.attempt < 3:
        raise RuntimeError("a passing fault")
    return WordResult(answer=request.word)


def test_a_start_is_published_while_the_handler_works(world: World, published: Published) -> None:
    """The start is not published with the end only."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        wait_until(lambda: starts(published, submitted[0]) == {1})
        return WordResult(answer=request.word)

    with declared(handler):
        submitted = [world.submit(word="x")]
        world.deliver(submitted[0].job_id, 1)
    assert world.job_document(submitted[0].job_id).status is JobStatus.SUCCEEDED


@pytest.mark.usefixtures("word_jobs")
def test_a_job_that_goes_well_is_two_messages(world: World, published: Published) -> None:
    """A start and an end, once each."""
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    wait_until(lambda: len(published.events_of(job.job_id)) >= 2)
    statuses = [event["status"] for event in published.events_of(job.job_id)]
    assert sorted(map(str, statuses)) == ["running", "succeeded"]


@pytest.mark.usefixtures("word_jobs")
def test_a_start_that_cannot_be_published_costs_the_end_nothing(
    world: World, published: Published
) -> None:
    """The job has ended, and that is published; the task comes again for the start alone."""
    broken = world.with_services(events=SilentStarts(world.services.settings))
    job = world.submit(word="x")
    with pytest.raises(errors.EventNotPublishedError):
        broken.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    wait_until(lambda: len(published.events_of(job.job_id)) == 1)
    assert starts(published, job) == set()

    assert world.deliver(job.job_id, 1) is DeliveryOutcome.FINISHED_BEFORE
    wait_until(lambda: starts(published, job) == {1})


@pytest.mark.usefixtures("word_jobs")
def test_a_start_that_did_not_arrive_is_published_again_at_once(
    world: World, published: Published
) -> None:
    """One call that fails does not bring the task again."""
    flaky = world.with_services(events=DeafOnce(world.services.settings))
    job = world.submit(word="x")
    assert flaky.deliver(job.job_id, 1) is DeliveryOutcome.SETTLED
    wait_until(lambda: starts(published, job) == {1})


def test_starts_of_earlier_attempts_are_published_with_the_end(
    world: World, published: Published
) -> None:
    """None could be published, but the last attempt's; no task comes again for an attempt only."""
    broken = world.with_services(events=SilentStarts(world.services.settings))
    with declared(fails_twice, retry=AT_ONCE):
        job = world.submit(word="x")
        for dispatch in (1, 2):
            assert broken.deliver(job.job_id, dispatch) is DeliveryOutcome.SETTLED
        assert starts(published, job) == set()
        assert world.deliver(job.job_id, 3) is DeliveryOutcome.SETTLED
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    wait_until(lambda: starts(published, job) == {1, 2, 3})


@pytest.mark.usefixtures("word_jobs")
def test_the_start_of_a_lost_attempt_is_published_with_the_end(
    world: World, published: Published
) -> None:
    """Its process died before it could say so; the job's history has it."""
    job = world.submit(word="x")
    lost = claim(world, job).job
    world.clock.move(timedelta(minutes=2))
    assert sweep.sweep(world.services) == {sweep.Repair.RECOVERED: 1}
    assert world.deliver(job.job_id, 2) is DeliveryOutcome.SETTLED
    wait_until(lambda: starts(published, job) == {1, 2})
    (first,) = [event for event in published.received_of(job.job_id) if event["attempts"] == 1]
    assert str(first["happenedAt"]).startswith(f"{lost.started_at:%Y-%m-%dT%H:%M:%S}")


def test_the_sweeper_keeps_its_reminder_until_the_starts_are_out(world: World) -> None:
    """A lost last attempt's job has ended, and is looked at until Pub/Sub has taken all of it."""
    broken = world.with_services(events=SilentStarts(world.services.settings))
    with declared(echo, retry=RetryPolicy(max_attempts=1)):
        job = world.submit(word="x")
        claim(world, job)
        world.clock.move(timedelta(minutes=2))
        assert sweep.sweep(broken.services) == {sweep.Repair.RECOVERED: 1}
        assert world.job_document(job.job_id).check_at is not None
        world.clock.move(timedelta(minutes=1))
        assert sweep.sweep(world.services) == {sweep.Repair.PUBLISHED: 1}
    assert world.job_document(job.job_id).check_at is None


def test_waits_and_run_times_are_logged(world: World) -> None:
    """Each attempt's own: at its claim how long it had to wait, at its end how long it ran."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        world.clock.move(timedelta(seconds=7))
        if attempt_of(job).job.attempt == 1:
            raise RuntimeError("a passing fault")
        return WordResult(answer=request.word)

    with declared(handler, retry=RetryPolicy(max_attempts=3, base=timedelta(seconds=10), jitter=0)):
        job = world.submit(word="x")
        with logged() as lines:
            world.clock.move(timedelta(seconds=2))
            world.deliver(job.job_id, 1)
            world.clock.move(timedelta(seconds=13))
            world.deliver(job.job_id, 2)
    facts = [line for line in lines() if line.get("action") in {"claim", "settle"}]
    assert [line.get("waitSeconds", line.get("runSeconds")) for line in facts] == [2, 7, 3, 7]


def test_an_end_that_is_not_out_yet_is_published_before_its_job_is_erased(
    world: World, published: Published
) -> None:
    """The task comes again only when the job is gone, and no sweep looks for it."""
    dying = world.with_services(events=Deadly(world.services.settings))
    with declared(echo):
        job = dying.submit(word="hello")
        with pytest.raises(SystemExit):
            dying.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).status is JobStatus.SUCCEEDED
    erase.erase_job(world.services, OWNER, job.job_id)
    wait_until(lambda: len(published.events_of(job.job_id)) >= 2)
    statuses = {event["status"] for event in published.events_of(job.job_id)}
    assert statuses == {"running", "succeeded"}


def test_an_old_end_is_not_published_again_when_its_job_is_erased(
    world: World, published: Published
) -> None:
    """By then each delivery of its task is over; what still waits has a reminder."""
    with declared(echo):
        job = world.submit(word="hello")
        world.deliver(job.job_id, 1)
    wait_until(lambda: len(published.events_of(job.job_id)) == 2)
    world.clock.move(timedelta(hours=2))
    dying = world.with_services(events=Deadly(world.services.settings))
    erase.erase_job(dying.services, OWNER, job.job_id)
    assert dying.services.store.read(job.job_id) is None
