"""What is said of a field that is wrong: in our words, with its limit, and never its value."""

from collections.abc import Iterator
from typing import Any, Final, get_args

import pytest
from pydantic import BaseModel, Field, JsonValue, ValidationError
from pydantic_core.core_schema import ErrorType

from functions.http.routes import GROUPS
from functions.job_types import all_job_types, find_job_type
from functions.requests.options import Options
from functions.requests.violations import SENTENCES, violations_of

#: What pydantic can find wrong with each kind of schema; an empty set where it looks at nothing.
CAN_RAISE: Final[dict[str, set[str]]] = {
    "any": set(),
    "bool": {"bool_type", "bool_parsing"},
    "datetime": {
        "datetime_type",
        "datetime_parsing",
        "datetime_from_date_parsing",
        "datetime_object_invalid",
        "timezone_aware",
    },
    "default": set(),
    "definition-ref": set(),
    "definitions": set(),
    "dict": {"dict_type"},
    "enum": {"enum"},
    "float": {"float_type", "float_parsing", "finite_number"},
    "function-after": set(),
    "function-before": set(),
    "int": {"int_type", "int_parsing", "int_from_float", "int_parsing_size"},
    "json-or-python": set(),
    "list": {"list_type"},
    "literal": {"literal_error"},
    "model": {"model_type"},
    "model-field": set(),
    "model-fields": {"missing", "extra_forbidden"},
    "no-info": set(),
    "none": set(),
    "nullable": set(),
    "str": {"string_type", "string_unicode"},
    "tagged-union": {"invalid-json-value"},
    "tuple": {"tuple_type"},
}
#: The same of what a schema demands besides, by its kind and the demand's name.
CAN_RAISE_BY_LIMIT: Final[dict[str, str]] = {
    "str.min_length": "string_too_short",
    "str.max_length": "string_too_long",
    "str.pattern": "string_pattern_mismatch",
    "list.min_length": "too_short",
    "list.max_length": "too_long",
    "tuple.min_length": "too_short",
    "tuple.max_length": "too_long",
    **{
        f"{kind}.{limit}": error
        for kind in ("int", "float")
        for limit, error in {
            "ge": "greater_than_equal",
            "gt": "greater_than",
            "le": "less_than_equal",
            "lt": "less_than",
        }.items()
    },
}
#: What could be a demand: a new one needs its sentence.
LIMITS: Final = frozenset(
    {"min_length", "max_length", "ge", "gt", "le", "lt", "pattern", "multiple_of"}
)


def schemas(schema: object) -> Iterator[dict[str, Any]]:
    """Yield a schema of pydantic's, and all in it."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for inner in schema.values():
            yield from schemas(inner)
    elif isinstance(schema, list | tuple):
        for inner in schema:
            yield from schemas(inner)


def asked_models() -> list[type[BaseModel]]:
    """Return every model that a request is checked against."""
    routes = [route for group in GROUPS for route in group.routes]
    of_routes = {model for route in routes for model in (route.body, route.query) if model}
    of_types = {find_job_type(name).request for name in all_job_types()}
    return sorted({Options, *of_routes, *of_types}, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", asked_models(), ids=lambda model: model.__name__)
def test_each_kind_of_error_that_a_request_can_meet_has_its_sentence(
    model: type[BaseModel],
) -> None:
    """A new kind of field or limit needs a sentence before a user can run into it."""
    # Built at its first use; until then there is nothing to look at.
    model.model_rebuild(force=True)
    found = list(schemas(model.__pydantic_core_schema__))
    assert found
    for schema in found:
        kind = schema["type"]
        limits = [f"{kind}.{name}" for name in schema.keys() & LIMITS]
        raised = CAN_RAISE[kind] | {CAN_RAISE_BY_LIMIT[limit] for limit in limits}
        assert raised <= SENTENCES.keys()


def test_every_sentence_is_of_a_kind_that_pydantic_has() -> None:
    """A name that pydantic does not have would never be used."""
    known = {*get_args(ErrorType), "invalid-json-value"}
    assert known >= SENTENCES.keys()


class Filled(BaseModel, extra="forbid"):
    """Fields of several kinds."""

    text: str = Field(default="", min_length=3, max_length=60_000)
    one: str = Field(default="x", min_length=1)
    number: int = Field(default=1, ge=0, le=60)
    names: tuple[str, ...] = Field(default=(), max_length=60)
    value: JsonValue = None


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"names": ["a"] * 61}, "names", "Must have at most 60 entries."),
        ({"names": ["a", 2]}, "names.1", "Entry 2 must be a text."),
        ({"names": 1}, "names", "Must be a list."),
        ({"text": "a" * 60_001}, "text", "Must have at most 60,000 characters."),
        ({"text": "a"}, "text", "Must have at least 3 characters."),
        ({"one": ""}, "one", "Must have at least 1 character."),
        ({"number": 61}, "number", "Must be 60 or less."),
        ({"number": -1}, "number", "Must be 0 or more."),
        ({"number": 1.5}, "number", "Must be a whole number."),
        ({"other": 1}, "other", "There is no such field."),
        ([], "", "Must be an object."),
    ],
)
def test_a_sentence_names_the_limit(given: object, field: str, message: str) -> None:
    """The field stands beside it; of a list's entries it says which."""
    with pytest.raises(ValidationError) as refused:
        Filled.model_validate(given)
    assert [(v.field, v.message) for v in violations_of(refused.value)] == [(field, message)]


def test_no_sentence_of_pydantics_is_said() -> None:
    """Of a kind that has none, something general of ours is said."""
    with pytest.raises(ValidationError) as refused:
        Filled.model_validate({"value": object()})
    assert violations_of(refused.value)[0].message == "Must be a value that JSON has."
