"""The HTTP API: unpack the request, call the moment, pack the answer.

    POST   /api/jobs               accept a job, from JSON or a form with a file
    POST   /api/jobs:batch         accept up to 50, or none
    GET    /api/jobs               mine, newest first
    GET    /api/jobs/{id}          job document, input, result, and the attempts that ended
    GET    /api/jobs/{id}/status   the job document alone, for polling
    POST   /api/jobs/{id}/cancel   cancel it
    POST   /api/jobs/{id}/retry    run a failed or cancelled one once more
    DELETE /api/jobs/{id}          erase one that has ended
    DELETE /api/me/jobs            erase all that there is of me
    GET    /api/operator/overview  how the queue stands, for operators
    GET    /api/operator/jobs      everybody's jobs, likewise
    POST   /api/operator/retry     run failed or cancelled ones once more, by filter
    POST   /api/operator/cancel    cancel them, by filter
    GET    /api/job-types          what may be submitted
    GET    /api/health             whether this function lives, and its revision
    GET    /api/openapi.json       this, for machines
    GET    /api/docs               this, for people, to try it

Every answer that is not a success is a problem document. A job of somebody else is answered like
one that does not exist: ids are not confirmed.
"""

from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import Flask, Response, jsonify, request, send_from_directory
from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import HTTPException

from functions import job_input, openapi, openapi_routes
from functions.http import headers, multipart, problems, views
from functions.http.bodies import has_body, read_object
from functions.http.request_bodies import Batch, RetryRequest
from functions.operators import bulk
from functions.requests import cancel, erase, resubmit, submit
from functions.requests import list_jobs as lists
from functions.requests import submission as orders
from functions.requests.owned_jobs import find_owned_job, parse_owned_id
from shared.auth.users import User
from shared.core import errors
from shared.firestore import job_store
from shared.telemetry import logs, spans
from shared.wiring import Services

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask.json.provider import DefaultJSONProvider
    from pydantic import JsonValue

_PAGE_FOLDER = Path(__file__).parents[1] / "docs_page"


def create_app(services: Services) -> Flask:
    """Make the web application behind the function `api`."""
    app = Flask(__name__, static_folder=None)
    # `/api/jobs//status` is no other way to write a path, and nobody is led to one.
    app.url_map.merge_slashes = False
    # The fields of a result stand in an order that people read them in.
    cast("DefaultJSONProvider", app.json).sort_keys = False
    _add_submission_routes(app, services)
    _add_reading_routes(app, services)
    _add_changing_routes(app, services)
    _add_operator_routes(app, services)
    _add_public_routes(app, services)
    app.register_error_handler(HTTPException, problems.answer_to)
    app.register_error_handler(Exception, problems.answer_to)
    app.before_request(headers.answer_preflight)
    app.after_request(lambda response: headers.add_to(services, response))
    app.wsgi_app = _with_request_logged(services, app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


def _with_request_logged(services: Services, wsgi_app: "WSGIApplication") -> "WSGIApplication":
    """Add a request's own id and its trace to everything that is logged while it is answered."""

    def logged(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ[headers.REQUEST_ID_KEY] = headers.new_request_id()
        with (
            spans.following(services.recorder, EnvironHeaders(environ).get),
            logs.log_context(requestId=environ[headers.REQUEST_ID_KEY]),
        ):
            return wsgi_app(environ, start_response)

    return logged


def _add_submission_routes(app: Flask, services: Services) -> None:
    @app.post("/api/jobs")
    def create_job() -> Response:
        user = _user(services)
        body = multipart.read_submission(request)
        submission = submit.submit_job(
            services, user, body.fields, file=body.file, idempotency_key=_idempotency_key()
        )
        response = jsonify(views.job_view(submission.job))
        response.status_code = HTTPStatus.ACCEPTED if submission.is_new else HTTPStatus.OK
        response.headers["Location"] = views.job_path(submission.job)
        return headers.with_limits(response, submission.allowance)

    @app.post("/api/jobs:batch")
    def create_jobs() -> Response:
        user = _user(services)
        batch = orders.validated(Batch, read_object(request))
        submissions = submit.submit_batch(
            services, user, batch.jobs, idempotency_key=_idempotency_key()
        )
        response = jsonify({"jobs": [views.job_view(one.job) for one in submissions]})
        is_new = any(submission.is_new for submission in submissions)
        response.status_code = HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK
        return headers.with_limits(response, submissions[-1].allowance)


def _add_reading_routes(app: Flask, services: Services) -> None:
    @app.get("/api/jobs")
    def list_jobs() -> Response:
        page = lists.list_jobs(services, _user(services), _query())
        listed: dict[str, JsonValue] = {"jobs": [views.job_view(job) for job in page.jobs]}
        return jsonify(listed | ({"nextCursor": page.next_cursor} if page.next_cursor else {}))

    @app.get("/api/jobs/<job_id>")
    def get_job(job_id: str) -> Response:
        user = _user(services)
        parse_owned_id(user, job_id)
        names = (*job_input.documents_of(job_id), job_store.RESULT, job_store.ATTEMPTS)
        stored, data = find_owned_job(services, user, job_id, *names)
        return jsonify({**views.job_view(stored.job), **views.data_view(data)})

    @app.get("/api/jobs/<job_id>/status")
    def get_status(job_id: str) -> Response:
        stored, _ = find_owned_job(services, _user(services), job_id)
        view = views.job_view(stored.job)
        etag = views.etag_of(view)
        is_known = request.if_none_match.contains_weak(etag)
        response = _not_modified() if is_known else jsonify(view)
        response.set_etag(etag)
        again = views.poll_again_in(stored.job, services.clock())
        if again is not None:
            response.headers["Retry-After"] = str(again)
        return response


def _add_changing_routes(app: Flask, services: Services) -> None:
    @app.post("/api/jobs/<job_id>/cancel")
    def cancel_job(job_id: str) -> Response:
        return jsonify(views.job_view(cancel.cancel_job(services, _user(services), job_id)))

    @app.post("/api/jobs/<job_id>/retry")
    def retry_job(job_id: str) -> Response:
        user = _user(services)
        wish = _retry_request()
        job = resubmit.resubmit_job(
            services, user, job_id, request=wish.input, keep_steps=wish.keep_steps
        )
        return jsonify(views.job_view(job))

    @app.delete("/api/jobs/<job_id>")
    def delete_job(job_id: str) -> Response:
        erase.erase_job(services, _user(services), job_id)
        return Response(status=HTTPStatus.NO_CONTENT)

    @app.delete("/api/me/jobs")
    def delete_my_jobs() -> Response:
        return jsonify(erase.erase_user(services, _user(services)).to_json())


def _add_operator_routes(app: Flask, services: Services) -> None:
    @app.get("/api/operator/overview")
    def get_overview() -> Response:
        return jsonify(bulk.overview(services, _operator(services)).to_json())

    @app.get("/api/operator/jobs")
    def list_all_jobs() -> Response:
        user = _operator(services)
        return jsonify(bulk.list_all_jobs(services, user, _query()).to_json())

    @app.post("/api/operator/retry")
    def retry_jobs() -> Response:
        user = _operator(services)
        wish = orders.validated(bulk.BulkRetryRequest, read_object(request))
        return jsonify(bulk.retry_jobs(services, user, wish).to_json())

    @app.post("/api/operator/cancel")
    def cancel_jobs() -> Response:
        user = _operator(services)
        wish = orders.validated(bulk.BulkCancelRequest, read_object(request))
        return jsonify(bulk.cancel_jobs(services, user, wish).to_json())


def _add_public_routes(app: Flask, services: Services) -> None:
    @app.get("/api/job-types")
    def get_job_types() -> Response:
        return jsonify(openapi.describe_job_types())

    @app.get("/api/health")
    def get_health() -> Response:
        return jsonify({"status": "ok", "revision": services.settings.k_revision})

    @app.get("/api/openapi.json")
    def get_openapi() -> Response:
        return jsonify(openapi.describe_api())

    @app.get("/api/docs")
    def get_page() -> Response:
        return _page_file("index.html")

    @app.get("/api/docs/<name>")
    def get_page_part(name: str) -> Response:
        if name not in openapi_routes.PAGE_PARTS:
            raise errors.NotFoundError("There is nothing at this path.")
        return _page_file(name)


def _page_file(name: str) -> Response:
    """Return a file of the page, whole: nobody asks for a part of it, or on a condition."""
    return send_from_directory(_PAGE_FOLDER, name, conditional=False, etag=False)


def _not_modified() -> Response:
    response = Response(status=HTTPStatus.NOT_MODIFIED)
    # What there is none of has no type.
    del response.headers["Content-Type"]
    return response


def _user(services: Services) -> User:
    """Find out who asks; this comes before everything else, also before reading the body."""
    services.users.check_app(request.headers.get("X-Firebase-AppCheck"))
    return services.users.verify(request.headers.get("Authorization"))


def _operator(services: Services) -> User:
    """Find out whether an operator asks; this, too, comes before reading what is asked."""
    user = _user(services)
    bulk.require_operator(user)
    return user


def _idempotency_key() -> str | None:
    return request.headers.get("Idempotency-Key")


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


def _retry_request() -> RetryRequest:
    """Read what a retry shall change; no body changes nothing."""
    if not has_body(request):
        return RetryRequest()
    return orders.validated(RetryRequest, read_object(request))
