"""What the providers' resources take; see `extract_provider` for where that is from.

A value that Terraform computes is not judged, and what only a service knows is not either.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.infra import provider_values
from tests.infra.terraform import Block, Body, Braces

FILE = Path(__file__).with_name("provider.json")
FOLDERS = {"resource": "resources", "data": "data-sources"}
#: What Terraform itself adds to every resource.
_META = {"count", "depends_on", "for_each", "lifecycle", "provider", "timeouts"}

Taken = Mapping[str, Any]


@cache
def all_taken() -> Mapping[str, Mapping[str, Mapping[str, Taken]]]:
    """Return every resource's arguments: by provider, folder and name."""
    found: dict[str, Mapping[str, Mapping[str, Taken]]] = json.loads(FILE.read_bytes())
    del found["sources"]
    return found


def faults(block: Block) -> Iterator[str]:
    """Return, in a sentence each, what the provider would refuse about a resource."""
    taken = _taken(block)
    if taken is None:
        yield f"{block.type} is not in provider.json: run tests.infra.extract_provider"
        return
    body = {name: value for name, value in block.body.items() if name not in _META}
    yield from _faults_of(body, taken, block.address)
    yield from _Relations(body, block.address).faults(taken, body, "")


def _taken(block: Block) -> Taken | None:
    """Return a resource's arguments: of the provider that it names, or else of its own."""
    named = str(block.body.get("provider", "")).strip("${}") or block.type.partition("_")[0]
    folder = FOLDERS[block.kind]
    # What the beta provider takes is what the other one takes, and more.
    for provider in (named, named.removesuffix("-beta")):
        if block.type in all_taken().get(provider, {}).get(folder, {}):
            return all_taken()[provider][folder][block.type]
    return None


def _faults_of(body: Body, taken: Taken, where: str) -> Iterator[str]:
    known = {name.rstrip("!"): _facts(argument) for name, argument in taken.items()}
    given = _with_dynamic(body)
    for name in given.keys() - known.keys():
        yield f"{where}: there is no {name}"
    for name in {name[:-1] for name in taken if name.endswith("!")} - given.keys():
        yield f"{where}: {name} is missing"
    for name in given.keys() & known.keys():
        yield from _faults_of_one(given[name], known[name], f"{where}.{name}")


def _facts(argument: str | Taken) -> Taken:
    return {"type": argument} if isinstance(argument, str) else argument


def _faults_of_one(value: object, facts: Taken, where: str) -> Iterator[str]:
    """Return what is wrong about one argument, or about all blocks of a name."""
    if "below" not in facts:
        if _bodies(value):
            yield f"{where}: it is an argument and no block"
            return
        for possible in provider_values.possible(value):
            yield from (f"{where}: {said}" for said in provider_values.refused(possible, facts))
    elif not _bodies(value):
        yield f"{where}: it is a block and no argument"
    else:
        bodies = _bodies(value)
        written = sum(not isinstance(each, _Perhaps) for each in bodies)
        if written == len(bodies) or written > facts.get("max", written):
            yield from (f"{where}: {s}" for s in provider_values.refused_number(written, facts))
        for each in bodies:
            yield from _faults_of(each, facts["below"], where)


class _Perhaps(Braces):
    """The body of a `dynamic` block, which may stand there any number of times."""


def _with_dynamic(body: Body) -> dict[str, Any]:
    """Return what a body gives; a `dynamic` block's content stands with the other blocks."""
    given = {name: value for name, value in body.items() if name != "dynamic" and value is not None}
    for dynamic in body.get("dynamic", []):
        for name, block in dynamic.items():
            contents = [_Perhaps(each) for each in block["content"]]
            given[name] = [*given.get(name, []), *contents]
    return given


def _bodies(value: object) -> list[Braces]:
    """Return the bodies of what is written as blocks."""
    return [each for each in value if isinstance(each, Braces)] if isinstance(value, list) else []


class _Relations:
    """Which arguments exclude or demand others, by their paths from the resource."""

    def __init__(self, body: Body, where: str) -> None:
        self._body, self._where = body, where

    def faults(self, taken: Taken, body: Body, above: str) -> Iterator[str]:
        """Return what is wrong between the arguments of a body, and of those below it."""
        given = _with_dynamic(body)
        said = set()
        for key, argument in taken.items():
            name, facts = key.rstrip("!"), _facts(argument)
            path = f"{above}.{name}".removeprefix(".")
            said |= set(self._of_group(path, facts))
            if name in given:
                said |= set(self._of_one(path, facts))
                for each in _bodies(given[name]):
                    yield from self.faults(facts.get("below", {}), each, path)
        yield from (f"{self._where}: {each}" for each in sorted(said))

    def _of_group(self, path: str, facts: Taken) -> Iterator[str]:
        """Judge what one of several must be, whether the argument itself is given or not."""
        for relation in ("exactly_one", "at_least_one"):
            # An argument belongs to its own group, whether it is written there or not.
            paths = sorted({path, *facts.get(relation, [])}) if relation in facts else []
            if paths and not any(self._is_given(each) for each in paths):
                yield f"one of {', '.join(paths)} must be"
            certain = [each for each in paths if self._is_certain(each)]
            if relation == "exactly_one" and len(certain) > 1:
                yield f"only one of {', '.join(certain)} may be"

    def _of_one(self, path: str, facts: Taken) -> Iterator[str]:
        """Judge what an argument that is given excludes and demands."""
        for other in facts.get("conflicts", []):
            if other != path and self._is_certain(path) and self._is_certain(other):
                yield f"{' and '.join(sorted((path, other)))} exclude each other"
        for other in facts.get("only_with", []):
            if not self._is_given(other):
                yield f"{path} is only with {other}"

    def _is_given(self, path: str) -> bool:
        return bool(self._values(path))

    def _is_certain(self, path: str) -> bool:
        """Whether an argument has a value, whatever the variables are."""
        return any(
            not isinstance(value, _Perhaps) and None not in list(provider_values.possible(value))
            for value in self._values(path)
        )

    def _values(self, path: str) -> list[object]:
        bodies: list[Body] = [self._body]
        *above, last = path.split(".")
        for name in above:
            bodies = [below for body in bodies for below in _bodies(_with_dynamic(body).get(name))]
        found = [_with_dynamic(body)[last] for body in bodies if last in _with_dynamic(body)]
        return [each for value in found for each in (_bodies(value) or [value])]
