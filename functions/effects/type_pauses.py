"""Keep the jobs of a paused type from starting, and hand them out when the pause is over.

    put_back            a delivery meets a paused type: no attempt is counted
    hand_out            a page of the jobs that waited for an operator goes on
    hand_out_resumed    the sweeper's part: what a resuming process has left, to the last one
    pause_for_quota     an attempt has met a provider's quota: the type waits for it

What must stay true: the job document changes first, under compare-and-set, and a job that waits has
either a task for later (a quota's time is known) or is found by the query for those that wait (an
operator's is not). A resumed type is handed out until no job has waited for a while, so that a
delivery that had read the pause before is not forgotten.
"""

import logging
from collections.abc import Callable

from pydantic import JsonValue, ValidationError

from functions.effects import finish
from shared.core import errors, type_pause
from shared.core.type_pause import PausedBy, QuotaExhaustedError, TypeControls, TypePause
from shared.firestore.compare_and_set import retry_stale
from shared.firestore.documents import VersionedJob
from shared.firestore.single_documents import TYPE_CONTROLS
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: So many jobs go on by one page.
PAGE = 100
#: So many pages of a type are handed out by one sweep.
_PAGES = 10


def read(services: Services) -> TypeControls:
    """Return what is said of all types.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    return services.store.read_single(TYPE_CONTROLS).record or TypeControls()


def change(
    services: Services, changed: Callable[[TypeControls], TypeControls]
) -> tuple[TypeControls, TypeControls]:
    """Change what is said of all types; what is the same already is not written.

    Returns:
        What was said before, and what is said now.

    Raises:
        errors.WriteConflictError: If others were faster at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """

    def once() -> tuple[TypeControls, TypeControls]:
        before = services.store.read_single(TYPE_CONTROLS)
        known = before.record or TypeControls()
        after = changed(known)
        if after is not known:
            services.store.write_single(TYPE_CONTROLS, before, after)
        return known, after

    return retry_stale(once, stale=errors.WriteConflictError, pauses=services.pauses)


def put_back(services: Services, stored: VersionedJob, controls: JsonValue) -> bool:
    """Put a queued job back whose type is paused; return whether it is.

    Too late to start, it is not: its delivery ends it.

    Raises:
        StaleWriteError: If the job has changed since it was read; nothing was written.
        errors.UnavailableError: If a service cannot be reached: the delivery must come again.
    """
    now = services.clock()
    pause = _read_pause(controls, stored, services)
    if pause is None or stored.job.has_expired(now):
        return False
    if pause.until is not None:
        at = type_pause.back_at(pause.until, services.jitter())
        finish.change_in_delivery(services, stored, stored.job.put_off(now, at))
    elif not stored.job.is_parked:
        finish.change_in_delivery(services, stored, stored.job.parked(now))
    log.info("The job's type is paused.", extra=logs.log_fields("type-paused", by=pause.by))
    return True


def _read_pause(controls: JsonValue, stored: VersionedJob, services: Services) -> TypePause | None:
    """Return why a job is not started; nothing, where the document is of no form that we know."""
    try:
        known = TypeControls.model_validate(controls)
    except ValidationError:
        log.error("The control document cannot be read.", extra=logs.log_fields("bad-control"))  # noqa: TRY400 -- its fields are an operator's words
        return None
    return known.pause_of(stored.job.type, services.clock())


def hand_out(services: Services, job_type: str) -> int:
    """Let a page of jobs go on that wait for an operator; return how many were found.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    found = services.store.parked(job_type, PAGE)
    for stored in found:
        with logs.log_context(**stored.job.log_fields()):
            try:
                finish.change_by_itself(services, stored, stored.job.unparked(services.clock()))
            except errors.WriteConflictError:
                continue
    return len(found)


def hand_out_resumed(services: Services) -> int:
    """Hand out what is left of resumed types; whatever hinders that hinders no sweep.

    Returns:
        How many jobs were found.
    """
    try:
        return sum(_hand_out_all(services, each) for each in read(services).resuming())
    except (errors.UnavailableError, errors.WriteConflictError) as error:
        fields = logs.log_fields("resume-left", code=error.code)
        log.warning("Resumed jobs are left to the next sweep.", extra=fields)
        return 0


def _hand_out_all(services: Services, job_type: str) -> int:
    handed = 0
    for _ in range(_PAGES):
        handed += (found := hand_out(services, job_type))
        if found < PAGE:
            if not found:
                change(services, lambda all_: all_.handed_out(job_type, services.clock()))
            break
    return handed


def pause_for_quota(services: Services, job_type: str, error: QuotaExhaustedError) -> None:
    """Have a type wait for a provider's quota; a hint, which the next job gives again."""
    now = services.clock()
    until = now + type_pause.quota_pause(error.retry_after)
    try:
        before, after = change(services, lambda all_: all_.without_quota(job_type, until, now))
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("The type is not paused.", extra=logs.log_fields("quota-pause-failed"))
        return
    was = before.pause_of(job_type, now)
    if after is not before and (was is None or was.by is not PausedBy.QUOTA):
        seconds = (until - now).total_seconds()
        fields = logs.log_fields("quota-pause", seconds=seconds)
        log.warning("A provider has no quota for now: its type waits.", extra=fields)
