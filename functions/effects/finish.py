"""Carry out what follows from a written change, for everything that changes a job.

The order is always the same: the job document first, then the task, then the events, then the
owner's waiting jobs, then the answer. Each effect is harmless twice. A task that cannot be
enqueued is no error: the sweeper finds the job by its `checkAt`.

Two kinds of change differ in what happens if an effect fails:

    in a delivery     the error passes: the delivery is not dealt with, and comes again
                      An end of a child keeps a reminder all the same: another job waits for it
    by itself         a cancel, a sweep, a preempted attempt: no delivery stands for it. An end
                      keeps a reminder (`checkAt`, for `publish`) until all is done
"""

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from functions.effects import concurrency, family, push, start_events
from functions.effects.batch_end import publish_batch_end
from functions.effects.effects_of import Effects, effects_of, jobs_to_look_at, repeated_effects
from functions.effects.start_events import StartEvent
from shared.core import errors, ids
from shared.core.job import Job
from shared.core.job_status import DELIVERY_GRACE, CheckFor, Slot
from shared.core.stored_value import JsonText
from shared.firestore.compare_and_set import retry_stale
from shared.firestore.documents import BucketChange, VersionedJob
from shared.telemetry import logs
from shared.webhooks import message
from shared.wiring import Services

log = logging.getLogger(__name__)


def change_in_delivery(
    services: Services, stored: VersionedJob, job: Job, *, bucket: BucketChange | None = None
) -> Job:
    """Write a change that a delivery makes, and carry out what follows.

    Raises:
        StaleWriteError: If the job has changed since it was read; nothing was written.
        errors.UnavailableError: If a service cannot be reached: the delivery must come again.
        errors.WriteConflictError: If a free slot could not be granted: likewise.
    """
    shall = reminded(services, job) if job.parent_id is not None else job
    written = services.store.write(stored, shall, bucket=bucket)
    carry_out(services, written.job, effects_of(stored.job, written.job))
    return _without_reminder(services, written)


def follow_in_delivery(
    services: Services, before: Job, written: VersionedJob, start: StartEvent
) -> None:
    """Carry out what follows from the end of an attempt that a delivery ran.

    Raises:
        errors.UnavailableError: If a service cannot be reached: the delivery must come again.
        errors.WriteConflictError: If a free slot could not be granted: likewise.
    """
    carry_out(services, written.job, effects_of(before, written.job), start)
    _without_reminder(services, written)


def change_by_itself(
    services: Services,
    stored: VersionedJob,
    job: Job,
    data: Mapping[str, JsonText] | None = None,
    *,
    bucket: BucketChange | None = None,
) -> Job:
    """Write a change for which no delivery stands, and carry out what follows.

    Raises:
        StaleWriteError: If the job has changed since it was read; nothing was written.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    written = services.store.write(stored, reminded(services, job), data, bucket=bucket)
    return follow_by_itself(services, stored.job, written)


def reminded(services: Services, job: Job) -> Job:
    """Return the job with the reminder that an end keeps for which no delivery stands."""
    if not job.status.is_terminal:
        return job
    return job.end_unpublished(by=services.clock() + DELIVERY_GRACE)


def follow_by_itself(services: Services, before: Job, written: VersionedJob) -> Job:
    """Carry out what follows from a written change; what fails is left to the sweeper."""
    return _or_leave(services, written, effects_of(before, written.job))


def repeat_by_itself(services: Services, stored: VersionedJob) -> Job:
    """Carry out again what a change may have left; what fails is left to the sweeper."""
    return _or_leave(services, stored, repeated_effects(stored.job))


def repeat(services: Services, stored: VersionedJob) -> Job:
    """Carry out again what an earlier change may have left, and take an end's reminder away.

    Raises:
        errors.UnavailableError: If a service cannot be reached; again is harmless.
        errors.WriteConflictError: If another process was faster.
    """
    carry_out(services, stored.job, repeated_effects(stored.job))
    return _without_reminder(services, stored)


def follow_accepted(services: Services, new: Iterable[Job], earlier: Iterable[Job]) -> None:
    """Carry out what follows from a submission.

    Args:
        services: What it takes.
        new: The jobs that it has stored.
        earlier: Those that stood for its requests already: a job among them that waits may have
            lost its submitter before a slot was looked for.
    """
    waits: Job | None = None
    for job in new:
        with logs.log_context(**job.log_fields()):
            log.info("The job is accepted.", extra=logs.log_fields("accept"))
            effects = effects_of(None, job)
            if effects.enqueue:
                enqueue(services, job, effects.enqueue_at)
        waits = job if effects.grant_slots else waits
    waits = next((job for job in earlier if job.slot is Slot.WAITING), waits)
    if waits is not None:
        _grant_or_leave(services, waits)


def carry_out(
    services: Services, job: Job, effects: Effects, start: StartEvent | None = None
) -> None:
    """Carry out effects, in the one order.

    Args:
        services: What it takes.
        job: The job as it was written.
        effects: What to do.
        start: The start event of this delivery's attempt, whose arrival is awaited; without one,
            an end publishes the starts of all attempts.

    Raises:
        errors.UnavailableError: If a service cannot be reached (a task that could not be enqueued
            is left to the sweeper).
        errors.WriteConflictError: If others were faster at every try to grant a slot.
    """
    if effects.has_ended:
        _log_end(job)
    if effects.enqueue:
        enqueue(services, job, effects.enqueue_at)
    if effects.publish_end:
        _publish_or_remind(services, job)
    if effects.grant_slots:
        grant_slots(services, job)
    if effects.cancel_children:
        cancel_children(services, job)
    for job_id in jobs_to_look_at(job, effects):
        wake(services, job_id)
    if effects.news is not None:
        push.tell_devices(services, job, effects.news)
    if start is not None:
        start_events.follow_start(services, start, job)
    elif effects.publish_end:
        start_events.publish_starts(services, job)


def wake(services: Services, job_id: str) -> bool:
    """Have a job go on that awaits others, if they have ended; return whether it does.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
        errors.WriteConflictError: If others were faster at every try.
    """
    return retry_stale(lambda: _wake_as_it_is(services, job_id), pauses=services.pauses)


def _wake_as_it_is(services: Services, job_id: str) -> bool:
    stored = family.find(services, job_id)
    if stored is None or (job := family.woken(services, stored)) is None:
        return False
    change_by_itself(services, stored, job)
    with logs.log_context(**job.log_fields()):
        log.info("What the job awaited has ended.", extra=logs.log_fields("gathered"))
    return True


def cancel_children(services: Services, parent: Job) -> None:
    """Cancel the jobs that another one has made, which has ended: no one wants them.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached, or only a newer revision can read
            one of them; the others are cancelled.
        errors.WriteConflictError: If others were faster at every try.
    """
    found = family.unwanted_children(services, parent)
    for stored in found.jobs:
        child = stored.job
        with logs.log_context(**child.log_fields()):
            retry_stale(partial(_cancel_child, services, child.job_id))
    found.check_all_read()


def _cancel_child(services: Services, job_id: str) -> None:
    stored = family.find(services, job_id)
    if stored is None or (job := family.unwanted(services, stored)) is None:
        return
    change_by_itself(services, stored, job)
    log.info("A part is cancelled with its job.", extra=logs.log_fields("cancel-child"))


def _log_end(job: Job) -> None:
    """Write the one line that says how a job ended by any hand; a metric counts it."""
    code = None if job.error is None else job.error.code
    with logs.log_context(**job.log_fields()):
        log.info("The job has ended.", extra=logs.log_fields("end", status=job.status, code=code))


def publish_end(services: Services, job: Job) -> None:
    """Publish how a job has ended, and its batch with it, if it was the last one.

    Raises:
        errors.EventNotPublishedError: If the event or a webhook's task was not taken.
    """
    services.events.publish(job)
    settings = services.settings
    for webhook in message.webhooks_of(job, settings.webhook_endpoints, settings.k_revision):
        services.queue.put_webhook(webhook)
    if job.batch_id is not None:
        publish_batch_end(services, job, job.batch_id)


def _publish_or_remind(services: Services, job: Job) -> None:
    """Publish an end; if it cannot be published, have the sweeper try for as long as it takes.

    The delivery comes again, too, until the queue gives up one day.
    """
    try:
        publish_end(services, job)
    except errors.EventNotPublishedError:
        # What is told is that Pub/Sub did not take it, whatever becomes of the reminder.
        with suppress(errors.UnavailableError, errors.WriteConflictError):
            stored = services.store.read(job.job_id)
            if stored is not None and stored.job.check_for is None:
                services.store.write(stored, reminded(services, stored.job))
        raise


def enqueue(services: Services, job: Job, at: datetime | None) -> None:
    """Enqueue the task of the job's current dispatch, now or `at`."""
    try:
        services.queue.enqueue(job.job_id, job.dispatch, at)
    except errors.UnavailableError:
        log.warning(
            "The task could not be enqueued; the sweeper will.",
            extra=logs.log_fields("enqueue-failed", dispatch=job.dispatch),
        )


def grant_slots(services: Services, job: Job) -> None:
    """Let the waiting jobs of a job's owner go on for which there is a free slot.

    Raises:
        errors.UnavailableError: If a service cannot be reached.
        errors.WriteConflictError: If others were faster at every try.
    """
    for before, granted in concurrency.grant_slots(services, ids.parse_job_id(job.job_id).uid):
        with logs.log_context(**granted.log_fields()):
            log.info("The job has a slot now.", extra=logs.log_fields("slot"))
            carry_out(services, granted, effects_of(before, granted))


def _grant_or_leave(services: Services, job: Job) -> None:
    """Do so where the sweeper does it if this fails."""
    try:
        grant_slots(services, job)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("A waiting job is left to the sweeper.", extra=logs.log_fields("slot-left"))


def _or_leave(services: Services, written: VersionedJob, effects: Effects) -> Job:
    """Carry out effects and take an end's reminder away; what fails is left to the sweeper."""
    try:
        carry_out(services, written.job, effects)
        return _without_reminder(services, written)
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("What follows is left to the sweeper.", extra=logs.log_fields("effects-left"))
        return written.job


def _without_reminder(services: Services, stored: VersionedJob) -> Job:
    if stored.job.check_for is not CheckFor.PUBLISH:
        return stored.job
    return services.store.write(stored, stored.job.end_published()).job
