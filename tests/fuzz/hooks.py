"""What the description of a request cannot say, told to schemathesis; runs in its own venv.

A request that is meant to be right is made right where JSON Schema has no words for it: times
are near, names can be seen, cursors and ids are ours, jobs are for the one who asks. A request
that is meant to be wrong is left as it is.
"""

import atexit
import base64
import itertools
import json
import os
import re
import unicodedata
from collections import Counter, deque
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import schemathesis

_UID = os.environ["FUZZ_UID"]
_TOKEN = os.environ["FUZZ_TOKEN"]
_OTHER_TOKEN = os.environ["FUZZ_OTHER_TOKEN"]
_JOB_ID = re.compile(rf"{re.escape(_UID)}:[a-z-]+:\d{{13}}:\w+")
#: The last jobs that were accepted, so that a made-up id can be one that exists.
_job_ids: deque[str] = deque(maxlen=20)
#: A job that has succeeded, and the last name of its state.
_DONE = os.environ["FUZZ_DONE_JOB"]
_etags: list[str] = []
_turns = itertools.count()
#: What a schedule may repeat.
_SCHEDULED = {
    "type": "skill-gap-analysis",
    "input": {"targetRole": "Data Engineer", "currentSkills": ["SQL"]},
}
_STATUS = "GET /api/jobs/{jobId}/status"
_READING = (_STATUS, "GET /api/jobs/{jobId}", "POST /api/jobs/{jobId}/documents")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: How often an answer came that is hard to reach.
_met: Counter[str] = Counter()


def map_case(_context: Any, case: Any) -> Any:  # noqa: ANN401 -- schemathesis' own
    """Make a request right that is meant to be."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    if case.query and not _is_cursor(case.query.get("cursor")):
        case.query = {name: value for name, value in case.query.items() if name != "cursor"}
    job_id = (case.path_parameters or {}).get("jobId")
    if job_id is not None and _job_ids and not _JOB_ID.fullmatch(job_id):
        case.path_parameters["jobId"] = _job_ids[len(job_id) % len(_job_ids)]
    # What a sequence reads is what it has made.
    if case.operation.label in _READING and case.meta.phase.name != "stateful":
        _ask_for_done_job(case)
    if isinstance(case.body, dict) and not _is_cursor(case.body.get("cursor")):
        case.body = {name: value for name, value in case.body.items() if name != "cursor"}
    if isinstance(case.body, dict):
        if case.body.get("jobIds"):
            # Which characters a user's id may have, JSON Schema cannot say.
            case.body["jobIds"] = [_DONE]
        if case.operation.path.startswith("/api/schedules"):
            _make_schedule_right(case.body)
        in_form = case.body.get("request")
        _make_submissions_right(in_form if isinstance(in_form, dict) else case.body)
    return case


def _ask_for_done_job(case: Any) -> None:  # noqa: ANN401 -- same
    """Every third time, read the job with a result; every other of these, ask for news only."""
    turn = next(_turns)
    if turn % 3 == 0:
        case.path_parameters["jobId"] = _DONE
    if turn % 6 == 0 and case.operation.label == _STATUS and _etags:
        case.headers["If-None-Match"] = _etags[-1]


def before_call(_context: Any, case: Any, _arguments: Any) -> None:  # noqa: ANN401 -- same
    """Have another user erase all that there is of them: these need their jobs."""
    is_known = case.headers and case.headers.get("Authorization") == f"Bearer {_TOKEN}"
    if case.operation.label == "DELETE /api/me/jobs" and is_known:
        case.headers["Authorization"] = f"Bearer {_OTHER_TOKEN}"


def after_call(_context: Any, case: Any, response: Any) -> None:  # noqa: ANN401 -- same
    """Remember the jobs that were accepted, and count what is hard to reach."""
    if case.operation.label == "POST /api/jobs" and response.status_code == HTTPStatus.ACCEPTED:
        _job_ids.append(response.json()["jobId"])
    if case.operation.label == _STATUS:
        _met["not modified"] += response.status_code == HTTPStatus.NOT_MODIFIED
        if _is_of_done_job(case) and response.status_code == HTTPStatus.OK:
            _etags[:] = response.headers["etag"]
    if case.operation.path.startswith("/api/operator/"):
        _met[case.operation.label] += response.status_code == HTTPStatus.OK
    if case.operation.label == "GET /api/jobs/{jobId}" and response.status_code == HTTPStatus.OK:
        _met["result"] += "result" in response.json()


def _is_of_done_job(case: Any) -> bool:  # noqa: ANN401 -- same
    return (case.path_parameters or {}).get("jobId") == _DONE


def _tell_what_was_met() -> None:
    Path(os.environ["FUZZ_MET"]).write_text(json.dumps(_met), encoding="utf-8")


def as_text(_context: Any, response: Any) -> Any:  # noqa: ANN401 -- same
    """Read an answer that is a text."""
    return response.text


def _make_submissions_right(body: dict[str, Any]) -> None:
    jobs = body.get("jobs")
    _make_submission_right(body)
    for place, job in enumerate(jobs if isinstance(jobs, list) else []):
        if isinstance(job, dict):
            _make_submission_right(job)
            # No two are the same, also once control characters are removed.
            options = job.get("options")
            job["options"] = {
                **(options if isinstance(options, dict) else {}),
                "tags": [str(place)],
            }


def _make_schedule_right(body: dict[str, Any]) -> None:
    """Which times and zones there are, JSON Schema cannot say."""
    if "input" in body:
        body.update(type=_SCHEDULED["type"], input=_SCHEDULED["input"])
    if body.get("cron") is not None:
        body.update(cron="30 6 * * 1-5", everyHours=None)
    elif "input" in body and body.get("everyHours") is None:
        body["everyHours"] = 24
    if body.get("timeZone") is not None:
        body["timeZone"] = "UTC"
    if body.get("startAt"):
        body["startAt"] = (datetime.now(UTC) + timedelta(days=1)).isoformat()


def _make_submission_right(job: dict[str, Any]) -> None:
    if "userId" in job:
        job["userId"] = _UID
    for name, text in job.items():
        if isinstance(text, str) and text and name not in {"type", "userId", "cursor"}:
            job[name] = text if _can_be_seen(text) else "x" * len(text)
    if isinstance(options := job.get("options"), dict):
        _make_times_right(options)


def _make_times_right(options: dict[str, Any]) -> None:
    for name, days in (("runAt", 1), ("startBefore", 2)):
        if options.get(name):
            options[name] = (datetime.now(UTC) + timedelta(days=days)).isoformat()


def _can_be_seen(text: str) -> bool:
    """Whether something is left of a text; Unicode is not the same version everywhere."""
    return any(not unicodedata.category(c).startswith(("C", "Z")) for c in text)


def _is_cursor(value: Any) -> bool:  # noqa: ANN401 -- whatever was generated
    if not isinstance(value, str):
        return False
    try:
        text = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    except ValueError:
        return False
    return f"|{_UID}:" in text


atexit.register(_tell_what_was_met)
schemathesis.hook(map_case)
schemathesis.hook(before_call)
schemathesis.hook(after_call)
schemathesis.deserializer("application/pdf", _WORD)(as_text)
schemathesis.deserializer("text/html", "text/css", "text/javascript", "image/svg+xml")(as_text)
