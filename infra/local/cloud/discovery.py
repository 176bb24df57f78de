"""Where the local cloud that `make run` started is, for the programs that come to it later.

The file is there for as long as the cloud runs; a program that finds none uses its own
environment, which in the cloud is the real one.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from infra.local.cloud.stack import HOME

_FILE = HOME / "running.json"


@contextmanager
def published(environment: Mapping[str, str]) -> Iterator[None]:
    """Let other programs find the cloud inside the block."""
    HOME.mkdir(exist_ok=True)
    # In one piece: a reader meanwhile finds all of it, or nothing.
    draft = _FILE.with_suffix(".draft")
    draft.write_text(json.dumps(dict(environment), indent=1))
    draft.replace(_FILE)
    try:
        yield
    finally:
        _FILE.unlink(missing_ok=True)


def find_environment() -> dict[str, str]:
    """Return the running cloud's environment; nothing if none runs."""
    try:
        return dict(json.loads(_FILE.read_text()))
    except FileNotFoundError:
        return {}
