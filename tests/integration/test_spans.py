"""The spans of jobs, on real parts: one trace, every part below the one that it is a part of."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import pytest
from google.cloud import tasks_v2
from opentelemetry.sdk.trace import TracerProvider
from werkzeug.serving import make_server

from functions.job_types.common.names import KnownName
from functions.job_types.example.job import ExampleFacts, ExampleText
from functions.requests import cancel
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.process import ports
from shared import wiring
from shared.core import errors
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from shared.telemetry import spans
from shared.telemetry.bounded_export import LONGEST_SECONDS
from shared.telemetry.log_names import LogNames
from shared.wiring import Services
from tests.fakes.collector import Collector, Mood
from tests.integration.test_traces import deliver, submit, tasks_of
from tests.support.emulators import GoogleEmulators
from tests.support.job_types import WordRequest, WordResult, declared, echo
from tests.support.logged import logged
from tests.support.sample_data import sample_data
from tests.support.spans import (
    SAMPLED,
    SPAN_ID,
    TRACE_ID,
    KeptSpans,
    attributes,
    error_of,
    parent_id,
    trace_id,
)
from tests.support.waiting import PATIENCE, wait_until
from tests.support.web import AnyCaller, answer_of, caller, sweeper_client, worker_app
from tests.support.world import OWNER, QUEUE_PATH, World, settings_for

__all__ = ["sample_data"]

#: A loaded machine may stop us for so long; what hangs, hangs for ever.
SLACK_SECONDS = PATIENCE
#: What every job's spans have, by parent.
ACCEPTED = {(None, "submit"), ("submit", "store"), ("submit", "send jobs")}
ATTEMPTED = {
    ("process jobs", "claim"),
    ("process jobs", "attempt"),
    ("attempt", "handler"),
    ("attempt", "settle"),
}
ENDED = {("process jobs", "send job-events")}


@contextmanager
def kept_in(world: World) -> Iterator[tuple[World, KeptSpans]]:
    """Return the world with spans kept, and a worker that lets everybody in."""
    kept = KeptSpans(world.services.settings)
    task_authenticator = AnyCaller(world.services.settings)
    yield (
        world.with_services(tracer_provider=kept.provider, task_authenticator=task_authenticator),
        kept,
    )


def names_of(world: World) -> LogNames:
    """Return what makes the names of jobs in the spans of a world."""
    return LogNames(key=world.services.settings.log_key)


@contextmanager
def served(services: Services, port: int) -> Iterator[None]:
    """Serve the worker at that port inside the block."""
    server = make_server(ports.HOST, port, worker_app(services), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def running(
    emulators: GoogleEmulators,
    tasks: CloudTasksEmulator,
    queue_client: tasks_v2.CloudTasksClient,
    sample_data: Path,
) -> Iterator[tuple[Services, KeptSpans]]:
    """The backend as on a laptop: a queue that runs, sample data, the offline model, real time."""
    emulators.forget_documents()
    tasks.reset()
    queue_client.resume_queue(name=QUEUE_PATH, timeout=30)
    port = ports.choose_port()
    settings = settings_for(
        emulators,
        tasks,
        WORKER_URL=f"http://{ports.HOST}:{port}",
        WAREHOUSE="infra.local.stand_ins.adapters:open_warehouse",
        WAREHOUSE_FILE=str(sample_data),
        TEXT_MODEL="infra.local.stand_ins.adapters:open_text_model",
    )
    kept = KeptSpans(settings)
    services = replace(wiring.connect(settings), tracer_provider=kept.provider)
    with served(services, port):
        yield services, kept


def ask_both(request: WordRequest, job: JobContext) -> WordResult:
    """Ask the warehouse in one step, and the model in another."""

    def find() -> int:
        return len(job.warehouse.query("common/known_names", KnownName).rows)

    def write(words: int) -> str:
        return job.model.write("example", ExampleFacts(words=words), ExampleText).value.sentence

    words = job.step("findings", find, of=int)
    return WordResult(answer=job.step("text", partial(write, words), of=str))


def test_a_job_from_the_api_to_its_end_is_one_tree(running: tuple[Services, KeptSpans]) -> None:
    """API, queue, worker, warehouse, model and events: one trace, each below what it is part of."""
    services, kept = running
    with declared(ask_both):
        order = {"type": "test-word", "word": "x"}
        response = caller(services).post("/api/jobs", order, **SAMPLED)
        job_id = str(answer_of(response)["jobId"])
        wait_until(lambda: bool(kept.named("process jobs")))
    stored = services.store.read(job_id)
    assert stored is not None
    assert stored.job.status is JobStatus.SUCCEEDED
    assert kept.edges() == {
        *ACCEPTED,
        ("send jobs", "wait jobs"),
        ("send jobs", "process jobs"),
        *ATTEMPTED,
        ("handler", "step findings"),
        ("step findings", "SELECT common/known_names"),
        ("handler", "step text"),
        ("step text", "generate_content offline"),
        *ENDED,
    }
    assert {trace_id(span) for span in kept.all} == {TRACE_ID}
    assert parent_id(kept.only("submit")) == SPAN_ID
    assert {error_of(span) for span in kept.all} == {None}


def test_the_wait_lies_between_the_task_and_its_delivery(
    running: tuple[Services, KeptSpans],
) -> None:
    """From the time that Cloud Tasks was to deliver it, to the worker's first look."""
    services, kept = running
    with declared(echo):
        caller(services).post("/api/jobs", {"type": "test-word", "word": "x"}, **SAMPLED)
        wait_until(lambda: bool(kept.named("process jobs")))
    sent, wait, processed = map(kept.only, ("send jobs", "wait jobs", "process jobs"))
    assert sent.start_time is not None
    assert wait.start_time is not None
    assert wait.end_time is not None
    assert processed.start_time is not None
    # The queue says it in whole microseconds.
    assert sent.start_time - 1_000_000 <= wait.start_time < wait.end_time <= processed.start_time


def test_spans_say_whose_and_nothing_private(world: World) -> None:
    """Job (by its hash), type, dispatch, attempt, answer and end; no word of its owner."""
    with declared(echo), kept_in(world) as (here, kept):
        job_id = submit(here, word="the-owners-own-word", **SAMPLED)
        (task,) = tasks_of(here, job_id)
        deliver(here, task)
    of_job = {
        "careerlens.job.hash": names_of(world).job_hash(job_id),
        "careerlens.job.type": "test-word",
        "careerlens.job.dispatch": 1,
    }
    assert of_job.items() <= attributes(kept.only("process jobs")).items()
    assert attributes(kept.only("process jobs"))["careerlens.answer"] == "settled"
    attempt = dict(attributes(kept.only("attempt")))
    assert re.fullmatch(r"[0-9a-f]{16}", str(attempt.pop("careerlens.request.id")))
    assert attempt == {
        **of_job,
        "careerlens.job.attempt": 1,
        "careerlens.job.status": "succeeded",
    }
    said = "".join(span.to_json() for span in kept.all)
    assert OWNER.uid not in said
    assert "the-owners-own-word" not in said


def test_a_failed_attempt_is_an_error_and_its_retry_hangs_below_it(world: World) -> None:
    """By our code; the retry's task was enqueued in the first delivery."""

    def busy(request: WordRequest, job: JobContext) -> WordResult:
        raise errors.RetriableJobError

    policy = RetryPolicy(max_attempts=2)
    with declared(busy, retry=policy), kept_in(world) as (here, kept):
        job_id = submit(here, **SAMPLED)
        for dispatch in (1, 2):
            deliver(here, tasks_of(here, job_id)[dispatch - 1])
            here.clock.move(timedelta(minutes=10))
    again = {("process jobs", "send jobs"), ("send jobs", "process jobs")}
    assert kept.edges() == {*ACCEPTED, *ATTEMPTED, *again, *ENDED}
    for name in ("attempt", "handler"):
        assert [error_of(span) for span in kept.named(name)] == ["unavailable"] * 2
    assert [attributes(span)["careerlens.job.status"] for span in kept.named("attempt")] == [
        "queued",
        "failed",
    ]
    assert {error_of(span) for span in kept.named("process jobs")} == {None}


def test_a_cancelled_attempt_is_an_error_also_if_its_handler_hides_it(world: World) -> None:
    """What counts is how the attempt was settled."""

    def stubborn(request: WordRequest, job: JobContext) -> WordResult:
        cancel.cancel_job(world.services, OWNER, job_ids[0])
        try:
            job.progress(1, "first word")
        except errors.AttemptEndedError:
            return WordResult(answer="all the same")
        raise AssertionError("this must not be reached")

    job_ids: list[str] = []
    with declared(stubborn), kept_in(world) as (here, kept):
        job_ids.append(submit(here, **SAMPLED))
        deliver(here, tasks_of(here, job_ids[0])[0])
    assert error_of(kept.only("attempt")) == "cancelled"
    assert attributes(kept.only("attempt"))["careerlens.job.status"] == "cancelled"
    assert error_of(kept.only("handler")) is None


def test_a_step_that_was_kept_is_a_span_without_its_parts(world: World) -> None:
    """A retry does not do it again, and the tree shows it."""

    def stumble(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: _part("costly"))
        if len(tries) == 1:
            tries.clear()
            raise errors.RetriableJobError
        return WordResult(answer="done")

    def _part(name: str) -> str:
        with spans.span(name):
            return name

    tries = [1]
    with declared(stumble, retry=RetryPolicy(max_attempts=2)), kept_in(world) as (here, kept):
        job_id = submit(here, **SAMPLED)
        for dispatch in (1, 2):
            deliver(here, tasks_of(here, job_id)[dispatch - 1])
            here.clock.move(timedelta(minutes=10))
    assert [error_of(span) for span in kept.named("handler")] == ["unavailable", None]
    assert (len(kept.named("step first")), len(kept.named("costly"))) == (2, 1)


def test_two_jobs_at_once_keep_their_spans_apart(world: World) -> None:
    """Step by step in two threads of one worker: each in the trace of its own submission."""

    def in_step(request: WordRequest, job: JobContext) -> WordResult:
        for name in ("one", "two"):
            together.wait()
            job.step(name, lambda: together.wait() * 0)
        return WordResult(answer=request.word)

    together = Barrier(2, timeout=PATIENCE)
    traces = [f"{number:032x}" for number in (1, 2)]
    with declared(in_step), kept_in(world) as (here, kept):
        job_ids = [
            submit(here, word=trace, traceparent=f"00-{trace}-{SPAN_ID}-01") for trace in traces
        ]
        enqueued = [tasks_of(here, job_id)[0] for job_id in job_ids]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda task: deliver(here, task), enqueued))
    steps = {("handler", "step one"), ("handler", "step two")}
    for trace, job_id in zip(traces, job_ids, strict=True):
        mine = [span for span in kept.all if trace_id(span) == trace]
        assert len(mine) == len(kept.all) / 2
        hashes = {attributes(span).get("careerlens.job.hash") for span in mine}
        assert hashes == {None, names_of(world).job_hash(job_id)}
        names = {span.context.span_id: span.name for span in mine if span.context}
        assert steps <= {
            (names[span.parent.span_id], span.name)
            for span in mine
            if span.parent is not None and span.parent.span_id in names
        }


def test_lines_of_the_worker_carry_the_span_they_are_said_in(world: World) -> None:
    """From a line of the log to its place in the tree."""
    with declared(echo), kept_in(world) as (here, kept):
        job_id = submit(here, **SAMPLED)
        lines = deliver(here, tasks_of(here, job_id)[0])
    said = {line["action"]: line["logging.googleapis.com/spanId"] for line in lines}
    process = kept.only("process jobs")
    assert process.context is not None
    assert said["claim"] == said["settle"] == f"{process.context.span_id:016x}"


def none_kept_by_the_api(world: World) -> World:
    """Return the world where of no request to the API the spans are kept."""
    settings = world.services.settings.model_copy(update={"otel_traces_sampler_arg": 0.0})
    return world.with_services(settings=settings)


def test_a_repair_hangs_below_its_sweep(world: World) -> None:
    """The sweep's trace begins here, and is kept because spans are."""
    with declared(echo), kept_in(world) as (here, kept):
        job_id = submit(none_kept_by_the_api(here))
        here.services.queue.delete_task(job_id, 1)
        here.clock.move(timedelta(minutes=5))
        sweeper_client(here.services).post("/")
    assert kept.edges() == {(None, "sweep"), ("sweep", "send jobs"), (None, "repeat")}


def test_a_job_of_a_trace_that_is_not_kept_has_no_spans(world: World) -> None:
    """The API's choice goes on to the worker, whatever its own caller asks for."""
    with declared(echo), kept_in(world) as (here, kept):
        job_id = submit(none_kept_by_the_api(here), **SAMPLED)
        deliver(here, tasks_of(here, job_id)[0])
    assert kept.all == ()


@pytest.mark.usefixtures("word_jobs")
@pytest.mark.parametrize("mood", [Mood.HANGS, Mood.REFUSES])
def test_a_bad_collector_neither_fails_nor_delays_the_api(
    world: World, mood: Mood, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer waits a second at most, the next ones not at all: they send nothing."""
    with Collector(mood) as collector:
        settings = world.services.settings.model_copy(
            update={
                "otel_traces_exporter": "otlp",
                "otel_exporter_otlp_endpoint": collector.url,
            }
        )
        provider = spans.open_provider(settings)
        assert provider is not None
        took = timed(provider, monkeypatch)
        with logged() as lines:
            for word in ("a", "b"):
                submit(world.with_services(tracer_provider=provider), word=word, **SAMPLED)
    assert took[0] < LONGEST_SECONDS + SLACK_SECONDS
    # An answer that had tried again would have failed, and said so, again.
    assert [line["action"] for line in lines()].count("spans-dropped") == 1


def timed(provider: TracerProvider, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Have a list grow by how many seconds each answer has waited for its spans."""
    took: list[float] = []
    flush = provider.force_flush

    def timed_flush() -> bool:
        began = time.monotonic()
        has_sent = flush()
        took.append(time.monotonic() - began)
        return has_sent

    monkeypatch.setattr(provider, "force_flush", timed_flush)
    return took
