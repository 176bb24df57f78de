"""Make a document of a page, in the format that was asked for."""

from collections.abc import Sequence
from typing import Final

from functions.job_types.common.export.page import PageLine
from functions.job_types.common.export.pdf import write_pdf
from functions.job_types.common.export.word import write_word
from shared.core.exports import MEDIA_TYPES, Document, DocumentFormat

_WRITERS: Final = {DocumentFormat.WORD: write_word, DocumentFormat.PDF: write_pdf}


def make_document(
    page: Sequence[PageLine], name: str, title: str, kind: DocumentFormat
) -> Document:
    """Return a page as a document.

    Args:
        page: Its lines.
        name: Of the file, without its ending: plain ASCII.
        title: In the document's properties; no name of a person.
        kind: The format that was asked for.

    Raises:
        errors.InvalidArgumentError: If the format has no such letters.
    """
    return Document(
        file_name=f"{name}.{kind}",
        media_type=MEDIA_TYPES[kind],
        content=_WRITERS[kind](page, title),
    )
