"""Declare a route once: from its function come who may ask, what is checked, and its description.

The parameters say what is needed. `user`, `operator` or `viewer`: a token is asked for, before
anything else is read. `body` and `query` are checked against that record; a body with a default may
be absent. What stands in the path comes under its name. A returned record is the answer's JSON;
None is an answer without a body.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar

from functions.http.route import Answer, Route, View
from shared.core.records import Record

ViewT = TypeVar("ViewT", bound=View)


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
