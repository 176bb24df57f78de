"""Take the text out of a PDF or a Word document: a program of its own, `documents` starts it.

A file from anywhere is opened in a process that has little to lose: no secrets in its environment,
no process to start, no file to write but its answer, little memory and little time. What a parser
says to stderr is dropped. Its death is the file's fault.

What an ordinary process cannot be kept from, it can: read the files that the worker can, and open
connections. Both would want another user, or a namespace, which Cloud Run gives to none. So the
parsers are pure Python and lxml, none of which runs what a file holds.

    python extraction.py pdf|word  < file  > {"text": ...} or {"refusal": ...}
"""

import io
import json
import logging
import sys
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

#: Longer than this is no résumé; the limit of a résumé that is sent as text.
MAX_CHARACTERS: Final = 60_000
MAX_PAGES: Final = 50

#: Bytes that one stream of a PDF may unpack to, and words of drawing in one page.
_MAX_STREAM = 10_000_000
_MAX_DRAWING = 500_000
#: A Word document unpacks to ten times its size, with pictures to less.
_MAX_UNPACKED = 20_000_000
_MAX_RATIO = 100
_MAX_MEMBERS = 2_000
#: Of this process: seconds of computing, bytes of memory and of its answer. A résumé takes 0.3 s
#: and 80 MB.
_CPU_SECONDS = 6
_MEMORY = 220_000_000
MAX_ANSWER: Final = 1_000_000

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{_WORD}txbxContent"
_LIST_STYLES = ("List Bullet", "List Number")
_HEADING_STYLES = ("Heading", "Title")


class Refusal(StrEnum):
    """Why there is no text."""

    BROKEN = "broken"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"
    TOO_COMPLEX = "too-complex"
    TOO_LONG = "too-long"
    TOO_MANY_PAGES = "too-many-pages"


class RefusedError(Exception):
    """This file's text is not read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def text_of_pdf(content: bytes) -> str:
    """Return the text of a PDF, page by page, in the order in which it is drawn.

    Raises:
        RefusedError: If it cannot be read.
    """
    import pypdf
    from pypdf.errors import LimitReachedError

    pypdf.overwrite_configuration(
        maximum_declared_stream_length=_MAX_STREAM,
        array_based_stream_maximum_output_length=_MAX_STREAM,
        lzw_maximum_output_length=_MAX_STREAM,
        run_length_maximum_output_length=_MAX_STREAM,
        zlib_maximum_output_length=_MAX_STREAM,
        stream_parsing_work_maximum_count=_MAX_DRAWING,
        jbig2dec_binary=None,
    )
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        # Many are encrypted against changes only: they open without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError(Refusal.ENCRYPTED)
        return _text_of_pages(reader.pages)
    except LimitReachedError:
        raise RefusedError(Refusal.TOO_COMPLEX) from None


def _text_of_pages(pages: Any) -> str:  # noqa: ANN401 -- the parser's own
    if not pages:
        raise RefusedError(Refusal.BROKEN)
    if len(pages) > MAX_PAGES:
        raise RefusedError(Refusal.TOO_MANY_PAGES)
    texts: list[str] = []
    for page in pages:
        texts.append(page.extract_text())
        _refuse_too_long(texts)
    if not any(text.strip() for text in texts):
        is_scan = any(_shows_a_picture(page) for page in pages)
        raise RefusedError(Refusal.SCANNED if is_scan else Refusal.EMPTY)
    return "\n\n".join(texts)


def _shows_a_picture(page: Any) -> bool:  # noqa: ANN401 -- same
    resources = page.get("/Resources")
    drawn = resources and resources.get_object().get("/XObject")
    parts = drawn.get_object().values() if drawn else ()
    return any(part.get_object().get("/Subtype") == "/Image" for part in parts)


def text_of_word(content: bytes) -> str:
    """Return the text of a Word document: its header, then its paragraphs and tables in order.

    Raises:
        RefusedError: If it cannot be read.
    """
    _refuse_bombs(content)
    import docx

    document = docx.Document(io.BytesIO(content))
    styles = {style.style_id: style.name or "" for style in document.styles}
    tops = [section.header for section in document.sections]
    bodies = [top._element for top in tops if not top.is_linked_to_previous]  # noqa: SLF001 -- python-docx leaves out text boxes and form fields
    lines: list[str] = []
    for body in (*bodies, document.element.body):
        for line in _lines(body, styles):
            lines.append(line)
            _refuse_too_long(lines)
    return "\n".join(lines)


def _refuse_bombs(content: bytes) -> None:
    """Refuse what unpacks to far more than it is; Python unpacks no more than is declared."""
    members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    unpacked = sum(member.file_size for member in members)
    limit = min(_MAX_UNPACKED, _MAX_RATIO * len(content))
    if len(members) > _MAX_MEMBERS or unpacked > limit:
        raise RefusedError(Refusal.TOO_COMPLEX)


def _lines(block: Any, styles: dict[str, str]) -> Iterator[str]:  # noqa: ANN401 -- lxml has no types
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


def _lines_of_paragraph(paragraph: Any, styles: dict[str, str]) -> Iterator[str]:  # noqa: ANN401 -- same
    style = styles.get(paragraph.style or "", "")
    text = "".join(_texts(paragraph)).strip()
    if text and style.startswith(_HEADING_STYLES):
        yield ""
    is_item = (
        style.startswith(_LIST_STYLES) or paragraph.find(f"{_WORD}pPr/{_WORD}numPr") is not None
    )
    yield f"- {text}" if text and is_item else text
    for box in paragraph.iter(_TEXT_BOX):
        if _nearest(box, "p") is paragraph and next(box.iterancestors(_FALLBACK), None) is None:
            yield from _lines(box, styles)


def _nearest(part: Any, tag: str) -> Any:  # noqa: ANN401 -- same
    """Return the paragraph, row or table that a part belongs to."""
    return next(part.iterancestors(f"{_WORD}{tag}"))


def _texts(paragraph: Any) -> Iterator[str]:  # noqa: ANN401 -- same
    """Return a paragraph's own text, piece by piece; what was deleted is no `w:t`."""
    breaks = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
    for part in paragraph.iter(f"{_WORD}t", f"{_WORD}noBreakHyphen", *breaks):
        # A tab stop of the paragraph's format is no tab.
        if _nearest(part, "p") is not paragraph or part.getparent().tag == f"{_WORD}tabs":
            continue
        if part.tag == f"{_WORD}t":
            yield part.text or ""
        else:
            yield breaks.get(part.tag, "-")


def _lines_of_row(row: Any, styles: dict[str, str]) -> Iterator[str]:  # noqa: ANN401 -- same
    """Return a row on one line, unless it only divides the page into columns."""
    own = (cell for cell in row.iter(f"{_WORD}tc") if _nearest(cell, "tr") is row)
    cells = [list(_lines(cell, styles)) for cell in own]
    filled = [kept for cell in cells if (kept := [line for line in cell if line])]
    if all(len(cell) == 1 and "\n" not in cell[0] for cell in filled):
        yield " | ".join(line for (line,) in filled)
    else:
        for cell in cells:
            yield from cell


def _refuse_too_long(texts: list[str]) -> None:
    if sum(map(len, texts)) > MAX_CHARACTERS:
        raise RefusedError(Refusal.TOO_LONG)


def _limit_this_process() -> None:
    """Bound what a file can make the parser take; where the system cannot, time is bounded."""
    import resource

    for kind, limit, hard_limit in (
        # Ended by a signal that says why; at its hard limit it would be killed without a word.
        (resource.RLIMIT_CPU, _CPU_SECONDS, _CPU_SECONDS + 5),
        (resource.RLIMIT_AS, _MEMORY, _MEMORY),
        (resource.RLIMIT_FSIZE, MAX_ANSWER, MAX_ANSWER),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (limit, hard_limit))
        except (OSError, ValueError):
            continue


def _answer(kind: str, content: bytes) -> dict[str, str]:
    try:
        return {"text": text_of_pdf(content) if kind == "pdf" else text_of_word(content)}
    except RefusedError as refused:
        return {"refusal": refused.refusal}
    except (MemoryError, RecursionError):
        return {"refusal": Refusal.TOO_COMPLEX}
    except Exception:  # noqa: BLE001 -- the edge: a broken file may make a parser raise anything
        return {"refusal": Refusal.BROKEN}


if __name__ == "__main__":
    # What is dropped need not be written first: 800 bytes made 47 MB of warnings.
    logging.disable()
    _limit_this_process()
    json.dump(_answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
