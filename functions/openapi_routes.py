"""Every operation of the API: what it is for, what it takes, and all that it can answer."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from functions import openapi_forms
from functions.http import bodies, multipart, problems
from functions.openapi_schemas import Schema, ref
from functions.requests import erase, submit
from shared.core import idempotency

JSON: Final = bodies.JSON

#: The files that the page is made of, besides itself.
PAGE_PARTS: Final = ("icon.svg", "page.css", "page.js")

#: Groups, in the order in which a reader meets them.
TAGS: Final = {
    "Submit": "Hand over work. A job that was answered with 202 is stored, and will be run.",
    "Follow": "See how far a job is, and what came of it. Only your own jobs exist for you.",
    "Change": "Cancel, retry, erase. Each may be sent twice: the second time changes nothing.",
    "Operate": "See and steer everybody's jobs: for users whose token has the claim `operator`.",
    "About": "What there is to submit, and this description. No token is needed.",
}

_FORBIDDEN = HTTPStatus.FORBIDDEN
_NOT_FOUND = HTTPStatus.NOT_FOUND
_CONFLICT = HTTPStatus.CONFLICT
#: What a body can be refused for.
_BODY: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
#: What can happen wherever a token is checked and Firestore is asked.
_USER: Final = (HTTPStatus.UNAUTHORIZED, _FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE)
_NEW: Final = (*_BODY, _CONFLICT, HTTPStatus.TOO_MANY_REQUESTS)

#: What each refusal means, wherever it is one.
_REFUSALS: Final = {
    HTTPStatus.BAD_REQUEST: "The request cannot be right; `violations` names each field.",
    HTTPStatus.UNAUTHORIZED: "No valid ID token, or no valid App Check token where one is asked.",
    HTTPStatus.FORBIDDEN: "You are known, and may not do this: an anonymous sign-in, the job is to"
    " be somebody else's, or it is for operators.",
    HTTPStatus.NOT_FOUND: "There is no such job, or it is somebody else's: you cannot tell which.",
    HTTPStatus.CONFLICT: "It cannot be done as things are now; `detail` says how they are."
    " `failed-precondition`: the job's state. `already-exists`: the key came with another"
    " request. `aborted`: somebody was first; send it again.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body has more than"
    f" {bodies.MAX_BODY_BYTES // 1024} KB, or a form more than"
    f" {multipart.MAX_FORM_BYTES // 1024} KB: it was not read. Or a form's file has more"
    f" than {multipart.MAX_FILE_BYTES // 1024} KB.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: f"The body is not announced as `{JSON}` or, for a single"
    f" submission, as `{multipart.FORM}`.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many jobs in too short a time, or too many unfinished ones."
    " `Retry-After` says when to come again.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A defect of ours. Tell us the `requestId`: the log has the"
    " rest.",
    HTTPStatus.SERVICE_UNAVAILABLE: "A service that is needed cannot be reached now. Send the same"
    " request again.",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a request that is right is answered with."""

    description: str
    #: The schema's name, or none for no body.
    schema: str | None = None
    media_types: tuple[str, ...] = (JSON,)
    #: Names in `components.headers`, besides the request's id.
    headers: tuple[str, ...] = ()
    links: Schema = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    operation_id: str
    tag: str
    summary: str
    description: str
    answers: dict[HTTPStatus, Answer]
    refusals: tuple[HTTPStatus, ...] = ()
    #: Names in `components.parameters`.
    parameters: tuple[str, ...] = ()
    #: The body's schema, if it takes one.
    body: str | None = None
    #: The schema of the same as a form, if it takes one.
    form: str | None = None
    is_body_required: bool = True
    needs_user: bool = True

    def to_json(self) -> Schema:
        """Return it as OpenAPI has it."""
        refusals = (*self.refusals, *(_USER if self.needs_user else ()))
        answers: Schema = {str(int(code)): _answer(one) for code, one in self.answers.items()}
        for code in sorted({*refusals, HTTPStatus.INTERNAL_SERVER_ERROR}):
            answers[str(int(code))] = {"$ref": f"#/components/responses/{refusal_name(code)}"}
        made: Schema = {
            "operationId": self.operation_id,
            "tags": [self.tag],
            "summary": self.summary,
            "description": self.description,
            "responses": answers,
        }
        if not self.needs_user:
            made["security"] = []
        names = (*self.parameters, *(("AppCheck",) if self.needs_user else ()))
        if names:
            made["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in names]
        if self.body:
            content: Schema = {JSON: {"schema": ref(self.body)}}
            if self.form:
                content[multipart.FORM] = {
                    "schema": ref(self.form),
                    "encoding": openapi_forms.ENCODING,
                }
            made["requestBody"] = {"required": self.is_body_required, "content": content}
        return made


def _answer(answer: Answer) -> Schema:
    made: Schema = {"description": answer.description, "headers": headers(*answer.headers)}
    if answer.schema:
        made["content"] = {kind: {"schema": ref(answer.schema)} for kind in answer.media_types}
    if answer.links:
        made["links"] = answer.links
    return made


def headers(*names: str) -> Schema:
    """Point at headers by their names; every answer has the request's id."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *names)}


def refusal_name(code: HTTPStatus) -> str:
    """Name a refusal in `components.responses`."""
    return code.phrase.title().replace(" ", "")


def refusals() -> Schema:
    """Return `components.responses`."""
    return {refusal_name(code): _refusal(code, words) for code, words in _REFUSALS.items()}


def _refusal(code: HTTPStatus, words: str) -> Schema:
    more = {
        HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate",),
        HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After", *_LIMITS),
    }.get(code, ())
    return {
        "description": words,
        "headers": headers(*more),
        "content": {problems.MEDIA_TYPE: {"schema": ref("Problem")}},
    }


_LIMITS: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def all_headers() -> Schema:
    """Return `components.headers`."""
    count: Schema = {"type": "integer", "minimum": 0}
    return {
        "X-Request-Id": {
            "description": "This request's name in our log. Quote it when you report something.",
            "required": True,
            "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        },
        "Location": {
            "description": "Where the job is read.",
            "required": True,
            "schema": {"type": "string", "format": "uri-reference"},
        },
        "ETag": {
            "description": "The name of exactly this state. Send it back as `If-None-Match`.",
            "required": True,
            "schema": {"type": "string"},
        },
        "Retry-After": {
            "description": "In how many seconds it is worth asking again.",
            "schema": count,
        },
        "RateLimit-Limit": {
            "description": "How many jobs may be submitted at once.",
            "schema": count,
        },
        "RateLimit-Remaining": {
            "description": "How many of them may still be submitted now.",
            "schema": count,
        },
        "RateLimit-Reset": {
            "description": "In how many seconds all of them may be submitted again.",
            "schema": count,
        },
        "WWW-Authenticate": {
            "description": "What proof is asked for.",
            "required": True,
            "schema": {"type": "string", "const": "Bearer"},
        },
    }


def all_parameters() -> Schema:
    """Return `components.parameters`, but for the query of the list."""
    return {
        "JobId": {
            "name": "jobId",
            "in": "path",
            "required": True,
            "description": "A job's id, as its submission was answered with.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 300},
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A name of your choice for this submission. However often it comes, it"
            " makes one job; with another request it is refused (409).",
            "schema": {
                "type": "string",
                "minLength": 1,
                "maxLength": idempotency.MAX_KEY_LENGTH,
                "pattern": "^[ -~]*[!-~][ -~]*$",
            },
            "example": "0b54f5a2-4f0e-4b43-9a43-6f1f2f3f5c21",
        },
        "IfNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "description": "The `ETag` that you have. If nothing has changed, the answer is 304.",
            "schema": {"type": "string"},
        },
        "AppCheck": {
            "name": "X-Firebase-AppCheck",
            "in": "header",
            "description": "A Firebase App Check token, where the deployment asks for one.",
            "schema": {"type": "string"},
        },
        "PagePart": {
            "name": "name",
            "in": "path",
            "required": True,
            "description": "The file's name.",
            "schema": {"type": "string", "enum": list(PAGE_PARTS)},
        },
    }


def _follow(operation_id: str) -> Schema:
    return {"operationId": operation_id, "parameters": {"jobId": "$response.body#/jobId"}}


_AFTERWARDS: Final[Schema] = {
    name: _follow(name) for name in ("getJob", "getJobStatus", "cancelJob", "retryJob", "deleteJob")
}
_ID: Final = ("JobId",)

OPERATIONS: Final = (
    Operation(
        method="post",
        path="/api/jobs",
        operation_id="createJob",
        tag="Submit",
        summary="Submit a job",
        description="The body is the type's name, the type's own fields, and `options`. The same"
        " request sent twice makes one job: while the first is not done (200 and the job that"
        " there is), or, with an `Idempotency-Key`, for as long as it is kept."
        " With a file it is a form: the file in the part `file`, the body in the part `request`.",
        parameters=("IdempotencyKey",),
        body="Submission",
        form="FormSubmission",
        answers={
            HTTPStatus.OK: Answer(
                description="This request has made a job before: here it is.",
                schema="Job",
                headers=("Location", *_LIMITS),
                links=_AFTERWARDS,
            ),
            HTTPStatus.ACCEPTED: Answer(
                description="The job is stored, and will be run.",
                schema="Job",
                headers=("Location", *_LIMITS),
                links=_AFTERWARDS,
            ),
        },
        refusals=_NEW,
    ),
    Operation(
        method="post",
        path="/api/jobs:batch",
        operation_id="createJobs",
        tag="Submit",
        summary=f"Submit up to {submit.MAX_BATCH} jobs, or none",
        description="All are checked before any is stored; one that is wrong refuses all, and"
        " `violations` names its place: `jobs.3.targetRole`. Each becomes its own job. No two may"
        " be the same request.",
        parameters=("IdempotencyKey",),
        body="Batch",
        answers={
            HTTPStatus.OK: Answer(
                description="All of them were there before.", schema="Jobs", headers=_LIMITS
            ),
            HTTPStatus.ACCEPTED: Answer(
                description="The jobs, in the order of the request; some may have been there"
                " before.",
                schema="Jobs",
                headers=_LIMITS,
            ),
        },
        refusals=_NEW,
    ),
    Operation(
        method="get",
        path="/api/jobs",
        operation_id="listJobs",
        tag="Follow",
        summary="List my jobs, newest first",
        description="Filters may be combined. A page ends with a `nextCursor` if there is more;"
        " jobs that arrive meanwhile do not shift the pages.",
        parameters=("Status", "Type", "Tag", "CreatedAfter", "CreatedBefore", "Limit", "Cursor"),
        answers={
            HTTPStatus.OK: Answer(
                description="A page.",
                schema="JobPage",
            )
        },
        refusals=(HTTPStatus.BAD_REQUEST,),
    ),
    Operation(
        method="get",
        path="/api/jobs/{jobId}",
        operation_id="getJob",
        tag="Follow",
        summary="Read a job with its input and result",
        description="The job, what was asked, what came of it once it has succeeded, and the"
        " attempts that have ended. Of a file there is its name, type and size.",
        parameters=_ID,
        answers={HTTPStatus.OK: Answer(description="The job.", schema="JobDetails")},
        refusals=(_NOT_FOUND,),
    ),
    Operation(
        method="get",
        path="/api/jobs/{jobId}/status",
        operation_id="getJobStatus",
        tag="Follow",
        summary="Ask how far a job is",
        description="The job alone, for polling. Send the last `ETag` as `If-None-Match`, and"
        " ask again after `Retry-After` seconds; it is absent once the job has ended.",
        parameters=(*_ID, "IfNoneMatch"),
        answers={
            HTTPStatus.OK: Answer(
                description="The job document.", schema="Job", headers=("ETag", "Retry-After")
            ),
            HTTPStatus.NOT_MODIFIED: Answer(
                description="Nothing has changed since that `ETag`.",
                headers=("ETag", "Retry-After"),
            ),
        },
        refusals=(_NOT_FOUND,),
    ),
    Operation(
        method="post",
        path="/api/jobs/{jobId}/cancel",
        operation_id="cancelJob",
        tag="Change",
        summary="Cancel a job",
        description="One that waits is cancelled at once. One that runs is asked to stop"
        " (`cancelRequested`), and does so within seconds. One that has succeeded or failed"
        " cannot be cancelled (409).",
        parameters=_ID,
        answers={
            HTTPStatus.OK: Answer(description="The job, cancelled or about to be.", schema="Job")
        },
        refusals=(_NOT_FOUND, _CONFLICT),
    ),
    Operation(
        method="post",
        path="/api/jobs/{jobId}/retry",
        operation_id="retryJob",
        tag="Change",
        summary="Run a failed or cancelled job once more",
        description="It keeps its id. Finished steps are not done again, unless you say so or"
        " change the input. One that waits or runs already stays as it is; one that has succeeded"
        " is refused (409).",
        parameters=_ID,
        body="RetryRequest",
        is_body_required=False,
        answers={HTTPStatus.OK: Answer(description="The job, queued.", schema="Job")},
        refusals=(*_BODY, _NOT_FOUND, _CONFLICT),
    ),
    Operation(
        method="delete",
        path="/api/jobs/{jobId}",
        operation_id="deleteJob",
        tag="Change",
        summary="Erase a job that has ended",
        description="The job, and all that belongs to it. One that has not ended is refused"
        " (409): cancel it first. One that is gone already is fine.",
        parameters=_ID,
        answers={HTTPStatus.NO_CONTENT: Answer(description="It is gone.")},
        refusals=(_NOT_FOUND, _CONFLICT),
    ),
    Operation(
        method="delete",
        path="/api/me/jobs",
        operation_id="deleteMyJobs",
        tag="Change",
        summary="Erase all that there is of me",
        description="Every job with its data, the rate limit, and tasks that wait; jobs that run"
        f" stop. One call erases up to {erase.MAX_JOBS} jobs: call again until `isComplete`.",
        answers={HTTPStatus.OK: Answer(description="How much went.", schema="Erasure")},
    ),
    Operation(
        method="get",
        path="/api/operator/overview",
        operation_id="getOverview",
        tag="Operate",
        summary="See how the queue stands",
        description="Everybody's jobs that are kept, counted by status, and the failed ones by"
        " code.",
        answers={HTTPStatus.OK: Answer(description="The counts.", schema="OperatorOverview")},
    ),
    Operation(
        method="get",
        path="/api/operator/jobs",
        operation_id="listAllJobs",
        tag="Operate",
        summary="List everybody's jobs, newest first",
        description="What steers a job, and nothing that it is about. Filters may be combined.",
        parameters=("Status", "Type", "Code", "CreatedBefore", "Limit", "Cursor"),
        answers={HTTPStatus.OK: Answer(description="A page.", schema="OperatorJobPage")},
        refusals=(HTTPStatus.BAD_REQUEST,),
    ),
    Operation(
        method="post",
        path="/api/operator/retry",
        operation_id="retryJobs",
        tag="Operate",
        summary="Run failed or cancelled jobs once more, by filter",
        description="Each as its owner could, and within the owner's limits. One call looks at up"
        " to `limit` jobs, the newest first: call again with `nextCursor` for the rest.",
        body="BulkRetryRequest",
        answers={HTTPStatus.OK: Answer(description="What was done.", schema="OperatorOutcome")},
        refusals=_BODY,
    ),
    Operation(
        method="post",
        path="/api/operator/cancel",
        operation_id="cancelJobs",
        tag="Operate",
        summary="Cancel queued or running jobs, by filter",
        description="One that waits is cancelled at once, one that runs is asked to stop. One call"
        " looks at up to `limit` jobs, the newest first: call again with `nextCursor` for the"
        " rest.",
        body="BulkCancelRequest",
        answers={HTTPStatus.OK: Answer(description="What was done.", schema="OperatorOutcome")},
        refusals=_BODY,
    ),
    Operation(
        method="get",
        path="/api/job-types",
        operation_id="listJobTypes",
        tag="About",
        summary="See what may be submitted",
        description="Each type with the JSON Schema of its input and its result, and its limits.",
        answers={HTTPStatus.OK: Answer(description="All types.", schema="JobTypes")},
        needs_user=False,
    ),
    Operation(
        method="get",
        path="/api/health",
        operation_id="getHealth",
        tag="About",
        summary="See whether this function lives",
        description="It asks nobody else, and says which revision answers.",
        answers={HTTPStatus.OK: Answer(description="It lives.", schema="Health")},
        needs_user=False,
    ),
    Operation(
        method="get",
        path="/api/openapi.json",
        operation_id="getOpenApi",
        tag="About",
        summary="Read this description",
        description="OpenAPI 3.1, made from the models that check the requests.",
        answers={HTTPStatus.OK: Answer(description="This document.", schema="OpenApi")},
        needs_user=False,
    ),
    Operation(
        method="get",
        path="/api/docs",
        operation_id="getDocs",
        tag="About",
        summary="Read this description as a page, and try it",
        description="Each problem's `type` points into it.",
        answers={
            HTTPStatus.OK: Answer(
                description="The page.", schema="Text", media_types=("text/html",)
            )
        },
        needs_user=False,
    ),
    Operation(
        method="get",
        path="/api/docs/{name}",
        operation_id="getDocsPart",
        tag="About",
        summary="Read a part of the page",
        description="Its style, script and picture: nothing is loaded from elsewhere.",
        parameters=("PagePart",),
        answers={
            HTTPStatus.OK: Answer(
                description="The file.",
                schema="Text",
                media_types=("image/svg+xml", "text/css", "text/javascript"),
            )
        },
        refusals=(_NOT_FOUND,),
        needs_user=False,
    ),
)
