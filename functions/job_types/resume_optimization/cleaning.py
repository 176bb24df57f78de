"""Clean a long text that a user typed or pasted, and keep every character at its place.

Pure. Control characters become blanks, one for one, so that an offset into the cleaned text is an
offset into what was sent. Line ends and tabs stay. Characters that are not seen stay as well: some
scripts need them; the improved text is without the ones that none needs.
"""

import unicodedata
from typing import Any

_KEPT = frozenset("\n\r\t")


def clean_long_text(value: Any) -> Any:  # noqa: ANN401 -- runs before the type is known
    """Replace control characters, line and paragraph separators by blanks; lengths stay."""
    if not isinstance(value, str):
        return value
    return "".join(_cleaned(character) for character in value)


def _cleaned(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in {"Cc", "Zl", "Zp"}:
        return character
    return " "
