"""The bodies of requests as records: a submission of each type, a batch, a retry."""

from collections.abc import Mapping
from types import MappingProxyType, NoneType
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, Field, JsonValue, StrictBool, create_model
from pydantic.json_schema import SkipJsonSchema

from functions.job_types import JobType
from functions.requests.options import Options
from functions.requests.submission import TYPE
from functions.requests.titles import Title
from shared.core.rate_limit import MAX_BATCH
from shared.core.records import Record

#: The ending of the name of a body that comes with a file.
BESIDE_FILE: Final = "FileSubmission"
_Absent = SkipJsonSchema[None]
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class RetryRequest(Record):
    """The body of a retry."""

    input: dict[str, JsonValue] | None = Field(
        default=None,
        description="The type's own fields, if they shall be others; no finished step is kept"
        " then.",
    )
    keep_steps: StrictBool = Field(
        default=True,
        description="Whether what was paid for is kept: finished steps are not done again.",
    )


class GivenAnswer(Record):
    """The body of an answer to what a job asks."""

    value: dict[str, JsonValue] = Field(
        description="What the question's form says: the type's `forms` have its schema."
    )


class JobChange(Record):
    """What a job's owner may change of it."""

    title: Title


class Batch(Record):
    """The body of a batch: submissions, as they would be sent one by one."""

    jobs: Annotated[
        list[dict[str, JsonValue]],
        Field(
            min_length=1,
            max_length=MAX_BATCH,
            description="Each becomes its own job; all are checked before the first is stored.",
        ),
    ]


class _Ours(Record):
    """The fields of a submission that are not the type's own, besides the type."""

    options: Options | None = Field(default=None, description="How it shall be run.")
    # A factory is no default that a reader is told.
    user_id: str = Field(
        default_factory=str,
        deprecated=True,
        description="Old clients name the owner; it can only be you.",
    )


def submission_models(one: JobType) -> list[type[BaseModel]]:
    """Return the body that submits a job of that type, and the one that comes with a file."""
    if one.file_replaces is None:
        return [_model(one, "Submission")]
    fields = one.request.model_fields.items()
    ((name, field),) = (pair for pair in fields if pair[1].alias == one.file_replaces)
    (kind,) = (kind for kind in get_args(field.annotation) if kind is not NoneType)
    needed, absent = (kind, Field(description=field.description)), (_Absent, None)
    return [_model(one, "Submission", {name: needed}), _model(one, BESIDE_FILE, {name: absent})]


def _model(one: JobType, ending: str, changed: Mapping[str, Any] = _NOTHING) -> type[BaseModel]:
    """Return the type's own fields and ours as one record; `changed` are as a file wants them."""
    shown = [] if ending == BESIDE_FILE else one.request.model_json_schema().get("examples", [])
    examples = [{TYPE: one.name, **example} for example in shown]
    kind: Any = Literal[one.name]
    made: type[BaseModel] = create_model(
        f"{pascal(one)}{ending}",
        __base__=(one.request, _Ours),
        __doc__=f"{one.title}. {one.request.__doc__}",
        __cls_kwargs__={"json_schema_extra": {"examples": examples} if examples else {}},
        type=(kind, Field(description="What kind of job.")),
        **changed,
    )
    return made


def pascal(one: JobType) -> str:
    """Return the beginning of the names of all that belongs to a type of job."""
    return "".join(part.capitalize() for part in one.name.split("-"))
