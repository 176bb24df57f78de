"""Terraform, seen from outside: where its state lies, what it is given, and what it leaves behind.

As the real one: another backend in the same data folder wants `-reconfigure`; a command before
`init` is refused; and outputs that depend on variables only are saved although an apply fails.
"""

import base64
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.infra.fake_cloud.state import Answer

State = dict[str, Any]
#: In a release's `main.py`: its build fails.
BUILD_FAILS = "# this does not build"
#: In a release's `main.py`: it starts, and its jobs fail.
JOBS_FAIL = "# its jobs fail"


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
            _apply(state, backend, _planned(rest) or _given(folder, rest))
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
    if "rules_file" in given:
        given["rules"] = (folder / given["rules_file"]).read_text()
    return given


def _apply(state: State, backend: Any, given: dict[str, Any]) -> None:  # noqa: ANN401 -- JSON
    bucket = state["buckets"].get(backend["bucket"])
    if bucket is None:
        raise Answer(error="Error: Failed to get existing workspaces: bucket doesn't exist\n")
    outputs = {name: given[name] for name in ("release", "rules") if name in given}
    content = json.dumps({"outputs": outputs, "given": given})
    bucket["objects"][f"{backend['prefix']}/default.tfstate"] = base64.b64encode(
        content.encode()
    ).decode()
    if "release" not in given:
        return
    if BUILD_FAILS in source_of(bucket, given["release"]):
        raise Answer(error="Error: Error waiting to create function: Build failed\n")
    state["running"][given["project"]] = given
    deployer = f"jobs-deployer@{given['project']}.iam.gserviceaccount.com"
    state["accounts"].setdefault(given["project"], []).append(deployer)


def source_of(bucket: Any, release: str) -> str:  # noqa: ANN401 -- a tree of JSON
    """Return the `main.py` of a release's archive."""
    packed = bucket["objects"].get(f"source/{release}.zip")
    if packed is None:
        raise Answer(error=f"Error: object source/{release}.zip not found, notFound\n")
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(packed))) as archive:
        return archive.read("main.py").decode()


def _output(state: State, backend: Any, rest: Sequence[str]) -> None:  # noqa: ANN401 -- JSON
    objects = state["buckets"][backend["bucket"]]["objects"]
    packed = objects.get(f"{backend['prefix']}/default.tfstate")
    outputs = json.loads(base64.b64decode(packed))["outputs"] if packed else {}
    if rest[:1] == ["-raw"]:
        raise Answer(outputs.get(rest[1], f"value-of-{rest[1]}" if packed else ""))
    raise Answer(json.dumps({name: {"value": value} for name, value in outputs.items()}))
