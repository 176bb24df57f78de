"""Make a document of a résumé optimization, in the format that was asked for."""

from typing import Final

from functions.job_types.resume_optimization.export.accepted import accepted_text
from functions.job_types.resume_optimization.export.layout import lay_out
from functions.job_types.resume_optimization.export.pdf import write_pdf
from functions.job_types.resume_optimization.export.word import write_word
from functions.job_types.resume_optimization.report import ResumeOptimization
from shared.core.exports import MEDIA_TYPES, Document, DocumentFormat, DocumentRequest

#: In the document's properties. It is no name of a person.
_TITLE: Final = "R\u00e9sum\u00e9"
_WRITERS: Final = {DocumentFormat.WORD: write_word, DocumentFormat.PDF: write_pdf}


def make_document(result: ResumeOptimization, request: DocumentRequest) -> Document:
    """Return the résumé with what its owner accepted.

    Raises:
        errors.InvalidArgumentError: If there is no such change, or the format has no such letters.
    """
    page = lay_out(accepted_text(result, request.changes))
    return Document(
        file_name=f"resume.{request.format}",
        media_type=MEDIA_TYPES[request.format],
        content=_WRITERS[request.format](page, _TITLE),
    )
