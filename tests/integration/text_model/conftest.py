"""What every test of the text model starts from: a local Gemini, a prompt, facts and a form."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import Field

from shared.core.records import Record
from shared.gemini.client import GeminiStreams
from shared.gemini.model import GeminiTextModel
from shared.handler.ports import ModelCall
from shared.settings import Settings
from tests.fakes.gemini_server import GeminiServer

#: None of these may be found in a log, an error or a URL.
SECRET_KEY = "AIza-made-up-key"
SECRET_FACT = "the applicant's secret"
SECRET_PROMPT = "Greet the person."


class Facts(Record):
    """What the tests let the model speak about."""

    person_name: str = SECRET_FACT


class Line(Record):
    """One line of a greeting."""

    text: str
    tone: Literal["warm", "formal"]


class Greeting(Record):
    """What the tests ask for."""

    headline: str = Field(max_length=40)
    lines: tuple[Line, ...] = Field(max_length=9)
    score: int = Field(ge=0, le=100)


#: An answer that fits.
GOOD = (
    '{"headline": "Hello", "lines": [{"text": "Good day", "tone": "warm"},'
    ' {"text": "Welcome", "tone": "formal"}], "score": 87}'
)
GREETING = Greeting.model_validate_json(GOOD)
#: What most tests ask; those that listen replace what they need.
CALL = ModelCall(prompt="greeting", facts=Facts(), answer=Greeting)


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    """A local Gemini."""
    with GeminiServer() as running:
        yield running


@pytest.fixture
def service_account(tmp_path: Path, server: GeminiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of a service account, whose tokens the local server gives."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    account = {
        "type": "service_account",
        "client_email": "worker@demo-test.iam.example.com",
        "private_key": key.decode(),
        "token_uri": f"{server.url}/token",
    }
    file = tmp_path / "account.json"
    file.write_text(json.dumps(account))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A directory with the prompt "greeting"."""
    directory = tmp_path / "prompts"
    (directory / "greeting").mkdir(parents=True)
    (directory / "greeting" / "prompt.md").write_text(SECRET_PROMPT)
    return directory


Opener = Callable[..., GeminiTextModel]


@pytest.fixture
def open_model(server: GeminiServer, prompts: Path) -> Opener:
    """Opens a text model at the local Gemini, with other settings where they are given."""

    def open_with(**changes: object) -> GeminiTextModel:
        settings = Settings.model_validate(
            {
                "google_cloud_project": "demo-test",
                "gemini_api_key": SECRET_KEY,
                "gemini_base_url": server.url,
                "gemini_model": "first-model",
                "gemini_fallback_model": "",
                "gemini_timeout_seconds": 10,
                "gemini_prices": {
                    "first-model": [
                        {
                            "since": "2026-01-01",
                            "inputUsd": 1,
                            "cachedUsd": 0.1,
                            "outputUsd": 10,
                        }
                    ]
                },
                **changes,
            }
        )
        return GeminiTextModel(
            settings=settings,
            stream_model=GeminiStreams(settings),
            prompts=prompts,
            today=lambda: date(2026, 11, 23),
        )

    return open_with


@pytest.fixture
def model(open_model: Opener) -> GeminiTextModel:
    """The text model most tests use: one model, by API key."""
    return open_model()
