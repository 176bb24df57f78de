"""Who may do what: every route is really called by everyone, and docs/access.md says the answers.

`WRITE_DOCS=1 .venv/bin/python -m pytest tests/integration/test_access_table.py` writes it anew.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import pytest
from flask.testing import FlaskClient
from google.cloud import tasks_v2

from functions.http.api import create_app
from functions.requests import cancel, devices, schedules
from functions.requests.schedule_bodies import ScheduleRequest
from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from shared.core.records import Record
from shared.handler.job_context import JobContext
from tests.fakes.local_http import LocalServer
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.waiting import PATIENCE
from tests.support.web import sweeper_client, webhooks_client, worker_client
from tests.support.world import OWNER, QUEUE_PATH, World

pytestmark = pytest.mark.usefixtures("word_jobs")

_NUMBERS = count(1)

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "access.md"
VISITORS = (
    "no token",
    "garbage",
    "expired token",
    "other user",
    "owner",
    "operator",
    "viewer",
    "worker's caller",
    "sweeper's caller",
    "webhooks' caller",
)
SCHEDULE = {"type": "test-word", "input": {"word": "x"}, "everyHours": 24}
DEVICE = {"installationId": "dOfTheOwnersBrowser_-1"}
#: What Cloud Tasks adds to its deliveries, and what any other client may add just as well.
TASK_HEADERS = {
    "X-CloudTasks-QueueName": "jobs",
    "X-CloudTasks-TaskName": "a-task",
    "X-CloudTasks-TaskRetryCount": "0",
    "X-CloudScheduler": "true",
    "X-Forwarded-For": "127.0.0.1",
    "User-Agent": "Google-Cloud-Tasks",
}

INTRODUCTION = """# Who may do what

Each route as it is really answered, by who asks. The job is the owner's; the other user has none.
An operator is a user whose token has the claim `operator`, and whose own jobs are as any user's. A
viewer's has the claim `viewer`: they see what an operator sees, and steer nothing.
The callers are the service account of Cloud Tasks and Cloud Scheduler, each with the OIDC token for
its own target: they are no users, and no user is a caller. A job of another user is answered like
one that does not exist. `X-CloudTasks-*` headers change nothing.

Of both it is asked at each of these routes whether the token was revoked, whatever `CHECK_REVOKED`
says, and each call leaves a line in the log (`audit`): who, which route and filter, how many jobs.
What an operator changed is a stored record besides (`GET /api/operator/actions`), kept 400 days.
So is that they read a request, which is refused unless `OPERATORS_SEE_REQUESTS` is on.
They retry failed jobs only: a cancelled one is its owner's to run and to pay.

Where Cloud Run checks the callers' tokens (`WORKER_TOKEN_CHECK=iam`) it cuts the signature off;
what is left is checked here all the same: issuer, audience, times, and the account's verified
e-mail.

Written by a test that called every cell, and compared with each run of it:
`tests/integration/test_access_table.py`.

"""

#: Gives the path and the body of a request, made for a world.
Request = Callable[[World], tuple[str, object]]


def of_queued_job(tail: str = "") -> Request:
    """Ask for a job that waits in the queue."""
    return lambda world: (f"/api/jobs/{new_job(world)}{tail}", None)


def of_ended_job(tail: str = "") -> Request:
    """Ask for a job that was cancelled."""

    def request(world: World) -> tuple[str, object]:
        job_id = new_job(world)
        cancel.cancel_job(world.services, OWNER, job_id)
        return f"/api/jobs/{job_id}{tail}", None

    return request


def of_finished_job(tail: str, body: object) -> Request:
    """Ask for a job that has succeeded."""

    def request(world: World) -> tuple[str, object]:
        job_id = new_job(world)
        world.deliver(job_id, 1)
        return f"/api/jobs/{job_id}{tail}", body

    return request


def of_schedule(body: object) -> Request:
    """Ask for a schedule."""

    def request(world: World) -> tuple[str, object]:
        # The last one goes: one user may have so many only.
        world.services.store.erase_schedules(OWNER.uid)
        wanted = ScheduleRequest.model_validate(SCHEDULE)
        made = schedules.create_schedule(world.services, OWNER, wanted)
        return f"/api/schedules/{made.schedule.schedule_id}", body

    return request


def of_device(world: World) -> tuple[str, object]:
    """Ask for a device."""
    device = devices.put_device(world.services, OWNER, DEVICE["installationId"])
    return f"/api/devices/{device.device_id}", None


class Told(Record):
    """What a job of this test asks for."""

    word: str


def asking(request: WordRequest, job: JobContext) -> WordResult:
    """Ask."""
    told = job.ask("word", Told, prompt="Which word?", until=timedelta(days=1))
    return WordResult(answer=told.word)


@pytest.fixture(autouse=True)
def asking_jobs() -> Iterator[None]:
    """Have a type whose jobs ask."""
    with declared(asking, name="test-asking", whole_limit=timedelta(days=2), forms=(Told,)):
        yield


def of_asking_job(world: World) -> tuple[str, object]:
    """Answer a job that asks."""
    job_id = world.submit("test-asking", word=f"word {next(_NUMBERS)}").job_id
    world.deliver(job_id, 1)
    return f"/api/jobs/{job_id}/answers/word", {"value": {"word": "x"}}


def plain(path: str) -> Request:
    """Ask for something that is there in any case."""
    return lambda _: (path, None)


def submission(world: World) -> dict[str, str]:
    """Return a submission that was not sent before."""
    return {"type": "test-word", "word": f"word {next(_NUMBERS)}"}


def new_job(world: World) -> str:
    """Have the owner submit a job, and return its id."""
    return world.submit(word=f"word {next(_NUMBERS)}").job_id


def task(world: World) -> tuple[str, object]:
    """Deliver the task of a job that waits in the queue."""
    return "/", {"jobId": new_job(world), "dispatch": 1}


ROUTES: Mapping[str, Request] = {
    "POST /api/jobs": lambda world: ("/api/jobs", submission(world)),
    "POST /api/jobs:batch": lambda world: ("/api/jobs:batch", {"jobs": [submission(world)]}),
    "GET /api/jobs": plain("/api/jobs"),
    "GET /api/jobs/{jobId}": of_queued_job(),
    "GET /api/jobs/{jobId}/status": of_queued_job("/status"),
    "POST /api/jobs/{jobId}/documents": of_finished_job("/documents", {"format": "docx"}),
    "POST /api/jobs/{jobId}/answers/{name}": of_asking_job,
    "POST /api/jobs/{jobId}/cancel": of_queued_job("/cancel"),
    "POST /api/jobs/{jobId}/retry": of_ended_job("/retry"),
    "PATCH /api/jobs/{jobId}": lambda world: (of_queued_job()(world)[0], {"title": "Mine"}),
    "DELETE /api/jobs/{jobId}": of_ended_job(),
    "GET /api/me": plain("/api/me"),
    "DELETE /api/me/jobs": plain("/api/me/jobs"),
    "POST /api/schedules": lambda _: ("/api/schedules", SCHEDULE),
    "GET /api/schedules": plain("/api/schedules"),
    "GET /api/schedules/{scheduleId}": of_schedule(None),
    "PATCH /api/schedules/{scheduleId}": of_schedule({"isPaused": True}),
    "DELETE /api/schedules/{scheduleId}": of_schedule(None),
    "PUT /api/devices": lambda _: ("/api/devices", DEVICE),
    "GET /api/devices": plain("/api/devices"),
    "DELETE /api/devices/{deviceId}": of_device,
    "GET /api/operator/overview": plain("/api/operator/overview"),
    "GET /api/operator/jobs": plain("/api/operator/jobs"),
    "GET /api/operator/jobs/{jobId}": lambda world: (
        f"/api/operator/jobs/{new_job(world)}",
        None,
    ),
    # Also to an operator it is closed, unless the settings open it.
    "GET /api/operator/jobs/{jobId}/request": lambda world: (
        f"/api/operator/jobs/{new_job(world)}/request",
        None,
    ),
    "GET /api/operator/activity": plain("/api/operator/activity"),
    "GET /api/operator/actions": plain("/api/operator/actions"),
    "GET /api/operator/queues": plain("/api/operator/queues"),
    "POST /api/operator/pause-queue": lambda _: ("/api/operator/pause-queue", {"queue": "jobs"}),
    # The world's queues are paused, and stay so for the jobs of the other routes.
    "POST /api/operator/resume-queue": lambda _: (
        "/api/operator/resume-queue",
        {"queue": "webhooks"},
    ),
    "POST /api/operator/retry": lambda _: ("/api/operator/retry", {}),
    "POST /api/operator/cancel": lambda _: ("/api/operator/cancel", {}),
    "GET /api/operator/pauses": lambda _: ("/api/operator/pauses", None),
    "POST /api/operator/pause": lambda _: (
        "/api/operator/pause",
        {"type": "test-word", "reason": "x"},
    ),
    "POST /api/operator/resume": lambda _: ("/api/operator/resume", {"type": "test-word"}),
    "GET /api/suggestions": plain("/api/suggestions"),
    "GET /api/usual-times": plain("/api/usual-times"),
    "GET /api/job-types": plain("/api/job-types"),
    "GET /api/health": plain("/api/health"),
    "GET /api/openapi.json": plain("/api/openapi.json"),
    "GET /api/docs": plain("/api/docs"),
    "GET /api/docs/{name}": plain("/api/docs/page.js"),
    "POST worker": task,
    "POST sweeper": plain("/"),
    # For an endpoint that the settings do not name: it is dropped.
    "POST webhooks": lambda _: (
        "/",
        {"webhookId": "event-1", "jobId": "u:t:1:x", "endpoint": "x", "message": {}},
    ),
}


def oidc_token(world: World, audience: str) -> str:
    """Have Cloud Tasks deliver a task, and keep the token that it came with."""
    came: SimpleQueue[str] = SimpleQueue()

    class Keeper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.put(self.headers["Authorization"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
            """Say nothing."""

    with LocalServer(Keeper) as server:
        token = tasks_v2.OidcToken(service_account_email=stack.CALLER, audience=audience)
        request = tasks_v2.HttpRequest(url=server.url, oidc_token=token)
        task = tasks_v2.Task(http_request=request)
        world.tasks.create_task(parent=QUEUE_PATH, task=task, timeout=30)
        world.tasks.resume_queue(name=QUEUE_PATH, timeout=30)
        try:
            return came.get(timeout=PATIENCE)
        finally:
            world.tasks.pause_queue(name=QUEUE_PATH, timeout=30)


def id_token(uid: str, made_at: datetime | None = None, **claims: object) -> str:
    """Return a user's header."""
    token = unsigned_id_token(uid, stack.PROJECT, made_at or datetime.now(UTC), **claims)
    return f"Bearer {token}"


@pytest.fixture
def tokens(world: World) -> dict[str, str | None]:
    """Each visitor's `Authorization` header."""
    settings = world.services.settings
    headers = (
        None,
        "Bearer garbage",
        id_token(OWNER.uid, datetime.now(UTC) - timedelta(days=1)),
        id_token("owner-2"),
        id_token(OWNER.uid),
        id_token("operator-1", operator=True),
        id_token("viewer-1", viewer=True),
        oidc_token(world, settings.worker_url),
        oidc_token(world, settings.sweeper_url),
        oidc_token(world, settings.webhook_function_url),
    )
    return dict(zip(VISITORS, headers, strict=True))


def client_of(world: World, route: str) -> FlaskClient:
    """Return a client of the function that answers a route."""
    match route:
        case "POST worker":
            return worker_client(world.services)
        case "POST sweeper":
            return sweeper_client(world.services)
        case "POST webhooks":
            return webhooks_client(world.services)
        case _:
            return create_app(world.services).test_client()


def answer(world: World, route: str, token: str | None, **more: str) -> int:
    """Really call a route, and return the status of its answer."""
    path, body = ROUTES[route](world)
    headers = {} if token is None else {"Authorization": token}
    method, _, _ = route.partition(" ")
    with client_of(world, route).open(
        path, method=method, json=body, headers={**headers, **more}
    ) as response:
        return response.status_code


def rows(world: World, tokens: Mapping[str, str | None], **more: str) -> Iterator[str]:
    """Call every route as every visitor, and return the table's lines."""
    yield f"| Route | {' | '.join(VISITORS)} |"
    yield "|---" * (1 + len(VISITORS)) + "|"
    for route in ROUTES:
        name = f"`{route}`" if "/" in route else route.removeprefix("POST ")
        answers = [str(answer(world, route, tokens[visitor], **more)) for visitor in VISITORS]
        yield f"| {name} | {' | '.join(answers)} |"


def test_the_table_in_the_docs_is_what_everyone_is_answered(
    world: World, tokens: dict[str, str | None]
) -> None:
    """docs/access.md holds the answers of this run."""
    table = INTRODUCTION + "\n".join(rows(world, tokens)) + "\n"
    if os.environ.get("WRITE_DOCS"):
        DOCUMENT.write_text(table, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == table


def test_the_headers_of_cloud_tasks_prove_nothing(
    world: World, tokens: dict[str, str | None]
) -> None:
    """With them every answer is what it is without."""
    assert list(rows(world, tokens, **TASK_HEADERS)) == list(rows(world, tokens))


@pytest.mark.parametrize("route", ROUTES)
def test_only_owner_and_caller_are_let_in(
    world: World, tokens: dict[str, str | None], route: str
) -> None:
    """Written out beside the table, so that a wrong table cannot be written by its own test."""
    about = ("/api/job-types", "/api/health", "/api/openapi.json", "/api/docs")
    is_open = route.partition(" ")[2].startswith(about)
    let_in = {
        "POST worker": {"worker's caller"},
        "POST sweeper": {"sweeper's caller"},
        "POST webhooks": {"webhooks' caller"},
    }.get(route, {"owner"})
    of_every_user = (
        *("/api/jobs", "/api/jobs:batch", "/api/me", "/api/me/jobs"),
        *("/api/suggestions", "/api/usual-times"),
    )
    # Another's stays: 204.
    deletes_own = route.startswith(("DELETE /api/schedules/", "DELETE /api/devices/"))
    if route.split()[1] in (*of_every_user, "/api/schedules", "/api/devices") or deletes_own:
        let_in = {"owner", "other user", "operator", "viewer"}
    if route.split()[1].startswith("/api/operator/"):
        let_in = {"operator", "viewer"} if route.startswith("GET") else {"operator"}
    if route == "GET /api/operator/jobs/{jobId}/request":
        let_in = set()  # unless OPERATORS_SEE_REQUESTS is on
    wanted = set(VISITORS) if is_open else let_in
    passed = {who for who in VISITORS if answer(world, route, tokens[who]) < 300}
    assert passed == wanted


def test_every_route_is_in_the_table(world: World) -> None:
    """A route that is added is asked about."""
    app = create_app(world.services)
    there = {
        f"{method} {rule.rule}".replace("<job_id>", "{jobId}")
        .replace("<name>", "{name}")
        .replace("<schedule_id>", "{scheduleId}")
        .replace("<device_id>", "{deviceId}")
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there == {route for route in ROUTES if "/" in route}
