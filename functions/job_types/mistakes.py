"""What a declaration of a job type may not say; refused as soon as it is written."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from shared.core import ids
from shared.core.records import Record

#: Below the 30 days that Cloud Tasks keeps a task for later.
LONGEST_WHOLE_LIMIT: Final = timedelta(days=29)


def refuse_endless(name: str, whole_limit: timedelta | None) -> None:
    """Refuse a job that Cloud Tasks could not keep a task for: it takes one for 30 days.

    Raises:
        ValueError: If it may take longer, or no time at all.
    """
    if whole_limit is not None and not timedelta() < whole_limit <= LONGEST_WHOLE_LIMIT:
        raise ValueError(f"a job of {name!r} may take up to 29 days in all, not {whole_limit}")


def refuse_forms(
    name: str,
    forms: tuple[type[Record], ...],
    known: Collection[type[Record]],
    whole_limit: timedelta | None,
) -> None:
    """Refuse questions whose jobs would wait for ever, and forms that are called alike.

    Raises:
        ValueError: If there are any.
    """
    if forms and whole_limit is None:
        raise ValueError(f"{name!r} has forms of questions, and no whole_limit")
    taken = [form.__name__ for form in (*({*known} - {*forms}), *forms)]
    if len({*taken}) < len(taken):
        raise ValueError(f"two forms of {name!r} and other types have one name")


def refuse_children(name: str, children: tuple[str, ...], whole_limit: timedelta | None) -> None:
    """Refuse children whose parents would wait for ever, and what can be no job type's child.

    Raises:
        ValueError: If there are any.
    """
    if children and whole_limit is None:
        raise ValueError(f"{name!r} has children, and no whole_limit")
    if name in children:
        raise ValueError(f"{name!r} cannot be a child of itself")
    wrong = [child for child in children if not ids.is_type_name(child)]
    if wrong:
        raise ValueError(f"{wrong[0]!r}, a child of {name!r}, is no name of a job type")
