"""Requests at the edge of what the description allows: what calling the API at random has found."""

import pytest

from tests.support.web import Caller, caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


@pytest.fixture
def owner(world: World) -> Caller:
    """Give somebody with a token."""
    return caller(world.services)


def test_a_batch_takes_the_longest_idempotency_key(owner: Caller) -> None:
    """What is made of the key for each job does not count against the key's length."""
    body = {"jobs": [{"type": "test-word", "word": word} for word in "ab"]}
    first = owner.post("/api/jobs:batch", body, **{"Idempotency-Key": "k" * 255})
    second = owner.post("/api/jobs:batch", body, **{"Idempotency-Key": "k" * 255})
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json == second.json


def test_a_batchs_key_is_no_jobs_key(owner: Caller) -> None:
    """A key that looks like one of a batch's places stands for nothing of that batch."""
    batch = {"jobs": [{"type": "test-word", "word": "a"}]}
    owner.post("/api/jobs:batch", batch, **{"Idempotency-Key": "k"})
    single = owner.post(
        "/api/jobs", {"type": "test-word", "word": "b"}, **{"Idempotency-Key": "k#0"}
    )
    assert single.status_code == 202


@pytest.mark.parametrize(
    "options", [{"run_at": "2099-01-01T00:00:00Z"}, {"start_before": "2099-01-01T00:00:00Z"}]
)
def test_a_field_has_one_name(owner: Caller, options: dict[str, str]) -> None:
    """Python's own way to write a name is an unknown field, and is refused with its name."""
    refused = owner.post("/api/jobs", {"type": "test-word", "word": "a", "options": options})
    assert refused.status_code == 400
    assert refused.json is not None
    (violation,) = refused.json["violations"]
    assert violation["field"] == f"options.{next(iter(options))}"


@pytest.mark.parametrize("moment", ["4070908800", "4070908800.5", "2099-01-01", 4070908800])
def test_a_time_is_a_text_of_rfc_3339(owner: Caller, moment: object) -> None:
    """Seconds since 1970 are no time, also not as a text."""
    options = {"startBefore": moment}
    body = {"type": "test-word", "word": "a", "options": options}
    assert owner.post("/api/jobs", body).status_code == 400
    assert owner.get(f"/api/jobs?createdAfter={moment}").status_code == 400


@pytest.mark.parametrize("value", ["yes", "true", 1, 0, None])
def test_a_yes_is_true_and_nothing_else(owner: Caller, value: object) -> None:
    """`keepSteps` decides what is paid for twice: it is not guessed from a word or a number."""
    accepted = owner.post("/api/jobs", {"type": "test-word", "word": "a"})
    path = accepted.headers["Location"]
    owner.post(f"{path}/cancel")
    assert owner.post(f"{path}/retry", {"keepSteps": value}).status_code == 400


@pytest.mark.parametrize("path", ["/api/jobs//status", "/api//jobs", "/api/docs//page.js"])
def test_two_slashes_are_no_path(owner: Caller, path: str) -> None:
    """Nobody is led elsewhere: there is nothing there."""
    assert owner.get(path).status_code == 404
