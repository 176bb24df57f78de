"""Who enqueues: check that a request to worker or sweeper comes from our own service account.

`X-CloudTasks-*` headers prove nothing; the OIDC token does. On Cloud Run with IAM in front the
token was verified before us and its signature is cut off, so that only the claims are left to
check; everywhere else we verify all of it. Signature and audience alone would let in every
Google service account there is: the email decides.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.auth.bearer import bearer_token
from shared.core import errors
from shared.made_once import made_once
from shared.settings import Settings

if TYPE_CHECKING:
    import jwt

_CLOCK_SKEW_SECONDS = 10
_KEYS_TIMEOUT_SECONDS = 5
_KEYS_LIFESPAN_SECONDS = 3600
_REQUIRED = ["exp", "iat", "aud", "iss"]
_NOT_VALID = "This OIDC token is not valid here."


class TaskAuthenticator:
    """The service account that may enqueue."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def verify(self, authorization: str | None, *, audience: str) -> None:
        """Check the `Authorization` header of a request to the function at `audience`.

        Raises:
            errors.UnauthenticatedError: If there is no valid token for this audience.
            errors.PermissionDeniedError: If the token is another caller's.
            errors.UnavailableError: If the signer's keys cannot be fetched now.
        """
        token = bearer_token(authorization)
        if token is None:
            raise errors.UnauthenticatedError("Send an OIDC token as a bearer token.")
        claims = self._claims(token, audience)
        is_ours = claims.get("email") == self._settings.caller_service_account
        if not is_ours or claims.get("email_verified") is not True:
            raise errors.PermissionDeniedError("This caller may not enqueue here.")

    def _claims(self, token: str, audience: str) -> Mapping[str, Any]:
        import jwt

        in_code = self._settings.worker_token_check == "code"  # noqa: S105 -- a mode
        key = self._key(token) if in_code else ""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key=key,
                algorithms=["RS256"],
                audience=audience,
                issuer=self._settings.oidc_issuer,
                leeway=_CLOCK_SKEW_SECONDS,
                options={
                    "verify_signature": in_code,
                    "require": _REQUIRED,
                    # PyJWT switches these off together with the signature; we want them always.
                    "verify_exp": True,
                    "verify_iat": True,
                    "verify_nbf": True,
                    "verify_aud": True,
                    "verify_iss": True,
                },
            )
        except jwt.PyJWTError as error:
            raise errors.UnauthenticatedError(_NOT_VALID) from error
        return claims

    def _key(self, token: str) -> "jwt.PyJWK":
        """Return the key that the token says it was signed with.

        Raises:
            errors.UnauthenticatedError: If the signer has no such key.
            errors.UnavailableError: If the signer's keys cannot be had now.
        """
        import jwt

        try:
            self._keys.get_signing_keys()
        except (jwt.PyJWKClientError, jwt.PyJWKSetError, ValueError) as error:
            raise errors.UnavailableError from error
        try:
            return self._keys.get_signing_key_from_jwt(token)
        except jwt.PyJWKClientConnectionError as error:
            raise errors.UnavailableError from error
        except jwt.PyJWTError as error:
            raise errors.UnauthenticatedError(_NOT_VALID) from error

    @made_once
    def _keys(self) -> "jwt.PyJWKClient":
        import jwt

        return jwt.PyJWKClient(
            self._settings.oidc_certs_url,
            lifespan=_KEYS_LIFESPAN_SECONDS,
            timeout=_KEYS_TIMEOUT_SECONDS,
        )
