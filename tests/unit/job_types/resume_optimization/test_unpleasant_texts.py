"""No text, however odd, takes a rule or a request long: the time grows with the length only.

One text held a worker and its neighbours for 91 s by a pattern that took the square of its length.
Here every pattern, every function of one text and every field that there is gets each kind of text
of `tests.support.unpleasant`; they are found by looking, so a new one is among them.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

import functions
import shared
from functions.http import request_bodies
from functions.job_types import JobType, all_job_types
from functions.job_types.resume_optimization.job import LONGEST_RESUME
from functions.operators import bulk
from functions.requests import options, submission, violations
from functions.requests.list_jobs import ListJobsQuery
from shared.auth.users import User
from shared.core import errors, normal_form
from shared.core.records import Record
from tests.repo import repository
from tests.support.computing import fewest_seconds
from tests.support.unpleasant import COMMON, KINDS, LONGEST

if TYPE_CHECKING:
    from pydantic import JsonValue

#: Seconds of this thread's own computing, for one text.
MOST_SECONDS = 0.5
#: A pattern whose time grows with the length takes some 5 ms for this, at the square of it more
#: than 80.
PATTERN_LENGTH, PATTERN_SECONDS = 10_000, 0.05
#: How many times that long no machine of ours takes; by how much twice the length may take longer.
_TOO_LONG, _TOO_STEEP = 4, 3
#: Patterns that are never looked for in a long text: by their name, why.
ANCHORED = {
    "_WITHIN": "fullmatch of what stands between two words",
    "MARKER": "match at a line's start",
    "_JOB_ID": "fullmatch, after the length",
    "_DURATION": "fullmatch of what the vendor says",
}
#: Rules that take longer, though no more than the length: 60,000 lines are 60,000 records, twice.
SLOWER = {"ats._problems": 2.0}
#: Calls of `re` that look for a pattern written there.
_CALLS = {"findall", "finditer", "fullmatch", "match", "search", "split", "sub"}


def modules() -> Iterator[ModuleType]:
    """Return every module that is shipped."""
    for package in (functions, shared):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    """Return the patterns of a value: itself, or what a table holds."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (one for each in value.values() for one in patterns_in(each))
    elif isinstance(value, tuple | list):
        yield from (one for each in value for one in patterns_in(each))


def named_patterns() -> dict[re.Pattern[str], str]:
    """Return every pattern of the shipped code with its name or place."""
    found: dict[re.Pattern[str], str] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in patterns_in(value):
                found.setdefault(pattern, f"{module.__name__.rpartition('.')[2]}.{name}")
    for path, tree in repository.shipped_modules().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ast.unparse(node.func.value) == "re"
                and node.func.attr in _CALLS
                and isinstance(node.args[0], ast.Constant)
            ):
                found.setdefault(re.compile(str(node.args[0].value)), f"{path}:{node.lineno}")
    return found


PATTERNS = {name: pattern for pattern, name in named_patterns().items()}


def slow(
    do: Callable[[str], object], longest: int, most: float, kinds: Iterable[str] = tuple(KINDS)
) -> list[str]:
    """Return the kinds of text that take longer; each is tried short first, so none takes hours."""
    return [
        f"{kind}, {length:,}"
        for kind in kinds
        if (length := next((n for n in (longest // 50, longest) if _is_slow(do, kind, n, most)), 0))
    ]


def _is_slow(do: Callable[[str], object], kind: str, length: int, most: float) -> bool:
    """Whether a text takes too long, at its fastest, and not only because the machine is slow.

    Time that grows with the length doubles with it; with the square of it, it becomes fourfold.
    """
    text = KINDS[kind](length)
    if (whole := fewest_seconds(lambda: do(text), most)) <= most:
        return False
    half = fewest_seconds(lambda: do(text[: len(text) // 2]), 0)
    return whole > _TOO_LONG * most or whole > _TOO_STEEP * half


@pytest.mark.parametrize("name", PATTERNS)
def test_a_patterns_time_grows_with_the_length(name: str) -> None:
    """Whatever stands in the text, and wherever the pattern may begin."""
    if (reason := ANCHORED.get(name.rpartition(".")[2])) is not None:
        pytest.skip(reason)
    pattern = PATTERNS[name]
    found = slow(
        lambda text: sum(1 for _ in pattern.finditer(text)), PATTERN_LENGTH, PATTERN_SECONDS
    )
    assert found == []


def test_an_anchored_pattern_exists() -> None:
    """One that is gone is taken from the list."""
    assert set(ANCHORED) <= {name.rpartition(".")[2] for name in PATTERNS}


def rules() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Return every function of the pure rooms that takes one text and needs no more."""
    for module in modules():
        if not module.__name__.startswith(("functions.job_types.", "shared.core.")):
            continue
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__:
                needed = [
                    one
                    for one in inspect.signature(value).parameters.values()
                    if one.default is one.empty
                ]
                takes_text = len(needed) == 1 and needed[0].annotation in {str, "str"}
                if takes_text and needed[0].name != "character":
                    yield f"{module.__name__.rpartition('.')[2]}.{name}", value


RULES = dict(rules())


def test_there_are_rules() -> None:
    """The looking finds them."""
    assert {"sections.find_sections", "plain_text.find_links", "facts.figures"} <= set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_takes_any_text(name: str) -> None:
    """As long as the longest résumé; a refusal is an answer."""

    def call(text: str) -> None:
        with suppress(errors.JobsError, ValueError):
            found = RULES[name](text)
            if inspect.isgenerator(found):
                list(found)

    most = SLOWER.get(name, MOST_SECONDS)
    assert slow(call, LONGEST_RESUME, most, COMMON) == []


def text_fields() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Return every field of every request with what reads it; lists and options among them."""
    for one in all_job_types().values():
        for name in (str(field.alias) for field in one.request.model_fields.values()):
            yield f"{one.name}.{name}", reads_field(one, name, as_list=False)
            yield f"{one.name}.{name}.0", reads_field(one, name, as_list=True)
    records: tuple[type[Record], ...] = (
        *(options.Options, request_bodies.RetryRequest, request_bodies.Batch),
        *(ListJobsQuery, bulk.OperatorFilter, bulk.BulkRetryRequest, bulk.BulkCancelRequest),
    )
    for record in records:
        for name in (str(field.alias) for field in record.model_fields.values()):
            yield f"{record.__name__}.{name}", reads_record(record, name, as_list=False)
            yield f"{record.__name__}.{name}.0", reads_record(record, name, as_list=True)


def reads_field(one: JobType, name: str, *, as_list: bool) -> Callable[[str], object]:
    """Return what submits a job whose field is the text."""

    def read(text: str) -> object:
        body: dict[str, JsonValue] = {"type": one.name, name: [text] if as_list else text}
        return submission.parse_submission(User(uid="u"), body, None, datetime.now(UTC))

    return read


def reads_record(record: type[Record], name: str, *, as_list: bool) -> Callable[[str], object]:
    """Return what reads a record whose field is the text."""
    return lambda text: violations.validated(record, {name: [text] if as_list else text})


FIELDS = dict(text_fields())


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_takes_any_text(name: str) -> None:
    """As long as a whole upload: its length is looked at before anything is made of it."""

    def read(text: str) -> None:
        with suppress(errors.InvalidArgumentError):
            FIELDS[name](text)

    assert slow(read, LONGEST, MOST_SECONDS, COMMON) == []


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
@pytest.mark.parametrize("text", ["", "abc", "e\u0301", "\u1100\u1161", "q\u0323\u0307" * 50, "ﬁ"])
def test_text_that_is_written_by_people_is_normalised_as_always(form: str, text: str) -> None:
    """Only what no script has is cut."""
    assert normal_form.normalize(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]
