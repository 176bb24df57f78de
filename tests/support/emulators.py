"""Google's emulators for the tests: started once a run, on free ports, ended by process id."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from google.cloud import firestore

from infra.local.cloud import emulators, stack
from infra.local.process import ports
from infra.local.process.processes import Process, end_all
from tests.support.local_client import http

_START_SECONDS = 90
_CALL_SECONDS = 60
_EXPORT = "backup"


@dataclass(frozen=True, kw_only=True)
class GoogleEmulators:
    """Where the emulators listen."""

    firestore_port: int
    pubsub_port: int

    @property
    def environment(self) -> dict[str, str]:
        """Return what Google's clients look for."""
        return {
            "FIRESTORE_EMULATOR_HOST": f"{ports.HOST}:{self.firestore_port}",
            "PUBSUB_EMULATOR_HOST": f"{ports.HOST}:{self.pubsub_port}",
            "FIREBASE_AUTH_EMULATOR_HOST": f"{ports.HOST}:9",
            "GOOGLE_CLOUD_PROJECT": stack.PROJECT,
        }

    def forget_documents(self) -> None:
        """Empty Firestore."""
        url = f"{self._project}/databases/(default)/documents"
        http().delete(url, timeout=_CALL_SECONDS).raise_for_status()

    def export_documents(self, folder: Path) -> Path:
        """Export all documents, as `gcloud firestore export` does, and return where it begins."""
        body = {"export_directory": str(folder), "export_name": _EXPORT}
        self._ask_for("export", body)
        return folder / _EXPORT / f"{_EXPORT}.overall_export_metadata"

    def import_documents(self, exported: Path) -> None:
        """Write the documents of an export, as `gcloud firestore import` does: others stay."""
        self._ask_for("import", {"export_directory": str(exported)})

    def _ask_for(self, what: str, body: dict[str, str]) -> None:
        database = f"projects/{stack.PROJECT}/databases/(default)"
        url, said = f"{self._project}:{what}", {"database": database, **body}
        http().post(url, json=said, timeout=_CALL_SECONDS).raise_for_status()

    @property
    def _project(self) -> str:
        """Where the emulator takes what is about the whole project."""
        address = f"http://{ports.HOST}:{self.firestore_port}"
        return f"{address}/emulator/v1/projects/{stack.PROJECT}"


@contextmanager
def google_emulators() -> Iterator[GoogleEmulators]:
    """Run both emulators inside the block."""
    where = GoogleEmulators(firestore_port=ports.choose_port(), pubsub_port=ports.choose_port())
    commands = [
        emulators.firestore_command(where.firestore_port, stack.PROJECT),
        emulators.pubsub_command(where.pubsub_port),
    ]
    processes = [Process(command, lambda _name, _line: None) for command in commands]
    try:
        for process, port in zip(processes, (where.firestore_port, where.pubsub_port), strict=True):
            _wait_until_answers(process, port)
        stack.create_topic(where.pubsub_port)
        _call_once(where)
        yield where
    finally:
        end_all(processes)


def _call_once(where: GoogleEmulators) -> None:
    """Call Firestore in each way: first calls may take longer than the product waits."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in where.environment.items():
            patch.setenv(name, value)
        client = firestore.Client(project=stack.PROJECT)
    document = client.document("started/once")
    document.set({}, timeout=_START_SECONDS)
    document.get(timeout=_START_SECONDS)
    client.collection("started").limit(1).get(timeout=_START_SECONDS)
    document.delete(timeout=_START_SECONDS)
    client.close()  # type: ignore[no-untyped-call]


def _wait_until_answers(process: Process, port: int) -> None:
    give_up_at = time.monotonic() + _START_SECONDS
    while True:
        try:
            http().get(f"http://{ports.HOST}:{port}", timeout=1).raise_for_status()
        except httpx.HTTPError:
            process.check()
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.05)
        else:
            return
