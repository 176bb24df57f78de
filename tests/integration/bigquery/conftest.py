"""What every test of the warehouse starts from: a BigQuery to talk to, and some queries."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from shared.bigquery.warehouse import BigQueryWarehouse
from shared.settings import Settings
from tests.fakes.bigquery_server import BigQueryServer
from tests.support.waiting import PATIENCE

_LISTENING = re.compile(r"running on (http://127\.0\.0\.1:\d+)")

Opener = Callable[..., BigQueryWarehouse]


@pytest.fixture
def server() -> Iterator[BigQueryServer]:
    """A local stand-in for BigQuery's REST calls."""
    with BigQueryServer() as running:
        yield running


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """A directory with the query "roles"."""
    directory = tmp_path / "queries"
    directory.mkdir()
    (directory / "roles.sql").write_text("SELECT role FROM job_postings WHERE domain = @domain")
    return directory


def make_settings(url: str, **changes: object) -> Settings:
    """Return the settings of a deployment whose BigQuery is at this address."""
    return Settings.model_validate(
        {"google_cloud_project": "demo-test", "warehouse_base_url": url, **changes}
    )


@pytest.fixture
def open_warehouse(server: BigQueryServer, queries: Path) -> Opener:
    """Opens a warehouse at the stand-in; it never waits between two looks."""

    def open_with(
        *, pause: Callable[[float], None] = lambda _: None, **changes: object
    ) -> BigQueryWarehouse:
        settings = make_settings(server.url, **changes)
        return BigQueryWarehouse(settings, queries=queries, pause=pause)

    return open_with


@pytest.fixture
def warehouse(open_warehouse: Opener) -> BigQueryWarehouse:
    """The warehouse most tests use."""
    return open_warehouse()


@pytest.fixture(scope="session")
def emulator_url() -> Iterator[str]:
    """The address of a bqemulator, run by the Python that BQEMULATOR_PYTHON names.

    It needs a duckdb of its own, so it lives in its own virtual environment. Missing on a laptop
    means skipped; CI sets the variable, and without it fails.
    """
    python = os.environ.get("BQEMULATOR_PYTHON")
    if not python:
        if os.environ.get("CI"):
            pytest.fail("CI must set BQEMULATOR_PYTHON")
        pytest.skip("BQEMULATOR_PYTHON names no Python that has bqemulator")
    arguments = ["--rest-port", "0", "--grpc-port", "0", "--project", "demo-test"]
    with subprocess.Popen(  # noqa: S603 -- the variable is the developer's own
        [python, "-m", "bqemulator", "start", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            address = _read_address(process)
            # It logs every call, and stands still once the pipe is full.
            Thread(target=_read_on, args=(process,), daemon=True).start()
            yield address
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _read_address(process: subprocess.Popen[str]) -> str:
    """Read what the emulator says until it says where it listens."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := _LISTENING.search(line):
            return found[1]
    pytest.fail("bqemulator ended at its start:\n" + "".join(said[-20:]))


def _read_on(process: subprocess.Popen[str]) -> None:
    """Read what it says, to its end."""
    for _ in process.stdout or ():
        pass
