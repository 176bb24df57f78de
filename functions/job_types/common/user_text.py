"""Clean what users type, before anything is made of it. Pure."""

import unicodedata
from typing import Any

#: What a text must have that is not empty once it is cleaned (as JSON Schema writes patterns).
VISIBLE = r"[^\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"


def clean_text(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    """Remove what cannot be seen (control and format characters) and surplus white space."""
    if not isinstance(value, str):
        return value
    composed = unicodedata.normalize("NFC", value)
    seen = (c for c in composed if c.isspace() or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(seen).split())
