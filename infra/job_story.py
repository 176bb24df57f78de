"""All that the log has of one job: every line that names it, and every span, in the order of time.

On a laptop from the files that the local cloud keeps, in a deployment from Cloud Logging.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TRACE = "logging.googleapis.com/trace"
#: Cloud Logging keeps a line for 30 days.
_FRESHNESS = "--freshness=30d"
#: More lines than this a job has only where it is tried again and again.
_MOST_LINES = 5000


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line of a process."""

    process: str
    #: As our functions write it.
    entry: dict[str, Any]

    @property
    def text(self) -> str:
        """The line as it stands in a log."""
        return json.dumps(self.entry)


def local_story(folder: Path, job_hash: str) -> list[LogLine]:
    """Return a job's lines from the log files of a folder; none if there is no such folder."""
    files = sorted(folder.glob("*.log"))
    return story_of([line for file in files for line in _read(file)], job_hash)


def cloud_story(project: str, job_hash: str, folder: Path) -> list[LogLine]:
    """Return a job's lines from a project's Cloud Logging, asked by gcloud.

    Raises:
        infra.deploy.tools.DeployError: If Google refuses to say.
        FileNotFoundError: If there is no gcloud.
    """
    from infra.deploy.gcloud import Gcloud

    said = Gcloud(folder=folder, project=project).run(
        *("logging", "read", log_filter(job_hash), "--format=json", "--order=asc"),
        *(_FRESHNESS, f"--limit={_MOST_LINES}"),
        patience=0,
    )
    return story_of(map(_of_cloud_logging, json.loads(said or "[]")), job_hash)


def log_filter(job_hash: str) -> str:
    """Return the Logs Explorer's filter for a job."""
    return f'jsonPayload.jobHash="{job_hash}"'


def story_of(lines: Iterable[LogLine], job_hash: str) -> list[LogLine]:
    """Return the lines of a job in the order of time, and the spans of its traces. Pure."""
    everything = [*lines]
    own = [line for line in everything if line.entry.get("jobHash") == job_hash]
    traces = {line.entry[_TRACE] for line in own if _TRACE in line.entry}
    spans = [
        line
        for line in everything
        if line.entry.get("action") == "span"
        and line.entry.get(_TRACE) in traces
        and line.entry.get("jobHash", job_hash) == job_hash
    ]
    both = {id(line): line for line in (*own, *spans)}.values()
    return sorted(both, key=lambda line: str(line.entry.get("time", "")))


def _read(file: Path) -> Iterator[LogLine]:
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and "message" in entry:
            yield LogLine(process=file.stem, entry=entry)


def _of_cloud_logging(kept: dict[str, Any]) -> LogLine:
    """Return a line as it was written: Cloud Logging takes some of its fields out of it."""
    outside = {"time": kept.get("timestamp"), "severity": kept.get("severity")}
    entry = {**kept.get("jsonPayload", {}), **outside}
    if "trace" in kept:
        entry[_TRACE] = kept["trace"]
    labels = kept.get("resource", {}).get("labels", {})
    return LogLine(process=labels.get("service_name", ""), entry=entry)
