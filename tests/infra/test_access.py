"""Each function may do what its calls need, and no more; nothing but the API is public."""

import ast
import re
from collections.abc import Iterator

import pytest

from infra.local.cloud.stack import FUNCTIONS
from tests.infra import calls, terraform
from tests.infra.terraform import blocks
from tests.repo import repository

#: A role of our own, on both queues.
QUEUE_SWITCH = ("both queues", "${google_project_iam_custom_role.queue_switch.id}")
#: By part and method of `Services`, the roles that it needs, and on what. "" is any method.
NEEDED: dict[tuple[str, str], set[tuple[str, str]]] = {
    ("store", ""): {("project", "roles/datastore.user")},
    ("queue", "enqueue"): {
        ("queue", "roles/cloudtasks.enqueuer"),
        # The task carries a token of this account.
        ("caller", "roles/iam.serviceAccountUser"),
    },
    ("queue", "put_webhook"): {
        ("webhooks", "roles/cloudtasks.enqueuer"),
        ("caller", "roles/iam.serviceAccountUser"),
    },
    ("queue", "is_enqueued"): {("queue", "roles/cloudtasks.viewer")},
    ("queue", "list_enqueued"): {("queue", "roles/cloudtasks.viewer")},
    ("queue", "is_paused"): {QUEUE_SWITCH},
    ("queue", "pause"): {QUEUE_SWITCH},
    ("queue", "resume"): {QUEUE_SWITCH},
    ("queue", "delete_task"): {("queue", "roles/cloudtasks.taskDeleter")},
    ("events", "publish"): {("topic", "roles/pubsub.publisher")},
    ("events", "publish_start"): {("topic", "roles/pubsub.publisher")},
    ("events", "publish_batch_end"): {("topic", "roles/pubsub.publisher")},
    # The answer to a call that was made before.
    ("events", "wait_for"): set(),
    # Tokens are checked with public keys; operators are looked up, with CHECK_REVOKED all users.
    ("users", ""): {("project", "roles/firebaseauth.viewer")},
    ("task_authenticator", ""): set(),
    ("tracer_provider", ""): {("project, if google_keeps_spans", "roles/telemetry.tracesWriter")},
    ("push", "send"): {("project, if web_push_key", "roles/firebasecloudmessaging.admin")},
    ("webhooks", ""): {("secret, with webhooks", "roles/secretmanager.secretAccessor")},
    ("model", ""): {
        ("project, without a key", "roles/aiplatform.user"),
        ("secret, with a key", "roles/secretmanager.secretAccessor"),
    },
    ("warehouse", ""): {
        ("project", "roles/bigquery.jobUser"),
        ("careerlens", "roles/bigquery.dataViewer"),
    },
}
#: By adapter, what it asks of its client, and the method of ours that does.
VENDOR_CALLS = {
    "shared/tasks/task_queue.py": {
        "create_task": "_create",
        "get_task": "is_enqueued",
        "list_tasks": "_list_page",
        "delete_task": "delete_task",
        "get_queue": "is_paused",
        "pause_queue": "pause",
        "resume_queue": "resume",
    },
    "shared/pubsub/job_events.py": {"publish": "_send"},
}


def needed(function: str) -> set[tuple[str, str]]:
    """Return the roles that a function's calls need."""
    found = set()
    for part, method in calls.calls(function):
        key = (part, method) if (part, method) in NEEDED else (part, "")
        assert key in NEEDED, (
            f"{function} calls {part}.{method}, and it is not said what that needs"
        )
        found |= NEEDED[key]
    return found


def granted(function: str) -> set[tuple[str, str]]:
    """Return the roles that Terraform grants a function's service account."""
    return {*_of_locals(function), *_of_resources(function)}


def _of_locals(function: str) -> Iterator[tuple[str, str]]:
    """Read `local.project_roles` and `local.queue_roles`."""
    values = terraform.local_values()
    always, *conditional = re.split(r"(?:var|local)\.", str(values["project_roles"][function]))
    yield from (("project", role) for role in _roles(always))
    for part in conditional:
        name = re.split(r"\W", part)[0]
        when = "without a key" if name == "gemini_key_secret" else f"if {name}"
        yield from ((f"project, {when}", role) for role in _roles(part))
    yield from (("queue", role) for role in _roles(str(values["queue_roles"][function])))


def _roles(text: str) -> list[str]:
    return re.findall(r"roles/[\w.]+", text)


def _of_resources(function: str) -> Iterator[tuple[str, str]]:
    """Read the grants that stand on one resource each."""
    names = {
        "google_service_account_iam_member.function_acts_as_caller": "caller",
        "google_pubsub_topic_iam_member.function_publishes": "topic",
        "google_bigquery_dataset_iam_member.function_reads": "careerlens",
        "google_secret_manager_secret_iam_member.worker_reads_key": "secret, with a key",
        "google_secret_manager_secret_iam_member.webhooks_reads_secret": "secret, with webhooks",
        "google_secret_manager_secret_iam_member.function_reads_log_hash_key": "secret of the logs",
        "google_cloud_tasks_queue_iam_member.function_puts_webhooks": "webhooks",
        "google_cloud_tasks_queue_iam_member.api_switches": "both queues",
    }
    for block in grants():
        if "google_service_account.function[" not in block.body["member"]:
            continue
        if block.address in {
            "google_project_iam_member.function",
            "google_cloud_tasks_queue_iam_member.function",
        }:
            continue
        each = terraform.texts(block.body.get("for_each", ""))
        whom = each if "each." in block.body["member"] else terraform.texts(block.body["member"])
        if function in whom:
            yield names[block.address], terraform.unquoted(block.body["role"])


def grants() -> list[terraform.Block]:
    """Return every resource that grants something."""
    return [block for block in blocks("resource") if "_iam_" in block.type and "role" in block.body]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_roles_are_what_the_calls_need(function: str) -> None:
    """A function's roles equal those that its calls need: none is missing, none is too many."""
    assert granted(function) == needed(function)


@pytest.mark.parametrize("path", VENDOR_CALLS)
def test_the_table_knows_every_call_of_an_adapter(path: str) -> None:
    """What an adapter asks of its client is in the table, under the method that asks it."""
    found = {
        (node.func.attr, method.name)
        for method in ast.walk(repository.modules()[path])
        if isinstance(method, ast.FunctionDef)
        for node in ast.walk(method)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "self._client"
    }
    assert found == set(VENDOR_CALLS[path].items())


def test_queues_are_switched_and_nothing_else() -> None:
    """Our own role has what the page calls: to look, pause and resume; not to delete or purge."""
    role = terraform.resource("google_project_iam_custom_role.queue_switch")
    assert terraform.unquoted(role["permissions"]) == [
        f"cloudtasks.queues.{name}" for name in ("get", "pause", "resume")
    ]
    switches = terraform.resource("google_cloud_tasks_queue_iam_member.api_switches")
    for name in ("jobs", "webhooks"):
        assert f"google_cloud_tasks_queue.{name}.name" in str(switches["for_each"])


def services() -> dict[str, terraform.Body]:
    """Return each service of Cloud Run by its name in Terraform."""
    return {
        block.name: block.body
        for block in blocks("resource")
        if block.type == "google_cloud_run_v2_service"
    }


def test_only_the_api_is_public() -> None:
    """No grant is for everybody, or for everybody signed in; the api has no check of invokers."""
    assert not [
        block.address
        for block in grants()
        if re.search(r"allUsers|allAuthenticatedUsers", str(block.body))
    ]
    unchecked = {name: body.get("invoker_iam_disabled") for name, body in services().items()}
    assert unchecked == {"api": True, "internal": None}


def test_only_the_api_is_reached_from_outside() -> None:
    """The others take requests from inside the project only, whatever their token."""
    ingress = {name: terraform.unquoted(body["ingress"]) for name, body in services().items()}
    assert ingress == {"api": "INGRESS_TRAFFIC_ALL", "internal": "INGRESS_TRAFFIC_INTERNAL_ONLY"}


def test_the_private_functions_are_called_by_the_caller_only() -> None:
    """One account may invoke them; it stands on the Cloud Run services, where it counts."""
    invokers = {
        block.address: (terraform.texts(block.body.get("for_each", "")), block.body["member"])
        for block in grants()
        if block.body["role"] == '"roles/run.invoker"'
    }
    assert invokers == {
        "google_cloud_run_v2_service_iam_member.caller_invokes": (
            ["worker", "sweeper", "webhooks"],
            "${google_service_account.caller.member}",
        )
    }


def test_no_account_has_a_basic_role_or_a_key() -> None:
    """No owner, no editor, and no key file: Terraform makes neither."""
    text = "\n".join(path.read_text() for path in terraform.FOLDER.glob("*.tf"))
    assert not re.search(r"roles/(owner|editor|viewer)\b", text)
    assert "google_service_account_key" not in text
    assert not [
        block
        for block in blocks("resource")
        if block.type.endswith(("_binding", "_policy")) and "iam" in block.type
    ]
