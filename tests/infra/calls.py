"""Which services each function may call, followed through the code from its entry point.

A call graph by names: from a function to every function, class and method of ours that it names, as
far as that goes. It may find a call that never happens, and misses none that is written out; a job
type's handler calls through its context, whose class is found the same way.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from shared.wiring import Services
from tests.repo import repository

#: By function, where its requests arrive.
ENTRIES = {
    "api": "functions.http.api.create_app",
    "worker": "functions.http.task_handlers.answer_delivery",
    "sweeper": "functions.http.task_handlers.answer_sweep",
    "webhooks": "functions.http.task_handlers.answer_webhook",
}
_PARTS = {*Services.__dataclass_fields__, "model", "push", "warehouse"}
_NO_SERVICES = {"settings", "clock", "token", "jitter"}


@dataclass
class _Module:
    """A module's own definitions, and what it calls others' by."""

    definitions: dict[str, ast.AST] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)


@cache
def calls(function: str) -> frozenset[tuple[str, str]]:
    """Return each part of `Services` that a function may use, with the method it calls."""
    to_see = _entries_of(function)
    seen = set(to_see)
    while to_see:
        for name in _named_by(to_see.pop()):
            if name not in seen:
                seen.add(name)
                to_see.append(name)
    return frozenset(call for name in seen for call in _parts_used_by(name))


def _entries_of(function: str) -> list[str]:
    """Return where a function's calls begin; for the API that is each of its routes, too."""
    routes = [
        f"{name}.{route}"
        for name, module in _modules().items()
        if name.startswith("functions.http.routes.")
        for route in module.definitions
    ]
    return [ENTRIES[function], *(routes if function == "api" else [])]


@cache
def _modules() -> Mapping[str, _Module]:
    return {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): _read(tree)
        for path, tree in repository.shipped_modules().items()
    }


def _read(tree: ast.Module) -> _Module:
    module = _Module()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                module.imported[name.asname or name.name] = f"{node.module}.{name.name}"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            module.definitions[node.name] = node
    return module


def _find(dotted: str) -> ast.AST | None:
    """Return the function or class of that name, if it is one of ours."""
    module, _, name = dotted.rpartition(".")
    return _modules()[module].definitions.get(name) if module in _modules() else None


def _named_by(dotted: str) -> Iterator[str]:
    """Return the functions and classes of ours that a function or class names."""
    found, module = _find(dotted), dotted.rpartition(".")[0]
    for node in ast.walk(found) if found is not None else ():
        for name in _meanings(node, module):
            if _find(name) is not None:
                yield name


def _meanings(node: ast.AST, module: str) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            yield f"{module}.{name}"
            yield _modules()[module].imported.get(name, "")
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            yield f"{_modules()[module].imported.get(owner, '')}.{name}"
        case _:
            pass


def _parts_used_by(dotted: str) -> Iterator[tuple[str, str]]:
    """Return `services.<part>.<method>` as a function has it, and a part that is handed on."""
    found = _find(dotted)
    for node in ast.walk(found) if found is not None else ():
        match node:
            case ast.Attribute(value=ast.Attribute(attr=part, value=owner), attr=method):
                if _is_services(owner) and part in _PARTS - _NO_SERVICES:
                    yield part, method
            case ast.Attribute(
                attr=("model" | "warehouse" | "tracer_provider") as part, value=owner
            ):
                if _is_services(owner):
                    yield part, ""
            case _:
                pass


def _is_services(node: ast.AST) -> bool:
    return ast.unparse(node).rpartition(".")[2].strip("_") == "services"
