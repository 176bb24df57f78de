"""Who may call the worker: OIDC tokens, against keys that a server of ours really serves."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from shared.auth import caller_tokens
from shared.auth.caller_tokens import TaskAuthenticator
from shared.core import errors
from shared.settings import Settings
from tests.support.waiting import PATIENCE

WORKER = "https://worker.example"
ISSUER = "https://accounts.google.com"
CALLER = "caller@demo-test.iam.gserviceaccount.com"
KEY_ID = "key-1"
#: What Cloud Run puts instead of a signature that it has checked.
CUT_OFF = "SIGNATURE_REMOVED_BY_GOOGLE"
MODES = ["code", "iam"]

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEY_SET = json.dumps(
    {"keys": [{**RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": KEY_ID}]}
).encode()

Answer = Callable[[BaseHTTPRequestHandler], None]


class KeyServer:
    """A server of keys, and how often it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.asked = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/certs"

    @contextmanager
    def running(self) -> Iterator["KeyServer"]:
        """Serve inside the block."""
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


def answer_with(status: int, body: bytes) -> Answer:
    """Make a server's answer."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture(scope="module")
def keys() -> Iterator[KeyServer]:
    """A server of the issuer's keys."""
    with KeyServer(answer_with(200, KEY_SET)).running() as server:
        yield server


def callers_of(url: str, mode: str = "code") -> TaskAuthenticator:
    """Return the adapter, with these keys."""
    return TaskAuthenticator(
        Settings.from_environment(
            {
                "GOOGLE_CLOUD_PROJECT": "demo-test",
                "CALLER_SERVICE_ACCOUNT": CALLER,
                "WORKER_TOKEN_CHECK": mode,
                "OIDC_ISSUER": ISSUER,
                "OIDC_CERTS_URL": url,
            }
        )
    )


def good_claims(**changes: object) -> dict[str, object]:
    """Return the claims of a good token; a claim that is changed to None is left out."""
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": WORKER,
        "sub": "1234567890",
        "azp": "1234567890",
        "email": CALLER,
        "email_verified": True,
        "iat": now,
        "exp": now + 3600,
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def signed(claims: dict[str, object], key: rsa.RSAPrivateKey = KEY, kid: str = KEY_ID) -> str:
    """Return a token with a real signature."""
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})


def token_for(mode: str, claims: dict[str, object]) -> str:
    """Return a token as it arrives in that mode."""
    whole = signed(claims)
    return whole if mode == "code" else f"{whole.rpartition('.')[0]}.{CUT_OFF}"


def handmade(header: dict[str, str], sign: Callable[[bytes], bytes]) -> str:
    """Return a token that no honest library would make."""
    parts = [json.dumps(part).encode() for part in ({"kid": KEY_ID, **header}, good_claims())]
    start = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(sign(start)).rstrip(b"=")
    return f"{start.decode()}.{signature.decode()}"


def signed_with_public_key(start: bytes) -> bytes:
    """Sign with the public key, as if it were a secret."""
    public = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hmac.digest(public, start, hashlib.sha256)


# What both modes check: every claim.


@pytest.mark.parametrize("mode", MODES)
def test_our_own_service_account_may_call(keys: KeyServer, mode: str) -> None:
    """A token of our caller for this audience is accepted."""
    callers_of(keys.url, mode).verify(f"Bearer {token_for(mode, good_claims())}", audience=WORKER)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "changes",
    [
        {"email": "stranger@demo-test.iam.gserviceaccount.com"},
        {"email": CALLER.upper()},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
    ],
    ids=str,
)
def test_another_accounts_token_is_not_enough(
    keys: KeyServer, mode: str, changes: dict[str, object]
) -> None:
    """Google signs for every service account there is: the verified email decides."""
    token = token_for(mode, good_claims(**changes))

    with pytest.raises(errors.PermissionDeniedError):
        callers_of(keys.url, mode).verify(f"Bearer {token}", audience=WORKER)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://sweeper.example"},
        {"aud": f"{WORKER}/path"},
        {"aud": ""},
        {"aud": None},
        {"iss": "https://accounts.example"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": None},
    ],
    ids=str,
)
def test_a_claim_that_is_wrong_or_missing_is_refused(
    keys: KeyServer, mode: str, changes: dict[str, object]
) -> None:
    """Audience, issuer and times must be there and be right."""
    token = token_for(mode, good_claims(**changes))

    with pytest.raises(errors.UnauthenticatedError):
        callers_of(keys.url, mode).verify(f"Bearer {token}", audience=WORKER)


@pytest.mark.parametrize(
    ("mode", "claim", "seconds"),
    [
        ("code", "exp", -60),
        ("code", "iat", 60),
        ("code", "nbf", 60),
        ("iam", "exp", -60),
        ("iam", "iat", 60),
        pytest.param(
            *("iam", "nbf", 60),
        ),
    ],
)
def test_a_token_out_of_its_time_is_refused(
    keys: KeyServer, mode: str, claim: str, seconds: int
) -> None:
    """Expired, or not valid yet, by more than clocks may differ."""
    token = token_for(mode, good_claims(**{claim: int(time.time()) + seconds}))

    with pytest.raises(errors.UnauthenticatedError):
        callers_of(keys.url, mode).verify(f"Bearer {token}", audience=WORKER)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("claim", "seconds"), [("exp", -5), ("iat", 5), ("nbf", 5)])
def test_clocks_may_differ_a_little(keys: KeyServer, mode: str, claim: str, seconds: int) -> None:
    """Five seconds over its time a token is still let in."""
    token = token_for(mode, good_claims(**{claim: int(time.time()) + seconds}))

    callers_of(keys.url, mode).verify(f"Bearer {token}", audience=WORKER)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer ...",
        "Bearer ż",
    ],
)
def test_without_a_token_no_caller_is_accepted(
    keys: KeyServer, mode: str, header: str | None
) -> None:
    """No header, another scheme, or something that is no token."""
    with pytest.raises(errors.UnauthenticatedError):
        callers_of(keys.url, mode).verify(header, audience=WORKER)


@pytest.mark.parametrize("mode", MODES)
def test_the_schemes_case_does_not_matter(keys: KeyServer, mode: str) -> None:
    """As RFC 9110 has it."""
    token = token_for(mode, good_claims())
    callers_of(keys.url, mode).verify(f"bearer {token}", audience=WORKER)


# What only the mode `code` checks: the signature.


@pytest.mark.parametrize(
    "token",
    [
        signed(good_claims(), OTHER_KEY),
        signed(good_claims(), OTHER_KEY, kid="key-2"),
        token_for("iam", good_claims()),
        f"{signed(good_claims())[:-4]}AAAA",
        handmade({"alg": "none"}, lambda _: b""),
        handmade({"alg": "HS256"}, signed_with_public_key),
        handmade({"alg": "RS256"}, signed_with_public_key),
    ],
    ids=[
        "another key under our key's name",
        "another key under its own name",
        "signature cut off",
        "signature changed",
        "alg none",
        "HS256 with the public key",
        "HS256 that calls itself RS256",
    ],
)
def test_a_signature_that_is_not_the_issuers_is_refused(keys: KeyServer, token: str) -> None:
    """Only RS256 with the issuer's key counts."""
    with pytest.raises(errors.UnauthenticatedError):
        callers_of(keys.url).verify(f"Bearer {token}", audience=WORKER)


def test_behind_iam_no_keys_are_needed(keys: KeyServer) -> None:
    """Cloud Run has checked the signature: nothing is fetched."""
    before = keys.asked
    token = token_for("iam", good_claims())
    callers_of(keys.url, "iam").verify(f"Bearer {token}", audience=WORKER)

    assert keys.asked == before


def test_keys_are_fetched_once(keys: KeyServer) -> None:
    """The keys are kept: a second token of the same key asks no server."""
    before, verifier = keys.asked, callers_of(keys.url)
    for _ in range(3):
        verifier.verify(f"Bearer {signed(good_claims())}", audience=WORKER)

    assert keys.asked == before + 1


def truncated(request: BaseHTTPRequestHandler) -> None:
    """Break off in the middle of the answer."""
    request.send_response(200)
    request.send_header("Content-Length", str(len(KEY_SET)))
    request.end_headers()
    request.wfile.write(KEY_SET[:20])


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(answer_with(500, b""), id="500"),
        pytest.param(answer_with(404, b""), id="404"),
        pytest.param(lambda request: request.connection.close(), id="closes the connection"),
        pytest.param(truncated, id="breaks off"),
        pytest.param(
            answer_with(200, b"<html>Sign in to the Wi-Fi</html>"),
            id="no JSON",
        ),
        pytest.param(
            answer_with(200, b'{"keys": []}'),
            id="no keys",
        ),
    ],
)
def test_keys_that_cannot_be_had_are_not_the_callers_fault(answer: Answer) -> None:
    """Without the keys nothing can be said about a token: try again."""
    with KeyServer(answer).running() as server, pytest.raises(errors.UnavailableError):
        callers_of(server.url).verify(f"Bearer {signed(good_claims())}", audience=WORKER)


def test_keys_that_no_server_has_are_not_the_callers_fault() -> None:
    """A refused connection is an outage, too."""
    with KeyServer(answer_with(200, KEY_SET)).running() as server:
        gone = server.url

    with pytest.raises(errors.UnavailableError):
        callers_of(gone).verify(f"Bearer {signed(good_claims())}", audience=WORKER)


def test_keys_that_do_not_come_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never answers is given up after the time limit (5 s; here 0.2 s)."""
    assert caller_tokens._KEYS_TIMEOUT_SECONDS == 5
    monkeypatch.setattr(caller_tokens, "_KEYS_TIMEOUT_SECONDS", 0.2)
    end = Event()

    def keep_waiting(_: BaseHTTPRequestHandler) -> None:
        end.wait(2 * PATIENCE)

    started = time.monotonic()
    with KeyServer(keep_waiting).running() as server:
        try:
            with pytest.raises(errors.UnavailableError):
                callers_of(server.url).verify(f"Bearer {signed(good_claims())}", audience=WORKER)
            assert time.monotonic() - started < PATIENCE
        finally:
            end.set()
