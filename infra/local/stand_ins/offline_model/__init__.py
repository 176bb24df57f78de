"""The offline model: writes a job's text by rules, for when there is no key for a real model.

For every prompt there is one writer, `writers/{prompt}`: a file, or a folder, with a function
`write(facts)`. A writer says nothing that the facts do not hold, and the same facts always give the
same text.
"""

import importlib
import re
from collections.abc import Callable
from importlib.util import find_spec

from pydantic import BaseModel, ValidationError

from shared.core import errors
from shared.handler.named_texts import JOB_TYPES, read_prompt
from shared.handler.ports import AnswerT, GeneratedBy, ModelAnswer, ModelCall
from shared.telemetry import semantic_spans

Writer = Callable[[BaseModel], BaseModel]

#: What a result says about who wrote its text.
GENERATED_BY = "offline"
WRITERS = f"{__name__}.writers"

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class OfflineModel:
    """A `shared.handler.ports.TextModel` without a model: free, immediate, and always the same."""

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write an answer about the call's facts; see `TextModel.write`.

        It is written at once and for nothing: `call.on_partial` gets the whole, no usage is
        recorded. `call.check` is called before, and what it raises passes.

        Raises:
            errors.HandlerMistakeError: If there is no writer for the prompt, or what it writes is
                not the answer asked for.
        """
        call.check()
        with semantic_spans.model_call("careerlens", GENERATED_BY):
            written = find_writer(call.prompt)(call.facts)
        try:
            value = call.answer.model_validate(written.model_dump())
        except ValidationError as error:
            raise errors.HandlerMistakeError(
                mistake=f"the offline writer of {call.prompt!r} gave no {call.answer.__name__}"
            ) from error
        call.on_partial(value.model_dump(mode="json", by_alias=True, exclude_none=True))
        version = read_prompt(JOB_TYPES, call.prompt).version
        by = GeneratedBy(model=GENERATED_BY, prompt_version=version)
        return ModelAnswer(value=value, generated_by=by)


def find_writer(prompt: str) -> Writer:
    """Return the function that writes for a prompt.

    Raises:
        errors.HandlerMistakeError: If there is none; it names the file to add.
    """
    module = f"{WRITERS}.{prompt}"
    if not _NAME.fullmatch(prompt) or find_spec(module) is None:
        place = module.replace(".", "/")
        raise errors.HandlerMistakeError(
            mistake=f"the offline model cannot write {prompt!r}: add {place}.py, with write(facts)"
        )
    writer: Writer = importlib.import_module(module).write
    return writer
