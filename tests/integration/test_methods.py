"""Every route with every method: what is there is answered, what is not says what is."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from functions.http.openapi.document import describe_api
from functions.requests import schedules
from functions.requests.schedule_bodies import ScheduleRequest
from tests.support.web import Caller, answer_of, caller
from tests.support.world import OWNER, World

pytestmark = pytest.mark.usefixtures("word_jobs")

_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW"}


def routes() -> Iterator[tuple[str, set[str]]]:
    """Return each path of the description, with its methods."""
    paths = describe_api()["paths"]
    assert isinstance(paths, dict)
    for path, methods in paths.items():
        assert isinstance(methods, dict)
        yield path, {method.upper() for method in methods}


each_route = pytest.mark.parametrize(("path", "methods"), list(routes()))


@pytest.fixture
def owner(world: World) -> Caller:
    """Return a caller who may ask for everything: with a token, and an operator's claim."""
    settings = world.services.settings.model_copy(update={"operators_see_requests": True})
    return caller(replace(world.services, settings=settings), operator=True)


def real(path: str, world: World) -> str:
    """Return a path as it is asked for."""
    if "{jobId}" in path:
        path = path.replace("{jobId}", world.submit(word="x").job_id)
    if "{scheduleId}" in path:
        world.services.store.erase_schedules(OWNER.uid)
        body = ScheduleRequest(type="test-word", input={"word": "x"}, every_hours=1)
        made = schedules.create_schedule(world.services, OWNER, body)
        path = path.replace("{scheduleId}", made.schedule.schedule_id)
    path = path.replace("{deviceId}", "0" * 32)
    return path.replace("{name}", "page.js")


@each_route
def test_a_method_that_is_not_there_says_which_are(
    world: World, owner: Caller, path: str, methods: set[str]
) -> None:
    """405, a problem, and `Allow` has exactly what the path is described with."""
    asked = real(path, world)
    free = {"HEAD", "OPTIONS"} if "GET" in methods else {"OPTIONS"}
    for method in sorted(_METHODS - methods):
        response = owner.client.open(asked, method=method)
        assert (response.status_code, response.content_type) == (405, "application/problem+json")
        assert set(response.headers["Allow"].split(", ")) == methods | free


@each_route
def test_a_head_is_a_get_without_its_body(
    world: World, owner: Caller, path: str, methods: set[str]
) -> None:
    """The same status and type, where there is a GET; 405 elsewhere."""
    asked, headers = real(path, world), {"Authorization": f"Bearer {owner.token}"}
    with owner.client.open(asked, method="HEAD", headers=headers) as head:
        assert head.data == b""
        if "GET" not in methods:
            assert head.status_code == 405
            return
        with owner.client.get(asked, headers=headers) as whole:
            assert (head.status_code, head.content_type) == (200, whole.content_type)


@each_route
def test_options_say_what_there_is(
    world: World, owner: Caller, path: str, methods: set[str]
) -> None:
    """204 without a token, nothing in it, and `Allow` has what the path is described with."""
    response = owner.client.options(real(path, world))
    assert (response.status_code, response.data) == (204, b"")
    assert "Content-Type" not in response.headers
    assert methods < set(response.headers["Allow"].split(", "))


def test_options_of_nothing_allow_nothing(owner: Caller) -> None:
    """A browser asks before it learns that there is nothing: that is no error yet."""
    response = owner.client.options("/api/nothing")
    assert (response.status_code, response.headers.get("Allow")) == (204, None)


@pytest.mark.parametrize(
    "condition",
    [
        {"If-Match": '"another"'},
        {"If-Modified-Since": "Fri, 31 Dec 2100 23:59:59 GMT"},
        {"If-Unmodified-Since": "Fri, 31 Dec 1999 23:59:59 GMT"},
        {"Range": "bytes=0-5"},
        {"Range": "bytes=9999-"},
    ],
    ids=str,
)
def test_a_status_knows_one_condition(
    world: World, owner: Caller, condition: dict[str, str]
) -> None:
    """`If-None-Match`; no other changes the answer."""
    response = owner.get(f"/api/jobs/{world.submit(word='x').job_id}/status", **condition)
    assert response.status_code == 200
    assert answer_of(response)["status"] == "queued"


@pytest.mark.parametrize("known", ['{}, "b"', "W/{}", "*"])
def test_a_known_state_may_be_named_in_each_way(world: World, owner: Caller, known: str) -> None:
    """Among others, as a weak one, or as any at all."""
    path = f"/api/jobs/{world.submit(word='x').job_id}/status"
    etag = owner.get(path).headers["ETag"]
    response = owner.get(path, **{"If-None-Match": known.format(etag)})
    assert (response.status_code, response.data) == (304, b"")
    assert "Content-Type" not in response.headers


def test_a_retry_in_chunks_is_read(world: World, owner: Caller) -> None:
    """A body without a Content-Length is a body all the same: it is not taken for none."""
    path = f"/api/jobs/{world.submit(word='x').job_id}"
    owner.post(f"{path}/cancel")
    response = owner.client.post(
        f"{path}/retry",
        input_stream=io.BytesIO(b'{"colour": "red"}'),
        content_type="application/json",
        headers={"Authorization": f"Bearer {owner.token}", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert response.status_code == 400
    assert answer_of(response)["violations"][0]["field"] == "colour"
