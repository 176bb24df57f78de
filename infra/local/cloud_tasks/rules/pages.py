"""Cut a sorted list of names into pages.

Pure. A token is the last name of its page, so that a page stays right while the list changes; one
that was not made here raises `ApiError`.
"""

import base64
import binascii
from collections.abc import Sequence

from infra.local.cloud_tasks import errors


def cut(
    sorted_names: Sequence[str], size: int, token: str, largest: int
) -> tuple[Sequence[str], str]:
    """Return one page and the token of the next, empty when there is none."""
    if size < 0:
        raise errors.invalid("page_size cannot be negative.")
    after = _decode(token)
    rest = [name for name in sorted_names if name > after]
    page = rest[: min(size or largest, largest)]
    more = len(rest) > len(page)
    return page, base64.urlsafe_b64encode(page[-1].encode()).decode() if more else ""


def _decode(token: str) -> str:
    try:
        return base64.b64decode(token, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise errors.invalid("page_token is not one that this service gave out.") from error
