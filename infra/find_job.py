"""Print a job's hash and the Logs Explorer's filters for it.

The key is the deployment's: `LOG_HASH_KEY`, or where there is none, the project's id
(`GOOGLE_CLOUD_PROJECT`; the local cloud's, if it is not set).
"""

import argparse
import os
import sys

from infra.local.cloud.stack import PROJECT
from shared.core import errors, ids
from shared.settings import Settings
from shared.telemetry.log_names import LogNames


def main() -> int:
    """Print what was asked for; return what the process ends with."""
    parser = argparse.ArgumentParser(description="Say under which hash the logs have a job.")
    parser.add_argument("job_id")
    job_id = parser.parse_args().job_id
    settings = Settings.from_environment({"GOOGLE_CLOUD_PROJECT": PROJECT, **os.environ})
    try:
        owner = ids.parse_job_id(job_id).uid
    except errors.InvalidArgumentError as error:
        print(f"{error.message} It has the form uid:type:milliseconds:random.", file=sys.stderr)
        return 2
    print("\n".join(_lines(LogNames(key=settings.log_key), job_id, owner)))
    return 0


def _lines(names: LogNames, job_id: str, owner: str) -> list[str]:
    job_hash, owner_hash = names.job_hash(job_id), names.person_hash(owner)
    return [
        f"jobHash    {job_hash}",
        f"ownerHash  {owner_hash}",
        f'this job   jsonPayload.jobHash="{job_hash}"',
        f'all theirs jsonPayload.ownerHash="{owner_hash}"',
    ]


if __name__ == "__main__":
    sys.exit(main())
