"""A report: what the warehouse says, and a text about it that is checked before it is shown."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import Field, JsonValue

from shared.core import errors
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.handler.ports import GeneratedBy
from shared.telemetry import logs

FindingsT = TypeVar("FindingsT", bound=Record)
TextT = TypeVar("TextT", bound=Record)
JsonObject = dict[str, JsonValue]


class Found(Record, Generic[FindingsT]):
    """The kept value of the step that asks the warehouse."""

    findings: FindingsT
    #: Every skill there is: what the text is checked for besides the facts.
    known_skills: tuple[str, ...]


class Narrated(Record, Generic[TextT]):
    """The kept value of the step that writes the text, and a part of the result."""

    narrative: TextT
    generated_by: GeneratedBy = Field(description="Who wrote the narrative.")


@dataclass(frozen=True, kw_only=True)
class Narrator(Generic[FindingsT, TextT]):
    """Has a text written about the findings of one job type, and checks it."""

    prompt: str
    form: type[TextT]
    #: What is said of the check while it is made.
    checking: str
    #: Says where a text does not keep to the findings.
    find_faults: Callable[[TextT, FindingsT, tuple[str, ...]], tuple[str, ...]]
    #: Returns what may be shown of a text that is still being written.
    sound_part: Callable[[JsonObject, FindingsT, tuple[str, ...]], JsonObject]

    def write(self, job: JobContext, found: Found[FindingsT]) -> Narrated[TextT]:
        """Have the text written.

        Raises:
            errors.RetriableJobError: If it does not keep to the findings.
        """
        given = (found.findings, found.known_skills)
        written = job.model.write(
            self.prompt,
            found.findings,
            self.form,
            preview=lambda part: {"narrative": self.sound_part(part, *given)},
        )
        job.progress(92, self.checking, "check")
        if faults := self.find_faults(written.value, *given):
            log_faults(job.log, len(faults))
            raise errors.RetriableJobError("The text did not keep to the figures.")
        return Narrated(narrative=written.value, generated_by=written.generated_by)


def log_faults(log: logging.Logger, count: int) -> None:
    """Log that a text leaves the facts in so many places.

    Neither the text nor what is wrong with it: both may hold the user's words.
    """
    log.warning(
        "The text leaves the facts in %d places.", count, extra=logs.log_fields("text-faults")
    )
