"""What the functions find in their environment is what the code reads, and nothing else."""

import re
from typing import Any

from shared.settings import Settings
from tests.infra import terraform
from tests.repo.documents import documents, table_after

DEPLOY = "docs/deploy.md"
#: Read by functions-framework, see docs/settings.md.
_OF_LIBRARIES = {"FUNCTION_TARGET", "LOG_EXECUTION_ID", "THREADS"}


def container() -> dict[str, Any]:
    """Return what all services but the API run; another test compares it with theirs."""
    (template,) = terraform.resource("google_cloud_run_v2_service.internal")["template"]
    (found,) = template["containers"]
    assert isinstance(found, dict)
    return found


def environment() -> list[dict[str, Any]]:
    """Return the blocks of environment variables: the plain ones, and the secrets."""
    return [dynamic["env"] for dynamic in container()["dynamic"]]


def secrets() -> dict[str, str]:
    """Return the variables that come from Secret Manager, and which service alone has each."""
    said = str(terraform.local_values()["secrets_of"])
    return dict(re.findall(r'"(\w+)" => each[.]secret_id(?: if name == "(\w+)")?', said))


def given() -> set[str]:
    """Return the variables that Terraform sets."""
    plain, _ = environment()
    own = set(re.findall(r"(\w+)\s*=", plain["for_each"]))
    return {*terraform.local_values()["settings"], *own, *secrets()}


def left_alone() -> set[str]:
    """Return the variables that the document says keep their defaults."""
    rows = table_after(documents()[DEPLOY], "Settings that keep their defaults")
    return {name.strip("`, ") for row in rows for name in row[0].split(",")}


def read() -> set[str]:
    """Return the variables that the code reads."""
    return {name.upper() for name in Settings.model_fields}


def test_a_service_has_the_secrets_that_it_needs() -> None:
    """The model's key is the worker's, the signature's the webhooks'; logs have all four."""
    only = {"GEMINI_API_KEY": "worker", "LOG_HASH_KEY": "", "WEBHOOK_SECRET": "webhooks"}
    assert secrets() == only
    _, secret = environment()
    assert secret["for_each"] == "${local.secrets_of[each.key]}"


def test_every_setting_is_set_or_left_alone_on_purpose() -> None:
    """Each variable of the code is set in services.tf, or docs/deploy.md says why it is not."""
    assert read() - given() - left_alone() == set()


def test_nothing_is_set_that_is_not_read() -> None:
    """A variable in services.tf, or on the list of defaults, is one that the code reads."""
    assert given() - read() - _OF_LIBRARIES == set()
    assert left_alone() - read() == set()


def test_what_is_set_is_not_said_to_be_left_alone() -> None:
    """A variable stands on one of the two lists only."""
    assert given() & left_alone() == set()


def test_threads_are_the_concurrency() -> None:
    """Whatever Cloud Run sends a service at once finds a thread there."""
    (template,) = terraform.resource("google_cloud_run_v2_service.internal")["template"]
    assert template["max_instance_request_concurrency"] == "${each.value.concurrency}"
    plain = re.sub(r"\s+", " ", environment()[0]["for_each"])
    assert "THREADS = tostring(each.value.concurrency)" in plain


def test_one_image_runs_them_all() -> None:
    """Which entry point a service runs is said at its start, and is the service's name."""
    assert container()["image"] == "${local.image}"
    assert re.search(r"FUNCTION_TARGET\s*= each[.]key", environment()[0]["for_each"])
    assert "@${var.image}" in terraform.local_values()["image"]


def test_the_frameworks_own_logging_is_off() -> None:
    """It would put the caller's span in place of ours, and part lines of other threads."""
    assert terraform.unquoted(terraform.local_values()["settings"]["LOG_EXECUTION_ID"]) == "false"


def test_the_environment_is_one_the_code_starts_in() -> None:
    """With Terraform's values the settings are read without a complaint."""
    values = {
        name: _filled(str(value), name)
        for name, value in terraform.local_values()["settings"].items()
    }
    settings = Settings.from_environment(values)
    assert settings.worker_token_check == "iam"
    assert settings.submit_burst == Settings.model_fields["submit_burst"].default


def test_defaults_of_limits_are_the_codes() -> None:
    """A limit that is not changed is the same on a laptop and in the cloud."""
    limits = terraform.variable_default("limits")
    assert limits == {name: Settings.model_fields[name].default for name in limits}
    models = terraform.variable_default("gemini_models")
    assert models["first"] == Settings.model_fields["gemini_model"].default
    assert models["fallback"] == Settings.model_fields["gemini_fallback_model"].default
    exporter = Settings.model_fields["otel_traces_exporter"].default
    assert terraform.variable_default("traces")["exporter"] == exporter
    assert (
        terraform.variable_default("warehouse")["max_bytes"]
        == Settings.model_fields["warehouse_max_bytes"].default
    )


def test_retention_and_place_are_the_codes() -> None:
    """The same for the defaults that are variables of their own."""
    for variable, setting in (
        ("retention_days", "job_retention_days"),
        ("file_retention_days", "file_retention_days"),
        ("region", "tasks_location"),
        ("log_level", "log_level"),
        ("allow_anonymous", "allow_anonymous"),
        ("check_revoked", "check_revoked"),
        ("allow_unverified_email", "allow_unverified_email"),
        ("operators_see_requests", "operators_see_requests"),
    ):
        assert terraform.variable_default(variable) == Settings.model_fields[setting].default


#: What only Terraform can work out; of Gemini's location test_sign_in.py has it do so.
_WORKED_OUT = {
    "GEMINI_LOCATION": "eu",
    **dict.fromkeys(
        ("WORKER_URL", "SWEEPER_URL", "WEBHOOK_FUNCTION_URL"), "https://worker-1.x.run.app"
    ),
}


def _filled(expression: str, name: str) -> str:
    """Return what an expression of `local.settings` comes to, by the variables' defaults."""
    if name == "WEBHOOK_URLS":
        return ",".join(terraform.variable_default("webhook_urls"))
    if name in _WORKED_OUT:
        return _WORKED_OUT[name]
    inner = expression.removeprefix("${").removesuffix("}")
    if inner.startswith("tostring("):
        inner = inner.removeprefix("tostring(").removesuffix(")")
    match inner.split("."):
        case ["var", "project"]:
            return "careerlens-test"
        case ["var", variable]:
            return _said(terraform.variable_default(variable))
        case ["var", variable, field]:
            return _said(terraform.variable_default(variable)[field])
        case _:
            return str(terraform.unquoted(inner)) if inner.startswith('"') else "x"


def _said(value: object) -> str:
    """Say a value as Terraform's `tostring` does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
