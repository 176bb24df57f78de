"""How the web server of a function is set up before its processes begin."""

import pytest
from gunicorn import config

from shared import shutdown


def test_nothing_steers_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket for it would lie in the home, where the servers of a laptop end each other's."""
    monkeypatch.setattr(config.PostWorkerInit, "default", vars(config.PostWorkerInit)["default"])
    monkeypatch.setattr(config.ControlSocketDisable, "default", False)
    assert not config.Config().control_socket_disable
    shutdown.install()
    assert config.Config().control_socket_disable
