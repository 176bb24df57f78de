"""A deployment in another region: everything goes there, and nothing is made twice."""

import json
from pathlib import Path

import pytest

from infra.deploy import __main__ as program
from infra.deploy import bootstrap, values
from infra.deploy.options import REGION
from tests.infra import terraform
from tests.infra.fake_cloud.cloud import PROJECT, Cloud, checkout
from tests.infra.test_sign_in import evaluate
from tests.infra.test_terraform import needs_terraform

PLACES = ("europe-west4", "us-central1")
USUAL = (f"--project={PROJECT}",)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop's checkout, with Hosting's rules."""
    root = checkout(tmp_path / "checkout", monkeypatch)
    (root / "firebase.json").write_text('{"region": "{REGION}"}')
    return root


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Cloud:
    """An empty project."""
    return Cloud(tmp_path, monkeypatch)


def test_the_usual_region_is_said_once() -> None:
    """Programs and both roots of Terraform have the same default."""
    for folder in (terraform.FOLDER, terraform.BOOTSTRAP):
        (variable,) = (
            block for block in terraform.blocks("variable", folder=folder) if block.name == "region"
        )
        assert terraform.unquoted(variable.body["default"]) == REGION


@pytest.mark.parametrize("region", PLACES)
def test_all_of_a_deployment_goes_to_its_region(cloud: Cloud, root: Path, region: str) -> None:
    """Bucket, image, services, the site's way to the api: no command names another one."""
    assert program.main([*USUAL, f"--region={region}", "--yes"]) == 0
    assert cloud.running()["region"] == region
    assert cloud.state["buckets"][f"{PROJECT}-deploy"]["location"] == region
    assert cloud.state["projects"][PROJECT]["region"] == region
    assert json.loads((root / "firebase.deploy.json").read_text()) == {"region": region}
    assert not [call for call in cloud.calls if REGION in call]


@pytest.mark.parametrize("region", PLACES)
def test_a_forgotten_region_is_refused(
    cloud: Cloud, region: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Terraform would take all services away and make them anew elsewhere; nothing is changed."""
    assert program.main([*USUAL, f"--region={region}", "--yes"]) == 0
    before = cloud.running()
    for run in (program.main, bootstrap.main):
        assert run([*USUAL, "--yes"]) == 1
        said = capsys.readouterr().err
        assert f"is the project of {region}, not of {REGION}: give REGION={region}" in said
    assert cloud.running() == before


def test_values_are_put_beside_the_deployment(cloud: Cloud, root: Path) -> None:
    """The bucket is made by whichever of the programs comes first, in the region."""
    file = root.parent / "values.json"
    file.write_text("{}")
    assert values.main([*USUAL, "--region=us-central1", f"--file={file}"]) == 0
    labels = cloud.state["buckets"][f"{PROJECT}-deploy"]["labels"]
    assert labels == {"environment": "dev", "region": "us-central1"}


def test_a_stage_of_another_region_is_refused(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also between two stages of one pipeline."""
    assert program.main([*USUAL, "--region=us-central1", "--stage=prepare"]) == 0
    assert program.main([*USUAL, "--stage=build"]) == 1
    said = capsys.readouterr().err
    assert f"`prepare` was run for dev in us-central1, and this is dev in {REGION}" in said


@pytest.mark.parametrize("text", ["EU", "us", "us-central", "us-central1 "])
def test_what_is_no_region_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is asked."""
    with pytest.raises(SystemExit, match="2"):
        program.main([*USUAL, f"--region={text}", "--yes"])
    assert "give REGION, such as us-central1" in capsys.readouterr().err


@needs_terraform
@pytest.mark.parametrize(
    ("region", "database", "warehouse"),
    [
        ("europe-west1", "europe-west1", "EU"),
        ("us-central1", "us-central1", "US"),
        ("asia-northeast1", "asia-northeast1", "asia-northeast1"),
    ],
)
def test_data_is_where_the_services_are(
    tmp_path: Path, region: str, database: str, warehouse: str
) -> None:
    """Unless another place is named: no region takes data of the Union out of it by itself."""
    files = ("locations.tf",)
    for name, place in (("firestore_location", database), ("warehouse_location", warehouse)):
        folder = tmp_path / name
        folder.mkdir()
        assert evaluate(folder, files, f"local.{name}", region=region) == place


@needs_terraform
def test_a_place_that_is_named_counts(tmp_path: Path) -> None:
    """The database in two regions, the warehouse in one."""
    files, named = ("locations.tf",), {"firestore_location": "eur3"}
    assert evaluate(tmp_path, files, "local.firestore_location", **named) == "eur3"
    warehouse = '{ location = "europe-west4", max_bytes = 1 }'
    folder = tmp_path / "warehouse"
    folder.mkdir()
    found = evaluate(folder, files, "local.warehouse_location", warehouse=warehouse)
    assert found == "europe-west4"


def test_no_file_names_a_region_but_by_its_variable() -> None:
    """Neither the infrastructure nor what deploys it."""
    allowed = {"variables.tf", "options.py"}
    infra = terraform.FOLDER.parent
    named = {
        path.name
        for folder in (infra / "deploy", infra / "terraform", infra / "smoke")
        for path in folder.rglob("*.*")
        if path.suffix in {".py", ".tf", ".tfvars", ".yaml"} and REGION in path.read_text()
    }
    assert named <= allowed
