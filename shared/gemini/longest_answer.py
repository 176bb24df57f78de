"""How long an answer of a form can be at the most, so that no call may write, and cost, more. Pure.

The bound is read from the form's JSON Schema, which says how long each text and each list may be. A
form that leaves one open has no bound of its own; the deployment's holds then.
"""

from collections.abc import Mapping
from typing import Any

#: Tokens that a model may think before and while it writes; they are billed like what it writes.
THINKING = 8192
#: A token is some four characters of English; of other languages, fewer.
_CHARACTERS_A_TOKEN = 2
#: What a number, a truth value or nothing takes in JSON, and what stands around a value or a name.
_SCALAR, _AROUND = 24, 4

_Schema = Mapping[str, Any]


def longest_tokens(schema: _Schema) -> int | None:
    """Return the tokens that the longest answer takes, thinking included; None if there is none."""
    characters = _longest(schema, schema.get("$defs", {}), ())
    return None if characters is None else THINKING + characters // _CHARACTERS_A_TOKEN


def _longest(part: _Schema, definitions: _Schema, inside: tuple[str, ...]) -> int | None:
    """Return the characters that a part of a form takes at the most, as JSON."""
    if (reference := part.get("$ref")) is not None:
        name = str(reference).rpartition("/")[2]
        is_open = name in inside
        return None if is_open else _longest(definitions[name], definitions, (*inside, name))
    for several in ("anyOf", "oneOf"):
        if several in part:
            return _most([_longest(each, definitions, inside) for each in part[several]])
    return _of_type(part, definitions, inside)


def _of_type(part: _Schema, definitions: _Schema, inside: tuple[str, ...]) -> int | None:
    choices = part.get("enum", [part["const"]] if "const" in part else None)
    if choices is not None:
        return max(len(str(choice)) for choice in choices) + _AROUND
    match part.get("type"):
        case "string":
            length = part.get("maxLength")
            return None if length is None else int(length) + _AROUND
        case "array":
            item, count = _longest(part["items"], definitions, inside), part.get("maxItems")
            return None if item is None or count is None else int(count) * (item + _AROUND)
        case "object" if "properties" in part:
            values = {n: _longest(p, definitions, inside) for n, p in part["properties"].items()}
            return _sum([v and v + len(n) + _AROUND for n, v in values.items()])
        case "number" | "integer" | "boolean" | "null":
            return _SCALAR
        case _:
            return None


def _most(found: list[int | None]) -> int | None:
    known = [each for each in found if each is not None]
    return max(known) if len(known) == len(found) else None


def _sum(found: list[int | None]) -> int | None:
    known = [each for each in found if each is not None]
    return sum(known) + _AROUND if len(known) == len(found) else None
