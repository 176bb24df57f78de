"""The smoke of the real Gemini, against the local one: it asks what it says, and tells failures."""

import pytest

from infra.local.cloud.stack import SAMPLE_DATA
from tests.fakes.gemini_server import GeminiServer
from tests.integration.text_model.conftest import SECRET_KEY
from tests.live import gemini


@pytest.mark.skipif(not SAMPLE_DATA.is_file(), reason="make demo makes the sample data")
@pytest.mark.usefixtures("service_account")
def test_every_form_is_asked_of_every_model_in_every_way(
    server: GeminiServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two models, by key and by account; the forms of the shipped types are taken as they are."""
    calls = gemini.sample_calls()
    monkeypatch.setattr(gemini, "sample_calls", lambda: calls)
    environment = {
        "GEMINI_API_KEY": SECRET_KEY,
        "GOOGLE_CLOUD_PROJECT": "my-project",
        "GEMINI_BASE_URL": server.url,
    }
    gemini.main(environment)
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 4 * len(calls)
    assert SECRET_KEY not in printed
    assert {asked.model for asked in server.asked} == {"gemini-3.8-flash", "gemini-3.5-flash-lite"}
    assert {"/projects/" in asked.path for asked in server.asked} == {True, False}
    assert "cannot work with this request" not in printed


def test_without_credentials_nothing_is_asked(
    server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what to set; a demo project has no account."""
    assert gemini.main({"GOOGLE_CLOUD_PROJECT": "demo-x", "GEMINI_BASE_URL": server.url}) == 2
    assert "Set GEMINI_API_KEY" in capsys.readouterr().err
    assert server.asked == []
