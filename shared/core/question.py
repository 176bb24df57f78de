"""A question that a job asks its owner, and what became of it. Pure.

The question stands on the job document for as long as it is open. What it is about lies below the
document, and so does the answer: as a step of the job that its owner has completed.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from pydantic import Field, JsonValue

from shared.core import errors
from shared.core.records import StoredRecord
from shared.core.stored_value import JsonText, to_text

#: How a question is called: its name stands in a path, and is that of a document.
_NAME: Final = re.compile("[a-z0-9][a-z0-9-]{0,63}")
#: Bytes: what a question is about.
MAX_CONTEXT: Final = 20_000
#: Bytes: an answer.
MAX_ANSWER: Final = 64 * 1024
#: Characters: what is asked.
MAX_PROMPT: Final = 1_000
#: So long before its deadline a job goes on at the latest, if it may take that long at all.
_TO_GO_ON: Final = timedelta(minutes=5)


class OpenQuestion(StoredRecord):
    """What a job waits to be told by its owner."""

    #: All written by the attempt that asks.
    name: str = Field(description="Its name within the job, as the path of an answer has it.")
    form: str = Field(description="Which of its type's `forms` an answer has.")
    prompt: str = Field(
        min_length=1, max_length=MAX_PROMPT, description="What is asked, in words for its owner."
    )
    since: datetime = Field(description="When it was asked.")
    until: datetime = Field(description="The job goes on without an answer, or fails, after this.")
    has_default: bool = Field(
        description="Whether the job goes on without an answer; else it fails then."
    )


class UnansweredError(errors.PermanentJobError):
    """The job has asked, and no answer came in time.

    Retry it: it asks once more.
    """

    code = errors.ErrorCode.DEADLINE_EXCEEDED
    public_message = "The job has asked you something, and no answer came in time."


def is_question_name(name: str) -> bool:
    """Whether a question may be called so."""
    return _NAME.fullmatch(name) is not None


def wait_end(now: datetime, wait: timedelta, deadline: datetime) -> datetime:
    """Return until when a question is open that is asked now.

    Its job may take no longer than until its deadline, and shall go on before that, whether or not
    an answer came: the sweeper may be late.
    """
    left = max(deadline - now, timedelta())
    return now + min(wait, left - min(_TO_GO_ON, left / 2))


def answer_text(value: JsonValue) -> JsonText:
    """Return an answer as its step keeps it."""
    return to_text({"given": value})


#: What the step keeps where no answer came in time.
NO_ANSWER: Final = to_text({})


def answer_in(kept: JsonValue) -> list[JsonValue] | None:
    """Return the answer that a step has kept in a list: an empty one where none came in time.

    Returns:
        None for what this revision cannot read.
    """
    match kept:
        case {"given": value}:
            return [value]
        case dict() if not kept:
            return []
        case _:
            return None
