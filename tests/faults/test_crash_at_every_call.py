"""Kill at every call: each process of ours dies once before and once after each of its calls.

Then everything is left to itself, and the guarantees are checked. In the process of the test:
death is an exception that no handler can swallow, and nothing that the dead process still tries
reaches the outside. `test_kill_for_real.py` does the same with SIGKILL.
"""

import pytest

from tests.faults.points import Point
from tests.faults.record import points_of
from tests.faults.scenarios import SCENARIOS
from tests.faults.stage import Stage

CASES = [
    pytest.param(name, point, id=f"{name}:{point}")
    for name in SCENARIOS
    for point in points_of(name)
]


@pytest.mark.parametrize(("name", "point"), CASES)
def test_a_crash_at_any_call_loses_doubles_and_sticks_nothing(
    stage: Stage, name: str, point: Point
) -> None:
    """Whatever one process was about to do, or had just done, the guarantees hold."""
    scenario = SCENARIOS[name]
    with scenario.played_on(stage):
        process = stage.put_under_test(stage.start_process(point=point))
        process.run(lambda services: scenario.act(stage, services))
        assert process.is_dead, f"{point} was not met: {[str(call) for call in process.calls]}"
        scenario.insist(stage)
        stage.recover_in_time()
        stage.check()
        scenario.check(stage)
    assert {stage.world.job_document(job_id).status for job_id in stage.job_ids()} <= scenario.ends
