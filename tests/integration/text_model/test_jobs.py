"""A job whose handler asks Gemini, whole: what its owner sees of quotas, blocks, cuts and a cancel.

The real adapter, as the settings name it, talks to the local Gemini; the job document is in
Firestore.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Semaphore

import pytest
from pydantic import JsonValue

from functions.requests import cancel
from functions.worker import deliver
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.job_status import JobStatus
from shared.core.retry import RetryPolicy
from shared.core.usage import Usage
from shared.handler.job_context import JobContext
from tests.fakes.gemini_server import (
    Answer,
    BlockedPrompt,
    GeminiServer,
    Move,
    busy,
    no_quota_today,
)
from tests.integration.text_model.conftest import GOOD, SECRET_KEY, Facts, Greeting
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.waiting import PATIENCE, wait_until
from tests.support.world import OWNER, World

#: First retry after 10 s, without jitter.
POLICY = RetryPolicy(max_attempts=3, base=timedelta(seconds=10), jitter=0)
PRICES = """{
  "first-model": [{"since": "2026-01-01", "inputUsd": 1, "cachedUsd": 0.1, "outputUsd": 10}],
  "second-model": [{"since": "2026-01-01", "inputUsd": 2, "cachedUsd": 0.2, "outputUsd": 20}]
}"""
MILLION = 1_000_000
#: What is finished of a good answer after one, two and three of its four events.
PARTS: tuple[dict[str, JsonValue], ...] = (
    {"headline": "Hello"},
    {"headline": "Hello", "lines": []},
    {"headline": "Hello", "lines": [{"text": "Good day", "tone": "warm"}]},
)


def greet(request: WordRequest, job: JobContext) -> WordResult:
    """Have the model write a greeting."""
    written = job.model.write("example", Facts(), Greeting)
    return WordResult(answer=f"{written.value.headline} by {written.generated_by.model}")


def with_gemini(world: World, server: GeminiServer) -> World:
    """Return the same world with the real text model, which asks the local Gemini."""
    settings = type(world.services.settings).model_validate(
        {
            **world.services.settings.model_dump(),
            "text_model": "shared.gemini.model:open_text_model",
            "gemini_api_key": SECRET_KEY,
            "gemini_base_url": server.url,
            "gemini_model": "first-model",
            "gemini_fallback_model": "second-model",
            "gemini_prices": PRICES,
        }
    )
    return world.with_services(settings=settings)


@pytest.fixture
def asking(world: World, server: GeminiServer) -> Iterator[World]:
    """A world whose job type `test-word` asks the local Gemini."""
    with declared(greet, retry=POLICY):
        yield with_gemini(world, server)


def attempt(world: World, server: GeminiServer, *moves: Move) -> Job:
    """Submit a job and run its first attempt, with this happening to its requests."""
    server.script(*moves)
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    return world.job_document(job.job_id)


@contextmanager
def streaming(
    world: World, server: GeminiServer, answer: Answer
) -> Iterator[tuple[Job, Future[deliver.DeliveryOutcome]]]:
    """Run an attempt in another thread, while its answer waits at the answer's gate."""
    server.script(answer)
    job = world.submit(word="x")
    with ThreadPoolExecutor(max_workers=1) as worker:
        try:
            yield job, worker.submit(world.deliver, job.job_id, 1)
        finally:
            assert answer.gate is not None
            answer.gate.release(1000)


def preview_is(world: World, job: Job, wanted: object) -> Callable[[], bool]:
    """Return the question whether this is the preview on the job's document now."""
    return lambda: world.job_document(job.job_id).preview == wanted


def test_retry_delay_is_the_next_attempt(asking: World, server: GeminiServer) -> None:
    """Both models are busy; the job type's own 10 s are too short for them."""
    job_document = attempt(asking, server, busy(retry_delay="53s"), busy(retry_delay="53s"))
    assert job_document.status is JobStatus.QUEUED
    assert job_document.next_attempt_at == asking.clock() + timedelta(seconds=53)
    (task,) = [task for task in asking.enqueued(job_document.job_id) if task.dispatch == 2]
    assert task.at == job_document.next_attempt_at


def test_after_the_delay_it_succeeds(asking: World, server: GeminiServer) -> None:
    """The second attempt has its answer, and both attempts' costs are on the job document."""
    job_document = attempt(asking, server, busy(retry_delay="5s"), busy(retry_delay="5s"))
    server.script(Answer(text=GOOD, input_tokens=700, output_tokens=30))
    asking.clock.move(timedelta(minutes=1))
    asking.deliver(job_document.job_id, 2)
    done = asking.job_document(job_document.job_id)
    assert (done.status, done.attempt, done.error) == (JobStatus.SUCCEEDED, 2, None)
    assert asking.result(job_document.job_id) == {"answer": "Hello by first-model"}


def test_a_quota_of_the_day_ends_the_job(asking: World, server: GeminiServer) -> None:
    """No attempt is left over for it, and the owner reads why, in our words."""
    job_document = attempt(asking, server, no_quota_today(), no_quota_today())
    assert job_document.status is JobStatus.FAILED
    assert job_document.error == Failure(
        code="failed-precondition",
        message="The text model's quota for today is used up. Try again tomorrow.",
        retriable=False,
    )


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (BlockedPrompt(), "does not work with a text like this"),
        (Answer(text=GOOD[:30], finish="RECITATION"), "its rules do not allow it"),
    ],
    ids=["prompt", "answer"],
)
def test_a_block_ends_the_job(asking: World, server: GeminiServer, move: Move, words: str) -> None:
    """Asking again would be blocked again."""
    job_document = attempt(asking, server, move)
    assert job_document.status is JobStatus.FAILED
    assert job_document.error is not None
    assert words in job_document.error.message
    assert len(server.asked) == 1


def test_a_cut_off_answer_is_continued_once(asking: World, server: GeminiServer) -> None:
    """Both calls are paid for; a second cut ends the job."""
    half = Answer(text=GOOD[:60], finish="MAX_TOKENS")
    job_document = attempt(asking, server, half, Answer(text=GOOD[60:]))
    assert job_document.status is JobStatus.SUCCEEDED
    assert job_document.usage is not None
    assert (job_document.usage.input_tokens, job_document.usage.output_tokens) == (200, 100)
    again = asking.submit(word="y")
    server.script(half, Answer(text=GOOD[60:70], finish="MAX_TOKENS"))
    asking.deliver(again.job_id, 1)
    assert asking.job_document(again.job_id).status is JobStatus.FAILED


def test_a_misfit_is_repaired_once(asking: World, server: GeminiServer) -> None:
    """By asking again with what was wrong; a second misfit ends the job."""
    job_document = attempt(asking, server, Answer(text='{"score": "high"}'), Answer(text=GOOD))
    assert (job_document.status, len(server.asked)) == (JobStatus.SUCCEEDED, 2)
    again = asking.submit(word="y")
    server.script(*[Answer(text='{"score": "high"}')] * 2)
    asking.deliver(again.job_id, 1)
    assert asking.job_document(again.job_id).status is JobStatus.FAILED
    assert len(server.asked) == 4


def test_usage_names_the_model_that_wrote(asking: World, server: GeminiServer) -> None:
    """With the tokens of each kind, and the second model's price for what the second one wrote."""
    job_document = attempt(
        asking,
        server,
        busy(),
        Answer(
            text=GOOD, input_tokens=1000, cached_tokens=400, output_tokens=50, thinking_tokens=150
        ),
    )
    assert job_document.usage == Usage(
        model="second-model",
        input_tokens=1000,
        cached_tokens=400,
        output_tokens=200,
        thinking_tokens=150,
        cost_usd=(600 * 2 + 400 * 0.2 + 200 * 20) / MILLION,
    )
    assert asking.result(job_document.job_id) == {"answer": "Hello by second-model"}


def test_what_failed_is_paid_for_too(asking: World, server: GeminiServer) -> None:
    """A stream that broke off has cost something, and the day's spending says so."""
    job_document = attempt(asking, server, Answer(text=GOOD, is_cut=True))
    assert job_document.status is JobStatus.QUEUED
    assert job_document.usage is not None
    assert job_document.usage.cost_usd > 0
    account = asking.services.store.read_quota(OWNER.uid, asking.clock())
    assert account.spent.user_usd == job_document.usage.cost_usd


def test_the_answer_is_previewed_and_then_gone(asking: World, server: GeminiServer) -> None:
    """The job document shows what is finished while the rest is written, at most once a second."""
    gate = Semaphore(0)
    with streaming(asking, server, Answer(text=GOOD, events=4, gate=gate)) as (job, done):
        for part in PARTS:
            gate.release()
            wait_until(preview_is(asking, job, part))
            asking.clock.move(timedelta(seconds=1))
        assert not done.done()
        gate.release()
        assert done.result(timeout=PATIENCE) is deliver.DeliveryOutcome.SETTLED
    job_document = asking.job_document(job.job_id)
    assert (job_document.status, job_document.preview) == (JobStatus.SUCCEEDED, None)


def test_a_cancel_closes_the_stream(asking: World, server: GeminiServer) -> None:
    """The vendor stops writing at once; what it had written by then is on the job document."""
    gate = Semaphore(0)
    answer = Answer(text=GOOD, events=10, gate=gate, input_tokens=900, output_tokens=100)
    with streaming(asking, server, answer) as (job, done):
        gate.release(4)
        wait_until(lambda: asking.job_document(job.job_id).preview is not None)
        cancel.cancel_job(asking.services, OWNER, job.job_id)
        asking.clock.move(timedelta(seconds=2))
        # The next item is whole: that is shown, and the write finds that the job is cancelled.
        gate.release(3)
        wait_until(done.done)
        assert server.was_abandoned.wait(timeout=PATIENCE)
    job_document = asking.job_document(job.job_id)
    assert (job_document.status, job_document.preview) == (JobStatus.CANCELLED, None)
    assert job_document.usage is not None
    assert job_document.usage.model == "first-model"
    assert job_document.usage.input_tokens == 900
    assert 30 <= job_document.usage.output_tokens < 100
    assert asking.result(job.job_id) is None
