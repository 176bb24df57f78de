"""Stop what would cost more than today's budget: before an attempt, and before each of its calls.

Each look is one read, of one document, and of sixteen more where all users together have a budget;
where none is set there is none. A job that is
stopped has failed, with what it finished kept: its owner may run it again when there is a budget.
"""

import logging
from collections.abc import Callable

from shared.core import ids, retry
from shared.core.budget import BudgetSpentError, Spent
from shared.core.job import Job
from shared.core.job_document import Usage
from shared.handler.running_attempt import RunningAttempt
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def end_if_overspent(services: Services, job: Job) -> Job | None:
    """Return the end of a queued job that there is no budget for; None if there is.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    try:
        _refuse_overspent(services, job)
    except BudgetSpentError as error:
        log.warning("There is no budget for the job.", extra=logs.log_fields("budget-spent"))
        return job.failed(services.clock(), retry.describe(error))
    return None


def may_spend(services: Services, attempt: RunningAttempt) -> Callable[[], None]:
    """Return what an attempt calls before it spends; it raises `BudgetSpentError` if it may not."""

    def check() -> None:
        job = attempt.job
        written = (job.usage or Usage()).cost_usd
        _refuse_overspent(services, job, unwritten_usd=attempt.usage.cost_usd - written)

    return check


def _refuse_overspent(services: Services, job: Job, *, unwritten_usd: float = 0.0) -> None:
    """Refuse a job whose owner, with what an attempt has not written yet, has no budget left.

    Raises:
        BudgetSpentError: If they have none, or all users together have not.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    budgets, now = services.settings.budgets, services.clock()
    if budgets.are_none:
        return
    spent = services.store.read_spent(ids.parse_job_id(job.job_id).uid, now)
    counted = Spent(
        user_usd=spent.user_usd + unwritten_usd, project_usd=spent.project_usd + unwritten_usd
    )
    budgets.refuse_overspent(counted, now, error=BudgetSpentError)
