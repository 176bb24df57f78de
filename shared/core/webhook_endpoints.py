"""Where webhooks may be sent: the addresses that a deployment names, checked at its start. Pure.

An address names a host by its public name and is called over TLS on port 443. Everything else in an
address is a way to lead us astray: a number for a host, a user, another port, a name that only a
private network knows. What the name leads to is checked when it is called:
`shared/webhooks/safe_post.py`.
"""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from shared.core.records import Record

#: More is a broadcast: Pub/Sub is for that.
MAX_ENDPOINTS = 5
_HTTPS_PORT = 443
LOOPBACK = "127.0.0.1"
#: Lower-case labels; the last one begins with a letter, so that no number passes for a name.
_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}")
#: Endings that never lead to a public address (RFC 6761, RFC 6762, and Google's own).
_PRIVATE_ENDINGS = (".internal", ".local", ".localhost", ".home.arpa", ".onion", ".test")
#: What may stand in a path and a query; a comma separates addresses.
_TARGET = re.compile(r"/[A-Za-z0-9._~!$&'()*+;=:@%/?-]*")
_MAX_LENGTH = 1000


class Endpoint(Record):
    """A system that is told of every job's end."""

    #: As it stands in the settings. It may hold what its receiver takes for a secret: never logged.
    url: str
    host: str
    port: int
    #: Path and query.
    target: str
    #: Whether it is on this machine and called without TLS; in a demo project only.
    is_local: bool = False

    @property
    def authority(self) -> str:
        """How a request names whom it is for: the host, with its port if that is not the usual."""
        return self.host if self.port == _HTTPS_PORT else f"{self.host}:{self.port}"

    @property
    def name(self) -> str:
        """What tasks and logs call it: 16 characters of `[0-9a-f]`, made of the address."""
        return hashlib.sha256(self.url.encode()).hexdigest()[:16]


def read_endpoints(urls: Sequence[str], *, may_be_local: bool) -> tuple[Endpoint, ...]:
    """Read the addresses of a deployment.

    Args:
        urls: As many as `MAX_ENDPOINTS`, all different.
        may_be_local: Whether `http://127.0.0.1:PORT/…` is one: only where nothing is real.

    Raises:
        ValueError: If one cannot be right. The message says which, by its place, and what is wrong
            with it; the address is not repeated.
    """
    if len(urls) > MAX_ENDPOINTS:
        raise ValueError(f"WEBHOOK_URLS: {MAX_ENDPOINTS} addresses at the most")
    if len(set(urls)) < len(urls):
        raise ValueError("WEBHOOK_URLS: an address stands there twice")
    return tuple(
        _read_endpoint(url, f"WEBHOOK_URLS, address {place}", may_be_local=may_be_local)
        for place, url in enumerate(urls, start=1)
    )


def _read_endpoint(url: str, what: str, *, may_be_local: bool) -> Endpoint:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"{what}: this is not an address") from None
    is_local = may_be_local and (parts.scheme, parts.hostname) == ("http", LOOPBACK)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname or ""
    for is_wrong, why in (
        (len(url) > _MAX_LENGTH, f"longer than {_MAX_LENGTH} characters"),
        # What Python's parser takes out would still be in the name that is made of the address.
        (not url.isprintable(), "no control character may stand in it"),
        (parts.scheme != "https" and not is_local, "it must begin with https://"),
        ("@" in parts.netloc, "no user and no password may stand in it"),
        (port not in {None, _HTTPS_PORT} and not is_local, f"only port {_HTTPS_PORT} is called"),
        ("#" in url, "no fragment may stand in it"),
        (not is_local and not _NAME.fullmatch(host), "its host must be a full public name"),
        (host.endswith(_PRIVATE_ENDINGS), "its host is of a private network"),
        (not _TARGET.fullmatch(target), "its path has a character that must be escaped"),
    ):
        if is_wrong:
            raise ValueError(f"{what}: {why}")
    default = 80 if is_local else _HTTPS_PORT
    return Endpoint(url=url, host=host, port=port or default, target=target, is_local=is_local)
