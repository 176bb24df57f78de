"""What the demo submits: a few requests of every job type, or the one that was asked for."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from functions.job_types import JobType, all_job_types, find_job_type
from infra.local.demo.drawings import Given, find_drawing
from shared.core.files import MediaType, UploadedFile

#: A folder for each job type, of its name, with a file for each request.
SAMPLES = Path(__file__).parents[1] / "stand_ins" / "sample_data" / "requests"
#: The type whose job comes first: if it succeeds, the local cloud works.
EXAMPLE = "example"
#: A user may submit this many jobs at once; see `submit_burst` in shared/settings.py.
MOST_ORDERS = 10
#: More of one type show nothing new.
MOST_OF_A_TYPE = 3
#: What is longer is no name but a text.
_LONGEST_NAME = 40


@dataclass(frozen=True, kw_only=True)
class SubmissionRequest:
    """One job to submit."""

    #: What a user calls its type.
    kind: str
    #: What it is about, in a few words.
    title: str
    #: The body of `POST /api/jobs`.
    body: dict[str, JsonValue]
    #: What is uploaded with it.
    file: UploadedFile | None = None


def sample_orders() -> list[SubmissionRequest]:
    """Return an order of the example, and a few of every job type users are offered."""
    job_types = [each for each in all_job_types().values() if each.is_listed]
    # What a job gathers counts as its owner's: after those, more would have to wait.
    job_types.sort(key=lambda each: len(each.children))
    first = _orders_of(find_job_type(EXAMPLE))
    of_each = max(1, min(MOST_OF_A_TYPE, (MOST_ORDERS - len(first)) // max(1, len(job_types))))
    orders = first + [order for each in job_types for order in _orders_of(each)[:of_each]]
    return orders[:MOST_ORDERS]


def _orders_of(job_type: JobType) -> list[SubmissionRequest]:
    asking = find_drawing(job_type.name).asking
    return [
        order_of({**body, **asking}, sample_file(job_type, number))
        for number, body in enumerate(sample_bodies(job_type))
    ]


def sample_bodies(job_type: JobType) -> list[dict[str, JsonValue]]:
    """Return a type's sample requests; where there are none, the examples in its schema."""
    files = sorted((SAMPLES / job_type.name).glob("*.json"))
    if files:
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]
    examples = job_type.request.model_json_schema().get("examples", [])
    return [{"type": job_type.name, **example} for example in examples]


def sample_file(job_type: JobType, number: int) -> UploadedFile | None:
    """Return what is uploaded with that sample request, counted from 0: the text beside it."""
    requests = sorted((SAMPLES / job_type.name).glob("*.json"))
    path = requests[number].with_suffix(".txt") if number < len(requests) else None
    if path is None or not path.is_file():
        return None
    return UploadedFile(name=path.name, media_type=MediaType.TEXT, content=path.read_bytes())


def order_of(body: dict[str, JsonValue], file: UploadedFile | None = None) -> SubmissionRequest:
    """Make an order of a request, named by the names that are in it."""
    kind = find_job_type(str(body["type"])).title
    said = [value for field, value in body.items() if field != "type" and _is_name(value)]
    title = ", ".join([*map(str, said), *([file.name] if file else [])])
    return SubmissionRequest(kind=kind, title=title or kind, body=body, file=file)


def own_order(given: Given) -> SubmissionRequest | None:
    """Return the order that a person's own words make; None if no job type here takes them."""
    for name in all_job_types():
        request = find_drawing(name).own_request(given)
        if request is not None:
            return order_of({"type": name, **request}, given.file)
    return None


def _is_name(value: JsonValue) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= _LONGEST_NAME
