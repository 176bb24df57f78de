"""One trace from the API through the queue to the worker, and the fields of a job's lines."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.cloud import tasks_v2
from opentelemetry.trace import SpanContext

from shared.core import errors
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from shared.telemetry import trace_context
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.logged import NAMES, logged
from tests.support.spans import KeptSpans
from tests.support.web import AnyCaller, answer_of, caller, sweeper_client, worker_client
from tests.support.world import QUEUE_PATH, World

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"
TRACE = "logging.googleapis.com/trace"
MALFORMED = "00-made-up-text"


class Stumbler:
    """A handler that fails at its first call, in an unexpected way where that is asked for."""

    def __init__(self) -> None:
        self._has_stumbled = False

    def __call__(self, request: WordRequest, job: JobContext) -> WordResult:
        """Answer with what was asked, the second time."""
        if self._has_stumbled:
            return WordResult(answer=request.word)
        self._has_stumbled = True
        if request.word == "defect":
            raise KeyError
        raise errors.UnavailableError


@pytest.fixture
def traced(world: World) -> Iterator[World]:
    """A world whose jobs fail once, and whose worker lets every caller in."""
    with declared(Stumbler(), retry=RetryPolicy(max_attempts=3)):
        yield world.with_services(task_authenticator=AnyCaller(world.services.settings))


def submit(world: World, *, word: str = "x", **headers: str) -> str:
    """Submit a job through the API, and return its id."""
    order = {"type": "test-word", "word": word}
    response = caller(world.services).post("/api/jobs", order, **headers)
    assert response.status_code == 202
    return str(answer_of(response)["jobId"])


def tasks_of(world: World, job_id: str) -> list[tasks_v2.HttpRequest]:
    """Return what the queue would send for a job, in the order of the dispatches."""
    request = tasks_v2.ListTasksRequest(
        parent=QUEUE_PATH, response_view=tasks_v2.Task.View.FULL, page_size=1000
    )
    found = [task.http_request for task in world.tasks.list_tasks(request, timeout=30)]
    read = [(json.loads(each.body), each) for each in found]
    ours = [(task["dispatch"], each) for task, each in read if task["jobId"] == job_id]
    return [each for _, each in sorted(ours, key=lambda pair: pair[0])]


def deliver(world: World, task: tasks_v2.HttpRequest) -> list[dict[str, Any]]:
    """Send a task to the worker as Cloud Tasks does; give what that logged."""
    headers = {name: value for name, value in task.headers.items() if name != "User-Agent"}
    with logged() as lines:
        response = worker_client(world.services).post("/", data=task.body, headers=headers)
    assert response.status_code == 200
    return lines()


def span_of(task: tasks_v2.HttpRequest) -> SpanContext:
    """Return the span that a task carries."""
    span = trace_context.extract(dict(task.headers).get)
    assert span is not None
    return span


def test_a_job_has_one_trace_from_the_api_to_its_end(traced: World) -> None:
    """Its lines in the api, in the worker, and in the worker after a retry are of one trace.

    Where the API keeps spans, that is said on each of them.
    """
    keeping = traced.with_services(tracer_provider=KeptSpans(traced.services.settings).provider)
    with logged() as lines:
        job_id = submit(keeping, traceparent=TRACEPARENT)
    said = [line for line in lines() if line.get("jobHash") == NAMES.job_hash(job_id)]
    for dispatch in (1, 2):
        task = tasks_of(traced, job_id)[dispatch - 1]
        assert span_of(task).trace_id == int(TRACE_ID, 16)
        traced.clock.move(timedelta(minutes=10))
        said += deliver(traced, task)
    assert {"accept", "claim", "fail", "settle", "answer"} <= {line["action"] for line in said}
    project = traced.services.settings.google_cloud_project
    assert project
    assert {line[TRACE].partition("/traces/")[2] for line in said} == {TRACE_ID}
    assert all(line["logging.googleapis.com/trace_sampled"] for line in said)


def test_each_task_has_a_span_of_its_own(traced: World) -> None:
    """The worker's lines are not taken for the API's."""
    job_id = submit(traced, traceparent=TRACEPARENT)
    (task,) = tasks_of(traced, job_id)
    (span,) = {line["logging.googleapis.com/spanId"] for line in deliver(traced, task)}
    again = span_of(tasks_of(traced, job_id)[1])
    assert int(span, 16) == span_of(task).span_id
    assert len({int(span, 16), again.span_id, int(TRACEPARENT.split("-")[2], 16)}) == 3


def test_every_line_of_a_job_says_which_and_of_what_attempt(traced: World) -> None:
    """Job, type, dispatch and revision always; the attempt from its claim on."""
    job_id = submit(traced)
    (task,) = tasks_of(traced, job_id)
    lines = deliver(traced, task)
    assert lines
    for line in lines:
        named = (line["jobHash"], line["type"], line["dispatch"])
        assert named == (NAMES.job_hash(job_id), "test-word", 1)
        assert line["ownerHash"] == NAMES.person_hash("owner-1")
        assert line["revision"] == "test-00001"
        assert line["action"] == "answer" or line["attempt"] == 1


def test_a_defect_is_an_error_of_the_jobs_trace(traced: World) -> None:
    """Error Reporting groups it, and leads to the job's other lines."""
    job_id = submit(traced, word="defect", traceparent=TRACEPARENT)
    (task,) = tasks_of(traced, job_id)
    (line,) = [each for each in deliver(traced, task) if each["severity"] == "ERROR"]
    assert line["@type"].endswith(".ReportedErrorEvent")
    assert "KeyError" in line["stack_trace"]
    assert line[TRACE].endswith(TRACE_ID)


@pytest.mark.parametrize("name", [trace_context.TRACEPARENT, trace_context.CLOUD_TRACE_CONTEXT])
def test_a_malformed_header_is_neither_followed_nor_logged(traced: World, name: str) -> None:
    """A trace begins here; what was sent is in no line and in no task."""
    with logged() as lines:
        job_id = submit(traced, **{name: MALFORMED})
    (task,) = tasks_of(traced, job_id)
    said = [*lines(), *deliver(traced, task)]
    ours = [line for line in said if line.get("jobHash") == NAMES.job_hash(job_id)]
    (trace,) = {line[TRACE] for line in ours}
    assert re.fullmatch(r"projects/[\w-]+/traces/[0-9a-f]{32}", trace)
    assert MALFORMED not in json.dumps([said, dict(task.headers)])


def test_a_repair_is_of_the_sweeps_trace(traced: World) -> None:
    """The sweeper has no request of the job's; what it enqueues leads back to that sweep."""
    job_id = submit(traced, traceparent=TRACEPARENT)
    traced.services.queue.delete_task(job_id, 1)
    traced.clock.move(timedelta(minutes=5))
    with logged() as lines:
        assert sweeper_client(traced.services).post("/").get_json() == {"redispatched": 1}
    (line,) = [line for line in lines() if line["action"] == "redispatched"]
    (task,) = tasks_of(traced, job_id)
    assert line[TRACE].endswith(f"{span_of(task).trace_id:032x}")
    assert span_of(task).trace_id != int(TRACE_ID, 16)


def test_a_task_that_is_enqueued_outside_of_any_request_has_no_trace(traced: World) -> None:
    """There is none to belong to, and the task is enqueued all the same."""
    job = traced.submit(word="x")
    (task,) = tasks_of(traced, job.job_id)
    assert trace_context.TRACEPARENT not in {name.lower() for name in task.headers}
