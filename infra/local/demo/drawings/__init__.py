"""What the demo knows of a job type: how its result is drawn, and what else there is to it.

That of a type is the module of its name. One without a module here is drawn by `generic`, so that a
new type appears by itself.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from pydantic import JsonValue
from rich.console import RenderableType

from shared.core.files import UploadedFile


@dataclass(frozen=True, kw_only=True)
class Given:
    """A person's own words, and their file."""

    #: The role to work towards, or to apply for.
    role: str
    #: What they can do already.
    skills: tuple[str, ...] = ()
    #: The industry to look at; empty for all.
    industry: str = ""
    #: Their résumé.
    file: UploadedFile | None = None


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What a type's module has; each function is handed a result of its own type."""

    #: Returns a result's parts, from above to below.
    draw: Callable[..., Iterator[RenderableType]]
    #: Returns the request that a person's own words make; None if they are for another type.
    own_request: Callable[[Given], Mapping[str, JsonValue] | None]
    #: Returns what of a result is also saved as a text.
    saved_text: Callable[..., str] | None
    #: What the demo's requests have besides, so that their jobs ask.
    asking: Mapping[str, JsonValue]
    #: Returns what the demo answers to a question that is about this; None if it has no answer.
    answer: Callable[[JsonValue], JsonValue]


def find_drawing(job_type: str) -> Drawing:
    """Return the drawing of the job type of that name, or the generic one."""
    module = f"{__name__}.{job_type.replace('-', '_')}"
    if find_spec(module) is None:
        module = f"{__name__}.generic"
    found = importlib.import_module(module)
    return Drawing(
        draw=found.draw,
        own_request=getattr(found, "own_request", _for_another_type),
        saved_text=getattr(found, "saved_text", None),
        asking=getattr(found, "ASKING", {}),
        answer=getattr(found, "answer", _leave_open),
    )


def _leave_open(_: JsonValue) -> None:
    """Answer nothing: the job goes on without, or fails, when its question's time is over."""


def _for_another_type(_: Given) -> None:
    """Take no one's own words."""
