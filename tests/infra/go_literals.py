"""Reads literals of Go: composites with their keys, calls with their arguments, texts, numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/
    |(?P<raw>`[^`]*`)|(?P<text>"(?:\\.|[^"\\])*")|(?P<rune>'(?:\\.|[^'])+')
    |(?P<number>\d[\d_]*(?:\.\d+)?)|(?P<word>[A-Za-z_][\w.]*)|(?P<sign>[^\s\w])""",
    re.DOTALL | re.VERBOSE,
)
_OPENS, _CLOSES = "([{", ")]}"


class Name(str):
    """A name, also of the form `package.name`."""

    __slots__ = ()


@dataclass
class Call:
    """A function's call."""

    name: str
    arguments: list[Any]


@dataclass
class Literal:
    """A composite: what stands in it, with the keys before it, if any."""

    entries: list[tuple[Any, Any]] = field(default_factory=list)

    def named(self) -> Mapping[str, Any]:
        """Return the entries by their keys."""
        return {str(key): value for key, value in self.entries if key is not None}

    def texts(self) -> tuple[str, ...]:
        """Return the entries without keys that are texts."""
        return tuple(
            value
            for key, value in self.entries
            if key is None and isinstance(value, str) and not isinstance(value, Name)
        )


def read(text: str) -> Literal:
    """Read the literal that a text begins with.

    Raises:
        TypeError: If it does not begin with one.
    """
    value = _Reader(_tokens(text)).value()
    if not isinstance(value, Literal):
        msg = f"no literal: {text[:60]}"
        raise TypeError(msg)
    return value


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup is not None:
            yield found.lastgroup, found[0]


class _Reader:
    """Reads values; what is of no use here (functions, operators) is passed over."""

    def __init__(self, tokens: Iterator[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._kind, self._token = "", ""
        self._next()

    def _next(self) -> None:
        self._kind, self._token = next(self._tokens, ("end", ""))

    def value(self) -> Any:  # noqa: ANN401 -- of any type
        """Read one value, up to the sign that ends it."""
        is_negative = self._token == "-"
        while self._token in {"&", "*", "!", "-"}:
            self._next()
        value = self._primary()
        if is_negative and isinstance(value, int | float):
            value = -value
        while self._kind == "sign" and self._token not in {",", ":", *_CLOSES}:
            value = None  # an expression of more than one part: unknown
            self._pass_over()
        return value

    def _primary(self) -> Any:  # noqa: ANN401 -- of any type
        match self._token:
            case "func":
                return self._function()
            case "map" | "[":
                return self._typed()
            case "{":
                return self._composite()
            case _:
                return self._simple()

    def _simple(self) -> Any:  # noqa: ANN401 -- of any type
        kind, token = self._kind, self._token
        self._next()
        match kind:
            case "raw":
                return token[1:-1]
            case "text":
                return re.sub(r"\\(.)", r"\1", token[1:-1])
            case "number":
                return float(token) if "." in token else int(token.replace("_", ""))
            case "word":
                return self._named(token)
            case _:
                return None

    def _named(self, name: str) -> Any:  # noqa: ANN401 -- of any type
        if self._token == "{":
            return self._composite()
        if self._token == "(":
            return Call(name, [value for _, value in self._entries(")")])
        return Name(name)

    def _function(self) -> None:
        """Pass over a function, whose body is the first brace outside its parameters."""
        while self._token != "{":
            self._pass_over()
        self._pass_over()

    def _typed(self) -> Any:  # noqa: ANN401 -- of any type
        """Read a composite whose type is a list or a map."""
        while self._token != "{":
            is_interface = self._token == "interface"
            self._pass_over()
            if is_interface:
                self._pass_over()
        return self._composite()

    def _pass_over(self) -> None:
        """Pass over one token, or what stands in brackets."""
        depth = 0
        while True:
            depth += (self._token in _OPENS) - (self._token in _CLOSES) if self._token else 0
            self._next()
            if depth == 0 or self._kind == "end":
                return

    def _composite(self) -> Literal:
        return Literal(self._entries("}"))

    def _entries(self, closing: str) -> list[tuple[Any, Any]]:
        """Read what stands in brackets, whose opening one is the token."""
        self._next()
        entries = []
        while self._token != closing and self._kind != "end":
            key, value = None, self.value()
            if self._token == ":":
                self._next()
                key, value = value, self.value()
            entries.append((key, value))
            if self._token == ",":
                self._next()
        self._next()
        return entries
