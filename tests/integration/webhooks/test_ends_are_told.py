"""From a job's end to the tasks of its webhooks."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from functions.requests import cancel, resubmit
from functions.worker import sweep
from infra.local.cloud_tasks.codes import RpcCode
from shared.core import errors, ids
from shared.core.job import Job
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from shared.telemetry import spans, trace_context
from shared.webhooks.endpoints import read_endpoints
from shared.webhooks.message import Webhook, describe
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import AnyCaller, worker_client
from tests.support.world import OWNER, WEBHOOK_QUEUE_PATH, World

ONE, OTHER = "http://127.0.0.1:1/one?key=hunter2", "http://127.0.0.1:1/other"
ENDPOINTS = read_endpoints([ONE, OTHER], may_be_local=True)


@pytest.fixture
def told(world: World, word_jobs: None) -> World:
    """A world that tells two endpoints."""
    task_authenticator = AnyCaller(world.services.settings)
    return world.with_endpoints(ONE, OTHER).with_services(task_authenticator=task_authenticator)


def ended(world: World) -> Job:
    """Return a job that has succeeded."""
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    return world.job_document(job.job_id)


def expected(job: Job) -> dict[str, Webhook]:
    """Return the webhooks of a job's end, by their tasks' names."""
    event = ids.event_id(job.job_id, job.dispatch, job.status)
    message = describe(job, "local").to_json()
    return {
        f"{event}-{endpoint.name}": Webhook(
            webhook_id=event, job_id=job.job_id, endpoint=endpoint.name, message=message
        )
        for endpoint in ENDPOINTS
    }


def test_each_endpoint_is_told_of_an_end(told: World) -> None:
    """One task an endpoint, named by the event and the endpoint; it says no address."""
    job = ended(told)
    assert told.webhooks() == expected(job)
    assert "hunter2" not in str(told.webhooks())


def test_a_task_is_for_the_function_that_sends(told: World) -> None:
    """With a token of the caller for that function, and the trace of the end."""
    trace_id = "ab" * 16
    traceparent = f"00-{trace_id}-{'cd' * 8}-00"
    with spans.continue_trace(None, {trace_context.TRACEPARENT: traceparent}.get):
        ended(told)
    settings = told.services.settings
    request = {"parent": WEBHOOK_QUEUE_PATH, "response_view": "FULL"}
    tasks = list(told.tasks.list_tasks(request=request))
    assert len(tasks) == 2
    for task in tasks:
        call = task.http_request
        assert call.url == call.oidc_token.audience == settings.webhook_function_url
        assert call.oidc_token.service_account_email == settings.caller_service_account
        assert call.headers["Content-Type"] == "application/json"
        assert trace_id in call.headers[trace_context.TRACEPARENT]


def test_without_endpoints_nothing_is_sent(world: World, word_jobs: None) -> None:
    """No call, no task, no cost: Cloud Tasks is not even asked."""
    job = world.submit(word="x")
    world.emulator.faults.refuse_calls(times=99)
    world.deliver(job.job_id, 1)
    world.emulator.faults.clear()
    assert world.webhooks() == {}


def test_twice_is_once(told: World) -> None:
    """A task that comes again finds the tasks there."""
    job = ended(told)
    told.deliver(job.job_id, 1)
    assert told.webhooks() == expected(job)


def failing(request: WordRequest, job: JobContext) -> WordResult:
    """Say that it will never work."""
    raise errors.PermanentJobError("There is no such word.")


def test_a_failure_and_a_cancel_are_ends_too(told: World) -> None:
    """Each end has its type; a resubmitted job ends anew, with a webhook of another id."""
    with declared(failing, name="test-fails", retry=RetryPolicy(max_attempts=1)):
        job = told.submit("test-fails", word="x")
        told.deliver(job.job_id, 1)
        resubmit.resubmit_job(told.services, OWNER, job.job_id)
        cancel.cancel_job(told.services, OWNER, job.job_id)
    sent = {(webhook.webhook_id, webhook.message["type"]) for webhook in told.webhooks().values()}
    assert sent == {
        (ids.event_id(job.job_id, 1, "failed"), "job.failed"),
        (ids.event_id(job.job_id, 2, "cancelled"), "job.cancelled"),
    }


def refuse(world: World, times: int) -> None:
    """Have Cloud Tasks take no task, so many times."""
    world.emulator.faults.refuse_calls(
        code=RpcCode.PERMISSION_DENIED, times=times, methods=frozenset({"CreateTask"})
    )


@pytest.mark.parametrize("refused", [1, 2])
def test_an_end_whose_webhooks_are_not_taken_comes_again(told: World, refused: int) -> None:
    """The delivery is not dealt with: it comes again, and each endpoint is told once."""
    job = told.submit(word="x")
    task = {"jobId": job.job_id, "dispatch": 1}
    refuse(told, refused)
    answers = [
        worker_client(told.services).post("/", json=task).status_code for _ in range(refused + 1)
    ]
    assert answers == [HTTPStatus.INTERNAL_SERVER_ERROR] * refused + [HTTPStatus.OK]
    assert told.webhooks() == expected(told.job_document(job.job_id))


def test_a_cancel_whose_webhooks_are_not_taken_is_finished_by_the_sweeper(told: World) -> None:
    """No delivery stands for it: the job keeps its reminder until each endpoint is told."""
    job = told.submit(word="x")
    refuse(told, 1)
    cancel.cancel_job(told.services, OWNER, job.job_id)
    assert told.webhooks() == {}
    told.clock.move(timedelta(minutes=1))
    assert sweep.sweep(told.services) == {sweep.Repair.PUBLISHED: 1}
    assert told.webhooks() == expected(told.job_document(job.job_id))
