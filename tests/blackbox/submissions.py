"""What users submit: bodies, keys and marks, each made of its step of the plan alone. Pure.

A mark is a tag that stands on the job that a submission makes, and on no other's.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from tests.blackbox.api import Request
from tests.blackbox.plan import Step

#: A mark that begins so was submitted without a key: its request alone tells it.
KEYLESS: Final = "keyless-"
_OVERRUN: Final = "overrun-"

Body = dict[str, Any]


def mark_of(step: Step) -> str:
    """Return the mark of a step's submission."""
    return f"m{step.number}"


def request_of(step: Step, body: Body, seed: int, *, key: str | None = None) -> Request:
    """Return the request that submits a body, with the step's own key or another."""
    return Request(
        kind=step.kind,
        uid=step.who,
        method="POST",
        path="/api/jobs",
        body=body,
        key=key or f"key-{seed}-{step.number}",
        marks=tuple(body["options"]["tags"]),
    )


def body_of(
    step: Step, *, prefix: str = "", suffix: str = "", options: Mapping[str, str] | None = None
) -> Body:
    """Return the body of a job that works for as long as its step says, and may fail."""
    mark = f"{prefix}{mark_of(step)}{suffix}"
    return {
        "type": "blackbox",
        "mark": mark,
        "seconds": round(step.seconds, 2),
        "fails": 0.4 if step.choice < 0.25 else 0,
        "breaks": 0.7 if step.choice > 0.85 else 0,
        "silent": step.number % 7 == 0,
        "options": {"tags": [mark], **(options or {})},
    }


def later_body(step: Step, now: datetime) -> Body:
    """Return the body of a job that shall run later, and perhaps not too late."""
    run_at = now + timedelta(seconds=2 + 8 * step.choice)
    options = {"runAt": _text(run_at)}
    if step.choice < 0.3:
        options["startBefore"] = _text(run_at + timedelta(seconds=3))
    return body_of(step, options=options)


def overrun_body(step: Step) -> Body:
    """Return the body of a job that works longer than its type may."""
    body = body_of(step, prefix=_OVERRUN)
    return {**body, "type": "blackbox-brief", "seconds": 20, "fails": 0, "breaks": 0}


def example_body(step: Step) -> Body:
    """Return the body of the engine's own example."""
    mark = mark_of(step)
    return {"type": "example", "text": f"Words of {mark}", "options": {"tags": [mark]}}


def twin_body(step: Step) -> Body:
    """Return the body of a job that is submitted twice at once, and still works by then."""
    return {**body_of(step, prefix=KEYLESS), "seconds": 5, "fails": 0, "breaks": 0}


def wrong_body(step: Step) -> Body:
    """Return a body that must be refused."""
    wrong: list[Body] = [
        {"seconds": -1},
        {"seconds": "long"},
        {"type": "no-such-type"},
        {"userId": "another"},
        {"options": {"tags": [mark_of(step)], "runAt": "yesterday"}},
    ]
    return {**body_of(step), **wrong[int(step.choice * len(wrong))]}


def batch_of(step: Step, seed: int) -> Request:
    """Return the request of a batch."""
    bodies = [body_of(step, suffix=f".{n}") for n in range(2 + int(step.choice * 4))]
    return Request(
        kind=step.kind,
        uid=step.who,
        method="POST",
        path="/api/jobs:batch",
        body={"jobs": bodies},
        key=f"key-{seed}-{step.number}",
        marks=tuple(body["options"]["tags"][0] for body in bodies),
    )


def _text(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")
