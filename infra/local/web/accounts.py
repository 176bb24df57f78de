"""Sign-in on a laptop: as much of Firebase Auth as its web library asks for.

Any user may be any other, as in Google's own Auth emulator, whose form of a Google sign-in this
takes: an ID token that is plain JSON. No account is kept: a refresh token holds who it is for. The
tokens are unsigned, and only the emulators and a `demo-` project take them.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from infra.local.cloud.test_users import unsigned_id_token

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_EXPIRES_IN = "3600"


class RefusedError(ValueError):
    """It cannot be done; the message is Firebase's own code, which its library knows."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user on this laptop; without an e-mail address, one who did not say who they are."""

    uid: str
    email: str = ""
    #: Without one, the user came by a link, which says nothing but the address.
    name: str = ""
    is_operator: bool = False
    #: A viewer sees what an operator sees, and changes nothing.
    is_viewer: bool = False

    def to_json(self) -> dict[str, str]:
        """Return it as a sign-in page shows it."""
        return {"email": self.email, "name": self.name}


#: Who is there to try it as.
TEST_USERS = (
    Account(uid="demo-ada", email="ada@careerlens.test", name="Ada Example"),
    Account(uid="demo-ben", email="ben@careerlens.test", name="Ben Example"),
    Account(
        uid="demo-operator",
        email="operator@careerlens.test",
        name="Olive Operator",
        is_operator=True,
    ),
    Account(
        uid="demo-viewer",
        email="viewer@careerlens.test",
        name="Vera Viewer",
        is_viewer=True,
    ),
)


def sign_in(body: Mapping[str, Any]) -> Account:
    """Return the account of a Google sign-in.

    Raises:
        RefusedError: If it does not say whose.
    """
    fields = parse_qs(str(body.get("postBody", "")))
    try:
        said = json.loads(fields["id_token"][0])
        given = said["email"]
    except (KeyError, TypeError, ValueError):
        raise RefusedError("INVALID_IDP_RESPONSE") from None
    email = read_email(given, otherwise="INVALID_IDP_RESPONSE")
    return account_of(email, name=email.partition("@")[0])


def read_email(given: object, *, otherwise: str) -> str:
    """Return an address in the one form in which it is compared.

    Raises:
        RefusedError: If it is none, with that code.
    """
    email = str(given).strip().lower()
    if not _EMAIL.fullmatch(email):
        raise RefusedError(otherwise)
    return email


def account_of(email: str, *, name: str = "") -> Account:
    """Return the account of an address, always the same one; the name is of who has none yet."""
    for person in TEST_USERS:
        if person.email == email:
            return person
    uid = "local-" + hashlib.sha256(email.encode()).hexdigest()[:20]
    return Account(uid=uid, email=email, name=name)


def sign_up(body: Mapping[str, Any]) -> Account:
    """Return a new account of a user who does not say who they are.

    Raises:
        RefusedError: If it is to have a password: there are none here.
    """
    if "password" in body or "email" in body:
        raise RefusedError("OPERATION_NOT_ALLOWED")
    return Account(uid=f"anonymous-{secrets.token_hex(8)}")


def tokens_of(account: Account, project: str, now: datetime) -> dict[str, str]:
    """Return what a sign-in is answered with."""
    provider = "google.com" if account.email else "anonymous"
    claims: dict[str, object] = {"firebase": {"sign_in_provider": provider, "identities": {}}}
    if account.email:
        claims |= {"email": account.email, "email_verified": True}
    if account.name:
        claims["name"] = account.name
    if account.is_operator:
        claims["operator"] = True
    if account.is_viewer:
        claims["viewer"] = True
    return {
        "idToken": unsigned_id_token(account.uid, project, now, **claims),
        "refreshToken": base64.urlsafe_b64encode(json.dumps(vars(account)).encode()).decode(),
        "expiresIn": _EXPIRES_IN,
        "localId": account.uid,
    }


def of_refresh_token(token: str) -> Account:
    """Return the account that a refresh token is for.

    Raises:
        RefusedError: If it is none of ours.
    """
    try:
        return Account(**json.loads(base64.urlsafe_b64decode(token)))
    except (binascii.Error, ValueError, TypeError):
        raise RefusedError("INVALID_REFRESH_TOKEN") from None


def describe(id_token: str) -> dict[str, object]:
    """Return what is known about the user whom an ID token is for.

    Raises:
        RefusedError: If it is no ID token.
    """
    try:
        payload = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        user = {"localId": claims["sub"], "lastLoginAt": str(claims["auth_time"] * 1000)}
    except (binascii.Error, ValueError, TypeError, KeyError, IndexError):
        raise RefusedError("INVALID_ID_TOKEN") from None
    if "email" not in claims:
        return user
    known = {"email": claims["email"]}
    if "name" in claims:
        known["displayName"] = claims["name"]
    provider = {"providerId": "google.com", "rawId": claims["sub"], **known}
    return {**user, **known, "emailVerified": True, "providerUserInfo": [provider]}
