"""What a handler gets: progress, steps, pauses, model, warehouse, a file, and whether to stop.

A handler knows nothing of Firestore, tasks or attempts. Everything it may do to the outside world
goes through its `JobContext`, which is also where a cancelled or lost attempt finds out: each
call here may raise `AttemptEndedError`, and the handler lets it pass.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from threading import Lock
from typing import TypeVar, overload

from pydantic import JsonValue, TypeAdapter, ValidationError

from shared.core import errors, ids
from shared.core.files import UploadedFile
from shared.core.stored_value import UnstorableValueError, to_text
from shared.handler.metering import MeteredModel, MeteredWarehouse
from shared.handler.ports import Attempt, TextModel, Warehouse, go_on
from shared.telemetry import logs, spans

ValueT = TypeVar("ValueT")


class JobContext:
    """A handler's world."""

    def __init__(  # noqa: PLR0913 -- all that a handler may need
        self,
        attempt: Attempt,
        *,
        model: Callable[[], TextModel],
        warehouse: Callable[[], Warehouse],
        log: logging.Logger,
        job_type: str | None = None,
        file: UploadedFile | None = None,
        may_spend: Callable[[], None] = go_on,
    ) -> None:
        """Make the world of one attempt.

        Args:
            attempt: Which.
            model: Makes what writes text; asked by a handler that uses it.
            warehouse: Makes what answers queries; likewise.
            log: The handler's.
            job_type: For whom queries are, for the bill.
            file: What came with the request.
            may_spend: Called before each call that costs something; what it raises ends the job.
        """
        self._may_spend = may_spend
        self._attempt = attempt
        self._step_lock = Lock()
        self._steps: set[str] = set()
        self._model = model
        self._warehouse = warehouse
        self._job_type = job_type
        self.log = log
        #: The file that came with the request; only a type that accepts one ever sees one.
        self.file = file

    @cached_property
    def model(self) -> MeteredModel:
        """What writes text, for this attempt."""
        return MeteredModel(self._attempt, self._model(), self._may_spend)

    @cached_property
    def warehouse(self) -> MeteredWarehouse:
        """What answers queries, for this attempt."""
        return MeteredWarehouse(self._attempt, self._warehouse(), self._job_type, self._may_spend)

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
            name: Any text, unique within the handler.
            work: The part, without arguments.
            of: The type of its value, where that is more than JSON: a record, a list of records.

        Returns:
            The value as it was kept, so that a first run and a retry see the same.

        Raises:
            errors.HandlerMistakeError: If another step is under way (steps are done one after the
                other), there was one of that name, or its value cannot be kept.
            errors.AttemptEndedError: If the job was cancelled or taken over; let it pass.
        """
        with self._named(name), spans.span(f"step {name}"):
            return self._do_step(name, work, TypeAdapter(of or JsonValue))

    def sleep(self, name: str, pause: timedelta) -> None:
        """Let the job rest: the attempt ends here, and after the pause another one comes by.

        No machine and no slot is held meanwhile. The handler is called anew then, its kept steps
        return at once, and so does this. Its type must bound the whole job: `whole_limit`.

        Args:
            name: Any text, unique within the handler, its steps' names included.
            pause: How long, from when this is called the first time; never shorter.

        Raises:
            errors.HandlerMistakeError: If the name is taken, or the type bounds no job.
            errors.PermanentJobError: If the job may not take that long in all.
            errors.AttemptEndedError: If the pause is not over; let it pass.
        """
        with self._named(name), spans.span(f"sleep {name}"):
            self._attempt.check()
            self._attempt.sleep(name, pause)

    @contextmanager
    def _named(self, name: str) -> Iterator[None]:
        """Do what the handler calls so, once and by itself."""
        if not self._step_lock.acquire(blocking=False):
            raise errors.HandlerMistakeError(
                mistake=f"step {name!r} was asked for while another step is under way"
            )
        try:
            if name in self._steps:
                raise errors.HandlerMistakeError(mistake=f"there are two steps named {name!r}")
            self._steps.add(name)
            self._attempt.calls.step = ids.step_label(name)
            yield
        finally:
            self._attempt.calls.step = None
            self._step_lock.release()

    def _do_step(self, name: str, work: Callable[[], object], form: TypeAdapter[object]) -> object:
        self._attempt.check()
        kept = self._attempt.read_step(name)
        if isinstance(kept, list):
            try:
                return form.validate_python(kept[0])
            except ValidationError:
                # Of a form that this revision no longer has: as good as none.
                self.log.info("A kept step is outdated.", extra=logs.log_fields("step-outdated"))
        self._attempt.make_room()
        value = form.dump_python(form.validate_python(work()), mode="json", by_alias=True)
        try:
            self._attempt.keep_step(name, to_text(value))
        except UnstorableValueError as error:
            raise errors.HandlerMistakeError(
                mistake=f"the value of step {name!r} cannot be kept: {error}"
            ) from None
        return form.validate_python(value)
