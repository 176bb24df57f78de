"""The cloud's log-based metrics count what really happens, by the lines that are really written.

Each scene runs jobs on real parts; its table says what every metric of Terraform counts of the
lines that were logged meanwhile, under which labels, and what it measures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import grpc
import pytest

from functions.requests.resubmit import resubmit_job
from functions.worker.send_webhook import TRIES
from functions.worker.sweep import sweep
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.core.usage import Usage
from shared.firestore.job_store import JobStore
from shared.handler.job_context import JobContext
from shared.settings import Settings
from tests.fakes.firestore_refusals import refusing
from tests.fakes.gemini_server import Answer, GeminiServer
from tests.fakes.webhook_receiver import WebhookReceiver, status
from tests.faults.history import attempt_of
from tests.infra.log_metrics import log_metrics
from tests.integration.test_budget import with_budgets
from tests.integration.test_cancel import cancel_it
from tests.integration.test_deliver import raising
from tests.integration.test_misbehaving import with_short_beats
from tests.integration.test_sweep import lose_tasks
from tests.integration.text_model.conftest import GOOD
from tests.integration.text_model.test_jobs import greet, with_gemini
from tests.support.job_types import WordHandler, WordRequest, WordResult, declared, echo
from tests.support.logged import logged
from tests.support.waiting import wait_until
from tests.support.web import AnyCaller, worker_client
from tests.support.webhooks import Sending
from tests.support.world import OWNER, World, claim

#: What a metric counts of a line: its labels, and what it measures as `value`.
Count = Mapping[str, object]

TYPE: Count = {"type": "test-word"}
NOTHING: Count = {}
ACCEPTED: Mapping[str, list[Count]] = {"jobs_accepted": [TYPE]}
#: Of a job whose first attempt starts two seconds later.
STARTED: Mapping[str, list[Count]] = {
    **ACCEPTED,
    "attempts_started": [TYPE],
    "wait_seconds": [{**TYPE, "value": 2.0}],
}
#: Of one whose attempt takes no time.
RUN: Mapping[str, list[Count]] = {
    **STARTED,
    "run_seconds": [{**TYPE, "value": 0.0}],
}


def ended(status: JobStatus, **labels: str) -> Count:
    """Return what the end of a job is counted as."""
    return {**TYPE, "status": status, **labels}


#: An end by its owner; the code says the same as the status.
CANCELLED = ended(JobStatus.CANCELLED)


def swept(oldest_seconds: float) -> dict[str, list[Count]]:
    """Return what a submission is counted as, and a sweep that finds its job so late."""
    return {**ACCEPTED, "sweeps": [NOTHING], "oldest_seconds": [{"value": oldest_seconds}]}


def run_once(
    world: World,
    handler: WordHandler,
    *,
    retry: RetryPolicy | None = None,
    time_limit: timedelta = timedelta(minutes=5),
) -> None:
    """Submit a job, and have the function `worker` answer its first task two seconds later."""
    with declared(handler, retry=retry, time_limit=time_limit):
        deliver_later(world, world.submit(word="x"), timedelta(seconds=2))


def deliver_later(world: World, job: Job, after: timedelta, dispatch: int = 1) -> None:
    """Have the function `worker` answer a job's task so much later."""
    services = replace(world.services, task_authenticator=AnyCaller(world.services.settings))
    world.clock.move(after)
    worker_client(services).post("/", json={"jobId": job.job_id, "dispatch": dispatch})


def succeed(world: World) -> None:
    """A job runs for three seconds."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        world.clock.move(timedelta(seconds=3))
        return echo(request, job)

    run_once(world, handler)


def fail(world: World) -> None:
    """A job fails for good."""
    run_once(world, raising(errors.PermanentJobError("No.")))


def fail_for_now(world: World) -> None:
    """An attempt fails, and its job goes back to the queue: no job has ended."""
    run_once(world, raising(errors.RetriableJobError()))


def raise_from_a_defect(world: World) -> None:
    """A handler has a defect, which costs its only attempt."""
    run_once(world, raising(ZeroDivisionError()), retry=RetryPolicy(max_attempts=1))


def cancel_and_resubmit(world: World) -> None:
    """A queued job is cancelled, and queued once more."""
    with declared(echo):
        job = world.submit(word="x")
        cancel_it(world, job)
        resubmit_job(world.services, OWNER, job.job_id)


def cancel_a_running_job(world: World) -> None:
    """A job is cancelled while its handler runs: it is the worker that ends it."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        cancel_it(world, attempt_of(job).job)
        return echo(request, job)

    run_once(world, handler)


def run_too_long(world: World, until: JobStatus, retry: RetryPolicy | None = None) -> None:
    """Run a handler that is inside one long call when its time is over."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        world.clock.move(timedelta(seconds=31))
        job_id = attempt_of(job).job.job_id
        wait_until(lambda: world.job_document(job_id).status is until)
        return echo(request, job)

    run_once(with_short_beats(world), handler, retry=retry, time_limit=timedelta(seconds=30))


def exceed_the_time_limit(world: World) -> None:
    """An attempt that is not the last takes too long."""
    run_too_long(world, JobStatus.QUEUED)


def exceed_the_last_time_limit(world: World) -> None:
    """The only attempt takes too long: the job has failed."""
    run_too_long(world, JobStatus.FAILED, RetryPolicy(max_attempts=1))


def cancel_inside_a_long_call(world: World) -> None:
    """A handler is told nothing of a cancel: a heartbeat ends its job."""

    def handler(request: WordRequest, job: JobContext) -> WordResult:
        cancel_it(world, attempt_of(job).job)
        world.clock.move(timedelta(seconds=2))
        job_id = attempt_of(job).job.job_id
        wait_until(lambda: world.job_document(job_id).status is JobStatus.CANCELLED)
        return echo(request, job)

    run_once(with_short_beats(world), handler)


def spend_the_budget(world: World) -> None:
    """An attempt costs more than its owner's budget: the next one is not begun."""

    def handler(_: WordRequest, job: JobContext) -> WordResult:
        attempt_of(job).record_usage(Usage(cost_usd=1.25))
        raise errors.RetriableJobError

    poor = with_budgets(world, daily_budget_usd=1.0)
    with declared(handler, retry=RetryPolicy(max_attempts=2)):
        job = poor.submit(word="x")
        for dispatch in (1, 2):
            deliver_later(poor, job, timedelta(seconds=2), dispatch)


def come_too_late(world: World) -> None:
    """A task is delivered after the time before which its job had to start."""
    soon = (world.clock() + timedelta(seconds=30)).isoformat()
    with declared(echo):
        job = world.submit(word="x", options={"startBefore": soon})
        deliver_later(world, job, timedelta(seconds=60))


def remove_the_type(world: World) -> None:
    """No revision knows a job's type any more, for a quarter of an hour."""
    with declared(echo):
        job = world.submit(word="x")
    for after in (timedelta(seconds=2), timedelta(minutes=16)):
        deliver_later(world, job, after)


def sweep_after_a_minute(world: World) -> None:
    """The sweeper runs a minute after what happened before."""
    world.clock.move(timedelta(seconds=60))
    sweep(world.services)


def lose_a_task(world: World) -> None:
    """A task is lost, and the sweeper enqueues the next."""
    with declared(echo):
        world.submit(word="x")
        lose_tasks(world)
        sweep_after_a_minute(world)


def wait_long(world: World) -> None:
    """A task waits in a long queue."""
    with declared(echo):
        world.submit(word="x")
        sweep_after_a_minute(world)


def lose_an_attempt(world: World) -> None:
    """A process dies in an attempt that is not the last."""
    with declared(echo):
        claim(world, world.submit(word="x"))
        sweep_after_a_minute(world)


def lose_the_last_attempt(world: World) -> None:
    """A process dies in the only attempt: the job has failed."""
    with declared(echo, retry=RetryPolicy(max_attempts=1)):
        claim(world, world.submit(word="x"))
        sweep_after_a_minute(world)


def ask_the_model(world: World) -> None:
    """A handler calls Gemini: 700 tokens in and 30 out, for $1 and $10 a million."""
    with GeminiServer() as server:
        server.script(Answer(text=GOOD, input_tokens=700, output_tokens=30))
        run_once(with_gemini(world, server), greet)


def give_a_webhook_up(_: World) -> None:
    """An endpoint does not take a webhook, at the last try."""
    with WebhookReceiver(status(500)) as receiver:
        Sending(receiver.url).deliver(str(TRIES - 1))


def lose_firestore(_: World) -> None:
    """A call is not answered, whatever for."""
    settings = Settings(google_cloud_project="demo-test")
    with (
        refusing(grpc.StatusCode.UNAUTHENTICATED, "no credentials") as address,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv("FIRESTORE_EMULATOR_HOST", address)
        with pytest.raises(errors.UnavailableError):
            JobStore(settings).count_slots("u1")


@dataclass(frozen=True)
class Scene:
    """What happens, and what each metric counts of it; nothing where it is not named."""

    happens: Callable[[World], None]
    counts: Mapping[str, list[Count]]


SCENES = (
    Scene(
        succeed,
        {
            **RUN,
            "run_seconds": [{**TYPE, "value": 3.0}],
            "jobs_ended": [ended(JobStatus.SUCCEEDED)],
        },
    ),
    Scene(
        fail,
        {
            **RUN,
            "attempts_failed": [{**TYPE, "code": "failed-precondition"}],
            "jobs_ended": [ended(JobStatus.FAILED, code="failed-precondition")],
        },
    ),
    Scene(fail_for_now, {**RUN, "attempts_failed": [{**TYPE, "code": "unavailable"}]}),
    Scene(
        raise_from_a_defect,
        {
            **RUN,
            "attempts_failed": [{**TYPE, "code": "internal"}],
            "errors": [{"action": "handler-raised"}],
            "jobs_ended": [ended(JobStatus.FAILED, code="internal")],
        },
    ),
    Scene(cancel_and_resubmit, {"jobs_accepted": [TYPE, TYPE], "jobs_ended": [CANCELLED]}),
    Scene(cancel_a_running_job, {**RUN, "jobs_ended": [CANCELLED]}),
    Scene(
        exceed_the_time_limit,
        {
            **RUN,
            "attempts_failed": [TYPE],
            "run_seconds": [{**TYPE, "value": 31.0}],
        },
    ),
    Scene(
        exceed_the_last_time_limit,
        {
            **RUN,
            "attempts_failed": [TYPE],
            "run_seconds": [{**TYPE, "value": 31.0}],
            "jobs_ended": [ended(JobStatus.FAILED, code="deadline-exceeded")],
        },
    ),
    Scene(cancel_inside_a_long_call, {**STARTED, "jobs_ended": [CANCELLED]}),
    Scene(
        spend_the_budget,
        {
            **RUN,
            "attempts_failed": [{**TYPE, "code": "unavailable"}],
            "jobs_ended": [ended(JobStatus.FAILED, code="resource-exhausted")],
        },
    ),
    Scene(
        come_too_late,
        {**ACCEPTED, "jobs_ended": [ended(JobStatus.FAILED, code="deadline-exceeded")]},
    ),
    Scene(
        remove_the_type,
        {
            **ACCEPTED,
            "errors": [{"action": "not-understood"}],
            "jobs_ended": [ended(JobStatus.FAILED, code="invalid-argument")],
        },
    ),
    Scene(lose_a_task, {**swept(60.0), "repairs": [{"action": "redispatched"}]}),
    Scene(wait_long, swept(60.0)),
    Scene(lose_an_attempt, {**swept(0.0), "repairs": [{"action": "recover"}]}),
    Scene(
        lose_the_last_attempt,
        {
            **swept(0.0),
            "repairs": [{"action": "recover"}],
            "jobs_ended": [ended(JobStatus.FAILED, code="aborted")],
        },
    ),
    Scene(
        ask_the_model,
        {
            **RUN,
            "jobs_ended": [ended(JobStatus.SUCCEEDED)],
            "model_cost_usd": [{"model": "first-model", "value": pytest.approx(0.001)}],
        },
    ),
    Scene(lose_firestore, {"firestore_unreachable": [NOTHING]}),
    Scene(give_a_webhook_up, {"webhooks_given_up": [{"reason": "status-500"}]}),
)


def counted(lines: list[dict[str, Any]]) -> dict[str, list[Count]]:
    """Return what each metric counts of these lines, without those that count nothing."""
    found = {
        name: [count for line in lines if (count := metric.count(line)) is not None]
        for name, metric in log_metrics().items()
    }
    return {name: counts for name, counts in found.items() if counts}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.happens.__name__)
def test_what_happens_is_counted(world: World, scene: Scene) -> None:
    """By the metrics that are about it, once each, and by no other."""
    with logged() as lines:
        scene.happens(world)
    assert counted(lines()) == scene.counts


def test_every_metric_is_in_a_scene() -> None:
    """One that no line of any scene is counted by might count nothing at all."""
    assert {name for scene in SCENES for name in scene.counts} == set(log_metrics())
