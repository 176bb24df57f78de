"""A font for PDFs made in a test, embedded by number, with a table of letters or without."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
from fontTools.ttLib import TTFont

from tests.support.documents import packed_stream

#: It comes with reportlab, and may be given on.
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
#: The number of a glyph, and what the file says that it is.
Meant = Mapping[int, str]


@cache
def _font() -> Any:  # noqa: ANN401 -- fontTools has no types
    return TTFont(VERA)


@cache
def glyph_of(letter: str) -> int:
    """Return the number of a letter's glyph."""
    return int(_font().getGlyphID(_font().getBestCmap()[ord(letter)]))


@cache
def width_of(letter: str) -> float:
    """Return the width of a letter, in thousandths of its size."""
    return float(_font()["hmtx"][_font().getBestCmap()[ord(letter)]][0]) * 1000 / 2048


def wide_font(
    letters: Iterable[str],
    meant: Meant | None,
    numbers: Mapping[int, int] | None = None,
    ordering: bytes = b"Identity",
) -> dict[int, bytes]:
    """Return a font of two bytes a glyph, as most programs embed them.

    Args:
        letters: That are drawn by it.
        meant: What the file says that each code is, or None where it says nothing.
        numbers: Which glyph each code draws, where that is not its own number.
        ordering: Whose numbers the codes are said to be.
    """
    codes = {glyph_of(letter): width_of(letter) for letter in letters}
    if numbers is not None:
        glyphs = {glyph: code for code, glyph in numbers.items()}
        codes = {glyphs[glyph]: width for glyph, width in codes.items()}
    widths = b" ".join(b"%d [%.0f]" % pair for pair in sorted(codes.items()))
    unicode_map = b"" if meant is None else b"/ToUnicode 13 0 R"
    drawn = b"/Identity" if numbers is None else b"14 0 R"
    objects = {
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Vera /Encoding /Identity-H"
        b" /DescendantFonts [10 0 R] %b >>" % unicode_map,
        10: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Vera /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (%b) /Supplement 0 >> /FontDescriptor 11 0 R"
        b" /CIDToGIDMap %b /DW 600 /W [%b] >>" % (ordering, drawn, widths),
        11: b"<< /Type /FontDescriptor /FontName /ABCDEF+Vera /Flags 4 /FontFile2 12 0 R"
        b" /Ascent 928 /Descent -236 /CapHeight 729 /ItalicAngle 0 /StemV 80"
        b" /FontBBox [-183 -236 1287 928] >>",
        12: packed_stream(VERA.read_bytes()),
    }
    if meant is not None:
        objects[13] = packed_stream(_unicode_map(meant))
    if numbers is not None:
        table = b"".join(numbers.get(code, 0).to_bytes(2, "big") for code in range(400))
        objects[14] = packed_stream(table)
    return objects


def _unicode_map(meant: Meant) -> bytes:
    pairs = b"\n".join(
        b"<%04x> <%b>" % (code, letter.encode("utf-16-be").hex().encode())
        for code, letter in meant.items()
    )
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /X def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"%d beginbfchar\n%b\nendbfchar\nendcmap end end" % (len(meant), pairs)
    )
