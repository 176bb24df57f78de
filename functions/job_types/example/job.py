"""Job type `example`: counts the words of a text, and has a sentence written about the count.

It is about nothing, and asks no warehouse. What a job can do it does: it shows how far it is, keeps
a step, asks the text model, and checks what the model wrote.
"""

import re
from datetime import timedelta
from functools import partial
from typing import Annotated

from pydantic import BeforeValidator, Field

from functions.job_types import JobResult, job_type
from functions.job_types.common.user_text import clean_text, with_example
from shared.core import errors
from shared.core.plain_text import VISIBLE
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.handler.ports import GeneratedBy

_NUMBER = re.compile(r"\d+")
#: So many of a text's words tell its job from others.
_TITLE_WORDS = 6


class ExampleRequest(Record):
    """What a user asks for."""

    model_config = with_example(text="Count these four words")

    text: Annotated[str, BeforeValidator(clean_text)] = Field(
        min_length=1,
        max_length=2000,
        json_schema_extra={"pattern": VISIBLE},
        description="The text whose words are counted; no model ever sees it.",
    )


class ExampleFacts(Record):
    """What the sentence may speak about, and nothing else."""

    words: int


class ExampleText(Record):
    """What is written about the facts."""

    sentence: str = Field(min_length=1, max_length=200)


class Example(JobResult):
    """The count, and the sentence about it."""

    words: int
    sentence: str
    generated_by: GeneratedBy = Field(description="Who wrote the sentence.")

    def summarise(self) -> str:
        """Say the result in one sentence."""
        return f"The text has {self.words} word{'' if self.words == 1 else 's'}."


def _job_title(request: ExampleRequest, _file_name: str | None) -> str:
    return " ".join(request.text.split()[:_TITLE_WORDS])


@job_type(
    "example",
    title="Example",
    description="How many words a text has, in a sentence.",
    job_title=_job_title,
    request=ExampleRequest,
    result=Example,
    time_limit=timedelta(minutes=2),
    is_listed=False,
)
def count_words(request: ExampleRequest, job: JobContext) -> Example:
    """Count the words of a text, and have a sentence written about it.

    Raises:
        errors.RetriableJobError: If the sentence does not keep to the count.
    """
    job.progress(10, "Counting the words", "count")
    words = len(request.text.split())
    job.progress(40, "Writing the sentence", "text")
    return job.step("text", partial(_write, words, job), of=Example)


def _write(words: int, job: JobContext) -> Example:
    written = job.model.write("example", ExampleFacts(words=words), ExampleText)
    sentence = written.value.sentence
    if set(_NUMBER.findall(sentence.replace(",", ""))) != {str(words)}:
        raise errors.RetriableJobError("The sentence did not keep to the count.")
    return Example(words=words, sentence=sentence, generated_by=written.generated_by)
