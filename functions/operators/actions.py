"""Keep what operators do to other users' jobs: who, what, to which, and what came of it.

A record is written before the first job is changed, and once more when all are: what an operator
did is known even if the process that did it dies in between.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from pydantic import Field, JsonValue

from functions.operators import audit
from functions.operators.outcome import OperatorOutcome
from functions.operators.roles import require_viewer
from functions.requests.options import Moment
from shared.auth.users import User
from shared.core.operator_action import KEPT, OperatorAction
from shared.core.records import Record
from shared.wiring import Services

_MAX_LISTED = 200


class ActionsQuery(Record):
    """Which actions a list shall hold."""

    before: Moment | None = Field(default=None, description="Only what was done earlier than this.")
    limit: Annotated[int, Field(ge=1, le=_MAX_LISTED, description="How many at the most.")] = 50


class ListedAction(Record):
    """One call with which an operator changed jobs, or saw what one is about."""

    at: datetime
    operator_id: str = Field(description="Whose token it was.")
    action: str = Field(
        description='"retry", "cancel", "look" (at a request), "pause" or "resume" (a type),'
        ' "pause-queue" or "resume-queue".'
    )
    status: str | None = Field(default=None, description="The filter's, where there was one.")
    type: str | None = Field(default=None, description="The same.")
    code: str | None = Field(default=None, description="The same.")
    job_ids: tuple[str, ...] = Field(default=(), description="The jobs that were named.")
    queue: str | None = Field(default=None, description="The queue that was paused or resumed.")
    done: int | None = Field(
        default=None,
        description="How many jobs or queues were changed; absent if the call did not end.",
    )
    refused: int | None = Field(default=None, description="How many were left as they are.")


class OperatorActions(Record):
    """What operators did, the latest first."""

    actions: tuple[ListedAction, ...]


def recorded(
    services: Services,
    operator: User,
    action: str,
    chosen: Record,
    do: Callable[[], OperatorOutcome],
) -> OperatorOutcome:
    """Return what came of an action, and keep that it was done.

    Raises:
        errors.UnavailableError: If a service cannot be reached. Where that it is begun cannot be
            kept, nothing is done.
    """
    name, record = services.token(), _record(services, operator, action, chosen.to_json())
    services.store.put_action(name, record)
    outcome = do()
    refused = sum(one.count for one in outcome.refused)
    ended = record.model_copy(update={"done": outcome.done, "refused": refused})
    services.store.put_action(name, ended)
    audit.log_access(f"POST /api/operator/{action}", operator, chosen, outcome.done)
    return outcome


def record_look(services: Services, operator: User, job_id: str) -> None:
    """Keep that an operator sees what a job is about.

    Raises:
        errors.UnavailableError: If it cannot be kept.
    """
    record = _record(services, operator, "look", {"jobIds": [job_id]})
    services.store.put_action(services.token(), record.model_copy(update={"done": 1, "refused": 0}))


def _record(
    services: Services, operator: User, action: str, chosen: dict[str, JsonValue]
) -> OperatorAction:
    now = services.clock()
    return OperatorAction(
        at=now, operator_id=operator.uid, action=action, chosen=chosen, expire_at=now + KEPT
    )


def list_actions(services: Services, viewer: User, query: ActionsQuery) -> OperatorActions:
    """Return what operators did.

    Raises:
        errors.PermissionDeniedError: If `viewer` is neither viewer nor operator.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    require_viewer(viewer)
    found = services.store.list_actions(query.limit, query.before)
    audit.log_access("GET /api/operator/actions", viewer, None, len(found))
    return OperatorActions(actions=tuple(map(_shown, found)))


def _shown(action: OperatorAction) -> ListedAction:
    told = ("status", "type", "code", "jobIds", "queue")
    chosen = {name: value for name, value in action.chosen.items() if name in told}
    own = action.model_dump(by_alias=True, exclude={"chosen", "expire_at"})
    return ListedAction.model_validate({**own, **chosen})
