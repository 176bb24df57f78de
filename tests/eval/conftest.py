"""The sample data, the warehouse over it, and a local Gemini."""

from collections.abc import Iterator

import pytest

from tests.fakes.gemini_server import GeminiServer
from tests.support.sample_data import sample_data, warehouse

__all__ = ["sample_data", "warehouse"]


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    """A local Gemini."""
    with GeminiServer() as running:
        yield running
