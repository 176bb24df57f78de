"""Terraform, seen from outside: where its state lies, what it is given, and what it leaves behind.

As the real one: another backend in the same data folder wants `-reconfigure`; a command before
`init` is refused; and a part that is targeted is made without the rest.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.infra.fake_cloud import cloud_run
from tests.infra.fake_cloud.state import Answer

State = dict[str, Any]
#: What an apply of the deployment switches on, besides what `prepare` has.
_APIS = ("firebasehosting.googleapis.com", "firebaserules.googleapis.com")


def run(state: State, arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> None:
    """Answer one command."""
    change, command, *rest = arguments
    folder = cwd / change.removeprefix("-chdir=")
    data = Path(env.get("TF_DATA_DIR") or folder / ".terraform")
    if command == "init":
        _init(folder, data, rest)
        return
    backend = _backend(data)
    match command:
        case "plan":
            (out,) = (word for word in rest if word.startswith("-out="))
            Path(out.removeprefix("-out=")).write_text(json.dumps(_given(folder, rest)))
        case "apply":
            _apply(state, backend, _planned(rest) or _given(folder, rest), _targets(rest))
        case "state" if rest == ["list"]:
            raise Answer("\n".join(_state(state, backend).get("resources", [])))
        case "output":
            _output(state, backend, rest)
        case _:
            raise Answer(error=f"the fake cloud does not know terraform {command}\n", code=2)


def _init(folder: Path, data: Path, rest: Sequence[str]) -> None:
    (bucket,) = (w.partition("bucket=")[2] for w in rest if w.startswith("-backend-config=bucket="))
    prefix = "bootstrap" if folder.name == "bootstrap" else "terraform"
    backend = json.dumps({"bucket": bucket, "prefix": prefix})
    kept = data / "backend.json"
    if kept.exists() and kept.read_text() != backend and "-reconfigure" not in rest:
        raise Answer(error="Error: Backend configuration changed\n")
    data.mkdir(parents=True, exist_ok=True)
    kept.write_text(backend)


def _backend(data: Path) -> Any:  # noqa: ANN401 -- a tree of JSON
    kept = data / "backend.json"
    if not kept.exists():
        raise Answer(error="Error: Backend initialization required, please run terraform init\n")
    return json.loads(kept.read_text())


def _planned(rest: Sequence[str]) -> Any:  # noqa: ANN401 -- a tree of JSON
    """Return what the plan that the command names was given."""
    plans = [word for word in rest if not word.startswith("-")]
    return json.loads(Path(plans[0]).read_text()) if plans else None


def _given(folder: Path, rest: Sequence[str]) -> dict[str, Any]:
    """Return the variables of a command; of the files, those in JSON."""
    given: dict[str, Any] = {}
    for word in rest:
        name, _, value = word.partition("=")
        if name == "-var-file":
            file = folder / value
            given |= json.loads(file.read_text()) if value.endswith(".json") else {"file": value}
        if name == "-var":
            key, _, said = value.partition("=")
            given[key] = said
    return given


def _targets(rest: Sequence[str]) -> list[str]:
    return [word.removeprefix("-target=") for word in rest if word.startswith("-target=")]


def _state(state: State, backend: Any) -> dict[str, Any]:  # noqa: ANN401 -- a tree of JSON
    packed = state["buckets"][backend["bucket"]]["objects"].get(_object(backend))
    return dict(json.loads(base64.b64decode(packed))) if packed else {}


def _object(backend: Any) -> str:  # noqa: ANN401 -- a tree of JSON
    return f"{backend['prefix']}/default.tfstate"


def _apply(
    state: State,
    backend: Any,  # noqa: ANN401 -- a tree of JSON
    given: dict[str, Any],
    targets: list[str],
) -> None:
    bucket = state["buckets"].get(backend["bucket"])
    if bucket is None:
        raise Answer(error="Error: Failed to get existing workspaces: bucket doesn't exist\n")
    before = _state(state, backend)
    made = {**before, "resources": sorted({*before.get("resources", []), *targets})}
    project = state["projects"][given["project"]]
    if project["region"] not in {None, given["region"]}:
        project["run"].clear()  # they are made anew, elsewhere
    project["region"] = given["region"]
    if not targets:
        made["outputs"] = {
            "api_url": f"https://{cloud_run.host(project['number'], given['region'])}",
            "web_config": json.dumps({"projectId": given["project"]}),
        }
    bucket["objects"][_object(backend)] = base64.b64encode(json.dumps(made).encode()).decode()
    if not targets and backend["prefix"] == "terraform":
        _make_all(state, given)


def _make_all(state: State, given: dict[str, Any]) -> None:
    """Make what the deployment's root has: APIs, the deployer, the services."""
    project = given["project"]
    for api in _APIS:
        state["projects"][project]["services"].setdefault(api, state["now"])
    deployer = f"jobs-deployer@{project}.iam.gserviceaccount.com"
    state["accounts"].setdefault(project, []).append(deployer)
    cloud_run.apply(state, given)


def _output(state: State, backend: Any, rest: Sequence[str]) -> None:  # noqa: ANN401 -- JSON
    outputs = _state(state, backend).get("outputs")
    if rest[:1] == ["-raw"]:
        raise Answer("" if outputs is None else outputs.get(rest[1], f"value-of-{rest[1]}"))
    raise Answer(json.dumps({name: {"value": value} for name, value in (outputs or {}).items()}))
