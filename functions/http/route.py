"""One route as it is declared: who may ask, what is checked, and what it may be answered with."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import Field

from functions.http import bodies, header_fields
from shared.core.records import Record

# Each has parameters of its own, and is given what its signature names.
View = Callable[..., Record | Response | None]
_EMPTY = inspect.Parameter.empty
#: What can happen wherever a token is checked, requests are counted, and Firestore is asked.
_NEEDS_USER = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
#: What can be wrong with a body.
_HAS_BODY = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
#: What stands in a path.
JobId = Annotated[
    str,
    Field(
        min_length=1, max_length=300, description="A job's id, as its submission was answered with."
    ),
]
#: Likewise.
QuestionName = Annotated[
    str,
    Field(min_length=1, max_length=64, description="A question's name: a job's `question.name`."),
]

ScheduleId = Annotated[
    str,
    Field(min_length=1, max_length=64, description="A schedule's id, as its making was answered."),
]
DeviceId = Annotated[
    str,
    Field(min_length=1, max_length=64, description="A device's name, as its `PUT` was answered."),
]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a request that is right is answered with, as the description says it."""

    description: str
    #: What its body is: a record, or what has that name in the description.
    schema: type[Record] | str | None = None
    media_types: tuple[str, ...] = (bodies.JSON,)
    headers: type[Record] = header_fields.Answered
    #: What its body names that other routes are about, as their paths write it.
    leads_to: str | None = None

    @property
    def schema_name(self) -> str | None:
        """The name of its body's schema; None where there is no body."""
        return self.schema.__name__ if isinstance(self.schema, type) else self.schema


@dataclass(frozen=True, kw_only=True)
class Route:
    """One method of one path, and the function that answers it."""

    method: str
    #: As Flask writes it: `/api/jobs/<job_id>`.
    path: str
    view: View
    answers: Mapping[HTTPStatus, Answer]
    #: What it is refused with besides what its parameters say.
    refusals: tuple[HTTPStatus, ...]
    #: The headers that it reads besides the tokens.
    reads: tuple[type[Record], ...]
    #: Whether it reads a submission itself: JSON, or a form.
    takes_submission: bool
    parameters: Mapping[str, inspect.Parameter]

    @property
    def name(self) -> str:
        """The function's name."""
        return self.view.__name__

    @property
    def needs_user(self) -> bool:
        """Whether a token is asked for."""
        return not {"user", "operator", "viewer"}.isdisjoint(self.parameters)

    @property
    def body(self) -> type[Record] | None:
        """The record that the body is checked against."""
        return self.parameters["body"].annotation if "body" in self.parameters else None

    @property
    def is_body_optional(self) -> bool:
        """Whether the body may be absent."""
        return self.body is not None and self.parameters["body"].default is not _EMPTY

    @property
    def query(self) -> type[Record] | None:
        """The record that the query is checked against."""
        return self.parameters["query"].annotation if "query" in self.parameters else None

    @property
    def refused(self) -> set[HTTPStatus]:
        """All that it may be refused with."""
        has_body = self.body is not None or self.takes_submission
        return {
            HTTPStatus.INTERNAL_SERVER_ERROR,
            *self.refusals,
            *(_NEEDS_USER if self.needs_user else ()),
            *(_HAS_BODY if has_body else ()),
            *((HTTPStatus.BAD_REQUEST,) if self.query else ()),
            *((HTTPStatus.NOT_FOUND,) if {"job_id", "schedule_id"} & set(self.parameters) else ()),
        }
