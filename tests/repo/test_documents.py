"""What the documents point at exists: links, paths, names, commands, targets, routes."""

import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException

from functions.http.api import create_app
from functions.job_types import find_job_type
from shared.settings import Settings
from shared.wiring import connect
from tests.repo import repository
from tests.repo.documents import anchors, code_blocks, code_spans, documents, links, prose

_SUFFIX = re.compile(
    r"\.(py|md|toml|txt|in|ya?ml|json|sql|rules|svg|csv|duckdb|tf|ts|tsx|sh|log|editorconfig)$"
)
_MEDIA_TYPE = re.compile(r"(application|text|image)/[\w.+-]+")
_DOTTED = re.compile(r"(main|functions|shared|infra|tests)(\.\w+)+")
_ROUTE = re.compile(r"^(?:(GET|POST|PUT|PATCH|DELETE) )?(/api/\S*)$")
_MAKE = re.compile(r"`make ([a-z][a-z0-9-]*)[^`]*`")
_DECISION = re.compile(r"docs/decisions/\d{4}-[a-z0-9-]+\.md")
#: Commands that a reader has, or that this machine cannot be asked about.
_COMMANDS = {
    *("cd", "cp", "curl", "export", "git", "make", "python", "python3"),
    *("gcloud", "terraform"),  # tests/infra looks at these
}


def every(*names: str) -> pytest.MarkDecorator:
    """Run a test once for each document."""
    return pytest.mark.parametrize("name", names or sorted(documents()))


def is_path(span: str) -> bool:
    """Whether something in backticks is meant as a path of this repository."""
    if re.search(r"[\s{}<>()=:$|…]", span) or span.startswith(("/", "-", "@")):
        return False
    return not _MEDIA_TYPE.fullmatch(span) and ("/" in span or bool(_SUFFIX.search(span)))


def shell_lines(text: str) -> Iterator[list[str]]:
    """Return the commands of the shell blocks, as words, without comments and settings before."""
    for block in code_blocks(text, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            while words and re.match(r"[A-Z_]+=", words[0]):
                words.pop(0)
            if words:
                yield words


def make_targets() -> set[str]:
    """Return the targets of the Makefile that a person may ask for."""
    return set(
        re.findall(r"^([a-z][a-z0-9-]*):(?!=)", repository.text_files()["Makefile"], re.MULTILINE)
    )


@every()
def test_a_link_leads_somewhere(name: str) -> None:
    """A relative link leads to a file or folder of the repository, and to a heading it has."""
    folder = Path(name).parent
    for target in links(documents()[name]):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        found = (repository.ROOT / folder / path).resolve() if path else repository.ROOT / name
        relative = found.relative_to(repository.ROOT).as_posix()
        assert repository.exists(relative), f"{name}: there is no {target}"
        if anchor:
            assert anchor in anchors(documents()[relative]), f"{name}: no heading for {target}"


@every()
def test_a_path_exists(name: str) -> None:
    """A path in backticks is in the repository, seen from its root, or is made by its commands."""
    paths = [span for span in code_spans(documents()[name]) if is_path(span)]
    below = "" if name.startswith("docs/") else Path(name).parent.as_posix()
    assert [path for path in paths if not repository.exists(path, below)] == []


@every()
def test_a_dotted_name_exists(name: str) -> None:
    """A dotted name in backticks is a module of ours, or something in one."""
    for span in code_spans(documents()[name]):
        if _DOTTED.fullmatch(span) and not is_path(span):
            repository.resolve(span)


@every()
def test_a_route_exists(name: str) -> None:
    """A path of the API in backticks is one that the API answers."""
    app = create_app(connect(Settings(google_cloud_project="demo-documents")))
    routes = app.url_map.bind("localhost")
    for match in filter(None, map(_ROUTE.match, code_spans(documents()[name]))):
        try:
            routes.match(match[2].replace("{jobId}", "u:t:1:r"), method=match[1] or "GET")
        except HTTPException:
            pytest.fail(f"{name}: the API has no {match[0]}")


def test_a_make_target_that_is_named_exists() -> None:
    """Wherever a file says `make X` in backticks, be it a message of the code, X is there."""
    named = {
        (name, target)
        for name, text in repository.text_files().items()
        for target in _MAKE.findall(text)
    }
    assert named, "nothing names a target: the test looks in the wrong files"
    assert {(name, target) for name, target in named if target not in make_targets()} == set()


def test_a_make_target_has_help() -> None:
    """Every target that a person may ask for says what it does, where `make` prints it."""
    makefile = repository.text_files()["Makefile"]
    explained = set(re.findall(r"^([a-z][a-z0-9-]*):(?!=).*?## \S", makefile, re.MULTILINE))
    assert make_targets() - explained == set()


@every()
def test_a_command_exists(name: str) -> None:
    """The shell blocks use commands that exist: targets, modules, and what every machine has."""
    for words in shell_lines(documents()[name]):
        command = words[0].removeprefix(".venv/bin/")
        assert command in _COMMANDS or _is_pinned(command), f"{name}: {' '.join(words)}"
        if command == "make":
            targets = [word for word in words[1:] if "=" not in word]
            assert set(targets) <= make_targets(), f"{name}: {' '.join(words)}"
        if words[1:2] == ["-m"]:
            assert importlib.util.find_spec(words[2]), f"{name}: there is no module {words[2]}"


def _is_pinned(command: str) -> bool:
    """Whether a command comes with a package that .venv has."""
    return f"\n{command}==" in repository.text_files()["requirements-dev.txt"]


@every("README.md", "docs/api.md")
def test_a_request_that_is_shown_is_accepted(name: str) -> None:
    """The body of a `curl` is one that its job type takes."""
    bodies = [
        json.loads(words[words.index("-d") + 1])
        for words in shell_lines(documents()[name])
        if words[0] == "curl" and "-d" in words
    ]
    assert bodies, f"{name} shows no request"
    for body in bodies:
        find_job_type(body.pop("type")).request.model_validate(body)


def test_every_document_is_linked() -> None:
    """A document that no other one links to is one that is not found."""
    linked = {
        (repository.ROOT / name).parent.joinpath(target.partition("#")[0]).resolve()
        for name, text in documents().items()
        for target in links(text)
        if "://" not in target
    }
    found = {path.relative_to(repository.ROOT).as_posix() for path in linked}
    assert set(documents()) - found - {"README.md"} == set()


@every(*filter(_DECISION.fullmatch, sorted(documents())))
def test_a_decision_record_is_whole(name: str) -> None:
    """A decision says why, what else there was, what follows, and when to think again."""
    parts = re.findall(r"^## (.+)$", documents()[name], re.MULTILINE)
    assert parts == ["Context", "Options", "Decision", "Consequences", "Revisiting"]


def test_decisions_are_numbered_without_gaps() -> None:
    """A decision's number is its position in the list: none was lost or numbered twice."""
    records = [name for name in sorted(documents()) if _DECISION.fullmatch(name)]
    numbers = [int(Path(name).name[:4]) for name in records]
    assert numbers == list(range(1, len(records) + 1))


@every()
def test_a_picture_says_what_it_shows(name: str) -> None:
    """A picture has an alternative text, for who cannot see it."""
    text = prose(documents()[name])
    shown = re.findall(r"!\[([^\]]*)\]\(", text) + re.findall(r"<img[^>]*?alt=\"([^\"]*)\"", text)
    assert len(shown) == len(re.findall(r"!\[|<img", text))
    assert all(len(alternative) > len("a picture") for alternative in shown)
