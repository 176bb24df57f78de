"""What a handler gets: progress, steps, the model, the warehouse, a file, and whether to stop.

A handler knows nothing of Firestore, tasks or attempts. Everything it may do to the outside world
goes through its `JobContext`, which is also where a cancelled or lost attempt finds out: each
call here may raise `AttemptEndedError`, and the handler lets it pass.
"""

import logging
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import TypeVar, overload

from pydantic import JsonValue, TypeAdapter

from shared.core.files import UploadedFile
from shared.handler.metering import MeteredModel, MeteredWarehouse
from shared.handler.ports import Attempt, TextModel, Warehouse, go_on
from shared.telemetry import spans

ValueT = TypeVar("ValueT")


class JobContext:
    """A handler's world."""

    def __init__(  # noqa: PLR0913 -- all that a handler may need
        self,
        attempt: Attempt,
        *,
        model: TextModel,
        warehouse: Warehouse,
        log: logging.Logger,
        job_type: str | None = None,
        file: UploadedFile | None = None,
        may_spend: Callable[[], None] = go_on,
    ) -> None:
        """Make the world of one attempt.

        Args:
            attempt: Which.
            model: What writes text.
            warehouse: What answers queries.
            log: The handler's.
            job_type: For whom queries are, for the bill.
            file: What came with the request.
            may_spend: Called before each call that costs something; what it raises ends the job.
        """
        self._may_spend = may_spend
        self._attempt = attempt
        self._step_lock = Lock()
        self._model = model
        self._warehouse = warehouse
        self._job_type = job_type
        self.log = log
        #: The file that came with the request; only a type that accepts one ever sees one.
        self.file = file

    @cached_property
    def model(self) -> MeteredModel:
        """What writes text, for this attempt."""
        return MeteredModel(self._attempt, self._model, self._may_spend)

    @cached_property
    def warehouse(self) -> MeteredWarehouse:
        """What answers queries, for this attempt."""
        return MeteredWarehouse(self._attempt, self._warehouse, self._job_type, self._may_spend)

    def progress(self, percent: float, message: str, stage: str | None = None) -> None:
        """Show how far the job is, in a sentence for its owner.

        Cheap: call it as often as you like; at most one write a second leaves, and the last one
        always lands. A percent below the last one is shown as the last one.

        Raises:
            errors.AttemptEndedError: If the job was cancelled or taken over; let it pass.
        """
        self._attempt.report(percent, message, stage)

    def cancelled(self) -> bool:
        """Whether the owner wants no more of this job; for handlers with something to close."""
        return self._attempt.is_cancelled()

    @overload
    def step(self, name: str, work: Callable[[], ValueT], *, of: type[ValueT]) -> ValueT: ...
    @overload
    def step(self, name: str, work: Callable[[], JsonValue]) -> JsonValue: ...

    def step(
        self, name: str, work: Callable[[], object], *, of: type[object] | None = None
    ) -> object:
        """Do a part of the job whose value is kept: a retry of the job does not do it again.

        Args:
            name: Unique within the handler; lower-case words joined by hyphens.
            work: The part, without arguments.
            of: The type of its value, where that is more than JSON: a record, a list of records.

        Returns:
            The value as it was kept, so that a first run and a retry see the same.

        Raises:
            RuntimeError: If another step is under way: steps are done one after the other.
            errors.AttemptEndedError: If the job was cancelled or taken over; let it pass.
        """
        if not self._step_lock.acquire(blocking=False):
            raise RuntimeError(f"step {name!r} was asked for while another step is under way")
        try:
            with spans.span(f"step {name}"):
                return self._do_step(name, work, TypeAdapter(of or JsonValue))
        finally:
            self._step_lock.release()

    def _do_step(self, name: str, work: Callable[[], object], form: TypeAdapter[object]) -> object:
        self._attempt.check()
        kept = self._attempt.read_step(name)
        if isinstance(kept, list):
            return form.validate_python(kept[0])
        value = form.dump_python(form.validate_python(work()), mode="json", by_alias=True)
        self._attempt.keep_step(name, value)
        return form.validate_python(value)
