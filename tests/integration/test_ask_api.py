"""Questions and answers over HTTP: who may answer, what is refused, and what is described."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import Field

from functions.job_types import all_job_types
from shared.core.records import Record
from shared.handler.job_context import JobContext
from tests.support.described import undescribed
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.web import Caller, answer_of, caller, wrong_fields
from tests.support.world import World

DAY = timedelta(days=1)


class Amounts(Record):
    """What a job of these tests asks for."""

    lines: list[int] = Field(min_length=1, title="Amounts", description="One a line.")


def asking(request: WordRequest, job: JobContext) -> WordResult:
    """Ask, and answer with what was told."""
    told = job.ask(
        "amounts", Amounts, prompt="Which amounts?", until=DAY, context={"word": request.word}
    )
    return WordResult(answer=str(told.lines))


@pytest.fixture(autouse=True)
def asking_jobs() -> Iterator[None]:
    """Have the type of the tests be one whose jobs ask."""
    with declared(asking, whole_limit=2 * DAY, forms=(Amounts,)):
        yield


@pytest.fixture
def owner(world: World) -> Caller:
    """Return a user with a token."""
    return caller(world.services)


@pytest.fixture
def path(world: World) -> str:
    """Return the path of a job that asks."""
    job = world.submit(word="x")
    world.deliver(job.job_id, 1)
    return f"/api/jobs/{job.job_id}"


def test_a_job_shows_what_it_asks(owner: Caller, path: str) -> None:
    """In lists and its details; only these say what the question is about."""
    details = answer_of(owner.get(path))
    assert details["status"] == "suspended"
    assert details["questionContext"] == {"word": "x"}
    assert sorted(details["question"]) == ["form", "hasDefault", "name", "prompt", "since", "until"]
    (listed,) = answer_of(owner.get("/api/jobs?status=suspended"))["jobs"]
    assert listed["question"] == details["question"]
    assert "questionContext" not in listed
    assert "resumeId" not in listed


def test_who_polls_is_told_to_come_back(owner: Caller, path: str) -> None:
    """Another window may have answered."""
    assert owner.get(f"{path}/status").headers["Retry-After"] == "10"


def test_an_answer_is_taken_once(owner: Caller, path: str) -> None:
    """The same again is answered with the job, another one with 409 and a sentence."""
    taken = owner.post(f"{path}/answers/amounts", {"value": {"lines": [1]}})
    assert (taken.status_code, answer_of(taken)["status"]) == (200, "queued")
    assert "question" not in answer_of(taken)
    assert owner.post(f"{path}/answers/amounts", {"value": {"lines": [1]}}).status_code == 200
    other = owner.post(f"{path}/answers/amounts", {"value": {"lines": [2]}})
    assert (other.status_code, answer_of(other)["code"]) == (409, "failed-precondition")
    assert "questionContext" not in answer_of(owner.get(path))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"value": {"lines": ["a", 1, "b"]}}, ["lines.0", "lines.2"]),
        ({"value": {}}, ["lines"]),
        ({"value": {"lines": [1], "more": 1}}, ["more"]),
        ({"value": [1]}, ["value"]),
        ({"lines": [1]}, ["value", "lines"]),
    ],
)
def test_a_wrong_answer_is_a_problem_with_its_fields(
    owner: Caller, path: str, body: object, fields: list[str]
) -> None:
    """They are those of the form; the job waits on."""
    refused = owner.post(f"{path}/answers/amounts", body)
    assert refused.status_code == 400
    assert wrong_fields(refused) == fields
    assert answer_of(owner.get(path))["status"] == "suspended"


@pytest.mark.parametrize("name", ["other", "Amounts", "a%2Fb", "x" * 65])
def test_another_question_does_not_exist(owner: Caller, path: str, name: str) -> None:
    """Nor does one whose name none can have."""
    assert owner.post(f"{path}/answers/{name}", {"value": {"lines": [1]}}).status_code == 404


def test_only_the_owner_answers(world: World, path: str) -> None:
    """Another user finds no job; without a token there is no answer at all."""
    body = {"value": {"lines": [1]}}
    stranger, nameless = caller(world.services, "other-1"), caller(world.services, None)
    assert stranger.post(f"{path}/answers/amounts", body).status_code == 404
    assert nameless.post(f"{path}/answers/amounts", body).status_code == 401


def test_a_cancelled_job_takes_no_answer(owner: Caller, path: str) -> None:
    """It says so."""
    assert answer_of(owner.post(f"{path}/cancel"))["status"] == "cancelled"
    late = owner.post(f"{path}/answers/amounts", {"value": {"lines": [1]}})
    assert late.status_code == 409
    assert "cancelled" in answer_of(late)["detail"]


def test_forms_are_described(owner: Caller) -> None:
    """With their types, and in the API's description by their names."""
    types = answer_of(owner.get("/api/job-types"))["jobTypes"]
    (form,) = (one["forms"]["Amounts"] for one in types if one["type"] == "test-word")
    assert form["properties"]["lines"]["title"] == "Amounts"
    asking = [name for name, each in all_job_types().items() if each.forms and each.is_listed]
    assert [one["type"] for one in types if "forms" in one] == sorted({*asking, "test-word"})
    schemas = answer_of(owner.get("/api/openapi.json"))["components"]["schemas"]
    assert schemas["Amounts"]["required"] == ["lines"]
    value = schemas["GivenAnswer"]["properties"]["value"]
    assert {"$ref": "#/components/schemas/Amounts"} in value["anyOf"]


def test_what_is_answered_is_described(owner: Caller, path: str) -> None:
    """The details of a job that asks, and what an answer is answered with."""
    assert undescribed(owner.get(path), "getJob") == []
    answered = owner.post(f"{path}/answers/amounts", {"value": {"lines": [1]}})
    assert undescribed(answered, "answerQuestion") == []
