"""The model and the warehouse as a handler sees them: each call belongs to the handler's attempt.

Before and during every call the attempt is asked whether it may go on, and what the call costs is
put on the job.
"""

from collections.abc import Callable

from pydantic import BaseModel, JsonValue

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
)

#: Returns what a job's document shows of an answer's finished part, see `shared.core.preview`.
Preview = Callable[[dict[str, JsonValue]], dict[str, JsonValue]]


class MeteredModel:
    """A text model whose calls belong to an attempt."""

    def __init__(self, attempt: Attempt, model: TextModel) -> None:
        self._attempt = attempt
        self._model = model

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
        self._attempt.check()

        def show(part: dict[str, JsonValue]) -> None:
            self._attempt.show(part if preview is None else preview(part))

        return self._model.write(
            ModelCall(
                prompt=prompt,
                facts=facts,
                answer=answer,
                on_partial=show,
                check=self._attempt.check,
                record_usage=self._attempt.record_usage,
            )
        )


class MeteredWarehouse:
    """A warehouse whose queries belong to an attempt."""

    def __init__(self, attempt: Attempt, warehouse: Warehouse, job_type: str | None) -> None:
        self._attempt = attempt
        self._warehouse = warehouse
        self._job_type = job_type

    def query(self, name: str, row: type[RowT], **parameters: Parameter) -> QueryResult[RowT]:
        """Run the query of that name; see `QueryCall` and `Warehouse.query`.

        Raises:
            errors.JobsError: See `Warehouse.query`.
        """
        self._attempt.check()
        return self._warehouse.query(
            QueryCall(
                name=name,
                row=row,
                parameters=parameters,
                job_type=self._job_type,
                check=self._attempt.check,
                record_usage=self._attempt.record_usage,
            )
        )
