"""What a handler gets: progress, steps, pauses, questions, parts, model, warehouse, file.

A handler knows nothing of Firestore, tasks or attempts. Everything it may do to the outside world
goes through its `JobContext`, which is also where a cancelled or lost attempt finds out: each
call here may raise `AttemptEndedError`, and the handler lets it pass.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from threading import Lock
from typing import Final, TypeVar, overload

from pydantic import JsonValue, TypeAdapter, ValidationError

from shared.core import errors, ids
from shared.core.files import UploadedFile
from shared.core.gather import MAX_CHILDREN, Failures
from shared.core.question import MAX_PROMPT, UnansweredError
from shared.core.records import Record
from shared.core.stored_value import UnstorableValueError, shortened, to_text
from shared.handler.asking import answer_to, refuse_mistakes
from shared.handler.children import Child, ChildEnd, Gathering, failed_child, wrong_gathering
from shared.handler.looking_back import LookingBack
from shared.handler.metering import MeteredModel, MeteredWarehouse
from shared.handler.ports import Asking, Attempt, TextModel, Warehouse, go_on
from shared.telemetry import logs, spans

ValueT = TypeVar("ValueT")
AnswerT = TypeVar("AnswerT", bound=Record)
DefaultT = TypeVar("DefaultT")

#: No default: a question without an answer fails the job.
_FAIL: Final = object()


class JobContext(LookingBack):
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
        forms: Sequence[type[Record]] = (),
        children: Sequence[str] = (),
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
            forms: Of the questions that jobs of its type may ask.
            children: The types of the jobs that it may gather.
            may_spend: Called before each call that costs something; what it raises ends the job.
        """
        self._may_spend = may_spend
        self._attempt = attempt
        self._step_lock = Lock()
        self._steps: set[str] = set()
        self._percents = (100.0, 0.0)
        self._model = model
        self._warehouse = warehouse
        self._job_type = job_type
        self._forms = forms
        self._children = children
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

        Args:
            percent: From 0 to 100.
            message: What is done now.
            stage: The handler's own name for the part it is in.

        Raises:
            errors.AttemptEndedError: If the job was cancelled or taken over; let it pass.
        """
        lowest, highest = self._percents
        self._percents = (min(lowest, percent or lowest), max(highest, percent))
        self._attempt.report(percent, message, stage)

    @property
    def reports_fractions(self) -> bool:
        """Whether all progress was of 0 to 1, where 100 is all: its bar never moved."""
        lowest, highest = self._percents
        return 0 < lowest < 1 and highest <= 1

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

    @overload
    def ask(
        self,
        name: str,
        form: type[AnswerT],
        *,
        prompt: str,
        until: timedelta,
        context: JsonValue = None,
    ) -> AnswerT: ...
    @overload
    def ask(
        self,
        name: str,
        form: type[AnswerT],
        *,
        prompt: str,
        until: timedelta,
        default: DefaultT,
        context: JsonValue = None,
    ) -> AnswerT | DefaultT: ...

    def ask(  # noqa: PLR0913 -- all that a question is
        self,
        name: str,
        form: type[Record],
        *,
        prompt: str,
        until: timedelta,
        default: object = _FAIL,
        context: JsonValue = None,
    ) -> object:
        """Return what the job's owner answers; until then the job holds no machine and no slot.

        The attempt ends here. Once the question is answered the handler is called anew, its kept
        steps return at once, and so does this; a retry of the job does not ask again. What the
        answer says is its owner's text: give it to a model as data.

        Args:
            name: `a-z`, `0-9` and hyphens, unique within the handler, its steps' names included.
            form: What an answer is; one of its type's `forms`.
            prompt: What is asked, in a sentence or some for the owner.
            until: How long an answer is awaited; no longer than the job may take in all.
            default: Returned, `None` too, where no answer came in time; left out, the job fails.
            context: What the question is about, of up to 20 KB, for who answers.

        Raises:
            errors.HandlerMistakeError: If it cannot be asked: its name, its form, what it says.
            UnansweredError: If no answer came in time and there is no default.
            errors.AttemptEndedError: If there is no answer yet; let it pass.
        """
        asking = Asking(
            name=name,
            form=form.__name__,
            prompt=shortened(prompt, MAX_PROMPT),
            wait=until,
            has_default=default is not _FAIL,
            context=context,
        )
        with self._named(name), spans.span(f"ask {name}"):
            self._attempt.check()
            refuse_mistakes(asking, form, self._forms)
            answer = answer_to(self._attempt, asking, form, self.log)
        if answer is None and default is _FAIL:
            raise UnansweredError
        return default if answer is None else answer

    def gather(
        self, name: str, children: Sequence[Child], *, failures: Failures = "stop"
    ) -> tuple[ChildEnd, ...]:
        """Return how other jobs have ended that do parts of this one; until then it holds nothing.

        The jobs are made at the first call, each as if its owner had submitted it, and the attempt
        ends here. Once they have ended the handler is called anew, its kept steps return at once,
        and so does this. A retry of the job makes only those anew that have not succeeded. They
        are cancelled when this job ends, whichever way.

        Args:
            name: Any text, unique within the handler, its steps' names included.
            children: Up to 10, each of one of its type's `children`.
            failures: What one means that fails or is cancelled: "stop", and this raises at once;
                "keep", and it is among those returned.

        Raises:
            ChildFailedError: If one has not succeeded, and `failures` is "stop".
            errors.HandlerMistakeError: If they cannot be jobs: too many, of other types, of an
                input that their type refuses; or if this job is a part of another one itself.
            errors.AttemptEndedError: If they have not ended; let it pass.
        """
        gathering = Gathering(name=name, children=tuple(children), failures=failures)
        with self._named(name), spans.span(f"gather {name}"):
            self._attempt.check()
            wrong = wrong_gathering(gathering, self._children, MAX_CHILDREN)
            if wrong is not None:
                raise errors.HandlerMistakeError(mistake=f"{name!r} {wrong}")
            ends = self._attempt.gather(gathering)
        failed = failed_child(ends)
        if failed is not None and failures == "stop":
            raise failed.failure()
        return ends

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
