"""What is logged inside a block, as Cloud Logging would read it."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from shared.telemetry import logs
from shared.telemetry.log_names import LogNames

NAMES = LogNames(key="the tests' own")
ORIGIN = logs.Origin(project="demo-logged", service="test", revision="test-00001", names=NAMES)


@contextmanager
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Keep the functions' lines from INFO on; what is given reads those there are so far."""
    root, stream = logging.getLogger(), io.StringIO()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(logs.JsonFormatter(ORIGIN))
    # The local cloud's emulator may run in this process, and says things of its own.
    handler.addFilter(lambda record: not record.name.startswith("infra."))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
