"""A worker's own verifiers accept the tokens, unchanged."""

import httpx
import jwt
import pytest
from google.auth.transport.requests import Request
from google.oauth2 import id_token

from infra.local.cloud_tasks import CloudTasksEmulator
from tests.integration.cloud_tasks.support import Tasks

EMAIL = "tasks@demo-p.iam.gserviceaccount.com"


def delivered_token(tasks: Tasks, **token: str) -> str:
    """Deliver a task and return the token that came with it."""
    request = {
        "url": tasks.worker.url + "?a=1",
        "headers": {"authorization": "mine"},
        "oidc_token": {"service_account_email": EMAIL, **token},
    }
    tasks.create(http_request=request)
    kind, _, value = tasks.worker.wait_for_calls(1)[0].headers["authorization"].partition(" ")
    assert kind == "Bearer"
    return value


def test_pyjwt_accepts_a_token_by_discovery(emulator: CloudTasksEmulator, tasks: Tasks) -> None:
    """Discovery leads to the keys; the claims are Google's."""
    token = delivered_token(tasks, audience="https://worker.test")
    base = emulator.addresses.issuer
    found = httpx.get(f"{base}/.well-known/openid-configuration").json()
    key = jwt.PyJWKClient(found["jwks_uri"]).get_signing_key_from_jwt(token)
    claims = jwt.decode(
        token, key, algorithms=["RS256"], audience="https://worker.test", issuer=found["issuer"]
    )
    assert claims["email"] == EMAIL
    assert claims["email_verified"] is True
    assert claims["azp"] == claims["sub"]
    assert claims["exp"] - claims["iat"] == 3600


@pytest.mark.parametrize("path", ["certs", "certs.pem"])
def test_google_auth_accepts_a_token(emulator: CloudTasksEmulator, tasks: Tasks, path: str) -> None:
    """Google's own verifier takes the key set and the older certificates alike."""
    token = delivered_token(tasks, audience="https://worker.test")
    claims = id_token.verify_token(
        token,
        Request(),
        audience="https://worker.test",
        certs_url=f"{emulator.addresses.http}/{path}",
    )
    assert claims["email"] == EMAIL


def test_the_audience_is_the_full_address_by_default(tasks: Tasks) -> None:
    """Path and query included."""
    claims = jwt.decode(delivered_token(tasks), options={"verify_signature": False})
    assert claims["aud"] == tasks.worker.url + "?a=1"


def test_another_key_does_not_verify(emulator: CloudTasksEmulator, tasks: Tasks) -> None:
    """A token of one emulator is worth nothing at another."""
    token = delivered_token(tasks, audience="a")
    with CloudTasksEmulator() as other, pytest.raises(jwt.PyJWKClientError):
        jwt.PyJWKClient(f"{other.addresses.http}/certs").get_signing_key_from_jwt(token)


def test_an_access_token_says_that_it_is_made_up(tasks: Tasks) -> None:
    """A real one could not be verified here."""
    oauth = {"service_account_email": EMAIL}
    tasks.create(http_request={"url": tasks.worker.url, "oauth_token": oauth})
    sent = tasks.worker.wait_for_calls(1)[0].headers["authorization"]
    assert sent == f"Bearer emulated-access-token.{EMAIL}"
