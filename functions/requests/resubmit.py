"""Run a failed or cancelled job once more: the same job, the next dispatch.

What was paid for is kept: finished steps are not done again, unless the owner wants them to be
or has changed the request. The request is changed in the same commit as the job document.
"""

import logging
from datetime import datetime, timedelta
from typing import assert_never

from pydantic import JsonValue

from functions.effects import finish
from functions.job_types import JobType, file_in, find_job_type
from functions.job_types.naming import title_of
from functions.requests import admission
from functions.requests.owned_jobs import change_owned_job
from functions.requests.submission import kept, read_request
from shared.auth.users import User
from shared.core import errors
from shared.core.gather import PartOfAnotherJobError
from shared.core.job import Job
from shared.core.job_document import KEPT_LONGER
from shared.core.job_status import JobStatus, Slot
from shared.core.kept_files import is_gone
from shared.firestore import documents
from shared.firestore.documents import VersionedJob
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: A job that is queued again is kept for so long, whenever it was submitted.
_KEPT_AT_LEAST = timedelta(days=7)


class CancelledByOwnerError(errors.FailedPreconditionError):
    """The job was cancelled: what it would cost is its owner's, who wanted no more of it."""


@spans.spanned("resubmit")
def resubmit_job(
    services: Services,
    user: User,
    job_id: str,
    *,
    request: dict[str, JsonValue] | None = None,
    keep_steps: bool = True,
) -> Job:
    """Queue a failed or cancelled job of `user` once more.

    Args:
        services: Where it is stored and enqueued.
        user: Who asks.
        job_id: Which job.
        request: The type's own fields, if they shall be others; no step is kept then.
        keep_steps: Whether finished steps keep their value.

    Returns:
        The job: queued; or as it is, if it is queued, running or suspended already.

    Raises:
        errors.NotFoundError: If there is no such job of this user.
        errors.InvalidArgumentError: If the request is not right.
        errors.FailedPreconditionError: If the job has succeeded; or is not done, and the request
            shall be another; or there are no jobs of its type any more; or its file is gone; or it
            is a part of another job.
        errors.ResourceExhaustedError: If the user submits too fast, has too many jobs, or has
            used up today's budget: once more counts like a new one.
        errors.UnavailableError: If Firestore or Pub/Sub cannot be reached.
    """

    def change(stored: VersionedJob) -> Job:
        return _change(services, user, stored, request, keep_steps=keep_steps)

    return change_owned_job(services, user, job_id, change)


@spans.spanned("resubmit")
def resubmit_failed_job(services: Services, user: User, job_id: str) -> Job:
    """Queue a failed job of `user` once more at an operator's word, not a cancelled one.

    Raises:
        CancelledByOwnerError: If its owner has cancelled it.
        errors.JobsError: As `resubmit_job`.
    """

    def change(stored: VersionedJob) -> Job:
        if stored.job.status is JobStatus.CANCELLED:
            raise CancelledByOwnerError("The job was cancelled; its owner may run it once more.")
        return _change(services, user, stored, None, keep_steps=True)

    return change_owned_job(services, user, job_id, change)


def _change(
    services: Services,
    user: User,
    stored: VersionedJob,
    request: dict[str, JsonValue] | None,
    *,
    keep_steps: bool,
) -> Job:
    """Queue the job once more, the job document being as it is."""
    status = stored.job.status
    match status:
        case JobStatus.SUCCEEDED:
            raise errors.FailedPreconditionError("The job has succeeded; submit a new one.")
        case JobStatus.QUEUED | JobStatus.RUNNING | JobStatus.SUSPENDED if request is not None:
            raise errors.FailedPreconditionError(f"The job is {status}; its request is fixed.")
        case JobStatus.QUEUED | JobStatus.RUNNING | JobStatus.SUSPENDED:
            return _earlier_retry(services, stored)
        case JobStatus.FAILED | JobStatus.CANCELLED:
            return _queue(services, user, stored, request, keep_steps=keep_steps)
        case _:
            assert_never(status)


def _type_of(job: Job) -> JobType:
    """Return the job's type; that it was removed is nothing that its owner could write better."""
    try:
        return find_job_type(job.type)
    except errors.InvalidArgumentError:
        raise errors.FailedPreconditionError("There are no jobs of this type any more.") from None


def _refuse_without_file(
    services: Services, job: Job, job_type: JobType, request: dict[str, JsonValue] | None
) -> None:
    """Refuse a job whose file is gone, unless the request now has what the file stood for."""
    has_instead = request is not None and request.get(job_type.file_replaces or "") is not None
    if has_instead or not is_gone(job, services.settings.file_retention, services.clock()):
        return
    days = services.settings.file_retention_days
    raise errors.FailedPreconditionError(
        f"A file is deleted {days} days after its job has ended. Submit a new job with the file."
    )


def _earlier_retry(services: Services, stored: VersionedJob) -> Job:
    """Return a job that is queued already; what queued it may have died before it had its slot."""
    if stored.job.slot is Slot.WAITING:
        finish.repeat_by_itself(services, stored)
    return stored.job


def _queue(
    services: Services,
    user: User,
    stored: VersionedJob,
    request: dict[str, JsonValue] | None,
    *,
    keep_steps: bool,
) -> Job:
    """Put the job back into the queue, with what it needs, and enqueue."""
    if stored.job.parent_id is not None:
        raise PartOfAnotherJobError
    job_type = _type_of(stored.job)
    _refuse_without_file(services, stored.job, job_type, request)
    data, title = {}, None
    if request is not None:
        accepted = read_request(job_type, request)
        data[documents.INPUT] = kept(accepted)
        title = title_of(job_type, accepted, _file_name(services, stored.job))
    job = stored.job.resubmitted(
        services.clock(),
        job_type.retry.max_attempts,
        keep_steps=keep_steps and request is None,
        whole_limit=job_type.whole_limit,
        expire_at=_kept_longer(services, stored.job, job_type.whole_limit or timedelta()),
        title=title,
    ).model_copy(update={"replaced_by": None})
    # Who ended it may have died before that was published; once it is queued, no sweep would look.
    finish.publish_end(services, stored.job)
    if stored.job.has_children:
        finish.cancel_children(services, stored.job)
    quota = services.store.read_quota(user.uid, services.clock())
    (job,), change = admission.admit(services, quota, [job])
    written = finish.change_by_itself(services, stored, job, data, bucket=change)
    log.info("The job is queued once more.", extra=logs.log_fields("resubmit"))
    return written


def _file_name(services: Services, job: Job) -> str | None:
    """Return the name of the file that came with a job; None without one."""
    if job.file_bytes is None:
        return None
    _, data = services.store.read_with_data(job.job_id, documents.FILE)
    file = file_in(data)
    return None if file is None else file.name


def _kept_longer(services: Services, job: Job, whole_limit: timedelta) -> datetime | None:
    """Have all of an old job kept anew, or Firestore's TTL may take it while it runs or rests."""
    now = services.clock()
    if job.expire_at - now > max(_KEPT_AT_LEAST, whole_limit + KEPT_LONGER):
        return None
    expire_at = now + services.settings.job_retention
    services.store.postpone_expiry(job.job_id, expire_at)
    if job.has_children:
        _keep_parts_longer(services, job.job_id, expire_at)
    return expire_at


def _keep_parts_longer(services: Services, parent_id: str, expire_at: datetime) -> None:
    """Have those parts kept as long as their job that have succeeded: its next run reads them."""
    for part in services.store.children_of(parent_id).jobs:
        if part.job.status is JobStatus.SUCCEEDED and part.job.expire_at < expire_at:
            services.store.postpone_expiry(part.job.job_id, expire_at)
            services.store.write(part, part.job.model_copy(update={"expire_at": expire_at}))
