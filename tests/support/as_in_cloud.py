"""The local cloud, as strict as Cloud Run: what a laptop lets pass and the cloud does not.

Each function has two instances behind a front. The front answers only who may call, cuts the
token's signature off, sends an instance no more requests at once than it takes, and has it stand
still between requests, as one without a CPU does. An instance that takes more memory than its
function has is killed; one that is stopped has ten seconds. Settings and shapes are those of
prod.tfvars.
"""

import re
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

from infra.local.cloud.stack import FUNCTIONS, LocalCloud, NotReadyError
from infra.local.process import ports
from infra.local.process.processes import Process
from tests.infra import terraform
from tests.support.cloud_fronts import Front
from tests.support.cloud_instances import Instance

VALUES = "prod.tfvars"
INSTANCES = 2
_LOOK_SECONDS = 0.5
_START_SECONDS = 120
_UNITS = {"Mi": 2**20, "Gi": 2**30}
_VARIABLE = re.compile(r"\$\{(?:tostring\()?var\.([\w.]+)\)?\}")


def settings() -> dict[str, str]:
    """Return the settings that production gives by its variables alone."""
    found = {}
    for name, expression in terraform.local_values()["settings"].items():
        variable = _VARIABLE.fullmatch(str(expression))
        value = _value(variable[1]) if variable else None
        if isinstance(value, bool):
            found[name] = str(value).lower()
        elif value is not None:
            found[name] = str(value)
    # API's default for functions: each line carries the id of its request's execution.
    return {**found, "WORKER_TOKEN_CHECK": "iam", "LOG_EXECUTION_ID": "true"}


def shapes() -> Mapping[str, Mapping[str, Any]]:
    """Return each function's shape."""
    found: Mapping[str, Mapping[str, Any]] = terraform.tfvars(VALUES)["functions"]
    return found


def _value(path: str) -> object:
    """Return a variable's value in production, or a part of it; None if it has none."""
    name, *below = path.split(".")
    value = terraform.tfvars(VALUES).get(name)
    if value is None:
        (block,) = (each for each in terraform.blocks("variable") if each.name == name)
        value = terraform.unquoted(block.body.get("default"))
    for each in below:
        value = value.get(each) if isinstance(value, dict) else None
    return value


def bytes_of(memory: str) -> int:
    """Return an amount of memory such as `512Mi`."""
    return int(memory[:-2]) * _UNITS[memory[-2:]]


@dataclass(kw_only=True)
class StrictCloud(LocalCloud):
    """The local cloud with fronts and instances where it has functions."""

    fronts: dict[str, Front] = field(default_factory=dict)
    _is_over: threading.Event = field(default_factory=threading.Event)
    _started: int = 0

    def start_functions(self) -> None:
        """Start the instances of every function, and wait until all answer."""
        certificates = f"http://{ports.HOST}:{self.ports.tasks_http}/certs"
        for name in FUNCTIONS:
            self.fronts[name] = Front(
                getattr(self.ports, name),
                shape=shapes()[name],
                certificates=None if name == "api" else certificates,
            )
        for name, started in [(name, self._begin(name)) for name in FUNCTIONS * INSTANCES]:
            self._admit(name, started)
        threading.Thread(target=self._watch, daemon=True).start()

    def start_instance(self, name: str) -> Instance:
        """Start one more instance of a function, and wait until it answers."""
        instance = self._begin(name)
        self._admit(name, instance)
        return instance

    def _begin(self, name: str) -> Instance:
        shape, port = shapes()[name], ports.choose_port()
        self._started += 1
        usual = self._function_command(name)
        command = replace(
            usual,
            name=f"{name}-{self._started}",
            arguments=[*usual.arguments[:-1], f"--port={port}"],
            environment={
                **usual.environment,
                "CLOUD_RUN_TIMEOUT_SECONDS": str(shape["timeout_seconds"]),
                "THREADS": str(shape["concurrency"]),
            },
        )
        self._start(command)
        process = self.processes[command.name]
        return Instance(process=process, port=port, max_bytes=bytes_of(shape["memory"]))

    def _admit(self, name: str, instance: Instance) -> None:
        """Send an instance requests, once it listens; until then it has a CPU."""
        self._wait_for(instance.process, instance.port)
        instance.rest()
        self.fronts[name].instances.append(instance)

    def stop_instance(self, name: str, instance: Instance) -> bool:
        """Stop an instance, and forget it; whether it ended in time."""
        was_in_time = instance.stop()
        self.processes = {
            key: each for key, each in self.processes.items() if each is not instance.process
        }
        self.fronts[name].instances.remove(instance)
        return was_in_time

    def instances(self) -> list[Instance]:
        """Return every instance of every function."""
        return [each for front in self.fronts.values() for each in front.instances]

    def end(self) -> None:
        """End all of it; what stands still must be able to."""
        self._is_over.set()
        with ExitStack() as stack:
            stack.callback(super().end)
            for front in self.fronts.values():
                stack.callback(front.close)
            for instance in self.instances():
                stack.callback(instance.let_end)

    def _wait_for(self, process: Process, port: int) -> None:
        give_up_at = time.monotonic() + _START_SECONDS
        while not _listens(port):
            process.check()
            if time.monotonic() > give_up_at:
                raise NotReadyError(f"{process.name} did not answer within {_START_SECONDS} s")
            time.sleep(_LOOK_SECONDS)

    def _watch(self) -> None:
        while not self._is_over.wait(_LOOK_SECONDS):
            for instance in self.instances():
                instance.watch()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((ports.HOST, port)) == 0
