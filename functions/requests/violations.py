"""Say in our own words what is wrong with a request. Pure.

No sentence of pydantic's reaches a user: each kind of error that a request can meet has one here,
with the limit where there is one. It names no value, and needs the field's name beside it.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.core import errors
from shared.core.errors import FieldViolation
from shared.core.records import Record

RecordT = TypeVar("RecordT", bound=Record)

#: By pydantic's kinds of error (`pydantic_core.ErrorDetails.type`). What stands in braces is of the
#: error's context.
SENTENCES: Final[Mapping[str, str]] = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field.",
    **dict.fromkeys(("model_type", "dict_type"), "Must be an object."),
    **dict.fromkeys(("list_type", "tuple_type"), "Must be a list."),
    "too_short": "Must have at least {min_length} entries.",
    "too_long": "Must have at most {max_length} entries.",
    "string_type": "Must be a text.",
    "string_unicode": "Must be a text that can be written as UTF-8.",
    "string_too_short": "Must have at least {min_length} characters.",
    "string_too_long": "Must have at most {max_length} characters.",
    "string_pattern_mismatch": "Must be of the form {pattern}.",
    "invalid-json-value": "Must be a value that JSON has.",
    **dict.fromkeys(
        ("int_type", "int_parsing", "int_from_float", "int_parsing_size"), "Must be a whole number."
    ),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "Must be a number."),
    "greater_than_equal": "Must be {ge} or more.",
    "less_than_equal": "Must be {le} or less.",
    "greater_than": "Must be more than {gt}.",
    "less_than": "Must be less than {lt}.",
    **dict.fromkeys(("bool_type", "bool_parsing"), "Must be true or false."),
    **dict.fromkeys(("enum", "literal_error"), "Must be one of these: {expected}."),
    **dict.fromkeys(
        (
            "datetime_type",
            "datetime_parsing",
            "datetime_from_date_parsing",
            "datetime_object_invalid",
            "timezone_aware",
        ),
        "Must be a time with its zone: 2026-11-23T12:00:00Z.",
    ),
}
#: What is said of a kind that has no sentence.
OTHERWISE: Final = "Is not as this field must be."
#: Our own sentence, raised by a check of ours.
OURS: Final = "value_error"
_MUST = "Must "


def validated(form: type[RecordT], value: object, inside: str = "") -> RecordT:
    """Check a value against a record's form.

    Raises:
        errors.InvalidArgumentError: If it does not fit; it names each field.
    """
    try:
        return form.model_validate(value, by_alias=True, by_name=False)
    except ValidationError as error:
        raise errors.InvalidArgumentError(violations=violations_of(error, inside)) from None


def violations_of(error: ValidationError, inside: str = "") -> list[FieldViolation]:
    """Say in public words what is wrong with which field; never with which value."""
    return [
        FieldViolation(
            field=".".join(str(part) for part in (inside, *wrong["loc"]) if part != ""),
            message=_with_place(_sentence(wrong), wrong["loc"]),
        )
        for wrong in error.errors(include_url=False, include_input=False)
    ]


def _sentence(wrong: ErrorDetails) -> str:
    if wrong["type"] == OURS:
        return str(wrong["ctx"]["error"])
    context = wrong.get("ctx", {})
    return _singular(SENTENCES.get(wrong["type"], OTHERWISE).format_map(_written(context)))


def _written(context: Mapping[str, Any]) -> dict[str, object]:
    """Return a context's limits as people write them: 60,000."""
    return {
        name: f"{value:,}" if isinstance(value, int) else str(value).replace("'", "")
        for name, value in context.items()
    }


def _singular(sentence: str) -> str:
    return sentence.replace(" 1 entries", " 1 entry").replace(" 1 characters", " 1 character")


def _with_place(sentence: str, place: tuple[int | str, ...]) -> str:
    """Say which entry of a list is meant: a form shows one sentence for the whole of it."""
    if place and isinstance(place[-1], int) and sentence.startswith(_MUST):
        return f"Entry {place[-1] + 1} must {sentence.removeprefix(_MUST)}"
    return sentence
