"""Have a job go on whose question no answer came to in time.

That none came is kept as its answer, in the commit that queues the job: an answer that comes at the
same moment is taken, or refused, by whichever of the two commits is the first.
"""

import logging
from datetime import datetime

from functions.effects import finish
from shared.core.job import Job
from shared.core.question import NO_ANSWER
from shared.firestore import documents
from shared.firestore.documents import StepKind, VersionedJob
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def question_is_over(job: Job, now: datetime) -> bool:
    """Whether a job awaits an answer that may not come any more."""
    return job.question is not None and now >= job.question.until


def resume_unanswered(services: Services, stored: VersionedJob) -> None:
    """Queue a suspended job, and keep that it was not answered.

    Raises:
        StaleWriteError: If another process was first.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    job = stored.job
    if job.question is None:
        return
    step = documents.step_document(job.question.name)
    kept = documents.step_text(job.attempt, NO_ANSWER, StepKind.ASK)
    resumed = job.resumed(services.clock(), services.token())
    finish.change_by_itself(services, stored, resumed, {step: kept})
    log.info("No answer came in time.", extra=logs.log_fields("unanswered"))
