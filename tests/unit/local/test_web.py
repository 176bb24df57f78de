"""The web app's server on a laptop: sign-in, the way to the API, pages, and what Hosting sends."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from infra.local.web import accounts, hosting
from infra.local.web.app import Addresses, create_app
from shared.auth.users import User, Users
from shared.core import errors
from shared.settings import Settings
from tests.fakes.local_http import LocalServer

PROJECT = "demo-web"
FIRESTORE = "127.0.0.1:8200"
IDENTITY = "/identitytoolkit.googleapis.com/v1/accounts"


class Api(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    def do_POST(self) -> None:
        """Say what came."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        told = {"path": self.path, "body": body, "token": self.headers["Authorization"]}
        answer = json.dumps(told).encode()
        self.send_response(202)
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", '"x"')
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


class ClosingApi(Api):
    """Closes a kept connection instead of answering the second request that comes on it.

    So a server does that closes idle connections, in the moment in which a request goes out.
    """

    protocol_version = "HTTP/1.1"
    answered = 0

    def do_POST(self) -> None:
        """Answer the connection's first request, and leave at the second."""
        if self.answered:
            self.close_connection = True
            return
        self.answered += 1
        super().do_POST()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a folder like that of a built app."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("the app")
    (tmp_path / "404.html").write_text("nothing here")
    (tmp_path / "assets" / "main.js").write_text("code")
    return tmp_path


@pytest.fixture
def client(pages: Path) -> Iterator[FlaskClient]:
    """Return a client of the server, with an API behind it."""
    with LocalServer(Api) as api:
        addresses = Addresses(project=PROJECT, api_url=api.url, firestore=FIRESTORE, pages=pages)
        yield create_app(addresses).test_client()


def sign_in(client: FlaskClient, email: str) -> dict[str, Any]:
    """Sign in as Firebase's library does for a Google credential of plain JSON."""
    token = json.dumps({"sub": email, "email": email})
    body = {"postBody": f"id_token={token}&providerId=google.com", "returnSecureToken": True}
    answer = client.post(f"{IDENTITY}:signInWithIdp", json=body).get_json()
    assert isinstance(answer, dict)
    return answer


def text_of(client: FlaskClient, path: str) -> str:
    """Return a page's text."""
    with client.get(path) as answer:
        return answer.get_data(as_text=True)


def verified(id_token: str) -> User:
    """Have the backend say who a token is for."""
    settings = Settings(
        google_cloud_project=PROJECT,
        firebase_auth_emulator_host="127.0.0.1:9099",
        allow_anonymous=True,
    )
    return Users(settings).verify(f"Bearer {id_token}")


@pytest.fixture(autouse=True)
def unsigned_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have firebase-admin take tokens as in the local cloud."""
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099")


def test_the_backend_knows_who_signed_in(client: FlaskClient) -> None:
    """A token of a demo person is that person's; of the operator an operator's, and so on."""
    ada, operator, viewer = (
        verified(sign_in(client, f"{name}@careerlens.test")["idToken"])
        for name in ("ada", "operator", "viewer")
    )
    assert ada == User(uid="demo-ada")
    assert operator == User(uid="demo-operator", is_operator=True)
    assert viewer == User(uid="demo-viewer", is_viewer=True)


def test_an_address_is_always_the_same_person(client: FlaskClient) -> None:
    """However it is written, and no other user's; and it makes no user an operator."""
    first, again, other = (
        sign_in(client, email)["localId"]
        for email in ("a@b.example", " A@B.example ", "c@b.example")
    )
    assert first == again != other
    assert not verified(sign_in(client, "a@b.example")["idToken"]).is_operator


@pytest.mark.parametrize("email", ["", "no-address", "a@b@c", "a b@c"])
def test_what_is_no_address_is_refused(client: FlaskClient, email: str) -> None:
    """In the form in which Firebase's library reads errors."""
    answer = sign_in(client, email)
    assert answer == {"error": {"code": 400, "message": "INVALID_IDP_RESPONSE"}}


def test_a_caller_may_say_nothing(client: FlaskClient) -> None:
    """A guest is known as one: where guests are not allowed, the backend refuses them."""
    token = client.post(f"{IDENTITY}:signUp", json={}).get_json()["idToken"]
    assert verified(token).uid.startswith("anonymous-")
    strict = Settings(google_cloud_project=PROJECT, firebase_auth_emulator_host="127.0.0.1:9099")
    with pytest.raises(errors.PermissionDeniedError):
        Users(strict).verify(f"Bearer {token}")


def test_a_token_is_made_anew(client: FlaskClient) -> None:
    """A refresh token gives a new ID token of the same person, with the same claims."""
    signed_in = sign_in(client, "operator@careerlens.test")
    form = {"grant_type": "refresh_token", "refresh_token": signed_in["refreshToken"]}
    answer = client.post("/securetoken.googleapis.com/v1/token", data=form).get_json()
    assert verified(answer["id_token"]) == User(uid="demo-operator", is_operator=True)
    assert client.post("/securetoken.googleapis.com/v1/token", data={}).status_code == 400


def test_a_person_is_described_by_their_token(client: FlaskClient) -> None:
    """The library asks who it is; a token that is none is refused."""
    token = sign_in(client, "ada@careerlens.test")["idToken"]
    (user,) = client.post(f"{IDENTITY}:lookup", json={"idToken": token}).get_json()["users"]
    assert (user["localId"], user["displayName"]) == ("demo-ada", "Ada Example")
    for wrong in ("", "a.b.c", "x"):
        assert client.post(f"{IDENTITY}:lookup", json={"idToken": wrong}).status_code == 400


def test_a_person_without_an_address_has_no_account() -> None:
    """A guest's description has no provider: so the library knows that they are one."""
    made = accounts.tokens_of(accounts.sign_up({}), PROJECT, datetime.now(UTC))
    assert "providerUserInfo" not in accounts.describe(made["idToken"])


def test_a_request_to_the_api_is_passed_on(client: FlaskClient) -> None:
    """Path, query, body, token and the answer's own headers, unchanged."""
    answer = client.post(
        "/api/jobs:batch?a=b%20c", data="{}", headers={"Authorization": "Bearer x"}
    )
    assert answer.status_code == 202
    assert answer.headers["ETag"] == '"x"'
    assert answer.get_json() == {
        "path": "/api/jobs:batch?a=b%20c",
        "body": "{}",
        "token": "Bearer x",
    }


def test_an_api_that_is_away_is_unavailable(pages: Path) -> None:
    """The app gets a problem that it knows."""
    addresses = Addresses(
        project=PROJECT, api_url="http://127.0.0.1:1", firestore=FIRESTORE, pages=pages
    )
    answer = create_app(addresses).test_client().get("/api/health")
    assert answer.status_code == 503
    assert answer.get_json()["code"] == "unavailable"


def test_a_connection_that_the_api_closes_costs_no_request(pages: Path) -> None:
    """Every request is answered, also by an API that closes idle connections."""
    with LocalServer(ClosingApi) as api:
        addresses = Addresses(project=PROJECT, api_url=api.url, firestore=FIRESTORE, pages=pages)
        client = create_app(addresses).test_client()
        answers = [client.post("/api/jobs", data=str(number)) for number in range(5)]
    assert [answer.status_code for answer in answers] == [202] * 5
    assert [answer.get_json()["body"] for answer in answers] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("path", ["/", "/jobs", "/jobs/a%3Ab"])
def test_every_address_is_a_page_of_the_app(client: FlaskClient, path: str) -> None:
    """It knows itself what it shows there."""
    assert text_of(client, path) == "the app"


def test_a_part_that_is_gone_is_no_page(client: FlaskClient) -> None:
    """An old page that asks for an old part must not get HTML for it."""
    assert text_of(client, "/assets/main.js") == "code"
    assert client.get("/assets/old.js").status_code == 404
    assert text_of(client, "/../hosting.py") == "nothing here"


def test_the_page_learns_where_it_is(client: FlaskClient) -> None:
    """As a deployment says it, and besides who may be chosen and where the emulators are."""
    answer = client.get("/deployment.json").get_json()
    assert answer["projectId"] == PROJECT
    assert answer["emulators"]["firestore"] == FIRESTORE
    assert client.get(answer["emulators"]["mailbox"]).get_json() == {"oobCodes": []}
    assert answer["people"][0]["email"] == "ada@careerlens.test"


def test_pages_have_the_headers_of_firebase_json(client: FlaskClient) -> None:
    """All of them as they are there; only the emulator's address is added to the policy."""
    expected = hosting.headers_for(hosting.read_hosting(PROJECT), "/jobs")
    with client.get("/jobs") as answer:
        sent = answer.headers
    policy = sent[hosting.POLICY].replace(f" http://{FIRESTORE}", "")
    assert {**dict(sent), hosting.POLICY: policy}.items() >= expected.items()
    assert policy != sent[hosting.POLICY]


def test_the_policy_allows_the_styles_in_the_page_and_no_others(
    client: FlaskClient, pages: Path
) -> None:
    """By their hash, as a browser counts it; a page that is built anew has another one at once."""
    for style in ("a{color:red}", "a{color:blue}\n"):
        (pages / "index.html").write_text(f"<head><style>{style}</style></head>")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        with client.get("/jobs") as answer:
            policy = answer.headers[hosting.POLICY]
        assert f"style-src 'self' 'sha256-{digest}';" in policy


def test_parts_are_kept_and_pages_are_asked_for() -> None:
    """A part's name changes with its content; a page's does not."""
    rules = hosting.read_hosting(PROJECT)
    assert "immutable" in hosting.headers_for(rules, "/assets/a.js")["Cache-Control"]
    assert hosting.headers_for(rules, "/jobs")["Cache-Control"] == "no-cache"


def test_firebases_own_pages_keep_their_headers() -> None:
    """The pages that sign a user in are Firebase's, are framed, and have scripts of their own."""
    assert hosting.headers_for(hosting.read_hosting(PROJECT), "/__/auth/iframe") == {}


def test_the_policy_allows_nothing_unsafe() -> None:
    """No inline script or style, no eval, nothing from anywhere, and no site frames the page."""
    policy = hosting.headers_for(hosting.read_hosting(PROJECT), "/")[hosting.POLICY]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert "unsafe" not in policy
    assert parts["default-src"] == parts["frame-ancestors"] == parts["base-uri"] == "'none'"
    assert not re.search(r"\*|\bhttp:|data:", policy)


def test_the_policy_names_each_host_that_the_page_talks_to() -> None:
    """Sign-in, its tokens, the database, being told; two more load and frame Google's window."""
    policy = hosting.headers_for(hosting.read_hosting(PROJECT), "/")[hosting.POLICY]
    assert set(re.findall(r"https://([^ ;]+)", policy)) == {
        "apis.google.com",
        f"{PROJECT}.firebaseapp.com",
        "fcmregistrations.googleapis.com",
        "firebaseinstallations.googleapis.com",
        "firestore.googleapis.com",
        "identitytoolkit.googleapis.com",
        "securetoken.googleapis.com",
    }


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/jobs", "/jobs/a%3Ab", "/index.html", "/icon.svg", "/no/such/page", "//jobs"),
        *("/_", "/_anything", "/_a/b", "/__", "/__anything", "/__a/b", "/_/_/", "/a%0Ab", "/%0A"),
        *("/assets/main.js", "/assets/old.js", "/assets", "/assets/", "/assets/__/x", "/a/__/b"),
        *("/api", "/identitytoolkit.googleapis.com/v1/accounts:none"),
    ],
)
def test_every_kind_of_path_has_the_policy(client: FlaskClient, path: str) -> None:
    """Pages, files, what is not there, and what only looks like a path of Firebase's own."""
    with client.get(path) as answer:
        assert "default-src 'none'" in answer.headers[hosting.POLICY]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/__/", "/__/anything", "/__/auth/handler", "/__/firebase/x"])
def test_firebases_own_paths_are_no_pages_of_the_app(client: FlaskClient, path: str) -> None:
    """They have no policy of ours, so the app must not be there."""
    assert client.get(path).status_code == 404


def test_hosting_passes_the_api_on_and_knows_every_page() -> None:
    """The API before everything else; of the rest only what the app has a page for."""
    first, *pages = hosting.read_hosting(PROJECT)["rewrites"]
    assert first["source"] == "/api/**"
    assert first["run"]["serviceId"] == "api"
    assert {page["destination"] for page in pages} == {"/index.html"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/", 200), ("/new", 200), ("/new/a-type", 200), ("/jobs", 200), ("/jobs/a:b", 200)),
        *(
            ("/account", 200),
            ("/repeating", 200),
            ("/operator", 200),
            ("/icon.svg", 404),
            ("/jobs/a/b", 404),
        ),
        *(("/operator/audit", 200), ("/operator/jobs/a:b", 200), ("/operator/a/b/c", 404)),
        *(("/no/such/page", 404), ("/jobsx", 404)),
    ],
)
def test_what_is_not_there_is_answered_with_404(
    client: FlaskClient, path: str, status: int
) -> None:
    """The app's page says so to a person, and the status to everything else."""
    with client.get(path) as answer:
        assert answer.status_code == status
        assert answer.get_data(as_text=True) == ("the app" if status == 200 else "nothing here")
