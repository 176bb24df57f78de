"""The exact figures of what each operation costs, and those that are kept in `figures.json`.

No times: a busy machine changes none of them. `make bench-check` fails when one rises, and
`python -m tests.bench.figures` writes them anew, when one has fallen or may rise.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from functions.requests import list_jobs
from functions.worker import sweep
from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from shared.handler.job_context import JobContext
from shared.settings import Settings
from tests.support.emulators import google_emulators
from tests.support.entry_points import Request, first_answer
from tests.support.job_types import WordRequest, WordResult, declared
from tests.support.rpc_count import Traffic, counted_traffic
from tests.support.world import (
    OWNER,
    World,
    connect_world,
    tasks_client,
    tasks_emulator,
)

if TYPE_CHECKING:
    from pydantic import JsonValue

KEPT: Final = Path(__file__).with_name("figures.json")
#: By operation or entry point, and by what is counted.
Figures = Mapping[str, Mapping[str, int]]
_PROGRESS_WRITES: Final = 5
#: Libraries whose import a start feels; each that an entry point loads counts.
_HEAVY: Final = (
    "cryptography",
    "firebase_admin",
    "google.cloud.bigquery",
    "google.cloud.firestore_v1",
    "google.cloud.pubsub_v1",
    "google.cloud.tasks_v2",
    "google.genai",
    "google.pubsub_v1",
    "grpc",
    "jwt",
    "requests",
)


def as_deployed(world: World) -> World:
    """Return the world with the slots, the budget and the bounds that a deployment has."""
    names = ("running_per_user", "daily_budget_usd", "unfinished_per_user", "submit_burst")
    changes = {name: Settings.model_fields[name].default for name in names}
    return world.with_services(settings=world.services.settings.model_copy(update=changes))


def _works(world: World, request: WordRequest, job: JobContext) -> WordResult:
    """Show progress as often as the word has letters."""
    for number, _ in enumerate(request.word):
        world.clock.move(timedelta(seconds=2))
        job.progress(number, "on")
    return WordResult(answer="done")


def _count(world: World, act: Callable[[], object]) -> dict[str, int]:
    with counted_traffic(world.services) as traffic:
        act()
    return _figures_of(traffic)


def _figures_of(traffic: Traffic) -> dict[str, int]:
    figures = {**traffic.calls, **traffic.published}
    if traffic.commits:
        figures |= {"documents": traffic.documents, "bytes": traffic.size}
    return dict(sorted(figures.items()))


def operations(world: World) -> dict[str, dict[str, int]]:
    """Return what each operation costs in a new world, with settings as they are deployed."""
    deployed = as_deployed(world)
    services, deliver = deployed.services, deployed.deliver

    def count(act: Callable[[], object]) -> dict[str, int]:
        return _count(deployed, act)

    found = {}
    with declared(lambda request, job: _works(world, request, job)):
        found["submit"] = count(lambda: deployed.submit(word="x" * _PROGRESS_WRITES))
        first = services.store.all_jobs(OWNER.uid, 1)[0].job.job_id
        found["run with 5 progress writes"] = count(lambda: deliver(first, 1))
        found["redelivery"] = count(lambda: deliver(first, 1))
        second, *_ = [deployed.submit(word=letter).job_id for letter in "abc"]
        found["submit, three running"] = count(lambda: deployed.submit(word="d"))
        found["end that another job waits for"] = count(lambda: deliver(second, 1))
        found["status"] = count(lambda: services.store.read(second))
        query = list_jobs.ListJobsQuery()
        found["list"] = count(lambda: list_jobs.list_jobs(services, OWNER, query))
        found["sweep without work"] = count(lambda: sweep.sweep(services))
    return found


def _requests() -> dict[str, Request]:
    now = datetime.now(UTC)
    user = {"Authorization": f"Bearer {unsigned_id_token('ada', stack.PROJECT, now)}"}
    caller = unsigned_id_token(
        "caller",
        stack.PROJECT,
        now,
        iss="https://accounts.google.com",
        aud="https://ours",
        email=stack.CALLER,
        email_verified=True,
    )
    ours = {"Authorization": f"Bearer {caller}"}
    task: JsonValue = {
        "jobId": f"ada:example:{int(now.timestamp() * 1000)}:0123456789abcdef",
        "dispatch": 1,
    }
    example: JsonValue = {"type": "example", "text": "Count these four words"}
    jobs = "/api/jobs"
    return {
        "api: health": Request(function="api", path="/api/health"),
        "api: 401": Request(function="api", path=jobs),
        "api: list": Request(function="api", path=jobs, headers=user),
        "api: submit": Request(
            function="api", path=jobs, method="POST", headers=user, body=example
        ),
        "worker: 401": Request(function="worker", method="POST"),
        "worker: no such job": Request(function="worker", method="POST", headers=ours, body=task),
        "sweeper: nothing is due": Request(function="sweeper", method="POST", headers=ours),
        "webhooks: 401": Request(function="webhooks", method="POST"),
    }


#: The entry points, and their first requests.
ENTRY_POINTS: Final = tuple(_requests())


def entry_point(
    name: str, settings: Settings, environment: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Return what an entry point has imported when it has answered its first request.

    Args:
        name: Which one, and which request.
        settings: Of a world; its services are asked.
        environment: Where Google's emulators are.
    """
    given = {
        **environment,
        "CLOUD_TASKS_EMULATOR_HOST": settings.cloud_tasks_emulator_host,
        "WORKER_TOKEN_CHECK": "iam",
        "CALLER_SERVICE_ACCOUNT": settings.caller_service_account,
        **dict.fromkeys(("WORKER_URL", "SWEEPER_URL", "WEBHOOK_FUNCTION_URL"), "https://ours"),
        "WAREHOUSE": "tests.support.nothing:nothing",
    }
    answer = first_answer(_requests()[name], given)
    if answer.status not in ({401} if "401" in name else {200, 202}):
        raise RuntimeError(f"{name} was answered with {answer.status}")
    return {name: _loaded(answer.modules)}


def _loaded(modules: frozenset[str]) -> dict[str, int]:
    """Return how many modules of ours a process has, and which heavy libraries."""
    ours = sum(name.partition(".")[0] in {"functions", "shared"} for name in modules)
    return {"modules of ours": ours, **{name: 1 for name in _HEAVY if name in modules}}


def risen(kept: Figures, now: Figures) -> list[str]:
    """Return in words each figure that has risen, or that is new."""
    return [
        f"{of}: {what} is {value}, and was {kept.get(of, {}).get(what, 0)}"
        for of, figures in now.items()
        for what, value in figures.items()
        if value > kept.get(of, {}).get(what, 0)
    ]


def read_kept() -> Figures:
    """Return the figures that are kept."""
    kept: Figures = json.loads(KEPT.read_text(encoding="utf-8"))
    return kept


def main() -> int:
    """Measure the figures, and keep them."""
    with (
        google_emulators() as google,
        tasks_emulator() as emulator,
        tasks_client(emulator) as client,
    ):
        os.environ.update(google.environment)
        google.forget_documents()
        world = connect_world(google, emulator, client)
        found = operations(world)
        for name in ENTRY_POINTS:
            found |= entry_point(name, world.services.settings, google.environment)
    KEPT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
