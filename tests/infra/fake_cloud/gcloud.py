"""gcloud: the commands that `infra/deploy` uses, with the errors that the real one prints."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.infra.fake_cloud import cloud_run
from tests.infra.fake_cloud.state import Answer, project_of

State = dict[str, Any]
#: By a command's first word, the API that must be on for it.
_APIS = {
    "artifacts": "artifactregistry.googleapis.com",
    "builds": "cloudbuild.googleapis.com",
    "run": "run.googleapis.com",
    "storage": "storage.googleapis.com",
}


def run(state: State, arguments: Sequence[str]) -> None:
    """Answer one command."""
    words = [word for word in arguments if not word.startswith("--")]
    flags = dict(_flag(word) for word in arguments if word.startswith("--"))
    for length in (4, 3, 2):
        command = " ".join(words[:length])
        if command in _COMMANDS:
            _refuse_for_now(state, command, flags)
            _COMMANDS[command](state, words[length:], flags)
            return
    raise Answer(error=f"ERROR: (gcloud) the fake cloud does not know: {' '.join(words)}", code=2)


def _flag(word: str) -> tuple[str, str]:
    name, _, value = word.removeprefix("--").partition("=")
    return name, value


def _refuse_for_now(state: State, command: str, flags: Mapping[str, str]) -> None:
    """Answer 403 while a role or an API does not count yet, or as often as a test wants it."""
    faults = state["faults"]
    if faults["refused"].get(command, 0) > 0:
        faults["refused"][command] -= 1
        raise _forbidden(state, command)
    api = _APIS.get(command.partition(" ")[0])
    if api is None:
        return
    if state["now"] < faults["iam_seconds"]:
        raise _forbidden(state, command)
    switched_on = project_of(state, flags)["services"].get(api)
    if switched_on is None or state["now"] < switched_on + faults["api_seconds"]:
        raise Answer(
            error=f"ERROR: (gcloud.{command.replace(' ', '.')}) HTTPError 403: {api} has not been"
            f" used in project {flags['project']} before or it is disabled.\n"
        )


def _forbidden(state: State, command: str) -> Answer:
    where = command.replace(" ", ".")
    return Answer(
        error=f"ERROR: (gcloud.{where}) HTTPError 403: {state['account']} does not have permission."
        " Permission denied on resource (or it may not exist).\n"
    )


# --- projects, APIs, accounts -------------------------------------------------------------------


def _list_accounts(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    raise Answer(state["account"])


def _print_token(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    raise Answer("ya29.made-up")


def _describe_project(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    raise Answer(project_of(state, {"project": words[0]})["number"])


def _describe_billing(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    found = project_of(state, {"project": words[0]})
    raise Answer(json.dumps({"projectId": words[0], "billingEnabled": found["billing"]}))


def _list_apis(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    services = project_of(state, flags)["services"]
    raise Answer(json.dumps([{"config": {"name": name}} for name in services]))


def _describe_policy(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    """Answer the policy that counts; what an organisation says nothing of allows all."""
    rules = project_of(state, flags)["policies"].get(words[0], {"allValues": "ALLOW"})
    raise Answer(json.dumps({"constraint": f"constraints/{words[0]}", "listPolicy": rules}))


def _describe_managed_policy(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    """Answer a policy of the newer kind, which is enforced or not."""
    rules = project_of(state, flags)["policies"].get(words[0], {"enforce": False})
    raise Answer(json.dumps({"spec": {"rules": [rules]}}))


def _enable_apis(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    services = project_of(state, flags)["services"]
    for api in words:
        services.setdefault(api, state["now"])


def _describe_account(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    if words[0] not in state["accounts"].get(flags["project"], []):
        raise Answer(error="ERROR: (gcloud.iam.service-accounts.describe) NOT_FOUND: Unknown.\n")
    raise Answer(json.dumps({"email": words[0]}))


# --- buckets and objects ------------------------------------------------------------------------


def _describe_bucket(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    name = words[0].removeprefix("gs://")
    found = _own_bucket(state, name, flags, "buckets.describe")
    raise Answer(json.dumps({"id": name, **found, "objects": None}))


def _own_bucket(state: State, name: str, flags: Mapping[str, str], command: str) -> Any:  # noqa: ANN401 -- a tree of JSON
    if name not in state["buckets"]:
        raise Answer(error=f"ERROR: (gcloud.storage.{command}) gs://{name} not found: 404.\n")
    found = state["buckets"][name]
    if found["projectNumber"] != project_of(state, flags)["number"] and not found.get("open"):
        raise _forbidden(state, f"storage {command}")
    return found


def _create_bucket(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    name, number = words[0].removeprefix("gs://"), project_of(state, flags)["number"]
    if name in state["buckets"]:
        owned = state["buckets"][name]["projectNumber"] == number
        raise Answer(
            error="ERROR: (gcloud.storage.buckets.create) HTTPError 409: "
            + (
                "Your previous request to create the named bucket succeeded and you already own it."
                if owned
                else "The requested bucket name is not available. The bucket namespace is shared"
                " by all users of the system. Please select a different name and try again."
            )
        )
    made = {"projectNumber": number, "location": flags["location"], "labels": {}, "objects": {}}
    state["buckets"][name] = made


def _update_bucket(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    found = _own_bucket(state, words[0].removeprefix("gs://"), flags, "buckets.update")
    if "update-labels" in flags:
        found["labels"].update(word.split("=", 1) for word in flags["update-labels"].split(","))


def _split(address: str) -> tuple[str, str]:
    bucket, _, name = address.removeprefix("gs://").partition("/")
    return bucket, name


def _object(state: State, address: str, flags: Mapping[str, str]) -> bytes:
    bucket, name = _split(address)
    objects = _own_bucket(state, bucket, flags, "objects.describe")["objects"]
    if name not in objects:
        raise Answer(error=f"ERROR: (gcloud.storage.objects.describe) {address} not found: 404.\n")
    return base64.b64decode(objects[name])


def _describe_object(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    raise Answer(json.dumps({"name": words[0], "size": len(_object(state, words[0], flags))}))


def _cat_object(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    raise Answer(_object(state, words[0], flags).decode())


def _copy(state: State, words: Sequence[str], flags: Mapping[str, str]) -> None:
    source, target = words
    if source.startswith("gs://"):
        Path(target).write_bytes(_object(state, source, flags))
        return
    bucket, name = _split(target)
    content = base64.b64encode(Path(source).read_bytes()).decode()
    _own_bucket(state, bucket, flags, "cp")["objects"][name] = content


_COMMANDS: Mapping[str, Callable[[State, Sequence[str], Mapping[str, str]], None]] = {
    "artifacts docker images describe": cloud_run.describe_image,
    "auth list": _list_accounts,
    "auth application-default print-access-token": _print_token,
    "auth print-access-token": _print_token,
    "billing projects describe": _describe_billing,
    "builds submit": cloud_run.submit_build,
    "org-policies describe": _describe_managed_policy,
    "projects describe": _describe_project,
    "resource-manager org-policies describe": _describe_policy,
    "run services list": cloud_run.list_services,
    "run services update-traffic": cloud_run.update_traffic,
    "services list": _list_apis,
    "services enable": _enable_apis,
    "iam service-accounts describe": _describe_account,
    "storage buckets describe": _describe_bucket,
    "storage buckets create": _create_bucket,
    "storage buckets update": _update_bucket,
    "storage objects describe": _describe_object,
    "storage cat": _cat_object,
    "storage cp": _copy,
}
