"""What may be submitted: each type of job with its schemas and limits."""

from functools import lru_cache

from pydantic import Field
from pydantic.json_schema import JsonSchemaValue

from functions import job_types
from shared.core.icons import Icon
from shared.core.records import Record


class JobType(Record):
    """A type of job."""

    type: str = Field(description="What a submission says.")
    title: str = Field(description="What a person calls it.")
    description: str | None = Field(default=None, description="What it is good for, in a sentence.")
    icon: Icon = Field(description="Which drawing stands beside its title.")
    input: JsonSchemaValue = Field(description="A JSON Schema (2020-12).")
    result: JsonSchemaValue = Field(description="A JSON Schema (2020-12).")
    max_attempts: int = Field(ge=1, description="How many attempts there are: 3 means two retries.")
    time_limit_seconds: float = Field(description="One attempt takes no longer than this.")
    reuse_seconds: float | None = Field(
        default=None,
        description="So long after its end a succeeded job answers the same request, unless it says"
        " `options.fresh`; absent: never.",
    )
    accepts_file: bool = Field(description="Whether a file may come with it, as a form.")
    file_replaces: str | None = Field(
        default=None, description="The field of the input that such a file stands for."
    )
    forms: dict[str, JsonSchemaValue] | None = Field(
        default=None,
        description="By name, the JSON Schemas (2020-12) of answers to what its jobs may ask: a"
        " job's `question.form` is such a name; absent: they ask nothing.",
    )


class JobTypes(Record):
    """What may be submitted."""

    job_types: tuple[JobType, ...]


def describe_job_types() -> JobTypes:
    """Return each listed job type with the JSON Schemas of input and result, and its limits."""
    return _describe(tuple(one for one in job_types.all_job_types().values() if one.is_listed))


# The types of a process do not change; tests have some of their own now and then.
@lru_cache(maxsize=2)
def _describe(types: tuple[job_types.JobType, ...]) -> JobTypes:
    return JobTypes(
        job_types=tuple(
            JobType(
                type=one.name,
                title=one.title,
                description=one.description,
                icon=one.icon,
                input=_input(one.request),
                result=one.result.model_json_schema(by_alias=True, mode="serialization"),
                max_attempts=one.retry.max_attempts,
                time_limit_seconds=one.time_limit.total_seconds(),
                reuse_seconds=one.reuse_for and one.reuse_for.total_seconds(),
                accepts_file=one.accepts_file,
                file_replaces=one.file_replaces,
                forms={form.__name__: _input(form) for form in one.forms} or None,
            )
            for one in types
        )
    )


def _input(form: type[Record]) -> JsonSchemaValue:
    return form.model_json_schema(by_alias=True)
