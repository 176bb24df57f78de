"""The Terraform files hang together: each name, path and argument that they use exists."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from shared.webhooks.endpoints import read_endpoints
from tests.infra import provider, terraform
from tests.infra.terraform import Block, blocks, expressions

_REFERENCE = re.compile(
    r"(?<![\w.\"-])(var|local|data\.google_\w+|google_\w+|terraform_data)\.(\w+)(?:\[[^\]]*\])?(?:\.(\w+))?"
)
_FILE = re.compile(r'(?:file|filesha256|templatefile)\("((?:[^"$]|\$\{[^}]*\})+)"')
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
#: What belongs to any resource, whatever its type.
_COMPUTED = {
    "api_key",
    "app_id",
    "auth_domain",
    "secret_data",
    "uid",
    *("id", "name", "member", "email", "number", "secret_id", "key_string"),
    *("location", "output", "uptime_check_id"),
}
TFVARS = ("dev.tfvars", "prod.tfvars")

needs_terraform = pytest.mark.skipif(
    terraform.PROGRAM is None, reason="there is no terraform on this machine"
)


def run_terraform(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Terraform, which neither asks a person nor the network."""
    assert terraform.PROGRAM is not None
    return subprocess.run(  # noqa: S603 -- a command of our own
        [terraform.PROGRAM, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"},
    )


def references(value: object) -> Iterator[tuple[str, str]]:
    """Return each address that a tree of expressions names, with the attribute it asks for."""
    for expression in expressions(value):
        for kind, name, attribute in _REFERENCE.findall(expression):
            yield f"{kind}.{name}", attribute


def all_references() -> Iterator[tuple[str, str, str]]:
    """Return each reference of all files, with the file it stands in."""
    for file, body in terraform.files().items():
        for address, attribute in references(body):
            yield file, address, attribute


def known_addresses() -> set[str]:
    """Return what a reference may name."""
    found = {block.address for block in blocks("resource", "data", "variable")}
    return found | {f"local.{name}" for name in terraform.local_values()}


def test_every_reference_leads_somewhere() -> None:
    """Each variable, local value and resource that is named is declared."""
    named = {(file, address) for file, address, _ in all_references()}
    assert len(named) > 100, "the test reads too little"
    assert {(file, address) for file, address in named if address not in known_addresses()} == set()


def test_every_attribute_exists() -> None:
    """What is asked of a resource is one of its arguments, or what each resource has."""
    given = {block.address: set(block.body) for block in blocks("resource", "data")}
    wrong = {
        (file, address, attribute)
        for file, address, attribute in all_references()
        if attribute and address in given and attribute not in given[address] | _COMPUTED
    }
    assert wrong == set()


def test_nothing_is_declared_in_vain() -> None:
    """Each variable, local value and data source is used by something."""
    used = {address for _, address, _ in all_references()}
    declared = {block.address for block in blocks("variable", "data")}
    declared |= {f"local.{name}" for name in terraform.local_values()}
    assert declared - used == set()


def test_every_file_that_is_read_is_there() -> None:
    """The path in each `file(…)` exists; one with a part to fill in matches at least one file."""
    named = {
        _PLACEHOLDER.sub("*", found)
        for body in terraform.files().values()
        for expression in expressions(body)
        for found in _FILE.findall(expression)
    }
    assert "../firestore.indexes.json" in named
    below = {name: name.removeprefix("../") for name in named}
    assert {name for name in named if not list(terraform.FOLDER.parent.glob(below[name]))} == set()


@pytest.mark.parametrize("block", blocks("resource", "data"), ids=lambda block: block.address)
def test_the_provider_takes_what_it_is_given(block: Block) -> None:
    """Each argument and block is one of the provider's, and none that it wants is missing."""
    if block.type != "terraform_data":
        assert list(provider.faults(block)) == []


def test_the_provider_refuses_what_it_does_not_know() -> None:
    """The check above can fail: a wrong name, a missing one, and a wrong one in a block."""
    body = terraform.parse(
        'resource "google_cloud_tasks_queue" "x" {\n  nam = "jobs"\n  retry_config {\n'
        "    attempts = 3\n  }\n}\n"
    )["resource"][0]["google_cloud_tasks_queue"]["x"]
    block = Block(kind="resource", type="google_cloud_tasks_queue", name="x", body=body, file="")
    where = "google_cloud_tasks_queue.x"
    assert sorted(provider.faults(block)) == [
        f"{where}.retry_config: there is no attempts",
        f"{where}: location is missing",
        f"{where}: name is missing",
        f"{where}: there is no nam",
    ]


@pytest.mark.parametrize("block", blocks("variable"), ids=lambda block: block.name)
def test_a_variable_says_what_it_takes(block: Block) -> None:
    """Each has a type, a description in a sentence, and a check, unless any value will do."""
    assert "type" in block.body
    assert re.fullmatch(r'"[A-Z].{20,}\."', block.body["description"]), block.body["description"]
    assert "validation" in block.body or block.body["type"] == "bool"


def test_variables_are_in_order() -> None:
    """They stand in the order of the alphabet, so that a reader finds them."""
    names = [block.name for block in blocks("variable")]
    assert names == sorted(names)


@pytest.mark.parametrize("name", TFVARS)
def test_a_file_of_values_gives_declared_variables(name: str) -> None:
    """A value whose variable does not exist is a spelling mistake."""
    assert set(terraform.tfvars(name)) - {block.name for block in blocks("variable")} == set()


@pytest.mark.parametrize("name", TFVARS)
def test_a_file_of_values_holds_no_secret(name: str) -> None:
    """It is committed: no key, token, address of a person or billing account stands in it."""
    text = terraform.path(name).read_text()
    assert not re.search(r"AIza|BEGIN|ya29|@|[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}", text)


@needs_terraform
def test_the_files_have_terraforms_form() -> None:
    """`terraform fmt` would change nothing."""
    done = run_terraform("fmt", "-check", "-diff", "-recursive", ".", folder=terraform.FOLDER)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def plan_of_variables(folder: Path, file: str, **given: str) -> tuple[int, str]:
    """Let Terraform itself judge the values of variables, in a module that has nothing else."""
    text = terraform.path("variables.tf").read_text()
    (folder / "variables.tf").write_text(text)
    values = {"project": "careerlens-test", "image": f"sha256:{'0' * 64}", **given}
    options = [f"-var={name}={value}" for name, value in values.items()]
    done = run_terraform(
        *("plan", "-input=false", "-no-color", f"-var-file={terraform.path(file)}", *options),
        folder=folder,
    )
    return done.returncode, " ".join(re.sub(r"[│╷╵\n]", " ", done.stdout + done.stderr).split())


@needs_terraform
@pytest.mark.parametrize("name", TFVARS)
def test_a_file_of_values_is_taken(name: str, tmp_path: Path) -> None:
    """Terraform takes the file: every type and every check of every variable."""
    code, said = plan_of_variables(tmp_path, name)
    assert code == 0, said


#: By variable, a value that must be refused. Every variable with a check has one.
WRONG: Mapping[str, str] = {
    "alert_emails": '["nowhere"]',
    "allowed_origins": '["https://a.example/"]',
    "environment": "test",
    "file_retention_days": "0",
    "firestore_location": "europe",
    "functions": "{}",
    "gemini_key_secret": "projects/x/secrets/y",
    "gemini_location": "Global!",
    "google_client_id": "careerlens",
    "google_client_secret": "GOCSPX-secret/of/a/client",
    "gemini_models": '{ first = "gpt", fallback = "gemini-3.5-flash-lite" }',
    "image": "latest",
    "kms_key": "my-key",
    "limits": "{ daily_budget_usd = 1, files_per_user_mb = 1, requests_per_minute = 1,"
    " running_per_user = 0, submit_burst = 0, submit_per_minute = 1, unfinished_per_user = 1 }",
    "log_hash_key_secret": "a key",
    "log_level": "debug",
    "operators": '["allUsers"]',
    "project": "demo-careerlens",
    "queue": "{ per_second = 20, at_once = 100000 }",
    "region": "EU",
    "retention_days": "0",
    "traces": '{ exporter = "otlp", endpoint = "telemetry.googleapis.com" }',
    "warehouse": '{ location = "Europe", max_bytes = 1 }',
    "web_push_key": "not-a-key",
    "webhook_secret": "projects/x/secrets/y",
    "webhook_urls": '["http://hooks.example.com"]',
}


#: What Terraform and the code must judge alike.
HOOK_URLS = (
    *("https://hooks.example.com", "https://hooks.example.com/jobs?x=1", "https://a.b.xn--p1ai/"),
    *("http://hooks.example.com/", "https://10.0.0.1/", "https://hooks.example.com:444/"),
    *("https://u@hooks.example.com/", "https://localhost/", "https://hooks.example.com/#a"),
    *("https://hooks.example.com/a b", "https://[::1]/"),
)


@needs_terraform
@pytest.mark.parametrize("url", HOOK_URLS)
def test_a_webhooks_address_is_judged_as_the_code_does(url: str, tmp_path: Path) -> None:
    """What would stop the functions' start is refused before anything is touched."""
    hooks = {"webhook_urls": json.dumps([url]), "webhook_secret": "webhook-secret"}
    code, said = plan_of_variables(tmp_path, "dev.tfvars", **hooks)
    try:
        read_endpoints([url], may_be_local=False)
    except ValueError:
        assert code != 0
        assert "Each must be such as https://hooks.example.com/jobs" in said
    else:
        assert code == 0, said


@needs_terraform
def test_webhooks_need_a_secret(tmp_path: Path) -> None:
    """No endpoint is told anything unsigned."""
    urls = json.dumps(["https://hooks.example.com"])
    code, said = plan_of_variables(tmp_path, "dev.tfvars", webhook_urls=urls)
    assert code != 0
    assert "Webhooks are signed" in said


def test_every_check_of_a_variable_is_tried() -> None:
    """The table above has a wrong value for each variable that has a check."""
    checked = {block.name for block in blocks("variable") if "validation" in block.body}
    assert set(WRONG) == checked


@needs_terraform
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_refused(name: str, tmp_path: Path) -> None:
    """Terraform refuses it with the variable's own sentence, before anything is touched."""
    code, said = plan_of_variables(tmp_path, "dev.tfvars", **{name: WRONG[name]})
    (block,) = (block for block in blocks("variable") if block.name == name)
    sentences = [each["error_message"].strip('"') for each in block.body["validation"]]
    assert code != 0
    assert any(" ".join(sentence.split()) in said for sentence in sentences), said
