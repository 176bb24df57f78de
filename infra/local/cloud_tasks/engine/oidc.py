"""Sign identity tokens like Google's, and publish the key that verifies them.

Tokens carry real time, not the emulator's clock: who verifies them looks at a real clock. The key
is kept in the store, so a worker that caches certificates outlives a restart of the emulator.
"""

import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias, cast

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from infra.local.cloud_tasks.engine.store import Store

Json: TypeAlias = Mapping[str, object]
_LIFETIME_SECONDS = 3600
_SECRET_NAME = "oidc-key"  # noqa: S105 - the name, not the key
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Issuer:
    """Signs with RS256 under one key."""

    def __init__(self, store: Store) -> None:
        #: The `iss` claim, where the discovery document lies.
        self.url = ""
        self._key = _load_or_make_key(store)
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        #: What it publishes, by method and path.
        self.documents: Mapping[tuple[str, str], Callable[[object], Awaitable[Json]]] = {
            ("GET", "/.well-known/openid-configuration"): self._discovery,
            ("GET", "/certs"): self._key_set,
            ("GET", "/certs.pem"): self._certificates,
        }
        self._key_id = hashlib.sha256(public).hexdigest()[:40]

    def token(self, service_account_email: str, audience: str) -> str:
        """Sign a token for an account and an audience."""
        # A numeric id like Google's, always the same for an account.
        digest = int(hashlib.sha256(service_account_email.encode()).hexdigest(), 16)
        subject = str(10**20 + digest % 10**20)
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

    async def _discovery(self, _: object) -> Json:
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/certs",
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    async def _key_set(self, _: object) -> Json:
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self._key_id, "alg": "RS256", "use": "sig"}]}

    async def _certificates(self, _: object) -> Json:
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


def _load_or_make_key(store: Store) -> rsa.RSAPrivateKey:
    kept = store.secret(_SECRET_NAME)
    if kept is not None:
        return cast("rsa.RSAPrivateKey", serialization.load_pem_private_key(kept, password=None))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    store.save_secret(_SECRET_NAME, pem)
    return key
