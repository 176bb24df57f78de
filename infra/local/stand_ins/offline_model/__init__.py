"""The offline model: writes a job's text by rules, for when there is no key for a real model.

For every prompt there is one writer, `writers/{prompt}.py`, with a function `write(facts)`. A
writer says nothing that the facts do not hold, and the same facts always give the same text.
"""

import importlib
import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared.core import errors
from shared.handler.job_context import GeneratedBy, OnPartial, ShouldStop, Spend, Written
from shared.handler.named_texts import PROMPTS, read_named_text
from shared.telemetry import semantic_spans

AnswerT = TypeVar("AnswerT", bound=BaseModel)
Writer = Callable[[BaseModel], BaseModel]

#: What a result says about who wrote its text.
GENERATED_BY = "offline"
WRITERS = f"{__name__}.writers"

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class OfflineModel:
    """A `job_context.TextModel` without a model: free, immediate, and always the same."""

    def write(  # noqa: PLR0913 -- the protocol's
        self,
        prompt: str,
        facts: BaseModel,
        answer: type[AnswerT],
        *,
        on_partial: OnPartial | None = None,
        should_stop: ShouldStop | None = None,
        spend: Spend | None = None,
    ) -> Written[AnswerT]:
        """Write an `answer` about the `facts`; see `TextModel.write`.

        It is written at once and for nothing: `on_partial` gets the whole, `spend` is not called.

        Raises:
            errors.JobCancelledError: If `should_stop` said so.
            errors.PermanentJobError: If there is no writer for the prompt, or it is for other
                facts, or what it writes is not the answer asked for.
        """
        del spend
        if should_stop is not None and should_stop():
            raise errors.JobCancelledError
        with semantic_spans.model_call("careerlens", GENERATED_BY):
            written = find_writer(prompt)(facts)
        try:
            value = answer.model_validate(written.model_dump())
        except ValidationError as error:
            raise errors.PermanentJobError(
                f"The offline model's writer for {prompt!r} gave no {answer.__name__}."
            ) from error
        if on_partial is not None:
            on_partial(value.model_dump(mode="json", by_alias=True, exclude_none=True))
        version = read_named_text(PROMPTS, prompt, ".md").version
        by = GeneratedBy(model=GENERATED_BY, prompt_version=version)
        return Written(value=value, generated_by=by)


def find_writer(prompt: str) -> Writer:
    """Return the function that writes for a prompt.

    Raises:
        errors.PermanentJobError: If there is none; it names the file to add.
    """
    module = f"{WRITERS}.{prompt}"
    if not _NAME.fullmatch(prompt) or find_spec(module) is None:
        raise errors.PermanentJobError(
            f"The offline model cannot write {prompt!r} yet: add {module.replace('.', '/')}.py"
            " with a function write(facts)."
        )
    writer: Writer = importlib.import_module(module).write
    return writer
