"""What an operator did to other users' jobs, as it is kept. Pure."""

from datetime import datetime, timedelta

from pydantic import Field, JsonValue

from shared.core.records import StoredRecord

#: So long it is kept that an operator did something.
KEPT = timedelta(days=400)


class OperatorAction(StoredRecord):
    """One call with which an operator changed jobs, or saw what one is about."""

    # Kept in `operatorActions/{token}`, from before the first job was changed on.

    at: datetime
    operator_id: str = Field(description="Whose token it was.")
    action: str = Field(
        description='"retry", "cancel", "look" (at a request), "pause-queue" or "resume-queue".'
    )
    chosen: dict[str, JsonValue] = Field(
        description="The filter, and the jobs where they were named one by one."
    )
    done: int | None = Field(
        default=None,
        description="How many jobs or queues were changed; absent if the call did not end.",
    )
    refused: int | None = Field(default=None, description="How many were left as they are.")
    #: When Firestore may delete it (TTL).
    expire_at: datetime
