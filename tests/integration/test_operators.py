"""What an operator sees and does, and that no other user does."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import quote

import pytest

from functions.operators import activity, bulk
from functions.operators.queue import describe_queue
from functions.requests import answer as answers
from functions.requests import cancel, list_jobs, resubmit
from shared.auth.users import User
from shared.core import errors
from shared.core.errors import PermanentJobError, RetriableJobError
from shared.core.job import Job
from shared.core.job_status import Slot
from shared.core.records import Record
from shared.firestore.job_store import JobStore
from shared.handler.job_context import JobContext
from shared.telemetry.log_names import LogNames
from tests.support.described import undescribed
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.logged import logged
from tests.support.web import Caller, answer_of, caller, wrong_fields
from tests.support.world import World, claim

ADA, BEN = User(uid="ada"), User(uid="ben")
TYPE = "test-operated"


def break_down(request: WordRequest, job: JobContext) -> WordResult:
    """Fail for good."""
    raise PermanentJobError("It cannot be done.")


@pytest.fixture(autouse=True)
def one_type() -> Iterator[None]:
    """Have a job type that always fails."""
    with declared(break_down, name=TYPE):
        yield


@pytest.fixture
def operator(world: World) -> Caller:
    """Return a caller whose token has the claim."""
    return caller(world.services, "operator-1", operator=True)


def fail_one(world: World, user: User, word: str) -> str:
    """Have a job fail, and return its id."""
    job = world.submit(TYPE, user=user, word=word)
    world.deliver(job.job_id, 1)
    return job.job_id


def listed(operator: Caller, query: str = "") -> list[str]:
    """Return the ids of a list of this file's jobs."""
    answer = answer_of(operator.get(f"/api/operator/jobs?type={TYPE}{query}"))
    return [job["jobId"] for job in answer["jobs"]]


def counts(operator: Caller) -> dict[str, int]:
    """Return how many jobs are in each status."""
    answer: dict[str, Any] = answer_of(operator.get("/api/operator/overview"))
    return {one["status"]: one["count"] for one in answer["statuses"]}


def test_all_users_jobs_are_listed(world: World, operator: Caller) -> None:
    """A list holds the jobs of all users, the newest first, and can be filtered."""
    failed = fail_one(world, ADA, "a")
    queued = world.submit(TYPE, user=BEN, word="b").job_id
    assert set(listed(operator)) == {failed, queued}
    assert listed(operator, "&status=failed&code=failed-precondition") == [failed]
    assert listed(operator, "&code=internal") == []


def test_a_list_says_nothing_of_what_a_job_is_about(world: World, operator: Caller) -> None:
    """Neither the owner's tags nor the job's words are shown."""
    world.submit(TYPE, user=ADA, word="secret", options={"tags": ["secret"]})
    response = operator.get(f"/api/operator/jobs?type={TYPE}")
    assert "secret" not in response.get_data(as_text=True)
    (job,) = answer_of(response)["jobs"]
    assert set(job) == {
        *("jobId", "type", "status", "attempt", "maxAttempts", "createdAt", "updatedAt")
    }


def test_a_list_has_pages(world: World, operator: Caller) -> None:
    """A cursor leads on through the jobs of several users."""
    jobs = {world.submit(TYPE, user=user, word="a").job_id for user in (ADA, BEN)}
    first = answer_of(operator.get(f"/api/operator/jobs?type={TYPE}&limit=1"))
    seen = [first["jobs"][0]["jobId"], *listed(operator, f"&cursor={first['nextCursor']}")]
    assert (len(seen), set(seen)) == (2, jobs)


def test_a_wrong_query_is_refused_by_field(operator: Caller) -> None:
    """A filter that there is not is named."""
    assert wrong_fields(operator.get("/api/operator/jobs?status=lost&limit=0")) == [
        "status",
        "limit",
    ]


def test_the_overview_counts_by_status(world: World, operator: Caller) -> None:
    """One more failed job is one more of its status."""
    before = counts(operator)
    fail_one(world, ADA, "a")
    assert counts(operator)["failed"] == before["failed"] + 1


def test_failed_jobs_are_retried_by_filter(world: World, operator: Caller) -> None:
    """Each is queued and enqueued once more; others stay; asking again changes nothing."""
    failed = [fail_one(world, ADA, "a"), fail_one(world, BEN, "b")]
    cancelled = world.submit(TYPE, user=BEN, word="c").job_id
    cancel.cancel_job(world.services, BEN, cancelled)
    body = {"type": TYPE, "code": "failed-precondition"}
    assert answer_of(operator.post("/api/operator/retry", body)) == {"done": 2, "refused": []}
    assert [world.job_document(job_id).status for job_id in failed] == ["queued", "queued"]
    assert all(task.dispatch == 2 for job_id in failed for task in world.enqueued(job_id)[1:])
    assert world.job_document(cancelled).status == "cancelled"
    assert answer_of(operator.post("/api/operator/retry", body))["done"] == 0


def test_no_cancelled_job_is_retried(world: World, operator: Caller) -> None:
    """It is its owner's money, and they wanted no more of it: the refusal names the filter."""
    response = operator.post("/api/operator/retry", {"status": "cancelled"})
    assert wrong_fields(response) == ["status"]
    assert "failed" in answer_of(response)["violations"][0]["message"]


def test_a_job_that_was_cancelled_meanwhile_is_not_retried(
    world: World, operator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had failed when it was listed; its owner has run it again, and stopped it."""
    failed = fail_one(world, ADA, "a")
    find = list_jobs.read_page

    def then_cancelled(*arguments: Any) -> list_jobs.Page:  # noqa: ANN401 -- its own
        page = find(*arguments)
        resubmit.resubmit_job(world.services, ADA, failed)
        cancel.cancel_job(world.services, ADA, failed)
        return page

    monkeypatch.setattr(bulk, "read_page", then_cancelled)
    answer = answer_of(operator.post("/api/operator/retry", {"type": TYPE}))
    assert answer == {"done": 0, "refused": [{"reason": "cancelled", "count": 1}]}
    assert world.job_document(failed).status == "cancelled"


@pytest.mark.parametrize(
    ("route", "told"),
    [
        ("GET /api/operator/overview", {"filter": {}, "count": 1}),
        (
            "GET /api/operator/jobs?type=test-operated&status=failed&limit=5",
            {"filter": {"status": "failed", "type": TYPE, "limit": 5}, "count": 1},
        ),
        (
            "GET /api/operator/jobs?type=Ada+Lovelace",
            {"filter": {"type": "unknown", "limit": 50}, "count": 0},
        ),
        (
            "POST /api/operator/retry",
            {"filter": {"status": "failed", "limit": 50}, "count": 1},
        ),
        (
            "POST /api/operator/cancel",
            {"filter": {"status": "queued", "limit": 50}, "count": 0},
        ),
    ],
)
def test_what_an_operator_sees_and_does_is_audited(
    world: World, operator: Caller, route: str, told: dict[str, object]
) -> None:
    """One line: who, which route, which filter, how many jobs; no user, nothing that was typed."""
    fail_one(world, ADA, "a")
    method, _, path = route.partition(" ")
    with logged() as lines:
        response = operator.get(path) if method == "GET" else operator.post(path, {})
    assert response.status_code == 200
    (line,) = [line for line in lines() if line.get("action") == "audit"]
    assert {name: line[name] for name in told} == told
    assert line["route"] == f"{method} {path.partition('?')[0]}"
    assert re.fullmatch(r"[0-9a-f]{16,32}", line["operatorHash"])
    assert "operator-1" not in str(line)
    assert "Lovelace" not in str(line)


def test_a_refused_user_is_in_no_audit(world: World) -> None:
    """They have seen nothing."""
    with logged() as lines:
        assert caller(world.services).get("/api/operator/jobs").status_code == 403
    assert [line for line in lines() if line.get("action") == "audit"] == []


def test_a_retry_is_bounded(world: World, operator: Caller) -> None:
    """A call does so many jobs and no more, and its cursor leads to the rest."""
    for word in "ab":
        fail_one(world, ADA, word)
    body = {"type": TYPE, "limit": 1}
    first = answer_of(operator.post("/api/operator/retry", body))
    assert first["done"] == 1
    body["cursor"] = first["nextCursor"]
    assert answer_of(operator.post("/api/operator/retry", body)) == {"done": 1, "refused": []}
    assert listed(operator, "&status=failed") == []


def test_an_owners_limits_hold(world: World) -> None:
    """A retry by an operator counts as the owner's: beyond their limit, the job stays failed."""
    failed = fail_one(world, ADA, "a")
    settings = world.services.settings.model_copy(update={"unfinished_per_user": 1})
    world.submit(TYPE, user=ADA, word="b")
    tight = world.with_services(settings=settings)
    strict = caller(tight.services, "operator-1", operator=True)
    answer = answer_of(strict.post("/api/operator/retry", {"type": TYPE}))
    assert answer == {"done": 0, "refused": [{"reason": "limit", "count": 1}]}
    assert world.job_document(failed).status == "failed"


def test_queued_jobs_are_cancelled_by_filter(world: World, operator: Caller) -> None:
    """Those that wait end at once; one that runs is left, unless it is asked for."""
    queued = world.submit(TYPE, user=ADA, word="a").job_id
    running = world.submit(TYPE, user=BEN, word="b")
    claim(world, running)
    assert answer_of(operator.post("/api/operator/cancel", {"type": TYPE}))["done"] == 1
    assert world.job_document(queued).status == "cancelled"
    assert world.job_document(running.job_id).cancel_requested is None
    body = {"type": TYPE, "status": "running"}
    assert answer_of(operator.post("/api/operator/cancel", body))["done"] == 1
    assert world.job_document(running.job_id).cancel_requested is True


@pytest.mark.parametrize("status", ["succeeded", "failed", "cancelled"])
def test_what_has_ended_cannot_be_cancelled(operator: Caller, status: str) -> None:
    """A filter for it is refused, so that no operator believes it did something."""
    response = operator.post("/api/operator/cancel", {"status": status})
    assert wrong_fields(response) == ["status"]


@pytest.mark.parametrize("claim_value", [None, False, "true", 1])
def test_only_true_makes_an_operator(world: World, claim_value: object) -> None:
    """A claim that looks like one is none."""
    nearly = caller(world.services, operator=claim_value)
    assert nearly.get("/api/operator/overview").status_code == 403
    assert nearly.post("/api/operator/cancel", {}).status_code == 403


def test_named_jobs_are_retried(world: World, operator: Caller) -> None:
    """Those that the filter lets through; others among them stay as they are."""
    chosen, other = fail_one(world, ADA, "a"), fail_one(world, BEN, "b")
    queued = world.submit(TYPE, user=BEN, word="c").job_id
    body = {"jobIds": [chosen, queued]}
    assert answer_of(operator.post("/api/operator/retry", body))["done"] == 1
    assert world.job_document(chosen).status == "queued"
    assert world.job_document(other).status == "failed"
    assert wrong_fields(operator.post("/api/operator/retry", {"jobIds": ["x"]})) == ["jobIds"]


def test_the_first_page_says_how_many_there_are(world: World, operator: Caller) -> None:
    """A count before an operator does something to all of them."""
    for user in (ADA, BEN):
        fail_one(world, user, "a")
    path = f"/api/operator/jobs?type={TYPE}&status=failed&code=failed-precondition&limit=1"
    first = answer_of(operator.get(path))
    assert first["total"] == 2
    assert "total" not in answer_of(operator.get(f"{path}&cursor={first['nextCursor']}"))


def test_a_viewer_sees_everything_and_steers_nothing(world: World) -> None:
    """Each route of an operator's that only reads answers them, and no other."""
    job_id = fail_one(world, ADA, "a")
    viewer = caller(world.services, "viewer-1", viewer=True)
    for path in ("overview", "jobs", f"jobs/{job_id}", "activity", "actions"):
        assert viewer.get(f"/api/operator/{path}").status_code == 200
    for path in ("retry", "cancel"):
        assert viewer.post(f"/api/operator/{path}", {}).status_code == 403
    assert world.job_document(job_id).status == "failed"


def test_what_an_operator_did_is_kept(world: World, operator: Caller) -> None:
    """Who, what, by which filter, and what came of it; the latest first."""
    job_id = fail_one(world, ADA, "a")
    operator.post("/api/operator/retry", {"type": TYPE, "code": "failed-precondition"})
    world.clock.move(timedelta(minutes=1))
    operator.post("/api/operator/cancel", {"jobIds": [job_id]})
    response = operator.get("/api/operator/actions?limit=2")
    cancelled, retried = answer_of(response)["actions"]
    assert (retried["action"], retried["done"], retried["code"]) == (
        "retry",
        1,
        "failed-precondition",
    )
    assert (cancelled["action"], cancelled["jobIds"]) == ("cancel", [job_id])
    assert {one["operatorId"] for one in (cancelled, retried)} == {"operator-1"}
    before = quote(cancelled["at"])
    (earlier,) = answer_of(operator.get(f"/api/operator/actions?limit=1&before={before}"))[
        "actions"
    ]
    assert earlier == retried


def test_that_it_was_begun_is_kept_before_the_first_job_is_changed(
    world: World, operator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies in between leaves a record without an outcome."""
    fail_one(world, ADA, "a")

    def die(*_arguments: object) -> NoReturn:
        raise RuntimeError("the process died")

    monkeypatch.setattr(resubmit, "resubmit_failed_job", die)
    assert operator.post("/api/operator/retry", {"type": TYPE}).status_code == 500
    (begun,) = answer_of(operator.get("/api/operator/actions?limit=1"))["actions"]
    assert (begun["action"], begun["type"], "done" in begun) == ("retry", TYPE, False)


def test_the_activity_of_the_last_hours(world: World, operator: Caller) -> None:
    """What was submitted and has ended, by time, type and code."""
    fail_one(world, ADA, "a")
    world.submit(TYPE, user=BEN, word="b")
    answer = answer_of(operator.get("/api/operator/activity?hours=2"))
    (of_type,) = [one for one in answer["types"] if one["type"] == TYPE]
    assert (of_type["submitted"], of_type["failed"], of_type["run"]["count"]) == (2, 1, 1)
    assert len(answer["buckets"]) == 48
    assert sum(one["failed"] for one in answer["buckets"]) >= 1
    (failure,) = [one for one in answer["failures"] if one["code"] == "failed-precondition"]
    assert TYPE in failure["types"]
    assert not failure["retriable"]


def test_the_queue_now(world: World, operator: Caller) -> None:
    """Since when the oldest job could run and another waits, and what is tried again."""

    def stumble(request: WordRequest, job: JobContext) -> WordResult:
        raise RetriableJobError

    began = world.clock()
    with declared(stumble, name="test-stumbling"):
        retried = world.submit("test-stumbling", user=ADA, word="a").job_id
        world.deliver(retried, 1)
    world.clock.move(timedelta(hours=1))
    queue = answer_of(operator.get("/api/operator/activity"))["queue"]
    assert queue["isComplete"]
    assert queue["retrying"] >= 1
    assert began < datetime.fromisoformat(queue["nextRetryAt"]) <= world.clock()
    assert datetime.fromisoformat(queue["queuedSince"]) <= world.clock()


def of_queue(world: World, **changes: object) -> Job:
    """Return a queued job, changed."""
    return world.submit(TYPE, user=ADA, word="q").model_copy(update=changes)


def test_what_is_not_due_is_not_old(world: World) -> None:
    """A job that is to run later is in no queue yet; one that waits for a slot is told apart."""
    now = world.clock()
    later = of_queue(world, next_attempt_at=now + timedelta(hours=1))
    waiting = of_queue(world, slot=Slot.WAITING, created_at=now - timedelta(minutes=3))
    found = describe_queue([later, waiting], now)
    assert (found.queued_since, found.retrying) == (None, 0)
    assert found.waiting_since == now - timedelta(minutes=3)


def test_a_request_is_shown_only_where_the_settings_allow_it(
    world: World, operator: Caller
) -> None:
    """Off by default; never to a viewer; and the look is kept, with the job's name."""
    job_id = world.submit(TYPE, user=ADA, word="secret").job_id
    path = f"/api/operator/jobs/{job_id}"
    assert operator.get(f"{path}/request").status_code == 403
    assert answer_of(operator.get(path))["requestMayBeRead"] is False
    settings = world.services.settings.model_copy(update={"operators_see_requests": True})
    services = world.with_services(settings=settings).services
    viewer = caller(services, "viewer-1", viewer=True)
    assert viewer.get(f"{path}/request").status_code == 403
    assert answer_of(viewer.get(path))["requestMayBeRead"] is False
    allowed = caller(services, "operator-1", operator=True)
    assert answer_of(allowed.get(path))["requestMayBeRead"] is True
    response = allowed.get(f"{path}/request")
    assert answer_of(response) == {"jobId": job_id, "request": {"word": "secret"}}
    assert undescribed(response, "getAnyRequest") == []
    (look,) = answer_of(allowed.get("/api/operator/actions?limit=1"))["actions"]
    assert (look["action"], look["jobIds"], look["operatorId"]) == ("look", [job_id], "operator-1")
    assert allowed.get("/api/operator/jobs/x/request").status_code == 404


def test_a_look_that_cannot_be_kept_shows_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept first."""
    job_id = world.submit(TYPE, user=ADA, word="secret").job_id
    settings = world.services.settings.model_copy(update={"operators_see_requests": True})
    allowed = caller(world.with_services(settings=settings).services, "operator-1", operator=True)

    def refuse(*_: object) -> NoReturn:
        raise errors.UnavailableError

    monkeypatch.setattr(JobStore, "put_action", refuse)
    response = allowed.get(f"/api/operator/jobs/{job_id}/request")
    assert response.status_code == 503
    assert "secret" not in response.get_data(as_text=True)


def test_where_there_were_too_many_jobs_it_reaches_back_less_far(
    world: World, operator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is whole from when on it says, and says that it is cut."""
    monkeypatch.setattr(activity, "MOST_READ", 1)
    world.submit(TYPE, user=ADA, word="a")
    world.clock.move(timedelta(minutes=1))
    world.submit(TYPE, user=ADA, word="b")
    answer = answer_of(operator.get("/api/operator/activity"))
    assert (answer["isComplete"], sum(one["submitted"] for one in answer["buckets"])) == (False, 1)


def test_a_jobs_line_of_time(world: World, operator: Caller) -> None:
    """Its waits, attempts and steps, each from when to when; nothing that it is about."""

    def in_steps(request: WordRequest, job: JobContext) -> WordResult:
        job.step("first", lambda: request.word, of=str)
        raise PermanentJobError("It cannot be done.")

    with declared(in_steps, name="test-stepped"):
        job = world.submit("test-stepped", user=ADA, word="secret")
        world.clock.move(timedelta(seconds=5))
        world.deliver(job.job_id, 1)
        response = operator.get(f"/api/operator/jobs/{job.job_id}")
    assert "secret" not in response.get_data(as_text=True)
    spans = answer_of(response)["spans"]
    assert [span["kind"] for span in spans[:2]] == ["waiting", "attempt"]
    job_hash = LogNames(key=world.services.settings.log_key).job_hash(job.job_id)
    assert answer_of(response)["logFilter"] == f'jsonPayload.jobHash="{job_hash}"'
    assert (spans[1]["outcome"], spans[1]["code"]) == ("failed", "failed-precondition")
    assert "first" in [span["name"] for span in spans]
    assert undescribed(response, "getAnyJob") == []


class Told(Record):
    """What a job of these tests asks for."""

    word: str


def test_waiting_for_an_answer_is_no_work(world: World, operator: Caller) -> None:
    """Neither while it waits nor afterwards; the step after it began with its attempt."""

    def asks(request: WordRequest, job: JobContext) -> WordResult:
        told = job.ask("which-word", Told, prompt="Which word?", until=timedelta(days=3))
        job.step("after", lambda: told.word, of=str)
        return WordResult(answer=told.word)

    def kinds() -> list[tuple[str, str]]:
        # Not in their order: the clock of the tests stands still, and Firestore's goes on.
        return sorted((span["kind"], span["name"]) for span in spans() if span["name"] != "")

    def spans() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = answer_of(operator.get(f"/api/operator/jobs/{job.job_id}"))[
            "spans"
        ]
        return found

    with declared(asks, name="test-asking", whole_limit=timedelta(days=5), forms=(Told,)):
        job = world.submit("test-asking", user=ADA, word="x")
        world.deliver(job.job_id, 1)
        assert kinds() == [("attempt", "1"), ("waiting", "which-word")]
        world.clock.move(timedelta(hours=5))
        answers.answer_question(world.services, ADA, job.job_id, "which-word", {"word": "y"})
        world.deliver(job.job_id, 2)
    assert kinds() == [
        *(("attempt", "1"), ("attempt", "2")),
        *(("step", "after"), ("waiting", "which-word")),
    ]
    assert all("endsAt" in span for span in spans())


def test_a_waiting_job_waits_until_now(world: World, operator: Caller) -> None:
    """Its last span has no end."""
    job = world.submit(TYPE, user=ADA, word="a")
    (span,) = answer_of(operator.get(f"/api/operator/jobs/{job.job_id}"))["spans"]
    assert (span["kind"], "endsAt" in span) == ("waiting", False)


@pytest.mark.parametrize("job_id", ["x", "ada:test-operated:1796040000250:7f3a9c2e51d08b64"])
def test_a_job_that_is_not_there_has_no_line(operator: Caller, job_id: str) -> None:
    """Whether or not it could be one."""
    assert operator.get(f"/api/operator/jobs/{job_id}").status_code == 404


def test_the_answers_are_as_described(world: World, operator: Caller) -> None:
    """What is answered is what the description says."""
    fail_one(world, ADA, "a")
    assert undescribed(operator.get("/api/operator/overview"), "getOverview") == []
    assert undescribed(operator.get("/api/operator/jobs"), "listAllJobs") == []
    assert undescribed(operator.get("/api/operator/activity"), "getActivity") == []
    assert undescribed(operator.post("/api/operator/retry", {}), "retryJobs") == []
    assert undescribed(operator.get("/api/operator/actions"), "listActions") == []
    assert undescribed(operator.post("/api/operator/cancel", {}), "cancelJobs") == []
