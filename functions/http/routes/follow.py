"""The routes that say how far a job is, and what came of it."""

from http import HTTPStatus
from typing import Final

from flask import Response, jsonify, request
from pydantic import JsonValue

from functions import job_types
from functions.http import header_fields, views
from functions.http.route import Answer, JobId
from functions.http.routing import Group
from functions.requests import account
from functions.requests import list_jobs as lists
from functions.requests import make_document as documents_of_jobs
from functions.requests.owned_jobs import find_owned_job, parse_owned_id
from shared.auth.users import User
from shared.core.exports import MEDIA_TYPES, DocumentRequest
from shared.core.job import Job
from shared.firestore import documents
from shared.wiring import Services

GROUP: Final = Group(
    name="Follow",
    description="See how far a job is, and what came of it. Only your own jobs exist for you.",
)


@GROUP.route("GET /api/jobs")
def list_jobs(services: Services, user: User, query: lists.ListJobsQuery) -> views.JobPage:
    """List my jobs, newest first.

    Filters may be combined. A page ends with a `nextCursor` if there is more; jobs that arrive
    meanwhile do not shift the pages. Of a batch it says how all of it stands.
    """
    page = lists.list_jobs(services, user, query)
    return views.JobPage(jobs=page.jobs, next_cursor=page.next_cursor, counts=page.counts)


@GROUP.route(
    "GET /api/jobs/<job_id>",
    answers={HTTPStatus.OK: Answer(description="The job.", schema="JobDetails")},
)
def get_job(services: Services, user: User, job_id: JobId) -> Response:
    """Read a job with its input and result.

    What lists show of it, what was asked, what came of it once it has succeeded, and the attempts
    that have ended. Of a file there is its name, type and size; of a question that is open, what it
    is about.
    """
    parse_owned_id(user, job_id)
    names = (*job_types.documents_of(job_id), documents.RESULT, documents.ATTEMPTS)
    stored, data = find_owned_job(services, user, job_id, *names)
    about = _question_context(services, stored.job)
    return jsonify({**views.job_view(stored.job), **views.data_view(data), **about})


@GROUP.route(
    "GET /api/jobs/<job_id>/status",
    reads=(header_fields.Polling,),
    answers={
        HTTPStatus.OK: Answer(
            description="How far it is.", schema=Job, headers=header_fields.Polled
        ),
        HTTPStatus.NOT_MODIFIED: Answer(
            description="Nothing has changed since that `ETag`.", headers=header_fields.Polled
        ),
    },
)
def get_job_status(services: Services, user: User, job_id: JobId) -> Response:
    """Ask how far a job is.

    For polling: what lists show of it, and no more. Send the last `ETag` as `If-None-Match`, and
    ask again after `Retry-After` seconds; it is absent once the job has ended.
    """
    stored, _ = find_owned_job(services, user, job_id)
    view = views.job_view(stored.job)
    etag = views.etag_of(view)
    is_known = request.if_none_match.contains_weak(etag)
    response = _not_modified() if is_known else jsonify(view)
    response.set_etag(etag)
    again = views.poll_again_in(stored.job, services.clock())
    if again is not None:
        response.headers["Retry-After"] = str(again)
    return response


@GROUP.route("GET /api/me")
def get_me(services: Services, user: User) -> account.Account:
    """See what I have used, and may use.

    Today's spending and budget, how many jobs I may submit, what my files count.
    """
    return account.read_account(services, user)


@GROUP.route(
    "POST /api/jobs/<job_id>/documents",
    answers={
        HTTPStatus.OK: Answer(
            description="The file.",
            schema="File",
            media_types=tuple(MEDIA_TYPES.values()),
            headers=header_fields.Downloaded,
        ),
    },
    refusals=(HTTPStatus.CONFLICT,),
)
def make_document(services: Services, user: User, job_id: JobId, body: DocumentRequest) -> Response:
    """Make a document of a job's result.

    A Word document or a PDF of what the job has improved, with the changes that you accepted and no
    others. A PDF has Latin, Greek and Cyrillic letters; a text with others is refused (400), and
    Word has them. Types of jobs without documents, and jobs without a result, are refused (409).
    Nothing is stored.
    """
    made = documents_of_jobs.make_document(services, user, job_id, body)
    response = Response(made.content, content_type=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return response


def _question_context(services: Services, job: Job) -> dict[str, JsonValue]:
    """Return what the question is about that a job awaits an answer to; nothing of other jobs."""
    if job.question is None:
        return {}
    name = documents.ask_document(job.question.name)
    _, data = services.store.read_with_data(job.job_id, name)
    return views.question_view(data.get(name))


def _not_modified() -> Response:
    response = Response(status=HTTPStatus.NOT_MODIFIED)
    # What there is none of has no type.
    del response.headers["Content-Type"]
    return response
