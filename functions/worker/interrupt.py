"""End a running attempt from outside its handler's thread.

    release               the machine is told to stop: another one goes on with the job
    stop_at_cancel        its owner cancelled it, and its handler has not noticed
    stop_at_time_limit    it takes longer than its type may, though its handler still runs

No delivery stands for what happens here: the handler's own will find the attempt lost, and that is
dealt with. So an end keeps its reminder until it is published.
"""

import logging

from functions.effects import finish
from functions.job_types import JobType
from functions.worker.outcomes import after_interruption, ending_of
from shared.core import errors
from shared.core.job import Ending, Job
from shared.handler.running_attempt import RunningAttempt
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def release(services: Services, attempt: RunningAttempt) -> None:
    """Put a running job back because this machine is told to stop; another one goes on."""
    now = services.clock()
    if preempt(services, attempt, lambda job, usage: after_interruption(job, now, usage)):
        log.info("The job is released.", extra=logs.log_fields("release"))


def stop_at_cancel(services: Services, attempt: RunningAttempt) -> None:
    """Cancel a job whose handler is inside one long call: its owner, and their next job, wait."""
    now = services.clock()
    if preempt(services, attempt, lambda job, usage: job.cancelled(now, usage)):
        log.info("The job is cancelled under its handler.", extra=logs.log_fields("stop-at-cancel"))


def stop_at_time_limit(services: Services, job_type: JobType, attempt: RunningAttempt) -> None:
    """End an attempt that takes longer than its type may, though its handler still runs."""
    error = errors.DeadlineExceededError("This took longer than a job of its type may.")
    ending = ending_of(error, job_type.retry, services.clock(), services.jitter())
    if preempt(services, attempt, ending):
        took = attempt.job.run_seconds
        fields = logs.log_fields("time-limit", runSeconds=took)
        log.warning("The attempt took too long.", extra=fields)


def preempt(services: Services, attempt: RunningAttempt, ending: Ending) -> Job | None:
    """Settle an attempt from outside, and carry out what follows.

    Returns:
        The job as it is now; None if the attempt has ended, or ends, by itself.
    """
    running = attempt.job
    try:
        stored = attempt.preempt(lambda job, usage: finish.reminded(services, ending(job, usage)))
    except (errors.UnavailableError, errors.WriteConflictError):
        log.warning("The job could not be preempted.", extra=logs.log_fields("preempt-failed"))
        return None
    return None if stored is None else finish.follow_by_itself(services, running, stored)
