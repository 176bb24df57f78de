"""Make JSON Schemas of our records, as the public sees them.

What a record means stands in its docstring, and what a field means in the `#:` comment above it,
once, for us and for the API's readers: the schema takes it from there, without the sentences that
say which of our files writes it, or where in Firestore it lies.
"""

import inspect
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, JsonValue
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema
from pydantic_core import core_schema

from shared.core.records import Record

Schema = dict[str, JsonValue]

_REF: Final = "#/components/schemas/{model}"
_COMMENT = re.compile(r"\s*#: ?(.*)")
_FIELD = re.compile(r"\s*(\w+)\s*:")
_SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
#: Our files and modules, and paths in Firestore.
_INTERNAL = re.compile(r"\.py\b|\b(?:data|users)/|\b(?:shared|functions|infra)[./]\w")


class _RequestSchemas(GenerateJsonSchema):
    """Schemas of what is sent to us."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 -- pydantic's signature
        """Leave a field without a title: its name says as much."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """Add what the comments say."""
        described = super().model_schema(schema)
        if issubclass(schema["cls"], Record):
            _describe_fields(schema["cls"], described)
        return described


class _AnswerSchemas(_RequestSchemas):
    """Schemas of what we send: a field that has no value is absent, never null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """Leave out null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """Leave out what a field would be if it were absent: it is not known to the reader."""
        described = super().default_schema(schema)
        described.pop("default", None)
        return described


class _JobSchemas(_AnswerSchemas):
    """Schemas of what goes through our records on its way out: a default is filled in."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: FBT001 -- pydantic's signature
    ) -> bool:
        """Promise every field that is not left out when empty."""
        inner = field["schema"]
        is_filled = inner["type"] == "default" and inner.get("default") is not None
        return is_filled or super().field_is_required(field, total)


def request_schemas(models: Iterable[type[BaseModel]]) -> dict[str, Schema]:
    """Return the schemas of what is sent to us, and of what they are made of, by name."""
    return _schemas(models, "validation", _RequestSchemas)


def answer_schemas(models: Iterable[type[BaseModel]]) -> dict[str, Schema]:
    """Return the schemas of what we send as it was stored, maybe by an older revision."""
    return _schemas(models, "serialization", _AnswerSchemas)


def job_schemas(models: Iterable[type[BaseModel]]) -> dict[str, Schema]:
    """Return the schemas of what we send as our records have it now."""
    return _schemas(models, "serialization", _JobSchemas)


def ref(name: str) -> Schema:
    """Point at a schema by its name."""
    return {"$ref": _REF.format(model=name)}


def without(schema: Schema, names: Iterable[str]) -> Schema:
    """Return a schema without these fields."""
    hidden, properties, required = set(names), schema["properties"], schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise TypeError("not the schema of a record")
    return {
        **schema,
        "properties": {name: form for name, form in properties.items() if name not in hidden},
        "required": [name for name in required if name not in hidden],
    }


def require(schema: Schema, name: str) -> Schema:
    """Return a schema with a field that must be there, and is not null."""
    properties, required = schema["properties"], schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise TypeError("not the schema of a record")
    form = properties[name]
    if isinstance(form, dict) and isinstance(form.get("anyOf"), list):
        (only,) = (one for one in form["anyOf"] if one != {"type": "null"})  # type: ignore[union-attr]
        kept = {key: part for key, part in form.items() if key not in {"anyOf", "default"}}
        form = {**kept, **only}  # type: ignore[dict-item]
    return {**schema, "properties": {**properties, name: form}, "required": [*required, name]}


def _schemas(
    models: Iterable[type[BaseModel]], mode: JsonSchemaMode, generator: type[GenerateJsonSchema]
) -> dict[str, Schema]:
    _, made = models_json_schema(
        [(model, mode) for model in models],
        by_alias=True,
        ref_template=_REF,
        schema_generator=generator,
    )
    return dict(sorted(made.get("$defs", {}).items()))


def _describe_fields(model: type[Record], described: Schema) -> None:
    described.pop("title", None)
    if isinstance(words := described.get("description"), str):
        described["description"] = _public(words)
    properties = described.get("properties")
    if not isinstance(properties, dict):
        return
    for name, field in model.model_fields.items():
        form, comment = properties.get(field.alias or name), field_comments(model).get(name)
        if comment and isinstance(form, dict):
            form["description"] = comment


@cache
def field_comments(model: type[Record]) -> dict[str, str]:
    """Return what the `#:` comments above a record's fields tell the public, by field."""
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, Record) and owner is not Record:
            found |= _comments_in(inspect.getsource(owner).splitlines())
    return found


def _comments_in(lines: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    comment: list[str] = []
    for line in lines:
        if match := _COMMENT.fullmatch(line):
            comment.append(match[1])
            continue
        if comment and (field := _FIELD.match(line)) and (text := _public(" ".join(comment))):
            found[field[1]] = text
        comment = []
    return found


def _public(comment: str) -> str:
    """Drop the sentences about what nobody outside sees."""
    return " ".join(part for part in _SENTENCE_END.split(comment) if not _INTERNAL.search(part))
