"""Days in the life of a project, from the command line to what runs in it, in the fake cloud.

Each scenario runs the deployment's own program; what gcloud and Terraform answer, also badly, is in
`fake_cloud`. A table of them stands in docs/deploy.md.
"""

import json
from pathlib import Path

import pytest

from infra.deploy import __main__ as program
from infra.deploy import archive, values
from infra.deploy.stages import Deployment
from infra.deploy.tools import Shell
from tests.infra.fake_cloud.cloud import PROJECT, Cloud, checkout
from tests.infra.fake_cloud.cloud_run import BUILD_FAILS
from tests.infra.fake_cloud.smoke import JOBS_FAIL, USERS_FAIL

OTHER = "careerlens-other"
OWN = {"alert_emails": ["on-call@example.com"], "operators": ["user:ann@example.com"]}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop's checkout."""
    return checkout(tmp_path / "checkout", monkeypatch)


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Cloud:
    """An empty project."""
    return Cloud(tmp_path, monkeypatch)


def deploy(project: str = PROJECT, environment: str = "dev") -> int:
    """Run the program as `make deploy PROJECT=… YES=1` does."""
    return program.main([f"--project={project}", f"--environment={environment}", "--yes"])


def stage(name: str, environment: str = "dev") -> int:
    """Run the program as one step of a pipeline does."""
    return program.main([f"--project={PROJECT}", f"--environment={environment}", f"--stage={name}"])


def put_values(root: Path, text: str | None = None, environment: str = "dev") -> int:
    """Run the program as `make values PROJECT=… FILE=…` does."""
    file = root.parent / "values.json"
    file.write_text(json.dumps(OWN) if text is None else text)
    return values.main([f"--project={PROJECT}", f"--environment={environment}", f"--file={file}"])


def release_of(root: Path) -> str:
    """Return the name of what a checkout would deploy."""
    return archive.pack(root)[0]


def write_source(root: Path, text: str) -> str:
    """Change the source, and return the new release's name."""
    (root / "main.py").write_text(text)
    return release_of(root)


# --- the first day ------------------------------------------------------------------------------


def test_from_an_empty_project_to_green(cloud: Cloud, root: Path) -> None:
    """One command; the new release and the rules run."""
    assert deploy() == 0
    assert cloud.running()["release"] == release_of(root)
    assert cloud.running()["rules"] == "old rules"


def test_roles_and_apis_that_count_late_are_waited_for(
    cloud: Cloud, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A role that counts after 90 s, an API after 60 s, and a 403 in between: it goes on."""
    cloud.fail(
        iam_seconds=90,
        api_seconds=60,
        refused={"storage buckets update": 2, "run services list": 2},
    )
    assert deploy() == 0
    assert cloud.running()["release"] == release_of(root)
    assert cloud.now >= 90
    assert "Not allowed yet" in capsys.readouterr().out


def test_an_image_that_may_not_be_seen_yet_is_not_built_again(cloud: Cloud) -> None:
    """It is there; a 403 for a minute and a half is no "not there"."""
    assert deploy() == 0
    cloud.fail(refused={"artifacts docker images describe": 9})
    began = cloud.now
    assert deploy() == 0
    assert cloud.now - began >= 90
    assert len([call for call in cloud.calls if call.startswith("gcloud builds submit")]) == 1


def test_a_refusal_that_stays_is_said(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    """After three minutes it is no delay: the deployment stops with Google's own sentence."""
    cloud.fail(iam_seconds=10_000)
    assert deploy() == 1
    assert "ann@example.com does not have permission" in capsys.readouterr().err
    assert 180 <= cloud.now < 600


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open to all"])
def test_a_bucket_that_exists_elsewhere_gets_nothing(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], *, is_open: bool
) -> None:
    """Its name is public, and was taken: no source and no state is put there."""
    cloud.take_bucket(f"{PROJECT}-deploy", is_open=is_open)
    assert deploy() == 1
    assert "belongs to another project" in capsys.readouterr().err
    assert cloud.objects() == {}


def test_an_archive_that_was_changed_is_not_run(
    cloud: Cloud, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies under a release's name must have that hash."""
    assert deploy() == 0
    release = write_source(root, "new")
    cloud.put_object(f"{PROJECT}-deploy", f"source/{release}.zip", b"something else")
    assert deploy() == 1
    assert "is not what its name says" in capsys.readouterr().err
    assert cloud.running()["release"] != release


@pytest.mark.parametrize(
    "command",
    [
        "gcloud compute instances list",
        "terraform -chdir=infra/terraform taint x",
        "make y",
        "npx z",
    ],
)
def test_what_the_fake_cloud_does_not_know_fails(cloud: Cloud, root: Path, command: str) -> None:
    """A command that is new to it is no success by chance."""
    assert deploy() == 0
    assert Shell(folder=root).code(*command.split()) != 0


# --- what goes wrong ----------------------------------------------------------------------------


def test_a_failed_build_then_the_fix(cloud: Cloud, root: Path) -> None:
    """The build fails, what ran runs on; the next deployment is as any other."""
    assert deploy() == 0
    before = cloud.running()["release"]
    write_source(root, BUILD_FAILS)
    assert deploy() == 1
    assert cloud.running()["release"] == before
    fixed = write_source(root, "fixed")
    assert deploy() == 0
    assert cloud.running()["release"] == fixed


def test_a_smoke_test_that_fails_moves_nothing(cloud: Cloud, root: Path) -> None:
    """The new release never gets traffic; rules and web app stay, and the deployment is red."""
    assert deploy() == 0
    before = cloud.running()
    write_source(root, JOBS_FAIL)
    (root / "infra" / "firestore.rules").write_text("new rules")
    assert deploy() == 1
    assert cloud.running() == before


def test_a_verification_that_fails_goes_back(
    cloud: Cloud, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Traffic, rules and web app from before come back, and the deployment is red."""
    assert deploy() == 0
    before = cloud.running()
    write_source(root, USERS_FAIL)
    (root / "infra" / "firestore.rules").write_text("new rules")
    assert deploy() == 1
    assert cloud.running() == before
    assert "runs again" in capsys.readouterr().err
    assert before["rules"] == "old rules"


def test_a_smoke_test_that_cannot_ask_moves_nothing(cloud: Cloud, root: Path) -> None:
    """No token is no proof: the exit code is 3, and what ran runs on."""
    assert deploy() == 0
    before = cloud.running()
    write_source(root, "new")
    cloud.fail(smoke_cannot_ask="always")
    assert deploy() == 3
    assert cloud.running() == before


def test_a_verification_that_cannot_ask_takes_nothing_back(cloud: Cloud, root: Path) -> None:
    """The release has done its job beside the old one: it stays, and the exit code is 3."""
    assert deploy() == 0
    new = write_source(root, "new")
    cloud.fail(smoke_cannot_ask="with traffic")
    assert deploy() == 3
    assert cloud.running()["release"] == new


# --- more than one place ------------------------------------------------------------------------


def test_a_pipeline_after_a_laptop(
    cloud: Cloud, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fresh checkout, without any file of the laptop's, deploys with the same values."""
    assert put_values(root) == 0
    assert deploy() == 0
    by_laptop = cloud.running()
    pipeline = checkout(tmp_path / "pipeline", monkeypatch)
    new = write_source(pipeline, "new")
    stages = Deployment(root=pipeline, project=PROJECT, environment="dev").stages
    assert [stage(name) for name in stages] == [0] * len(stages)
    by_pipeline = cloud.running()
    assert by_pipeline["release"] == new
    for name, value in OWN.items():
        assert by_laptop[name] == by_pipeline[name] == value


def test_a_second_project_from_one_checkout(cloud: Cloud, root: Path) -> None:
    """Each has its own state, in its own bucket; going back and forth mixes nothing up."""
    cloud.add_project(OTHER, "1002")
    assert deploy() == 0
    assert deploy(OTHER) == 0
    new = write_source(root, "new")
    assert deploy() == 0
    assert cloud.running()["release"] == new
    assert cloud.running(OTHER)["release"] != new
    assert "terraform/default.tfstate" in cloud.objects(OTHER)


def test_stages_of_two_projects_may_alternate(cloud: Cloud) -> None:
    """A stage finds the state of its own project, whichever was prepared last."""
    cloud.add_project(OTHER, "1002")
    for project in (PROJECT, OTHER):
        assert program.main([f"--project={project}", "--stage=prepare"]) == 0
    assert stage("build") == 0
    assert "terraform/default.tfstate" in cloud.objects()
    assert "terraform/default.tfstate" not in cloud.objects(OTHER)
    inits = [call for call in cloud.calls if " init " in call]
    assert all("-reconfigure" in call for call in inits)


def test_a_forgotten_environment_is_refused(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Production is not turned into dev by a word that was not typed."""
    assert deploy(environment="prod") == 0
    assert deploy() == 1
    assert f"{PROJECT} is the project of prod, not of dev" in capsys.readouterr().err
    assert cloud.running()["file"] == "prod.tfvars"


def test_a_stage_of_another_environment_is_refused(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also between two stages of one pipeline."""
    assert stage("prepare", "prod") == 0
    assert stage("build", "dev") == 1
    said = capsys.readouterr().err
    assert "`prepare` was run for prod in europe-west1, and this is dev in europe-west1" in said
    assert cloud.running() == {}


def test_a_deployment_without_a_label_is_not_guessed_at(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is a state and no label, a person says which environment it is."""
    assert deploy() == 0
    cloud.change(lambda state: state["buckets"][f"{PROJECT}-deploy"].update(labels={}))
    assert deploy() == 1
    assert "no label says of which environment" in capsys.readouterr().err


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["local.auto.tfvars", "terraform.tfvars"])
def test_values_of_one_machine_are_refused(
    cloud: Cloud, root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Terraform would read the file without a word, and the next pipeline would undo it."""
    (root / "infra" / "terraform" / name).write_text('operators = ["user:ann@example.com"]')
    assert deploy() == 1
    assert f"Only this machine has {name}" in capsys.readouterr().err
    assert cloud.objects() == {}


def test_variables_of_one_shell_are_refused(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same, by the environment."""
    monkeypatch.setenv("TF_VAR_operators", "[]")
    assert deploy() == 1
    assert "Only this machine has TF_VAR_operators" in capsys.readouterr().err
    assert cloud.objects() == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"alert_email": []}', "There is no value alert_email"),
        ('{"environment": "prod"}', "There is no value environment"),
        ("[]", "no JSON object"),
        ("{", "no JSON:"),
    ],
)
def test_wrong_values_are_refused(
    cloud: Cloud, root: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt name would be a value that never counts; it is refused before it is put there."""
    assert put_values(root, text) == 1
    assert said in capsys.readouterr().err
    assert cloud.objects() == {}


def test_values_are_shown(cloud: Cloud, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a file, the same command shows what is there."""
    assert cloud.objects() == {}
    assert put_values(root) == 0
    capsys.readouterr()
    assert values.main([f"--project={PROJECT}"]) == 0
    assert json.loads(capsys.readouterr().out) == OWN
