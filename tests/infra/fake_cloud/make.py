"""The targets of the Makefile that a deployment runs."""

from collections.abc import Sequence
from typing import Any

from tests.infra.fake_cloud.state import Answer

State = dict[str, Any]
_TARGETS = {"app", "firebase-tools"}


def run(state: State, arguments: Sequence[str]) -> None:
    """Make targets: nothing is kept of them."""
    if unknown := set(arguments) - _TARGETS:
        raise Answer(error=f"make: *** No rule to make target {sorted(unknown)}.\n", code=2)
