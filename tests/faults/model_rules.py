"""The guarantees of a single write: what a job document may become, and by whose hand."""

import json
from typing import TYPE_CHECKING, cast

from shared.core.job import Job
from shared.core.job_event import describe
from shared.core.job_status import TRANSITIONS, JobStatus
from shared.firestore import documents
from tests.faults.model_world import World, data_path

if TYPE_CHECKING:
    from tests.faults.model_call import Call

#: What a neighbour may change of a job that it does not hold: the task, the check, the cancel.
_NEIGHBOURS_FIELDS = {
    *("dispatch", "check_at", "check_for", "updated_at", "cancel_requested"),
    *("max_attempts", "losses_forgiven", "replaced_by"),
}


def judge(call: "Call", old: Job, new: Job, data: set[str]) -> None:
    """Note every rule that a write breaks, and the change of status that it makes."""
    if old.status is not new.status:
        call.moves.add((old.status, new.status))
    rules = {
        "a change of status that the table does not have": _is_in_table(old, new),
        "G3 a write to a running job by one who does not hold its lease": _is_allowed(
            call, old, new, data
        ),
        "G4 attempts do not rise by one, with each claim": _attempts_rise(old, new),
        "G5 a step that was completed is done again": _no_step_again(call.world, old, data),
        "G6 a result without success, or success without a result": (
            (documents.RESULT in data) == (new.status is JobStatus.SUCCEEDED != old.status)
        ),
        "G7 percent falls within an attempt, or seq falls": _progress_rises(old, new),
        "G8 a cancel that was asked for is forgotten": _cancel_is_kept(old, new),
        "G9 an end is left behind unpublished": (
            not old.status.is_terminal
            or new.status.is_terminal
            or (describe(old, "model").event_id, old.status) in call.world.events
        ),
    }
    call.broken += [rule for rule, holds in rules.items() if not holds]


def _is_in_table(old: Job, new: Job) -> bool:
    return old.status is new.status or new.status in TRANSITIONS[old.status]


def _is_allowed(call: "Call", old: Job, new: Job, data: set[str]) -> bool:
    """Whether a write is one that its writer may make: only the holder writes a living attempt."""
    if old.status is JobStatus.RUNNING and call.holds(old.lease_id):
        return True
    if new.status is not old.status:
        is_alive = old.lease_expires_at is not None and call.world.now <= old.lease_expires_at
        answered = {name for name in data if old.question and name == f"step-{old.question.name}"}
        return not is_alive and data - answered <= {documents.INPUT}
    return not data and _changed_fields(old, new) <= _NEIGHBOURS_FIELDS


def _changed_fields(old: Job, new: Job) -> set[str]:
    return {name for name in Job.model_fields if getattr(old, name) != getattr(new, name)}


def _attempts_rise(old: Job, new: Job) -> bool:
    is_claim = new.status is JobStatus.RUNNING is not old.status
    return new.attempt == old.attempt + is_claim and new.attempt <= new.max_attempts


def _no_step_again(world: World, old: Job, data: set[str]) -> bool:
    kept = [world.documents.get(data_path(old.job_id, name)) for name in data if "step-" in name]
    return all(value is None or _may_be_done_again(old, cast("str", value[0])) for value in kept)


def _may_be_done_again(old: Job, kept: str) -> bool:
    """Whether a step's value may be another: it is void, or names jobs of which some have failed.

    Those are made anew once their parent is resubmitted.
    """
    step = json.loads(kept)
    is_gather = step.get("kind") == documents.StepKind.GATHER
    after = (old.resubmitted_after or 0) if is_gather else 0
    return bool(step["attempt"] <= max(old.steps_void_until, after))


def _progress_rises(old: Job, new: Job) -> bool:
    is_same_attempt = new.status is old.status is JobStatus.RUNNING
    return new.progress.seq >= old.progress.seq and (
        not is_same_attempt or new.progress.percent >= old.progress.percent
    )


def _cancel_is_kept(old: Job, new: Job) -> bool:
    if old.status is JobStatus.RUNNING and old.cancel_requested:
        is_kept = new.status is JobStatus.RUNNING and bool(new.cancel_requested)
        return is_kept or new.status is JobStatus.CANCELLED
    return not new.cancel_requested or new.status in {JobStatus.RUNNING, JobStatus.CANCELLED}
