"""What must hold between what users asked, what they were answered, and what was stored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any, Final

from tests.blackbox.rules.finding import SKEW, Finding, Rule, found, lives, removal_of
from tests.blackbox.seen import Call, Seen, Version, owner_of
from tests.blackbox.submissions import KEYLESS

#: Steers the machinery; the public does not see it.
_INTERNAL: Final = frozenset(
    {"dispatch", "leaseId", "leaseExpiresAt", "checkAt", "checkFor", "stepsVoidUntil", "slot"}
)
_LOOKS: Final = frozenset({"get", "status"})
_ACCEPTED: Final = frozenset({200, 202})
_MOMENT: Final = timedelta(milliseconds=1)


def accepted_is_stored(seen: Seen) -> Iterator[Finding]:
    """G1: what was accepted is stored, with its owner and its marks."""
    for call in seen.calls:
        if not call.marks or call.status not in _ACCEPTED:
            continue
        for job_id, mark in zip(call.job_ids, call.marks, strict=True):
            versions = seen.versions.get(job_id)
            is_there = bool(versions) and owner_of(job_id) == call.uid
            tags = {tag for version in versions or () for tag in version["tags"] or ()}
            why = f"accepted as {mark}, it is not stored so"
            yield Finding(holds=is_there and mark in tags, job_id=job_id, at=call.ended, why=why)


def refused_stores_nothing(seen: Seen) -> Iterator[Finding]:
    """A submission that was refused has stored nothing, and a batch all or nothing."""
    of_mark = _jobs_by_mark(seen)
    accepted = {m for call in seen.calls if call.status in {*_ACCEPTED, None} for m in call.marks}
    unsure = {m for call in seen.calls if (call.status or 500) >= 500 for m in call.marks}
    for call in seen.calls:
        for mark in call.marks:
            if mark not in accepted | unsure:
                holds = mark not in of_mark
                why = f"{mark} was refused with {call.status}, and stored"
                yield Finding(holds=holds, at=call.ended, why=why)
        stored = {mark in of_mark for mark in call.marks}
        if len(call.marks) > 1:
            yield Finding(holds=len(stored) == 1, at=call.ended, why=f"a part of {call.marks}")


def a_key_makes_one_job(seen: Seen) -> Iterator[Finding]:
    """G10: the same key makes one job, for as long as that is kept.

    Without a key the same request makes one for as long as that is active.
    """
    for mark, lives_of_mark in _jobs_by_mark(seen).items():
        in_order = sorted(lives_of_mark, key=lambda life: life[0].at)
        yield found(in_order, in_order[0][0], mark)
        for earlier, later in pairwise(in_order):
            over = _over(earlier) if mark.startswith(KEYLESS) else None
            over = min((t for t in (over, removal_of(seen, earlier[0].job_id)) if t), default=None)
            is_right = over is not None and over <= later[0].at
            yield found(is_right, later[0], f"{mark} had made {earlier[0].job_id} before")


def _over(life: list[Version]) -> datetime | None:
    """Return when a job was active no more, for the first time."""
    times = [v.at for v in life if v.is_end or v["cancelRequested"]]
    return min(times, default=None)


def another_request_needs_another_key(seen: Seen) -> Iterator[Finding]:
    """A key that comes with another request is refused, as long as its job is kept."""
    for call in seen.calls:
        if call.kind == "reuse-key" and call.status in _ACCEPTED:
            # Its first job was erased, so the key was free again: the new job has this mark alone.
            tags = [v["tags"] for j in call.job_ids for v in seen.versions.get(j, ()) if v.fields]
            is_right = tags and set(call.marks) == set(tags[0])
            yield _answered(call, is_right, "another request was answered with the key's job")
        elif call.kind == "reuse-key" and call.status is not None:
            is_right = call.status == 409 or call.status in {429, 500, 502, 503}
            yield _answered(call, is_right, f"answered {call.status}")


def others_see_nothing(seen: Seen) -> Iterator[Finding]:
    """Another user's job does not exist: it is answered with 404, and never listed."""
    for call in seen.calls:
        if call.kind == "get-a-strangers" and call.status not in {None, 500, 502, 503}:
            yield _answered(call, call.status == 404, f"another's job was answered {call.status}")
        if call.kind == "list" or call.kind in _LOOKS:
            own = all(owner_of(job_id) == call.uid for job_id in call.job_ids)
            yield _answered(call, own, "an answer holds another user's job")


def lists_are_whole(seen: Seen) -> Iterator[Finding]:
    """A list holds every job that was there all the time, once, the newest first."""
    for call in seen.calls:
        if call.kind != "list" or call.status != 200:
            continue
        listed, jobs = call.job_ids, call.answer["jobs"]
        yield _answered(call, len(set(listed)) == len(listed), "a job stands in a list twice")
        times = [datetime.fromisoformat(job["createdAt"]) for job in jobs]
        in_order = all(a >= b for a, b in pairwise(times))
        yield _answered(call, in_order, "a list is not the newest first")
        missing = [j for j in _there_all_the_time(seen, call) if j not in set(listed)]
        yield _answered(call, not missing, f"a list has not {missing}")


def _there_all_the_time(seen: Seen, call: Call) -> list[str]:
    return [
        life[0].job_id
        for life in lives(seen)
        if life[0].uid == call.uid
        and life[0].at < call.began
        and (removal_of(seen, life[0].job_id) or call.ended + _MOMENT) > call.ended
    ]


def answers_are_versions(seen: Seen) -> Iterator[Finding]:
    """What is answered of a job was its version at some time between question and answer."""
    for call in seen.calls:
        if call.kind not in _LOOKS or call.status not in {200, 404}:
            continue
        versions = seen.versions.get(call.job_id, [])
        if not versions:
            continue
        possible = _current_during(versions, call)
        if call.status == 404:
            is_gone = any(version is None or version.fields is None for version in possible)
            yield _answered(call, is_gone, "a job that is there was answered with 404")
        else:
            shown = _shown(call.answer)
            is_one = any(v and v.fields and _shown(v.fields) == shown for v in possible)
            yield _answered(call, is_one, f"no version says {shown}")


def _current_during(versions: list[Version], call: Call) -> list[Version | None]:
    """Return what was the current version at some time during a call; None: none was yet."""
    ahead: list[Version | None] = [None, *versions]
    nexts = [*versions, None]
    return [
        version
        for version, later in zip(ahead, nexts, strict=True)
        if (version is None or version.at <= call.ended + _MOMENT)
        and (later is None or later.at >= call.began - _MOMENT)
    ]


def _shown(fields: Mapping[str, Any]) -> tuple[object, ...]:
    progress = fields["progress"]
    return (fields["status"], fields["attempt"], progress["seq"], progress["percent"])


def answers_keep_the_form(seen: Seen) -> Iterator[Finding]:
    """An answer has a result exactly when it says succeeded, and nothing of the machinery."""
    for call in seen.calls:
        if call.kind in _LOOKS and call.status == 200:
            inside = sorted(_INTERNAL & set(call.answer))
            yield _answered(call, not inside, f"an answer shows {inside}")
        if call.kind == "get" and call.status == 200:
            has_result = call.answer.get("result") is not None
            is_right = has_result == (call.answer["status"] == "succeeded")
            yield _answered(call, is_right, "a result without a success, or the reverse")


def cancels_are_kept(seen: Seen) -> Iterator[Finding]:
    """G8: a cancel that was accepted is on the job; one that came too late is refused."""
    for call in seen.calls:
        if call.kind == "cancel" and call.status == 200:
            says = call.answer["status"] == "cancelled" or call.answer.get("cancelRequested")
            yield _answered(call, says, "a cancel was accepted, and the answer does not say so")
            stored = [v for v in seen.versions.get(call.job_id, ()) if v.fields is not None]
            is_kept = any(v.status == "cancelled" or v["cancelRequested"] for v in stored)
            yield _answered(call, is_kept, "a cancel was accepted, and no version says so")


def erased_stays_away(seen: Seen) -> Iterator[Finding]:
    """A job that was erased never comes back, and nothing of it is left."""
    left = {path.split("/")[3] for path in seen.left if path.split("/")[2] == "jobs"}
    for job_id, versions in seen.versions.items():
        gone = removal_of(seen, job_id)
        if gone is None:
            continue
        later = [v for v in versions if v.fields is not None and v.at > gone]
        yield found(not later, versions[-1], "it came back after it was erased")
        rest = sorted(path for path in seen.left if job_id in path.split("/"))
        yield found(job_id not in left, versions[-1], f"it was erased, and this is left: {rest}")


def erasure_is_whole(seen: Seen) -> Iterator[Finding]:
    """Erasing a user erases every job that there was, with its keys."""
    pointing: dict[str, list[str]] = defaultdict(list)
    for path, job_id in sorted(seen.pointers.items()):
        pointing[job_id].append(path)
    for call in seen.calls:
        if call.kind != "erase-user" or call.status != 200 or not call.answer["isComplete"]:
            continue
        for life in lives(seen):
            first = life[0]
            if first.uid == call.uid and first.at < call.began:
                gone = removal_of(seen, first.job_id)
                is_gone = gone is not None and gone <= call.ended + SKEW
                yield found(is_gone, life[-1], "its owner erased everything, and it is there")
                rest = pointing[first.job_id]
                yield found(not rest, life[-1], f"its owner erased all; left: {rest}")


def slots_are_not_exceeded(seen: Seen) -> Iterator[Finding]:
    """No user's jobs hold more slots than there are."""
    yield from _never_more(seen, seen.running_per_user, lambda v: v["slot"] == "held", "slots")


def unfinished_are_not_exceeded(seen: Seen) -> Iterator[Finding]:
    """No user has more unfinished jobs than they may."""
    yield from _never_more(seen, seen.unfinished_per_user, lambda v: not v.is_end, "unfinished")


def _never_more(seen: Seen, most: int, counts: Any, what: str) -> Iterator[Finding]:  # noqa: ANN401 -- a function
    """Follow all versions in Firestore's order, and count what each user has at every moment."""
    every = sorted((v for versions in seen.versions.values() for v in versions), key=_at)
    holders: dict[str, set[str]] = defaultdict(set)
    # What was written in one commit is looked at once all of it is there.
    for _, commit in groupby(every, key=_at):
        new = [version for version in commit if _is_new_in(holders, version, counts)]
        for version in new:
            mine = holders[version.uid]
            why = f"{version.uid} has {len(mine)} {what}: {sorted(mine)}"
            yield found(len(mine) <= most, version, why)


def _is_new_in(holders: dict[str, set[str]], version: Version, counts: Any) -> bool:  # noqa: ANN401 -- same
    """Count a version, and say whether its job was not counted before."""
    mine = holders[version.uid]
    was_there = version.job_id in mine
    if version.fields is not None and counts(version):
        mine.add(version.job_id)
    else:
        mine.discard(version.job_id)
    return version.job_id in mine and not was_there


def _at(version: Version) -> datetime:
    return version.at


def _answered(call: Call, holds: object, why: str) -> Finding:
    job_id = call.job_id or (call.job_ids or ("",))[0]
    return Finding(
        holds=bool(holds), job_id=job_id, at=call.ended, why=f"{call.kind} of {call.uid}: {why}"
    )


def _jobs_by_mark(seen: Seen) -> dict[str, list[list[Version]]]:
    """Return the lives of the jobs of each mark."""
    of_mark: dict[str, list[list[Version]]] = defaultdict(list)
    for life in lives(seen):
        for mark in life[0]["tags"] or ():
            of_mark[mark].append(life)
    return dict(of_mark)


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "G1 accepted is stored": accepted_is_stored,
        "G8 cancels are kept": cancels_are_kept,
        "G10 a key makes one job": a_key_makes_one_job,
        "another request needs another key": another_request_needs_another_key,
        "refused stores nothing": refused_stores_nothing,
        "others see nothing": others_see_nothing,
        "lists are whole": lists_are_whole,
        "answers are versions": answers_are_versions,
        "answers keep the form": answers_keep_the_form,
        "erased stays away": erased_stays_away,
        "erasure is whole": erasure_is_whole,
        "slots are not exceeded": slots_are_not_exceeded,
        "unfinished are not exceeded": unfinished_are_not_exceeded,
    }
)
