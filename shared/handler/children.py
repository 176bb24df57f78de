"""What a handler says and gets when its job gathers others: its children, and how they ended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import JsonValue, ValidationError

from shared.core import errors
from shared.core.gather import ChildFailedError, Failures
from shared.core.job_document import Failure
from shared.core.job_status import JobStatus
from shared.core.records import Record

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True)
class Child:
    """A job that another one makes, as a part of it."""

    job_type: str
    #: The type's own fields, with the names that its JSON has.
    input: Mapping[str, JsonValue] = field(repr=False)
    #: Whether it gets the file that came with its parent's request.
    with_file: bool = False


@dataclass(frozen=True, kw_only=True)
class ChildEnd:
    """How a job that another one has made has ended.

    With `failures="stop"` one of them may not have: see `status`.
    """

    job_id: str
    job_type: str
    status: JobStatus
    #: Why it failed, as its own document says.
    error: Failure | None = None
    #: Reads its result; None if there is none.
    read_result: Callable[[], JsonValue] = field(repr=False, compare=False)

    def result(self, form: type[RecordT]) -> RecordT:
        """Read its result.

        Args:
            form: What its type's handler returns.

        Raises:
            ChildFailedError: If it has not succeeded, or its result is of another form.
            errors.UnavailableError: If Firestore cannot be reached.
        """
        if self.status is not JobStatus.SUCCEEDED:
            raise self.failure()
        try:
            return form.model_validate(self.read_result())
        except ValidationError:
            # Another revision wrote it, or its time to live is over.
            raise ChildFailedError("The result of a part cannot be read any more.") from None

    def failure(self) -> ChildFailedError:
        """Return the error that says why it has not succeeded."""
        if self.error is None or self.status is not JobStatus.FAILED:
            return ChildFailedError(f"A part of the job was not done; it is {self.status}.")
        return ChildFailedError(f"A part of the job has failed: {self.error.message}")


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """The jobs that a handler gathers."""

    name: str
    children: tuple[Child, ...]
    #: Whether the first that has not succeeded ends the wait.
    failures: Failures


def failed_child(ends: tuple[ChildEnd, ...]) -> ChildEnd | None:
    """Return the first that has ended and has not succeeded; None if there is none."""
    bad = (one for one in ends if one.status.is_terminal and one.status is not JobStatus.SUCCEEDED)
    return next(bad, None)


def wrong_gathering(gathering: Gathering, declared: Sequence[str], most: int) -> str | None:
    """Say why jobs cannot be gathered so; None if they can, as far as a handler can know."""
    count = len(gathering.children)
    if not 1 <= count <= most:
        return f"gathers {count} jobs: it may be 1 to {most}"
    other = next((one.job_type for one in gathering.children if one.job_type not in declared), None)
    if other is not None:
        return f"gathers a {other!r}, which is not among its type's children"
    if gathering.failures not in {"keep", "stop"}:
        return 'has failures that are neither "keep" nor "stop"'
    return None


class NoRoomError(errors.PermanentJobError):
    """A job gives the jobs that it gathers more than can be kept in one commit."""

    public_message = "The job is too large to be done in parts."
