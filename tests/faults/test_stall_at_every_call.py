"""Stall at every call: a process stands still where it is, others take over, and it goes on.

That is what a frozen container or a long pause looks like. When it wakes up it still believes
what it knew: whatever it writes then must be refused (G3), and harm nothing.
"""

from contextlib import suppress
from threading import Thread

import pytest

from shared import errors
from shared.wiring import Services
from tests.faults.points import Point, Stall, When
from tests.faults.record import points_of
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.stage import Stage

CASES = [
    pytest.param(name, point, id=f"{name}:{point}")
    for name, scenario in SCENARIOS.items()
    for point in points_of(name)
    # After one call is before the next; and who acts inside a handler would stall that too.
    if point.when is When.BEFORE and not scenario.is_inside
]


@pytest.mark.parametrize(("name", "point"), CASES)
def test_a_process_that_wakes_up_late_changes_nothing(
    stage: Stage, name: str, point: Point
) -> None:
    """Whatever it was about to do, others have done the job, and the guarantees hold."""
    scenario, stall = SCENARIOS[name], Stall()
    with scenario.played_on(stage):
        process = stage.put_under_test(stage.start_process(point=point, fault=stall))
        thread = Thread(target=process.run, args=(lambda own: act_late(scenario, stage, own),))
        thread.start()
        assert stall.began.wait(20), f"{point} was not met"
        try:
            stage.recover()
        finally:
            stall.end()
            thread.join(20)
        assert not thread.is_alive()
        stage.recover()
        stage.check()
        scenario.check(stage)
    assert all(stage.world.card(job_id).status.is_terminal for job_id in stage.job_ids())


def act_late(scenario: Scenario, stage: Stage, services: Services) -> None:
    """Act; being told that it is too late is an answer too."""
    with suppress(errors.FailedPreconditionError):
        scenario.act(stage, services)
