"""What a run came to: a violation comes with its job's story, and an idle rule is no good sign."""

from dataclasses import replace

from tests.blackbox import plan, report
from tests.blackbox.report import Judged
from tests.blackbox.run import Options, Outcome
from tests.blackbox.seen import Seen
from tests.unit.blackbox.stories import DONE, START, after, lawful


def outcome_of(seen: Seen) -> Outcome:
    """Return a run that has seen this, and in which all has happened."""
    ran = Outcome(options=Options(seed=7, minutes=5), seen=seen, began=START)
    ran.operations.update(plan.OPERATIONS.keys())
    ran.faults.update(plan.FAULTS.keys())
    ran.steps = [plan.Step(at=1, number=3, kind="freeze", who="worker-2", seconds=5)]
    return ran


def told(ran: Outcome) -> tuple[bool, str]:
    """Judge and report a run."""
    judged = report.judge(ran)
    return report.is_good(ran, judged), report.report(ran, judged)


def test_a_lawful_run_is_good() -> None:
    """A run in which every rule holds says its seed and how much was checked."""
    is_good, text = told(outcome_of(lawful()))
    assert is_good
    assert "Seed 7: 1 steps" in text
    assert "by 43 rules, 0 violations" in text


def test_a_violation_is_told_with_its_story() -> None:
    """It names the job, shows its versions, what was asked of it, and what went wrong around."""
    seen = lawful()
    seen.jobs = [
        replace(v, fields={**(v.fields or {}), "attempt": 2})
        if (v.job_id, v.at) == (DONE, after(2))
        else v
        for v in seen.jobs
    ]
    is_good, text = told(outcome_of(seen))
    assert not is_good
    story = text.partition("VIOLATION of 'G4 attempts rise by one'")[2]
    for part in (f"job {DONE}", "> 12:00:02", "get was answered 200", "freeze worker-2 for 5.0 s"):
        assert part in story


def test_what_never_happened_is_no_good_sign() -> None:
    """A run is not good without each operation and each fault, nor with a rule that was idle."""
    ran = outcome_of(lawful())
    del ran.faults["freeze"]
    is_good, text = told(ran)
    assert not is_good
    assert "Never happened: freeze" in text
    idle = Judged(rule="idle", checks=0, violations=())
    assert not report.is_good(outcome_of(lawful()), [idle])
