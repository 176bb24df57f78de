"""What must hold of one version of a job, and of each with the one before it."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from tests.blackbox.rules.finding import (
    SKEW,
    Finding,
    Rule,
    found,
    is_claim,
    is_resubmission,
    lives,
    pairs,
)
from tests.blackbox.seen import (
    CANCELLED,
    ENDS,
    FAILED,
    QUEUED,
    RUNNING,
    SUCCEEDED,
    SUSPENDED,
    Seen,
    Version,
)

#: The diagram of docs/architecture.md.
_NEXT: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        QUEUED: frozenset({RUNNING, CANCELLED, FAILED}),
        RUNNING: frozenset({QUEUED, SUSPENDED, *ENDS}),
        SUSPENDED: frozenset({QUEUED, CANCELLED}),
        SUCCEEDED: frozenset(),
        FAILED: frozenset({QUEUED}),
        CANCELLED: frozenset({QUEUED}),
    }
)
#: So many attempts do not count that were lost because their process stood still.
_MOST_FORGIVEN: Final = 3
#: What may still change of a job that has ended: whether its end was published.
_NOT_OF_THE_END: Final = frozenset({"checkAt", "checkFor", "updatedAt"})


def begins_queued(seen: Seen) -> Iterator[Finding]:
    """G1: a job begins as queued, without an attempt, with its first dispatch."""
    for life in lives(seen):
        first = life[0]
        fresh = (first.status, first["attempt"], first["progress"]["seq"]) == (QUEUED, 0, 0)
        yield found(fresh, first, "its first version is not that of a new job")


def status_changes_by_table(seen: Seen) -> Iterator[Finding]:
    """G1: a status changes as the table of transitions says."""
    for earlier, later in pairs(seen):
        same = later.status == earlier.status
        allowed = same or later.status in _NEXT[earlier.status]
        yield found(allowed, later, f"{earlier.status} became {later.status}")


def end_is_final(seen: Seen) -> Iterator[Finding]:
    """G1: a job that has ended stays as it is, unless it is resubmitted."""
    for earlier, later in pairs(seen):
        if earlier.is_end and later.is_end:
            names = {*(earlier.fields or ()), *(later.fields or ())} - _NOT_OF_THE_END
            changed = sorted(name for name in names if earlier[name] != later[name])
            yield found(not changed, later, f"an ended job has changed: {changed}")


def attempts_rise_by_one(seen: Seen) -> Iterator[Finding]:
    """G4: attempts rise by one, with a claim, and never exceed `maxAttempts`."""
    for earlier, later in pairs(seen):
        rise = later["attempt"] - earlier["attempt"]
        yield found(rise == is_claim(earlier, later), later, f"the attempts rose by {rise}")
        within = later["attempt"] <= later["maxAttempts"]
        yield found(within, later, "there are more attempts than there may be")


def attempts_are_given_for_a_reason(seen: Seen) -> Iterator[Finding]:
    """G4: one more for a machine that is told to stop or stood still; others begin anew.

    A resubmission gives new ones, and so does a question.
    """
    for earlier, later in pairs(seen):
        more = later["maxAttempts"] - earlier["maxAttempts"]
        is_release = earlier.status == RUNNING and later.status == QUEUED and more == 1
        now_forgiven, forgiven = later["lossesForgiven"] or 0, earlier["lossesForgiven"] or 0
        is_forgiven = more == now_forgiven - forgiven == 1 and now_forgiven <= _MOST_FORGIVEN
        is_anew = is_resubmission(earlier, later) or later.status == SUSPENDED != earlier.status
        is_right = more == 0 or is_release or is_forgiven or is_anew
        yield found(is_right, later, f"maxAttempts rose by {more}")


def question_is_open_while_suspended(seen: Seen) -> Iterator[Finding]:
    """G1: a job that awaits an answer says to what, and no longer than it may take; none else does.

    No task stands for it, so what sets it going is a task of the next dispatch.
    """
    for life in lives(seen):
        for version in life:
            question = version["question"]
            is_right = (question is not None) == (version.status == SUSPENDED)
            yield found(is_right, version, "a question without a wait, or a wait without one")
            if question is not None:
                bounded = version["deadline"] and question["until"] <= version["deadline"]
                yield found(bounded, version, "a question is open longer than its job may take")
    for earlier, later in pairs(seen):
        if earlier.status == SUSPENDED and later.status == QUEUED:
            rise = later["dispatch"] - earlier["dispatch"]
            yield found(rise == 1, later, "a job was set going without a task")


def dispatch_rises_by_one(seen: Seen) -> Iterator[Finding]:
    """The number of its task's dispatch never falls, and rises by one."""
    for earlier, later in pairs(seen):
        rise = later["dispatch"] - earlier["dispatch"]
        yield found(rise in {0, 1}, later, f"the dispatch rose by {rise}")


def lease_is_of_one_attempt(seen: Seen) -> Iterator[Finding]:
    """G3: a running job has a lease, which changes with the attempt alone; another job has none."""
    for life in lives(seen):
        for version in life:
            is_leased = bool(version["leaseId"] and version["leaseExpiresAt"])
            is_right = is_leased == (version.status == RUNNING)
            yield found(is_right, version, "a lease without an attempt, or an attempt without one")
    for earlier, later in pairs(seen):
        if earlier.status == later.status == RUNNING:
            same = earlier["leaseId"] == later["leaseId"]
            yield found(same, later, "another lease within one attempt")


def one_handler_an_attempt(seen: Seen) -> Iterator[Finding]:
    """G3: within one lease, one call of the handler is shown, and in no other lease."""
    of_token: dict[str, tuple[str, str]] = {}
    of_lease: dict[str, str] = {}
    for life in lives(seen):
        for version in life:
            token = _token(version)
            if token is None:
                continue
            lease = str(version["leaseId"])
            first = of_token.setdefault(token, (version.job_id, lease))
            is_its_own = first == (version.job_id, lease)
            yield found(is_its_own, version, "what a lost attempt said was written after it")
            is_one = of_lease.setdefault(lease, token) == token
            yield found(is_one, version, "two calls of the handler within one lease")


def progress_only_rises(seen: Seen) -> Iterator[Finding]:
    """G7: percent does not fall within an attempt; `seq` never falls, and rises with news."""
    for earlier, later in pairs(seen):
        was, now = earlier["progress"], later["progress"]
        yield found(now["seq"] >= was["seq"], later, "seq fell")
        news = {**was, "seq": 0} != {**now, "seq": 0}
        yield found(not news or now["seq"] > was["seq"], later, "news without a new seq")
        same_attempt = earlier["attempt"] == later["attempt"]
        if same_attempt and not is_resubmission(earlier, later):
            rises = now["percent"] >= was["percent"]
            yield found(rises, later, f"percent fell from {was['percent']} to {now['percent']}")


def progress_is_of_a_running_job(seen: Seen) -> Iterator[Finding]:
    """G3: only a running attempt shows progress, or what lets the job begin anew."""
    for earlier, later in pairs(seen):
        if earlier["progress"] != later["progress"]:
            begins = is_claim(earlier, later) or is_resubmission(earlier, later)
            is_right = earlier.status == RUNNING or begins
            yield found(is_right, later, f"progress was shown of a job that was {earlier.status}")


def cancel_is_honoured(seen: Seen) -> Iterator[Finding]:
    """G8: after a cancel was asked for nothing more is shown, and the job ends cancelled."""
    for earlier, later in pairs(seen):
        if earlier["cancelRequested"] and earlier.status == RUNNING:
            is_right = later.status in {RUNNING, CANCELLED}
            yield found(is_right, later, f"asked to stop, it became {later.status}")
            shown = later["progress"] != earlier["progress"]
            is_right = not (shown and later.status == RUNNING)
            yield found(is_right, later, "asked to stop, it showed more")
            kept = later.is_end or later["cancelRequested"]
            yield found(kept, later, "it forgot that it was asked to stop")


def waits_are_kept(seen: Seen) -> Iterator[Finding]:
    """An attempt starts neither before `nextAttemptAt` nor after `startBefore`."""
    for earlier, later in pairs(seen):
        if not is_claim(earlier, later):
            continue
        started, due, last = later["startedAt"], earlier["nextAttemptAt"], earlier["startBefore"]
        yield found(not due or started >= due - SKEW, later, "it started before its time")
        yield found(not last or started <= last + SKEW, later, "it started when it was too late")


def failures_have_a_reason(seen: Seen) -> Iterator[Finding]:
    """A job fails with a retriable error only when its attempts or its time are used up."""
    for earlier, later in pairs(seen):
        if later.status == FAILED and earlier.status != FAILED:
            error = later["error"] or {}
            used_up = later["attempt"] >= later["maxAttempts"] or later["startBefore"]
            yield found(error.get("code"), later, "it failed without an error")
            is_right = not error.get("retriable") or used_up
            yield found(is_right, later, "it failed although it could have been tried again")


def times_are_in_order(seen: Seen) -> Iterator[Finding]:
    """Its times are in their order, but for what clocks may differ by; `finishedAt` is an end's."""
    for life in lives(seen):
        for version in life:
            names = ("createdAt", "startedAt", "finishedAt", "updatedAt")
            times = [version[name] for name in names if version[name]]
            ordered = all(a <= b + SKEW for a, b in pairwise(times))
            yield found(ordered, version, f"its times are not in order: {times}")
            yield found(version["updatedAt"] <= version.at + SKEW, version, "it is of the future")
            is_right = bool(version["finishedAt"]) == version.is_end
            yield found(is_right, version, "finishedAt without an end, or an end without it")
            kept = version["expireAt"] and version["expireAt"] > version["createdAt"]
            yield found(kept, version, "nothing says how long it is kept")


def unfinished_is_checked(seen: Seen) -> Iterator[Finding]:
    """G1: a job document that is not done carries `checkAt`, by which the sweeper finds it."""
    for life in lives(seen):
        for version in life:
            if not version.is_end:
                has_check = version["checkAt"] and version["checkFor"]
                yield found(has_check, version, "no sweep would find it")


def slot_fits_the_status(seen: Seen) -> Iterator[Finding]:
    """A running job holds a slot, an ended one none, and only a queued one waits for one."""
    allowed = {QUEUED: {"held", "waiting", "none"}, RUNNING: {"held"}}
    for life in lives(seen):
        for version in life:
            is_right = version["slot"] in allowed.get(version.status, {"none"})
            yield found(is_right, version, f"{version.status} with the slot {version['slot']}")


def _token(version: Version) -> str | None:
    """Return the token of the call of the handler that a running version shows."""
    words = str((version["progress"] or {}).get("message") or "").split()
    is_ours = version.status == RUNNING and len(words) > 1 and len(words[0]) == 12
    return words[0] if is_ours else None


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "G1 begins queued": begins_queued,
        "G1 status changes by the table": status_changes_by_table,
        "G1 an end is final": end_is_final,
        "G1 a question is open while suspended": question_is_open_while_suspended,
        "G1 unfinished is checked": unfinished_is_checked,
        "G3 a lease is of one attempt": lease_is_of_one_attempt,
        "G3 one handler an attempt": one_handler_an_attempt,
        "G3 progress is of a running job": progress_is_of_a_running_job,
        "G4 attempts rise by one": attempts_rise_by_one,
        "G4 attempts are given for a reason": attempts_are_given_for_a_reason,
        "G7 progress only rises": progress_only_rises,
        "G8 a cancel is honoured": cancel_is_honoured,
        "dispatch rises by one": dispatch_rises_by_one,
        "waits are kept": waits_are_kept,
        "failures have a reason": failures_have_a_reason,
        "times are in order": times_are_in_order,
        "slot fits the status": slot_fits_the_status,
    }
)
