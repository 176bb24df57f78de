"""The letters that are meant by the characters that a file has. Pure.

What programs for typesetting do to letters is undone: accents drawn by themselves, hyphens at the
end of a line, soft hyphens, letters drawn twice for bold or with blanks between them, icons.
"""

import re
import unicodedata
from typing import Final

from functions.job_types.resume_optimization.ats import LIGATURES
from functions.job_types.resume_optimization.reading.spaced import closed_up
from shared.core.normal_form import normalize

#: Stands for the hyphen at which a word goes on in the next line, without that line's end.
WRAP: Final = "\ufffe"

_OTHER_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: How programs draw the point before a list's item, fonts for symbols among them.
_BULLET = re.compile(
    r"^[ \t]*[•●▪■◦○‣\u2043∙·➢➤✓✔❖►▸\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06c\uf06e\uf0a8\uf02d]"
    r"(?:[ \t]*\n)?[ \t]*",
    re.MULTILINE,
)
#: The points of Word's second level, in fonts for symbols that were not told to be such.
_LETTER_BULLET = re.compile(r"^([o§Øüvq])[ \t]+(?=[A-Z\d])", re.MULTILINE)
_FEWEST_BULLETS: Final = 2
_LIGATURES = str.maketrans(dict(LIGATURES))
_SPACES = " \t\u00a0"
_EMPTY_LINES = re.compile(r"\n{3,}")

#: An accent that stands by itself, and the one that is put onto a letter instead.
_ACCENTS: Final = {
    "\u00b4": "\u0301",
    "`": "\u0300",
    "\u00a8": "\u0308",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u02c7": "\u030c",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u02da": "\u030a",
    "\u02dd": "\u030b",
    "\u00af": "\u0304",
    "\u00b8": "\u0327",
    "\u02db": "\u0328",
}
_DOTLESS = str.maketrans("\u0131\u0237", "ij")
_LOOSE = re.compile("([^\\W\\d_])?([\u00b4\u00a8\u00af\u00b8\u02c6-\u02dd]) ?([^\\W\\d_])?")
_ON_NEXT = re.compile(
    "(?P<accent>[\u00b4\u00a8\u00af\u02c6-\u02da\u02dc\u02dd]) ?(?P<letter>[^\\W\\d_])"
)
_ON_LAST = re.compile("(?P<letter>[^\\W\\d_]) ?(?P<accent>[\u00b4\u00a8\u00af\u00b8\u02c6-\u02dd])")
#: Behind an abbreviation an accent is meant for an apostrophe: "PC\u00b4s".
_APOSTROPHE = re.compile(r"(?<=[A-Z])\u00b4(?=s\b)")
#: A cedilla belongs to a "c" or an "s", before which it may stand as well.
_CEDILLA = re.compile("(?<![cCsStT])(?<![cCsStT] )\u00b8 ?(?P<letter>[cCsS])")
_GRAVE = re.compile(r"(?<=[^\W\d_])`([AEIOUaeiou\u0131])(?=[^\W_]|\b)")
_LOOSE_MARK = re.compile("([^\\W\\d_]) ([\u0300-\u030c\u0327\u0328])")

#: Optional hyphens are drawn at the end of a line only: in a line, one is a hyphen.
_SOFT_HYPHEN = re.compile("(?<=[^\\s\u00ad])\u00ad+(?=[^\\s\u00ad])|(?<= )\u00ad(?= )")
_SOFT_WRAP = re.compile(f"(?<=\\w)(?:\u00ad[ \\t]*\\n[ \\t]*|{WRAP})(?=\\w)")
_WRAPPED = re.compile(f"(\\w[\\w-]{{0,40}}){WRAP}(\\w{{1,40}}[^\\s{WRAP}]{{0,40}})[ \\t]*(\\n?)")
#: These have their hyphen wherever they stand.
_HYPHENATED = frozenset(
    """
    award back client cloud cost cross data decision end event fast first front full goal half
    hands high kick large life long low machine mid multi non off open part peer problem real
    results self semi server short small start team test third top two user web well world x
    """.split()  # noqa: SIM905 -- as a person reads a list of words
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f\ufffe]"
)
#: Fonts of icons have their own characters, which are no letters anywhere else.
_ICONS = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+[ \\t\u2423]*")
#: What LaTeX's icons are called for those who cannot see them.
_NAMED_ICON = re.compile(r"\\fa[A-Z][A-Za-z]*(?: ?\*?\[\w+\])?(?: ?:)? ?")

_DOUBLED = re.compile(r"(\S)\1")
_FEWEST_DOUBLED: Final = 4


def tidied(text: str) -> str:
    """Return a text with one kind of line end and list item, and nothing that cannot be kept."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = "\n".join(whole.replace("\f", "\n\n").splitlines())
    seen = _OTHER_CONTROLS.sub("", lines).translate(_LIGATURES)
    bulleted = _letter_bullets(_BULLET.sub("- ", seen))
    shown = _INVISIBLE.sub("", _hyphens(_ICONS.sub("", _NAMED_ICON.sub("", bulleted))))
    composed = _undoubled(closed_up(_accents(shown)))
    trimmed = "\n".join(line.rstrip(_SPACES) for line in composed.split("\n"))
    return _EMPTY_LINES.sub("\n\n", trimmed).strip()


def _letter_bullets(text: str) -> str:
    """Take letters for points where several lines begin with the same one, as no sentences do."""
    found = [match[1] for match in _LETTER_BULLET.finditer(text)]
    points = {each for each in found if found.count(each) >= _FEWEST_BULLETS}
    return _LETTER_BULLET.sub(lambda match: "- " if match[1] in points else match[0], text)


def _hyphens(text: str) -> str:
    marked = _SOFT_HYPHEN.sub("-", _SOFT_WRAP.sub(WRAP, text))
    if WRAP not in marked:
        return marked
    known = {word.casefold() for word in _LETTERS.findall(marked.replace(WRAP, "\n"))}
    return _WRAPPED.sub(lambda found: _joined(found, known), marked)


def _joined(found: re.Match[str], known: set[str]) -> str:
    """Return a word that was broken at the end of a line, whole; the line ends behind it."""
    before, behind = found[1], found[2]
    first = before.rpartition("-")[2]
    rest = _LETTERS.match(behind)
    whole = (first + rest[0]).casefold() if rest else ""
    is_compound = (
        rest is None
        or not (first.isalpha() and rest[0].islower())
        or (whole not in known and first.casefold() in _HYPHENATED)
    )
    return f"{before}{'-' if is_compound else ''}{behind}\n"


def _accents(text: str) -> str:
    """Put accents that stand by themselves onto their letters: those before or those behind."""
    found = normalize("NFC", _LOOSE_MARK.sub(r"\1\2", text))
    found = _APOSTROPHE.sub("\u2019", found)
    found = _CEDILLA.sub(lambda match: _composed(match[0], match["letter"], "\u00b8"), found)
    places = [match.groups(default="") for match in _LOOSE.finditer(found)]
    if places:
        behind = sum(_is_usual(letter, accent) for _, accent, letter in places)
        before = sum(_is_usual(letter, accent) for letter, accent, _ in places)
        patterns = (_ON_NEXT, _ON_LAST) if behind >= before else (_ON_LAST, _ON_NEXT)
        for pattern in patterns:
            found = pattern.sub(lambda m: _composed(m[0], m["letter"], m["accent"]), found)
    return _GRAVE.sub(lambda match: _composed(match[0], match[1], "`"), found)


def _is_usual(letter: str, accent: str) -> bool:
    """Whether Western Europe writes a letter with that accent."""
    one = _composed("", letter, accent) if letter else ""
    return "\u00c0" <= one <= "\u00ff"


def _composed(as_is: str, letter: str, accent: str) -> str:
    mark = _ACCENTS.get(accent, "")
    one = unicodedata.normalize("NFC", letter.translate(_DOTLESS) + mark)
    return one if mark and len(one) == 1 else as_is


def _undoubled(text: str) -> str:
    """Write a line once of which each letter was drawn twice, a little apart, to look bold."""
    return "\n".join(map(_once, text.split("\n")))


def _once(line: str) -> str:
    drawn = "".join(line.split())
    is_doubled = (
        drawn[::2] == drawn[1::2]
        and len({*drawn}) >= _FEWEST_DOUBLED
        and all(len(word) % 2 == 0 for word in line.split())
    )
    return _DOUBLED.sub(r"\1", line) if is_doubled else line
