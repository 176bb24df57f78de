"""The lines of a text, and what is read of them as one. Pure."""

import re
from collections.abc import Iterator

from functions.job_types.common.words import words
from shared.core.records import Record

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
#: What stands before a bullet's text. Private-use characters are what Word's symbol fonts leave.
MARKER = re.compile(
    r"[ \t\u00a0]*(?:[-*\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u2013"
    r"\u2014\u00b7\u27a4\u25ba\u25b6\u2713\u2714\u2756\u27a2\u2192\uf000-\uf0ff]|\d{1,2}[.)])"
    r"[ \t\u00a0]+(?=\S)"
)
#: Words that no sentence ends with: what stands on the next line goes on.
_NO_LAST_WORDS = frozenset(
    words(
        "a an the of and or for in on at to by with from as into that which their his her its our"
        " my und der die das mit von des et de la le les du pour avec y el los las para con e do da"
    )
)


class Line(Record):
    """One line: where it is, without its line end."""

    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read on it."""
        return not self.text.strip()


class Item(Record):
    """A bullet, a paragraph, or another line: what is read, and maybe rewritten, as one."""

    start: int
    end: int
    #: Whether it is text that may be rewritten; titles, dates and lists are not.
    is_prose: bool
    is_bullet: bool = False


def find_lines(text: str) -> Iterator[Line]:
    """Return the lines of a text."""
    for found in LINE.finditer(text):
        shown = found[0].rstrip("\r\n")
        yield Line(start=found.start(), end=found.start() + len(shown), text=shown)


def is_unfinished(line: str) -> bool:
    """Whether a line ends within a sentence: with a comma, or a word that none ends with."""
    shown = line.rstrip()
    if shown.endswith((",", "(", "&")):
        return True
    last = shown.rpartition(" ")[2]
    return last in _NO_LAST_WORDS and " " in shown
