"""What a webhook is signed with, verified by the specification's own library."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from shared.settings import Settings, SettingsError
from shared.webhook_signature import headers_of, read_secrets

OLD = "whsec_" + base64.b64encode(b"o" * 24).decode()
NEW = "whsec_" + base64.b64encode(bytes(range(64))).decode()
BODY = json.dumps({"type": "job.succeeded", "data": {"word": "schön"}}).encode()


def signed(secrets: str, *, at: datetime | None = None, body: bytes = BODY) -> dict[str, str]:
    """Return the headers of a message that is sent now, or then."""
    return headers_of("event-1", at or datetime.now(UTC), body, read_secrets(secrets))


def test_a_receivers_library_accepts_it() -> None:
    """Whoever has the secret can verify with the public package, and gets the message."""
    assert Verifier(NEW).verify(BODY, signed(NEW)) == json.loads(BODY)


def test_the_specifications_example() -> None:
    """The signature of the vector that the specification's libraries are tested with."""
    body = b'{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, UTC)
    secrets = read_secrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert headers_of("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, secrets) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("known", [OLD, NEW])
def test_while_a_secret_is_changed_both_are_accepted(known: str) -> None:
    """A receiver that knows either of two secrets accepts the message."""
    assert Verifier(known).verify(BODY, signed(f" {OLD} , {NEW}\n"))


def test_another_secret_is_not_accepted() -> None:
    """Who does not know the secret cannot sign."""
    with pytest.raises(WebhookVerificationError):
        Verifier(OLD).verify(BODY, signed(NEW))


def test_another_body_id_or_time_is_not_accepted() -> None:
    """All three are signed."""
    headers = signed(NEW)
    later = str(int(headers["webhook-timestamp"]) + 1)
    for body, changed in (
        (BODY + b" ", {}),
        (BODY, {"webhook-id": "event-2"}),
        (BODY, {"webhook-timestamp": later}),
    ):
        with pytest.raises(WebhookVerificationError):
            Verifier(NEW).verify(body, {**headers, **changed})


def test_an_old_message_is_not_accepted() -> None:
    """That is why each try is signed anew: the specification's libraries allow five minutes."""
    headers = signed(NEW, at=datetime.now(UTC) - timedelta(minutes=6))
    with pytest.raises(WebhookVerificationError):
        Verifier(NEW).verify(BODY, headers)


@pytest.mark.parametrize(
    "secret",
    [
        "hunter2",
        "whsec_hunter2!",
        "whsec_hunter2",
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
        base64.b64encode(b"x" * 32).decode(),
        f"{NEW},hunter2",
    ],
)
def test_what_is_no_secret_stops_the_start(secret: str) -> None:
    """The message says what a secret looks like, and repeats nothing."""
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET") as refused:
        Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "real", "WEBHOOK_SECRET": secret})
    assert secret not in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_secret_is_not_shown() -> None:
    """Settings that are printed hide it."""
    settings = Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "real", "WEBHOOK_SECRET": NEW})
    assert NEW not in repr(settings)
    assert settings.webhook_secret == NEW
