"""Our Terraform files, parsed: their blocks, and the names that their expressions use."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import hcl2

from tests.repo.repository import ROOT

FOLDER = ROOT / "infra" / "terraform"
PROGRAM = shutil.which("terraform")

Body = Mapping[str, Any]

#: Kinds of blocks, and how many labels stand behind each.
_LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "provider": 1}
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Braces(dict[str, Any]):
    """What stands in a block's braces; a map that is an argument's value is none."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of the top level."""

    kind: str
    #: Of a resource and a data source only.
    type: str
    name: str
    body: Body
    file: str

    @property
    def address(self) -> str:
        """How expressions name it."""
        match self.kind:
            case "resource":
                return f"{self.type}.{self.name}"
            case "data":
                return f"data.{self.type}.{self.name}"
            case "variable":
                return f"var.{self.name}"
            case _:
                return f"{self.kind}.{self.name}"


@cache
def files() -> Mapping[str, Body]:
    """Return every file of Terraform, parsed, by its name."""
    return {path.name: parse(path.read_text()) for path in sorted(FOLDER.glob("*.tf"))}


def parse(text: str) -> Body:
    """Parse Terraform's language; labels and keys lose their quotation marks, comments go."""
    parsed: Body = _plain(hcl2.loads(text))
    return parsed


def _plain(value: Any) -> Any:  # noqa: ANN401 -- the parser's own trees
    if isinstance(value, dict):
        plain = {
            name.strip('"'): _plain(below)
            for name, below in value.items()
            if not (name.startswith("__") and name.endswith("__"))
        }
        return Braces(plain) if "__is_block__" in value else plain
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


@cache
def blocks(*kinds: str) -> tuple[Block, ...]:
    """Return every block of these kinds, from all files."""
    return tuple(
        Block(kind=kind, type=type_, name=name, body=body, file=file)
        for file, parsed in files().items()
        for kind in kinds
        for entry in parsed.get(kind, [])
        for type_, name, body in _labelled(kind, entry)
    )


def _labelled(kind: str, entry: Body) -> Iterator[tuple[str, str, Body]]:
    match _LABELS.get(kind, 0):
        case 2:
            for type_, named in entry.items():
                yield from ((type_, name, body) for name, body in named.items())
        case 1:
            yield from (("", name, body) for name, body in entry.items())
        case _:
            yield "", "", entry


def resource(address: str) -> Body:
    """Return a resource's body by its address.

    Raises:
        LookupError: If there is none.
    """
    for block in blocks("resource", "data"):
        if block.address == address:
            return block.body
    raise LookupError(address)


@cache
def local_values() -> Mapping[str, Any]:
    """Return every local value's expression by its name."""
    return {name: value for block in blocks("locals") for name, value in block.body.items()}


def variable_default(name: str) -> Any:  # noqa: ANN401 -- of any type
    """Return a variable's default, texts without their quotation marks."""
    (found,) = (block for block in blocks("variable") if block.name == name)
    return unquoted(found.body["default"])


def tfvars(name: str) -> Mapping[str, Any]:
    """Return the values of a file of variables."""
    values = unquoted(parse((FOLDER / name).read_text()))
    assert isinstance(values, dict)
    return values


def unquoted(value: Any) -> Any:  # noqa: ANN401 -- of any type
    """Return a value with its texts as they are meant."""
    match value:
        case dict():
            return {name: unquoted(each) for name, each in value.items()}
        case list():
            return [unquoted(each) for each in value]
        case str() if _TEXT.fullmatch(value):
            return value[1:-1]
        case _:
            return value


def texts(value: object) -> list[str]:
    """Return the quoted texts inside an expression, or a tree of them."""
    return [text for expression in expressions(value) for text in _TEXT.findall(expression)]


def expressions(value: object) -> Iterator[str]:
    """Return every expression of a tree."""
    match value:
        case dict():
            for each in value.values():
                yield from expressions(each)
        case list():
            for each in value:
                yield from expressions(each)
        case str():
            yield value
        case _:
            pass


def path(name: str) -> Path:
    """Return a file that the configuration names, seen from where Terraform runs."""
    return FOLDER / name
