"""The sign-in of a laptop answers as Google's own Auth emulator does, call by call.

Google's runs where `make firebase-tools` has installed it, and is not needed for anything else.
"""

import base64
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from infra.local.cloud.emulators import ROOT
from infra.local.process import ports
from infra.local.process.processes import Command, Process
from infra.local.web.app import Addresses, create_app
from infra.local.web.sign_in import mailbox_path
from tests.support.waiting import wait_until

PROJECT = "demo-sign-in"
TOOLS = ROOT / "infra" / "firebase_tools" / "node_modules" / "firebase-tools" / "lib" / "bin"
EMAIL = "eve@careerlens.test"
IDENTITY = "/identitytoolkit.googleapis.com/v1/accounts"
TOKEN = "/securetoken.googleapis.com/v1/token"
_START_SECONDS = 180

#: Ask a server something: path, what is sent as JSON, what as a form; the status, and the answer.
Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Google's Auth emulator; it starts without a network."""
    node = shutil.which("node")
    if node is None or not (TOOLS / "firebase.js").exists():
        pytest.skip("Google's Auth emulator is not installed: `make firebase-tools`")
    folder = tmp_path_factory.mktemp("auth")
    auth, hub, logging = ports.choose_ports(0, 0, 0)
    listens = {
        name: {"host": ports.HOST, "port": port}
        for name, port in (("auth", auth), ("hub", hub), ("logging", logging))
    }
    configuration = {"emulators": {**listens, "ui": {"enabled": False}}}
    (folder / "firebase.json").write_text(json.dumps(configuration), encoding="utf-8")
    command = Command(
        name="auth",
        arguments=[node, str(TOOLS / "firebase.js"), "emulators:start", f"--project={PROJECT}"],
        environment={"XDG_CONFIG_HOME": str(folder), "CI": "true"},
        directory=folder,
    )
    process = Process(command, lambda _name, _line: None)
    try:
        with httpx.Client(base_url=f"http://{ports.HOST}:{auth}", timeout=60) as client:
            wait_until(lambda: _answers(client, process), seconds=_START_SECONDS)
            yield _asking(client)
    finally:
        process.end()


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Ask]:
    """The sign-in of the local cloud."""
    addresses = Addresses(
        project=PROJECT, api_url="http://127.0.0.1:1", firestore="127.0.0.1:1", pages=tmp_path
    )
    transport = httpx.WSGITransport(app=create_app(addresses))
    with httpx.Client(transport=transport, base_url="http://127.0.0.1") as client:
        yield _asking(client)


def by_google(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Sign in as the sign-in page does with a demo user."""
    said = {"sub": EMAIL, "email": EMAIL, "name": "eve", "email_verified": True}
    body = urlencode({"id_token": json.dumps(said), "providerId": "google.com"})
    return ask(
        f"{IDENTITY}:signInWithIdp",
        {"postBody": body, "requestUri": "http://localhost", "returnSecureToken": True},
    )


def as_guest(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Sign in without saying who it is."""
    return ask(f"{IDENTITY}:signUp", {"returnSecureToken": True})


def send_link(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Have a link sent."""
    page = "http://127.0.0.1:8000/jobs"
    sent = {"requestType": "EMAIL_SIGNIN", "email": EMAIL, "continueUrl": page}
    return ask(f"{IDENTITY}:sendOobCode", {**sent, "canHandleCodeInApp": True})


def by_link(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Sign in by a link that was sent."""
    return open_link(ask, list_links(ask)[1]["oobCode"])


def open_link(ask: Ask, code: str) -> tuple[int, dict[str, Any]]:
    """Sign in by the code that a link has."""
    return ask(f"{IDENTITY}:signInWithEmailLink", {"email": EMAIL, "oobCode": code})


def list_links(ask: Ask) -> tuple[int, dict[str, Any]]:
    """List what was sent."""
    send_link(ask)
    status, listed = ask(mailbox_path(PROJECT))
    return status, listed["oobCodes"][-1]


def look_up(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Ask who is signed in, as the library does after each sign-in."""
    status, found = ask(f"{IDENTITY}:lookup", {"idToken": by_google(ask)[1]["idToken"]})
    return status, found["users"][0]


def refresh(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Get a token anew, as the library does each hour."""
    token = by_google(ask)[1]["refreshToken"]
    return ask(TOKEN, form={"grant_type": "refresh_token", "refresh_token": token})


def by_a_link_that_was_used(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Open a link for the second time."""
    code = list_links(ask)[1]["oobCode"]
    open_link(ask, code)
    return open_link(ask, code)


def by_no_link(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Open a link that was never sent."""
    return open_link(ask, "made-up")


def refresh_by_nothing(ask: Ask) -> tuple[int, dict[str, Any]]:
    """Get a token for what is no refresh token."""
    return ask(TOKEN, form={"grant_type": "refresh_token", "refresh_token": "made-up"})


@pytest.mark.parametrize(
    "call", [by_google, as_guest, send_link, list_links, by_link, look_up, refresh]
)
def test_an_answer_has_googles_form(
    google: Ask, ours: Ask, call: Callable[[Ask], tuple[int, dict[str, Any]]]
) -> None:
    """Each field of ours is one of Google's and of its type; ours leaves out what no one reads."""
    status, expected = call(google)
    answered, found = call(ours)
    assert (answered, status) == (200, 200)
    assert types_of(found).items() <= types_of(expected).items()


@pytest.mark.parametrize("call", [by_google, as_guest, by_link])
def test_a_token_says_what_googles_says(
    google: Ask, ours: Ask, call: Callable[[Ask], tuple[int, dict[str, Any]]]
) -> None:
    """The backend and Firestore's rules read these claims: none is made up, none is missing."""
    expected, found = (claims_of(call(ask)[1]["idToken"]) for ask in (google, ours))
    assert types_of(found).items() <= types_of(expected).items()
    read = ("iss", "aud", "email", "email_verified")
    assert {name: found.get(name) for name in read} == {name: expected.get(name) for name in read}


@pytest.mark.parametrize("call", [by_a_link_that_was_used, by_no_link, refresh_by_nothing])
def test_a_refusal_is_googles(
    google: Ask, ours: Ask, call: Callable[[Ask], tuple[int, dict[str, Any]]]
) -> None:
    """With its status and its code, by which the library and the page tell what is wrong."""
    status, expected = call(google)
    answered, found = call(ours)
    assert answered == status
    assert found["error"]["message"] == expected["error"]["message"].partition(" : ")[0]


def types_of(answer: Mapping[str, Any]) -> dict[str, type]:
    """Return the type of each field."""
    return {name: type(value) for name, value in answer.items()}


def claims_of(id_token: str) -> dict[str, Any]:
    """Return what a token claims."""
    payload = id_token.split(".")[1]
    claims: dict[str, Any] = json.loads(
        base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    )
    return claims


def _asking(client: httpx.Client) -> Ask:
    def ask(
        path: str, body: object = None, form: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        method = "GET" if body is None and form is None else "POST"
        key = {"key": "local"} if "googleapis" in path else {}
        answer = client.request(method, path, params=key, json=body, data=form)
        return answer.status_code, answer.json()

    return ask


def _answers(client: httpx.Client, process: Process) -> bool:
    process.check()
    try:
        return client.get("/").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
