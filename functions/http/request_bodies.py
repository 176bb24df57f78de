"""The forms of the bodies that are not a submission: what a retry shall change, and a batch."""

from typing import Annotated

from pydantic import Field, JsonValue, StrictBool

from functions.requests import submit
from shared.core.records import Record


class RetryRequest(Record):
    """The body of a retry."""

    #: The type's own fields, if they shall be others; no finished step is kept then.
    input: dict[str, JsonValue] | None = None
    #: Whether what was paid for is kept: finished steps are not done again.
    keep_steps: StrictBool = True


class Batch(Record):
    """The body of a batch: submissions, as they would be sent one by one."""

    #: Each becomes its own job; all are checked before the first is stored.
    jobs: Annotated[list[dict[str, JsonValue]], Field(min_length=1, max_length=submit.MAX_BATCH)]
