"""Fixtures for tests that ask the local warehouse; a conftest.py imports them by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.stand_ins.sample_data import curated, database, postings
from infra.local.stand_ins.warehouse import DuckDbWarehouse, open_warehouse
from shared.handler.named_texts import JOB_TYPES


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the sample data as it is by default."""
    path = tmp_path_factory.mktemp("sample-data") / "sample_data.duckdb"
    lists = curated.load()
    database.write(path, lists, postings.draw(lists))
    return path


@pytest.fixture(scope="session")
def warehouse(sample_data: Path) -> Iterator[DuckDbWarehouse]:
    """The local warehouse over the sample data."""
    opened = open_warehouse(sample_data, JOB_TYPES)
    yield opened
    opened.close()
