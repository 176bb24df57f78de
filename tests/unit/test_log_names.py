"""No log line and no span says whose a job is: hashes stand there, by a key."""

import logging
import subprocess
import sys

import pytest

from shared.settings import Settings, SettingsError
from shared.telemetry import logs
from shared.telemetry.log_names import LogNames
from tests.support.logged import NAMES, logged

log = logging.getLogger("functions.test")
UID = "Ada:of-London"
JOB_ID = f"{UID}:test-word:1700000000000:0123456789abcdef"


def test_a_line_has_hashes_in_place_of_ids() -> None:
    """The job's, its owner's and an operator's; no part of an id is left."""
    with logged() as lines, logs.log_context(jobId=JOB_ID):
        log.info("A sentence.", extra=logs.log_fields("test", operatorId="operator-1"))
    (line,) = lines()
    assert line["jobHash"] == NAMES.job_hash(JOB_ID)
    assert line["ownerHash"] == NAMES.person_hash(UID)
    assert line["operatorHash"] == NAMES.person_hash("operator-1")
    assert not {"jobId", "operatorId"} & line.keys()
    assert "London" not in str(line)
    assert "operator-1" not in str(line)


def test_an_id_in_a_text_is_hashed() -> None:
    """In a sentence and in a traceback: an error of Google's names documents."""
    path = f"projects/p/databases/d/documents/users/{UID}/jobs/{JOB_ID}"
    with logged() as lines:
        try:
            raise RuntimeError(f"No document to update: {path}")  # noqa: TRY301 -- as Google does
        except RuntimeError:
            log.exception("It failed: '%s'.", JOB_ID)
    (line,) = lines()
    assert line["message"] == f"It failed: 'job {NAMES.job_hash(JOB_ID)}'."
    assert f"users/…/jobs/job {NAMES.job_hash(JOB_ID)}" in line["stack_trace"]
    assert "London" not in str(line)


def test_what_is_no_jobs_id_is_hashed_too() -> None:
    """It has no owner; nothing of it is shown."""
    assert NAMES.without_ids({"jobId": "nonsense"}).keys() == {"jobHash"}


def test_another_key_gives_other_names() -> None:
    """Who does not have it cannot try out user ids."""
    other = LogNames(key="another")
    assert other.job_hash(JOB_ID) != NAMES.job_hash(JOB_ID)
    assert other.person_hash(UID) != NAMES.person_hash(UID)


def test_the_key_is_in_no_text() -> None:
    """Neither the settings nor what makes the names show it."""
    settings = Settings(
        google_cloud_project="real", log_hash_key="the key of this one deployment only"
    )
    assert "the key" not in repr(settings)
    assert "the key" not in repr(LogNames(key=settings.log_key))


@pytest.mark.parametrize("key", ["short", "x" * 31])
def test_a_key_that_can_be_guessed_stops_the_start(key: str) -> None:
    """32 characters at the least; without one, the project's id stands for it."""
    with pytest.raises(SettingsError, match="LOG_HASH_KEY"):
        Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "real", "LOG_HASH_KEY": key})
    assert Settings(google_cloud_project="real").log_key == "real"


def find(job_id: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the operator's command."""
    return subprocess.run(  # noqa: S603 -- a program of ours
        [sys.executable, "-m", "infra.find_job", job_id],
        env={"PATH": "/no-such-folder", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_operator_finds_a_job_by_its_id() -> None:
    """The command prints the hash that the lines have, and a filter; also without gcloud."""
    key = "k" * 32
    done = find(JOB_ID, GOOGLE_CLOUD_PROJECT="real", LOG_HASH_KEY=key)
    assert done.returncode == 0, done.stderr
    assert f'jsonPayload.jobHash="{LogNames(key=key).job_hash(JOB_ID)}"' in done.stdout
    assert f'jsonPayload.ownerHash="{LogNames(key=key).person_hash(UID)}"' in done.stdout


def test_what_is_no_id_finds_nothing() -> None:
    """It says what an id looks like."""
    done = find("nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert "uid:type:milliseconds:random" in done.stderr
