"""Write a page as a PDF whose text can be selected, searched and read by software.

The font is Source Sans Pro: Latin with all its accents (Vietnamese, too), Greek and Cyrillic. A
text with other letters is refused: boxes, or letters that cannot be read back, are no text.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any, Final

from functions.job_types.common.export.page import LineKind, PageLine
from shared.core import errors, normal_form

_REGULAR: Final = "SourceSansPro-Regular"
_BOLD: Final = "SourceSansPro-Bold"
#: Of each kind of line: the font, its size, the space before and behind it, in points.
_LOOKS: Final = {
    LineKind.NAME: (_BOLD, 18, 0, 3),
    LineKind.HEADING: (_BOLD, 12, 10, 3),
    LineKind.ITEM: (_REGULAR, 10.5, 0, 2),
    LineKind.TEXT: (_REGULAR, 10.5, 0, 2),
}
_MARGIN: Final = 62.0
_INDENT: Final = 12.0
#: Fonts remember in which document they are: one is written at a time.
_TURN: Final = Lock()
_NOT_THESE: Final = (
    "A PDF has Latin, Greek and Cyrillic letters only, and this text has others; ask for docx."
)


def write_pdf(page: Sequence[PageLine], title: str) -> bytes:
    """Return the document's bytes.

    Raises:
        errors.InvalidArgumentError: If the text has letters that the font does not have.
    """
    lines = [PageLine(kind=line.kind, text=_composed(line.text)) for line in page]
    fonts = _fonts()
    missing = {ord(letter) for line in lines for letter in line.text} - fonts
    if missing:
        raise errors.InvalidArgumentError(
            violations=[errors.FieldViolation(field="format", message=_NOT_THESE)]
        )
    with _TURN:
        return _written(lines, title)


def _composed(text: str) -> str:
    """Put a letter and its accent together, and leave out what is never seen in print."""
    return normal_form.normalize("NFC", text).translate(_UNSEEN)


#: Soft hyphens, marks of direction, joiners and the like; the blank of no break is one.
_UNSEEN: Final = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]
) | {0xA0: " ", 0x202F: " ", 0x2007: " ", 0x9: " ", 0x2011: "-"}


@lru_cache(maxsize=1)
def _fonts() -> frozenset[int]:
    """Make the fonts known to the writer, once; return the letters that both have."""
    import font_source_sans_pro
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    files = Path(font_source_sans_pro.font_directory)
    letters = []
    for name in (_REGULAR, _BOLD):
        font = TTFont(name, files / f"{name}.ttf")
        pdfmetrics.registerFont(font)
        letters.append(frozenset(font.face.charToGlyph))
    return letters[0] & letters[1]


def _written(lines: Sequence[PageLine], title: str) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        invariant=1,
    )
    document.build([_paragraph(line) for line in lines])
    return written.getvalue()


def _paragraph(line: PageLine) -> Any:  # noqa: ANN401 -- reportlab has no types
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Spacer

    if line.kind is LineKind.BLANK:
        return Spacer(1, 4)
    font, size, before, behind = _LOOKS[line.kind]
    is_item = line.kind is LineKind.ITEM
    style = ParagraphStyle(
        line.kind,
        fontName=font,
        fontSize=size,
        leading=size * 1.35,
        spaceBefore=before,
        spaceAfter=behind,
        leftIndent=_INDENT if is_item else 0,
        bulletFontName=font,
        bulletFontSize=size,
        keepWithNext=line.kind in {LineKind.NAME, LineKind.HEADING},
    )
    return Paragraph(escape(line.text), style, bulletText="\u2022" if is_item else None)
