"""Turn a description in HTML into the text that a reader sees. Pure."""

import html
import re
from html.parser import HTMLParser

from functions.job_types.common.words import words

#: What follows is read no more: no posting is as long.
MOST_CHARACTERS = 50_000
#: They begin a line of their own.
_BLOCKS = frozenset(
    words(
        "address article aside br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre"
        " section table td th tr ul"
    )
)
#: What stands in them is read by no one.
_UNSEEN = frozenset(["head", "noscript", "script", "style", "template", "title"])
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]{0,500})?/?>")
_ENCODED_TAG = re.compile(r"&lt;/?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s|/|&gt;)")
#: Looked for when spaces are one: no run of them is walked twice.
_LINES = re.compile(r" ?\n[ \n]*")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")


class _Text(HTMLParser):
    """Collects what is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block; begin to ignore what is not seen."""
        del attrs
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a block's line, and what is not seen."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what is seen."""
        if not self._unseen:
            self.parts.append(data)


def plain_text(written: str) -> str:
    """Return a text without its tags, a line for each block; what is no HTML stays as it is.

    HTML that was encoded once more ("&lt;p&gt;") is decoded first.
    """
    written = written[:MOST_CHARACTERS]
    if _ENCODED_TAG.search(written):
        written = html.unescape(written)
    if not _TAG.search(written):
        return html.unescape(written)
    reader = _Text()
    reader.feed(written)
    reader.close()
    return _LINES.sub("\n", _SPACES.sub(" ", "".join(reader.parts))).strip()
