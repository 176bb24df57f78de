"""Requests at the edge of what the description allows: what calling the API at random has found.

And the answers that calling it at random hardly reaches, held against the description.
"""

import pytest

from tests.support.described import undescribed
from tests.support.web import Caller, answer_of, caller
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")


@pytest.fixture
def owner(world: World) -> Caller:
    """Return a user with a token."""
    return caller(world.services)


def test_a_batch_takes_the_longest_idempotency_key(owner: Caller) -> None:
    """What is made of the key for each job does not count against the key's length."""
    body = {"jobs": [{"type": "test-word", "word": word} for word in "ab"]}
    first = owner.post("/api/jobs:batch", body, **{"Idempotency-Key": "k" * 255})
    second = owner.post("/api/jobs:batch", body, **{"Idempotency-Key": "k" * 255})
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json == second.json


def test_a_batchs_key_is_no_jobs_key(owner: Caller) -> None:
    """A key that looks like one of a batch's jobs stands for none of that batch."""
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
    """No redirect: there is nothing there."""
    assert owner.get(path).status_code == 404


@pytest.fixture
def writing(world: World) -> World:
    """A world with a text model that writes by rules."""
    offline = {"text_model": "infra.local.stand_ins.adapters:open_text_model"}
    return world.with_services(settings=world.services.settings.model_copy(update=offline))


_REQUEST = {"type": "example", "text": "Count these four words", "options": {"tags": ["mine"]}}


def test_a_real_result_is_as_described(writing: World) -> None:
    """Accepted, run and read: each answer is what its schema says, the whole result too."""
    owner = caller(writing.services)
    accepted = owner.post("/api/jobs", _REQUEST)
    assert undescribed(accepted, "createJob") == []
    path = accepted.headers["Location"]
    writing.deliver(answer_of(accepted)["jobId"], 1)
    read = owner.get(path)
    job = answer_of(read)
    assert (read.status_code, job["status"]) == (200, "succeeded")
    assert job["result"]["words"] == 4
    assert [attempt["outcome"] for attempt in job["attempts"]] == ["succeeded"]
    assert undescribed(read, "getJob") == []
    assert undescribed(owner.get(f"{path}/status"), "getJobStatus") == []
    assert undescribed(owner.get("/api/jobs"), "listJobs") == []


def test_a_result_that_is_not_as_described_is_seen(writing: World) -> None:
    """The check above reaches to the bottom of a result."""
    owner = caller(writing.services)
    accepted = owner.post("/api/jobs", _REQUEST)
    writing.deliver(answer_of(accepted)["jobId"], 1)
    response = owner.get(accepted.headers["Location"])
    told = response.get_data(as_text=True)
    assert told.count('"promptVersion":') == 1
    response.set_data(told.replace('"promptVersion":', '"promptversion":', 1))
    assert "promptversion" in str(undescribed(response, "getJob"))


def test_no_news_is_as_described(owner: Caller) -> None:
    """304, while it waits and once it has ended: the ETag, and `Retry-After` only before."""
    path = owner.post("/api/jobs", {"type": "test-word", "word": "a"}).headers["Location"]
    for is_over in (False, True):
        etag = owner.get(f"{path}/status").headers["ETag"]
        response = owner.get(f"{path}/status", **{"If-None-Match": etag})
        assert response.status_code == 304
        assert undescribed(response, "getJobStatus") == []
        assert ("Retry-After" in response.headers) is not is_over
        owner.post(f"{path}/cancel")


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        ({"submit_burst": 1, "submit_per_minute": 1}, {"Limit": "1", "Remaining": "0"}),
        ({"unfinished_per_user": 1}, {}),
    ],
    ids=["a rate", "a cap"],
)
@pytest.mark.parametrize("operation", ["createJob", "createJobs"])
def test_too_many_is_as_described(
    world: World, operation: str, settings: dict[str, int], limits: dict[str, str]
) -> None:
    """429 with `Retry-After`, and, where it is a rate, what is left of it."""
    changed = world.services.settings.model_copy(update=settings)
    owner = caller(world.with_services(settings=changed).services)
    first, second = ({"type": "test-word", "word": word} for word in "ab")
    accepted = owner.post("/api/jobs", first)
    assert undescribed(accepted, "createJob") == []
    if operation == "createJob":
        refused = owner.post("/api/jobs", second)
    else:
        refused = owner.post("/api/jobs:batch", {"jobs": [second]})
    assert refused.status_code == 429
    assert undescribed(refused, operation) == []
    assert int(refused.headers["Retry-After"]) > 0
    for name, value in limits.items():
        assert refused.headers[f"RateLimit-{name}"] == value
    assert ("RateLimit-Reset" in refused.headers) == bool(limits)


@pytest.mark.parametrize("body", [None, {}, {"type": "nope"}, {"type": "test-word", "word": 1}])
def test_a_refusal_is_as_described(owner: Caller, body: object) -> None:
    """Every problem has the fields that its schema asks for."""
    refused = owner.post("/api/jobs", body)
    assert refused.status_code in {400, 415}
    assert undescribed(refused, "createJob") == []
