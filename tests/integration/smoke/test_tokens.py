"""How the smoke test's user signs in to a deployment, against stand-ins for Google's two APIs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from infra.deploy.patience import Patience
from infra.smoke import exit_codes, tokens
from infra.smoke.__main__ import main
from tests.fakes.local_http import LocalServer

ACCOUNT = "jobs-smoke@careerlens-test.iam.gserviceaccount.com"
#: Nothing listens there; and it is not this machine by its name.
NOWHERE = "http://127.0.0.2:9"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Google(LocalServer):
    """Signs what it is given, and takes for an ID token only what it has signed."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.asked: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.status = 200
        #: So often signing is refused, as while a grant does not count yet.
        self.refusals = 0


class _Handler(BaseHTTPRequestHandler):
    server: Google

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        service = "iamcredentials.v1" if self.path.endswith(":signJwt") else "identitytoolkit.v1"
        self.server.judge(service, "POST", self.path, body)
        self.server.asked.append((self.path, body, dict(self.headers)))
        if self.path.endswith(":signJwt"):
            answer = {"signedJwt": f"signed {body['payload']}"}
        elif self.path.endswith(":delete"):
            answer = {}
        else:
            answer = {"idToken": f"id-token for {body['token'][:6]}"}
        content = json.dumps(answer).encode()
        is_refused, self.server.refusals = self.server.refusals > 0, self.server.refusals - 1
        self.send_response(403 if is_refused else self.server.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def google() -> Iterator[Google]:
    """Both APIs, on one address."""
    with Google() as server:
        yield server


def sign_in(google: Google) -> str:
    """Sign in as the smoke test does, by a clock of its own."""
    gone: list[float] = []
    return tokens.cloud_token(
        account=ACCOUNT,
        api_key="the-key",
        access_token="the-access-token",
        iam_url=google.url,
        sign_in_url=google.url,
        now=NOW,
        patience=Patience(now=lambda: sum(gone), pause=gone.append),
    )


def test_a_user_is_signed_in_without_a_password(google: Google) -> None:
    """The account signs for one user, for ten minutes; Firebase changes that into an ID token."""
    assert sign_in(google) == "id-token for signed"
    (signing, payload, signers), (exchange, _, browsers) = google.asked
    assert signing == f"/v1/projects/-/serviceAccounts/{ACCOUNT}:signJwt"
    assert exchange == "/v1/accounts:signInWithCustomToken"
    claims = json.loads(payload["payload"])
    assert (claims["iss"], claims["sub"], claims["uid"]) == (ACCOUNT, ACCOUNT, tokens.UID)
    assert claims["exp"] - claims["iat"] == 600
    assert signers["Authorization"] == "Bearer the-access-token"
    # Without it a person's own credentials are refused.
    assert signers["X-Goog-User-Project"] == "careerlens-test"
    assert browsers["X-Goog-Api-Key"] == "the-key"
    assert browsers["Referer"] == "https://careerlens-test.web.app/"
    assert "Authorization" not in browsers


def test_the_user_is_removed_in_their_own_name(google: Google) -> None:
    """By the page's key, which is taken from the page's address only."""
    tokens.remove_user(
        account=ACCOUNT, api_key="the-key", id_token="the-token", sign_in_url=google.url
    )
    ((path, body, headers),) = google.asked
    assert (path, body) == ("/v1/accounts:delete", {"idToken": "the-token"})
    assert headers["X-Goog-Api-Key"] == "the-key"
    assert headers["Referer"] == "https://careerlens-test.web.app/"


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A deployment whose journey fails; return the tokens whose users were removed."""
    removed: list[str] = []
    monkeypatch.setenv("SMOKE_ACCOUNT", ACCOUNT)
    monkeypatch.setenv("SMOKE_API_KEY", "the-key")
    monkeypatch.setattr(tokens, "own_access_token", lambda: "the-access-token")
    monkeypatch.setattr(tokens, "cloud_token", lambda **_: "made")
    monkeypatch.setattr(tokens, "remove_user", lambda **given: removed.append(given["id_token"]))
    return removed


def test_no_user_is_left_behind(deployment: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the job fails: nothing answers at this address."""
    monkeypatch.delenv("SMOKE_ID_TOKEN", raising=False)
    assert main([f"--base-url={NOWHERE}"]) == 1
    assert deployment == ["made"]


def test_a_user_of_before_is_not_removed(
    deployment: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who gives a token of their own keeps their account."""
    monkeypatch.setenv("SMOKE_ID_TOKEN", "their own")
    assert main([f"--base-url={NOWHERE}"]) == 1
    assert deployment == []


def test_a_user_who_stays_does_not_fail_the_test(
    deployment: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said; what the deployment did decides."""

    def refuse(**_: str) -> None:
        raise tokens.NoTokenError("Removing was answered 403.")

    monkeypatch.delenv("SMOKE_ID_TOKEN", raising=False)
    monkeypatch.setattr(tokens, "remove_user", refuse)
    assert main([f"--base-url={NOWHERE}"]) == 1
    assert "Removing was answered 403." in capsys.readouterr().err


def test_a_refusal_is_said_without_what_was_sent(google: Google) -> None:
    """The message names who refused and with which status, what may be missing, and no token."""
    google.status = 403
    with pytest.raises(tokens.NoTokenError) as refused:
        sign_in(google)
    said = str(refused.value)
    assert said.startswith(f"Signing as {ACCOUNT} was answered 403; see docs/deploy.md.")
    assert "`operators`" in said
    assert "token" not in said


def test_a_fresh_grant_is_waited_for(google: Google) -> None:
    """A first deployment has granted it minutes ago, and IAM takes its time."""
    google.refusals = 17
    assert sign_in(google) == "id-token for signed"


def test_what_is_no_refusal_is_not_tried_again(google: Google) -> None:
    """A service that is down says nothing of grants."""
    google.status = 500
    with pytest.raises(tokens.NoTokenError, match="answered 500"):
        sign_in(google)
    assert len(google.asked) == 1


def test_a_deployment_wants_to_know_who_signs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without account, key or token nothing is called: its own exit code, and what is missing."""
    for name in ("SMOKE_ACCOUNT", "SMOKE_API_KEY", "SMOKE_ID_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--base-url=https://api.example"]) == exit_codes.COULD_NOT_ASK
    assert "SMOKE_ACCOUNT and SMOKE_API_KEY" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("https://api-1.europe-west1.run.app", False),
        ("https://127.0.0.1.example", False),
    ],
)
def test_only_this_machine_is_given_an_unsigned_token(url: str, *, here: bool) -> None:
    """A deployment's address is never taken for the local cloud's."""
    assert tokens.is_local(url) is here
