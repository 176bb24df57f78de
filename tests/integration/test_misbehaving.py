"""A handler that misbehaves costs its own job, and no other."""

import asyncio
import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from functions.job_types import job_type
from functions.requests.resubmit import resubmit_job
from functions.worker import lost_threads
from functions.worker.deliver import DeliveryOutcome
from functions.worker.sweep import Repair, sweep
from shared import shutdown
from shared.core import errors
from shared.core.job import MOST_FORGIVEN, Job
from shared.core.job_status import CheckFor, JobStatus
from shared.core.retry import RetryPolicy
from shared.core.usage import Usage
from shared.firestore.documents import VersionedJob
from shared.handler.job_context import JobContext
from tests.faults.history import attempt_of
from tests.integration.test_cancel import cancel_it
from tests.integration.test_deliver import POLICY, run_once
from tests.integration.test_release import blocked_job
from tests.support.database import job_reference
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared, echo
from tests.support.waiting import wait_until
from tests.support.world import OWNER, World


def test_a_bar_that_never_moves_is_told_to_its_author(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Progress of 0 to 1: the job succeeds as it always did, and the log says what is wrong."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.progress(0.5, "Half")
        return echo(request, job)

    assert run_once(world, handler).status is JobStatus.SUCCEEDED
    assert "a percent is from 0 to 100" in caplog.text


@pytest.mark.parametrize(
    "raised",
    [SystemExit(1), KeyboardInterrupt(), GeneratorExit(), asyncio.CancelledError()],
    ids=lambda raised: type(raised).__name__,
)
def test_what_would_end_the_process_ends_the_job(
    world: World, caplog: pytest.LogCaptureFixture, raised: BaseException
) -> None:
    """`sys.exit()` in a handler made a worker deaf for the jobs of strangers."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        raise raised

    job = run_once(world, handler)
    assert (job.status, job.attempt) == (JobStatus.FAILED, 1)
    assert f"the handler raised {type(raised).__name__}" in caplog.text
    assert "Traceback" in caplog.text


async def asynchronous(request: WordRequest, job: JobContext) -> WordResult:
    """Return a coroutine, in truth."""
    return WordResult(answer="never")


def yielding(request: WordRequest, job: JobContext) -> Iterator[WordResult]:
    """Return a generator, in truth."""
    yield WordResult(answer="never")


@pytest.mark.parametrize("handler", [asynchronous, yielding])
def test_what_is_no_handler_is_refused_when_declared(handler: Callable[..., object]) -> None:
    """And not job by job."""
    declare = job_type("test-odd", title="Odd", request=WordRequest, result=WordResult)
    with pytest.raises(TypeError, match="handler of 'test-odd'"):
        declare(handler)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "Upper", "a_b", "a/b", "1st", "x" * 65, "a:b", "ä"])
def test_what_can_be_no_name_is_refused_when_declared(name: str) -> None:
    """A job id could not be made of it."""
    with pytest.raises(ValueError, match="no name of a job type"):
        job_type(name, title="Odd", request=WordRequest, result=WordResult)(echo)


def test_what_is_no_result_is_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """With a sentence for the author, at the first attempt."""
    job = run_once(world, lambda request, job: {"answer": "x"})  # type: ignore[arg-type, return-value]
    assert (job.status, job.attempt) == (JobStatus.FAILED, 1)
    assert "the handler returned dict, and declares WordResult" in caplog.text


def with_short_beats(world: World) -> World:
    """Return the same world where a heartbeat comes every second."""
    beats = {"lease_seconds": 3, "heartbeat_seconds": 1}
    return world.with_services(settings=world.services.settings.model_copy(update=beats))


def test_a_cancel_reaches_a_job_inside_one_long_call(world: World) -> None:
    """The refused heartbeat settles it: its owner, and their next job, do not wait for the call."""
    live, answers = with_short_beats(world), list[DeliveryOutcome]()
    with blocked_job(live, answers) as job:
        cancel_it(live, job)
        live.clock.move(timedelta(seconds=2))
        wait_until(lambda: live.job_document(job.job_id).status.is_terminal)
        assert live.job_document(job.job_id).status is JobStatus.CANCELLED
    assert answers == [DeliveryOutcome.TAKEN_OVER]
    assert live.job_document(job.job_id).status is JobStatus.CANCELLED


def test_what_is_spent_is_on_the_job_while_it_runs(world: World) -> None:
    """It rides on the next write: a process that dies, or an erasure, loses none of it."""
    seen: list[Usage | None] = []

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        attempt = attempt_of(job)
        attempt.record_usage(Usage(cost_usd=0.5))
        world.clock.move(timedelta(seconds=2))
        job.progress(50, "half")
        seen.append(world.job_document(attempt.job.job_id).usage)
        attempt.record_usage(Usage(cost_usd=0.25))
        return WordResult(answer="done")

    job = run_once(world, handler)
    assert seen == [Usage(cost_usd=0.5)]
    assert job.usage == Usage(cost_usd=0.75)
    spent = world.services.store.read_quota(OWNER.uid, world.clock()).spent.user_usd
    assert spent == pytest.approx(0.75)


def test_an_attempt_whose_lease_is_over_by_its_own_clock_starts_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off from Firestore alone, it repeated a step that its successor had kept."""
    done: list[str] = []

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        attempt = attempt_of(job)

        def cut_off(*_: object, **__: object) -> VersionedJob:
            raise errors.UnavailableError

        monkeypatch.setattr(world.services.store, "write", cut_off)
        world.clock.move(timedelta(seconds=46))
        try:
            job.step("paid", lambda: done.append("again"))
        finally:
            monkeypatch.undo()
        return WordResult(answer=str(attempt))

    job = run_once(world, handler)
    assert done == []
    assert job.status is JobStatus.RUNNING


def test_an_attempt_that_was_late_and_is_still_alone_goes_on(world: World) -> None:
    """It renews its lease first; that is refused if another attempt has the job."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        world.clock.move(timedelta(seconds=46))
        return WordResult(answer=str(job.step("paid", lambda: "once")))

    assert run_once(world, handler).status is JobStatus.SUCCEEDED


def frozen(world: World) -> WordHandler:
    """Return a handler whose process stands still until its attempt was taken over."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        world.clock.move(timedelta(seconds=120))
        sweep(world.services)
        job.progress(10, "awake again")
        raise AssertionError

    return handler


def test_an_attempt_does_not_count_that_was_lost_while_its_process_stood_still(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A neighbour that computed without a pause took an attempt of each of ten jobs."""
    job = run_once(world, frozen(world))
    assert (job.status, job.attempt) == (JobStatus.QUEUED, 1)
    assert (job.max_attempts, job.losses_forgiven) == (POLICY.max_attempts + 1, 1)
    assert "The lost attempt does not count." in caplog.text


def test_only_so_many_lost_attempts_do_not_count(world: World) -> None:
    """A job that freezes whichever process it meets is given up in the end."""
    job = run_once(world, frozen(world))
    with declared(frozen(world), retry=POLICY):
        while not (job := world.job_document(job.job_id)).status.is_terminal:
            world.deliver(job.job_id, job.dispatch)
    assert (job.status, job.losses_forgiven) == (JobStatus.FAILED, MOST_FORGIVEN)
    assert job.attempt == POLICY.max_attempts + MOST_FORGIVEN


def test_a_loss_that_cannot_be_forgiven_counts(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without Firestore nothing is changed; the delivery is dealt with all the same."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        try:
            return frozen(world)(request, job)
        finally:
            monkeypatch.setattr(type(world.services.store), "read", unavailable)

    def unavailable(*_: object) -> None:
        raise errors.UnavailableError

    with declared(handler, retry=POLICY):
        job = world.submit(word="hello")
        outcome = world.deliver(job.job_id, 1)
    monkeypatch.undo()
    assert outcome is DeliveryOutcome.TAKEN_OVER
    assert world.job_document(job.job_id).max_attempts == POLICY.max_attempts
    assert "The lost attempt counts." in caplog.text


def test_progress_whose_answer_was_lost_is_followed_by_a_higher_seq(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two different words under one number were one to the web library (G7)."""
    write, shown = world.services.store.write, list[tuple[int, str]]()

    def losing(*args: object, **more: object) -> VersionedJob:
        stored = write(*args, **more)  # type: ignore[arg-type]
        shown.append((stored.job.progress.seq, stored.job.progress.message))
        if stored.job.progress.message == "first":
            raise errors.UnavailableError
        return stored

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        job.progress(10, "first")
        world.clock.move(timedelta(seconds=5))
        job.progress(20, "second")
        return WordResult(answer="done")

    monkeypatch.setattr(world.services.store, "write", losing)
    assert run_once(world, handler).status is JobStatus.SUCCEEDED
    by_number: dict[int, set[str]] = {}
    for seq, message in shown:
        by_number.setdefault(seq, set()).add(message)
    assert [words for words in by_number.values() if len(words - {""}) > 1] == []


@pytest.mark.parametrize("wait", [timedelta(days=400), timedelta.max, timedelta(days=-3)])
def test_a_wait_of_days_is_bounded(world: World, wait: timedelta) -> None:
    """Whatever a service asks for, the job comes back within hours."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        raise errors.RetriableJobError(retry_after=wait)

    job = run_once(world, handler)
    assert job.status is JobStatus.QUEUED
    assert job.next_attempt_at is not None
    assert timedelta() <= job.next_attempt_at - world.clock() <= timedelta(hours=6)


def test_a_first_wait_after_a_resubmission_is_a_first_wait(world: World) -> None:
    """It was the fourth: forty seconds instead of five."""
    waits: list[timedelta] = []
    busy = errors.RetriableJobError()

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        raise busy

    with declared(handler, retry=RetryPolicy(max_attempts=2, base=timedelta(seconds=5), jitter=0)):
        job = world.submit(word="x")
        for dispatch in (1, 2, 3):
            world.deliver(job.job_id, dispatch)
            now = world.job_document(job.job_id)
            if now.status is JobStatus.FAILED:
                resubmit_job(world.services, OWNER, job.job_id)
            elif now.next_attempt_at is not None:
                waits.append(now.next_attempt_at - world.clock())
    assert waits == [timedelta(seconds=5)] * 2


def test_a_job_that_is_resubmitted_late_is_kept_anew(world: World) -> None:
    """Or Firestore's TTL takes it, or what it was asked, while it runs."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        raise errors.PermanentJobError

    job = run_once(world, handler)
    world.clock.move(timedelta(days=85))
    with declared(handler):
        again = resubmit_job(world.services, OWNER, job.job_id)
    until = world.clock() + world.services.settings.job_retention
    assert (job.expire_at, again.expire_at) == (until - timedelta(days=85), until)
    below = job_reference(world.services, job.job_id).collection("data")
    document = below.document("input")
    assert document.get().get("expireAt") == until


def test_an_end_that_cannot_be_published_is_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the queue's last try is over, the sweeper still publishes it."""

    def refuse(job: Job) -> None:
        raise errors.EventNotPublishedError

    monkeypatch.setattr(world.services.events, "publish", refuse)
    with declared(echo):
        job = world.submit(word="x")
        with pytest.raises(errors.EventNotPublishedError):
            world.deliver(job.job_id, 1)
    assert world.job_document(job.job_id).check_for is CheckFor.PUBLISH
    world.clock.move(timedelta(hours=5))
    assert sweep(world.services) == {Repair.LEFT: 1}
    monkeypatch.undo()
    assert sweep(world.services) == {Repair.PUBLISHED: 1}
    assert world.job_document(job.job_id).check_at is None


def test_a_process_that_lost_threads_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of them: it releases its other jobs, and gunicorn starts another process."""
    did: list[object] = []
    monkeypatch.setattr(os, "_exit", did.append)
    monkeypatch.setattr(shutdown, "end_gracefully", lambda: did.append("released"))
    monkeypatch.setattr(lost_threads, "_lost", set())
    for expected in ([], ["released", 1]):
        with pytest.raises(TimeoutError):
            lost_threads.watch(NEVER_RETURNS.pop(), threads=8)
        assert did == expected
    lost_threads.watch(Returns(), threads=1)
    assert did == ["released", 1]


class NeverReturns:
    """An attempt whose handler never returns; to wait for ever is cut short."""

    def returns_within(self, limit: timedelta | None) -> bool:
        """Say no."""
        if limit is None:
            raise TimeoutError
        return False


class Returns:
    """An attempt whose handler has returned."""

    def returns_within(self, _: timedelta | None) -> bool:
        """Say yes."""
        return True


NEVER_RETURNS = [NeverReturns(), NeverReturns()]
