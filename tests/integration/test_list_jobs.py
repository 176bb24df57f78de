"""Lists of one's own jobs: order, filters, pages, and what is no list of theirs."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from functions.requests import cancel
from functions.requests.list_jobs import make_cursor
from shared.core.job import Job
from tests.support.job_types import declared, echo
from tests.support.web import Caller, answer_of, caller, wrong_fields
from tests.support.world import OWNER, World

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def two_types(word_jobs: None) -> Iterator[None]:
    """Have a second job type besides `test-word`."""
    with declared(echo, name="test-other"):
        yield


def submit_each_minute(world: World, count: int) -> list[Job]:
    """Submit so many jobs, a minute apart; the oldest first."""
    jobs = []
    for number in range(count):
        jobs.append(world.submit(word=f"word {number}"))
        world.clock.move(MINUTE)
    return jobs


def listed(sender: Caller, **query: str | int) -> list[str]:
    """Return the ids of a list's first page."""
    response = sender.get(f"/api/jobs?{urlencode(query)}")
    assert response.status_code == 200, response.json
    return [job["jobId"] for job in answer_of(response)["jobs"]]


def test_the_newest_job_comes_first(world: World) -> None:
    """A list runs from new to old."""
    jobs = submit_each_minute(world, 3)
    assert listed(caller(world.services)) == [job.job_id for job in reversed(jobs)]


def test_a_user_without_jobs_has_an_empty_list(world: World) -> None:
    """One empty page, and no cursor."""
    assert answer_of(caller(world.services).get("/api/jobs")) == {"jobs": []}


def test_a_list_shows_job_documents_as_the_public_sees_them(world: World) -> None:
    """What a list shows of a job is what its status shows."""
    job = world.submit(word="x")
    sender = caller(world.services)
    (job_document,) = answer_of(sender.get("/api/jobs"))["jobs"]
    assert job_document == sender.get(f"/api/jobs/{job.job_id}/status").json


def make_varied(world: World) -> dict[str, str]:
    """Make jobs that differ, and return their ids by a name."""
    jobs = {}
    for name, job_type, tags in (
        ("done", "test-word", ["red"]),
        ("cancelled", "test-word", ["red", "blue"]),
        ("other", "test-other", ["blue"]),
        ("queued", "test-word", []),
    ):
        jobs[name] = world.submit(job_type, word=name, options={"tags": [*tags]}).job_id
        world.clock.move(MINUTE)
    world.deliver(jobs["done"], 1)
    cancel.cancel_job(world.services, OWNER, jobs["cancelled"])
    return jobs


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "queued"}, ["queued", "other"]),
        ({"status": "succeeded"}, ["done"]),
        ({"status": "running"}, []),
        ({"type": "test-other"}, ["other"]),
        ({"type": "never-was"}, []),
        ({"tag": "red"}, ["cancelled", "done"]),
        ({"tag": "blue"}, ["other", "cancelled"]),
        ({"tag": "re"}, []),
        ({"tag": "red", "status": "cancelled"}, ["cancelled"]),
        ({"tag": "blue", "type": "test-other"}, ["other"]),
        ({"type": "test-word", "status": "queued"}, ["queued"]),
        ({"tag": "red", "type": "test-word", "status": "succeeded"}, ["done"]),
        ({"tag": "blue", "status": "succeeded"}, []),
    ],
    ids=lambda value: urlencode(value) if isinstance(value, dict) else "",
)
def test_a_filter_leaves_only_what_fits(
    world: World, query: dict[str, str], expected: list[str]
) -> None:
    """Each filter by itself, and all of them together."""
    jobs = make_varied(world)
    assert listed(caller(world.services), **query) == [jobs[name] for name in expected]


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (None, 2, [1, 0]),
        (0, None, [3, 2, 1]),
        (0, 3, [2, 1]),
        (1, 2, []),
        (3, None, []),
    ],
)
def test_times_bound_a_list_without_their_own_moment(
    world: World, after: int | None, before: int | None, expected: list[int]
) -> None:
    """`createdAfter` and `createdBefore` are open: the jobs of those moments are not listed."""
    jobs = submit_each_minute(world, 4)
    query = {
        name: jobs[number].created_at.isoformat()
        for name, number in (("createdAfter", after), ("createdBefore", before))
        if number is not None
    }
    assert listed(caller(world.services), **query) == [jobs[number].job_id for number in expected]


def test_times_and_filters_work_together(world: World) -> None:
    """A tag within a time."""
    jobs = make_varied(world)
    since = world.job_document(jobs["done"]).created_at.isoformat()
    assert listed(caller(world.services), tag="red", createdAfter=since) == [jobs["cancelled"]]


def all_pages(sender: Caller, world: World, limit: int, *, arriving: int = 0) -> list[list[str]]:
    """Read a list to its end, while new jobs arrive between its pages."""
    pages, cursor = [], None
    for number in range(100):
        query = {"limit": limit} | ({} if cursor is None else {"cursor": cursor})
        page = answer_of(sender.get(f"/api/jobs?{urlencode(query)}"))
        pages.append([job["jobId"] for job in page["jobs"]])
        cursor = page.get("nextCursor")
        if cursor is None:
            return pages
        for arrival in range(arriving):
            world.submit(word=f"late {number} {arrival}")
    pytest.fail("the list does not end")


@pytest.mark.parametrize(("count", "sizes"), [(6, [3, 3]), (7, [3, 3, 1]), (2, [2]), (3, [3])])
def test_pages_hold_what_was_asked_for(world: World, count: int, sizes: list[int]) -> None:
    """The last page has no cursor, also if it is full."""
    submit_each_minute(world, count)
    assert [len(page) for page in all_pages(caller(world.services), world, 3)] == sizes


def test_pages_stay_put_while_new_jobs_arrive(world: World) -> None:
    """All jobs that were there at the start are listed once, and no later one between them."""
    jobs = submit_each_minute(world, 8)
    pages = all_pages(caller(world.services), world, 3, arriving=2)
    assert [job_id for page in pages for job_id in page] == [job.job_id for job in reversed(jobs)]


def test_pages_are_complete_where_jobs_have_the_same_time(world: World) -> None:
    """Jobs of one instant are told apart by their ids."""
    jobs = [world.submit(word=f"word {number}") for number in range(7)]
    found = [job_id for page in all_pages(caller(world.services), world, 2) for job_id in page]
    assert sorted(found) == sorted(job.job_id for job in jobs)


def test_a_page_of_a_filtered_list_goes_on_with_it(world: World) -> None:
    """A cursor stands for the same position under the same filter."""
    jobs = submit_each_minute(world, 4)
    cancel.cancel_job(world.services, OWNER, jobs[1].job_id)
    sender = caller(world.services)
    first = answer_of(sender.get("/api/jobs?status=queued&limit=2"))
    rest = listed(sender, status="queued", limit=2, cursor=first["nextCursor"])
    assert rest == [jobs[0].job_id]


def test_a_cursor_outlives_its_job(world: World) -> None:
    """A page starts behind a moment, whether or not its job is still there."""
    jobs = submit_each_minute(world, 4)
    sender = caller(world.services)
    first = answer_of(sender.get("/api/jobs?limit=2"))
    cancel.cancel_job(world.services, OWNER, jobs[2].job_id)
    assert sender.delete(f"/api/jobs/{jobs[2].job_id}").status_code == 204
    assert listed(sender, cursor=first["nextCursor"]) == [jobs[1].job_id, jobs[0].job_id]


def encoded(text: str) -> str:
    """Write a text as a cursor is written."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "====",
        "a" * 5000,
        encoded("nothing"),
        encoded("2026-11-23T12:00:00|owner-1:test-word:1790000000000:abcdefgh"),
        encoded("2026-11-23T12:00:00+00:00|owner-2:test-word:1790000000000:abcdefgh"),
        encoded("2026-11-23T12:00:00+00:00|owner-1:../../x"),
        encoded("2026-11-23T12:00:00+00:00|owner-1:x"),
        encoded("0001-01-01T00:00:00+14:00|owner-1:test-word:1790000000000:abcdefgh"),
        encoded("9999-12-31T23:59:59-14:00|owner-1:test-word:1790000000000:abcdefgh"),
        encoded("|"),
    ],
    ids=lambda cursor: cursor[:12],
)
def test_what_is_no_cursor_is_named(world: World, cursor: str) -> None:
    """A made-up cursor, another user's, or one of a time that cannot be kept."""
    response = caller(world.services).get(f"/api/jobs?{urlencode({'cursor': cursor})}")
    assert wrong_fields(response) == ["cursor"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("limit=", "limit"),
        ("limit=1e9999", "limit"),
        ("status=done", "status"),
        ("status=", "status"),
        ("tag=", "tag"),
        ("tag=" + "x" * 51, "tag"),
        ("type=" + "x" * 65, "type"),
        ("createdAfter=yesterday", "createdAfter"),
        ("createdAfter=2026-11-23T12:00:00", "createdAfter"),
        ("createdBefore=0001-01-01T00:00:00%2B14:00", "createdBefore"),
        ("createdAfter=9999-12-31T23:59:59-14:00", "createdAfter"),
        ("colour=red", "colour"),
        ("created_after=2026-11-23T12:00:00Z", "created_after"),
    ],
)
def test_a_query_that_is_wrong_is_named(world: World, query: str, field: str) -> None:
    """Each field that is not right, and each that there is not."""
    response = caller(world.services).get(f"/api/jobs?{query}")
    assert wrong_fields(response) == [field]


def test_another_users_jobs_are_never_listed(world: World) -> None:
    """A list is of the one who asks, whatever the cursor says."""
    theirs = submit_each_minute(world, 3)
    stranger = caller(world.services, "owner-2")
    assert listed(stranger) == []
    response = stranger.get(
        f"/api/jobs?cursor={make_cursor(theirs[2].created_at, theirs[2].job_id)}"
    )
    assert wrong_fields(response) == ["cursor"]


@pytest.mark.parametrize("query", ["tag=a&tag=b", "limit=5&limit=5", "limit=5&tag=a&tag=a"])
def test_what_is_given_twice_is_not_guessed(world: World, query: str) -> None:
    """400 with the field's name: which of the two counts cannot be known."""
    response = caller(world.services).get(f"/api/jobs?{query}")
    assert wrong_fields(response) == [query.rpartition("&")[2].partition("=")[0]]
