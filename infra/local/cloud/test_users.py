"""People for the local cloud: unsigned ID tokens, which the emulators accept.

They look like Firebase's and prove nothing; only a `demo-` project takes them.
"""

import base64
import json
from datetime import datetime

_LIFETIME_SECONDS = 3600


def unsigned_id_token(uid: str, project: str, now: datetime, **claims: object) -> str:
    """Make an ID token for a made-up user, valid for an hour like a real one."""
    issued_at = int(now.timestamp())
    payload = {
        "iss": f"https://securetoken.google.com/{project}",
        "aud": project,
        "sub": uid,
        "user_id": uid,
        "auth_time": issued_at,
        "iat": issued_at,
        "exp": issued_at + _LIFETIME_SECONDS,
        "firebase": {"sign_in_provider": "custom", "identities": {}},
        **claims,
    }
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(payload)}."


def _part(value: object) -> str:
    document = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")
