"""What a user is told of what they have used, and may use."""

import pytest

from tests.support.web import answer_of, caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


def test_a_new_user_has_used_nothing(world: World) -> None:
    """All limits are named, and nothing is written."""
    settings = world.services.settings
    me = answer_of(caller(world.services).get("/api/me"))
    assert (me["spentTodayUsd"], me["keptFileBytes"]) == (0, 0)
    assert (me["submissionsLeft"], me["dailyBudgetUsd"]) == (
        settings.submit_burst,
        settings.daily_budget_usd,
    )
    assert me["jobRetentionDays"] == settings.job_retention_days


def test_what_was_submitted_counts_until_it_has_filled_up(world: World) -> None:
    """The bucket is told as it is now, not as it was written."""
    sender, burst = caller(world.services), world.services.settings.submit_burst
    world.submit(word="x")
    assert answer_of(sender.get("/api/me"))["submissionsLeft"] == burst - 1
