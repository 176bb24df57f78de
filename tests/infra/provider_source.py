"""What the provider's own Go source refuses: enums, ranges, patterns, numbers of blocks, conflicts.

A schema there is a literal of Go's, which is read without Go. A check that is a function of its own
is left out: what is read here is refused by the provider, and it may refuse more.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.infra.go_literals import Call, Literal, Name, read

#: What an attribute's checks are called in `provider.json`.
RELATIONS = {
    "ConflictsWith": "conflicts",
    "ExactlyOneOf": "exactly_one",
    "AtLeastOneOf": "at_least_one",
    "RequiredWith": "only_with",
}
_WRAPPER = "ResourceIamMember"

Facts = Mapping[str, Any]


class Source:
    """A provider's source tree, of which schemas can be asked for by a resource's name."""

    def __init__(self, root: Path) -> None:
        self._root = root
        listed = "".join(each.read_text() for each in (root / "provider").glob("provider_*.go"))
        found = re.findall(r'"(google_\w+)":\s*(\w+)\.(\w+)\((?:(\w+)\.(\w+))?', listed)
        self._makers = {
            (self._kind(maker), name): (package, maker, where, schema)
            for name, package, maker, where, schema in found
        }

    def _kind(self, maker: str) -> str:
        return "data-sources" if maker.startswith("DataSource") else "resources"

    def schema(self, kind: str, name: str) -> Mapping[str, Facts]:
        """Return what is known of each argument that has checks, blocks with what is below them."""
        if (kind, name) not in self._makers:
            return {}
        package, maker, where, schema = self._makers[kind, name]
        if maker == _WRAPPER:
            package, maker = where, schema
        folder = _Folder(self._root / "services" / package)
        literal = folder.find(maker)
        return folder.facts(literal) if literal is not None else {}


class _Folder:
    """One Go package: the functions and variables that hold schemas."""

    def __init__(self, folder: Path) -> None:
        self._text = "\n".join(
            each.read_text() for each in folder.glob("*.go") if not each.stem.endswith("_test")
        )

    def find(self, name: str) -> Literal | None:
        """Return the literal that a function returns, or that a variable is, if it is one."""
        start = re.search(rf"^(?:func {name}\(|var {name} =)", self._text, re.MULTILINE)
        if start is None:
            return None
        body = self._text[start.end() :].partition("\nfunc ")[0]
        opened = re.search(r"map\[string\]\*schema\.Schema\s*\{", body)
        return read(body[opened.start() :]) if opened else None

    def facts(self, literal: Literal) -> Mapping[str, Facts]:
        """Return the facts of each attribute of a schema."""
        return {
            name: self._facts_of(attribute)
            for name, attribute in literal.named().items()
            if isinstance(attribute, Literal) and not _is_read_only(attribute)
        }

    def _facts_of(self, attribute: Literal) -> Facts:
        said = attribute.named()
        facts: dict[str, Any] = {"type": str(said.get("Type", "")).removeprefix("schema.Type")}
        for there, here in (("MaxItems", "max"), ("MinItems", "min")):
            if isinstance(said.get(there), int):
                facts[here] = said[there]
        for there, here in RELATIONS.items():
            listed = said.get(there)
            if isinstance(listed, Literal) and listed.texts():
                facts[here] = [each.replace(".0.", ".") for each in listed.texts()]
        facts.update(_checked(said.get("ValidateFunc")))
        facts.update(self._of_elements(said.get("Elem")))
        return facts

    def _of_elements(self, element: object) -> Facts:
        """Return what holds for the elements of a list, or what is below a block."""
        if isinstance(element, Call):
            inner = self.find(element.name)
            return {"below": self.facts(inner)} if inner is not None else {}
        if not isinstance(element, Literal):
            return {}
        said = element.named()
        if isinstance(said.get("Schema"), Literal):
            return {"below": self.facts(said["Schema"])}
        each = str(said.get("Type", "")).removeprefix("schema.Type")
        return {"of": each, **_checked(said.get("ValidateFunc"))}


def _is_read_only(attribute: Literal) -> bool:
    said = attribute.named()
    is_computed, is_optional = str(said.get("Computed")), str(said.get("Optional"))
    return is_computed == "true" and is_optional != "true"


def _checked(check: object) -> Facts:
    """Return what a `ValidateFunc` refuses, where it is one of the common ones."""
    if isinstance(check, Name):
        return {"form": "json"} if check.endswith(".StringIsJSON") else {}
    if not isinstance(check, Call) or not check.arguments:
        return {}
    read = _CHECKS.get(check.name.rpartition(".")[2])
    return read(check.arguments) if read is not None else {}


def _values(arguments: list[Any]) -> Facts:
    listed = arguments[0]
    found = listed.texts() if isinstance(listed, Literal) else ()
    return {"values": list(found)} if found else {}


def _name(arguments: list[Any]) -> Facts:
    low, high = arguments
    return {"pattern": rf"^[a-z]([-a-z0-9]{{{low - 2},{high - 2}}}[a-z0-9])$"}


def _between(arguments: list[Any]) -> Facts:
    return {"range": arguments} if _are_numbers(arguments) else {}


def _lengths(arguments: list[Any]) -> Facts:
    return {"length": arguments} if _are_numbers(arguments) else {}


def _from(arguments: list[Any]) -> Facts:
    return {"range": [*arguments, None]} if _are_numbers(arguments) else {}


def _to(arguments: list[Any]) -> Facts:
    return {"range": [None, *arguments]} if _are_numbers(arguments) else {}


def _are_numbers(arguments: list[Any]) -> bool:
    """Whether the bounds stand there as numbers; a constant's name says none."""
    return all(isinstance(each, int | float) for each in arguments)


#: By the name of a check, what it says when it is read.
_CHECKS: Mapping[str, Callable[[list[Any]], Facts]] = {
    "FloatBetween": _between,
    "IntAtLeast": _from,
    "IntAtMost": _to,
    "IntBetween": _between,
    "StringInSlice": _values,
    "StringLenBetween": _lengths,
    "ValidateEnum": _values,
    "ValidateRFC1035Name": _name,
    "ValidateRegexp": lambda arguments: {"pattern": arguments[0]},
}
