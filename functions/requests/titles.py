"""What a job is called: made from its request, until its owner gives it another title."""

import logging
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from functions.job_types import JobType
from shared.core.plain_text import VISIBLE, clean_prose
from shared.core.records import Record
from shared.core.stored_value import shortened
from shared.telemetry import logs

log = logging.getLogger(__name__)

#: Characters.
_LONGEST = 120
#: A text that is longer is refused as it is: cleaning it would cost, however little can be seen.
_LONGEST_UNCLEANED = 10_000


def _cleaned(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    if not isinstance(value, str) or len(value) > _LONGEST_UNCLEANED:
        return value
    return _in_one_line(value)


def _in_one_line(text: str) -> str:
    """Return a text without what cannot be seen, and without surplus white space."""
    return " ".join(clean_prose(text).split())


Title = Annotated[
    str,
    BeforeValidator(_cleaned),
    Field(
        min_length=1,
        max_length=_LONGEST,
        json_schema_extra={"pattern": VISIBLE},
        description="What the job is called.",
    ),
]


def title_of(job_type: JobType, request: Record, file_name: str | None) -> str:
    """Return what a job of that request is called before its owner gives it another title.

    A type that cannot name its job refuses no job: it is called as its type then.
    """
    return shortened(_by_type(job_type, request, file_name) or job_type.title, _LONGEST)


def _by_type(job_type: JobType, request: Any, file_name: str | None) -> str:  # noqa: ANN401 -- of its type
    if job_type.job_title is None:
        return ""
    try:
        return _in_one_line(job_type.job_title(request, file_name))
    except Exception:
        fields = logs.log_fields("title-failed", type=job_type.name)
        log.exception("job_title() of a job type raised.", extra=fields)
        return ""
