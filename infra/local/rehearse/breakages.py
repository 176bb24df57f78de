"""What can be broken: what is done, where an operator sees it, and what must hold. Pure.

Tests compare it with docs/operations.md, and break and mend each one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Breakage:
    """One trouble of the runbook, as it is made on a laptop."""

    #: What is done to the local cloud.
    does: str
    #: What the console's page shows, at /operator.
    page: str
    #: The action of the log line that tells it; None where no function notices.
    action: str | None
    #: More about that line.
    line: str
    #: The title of the alert that a deployment sends, and of its entry in the runbook.
    alert: str
    #: What holds meanwhile, and for how long what was under way may be late.
    holds: str
    #: What follows from mending.
    mended: str


BREAKAGES = {
    "worker": Breakage(
        does="The worker is killed, and not started again.",
        page="Now: `queued` grows, and so does “oldest that could run”; nothing is done.",
        action="recover",
        line="of the sweeper, once for each job that ran: at the latest 110 s after the kill",
        alert="Nothing finishes",
        holds="Jobs are accepted as always; each stays queued, and its task is tried again.",
        mended="Tasks come again within a minute or two, and every job ends.",
    ),
    "firestore": Breakage(
        does="The Firestore emulator stands still.",
        page="Now: it cannot be read (503); the app says so, and shows what it knew.",
        action="firestore-unreachable",
        line="of api, worker and sweeper; then request-hindered, with code=unavailable",
        alert="Firestore cannot be reached",
        holds="Nothing is accepted that is not stored: 503. What runs stops at its next write, or"
        " its attempt is lost; nothing ends twice.",
        mended="Who was refused asks again; a lost attempt is taken over within 110 s.",
    ),
    "queue": Breakage(
        does="The queue of jobs is paused.",
        page="Now: “The queue of jobs is paused”; `queued` grows, and nothing begins.",
        action=None,
        line="no function notices: tasks wait, and none comes",
        alert="Nothing finishes",
        holds="Jobs are accepted as always, and what runs goes on to its end.",
        mended="Every job that waited begins at once. The console's page resumes it just as well.",
    ),
    "receiver": Breakage(
        does="The receiver of webhooks is killed.",
        page="Nothing: jobs run and end as always.",
        action="webhook-failed",
        line="of webhooks at every try, with reason=not-reached",
        alert="Webhooks are given up",
        holds="Jobs are not touched. A message is tried for a day before it is given up.",
        mended="What it was not told comes with the next try, each end once by its webhook-id.",
    ),
    "type": Breakage(
        does="The handler of the job type `example` raises where it asks the text model.",
        page="Now: “Failures by code” has `internal`, with the type.",
        action="handler-raised",
        line="of the worker at each of three attempts, then end with status=failed",
        alert="Many jobs fail",
        holds="Jobs of other types run as always; a failed job keeps its input, and its owner sees"
        " no word of ours.",
        mended="Retry the failed jobs, from the console's page or as their owner: they succeed.",
    ),
}


def describe(name: str, *, is_broken: bool) -> str:
    """Return what to look at once a part is broken, or mended again."""
    one = BREAKAGES[name]
    if not is_broken:
        return f"Mended: {name}.\n  Now        {one.mended}"
    line = one.line if one.action is None else f"action={one.action}, {one.line}"
    return "\n".join(
        [
            one.does,
            f"  Page       {one.page}",
            f"  Log        {line}",
            f"  Alert      “{one.alert}”, in a deployment",
            f"  Runbook    docs/operations.md, Alerts, {one.alert}",
            f"  Must hold  {one.holds}",
            f"Back: make mend WHAT={name}",
        ]
    )
