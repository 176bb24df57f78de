"""The base of everything that is stored or sent: one rule for names, one for strictness.

Python says `snake_case`, Firestore and JSON say `camelCase`; the translation happens here and
nowhere else. A record never changes: a new state is a new record.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, JsonValue
from pydantic.alias_generators import to_camel


class Record(BaseModel):
    """A frozen value with camelCase names outside and snake_case names inside.

    Unknown fields are refused.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        # At its first use: a process uses few of those that it imports.
        defer_build=True,
        # They are not JSON.
        allow_inf_nan=False,
        # What a user or a model wrote is in no log.
        hide_input_in_errors=True,
        extra="forbid",
        frozen=True,
        validate_by_alias=True,
        validate_by_name=True,
    )

    def to_document(self) -> dict[str, Any]:
        """Return the fields as Firestore stores them: camelCase, aware times, absent for None."""
        return self.model_dump(by_alias=True, exclude_none=True)

    def to_json(self) -> dict[str, JsonValue]:
        """Return the fields as JSON carries them: camelCase, RFC 3339 times, absent for None."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class StoredRecord(Record):
    """A record that lies in Firestore, where a newer revision may have written it.

    Fields that this revision does not know are left alone.
    """

    model_config = ConfigDict(extra="ignore")


def as_integer(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    """Return 2 for 2.0, which is the same number in JSON; all else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def known(values: type[StrEnum], otherwise: StrEnum | None) -> BeforeValidator:
    """Return what reads a stored value as `otherwise` that a newer revision knows and this not."""
    return BeforeValidator(
        lambda value: value if not isinstance(value, str) or value in set(values) else otherwise
    )
