"""Tell a cell that says nothing from one that says something. Pure."""

#: How scraped files write "nothing"; "-1" is Glassdoor's.
_NOTHING = frozenset(
    {"", "-", "--", "-1", "-1.0", "n/a", "na", "n.a.", "nan", "nat", "nil", "none", "null", "<na>"}
    | {"not specified", "not available", "not applicable", "unspecified", "unknown", "undefined"}
)

#: Soft hyphens, spaces and joints of no width.
_BREAKS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def is_blank(value: object) -> bool:
    """Whether a value says nothing: missing, empty, or one of the words for that."""
    if value is None or (isinstance(value, list | dict) and not value):
        return True
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 -- only "not a number" differs from itself
    return isinstance(value, str) and value.strip().casefold() in _NOTHING


def as_text(value: object) -> str:
    """Return a value as text; a number without a fraction as people write it.

    Marks that only say where a line may break are left out: pages are full of them.
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if is_blank(value) else str(value).translate(_BREAKS).strip()
