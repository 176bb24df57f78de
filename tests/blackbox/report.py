"""What a run came to, as a person reads it: counts, rule by rule, and each violation's story."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from tests.blackbox.rules import asked, life, outcome
from tests.blackbox.rules.finding import Finding, Rule, pairs
from tests.blackbox.run import Outcome
from tests.blackbox.seen import FAILED, QUEUED, RUNNING

_STORIES = 5
_VERSIONS = 40
_AROUND = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A rule's findings."""

    rule: str
    checks: int
    violations: tuple[Finding, ...]


def all_rules(*, revisions: bool) -> Mapping[str, Rule]:
    """Return every rule by its name."""
    more = outcome.NEWER_RULES if revisions else {}
    return dict(sorted({**life.RULES, **outcome.RULES, **asked.RULES, **more}.items()))


def judge(ran: Outcome) -> list[Judged]:
    """Check every rule against all that was seen."""
    judged = []
    for name, rule in all_rules(revisions=ran.options.revisions).items():
        findings = list(rule(ran.seen))
        wrong = tuple(finding for finding in findings if not finding.holds)
        judged.append(Judged(rule=name, checks=len(findings), violations=wrong))
    return judged


def is_good(ran: Outcome, judged: list[Judged]) -> bool:
    """Whether every rule holds, none was idle, and all that was planned has happened."""
    return not ran.missing() and all(one.checks and not one.violations for one in judged)


def report(ran: Outcome, judged: list[Judged]) -> str:
    """Say what a run came to."""
    parts = (_counts(ran), [""], _rules(judged), _stories(ran, judged), _sum(ran, judged))
    return "\n".join(chain.from_iterable(parts))


def _counts(ran: Outcome) -> Iterator[str]:
    seen = ran.seen
    yield f"Seed {ran.options.seed}: {len(ran.steps)} steps, {ran.minutes:.1f} minutes"
    yield f"operations  {_listed(ran.operations)}"
    yield f"faults      {_listed(ran.faults)}"
    yield (
        f"seen        {len(seen.versions)} jobs, {sum(map(len, seen.versions.values()))} versions,"
        f" {sum(map(len, seen.documents.values()))} versions of documents below,"
        f" {len(seen.events)} events, {len(seen.calls)} calls"
    )
    yield f"attempts    {_listed(_ends_of_attempts(ran))}"
    yield (
        f"            {ran.lost_answers} answers of workers lost, the listener opened anew"
        f" {ran.reopened} times; it has shown {len(seen.shown)} versions; load {ran.load:.1f}"
    )


def _ends_of_attempts(ran: Outcome) -> Counter[str]:
    """Count how attempts ended: a run in which none is lost has disturbed little."""
    ended: Counter[str] = Counter()
    for earlier, later in pairs(ran.seen):
        if earlier.status == RUNNING and later.status != RUNNING:
            is_release = later["maxAttempts"] > earlier["maxAttempts"]
            code = (later["error"] or {}).get("code") if later.status in {QUEUED, FAILED} else None
            why = "released" if is_release else code
            ended[f"{later.status} by {why}" if why else later.status] += 1
    return ended


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items()))


def _rules(judged: list[Judged]) -> Iterator[str]:
    for one in judged:
        wrong = f"  {len(one.violations)} VIOLATIONS" if one.violations else ""
        idle = "  NEVER CHECKED" if not one.checks else ""
        yield f"  {one.checks:7} checks  {one.rule}{wrong}{idle}"


def _stories(ran: Outcome, judged: list[Judged]) -> Iterator[str]:
    for one in judged:
        for finding in one.violations[:_STORIES]:
            yield ""
            yield f"VIOLATION of {one.rule!r}: {finding.why}"
            yield from _story(ran, finding)


def _story(ran: Outcome, finding: Finding) -> Iterator[str]:
    """Tell a job's versions, the calls about it, and the steps of the plan around."""
    yield f"  job {finding.job_id or '(none)'}"
    for version in ran.seen.versions.get(finding.job_id, [])[-_VERSIONS:]:
        mark = ">" if version.at == finding.at else " "
        yield f"  {mark} {version}"
    for call in ran.seen.calls:
        is_about = finding.job_id in {call.job_id, *(call.job_ids if call.marks else ())}
        if finding.job_id and is_about:
            yield f"    {call.began:%H:%M:%S.%f} {call.kind} was answered {call.status}"
    if finding.at is not None:
        for step in ran.steps:
            begins = ran.began + timedelta(seconds=step.at)
            ends = begins + timedelta(seconds=step.seconds)
            if step.is_fault and begins - _AROUND < finding.at < ends + _AROUND:
                yield f"    {begins:%H:%M:%S} step {step}"


def _sum(ran: Outcome, judged: list[Judged]) -> Iterator[str]:
    yield ""
    if missing := ran.missing():
        yield f"Never happened: {', '.join(missing)}"
    violations = sum(len(one.violations) for one in judged)
    checks = sum(one.checks for one in judged)
    yield f"{checks} checks by {len(judged)} rules, {violations} violations"
