"""What comes back from Gemini: a whole answer that fits, or the part of it that is finished.

Pure. Everything a model writes is untrusted text: it is parsed, cleaned of what no reader sees,
shortened where it is too long, checked against the asked-for form and for being plain text, and
otherwise refused with reasons that can be told to the model. This is the one place where that is
done, for all job types; what an answer of a type may say beyond that is its own affair.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import from_json, to_json

from shared.core.plain_text import clean_values, each_text, find_markup, find_repetition
from shared.gemini.too_long import shortened_to_fit

AnswerT = TypeVar("AnswerT", bound=BaseModel)
JsonObject = dict[str, JsonValue]

#: What a number that is still being written may end with. Inside a string it is dropped anyway.
_NUMBER = "0123456789+-.eE"
_FENCE = "```"
#: An answer that has so many words of the instruction in a row gives it away.
_LONGEST_QUOTE = 14


class InvalidAnswerError(Exception):
    """The text is not an answer of the asked-for form.

    Attributes:
        problems: What is wrong, for the model. May repeat what it wrote: not for logs.
        kinds: What is wrong, in the checker's own words: for logs.
    """

    def __init__(self, found: Sequence[tuple[str, str, str]]) -> None:
        """Take the kind, the place and a sentence for each thing that is wrong."""
        super().__init__(f"{len(found)} problems")
        self.problems = tuple(f"{place or 'the document'}: {said}" for _, place, said in found)
        self.kinds = tuple(sorted({kind for kind, _, _ in found}))


def read_answer(form: type[AnswerT], draft: str, text: str, *, instruction: str = "") -> AnswerT:
    """Read an answer of a form; it must not give the instruction away.

    The text is the rest of a draft that was cut off, or a whole answer by itself.

    Raises:
        InvalidAnswerError: If it does not fit, or is not plain text.
    """
    try:
        return _read(form, draft + _unfenced(text), instruction)
    except InvalidAnswerError:
        if not draft:
            raise
    return _read(form, _unfenced(text), instruction)


def _read(form: type[AnswerT], text: str, instruction: str) -> AnswerT:
    cleaned = shortened_to_fit(form, clean_values(_parse(form, _unfenced(text))))
    answer = _validate(form, to_json(cleaned))
    if faults := _find_faults(cleaned, instruction):
        raise InvalidAnswerError(faults)
    return answer


def _parse(form: type[BaseModel], text: str) -> JsonValue:
    """Parse an answer; of what is no JSON, the form's own check says what is wrong."""
    try:
        parsed: JsonValue = from_json(text)
    except ValueError:
        _validate(form, text)
        raise
    return parsed


def _validate(form: type[AnswerT], text: str | bytes) -> AnswerT:
    try:
        return form.model_validate_json(text)
    except ValidationError as error:
        # Without the cause: it repeats what the model wrote, and would be logged with us.
        wrong = [
            (each["type"], ".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()
        ]
        raise InvalidAnswerError(wrong) from None


def _find_faults(answer: JsonValue, instruction: str) -> list[tuple[str, str, str]]:
    """Return where an answer is not plain text, or repeats what was asked."""
    texts = list(each_text(answer))
    marked_up = [(place, fault) for place, text in texts for fault in find_markup(text)]
    quoting = [at for at, text in texts if find_repetition(text, instruction, _LONGEST_QUOTE)]
    said = "Repeats the instruction. Speak about the facts only."
    return [
        *(("markup", place, f"Holds {fault}. Write plain text.") for place, fault in marked_up),
        *(("quotes_instruction", place, said) for place in quoting),
    ]


def _unfenced(text: str) -> str:
    """Take off a Markdown code fence, which models are fond of."""
    inner = text.strip()
    if not inner.startswith(_FENCE):
        return text
    _, _, inner = inner.partition("\n")
    return inner.removesuffix(_FENCE)


def finished_part(form: type[BaseModel], text: str, *, instruction: str = "") -> JsonObject | None:
    """Return the finished fields of an object that is still being written.

    All but the last field are finished, and must fit. The last one may be growing: of a list, the
    items that fit are returned; anything else is left out until it fits. The fields have the names
    that JSON has. None if there are none yet, or a finished one does not fit.
    """
    for written in _shortened(_parse_part(text)):
        part = cast("JsonObject", shortened_to_fit(form, written))
        if part and not _misfits(form, part) and not _find_faults(part, instruction):
            return part
    return None


def _parse_part(text: str) -> JsonObject:
    try:
        parsed: JsonValue = from_json(_unfenced(text).rstrip(_NUMBER), allow_partial=True)
    except ValueError:
        return {}
    return cast("JsonObject", clean_values(parsed)) if isinstance(parsed, dict) else {}


def _shortened(part: JsonObject) -> Iterator[JsonObject]:
    """Return a part whole, without its last list's last item, and without its last field."""
    yield part
    if part:
        *first, (name, value) = part.items()
        if isinstance(value, list):
            yield {**dict(first), name: value[:-1]}
        yield dict(first)


def _misfits(form: type[BaseModel], part: JsonObject) -> bool:
    """Whether a field that is there does not fit; what is missing may still come."""
    try:
        # As JSON and not as Python: only then is a string taken for a date, a list for a tuple.
        form.model_validate_json(to_json(part))
    except ValidationError as error:
        return any(each["loc"] and each["loc"][0] in part for each in error.errors())
    return False
