"""Pause a job type and resume it: what operators do when something that it needs has trouble.

Its jobs are accepted and stay queued; no attempt is counted, and other types go on. The document of
all types changes first, then jobs that waited go on, a bounded number a call: the sweeper hands out
the rest.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from functions.effects import type_pauses
from functions.job_types import all_job_types
from functions.operators import audit
from functions.operators.actions import recorded
from functions.operators.outcome import OperatorOutcome
from functions.operators.roles import require_operator, require_viewer
from shared.auth.users import User
from shared.core import errors
from shared.core.errors import FieldViolation
from shared.core.records import Record
from shared.core.type_pause import MAX_REASON, TypePause
from shared.wiring import Services

_Type = Annotated[str, Field(max_length=64, description="The type.")]


class PauseTypeRequest(Record):
    """Which type to pause, and why."""

    type: _Type
    reason: Annotated[
        str,
        Field(min_length=1, max_length=MAX_REASON, description="Why, for operators and viewers."),
    ]


class ResumeTypeRequest(Record):
    """Which type to resume."""

    type: _Type


class PausedTypes(Record):
    """The job types that are paused."""

    types: Mapping[str, TypePause] = Field(description="By type, why and until when.")


def list_paused(services: Services, viewer: User) -> PausedTypes:
    """Return the types that are paused now.

    Raises:
        errors.PermissionDeniedError: If `viewer` is neither viewer nor operator.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_viewer(viewer)
    pauses = type_pauses.read(services).pauses(services.clock())
    audit.log_access("GET /api/operator/pauses", viewer, None, len(pauses))
    return PausedTypes(types=pauses)


def pause_type(services: Services, operator: User, chosen: PauseTypeRequest) -> OperatorOutcome:
    """Have no job of a type started until it is resumed; those that run are not stopped.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.InvalidArgumentError: If there is no such type.
        errors.WriteConflictError: If others were faster at every try.
        errors.UnavailableError: If Firestore cannot be reached; calling again is harmless.
    """
    require_operator(operator)
    _require_known(chosen.type)

    def pause() -> OperatorOutcome:
        now = services.clock()
        type_pauses.change(services, lambda all_: all_.paused(chosen.type, chosen.reason, now))
        return OperatorOutcome(done=0, refused=())

    return recorded(services, operator, "pause", chosen, pause)


def resume_type(services: Services, operator: User, chosen: ResumeTypeRequest) -> OperatorOutcome:
    """Have a type's jobs started again, also after a quota, and hand out those that waited.

    Raises:
        errors.PermissionDeniedError: If `operator` is none.
        errors.InvalidArgumentError: If there is no such type.
        errors.WriteConflictError: If others were faster at every try.
        errors.UnavailableError: If Firestore cannot be reached; the sweeper hands out the rest.
    """
    require_operator(operator)
    _require_known(chosen.type)

    def resume() -> OperatorOutcome:
        now = services.clock()
        type_pauses.change(services, lambda all_: all_.resumed(chosen.type, now))
        return OperatorOutcome(done=type_pauses.hand_out(services, chosen.type), refused=())

    return recorded(services, operator, "resume", chosen, resume)


def _require_known(job_type: str) -> None:
    if job_type not in all_job_types():
        violation = FieldViolation(field="type", message="There is no such type.")
        raise errors.InvalidArgumentError(violations=[violation])
