"""The model and the warehouse as a handler sees them: each call belongs to the handler's attempt.

Before and during every call the attempt is asked whether it may go on, and what the call costs is
put on the job and in the attempt's log of calls. Before each call to a vendor it is asked, too,
whether there is a budget for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pydantic import BaseModel, JsonValue

from shared.core.job_calls import CallKind
from shared.core.usage import Usage
from shared.handler.ports import (
    AnswerT,
    Attempt,
    ModelAnswer,
    ModelCall,
    Parameter,
    QueryCall,
    QueryResult,
    RowT,
    TextModel,
    Warehouse,
    go_on,
)

#: Returns what a job's document shows of an answer's finished part, see `shared.core.preview`.
Preview = Callable[[dict[str, JsonValue]], dict[str, JsonValue]]


class _Meter:
    """One call of a handler: what it may do, and what it costs."""

    def __init__(self, attempt: Attempt, may_spend: Callable[[], None]) -> None:
        self._attempt = attempt
        self._may_spend = may_spend
        #: Whether something may have been spent since the budget was looked at.
        self._is_due = True
        #: What this call has cost.
        self._spent = Usage()

    @contextmanager
    def call(self, kind: CallKind, name: str) -> Iterator[None]:
        """Make the call, if the attempt may go on; it stands in the attempt's log."""
        self.check()
        with self._attempt.calls.noted(kind, name, lambda: self._spent):
            yield

    def check(self) -> None:
        """See whether to go on; and before the next call to a vendor, whether that can be paid."""
        self._attempt.check()
        if self._is_due:
            self._may_spend()
            self._is_due = False

    def record_usage(self, usage: Usage) -> None:
        """Put what a call to a vendor has cost on the job."""
        self._is_due = True
        self._spent = self._spent.plus(usage)
        self._attempt.record_usage(usage)


class MeteredModel:
    """A text model whose calls belong to an attempt."""

    def __init__(
        self, attempt: Attempt, model: TextModel, may_spend: Callable[[], None] = go_on
    ) -> None:
        self._attempt = attempt
        self._model = model
        self._may_spend = may_spend

    def write(
        self,
        prompt: str,
        facts: BaseModel,
        answer: type[AnswerT],
        *,
        preview: Preview | None = None,
    ) -> ModelAnswer[AnswerT]:
        """Write an `answer`; what there is of it is shown on the job's document as it grows.

        Args:
            prompt: See `ModelCall`, as `facts` and `answer`.
            facts: The same.
            answer: The same.
            preview: Returns what is shown for a finished part of the answer; the part itself, if
                there is none.

        Raises:
            errors.JobsError: See `TextModel.write`.
        """
        meter = _Meter(self._attempt, self._may_spend)

        def show(part: dict[str, JsonValue]) -> None:
            self._attempt.show(part if preview is None else preview(part))

        call = ModelCall(
            prompt=prompt,
            facts=facts,
            answer=answer,
            on_partial=show,
            check=meter.check,
            record_usage=meter.record_usage,
        )
        with meter.call(CallKind.MODEL, prompt):
            return self._model.write(call)


class MeteredWarehouse:
    """A warehouse whose queries belong to an attempt."""

    def __init__(
        self,
        attempt: Attempt,
        warehouse: Warehouse,
        job_type: str | None,
        may_spend: Callable[[], None] = go_on,
    ) -> None:
        self._attempt = attempt
        self._may_spend = may_spend
        self._warehouse = warehouse
        self._job_type = job_type

    def query(self, name: str, row: type[RowT], **parameters: Parameter) -> QueryResult[RowT]:
        """Run the query of that name; see `QueryCall` and `Warehouse.query`.

        Raises:
            errors.JobsError: See `Warehouse.query`.
        """
        meter = _Meter(self._attempt, self._may_spend)
        call = QueryCall(
            name=name,
            row=row,
            parameters=parameters,
            job_type=self._job_type,
            check=meter.check,
            record_usage=meter.record_usage,
        )
        with meter.call(CallKind.QUERY, name):
            return self._warehouse.query(call)
