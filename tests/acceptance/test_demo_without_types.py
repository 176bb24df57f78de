"""The demo where every job type of the product is deleted: the local cloud runs the example."""

import shutil
import sys
from pathlib import Path

import pytest

from infra.local.cloud.stack import SAMPLE_DATA
from infra.template.without_types import copy_without, product_types
from tests.support.programs import started

pytestmark = [
    pytest.mark.usefixtures("machine", "sample_data"),
    pytest.mark.skipif(not product_types(), reason="this is the template: no type is left"),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]


def test_the_demo_runs_the_example_alone(tmp_path: Path) -> None:
    """One job, which succeeds and is drawn by its form; a role of one's own is refused."""
    tree = copy_without(product_types(), tmp_path / "tree")
    (tree / ".local").mkdir()
    shutil.copy(SAMPLE_DATA, tree / ".local")
    with started(("-m", "infra.local.demo"), tmp_path, tree=tree) as program:
        assert program.wait() == 0, program.output
        lines = program.output.splitlines()
    assert sum(line.endswith("done") for line in lines) == 1
    assert any(line.startswith("Example: Count these four words ──") for line in lines)
    assert any(line.startswith("Idle CPU, of one core") for line in lines)
    with started(("-m", "infra.local.demo", "--role=Miller"), tmp_path, tree=tree) as program:
        assert program.wait() == 2
    assert "there is no job type here that takes that" in " ".join(program.output.split())
