"""The text of a Word document: headers, paragraphs and tables in order, text boxes, footers."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from functions.job_types.resume_optimization.reading.marks import is_heading
from functions.job_types.resume_optimization.reading.refusals import (
    Refusal,
    RefusedError,
    refuse_too_long,
)

#: A Word document unpacks to ten times its size, with pictures to less.
_MAX_UNPACKED: Final = 20_000_000
_MAX_RATIO: Final = 100
_MAX_MEMBERS: Final = 2_000

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{_WORD}txbxContent"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
#: A part that is named by another one.
_RELATIONSHIP = re.compile(
    rb"<Relationship\b[^>]{0,2000}?\bTarget=\"(?P<target>[^\"]{0,500})\"[^>]{0,2000}>"
)
#: A row that has a heading left of its text has two cells; the heading may have so many lines.
_HEADING_AND_TEXT: Final = 2
_MOST_WRAPPED: Final = 3
_LIST_STYLES = ("List Bullet", "List Number")
_HEADING_STYLES = ("Heading", "Title")
#: The number of a page, with a name before it or without, is no part of a résumé.
_PAGE_NUMBER = re.compile(
    r"(?i)[\W\d]{0,20}|.{0,60}\b(?:page|seite|p[áa]gina)\b[ \d/ofvndeas|-]{0,20}"
)

#: The name of each style, and whether what has it is an item of a list.
_Styles = dict[str, tuple[str, bool]]


def text_of_pages(content: bytes) -> list[str]:
    """Return the text of a Word document, which knows no pages, as one.

    Raises:
        RefusedError: If it cannot be read.
    """
    _refuse_bombs(content)
    document = _opened(content)
    styles = _styles(document)
    heads = _margins(document, "header", styles)
    feet = _margins(document, "footer", styles)
    lines, characters = list[str](), 0
    for line in (*heads, *_lines(document.element.body, styles), *feet):
        lines.append(line)
        characters += len(line)
        refuse_too_long(characters)
    if not "".join(lines).strip() and document.element.body.find(f".//{_PICTURE}") is not None:
        raise RefusedError(Refusal.PICTURES)
    return ["\n".join(lines)]


def _opened(content: bytes) -> Any:  # noqa: ANN401 -- python-docx's own
    import docx

    try:
        return docx.Document(io.BytesIO(content))
    except KeyError:
        # A part that it names is not in it, as a picture that could not be saved.
        return docx.Document(io.BytesIO(_without_lost_parts(content)))


def _without_lost_parts(content: bytes) -> bytes:
    """Return a document that no longer names parts which are not in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        names = set(old.namelist())
        for name in names:
            part = old.read(name)
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                part = _RELATIONSHIP.sub(partial(_if_there, names, folder), part)
            new.writestr(name, part)
    return kept.getvalue()


def _if_there(names: set[str], folder: str, found: re.Match[bytes]) -> bytes:
    target = found["target"].decode("utf-8", "replace")
    path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
    is_there = posixpath.normpath(path) in names or b"External" in found[0]
    return found[0] if is_there else b""


def _styles(document: Any) -> _Styles:  # noqa: ANN401 -- python-docx's own
    def is_item(style: Any) -> bool:  # noqa: ANN401 -- same
        seen = 0
        while style is not None and seen < len(document.styles):
            if (numbered := style.element.find(f"{_WORD}pPr/{_WORD}numPr")) is not None:
                return _is_numbered(numbered)
            style, seen = style.base_style, seen + 1
        return False

    paragraphs = (style for style in document.styles if hasattr(style, "base_style"))
    return {style.style_id: (style.name or "", is_item(style)) for style in paragraphs}


def _is_numbered(numbered: Any) -> bool:  # noqa: ANN401 -- lxml has no types
    """Whether a list's number is one; 0 takes a paragraph out of its style's list."""
    number = numbered.find(f"{_WORD}numId")
    return number is None or number.get(f"{_WORD}val") != "0"


def _margins(document: Any, which: str, styles: _Styles) -> list[str]:  # noqa: ANN401 -- same
    """Return the lines of all headers or footers that are shown, each line once."""
    lines: dict[str, None] = {}
    for section in document.sections:
        shown = [which]
        if section.different_first_page_header_footer:
            shown.insert(0, f"first_page_{which}")
        if document.settings.odd_and_even_pages_header_footer:
            shown.append(f"even_page_{which}")
        for margin in (getattr(section, name) for name in shown):
            if not margin.is_linked_to_previous:
                # python-docx leaves out text boxes and form fields.
                found: Iterable[str] = _lines(margin._element, styles)  # noqa: SLF001 -- as said
                lines |= dict.fromkeys(line for line in found if not _PAGE_NUMBER.fullmatch(line))
    return list(lines)


def _refuse_bombs(content: bytes) -> None:
    """Refuse what unpacks to far more than it is; Python unpacks no more than is declared."""
    members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    unpacked = sum(member.file_size for member in members)
    limit = min(_MAX_UNPACKED, _MAX_RATIO * len(content))
    if len(members) > _MAX_MEMBERS or unpacked > limit:
        raise RefusedError(Refusal.TOO_COMPLEX)


def _lines(block: Any, styles: _Styles) -> Iterator[str]:  # noqa: ANN401 -- lxml has no types
    """Return the lines of whatever holds paragraphs and tables: a body, a cell, a text box."""
    for child in block:
        if child.tag == f"{_WORD}p":
            yield from _lines_of_paragraph(child, styles)
        elif child.tag == f"{_WORD}tbl":
            for row in child.iter(f"{_WORD}tr"):
                # A table inside a cell is read with its cell.
                if _nearest(row, "tbl") is child:
                    yield from _lines_of_row(row, styles)
        elif child.tag in {f"{_WORD}sdt", f"{_WORD}sdtContent", f"{_WORD}customXml"}:
            yield from _lines(child, styles)


def _lines_of_paragraph(paragraph: Any, styles: _Styles) -> Iterator[str]:  # noqa: ANN401 -- same
    style, is_listed = styles.get(paragraph.style or "", ("", False))
    text = "".join(_texts(paragraph)).strip()
    if text and style.startswith(_HEADING_STYLES):
        yield ""
    own = paragraph.find(f"{_WORD}pPr/{_WORD}numPr")
    is_item = style.startswith(_LIST_STYLES) or is_listed if own is None else _is_numbered(own)
    yield f"- {text}" if text and is_item else text
    for box in paragraph.iter(_TEXT_BOX):
        if _nearest(box, "p") is paragraph and next(box.iterancestors(_FALLBACK), None) is None:
            yield from _lines(box, styles)


def _nearest(part: Any, tag: str) -> Any:  # noqa: ANN401 -- same
    """Return the paragraph, row or table that a part belongs to."""
    return next(part.iterancestors(f"{_WORD}{tag}"))


def _texts(paragraph: Any) -> Iterator[str]:  # noqa: ANN401 -- same
    """Return a paragraph's own text, piece by piece; what was deleted or moved away is left out."""
    breaks = {
        **dict.fromkeys((f"{_WORD}tab", f"{_WORD}ptab"), "\t"),
        **dict.fromkeys((f"{_WORD}br", f"{_WORD}cr"), "\n"),
    }
    for part in paragraph.iter(f"{_WORD}t", f"{_WORD}noBreakHyphen", *breaks):
        # A tab stop of the paragraph's format is no tab.
        if _nearest(part, "p") is not paragraph or part.getparent().tag == f"{_WORD}tabs":
            continue
        if next(part.iterancestors(f"{_WORD}moveFrom"), None) is not None:
            continue
        if part.tag == f"{_WORD}t":
            yield part.text or ""
        else:
            yield breaks.get(part.tag, "-")


def _heading(cell: list[str]) -> str:
    """Return the heading that a narrow cell holds, on one line though it may be wrapped there."""
    whole = " ".join(" ".join(cell).split())
    return whole if len(cell) <= _MOST_WRAPPED and is_heading(whole) else ""


def _is_of_grid(row: Any, cell: list[str]) -> bool:  # noqa: ANN401 -- same
    """Whether a row names what stands below: "Skills | Years"."""
    is_first = _nearest(row, "tbl").find(f"{_WORD}tr") is row
    return is_first and row.getnext() is not None and len(" ".join(cell).split()) == 1


def _lines_of_row(row: Any, styles: _Styles) -> Iterator[str]:  # noqa: ANN401 -- same
    """Return a row on one line, unless it only divides the page into columns."""
    own = (cell for cell in row.iter(f"{_WORD}tc") if _nearest(cell, "tr") is row)
    cells = [list(_lines(cell, styles)) for cell in own]
    filled = [kept for cell in cells if (kept := [line for line in cell if line])]
    is_pair = len(filled) == _HEADING_AND_TEXT and not _is_of_grid(row, filled[1])
    if is_pair and (head := _heading(filled[0])):
        yield from ("", head, *filled[1])
        return
    if all(len(cell) == 1 and "\n" not in cell[0] for cell in filled):
        yield " | ".join(line for (line,) in filled)
    else:
        for cell in cells:
            yield from cell
