"""Google, as it hands out the keys of ID tokens: over TLS, by a proxy of ours that answers for it.

Its certificate is vouched for by an authority that only these tests trust. Firebase's library asks
for certificates, and we ask for a key set; both are there.
"""

import datetime as dt
import json
import socket
import socketserver
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from pathlib import Path
from threading import Event, Thread

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

from tests.support.waiting import PATIENCE

PROJECT = "demo-test"
NOW = dt.datetime.now(dt.UTC)
KEY_ID = "key-1"
#: Where keys and certificates are fetched.
GOOGLE = "www.googleapis.com"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_set(**keys: rsa.RSAPrivateKey) -> str:
    """Return a set of public keys, by their names."""
    found = [
        {
            **RSAAlgorithm.to_jwk(key.public_key(), as_dict=True),
            "kid": name.replace("_", "-"),
            "alg": "RS256",
        }
        for name, key in keys.items()
    ]
    return json.dumps({"keys": found})


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
        #: What our own code asks for.
        self.keys = key_set(key_1=KEY)
        #: What Firebase's library asks for.
        self.certificates = json.dumps({KEY_ID: make_certificate(KEY, "securetoken")})
        self.cache_control = "public, max-age=3600"
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
        self.answers.wait(2 * PATIENCE)
        assert _read_head(connection).startswith(f"CONNECT {GOOGLE}:443 ".encode())
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(OSError), self._tls.wrap_socket(connection, server_side=True) as secured:
            body = self.keys if b"/jwk/" in _read_head(secured) else self.certificates
            head = [
                f"HTTP/1.1 {self.status} X",
                "Connection: close",
                f"Content-Length: {len(body)}",
                f"Date: {formatdate(usegmt=True)}",
                f"Cache-Control: {self.cache_control}",
            ]
            secured.sendall("\r\n".join([*head, "", body]).encode())


def _read_head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n") and (more := connection.recv(1 << 16)):
        head += more
    return head


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


def make_trust(folder: Path) -> Path:
    """Write a service account's key file, Google's certificate and the authority to trust.

    Returns:
        The file with Google's certificate.
    """
    authority = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    tls = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "authority.pem").write_text(make_certificate(authority, "tests"))
    google = folder / "google.pem"
    google.write_text(pem(tls) + make_certificate(tls, GOOGLE, signer=authority))
    account = {
        "type": "service_account",
        "client_email": f"api@{PROJECT}.iam.gserviceaccount.com",
        "private_key": pem(KEY),
        "token_uri": "https://127.0.0.1:9/",
    }
    (folder / "account.json").write_text(json.dumps(account))
    return google
