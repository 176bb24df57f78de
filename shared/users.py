"""Firebase Auth: who is asking. The only place that knows the identity client."""

import math
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shared import errors, ids
from shared.settings import Settings

if TYPE_CHECKING:
    import firebase_admin

#: A token may be from a clock that runs this many seconds ahead of ours.
_CLOCK_SKEW_SECONDS = 10
#: Certificates are fetched in at most this time (the library's own default is 120 s).
_HTTP_TIMEOUT_SECONDS = 5
_BEARER = "Bearer "
#: An ID token has about 1,000 characters; with large custom claims some 2,000.
_MAX_TOKEN_LENGTH = 8192


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody who has proved who they are."""

    uid: str


class Users:
    """The people who sign in."""

    def __init__(self, settings: Settings, *, now: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._now = now

    def verify(self, authorization: str | None) -> User:
        """Find out who sent a request, from its `Authorization` header.

        Raises:
            errors.UnauthenticatedError: If there is no valid token.
            errors.UnavailableError: If Google's certificates cannot be fetched now.
        """
        if not authorization or not authorization.startswith(_BEARER):
            raise errors.UnauthenticatedError
        token = authorization.removeprefix(_BEARER).strip()
        if not token or len(token) > _MAX_TOKEN_LENGTH:
            raise errors.UnauthenticatedError
        claims = self._verify_token(token)
        self._refuse_expired(claims)
        return User(uid=_storable_uid(claims))

    def _verify_token(self, token: str) -> Mapping[str, Any]:
        from firebase_admin import auth
        from google.auth.exceptions import GoogleAuthError

        app = self._app
        try:
            claims: Mapping[str, Any] = auth.verify_id_token(
                token, app=app, clock_skew_seconds=_CLOCK_SKEW_SECONDS
            )
        except (auth.CertificateFetchError, GoogleAuthError) as error:
            raise errors.UnavailableError from error
        except auth.ExpiredIdTokenError as error:
            raise errors.UnauthenticatedError("Your ID token has expired.") from error
        except (auth.InvalidIdTokenError, ValueError) as error:
            raise errors.UnauthenticatedError("Your ID token is not valid.") from error
        return claims

    def _refuse_expired(self, claims: Mapping[str, Any]) -> None:
        """Check the expiry ourselves: with the Auth emulator the library checks no time at all."""
        expires_at = claims.get("exp")
        if not isinstance(expires_at, int | float) or not math.isfinite(expires_at):
            raise errors.UnauthenticatedError("Your ID token is not valid.")
        if self._now() > expires_at + _CLOCK_SKEW_SECONDS:
            raise errors.UnauthenticatedError("Your ID token has expired.")

    @cached_property
    def _app(self) -> "firebase_admin.App":
        import firebase_admin

        options = {
            "projectId": self._settings.google_cloud_project,
            "httpTimeout": _HTTP_TIMEOUT_SECONDS,
        }
        # Named, because a process (a test's) may hold more than one.
        return firebase_admin.initialize_app(options=options, name=f"users-{uuid.uuid4()}")


def _storable_uid(claims: Mapping[str, Any]) -> str:
    """Give the user id, if it can be part of a Firestore path."""
    uid = claims["uid"]
    if not isinstance(uid, str) or not ids.can_be_uid(uid):
        raise errors.UnauthenticatedError("Your user id cannot be used here.")
    return uid
