"""Sign identity tokens like Google's, and publish the key that verifies them.

Tokens carry real time, not the emulator's clock: who verifies them looks at a real clock. The key
is kept in the store, so a worker that caches certificates outlives a restart of the emulator.
"""

import hashlib
import time
from datetime import UTC, datetime, timedelta

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from infra.local.cloud_tasks.engine.store import Store

_LIFETIME_SECONDS = 3600
_SECRET_NAME = "oidc-key"  # noqa: S105 - the name, not the key
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Issuer:
    """Signs with RS256 under one key.

    Attributes:
        url: The `iss` claim, where the discovery document lies.
    """

    def __init__(self, store: Store) -> None:
        self.url = ""
        self._key = _load_or_make_key(store)
        self._key_id = hashlib.sha256(self._public_der()).hexdigest()[:40]

    def token(self, service_account_email: str, audience: str) -> str:
        """Sign a token for an account and an audience."""
        subject = _subject_of(service_account_email)
        issued = int(time.time())
        claims = {
            "iss": self.url,
            "aud": audience,
            "azp": subject,
            "sub": subject,
            "email": service_account_email,
            "email_verified": True,
            "iat": issued,
            "exp": issued + _LIFETIME_SECONDS,
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._key_id})

    def discovery(self) -> dict[str, object]:
        """Return the OpenID Connect discovery document."""
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/certs",
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def key_set(self) -> dict[str, object]:
        """Return the public key as a JWK set."""
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self._key_id, "alg": "RS256", "use": "sig"}]}

    def certificates(self) -> dict[str, object]:
        """Return the public key as Google's older map of key ids to X.509 certificates."""
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "cloud-tasks-emulator")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(1)
            .not_valid_before(_LONG_AGO)
            .not_valid_after(datetime.now(UTC) + timedelta(days=365))
            .sign(self._key, hashes.SHA256())
        )
        return {self._key_id: certificate.public_bytes(serialization.Encoding.PEM).decode()}

    def _public_der(self) -> bytes:
        return self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )


def _subject_of(email: str) -> str:
    """Return a numeric id that is always the same for an account, like Google's."""
    return str(10**20 + int(hashlib.sha256(email.encode()).hexdigest(), 16) % 10**20)


def _load_or_make_key(store: Store) -> rsa.RSAPrivateKey:
    kept = store.secret(_SECRET_NAME)
    if kept is not None:
        key = serialization.load_pem_private_key(kept, password=None)
        if isinstance(key, rsa.RSAPrivateKey):
            return key
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    store.save_secret(_SECRET_NAME, _pem(key))
    return key


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
