"""The registry: every folder here whose `job.py` declares a job type with `@job_type`.

Adding a job type is adding a folder; nothing else names it. Its folder has the type's name, with
`_` for `-`, so that its `job.py` is imported alone when that one type is asked for, and all of them
are when all are. It must be cheap to import: a vendor library is imported where it is used. What
two types share is in `common`, which declares none.
"""

import importlib.util
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import JsonValue

from functions.job_types import mistakes
from shared.core import ids
from shared.core.errors import FieldViolation, InvalidArgumentError
from shared.core.exports import Document, DocumentRequest
from shared.core.files import UploadedFile
from shared.core.icons import Icon
from shared.core.records import Record
from shared.core.retry import RetryPolicy
from shared.firestore import documents
from shared.handler.job_context import JobContext

RequestT = TypeVar("RequestT", bound=Record)
ResultT = TypeVar("ResultT", bound="JobResult")
Handler = Callable[[RequestT, JobContext], ResultT]

#: US dollars: one text of a few thousand tokens, and a query.
ESTIMATE_USD = 0.02


class JobResult(Record):
    """The base of every job type's result."""

    def summarise(self) -> str:
        """Say the result in one sentence, for a notification and for lists."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class JobType:
    """What there is to know about a type of job; `job_type` says what the fields mean."""

    name: str
    title: str
    request: type[Record]
    result: type[JobResult]
    # The handler takes this type's own request; the registry mixes types.
    handler: Callable[[Any, JobContext], JobResult]
    time_limit: timedelta
    description: str | None = None
    icon: Icon = Icon.SPARK
    whole_limit: timedelta | None = None
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    accepts_file: bool = False
    file_replaces: str | None = None
    is_listed: bool = True
    #: Of its request's form; stored with each job.
    version: int = 1
    #: Gets the version of an older request, and the request; returns it as it is written now.
    upgrade: Callable[[int, JsonValue], JsonValue] | None = None
    #: What a job is expected to cost, US dollars: so much of its owner's budget is reserved.
    estimate_usd: float = ESTIMATE_USD
    #: Gets the type's own request and the name of the file that came; returns a job's title.
    job_title: Callable[[Any, str | None], str] | None = None
    #: So long after its end a succeeded job answers the same request; None for never.
    reuse_for: timedelta | None = None
    #: Of the questions that its jobs may ask.
    forms: tuple[type[Record], ...] = ()
    #: The types of the jobs that its jobs may gather.
    children: tuple[str, ...] = ()
    # Gets this type's own result.
    make_document: Callable[[Any, DocumentRequest], Document] | None = None


_declared: dict[str, JobType] = {}


def job_type(  # noqa: PLR0913 -- a declaration says everything in one place
    name: str,
    *,
    title: str,
    description: str | None = None,
    icon: str = Icon.SPARK,
    request: type[RequestT],
    result: type[ResultT],
    attempts: int = 3,
    time_limit: timedelta = timedelta(minutes=5),
    whole_limit: timedelta | None = None,
    accepts_file: bool = False,
    file_replaces: str | None = None,
    is_listed: bool = True,
    version: int = 1,
    upgrade: Callable[[int, JsonValue], JsonValue] | None = None,
    estimate_usd: float = ESTIMATE_USD,
    job_title: Callable[[RequestT, str | None], str] | None = None,
    reuse_for: timedelta | None = None,
    forms: tuple[type[Record], ...] = (),
    children: tuple[str, ...] = (),
    make_document: Callable[[ResultT, DocumentRequest], Document] | None = None,
) -> Callable[[Handler[RequestT, ResultT]], Handler[RequestT, ResultT]]:
    """Declare the function below as the handler of a job type.

    Args:
        name: As it stands in the API and in job ids: never changed once there are jobs.
        title: What a user calls it, wherever it is shown.
        description: What it is good for, in a sentence to who chooses among the types.
        icon: Which drawing of `shared.core.icons` stands beside its title.
        request: What a user asks for; what is not of this form is refused before there is a job.
        result: What the handler returns; its `summarise` is what lists and notifications say.
        attempts: How often a job is tried in all: 2 means one retry. Only what may pass by itself
            is tried again, and defects; a `PermanentJobError` ends the job at once.
        time_limit: One attempt takes no longer, whatever the handler does: then it has failed, and
            the job is tried again or, after the last attempt, ends as `deadline-exceeded`. Below
            the 30 minutes that Cloud Tasks waits for a worker.
        whole_limit: The job takes no longer in all, with every attempt and every wait, counted from
            when it may start; 29 days at the most. Then it ends as `deadline-exceeded`. None: only
            the number of attempts bounds it.
        accepts_file: Whether a file may come with a request; it is `JobContext.file`.
        file_replaces: The request's field, by its name in JSON, that a file stands for: exactly one
            of the two must be given. In the record the field may be absent.
        is_listed: Whether users are offered it, in `GET /api/job-types`; it can be submitted all
            the same.
        version: Raise it with each change of the request's form that a revision before cannot read:
            jobs of the new form wait until no old revision is left to run them.
        upgrade: Gets the version that an older request was accepted with, and the request; returns
            it in today's form. Without one, today's form must read the older ones.
        estimate_usd: What a job is expected to cost, US dollars: so much of its owner's budget is
            reserved while it is not finished.
        job_title: Gets a request and the name of the file that came with it, None without one;
            returns what tells its job from others of the type ("Data Engineer"). Without one, or
            where it is empty, a job is called as its type.
        reuse_for: So long after its end a succeeded job answers exactly the same request of its
            owner, unless they want it `fresh`. Without it, every request is a new job. For a type
            whose result would be the same again.
        forms: What answers may be to questions that its jobs ask (`JobContext.ask`): so the API can
            describe them, and check them. A type with forms has a `whole_limit`, and the forms'
            names are its own.
        children: The types of the jobs that its jobs may gather (`JobContext.gather`). While one of
            them is not there, nor is this type. A type with children has a `whole_limit`, and is
            none of another type's children.
        make_document: Makes a document of a result as it was asked for; without it, the API has
            none of this type.

    Raises:
        ValueError: If the name is taken, or cannot be one; or a time is none that a job may take.
        TypeError: If the handler cannot be called as one or says that it returns something else;
            or request or result is no such record.
    """

    def declare(handler: Handler[RequestT, ResultT]) -> Handler[RequestT, ResultT]:
        if name in _declared:
            raise ValueError(f"there are two job types named {name!r}")
        mistakes.refuse_handler(name, handler)
        mistakes.refuse_records(name, request, result, JobResult)
        mistakes.refuse_other_result(name, handler, result)
        mistakes.refuse_endless(name, time_limit, whole_limit)
        mistakes.refuse_reuse(name, reuse_for)
        others = {form for one in _declared.values() for form in one.forms}
        mistakes.refuse_forms(name, forms, others, whole_limit)
        mistakes.refuse_children(name, children, whole_limit)
        _declared[name] = JobType(
            name=name,
            title=title,
            request=request,
            result=result,
            handler=handler,
            description=description,
            icon=mistakes.known_icon(name, icon),
            time_limit=time_limit,
            whole_limit=whole_limit,
            retry=RetryPolicy(max_attempts=attempts),
            accepts_file=accepts_file or file_replaces is not None,
            file_replaces=file_replaces,
            is_listed=is_listed,
            version=version,
            upgrade=upgrade,
            estimate_usd=estimate_usd,
            job_title=job_title,
            reuse_for=reuse_for,
            forms=forms,
            children=children,
            make_document=make_document,
        )
        return handler

    return declare


@cache
def all_job_types() -> Mapping[str, JobType]:
    """Return every job type by its name."""
    for folder in pkgutil.iter_modules(__path__):
        _import(folder.name)
    found = {name: one for name, one in _declared.items() if _is_whole(one)}
    return MappingProxyType(dict(sorted(found.items())))


def declared_job_type(name: str) -> JobType | None:
    """Return the job type of that name, importing no other; None if there is none."""
    if name not in _declared and ids.is_type_name(name):
        _import(name.replace("-", "_"))
    found = _declared.get(name)
    return found if found is not None and _is_whole(found) else all_job_types().get(name)


def _is_whole(found: JobType) -> bool:
    """Whether the types that it gathers are all there; without one of them it is not, either.

    Raises:
        ValueError: If one of them gathers others itself.
    """
    for name in found.children:
        if name not in _declared:
            _import(name.replace("-", "_"))
        if (child := _declared.get(name)) is None:
            return False
        if child.children:
            raise ValueError(f"{found.name!r} gathers {name!r}, which gathers others itself")
    return True


def _import(folder: str) -> None:
    """Import what is declared in a folder of this package, if there is such a folder."""
    package = importlib.util.find_spec(f"{__name__}.{folder}")
    is_folder = package is not None and package.submodule_search_locations is not None
    if is_folder and importlib.util.find_spec(f"{__name__}.{folder}.job") is not None:
        importlib.import_module(f"{__name__}.{folder}.job")


def find_job_type(name: str) -> JobType:
    """Return the job type of that name.

    Raises:
        InvalidArgumentError: If there is none; it names those that there are.
    """
    found = declared_job_type(name)
    if found is None:
        known = ", ".join(all_job_types())
        raise InvalidArgumentError(
            "There is no such job type.",
            violations=[FieldViolation(field="type", message=f"Must be one of: {known}.")],
        )
    return found


@dataclass(frozen=True, kw_only=True)
class JobInput:
    """What a handler works on."""

    #: The type's own fields, as they were accepted.
    request: JsonValue
    #: What came with them.
    file: UploadedFile | None = None


def other_names(known: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Return the names that job types understand besides those of the data and their synonyms.

    Args:
        known: Kind, alias and name of each row that the data has; so are those returned.
    """
    from functions.job_types.common.names import KnownName
    from functions.job_types.common.other_words import other_words

    rows = (
        KnownName.model_validate({"kind": kind, "alias": alias, "name": name})
        for kind, alias, name in known
    )
    return tuple((row.kind, row.alias, row.name) for row in other_words(rows))


def documents_of(job_id: str) -> tuple[str, ...]:
    """Name the documents below a job document that hold what its job was given.

    Raises:
        errors.InvalidArgumentError: If it is not a job id.
    """
    job_type = declared_job_type(ids.parse_job_id(job_id).type)
    has_file = job_type is not None and job_type.accepts_file
    return (documents.INPUT, documents.FILE) if has_file else (documents.INPUT,)


def input_in(data: Mapping[str, JsonValue]) -> JobInput:
    """Take what a job was given from the documents below its job document."""
    return JobInput(request=data.get(documents.INPUT), file=file_in(data))


def file_in(data: Mapping[str, JsonValue]) -> UploadedFile | None:
    """Take the file from the documents below a job document; None if none came."""
    value = data.get(documents.FILE)
    return None if value is None else UploadedFile.model_validate(value)
