"""Why a file's text is not read. Known to the worker and to the process that it starts."""

from enum import StrEnum
from typing import Final

#: Longer than this is no résumé; the limit of a résumé that is sent as text.
MAX_CHARACTERS: Final = 60_000
MAX_PAGES: Final = 50


class Refusal(StrEnum):
    """Why there is no text."""

    BROKEN = "broken"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    GIBBERISH = "gibberish"
    PICTURES = "pictures"
    SCANNED = "scanned"
    TOO_COMPLEX = "too-complex"
    TOO_LONG = "too-long"
    TOO_MANY_PAGES = "too-many-pages"


class RefusedError(Exception):
    """This file's text is not read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def refuse_too_long(characters: int) -> None:
    """Refuse what is longer than a résumé.

    Raises:
        RefusedError: If there are more characters than one may have.
    """
    if characters > MAX_CHARACTERS:
        raise RefusedError(Refusal.TOO_LONG)


def refuse_other_count(pages: int) -> None:
    """Refuse a document without pages, or with too many.

    Raises:
        RefusedError: If there are none, or more than a résumé may have.
    """
    if not pages:
        raise RefusedError(Refusal.BROKEN)
    if pages > MAX_PAGES:
        raise RefusedError(Refusal.TOO_MANY_PAGES)
