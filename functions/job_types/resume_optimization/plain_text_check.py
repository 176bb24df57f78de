"""Decide whether words of a text model are plain text that may be shown. Pure.

No program draws a result as markup, and yet: what looks like a tag, a link or a hidden character is
not what was asked for, so it is refused and not repaired.
"""

import re
import unicodedata

from shared.core.plain_text import find_links

_MARKUP = re.compile(r"<[A-Za-z/!?]|&#?\w{1,10};|\*\*|__|`|\]\(|\{\{|!\[|^#{1,6} ", re.MULTILINE)
_LINK = re.compile(r"\b(?:https?|ftp|javascript|data|mailto|file):|\bwww\.|://", re.IGNORECASE)
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})


def is_plain(text: str, given: str = "") -> bool:
    """Whether a text is one line without markup, links and hidden characters.

    Args:
        text: The text.
        given: What the person wrote: markup that is in it already is theirs.
    """
    if any(unicodedata.category(c) in _HIDDEN for c in set(text) - (set(given) - set("\r\n"))):
        return False
    found = [match[0] for form in (_MARKUP, _LINK) for match in form.finditer(text)]
    return all(each in given for each in (*found, *find_links(text)))
