"""The routes of Firebase Auth that its web library asks, answered by this laptop's accounts."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, Response, jsonify, request

from infra.local.web import accounts
from infra.local.web.mailbox import Mailbox

log = logging.getLogger(__name__)

_IDENTITY = "/identitytoolkit.googleapis.com/v1/accounts"


def mailbox_path(project: str) -> str:
    """Return where the links are listed that were sent; Google's emulator has the same path."""
    return f"/emulator/v1/projects/{project}/oobCodes"


def add_sign_in(app: Flask, project: str) -> None:
    """Have the server answer what the library asks."""
    _add_google_and_guests(app, project)
    _add_links(app, project)
    _add_tokens(app, project)

    @app.errorhandler(accounts.RefusedError)
    def refuse(error: accounts.RefusedError) -> tuple[Response, int]:
        code = HTTPStatus.BAD_REQUEST
        return jsonify({"error": {"code": code, "message": str(error)}}), code


def _add_google_and_guests(app: Flask, project: str) -> None:
    @app.post(f"{_IDENTITY}:signInWithIdp")
    def sign_in() -> Response:
        return _tokens(accounts.sign_in(_body()), project)

    @app.post(f"{_IDENTITY}:signUp")
    def sign_up() -> Response:
        return _tokens(accounts.sign_up(_body()), project)


def _add_links(app: Flask, project: str) -> None:
    mailbox = Mailbox()

    @app.post(f"{_IDENTITY}:sendOobCode")
    def send() -> Response:
        link = mailbox.send(_body())
        # There is no other way to it for who has only a terminal.
        log.warning("A sign-in link, which would be sent by mail: %s", link.address)
        return jsonify({"email": link.email})

    @app.post(f"{_IDENTITY}:signInWithEmailLink")
    def sign_in_by_link() -> Response:
        return _tokens(mailbox.use(_body()), project)

    @app.get(mailbox_path(project))
    def list_links() -> Response:
        return jsonify(mailbox.to_json())


def _add_tokens(app: Flask, project: str) -> None:
    @app.post(f"{_IDENTITY}:lookup")
    def look_up() -> Response:
        return jsonify({"users": [accounts.describe(str(_body().get("idToken", "")))]})

    @app.post("/securetoken.googleapis.com/v1/token")
    def refresh() -> Response:
        account = accounts.of_refresh_token(request.form.get("refresh_token", ""))
        made = accounts.tokens_of(account, project, datetime.now(UTC))
        return jsonify(
            {
                "id_token": made["idToken"],
                "access_token": made["idToken"],
                "refresh_token": made["refreshToken"],
                "expires_in": made["expiresIn"],
                "token_type": "Bearer",
                "user_id": account.uid,
                "project_id": project,
            }
        )


def _tokens(account: accounts.Account, project: str) -> Response:
    return jsonify(accounts.tokens_of(account, project, datetime.now(UTC)))


def _body() -> Mapping[str, object]:
    body = request.get_json(force=True, silent=True)
    return body if isinstance(body, dict) else {}
