"""A job's line of time: what was work, and what was waiting."""

from datetime import UTC, datetime, timedelta

from functions.operators.timeline import JobSpan, SpanKind, spans_of
from shared.core.gather import OpenGather
from shared.core.job_history import EndedAttempt
from shared.core.job_status import JobStatus
from shared.core.lease import Lease
from shared.core.new_job import new_job
from shared.core.usage import Usage
from shared.firestore import documents
from shared.firestore.operations import DataMark

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
LEASE = Lease()
JOB = new_job(
    job_id="ada:example:1767225600000:0123456789abcdef",
    job_type="example",
    max_attempts=1,
    now=BEGAN,
    retention=timedelta(days=90),
)


def at(seconds: int) -> datetime:
    """Return that moment."""
    return BEGAN + timedelta(seconds=seconds)


def attempt(number: int, start: int, end: int, outcome: JobStatus) -> EndedAttempt:
    """Return an attempt that has ended."""
    return EndedAttempt(attempt=number, started_at=at(start), ended_at=at(end), outcome=outcome)


def mark(step: str, seconds: int) -> DataMark:
    """Return that a step was kept then."""
    return DataMark(name=documents.step_document(step), written_at=at(seconds))


def told(spans: list[JobSpan]) -> list[tuple[str, str, str | None]]:
    """Return what the spans are."""
    return [(span.kind, span.name, span.waits_for) for span in spans if span.name]


def test_waiting_for_parts_is_no_work() -> None:
    """The step that keeps which they are is none; those before and after it are."""
    ended = [
        attempt(1, 0, 10, JobStatus.SUSPENDED),
        attempt(2, 60, 70, JobStatus.SUCCEEDED),
    ]
    job = JOB.model_copy(update={"status": JobStatus.SUCCEEDED})
    spans = spans_of(job, ended, [mark("first", 5), mark("parts", 10), mark("last", 65)])
    assert told(spans) == [
        (SpanKind.ATTEMPT, "1", None),
        (SpanKind.STEP, "first", None),
        (SpanKind.WAITING, "parts", "parts"),
        (SpanKind.ATTEMPT, "2", None),
        (SpanKind.STEP, "last", None),
    ]
    (wait,) = (span for span in spans if span.waits_for)
    assert (wait.starts_at, wait.ends_at) == (at(10), at(60))


def test_a_question_is_no_wait_for_parts() -> None:
    """What an attempt has kept before it asks is work."""
    ended = [attempt(1, 0, 10, JobStatus.SUSPENDED), attempt(2, 60, 70, JobStatus.SUCCEEDED)]
    asked = DataMark(name=documents.ask_document("which"), written_at=at(10))
    job = JOB.model_copy(update={"status": JobStatus.SUCCEEDED})
    spans = spans_of(job, ended, [mark("first", 5), asked, mark("which", 60)])
    assert [each for each in told(spans) if each[0] != SpanKind.ATTEMPT] == [
        (SpanKind.STEP, "first", None),
        (SpanKind.WAITING, "which", "answer"),
    ]


def test_a_job_that_awaits_its_parts_waits_until_now() -> None:
    """By the name that its gather has."""
    running = JOB.claimed(at(0), LEASE, "lease")
    gather = OpenGather(name="parts", children=("x",), since=at(10), stops_at_failure=False)
    waits = running.gathering(at(10), gather, Usage(), attempts=1, deadline=at(9999))
    spans = spans_of(waits, [attempt(1, 0, 10, JobStatus.SUSPENDED)], [mark("parts", 10)])
    assert told(spans)[-1] == (SpanKind.WAITING, "parts", "parts")
    assert [span.kind for span in spans if span.name] == [SpanKind.ATTEMPT, SpanKind.WAITING]
    assert spans[-1].ends_at is None
