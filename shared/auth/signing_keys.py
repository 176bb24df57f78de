"""A signer's public keys, fetched when they are needed and kept for as long as the signer says.

A key that is not among them may be new: they are fetched anew, but not for every token that names
one that does not exist. Keys whose time is over are not used, whatever becomes of the fetch.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from shared.core import errors

if TYPE_CHECKING:
    import jwt

#: The longest that one fetch may take.
FETCH_SECONDS: Final = 5.0
#: How often a fetch is tried, and what is waited for in between.
_TRIES: Final = 2
_PAUSE_SECONDS: Final = 0.2
#: How long keys are kept where their signer does not say, and at the most.
_KEPT_SECONDS: Final = 3600.0
_LONGEST_SECONDS: Final = 24 * 3600.0
#: So long after a fetch no unknown name leads to another one.
_ROTATION_SECONDS: Final = 60.0
_LARGEST_BYTES: Final = 1 << 20
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Keys:
    """Keys by their names, as they were fetched."""

    by_name: "Mapping[str, jwt.PyJWK]"
    fetched_at: float
    good_until: float


class SigningKeys:
    """The keys at one address, as a JSON Web Key Set."""

    def __init__(
        self,
        url: str,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url = url
        self._now = now
        self._sleep = sleep
        self._keys: _Keys | None = None
        self._lock = Lock()

    def find(self, name: str) -> "jwt.PyJWK | None":
        """Return the key of that name; None if the signer has none.

        Raises:
            errors.UnavailableError: If the keys cannot be fetched now.
        """
        with self._lock:
            keys = self._keys
            if keys is None or self._is_outdated(keys, name):
                keys = self._keys = self._fetch()
            return keys.by_name.get(name)

    def _is_outdated(self, keys: _Keys, name: str) -> bool:
        """Whether keys may not be used any more, or the signer may have a new one of that name."""
        now = self._now()
        is_new = name not in keys.by_name
        return now >= keys.good_until or (is_new and now >= keys.fetched_at + _ROTATION_SECONDS)

    def _fetch(self) -> _Keys:
        """Fetch the keys; once more, if that fails."""
        for _ in range(_TRIES - 1):
            try:
                return self._ask()
            except (OSError, ValueError):
                self._sleep(_PAUSE_SECONDS)
        try:
            return self._ask()
        except (OSError, ValueError) as error:
            raise errors.UnavailableError from error

    def _ask(self) -> _Keys:
        """Ask the signer once.

        Raises:
            OSError: If it cannot be reached, or answers with an error.
            ValueError: If its answer is no set of keys.
        """
        # The HTTP client costs a start some time, and most requests need no key.
        from urllib.request import Request, build_opener

        request = Request(self._url, headers={"Accept": "application/json"})  # noqa: S310 -- a constant
        with build_opener().open(request, timeout=FETCH_SECONDS) as answer:
            body = answer.read(_LARGEST_BYTES)
            kept = _seconds_kept(answer.headers)
        now = self._now()
        return _Keys(by_name=_read(body), fetched_at=now, good_until=now + kept)


def _read(body: bytes) -> "Mapping[str, jwt.PyJWK]":
    """Return the keys of a set that have a name."""
    import jwt

    document = json.loads(body)
    if not isinstance(document, dict):
        raise ValueError("no set of keys")  # noqa: TRY004 -- what came is wrong, not how it is used
    try:
        keys = jwt.PyJWKSet.from_dict(document).keys
    except (jwt.PyJWTError, TypeError, AttributeError) as error:
        raise ValueError("no set of keys") from error
    return {key.key_id: key for key in keys if key.key_id is not None}


def _seconds_kept(headers: Mapping[str, str]) -> float:
    """Return how long an answer may be kept: what its signer says of it, within reason."""
    max_age = _MAX_AGE.search(headers.get("Cache-Control") or "")
    try:
        age = max(0.0, float(headers.get("Age") or 0))
    except ValueError:
        age = 0.0
    said = _KEPT_SECONDS if max_age is None else float(max_age[1]) - age
    return min(_LONGEST_SECONDS, max(0.0, said))
