"""Who is asking: Firebase ID tokens, emulated and for real.

"For real" means: the keys are fetched over TLS from Google, by a proxy of ours that
answers in Google's name with a certificate that only these tests trust.
"""

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import firebase_admin
import pytest

from infra.local.cloud.test_users import unsigned_id_token
from shared.auth import id_tokens, signing_keys
from shared.auth.users import User, Users
from shared.core import errors
from shared.settings import Settings
from tests.support.google_keys import (
    KEY,
    KEY_ID,
    NOW,
    OTHER_KEY,
    PROJECT,
    Google,
    key_set,
    make_trust,
    signed,
)
from tests.support.waiting import PATIENCE


@pytest.fixture(autouse=True)
def no_apps_left() -> Iterator[None]:
    """Forget the library's applications that a test has made."""
    before = set(firebase_admin._apps)
    yield
    for name in set(firebase_admin._apps) - before:
        firebase_admin.delete_app(firebase_admin.get_app(name))


@pytest.fixture
def emulated(monkeypatch: pytest.MonkeyPatch) -> Users:
    """The adapter as on a laptop: unsigned tokens are taken."""
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9")
    return connect()


def connect(now: Callable[[], float] = time.time) -> Users:
    """Return a new adapter."""
    host = os.environ.get("FIREBASE_AUTH_EMULATOR_HOST", "")
    return Users(Settings(google_cloud_project=PROJECT, firebase_auth_emulator_host=host), now=now)


def bearer(uid: str = "ada", project: str = PROJECT, **claims: object) -> str:
    """Return a header with an unsigned token, made now."""
    return f"Bearer {unsigned_id_token(uid, project, NOW, **claims)}"


# With the emulator's variable: no signature, but everything else.


@pytest.mark.parametrize("uid", ["ada", "a:b::c", "żółć", "李", "x" * 128, "a.b", "_ada_"])
def test_a_user_is_who_the_token_says(emulated: Users, uid: str) -> None:
    """A valid token names its user, exactly."""
    assert emulated.verify(bearer(uid)) == User(uid=uid)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer    ",
        "Basic YWRhOnNlY3JldA==",
        bearer().removeprefix("Bearer "),
        "Bearer garbage",
        "Bearer a.b.c",
        "Bearer ...",
        "Bearer żółć",
        "Bearer e30.W10.",
        "Bearer e30.e30.",
        bearer() + "." + "x" * 10,
        "Bearer " + "x" * 1_000_000,
        bearer(padding="x" * 8192),
    ],
    ids=lambda header: None if header is None else header[:20] + f" ({len(header)})",
)
def test_without_a_token_no_user_is_known(emulated: Users, header: str | None) -> None:
    """No header, another scheme, something that is no token, or something far too long."""
    with pytest.raises(errors.UnauthenticatedError):
        emulated.verify(header)


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_schemes_case_does_not_matter(emulated: Users, scheme: str) -> None:
    """As RFC 9110 has it: some clients write it small."""
    assert emulated.verify(bearer().replace("Bearer", scheme)).uid == "ada"


def test_large_claims_are_not_too_long(emulated: Users) -> None:
    """Custom claims have up to 1,000 characters."""
    assert emulated.verify(bearer(claims="x" * 1000)).uid == "ada"


@pytest.mark.parametrize(
    "header",
    [
        bearer(project="demo-other"),
        bearer(aud="demo-other"),
        bearer(aud=[PROJECT]),
        bearer(iss="https://securetoken.google.com/demo-other"),
        bearer(iss="https://accounts.google.com"),
        bearer(uid=""),
        bearer(uid="x" * 129),
        bearer(sub=None),
        bearer(sub=5),
    ],
    ids=[
        *("another project", "another audience", "audiences", "another project's issuer"),
        *("another issuer", "empty user id", "long user id", "no user id", "a number as user id"),
    ],
)
def test_another_projects_token_is_refused(emulated: Users, header: str) -> None:
    """Audience, issuer and user id must be those of a user of this project."""
    with pytest.raises(errors.UnauthenticatedError):
        emulated.verify(header)


@pytest.mark.parametrize(
    "uid",
    [
        *("a/b", "../bob", "/", ".", "..", "__ada__"),
        *("a b", "a\nb", "a\0b", "a\u00a0b", "a\u2028b", "\ud800"),
    ],
    ids=repr,
)
def test_a_user_id_that_cannot_be_stored_is_refused(emulated: Users, uid: str) -> None:
    """A user id becomes part of a path: what could lead elsewhere is no user here."""
    with pytest.raises(errors.UnauthenticatedError, match="user id cannot be used"):
        emulated.verify(bearer(uid))


@pytest.mark.parametrize(
    "exp",
    [
        *(None, "tomorrow", [], {}, str(2**33), float("nan"), float("inf")),
    ],
    ids=str,
)
def test_a_token_without_an_expiry_is_refused(emulated: Users, exp: object) -> None:
    """The library checks no times when emulated; we do, and want a number."""
    with pytest.raises(errors.UnauthenticatedError, match="not valid"):
        emulated.verify(bearer(exp=exp))


@pytest.mark.parametrize("seconds_over", [11, 3600, 10**9])
def test_an_expired_token_is_refused(emulated: Users, seconds_over: int) -> None:
    """A laptop's token ends after an hour like a real one; its owner is told so."""
    header = bearer(exp=int(NOW.timestamp()))
    late = connect(now=lambda: int(NOW.timestamp()) + seconds_over)

    with pytest.raises(errors.UnauthenticatedError, match="has expired"):
        late.verify(header)


@pytest.mark.parametrize("seconds_over", [-3600, 0, 10])
def test_clocks_may_differ_a_little(emulated: Users, seconds_over: int) -> None:
    """Until ten seconds after its end a token is taken."""
    header = bearer(exp=int(NOW.timestamp()))
    late = connect(now=lambda: int(NOW.timestamp()) + seconds_over)

    assert late.verify(header) == User(uid="ada")


def test_many_adapters_live_in_one_process(emulated: Users) -> None:
    """An adapter that is made after another one was forgotten works like the first."""
    assert {connect().verify(bearer()).uid for _ in range(50)} == {"ada"}


def test_first_requests_at_the_same_moment_all_pass(emulated: Users) -> None:
    """The library is started once, however many threads ask first."""
    together = Barrier(8)

    def ask(_: int) -> str:
        together.wait(timeout=PATIENCE)
        return emulated.verify(bearer()).uid

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"ada"}


# Without the emulator's variable: signatures, by Google's certificates.


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service account's key file, and Google's certificate with the authority to trust."""
    folder = tmp_path_factory.mktemp("google")
    make_trust(folder)
    return folder


@pytest.fixture
def google(files: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """The certificates' server, and an environment that leads there and nowhere else."""
    google = Google(files / "google.pem")
    with google.running() as proxy:
        monkeypatch.delenv("FIREBASE_AUTH_EMULATOR_HOST", raising=False)
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(files / "account.json"))
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
            monkeypatch.setenv(name, str(files / "authority.pem"))
        for name in ("HTTPS_PROXY", "NO_PROXY"):
            monkeypatch.delenv(name.lower(), raising=False)
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        yield google


def signed_with_certificate(google: Google) -> str:
    """Return a header with a token signed with the public key, as if it were a secret."""
    claims = signed().removeprefix("Bearer ").split(".")[1]
    header = json.dumps({"alg": "HS256", "kid": KEY_ID}).encode()
    start = base64.urlsafe_b64encode(header).rstrip(b"=") + b"." + claims.encode()
    certificate = json.loads(google.certificates)[KEY_ID].encode()
    signature = base64.urlsafe_b64encode(hmac.digest(certificate, start, hashlib.sha256))
    return f"Bearer {start.decode()}.{signature.decode().rstrip('=')}"


def test_a_really_signed_token_is_taken(google: Google) -> None:
    """What Google's certificate vouches for is a user."""
    assert connect().verify(signed()) == User(uid="ada")


def test_certificates_are_kept(google: Google) -> None:
    """They are fetched once, for as long as Google says."""
    adapter = connect()
    for _ in range(3):
        adapter.verify(signed())

    assert google.asked == 1


@pytest.mark.parametrize(
    "make_header",
    [
        pytest.param(lambda _: bearer(), id="unsigned"),
        pytest.param(lambda _: signed(OTHER_KEY), id="another key under Google's key's name"),
        pytest.param(lambda _: signed(OTHER_KEY, kid="key-2"), id="another key"),
        pytest.param(lambda _: signed()[:-8] + "AAAAAAAA", id="signature changed"),
        pytest.param(lambda _: signed().rpartition(".")[0] + ".", id="signature cut off"),
        pytest.param(signed_with_certificate, id="HS256 with the certificate"),
        pytest.param(lambda _: signed(aud="demo-other"), id="another project"),
        pytest.param(lambda _: signed(iss="https://accounts.google.com"), id="another issuer"),
        pytest.param(lambda _: signed(exp=int(time.time()) - 60), id="expired"),
        pytest.param(lambda _: signed(iat=int(time.time()) + 60), id="not valid yet"),
        pytest.param(lambda _: signed(exp=None), id="no expiry"),
        pytest.param(lambda _: signed(iat=None), id="no time of issue"),
        pytest.param(lambda _: signed(auth_time=None), id="no time of sign-in"),
        pytest.param(lambda _: signed(auth_time=int(time.time()) + 60), id="signs in tomorrow"),
        pytest.param(lambda _: signed(sub=""), id="no user"),
        pytest.param(lambda _: "Bearer " + "[" * 8000, id="deep garbage"),
    ],
)
def test_without_the_emulator_nothing_else_is_taken(
    google: Google, make_header: Callable[[Google], str]
) -> None:
    """Only Google's signature over this project's claims, in its time, is a user."""
    with pytest.raises(errors.UnauthenticatedError):
        connect().verify(make_header(google))


def test_an_expired_signed_token_is_told_so(google: Google) -> None:
    """Its owner learns that a new token is needed, not that something is wrong."""
    with pytest.raises(errors.UnauthenticatedError, match="has expired"):
        connect().verify(signed(exp=int(time.time()) - 60))


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -5), ("iat", 5)])
def test_googles_clock_may_differ_a_little(google: Google, claim: str, seconds: int) -> None:
    """Five seconds over its time a signed token is taken."""
    changes: dict[str, Any] = {claim: int(time.time()) + seconds}

    assert connect().verify(signed(**changes)) == User(uid="ada")


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_certificates_that_cannot_be_had_are_not_the_users_fault(
    google: Google, status: int
) -> None:
    """Without certificates nothing can be said about a token: 503, not 401."""
    google.status = status

    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())


def test_a_proxy_that_is_gone_is_not_the_users_fault(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused connection is an outage, too."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())


def test_certificates_that_no_authority_vouches_for_are_not_taken(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that only says that it is Google is not believed."""
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name)

    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())


def test_certificates_that_do_not_come_are_not_waited_for(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that never answers is given up after the time limit (5 s; here 0.2 s)."""
    assert signing_keys.FETCH_SECONDS == 5
    monkeypatch.setattr(signing_keys, "FETCH_SECONDS", 0.2)
    google.answers.clear()
    started = time.monotonic()

    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())
    assert time.monotonic() - started < PATIENCE


def test_after_an_outage_the_next_token_is_taken(google: Google) -> None:
    """A failure is not remembered."""
    adapter = connect()
    google.status = 500
    with pytest.raises(errors.UnavailableError):
        adapter.verify(signed())
    google.status = 200

    assert adapter.verify(signed()) == User(uid="ada")


def test_a_new_key_is_found(google: Google) -> None:
    """Google changes its keys: a name that is not known is asked for, once a minute at the most."""
    now = [1000.0]
    keys = signing_keys.SigningKeys(id_tokens.KEYS_URL, now=lambda: now[0])
    assert keys.find(KEY_ID) is not None
    google.keys = key_set(key_1=KEY, key_2=OTHER_KEY)
    assert keys.find("key-2") is None
    now[0] += 60
    assert keys.find("key-2") is not None
    assert google.asked == 2


def test_a_key_that_is_taken_back_is_not_known_for_ever(google: Google) -> None:
    """What Google has said how long it may be kept is not used for longer."""
    now = [1000.0]
    keys = signing_keys.SigningKeys(id_tokens.KEYS_URL, now=lambda: now[0])
    google.cache_control = "public, max-age=600, must-revalidate"
    assert keys.find(KEY_ID) is not None
    google.keys = key_set(key_2=OTHER_KEY)
    now[0] += 599
    assert keys.find(KEY_ID) is not None
    now[0] += 1
    assert keys.find(KEY_ID) is None


def test_names_that_do_not_exist_make_no_traffic(google: Google) -> None:
    """A thousand forged tokens are one fetch."""
    adapter = connect()
    for number in range(1000):
        with pytest.raises(errors.UnauthenticatedError):
            adapter.verify(signed_once(f"key-{number + 2}"))
    assert google.asked == 1


def signed_once(kid: str) -> str:
    """Return a header with a token of a key's name, and a signature of nothing."""
    header = base64.urlsafe_b64encode(json.dumps({"alg": "RS256", "kid": kid}).encode())
    return f"Bearer {header.decode().rstrip('=')}.{bearer().split('.')[1]}.AAAA"


@pytest.mark.parametrize("keys", ["", "[]", "{}", '{"keys": 5}', '{"keys": []}', "<html>"])
def test_keys_that_are_none_are_not_the_users_fault(google: Google, keys: str) -> None:
    """503: what came says nothing about the token."""
    google.keys = keys
    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())


def test_a_fetch_that_fails_is_tried_once_more_and_not_for_ever(google: Google) -> None:
    """One hiccup is no error; an outage is waited for by no request."""
    google.status = 500
    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())
    assert google.asked == 2


def test_first_signed_requests_at_the_same_moment_fetch_once(google: Google) -> None:
    """However many threads ask first."""
    adapter, together, header = connect(), Barrier(8), signed()

    def ask(_: int) -> str:
        together.wait(timeout=PATIENCE)
        return adapter.verify(header).uid

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"ada"}
    assert google.asked == 1


def test_missing_credentials_are_not_the_users_fault(
    google: Google, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A process that cannot ask whether a token was revoked, for want of them, answers 503."""
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    asking = Users(Settings(google_cloud_project=PROJECT, check_revoked=True))

    with pytest.raises(errors.UnavailableError):
        asking.verify(signed())
