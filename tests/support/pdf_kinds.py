"""PDFs of one made-up résumé, each placed and encoded as some kind of program does it.

What a reader makes of each can be held against the one text that a person sees in all of them.
"""

import io
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tests.support.documents import packed_stream, pdf_objects, pdf_of
from tests.support.pdf_fonts import VERA, glyph_of, wide_font, width_of

#: What a person sees, line by line.
LINES: Final = (
    "Robin Fielding",
    "robin.fielding@example.org +44 20 7946 0123",
    "Summary",
    "Data analyst with seven years of experience in retail and health care.",
    "Work Experience",
    "Senior Analyst, Northwind Traders, London Mar 2019 - Present",
    "Defined a flexible report for 3,400 readers and cut the cost of it by 45%.",
    "Built twelve pipelines in Python that load data from nine shops every night.",
    "Trained four new members of the team in SQL and in writing for the board.",
    "Analyst, Fabrikam, Leeds Jan 2016 - Feb 2019",
    "Wrote the monthly figures for the finance office and checked them with staff.",
    "Moved a workflow of five hundred files from Excel to a database in six months.",
    "Education",
    "BSc Mathematics, University of Leeds 2012 - 2015",
    "Skills",
    "Python, SQL, Excel, Tableau, statistics, project management",
)
WORDS: Final = " ".join(LINES).split()
LETTERS: Final = sorted({*"".join(LINES)})
_SIZE: Final = 11
_LEADING: Final = 15
_TOP: Final = 800
_LEFT: Final = 50
#: Thousandths of the letters' size: too little for pdfium to see a blank in it.
_NARROW_GAP: Final = 160


def _escaped(text: bytes) -> bytes:
    return text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _at(x: float, y: float) -> bytes:
    return b"1 0 0 1 %.2f %.2f Tm" % (x, y)


def _baselines() -> Iterator[tuple[str, float]]:
    return ((line, _TOP - _LEADING * number) for number, line in enumerate(LINES))


def _page(drawing: bytes, font: Mapping[int, bytes]) -> bytes:
    """Return a PDF of one page whose font is object 3, with what it refers to."""
    content = packed_stream(b"BT /F1 %d Tf\n" % _SIZE + drawing + b"\nET")
    return pdf_of({**pdf_objects(content), **font})


def _meant(letters: str = "".join(LINES)) -> dict[int, str]:
    return {glyph_of(letter): letter for letter in {*letters} - {" "}}


def _hex(text: str, codes: Mapping[int, int] | None = None) -> bytes:
    glyphs = (glyph_of(letter) for letter in text)
    return b"".join(b"%04x" % (codes[glyph] if codes else glyph) for glyph in glyphs)


def _simple_font(more: bytes = b"") -> dict[int, bytes]:
    return {
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding"
        b" << /Type /Encoding /BaseEncoding /WinAnsiEncoding %b >> >>" % more
    }


def as_drawn() -> bytes:
    """Return lines of words and blanks, as simple programs draw them."""
    drawn = (
        b"%b (%b) Tj" % (_at(_LEFT, y), _escaped(line.encode("cp1252"))) for line, y in _baselines()
    )
    return _page(b"\n".join(drawn), _simple_font())


def glyph_names() -> bytes:
    """Return digits and ligatures that have names only, as pdfTeX embeds its fonts."""
    digits = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    names = b" ".join(b"/%b.lnum" % digit.encode() for digit in digits)
    table = {str(n): chr(0x83 + n) for n in range(10)}

    def coded(line: str) -> bytes:
        joined = line.replace("fi", "\x81").replace("fl", "\x82")
        return _escaped("".join(table.get(c, c) for c in joined).encode("latin-1"))

    drawn = (b"%b (%b) Tj" % (_at(_LEFT, y), coded(line)) for line, y in _baselines())
    font = _simple_font(b"/Differences [129 /f_i /f_l %b]" % names)
    return _page(b"\n".join(drawn), font)


def kerned() -> bytes:
    """Return words that are set apart by numbers alone, as LuaLaTeX and XeLaTeX set them."""
    drawn = []
    for line, y in _baselines():
        words = [b"<%b>" % _hex(word[:3]) + b" 12 <%b>" % _hex(word[3:]) for word in line.split()]
        drawn.append(b"%b [%b] TJ" % (_at(_LEFT, y), b" -278 ".join(words)))
    return _page(b"\n".join(drawn), wide_font(LETTERS, _meant()))


def run_together() -> bytes:
    """Return words some of which stand nearer than is usual, as wkhtmltopdf places them."""
    drawn = []
    for line, y in _baselines():
        x = float(_LEFT)
        for n, word in enumerate(line.split()):
            drawn.append(b"%b <%b> Tj" % (_at(x, y), _hex(word)))
            gap = width_of(" ") if n % 3 else _NARROW_GAP
            x += (sum(map(width_of, word)) + gap) * _SIZE / 1000
    return _page(b"\n".join(drawn), wide_font(LETTERS, _meant()))


def glyph_by_glyph() -> bytes:
    """Return glyphs that are placed one by one, without blanks, as browsers place them."""
    drawn = []
    for line, y in _baselines():
        x = float(_LEFT)
        for letter in line:
            if letter != " ":
                drawn.append(b"%b <%b> Tj" % (_at(x, y), _hex(letter)))
            x += width_of(letter) * _SIZE / 1000
    return _page(b"\n".join(drawn), wide_font(LETTERS, _meant()))


def word_by_word(ending: str = " ") -> bytes:
    """Return words that are each an object of text, as WPS and Word for Mac write them."""
    drawn = []
    for line, y in _baselines():
        x = float(_LEFT)
        for word in line.split():
            text = word + ending
            drawn.append(b"ET BT /F1 %d Tf %b <%b> Tj" % (_SIZE, _at(x, y + 0.02), _hex(text)))
            x += sum(map(width_of, word + " ")) * _SIZE / 1000
    return _page(b"\n".join(drawn), wide_font(LETTERS, {**_meant(), glyph_of(" "): " "}))


def ordered_numbers() -> bytes:
    """Return a font that says nothing of its letters, whose glyphs keep their usual order."""
    drawn = (b"%b <%b> Tj" % (_at(_LEFT, y), _hex(line)) for line, y in _baselines())
    return _page(b"\n".join(drawn), wide_font(LETTERS, None))


def other_numbers() -> bytes:
    """Return a font that says nothing of its letters, whose glyphs were numbered anew."""
    glyphs = sorted({glyph_of(letter) for letter in "".join(LINES)})
    new = list(range(3, 3 + len(glyphs)))
    random.Random(7).shuffle(new)  # noqa: S311 -- a seed, not a secret
    numbers = dict(zip(new, glyphs, strict=True))
    codes = {glyph: code for code, glyph in numbers.items()}
    drawn = (b"%b <%b> Tj" % (_at(_LEFT, y), _hex(line, codes)) for line, y in _baselines())
    return _page(b"\n".join(drawn), wide_font(LETTERS, None, numbers))


def chinese_numbers() -> bytes:
    """Return a font whose numbers are said to be those of Adobe-GB1, and are not."""
    drawn = (b"%b <%b> Tj" % (_at(_LEFT, y), _hex(line)) for line, y in _baselines())
    return _page(b"\n".join(drawn), wide_font(LETTERS, None, None, b"GB1"))


def wrong_letters() -> bytes:
    """Return a font that says of each glyph that it is some letter of another script."""
    scripts = "".join(map(chr, (*range(0x3B1, 0x3C9), *range(0x430, 0x44F), *range(0x5D0, 0x5EA))))
    letters = list(dict.fromkeys("".join(LINES).replace(" ", "")))
    meant = {glyph_of(each): scripts[n % len(scripts)] for n, each in enumerate(letters)}
    drawn = (b"%b <%b> Tj" % (_at(_LEFT, y), _hex(line)) for line, y in _baselines())
    return _page(b"\n".join(drawn), wide_font(LETTERS, {**meant, glyph_of(" "): " "}))


def letter_untold() -> bytes:
    """Return a font whose table has all letters but one."""
    meant = {**_meant(), glyph_of(" "): " "}
    del meant[glyph_of("f")]
    drawn = (b"%b <%b> Tj" % (_at(_LEFT, y), _hex(line)) for line, y in _baselines())
    return _page(b"\n".join(drawn), wide_font(LETTERS, meant))


def lines_twice() -> bytes:
    """Return lines that are drawn twice, a little apart, to look bold."""
    drawn = (
        b"%b (%b) Tj" % (_at(_LEFT + shift, y), _escaped(line.encode()))
        for line, y in _baselines()
        for shift in (0, 0.3)
    )
    return _page(b"\n".join(drawn), _simple_font())


def letters_twice() -> bytes:
    """Return letters that are each drawn twice, a little apart, to look bold."""
    drawn = []
    for line, y in _baselines():
        x = float(_LEFT)
        for letter in line:
            drawn += [b"%b <%b> Tj" % (_at(x + shift, y), _hex(letter)) for shift in (0, 0.4)]
            x += width_of(letter) * _SIZE / 1000
    return _page(b"\n".join(drawn), wide_font(LETTERS, {**_meant(), glyph_of(" "): " "}))


def icons() -> bytes:
    """Return lines with an icon before each, in the characters that fonts of icons use."""
    meant = {**_meant(), glyph_of(" "): " ", glyph_of("~"): "\uf0e0"}
    drawn = (
        b"%b <%b> Tj" % (_at(_LEFT, y), _hex(f"~ {line}" if line in LINES[:2] else line))
        for line, y in _baselines()
    )
    return _page(b"\n".join(drawn), wide_font(LETTERS, meant))


def soft_hyphens() -> bytes:
    """Return lines whose hyphens are said to be soft ones, as LuaLaTeX's fonts say."""
    meant = {**_meant(), glyph_of(" "): " ", glyph_of("-"): "\u00ad"}
    drawn = (b"%b <%b> Tj" % (_at(_LEFT, y), _hex(line)) for line, y in _baselines())
    return _page(b"\n".join(drawn), wide_font(LETTERS, meant))


def two_columns() -> bytes:
    """Return the second half of the lines beside the first, each column drawn by itself."""
    half = len(LINES) // 2
    drawn = (
        b"%b (%b) Tj"
        % (
            _at(20 if n < half else 310, _TOP - _LEADING * (n % half)),
            _escaped(line.encode("cp1252")),
        )
        for n, line in enumerate(LINES)
    )
    return _page(b"/F1 7 Tf " + b"\n".join(drawn), _simple_font())


def out_of_order() -> bytes:
    """Return two columns whose lines are drawn one here, one there, as programs for design do."""
    half = len(LINES) // 2
    places = [
        (line, 20 if n < half else 310, _TOP - _LEADING * 1.4 * (n % half) - (n >= half) * 5)
        for n, line in enumerate(LINES)
    ]
    random.Random(3).shuffle(places)  # noqa: S311 -- a seed, not a secret
    drawn = (
        b"ET BT /F1 7 Tf %b (%b) Tj" % (_at(x, y), _escaped(line.encode("cp1252")))
        for line, x, y in places
    )
    return _page(b"\n".join(drawn), _simple_font())


def by_reportlab() -> bytes:
    """Return the lines as reportlab writes them, with an embedded font."""
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    pdfmetrics.registerFont(ttfonts.TTFont("Vera", str(VERA)))
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Vera", _SIZE)
    for line, y in _baselines():
        canvas.drawString(_LEFT, y, line)
    canvas.save()
    return out.getvalue()


#: By name: the file, and whether its letters can be known at all.
KINDS: Final[Mapping[str, tuple[Callable[[], bytes], bool]]] = {
    "as drawn": (as_drawn, True),
    "glyph names": (glyph_names, True),
    "kerned, no blanks": (kerned, True),
    "words run together": (run_together, True),
    "glyph by glyph": (glyph_by_glyph, True),
    "word by word": (word_by_word, True),
    "no table, usual order": (ordered_numbers, True),
    "no table, new numbers": (other_numbers, False),
    "said to be Adobe-GB1": (chinese_numbers, False),
    "table of other scripts": (wrong_letters, False),
    "table without a letter": (letter_untold, False),
    "lines drawn twice": (lines_twice, True),
    "letters drawn twice": (letters_twice, True),
    "icons": (icons, True),
    "soft hyphens": (soft_hyphens, True),
    "two columns": (two_columns, True),
    "out of order": (out_of_order, True),
    "reportlab": (by_reportlab, True),
}


def agreement(text: str, words: Sequence[str] = WORDS) -> float:
    """Return how far a text has these words, and no others: F1 over words, 0 to 1."""
    read, meant = Counter(text.split()), Counter(words)
    return 2 * (read & meant).total() / max(read.total() + meant.total(), 1)
