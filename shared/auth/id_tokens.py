"""Firebase's ID tokens: check what one says, and that Google has signed it.

The rules are Firebase's own, for those who verify without its library: RS256 by a key of Google's,
this project as audience and issuer, a user id, and the times of issue, sign-in and expiry. With the
Auth emulator no token is signed, and of its times only the expiry is checked.
"""

import math
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from shared.auth.signing_keys import SigningKeys
from shared.core import errors

#: A token may be from a clock that runs this many seconds ahead of ours, or behind.
CLOCK_SKEW_SECONDS: Final = 10
#: Google's keys for ID tokens, as a JSON Web Key Set.
KEYS_URL: Final = (
    "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com"
)
_ISSUER: Final = "https://securetoken.google.com/"
_ALGORITHM: Final = "RS256"
_LONGEST_USER_ID: Final = 128
_NOT_VALID: Final = "Your ID token is not valid."


class IdTokens:
    """Verifies the ID tokens of one project."""

    def __init__(
        self, project: str, *, is_emulated: bool, now: Callable[[], float] = time.time
    ) -> None:
        self._project = project
        self._is_emulated = is_emulated
        self._now = now
        self._keys = SigningKeys(KEYS_URL)

    def verify(self, token: str) -> Mapping[str, Any]:
        """Return what a token says; its user id is a text of 1 to 128 characters.

        Raises:
            errors.UnauthenticatedError: If it is not valid here and now.
            errors.UnavailableError: If Google's keys cannot be fetched now.
        """
        claims = self._emulated_claims(token) if self._is_emulated else self._signed_claims(token)
        self._refuse_others(claims)
        if self._now() > _time(claims, "exp") + CLOCK_SKEW_SECONDS:
            raise errors.UnauthenticatedError("Your ID token has expired.")
        if not self._is_emulated:
            self._refuse_times_to_come(claims)
        return claims

    def _emulated_claims(self, token: str) -> Mapping[str, Any]:
        import jwt

        try:
            claims: Mapping[str, Any] = jwt.decode(token, options={"verify_signature": False})
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise errors.UnauthenticatedError(_NOT_VALID) from error
        return claims

    def _signed_claims(self, token: str) -> Mapping[str, Any]:
        import jwt

        try:
            name = jwt.get_unverified_header(token).get("kid")
            if not isinstance(name, str) or (key := self._keys.find(name)) is None:
                raise errors.UnauthenticatedError(_NOT_VALID)
            # Times, audience and issuer are checked below, and for unsigned tokens alike.
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key=key,
                algorithms=[_ALGORITHM],
                options={
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "verify_aud": False,
                    "verify_iss": False,
                    "verify_sub": False,
                },
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise errors.UnauthenticatedError(_NOT_VALID) from error
        return claims

    def _refuse_others(self, claims: Mapping[str, Any]) -> None:
        """Refuse a token of another project, or of no user."""
        subject = claims.get("sub")
        is_ours = (
            claims.get("aud") == self._project
            and claims.get("iss") == f"{_ISSUER}{self._project}"
            and isinstance(subject, str)
            and 0 < len(subject) <= _LONGEST_USER_ID
        )
        if not is_ours:
            raise errors.UnauthenticatedError(_NOT_VALID)

    def _refuse_times_to_come(self, claims: Mapping[str, Any]) -> None:
        """Refuse a token that was issued later than now, or whose user has signed in later."""
        latest = max(_time(claims, "iat"), _time(claims, "auth_time"))
        if latest > self._now() + CLOCK_SKEW_SECONDS:
            raise errors.UnauthenticatedError(_NOT_VALID)


def _time(claims: Mapping[str, Any], name: str) -> float:
    """Return one of a token's times, seconds since 1970."""
    value: object = claims.get(name)
    # `true` is a number to Python.
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise errors.UnauthenticatedError(_NOT_VALID)
    return value
