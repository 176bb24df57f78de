"""The web app's server on a laptop: pages, sign-in, and the way to the API, under one origin.

As in the cloud the page asks its own origin for everything but the database: Hosting passes
`/api/` on to the function, and a file beside the page, `/deployment.json`, says which deployment
this is.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx
from flask import Flask, Response, abort, jsonify, request, send_from_directory

from infra.local.web import accounts, hosting
from infra.local.web.sign_in import add_sign_in, mailbox_path

log = logging.getLogger(__name__)

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_API_TIMEOUT_SECONDS = 60
#: A connection a request. The function's server closes one that was idle for two seconds, maybe in
#: the moment in which the next request goes out on it; whether a POST was read is not known then,
#: so that it could not be sent again.
_NO_IDLE_CONNECTIONS = httpx.Limits(max_keepalive_connections=0)
#: Of one connection only, or said anew by each proxy.
_OF_A_CONNECTION = frozenset(
    {
        *("connection", "content-encoding", "content-length", "date", "host", "keep-alive"),
        *("server", "transfer-encoding", "upgrade"),
    }
)
_UNREACHABLE = {
    "code": "unavailable",
    "detail": "The API cannot be reached. Try again in a moment.",
}


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where everything is."""

    project: str
    api_url: str
    #: host:port of the Firestore emulator.
    firestore: str
    #: The folder that `make app` writes.
    pages: Path


def create_app(addresses: Addresses) -> Flask:
    """Make the server."""
    app = Flask(__name__, static_folder=None)
    add_sign_in(app, addresses.project)
    _add_api(app, addresses.api_url)
    _add_pages(app, addresses)

    @app.after_request
    def add_headers(response: Response) -> Response:
        if not request.path.startswith("/api/"):
            # Read anew: the page may be built again meanwhile, and is another one then.
            rules = hosting.read_hosting(addresses.project, _page_in(addresses.pages))
            database = f"http://{addresses.firestore}"
            response.headers.update(
                hosting.headers_for(rules, request.path, may_connect_to=database)
            )
        return response

    return app


def _page_in(pages: Path) -> str:
    page = pages / "index.html"
    return page.read_text(encoding="utf-8") if page.exists() else ""


def _add_api(app: Flask, api_url: str) -> None:
    client = httpx.Client(
        base_url=api_url, timeout=_API_TIMEOUT_SECONDS, limits=_NO_IDLE_CONNECTIONS
    )

    @app.route("/api/<path:_path>", methods=_METHODS)
    def pass_on(_path: str) -> Response:
        path = request.full_path if request.query_string else request.path
        try:
            answer = client.request(
                request.method,
                path,
                content=request.get_data(),
                headers=_passed_on(request.headers.items()),
            )
        except httpx.HTTPError as error:
            log.warning("The API could not be reached: %r", error)
            response = jsonify(_UNREACHABLE)
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
            return response
        return Response(
            answer.content, answer.status_code, _passed_on(answer.headers.multi_items())
        )


def _passed_on(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in _OF_A_CONNECTION]


def _add_pages(app: Flask, addresses: Addresses) -> None:
    rules = hosting.read_hosting(addresses.project)

    @app.get("/deployment.json")
    def tell_deployment() -> Response:
        return jsonify(
            {
                "projectId": addresses.project,
                "apiKey": "local",
                "signIn": ["email-link", "anonymous"],
                "emulators": {
                    "firestore": addresses.firestore,
                    "mailbox": mailbox_path(addresses.project),
                },
                "people": [person.to_json() for person in accounts.TEST_USERS],
            }
        )

    @app.get("/", defaults={"path": "index.html"})
    @app.get("/<path:path>")
    def give_page(path: str) -> Response:
        # Firebase's own paths, which have no headers of ours: what is not there is no page.
        if path.startswith("__/"):
            abort(HTTPStatus.NOT_FOUND)
        if (addresses.pages / path).is_file() or path.startswith("assets/"):
            return send_from_directory(addresses.pages, path, etag=True)
        if hosting.is_page(rules, f"/{path}"):
            return send_from_directory(addresses.pages, "index.html", etag=True)
        # As Hosting does: the page for what is not there, with the status that says so.
        missing = send_from_directory(addresses.pages, "404.html", etag=True)
        missing.status_code = HTTPStatus.NOT_FOUND
        return missing
