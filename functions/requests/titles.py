"""The title that a job's owner gives it, instead of the one made from its request."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from functions.job_types.naming import LONGEST_TITLE, in_one_line
from shared.core.plain_text import VISIBLE

#: A text that is longer is refused as it is: cleaning it would cost, however little can be seen.
_LONGEST_UNCLEANED = 10_000


def _cleaned(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    if not isinstance(value, str) or len(value) > _LONGEST_UNCLEANED:
        return value
    return in_one_line(value)


Title = Annotated[
    str,
    BeforeValidator(_cleaned),
    Field(
        min_length=1,
        max_length=LONGEST_TITLE,
        json_schema_extra={"pattern": VISIBLE},
        description="What the job is called.",
    ),
]
