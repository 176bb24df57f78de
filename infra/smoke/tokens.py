"""ID tokens for the smoke test's user, without a password or a key file.

In the cloud a service account that may do nothing else signs the user in: it signs a custom token
(by the IAM credentials API, as the person who runs this), and Firebase changes that into an ID
token. Firebase makes the user at that moment, so they are removed afterwards. The local cloud takes
unsigned tokens.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from infra.deploy.patience import PATIENT, Patience
from infra.local.cloud import test_users
from infra.local.cloud.stack import PROJECT

UID = "smoke-test"
IAM_URL = "https://iamcredentials.googleapis.com"
SIGN_IN_URL = "https://identitytoolkit.googleapis.com"
_AUDIENCE = (
    "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"
)
_LIFETIME_SECONDS = 600
_TIMEOUT_SECONDS = 20
_HERE = {"127.0.0.1", "localhost", "::1"}


class NoTokenError(RuntimeError):
    """There is no token to be had; the message says what is missing."""


class _RefusedError(NoTokenError):
    """Google says that this account may not."""


def is_local(base_url: str) -> bool:
    """Whether an address is on this machine: the local cloud, not a deployment."""
    return urlsplit(base_url).hostname in _HERE


def local_token(now: datetime) -> str:
    """Return a token that the local cloud takes."""
    return test_users.unsigned_id_token(UID, PROJECT, now)


def cloud_token(  # noqa: PLR0913 -- where its two services are is for tests
    *,
    account: str,
    api_key: str,
    access_token: str,
    iam_url: str = IAM_URL,
    sign_in_url: str = SIGN_IN_URL,
    now: datetime | None = None,
    patience: Patience = PATIENT,
) -> str:
    """Sign the smoke test's user in to a deployment.

    Args:
        account: The service account that signs, `jobs-smoke@…`.
        api_key: The project's web API key.
        access_token: Of the person who runs this; must be allowed to sign as `account`.
        iam_url: Where the IAM credentials API is.
        sign_in_url: Where the Identity Toolkit is.
        now: The time, if not that of the clock.
        patience: How long a grant of just now is waited for.

    Raises:
        NoTokenError: If one of the two refuses.
    """
    issued_at = int((now or datetime.now(UTC)).timestamp())
    claims = {
        "iss": account,
        "sub": account,
        "aud": _AUDIENCE,
        "uid": UID,
        "iat": issued_at,
        "exp": issued_at + _LIFETIME_SECONDS,
    }
    signed = _post_when_granted(
        f"{iam_url}/v1/projects/-/serviceAccounts/{account}:signJwt",
        {"payload": json.dumps(claims)},
        patience=patience,
        headers={
            "Authorization": f"Bearer {access_token}",
            # A person's own credentials count against no project by themselves, and are refused.
            "X-Goog-User-Project": account.partition("@")[2].partition(".")[0],
        },
        what=f"Signing as {account}",
    )
    answer = _post(
        f"{sign_in_url}/v1/accounts:signInWithCustomToken",
        {"token": signed["signedJwt"], "returnSecureToken": True},
        headers=_as_page(account, api_key),
        what="Signing in",
    )
    return str(answer["idToken"])


def remove_user(
    *, account: str, api_key: str, id_token: str, sign_in_url: str = SIGN_IN_URL
) -> None:
    """Remove the user whom a sign-in has made, in their own name.

    Raises:
        NoTokenError: If Firebase refuses.
    """
    _post(
        f"{sign_in_url}/v1/accounts:delete",
        {"idToken": id_token},
        headers=_as_page(account, api_key),
        what="Removing the smoke test's user",
    )


def _as_page(account: str, api_key: str) -> dict[str, str]:
    """Return the headers of a call with the page's key, which is taken from its address only."""
    project = account.partition("@")[2].partition(".")[0]
    return {"X-Goog-Api-Key": api_key, "Referer": f"https://{project}.web.app/"}


def own_access_token() -> str:
    """Return the access token of the person who runs this, by Application Default Credentials.

    Raises:
        NoTokenError: If there are none.
    """
    import google.auth
    from google.auth import exceptions
    from google.auth.transport.requests import Request

    try:
        credentials, _ = google.auth.default(
            scopes=["https://www.googleapis.com/auth/cloud-platform"]
        )
        credentials.refresh(Request())  # type: ignore[no-untyped-call]
    except exceptions.GoogleAuthError as error:
        raise NoTokenError(
            "There are no credentials: run `gcloud auth application-default login`."
        ) from error
    return str(credentials.token)


def _post_when_granted(
    url: str,
    body: Mapping[str, object],
    *,
    headers: Mapping[str, str],
    what: str,
    patience: Patience,
) -> dict[str, object]:
    """Send a request again while it is refused: the grant of a first deployment is minutes old."""
    try:
        return patience.ask(
            lambda: _post(url, body, headers=headers, what=what), _RefusedError, what
        )
    except _RefusedError as error:
        raise NoTokenError(
            f"{error} Who signs must be among `operators`, a variable of Terraform."
        ) from error


def _post(
    url: str, body: Mapping[str, object], *, headers: Mapping[str, str], what: str
) -> dict[str, object]:
    try:
        answer = httpx.post(url, json=body, headers=headers, timeout=_TIMEOUT_SECONDS)
    except httpx.HTTPError as error:
        raise NoTokenError(f"{what} was not answered: {type(error).__name__}.") from error
    if answer.status_code == httpx.codes.FORBIDDEN:
        raise _RefusedError(f"{what} was answered 403; see docs/deploy.md.")
    if answer.status_code != httpx.codes.OK:
        raise NoTokenError(f"{what} was answered {answer.status_code}; see docs/deploy.md.")
    found: dict[str, object] = answer.json()
    return found
