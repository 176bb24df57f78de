"""Make log lines readable: JSON of our functions becomes a sentence, noise of emulators nothing.

    12:00:01 worker    INFO   Attempt 1 of 3 starts.  action=claim job=3f2a… attempt=1

What must stay true: no line can move the cursor or colour what follows; and what is left out here
is still in the log file.
"""

import json
import re
from datetime import datetime

from rich.text import Text

COLOURS = {
    "api": "cyan",
    "worker": "green",
    "sweeper": "magenta",
    "webhooks": "bright_cyan",
    "receiver": "bright_black",
    "firestore": "yellow",
    "pubsub": "blue",
    "tasks": "bright_white",
    "web": "bright_blue",
    "vite": "bright_magenta",
}
_SEVERITIES = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "bold red"}
_NAME_WIDTH = max(map(len, COLOURS))
#: Not facts of the line: they have a place of their own, or are the same on every line.
_PLACED = {"severity", "message", "time", "logger", "revision", "stack_trace", "action", "jobHash"}
#: For Cloud Logging and Error Reporting only.
_FOR_MACHINES = {
    *("logging.googleapis.com/trace", "logging.googleapis.com/spanId"),
    *("logging.googleapis.com/trace_sampled", "@type", "serviceContext", "context"),
    "ownerHash",
}
#: Beside cursor movements this takes out whatever else does not print.
_UNPRINTABLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[^\S ]|[\x00-\x1f\x7f-\x9f]")
#: The time that a line of Python's logging begins with; ours stands before it already.
_OWN_TIME = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")
#: What the emulators say at every start or connection, and no reader needs.
_NOISE = re.compile(
    r"^\s*$"
    r"|io\.gapi\.emulators\.\S+ \w+$"
    r"|^INFO: (Detected HTTP/2|Detected non-HTTP/2|Started WebChannel|Adding handler|Unary)"
    r"|^\w{3} \d{1,2}, \d{4} .*\b(io|com)\.(gapi|google)\S+ \S+$"
    r"|SLF4J|^WARNING: .*(sun\.misc\.Unsafe|restricted method|native access)"
    r"|^(If you are using a library|\s+export (FIRESTORE|DATASTORE)|If you are running a Firestore)"
    r"|^(Note: Support for Datastore Mode|INFO: (Not f|F)orwarding key: )"
    r"|^(API endpoint:|Dev App Server is now running\.)$"
    r"|^This is the Google Pub/Sub fake\.$|^Implementation may be incomplete"
)


def render(name: str, line: str, now: datetime) -> Text | None:
    """Return a process's line as a person reads it; None if it is noise.

    A line that carries no time came at the local time `now`.
    """
    entry = _parse(line)
    if entry is not None:
        return _entry(name, entry, now)
    if _NOISE.search(line):
        return None
    return _start(name, now).append(_clean(_OWN_TIME.sub("", line)), style="dim")


def _parse(line: str) -> dict[str, object] | None:
    """Read a line as our functions write them; None if it is something else."""
    if not line.startswith("{"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "message" in entry else None


def _entry(name: str, entry: dict[str, object], now: datetime) -> Text:
    severity = str(entry.get("severity", "INFO"))
    text = _start(name, _local_time(entry.get("time"), now))
    text.append(f"{severity:<7} ", style=_SEVERITIES.get(severity, "dim"))
    text.append(_clean(str(entry["message"])))
    facts = " ".join(f"{key}={_clean(str(value))}" for key, value in _facts(entry).items())
    text.append(f"  {facts}" if facts else "", style="dim")
    for line in str(entry.get("stack_trace", "")).splitlines():
        text.append(f"\n    {_clean(line)}", style="red")
    return text


def _start(name: str, at: datetime) -> Text:
    text = Text(f"{at:%H:%M:%S} ", style="", end="")
    text.stylize("dim")
    return text.append(f"{name:<{_NAME_WIDTH}} ", style=COLOURS.get(name, "white"))


def _facts(entry: dict[str, object]) -> dict[str, object]:
    """Return the fields for machines, the action first and the job by the start of its hash."""
    job_hash = entry.get("jobHash")
    job = job_hash[:16] if isinstance(job_hash, str) else None
    facts = {"action": entry.get("action"), "job": job}
    rest = {key: value for key, value in entry.items() if key not in _PLACED | _FOR_MACHINES}
    return {key: value for key, value in {**facts, **rest}.items() if value is not None}


def short_job_id(job_id: object) -> str | None:
    """Return the random end of a job id, which is enough to tell jobs apart."""
    return job_id.rpartition(":")[2] if isinstance(job_id, str) else None


def _local_time(value: object, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).astimezone()
    except ValueError:
        return otherwise


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)
