"""What a job is called before its owner gives it another title: made from its request."""

import logging
from typing import Any, Final

from functions.job_types import JobType
from shared.core.plain_text import clean_prose
from shared.core.records import Record
from shared.core.stored_value import shortened
from shared.telemetry import logs

log = logging.getLogger(__name__)

#: Characters of a title.
LONGEST_TITLE: Final = 120


def in_one_line(text: str) -> str:
    """Return a text without what cannot be seen, and without surplus white space."""
    return " ".join(clean_prose(text).split())


def title_of(job_type: JobType, request: Record, file_name: str | None) -> str:
    """Return what a job of that request is called before its owner gives it another title.

    A type that cannot name its job refuses no job: it is called as its type then.
    """
    return shortened(_by_type(job_type, request, file_name) or job_type.title, LONGEST_TITLE)


def _by_type(job_type: JobType, request: Any, file_name: str | None) -> str:  # noqa: ANN401 -- of its type
    if job_type.job_title is None:
        return ""
    try:
        return in_one_line(job_type.job_title(request, file_name))
    except Exception:
        fields = logs.log_fields("title-failed", type=job_type.name)
        log.exception("job_title() of a job type raised.", extra=fields)
        return ""
