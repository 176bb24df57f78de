"""A revision that is tried keeps its jobs to itself: its tasks go to its own tag."""

from contextvars import copy_context
from datetime import UTC, datetime
from threading import Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask, Request, Response
from werkzeug.test import EnvironBuilder

from functions.http import api, task_handlers
from shared.settings import Settings
from shared.tasks import tagged
from shared.tasks.task_queue import TaskQueue

WORKER = "https://worker-1234.europe-west1.run.app"
SETTINGS = Settings.from_environment(
    {
        "GOOGLE_CLOUD_PROJECT": "careerlens-test",
        "CALLER_SERVICE_ACCOUNT": "caller@careerlens-test.iam.gserviceaccount.com",
        "WORKER_URL": WORKER,
        "WORKER_TOKEN_CHECK": "iam",
        "ALLOWED_ORIGINS": "https://careerlens-test.web.app",
    }
)
JOB = "kX3vQ9:example:1795435200000:7f3a9c2e51d08b64"


def call_of(host: str) -> tuple[str, str]:
    """Return address and audience of a task that is enqueued within a request to `host`."""
    with tagged.as_called({"HTTP_HOST": host}):
        task = TaskQueue(SETTINGS)._delivery(JOB, 1, datetime(2026, 11, 30, tzinfo=UTC)).task
    return task.http_request.url, task.http_request.oidc_token.audience


def test_without_a_tag_a_task_goes_to_the_service() -> None:
    """Whatever has the traffic answers it."""
    assert call_of("api-1234.europe-west1.run.app") == (WORKER, WORKER)


def test_a_tagged_request_has_its_task_sent_by_the_tag() -> None:
    """To the tagged worker; the token is for the service all the same, as Cloud Run wants it."""
    address, audience = call_of("candidate---api-1234.europe-west1.run.app")
    assert address == "https://candidate---worker-1234.europe-west1.run.app"
    assert audience == WORKER


@pytest.mark.parametrize("host", ["", "candidate---api.example.com", "other---api-1.x.run.app"])
def test_another_host_is_no_tag_of_ours(host: str) -> None:
    """Only Cloud Run's addresses have tags, and only one tag is ours."""
    assert call_of(host) == (WORKER, WORKER)


def test_the_tag_ends_with_its_request() -> None:
    """The next request of the same thread is not tagged."""
    call_of("candidate---api-1234.europe-west1.run.app")
    assert tagged.address_to_call(WORKER) == WORKER


def test_the_tag_goes_along_into_an_attempts_threads() -> None:
    """A handler runs beside its request, in a copy of its context."""
    found: list[str] = []
    with tagged.as_called({"HTTP_HOST": "candidate---worker-1234.europe-west1.run.app"}):
        context = copy_context()
    beside = Thread(
        target=context.run, args=(lambda: found.append(tagged.address_to_call(WORKER)),)
    )
    beside.start()
    beside.join()
    assert found == [tagged.address_of(WORKER)]


def test_a_local_address_has_no_tagged_one() -> None:
    """The local cloud has one revision."""
    assert tagged.address_of("http://127.0.0.1:8081") == "http://127.0.0.1:8081"


#: All that the two edges ask for before they hand a request on.
EDGE = cast(
    "Any",
    SimpleNamespace(
        settings=SETTINGS,
        tracer_provider=None,
        task_authenticator=SimpleNamespace(verify=lambda *_, **__: None),
    ),
)
TAGGED_HOST = "candidate---api-1234.europe-west1.run.app"


def test_worker_sweeper_and_webhooks_say_how_they_were_called() -> None:
    """What a tagged worker enqueues, a retry for example, goes to the tagged worker."""
    request = Request(EnvironBuilder(base_url=f"https://{TAGGED_HOST}").get_environ())
    with Flask(__name__).app_context():
        answer = task_handlers._answer(
            EDGE, request, WORKER, lambda *_: Response(tagged.address_to_call(WORKER))
        )
    assert answer.get_data(as_text=True) == tagged.address_of(WORKER)


def test_the_api_says_how_it_was_called() -> None:
    """What a tagged api accepts goes to the tagged worker."""
    answered: list[str] = []

    def application(*_: object) -> list[bytes]:
        answered.append(tagged.address_to_call(WORKER))
        return []

    environ = EnvironBuilder(base_url=f"https://{TAGGED_HOST}").get_environ()
    api._with_request_logged(EDGE, application)(environ, cast("Any", None))
    assert answered == [tagged.address_of(WORKER)]
