"""Cloud Build and GitHub deploy by the same stages, and what they and the documents run exists."""

import ast
import re
import runpy
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.deploy.stages import Deployment
from tests.infra import terraform
from tests.repo import repository
from tests.repo.documents import code_blocks, code_spans, documents

CLOUD_BUILD = "cloudbuild.yaml"
GITHUB = ".github/workflows/deploy.yml"
STAGES = list(Deployment(root=repository.ROOT, project="p", environment="dev").stages)
_GCLOUD_GROUPS = {
    *("auth", "billing", "builds", "config", "firestore", "functions", "iam", "logging"),
    *("projects", "pubsub", "run", "secrets", "services", "storage", "tasks", "scheduler"),
}
_TERRAFORM = {"apply", "fmt", "init", "output", "plan", "show", "state", "validate", "force-unlock"}


def cloud_build() -> Any:  # noqa: ANN401 -- a tree of YAML
    """Return Cloud Build's file."""
    return yaml.safe_load(repository.text_files()[CLOUD_BUILD])


def github_job(name: str) -> Any:  # noqa: ANN401 -- a tree of YAML
    """Return a job of GitHub's workflow."""
    return yaml.safe_load(repository.text_files()[GITHUB])["jobs"][name]


def github_steps(job: str = "deploy") -> list[dict[str, Any]]:
    """Return the steps of a job of GitHub's workflow."""
    found: list[dict[str, Any]] = github_job(job)["steps"]
    return found


def make_targets() -> set[str]:
    """Return the targets of the Makefile."""
    return set(
        re.findall(r"^([a-z][a-z -]*):(?!=)", repository.text_files()["Makefile"], re.MULTILINE)
    )


def test_cloud_build_goes_through_every_stage_in_order() -> None:
    """Test comes first, then each stage of `infra/deploy`, in its order."""
    steps = cloud_build()["steps"]
    assert [step["id"] for step in steps] == ["terraform", "test", *STAGES]
    for step in steps[2:]:
        assert step["env"] == [f"STAGE={step['id']}"]
        assert 'make deploy-stage STAGE="$$STAGE" PROJECT="$$PROJECT"' in step["args"][1]


def test_github_goes_through_every_stage_in_order() -> None:
    """The same as Cloud Build."""
    named = [step for step in github_steps() if "run" in step]
    assert [step["id"] for step in named] == STAGES
    for step in named:
        assert f"make deploy-stage STAGE={step['id']} " in step["run"]


@pytest.mark.parametrize("steps", [cloud_build()["steps"], github_steps()], ids=["build", "github"])
def test_only_the_last_job_may_fail(steps: list[dict[str, Any]]) -> None:
    """Its failure leads to the next step; any other one ends the deployment."""
    lenient = [
        step["id"] for step in steps if step.get("allowFailure") or step.get("continue-on-error")
    ]
    assert lenient == ["verify"]


def test_cloud_build_runs_as_the_deployer() -> None:
    """A named account, the one that Terraform makes; so its logs need a bucket of their own."""
    deployer = terraform.unquoted(terraform.resource("google_service_account.deployer"))
    account = cloud_build()["serviceAccount"]
    assert account.startswith("projects/$PROJECT_ID/serviceAccounts/")
    assert account.split("/")[-1].startswith(f"{deployer['account_id']}@$PROJECT_ID.iam.")
    assert cloud_build()["options"]["logging"] == "CLOUD_LOGGING_ONLY"


def test_github_signs_in_without_a_key() -> None:
    """By workload identity: the workflow may ask for a token, and names no secret."""
    text = repository.text_files()[GITHUB]
    assert github_job("deploy")["permissions"] == {"contents": "read", "id-token": "write"}
    assert "secrets." not in text
    assert "credentials_json" not in text


def test_github_tests_where_there_are_no_credentials() -> None:
    """No token can be asked for in the job that runs the tests; the other one runs none."""
    assert yaml.safe_load(repository.text_files()[GITHUB])["permissions"] == {"contents": "read"}
    assert "permissions" not in github_job("test")
    assert "google-github-actions/auth" not in str(github_job("test"))
    assert [step["run"] for step in github_steps("test") if "run" in step] == [
        "make test && make check-infra && make app"
    ]
    assert not re.search(r"make (test|check|app)", str(github_job("deploy")))


def test_github_deploys_behind_an_environment() -> None:
    """After the tests, to the project of that environment; its variables are the environment's."""
    job = github_job("deploy")
    assert job["needs"] == "test"
    assert job["environment"] == job["env"]["ENVIRONMENT"] == "${{ inputs.environment || 'dev' }}"
    named = set(re.findall(r"vars\.(\w+)", str(job)))
    outputs = {block.name for block in terraform.blocks("output", folder=terraform.BOOTSTRAP)}
    assert named == {"DEPLOY", *outputs}


def test_what_a_sign_in_leaves_behind_is_ignored() -> None:
    """Google's action writes a file of credentials into the checkout: it is never committed."""
    assert "gha-creds-*.json" in repository.text_files()[".gitignore"].splitlines()


def test_cloud_build_tests_where_there_are_no_credentials() -> None:
    """A step is on the network of the deployer's tokens; the tests' container is on another one."""
    steps = {step["id"]: step for step in cloud_build()["steps"]}
    args = steps["test"]["args"]
    assert args[0] == "run"
    assert "--network=bridge" in args
    assert "make test && make check-infra && make app" in args[-1]
    assert args[args.index("-c") - 1] == steps["prepare"]["name"]
    assert "APP_IS_BUILT=yes" in cloud_build()["options"]["env"]
    assert not any("make test" in str(step) for name, step in steps.items() if name != "test")


def test_cloud_builds_sources_lie_where_the_deployer_can_read() -> None:
    """Each command that submits a build stages them in the deployment's own bucket."""
    texts = [*documents().values(), repository.text_files()[CLOUD_BUILD].replace("\n#", "\n")]
    commands = [
        command
        for text in texts
        for command in re.findall(r"gcloud builds submit(?:.*\\\n)*.*", text)
    ]
    assert len(commands) >= 2
    for command in commands:
        assert re.search(r"--gcs-source-staging-dir=gs://[\w-]+-deploy/", command), command
    keeps = terraform.resource("google_storage_bucket_iam_member.deployer_keeps_state")
    assert keeps["bucket"] == '"${var.project}-deploy"'


def test_nothing_is_named_by_what_can_be_moved() -> None:
    """Actions by commit, with the version beside it; images by digest."""
    uses = re.findall(r"uses: (.*)", repository.text_files()[GITHUB])
    assert len(uses) > 5
    for each in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each), each
    text = repository.text_files()[CLOUD_BUILD]
    images = re.findall(r"(?:name:|- &image) (\S*[/:]\S*)", text)
    assert len(images) == 3
    for image in images:
        assert re.search(r"@sha256:[0-9a-f]{64}$", image), image


@pytest.mark.parametrize("folder", [terraform.FOLDER, terraform.BOOTSTRAP], ids=lambda f: f.name)
def test_each_provider_is_locked(folder: Path) -> None:
    """By the registry's own hashes of its archives: one for Linux, one for macOS, and so on."""
    (block,) = terraform.blocks("terraform", folder=folder)
    (required,) = block.body["required_providers"]
    text = (folder / ".terraform.lock.hcl").read_text()
    for wanted in required.values():
        source = terraform.unquoted(wanted["source"])
        (_, _, locked) = text.partition(f'provider "registry.terraform.io/{source}" {{')
        version = re.search(r'version += "([\d.]+)"', locked)
        assert version is not None, source
        least = terraform.unquoted(wanted["version"]).removeprefix("~> ")
        assert version[1].startswith(least), source
        assert len(re.findall(r'"zh:[0-9a-f]{64}"', locked.partition("]")[0])) > 10


def test_both_use_the_terraform_that_is_named_once() -> None:
    """One version in both, and one that the configuration takes."""
    (version,) = {
        step["with"]["terraform_version"]
        for step in (*github_steps("test"), *github_steps())
        if "setup-terraform" in str(step.get("uses"))
    }
    assert f":{version}@sha256:" in cloud_build()["steps"][0]["name"]
    ((required,),) = ([b.body["required_version"]] for b in terraform.blocks("terraform"))
    least = tuple(map(int, re.findall(r"\d+", required)))
    assert tuple(map(int, version.split("."))) >= least


def test_the_makefile_has_what_the_pipelines_run() -> None:
    """Each `make X` of both files is a target."""
    text = repository.text_files()[CLOUD_BUILD] + repository.text_files()[GITHUB]
    named = set(re.findall(r"(?<=[ `;])make ([a-z][a-z-]+)(?=[ `\n\]])", text)) - {"python3-venv"}
    assert {"test", "check-infra", "deploy-stage"} <= named <= make_targets()


def snippets() -> Iterator[tuple[str, list[str]]]:
    """Return each gcloud and terraform command of the documents, as words."""
    for name, text in documents().items():
        for block in code_blocks(text, "sh"):
            for line in block.replace("\\\n", " ").splitlines():
                # The database's name has the brackets in which commands stand, too.
                said = line.replace("(default)", "default")
                for command in re.split(r"\s*(?:\||&&|;|\$\(|\))\s*", said):
                    # Another command's text may go over several lines: only ours are read.
                    if command.startswith(("gcloud ", "terraform ")):
                        yield name, shlex.split(command, comments=True)


def test_the_documents_show_commands_that_there_are() -> None:
    """Gcloud's groups and terraform's commands are known; each file that is named exists."""
    found = list(snippets())
    assert len(found) >= 5, "the test looks in the wrong files"
    for name, words in found:
        plain = [word for word in words[1:] if not word.startswith("-")]
        known = _GCLOUD_GROUPS if words[0] == "gcloud" else _TERRAFORM
        assert plain[0] in known, f"{name}: {' '.join(words)}"
        for word in words:
            if match := re.search(r"-var-file=(\S+)", word):
                assert terraform.path(match[1]).exists(), f"{name}: {word}"


def gcloud_tree() -> Any:  # noqa: ANN401 -- gcloud's own
    """Return every command and flag of the gcloud on this machine, from its completion table."""
    program = shutil.which("gcloud")
    if program is None:
        pytest.skip("there is no gcloud on this machine")
    table = Path(program).resolve().parents[1] / "data" / "cli" / "gcloud_completions.py"
    if not table.exists():
        pytest.skip("this gcloud has no table of its commands")
    return runpy.run_path(str(table))["STATIC_COMPLETION_CLI_TREE"]


def gcloud_commands() -> Iterator[tuple[str, list[str]]]:
    """Return each gcloud command of the documents and of `infra/deploy`, as words."""
    yield from ((name, words) for name, words in snippets() if words[0] == "gcloud")
    for span in code_spans(documents()["docs/operations.md"]):
        if span.startswith("gcloud "):
            yield "docs/operations.md", shlex.split(span)
    for name, text in repository.text_files().items():
        if name.startswith("infra/deploy/") and name.endswith(".py"):
            for node in ast.walk(ast.parse(text)):
                words = list(_words(node))
                # Where all words are handed on, the caller has them.
                if words[:1] == ["gcloud"] and words[1] != "VALUE":
                    yield name, words


def _words(node: ast.AST) -> Iterator[str]:
    """Return the words of a call such as `run("gcloud", …, *("create", x), f"--project={p}")`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    of_gcloud = ast.unparse(node.func.value).endswith("gcloud")
    if node.func.attr not in ({"run", "find"} if of_gcloud else {"run", "ask"}):
        return
    if of_gcloud:
        yield "gcloud"
    for argument in node.args:
        inner = argument.value if isinstance(argument, ast.Starred) else argument
        for each in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
            match each:
                case ast.Constant(value=str(text)):
                    yield text
                case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
                    yield text
                case _:
                    yield "VALUE"


def test_gcloud_has_every_command_and_flag() -> None:
    """The commands that documents show and `make deploy` runs are this gcloud's, flags included."""
    tree = gcloud_tree()
    found = list(gcloud_commands())
    files = {"docs/deploy.md", "docs/operations.md", "infra/deploy/cloud_run.py"}
    assert {*files, "infra/deploy/guard.py", "infra/deploy/values.py"} <= {
        name for name, _ in found
    }
    for name, words in found:
        branch, flags = tree, set(tree["flags"])
        for word in words[1:]:
            if word.startswith("-"):
                # A switch may stand there once, for both of its ways.
                flag = word.partition("=")[0]
                known = flags | {"--filter", "--format", "--project", "--limit"}
                assert {flag, flag.replace("--no-", "--")} & known, (
                    f"{name}: {' '.join(words)}: there is no {flag}"
                )
            elif branch["commands"]:
                assert word in branch["commands"], f"{name}: {' '.join(words)}: what is {word}?"
                branch = branch["commands"][word]
                flags |= set(branch["flags"])
        assert not branch["commands"], f"{name}: {' '.join(words)} is not a whole command"
