"""What is wrong with a batch, said of its jobs by their places. Pure."""

from collections.abc import Sequence

from functions.requests.submission import SubmissionRequest
from shared.core import errors
from shared.core.errors import FieldViolation


def refuse_twins(asked: Sequence[SubmissionRequest]) -> None:
    """Refuse a batch that holds the same request twice: it could not be told from a click.

    Raises:
        errors.InvalidArgumentError: If it does; it names the later one.
    """
    first: dict[str, int] = {}
    for index, one in enumerate(asked):
        twin = first.setdefault(one.key.fingerprint, index)
        if twin != index:
            message = f"Is the same request as jobs.{twin}."
            raise errors.InvalidArgumentError(
                violations=[FieldViolation(field=f"jobs.{index}", message=message)]
            )


def at_index(error: errors.JobsError, index: int) -> errors.JobsError:
    """Return an error that names the job of a batch that it is about."""
    inside = f"jobs.{index}"
    fields = [
        FieldViolation(field=f"{inside}.{one.field}", message=one.message)
        for one in error.violations
    ] or [FieldViolation(field=inside, message=error.message)]
    return type(error)(error.message, violations=fields)
