"""The base of everything that is stored or sent: one rule for names, one for strictness.

Python says `snake_case`, Firestore and JSON say `camelCase`; the translation happens here and
nowhere else. A record never changes: a new state is a new record.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue
from pydantic.alias_generators import to_camel


class Record(BaseModel):
    """A frozen value with camelCase names outside and snake_case names inside.

    Unknown fields are refused. A record that is read by an older revision than wrote it (the
    job document) says `extra="ignore"` itself.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
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
