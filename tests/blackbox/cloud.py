"""The cloud that is watched: emulators, api, sweeper, and three workers of two revisions.

Each worker has a way of its own to Firestore, through a proxy, and a clock of its own. The queue
delivers to one address, from which each delivery goes to the next worker. The third worker runs
the older revision: another tree of the code, which may be any that has `tests/blackbox`'s API.
"""

import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import grpc
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from google.protobuf import duration_pb2, field_mask_pb2

from infra.local.cloud.emulators import ROOT
from infra.local.cloud.scheduler import Scheduler
from infra.local.cloud.stack import CALLER, LOCATION, PROJECT, SCHEDULER_QUEUE, LocalCloud
from infra.local.process.ports import HOST, choose_ports
from infra.local.process.processes import Command, end_all
from tests.blackbox.network import Network
from tests.blackbox.plan import WORKERS

OLDER = "worker-3"
PARTS = ("api", "sweeper", *WORKERS)

#: Shorter than the default of 45 s, so that a run of minutes sees many attempts lost and found.
LEASE_SECONDS = 15
HEARTBEAT_SECONDS = 5
SWEEP_SECONDS = 15
RUNNING_PER_USER = 3
UNFINISHED_PER_USER = 20

_LAUNCHER = ROOT / "tests" / "blackbox" / "launcher.py"
_TREE = ("main.py", "functions", "shared", "infra")
_CALL_SECONDS = 10


@dataclass(kw_only=True)
class BlackboxCloud(LocalCloud):
    """All that runs; a part is found by its name."""

    #: Where clocks and the older revision are.
    folder: Path
    #: The older revision's code.
    older: Path
    function_ports: dict[str, int] = field(
        default_factory=lambda: dict(zip(PARTS, choose_ports(*[0] * len(PARTS)), strict=True))
    )
    #: Parts that were asked to end, and may.
    may_end: set[str] = field(default_factory=set)
    network: Network = field(init=False)

    def __post_init__(self) -> None:
        """Make the network that the workers' addresses come from."""
        self.ports = replace(
            self.ports, api=self.function_ports["api"], sweeper=self.function_ports["sweeper"]
        )
        self.network = Network(
            firestore_port=self.ports.firestore, dispatcher_port=self.ports.worker, names=WORKERS
        )
        self.network.dispatcher.sends_to([self.function_ports[name] for name in WORKERS])

    def start_parts(self) -> None:
        """Start api, sweeper and workers, and wait until all listen."""
        for name in PARTS:
            self.start_function(name, wait=False)
        for name in PARTS:
            self._wait_for_function(name)

    def set_clock(self, worker: str, ahead: float) -> None:
        """Shift a worker's clock, from now on."""
        draft = self._clock_of(worker).with_suffix(".draft")
        draft.write_text(str(ahead), encoding="ascii")
        draft.replace(self._clock_of(worker))

    def check(self) -> None:
        """Raise `ProcessDiedError` if a part has ended that was not asked to."""
        for name, process in self.processes.items():
            if name not in self.may_end:
                process.check()

    def kill(self, name: str) -> None:
        """End a part at once; it is not missed until it is started again."""
        self.processes.pop(name).kill()

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a part, with all of its processes."""
        with suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, number)

    def stop_functions(self) -> None:
        """End all that writes; the emulators go on."""
        end_all([self.processes.pop(name) for name in PARTS if name in self.processes])

    def end(self) -> None:
        """End every process; a frozen one could not, so it thaws first."""
        for name in list(self.processes):
            self.send(name, signal.SIGCONT)
        super().end()

    def _clock_of(self, name: str) -> Path:
        return self.folder / f"{name}.clock"

    def _function_command(self, name: str) -> Command:
        tree = self.older if name == OLDER else ROOT
        return Command(
            name=name,
            arguments=[
                *(sys.executable, "-m", "functions_framework"),
                *(f"--target={name.partition('-')[0]}", f"--source={_LAUNCHER}"),
                *(f"--host={HOST}", f"--port={self.function_ports[name]}"),
            ],
            environment={
                **self.environment,
                **self._of_a_worker(name),
                "PYTHONPATH": str(tree),
                "BLACKBOX_CLOCK": str(self._clock_of(name)),
                "BLACKBOX_NEWER": "" if name == OLDER else "1",
                "K_REVISION": "older" if name == OLDER else "newer",
            },
            directory=tree,
        )

    def _of_a_worker(self, name: str) -> dict[str, str]:
        if name not in WORKERS:
            return {}
        port = self.network.proxies[name].port
        return {"FIRESTORE_EMULATOR_HOST": f"{HOST}:{port}"}

    def _wait_for_function(self, name: str) -> None:
        self._wait_until(name, lambda: _accepts(self.function_ports[name]))


@contextmanager
def running(cloud: BlackboxCloud) -> Iterator[BlackboxCloud]:
    """Run the cloud inside the block, and end all of it after."""
    with ExitStack() as stack:
        stack.callback(cloud.end)
        cloud.start_emulators()
        _set_queue_as_deployed(cloud)
        stack.enter_context(cloud.network)
        cloud.start_parts()
        scheduler = Scheduler(
            tasks_host=f"{HOST}:{cloud.ports.tasks}",
            queue_path=f"projects/{PROJECT}/locations/{LOCATION}/queues/{SCHEDULER_QUEUE}",
            url=f"http://{HOST}:{cloud.ports.sweeper}",
            caller=CALLER,
            every_seconds=SWEEP_SECONDS,
        )
        stack.enter_context(scheduler)
        yield cloud


def settings() -> dict[str, str]:
    """Return what this cloud's settings differ by from the local cloud's."""
    return {
        "LEASE_SECONDS": str(LEASE_SECONDS),
        "HEARTBEAT_SECONDS": str(HEARTBEAT_SECONDS),
        "RUNNING_PER_USER": str(RUNNING_PER_USER),
        "UNFINISHED_PER_USER": str(UNFINISHED_PER_USER),
        "SUBMIT_BURST": "60",
        "SUBMIT_PER_MINUTE": "120",
        "DAILY_BUDGET_USD": "0",
        "TEXT_MODEL": "infra.local.stand_ins.adapters:open_text_model",
    }


def copy_tree(folder: Path) -> Path:
    """Copy this tree's code, as the older of two revisions."""
    older = folder / "older"
    older.mkdir()
    for name in _TREE:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".local", "node_modules", ".terraform")
            shutil.copytree(source, older / name, ignore=ignored)
        else:
            shutil.copy2(source, older / name)
    return older


def _set_queue_as_deployed(cloud: BlackboxCloud) -> None:
    """Set the queue's retries as infra/terraform/queue.tf sets them."""
    retries = tasks_v2.RetryConfig(
        max_attempts=100,
        min_backoff=duration_pb2.Duration(seconds=1),
        max_backoff=duration_pb2.Duration(seconds=300),
        max_doublings=8,
    )
    with grpc.insecure_channel(f"{HOST}:{cloud.ports.tasks}") as channel:
        client = tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
        client.update_queue(
            queue=tasks_v2.Queue(name=cloud.queue_path, retry_config=retries),
            update_mask=field_mask_pb2.FieldMask(paths=["retry_config"]),
            timeout=_CALL_SECONDS,
        )


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
