"""Schedules over HTTP: made, listed, changed, paused and deleted, by their owner only."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.requests import schedules
from tests.support.web import answer_of, caller, wrong_fields
from tests.support.world import OWNER, World

pytestmark = pytest.mark.usefixtures("word_jobs")

DAILY = {"cron": "0 8 * * *", "timeZone": "Europe/Berlin"}


def post(world: World, key: str | None = None, uid: str = "owner-1", **given: Any) -> TestResponse:  # noqa: ANN401 -- JSON
    """Ask for a schedule."""
    body = {"type": "test-word", "input": {"word": "x"}, **given}
    headers = {} if key is None else {"Idempotency-Key": key}
    return caller(world.services, uid).post("/api/schedules", body, **headers)


def made(world: World, **given: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    """Have a schedule."""
    response = post(world, **(given or {"everyHours": 6}))
    assert response.status_code == 201
    return answer_of(response)


def listed(world: World, uid: str = "owner-1") -> list[dict[str, Any]]:
    """Return a user's schedules."""
    found = answer_of(caller(world.services, uid).get("/api/schedules"))["schedules"]
    assert isinstance(found, list)
    return found


def message(response: TestResponse) -> str:
    """Return what is said about the one field that is wrong."""
    (one,) = answer_of(response)["violations"]
    return str(one["message"])


def test_a_schedule_is_stored_and_shown_with_its_next_times(world: World) -> None:
    """201; its request, and three times, six hours apart."""
    schedule = made(world, everyHours=6, title="  Mine ", tags=["a", "a"])
    assert (schedule["title"], schedule["tags"], schedule["isPaused"]) == ("Mine", ["a"], False)
    assert (schedule["input"], schedule["failures"]) == ({"word": "x"}, 0)
    assert len(schedule["nextTimes"]) == 3
    assert schedule["nextTimes"][0] == schedule["nextAt"]
    assert not {"request", "awaitsEnd"} & schedule.keys()
    assert listed(world) == [schedule]
    found = caller(world.services).get(f"/api/schedules/{schedule['scheduleId']}")
    assert answer_of(found) == schedule


def test_it_is_called_as_its_jobs_would_be(world: World) -> None:
    """Where its owner gives no title."""
    assert made(world)["title"] == "A word"


def test_another_user_has_none_of_it(world: World) -> None:
    """Reading and changing are answered 404, deleting does nothing."""
    schedule = made(world)
    path = f"/api/schedules/{schedule['scheduleId']}"
    other = caller(world.services, "owner-2")
    assert listed(world, "owner-2") == []
    assert other.get(path).status_code == 404
    assert other.patch(path, {"isPaused": True}).status_code == 404
    assert other.delete(path).status_code == 204
    assert listed(world) == [schedule]


@pytest.mark.parametrize("name", ["x", "..", "__a__", "0" * 15, "A" * 16, "%2e%2e"])
def test_what_is_no_id_is_not_found(world: World, name: str) -> None:
    """Whatever a path may hold."""
    for response in (
        caller(world.services).get(f"/api/schedules/{name}"),
        caller(world.services).patch(f"/api/schedules/{name}", {"isPaused": True}),
        caller(world.services).delete(f"/api/schedules/{name}"),
    ):
        assert response.status_code in {404, 405}


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"cron": "0 0 30 2 *"}, ["cron"]),
        ({"cron": "61 * * * *"}, ["cron"]),
        ({"cron": "* * * * *"}, ["cron"]),
        ({"cron": "0 8 * * *", "timeZone": "Mars/Base"}, ["timeZone"]),
        ({"everyHours": 1, "startAt": "2020-01-01T00:00:00Z"}, ["startAt"]),
        ({"everyHours": 1, "cron": "0 8 * * *"}, ["cron"]),
        ({}, ["cron"]),
        ({"everyHours": 0}, ["everyHours"]),
        ({"everyHours": 721}, ["everyHours"]),
        ({"everyHours": 1.5}, ["everyHours"]),
        ({"everyHours": 1, "input": {}}, ["word"]),
        ({"everyHours": 1, "input": {"word": 1}}, ["word"]),
        ({"everyHours": 1, "type": "no-such"}, ["type"]),
        ({"everyHours": 1, "title": " "}, ["title"]),
        ({"everyHours": 1, "surprise": 1}, ["surprise"]),
    ],
)
def test_what_is_wrong_is_refused_by_field(
    world: World, given: dict[str, Any], fields: list[str]
) -> None:
    """400 with a sentence each; nothing is stored."""
    response = post(world, **given)
    assert wrong_fields(response) == fields
    assert message(response).endswith(".")
    assert listed(world) == []


def test_the_same_key_makes_one(world: World) -> None:
    """200 and the one that there is; another request with it, and a gone schedule, are refused."""
    first = post(world, "k", everyHours=6)
    again = post(world, "k", everyHours=6)
    assert (first.status_code, again.status_code) == (201, 200)
    assert answer_of(again) == answer_of(first)
    assert post(world, "k", everyHours=7).status_code == 409
    path = f"/api/schedules/{answer_of(first)['scheduleId']}"
    assert caller(world.services).delete(path).status_code == 204
    gone = post(world, "k", everyHours=6)
    assert (gone.status_code, answer_of(gone)["code"]) == (409, "already-exists")
    assert listed(world) == []


def test_the_key_of_a_schedule_makes_no_job(world: World) -> None:
    """A key stands for one request, whatever that makes."""
    post(world, "k", everyHours=6)
    body = {"type": "test-word", "word": "x"}
    response = caller(world.services).post("/api/jobs", body, **{"Idempotency-Key": "k"})
    assert response.status_code == 409


def test_a_user_has_so_many_at_the_most(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of many that come at once no more are stored."""
    monkeypatch.setattr(schedules, "MOST_SCHEDULES", 2)
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(post(world, everyHours=1).status_code))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 201, 409, 409]
    assert post(world, uid="owner-2", everyHours=1).status_code == 201


def test_making_one_takes_a_token(world: World) -> None:
    """As a job does: 429 once there is none left."""
    narrow = world.with_services(
        settings=world.services.settings.model_copy(update={"submit_burst": 1})
    )
    assert post(narrow, everyHours=1).headers["RateLimit-Remaining"] == "0"
    refused = post(narrow, everyHours=1)
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)


def test_times_and_title_may_be_changed(world: World) -> None:
    """From hours to cron and back; the next time is counted from now."""
    path = f"/api/schedules/{made(world)['scheduleId']}"
    user = caller(world.services)
    by_cron = answer_of(user.patch(path, {**DAILY, "title": "New"}))
    assert (by_cron["cron"], by_cron["title"]) == ("0 8 * * *", "New")
    assert "everyHours" not in by_cron
    assert listed(world) == [by_cron]
    elsewhere = answer_of(user.patch(path, {"timeZone": "UTC"}))
    assert elsewhere["nextAt"].endswith("T08:00:00Z")
    start = (world.clock() + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    by_hours = answer_of(user.patch(path, {"everyHours": 3, "startAt": start}))
    assert "cron" not in by_hours
    assert by_hours["nextAt"] == start
    assert wrong_fields(user.patch(path, {"cron": "0 0 31 4 *"})) == ["cron"]
    assert wrong_fields(user.patch(path, {"cron": "0 8 * * *", "everyHours": 1})) == ["cron"]
    assert answer_of(user.patch(path, {})) == by_hours


def test_a_paused_one_has_no_times_until_it_is_resumed(world: World) -> None:
    """Pausing twice is one pause; resumed it goes on from now."""
    schedule = made(world, everyHours=6)
    path = f"/api/schedules/{schedule['scheduleId']}"
    user = caller(world.services)
    paused = answer_of(user.patch(path, {"isPaused": True}))
    assert (paused["isPaused"], paused["nextTimes"]) == (True, [])
    assert "nextAt" not in paused
    assert "pausedBecause" not in paused
    assert answer_of(user.patch(path, {"isPaused": True})) == paused
    assert "nextAt" not in answer_of(user.patch(path, {"everyHours": 12}))
    world.clock.move(timedelta(hours=20))
    resumed = answer_of(user.patch(path, {"isPaused": False}))
    assert resumed["isPaused"] is False
    assert resumed["nextTimes"][0] > world.clock().isoformat()


def test_deleting_one_leaves_the_others(world: World) -> None:
    """204, also once more; there is one less."""
    gone, stays = made(world), made(world, everyHours=7)
    path = f"/api/schedules/{gone['scheduleId']}"
    for _ in range(2):
        assert caller(world.services).delete(path).status_code == 204
    assert listed(world) == [stays]


def test_erasing_a_user_erases_their_schedules(world: World) -> None:
    """And no other user's."""
    made(world)
    post(world, uid="owner-2", everyHours=1)
    assert answer_of(caller(world.services).delete("/api/me/jobs"))["isComplete"] is True
    assert listed(world) == []
    assert len(listed(world, "owner-2")) == 1
    assert world.services.store.list_schedules(OWNER.uid, 10) == []
