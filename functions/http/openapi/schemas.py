"""JSON Schemas of our records, as the public sees them: pydantic makes them, by our rules."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, json_schema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

_REF = "#/components/schemas/{model}"


class Sent(GenerateJsonSchema):
    """What a body holds that is sent to us. A name says as much as a title."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 -- pydantic's signature
        """Leave a field without a title."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Leave a record without a title."""
        made = super().model_schema(schema)
        made.pop("title", None)
        return made


class Kept(Sent):
    """What may have been stored by an older revision; also a query and headers: no null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave out null: the field is absent."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out what we fill in when we answer."""
        made = super().default_schema(schema)
        if self.mode == "serialization" or made.get("default", "") is None:
            made.pop("default", None)
        return made


class Made(Kept):
    """What our records are now: a default is filled in."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: FBT001 -- pydantic's signature
    ) -> bool:
        """Promise every field that is not left out when empty."""
        inner = field["schema"]
        if inner["type"] == "nullable":
            return False
        is_filled = inner["type"] == "default" and inner.get("default") is not None
        return is_filled or super().field_is_required(field, total)


def schemas_of(
    models: Iterable[type[BaseModel]], rules: type[Sent], mode: json_schema.JsonSchemaMode
) -> dict[str, JsonSchemaValue]:
    """Return the schemas of records, and of what these are made of, by name."""
    pairs = [(model, mode) for model in models]
    _, made = json_schema.models_json_schema(pairs, ref_template=_REF, schema_generator=rules)
    found: dict[str, JsonSchemaValue] = made.get("$defs", {})
    return found


def fields_of(model: type[BaseModel]) -> JsonSchemaValue:
    """Return what is flat, a query or headers, as OpenAPI describes each field of it."""
    schema = schemas_of([model], Kept, "validation")[model.__name__]
    needed = schema.get("required", [])
    return {
        name: {"description": form.pop("description"), "required": name in needed, "schema": form}
        for name, form in schema["properties"].items()
    }


def ref(name: str) -> JsonSchemaValue:
    """Point at a schema by its name."""
    return {"$ref": _REF.format(model=name)}
