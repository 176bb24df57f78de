"""`make console` outlives the cloud that it shows."""

import pytest

from tests.support.console_terminal import Terminal, discoverable_cloud

pytestmark = pytest.mark.usefixtures("machine", "sample_data")


def test_a_cloud_that_comes_back_is_found_again() -> None:
    """While it is away that is said; then it is shown again, wherever it is now."""
    with discoverable_cloud():
        terminal = Terminal()
        terminal.wait_for("● live")
    try:
        terminal.wait_for("the cloud is away")
        with discoverable_cloud():
            terminal.wait_for("● live")
            terminal.press("q")
            assert terminal.wait() == 0
    finally:
        terminal.close()
