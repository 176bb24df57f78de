"""Who may use the API besides having an ID token: settings for anonymous users and addresses."""

import time
from datetime import UTC, datetime

import pytest
from firebase_admin._user_mgt import UserManager

from infra.local.cloud import stack
from infra.local.cloud.test_users import unsigned_id_token
from shared.auth.users import Users
from tests.integration.test_users import files, google
from tests.support.google_keys import Google, signed
from tests.support.web import Caller, answer_of, caller
from tests.support.world import World

__all__ = ["files", "google"]

PATH = "/api/jobs"


def with_settings(world: World, **changes: bool | str) -> World:
    """Return the world with other settings of who may."""
    settings = world.services.settings.model_copy(update=changes)
    return world.with_services(settings=settings, users=Users(settings))


def anonymous(world: World) -> Caller:
    """Return a caller who signed in anonymously."""
    token = unsigned_id_token(
        "anonymous-1", stack.PROJECT, datetime.now(UTC), firebase={"sign_in_provider": "anonymous"}
    )
    return Caller(client=caller(world.services).client, token=token)


@pytest.mark.parametrize(("allowed", "status"), [(False, 403), (True, 200)])
def test_anonymous_users_may_where_the_setting_says_so(
    world: World, status: int, *, allowed: bool
) -> None:
    """403 elsewhere: we know who they are, and that they may not."""
    response = anonymous(with_settings(world, allow_anonymous=allowed)).get(PATH)
    assert response.status_code == status
    if not allowed:
        assert answer_of(response)["code"] == "permission-denied"


@pytest.mark.parametrize("firebase", [None, "anonymous", [], {}, {"sign_in_provider": "custom"}])
def test_only_an_anonymous_sign_in_is_anonymous(world: World, firebase: object) -> None:
    """A claim of another form is not one of an anonymous user."""
    token = unsigned_id_token("ada", stack.PROJECT, datetime.now(UTC), firebase=firebase)
    sender = Caller(client=caller(world.services).client, token=token)
    assert sender.get(PATH).status_code == 200


def with_email(world: World, **claims: object) -> Caller:
    """Return a caller whose token has an e-mail address."""
    token = unsigned_id_token(
        "ada", stack.PROJECT, datetime.now(UTC), email="ada@careerlens.test", **claims
    )
    return Caller(client=caller(world.services).client, token=token)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_was_not_verified_is_refused(world: World, verified: object) -> None:
    """403 with a sentence: an account is as easily made with the address of another person."""
    response = with_email(world, email_verified=verified).get(PATH)
    assert (response.status_code, answer_of(response)["code"]) == (403, "permission-denied")
    assert answer_of(response)["detail"].startswith("Your e-mail address is not verified.")


def test_an_address_of_which_nothing_is_said_is_not_verified(world: World) -> None:
    """A token that leaves the claim out proves nothing."""
    assert with_email(world).get(PATH).status_code == 403


def test_a_verified_address_is_let_in(world: World) -> None:
    """By Google, or by a link that was sent there."""
    assert with_email(world, email_verified=True).get(PATH).status_code == 200


def test_unverified_addresses_may_where_the_setting_says_so(world: World) -> None:
    """A deployment may do without the check."""
    lenient = with_settings(world, allow_unverified_email=True)
    assert with_email(lenient, email_verified=False).get(PATH).status_code == 200


def test_who_cannot_be_asked_whether_a_token_was_revoked_is_unavailable(
    world: World, google: Google
) -> None:
    """503: with a really signed token, and no service there to ask about it."""
    header = signed(aud=stack.PROJECT, iss=f"https://securetoken.google.com/{stack.PROJECT}")
    signing = with_settings(world, firebase_auth_emulator_host="")
    sender = caller(with_settings(signing, check_revoked=True).services, uid=None)
    response = sender.get(PATH, Authorization=header)
    assert (response.status_code, answer_of(response)["code"]) == (503, "unavailable")
    trusting = caller(with_settings(signing, check_revoked=False).services, uid=None)
    assert trusting.get(PATH, Authorization=header).status_code == 200


def operator_token(*, operator: bool = True) -> str:
    """Return a header with a really signed token of an operator, or of another user."""
    issuer = f"https://securetoken.google.com/{stack.PROJECT}"
    return signed(aud=stack.PROJECT, iss=issuer, operator=operator)


@pytest.fixture
def unasked(world: World) -> Caller:
    """A caller of a deployment that asks of no user whether a token was revoked."""
    settings = world.services.settings.model_copy(
        update={"check_revoked": False, "firebase_auth_emulator_host": ""}
    )
    deployed = world.with_services(settings=settings, users=Users(settings))
    return caller(deployed.services, uid=None)


@pytest.mark.parametrize(("age", "status"), [(60, 200), (-60, 401)])
def test_an_operators_token_must_not_be_revoked(
    unasked: Caller, google: Google, monkeypatch: pytest.MonkeyPatch, age: int, status: int
) -> None:
    """Asked at every route of theirs, whatever CHECK_REVOKED says: they see all users' jobs."""
    since = int(time.time()) - age
    monkeypatch.setattr(
        UserManager, "get_user", lambda *_, **__: {"localId": "ada", "validSince": since}
    )
    header = operator_token()
    response = unasked.get("/api/operator/jobs", Authorization=header)
    assert response.status_code == status
    assert unasked.get(PATH, Authorization=header).status_code == 200


def test_an_operator_who_cannot_be_asked_after_sees_nothing(
    unasked: Caller, google: Google
) -> None:
    """503, where there is no service to ask; another user is not asked after, and gets 403."""
    seen = unasked.get("/api/operator/jobs", Authorization=operator_token())
    assert (seen.status_code, answer_of(seen)["code"]) == (503, "unavailable")
    other = unasked.get("/api/operator/jobs", Authorization=operator_token(operator=False))
    assert other.status_code == 403
