"""Many jobs on the whole local cloud, with crashes and duplicates: none lost, doubled or stuck.

    python -m tests.faults.soak --jobs 2000 --minutes 10 --crashes 5% --duplicates 2%

The api, the worker (several processes) and the sweeper are the real ones, under functions-
framework, on the emulators; users submit over HTTP at an even pace. Worker processes kill
themselves in the middle of jobs, and the whole worker is killed now and then. Cloud Tasks delivers
some tasks twice, or a second time while the first runs. Some jobs fail once, some are cancelled,
some requests are sent twice.

    lost      answered with 202, and has no end
    doubled   a finished step was done again, a key made two jobs, or a job had two ends
    stuck     120 s after the last crash that hit it a job does not run, or it does not end at all

The exit code is 0 if all three are 0. What must stay true: it ends by itself, whatever happens,
and so does every process that it has started.
"""

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from threading import Event, Lock
from typing import Any, TextIO

import httpx
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore

from infra.local.cloud import test_users
from infra.local.cloud.emulators import ROOT
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import PROJECT, LocalCloud, local_cloud
from infra.local.process import interrupts
from infra.local.process.ports import HOST
from infra.local.process.processes import Command
from shared.core import ids
from shared.core.job import Job
from shared.core.job_status import JobStatus
from shared.firestore import documents
from tests.faults import soak_ledger
from tests.faults.published import Published
from tests.faults.soak_ledger import Ledger
from tests.faults.soak_report import THREADS, WORKERS, Options, Soaked, report

TYPE = "soak"
FAILING = "failing"
LEDGER = "ledger.jsonl"
#: What the Cloud Tasks emulator says of a delivery without a success.
_NO_SUCCESS = re.compile(r"jobs/(?P<job>[0-9a-f]{32})-\d+ answered (?!2\d\d )")
_SUBMITTERS = 8
_CALL_SECONDS = 30
_LOOK_SECONDS = 2.0
#: The last part of the time in which nothing new is submitted, but what is under way ends.
_QUIET_SHARE = 0.2
#: After the time is over, the last crash's victims get this long.
_PATIENCE_SECONDS = 300.0


@dataclass(kw_only=True)
class SoakCloud(LocalCloud):
    """The local cloud with the soak's job type, and several worker processes."""

    def _function_command(self, name: str) -> Command:
        command = super()._function_command(name)
        source = "--source=tests/faults/soak_main.py"
        arguments = [source if part == "--source=main.py" else part for part in command.arguments]
        many = {"WORKERS": str(WORKERS), "THREADS": str(THREADS)} if name == "worker" else {}
        environment = {**command.environment, **many, "PYTHONPATH": str(ROOT)}
        return replace(command, arguments=arguments, environment=environment)


class _Listener:
    """Keeps what every process says, and notes which deliveries of tasks came to nothing."""

    def __init__(self, log: TextIO, ledger: Ledger) -> None:
        self._log = log
        self._ledger = ledger

    def __call__(self, name: str, line: str) -> None:
        """Write a line down, and note a task that was not answered with success."""
        print(name, line, file=self._log)
        if name == "tasks" and (hit := _NO_SUCCESS.search(line)):
            self._ledger.note("hit", hit["job"], pid=0)


class Soak:
    """One soak."""

    def __init__(self, options: Options, cloud: LocalCloud, folder: Path) -> None:
        self._options = options
        self._cloud = cloud
        self._folder = folder
        self._random = random.Random(options.seed)  # noqa: S311 -- it must repeat
        self._http = httpx.Client(base_url=cloud.api_url, timeout=_CALL_SECONDS)
        self._published = Published(pubsub_port=cloud.ports.pubsub)
        self._stopping = Event()
        self._never = Event()
        self._lock = Lock()
        self.soaked = Soaked()

    def run(self) -> Soaked:
        """Submit, disturb, wait, and see what came of it."""
        began = time.monotonic()
        pace = 60 * self._options.minutes * (1 - _QUIET_SHARE) / self._options.jobs
        self._add_duplicates()
        with ThreadPoolExecutor(_SUBMITTERS) as pool:
            try:
                submitted = pool.submit(self._submit_all, pool, pace)
                self._watch(began, submitted.done)
            finally:
                self._stopping.set()
        self._wait_for_ends()
        self.soaked.seconds = time.monotonic() - began
        self._take_stock()
        return self.soaked

    # --- what users do ---

    def _submit_all(self, pool: ThreadPoolExecutor, pace: float) -> None:
        began = time.monotonic()
        for number in range(self._options.jobs):
            if self._stopping.wait(max(0, began + number * pace - time.monotonic())):
                return
            pool.submit(self._live_through, number, self._random.random())

    def _live_through(self, number: int, chance: float) -> None:
        """Be a user who wants one job: some submit it twice, some cancel it."""
        uid = f"user-{number % self._options.users}"
        try:
            job_id = self._submit(uid, number)
            if chance < self._options.duplicates:
                self._submit_again(uid, number, job_id)
            elif chance > 0.97:
                self._cancel(uid, job_id)
        except (httpx.HTTPError, LookupError) as error:
            with self._lock:
                self.soaked.refused[repr(error)] += 1

    def _submit(self, uid: str, number: int) -> str:
        word = f"{FAILING if number % 33 == 0 else 'word'}-{number}"
        body = {"type": TYPE, "word": word}
        headers = {**self._headers(uid), "Idempotency-Key": f"key-{number}"}
        answer = self._http.post("/api/jobs", json=body, headers=headers)
        if answer.status_code not in {HTTPStatus.ACCEPTED, HTTPStatus.OK}:
            raise LookupError(f"{answer.status_code} {answer.text[:200]}")
        job_id = str(answer.json()["jobId"])
        with self._lock:
            self.soaked.accepted.setdefault(job_id, time.time())
        return job_id

    def _submit_again(self, uid: str, number: int, job_id: str) -> None:
        again = self._submit(uid, number)
        with self._lock:
            self.soaked.repeated += 1
            if again != job_id:
                self.soaked.second_jobs.append(again)

    def _cancel(self, uid: str, job_id: str) -> None:
        self._stopping.wait(0.7 * self._options.work)
        answer = self._http.post(f"/api/jobs/{job_id}/cancel", headers=self._headers(uid))
        with self._lock:
            self.soaked.cancelled += answer.status_code == HTTPStatus.OK

    def _headers(self, uid: str) -> dict[str, str]:
        token = test_users.unsigned_id_token(uid, PROJECT, datetime.now(UTC))
        return {"Authorization": f"Bearer {token}"}

    # --- what goes wrong ---

    def _add_duplicates(self) -> None:
        """Have Cloud Tasks deliver some tasks twice: one after the other, or both at once."""
        url = f"http://{HOST}:{self._cloud.ports.tasks_http}/control/faults"
        for fault in ({"fault": "deliverTwice"}, {"fault": "overlap", "afterSeconds": 0.3}):
            body = {
                **fault,
                "probability": self._options.duplicates / 2,
                "times": 1_000_000,
                "taskMatching": "queues/jobs/",
            }
            httpx.post(url, json=body, timeout=_CALL_SECONDS).raise_for_status()

    def _watch(self, began: float, is_done: Any) -> None:  # noqa: ANN401 -- a future's own method
        """Look after the cloud while jobs come; kill the whole worker a few times."""
        total = 60 * self._options.minutes
        kills = [total * (n + 1) / (self._options.kills + 1) for n in range(self._options.kills)]
        next_word = 60.0
        while (passed := time.monotonic() - began) < total or not is_done():
            if self._is_over(passed) and is_done():
                return
            self._cloud.check()
            if kills and passed > kills[0]:
                kills.pop(0)
                self._kill_worker()
            if passed > next_word:
                next_word += 60
                self._tell(passed)
            self._stopping.wait(_LOOK_SECONDS)

    def _is_over(self, passed: float) -> bool:
        is_quiet = passed > 60 * self._options.minutes * (1 - _QUIET_SHARE)
        return is_quiet and not self._unfinished()

    def _kill_worker(self) -> None:
        self._cloud.processes["worker"].kill()
        Ledger(self._ledger).note("crash", pid=0)
        self._cloud.start_function("worker")

    def _tell(self, passed: float) -> None:
        self.soaked.loads.append(os.getloadavg()[0])
        story = soak_ledger.understand(soak_ledger.read(self._ledger))
        say(
            f"  {passed / 60:4.1f} min: {len(self.soaked.accepted)} accepted,"
            f" {story.crashes} crashes, {len(story.losses)} attempts lost,"
            f" {len(story.recoveries)} taken up again; load {self.soaked.loads[-1]:.1f}"
        )

    # --- what came of it ---

    @property
    def _ledger(self) -> Path:
        return self._folder / LEDGER

    def _unfinished(self) -> int:
        """Count the jobs that are not done."""
        jobs = self._firestore.collection_group("jobs")
        going = [str(JobStatus.QUEUED), str(JobStatus.RUNNING)]
        query = jobs.where(filter=firestore.FieldFilter("status", "in", going))
        return len(query.get(timeout=_CALL_SECONDS))

    def _wait_for_ends(self) -> None:
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        while self._unfinished() and time.monotonic() < give_up_at:
            self._cloud.check()
            self._never.wait(_LOOK_SECONDS)
        # An end is written first and published then: the sweeper publishes what is left.
        while self._unpublished() and time.monotonic() < give_up_at:
            self._never.wait(_LOOK_SECONDS)

    def _unpublished(self) -> set[str]:
        ends = self._read_ends()
        return {job_id for job_id in self.soaked.accepted if not ends.get(job_id)}

    def _read_ends(self) -> Mapping[str, set[str]]:
        """Return the ids of the ends that were published, by job."""
        before = -1
        while len(self._published._events) > before:
            before = len(self._published._events)
            self._published._pull()
        by_hash = defaultdict(set)
        # Starts are published, too.
        for event in (one for one in self._published._events if one["status"] != "running"):
            by_hash[event["jobIdHash"]].add(str(event["eventId"]))
        return {job_id: by_hash[ids.job_hash(job_id)] for job_id in self.soaked.accepted}

    def _take_stock(self) -> None:
        soaked = self.soaked
        snapshots = self._firestore.collection_group("jobs").get(timeout=_CALL_SECONDS)
        for snapshot in snapshots:
            job = Job.model_validate(snapshot.to_dict())
            soaked.job_documents[job.job_id] = job
        for snapshot in self._firestore.collection_group("data").get(timeout=_CALL_SECONDS):
            if snapshot.id == documents.RESULT:
                soaked.results.add(str(snapshot.reference.parent.parent.id))
        soaked.ends = dict(self._read_ends())
        soaked.story = soak_ledger.understand(soak_ledger.read(self._ledger))

    @property
    def _firestore(self) -> "firestore.Client":
        if not hasattr(self, "_client"):
            os.environ["FIRESTORE_EMULATOR_HOST"] = f"{HOST}:{self._cloud.ports.firestore}"
            anonymous = AnonymousCredentials()  # type: ignore[no-untyped-call]
            self._client = firestore.Client(project=PROJECT, credentials=anonymous)
        return self._client


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)  # noqa: T201 -- a program for a terminal


@contextmanager
def _folder() -> Iterator[Path]:
    """Return a folder for logs and the ledger; it is kept where something went wrong."""
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        yield folder
    except BaseException:
        say(f"What was written down is in {folder}.")
        raise
    shutil.rmtree(folder)


def soak(options: Options) -> Soaked:
    """Run a soak from the cloud's start to its end."""
    with _folder() as folder:
        overrides = {
            "LEASE_SECONDS": str(options.lease),
            "HEARTBEAT_SECONDS": str(max(1, options.lease // 5)),
            "SUBMIT_BURST": "100000",
            "SUBMIT_PER_MINUTE": "100000",
            "REQUESTS_PER_MINUTE": "100000",
            "UNFINISHED_PER_USER": "100000",
            "LOG_LEVEL": "WARNING",
            "SOAK_LEDGER": str(folder / LEDGER),
            "SOAK_CRASHES": str(options.crashes),
            "SOAK_WORK_SECONDS": str(options.work),
            "WAREHOUSE": "tests.support.nothing:nothing",
            "TEXT_MODEL": "tests.support.nothing:nothing",
        }
        log = (folder / "log.txt").open("w", encoding="utf-8")
        cloud = SoakCloud(
            ports=Ports.free(),
            listener=_Listener(log, Ledger(folder / LEDGER)),
            overrides=overrides,
            say=say,
        )
        with log, local_cloud(cloud, sweep_every_seconds=options.sweep):
            soaked = Soak(options, cloud, folder).run()
        say(report(options, soaked))
        if not soaked.is_good:
            say(f"What was written down is in {shutil.copytree(folder, f'{folder}-bad')}.")
        return soaked


def _share(text: str) -> float:
    """Read "5%" or "0.05"."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def read_options(arguments: list[str] | None = None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak")
    parser.add_argument("--jobs", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--crashes", type=_share, default=0.05, help="of first attempts, e.g. 5%%")
    parser.add_argument("--duplicates", type=_share, default=0.02, help="of tasks and requests")
    parser.add_argument("--lease", type=int, default=45, help="seconds; 45 in the cloud")
    parser.add_argument("--sweep", type=float, default=60, help="seconds between two sweeps")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--work", type=float, default=2.0, help="seconds a handler works")
    parser.add_argument("--kills", type=int, default=2, help="of the whole worker")
    parser.add_argument("--seed", type=int, default=0)
    return Options(**vars(parser.parse_args(arguments)))


def main() -> int:
    """Soak, and say by the exit code whether all is well."""
    interrupts.listen()
    try:
        soaked = soak(read_options())
    except interrupts.Interrupted:
        say("Interrupted; every process was ended.")
        return 130
    return 0 if soaked.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
