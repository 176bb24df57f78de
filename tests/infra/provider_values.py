"""What a value of Terraform's may be, and what a provider would refuse about it.

A value is looked at as far as it is written down: a literal, a variable with the values of both
files and its default, a local value, the branches of a condition. Of anything else nothing is said.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from tests.infra import terraform

_CONDITION = re.compile(r"\$\{[^?:]+ \? ([^?]+) : ([^?]+)\}")
_NAMED = re.compile(r"\$\{(var|local)\.(\w+)((?:\.\w+)*)\}")
_SECONDS = re.compile(r"(\d+(?:\.\d{1,9})?)s")
_FILES = ("dev.tfvars", "prod.tfvars")

Facts = Mapping[str, Any]


def possible(value: object) -> Iterator[object]:
    """Return what a value may be, as far as it is written down; texts without quotation marks."""
    match value:
        case str() if condition := _CONDITION.fullmatch(value):
            for branch in condition.groups():
                yield from possible(_literal(branch))
        case str() if named := _NAMED.fullmatch(value):
            yield from _named(named[1], named[2], tuple(named[3].split(".")[1:]))
        case str() if value.startswith("${") or "${" in value or "%{" in value:
            pass
        case str():
            yield _text(value)
        case list():
            yield [known for each in value for known in possible(each)]
        case dict():
            yield {name: next(iter(possible(each)), "") for name, each in value.items()}
        case _:
            yield value


def _literal(branch: str) -> object:
    """Return a branch of a condition in the parser's form."""
    if branch.startswith('"') or branch == "null":
        return None if branch == "null" else branch
    if re.fullmatch(r"-?\d+(\.\d+)?|true|false", branch):
        plain: object = json.loads(branch)
        return plain
    return f"${{{branch}}}"


def _text(value: str) -> str:
    inner = value.strip('"') if not value.startswith('"<<') else value[1:-1].partition("\n")[2]
    return inner.replace('\\"', '"')


def _named(kind: str, name: str, path: tuple[str, ...]) -> Iterator[object]:
    if kind == "local":
        yield from possible(_inside(terraform.local_values().get(name), path) or "${}")
        return
    for value in _variables().get(name, []):
        found = _inside(value, path)
        if found is not None:
            yield found


@cache
def _variables() -> Mapping[str, list[object]]:
    """Return what each variable is set to: in the files of values, and by default."""
    found: dict[str, list[object]] = {}
    for block in terraform.blocks("variable"):
        given = [terraform.tfvars(file).get(block.name) for file in _FILES]
        default = terraform.unquoted(block.body.get("default"))
        found[block.name] = [each for each in (*given, default) if each is not None]
    return found


def _inside(value: object, path: tuple[str, ...]) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def refused(value: object, facts: Facts) -> Iterator[str]:
    """Return what is wrong about a value: its type first, and then what else it must be."""
    if value is None:
        return
    kind = facts["type"]
    if not _fits(value, kind):
        yield f"{json.dumps(value)} is no {kind}"
        return
    for each in _elements(value):
        yield from (said for check in _CHECKS for said in check(each, facts))
    if isinstance(value, list):
        yield from refused_number(len(value), facts)


def refused_number(number: int, facts: Facts) -> Iterator[str]:
    """Return what is wrong about how many there are of a block, or in a list."""
    if number > facts.get("max", number):
        yield f"there are {number}, and at most {facts['max']} may be"
    if number < facts.get("min", number):
        yield f"there are {number}, and at least {facts['min']} must be"


def _elements(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _fits(value: object, kind: str) -> bool:
    """Whether Terraform takes a value for a type, perhaps after it has converted it."""
    outer, _, inner = kind.rstrip(")").partition("(")
    match outer:
        case "any":
            return True
        case "list":
            return isinstance(value, list) and all(_fits(each, inner) for each in value)
        case "map":
            return isinstance(value, dict) and all(_fits(each, inner) for each in value.values())
        case "string":
            return isinstance(value, str | bool | int | float)
        case "bool":
            return isinstance(value, bool) or value in ("true", "false")
        case _:
            return _is_number(value, whole=outer == "integer")


def _is_number(value: object, *, whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    try:
        return not whole or float(value).is_integer()
    except ValueError:
        return False


def _of_values(value: object, facts: Facts) -> Iterator[str]:
    if "values" in facts and str(value) not in facts["values"]:
        named = ", ".join(each for each in facts["values"] if each)
        yield f'"{value}" is none of {named}'


def _of_range(value: object, facts: Facts) -> Iterator[str]:
    if "range" in facts and isinstance(value, str | int | float):
        yield from _outside(float(value), facts["range"], str(value))


def _of_seconds(value: object, facts: Facts) -> Iterator[str]:
    if "seconds" not in facts:
        return
    written = _SECONDS.fullmatch(str(value))
    if written is None:
        yield f'"{value}" is no duration such as 30s'
    else:
        yield from _outside(float(written[1]), facts["seconds"], str(value))


def _of_length(value: object, facts: Facts) -> Iterator[str]:
    if "length" in facts and isinstance(value, str):
        yield from _outside(len(value.encode()), facts["length"], f"a length of {len(value)}")


def _outside(number: float, bounds: list[float | None], said: str) -> Iterator[str]:
    low, high = bounds
    if (low is not None and number < low) or (high is not None and number > high):
        yield f"{said} is not from {low} to {high}"


def _of_pattern(value: object, facts: Facts) -> Iterator[str]:
    if "pattern" in facts and not re.search(facts["pattern"], str(value)):
        yield f'"{value}" does not match {facts["pattern"]}'


def _of_form(value: object, facts: Facts) -> Iterator[str]:
    if facts.get("form") == "json":
        try:
            json.loads(str(value))
        except ValueError:
            yield "it is no JSON"


_CHECKS: tuple[Callable[[object, Facts], Iterator[str]], ...] = (
    *(_of_values, _of_range, _of_seconds, _of_length, _of_pattern, _of_form),
)
