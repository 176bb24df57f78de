"""The lines of a page, before it is written as a document. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """What a line of a page is."""

    NAME = "name"
    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    BLANK = "blank"


@dataclass(frozen=True, kw_only=True)
class PageLine:
    """A line of a page, as long as it likes: its writer wraps it."""

    kind: LineKind
    text: str = ""
