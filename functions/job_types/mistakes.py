"""What a declaration of a job type may not say; refused as soon as it is written."""

import inspect
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Final, get_origin

from shared.core import ids
from shared.core.icons import Icon
from shared.core.records import Record

#: So long Cloud Tasks waits for a worker.
LONGEST_ATTEMPT: Final = timedelta(minutes=30)
#: Below the 30 days that Cloud Tasks keeps a task for later.
LONGEST_WHOLE_LIMIT: Final = timedelta(days=29)
#: What every kind of result has of its own.
_SAYS_ITSELF: Final = "summarise"


def refuse_handler(name: str, handler: Callable[..., object]) -> None:
    """Refuse what can never run.

    Raises:
        ValueError: If the name cannot be one.
        TypeError: If the handler cannot be called as one.
    """
    if not ids.is_type_name(name):
        raise ValueError(f"{name!r} is no name of a job type: use a-z, 0-9 and hyphens")
    if inspect.iscoroutinefunction(handler) or inspect.isasyncgenfunction(handler):
        raise TypeError(f"the handler of {name!r} is async: write it with def, see decision 4")
    if inspect.isgeneratorfunction(handler):
        raise TypeError(f"the handler of {name!r} yields: return one result")
    try:
        inspect.signature(handler).bind(None, None)
    except TypeError:
        raise TypeError(
            f"the handler of {name!r} takes something else than (request, job)"
        ) from None


def refuse_records(name: str, request: object, result: object, base: type[Record]) -> None:
    """Refuse what is no record, and a result that cannot say itself.

    Args:
        name: The job type's.
        request: What it declares as such.
        result: What it declares as such.
        base: Of every result.

    Raises:
        TypeError: If there is one.
    """
    if not (isinstance(request, type) and issubclass(request, Record)):
        raise TypeError(f"the request of {name!r} is no Record of shared.core.records")
    if not (isinstance(result, type) and issubclass(result, base)):
        raise TypeError(f"the result of {name!r} is no JobResult of functions.job_types")
    if getattr(result, _SAYS_ITSELF) is getattr(base, _SAYS_ITSELF):
        raise TypeError(f"the result of {name!r} has no summarise()")


def known_icon(name: str, icon: str) -> Icon:
    """Return the drawing of that name.

    Raises:
        ValueError: If there is none; it names those that there are.
    """
    if icon not in set(Icon):
        known = ", ".join(Icon)
        raise ValueError(f"the icon of {name!r} is one of {known}, not {icon!r}")
    return Icon(icon)


def refuse_other_result(name: str, handler: Callable[..., object], result: type[Record]) -> None:
    """Refuse a handler that says itself that it returns something else, or nothing.

    Raises:
        TypeError: If it does.
    """
    said: object = inspect.get_annotations(handler).get("return", result)
    origin: object = get_origin(said)
    form = said if origin is None else origin
    if said is None or (isinstance(form, type) and not issubclass(form, result)):
        words = said.__name__ if isinstance(said, type) else str(said)
        raise TypeError(
            f"the handler of {name!r} says that it returns {words}: return a {result.__name__}"
        )


def refuse_endless(name: str, time_limit: timedelta, whole_limit: timedelta | None) -> None:
    """Refuse a job that Cloud Tasks would not wait for, or could not keep a task for.

    Raises:
        ValueError: If it may take longer, or no time at all.
    """
    if not timedelta() < time_limit < LONGEST_ATTEMPT:
        raise ValueError(f"an attempt of {name!r} may take less than 30 minutes, not {time_limit}")
    if whole_limit is not None and not timedelta() < whole_limit <= LONGEST_WHOLE_LIMIT:
        raise ValueError(f"a job of {name!r} may take up to 29 days in all, not {whole_limit}")


def refuse_reuse(name: str, reuse_for: timedelta | None) -> None:
    """Refuse results that are old as soon as they are there.

    Raises:
        ValueError: If they are reused for no time at all.
    """
    if reuse_for is not None and reuse_for <= timedelta():
        raise ValueError(f"reuse_for of {name!r} must be more than nothing")


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
