"""No request, however hostile, breaks the API: no 5xx, no leak, always a problem document.

`HOSTILE_REQUESTS=10000` (`make test-hostile`) sends as many as that; the normal run sends a few.
"""

import os
from collections.abc import Iterator

import pytest

from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.settings import Settings as TasksSettings
from tests.hostile.requests import TARGETS_OF_THE_FRAMEWORK, WEBSOCKET, Hostile
from tests.hostile.run import Api, ask_all, attack, running_api
from tests.support.emulators import GoogleEmulators
from tests.support.world import QUEUE_PATH, settings_for

_SMALL = 500
#: The API may take so much more after all requests than after the first fifth.
_GROWTH_KIB = 16 * 1024
_SEED = 4
_METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW")


@pytest.fixture(scope="module")
def api(emulators: GoogleEmulators) -> Iterator[Api]:
    """Run the API as in the cloud, on Google's emulators and ours."""
    emulators.forget_documents()
    with CloudTasksEmulator(TasksSettings(queues=(QUEUE_PATH,))) as tasks:
        settings = settings_for(emulators, tasks)
        names = (
            *("cloud_tasks_emulator_host", "worker_url", "sweeper_url", "caller_service_account"),
            *("oidc_issuer", "oidc_certs_url", "warehouse", "text_model", "requests_per_minute"),
        )
        environment = {name.upper(): str(getattr(settings, name)) for name in names}
        with running_api({**emulators.environment, **environment}) as api:
            yield api


def test_hostile_requests_break_nothing(api: Api) -> None:
    """Each is refused in our words, and memory stays where it was after the first fifth."""
    count = int(os.environ.get("HOSTILE_REQUESTS", str(_SMALL)))
    report = attack(api, count, seed=_SEED, look_at=(count // 5,))
    print("\n".join(report.lines()))  # noqa: T201 -- the numbers are what a person runs this for
    assert report.faults == []
    assert sum(report.statuses.values()) == count
    assert report.memory_kib[count] - report.memory_kib[count // 5] < _GROWTH_KIB


def test_functions_framework_answers_nothing_by_itself(api: Api) -> None:
    """Each path that it has an answer of its own for, and each method, is answered by us."""
    report = ask_all(
        api,
        [
            Hostile(kind="the framework's own", method=method, target=target, headers=headers)
            for target in (*TARGETS_OF_THE_FRAMEWORK, "/api/health")
            for method in _METHODS
            for headers in ((), WEBSOCKET)
        ],
    )
    assert report.faults == []
    assert report.refused_by_server.total() == 0
