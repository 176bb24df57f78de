"""The budget of a user's day: what counts, to which day, and when there is a new one."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.core import budget, errors
from shared.core.budget import Budgets, Spent
from shared.core.job import Job
from shared.core.new_job import new_job
from shared.core.usage import Usage

LATE = datetime(2026, 12, 31, 23, 59, 30, tzinfo=UTC)


def job_that_spent(cost_usd: float | None) -> Job:
    """Return a job with this on its job document."""
    job = new_job(
        job_id="ada:test-word:1795435200123:0123456789abcdef",
        job_type="test-word",
        max_attempts=1,
        now=LATE,
        retention=timedelta(days=1),
    )
    usage = None if cost_usd is None else Usage(cost_usd=cost_usd)
    return job.model_copy(update={"usage": usage})


def test_a_day_ends_at_midnight_utc() -> None:
    """Also the last one of a year."""
    assert budget.name_day(LATE) == "2026-12-31"
    assert budget.renews_at(LATE) == datetime(2027, 1, 1, tzinfo=UTC)
    assert budget.name_day(budget.renews_at(LATE)) == "2027-01-01"


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [(None, 0.2, 0.2), (0.2, 0.5, 0.3), (0.2, 0.2, None), (None, None, None), (None, 0.0, None)],
)
def test_only_what_is_new_is_added(
    before: float | None, after: float | None, added: float | None
) -> None:
    """What a job spent in earlier attempts was counted when those ended."""
    spent = budget.newly_spent(job_that_spent(before), job_that_spent(after), LATE)
    assert (spent and spent.cost_usd) == (added and pytest.approx(added))


def test_spending_outlives_its_day() -> None:
    """Else it could be deleted, and the budget renewed, before midnight."""
    spent = budget.newly_spent(job_that_spent(None), job_that_spent(1), LATE)
    assert spent is not None
    assert spent.expire_at > budget.renews_at(LATE)


@pytest.mark.parametrize(
    ("user", "project", "spent"),
    [
        (1.0, 0.0, Spent(user_usd=0.99, project_usd=9.0)),
        (0.0, 0.0, Spent(user_usd=5.0, project_usd=5.0)),
        (0.0, 9.0, Spent(user_usd=5.0, project_usd=8.9)),
    ],
)
def test_who_has_budget_left_passes(user: float, project: float, spent: Spent) -> None:
    """And a budget of 0 is none at all."""
    Budgets(user_usd=user, project_usd=project).refuse_overspent(spent, LATE)


@pytest.mark.parametrize("spent", [1.0, 7.5])
def test_who_has_none_left_is_told_when_it_renews(spent: float) -> None:
    """In words, and as a time to wait."""
    with pytest.raises(errors.ResourceExhaustedError) as caught:
        Budgets(user_usd=1.0, project_usd=0.0).refuse_overspent(Spent(user_usd=spent), LATE)
    assert caught.value.message == (
        "Your jobs have used up today's budget of $1.00. It renews at 2027-01-01 00:00 UTC."
    )
    assert caught.value.retry_after == timedelta(seconds=30)


def test_all_users_budget_says_no_figure() -> None:
    """What the deployment may spend is no user's business."""
    with pytest.raises(budget.BudgetSpentError) as caught:
        Budgets(user_usd=1.0, project_usd=50.0).refuse_overspent(
            Spent(project_usd=50.0), LATE, error=budget.BudgetSpentError
        )
    assert "50" not in caught.value.message
    assert not caught.value.retriable


@pytest.mark.parametrize(
    ("reserved", "fits"), [([0.02] * 50, True), ([0.02] * 51, False), ([], True)]
)
def test_estimates_fit_or_not(reserved: list[float], *, fits: bool) -> None:
    """Fifty of two cents are a dollar, however they are added."""
    assert Budgets(user_usd=1.0, project_usd=0.0).has_room(Spent(), reserved) is fits


@pytest.mark.parametrize(("spent", "left"), [(None, 0.5), (0.2, 0.3), (0.7, 0.0)])
def test_what_a_job_has_spent_is_not_reserved_twice(spent: float | None, left: float) -> None:
    """It counts as spent already."""
    assert budget.still_reserved(0.5, job_that_spent(spent)) == pytest.approx(left)
