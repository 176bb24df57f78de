"""Every rule of the oracle: it holds of a lawful history, and of one that breaks it it does not."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.blackbox.report import all_rules
from tests.blackbox.rules.finding import Rule
from tests.blackbox.seen import Call, Seen, Version, job_hash
from tests.unit.blackbox.stories import (
    BRIEF,
    DONE,
    GONE,
    NEWER,
    STOPPED,
    TOKEN,
    TWIN,
    Told,
    after,
    call,
    lawful,
)

RULES = all_rules(revisions=True)
Break = Callable[[Seen], object]


def change(job_id: str, seconds: float, **fields: object) -> Break:
    """Write other fields into a job's version of that time."""

    def breaks(seen: Seen) -> None:
        hits = [n for n, v in enumerate(seen.jobs) if v.job_id == job_id and v.at == after(seconds)]
        assert hits, "there is no such version"
        for n in hits:
            seen.jobs[n] = replace(seen.jobs[n], fields={**(seen.jobs[n].fields or {}), **fields})

    return breaks


def progress(job_id: str, seconds: float, **fields: object) -> Break:
    """Write another progress into a job's version of that time."""
    whole = {"seq": 3, "percent": 50, "message": "", **fields}
    return change(job_id, seconds, progress=whole)


def add(*calls: Call) -> Break:
    """Have more calls been made."""
    return lambda seen: seen.calls.extend(calls)


def write(path_end: str, seconds: float, value: object) -> Break:
    """Write a document below the job that was done."""
    path = f"users/ada/jobs/{DONE}/data/{path_end}"
    version = Version(path=path, at=after(seconds), fields={"json": json.dumps(value)})
    return lambda seen: seen.data.append(version)


def write_more(**fields: object) -> Break:
    """Write one more version of the job that was asked to stop, before it stops."""

    def breaks(seen: Seen) -> None:
        (asked,) = (v for v in seen.jobs if v.job_id == STOPPED and v.at == after(3))
        more = replace(asked, at=after(3.5), fields={**(asked.fields or {}), **fields})
        seen.jobs.append(more)

    return breaks


def publish(number: int, **fields: object) -> Break:
    """Change an event that was published."""

    def breaks(seen: Seen) -> None:
        seen.events[number] = {**seen.events[number], **fields}

    return breaks


def leave(path: str) -> Break:
    """Leave a document behind."""

    def breaks(seen: Seen) -> None:
        seen.left = seen.left | {path}

    return breaks


def point_to_the_erased(seen: Seen) -> None:
    """Leave a key of a user who erased everything."""
    seen.pointers = {"users/bob/idempotencyKeys/abc": GONE}


def see_what_never_was(seen: Seen) -> None:
    """Show a listener a version that there was not."""
    seen.shown.append(replace(seen.shown[0], at=after(77)))


def second_life(job_id: str, mark: str) -> Break:
    """Make another job with the mark of one."""
    return lambda seen: Told(seen, job_id, mark)


OTHER = "ada:blackbox:1796040000000:other000"
LIST = {"jobId": DONE, "createdAt": after(0).isoformat()}
EARLIER = {"jobId": STOPPED, "createdAt": (after(0) - timedelta(days=1)).isoformat()}

#: By rule, what breaks it; each must be found.
BREAKS: dict[str, list[Break]] = {
    "G1 accepted ends": [second_life(OTHER, "m9")],
    "G1 accepted is stored": [
        add(call("submit", 1, 202, {"jobId": OTHER}, marks=("m9",))),
        add(call("submit", 1, 202, {"jobId": DONE}, marks=("m9",))),
    ],
    "G1 a question is open while suspended": [
        change(DONE, 2, question={"until": after(5)}, deadline=after(9)),
        change(DONE, 1, status="suspended"),
    ],
    "G1 an end is final": [change(DONE, 5, summary="another")],
    "G1 begins queued": [change(DONE, 0, attempt=1)],
    "G1 status changes by the table": [
        change(DONE, 5, status="failed"),
        change(STOPPED, 10, status="running"),
    ],
    "G1 unfinished is checked": [change(DONE, 1, checkAt=None)],
    "G10 a key makes one job": [
        second_life(OTHER, "m1"),
        lambda seen: Told(seen, OTHER, "keyless-m5"),
    ],
    "G2 goes on in time": [lambda seen: Told(seen, OTHER, "m9")],
    "G3 a lease is of one attempt": [
        change(DONE, 2, leaseId="another"),
        change(DONE, 1, leaseId=None),
        change(STOPPED, 10, leaseId="of-none", leaseExpiresAt=after(20)),
    ],
    "G3 one handler an attempt": [
        progress(STOPPED, 11, message=f"{TOKEN} wakes up"),
        progress(DONE, 3, message="ba9876543210 works"),
    ],
    "G3 progress is of a running job": [progress(DONE, 5, message="late")],
    "G4 attempts are given for a reason": [change(DONE, 3, maxAttempts=4)],
    "G4 attempts rise by one": [
        change(STOPPED, 11, attempt=3),
        change(DONE, 2, attempt=2),
        change(BRIEF, 7, maxAttempts=1),
    ],
    "G5 a result is made of the steps": [write("step-first", 3.5, {"attempt": 2, "value": "x"})],
    "G5 steps are done once": [write("step-first", 3.5, {"attempt": 2, "value": "again"})],
    "G6 a result exactly at success": [
        write("result", 3, {}),
        lambda seen: seen.data.pop(),
        change(DONE, 4, status="failed"),
    ],
    "G6 one result": [write("result", 6, {"token": "another"})],
    "G7 progress only rises": [
        progress(DONE, 3, seq=1),
        progress(DONE, 3, seq=2, message="news"),
        progress(DONE, 3, seq=3, percent=10),
    ],
    "G7 the last progress lands": [
        progress(DONE, 5, percent=90, message=f"{TOKEN} is done"),
        progress(DONE, 5, percent=100, message=f"{TOKEN} works"),
    ],
    "G8 a cancel is honoured": [
        change(STOPPED, 4, status="succeeded"),
        write_more(progress={"seq": 5, "percent": 60, "message": ""}),
        write_more(cancelRequested=None),
    ],
    "G8 a cancel is honoured in time": [
        lambda seen: Told(seen, OTHER, "m9").at(1, status="running", cancelRequested=True)
    ],
    "G8 cancels are kept": [
        add(call("cancel", 2, 200, {"status": "running"}, job_id=STOPPED)),
        add(call("cancel", 2, 200, {"status": "cancelled"}, job_id=DONE)),
    ],
    "G9 an event is one": [publish(0, attempts=7)],
    "G9 ends and starts are published": [
        lambda seen: seen.events.clear(),
        lambda seen: seen.events.__delitem__(slice(0, 2)),
    ],
    "G9 events are true": [
        publish(0, attempts=7),
        publish(0, happenedAt=after(9).isoformat()),
        publish(0, eventId="another"),
        publish(0, eventId=f"{job_hash(DONE)}-1-batch-ended", status="batch-ended"),
    ],
    "another request needs another key": [
        add(call("reuse-key", 6, 200, {"jobId": DONE}, marks=("other",)))
    ],
    "answers are versions": [
        add(call("get", 20, 404, {}, job_id=DONE)),
        add(
            call(
                "status",
                60,
                200,
                {**LIST, "status": "running", "attempt": 1, "progress": {"seq": 1, "percent": 0}},
                job_id=DONE,
            )
        ),
    ],
    "answers keep the form": [
        add(call("get", 20, 200, {"jobId": DONE, "status": "succeeded"}, job_id=DONE)),
        add(call("status", 20, 200, {"jobId": DONE, "leaseId": "x"}, job_id=DONE)),
    ],
    "dispatch rises by one": [change(STOPPED, 10, dispatch=5)],
    "erased stays away": [
        lambda seen: Told(seen, GONE, "m6").at(60),
        leave(f"users/bob/jobs/{GONE}/data/step-first"),
    ],
    "erasure is whole": [
        add(call("erase-user", 60, 200, {"isComplete": True})),
        point_to_the_erased,
    ],
    "failures have a reason": [
        change(STOPPED, 12, error=None),
        change(STOPPED, 12, error={"code": "internal", "retriable": True}),
    ],
    "listeners see what was": [see_what_never_was],
    "lists are whole": [
        add(call("list", 20, 200, {"jobs": [LIST, LIST]})),
        add(call("list", 20, 200, {"jobs": [EARLIER, LIST]})),
        add(call("list", 20, 200, {"jobs": []})),
    ],
    "newer work waits for the newer revision": [
        change(NEWER, 2, status="failed", error={"code": "invalid-argument"})
    ],
    "others see nothing": [
        add(call("get-a-strangers", 20, 200, {"jobId": DONE}, uid="bob", job_id=DONE)),
        add(call("list", 20, 200, {"jobs": [LIST]}, uid="bob")),
    ],
    "refused stores nothing": [
        second_life(OTHER, "refused"),
        add(call("batch", 1, None, marks=("m1", "never"))),
    ],
    "slot fits the status": [change(DONE, 1, slot="none"), change(DONE, 4, slot="held")],
    "slots are not exceeded": [second_life(OTHER, "m9")],
    "the time limit is kept": [change(BRIEF, 12, status="succeeded")],
    "times are in order": [
        change(DONE, 1, startedAt=after(-20)),
        change(DONE, 1, updatedAt=after(20)),
        change(DONE, 4, finishedAt=None),
        change(DONE, 4, expireAt=None),
    ],
    "unfinished are not exceeded": [second_life(OTHER, "m9")],
    "waits are kept": [
        change(BRIEF, 6, nextAttemptAt=after(60)),
        change(BRIEF, 6, startBefore=after(-60)),
    ],
}
CASES = [(name, number) for name, breaks in BREAKS.items() for number in range(len(breaks))]


def test_every_rule_can_be_broken_here() -> None:
    """A rule that no made-up history breaks might be one that cannot fail."""
    assert set(BREAKS) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_holds_of_a_lawful_history(name: str) -> None:
    """A rule finds nothing wrong where nothing is, and has looked."""
    findings = list(RULES[name](lawful()))
    assert findings
    assert [finding.why for finding in findings if not finding.holds] == []


@pytest.mark.parametrize(("name", "number"), CASES)
def test_a_rule_finds_what_breaks_it(name: str, number: int) -> None:
    """A rule finds each made-up history that breaks it."""
    seen, rule = lawful(), _rule(name)
    BREAKS[name][number](seen)
    assert any(not finding.holds for finding in rule(seen))


def _rule(name: str) -> Rule:
    return RULES[name]


def test_the_end_of_a_batch_may_be_told_again_of_fewer_jobs() -> None:
    """Those that were erased meanwhile; of a job that came alone there is no such end."""
    seen = lawful()
    job = Told(seen, TWIN.replace("twin", "batch"), "m9")
    job.at(1, batchId="b")
    job.claim(2)
    job.end(3, "succeeded")
    end = seen.events[-1]
    name = str(end["eventId"]).replace("succeeded", "batch-ended")
    told = {**end, "eventId": name, "status": "batch-ended", "batchSucceeded": 2}
    seen.events += [told, {**told, "batchSucceeded": 1}]
    for rule in (RULES["G9 an event is one"], RULES["G9 events are true"]):
        assert all(finding.holds for finding in rule(seen))


def test_a_fault_gives_more_time() -> None:
    """G2 measures undisturbed time only: a fault that lasts does not count."""
    seen = lawful()
    job = Told(seen, TWIN.replace("twin", "slow"), "m9")
    job.end(190, "cancelled")
    rule = RULES["G2 goes on in time"]
    assert any(not finding.holds for finding in rule(seen))
    calm = lawful()
    job = Told(calm, TWIN.replace("twin", "slow"), "m9")
    job.end(190, "cancelled")
    kill = calm.disturbances[0]
    calm.disturbances[0] = replace(kill, ended=after(120))
    assert all(finding.holds for finding in rule(calm))
