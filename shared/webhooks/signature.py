"""Sign a webhook by the library of the Standard Webhooks specification.

What is signed is `id.timestamp.body`, so that none of them can be changed, and none be sent again
later than the receiver allows. https://www.standardwebhooks.com
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime

_PREFIX = "whsec_"
#: Bytes; what the specification asks for. The library takes any text for a secret.
_SHORTEST_SECRET, _LONGEST_SECRET = 24, 64


def read_secrets(text: str) -> tuple[bytes, ...]:
    """Return one secret, or several with commas between them while one takes another's place.

    Raises:
        ValueError: If one is not of the form `whsec_…`. Nothing of it is repeated.
    """
    return tuple(_read_secret(part.strip()) for part in text.split(",") if part.strip())


def _read_secret(text: str) -> bytes:
    try:
        secret = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not text.startswith(_PREFIX) or not _SHORTEST_SECRET <= len(secret) <= _LONGEST_SECRET:
        raise ValueError(
            f"WEBHOOK_SECRET: each secret is {_PREFIX} and {_SHORTEST_SECRET} to"
            f" {_LONGEST_SECRET} random bytes in base64"
        ) from None
    return secret


def headers_of(
    webhook_id: str, at: datetime, body: bytes, secrets: Sequence[bytes]
) -> dict[str, str]:
    """Return the headers by which a receiver knows that a message is ours, and new.

    Args:
        webhook_id: The message's name, the same at every try.
        at: The time of this try.
        body: What is sent: text in UTF-8.
        secrets: The receiver needs to know one of them.
    """
    from standardwebhooks import Webhook

    at = at.astimezone(UTC)  # The library takes any time for one in UTC.
    signatures = (Webhook(secret).sign(webhook_id, at, body.decode()) for secret in secrets)
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
