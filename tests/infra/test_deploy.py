"""`make deploy`, with stand-ins for all that it talks to: its order, and what it asks and says.

How traffic moves, and the way back, are in `test_traffic`.
"""

import base64
import hashlib
import json
import zipfile
from io import BytesIO

import pytest

from infra.costs import estimate
from infra.deploy import __main__ as program
from infra.deploy import archive
from infra.deploy.stages import Deployment
from tests.infra.deploy_cloud import PROJECT, Cloud
from tests.repo import repository

INIT, PLAN, APPLY = (f"terraform -chdir=infra/terraform {do}" for do in ("init", "plan", "apply"))
BUILD, MOVE = "gcloud builds submit", "gcloud run services update-traffic"
HOST = ("make app firebase-tools", "sh infra/firebase_tools/run deploy")
MOVES = [f"{MOVE} {name}" for name in ("worker", "sweeper", "webhooks", "api")]


def deploy(*arguments: str) -> int:
    """Run the program as `make deploy PROJECT=… YES=1` does."""
    return program.main([f"--project={PROJECT}", *(arguments or ("--yes",))])


def stages_of(calls: list[str]) -> list[str]:
    """Return the calls that change something, by their first words."""
    kinds = ("gcloud storage buckets create", "gcloud storage cp /", INIT, BUILD, PLAN, APPLY)
    more = (*MOVES, *HOST, "smoke")
    return [kind for call in calls for kind in (*kinds, *more) if call.startswith(kind)]


def test_a_first_deployment_goes_through_all(cloud: Cloud) -> None:
    """The image before the plan, a job before the traffic, and a job after it, in this order."""
    assert deploy() == 0
    assert stages_of(cloud.calls) == [
        "gcloud storage buckets create",
        "gcloud storage cp /",
        INIT,
        APPLY,  # what a build needs, and nothing else
        BUILD,
        PLAN,
        APPLY,
        *MOVES,  # a tag each
        "smoke",
        *MOVES,
        *HOST,
        "smoke",
    ]
    assert cloud.rules_in_force == "old rules"


def test_what_a_build_needs_is_made_before_all_else_but_once(cloud: Cloud) -> None:
    """There is no service without an image, and no image without a repository and an account."""
    deploy()
    (first,) = (call for call in cloud.calls if "-target" in call)
    assert "-target=google_artifact_registry_repository.services" in first
    assert "-target=time_sleep.build_has_its_roles" in first
    cloud.forget_calls()
    cloud.change_source("new")
    deploy()
    assert not [call for call in cloud.calls if "-target" in call]


def test_the_plan_has_the_image_by_its_digest(cloud: Cloud) -> None:
    """A digest is one image for ever."""
    deploy()
    (plan,) = (call for call in cloud.calls if call.startswith(PLAN))
    assert f"-var=image=sha256:{archive.pack(cloud.root)[0]}" in plan


def test_hostings_rules_are_of_this_deployment(cloud: Cloud) -> None:
    """`firebase.json` has gaps for the project, the api's region, and the styles in the page."""
    deploy()
    (call,) = (call for call in cloud.calls if call.startswith("sh "))
    _, _, name = call.partition("--config=")
    digest = base64.b64encode(hashlib.sha256(b"a{color:red}").digest()).decode()
    expected = f"https://{PROJECT}.firebaseapp.com europe-west1 'sha256-{digest}'"
    assert (cloud.root / name).read_text() == expected


def test_the_page_learns_of_its_deployment(cloud: Cloud) -> None:
    """What Terraform says of it lies beside the page before that is put on Hosting."""
    deploy()
    config = (cloud.root / "web" / "dist" / "deployment.json").read_text()
    assert json.loads(config) == {"projectId": "from-terraform"}


def test_hosting_is_counted_to_the_project(cloud: Cloud) -> None:
    """With a person's own credentials Google's API wants to know whose quota a call uses."""
    deploy()
    assert cloud.quota == PROJECT


def test_repeating_makes_nothing_twice(cloud: Cloud) -> None:
    """The bucket, the archive and the image are there already; Terraform finds out what else is."""
    deploy()
    cloud.forget_calls()
    assert deploy() == 0
    again = stages_of(cloud.calls)
    assert again == [INIT, PLAN, APPLY, *MOVES, "smoke", *MOVES, *HOST, "smoke"]
    assert len(cloud.rules) == 1


def test_a_build_that_fails_stops_before_anything_is_planned(cloud: Cloud) -> None:
    """And the next deployment, with the fault mended, goes through."""
    deploy()
    before = cloud.traffic
    cloud.change_source("new")
    cloud.set(refused=["builds submit"])
    cloud.forget_calls()
    assert deploy() == 1
    assert PLAN not in stages_of(cloud.calls)
    assert cloud.traffic == before
    cloud.set(refused=[])
    assert deploy() == 0
    assert cloud.traffic != before


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("plan", "`build` comes first"),
        ("smoke", "does not run"),
        ("traffic", "`smoke` has tried"),
        ("verify", "nothing to verify"),
        ("roll-back", "`prepare` comes first"),
    ],
)
def test_a_stage_without_the_one_before_is_refused(
    cloud: Cloud, stage: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says which one it wants, and changes nothing."""
    assert deploy(f"--stage={stage}") == 1
    assert said in capsys.readouterr().err
    assert stages_of(cloud.calls) == []


def test_it_asks_once_and_takes_no_for_an_answer(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the question nothing is changed; what it will do and cost has been said by then."""
    asked: list[str] = []

    def say_no(prompt: str) -> str:
        asked.append(capsys.readouterr().out)
        return ""

    monkeypatch.setattr("builtins.input", say_no)
    assert program.main([f"--project={PROJECT}"]) == 0
    assert stages_of(cloud.calls) == []
    (said,) = asked
    stages = Deployment(root=cloud.root, project=PROJECT, environment="dev").stages
    assert all(f". {name}" in said for name in stages)
    assert "USD  together" in said
    assert str(estimate.NOTED_ON) in said


@pytest.mark.parametrize("missing", ["gcloud", "terraform"])
def test_a_missing_program_is_named(
    cloud: Cloud, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With where it comes from, and before anything else."""
    (cloud.tools / missing).unlink()
    assert deploy() == 2
    assert f"{missing}: https://" in capsys.readouterr().err
    assert cloud.calls == []


def test_an_unknown_project_is_said_before_the_question(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """No operator is asked whether to deploy to what they cannot see."""
    cloud.set(refused=["projects describe"])
    assert deploy() == 1
    assert f"There is no project {PROJECT}" in capsys.readouterr().err


@pytest.mark.parametrize("project", ["", "demo-careerlens", "My Project", "x; rm"])
def test_what_is_no_project_is_refused(cloud: Cloud, project: str) -> None:
    """Also what a shell would read as something else."""
    with pytest.raises(SystemExit):
        program.main([f"--project={project}", "--yes"])
    assert cloud.calls == []


def test_the_archive_is_what_gcloud_would_upload() -> None:
    """It holds what is shipped, and nothing else; `.gcloudignore` is held to the same."""
    release, content = archive.pack(repository.ROOT)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        names = set(packed.namelist())
    shipped = {
        name
        for name in repository.files()
        if repository.package_of(name) in repository.SHIPPED
        or name in {"requirements.txt", "LICENSE"}
    }
    assert names == shipped | repository.BUILT, "make api-page builds what is missing"
    assert len(release) == 64


def test_the_same_source_is_the_same_release(cloud: Cloud) -> None:
    """Whenever it is packed, and however new the files are; another source is another release."""
    first = archive.pack(cloud.root)
    (cloud.root / "main.py").touch()
    (cloud.root / "functions" / "a.pyc").write_text("made by Python")
    assert archive.pack(cloud.root) == first
    (cloud.root / "main.py").write_text("other")
    assert archive.pack(cloud.root)[0] != first[0]
