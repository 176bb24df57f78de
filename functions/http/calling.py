"""Call the function of a route with what its parameters ask for, and write what it returns.

Who asks comes before everything else, also before the body is read; and so does how often.
"""

from functools import partial
from http import HTTPStatus

from flask import Flask, Response, jsonify, request

from functions.http.bodies import has_body, read_object
from functions.http.request_rate import RequestRate
from functions.http.route import Route
from functions.http.routing import Group
from functions.http.views import job_view
from functions.operators import roles
from functions.requests.violations import validated
from shared.auth.users import User
from shared.core import errors
from shared.core.job import Job
from shared.core.records import Record
from shared.wiring import Services


def add_routes(app: Flask, services: Services, groups: tuple[Group, ...]) -> None:
    """Have the application answer the routes of these groups."""
    rate = RequestRate(services.settings.requests_per_minute)
    for route in (route for group in groups for route in group.routes):
        app.add_url_rule(
            route.path,
            endpoint=route.name,
            view_func=partial(_call, services, rate, route),
            methods=[route.method],
        )


def _call(services: Services, rate: RequestRate, route: Route, **in_path: str) -> Response:
    given: dict[str, object] = {"services": services, **in_path}
    if route.needs_user:
        user = services.users.verify(request.headers.get("Authorization"))
        _refuse_others(services, user, route)
        rate.take(user.uid, services.clock())
        given |= {"user": user, "operator": user, "viewer": user}
    if model := route.body:
        given["body"] = _body(model, is_optional=route.is_body_optional)
    if model := route.query:
        given["query"] = validated(model, _query())
    wanted = {name: value for name, value in given.items() if name in route.parameters}
    return _response(route.view(**wanted))


def _response(returned: Record | Response | None) -> Response:
    match returned:
        case Response():
            return returned
        case Job():
            return jsonify(job_view(returned))
        case Record():
            return jsonify(returned.to_json())
        case None:
            return Response(status=HTTPStatus.NO_CONTENT)


def _refuse_others(services: Services, user: User, route: Route) -> None:
    """Refuse who may not ask for a route; only of operators and viewers revocation is asked."""
    if "operator" in route.parameters:
        roles.require_operator(user)
    elif "viewer" in route.parameters:
        roles.require_viewer(user)
    else:
        return
    services.users.refuse_revoked(request.headers.get("Authorization"))


def _body(model: type[Record], *, is_optional: bool) -> Record:
    """Read the body; where it may be absent, that is a body that says nothing."""
    is_absent = is_optional and not has_body(request)
    return validated(model, {} if is_absent else read_object(request))


def _query() -> dict[str, str]:
    """Read the query; what is given twice is not guessed."""
    doubled = [name for name, values in request.args.lists() if len(values) > 1]
    if doubled:
        raise errors.InvalidArgumentError(
            violations=[
                errors.FieldViolation(field=name, message="May be given once only.")
                for name in doubled
            ]
        )
    return request.args.to_dict()
