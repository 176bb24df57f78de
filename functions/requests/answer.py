"""Take the owner's answer to what a job asks.

    awaited              kept as the job's step, and the job queued, in one commit
    given before         the same again changes nothing; another one is refused
    never asked          there is no such question
    too late, or over    refused: the job has gone on without it, was cancelled, or has ended

A late answer counts for as long as it was not written that none came: the commit decides, no clock.
"""

import logging

from pydantic import JsonValue

from functions import job_types
from functions.effects import finish
from functions.requests.owned_jobs import find_owned_job
from functions.requests.submission import cleaned
from functions.requests.violations import validated
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job
from shared.core.job_status import CheckFor, JobStatus
from shared.core.question import MAX_ANSWER, answer_in, answer_text, is_question_name
from shared.core.records import Record
from shared.firestore import documents
from shared.firestore.compare_and_set import BUCKET_TRIES, retry_stale
from shared.firestore.documents import StepKind, VersionedJob
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)


@spans.spanned("answer")
def answer_question(
    services: Services, user: User, job_id: str, name: str, value: dict[str, JsonValue]
) -> Job:
    """Take the answer of `user` to what a job of theirs asks.

    Returns:
        The job: queued; or as it is, if exactly this was answered before.

    Raises:
        errors.NotFoundError: If there is no such job of this user, or it has not asked that.
        errors.InvalidArgumentError: If the answer has not the form that was asked for.
        errors.RequestTooLargeError: If it is longer than an answer may be.
        errors.FailedPreconditionError: If it was answered otherwise, or may not be any more.
        errors.UnavailableError: If Firestore cannot be reached, or only another revision knows the
            form.
    """
    if not is_question_name(name):
        raise _no_question()

    def answer() -> Job:
        ask, step = documents.ask_document(name), documents.step_document(name)
        stored, data = find_owned_job(services, user, job_id, ask, step)
        with logs.log_context(**stored.job.log_fields()):
            given = _checked(_form_of(stored.job, name, data.get(ask)), value)
            if stored.job.awaits(name) is None:
                return _answered_before(services, stored.job, data.get(step), given)
            return _take(services, stored, step, given)

    return retry_stale(answer, tries=BUCKET_TRIES, pauses=services.pauses)


def _form_of(job: Job, name: str, asked: JsonValue | None) -> type[Record]:
    """Return the form that an answer must have; a job that never asked has none."""
    question = job.awaits(name)
    form_name: JsonValue = None
    if question is not None:
        form_name = question.form
    elif isinstance(asked, dict) and documents.attempt_of(asked) > job.steps_void_until:
        form_name = asked["form"]
    if form_name is None:
        raise _no_question()
    job_type = job_types.declared_job_type(job.type)
    for form in () if job_type is None else job_type.forms:
        if form.__name__ == form_name:
            return form
    raise errors.UnavailableError


def _checked(form: type[Record], value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return an answer as it is kept: checked, and as its form writes it."""
    given = validated(form, {name: cleaned(item) for name, item in value.items()}).to_json()
    if len(answer_text(given).encode()) > MAX_ANSWER:
        raise errors.RequestTooLargeError(
            f"An answer may have {MAX_ANSWER // 1024} KB at the most."
        )
    return given


def _take(services: Services, stored: VersionedJob, step: str, given: dict[str, JsonValue]) -> Job:
    """Keep the answer and queue the job, in one commit; then enqueue its task."""
    now = services.clock()
    if stored.job.is_overdue(now):
        raise errors.FailedPreconditionError("The time for the job is over.")
    text = documents.step_text(stored.job.attempt, answer_text(given), StepKind.ASK)
    resumed = stored.job.resumed(now, services.token())
    job = finish.change_by_itself(services, stored, resumed, {step: text})
    log.info("The job is answered.", extra=logs.log_fields("answered"))
    return job


def _answered_before(
    services: Services, job: Job, step: JsonValue | None, given: dict[str, JsonValue]
) -> Job:
    """Return the job if exactly this was answered; what took it may have died before its task."""
    kept = documents.kept_document(step, job.steps_void_until, StepKind.ASK)
    answer = None if kept is None else answer_in(kept["value"])
    if answer != [given]:
        raise errors.FailedPreconditionError(_why_refused(job, answer))
    is_due = job.status is JobStatus.QUEUED and job.check_for is CheckFor.DELIVERY
    if is_due and kept is not None and job.attempt == documents.attempt_of(kept):
        finish.enqueue(services, job, None)
    return job


def _why_refused(job: Job, answer: list[JsonValue] | None) -> str:
    """Say why another answer, or a first one, is not taken."""
    if answer:
        return "Another answer was given before; it stays."
    if answer is not None:
        return "The time for an answer is over; the job has gone on without one."
    return f"The job is {job.status}; it awaits no answer any more."


def _no_question() -> errors.NotFoundError:
    return errors.NotFoundError("The job has not asked this.")
