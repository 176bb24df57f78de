"""One delivery of a job's task: what does it mean, the job being as it is?

    there is no such job          nothing
    its document cannot be read   leave it to a newer revision: the task comes again
    ended, redispatched, waits    carry out again what an earlier delivery may have left
    queued, its type is paused    put it back: no attempt is counted
    queued                        claim the job and run an attempt; or end it, or let it wait
    suspended                     it awaits an answer, or other jobs: likewise
    running, its lease is lost    recover it
    running, its lease is alive   enqueue once more, for when the lease is over

What must stay true: the job document changes first, then the task is enqueued, then the event is
published, then the answer is given. A crash between any two is repaired by the task's redelivery or
by the sweeper. A return from here without an error means that the delivery is dealt with.
"""

import logging
from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from functions.effects import concurrency, finish, type_pauses
from functions.effects.effects_of import repeated_effects
from functions.job_types import JobInput, documents_of, input_in
from functions.job_types.handling import HandlerCall, NotUnderstoodError, prepare_call
from functions.worker.recover import recover_lost_attempt
from functions.worker.run_attempt import end_if_overspent, log_failure, run_attempt
from shared.core import errors, ids, retry
from shared.core.job import Job
from shared.core.job_document import Failure
from shared.core.job_status import JobStatus, Slot
from shared.firestore.compare_and_set import retry_stale
from shared.firestore.documents import UnreadableJobError, VersionedJob
from shared.firestore.single_documents import TYPE_CONTROLS
from shared.tasks.task_payload import TaskPayload
from shared.telemetry import logs, spans
from shared.wiring import Services

log = logging.getLogger(__name__)

#: Two deliveries of one job may claim at the same moment; the loser looks again, this often.
_CLAIM_TRIES = 5
#: Two revisions run at once in every deployment: a job that one does not understand is left to the
#: other for so long, then it has failed.
_OTHER_REVISIONS = timedelta(minutes=15)


class DeliveryOutcome(StrEnum):
    """What became of one delivery; each means that it is dealt with."""

    #: The job is gone: its owner erased it, or its time to live is over.
    NO_SUCH_JOB = "no-such-job"
    #: The job had ended before; its end was published again.
    FINISHED_BEFORE = "finished-before"
    #: A later task was enqueued since; that one counts.
    REDISPATCHED = "redispatched"
    #: Its owner's other jobs run; it is enqueued when one of them has ended.
    WAITING = "waiting"
    #: Its type is paused; a task is enqueued when that is over.
    PAUSED = "paused"
    #: It awaits its owner's answer, or other jobs; a task is enqueued when that comes, or they have
    #: ended, or its time is over.
    SUSPENDED = "suspended"
    #: Another attempt is alive; a task comes when its lease is over.
    RUNNING_ELSEWHERE = "running-elsewhere"
    #: An attempt had died; the job went back to the queue or to its end.
    RECOVERED = "recovered"
    #: This delivery ran an attempt and settled it, or ended the job without one.
    SETTLED = "settled"
    #: This delivery ran an attempt, but another one took over.
    TAKEN_OVER = "taken-over"


def handle_delivery(services: Services, task: TaskPayload) -> DeliveryOutcome:
    """Deal with one delivery of a task.

    Raises:
        errors.UnavailableError: If Firestore could not be reached, or the end of the job could
            not be published: the delivery is not dealt with, and must come again.
        errors.WriteConflictError: If the job document changed at every try: likewise.
        NotUnderstoodError: If only a newer revision can read it, or its request: likewise. To deal
            with it here would drop a task that the newer one may be waiting for.
    """
    try:
        return retry_stale(
            lambda: _deal_with(services, task), tries=_CLAIM_TRIES, pauses=services.pauses
        )
    except UnreadableJobError as error:
        raise NotUnderstoodError from error


def _deal_with(services: Services, task: TaskPayload) -> DeliveryOutcome:
    """Read the job, and do what the task asks for."""
    names = documents_of(task.job_id)
    stored, data = services.store.read_with_data(task.job_id, *names, TYPE_CONTROLS.path)
    if stored is None:
        return DeliveryOutcome.NO_SUCH_JOB
    job = stored.job
    if (outcome := _without_start(job, task.dispatch)) is not None:
        return _repeat(services, job, outcome)
    if job.status is JobStatus.RUNNING:
        return _meet_attempt(services, stored)
    controls = data.pop(TYPE_CONTROLS.path, None)
    if controls is not None and type_pauses.put_back(services, stored, controls):
        return DeliveryOutcome.PAUSED
    return start_attempt(services, stored, input_in(data))


def _without_start(job: Job, dispatch: int) -> DeliveryOutcome | None:
    """Return what a delivery means that starts nothing; None if it may. Pure."""
    match job.status:
        case JobStatus.SUCCEEDED | JobStatus.FAILED | JobStatus.CANCELLED:
            return DeliveryOutcome.FINISHED_BEFORE
        case JobStatus.SUSPENDED:
            return DeliveryOutcome.SUSPENDED
        case JobStatus.QUEUED | JobStatus.RUNNING if dispatch < job.dispatch:
            return DeliveryOutcome.REDISPATCHED
        case JobStatus.QUEUED if job.slot is Slot.WAITING:
            return DeliveryOutcome.WAITING
        case JobStatus.QUEUED | JobStatus.RUNNING:
            return None
        case _:
            assert_never(job.status)


def _repeat(services: Services, job: Job, outcome: DeliveryOutcome) -> DeliveryOutcome:
    """Start nothing, but carry out again what an earlier delivery may have left."""
    finish.carry_out(services, job, repeated_effects(job))
    return outcome


def _meet_attempt(services: Services, stored: VersionedJob) -> DeliveryOutcome:
    """Recover a running job whose attempt is dead; else look again when its lease is over."""
    now = services.clock()
    if stored.job.lease_is_lost(now):
        recover_lost_attempt(services, stored)
        return DeliveryOutcome.RECOVERED
    finish.change_in_delivery(services, stored, stored.job.redispatched_after_lease(now))
    return DeliveryOutcome.RUNNING_ELSEWHERE


def start_attempt(services: Services, stored: VersionedJob, given: JobInput) -> DeliveryOutcome:
    """Claim a queued job and run it, unless it cannot be run any more, or has to wait.

    Raises:
        NotUnderstoodError: If another revision may understand it: the task comes again.
    """
    now = services.clock()
    call = None if stored.job.has_expired(now) else _prepare(services, stored, given)
    if not isinstance(call, HandlerCall):
        ended = stored.job.expired(now) if call is None else stored.job.failed(now, call)
        return _end_unstarted(services, stored, ended)
    if (unpaid := end_if_overspent(services, stored.job)) is not None:
        return _end_unstarted(services, stored, unpaid)
    claimed = claim_job(services, stored)
    if claimed is None:
        log.info("The job waits for a slot.", extra=logs.log_fields("wait-for-slot"))
        line = concurrency.line_up(services, ids.parse_job_id(stored.job.job_id).uid)
        waiting = stored.job.waiting_for_slot(services.clock())
        finish.change_in_delivery(services, stored, waiting, bucket=line)
        return DeliveryOutcome.WAITING
    has_settled = run_attempt(services, claimed, call)
    return DeliveryOutcome.SETTLED if has_settled else DeliveryOutcome.TAKEN_OVER


def _end_unstarted(services: Services, stored: VersionedJob, ended: Job) -> DeliveryOutcome:
    finish.change_in_delivery(services, stored, ended)
    return DeliveryOutcome.SETTLED


def _prepare(services: Services, stored: VersionedJob, given: JobInput) -> HandlerCall | Failure:
    """Return the call of a job's handler, or why there will never be one.

    Raises:
        NotUnderstoodError: If a newer revision may understand it.
    """
    try:
        return prepare_call(stored.job, given)
    except errors.HandlerMistakeError as error:
        log_failure(error)
        return retry.describe(error)
    except NotUnderstoodError as error:
        failure = _after_misunderstanding(services, stored, error)
        if failure is None:
            raise
        return failure


def _after_misunderstanding(
    services: Services, stored: VersionedJob, error: NotUnderstoodError
) -> Failure | None:
    """Return why a job fails that this revision does not understand; None while another may."""
    now, since = services.clock(), stored.job.not_understood_since
    if since is not None and now > since + _OTHER_REVISIONS:
        fields = logs.log_fields("not-understood")
        log.error("No revision understands the job.", exc_info=error.__cause__, extra=fields)
        return Failure(
            code=errors.ErrorCode.INVALID_ARGUMENT, message=error.message, retriable=False
        )
    fields = logs.log_fields("left-to-another-revision")
    log.warning("This revision does not understand the job; another one may.", extra=fields)
    if since is None:
        services.store.write(stored, stored.job.not_understood(now))
    return None


@spans.spanned("claim")
def claim_job(services: Services, stored: VersionedJob) -> VersionedJob | None:
    """Take a queued job: it runs from now on, and only this attempt may write it.

    Returns:
        The running job; None if its owner has no slot free for it.

    Raises:
        StaleWriteError: If another delivery was first.
        errors.UnavailableError: If Firestore could not be reached.
    """
    bucket = None
    # A retry, or a job that was to run later: its slot was free for others meanwhile.
    if stored.job.slot is not Slot.HELD and services.settings.running_per_user > 0:
        bucket = concurrency.take_slot(services, ids.parse_job_id(stored.job.job_id).uid)
        if bucket is None:
            return None
    claimed = stored.job.claimed(services.clock(), services.settings.lease, services.token())
    return services.store.write(stored, claimed, bucket=bucket)
