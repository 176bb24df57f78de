"""A new release gets traffic when it has done a real job beside the old one."""

import pytest

from infra.deploy import __main__ as program
from tests.infra.deploy_cloud import PROJECT, SERVICES, Cloud

OLD = {name: f"{name}-00001" for name in SERVICES}
NEW = {name: f"{name}-00002" for name in SERVICES}
API, TAGGED = (
    "https://api-1234.europe-west1.run.app",
    "https://candidate---api-1234.europe-west1.run.app",
)
FAILED, COULD_NOT_ASK = 1, 3


def deploy(*arguments: str) -> int:
    """Run the program as `make deploy PROJECT=… YES=1` does."""
    return program.main([f"--project={PROJECT}", *(arguments or ("--yes",))])


@pytest.fixture
def running(cloud: Cloud) -> Cloud:
    """A deployment that went well, and a checkout that has moved on."""
    assert deploy() == 0
    assert cloud.traffic == OLD
    cloud.site = "sites/careerlens-test/versions/1"
    cloud.change_source("new")
    cloud.change_rules("new rules")
    cloud.forget_calls()
    return cloud


def order(cloud: Cloud, flag: str) -> list[str]:
    """Return the services in the order in which their traffic was changed so."""
    words = (call.split() for call in cloud.calls if "update-traffic" in call and flag in call)
    return [each[4] for each in words]


def test_new_revisions_have_no_traffic_until_the_job_is_done(running: Cloud) -> None:
    """`apply` makes them, `smoke` tries them by their tag, and `traffic` moves it."""
    seen = []
    for stage in ("prepare", "build", "plan", "apply", "smoke"):
        assert deploy(f"--stage={stage}") == 0
        seen.append(running.traffic)
    assert seen == [OLD] * 5
    assert running.tags == NEW
    assert deploy("--stage=traffic") == 0
    assert (running.traffic, running.tags) == (NEW, {})


def test_the_job_is_done_by_the_new_api_at_its_own_address(running: Cloud) -> None:
    """First at the tag's address, then, when traffic has moved, at that of users."""
    assert deploy() == 0
    assert [call for call in running.calls if call.startswith("smoke")] == [
        f"smoke --base-url={TAGGED} --revision={NEW['api']}",
        f"smoke --base-url={API} --revision={NEW['api']}",
    ]


def test_the_api_moves_last(running: Cloud) -> None:
    """What it accepts can be run by then."""
    assert deploy() == 0
    assert order(running, f"--to-revisions={NEW['worker'][:6]}") == ["worker"]
    assert order(running, "--to-revisions") == ["worker", "sweeper", "webhooks", "api"]


def test_a_job_that_fails_moves_nothing(running: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    """Traffic, rules and web app are what they were, without a way back."""
    running.set(smoke=[FAILED])
    assert deploy() == 1
    assert running.traffic == OLD
    assert running.rules_in_force == "old rules"
    assert not [call for call in running.calls if call.startswith("npx")]
    assert f"{OLD['api']} runs as before" in capsys.readouterr().err


def test_what_failed_is_not_what_the_next_one_goes_back_to(running: Cloud) -> None:
    """The broken release has revisions, and never ran."""
    running.set(smoke=[FAILED])
    deploy()
    running.change_source("mended")
    running.set(smoke=[0, FAILED])
    assert deploy() == 1
    assert running.traffic == OLD


def test_an_apply_that_fails_half_way_poisons_nothing(running: Cloud) -> None:
    """Some services have new revisions by then; what runs is what ran, now and next time."""
    running.set(apply_stops_at="webhooks")
    assert deploy() == 1
    assert running.traffic == OLD
    running.set(apply_stops_at=None, smoke=[0, FAILED])
    running.change_source("mended")
    assert deploy() == 1
    assert running.traffic == OLD


def test_a_revision_that_does_not_start_gets_no_job(running: Cloud) -> None:
    """It is named, and nothing has moved."""
    running.set(does_not_start="worker")
    assert deploy() == 1
    assert running.traffic == OLD
    assert not [call for call in running.calls if call.startswith("smoke")]


def test_a_last_job_that_fails_takes_all_back(
    running: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Traffic, rules and web app from before; no build and no Terraform on the way."""
    running.set(smoke=[0, FAILED])
    assert deploy() == 1
    assert running.traffic == OLD
    assert running.rules_in_force == "old rules"
    assert "POST /v1beta1/sites/careerlens-test/releases" in running.asked
    assert running.site == "sites/careerlens-test/versions/1"
    assert f"{OLD['api']} runs again" in capsys.readouterr().err
    after = running.calls[[i for i, c in enumerate(running.calls) if c.startswith("smoke")][-1] :]
    assert not [call for call in after if call.startswith(("terraform", "gcloud builds", "npx"))]


def test_on_the_way_back_the_api_moves_first(running: Cloud) -> None:
    """Nothing new is accepted before the new worker is gone."""
    running.set(smoke=[0, FAILED])
    deploy()
    assert order(running, "--to-revisions")[-4:] == ["api", "webhooks", "sweeper", "worker"]


def test_what_could_not_be_asked_is_not_taken_back(
    running: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """A healthy release stays: a test without a token says nothing of it. The exit code says so."""
    running.set(smoke=[0, COULD_NOT_ASK])
    assert deploy() == 3
    assert running.traffic == NEW
    assert running.rules_in_force == "new rules"
    assert "nothing is taken back" in capsys.readouterr().err


def test_what_could_not_be_asked_gets_no_traffic_either(running: Cloud) -> None:
    """Nothing is known of it; the stage is repeated when the test can ask."""
    running.set(smoke=[COULD_NOT_ASK])
    assert deploy() == 3
    assert running.traffic == OLD
    assert deploy("--stage=smoke") == 0
    assert deploy("--stage=traffic") == 0
    assert running.traffic == NEW


def test_a_verification_that_died_counts_as_failed(running: Cloud) -> None:
    """Until a test has said how it ended."""
    running.set(smoke=[0, 137])
    assert deploy() == 1
    assert running.traffic == OLD


def test_a_first_deployment_has_nothing_to_go_back_to(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stays, it has failed, and the person is told what may be missing."""
    cloud.set(smoke=[FAILED])
    assert deploy() == 1
    assert "Nothing ran before" in capsys.readouterr().err
    cloud.change_source("mended")
    assert deploy() == 0
    assert cloud.traffic == NEW


def test_a_service_that_follows_its_newest_revision_is_told_not_to(cloud: Cloud) -> None:
    """As after a first deployment that has failed: the next one gets no traffic unasked."""
    cloud.set(smoke=[FAILED])
    deploy()
    cloud.change_source("mended")
    for stage in ("prepare", "build", "plan", "apply"):
        assert deploy(f"--stage={stage}") == 0
    assert cloud.traffic == OLD


def test_without_an_answer_to_what_runs_nothing_is_begun(running: Cloud) -> None:
    """An empty answer would be a first deployment, which this is not."""
    running.set(refused=["services list"])
    assert deploy() == 1
    assert not [
        call for call in running.calls if call.startswith("terraform") and "init" not in call
    ]
