"""What the Google provider's resources take; see `extract_provider` for where that is from."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.infra.terraform import Block, Body

FILE = Path(__file__).with_name("provider.json")
_FOLDERS = {"resource": "resources", "data": "data-sources"}
#: What Terraform itself adds to every resource and block.
_META = {"count", "depends_on", "for_each", "lifecycle", "provider", "timeouts"}

Taken = Mapping[str, Any]


@cache
def _all() -> Mapping[str, Mapping[str, Taken]]:
    found: Mapping[str, Mapping[str, Taken]] = json.loads(FILE.read_bytes())
    return found


def faults(block: Block) -> Iterator[str]:
    """Return, in a sentence each, what the provider would refuse about a resource."""
    taken = _all()[_FOLDERS[block.kind]].get(block.type)
    if taken is None:
        yield f"{block.type} is not in provider.json: run tests.infra.extract_provider"
        return
    body = {name: value for name, value in block.body.items() if name not in _META}
    yield from _faults_of(body, taken, block.address)


def _faults_of(body: Body, taken: Taken, where: str) -> Iterator[str]:
    known = {name.rstrip("!"): below for name, below in taken.items()}
    given = _with_dynamic(body)
    for name in given.keys() - known.keys():
        yield f"{where}: there is no {name}"
    for name in {name[:-1] for name in taken if name.endswith("!")} - given.keys():
        yield f"{where}: {name} is missing"
    for name in given.keys() & known.keys():
        if known[name] is not None:
            for each in _blocks(given[name]):
                yield from _faults_of(each, known[name], f"{where}.{name}")


def _with_dynamic(body: Body) -> dict[str, Any]:
    """Return a body with each `dynamic` block as if it stood there once."""
    given = {name: value for name, value in body.items() if name != "dynamic"}
    for dynamic in body.get("dynamic", []):
        for name, block in dynamic.items():
            given[name] = block["content"]
    return given


def _blocks(value: object) -> Iterator[Body]:
    """Return the bodies of what is written as blocks; a map that is only an argument is none."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))
