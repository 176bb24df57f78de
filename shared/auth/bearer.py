"""The token in an `Authorization` header."""

_SCHEME = "bearer"


def bearer_token(authorization: str | None) -> str | None:
    """Return the header's bearer token; None, if it has none. The scheme's case is no matter."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() or None if scheme.lower() == _SCHEME else None
