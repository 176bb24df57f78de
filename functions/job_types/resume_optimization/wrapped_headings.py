"""Know a heading that a narrow column wraps: "CAREER" above "HISTORY".

Pure. Its lines together are surely a heading's words. The first of them alone is not surely one, or
the next goes on with "and"; a heading is not joined to the text below it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from functions.job_types.resume_optimization.heading_words import HEADS, NEUTRAL
from functions.job_types.resume_optimization.headings import (
    Certainty,
    Form,
    certainty_of,
    form_of,
    key_of,
)
from functions.job_types.resume_optimization.lines import MARKER, Line

#: A heading is wrapped into so many lines, each of so many characters.
MOST_LINES: Final = 3
_LONGEST: Final = 24
#: What no heading's part has.
_NEVER: Final = frozenset("0123456789.,;:@()")
_GOES_ON = re.compile(r"(?:[&/|]|and\b|und\b|et\b|y\b|of\b)", re.IGNORECASE)
_ENDS_OPEN: Final = ("&", "/", "|")


def wrapped_heading(lines: Sequence[Line], at: int) -> Line | None:
    """Return the line that those from here on are together, if they are one heading."""
    first = lines[at]
    if not _is_short(first):
        return None
    for count in range(MOST_LINES, 1, -1):
        parts = lines[at : at + count]
        if len(parts) == count and all(map(_is_short, parts)) and _is_one(parts):
            return _joined(parts)
    return None


def _is_short(line: Line) -> bool:
    is_one = len(line.text) <= _LONGEST and _NEVER.isdisjoint(line.text)
    return is_one and not line.is_blank


def _is_one(parts: Sequence[Line]) -> bool:
    first, *others = (part.text.strip() for part in parts)
    if any(MARKER.match(other) for other in others) or form_of(first) is Form.LOWER:
        return False
    whole = " ".join((first, *others))
    # Their letters are written alike; a word between them ("and") may be small.
    forms = {form_of(each) for each in (first, others[-1]) if not _GOES_ON.match(each)}
    if len(forms) > 1 or certainty_of(whole) is not Certainty.SURE:
        return False
    if first.endswith(_ENDS_OPEN) or _GOES_ON.match(others[0]):
        return True
    return certainty_of(first) is not Certainty.SURE and not _names_a_section(first)


def _names_a_section(first: str) -> bool:
    """Whether what stands above is named whole: "Skills", and not "Volunteer"."""
    last = key_of(first).rpartition(" ")[2]
    return last in HEADS and (last.endswith("s") or last not in NEUTRAL)


def _joined(parts: Sequence[Line]) -> Line:
    """Return the lines as one as long as they are, with blanks for what ends them."""
    first, last = parts[0], parts[-1]
    text = first.text
    for above, below in pairwise(parts):
        text += " " * (below.start - above.end) + below.text
    return Line(start=first.start, end=last.end, text=text)
