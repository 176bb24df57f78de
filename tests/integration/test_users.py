"""Who is asking: Firebase ID tokens through the real library, emulated and for real.

"For real" means: the library fetches Google's certificates over TLS, by a proxy of ours that
answers in Google's name with a certificate that only these tests trust.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import socket
import socketserver
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from email.utils import formatdate
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import firebase_admin
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from infra.local.cloud.test_users import unsigned_id_token
from shared.auth import users
from shared.auth.users import User, Users
from shared.core import errors
from shared.settings import Settings

PROJECT = "demo-test"
NOW = dt.datetime.now(dt.UTC)
KEY_ID = "key-1"
#: Where the library fetches its certificates.
GOOGLE = "www.googleapis.com"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


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
    return Users(Settings(google_cloud_project=PROJECT), now=now)


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
        together.wait(timeout=5)
        return emulated.verify(bearer()).uid

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"ada"}


# Without the emulator's variable: signatures, by Google's certificates.


def make_certificate(
    key: rsa.RSAPrivateKey, name: str, *, signer: rsa.RSAPrivateKey | None = None
) -> str:
    """Make a certificate for a day, signed by another key or by its own, as PEM.

    From Python 3.13 on a chain is checked strictly: each names its own key and its signer's, and
    one that signs says that it may.
    """
    signing = signer or key
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests" if signer else name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(_use(signs=signer is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
    )
    certificate = builder.sign(signing, hashes.SHA256())
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _use(*, signs: bool) -> x509.KeyUsage:
    """Say what a certificate's key is for."""
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def pem(key: rsa.RSAPrivateKey) -> str:
    """Write a private key."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


class Google:
    """A proxy that answers in Google's name, with whatever a test puts here."""

    def __init__(self, certificate: Path) -> None:
        self.status = 200
        self.body = json.dumps({KEY_ID: make_certificate(KEY, "securetoken")})
        #: How often it was asked.
        self.asked = 0
        #: Cleared: keep the line open and say nothing.
        self.answers = Event()
        self.answers.set()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)

    @contextmanager
    def running(self) -> Iterator[str]:
        """Answer inside the block, and return the proxy's address."""
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer._answer(self.request)

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}"
            finally:
                self.answers.set()
                server.shutdown()
                thread.join()

    def _answer(self, connection: socket.socket) -> None:
        self.asked += 1
        self.answers.wait(5)
        assert _read_head(connection).startswith(f"CONNECT {GOOGLE}:443 ".encode())
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(OSError), self._tls.wrap_socket(connection, server_side=True) as secured:
            _read_head(secured)
            head = [
                f"HTTP/1.1 {self.status} X",
                "Connection: close",
                f"Content-Length: {len(self.body)}",
                f"Date: {formatdate(usegmt=True)}",
                "Cache-Control: public, max-age=3600",
            ]
            secured.sendall("\r\n".join([*head, "", self.body]).encode())


def _read_head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n") and (more := connection.recv(1 << 16)):
        head += more
    return head


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service account's key file, and Google's certificate with the authority to trust."""
    folder = tmp_path_factory.mktemp("google")
    authority = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    tls = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "authority.pem").write_text(make_certificate(authority, "tests"))
    (folder / "google.pem").write_text(pem(tls) + make_certificate(tls, GOOGLE, signer=authority))
    account = {
        "type": "service_account",
        "client_email": f"api@{PROJECT}.iam.gserviceaccount.com",
        "private_key": pem(KEY),
        "token_uri": "https://127.0.0.1:9/",
    }
    (folder / "account.json").write_text(json.dumps(account))
    return folder


@pytest.fixture
def google(files: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """The certificates' server, and an environment that leads there and nowhere else."""
    google = Google(files / "google.pem")
    with google.running() as proxy:
        monkeypatch.delenv("FIREBASE_AUTH_EMULATOR_HOST", raising=False)
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(files / "account.json"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(files / "authority.pem"))
        for name in ("HTTPS_PROXY", "NO_PROXY"):
            monkeypatch.delenv(name.lower(), raising=False)
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        yield google


def signed(key: rsa.RSAPrivateKey = KEY, kid: str = KEY_ID, **changes: object) -> str:
    """Return a header with a really signed token; a claim that is None is left out."""
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": f"https://securetoken.google.com/{PROJECT}",
        "aud": PROJECT,
        "sub": "ada",
        "auth_time": now,
        "iat": now,
        "exp": now + 3600,
        **changes,
    }
    present = {name: value for name, value in claims.items() if value is not None}
    return f"Bearer {jwt.encode(present, key, algorithm='RS256', headers={'kid': kid})}"


def signed_with_certificate(google: Google) -> str:
    """Return a header with a token signed with the public key, as if it were a secret."""
    claims = signed().removeprefix("Bearer ").split(".")[1]
    header = json.dumps({"alg": "HS256", "kid": KEY_ID}).encode()
    start = base64.urlsafe_b64encode(header).rstrip(b"=") + b"." + claims.encode()
    certificate = json.loads(google.body)[KEY_ID].encode()
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
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())


def test_certificates_that_do_not_come_are_not_waited_for(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that never answers is given up after the time limit (5 s; here 0.2 s)."""
    assert users._HTTP_TIMEOUT_SECONDS == 5
    monkeypatch.setattr(users, "_HTTP_TIMEOUT_SECONDS", 0.2)
    google.answers.clear()
    started = time.monotonic()

    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())
    assert time.monotonic() - started < 3


def test_after_an_outage_the_next_token_is_taken(google: Google) -> None:
    """A failure is not remembered."""
    adapter = connect()
    google.status = 500
    with pytest.raises(errors.UnavailableError):
        adapter.verify(signed())
    google.status = 200

    assert adapter.verify(signed()) == User(uid="ada")


def test_missing_credentials_are_not_the_users_fault(
    google: Google, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A process that has no credentials (now) answers 503, like one without certificates."""
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))

    with pytest.raises(errors.UnavailableError):
        connect().verify(signed())
