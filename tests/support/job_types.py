"""Job types that only tests have, declared for as long as a test wants them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

from pydantic import Field, JsonValue

from functions import job_types
from functions.job_types import JobResult
from shared.core.exports import MEDIA_TYPES, Document, DocumentRequest
from shared.core.records import Record
from shared.core.retry import RetryPolicy
from shared.handler.job_context import JobContext


class WordRequest(Record):
    """A request of the test types."""

    word: str = Field(max_length=1000)


class WordResult(JobResult):
    """A result of the test types."""

    answer: str

    def summarise(self) -> str:
        """Say the answer."""
        return f"The answer is {self.answer}."


WordHandler = Callable[[WordRequest, JobContext], WordResult]


def echo(request: WordRequest, job: JobContext) -> WordResult:
    """Answer with what was asked."""
    return WordResult(answer=request.word)


def spell(result: WordResult, request: DocumentRequest) -> Document:
    """Make a document of an answer: its words, as often as changes were accepted."""
    text = " ".join([result.answer, *(change.text or "" for change in request.changes)])
    return Document(
        file_name=f"word.{request.format}",
        media_type=MEDIA_TYPES[request.format],
        content=text.encode(),
    )


@contextmanager
def declared(
    handler: WordHandler,
    *,
    name: str = "test-word",
    retry: RetryPolicy | None = None,
    time_limit: timedelta = timedelta(minutes=5),
    whole_limit: timedelta | None = None,
    accepts_file: bool = False,
    request: type[Record] = WordRequest,
    version: int = 1,
    upgrade: Callable[[int, JsonValue], JsonValue] | None = None,
    estimate_usd: float = 0.0,
    job_title: Callable[[Any, str | None], str] | None = None,
    reuse_for: timedelta | None = None,
    forms: tuple[type[Record], ...] = (),
    children: tuple[str, ...] = (),
    make_document: Callable[[WordResult, DocumentRequest], Document] | None = None,
) -> Iterator[None]:
    """Have a job type of that name inside the block."""
    job_types.all_job_types()
    declare = job_types.job_type(
        name,
        title="A word",
        request=request,
        result=WordResult,
        time_limit=time_limit,
        whole_limit=whole_limit,
        accepts_file=accepts_file,
        version=version,
        upgrade=upgrade,
        estimate_usd=estimate_usd,
        job_title=job_title,
        reuse_for=reuse_for,
        forms=forms,
        children=children,
        make_document=make_document,
    )
    declare(cast("Any", handler))
    if retry is not None:
        declared_type = job_types._declared[name]
        job_types._declared[name] = job_types.JobType(
            **{**vars(declared_type), "retry": retry},
        )
    job_types.all_job_types.cache_clear()
    try:
        yield
    finally:
        del job_types._declared[name]
        job_types.all_job_types.cache_clear()
