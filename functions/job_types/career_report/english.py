"""Numbers and lists in the sentences of a report. Pure."""

from collections.abc import Sequence


def percent(share: float) -> str:
    """Return a share as a whole percentage: "52%"."""
    return f"{round(share * 100)}%"


def usd(amount: int) -> str:
    """Return an amount without its sign: "$4,300"."""
    return f"${abs(amount):,}"


def count_of(count: int, one: str, many: str | None = None) -> str:
    """Return a number and its noun: "1 skill", "3 skills"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def join(items: Sequence[str]) -> str:
    """Return items with commas and "and"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
