"""A job's whole story, from the files of a laptop and from Cloud Logging."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

from infra.job_story import LogLine, local_story, story_of
from shared.telemetry.log_names import LogNames

JOB_ID = "kX3vQ9:example:1795435200000:7f3a9c2e51d08b64"
KEY = "k" * 32
JOB_HASH = LogNames(key=KEY).job_hash(JOB_ID)
TRACE = "logging.googleapis.com/trace"


def line(time: str, message: str, **fields: str) -> dict[str, str]:
    """Return a line as a function writes it."""
    return {"time": f"2026-11-30T10:00:{time}Z", "message": message, **fields}


def test_a_laptops_story_is_of_all_processes_in_the_order_of_time(tmp_path: Path) -> None:
    """Other jobs' lines, and what is no line of ours, are left out; spans are of its traces."""
    worker = [
        line("02", "starts", jobHash="mine", **{TRACE: "t1"}),
        line("03", "other", jobHash="other", **{TRACE: "t2"}),
        line("05", "handler", action="span", **{TRACE: "t1"}),
        line("06", "handler", action="span", **{TRACE: "t2"}),
        line("07", "handler", action="span", jobHash="other", **{TRACE: "t1"}),
    ]
    texts = [json.dumps(each) for each in worker]
    (tmp_path / "worker.log").write_text("\n".join([*texts, "no JSON", "{", "[]"]))
    (tmp_path / "api.log").write_text(json.dumps(line("01", "accepted", jobHash="mine")))
    story = local_story(tmp_path, "mine")
    assert [(each.process, each.entry["message"]) for each in story] == [
        *(("api", "accepted"), ("worker", "starts"), ("worker", "handler")),
    ]
    assert local_story(tmp_path / "nothing", "mine") == []


def test_a_span_of_the_job_is_told_once() -> None:
    """Though both its name and its trace are the job's."""
    own = line("01", "handler", action="span", jobHash="mine", **{TRACE: "t"})
    assert len(story_of([LogLine(process="worker", entry=own)], "mine")) == 1


def tell(folder: Path, said: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    """Run the operator's command with a gcloud that says this, and keeps what it was asked."""
    gcloud = folder / "gcloud"
    answer = folder / "answer"
    answer.write_text(said)
    stream = ">&2" if code else ""
    gcloud.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/asked\n'
        f"/bin/cat {answer} {stream}\nexit {code}\n"
    )
    gcloud.chmod(gcloud.stat().st_mode | stat.S_IXUSR)
    return subprocess.run(  # noqa: S603 -- a program of ours
        [sys.executable, "-m", "infra.find_job", JOB_ID],
        env={"PATH": str(folder), "GOOGLE_CLOUD_PROJECT": "real", "LOG_HASH_KEY": KEY},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_deployments_story_is_asked_of_cloud_logging(tmp_path: Path) -> None:
    """By the filter that is printed, of that project; told as `make run` tells it."""
    kept = {
        "timestamp": "2026-11-30T10:00:01Z",
        "severity": "WARNING",
        "jsonPayload": {"message": "The attempt failed.", "action": "fail", "jobHash": JOB_HASH},
        "resource": {"labels": {"service_name": "worker"}},
    }
    done = tell(tmp_path, json.dumps([kept]))
    assert done.returncode == 0, done.stderr
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[:3] == ["logging", "read", f'jsonPayload.jobHash="{JOB_HASH}"']
    assert "--project=real" in asked
    (told,) = [each for each in done.stdout.splitlines() if "The attempt failed." in each]
    assert "worker" in told
    assert f"WARNING The attempt failed.  action=fail job={JOB_HASH[:16]}" in told


def test_what_google_refuses_is_said(tmp_path: Path) -> None:
    """After the filters, which are of use all the same."""
    done = tell(tmp_path, "ERROR: (gcloud.logging.read) PERMISSION_DENIED: logging.logEntries", 1)
    assert done.returncode == 1
    assert "PERMISSION_DENIED" in done.stderr
    assert JOB_HASH in done.stdout
    assert os.linesep not in done.stderr.strip()
