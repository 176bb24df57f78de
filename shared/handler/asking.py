"""What a handler asks, and is answered: a question that no answer could reach is a mistake."""

import logging
from collections.abc import Sequence
from typing import TypeVar

from pydantic import JsonValue, ValidationError

from shared.core import errors
from shared.core.question import MAX_CONTEXT, is_question_name
from shared.core.records import Record
from shared.core.stored_value import UnstorableValueError, to_text
from shared.handler.ports import Asking, Attempt
from shared.telemetry import logs

AnswerT = TypeVar("AnswerT", bound=Record)


def refuse_mistakes(asking: Asking, form: type[Record], forms: Sequence[type[Record]]) -> None:
    """Refuse a question that no answer could reach.

    Args:
        asking: The question.
        form: What an answer is to be.
        forms: Those that the job's type has declared.

    Raises:
        errors.HandlerMistakeError: If it is one.
    """
    wrong = None
    if not is_question_name(asking.name):
        wrong = "is no name of a question: use a-z, 0-9 and hyphens"
    elif form not in forms:
        wrong = f"asks for {asking.form}, which is not among its type's forms"
    elif not asking.prompt.strip():
        wrong = "asks nothing"
    else:
        wrong = _wrong_context(asking.context)
    if wrong is not None:
        raise errors.HandlerMistakeError(mistake=f"{asking.name!r} {wrong}")


def answer_to(
    attempt: Attempt, asking: Asking, form: type[AnswerT], log: logging.Logger
) -> AnswerT | None:
    """Return the answer to a question; None where none came in time.

    Raises:
        errors.AttemptEndedError: If it is still awaited.
    """
    kept = attempt.read_answer(asking.name)
    if kept is None:
        attempt.await_answer(asking)
    if not kept.given:
        # What failed for want of an answer is run once more: to be asked once more.
        if kept.is_from_before and not asking.has_default:
            attempt.await_answer(asking)
        return None
    try:
        return form.model_validate(kept.given[0])
    except ValidationError:
        # Of a form that this revision no longer has: its owner knows better than we.
        log.info("A kept answer is outdated.", extra=logs.log_fields("answer-outdated"))
        attempt.await_answer(asking)


def _wrong_context(context: JsonValue) -> str | None:
    """Say why what a question is about cannot be kept; None if it can."""
    try:
        size = len(to_text(context).encode())
    except UnstorableValueError as error:
        return f"has a context that cannot be kept: {error}"
    return f"has a context of more than {MAX_CONTEXT:,} bytes" if size > MAX_CONTEXT else None
