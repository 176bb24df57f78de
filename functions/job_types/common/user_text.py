"""What users type: cleaned before anything is made of it. Pure."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue

from shared.core import normal_form
from shared.core.plain_text import VISIBLE

#: Control characters but for line ends and tabs, and what else separates lines.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
#: No field that is cleaned may be as long.
_LONGEST_UNCLEANED = 10_000


def clean_text(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    """Remove what cannot be seen (control and format characters) and surplus white space.

    What is far too long, however little of it can be seen, stays as it is, and is refused for that.
    """
    if not isinstance(value, str) or len(value) > _LONGEST_UNCLEANED:
        return value
    composed = normal_form.normalize("NFC", value)
    seen = (c for c in composed if c.isspace() or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(seen).split())


def clean_long_text(value: Any) -> Any:  # noqa: ANN401 -- same
    """Replace control characters by blanks, so that offsets stay those of what was sent.

    Characters that are not seen stay: some scripts need them.
    """
    return _CONTROLS.sub(" ", value) if isinstance(value, str) else value


#: A name in the user's words; empty where nothing is said.
OptionalName = Annotated[str, BeforeValidator(clean_text), Field(max_length=100)]
#: A name in the user's words.
RequiredName = Annotated[
    str,
    BeforeValidator(clean_text),
    Field(min_length=1, max_length=100, json_schema_extra={"pattern": VISIBLE}),
]


def suggested(kind: str) -> dict[str, JsonValue]:
    """Return what a field's schema says besides whose names a form may suggest, see its kind."""
    return {"x-suggestions": kind}


def with_example(**fields: JsonValue) -> ConfigDict:
    """Return the configuration of a request whose description shows an example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})
