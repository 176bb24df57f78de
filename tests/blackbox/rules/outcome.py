"""What must have come of each job: one end in time, one result, each step once, each event."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from tests.blackbox.rules.finding import (
    SLACK,
    Finding,
    Rule,
    found,
    is_claim,
    lives,
    pairs,
    removal_of,
)
from tests.blackbox.seen import QUEUED, RUNNING, SUCCEEDED, Fields, Seen, Version, job_hash

#: From a death to the job's going on, for a lease of 15 s and a sweep every 15 s: the sum that
#: docs/architecture.md makes. A task that was lost is looked for after 30 s.
BOUND: Final = timedelta(seconds=max(15 + 5, 30) + 15)
#: A delivery that fails is tried again after as long as it has failed for, at the most.
_BACKOFF: Final = timedelta(seconds=64)
#: Events show times to the microsecond; a start's words are the claim's.
_HISTORY_LENGTH: Final = 20
#: What is not the moment's, but the process's that has published it, and of when it did.
_OF_THE_PUBLISHING: Final = {"revision", "batchSucceeded", "batchFailed", "batchCancelled"}
_BATCH_ENDED: Final = "batch-ended"


def accepted_ends(seen: Seen) -> Iterator[Finding]:
    """G1: every job has ended when all is over, unless it was erased."""
    for life in lives(seen):
        last = life[-1]
        if removal_of(seen, last.job_id) is None:
            yield found(last.is_end, last, f"it is still {last.status}: {last}")


def goes_on_in_time(seen: Seen) -> Iterator[Finding]:
    """G2: where nothing is disturbed, no unfinished job stands still for longer than the bound.

    A job that waits for a slot or for its time may.
    """
    for life in lives(seen):
        gone = removal_of(seen, life[0].job_id)
        end = gone or seen.ended or life[-1].at
        nexts = [*(later.at for later in life[1:]), end]
        for version, until in zip(life, nexts, strict=True):
            if not version.is_end and version["slot"] != "waiting":
                still = _longest_calm(seen, _due(version), until)
                most = BOUND + SLACK + (_BACKOFF if version.status == QUEUED else timedelta())
                yield found(still <= most, version, f"it stood still for {still}: {version}")


def cancel_is_honoured_in_time(seen: Seen) -> Iterator[Finding]:
    """G8: a running job that was asked to stop has ended within the bound, if undisturbed."""
    for life in lives(seen):
        for asked in life:
            if asked["cancelRequested"] and asked.status == RUNNING:
                ended = [each.at for each in life if each.is_end and each.at > asked.at]
                until = min(ended, default=removal_of(seen, asked.job_id) or seen.ended)
                took = _longest_calm(seen, asked.at, until or asked.at)
                yield found(took <= BOUND + SLACK, asked, f"asked to stop, it went on for {took}")


def _due(version: Version) -> datetime:
    due: datetime | None = version["nextAttemptAt"]
    return max(version.at, due or version.at)


def _longest_calm(seen: Seen, since: datetime, until: datetime) -> timedelta:
    """Return the longest time between two times in which nothing was disturbed."""
    longest, calm_from = timedelta(), since
    for fault in sorted(seen.disturbances, key=lambda each: each.began):
        if fault.ended > since and fault.began < until:
            longest = max(longest, fault.began - calm_from)
            calm_from = max(calm_from, fault.ended)
    return max(longest, until - calm_from, timedelta())


def listeners_see_what_was(seen: Seen) -> Iterator[Finding]:
    """What a listener was shown is a version that there was."""
    versions = {(v.path, v.at): v for of_one in seen.versions.values() for v in of_one}
    for shown in seen.shown:
        was = versions.get((shown.path, shown.at))
        holds = was is not None and was.fields == shown.fields
        yield found(holds, shown, f"a listener was shown what never was: {shown}")


def result_exactly_at_success(seen: Seen) -> Iterator[Finding]:
    """G6: a result is written with the success, in one commit, and never without one."""
    results = _documents(seen, "result")
    for life in lives(seen):
        for earlier, later in pairwise(life):
            if later.status == SUCCEEDED and earlier.status != SUCCEEDED:
                times = [each.at for each in results[later.job_id]]
                yield found(later.at in times, later, "it succeeded without a result")
    for job_id, versions in results.items():
        succeeded = [v.at for v in seen.versions.get(job_id, ()) if v.status == SUCCEEDED]
        for version in versions:
            yield found(version.at in succeeded, version, "a result without a success")


def one_result(seen: Seen) -> Iterator[Finding]:
    """G6: a job has one result, which never changes."""
    for versions in _documents(seen, "result").values():
        same = all(version.fields == versions[0].fields for version in versions)
        yield found(same, versions[-1], f"its result was written {len(versions)} times")


def last_progress_lands(seen: Seen) -> Iterator[Finding]:
    """G7: a success shows the last thing that the handler which made the result has said."""
    results, inputs = _documents(seen, "result"), _documents(seen, "input")
    for life in lives(seen):
        last, asked = life[-1], inputs[life[0].job_id]
        if last.status != SUCCEEDED or not results[last.job_id]:
            continue
        yield found(last["progress"]["percent"] == 100, last, "it succeeded below 100 percent")
        token = (results[last.job_id][-1].kept or {}).get("token")
        if token and asked and not asked[-1].kept.get("silent"):
            said = last["progress"]["message"]
            yield found(said == f"{token} is done", last, f"it shows {said!r}, not its last word")


def steps_are_done_once(seen: Seen) -> Iterator[Finding]:
    """G5: a step that was kept is not done again, unless a resubmission made it void."""
    for path, versions in seen.documents.items():
        if not path.rsplit("/", 1)[1].startswith("step-"):
            continue
        kept = [version for version in versions if version.fields is not None]
        for earlier, later in pairwise([kept[0], *kept] if kept else ()):
            was, now = earlier.kept, later.kept
            void = _void_until(seen, later)
            is_right = was["value"] == now["value"] or was["attempt"] <= void
            yield found(is_right, later, f"{later.name} was done by {was} and again by {now}")


def _void_until(seen: Seen, version: Version) -> int:
    """Return up to which attempt a job's steps were void when a document of it was written."""
    before = [v for v in seen.versions.get(version.job_id, ()) if v.at <= version.at]
    return max((int(v["stepsVoidUntil"] or 0) for v in before), default=0)


def result_is_made_of_the_steps(seen: Seen) -> Iterator[Finding]:
    """G5: a result is made of the steps' kept values, whichever attempt has kept them."""
    for job_id, versions in _documents(seen, "result").items():
        made_of = (versions[-1].kept or {}).get("steps") or {}
        for name, token in made_of.items():
            path = versions[-1].path.rsplit("/", 1)[0] + f"/step-{name}"
            kept = [v.kept["value"] for v in seen.documents.get(path, ()) if v.fields]
            is_right = kept and kept[-1] == token
            yield found(is_right, versions[-1], f"{job_id}: {name} is {token}, kept is {kept}")


def ends_and_starts_are_published(seen: Seen) -> Iterator[Finding]:
    """G9: every end is published, and every start of an attempt that led to it."""
    for life in lives(seen):
        ids = {event["eventId"] for event in seen.events_of.get(job_hash(life[0].job_id), ())}
        for earlier, later in pairwise(life):
            if later.is_end and not earlier.is_end:
                for name in _due_events(later):
                    yield found(name in ids, later, f"it was never published: {name}")


def _due_events(end: Version) -> list[str]:
    """Return the ids of an end and of the starts that led to it."""
    last = end["attempt"]
    first = max(1, last - _HISTORY_LENGTH + 1)
    return [_end_id(end), *(_start_id(end.job_id, n) for n in range(first, last + 1))]


def events_are_true(seen: Seen) -> Iterator[Finding]:
    """G9: an event says what a version says, and nothing is published that was not."""
    said = {}
    for earlier, later in pairs(seen):
        if later.is_end and not earlier.is_end:
            said[_end_id(later)] = later
            if later["batchId"] is not None:
                said[_batch_end_id(later)] = later
        elif is_claim(earlier, later):
            said[_start_id(later.job_id, later["attempt"])] = later
    known = {job_hash(job_id): versions for job_id, versions in seen.versions.items()}
    for event in seen.events:
        versions = known.get(str(event["jobIdHash"]))
        if versions is None:
            continue
        version = said.get(str(event["eventId"]))
        yield found(version is not None, versions[-1], f"an event of what never was: {event}")
        if version is not None:
            yield found(_tells(event, version), version, f"the event says otherwise: {event}")


def _tells(event: Fields, version: Version) -> bool:
    time = version["finishedAt"] if version.is_end else version["startedAt"]
    # The end of a batch is told as that of the job which ended last.
    status = version.status if event["status"] == _BATCH_ENDED else event["status"]
    said = (status, event["attempts"], datetime.fromisoformat(str(event["happenedAt"])))
    has_code = version.is_end and event["status"] != _BATCH_ENDED
    code = event.get("code") == (version["error"] or {}).get("code") or not has_code
    return said == (version.status, version["attempt"], time) and code


def an_event_is_one(seen: Seen) -> Iterator[Finding]:
    """G9: an event that is published again says the same, whichever process published it.

    A batch's end that is told again counts the jobs which are not erased by then.
    """
    by_id: dict[str, list[Fields]] = defaultdict(list)
    for event in seen.events:
        by_id[str(event["eventId"])].append(
            {name: value for name, value in event.items() if name not in _OF_THE_PUBLISHING}
        )
    for name, events in by_id.items():
        holds = all(event == events[0] for event in events)
        yield Finding(holds=holds, why=f"{name} was published in two forms: {events}")


def time_limit_is_kept(seen: Seen) -> Iterator[Finding]:
    """A job that works longer than its type may never succeeds, and ends for that reason."""
    for life in lives(seen):
        last = life[-1]
        if last["type"] == "blackbox-brief" and last.is_end:
            yield found(last.status != SUCCEEDED, last, "it took longer than it may, and succeeded")


def newer_waits_for_the_newer(seen: Seen) -> Iterator[Finding]:
    """With two revisions: a task that the older does not know goes back, and the newer does it."""
    for life in lives(seen):
        if life[-1]["type"] == "blackbox-newer":
            code = (life[-1]["error"] or {}).get("code")
            is_right = code != "invalid-argument"
            yield found(is_right, life[-1], "the older revision failed what the newer can do")


def _documents(seen: Seen, name: str) -> dict[str, list[Version]]:
    """Return the versions of each job's document of that name, by job."""
    found_ones: dict[str, list[Version]] = defaultdict(list)
    for path, versions in seen.documents.items():
        if path.endswith(f"/data/{name}"):
            of_job = [version for version in versions if version.fields is not None]
            found_ones[versions[0].job_id].extend(of_job)
    return defaultdict(list, {job: those for job, those in found_ones.items() if those})


def _end_id(version: Version) -> str:
    return f"{job_hash(version.job_id)}-{version['dispatch']}-{version.status}"


def _batch_end_id(version: Version) -> str:
    return f"{job_hash(version.job_id)}-{version['dispatch']}-{_BATCH_ENDED}"


def _start_id(job_id: str, attempt: int) -> str:
    return f"{job_hash(job_id)}-{attempt}-{RUNNING}"


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "G1 accepted ends": accepted_ends,
        "G2 goes on in time": goes_on_in_time,
        "G8 a cancel is honoured in time": cancel_is_honoured_in_time,
        "listeners see what was": listeners_see_what_was,
        "G5 steps are done once": steps_are_done_once,
        "G5 a result is made of the steps": result_is_made_of_the_steps,
        "G6 a result exactly at success": result_exactly_at_success,
        "G6 one result": one_result,
        "G7 the last progress lands": last_progress_lands,
        "G9 ends and starts are published": ends_and_starts_are_published,
        "G9 events are true": events_are_true,
        "G9 an event is one": an_event_is_one,
        "the time limit is kept": time_limit_is_kept,
    }
)
#: What holds once an older revision lets be what it does not know; see `tests.blackbox.options`.
NEWER_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {"newer work waits for the newer revision": newer_waits_for_the_newer}
)
