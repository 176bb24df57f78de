"""HTTP clients of the functions, in the test's own process, as functions-framework calls them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from functions.http import task_handlers
from functions.http.api import create_app
from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from shared.auth.caller_tokens import TaskAuthenticator
from shared.wiring import Services


class AnyCaller(TaskAuthenticator):
    """Accepts every caller; who may call has tests of its own."""

    def verify(self, authorization: str | None, *, audience: str) -> None:
        """Accept."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A client of the API."""

    client: FlaskClient
    token: str | None = None

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        """Send JSON."""
        return self.client.post(path, json=body, headers=self._headers(headers))

    def send(self, path: str, data: bytes, content_type: str = "application/json") -> TestResponse:
        """Send bytes as they are."""
        return self.client.post(
            path, data=data, content_type=content_type, headers=self._headers({})
        )

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask."""
        return self.client.get(path, headers=self._headers(headers))

    def delete(self, path: str, **headers: str) -> TestResponse:
        """Have something deleted."""
        return self.client.delete(path, headers=self._headers(headers))

    def patch(self, path: str, body: object = None) -> TestResponse:
        """Have something changed."""
        return self.client.patch(path, json=body, headers=self._headers({}))

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        own = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return {**own, **headers}


def caller(services: Services, uid: str | None = "owner-1", **claims: object) -> Caller:
    """Return a caller of the API, with claims in the token; without a user id, without one."""
    client = create_app(services).test_client()
    if uid is None:
        return Caller(client=client)
    token = unsigned_id_token(uid, stack.PROJECT, datetime.now(UTC), **claims)
    return Caller(client=client, token=token)


def answer_of(response: TestResponse) -> dict[str, Any]:
    """Return the JSON object of an answer."""
    answer = response.get_json(force=True)
    assert isinstance(answer, dict)
    return answer


def wrong_fields(response: TestResponse) -> list[str]:
    """Return the fields that a refusal names."""
    assert response.status_code == 400
    return [violation["field"] for violation in answer_of(response).get("violations", [])]


def sweeper_client(services: Services) -> FlaskClient:
    """Return a client of the function `sweeper`."""
    app = flask.Flask("sweeper")
    app.add_url_rule(
        "/", view_func=lambda: task_handlers.answer_sweep(services, flask.request), methods=["POST"]
    )
    return app.test_client()


def webhooks_client(services: Services) -> FlaskClient:
    """Return a client of the function `webhooks`."""
    app = flask.Flask("webhooks")
    app.add_url_rule(
        "/",
        view_func=lambda: task_handlers.answer_webhook(services, flask.request),
        methods=["POST"],
    )
    return app.test_client()


def worker_app(services: Services) -> flask.Flask:
    """Return the function `worker` as an application."""
    app = flask.Flask("worker")
    app.add_url_rule(
        "/",
        view_func=lambda: task_handlers.answer_delivery(services, flask.request),
        methods=["POST"],
    )
    return app


def worker_client(services: Services) -> FlaskClient:
    """Return a client of the function `worker`."""
    return worker_app(services).test_client()
