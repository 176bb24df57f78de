"""The API's description, and its page, say what the API does."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any, get_args, get_type_hints

import flask
import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field, JsonValue

from functions.http import problems, views
from functions.http.api import create_app
from functions.http.job_types_view import describe_job_types
from functions.http.openapi import page as docs_page
from functions.http.openapi.document import describe_api
from functions.http.openapi.schemas import Made, schemas_of
from functions.http.routes import GROUPS
from functions.job_types import all_job_types
from functions.requests.options import read_options
from shared import wiring
from shared.core import errors
from shared.core.errors import ErrorCode
from shared.core.job import Job
from shared.core.records import Record
from shared.settings import Settings
from tests.repo import repository
from tests.support.job_types import declared, echo

_FOLDER = "functions/http/openapi/docs_page/"
_PAGE = f"{_FOLDER}index.html"
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
_NOT_DESCRIBED = {"HEAD", "OPTIONS"}


@pytest.fixture
def app() -> flask.Flask:
    """Return the API, connected to nothing."""
    return create_app(wiring.connect(Settings(google_cloud_project="demo-description")))


def described() -> Mapping[str, Any]:
    """Return the document as a reader gets it."""
    document: Mapping[str, Any] = json.loads(json.dumps(describe_api()))
    return document


def operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Return each operation with its method and path."""
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def camel(name: str) -> str:
    """Return a path variable's name as the API writes it."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def test_the_description_has_every_route_and_no_other(app: flask.Flask) -> None:
    """Each method of each path that Flask answers is described, by the same variables."""
    routes = {
        (method, _CONVERTER.sub(lambda found: f"{{{camel(found[1])}}}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - _NOT_DESCRIBED
    }
    assert {(method, path) for method, path, _ in operations()} == routes


def references(part: Any) -> Iterator[str]:  # noqa: ANN401 -- any part of a document
    """Return all that a part of the document points at."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_every_reference_leads_somewhere() -> None:
    """What the document points at is in it."""
    document = described()
    for reference in set(references(document)):
        found: Any = document
        for name in reference.removeprefix("#/").split("/"):
            assert name in found, reference
            found = found[name]


def test_operations_have_names_of_their_own() -> None:
    """A client's methods are named after `operationId`: none comes twice."""
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))


def test_every_refusal_is_a_problem_document() -> None:
    """Whatever is not a success is described as a problem."""
    responses = described()["components"]["responses"]
    for _, path, operation in operations():
        refused = {code: one for code, one in operation["responses"].items() if code >= "400"}
        assert refused, path
        for answer in refused.values():
            name = answer["$ref"].rpartition("/")[2]
            assert set(responses[name]["content"]) == {problems.MEDIA_TYPE}


def test_the_described_job_document_hides_what_the_real_one_hides() -> None:
    """The job document's schema has exactly the fields that the public may see."""
    public = {
        field.alias for name, field in Job.model_fields.items() if name not in views.INTERNAL_FIELDS
    }
    assert set(described()["components"]["schemas"]["Job"]["properties"]) == {
        *public,
        views.WAITING,
        views.REUSED,
    }


def test_every_job_type_can_be_submitted() -> None:
    """The body of a submission is one of the registry's types, told apart by `type`."""
    submission = described()["components"]["schemas"]["Submission"]
    assert set(submission["discriminator"]["mapping"]) == set(all_job_types())
    assert len(submission["oneOf"]) == len(all_job_types())


def test_unknown_fields_are_described_as_refused() -> None:
    """A submission's schema is closed, as the reader of it is."""
    schemas = described()["components"]["schemas"]
    for reference in schemas["Submission"]["oneOf"]:
        assert schemas[reference["$ref"].rpartition("/")[2]]["additionalProperties"] is False


def test_a_new_job_type_is_described_at_once() -> None:
    """What is cached belongs to the types that there are."""
    before = describe_job_types(), describe_api()
    with declared(echo):
        types, document = describe_job_types(), json.dumps(describe_api())
    assert "test-word" in types.model_dump_json()
    assert "TestWordSubmission" in document
    assert (describe_job_types(), describe_api()) == before


def test_a_description_is_made_once() -> None:
    """It never changes in a process, so it is not made again for each reader."""
    assert describe_api() is describe_api()
    assert describe_job_types() is describe_job_types()


def texts(part: Any) -> Iterator[str]:  # noqa: ANN401 -- any part of a document
    """Return all that a document says in words."""
    if isinstance(part, dict):
        for name, inner in part.items():
            if name in {"description", "summary", "title"} and isinstance(inner, str):
                yield inner
            yield from texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner)


_INSIDE = re.compile(r"data/|users/|rateLimits|\.py\b|\b(shared|functions|infra)[./]\w")


@pytest.mark.parametrize(
    ("describe", "least"),
    [
        (describe_api, 20),
        # Where no type is offered there is nothing to tell.
        (lambda: describe_job_types().to_json(), 20 if describe_job_types().job_types else -1),
    ],
    ids=["api", "types"],
)
def test_no_text_says_where_anything_lies_inside(
    describe: Callable[[], object], least: int
) -> None:
    """Paths in Firestore and names of modules are ours; a reader has the API's paths."""
    told = list(texts(describe()))
    assert len(told) > least
    assert [text for text in told if _INSIDE.search(text)] == []


class Commented(Record):
    """What a person may know."""

    #: Kept in `data/commented`, by `shared.store`.
    said: str = Field(description="In words.")
    #: A comment is for us.
    name: str


def test_a_comment_is_not_public() -> None:
    """A field is described where it is declared, by `Field(description=…)`, or not at all."""
    schema = schemas_of([Commented], Made, "serialization")["Commented"]
    assert schema["description"] == "What a person may know."
    described = {name: form.get("description") for name, form in schema["properties"].items()}
    assert described == {"said": "In words.", "name": None}


def records_in(kind: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 -- any type there is
    """Return each record that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from records_in(field.annotation)
    for argument in get_args(kind):
        yield from records_in(argument)


def test_a_component_has_a_name_of_its_own() -> None:
    """No two records share one: pydantic would put module paths before it, or what it is for."""
    names = described()["components"]["schemas"].keys()
    assert [name for name in names if "__" in name or not name.isalnum()] == []
    of_routes = (route.view for group in GROUPS for route in group.routes)
    of_types = ((one.request, one.result) for one in all_job_types().values())
    found: dict[str, type[BaseModel]] = {}
    for kind in [
        *(kind for view in of_routes for kind in get_type_hints(view).values()),
        *(kind for pair in of_types for kind in pair),
    ]:
        for record in records_in(kind):
            assert found.setdefault(record.__name__, record) is record


def page() -> str:
    """Return the page's source."""
    return repository.text_files()[_PAGE]


@pytest.mark.parametrize("code", ErrorCode)
def test_every_problem_is_explained_on_the_page(code: ErrorCode) -> None:
    """The `type` of a problem leads to a heading, with its statuses, what it means and to do."""
    about = described()["info"]["description"]
    assert about.count(f'id="{code}"') == 1
    heading, meaning, advice, *_ = about.partition(f'id="{code}">')[2].split("\n\n")
    assert heading.startswith(f"{code} (")
    assert str(int(problems.STATUS[code])) in heading
    assert all(text.endswith(".") and not text.startswith("<h3") for text in (meaning, advice))


def test_the_page_explains_no_other_problem() -> None:
    """A code that is gone is gone from the page."""
    found = re.findall(r'<h3 id="([^"]+)"', described()["info"]["description"])
    assert found == [str(code) for code in ErrorCode]


def test_the_page_loads_its_own_files_only(app: flask.Flask) -> None:
    """Each file it names is served, with its type; none is described that is not there."""
    named = set(re.findall(r'(?:href|src)="docs/([^"]+)"', page()))
    (parameter,) = described()["paths"]["/api/docs/{name}"]["get"]["parameters"]
    assert named == set(parameter["schema"]["enum"])
    own = {name.removeprefix(_FOLDER) for name in repository.files() if name.startswith(_FOLDER)}
    assert own == (named - docs_page.BUILT) | {"index.html"}
    for name in named:
        with app.test_client().get(f"/api/docs/{name}") as response:
            assert response.status_code == 200, "make api-page builds the page"


@pytest.mark.parametrize("name", sorted(docs_page.BUILT))
def test_a_part_that_was_not_built_is_not_there(
    app: flask.Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """404, as a problem that says what to do about it; the page itself is still there."""
    for own in repository.files():
        if own.startswith(_FOLDER):
            copyfile(repository.ROOT / own, tmp_path / Path(own).name)
    monkeypatch.setattr(docs_page, "_FOLDER", tmp_path)
    refused = app.test_client().get(f"/api/docs/{name}")
    assert (refused.status_code, refused.content_type) == (404, problems.MEDIA_TYPE)
    assert "make api-page" in refused.get_data(as_text=True)
    with app.test_client().get("/api/docs") as response:
        assert response.status_code == 200


@pytest.mark.parametrize(
    "name", ["index.html", "page.js%0a", "Page.js", "..", "..%2fapi.py", "page.js/", "%00", "x"]
)
def test_nothing_but_the_pages_parts_is_served(app: flask.Flask, name: str) -> None:
    """404, also for a file that lies beside them: a part has one address."""
    response = app.test_client().get(f"/api/docs/{name}")
    assert (response.status_code, response.content_type) == (404, problems.MEDIA_TYPE)


@pytest.mark.parametrize("path", ["/api/docs", "/api/docs/page.js"])
@pytest.mark.parametrize(
    "condition",
    [
        {"Range": "bytes=0-5"},
        {"Range": "bytes=99999999-"},
        {"If-Match": '"x"'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Fri, 31 Dec 2100 23:59:59 GMT"},
        {"If-Unmodified-Since": "Fri, 31 Dec 1999 23:59:59 GMT"},
    ],
    ids=str,
)
def test_the_page_comes_whole_or_not_at_all(
    app: flask.Flask, path: str, condition: dict[str, str]
) -> None:
    """No parts of a file and no conditions: nothing but 200 is described."""
    with app.test_client().get(path, headers=condition) as response:
        assert response.status_code == 200


def test_the_page_has_nothing_inline() -> None:
    """The policy that it is sent with lets no script and no style in the page itself run."""
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page())
    assert not re.search(r"https?://", page())


def test_a_schedule_repeats_a_type_that_there_is() -> None:
    """The description names the types; an answer says how what it has made is asked for."""
    document = described()
    of_schedule = document["components"]["schemas"]["ScheduleRequest"]["properties"]["type"]
    assert of_schedule["enum"] == list(all_job_types())
    created = document["paths"]["/api/schedules"]["post"]["responses"]["201"]
    assert created["links"]["getSchedule"] == {
        "operationId": "getSchedule",
        "parameters": {"scheduleId": "$response.body#/scheduleId"},
    }


@pytest.mark.parametrize(
    ("options", "is_right"),
    [
        ({"debounce": 5, "latestOf": "a"}, True),
        ({"debounce": 5.0, "latestOf": "a"}, True),
        ({"debounce": None}, True),
        ({"debounce": 5}, False),
        ({"debounce": 5, "latestOf": None}, False),
        ({"debounce": 5, "latestOf": "a", "runAt": "2026-12-01T00:00:00Z"}, False),
    ],
)
def test_what_debounce_needs_is_described(
    options: dict[str, JsonValue],
    is_right: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    """What the description lets pass is accepted, and the other way round."""
    described_options = described()["components"]["schemas"]["Options"]
    assert Draft202012Validator(described_options).is_valid(options) is is_right
    accepts = contextlib.nullcontext() if is_right else pytest.raises(errors.InvalidArgumentError)
    with accepts:
        read_options(options, datetime(2026, 11, 30, tzinfo=UTC))
