"""What came of what an operator did to several jobs."""

from enum import StrEnum

from pydantic import Field

from shared.core.records import Record


class Refusal(StrEnum):
    """Why a job that was found was left as it is."""

    #: Its state has changed meanwhile, or it is gone.
    CHANGED = "changed"
    #: Its owner has cancelled it meanwhile; it is theirs to run and to pay.
    CANCELLED = "cancelled"
    #: It is a part of another job, and goes as that one goes: retry that one.
    PART = "part"
    #: Its owner has as many jobs as they may, or has used up today's budget.
    LIMIT = "limit"


class RefusalCount(Record):
    """How many jobs were left as they are, for a reason."""

    reason: Refusal = Field(
        description="`changed` meanwhile, or gone; `cancelled` by their owner; a `part` of another"
        " job, which is to be retried instead; beyond their owner's `limit`."
    )
    count: int


class OperatorOutcome(Record):
    """What a retry or a cancel by filter did, or resuming a type."""

    done: int = Field(
        description="Jobs that were retried, cancelled or handed out; a running one was asked to"
        " stop."
    )
    refused: tuple[RefusalCount, ...] = Field(description="Jobs that were left as they are.")
    next_cursor: str | None = Field(
        default=None,
        description="There may be more jobs: send it as `cursor`. Absent when all were looked at.",
    )
