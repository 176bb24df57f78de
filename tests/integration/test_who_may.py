"""Who may use the API besides having an ID token: settings for anonymous users and App Check."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from firebase_admin import app_check
from firebase_admin._user_mgt import UserManager
from jwt.algorithms import RSAAlgorithm

from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from shared.auth.users import Users
from tests.fakes.local_http import LocalServer
from tests.integration.test_users import files, google
from tests.support.google_keys import OTHER_KEY, Google, signed
from tests.support.web import Caller, answer_of, caller
from tests.support.world import World

__all__ = ["files", "google"]

PATH = "/api/jobs"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
APP = "X-Firebase-AppCheck"


def with_settings(world: World, **changes: bool | str) -> World:
    """Return the world with other settings of who may."""
    settings = world.services.settings.model_copy(update=changes)
    return world.with_services(settings=settings, users=Users(settings))


def anonymous(world: World) -> Caller:
    """Return a caller who signed in anonymously."""
    token = unsigned_id_token(
        "anonymous-1", stack.PROJECT, datetime.now(UTC), firebase={"sign_in_provider": "anonymous"}
    )
    return Caller(client=caller(world.services).client, token=token)


@pytest.mark.parametrize(("allowed", "status"), [(False, 403), (True, 200)])
def test_anonymous_users_may_where_the_setting_says_so(
    world: World, status: int, *, allowed: bool
) -> None:
    """403 elsewhere: we know who they are, and that they may not."""
    response = anonymous(with_settings(world, allow_anonymous=allowed)).get(PATH)
    assert response.status_code == status
    if not allowed:
        assert answer_of(response)["code"] == "permission-denied"


@pytest.mark.parametrize("firebase", [None, "anonymous", [], {}, {"sign_in_provider": "custom"}])
def test_only_an_anonymous_sign_in_is_anonymous(world: World, firebase: object) -> None:
    """A claim of another form is not one of an anonymous user."""
    token = unsigned_id_token("ada", stack.PROJECT, datetime.now(UTC), firebase=firebase)
    sender = Caller(client=caller(world.services).client, token=token)
    assert sender.get(PATH).status_code == 200


def app_token(key: rsa.RSAPrivateKey = KEY, kid: str = "key-1", **changes: object) -> str:
    """Return an App Check token, as Firebase signs them."""
    now = int(time.time())
    claims = {
        "iss": "https://firebaseappcheck.googleapis.com/123",
        "aud": [f"projects/{stack.PROJECT}"],
        "sub": "1:123:web:abc",
        "iat": now,
        "exp": now + 3600,
        **changes,
    }
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})


class KeySet(BaseHTTPRequestHandler):
    """Answers with the keys of App Check."""

    body = json.dumps(
        {"keys": [{**RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "key-1"}]}
    ).encode()

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


@pytest.fixture
def checked(world: World, google: Google, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world that wants an App Check token, and a server of the keys that sign them."""
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9")
    with LocalServer(KeySet) as server:
        monkeypatch.setattr(app_check._AppCheckService, "_JWKS_URL", f"{server.url}/jwks")
        yield with_settings(world, require_app_check=True)


def test_our_app_is_let_in(checked: World) -> None:
    """A token that App Check has signed for this project, besides the user's own."""
    assert caller(checked.services).get(PATH, **{APP: app_token()}).status_code == 200


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("garbage", id="garbage"),
        pytest.param("a.b.c", id="three parts of garbage"),
        pytest.param("x" * 10_000, id="far too long"),
        pytest.param(app_token(OTHER_KEY), id="another key under its name"),
        pytest.param(app_token(OTHER_KEY, kid="key-2"), id="another key"),
        pytest.param(app_token(aud=["projects/demo-other"]), id="another project"),
        pytest.param(app_token(iss="https://evil.example/"), id="another issuer"),
        pytest.param(app_token(exp=int(time.time()) - 60), id="expired"),
        pytest.param(unsigned_id_token("ada", stack.PROJECT, datetime.now(UTC)), id="an ID token"),
    ],
)
def test_anything_else_is_not_our_app(checked: World, token: str | None) -> None:
    """401, in our words."""
    more = {} if token is None else {APP: token}
    response = caller(checked.services).get(PATH, **more)
    assert (response.status_code, answer_of(response)["code"]) == (401, "unauthenticated")
    assert "App Check" in answer_of(response)["detail"]


def test_an_app_is_no_user(checked: World) -> None:
    """The App Check token does not stand for an ID token."""
    response = caller(checked.services, uid=None).get(PATH, **{APP: app_token()})
    assert response.status_code == 401


def test_app_checks_keys_that_cannot_be_had_are_not_the_apps_fault(
    checked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503: the token may be good."""
    monkeypatch.setattr(app_check._AppCheckService, "_JWKS_URL", "http://127.0.0.1:9/jwks")
    response = caller(checked.services).get(PATH, **{APP: app_token()})
    assert (response.status_code, answer_of(response)["code"]) == (503, "unavailable")


def test_app_check_is_asked_only_where_the_setting_says_so(world: World) -> None:
    """Without it a header of that name is not even looked at."""
    assert caller(world.services).get(PATH, **{APP: "garbage"}).status_code == 200


def test_health_needs_no_app(checked: World) -> None:
    """What every client may read asks for nothing."""
    assert caller(checked.services, uid=None).get("/api/health").status_code == 200


def test_who_cannot_be_asked_whether_a_token_was_revoked_is_unavailable(
    world: World, google: Google
) -> None:
    """503: with a really signed token, and no service there to ask about it."""
    header = signed(aud=stack.PROJECT, iss=f"https://securetoken.google.com/{stack.PROJECT}")
    signing = with_settings(world, firebase_auth_emulator_host="")
    sender = caller(with_settings(signing, check_revoked=True).services, uid=None)
    response = sender.get(PATH, Authorization=header)
    assert (response.status_code, answer_of(response)["code"]) == (503, "unavailable")
    trusting = caller(with_settings(signing, check_revoked=False).services, uid=None)
    assert trusting.get(PATH, Authorization=header).status_code == 200


def operator_token(*, operator: bool = True) -> str:
    """Return a header with a really signed token of an operator, or of another user."""
    issuer = f"https://securetoken.google.com/{stack.PROJECT}"
    return signed(aud=stack.PROJECT, iss=issuer, operator=operator)


@pytest.fixture
def unasked(world: World) -> Caller:
    """A caller of a deployment that asks of no user whether a token was revoked."""
    settings = world.services.settings.model_copy(
        update={"check_revoked": False, "firebase_auth_emulator_host": ""}
    )
    deployed = world.with_services(settings=settings, users=Users(settings))
    return caller(deployed.services, uid=None)


@pytest.mark.parametrize(("age", "status"), [(60, 200), (-60, 401)])
def test_an_operators_token_must_not_be_revoked(
    unasked: Caller, google: Google, monkeypatch: pytest.MonkeyPatch, age: int, status: int
) -> None:
    """Asked at every route of theirs, whatever CHECK_REVOKED says: they see all users' jobs."""
    since = int(time.time()) - age
    monkeypatch.setattr(
        UserManager, "get_user", lambda *_, **__: {"localId": "ada", "validSince": since}
    )
    header = operator_token()
    response = unasked.get("/api/operator/jobs", Authorization=header)
    assert response.status_code == status
    assert unasked.get(PATH, Authorization=header).status_code == 200


def test_an_operator_who_cannot_be_asked_after_sees_nothing(
    unasked: Caller, google: Google
) -> None:
    """503, where there is no service to ask; another user is not asked after, and gets 403."""
    seen = unasked.get("/api/operator/jobs", Authorization=operator_token())
    assert (seen.status_code, answer_of(seen)["code"]) == (503, "unavailable")
    other = unasked.get("/api/operator/jobs", Authorization=operator_token(operator=False))
    assert other.status_code == 403
