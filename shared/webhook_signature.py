"""Sign a webhook as the Standard Webhooks specification says, so that its libraries verify it.

What is signed is `id.timestamp.body`: nobody can change the body, send it as another message, or
send it again later than the receiver allows. https://www.standardwebhooks.com
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

_PREFIX = "whsec_"
#: Bytes; what the specification asks for.
_SHORTEST_SECRET, _LONGEST_SECRET = 24, 64


def read_secrets(text: str) -> tuple[bytes, ...]:
    """Read one secret, or several with commas between them while one takes another's place.

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
        body: What is sent.
        secrets: The receiver needs to know one of them.
    """
    timestamp = str(int(at.timestamp()))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets),
    }


def _signature(secret: bytes, signed: bytes) -> str:
    return f"v1,{base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()}"
