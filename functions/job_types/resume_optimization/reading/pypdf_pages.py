"""The text of a PDF by pypdf: pure Python, slow, and another opinion than pdfium's."""

import io
from typing import Any, Final

from functions.job_types.resume_optimization.reading.glyph_names import letters_of, resolve_names
from functions.job_types.resume_optimization.reading.refusals import (
    Refusal,
    RefusedError,
    refuse_other_count,
    refuse_too_long,
)

#: Bytes that one stream of a PDF may unpack to, and words of drawing in one page.
_MAX_STREAM: Final = 10_000_000
_MAX_DRAWING: Final = 500_000


def text_of_pages(content: bytes) -> list[str]:
    """Return the text of a PDF, page by page, in the order in which it is drawn.

    Raises:
        RefusedError: If it cannot be read.
    """
    from pypdf._codecs.adobe_glyphs import adobe_glyphs
    from pypdf.errors import LimitReachedError

    try:
        texts: list[str] = []
        for page in _pages(content):
            texts.append(resolve_names(page.extract_text(), adobe_glyphs))
            refuse_too_long(sum(map(len, texts)))
    except LimitReachedError:
        raise RefusedError(Refusal.TOO_COMPLEX) from None
    if not any(text.strip() for text in texts):
        raise RefusedError(Refusal.EMPTY)
    return texts


def named_letters(content: bytes) -> dict[tuple[str, int], str]:
    """Return the letters that fonts give by name alone, each by its font and code.

    An empty text stands for a name that is no letter's.
    """
    from pypdf._codecs.adobe_glyphs import adobe_glyphs

    found: dict[tuple[str, int], str] = {}
    for page in _pages(content):
        resources = page.get("/Resources")
        fonts = resources.get_object().get("/Font") if resources else None
        for reference in fonts.get_object().values() if fonts else ():
            font = reference.get_object()
            name = str(font.get("/BaseFont", "")).removeprefix("/").rpartition("+")[2]
            for code, glyph in _differences(font):
                found.setdefault((name, code), letters_of(glyph, adobe_glyphs))
    return found


def _differences(font: Any) -> list[tuple[int, str]]:  # noqa: ANN401 -- the parser's own
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    listed = encoding.get("/Differences") if isinstance(encoding, dict) else None
    code, pairs = 0, []
    for entry in listed.get_object() if listed is not None else ():
        if isinstance(entry, int):
            code = int(entry)
        else:
            pairs.append((code, str(entry).removeprefix("/")))
            code += 1
    return pairs


def _pages(content: bytes) -> Any:  # noqa: ANN401 -- same
    import pypdf

    pypdf.overwrite_configuration(
        maximum_declared_stream_length=_MAX_STREAM,
        array_based_stream_maximum_output_length=_MAX_STREAM,
        lzw_maximum_output_length=_MAX_STREAM,
        run_length_maximum_output_length=_MAX_STREAM,
        zlib_maximum_output_length=_MAX_STREAM,
        stream_parsing_work_maximum_count=_MAX_DRAWING,
        jbig2dec_binary=None,
    )
    reader = pypdf.PdfReader(io.BytesIO(content))
    # Many are encrypted against changes only: they open without a password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise RefusedError(Refusal.ENCRYPTED)
    refuse_other_count(len(reader.pages))
    return reader.pages
