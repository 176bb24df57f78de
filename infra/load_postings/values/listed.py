"""Read a list that stands in one cell: JSON, Python's form, or values with signs between. Pure."""

import ast
import json
import re

from infra.load_postings.faults import FieldError
from infra.load_postings.values.blank import as_text, is_blank

#: Longer cells are a text, not a list.
MOST_CHARACTERS = 20_000
#: NumPy writes no commas: ['SQL' 'Python'], which Python would take for one text.
_NUMPY = re.compile(r"['\"]\s+['\"]")
_SEPARATORS = (";", "|", "\n", "\u2022", "\u00b7", ",")


def read_list(value: object) -> list[str]:
    """Return the texts of a list; each once, in its order.

    Raises:
        FieldError: If it is neither a list nor the text of one.
    """
    if is_blank(value):
        return []
    if isinstance(value, str):
        value = _parsed(value.strip())
    if isinstance(value, tuple | set | frozenset):
        value = list(value)
    if not isinstance(value, list):
        raise FieldError("is not a list")
    texts = (_text_of(each) for each in value)
    return list(dict.fromkeys(text for text in texts if not is_blank(text)))


def _parsed(text: str) -> object:
    if len(text) > MOST_CHARACTERS:
        raise FieldError(f"is longer than {MOST_CHARACTERS} characters")
    if text[:1] in "[({" and text[-1:] in "])}":
        if _NUMPY.search(text):
            return re.findall(r"['\"]([^'\"]{1,200})['\"]", text)
        for parse in (json.loads, ast.literal_eval):
            try:
                return parse(text)
            except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
                continue
        # Postgres: {SQL,"Power BI"}.
        text = text[1:-1]
    sign = next((sign for sign in _SEPARATORS if sign in text), None)
    return text.split(sign) if sign else [text]


def _text_of(value: object) -> str:
    """Return one entry's text; of an object, its name."""
    if isinstance(value, dict):
        value = next(
            (value[key] for key in ("name", "skill", "value", "label") if key in value), ""
        )
    if isinstance(value, dict | list | bool):
        raise FieldError("is a list of something else than texts")
    return as_text(value).strip(" \t'\"")
