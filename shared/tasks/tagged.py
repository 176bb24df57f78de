"""A release that is tried before it has traffic: what its api accepts, its own worker runs.

Cloud Run answers for a revision that has a tag at an address of its own, whatever traffic it has. A
request that came by such an address has its tasks sent by the same tag. The audience of their
tokens stays the service's address: Cloud Run wants that one for a tagged revision, too.
https://cloud.google.com/run/docs/triggering/https-request#deterministic
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

#: The tag of the revisions that are tried; infra/deploy gives and takes it.
TAG: Final = "candidate"
_PREFIX = f"{TAG}---"
_CLOUD_RUN = ".run.app"

_is_tagged: ContextVar[bool] = ContextVar("is_tagged", default=False)


@contextmanager
def as_called(environ: "WSGIEnvironment") -> Iterator[None]:
    """Send what is enqueued inside by the tag that this request came by, if it came by one.

    Cloud Run finds a revision by this very header: who names the tag is at the tagged revision.
    """
    host = str(environ.get("HTTP_HOST", ""))
    token = _is_tagged.set(host.startswith(_PREFIX) and host.endswith(_CLOUD_RUN))
    try:
        yield
    finally:
        _is_tagged.reset(token)


def address_of(url: str) -> str:
    """Return where the tagged revision of the service at `url` answers; a local one has none."""
    host = urlsplit(url).netloc
    return url.replace(host, _PREFIX + host, 1) if host.endswith(_CLOUD_RUN) else url


def address_to_call(url: str) -> str:
    """Return where a task for the service at `url` is sent from here."""
    return address_of(url) if _is_tagged.get() else url
