"""The registry of job types: a file in the package is a type, and nothing else names it."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from functions import job_types
from functions.http.job_types_view import describe_job_types
from functions.job_types import (
    Handler,
    JobResult,
    all_job_types,
    declared_job_type,
    find_job_type,
    job_type,
    mistakes,
)
from shared.core import errors, ids
from shared.core.icons import Icon
from shared.core.records import Record
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext
from shared.tasks.task_queue import DISPATCH_DEADLINE
from tests.repo import repository

MADE_UP = '''
"""A made-up job type."""

from functions.job_types import JobResult, job_type
from shared.core.records import Record


class Nothing(JobResult):
    """A result that says nothing."""

    def summarise(self):
        """Say so."""
        return "Nothing."


@job_type("made-up", title="Made up", request=Record, result=Nothing)
def do_nothing(request, job):
    """Do nothing."""
    return Nothing()
'''


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a test declare types that are forgotten afterwards."""
    all_job_types()
    monkeypatch.setattr(job_types, "_declared", dict(job_types._declared))
    all_job_types.cache_clear()
    yield
    all_job_types.cache_clear()


_ONE_TYPE = """
from functions.job_types import declared_job_type
import sys
assert declared_job_type("example").name == "example"
print([name for name in sys.modules if name.startswith("functions.") and name.endswith(".job")])
"""


def test_one_type_is_imported_alone() -> None:
    """A process that runs one type of jobs does not load the others."""
    done = repository.python("-c", _ONE_TYPE)
    assert (done.returncode, done.stdout) == (0, "['functions.job_types.example.job']\n")


@pytest.mark.parametrize("name", ["common", "handling", "no-such-type", "..", "os", "", "A", "é"])
def test_what_is_no_type_is_none(name: str) -> None:
    """Names come from requests: a folder without a type, a module, and anything else."""
    assert declared_job_type(name) is None


class Nothing(JobResult):
    """A result that says nothing."""

    def summarise(self) -> str:
        """Say so."""
        return "Nothing."


def do_nothing(request: Record, job: JobContext) -> Nothing:
    """Do nothing."""
    return Nothing()


@pytest.mark.parametrize("limit", [timedelta(0), timedelta(days=29, seconds=1)])
def test_no_job_may_take_longer_than_a_task_is_kept(registry: None, limit: timedelta) -> None:
    """Cloud Tasks would drop what waits longer."""
    declare = job_type("made-up", title="x", request=Record, result=Nothing, whole_limit=limit)
    with pytest.raises(ValueError, match="29 days"):
        declare(do_nothing)


@pytest.mark.parametrize("limit", [timedelta(0), timedelta(minutes=30)])
def test_no_attempt_may_take_longer_than_its_delivery(registry: None, limit: timedelta) -> None:
    """Cloud Tasks would deliver it once more meanwhile."""
    assert mistakes.LONGEST_ATTEMPT == DISPATCH_DEADLINE
    declare = job_type("made-up", title="x", request=Record, result=Nothing, time_limit=limit)
    with pytest.raises(ValueError, match="less than 30 minutes"):
        declare(do_nothing)


class Silent(JobResult):
    """A result that cannot say itself."""


def gives_a_dict(request: Record, job: JobContext) -> dict[str, str]:
    """Return what is no result."""
    return {}


def gives_nothing(request: Record, job: JobContext) -> None:
    """Return nothing."""


def takes_one(request: Record) -> Nothing:
    """Take no context."""
    return Nothing()


@pytest.mark.parametrize(
    ("handler", "request_form", "result", "words"),
    [
        (gives_a_dict, Record, Nothing, "says that it returns dict.*: return a Nothing"),
        (gives_nothing, Record, Nothing, "says that it returns None: return a Nothing"),
        (takes_one, Record, Nothing, r"something else than \(request, job\)"),
        (do_nothing, dict, Nothing, "request of 'made-up' is no Record"),
        (do_nothing, Record, dict, "result of 'made-up' is no JobResult"),
        (do_nothing, Record, Record, "result of 'made-up' is no JobResult"),
        (do_nothing, Record, Silent, r"has no summarise\(\)"),
    ],
)
def test_what_can_never_run_is_refused_where_it_stands(
    registry: None,
    handler: Handler[Record, JobResult],
    request_form: type[Record],
    result: type[JobResult],
    words: str,
) -> None:
    """In a sentence that says what to write instead."""
    declare = job_type("made-up", title="x", request=request_form, result=result)
    with pytest.raises(TypeError, match=words):
        declare(handler)


def test_a_drawing_that_the_web_has_not_is_refused(registry: None) -> None:
    """In a sentence that names those that it has."""
    declare = job_type("made-up", title="x", icon="rocket", request=Record, result=Nothing)
    with pytest.raises(ValueError, match=r"icon of 'made-up' is one of bars, .*, not 'rocket'"):
        declare(do_nothing)


def test_users_are_shown_what_is_declared(registry: None) -> None:
    """Title, sentence and drawing are in the list of what may be submitted."""
    words = {"title": "Made up", "description": "It is none.", "icon": "people"}
    declare = job_type(
        "made-up",
        title="Made up",
        description="It is none.",
        icon="people",
        request=Record,
        result=Nothing,
    )
    declare(do_nothing)
    job_types.all_job_types.cache_clear()
    shown = {one.type: one for one in describe_job_types().job_types}
    assert words.items() <= shown["made-up"].model_dump(mode="json").items()


def test_a_declaration_says_everything(registry: None) -> None:
    """What stands above a handler is what the registry knows."""
    declare = job_type(
        "made-up",
        title="Made up",
        description="It is none.",
        icon="people",
        request=Record,
        result=Nothing,
        attempts=5,
        time_limit=timedelta(minutes=2),
    )
    declare(do_nothing)

    assert find_job_type("made-up") == job_types.JobType(
        name="made-up",
        title="Made up",
        description="It is none.",
        icon=Icon.PEOPLE,
        request=Record,
        result=Nothing,
        handler=do_nothing,
        time_limit=timedelta(minutes=2),
        retry=RetryPolicy(max_attempts=5),
    )


def test_a_declaration_has_defaults(registry: None) -> None:
    """Three attempts of up to five minutes, unless said otherwise."""
    job_type("made-up", title="Made up", request=Record, result=Nothing)(do_nothing)

    found = find_job_type("made-up")
    assert found.retry.max_attempts == 3
    assert found.time_limit == timedelta(minutes=5)


def test_a_handler_stays_a_function(registry: None) -> None:
    """Declaring gives the handler back as it is, so that a test can call it."""
    declare = job_type("made-up", title="Made up", request=Record, result=Nothing)

    assert declare(do_nothing) is do_nothing


def test_a_name_is_taken_once(registry: None) -> None:
    """Two types of one name are a mistake that stops the import."""
    declare = job_type("made-up", title="Made up", request=Record, result=Nothing)
    declare(do_nothing)

    with pytest.raises(ValueError, match="made-up"):
        declare(do_nothing)


def test_a_folder_is_a_job_type(
    registry: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Adding a job type is adding a folder: nothing else is changed."""
    (tmp_path / "made_up_type").mkdir()
    (tmp_path / "made_up_type" / "__init__.py").touch()
    (tmp_path / "made_up_type" / "job.py").write_text(MADE_UP)
    monkeypatch.setattr(job_types, "__path__", [*job_types.__path__, str(tmp_path)])

    try:
        assert find_job_type("made-up").title == "Made up"
    finally:
        sys.modules.pop("functions.job_types.made_up_type", None)
        sys.modules.pop("functions.job_types.made_up_type.job", None)
        if hasattr(job_types, "made_up_type"):
            del job_types.made_up_type


def test_an_unknown_type_is_refused_with_those_there_are() -> None:
    """A mistyped type is answered with the names there are, at the field `type`."""
    with pytest.raises(errors.InvalidArgumentError) as caught:
        find_job_type("nothing-like-it")

    (violation,) = caught.value.violations
    assert violation.field == "type"
    assert all(name in violation.message for name in all_job_types())
    assert "nothing-like-it" not in violation.message + caught.value.message


def test_types_are_sorted(registry: None) -> None:
    """The list reads the same everywhere, whatever was imported first."""
    for name in ("made-up-b", "made-up-c", "made-up-a"):
        job_type(name, title="Made up", request=Record, result=Nothing)(do_nothing)

    assert list(all_job_types()) == sorted(all_job_types())


def test_types_cannot_be_changed() -> None:
    """No code adds a type at runtime."""
    with pytest.raises(TypeError):
        all_job_types()["made-up"] = find_job_type("example")  # type: ignore[index]


def test_every_folder_with_a_job_declares_the_type_of_its_name() -> None:
    """A folder's `job.py` declares one type, under the folder's own name."""
    folders = {file.parent.name for file in Path(job_types.__file__).parent.glob("*/job.py")}

    assert {
        found.handler.__module__.split(".")[-2] for found in all_job_types().values()
    } == folders
    assert {name.replace("-", "_") for name in all_job_types()} == folders


def test_every_type_can_be_part_of_a_job_id() -> None:
    """A type's name is a part of its jobs' ids."""
    for name in all_job_types():
        assert ids.parse_job_id(f"ada:{name}:1795435200123:0123456789abcdef").type == name


def test_every_type_ends_before_its_delivery_does() -> None:
    """One attempt takes less time than Cloud Tasks waits for an answer."""
    assert all(found.time_limit < DISPATCH_DEADLINE for found in all_job_types().values())


def test_every_type_has_a_sentence_for_its_result() -> None:
    """A result that cannot be summarised has no notification."""
    for found in all_job_types().values():
        assert found.title
        assert found.result.summarise is not JobResult.summarise


def test_a_result_without_a_sentence_says_so() -> None:
    """The base of all results has none."""
    with pytest.raises(NotImplementedError):
        JobResult().summarise()
