"""Make a document of a résumé optimization, in the format that was asked for."""

from functions.job_types.common.export import make
from functions.job_types.resume_optimization.export.accepted import accepted_text
from functions.job_types.resume_optimization.export.layout import lay_out
from functions.job_types.resume_optimization.report import ResumeOptimization
from shared.core.exports import Document, DocumentRequest


def make_document(result: ResumeOptimization, request: DocumentRequest) -> Document:
    """Return the résumé with what its owner accepted.

    Raises:
        errors.InvalidArgumentError: If there is no such change, or the format has no such letters.
    """
    page = lay_out(accepted_text(result, request.changes))
    return make.make_document(page, "resume", "R\u00e9sum\u00e9", request.format)
