"""Firebase Auth: who is asking. The only place that knows the identity client.

That client is loaded only to ask whether a token was revoked, and for App Check: what an ID token
says is checked without it, as it would cost each start of a process a fifth of a second.
"""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.auth.bearer import bearer_token
from shared.auth.id_tokens import CLOCK_SKEW_SECONDS, IdTokens
from shared.core import errors, ids
from shared.made_once import made_once
from shared.settings import Settings

if TYPE_CHECKING:
    import firebase_admin

#: The longest that asking whether a token was revoked may take, and fetching certificates for it
#: (the library's own default is 120 s).
_HTTP_TIMEOUT_SECONDS = 5
#: An ID token has about 1,000 characters; with large custom claims some 2,000.
_MAX_TOKEN_LENGTH = 8192


@dataclass(frozen=True, kw_only=True)
class User:
    """A user whose token was verified."""

    uid: str
    #: The token's claim `operator`: may see and steer everybody's jobs.
    is_operator: bool = False
    #: The token's claim `viewer`: may see everybody's jobs.
    is_viewer: bool = False


class Users:
    """The people who sign in."""

    def __init__(self, settings: Settings, *, now: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._tokens = IdTokens(
            settings.google_cloud_project,
            is_emulated=bool(settings.firebase_auth_emulator_host),
            now=now,
        )

    def verify(self, authorization: str | None) -> User:
        """Find out who sent a request, from its `Authorization` header.

        Raises:
            errors.UnauthenticatedError: If there is no valid token.
            errors.PermissionDeniedError: If users of its kind may not use this deployment.
            errors.UnavailableError: If Google's keys cannot be fetched now.
        """
        token = _token_in(authorization)
        claims = self._tokens.verify(token)
        if self._settings.check_revoked:
            self._ask_if_revoked(token)
        if _is_anonymous(claims) and not self._settings.allow_anonymous:
            raise errors.PermissionDeniedError("Sign in with an account to use this.")
        if not self._settings.allow_unverified_email and _is_unverified(claims):
            raise errors.PermissionDeniedError(
                "Your e-mail address is not verified. Sign in by the link that is sent to it."
            )
        return User(
            uid=_storable_uid(claims),
            is_operator=claims.get("operator") is True,
            is_viewer=claims.get("viewer") is True,
        )

    def refuse_revoked(self, authorization: str | None) -> None:
        """Ask Google whether a token that was verified is still good, unless `verify` has asked.

        With the Auth emulator no token is signed, and there is nothing to ask.

        Raises:
            errors.UnauthenticatedError: If the token was revoked, or its user disabled.
            errors.UnavailableError: If Google cannot be asked now.
        """
        if not self._settings.check_revoked and not self._settings.firebase_auth_emulator_host:
            self._ask_if_revoked(_token_in(authorization))

    def _ask_if_revoked(self, token: str) -> None:
        from firebase_admin import auth, exceptions
        from google.auth.exceptions import GoogleAuthError

        app = self._app
        try:
            auth.verify_id_token(
                token, app=app, check_revoked=True, clock_skew_seconds=CLOCK_SKEW_SECONDS
            )
        except (auth.RevokedIdTokenError, auth.UserDisabledError) as error:
            raise errors.UnauthenticatedError("Sign in again.") from error
        except (auth.CertificateFetchError, GoogleAuthError) as error:
            raise errors.UnavailableError from error
        except auth.ExpiredIdTokenError as error:
            raise errors.UnauthenticatedError("Your ID token has expired.") from error
        except (auth.InvalidIdTokenError, ValueError) as error:
            raise errors.UnauthenticatedError("Your ID token is not valid.") from error
        except exceptions.FirebaseError as error:
            raise errors.UnavailableError from error

    @made_once
    def _app(self) -> "firebase_admin.App":
        import firebase_admin

        options = {
            "projectId": self._settings.google_cloud_project,
            "httpTimeout": _HTTP_TIMEOUT_SECONDS,
        }
        # Named, because a process (a test's) may hold more than one.
        return firebase_admin.initialize_app(options=options, name=f"users-{uuid.uuid4()}")


def _token_in(authorization: str | None) -> str:
    """Return the token of an `Authorization` header."""
    token = bearer_token(authorization)
    if token is None or len(token) > _MAX_TOKEN_LENGTH:
        raise errors.UnauthenticatedError
    return token


def _is_anonymous(claims: Mapping[str, Any]) -> bool:
    """Whether the user signed in without saying who they are."""
    firebase = claims.get("firebase")
    return isinstance(firebase, dict) and firebase.get("sign_in_provider") == "anonymous"


def _is_unverified(claims: Mapping[str, Any]) -> bool:
    """Whether the user has given an e-mail address that need not be theirs."""
    return "email" in claims and claims.get("email_verified") is not True


def _storable_uid(claims: Mapping[str, Any]) -> str:
    """Return the user id, if it can be part of a Firestore path."""
    uid = str(claims["sub"])
    if not ids.can_be_uid(uid):
        raise errors.UnauthenticatedError("Your user id cannot be used here.")
    return uid
