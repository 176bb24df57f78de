"""Print all that the log has of a job, and the filters that find it in the Logs Explorer.

The key is the deployment's: `LOG_HASH_KEY`, or where there is none, the project's id
(`GOOGLE_CLOUD_PROJECT`; the local cloud's, if it is not set).
"""

import argparse
import os
import sys
from datetime import datetime

from rich.console import Console

from infra.job_story import LogLine, cloud_story, local_story, log_filter
from infra.local.cloud.emulators import ROOT
from infra.local.cloud.log_files import LOGS
from infra.local.cloud.stack import PROJECT
from infra.local.process import log_lines
from shared.core import errors, ids
from shared.settings import Settings
from shared.telemetry.log_names import LogNames


def main() -> int:
    """Print what was asked for; return what the process ends with."""
    parser = argparse.ArgumentParser(description="Print all that the log has of a job.")
    parser.add_argument("job_id")
    job_id = parser.parse_args().job_id
    settings = Settings.from_environment({"GOOGLE_CLOUD_PROJECT": PROJECT, **os.environ})
    try:
        owner = ids.parse_job_id(job_id).uid
    except errors.InvalidArgumentError as error:
        print(f"{error.message} It has the form uid:type:milliseconds:random.", file=sys.stderr)
        return 2
    names = LogNames(key=settings.log_key)
    job_hash = names.job_hash(job_id)
    print("\n".join(_filters(job_hash, names.person_hash(owner))), flush=True)
    try:
        _print(_story(settings.google_cloud_project, job_hash))
    except FileNotFoundError:
        print("There is no gcloud to ask: give the filter to the Logs Explorer.", file=sys.stderr)
    except RuntimeError as error:
        print(f"Cloud Logging did not answer: {error}", file=sys.stderr)
        return 1
    return 0


def _filters(job_hash: str, owner_hash: str) -> list[str]:
    return [
        f"jobHash    {job_hash}",
        f"ownerHash  {owner_hash}",
        f"this job   {log_filter(job_hash)}",
        f'all theirs jsonPayload.ownerHash="{owner_hash}"',
    ]


def _story(project: str, job_hash: str) -> list[LogLine]:
    if project == PROJECT:
        return local_story(LOGS, job_hash)
    return cloud_story(project, job_hash, ROOT)


def _print(story: list[LogLine]) -> None:
    console, now = Console(), datetime.now().astimezone()
    console.print()
    for line in story:
        if (text := log_lines.render(line.process, line.text, now)) is not None:
            console.print(text, soft_wrap=True)
    if not story:
        where = f"the files of {LOGS} are of the last `make run` or `make demo`"
        console.print(f"No line has it: {where}; Cloud Logging keeps a line for 30 days.")


if __name__ == "__main__":
    sys.exit(main())
