"""Declare a route once: from its function come who may ask, what is checked, and its description.

The parameters say what is needed. `user` or `operator`: a token is asked for, before anything else
is read. `body` and `query` are checked against that record; a body with a default may be absent.
What stands in the path comes under its name. A returned record is the answer's JSON; None is an
answer without a body.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, TypeVar

from flask import Response
from pydantic import Field

from functions.http import bodies, header_fields
from shared.core.records import Record

# Each has parameters of its own, and is given what its signature names.
View = Callable[..., Record | Response | None]
ViewT = TypeVar("ViewT", bound=View)
_EMPTY = inspect.Parameter.empty
#: What can happen wherever a token is checked and Firestore is asked.
_NEEDS_USER = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE)
#: What can be wrong with a body.
_HAS_BODY = (
    HTTPStatus.BAD_REQUEST,
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


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a request that is right is answered with, as the description says it."""

    description: str
    #: What its body is: a record, or what has that name in the description.
    schema: type[Record] | str | None = None
    media_types: tuple[str, ...] = (bodies.JSON,)
    headers: type[Record] = header_fields.Answered

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
        return "user" in self.parameters or "operator" in self.parameters

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
            *((HTTPStatus.NOT_FOUND,) if "job_id" in self.parameters else ()),
        }


@dataclass(frozen=True, kw_only=True)
class Group:
    """Routes that belong together, in the order in which they are declared."""

    name: str
    #: What a reader of the description learns about all of them.
    description: str
    routes: list[Route] = field(default_factory=list)

    def route(
        self,
        rule: str,
        *,
        answers: Mapping[HTTPStatus, Answer] | None = None,
        refusals: tuple[HTTPStatus, ...] = (),
        reads: tuple[type[Record], ...] = (),
        takes_submission: bool = False,
    ) -> Callable[[ViewT], ViewT]:
        """Declare the function below as the answer to `rule`, a method and a path.

        The function's docstring is public: its first line says what the route does.
        """
        method, _, path = rule.partition(" ")

        def declare(view: ViewT) -> ViewT:
            signature = inspect.signature(view)
            route = Route(
                method=method,
                path=path,
                view=view,
                answers=answers or _usual_answer(signature.return_annotation),
                refusals=refusals,
                reads=reads,
                takes_submission=takes_submission,
                parameters=signature.parameters,
            )
            self.routes.append(route)
            return view

        return declare


def _usual_answer(returned: type[Record] | None) -> Mapping[HTTPStatus, Answer]:
    """Return what a function's return type says about its answer."""
    if returned is None:
        return {HTTPStatus.NO_CONTENT: Answer(description="It is done.")}
    summary, _, _ = (inspect.getdoc(returned) or "").partition("\n\n")
    return {HTTPStatus.OK: Answer(description=summary, schema=returned)}
