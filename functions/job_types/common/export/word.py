"""Write a page as a Word document: real headings and lists, in one column."""

import io
from collections.abc import Sequence
from typing import Any, Final

from functions.job_types.common.export.page import LineKind, PageLine

_STYLES: Final = {
    LineKind.NAME: "Title",
    LineKind.HEADING: "Heading 1",
    LineKind.ITEM: "List Bullet",
    LineKind.TEXT: "Normal",
}
#: Of each style: points, and whether it is bold. Any machine has a font for any script.
_LOOKS: Final = {
    "Normal": (10.5, False),
    "List Bullet": (10.5, False),
    "Title": (18, True),
    "Heading 1": (12, True),
}
_FONT: Final = "Calibri"


def write_word(page: Sequence[PageLine], title: str) -> bytes:
    """Return the document's bytes."""
    import docx

    document = docx.Document()
    _set_styles(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    for line in page:
        # The styles have the space that a blank line stands for.
        if line.kind is not LineKind.BLANK:
            document.add_paragraph(line.text, style=_STYLES[line.kind])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_styles(document: Any) -> None:  # noqa: ANN401 -- python-docx's own
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    for name, (size, is_bold) in _LOOKS.items():
        style = document.styles[name]
        style.font.size, style.font.bold = Pt(size), is_bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        # A theme's font would win over a name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        style.paragraph_format.space_before = Pt(10 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(3)
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
