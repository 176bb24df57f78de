"""Make jobs of what a handler gathers: checked like a submission, and never refused for a limit.

A refusal would strand the parent, which its owner was allowed: its children are counted instead.
Their tokens may put the bucket in debt, they are among the unfinished jobs, and each takes a slot
or waits for one; that of their parent is free by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from functions.effects import lining_up
from functions.job_types import JobType, find_job_type
from functions.job_types.naming import title_of
from shared.core import errors, ids, kept_files
from shared.core.files import UploadedFile
from shared.core.gather import MAX_GIVEN
from shared.core.job import Job
from shared.core.new_job import new_job, part_of
from shared.core.rate_limit import TokenBucket
from shared.core.records import Record
from shared.core.stored_value import UnstorableValueError, to_text
from shared.firestore.compare_and_set import Pauses
from shared.firestore.documents import Births, BucketChange, NewChild
from shared.handler.children import Child, NoRoomError
from shared.wiring import Services


@dataclass(frozen=True, kw_only=True)
class ChildJobs:
    """What makes the jobs that a handler gathers: a `shared.handler.gathering.ChildMaker`."""

    services: Services
    #: What came with the parent's request.
    file: UploadedFile | None

    @property
    def pauses(self) -> Pauses:
        """See `ChildMaker.pauses`."""
        return self.services.pauses

    def prepare(self, parent: Job, children: Sequence[Child]) -> tuple[NewChild, ...]:
        """See `ChildMaker.prepare`.

        Raises:
            errors.HandlerMistakeError: If the parent is a child itself, or a child cannot be a job.
            NoRoomError: If they are given too much.
        """
        if parent.parent_id is not None:
            raise errors.HandlerMistakeError(mistake="a job gathers others and is a part itself")
        new = tuple(self._prepare(parent, child) for child in children)
        given = sum(len(one.request.encode()) + (one.job.file_bytes or 0) for one in new)
        if given > MAX_GIVEN:
            raise NoRoomError
        return new

    def admit(self, parent: Job, children: Sequence[NewChild]) -> Births:
        """See `ChildMaker.admit`."""
        services, now = self.services, self.services.clock()
        before = services.store.read_bucket(ids.parse_job_id(parent.job_id).uid)
        bucket = before.bucket or TokenBucket.full(services.submit_limit, now)
        paid = bucket.charge(services.submit_limit, now, len(children))
        # Its parent is not finished, and needs no slot any more.
        others = lining_up.unfinished_jobs(
            services, paid, [one.job for one in children], frozenset({parent.job_id})
        )
        new = lining_up.knowing_of_devices([one.job for one in children], paid)
        jobs, waited_for = lining_up.with_slots(services, new, others)
        unfinished = (*others.job_ids, parent.job_id, *(job.job_id for job in jobs))
        files = paid.files | kept_files.files_of(jobs)
        after = paid.model_copy(update={"files": files}).holding(unfinished, parent.expire_at)
        return Births(
            children=tuple(replace(one, job=job) for one, job in zip(children, jobs, strict=True)),
            bucket=BucketChange(before=before, after=after, waited_for=waited_for),
        )

    def _prepare(self, parent: Job, child: Child) -> NewChild:
        job_type = find_job_type(child.job_type)
        request = _checked(job_type, child)
        file = self._file_for(job_type, child, request)
        services, now = self.services, self.services.clock()
        uid = ids.parse_job_id(parent.job_id).uid
        job = new_job(
            job_id=ids.new_job_id(uid, job_type.name, now, services.token()),
            job_type=job_type.name,
            type_version=job_type.version,
            title=title_of(job_type, request, None if file is None else file.name),
            max_attempts=job_type.retry.max_attempts,
            now=now,
            retention=parent.expire_at - now,
            whole_limit=job_type.whole_limit,
            file_bytes=None if file is None else len(file.content),
        )
        try:
            text = to_text(request.to_json())
        except UnstorableValueError as error:
            raise _mistake(child, f"whose input cannot be kept: {error}") from None
        return NewChild(job=part_of(job, parent, now), request=text, file=file)

    def _file_for(self, job_type: JobType, child: Child, request: Record) -> UploadedFile | None:
        """Return the file that a child gets; refuse one that its type cannot take, or needs."""
        if child.with_file and self.file is None:
            raise _mistake(child, "with its own file, and has none")
        if child.with_file and not job_type.accepts_file:
            raise _mistake(child, "with a file, which its type does not take")
        field = job_type.file_replaces
        if field is not None and (field in request.to_json()) is child.with_file:
            raise _mistake(child, f"whose type takes either {field!r} or a file")
        return self.file if child.with_file else None


def _checked(job_type: JobType, child: Child) -> Record:
    """Return what a child is asked, in its type's form; a mistake names fields, never values."""
    try:
        return job_type.request.model_validate(dict(child.input))
    except ValidationError as error:
        fields = sorted({".".join(map(str, one["loc"])) for one in error.errors()})
        raise _mistake(child, f"whose input is wrong in {', '.join(fields)}") from None


def _mistake(child: Child, what: str) -> errors.HandlerMistakeError:
    return errors.HandlerMistakeError(mistake=f"a job gathers a {child.job_type!r} {what}")
