"""What is made once: GitHub's way in and the budget, in a state that no pipeline touches."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from infra.deploy import bootstrap
from tests.infra import provider, terraform
from tests.infra.fake_cloud.cloud import PROJECT, Cloud, checkout
from tests.infra.terraform import BOOTSTRAP, Block, blocks
from tests.infra.test_terraform import needs_terraform, run_terraform
from tests.repo import repository

GITHUB = {"github_repository": "careerlens/jobs", "github_repository_id": "123456789"}
_RESOURCES = {block.address: block.body for block in blocks("resource", folder=BOOTSTRAP)}
_VARIABLES = blocks("variable", folder=BOOTSTRAP)


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """An empty project, and a checkout to make things from."""
    checkout(tmp_path / "checkout", monkeypatch)
    return Cloud(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "address",
    [
        "google_iam_workload_identity_pool.github",
        "google_iam_workload_identity_pool_provider.github",
        "google_billing_budget.month",
    ],
)
def test_what_is_made_once_is_not_destroyed(address: str) -> None:
    """A plan that would destroy it is refused: the pool's name would be locked for 30 days."""
    (lifecycle,) = _RESOURCES[address]["lifecycle"]
    assert lifecycle["prevent_destroy"] is True


def test_no_pipeline_can_touch_it() -> None:
    """Its resources stand in no other root, and the deployer has no role for them."""
    deployed = {block.type for block in blocks("resource")}
    assert not {"google_billing_budget", "google_iam_workload_identity_pool"} & deployed
    assert "workloadIdentityPoolAdmin" not in str(terraform.local_values()["deployer_roles"])
    for name in ("cloudbuild.yaml", ".github/workflows/deploy.yml"):
        assert "bootstrap" not in str(yaml.safe_load(repository.text_files()[name]))


def test_it_has_a_state_of_its_own() -> None:
    """In the same bucket as the deployment's, under another prefix."""
    prefixes = [
        block.body["backend"][0]["gcs"]["prefix"]
        for folder in (terraform.FOLDER, BOOTSTRAP)
        for block in blocks("terraform", folder=folder)
    ]
    assert prefixes == ['"terraform"', '"bootstrap"']


def test_github_comes_in_by_one_repository_workflow_and_environment() -> None:
    """GitHub signs tokens for everyone: a number, a workflow on main and an environment decide."""
    provider_ = _RESOURCES["google_iam_workload_identity_pool_provider.github"]
    condition = str(provider_["attribute_condition"])
    assert "assertion.repository_id == '${var.github_repository_id}'" in condition
    assert "assertion.workflow_ref == '${local.workflow}'" in condition
    assert "assertion.environment == '${var.environment}'" in condition
    (local,) = blocks("locals", folder=BOOTSTRAP)
    workflow = re.fullmatch(r'"\$\{var\.github_repository\}/(\S+)@(\S+)"', local.body["workflow"])
    assert workflow is not None
    assert workflow[2] == "refs/heads/main"
    assert workflow[1] in repository.text_files()
    member = str(_RESOURCES["google_service_account_iam_member.github_deploys"]["member"])
    assert member.endswith('/attribute.repository_id/${var.github_repository_id}"')


def test_the_budget_is_in_the_accounts_own_currency() -> None:
    """A currency that is not the billing account's is refused: none is named."""
    (amount,) = _RESOURCES["google_billing_budget.month"]["amount"]
    assert set(amount["specified_amount"][0]) == {"units"}


@pytest.mark.parametrize(
    "block", blocks("resource", "data", folder=BOOTSTRAP), ids=lambda block: block.address
)
def test_the_provider_takes_what_it_is_given(block: Block) -> None:
    """As in the deployment's root."""
    assert list(provider.faults(block)) == []


def test_what_both_roots_declare_is_declared_alike() -> None:
    """One value serves both: the same name has the same type and the same check."""
    here = {block.name: block.body for block in _VARIABLES}
    there = {block.name: block.body for block in blocks("variable")}
    shared = here.keys() & there.keys()
    assert {"alert_emails", "environment", "project", "region"} <= shared
    for name in shared:
        for part in ("type", "default", "validation"):
            assert here[name].get(part) == there[name].get(part), f"{name}: {part}"


def test_variables_are_in_order_and_say_what_they_take() -> None:
    """As in the deployment's root."""
    names = [block.name for block in _VARIABLES]
    assert names == sorted(names)
    for block in _VARIABLES:
        assert re.fullmatch(r'"[A-Z].{20,}\."', block.body["description"]), block.name
        assert "validation" in block.body, block.name


#: By variable, a value that must be refused.
WRONG: Mapping[str, str] = {
    "alert_emails": '["nowhere"]',
    "billing_account": "mine",
    "budget": "0.5",
    "environment": "test",
    "github_repository": "careerlens",
    "github_repository_id": "12",
    "project": "demo-careerlens",
    "region": "EU",
}


def plan_of_variables(folder: Path, **given: str) -> tuple[int, str]:
    """Let Terraform itself judge values, in a module that has nothing else."""
    (folder / "variables.tf").write_text((BOOTSTRAP / "variables.tf").read_text())
    values = {"project": "careerlens-test", "environment": "dev", **given}
    options = [f"-var={name}={value}" for name, value in values.items()]
    done = run_terraform("plan", "-input=false", "-no-color", *options, folder=folder)
    return done.returncode, " ".join(re.sub(r"[│╷╵\n]", " ", done.stdout + done.stderr).split())


@needs_terraform
def test_a_repository_with_its_number_is_taken(tmp_path: Path) -> None:
    """Neither is taken without the other."""
    assert plan_of_variables(tmp_path, **GITHUB)[0] == 0
    code, said = plan_of_variables(tmp_path, github_repository="careerlens/jobs")
    assert code != 0
    assert "Must be a number, and given where github_repository is" in said


@needs_terraform
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_refused(name: str, tmp_path: Path) -> None:
    """Terraform refuses it with the variable's own sentence."""
    code, said = plan_of_variables(tmp_path, **{name: WRONG[name]})
    (block,) = (block for block in _VARIABLES if block.name == name)
    sentences = [each["error_message"].strip('"') for each in block.body["validation"]]
    assert code != 0
    assert any(" ".join(sentence.split()) in said for sentence in sentences), said


def test_every_check_is_tried() -> None:
    """The table above has a wrong value for each variable."""
    assert set(WRONG) == {block.name for block in _VARIABLES}


def run(*arguments: str) -> int:
    """Run the program as `make bootstrap PROJECT=… YES=1` does."""
    return bootstrap.main([f"--project={PROJECT}", "--yes", *arguments])


def test_it_is_made_with_the_projects_values(cloud: Cloud) -> None:
    """The state lies under `bootstrap`; the values are those that this root declares."""
    assert run() == 0
    assert "bootstrap/default.tfstate" in cloud.objects()
    assert "terraform/default.tfstate" not in cloud.objects()


def test_github_wants_the_deployer_first(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    """The account that GitHub is let into is made by the first deployment; that is said."""
    run()
    cloud.put_object(f"{PROJECT}-deploy", "values.json", b'{"github_repository": "a/b"}')
    assert run() == 1
    assert "run `make deploy` first" in capsys.readouterr().err


def test_it_is_of_the_projects_environment(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is made once for dev is not changed for prod."""
    assert run() == 0
    assert run("--environment=prod") == 1
    assert f"{PROJECT} is the project of dev, not of prod" in capsys.readouterr().err
