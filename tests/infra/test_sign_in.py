"""Who may come in, and where the page lives: what Terraform makes of it, as Terraform judges it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.local.web import hosting
from tests.infra import terraform
from tests.infra.test_terraform import TFVARS, needs_terraform, run_terraform
from tests.repo.repository import ROOT

_GOOGLE = {"google_client_id": "123-abc.apps.googleusercontent.com"}


def variables() -> dict[str, str]:
    """Return how each variable is declared, by its name."""
    text = terraform.path("variables.tf").read_text()
    return {
        found[2]: found[1] for found in re.finditer(r'(?ms)^(variable "(\w+)" \{$.*?^\})$', text)
    }


def evaluate(
    folder: Path, files: tuple[str, ...], expression: str, *, more: str = "", **given: str
) -> Any:  # noqa: ANN401 -- of any type
    """Have Terraform work out an expression, with the local values of some files only."""
    texts = [more, f'output "it" {{\n  value = {expression}\n}}\n']
    for file in files:
        texts += re.findall(r"(?ms)^locals \{$.*?^\}$", terraform.path(file).read_text())
    named = set(re.findall(r"var\.(\w+)", "".join(texts)))
    for name, text in variables().items():
        if name in named:
            texts.append(text)
    (folder / "main.tf").write_text("\n".join(texts))
    given = {"project": "careerlens-test", **given}
    options = [f"-var={name}={value}" for name, value in given.items() if name in named]
    done = run_terraform("apply", "-input=false", "-auto-approve", *options, folder=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(run_terraform("output", "-json", "it", folder=folder).stdout)


def expression_of(value: object) -> str:
    """Return what stands in an argument."""
    return str(value).removeprefix("${").removesuffix("}")


@needs_terraform
@pytest.mark.parametrize(
    ("region", "named", "location"),
    [
        ("europe-west1", "", "eu"),
        ("us-central1", "", "us"),
        ("asia-northeast1", "", "global"),
        ("europe-west1", "global", "global"),
    ],
)
def test_gemini_works_where_the_functions_are(
    tmp_path: Path, region: str, named: str, location: str
) -> None:
    """What people of the Union send stays there, unless another place is named."""
    files = ("locations.tf",)
    given = {"region": region, "gemini_location": named}
    assert evaluate(tmp_path, files, "local.gemini_location", **given) == location
    assert terraform.local_values()["settings"]["GEMINI_LOCATION"] == "${local.gemini_location}"


@needs_terraform
@pytest.mark.parametrize(
    ("given", "ways"),
    [
        ({}, ["email-link"]),
        (_GOOGLE, ["email-link", "google"]),
        ({"allow_anonymous": "true"}, ["email-link", "anonymous"]),
    ],
)
def test_the_page_offers_what_is_switched_on(
    tmp_path: Path, given: dict[str, str], ways: list[str]
) -> None:
    """Google where there is a client, guests where they are allowed; links always."""
    assert of_auth(tmp_path, "local.sign_in_ways", **given) == ways


def of_auth(folder: Path, expression: str, **given: str) -> Any:  # noqa: ANN401 -- of any type
    """Work out an expression of auth.tf."""
    origins = terraform.unquoted(terraform.local_values()["hosting_origins"])
    local = f"locals {{\n  hosting_origins = {json.dumps(origins)}\n}}\n"
    return evaluate(folder, ("auth.tf",), expression, more=local, **given)


@needs_terraform
def test_only_our_pages_sign_users_in(tmp_path: Path) -> None:
    """The key is taken from them only, and a link leads back to no other."""
    (restrictions,) = terraform.resource("google_apikeys_key.web")["restrictions"]
    (limits,) = restrictions["browser_key_restrictions"]
    pages = '["https://careers.example.com", "http://localhost:5173"]'
    referrers = of_auth(tmp_path, expression_of(limits["allowed_referrers"]), allowed_origins=pages)
    assert referrers == [
        "https://careerlens-test.web.app/*",
        "https://careerlens-test.firebaseapp.com/*",
        "https://careers.example.com/*",
        "http://localhost:5173/*",
    ]
    config = terraform.resource("google_identity_platform_config.users")
    domains = of_auth(tmp_path, expression_of(config["authorized_domains"]), allowed_origins=pages)
    assert domains == [
        "careerlens-test.web.app",
        "careerlens-test.firebaseapp.com",
        "careers.example.com",
        "localhost",
    ]


def test_the_page_says_where_it_is_from() -> None:
    """A key that is limited to pages is refused where the browser is told to send no referrer."""
    headers = hosting.headers_for(hosting.read_hosting("careerlens-test"), "/")
    assert headers["Referrer-Policy"] == "strict-origin"


def test_the_key_opens_what_the_page_talks_to() -> None:
    """Firebase's library sends it to each of Google's hosts that the policy names; all are on."""
    policy = hosting.headers_for(hosting.read_hosting("x"), "/")[hosting.POLICY]
    (connect,) = (part for part in policy.split("; ") if part.startswith("connect-src"))
    hosts = set(re.findall(r"https://([a-z]+\.googleapis\.com)", connect))
    (restrictions,) = terraform.resource("google_apikeys_key.web")["restrictions"]
    targets = {terraform.unquoted(each["service"]) for each in restrictions["api_targets"]}
    assert targets == hosts
    assert targets <= set(terraform.texts(terraform.local_values()["apis"]))


def test_links_are_on_and_passwords_are_nowhere_asked_for() -> None:
    """With a password asked for, Identity Platform sends no links."""
    (sign_in,) = terraform.resource("google_identity_platform_config.users")["sign_in"]
    (email,) = sign_in["email"]
    assert (email["enabled"], email["password_required"]) == (True, False)


def test_what_only_the_beta_provider_has_is_asked_of_it() -> None:
    """Firebase's resources and Google's own agents, and no others."""
    for block in terraform.blocks("resource", "data"):
        is_beta = "google-beta" in str(block.body.get("provider", ""))
        assert is_beta == block.type.startswith(
            ("google_firebase_", "google_project_service_identity")
        ), block.address


def test_the_page_reads_what_terraform_tells_it() -> None:
    """The keys of the output are those that the page knows; the rest is of the local cloud."""
    (output,) = (block for block in terraform.blocks("output") if block.name == "web_config")
    told = set(re.findall(r"\b(\w+)\s*[=:]", expression_of(output.body["value"])))
    text = (ROOT / "web" / "src" / "app" / "config.ts").read_text()
    (record,) = re.findall(r"export interface AppConfig \{(.*?)\n\}", text, re.DOTALL)
    known = set(re.findall(r"^  readonly (\w+)\??:", record, re.MULTILINE))
    assert told == known - {"emulators", "people"}


@pytest.mark.parametrize("name", TFVARS)
def test_all_users_together_have_a_ceiling(name: str) -> None:
    """An account is free, and each has a budget of its own: so the project has one, too.

    A day of it is less than the month's budget at which the billing account says so by default.
    """
    limits = terraform.tfvars(name)["limits"]
    (watched,) = (
        block.body["default"]
        for block in terraform.blocks("variable", folder=terraform.BOOTSTRAP)
        if block.name == "budget"
    )
    assert 0 < limits["project_daily_budget_usd"] < watched
    assert set(limits) == set(terraform.variable_default("limits"))


def test_hosting_passes_the_api_on_where_it_runs() -> None:
    """The region is a deployment's, not the file's."""
    text = (ROOT / "firebase.json").read_text()
    assert '"region": "{REGION}"' in text
    assert "europe" not in text
