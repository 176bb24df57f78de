"""The repository as it would be committed now: what git knows, and what it does not ignore."""

import ast
import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

import pydantic

ROOT = Path(__file__).resolve().parents[2]
#: What runs in the cloud, by its first name; everything else only surrounds it.
SHIPPED = ("main", "functions", "shared")
#: What is shipped and is not in the repository: `make api-page` brings it.
BUILT = frozenset(
    f"functions/http/openapi/docs_page/swagger_ui/{name}"
    for name in ("LICENSE", "NOTICE", "swagger-ui-bundle.js", "swagger-ui.css")
)
_GIT = shutil.which("git") or "git"


def git(*arguments: str, directory: Path = ROOT) -> str:
    """Return what git answers; a person's own settings have no say.

    Raises:
        subprocess.CalledProcessError: If it refuses.
    """
    done = run([_GIT, *arguments], directory, GIT_CONFIG_GLOBAL=os.devnull)
    done.check_returncode()
    return done.stdout


def python(*arguments: str, directory: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Return what a fresh interpreter says; it finds what is below the folder, and .venv."""
    return run([sys.executable, "-B", *arguments], directory)


def run(
    command: Sequence[str], directory: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(  # noqa: S603 -- a command of our own
        command,
        cwd=directory,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


@cache
def files() -> tuple[str, ...]:
    """Return every file that is committed, or would be with the next `git add`."""
    listed = git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    return tuple(sorted({name for name in listed if (ROOT / name).is_file()}))


@cache
def folders() -> frozenset[str]:
    """Return every folder that holds such a file."""
    return frozenset(str(parent) for name in files() for parent in Path(name).parents)


def is_ignored(path: str) -> bool:
    """Whether git ignores this path: it is made on a laptop, and not part of the repository."""
    return run([_GIT, "check-ignore", "--quiet", path], ROOT).returncode == 0


def exists(path: str, below: str = "") -> bool:
    """Whether a path is a file, a folder or a pattern of files, or is made by a command.

    Args:
        path: Seen from the root; or, for a part with a document of its own, from wherever in it.
        below: The folder of such a part.
    """
    name = path.removeprefix("./").rstrip("/")
    if "*" in name:
        return any(Path(file).match(name) for file in files())
    if name in files() or name in folders() or is_ignored(path):
        return True
    there = (each for each in (*files(), *folders()) if below and each.startswith(f"{below}/"))
    return any(each.endswith(f"/{name}") for each in there)


@cache
def text_files() -> Mapping[str, str]:
    """Return the content of every file that is text."""
    found = {}
    for name in files():
        try:
            found[name] = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@cache
def modules() -> Mapping[str, ast.Module]:
    """Return every Python file, parsed, by its path."""
    sources = {name: text for name, text in text_files().items() if name.endswith(".py")}
    return {name: ast.parse(text, filename=name) for name, text in sources.items()}


def shipped_modules() -> Mapping[str, ast.Module]:
    """Return those modules that run in the cloud."""
    return {name: tree for name, tree in modules().items() if package_of(name) in SHIPPED}


def package_of(path: str) -> str:
    """Return the first name under which a file is imported."""
    return Path(path).parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    """Return what a module imports, in full, wherever in it; also what only its types need."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (f"{module}.{name.name}" for name in names)
            case ast.ImportFrom():
                raise AssertionError(f"line {node.lineno}: a relative import")
            case _:
                pass


def is_below(name: str, packages: Sequence[str]) -> bool:
    """Whether a dotted name is one of these, or inside one of them."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def resolve(reference: str) -> object:
    """Return what a dotted name stands for: a module, what a module has, or a record's field.

    Raises:
        LookupError: If there is no such thing.
    """
    parts = reference.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = _member(found, part)
        return found
    raise LookupError(reference)


def _member(owner: object, name: str) -> object:
    if isinstance(owner, type) and issubclass(owner, pydantic.BaseModel):
        field = owner.model_fields.get(name)
        if field is not None:
            return field
    try:
        return getattr(owner, name)
    except AttributeError:
        declared = getattr(owner, "__annotations__", {})
        if name in declared:
            return declared[name]
        raise LookupError(f"{owner!r} has no {name!r}") from None


def seconds(value: object) -> float:
    """Return a duration of the code in seconds."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(f"not a duration: {value!r}")
