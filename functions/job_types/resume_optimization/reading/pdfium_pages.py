"""The text of a PDF by pdfium, the engine of Chrome: the first reader.

pdfium says of each character whether the file says which letter it is. Where it does not, the
font's own names of its glyphs may; icons have none that stands for a letter, and are left out.
"""

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from functions.job_types.resume_optimization.reading.blanks import Box, missing_blanks
from functions.job_types.resume_optimization.reading.glyph_numbers import (
    LOST,
    is_icon_font,
    read_numbers,
)
from functions.job_types.resume_optimization.reading.order import in_order
from functions.job_types.resume_optimization.reading.refusals import (
    Refusal,
    RefusedError,
    refuse_other_count,
    refuse_too_long,
)

#: Stands for the hyphen at which a word goes on in the next line; pdfium leaves out the line end.
WRAP: Final = "\ufffe"
#: Fewer letters than this beside a picture are a stamp on a scan.
_FEWEST_LETTERS: Final = 60
#: A page of so many drawn outlines and without text has its letters among them.
_MANY_PATHS: Final = 150
_LONGEST_NAME: Final = 128
#: What stands in words, and at their ends, besides letters and digits.
_IN_WORDS: Final = frozenset(".,;:()'\u2019&%-\u2013+$#\u20ac\u00a3\u201c\u201d\u2018")


class _Unmapped(NamedTuple):
    """A character of which the file does not say which letter it is."""

    font: str
    code: int


def text_of_pages(content: bytes) -> list[str]:
    """Return the text of a PDF, page by page, in the order in which it is drawn or else read.

    Raises:
        RefusedError: If it cannot be read.
    """
    document = _opened(content)
    refuse_other_count(len(document))
    pages: list[list[str | _Unmapped]] = []
    for page in document:
        pages.append(_characters(page))
        refuse_too_long(sum(map(len, pages)))
    letters = _letters(content, pages)
    texts = [
        "".join(letters.get(each, "") if isinstance(each, _Unmapped) else each for each in page)
        for page in pages
    ]
    if sum(map(str.isalnum, "".join(texts))) < _FEWEST_LETTERS:
        _refuse_drawn(document, is_empty=not "".join(texts).strip())
    return texts


def _opened(content: bytes) -> Any:  # noqa: ANN401 -- pypdfium2 has no types
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        refusal = Refusal.ENCRYPTED if is_locked else Refusal.BROKEN
        raise RefusedError(refusal) from None


def _characters(page: Any) -> list[str | _Unmapped]:  # noqa: ANN401 -- same
    text = page.get_textpage()
    return in_order(list(_placed(text)), WRAP)


def _placed(text: Any) -> Iterator[tuple[str | _Unmapped, Box | None]]:  # noqa: ANN401 -- same
    """Return the characters of a page as they are drawn, each that is seen with its place."""
    from pypdfium2 import raw

    boxes = [_box(text, at) for at in range(text.count_chars())]
    apart = missing_blanks(box if box and _is_in_word(box.shown) else None for box in boxes)
    for at, box in enumerate(boxes):
        code = raw.FPDFText_GetUnicode(text, at)
        if at in apart:
            yield " ", None
        if raw.FPDFText_IsHyphen(text, at) == 1:
            yield WRAP, box
        elif raw.FPDFText_HasUnicodeMapError(text, at) == 1:
            yield _Unmapped(_font_of(text, at), code), box
        elif code != ord("\r"):
            yield chr(code), box


def _box(text: Any, at: int) -> Box | None:  # noqa: ANN401 -- same
    """Return where a character stands; None for blanks and what is not drawn."""
    from pypdfium2 import raw

    shown = chr(raw.FPDFText_GetUnicode(text, at))
    if shown.isspace() or raw.FPDFText_IsGenerated(text, at) == 1:
        return None
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(box))
    return Box(shown, box.left, box.right, box.bottom, box.top - box.bottom)


def _is_in_word(shown: str) -> bool:
    return shown.isalnum() or shown in _IN_WORDS


def _font_of(text: Any, at: int) -> str:  # noqa: ANN401 -- same
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(_LONGEST_NAME)
    drawn = raw.FPDFText_GetTextObject(text, at)
    font = raw.FPDFTextObj_GetFont(drawn) if drawn else None
    if font:
        raw.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
    return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _letters(content: bytes, pages: Sequence[Sequence[str | _Unmapped]]) -> dict[_Unmapped, str]:
    """Return how the unmapped characters are read: by the names or the numbers of their fonts."""
    unmapped = {each for page in pages for each in page if isinstance(each, _Unmapped)}
    named = _names(content) if any(not is_icon_font(each.font) for each in unmapped) else {}
    nameless = {each for each in unmapped if each not in named and not is_icon_font(each.font)}
    table = {each: named.get(each, "") for each in unmapped}
    for font in {each.font for each in nameless}:
        codes = [[_code_in(each, font) for each in page] for page in pages]
        letters = read_numbers([code for page in codes for code in (*page, None)])
        table |= {each: letters(each.code) for each in nameless if each.font == font}
    return table | dict.fromkeys(_gaps(pages, table), LOST)


def _gaps(
    pages: Sequence[Sequence[str | _Unmapped]], table: Mapping[_Unmapped, str]
) -> Iterator[_Unmapped]:
    """Return what stands within a word whose other letters the file tells: no number is one."""
    for page in pages:
        for before, each, after in zip(page, page[1:], page[2:], strict=False):
            is_within = _is_small(before) and _is_small(after)
            if not isinstance(each, _Unmapped) or not is_within:
                continue
            # TeX's ligatures are two letters, an apostrophe is none, and accents have their number.
            if len(table[each]) == 1 and table[each].isascii() and table[each].isalnum():
                yield each


def _is_small(character: str | _Unmapped) -> bool:
    return isinstance(character, str) and character.islower()


def _code_in(character: str | _Unmapped, font: str) -> int | None:
    if isinstance(character, _Unmapped) and character.font == font:
        return character.code
    return None


def _names(content: bytes) -> Mapping[tuple[str, int], str]:
    from functions.job_types.resume_optimization.reading.pypdf_pages import named_letters

    try:
        return named_letters(content)
    except Exception:  # noqa: BLE001 -- what one reader reads, the other need not be able to
        return {}


def _refuse_drawn(document: Any, *, is_empty: bool) -> None:  # noqa: ANN401 -- same
    from pypdfium2 import raw

    kinds = [part.type for page in document for part in page.get_objects(max_depth=3)]
    is_picture = raw.FPDF_PAGEOBJ_IMAGE in kinds
    if is_empty and not is_picture and kinds.count(raw.FPDF_PAGEOBJ_PATH) < _MANY_PATHS:
        raise RefusedError(Refusal.EMPTY)
    if is_empty or is_picture:
        raise RefusedError(Refusal.SCANNED)
