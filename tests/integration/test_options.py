"""Options of a submission: when it runs, until when it must start, and its owner's words for it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from functions.requests.options import Options, cleaned_text
from tests.support.web import answer_of, caller, wrong_fields
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("word_jobs")

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def body(options: object, word: str = "x") -> dict[str, Any]:
    """Return a submission with these options."""
    return {"type": "test-word", "word": word, "options": options}


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ([], "options"),
        ("soon", "options"),
        (True, "options"),
        ({"colour": "red"}, "options.colour"),
        ({"run_at": "2026-11-23T12:00:00Z"}, "options.run_at"),
        ({"runAt": "tomorrow"}, "options.runAt"),
        ({"runAt": ""}, "options.runAt"),
        ({"runAt": "2026-11-23T12:00:00"}, "options.runAt"),
        ({"runAt": 1790000000}, "options.runAt"),
        ({"runAt": True}, "options.runAt"),
        ({"runAt": {}}, "options.runAt"),
        ({"runAt": "0001-01-01T00:00:00+14:00"}, "options.runAt"),
        ({"runAt": "9999-12-31T23:59:59Z"}, "options.runAt"),
        ({"startBefore": "9999-12-31T23:59:59-14:00"}, "options.startBefore"),
        ({"startBefore": "1999-01-01T00:00:00Z"}, "options.startBefore"),
        ({"startBefore": 5}, "options.startBefore"),
        ({"latestOf": ""}, "options.latestOf"),
        ({"latestOf": " \u0000"}, "options.latestOf"),
        ({"latestOf": "x" * 101}, "options.latestOf"),
        ({"latestOf": 5}, "options.latestOf"),
        ({"latestOf": ["draft"]}, "options.latestOf"),
        ({"debounce": 5}, "options.debounce"),
        ({"latestOf": "draft", "debounce": 0}, "options.debounce"),
        ({"latestOf": "draft", "debounce": -1}, "options.debounce"),
        ({"latestOf": "draft", "debounce": 3601}, "options.debounce"),
        ({"latestOf": "draft", "debounce": 1.5}, "options.debounce"),
        ({"latestOf": "draft", "debounce": True}, "options.debounce"),
        ({"latestOf": "draft", "debounce": "5"}, "options.debounce"),
        (
            {"latestOf": "draft", "debounce": 5, "runAt": "1999-11-23T12:00:00Z"},
            "options.debounce",
        ),
        ({"fresh": "yes"}, "options.fresh"),
        ({"fresh": 1}, "options.fresh"),
        ({"fresh": None}, "options.fresh"),
        ({"tags": "red"}, "options.tags"),
        ({"tags": {"0": "red"}}, "options.tags"),
        ({"tags": ["x"] * 11}, "options.tags"),
        ({"tags": ["ok", ""]}, "options.tags.1"),
        ({"tags": ["\u0000\u0007"]}, "options.tags.0"),
        ({"tags": ["ok", " "]}, "options.tags.1"),
        ({"tags": ["\t\r\n", "ok"]}, "options.tags.0"),
        ({"tags": ["\u2003\u00a0\u3000"]}, "options.tags.0"),
        ({"tags": [" \u0000 "]}, "options.tags.0"),
        # Counted as they were sent, as the description says it.
        ({"tags": ["x" * 50 + " "]}, "options.tags.0"),
        ({"tags": ["x" * 50 + "\u0000"]}, "options.tags.0"),
        ({"tags": ["ok", "x" * 51]}, "options.tags.1"),
        ({"tags": [5]}, "options.tags.0"),
        ({"tags": [None]}, "options.tags.0"),
        ({"tags": [["red"]]}, "options.tags.0"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_an_option_that_is_wrong_is_named(world: World, options: object, field: str) -> None:
    """400 with the option's name; nothing is stored."""
    response = caller(world.services).post("/api/jobs", body(options))
    assert wrong_fields(response) == [field]
    assert world.services.store.all_jobs("owner-1", 1) == []


@pytest.mark.parametrize("options", [None, {}, {"tags": []}, {"runAt": None, "startBefore": None}])
def test_options_may_be_left_out(world: World, options: object) -> None:
    """Nothing asked for is nothing wrong."""
    assert caller(world.services).post("/api/jobs", body(options)).status_code == 202


@pytest.mark.parametrize(
    ("ahead", "is_taken"), [(30 * DAY, True), (30 * DAY + SECOND, False), (-DAY, True)]
)
def test_a_job_may_run_thirty_days_from_now(
    world: World, ahead: timedelta, *, is_taken: bool
) -> None:
    """Cloud Tasks keeps a task no longer; a time that has passed means now."""
    run_at = (world.clock() + ahead).isoformat()
    response = caller(world.services).post("/api/jobs", body({"runAt": run_at}))
    if is_taken:
        assert response.status_code == 202
    else:
        assert wrong_fields(response) == ["options.runAt"]


@pytest.mark.parametrize(
    ("run_in", "start_in", "is_taken"),
    [
        (None, SECOND, True),
        (None, timedelta(0), False),
        (None, -SECOND, False),
        (DAY, DAY + SECOND, True),
        (DAY, DAY, False),
        (DAY, SECOND, False),
        (-DAY, SECOND, True),
        (-DAY, -SECOND, False),
    ],
)
def test_a_job_must_be_able_to_start_in_time(
    world: World, run_in: timedelta | None, start_in: timedelta, *, is_taken: bool
) -> None:
    """`startBefore` is later than now, and than `runAt`."""
    options = {"startBefore": (world.clock() + start_in).isoformat()}
    if run_in is not None:
        options["runAt"] = (world.clock() + run_in).isoformat()
    response = caller(world.services).post("/api/jobs", body(options))
    if is_taken:
        assert response.status_code == 202
    else:
        assert wrong_fields(response) == ["options.startBefore"]


def test_times_may_be_in_any_zone(world: World) -> None:
    """A time is a moment, however it is written."""
    later = world.clock() + timedelta(hours=2)
    written = later.replace(tzinfo=None) + timedelta(hours=9)
    response = caller(world.services).post(
        "/api/jobs", body({"runAt": f"{written.isoformat()}+09:00"})
    )
    assert datetime.fromisoformat(answer_of(response)["nextAttemptAt"]) == later


def test_tags_are_kept_in_their_order(world: World) -> None:
    """Ten tags of fifty characters, as their owner wrote them."""
    tags = [f"{number}" + "é" * 49 for number in range(10)]
    response = caller(world.services).post("/api/jobs", body({"tags": tags}))
    assert answer_of(response)["tags"] == tags


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ([" red", "blue\t", "\u00a0light green\n"], ["red", "blue", "light green"]),
        (["red", "blue", "red"], ["red", "blue"]),
        (["b", " a", "b ", "a"], ["b", "a"]),
        (["Red", "red"], ["Red", "red"]),
        (["\u0000 red \u0007"], ["red"]),
        (["x"] * 10, ["x"]),
    ],
    ids=str,
)
def test_tags_are_trimmed_and_merged(world: World, sent: list[str], kept: list[str]) -> None:
    """White space around a tag is never meant, and to have it twice says no more."""
    response = caller(world.services).post("/api/jobs", body({"tags": sent}))
    assert answer_of(response)["tags"] == kept


def test_tags_that_are_kept_alike_are_the_same_request(world: World) -> None:
    """Another way to write the same tags is no other job."""
    sender = caller(world.services)
    first, second = (
        sender.post("/api/jobs", body({"tags": tags})) for tags in (["red"], [" red", "red"])
    )
    assert (first.status_code, second.status_code) == (202, 200)


def test_a_list_is_asked_for_a_tag_as_it_was_sent(world: World) -> None:
    """What a submission makes of a tag, a list makes of it, too; a blank one is refused."""
    sender = caller(world.services)
    job = answer_of(sender.post("/api/jobs", body({"tags": [" red"]})))
    listed = answer_of(sender.get("/api/jobs?tag=%20red%20"))["jobs"]
    assert [one["jobId"] for one in listed] == [job["jobId"]]
    assert wrong_fields(sender.get("/api/jobs?tag=%20")) == ["tag"]


def test_the_description_knows_a_blank_tag() -> None:
    """Character by character, its pattern and the reader agree on what can be seen."""
    form = TypeAdapter(Options).json_schema()["properties"]["tags"]["items"]
    seen = re.compile(form["pattern"])
    wrong = [
        hex(code)
        for code in range(0x110000)
        if not 0xD800 <= code < 0xE000
        and bool(seen.search(chr(code))) != bool(cleaned_text(chr(code)).strip())
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\u0000b", "ab"),
        ("\u001b[31mred", "[31mred"),
        ("a\u007fb\u0085c", "abc"),
        ("tab\tand\r\nline", "tab\tand\r\nline"),
        ("zero\u200bwidth", "zero\u200bwidth"),
        ("ünïcödé 李 🙂", "ünïcödé 李 🙂"),
    ],
)
def test_control_characters_are_removed_from_texts(world: World, sent: str, kept: str) -> None:
    """All but tabs and line ends, in the type's own fields and in tags."""
    job = answer_of(caller(world.services).post("/api/jobs", body({"tags": [sent]}, word=sent)))
    assert world.data(job["jobId"], "input") == {"word": kept}
    assert job["tags"] == [kept]


def test_other_options_are_another_request(world: World) -> None:
    """A second click is the same in every respect; the same word for later is another job."""
    sender = caller(world.services)
    later = (world.clock() + DAY).isoformat()
    first, second, third = (
        answer_of(sender.post("/api/jobs", body(options)))["jobId"]
        for options in ({}, {"runAt": later}, {})
    )
    assert first == third != second
