"""What the documents say about the code is what the code says: states, numbers, tables, words."""

import ast
import json
import re
from collections.abc import Iterator

import flask
import pytest

from functions.http import problems
from functions.job_types import find_job_type
from functions.requests import submission
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import LocalCloud
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.job_status import TERMINAL, TRANSITIONS
from shared.settings import Settings
from tests.repo import repository
from tests.repo.documents import code_blocks, documents, table_after, tables

ARCHITECTURE = "docs/architecture.md"
_EDGE = re.compile(r"^\s*(\S+) --> (\S+?)(?: *: *(.+))?$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")
_UNITS = {"s": 1, "min": 60}
#: The methods of a logger that are not named as their level.
_LEVELS = {"exception": "error"}


def edges() -> set[tuple[str, str]]:
    """Return the arrows of the state diagram."""
    (diagram,) = (
        block
        for block in code_blocks(documents()[ARCHITECTURE], "mermaid")
        if block.startswith("stateDiagram-v2")
    )
    return {(match[1], match[2]) for match in _EDGE.finditer(diagram)}


def all_rows(name: str) -> list[list[str]]:
    """Return the rows of all tables of a document."""
    return [row for table in tables(documents()[name]) for row in table]


def test_the_state_diagram_is_the_table_of_transitions() -> None:
    """The diagram has an arrow for each allowed change of status, and no other."""
    allowed = {(str(old), str(new)) for old, news in TRANSITIONS.items() for new in news}
    assert {edge for edge in edges() if "[*]" not in edge} == allowed


def test_the_state_diagram_starts_and_ends_as_jobs_do() -> None:
    """A job starts in the status a new job document has, and every terminal status is an end."""
    start = Job.model_fields["status"].default
    ends = {(str(status), "[*]") for status in TERMINAL}
    assert {edge for edge in edges() if "[*]" in edge} == {("[*]", str(start)), *ends}


def test_the_fields_of_the_job_document_are_all_explained() -> None:
    """The architecture lists exactly the fields of a job document, by their stored names."""
    rows = table_after(documents()[ARCHITECTURE], "The job document")
    listed = [field for row in rows for field in _CODE.findall(row[0])]
    assert sorted(listed) == sorted(str(field.alias) for field in Job.model_fields.values())


def test_the_numbers_are_those_of_the_code() -> None:
    """Each number that the architecture gives is the value of the constant named beside it."""
    rows = table_after(documents()[ARCHITECTURE], "Numbers")
    said = {row[2].strip("`"): row[1] for row in rows}
    assert said
    for reference, words in said.items():
        number, unit = re.fullmatch(r"([\d.,]+)(?: (\w+))?", words).groups()  # type: ignore[union-attr]
        value = float(number.replace(",", "")) * _UNITS.get(unit, 1)
        assert repository.seconds(repository.resolve(reference)) == value, reference


def test_every_setting_is_listed_with_its_default() -> None:
    """The table of settings has each variable once, in the code's order, with its true default."""
    listed = [(row[0], row[1]) for row in all_rows("docs/settings.md")]
    assert listed == [(f"`{name.upper()}`", default(name)) for name in Settings.model_fields]


def default(name: str) -> str:
    """Say a setting's default in the words of the table."""
    field = Settings.model_fields[name]
    if field.is_required():
        return "required"
    if field.default_factory is not None:
        return "see there"
    value = json.loads(json.dumps(field.default))
    return f"`{value}`" if value not in ("", []) else "empty"


def test_every_variable_of_the_local_cloud_is_explained() -> None:
    """What the local cloud puts into a function's environment stands in docs/settings.md."""
    cloud = LocalCloud(ports=Ports.free(), listener=lambda _name, _line: None)
    words = set(_CODE.findall(documents()["docs/settings.md"]))
    assert set(cloud.environment) - words == set()


def test_every_error_code_is_listed_with_its_status() -> None:
    """The table of errors has each code once, with the HTTP status that it is answered with."""
    rows = table_after(documents()["docs/errors.md"], "Codes")
    listed = [(row[0].strip("`"), int(row[1])) for row in rows]
    assert listed == [(str(code), status_of(code)) for code in ErrorCode]


def status_of(code: ErrorCode) -> int:
    """Return the HTTP status of an error of that code."""
    error = type("AnyError", (errors.JobsError,), {"code": code})
    with flask.Flask("errors").app_context():
        return problems.answer_to(error()).status_code


def test_the_problem_that_is_shown_is_answered() -> None:
    """The example in docs/errors.md is what the API answers to an example without a text."""
    (shown,) = code_blocks(documents()["docs/errors.md"], "json")
    with pytest.raises(errors.InvalidArgumentError) as refused:
        submission.read_request(find_job_type("example"), {})
    with flask.Flask("errors").app_context():
        assert problems.answer_to(refused.value).get_json() == json.loads(shown)


def test_every_special_status_is_listed() -> None:
    """Where a class of errors has a status of its own, the document says so."""
    rows = table_after(documents()["docs/errors.md"], "Where the status says more")
    listed = {int(row[0]): row[1].strip("`") for row in rows}
    special = problems._STATUS_BY_CLASS
    assert listed == {int(status): str(error.code) for error, status in special.items()}


def logged() -> Iterator[tuple[str, str]]:
    """Return each action that the shipped code logs, with its level; "" where a helper makes it."""
    for name, tree in repository.shipped_modules().items():
        levels = {
            id(inner): _LEVELS.get(outer.func.attr, outer.func.attr)
            for outer in ast.walk(tree)
            if isinstance(outer, ast.Call)
            and isinstance(outer.func, ast.Attribute)
            and ast.unparse(outer.func.value).endswith("log")
            for inner in ast.walk(outer)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "logs.log_fields",
                "log_fields",
            }:
                action = node.args[0]
                assert isinstance(action, ast.Constant), f"{name}:{node.lineno}: not a literal"
                yield str(action.value), levels.get(id(node), "")


def test_every_action_in_the_logs_is_explained() -> None:
    """The table of log lines has each `action` that the code logs, once, and no other."""
    rows = table_after(documents()["docs/operations.md"], "What the logs say")
    assert sorted(row[0].strip("`") for row in rows) == sorted({action for action, _ in logged()})


def test_every_action_is_listed_under_its_severity() -> None:
    """The severity in the table is the one that the line is logged with."""
    rows = table_after(documents()["docs/operations.md"], "What the logs say")
    listed = {(row[0].strip("`"), row[1].lower()) for row in rows}
    assert {(action, level) for action, level in logged() if level} - listed == set()


def identifiers() -> set[str]:
    """Return the words that the code's own names are made of."""
    names: set[str] = set()
    for path, tree in repository.modules().items():
        if path.startswith("tests/"):
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                    names.add(name)
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    names.add(name)
                case _:
                    pass
    return {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+", name)}


@pytest.mark.parametrize("row", all_rows("docs/glossary.md"), ids=lambda row: str(row[0]))
def test_a_word_of_the_glossary_is_the_codes_word(row: list[str]) -> None:
    """Each word names something in the code, and the name that is given beside it exists."""
    words = set(re.findall(r"[a-z]+", row[0].lower()))
    assert words <= identifiers(), f"the code does not say {words - identifiers()}"
    references = _CODE.findall(row[2])
    assert references, f"no name in the code is given for {row[0]}"
    for reference in references:
        repository.resolve(reference)


def test_the_glossary_is_in_order() -> None:
    """The words stand in the order of the alphabet, each once."""
    words = [row[0].strip("*").lower() for row in all_rows("docs/glossary.md")]
    assert words == sorted(set(words))
