"""The routes that hand over work."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from flask import Response, jsonify, request
from pydantic import Field, JsonValue

from functions.http import header_fields, headers, multipart, views
from functions.http.request_bodies import Batch
from functions.http.route import Answer
from functions.http.routing import Group
from functions.requests import submit
from shared.auth.users import User
from shared.core.job import Job
from shared.core.records import Record
from shared.core.suggestions import NamesOfKind
from shared.core.usual_times import UsualTime
from shared.firestore.single_documents import SUGGESTIONS, USUAL_TIMES
from shared.wiring import Services

GROUP: Final = Group(
    name="Submit",
    description="Hand over work. A job that was answered with 202 is stored, and will be run.",
)
_KEY: Final = "Idempotency-Key"
_REFUSALS: Final = (HTTPStatus.CONFLICT,)


class SuggestedKinds(Record):
    """The names that a form may suggest, by kind; empty where none were written yet."""

    kinds: Mapping[str, NamesOfKind] = Field(
        description="By kind: `x-suggestions` of a field in a type's schema names its kind."
    )


@GROUP.route("GET /api/suggestions")
def list_suggestions(services: Services, user: User) -> SuggestedKinds:  # noqa: ARG001 -- for users
    """See which names are known.

    What a field that has them takes: its names, and other words for them. They are written once a
    day, from the data that jobs use; other words may be understood as well.
    """
    found = services.store.read_single(SUGGESTIONS).record
    return SuggestedKinds(kinds=found.kinds if found else {})


class UsualTimesOfTypes(Record):
    """How long jobs took lately, by type; without those of which too little is known."""

    types: Mapping[str, UsualTime]


@GROUP.route("GET /api/usual-times")
def list_usual_times(services: Services, user: User) -> UsualTimesOfTypes:  # noqa: ARG001 -- for users
    """See how long jobs usually take.

    By the jobs of all users that succeeded at their first attempt in the last week, the latest 50
    of each type; measured every five minutes. A type of which there were fewer than five is absent.
    """
    found = services.store.read_single(USUAL_TIMES).record
    return UsualTimesOfTypes(types=found.usual(services.clock()) if found else {})


@GROUP.route(
    "POST /api/jobs",
    takes_submission=True,
    reads=(header_fields.Submitting,),
    answers={
        HTTPStatus.OK: Answer(
            description="This request has made a job before: here it is.",
            schema=Job,
            headers=header_fields.Located,
            leads_to="job_id",
        ),
        HTTPStatus.ACCEPTED: Answer(
            description="The job is stored, and will be run.",
            schema=Job,
            headers=header_fields.Located,
            leads_to="job_id",
        ),
    },
    refusals=_REFUSALS,
)
def create_job(services: Services, user: User) -> Response:
    """Submit a job.

    The body is the type's name, the type's own fields, and `options`. The same request sent twice
    makes one job: while the first is not done (200 and the job that there is), or, with an
    `Idempotency-Key`, for as long as it is kept. Where its type says `reuseSeconds`, a job that
    has succeeded answers it as well (200 and `reused`), but not with `fresh`. With a file it
    is a form: the file in the part `file`, the body in the part `request`.
    """
    body = multipart.read_submission(request)
    submitted = submit.submit_job(
        services, user, body.fields, file=body.file, idempotency_key=request.headers.get(_KEY)
    )
    response = jsonify(_view(submitted))
    response.status_code = HTTPStatus.ACCEPTED if submitted.is_new else HTTPStatus.OK
    response.headers["Location"] = views.job_path(submitted.job)
    return headers.with_limits(response, submitted.allowance)


@GROUP.route(
    "POST /api/jobs:batch",
    reads=(header_fields.Submitting,),
    answers={
        HTTPStatus.OK: Answer(
            description="All of them were there before.",
            schema=views.JobBatch,
            headers=header_fields.Limited,
        ),
        HTTPStatus.ACCEPTED: Answer(
            description="The jobs; some may have been there before.",
            schema=views.JobBatch,
            headers=header_fields.Limited,
        ),
    },
    refusals=_REFUSALS,
)
def create_jobs(services: Services, user: User, body: Batch) -> Response:
    """Submit several jobs, or none.

    All are checked before any is stored; one that is wrong refuses all, and `violations` names its
    place: `jobs.3.targetRole`. Each becomes its own job. No two may be the same request. The new
    jobs are one batch: `GET /api/jobs` with its `batchId` as `batch` lists and counts them.
    """
    submitted = submit.submit_batch(
        services, user, body.jobs, idempotency_key=request.headers.get(_KEY)
    )
    batch_id = submit.batch_id_of(submitted)
    known = {} if batch_id is None else {"batchId": batch_id}
    response = jsonify({**known, "jobs": [_view(one) for one in submitted]})
    is_new = any(one.is_new for one in submitted)
    response.status_code = HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK
    return headers.with_limits(response, submitted[-1].allowance)


def _view(submitted: submit.Submission) -> dict[str, JsonValue]:
    """Return what is answered of a submitted job."""
    view = views.job_view(submitted.job)
    return {**view, views.REUSED: True} if submitted.is_reused else view
