"""Write a folder of stored documents in today's form: `python -m tests.corpus.write`.

The documents are made from the records themselves, by the changes that a job really goes through,
so that every status, slot and field is in one of them.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from pydantic import JsonValue

from shared.core import budget, idempotency, ids
from shared.core.budget import Spending
from shared.core.errors import ErrorCode
from shared.core.files import MediaType, UploadedFile
from shared.core.gather import OpenGather, children_text
from shared.core.idempotency import IdempotencyKey, LatestJob, SubmittedRequest
from shared.core.job import Job
from shared.core.job_calls import CallKind, CallLine, to_kept
from shared.core.job_document import Failure, Progress
from shared.core.job_history import ended_attempt
from shared.core.lease import Lease
from shared.core.new_job import new_job, part_of
from shared.core.question import NO_ANSWER, OpenQuestion, answer_text
from shared.core.rate_limit import SubmitLimit, TokenBucket
from shared.core.schedule import Schedule
from shared.core.stored_value import to_text
from shared.core.type_pause import TypeControl, TypeControls
from shared.core.usage import Usage
from shared.firestore import documents
from shared.firestore.snapshots import data_document
from shared.push.device import Device
from tests.corpus.stored import FOLDER, StoredDocument

NOW = datetime(2026, 11, 30, 12, 0, 0, 250_000, tzinfo=UTC)
_UID, _TYPE = "kX3vQ9", "example"
_SCHEDULE = "0123456789abcdef"
_MINUTE = timedelta(minutes=1)
_LEASE = Lease()
_FAILURE = Failure(code=ErrorCode.UNAVAILABLE, message="Try again in a moment.", retriable=True)
_USAGE = Usage(
    model="gemini-3.8-flash",
    input_tokens=2410,
    cached_tokens=100,
    output_tokens=811,
    thinking_tokens=40,
    bytes_billed=31_457_280,
    cost_usd=0.0091,
    is_estimate=True,
)
#: What Firestore's own forms cannot hold, see docs/decisions/0019-values-are-json-text.md.
_VALUE: JsonValue = {
    "": [[1, [2]], []],
    "text": "Ж 漢 \U0001f600 \ud800",
    "large": 2**70,
    "none": None,
}


def stored_documents() -> Mapping[str, StoredDocument]:
    """Return a document of each kind and state by the name of its file."""
    jobs = make_jobs()
    found = {f"job-{name}": _job_document(job) for name, job in jobs.items()}
    found |= {f"data-{name}": document for name, document in _below(jobs)}
    return found | dict(_of_user(jobs["queued"]))


def make_jobs() -> dict[str, Job]:
    """Return a job in each status and slot."""
    queued = _new()
    later = _new(run_at=NOW + 60 * _MINUTE, start_before=NOW + 90 * _MINUTE)
    claimed = queued.claimed(NOW + _MINUTE, _LEASE, "0f8fad5bd9cb469fa16570867728950e")
    progress = Progress(percent=40, message="Reading the text.", stage="read", seq=2)
    running = claimed.progressed(progress, NOW + 2 * _MINUTE, _LEASE, preview={"text": "So far"})
    at = NOW + 3 * _MINUTE
    failed = running.failed(at, _FAILURE, _USAGE)
    gathering = running.gathering(
        at,
        OpenGather(name="parts", children=(_newer_id(),), since=at, stops_at_failure=True),
        _USAGE,
        attempts=3,
        deadline=at + timedelta(days=5),
    )
    asking = running.suspended(
        at, _question(at), _USAGE, attempts=3, deadline=NOW + timedelta(days=3)
    )
    return {
        "queued": queued.with_slot(is_waited_for=False),
        "later": later,
        "waiting": queued.waiting_for_slot(NOW),
        "not-understood": queued.not_understood(at),
        "running": running,
        "asked-to-cancel": running.asked_to_cancel(at),
        "retried": running.requeued(at, at + _MINUTE, _FAILURE, _USAGE),
        "resting": running.let_go(
            at, at + 60 * _MINUTE, _USAGE, attempts=3, deadline=NOW + timedelta(days=3)
        ),
        "asking": asking,
        "gathering": gathering,
        "part": part_of(queued, gathering, at),
        "answered": asking.resumed(at + _MINUTE, "6fa459eaee8a3ca4894edb77e160355e"),
        "succeeded": running.succeeded(at, "The text has three parts.", _USAGE),
        "failed": failed,
        "cancelled": queued.cancelled(at).end_unpublished(at + _MINUTE),
        "replaced": queued.cancelled(at).model_copy(update={"replaced_by": _newer_id()}),
        "scheduled": queued.model_copy(
            update={"schedule_id": _SCHEDULE, "previous_job_id": _newer_id(), "tells_devices": True}
        ),
        "parked": queued.parked(at),
        "out-of-quota": running.requeued(at, at + _MINUTE, _FAILURE, _USAGE).met_quota(at),
        "resubmitted": failed.resubmitted(
            at + _MINUTE, 3, keep_steps=False, whole_limit=timedelta(days=3)
        ),
    }


def _question(now: datetime) -> OpenQuestion:
    return OpenQuestion(
        name="missing",
        form="Figures",
        prompt="Wie viele Kämpfer?",
        since=now,
        until=now + timedelta(days=1),
        has_default=True,
    )


def _newer_id() -> str:
    return ids.new_job_id(_UID, _TYPE, NOW + _MINUTE, "7f3a9c2e51d08b65")


def _new(*, run_at: datetime | None = None, start_before: datetime | None = None) -> Job:
    return new_job(
        job_id=ids.new_job_id(_UID, _TYPE, NOW, "7f3a9c2e51d08b64"),
        job_type=_TYPE,
        max_attempts=3,
        now=NOW,
        retention=timedelta(days=90),
        type_version=2,
        tags=("spring", "Köln"),
        batch_id="0f3a9c2e51d08b64",
        title="Zwölf Boxkämpfer",
        file_bytes=10,
        run_at=run_at,
        start_before=start_before,
    )


def _job_document(job: Job) -> StoredDocument:
    return StoredDocument(path=_path(job), fields=job.to_document())


def _path(job: Job, below: str = "") -> str:
    return f"users/{_UID}/jobs/{job.job_id}{below and f'/data/{below}'}"


def _below(jobs: Mapping[str, Job]) -> Iterator[tuple[str, StoredDocument]]:
    """Return the documents below a job document."""
    job, text = jobs["succeeded"], to_text(_VALUE)
    file = UploadedFile(name="Lebenslauf.pdf", media_type=MediaType.PDF, content=b"%PDF-1.7\n\xff")
    lines = {
        str(attempt): line.to_document()
        for attempt, after in enumerate(("asking", "failed"), 1)
        if (line := ended_attempt(_attempt(jobs["running"], attempt), jobs[after])) is not None
    }
    expire = {"expireAt": job.expire_at}
    call = CallLine(
        kind=CallKind.MODEL,
        name="example",
        step="read",
        model=_USAGE.model,
        count=2,
        started_at=NOW,
        ended_at=NOW + _MINUTE,
        seconds=41.5,
        cost_usd=_USAGE.cost_usd,
    )
    calls = to_kept(1, (call, call.model_copy(update={"kind": CallKind.QUERY})))
    for name, fields in {
        documents.INPUT: data_document(job, to_text({"text": "Zwölf Boxkämpfer"})),
        documents.FILE: {"value": file.to_document(), **expire},
        documents.RESULT: data_document(job, text),
        documents.ATTEMPTS: {"value": lines, **expire},
        documents.CALL_LOG: {"value": calls, **expire},
        documents.step_document("read"): data_document(job, documents.step_text(1, text)),
        documents.step_document("rest"): data_document(
            job, documents.step_text(1, to_text(NOW.isoformat()), documents.StepKind.SLEEP)
        ),
        documents.ask_document("missing"): data_document(
            job, documents.ask_text(1, "Figures", {"lines": [_VALUE]})
        ),
        documents.step_document("missing"): data_document(
            job, documents.step_text(1, answer_text({"figures": ["12"]}), documents.StepKind.ASK)
        ),
        documents.step_document("parts"): data_document(
            job, documents.step_text(1, children_text([_newer_id()]), documents.StepKind.GATHER)
        ),
        documents.step_document("unanswered"): data_document(
            job, documents.step_text(1, NO_ANSWER, documents.StepKind.ASK)
        ),
    }.items():
        yield name, StoredDocument(path=_path(job, name), fields=fields)


def _attempt(job: Job, attempt: int) -> Job:
    return job.model_copy(update={"attempt": attempt})


def _of_user(job: Job) -> Iterator[tuple[str, StoredDocument]]:
    """Return the documents that a submission and a cost leave beside the jobs."""
    limit = SubmitLimit(burst=10, per_minute=10)
    bucket = TokenBucket.full(limit, NOW).take(limit, NOW).holding((job.job_id,), job.expire_at)
    bucket = bucket.model_copy(update={"files": {job.job_id: 100_000}, "has_devices": True})
    fingerprint = idempotency.fingerprint(_TYPE, {"text": "Zwölf Boxkämpfer"})
    key = idempotency.key_name("a-key-of-theirs")
    for name, path, record in (
        ("bucket", f"rateLimits/{_UID}", bucket),
        (
            "spending",
            f"users/{_UID}/spending/{budget.name_day(NOW)}",
            Spending(cost_usd=0.0091, expire_at=budget.renews_at(NOW) + timedelta(days=1)),
        ),
        (
            "submitted-request",
            f"users/{_UID}/submittedRequests/{fingerprint}",
            SubmittedRequest(job_id=job.job_id, expire_at=job.expire_at),
        ),
        (
            "latest-job",
            f"users/{_UID}/latestJobs/{idempotency.latest_name('draft')}",
            LatestJob(job_id=job.job_id, expire_at=job.expire_at),
        ),
        ("schedule", f"users/{_UID}/schedules/{_SCHEDULE}", _schedule(job)),
        ("device", f"users/{_UID}/devices/{_SCHEDULE}", Device.new("dOfABrowser_-1", NOW)),
        ("paused-types", "control/types", _paused_types()),
        (
            "idempotency-key",
            f"users/{_UID}/idempotencyKeys/{key}",
            IdempotencyKey(job_id=job.job_id, fingerprint=fingerprint, expire_at=job.expire_at),
        ),
    ):
        yield name, StoredDocument(path=path, fields=record.to_document())


def _paused_types() -> TypeControls:
    """Return what is said of types, with every field that one may have."""
    control = TypeControl(
        paused_since=NOW,
        reason="The postings are loaded anew.",
        quota_until=NOW + _MINUTE,
        resumed_at=NOW,
    )
    return TypeControls(types={_TYPE: control})


def _schedule(job: Job) -> Schedule:
    """Return a schedule with every field that one may have."""
    return Schedule(
        schedule_id=_SCHEDULE,
        type=_TYPE,
        title="Zwölf Boxkämpfer",
        tags=("spring",),
        request=to_text({"text": "Zwölf Boxkämpfer"}),
        cron="0 8 * * MON",
        time_zone="Europe/Berlin",
        every_hours=24,
        start_at=NOW,
        next_at=NOW + timedelta(days=7),
        is_paused=True,
        paused_because="Paused after 3 failures in a row.",
        failures=3,
        awaits_end=True,
        last_at=NOW,
        last_job_id=job.job_id,
        last_success_id=job.job_id,
        last_problem="You have reached a limit.",
        created_at=NOW,
        updated_at=NOW,
    )


def main() -> None:
    """Write a folder of today; the day's second one ends with -2."""
    day = datetime.now(UTC).date().isoformat()
    earlier = len(list(FOLDER.glob(f"{day}*")))
    folder = FOLDER / (f"{day}-{earlier + 1}" if earlier else day)
    folder.mkdir()
    for name, document in stored_documents().items():
        (folder / f"{name}.json").write_text(document.to_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
