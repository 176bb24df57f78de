"""Sign-in by a link on a laptop: what is sent, who it signs in, and what is refused."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from infra.local.web.app import Addresses, create_app
from shared.auth.users import User, Users
from shared.settings import Settings

PROJECT = "demo-web"
IDENTITY = "/identitytoolkit.googleapis.com/v1/accounts"
PAGE = "http://127.0.0.1:8000/jobs?status=failed"
EMAIL = "eve@careerlens.test"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """Return a client of the server, with no page and no API behind it."""
    addresses = Addresses(
        project=PROJECT, api_url="http://127.0.0.1:1", firestore="127.0.0.1:1", pages=tmp_path
    )
    return create_app(addresses).test_client()


def ask(client: FlaskClient, what: str, **body: str) -> tuple[int, dict[str, str]]:
    """Ask for something as the library does; return the status, and what it is answered."""
    answer = client.post(f"{IDENTITY}:{what}", json=body)
    said = answer.get_json()
    return answer.status_code, said.get("error", said)


def send(client: FlaskClient, email: str = EMAIL, page: str = PAGE) -> tuple[int, dict[str, str]]:
    """Ask for a link."""
    return ask(client, "sendOobCode", requestType="EMAIL_SIGNIN", email=email, continueUrl=page)


def links(client: FlaskClient) -> list[dict[str, str]]:
    """Return the links that were sent and not used."""
    path = client.get("/deployment.json").get_json()["emulators"]["mailbox"]
    found: list[dict[str, str]] = client.get(path).get_json()["oobCodes"]
    return found


def use(client: FlaskClient, email: str, code: str) -> tuple[int, dict[str, str]]:
    """Sign in by a link."""
    return ask(client, "signInWithEmailLink", email=email, oobCode=code)


def verified(id_token: str, monkeypatch: pytest.MonkeyPatch) -> User:
    """Have the backend say who a token is for."""
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099")
    settings = Settings(google_cloud_project=PROJECT, firebase_auth_emulator_host="127.0.0.1:9099")
    return Users(settings).verify(f"Bearer {id_token}")


def test_a_link_leads_back_to_the_page(client: FlaskClient) -> None:
    """With what the library looks for in an address; what was in it before stays."""
    assert send(client)[0] == 200
    (link,) = links(client)
    parts = urlsplit(link["oobLink"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://127.0.0.1:8000/jobs"
    assert parse_qs(parts.query) == {
        "status": ["failed"],
        "apiKey": ["local"],
        "mode": ["signIn"],
        "oobCode": [link["oobCode"]],
        "lang": ["en"],
    }


def test_who_opens_it_is_the_user_of_the_address(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backend takes the token, so the address counts as verified; a demo person is theirs."""
    for email, uid in ((EMAIL, "local-"), ("Ada@careerlens.test", "demo-ada")):
        send(client, email)
        status, answer = use(client, email, links(client)[0]["oobCode"])
        assert status == 200
        assert verified(answer["idToken"], monkeypatch).uid.startswith(uid)


def test_a_user_of_a_link_has_no_name(client: FlaskClient) -> None:
    """As with Firebase, which knows nothing but the address."""
    send(client)
    _, tokens = use(client, EMAIL, links(client)[0]["oobCode"])
    (user,) = client.post(f"{IDENTITY}:lookup", json=tokens).get_json()["users"]
    assert user["email"] == EMAIL
    assert "displayName" not in user


def test_a_link_is_good_for_one_time(client: FlaskClient) -> None:
    """A second user of it is refused with the code that the library knows."""
    send(client)
    code = links(client)[0]["oobCode"]
    assert use(client, EMAIL, code)[0] == 200
    assert links(client) == []
    assert use(client, EMAIL, code) == (400, {"code": 400, "message": "INVALID_OOB_CODE"})


def test_a_link_is_of_its_address_only(client: FlaskClient) -> None:
    """Who types another one is refused, and may try again."""
    send(client)
    code = links(client)[0]["oobCode"]
    assert use(client, "mallory@careerlens.test", code)[1]["message"] == "INVALID_EMAIL"
    assert use(client, f" {EMAIL.upper()} ", code)[0] == 200


@pytest.mark.parametrize(
    ("email", "page", "message"),
    [
        ("nowhere", PAGE, "INVALID_EMAIL"),
        ("", PAGE, "INVALID_EMAIL"),
        (EMAIL, "https://careerlens.example/", "UNAUTHORIZED_DOMAIN"),
        (EMAIL, "javascript://127.0.0.1/%0aalert(1)", "UNAUTHORIZED_DOMAIN"),
        (EMAIL, "", "UNAUTHORIZED_DOMAIN"),
    ],
)
def test_no_link_is_sent_to_nowhere_and_none_leads_elsewhere(
    client: FlaskClient, email: str, page: str, message: str
) -> None:
    """What Firebase refuses is refused here."""
    assert send(client, email, page) == (400, {"code": 400, "message": message})
    assert links(client) == []


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("sendOobCode", {"requestType": "PASSWORD_RESET", "email": EMAIL}),
        ("signUp", {"email": EMAIL, "password": "hunter22"}),
    ],
)
def test_there_are_no_passwords(client: FlaskClient, what: str, body: dict[str, str]) -> None:
    """An account with a password cannot be made, and none be sent a new one."""
    assert ask(client, what, **body)[1]["message"] == "OPERATION_NOT_ALLOWED"


def test_a_link_is_printed(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """So that it can be opened from the terminal of `make run`."""
    send(client)
    assert links(client)[0]["oobLink"] in caplog.text
