"""The local cloud: the emulators, the four functions and the scheduler, as one thing to start.

Each function runs under `functions-framework` in a process of its own, with the settings it would
have in the cloud and the emulators' addresses besides. The project id starts with `demo-`, so
that no tool can reach a real service with it; everything listens on 127.0.0.1 only.
"""

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import httpx

from infra.local.cloud import emulators
from infra.local.cloud.emulators import ROOT
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.scheduler import scheduler
from infra.local.process import interrupts, ports
from infra.local.process.processes import Command, Listener, Process, end_all

PROJECT = "demo-careerlens"
LOCATION = "europe-west1"
QUEUE = "jobs"
WEBHOOK_QUEUE = "webhooks"
SCHEDULER_QUEUE = "scheduler"
QUEUES = (QUEUE, WEBHOOK_QUEUE, SCHEDULER_QUEUE)
TOPIC = "job-events"
CALLER = f"caller@{PROJECT}.iam.gserviceaccount.com"
#: Where the local cloud keeps what it makes; never committed.
HOME = ROOT / ".local"
#: What `make app` builds.
PAGES = ROOT / "web" / "dist"
FUNCTIONS = ("api", "worker", "sweeper", "webhooks")
#: What keeps in its memory all that there is: another one of it would begin with nothing.
EMULATORS = ("firestore", "pubsub", "tasks")

_START_SECONDS = 30
_POLL_SECONDS = 0.05


#: Made-up job postings, for those who have none of their own.
SAMPLE_DATA = HOME / "sample_data.duckdb"


def warehouse_file(environment: Mapping[str, str]) -> Path:
    """Return the file that jobs ask for postings: what `WAREHOUSE_FILE` names, or the sample."""
    named = environment.get("WAREHOUSE_FILE")
    return Path(named).expanduser().absolute() if named else SAMPLE_DATA


class NotReadyError(RuntimeError):
    """A part of the local cloud lives but does not answer in time."""


@dataclass(kw_only=True)
class LocalCloud:
    """All that runs, and where."""

    ports: Ports
    listener: Listener
    #: Settings to differ by, for tests.
    overrides: Mapping[str, str] = field(default_factory=dict)
    #: Called with a sentence when something was started or is ready.
    say: Callable[[str], None] = lambda _: None
    processes: dict[str, Process] = field(default_factory=dict)
    #: From the first process started to the last emulator's answer.
    emulators_ready_seconds: float = 0

    @property
    def api_url(self) -> str:
        """The API's base address."""
        return _url(self.ports.api)

    @property
    def web_url(self) -> str:
        """The web app's address, once `start_web` was called."""
        return _url(self.ports.web)

    @property
    def queue_path(self) -> str:
        """The jobs' queue, by its full name."""
        return _queue_path(QUEUE)

    @property
    def environment(self) -> dict[str, str]:
        """Return what the functions find in their environment."""
        where = self.ports
        issuer = _url(where.tasks_http)
        return {
            "GOOGLE_CLOUD_PROJECT": PROJECT,
            "FIRESTORE_EMULATOR_HOST": f"{ports.HOST}:{where.firestore}",
            "PUBSUB_EMULATOR_HOST": f"{ports.HOST}:{where.pubsub}",
            "CLOUD_TASKS_EMULATOR_HOST": f"{ports.HOST}:{where.tasks}",
            # Nothing needs to listen there: its presence makes firebase-admin take unsigned tokens.
            "FIREBASE_AUTH_EMULATOR_HOST": f"{ports.HOST}:9099",
            "TASKS_LOCATION": LOCATION,
            "TASKS_QUEUE": QUEUE,
            "JOB_EVENTS_TOPIC": TOPIC,
            # Also where a person sweeps by hand: the same receivers are told of an end.
            "WEBHOOK_URLS": os.environ.get("WEBHOOK_URLS", ""),
            "WEBHOOK_QUEUE": WEBHOOK_QUEUE,
            "WEBHOOK_FUNCTION_URL": _url(where.webhooks),
            "WORKER_URL": _url(where.worker),
            "SWEEPER_URL": _url(where.sweeper),
            "CALLER_SERVICE_ACCOUNT": CALLER,
            "WORKER_TOKEN_CHECK": "code",
            "OIDC_ISSUER": issuer,
            "OIDC_CERTS_URL": f"{issuer}/certs",
            "WAREHOUSE": "infra.local.stand_ins.adapters:open_warehouse",
            "WAREHOUSE_FILE": str(warehouse_file(os.environ)),
            "TEXT_MODEL": text_model(os.environ),
            "THREADS": "32",
            **self.overrides,
        }

    def start_emulators(self) -> None:
        """Start Firestore, Pub/Sub and Cloud Tasks, and wait until they answer."""
        began = time.monotonic()
        where = self.ports
        self._start(emulators.firestore_command(where.firestore, PROJECT))
        self._start(emulators.pubsub_command(where.pubsub))
        self._start(_tasks_command(where))
        self._wait_until("firestore", lambda: _answers(where.firestore))
        self._wait_until("pubsub", lambda: _answers(where.pubsub))
        self._wait_until("tasks", lambda: _accepts(where.tasks) and _accepts(where.tasks_http))
        create_topic(where.pubsub)
        self.emulators_ready_seconds = time.monotonic() - began
        self.say(f"The emulators are ready after {self.emulators_ready_seconds:.1f} s.")

    def start_functions(self) -> None:
        """Start every function, and wait until they answer."""
        for name in FUNCTIONS:
            self.start_function(name, wait=False)
        for name in FUNCTIONS:
            self._wait_for_function(name)
        self.say("The functions api, worker, sweeper and webhooks are ready.")

    def start_web(self, port: int | None = None) -> None:
        """Serve the web app, and wait until it answers; its pages are in `PAGES`, once built."""
        port = port or self.ports.web
        self.start_part(_web_command(self.ports, port), port)
        self.say("The web app is ready.")

    def start_part(self, command: Command, port: int) -> None:
        """Start a part more, and wait until it listens at a port."""
        self._start(command)
        self._wait_until(command.name, lambda: _accepts(port))

    def start_function(self, name: str, *, wait: bool = True) -> None:
        """Start one function, also one that was killed."""
        self._start(self._function_command(name))
        if wait:
            self._wait_for_function(name)

    def check(self) -> None:
        """Raise `ProcessDiedError` if a part has ended by itself."""
        for process in self.processes.values():
            process.check()

    def restart(self, name: str) -> None:
        """Start a part that has died once more, as it was; what is left of it is ended."""
        died = self.processes[name]
        died.kill()
        self._start(died.command)

    def end_functions(self) -> None:
        """End the functions, and only them."""
        with interrupts.held():
            end_all([self.processes.pop(name) for name in FUNCTIONS if name in self.processes])

    def end(self) -> None:
        """End every process that was started, the functions before what they still call."""
        if interrupts.have_come():
            self.say("Ending every process; a job that runs may finish first.")
        with interrupts.held():
            parts = self.processes.items()
            end_all([process for name, process in parts if name in FUNCTIONS])
            end_all([process for name, process in parts if name not in FUNCTIONS])
            self.processes.clear()

    def _function_command(self, name: str) -> Command:
        port = getattr(self.ports, name)
        return Command(
            name=name,
            arguments=[
                *(sys.executable, "-m", "functions_framework"),
                *(f"--target={name}", "--source=main.py"),
                *(f"--host={ports.HOST}", f"--port={port}"),
            ],
            environment=self.environment,
            directory=ROOT,
        )

    def _wait_for_function(self, name: str) -> None:
        self._wait_until(name, lambda: _accepts(getattr(self.ports, name)))

    def _start(self, command: Command) -> None:
        # A signal in between would leave a process that is not known of.
        with interrupts.held():
            self.processes[command.name] = Process(command, self.listener)

    def _wait_until(self, name: str, is_ready: Callable[[], bool]) -> None:
        """Wait for a process that is starting; one that dies instead says why."""
        give_up_at = time.monotonic() + _START_SECONDS
        while not is_ready():
            self.processes[name].check()
            if time.monotonic() > give_up_at:
                raise NotReadyError(f"{name} did not answer within {_START_SECONDS} s")
            time.sleep(_POLL_SECONDS)


@contextmanager
def local_cloud(cloud: LocalCloud, *, sweep_every_seconds: float = 60) -> Iterator[LocalCloud]:
    """Run the whole local cloud inside the block, and end all of it after."""
    with ExitStack() as stack:
        stack.callback(cloud.end)
        cloud.start_emulators()
        cloud.start_functions()
        sweeps = scheduler(
            tasks_host=f"{ports.HOST}:{cloud.ports.tasks}",
            queue_path=_queue_path(SCHEDULER_QUEUE),
            url=_url(cloud.ports.sweeper),
            caller=CALLER,
            every_seconds=sweep_every_seconds,
        )
        stack.enter_context(sweeps)
        yield cloud


def text_model(environment: Mapping[str, str]) -> str:
    """Say which text model to use: Gemini where there is a key, the offline model elsewhere."""
    if environment.get("GEMINI_API_KEY"):
        return "shared.gemini.model:open_text_model"
    return "infra.local.stand_ins.adapters:open_text_model"


def create_topic(pubsub_port: int) -> None:
    """Make the topic that Terraform makes in the cloud."""
    url = f"{_url(pubsub_port)}/v1/projects/{PROJECT}/topics/{TOPIC}"
    httpx.put(url, json={}, timeout=_START_SECONDS).raise_for_status()


def _python(name: str, module: str, *options: str) -> Command:
    return Command(name=name, arguments=[sys.executable, "-m", module, *options], directory=ROOT)


def _tasks_command(where: Ports) -> Command:
    queues = (option for name in QUEUES for option in ("--queue", _queue_path(name)))
    listens = ("--port", str(where.tasks), "--http-port", str(where.tasks_http))
    return _python("tasks", "infra.local.cloud_tasks", *listens, *queues)


def _web_command(where: Ports, port: int) -> Command:
    return _python(
        *("web", "infra.local.web", "--port", str(port)),
        *("--project", PROJECT, "--api-url", _url(where.api)),
        *("--firestore", f"{ports.HOST}:{where.firestore}", "--pages", str(PAGES)),
    )


def _queue_path(queue: str) -> str:
    return f"projects/{PROJECT}/locations/{LOCATION}/queues/{queue}"


def _url(port: int) -> str:
    return f"http://{ports.HOST}:{port}"


def _answers(port: int) -> bool:
    """Whether an emulator answers HTTP."""
    try:
        return httpx.get(_url(port), timeout=1).status_code == HTTPStatus.OK
    except httpx.HTTPError:
        return False


def _accepts(port: int) -> bool:
    """Whether a process takes what comes in; a function's port is open before its code is there.

    Who takes a line on which nothing more is said ends it, or says something first.
    """
    try:
        with socket.create_connection((ports.HOST, port), timeout=1) as probe:
            probe.shutdown(socket.SHUT_WR)
            probe.recv(1)
    except OSError:
        return False
    return True
