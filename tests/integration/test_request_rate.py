"""A user's requests are counted, reads and refusals included, without a call for it."""

import pytest

from tests.support.rpc_count import counted_calls
from tests.support.web import Caller, answer_of, caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


@pytest.fixture
def narrow(world: World) -> World:
    """A world where a user may send two requests a minute."""
    settings = world.services.settings.model_copy(update={"requests_per_minute": 2})
    return world.with_services(settings=settings)


@pytest.fixture
def owner(narrow: World) -> Caller:
    """A user of it."""
    return caller(narrow.services)


def test_reads_and_refusals_count(owner: Caller) -> None:
    """The third request is 429 with `Retry-After`, whatever the first two were."""
    assert owner.get("/api/jobs").status_code == 200
    assert owner.post("/api/jobs", {}).status_code == 400
    refused = owner.get("/api/jobs")
    assert refused.status_code == 429
    assert answer_of(refused)["code"] == "resource-exhausted"
    assert int(refused.headers["Retry-After"]) == 30


def test_a_refused_request_makes_no_call(narrow: World, owner: Caller) -> None:
    """It is decided in memory, before the body is read."""
    for _ in range(2):
        owner.get("/api/jobs")
    with counted_calls(narrow.services) as calls:
        assert owner.post("/api/jobs", {"type": "test-word", "word": "x"}).status_code == 429
    assert not calls


def test_what_needs_no_token_is_not_counted(owner: Caller) -> None:
    """There is no user to count it for; Cloud Run bounds it by its instances."""
    assert {owner.get("/api/health").status_code for _ in range(5)} == {200}
