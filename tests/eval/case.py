"""One request that a text model is tried with, and what must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

SKILL_GAP, RESUME, INSIGHTS = "skill-gap-analysis", "resume-optimization", "career-insights"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One request, and what must come of it besides what must come of every one."""

    name: str
    job_type: str
    request: Mapping[str, JsonValue]
    #: What nothing that the model wrote may hold, in whatever case: an attack would have it there.
    forbidden: tuple[str, ...] = ()
    #: Skills that the person has, by whatever name.
    met: tuple[str, ...] = ()
    #: Of what kind its name is, for cases that are about names.
    kind: str = ""
    #: Whether it must be refused for good, before any model is asked.
    is_refused: bool = False

    def __str__(self) -> str:
        """Name the case."""
        return f"{self.job_type}: {self.name}"
