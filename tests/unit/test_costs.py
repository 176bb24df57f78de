"""The estimate of a month's costs, against a calculation by hand."""

import math

import pytest

from infra.costs import __main__ as program
from infra.costs import estimate, work
from infra.costs.estimate import Use, break_even, busy_instances, old_system, platform, total
from infra.costs.work import Job
from shared.settings import Settings
from tests.bench import figures

MODEL = Settings.model_fields["gemini_model"].default
#: A million jobs a month, of which each has 8 progress writes, 2 steps, a page and 20 kB of values.
MILLION = Use(jobs_a_day=1e6 / 30)


def bill(use: Use) -> dict[str, float]:
    """Return the bill by what is billed, in US dollars a month."""
    return {line.what: line.usd for line in platform(use)}


def test_a_million_jobs_by_hand() -> None:
    """Each figure was worked out on paper from the price list."""
    said = bill(MILLION)
    # 3 + 3 reads of ours, 13 changes and a result read by the page: 20 million, 1.5 of them free.
    assert said["Firestore: reads"] == pytest.approx(18.5e6 * 0.03 / 1e5)
    # 4 + 4 + 8 + 2 * 2 writes: 20 million, 0.6 of them free.
    assert said["Firestore: writes"] == pytest.approx(19.4e6 * 0.09 / 1e5)
    # The key, the job, input, result, attempts, and two steps: none of them free.
    assert said["Firestore: deletes by TTL"] == pytest.approx(7e6 * 0.01 / 1e5)
    # Three months of a million times 24 kB, and 1 GiB free.
    assert said["Firestore: GiB kept"] == pytest.approx((3e6 * 24_000 / 2**30 - 1) * 0.15)
    # Two operations a job, a million of them free.
    assert said["Cloud Tasks: operations"] == pytest.approx(0.4)
    # 0.386 jobs a second of 20 s are 7.7 at a time: less than 60 % of one instance.
    assert said["Cloud Run: CPU seconds"] == pytest.approx(
        (30 * 86_400 * (1 - math.exp(-7.716)) + 43_200 * 0.3 + 2e5 - 180_000) * 0.000024, rel=1e-4
    )


@pytest.mark.parametrize(
    ("load", "instances"),
    [(0, 0), (0.01, 1 - math.exp(-0.01)), (96, 10), (960, 100)],
)
def test_instances_are_billed_while_one_job_runs(load: float, instances: float) -> None:
    """Rare jobs each pay for an instance of their own; many share those that are 60 % full."""
    assert busy_instances(load / 20, 20, concurrency=16) == pytest.approx(instances)


def test_what_is_measured_is_what_is_billed() -> None:
    """The figures that the bench keeps of a submission and a run are those of the estimate."""
    kept = figures.read_kept()
    submitted, run = kept["submit"], kept["run with 5 progress writes"]
    assert submitted["documents"] == work.SUBMIT_WRITES
    assert run["documents"] == work.RUN_WRITES + 5
    assert run["publish"] == work.EVENTS
    # A task is dispatched, too, and that is billed as its making is.
    assert 2 * submitted["create_task"] == work.TASK_OPERATIONS


def test_without_jobs_only_alerts_and_archives_cost() -> None:
    """And a warm instance, where there is one."""
    said = bill(Use(jobs_a_day=0))
    assert {what for what, usd in said.items() if usd > 0} == {
        "Artifact Registry and the archives: GiB",
        "Cloud Monitoring: alert conditions",
        "Cloud Monitoring: series read",
    }
    assert total(platform(Use(jobs_a_day=0, warm_instances=1))) > sum(said.values()) + 5


def test_the_old_system_by_hand() -> None:
    """It costs the same with no job and with a thousand a day: it stands."""
    month = 30 * 86_400
    by_hand = (2 * month - 240_000) * 0.000018 + (2 * month - 450_000) * 0.000002 + 720 * 0.049
    for jobs_a_day in (0, 1_000):
        assert total(old_system(Use(jobs_a_day=jobs_a_day))) == pytest.approx(by_hand)


def test_at_the_break_even_both_cost_the_same() -> None:
    """Within the two percent that the search leaves."""
    use = Use(jobs_a_day=break_even(Job()))
    assert total(platform(use)) == pytest.approx(total(old_system(use)), rel=0.02)


def test_the_command_says_every_shape(capsys: pytest.CaptureFixture[str]) -> None:
    """With the day of the prices, and the break-even."""
    assert program.main() == 0
    said = capsys.readouterr().out
    assert all(name in said for name in program.SHAPES)
    assert str(estimate.NOTED_ON) in said
    assert "jobs a day" in said
