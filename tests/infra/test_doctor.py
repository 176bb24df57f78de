"""`make doctor` says in a sentence what a deployment would stumble over, and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from infra.deploy import __main__ as program
from infra.deploy import checkup, doctor
from tests.infra import terraform
from tests.infra.fake_cloud import rest
from tests.infra.fake_cloud.cloud import PROJECT, Cloud, checkout

APIS = ("cloudquotas", "identitytoolkit", "storage")


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A project in which nothing is in the way."""
    checkout(tmp_path / "checkout", monkeypatch)
    found = Cloud(tmp_path, monkeypatch)
    found.set_project(services={f"{name}.googleapis.com": 0.0 for name in APIS}, firebase=True)
    return found


def look(cloud: Cloud, environment: str = "dev") -> int:
    """Run the program as `make doctor PROJECT=…` does."""
    arguments = [f"--project={PROJECT}", f"--environment={environment}"]
    return doctor.main(arguments, rest.transport(cloud.folder))


def test_a_project_in_which_nothing_is_in_the_way(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each check has its line, all are good, and the exit code says so."""
    assert look(cloud) == 0
    said = capsys.readouterr().out
    assert "Nothing is in the way." in said
    for what in ("billing", "roles", "APIs", "public access", "locations", "CPU quota"):
        assert f"  ok   {what}" in said
    for what in ("Firebase", "sign-in", "bucket"):
        assert f"  ok   {what}" in said


def test_nothing_is_changed(cloud: Cloud) -> None:
    """No API is switched on and no bucket is made: it only looks."""
    before = {name: cloud.state[name] for name in ("projects", "buckets", "accounts")}
    assert look(cloud) == 0
    assert {name: cloud.state[name] for name in before} == before


#: By what is wrong: how it comes to be, and what is said. `no` stops, `look` does not.
FAULTS: dict[str, tuple[Callable[[Cloud], None], str, str]] = {
    "no billing": (
        lambda cloud: cloud.set_project(billing=False),
        "no   billing",
        f"`gcloud billing projects link {PROJECT}",
    ),
    "a missing role": (
        lambda cloud: cloud.set_project(lacks=["resourcemanager.projects.setIamPolicy"]),
        "no   roles",
        "resourcemanager.projects.setIamPolicy (to give the accounts their roles)",
    ),
    "invokers are checked": (
        lambda cloud: cloud.set_project(
            policies={"run.managed.requireInvokerIam": {"enforce": True}}
        ),
        "no   public access",
        "has the invokers of each service checked",
    ),
    "policies may not be read": (
        lambda cloud: cloud.fail(refused={"org-policies describe": 1}),
        "look public access",
        "does not have permission",
    ),
    "another place": (
        lambda cloud: cloud.set_project(
            policies={"gcp.resourceLocations": {"allowedValues": ["in:us-locations"]}}
        ),
        "no   locations",
        "does not allow europe-west1; it allows in:us-locations",
    ),
    "few CPUs": (
        lambda cloud: cloud.set_project(milli_cpus=5_000),
        "no   CPU quota",
        "may use 5 CPUs in europe-west1, and a service may grow to 10",
    ),
    "the quotas' API is off": (
        lambda cloud: cloud.set_project(services={"storage.googleapis.com": 0.0}),
        "look CPU quota",
        "Google does not say (403)",
    ),
    "no Firebase": (
        lambda cloud: cloud.set_project(firebase=False),
        "look Firebase",
        "accepted Firebase's terms",
    ),
    "Authentication by hand": (
        lambda cloud: cloud.set_project(identity=True),
        "no   sign-in",
        "switched on by hand",
    ),
    "the bucket is another's": (
        lambda cloud: cloud.take_bucket(f"{PROJECT}-deploy", is_open=False),
        "no   bucket",
        "belongs to another project",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_missing_is_said(
    cloud: Cloud, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on the one thing, and the exit code says whether it stops a deployment."""
    cause, verdict, sentence = FAULTS[name]
    cause(cloud)
    code = look(cloud)
    (line,) = (line for line in capsys.readouterr().out.splitlines() if sentence in line)
    assert line.strip().startswith(verdict)
    assert code == (1 if verdict.startswith("no") else 0)


def test_a_group_of_locations_holds_its_regions(cloud: Cloud) -> None:
    """Where the organisation allows Europe, a region of it is allowed."""
    cloud.set_project(policies={"gcp.resourceLocations": {"allowedValues": ["in:eu-locations"]}})
    assert look(cloud) == 0


def test_after_a_deployment_sign_in_is_terraforms(cloud: Cloud) -> None:
    """What the deployment itself has switched on is not in the way; another environment is."""
    assert program.main([f"--project={PROJECT}", "--yes"]) == 0
    cloud.set_project(identity=True)
    assert look(cloud) == 0
    assert look(cloud, "prod") == 1


def test_an_unknown_project_is_said(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    """With one sentence, and nothing else is asked."""
    cloud.change(lambda state: state.update(projects={}))
    assert look(cloud) == 1
    assert f"There is no project {PROJECT}" in capsys.readouterr().err


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_cpus_are_those_of_the_largest_service(environment: str) -> None:
    """The doctor's figure is what the files of values let one service grow to."""
    given = terraform.tfvars(f"{environment}.tfvars")
    shapes = given.get("functions") or terraform.variable_default("functions")
    largest = max(int(each["max_instances"]) * int(each["cpu"]) for each in shapes.values())
    assert checkup.CPUS[environment] == largest
