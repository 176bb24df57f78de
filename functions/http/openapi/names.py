"""One name, one schema: two records of one name would be one in the API's description.

Pydantic tells two of one name apart by their modules where it describes both at once, and the one
that is described later replaces the other where it does not.
"""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import get_args

from pydantic import BaseModel


def refuse_namesakes(models: Iterable[type[BaseModel]], others: Iterable[str] = ()) -> None:
    """Refuse two records of one name.

    Args:
        models: What is described, with all that it is made of.
        others: Names of schemas besides, that no record has.

    Raises:
        ValueError: If there are two of one name; it says which.
    """
    known: dict[str, type] = {}
    taken = frozenset(others)
    for model in models:
        for one in _parts(model, known):
            if one.__name__ in taken:
                raise ValueError(f"{_path(one)} is called as a schema of the API is: rename it")
            if (first := known.setdefault(one.__name__, one)) is not one:
                paths = f"{_path(first)} and {_path(one)}"
                raise ValueError(f"{paths} have one name in the API's description: rename one")


def _parts(annotation: object, known: dict[str, type]) -> Iterator[type]:
    """Return the records and enums that an annotation is made of, but for what is known."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel | Enum):
        if known.get(annotation.__name__) is annotation:
            return
        yield annotation
        if issubclass(annotation, BaseModel):
            for field in annotation.model_fields.values():
                yield from _parts(field.annotation, known)
    for argument in get_args(annotation):
        yield from _parts(argument, known)


def _path(one: type) -> str:
    return f"{one.__module__}.{one.__qualname__}"
