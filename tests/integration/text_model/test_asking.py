"""What the text model sends: the real library over real HTTP, read at the other end."""

import json
import logging
import socket
import traceback
from dataclasses import replace
from pathlib import Path

import google.auth
import pytest
from google.auth.credentials import AnonymousCredentials

from shared.core import errors
from shared.gemini.client import GeminiStreams
from shared.gemini.model import GeminiTextModel
from shared.gemini.schema import reduced
from shared.settings import Settings
from tests.fakes.gemini_server import Answer, GeminiServer, bare_400
from tests.integration.text_model.conftest import (
    CALL,
    GOOD,
    GREETING,
    SECRET_FACT,
    SECRET_KEY,
    SECRET_PROMPT,
    Greeting,
    Opener,
)


def test_prompt_is_instruction_and_facts_are_data(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """The prompt file goes out as system instruction, the facts as the user's JSON, apart."""
    model.write(CALL)
    (asked,) = server.asked
    ((role, said),) = asked.texts()
    assert asked.instruction().startswith(SECRET_PROMPT)
    assert SECRET_FACT not in asked.instruction()
    opening, document, closing = said.split("\n")
    assert role == "user"
    assert json.loads(document) == {"personName": SECRET_FACT}
    mark = opening.removeprefix("<<<FACTS ")
    assert closing == f"FACTS {mark}>>>"
    assert mark in asked.instruction()


def test_answer_form_is_sent_as_json_schema(model: GeminiTextModel, server: GeminiServer) -> None:
    """The asked-for form's JSON Schema goes out, with the names that JSON has."""
    model.write(CALL)
    config = server.asked[0].config()
    assert config["responseMimeType"] == "application/json"
    assert config["responseJsonSchema"] == reduced(Greeting.model_json_schema())


def test_limits_are_said_in_words(model: GeminiTextModel, server: GeminiServer) -> None:
    """No model keeps to a length in a schema, and some refuse a number of items: it is told."""
    model.write(CALL)
    (asked,) = server.asked
    assert "\n- headline: at most 40 characters\n" in asked.instruction()
    assert "\n- lines: at most 9 items\n" in asked.instruction()
    assert "axLength" not in json.dumps(asked.body)
    assert "axItems" not in json.dumps(asked.body)


def test_schema_that_is_refused_is_said_in_words(
    model: GeminiTextModel, server: GeminiServer, caplog: pytest.LogCaptureFixture
) -> None:
    """After a bare 400 the same is asked once more, with the schema in the instruction."""
    server.script(bare_400(), Answer(text="{}"), Answer(text=GOOD))
    assert model.write(CALL).value == GREETING
    refused, told, repaired = server.asked
    assert "responseJsonSchema" in refused.config()
    for asked in (told, repaired):
        assert "responseJsonSchema" not in asked.config()
        assert asked.config()["responseMimeType"] == "application/json"
        assert '"headline"' in asked.instruction()
    logged = [vars(record).get("log_fields") for record in caplog.records]
    expected = {"action": "model-schema-refused", "model": "first-model", "form": "Greeting"}
    assert expected in logged


def test_schema_is_left_out_once(model: GeminiTextModel, server: GeminiServer) -> None:
    """If it was not the schema, the request is refused, and not asked for ever."""
    server.script(*[bare_400()] * 3)
    with pytest.raises(errors.PermanentJobError, match="cannot work with this request"):
        model.write(CALL)
    assert len(server.asked) == 2


def test_answer_is_streamed(model: GeminiTextModel, server: GeminiServer) -> None:
    """The streaming method is called."""
    model.write(CALL)
    assert server.asked[0].path == "/v1/models/first-model:streamGenerateContent?alt=sse"


def test_settings_reach_the_request(open_model: Opener, server: GeminiServer) -> None:
    """Thinking level and token cap come from the settings."""
    model = open_model(gemini_thinking_level="HIGH", gemini_max_output_tokens=1234)
    model.write(CALL)
    config = server.asked[0].config()
    assert config["thinkingConfig"] == {"thinking_level": "HIGH"}
    assert config["maxOutputTokens"] == 1234


def test_thinking_is_low_and_temperature_is_the_vendors(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """Untold, the model thinks longer; a temperature it ignores now, and will refuse."""
    model.write(CALL)
    config = server.asked[0].config()
    assert config["thinkingConfig"] == {"thinking_level": "LOW"}
    assert "temperature" not in config


def test_no_call_may_write_more_than_its_prompt_needs(
    model: GeminiTextModel, server: GeminiServer
) -> None:
    """The cap of the call fits the prompt; the settings' is the longest of all."""
    model.write(CALL)
    most = Settings.model_fields["gemini_max_output_tokens"].default
    assert server.asked[0].config()["maxOutputTokens"] < most


def test_time_limit_is_sent_in_seconds(open_model: Opener, server: GeminiServer) -> None:
    """A limit of 17.5 s in the settings is 18 whole seconds for the service: no milliseconds."""
    open_model(gemini_timeout_seconds=17.5).write(CALL)
    assert server.asked[0].headers["x-server-timeout"] == "18"


def test_service_is_given_ten_seconds_at_least(open_model: Opener, server: GeminiServer) -> None:
    """A shorter limit is answered with 400; ours ends the call all the same."""
    open_model(gemini_timeout_seconds=2).write(CALL)
    assert server.asked[0].headers["x-server-timeout"] == "10"


def test_api_key_is_sent_as_a_header_only(model: GeminiTextModel, server: GeminiServer) -> None:
    """The key is in no URL, where it would end up in logs on the way."""
    model.write(CALL)
    assert server.asked[0].headers["x-goog-api-key"] == SECRET_KEY
    assert SECRET_KEY not in server.asked[0].path


def test_key_is_used_whatever_the_environment_says(
    open_model: Opener, server: GeminiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's own environment variables do not turn a key into a service account."""
    monkeypatch.setenv("GOOGLE_GENAI_USE_ENTERPRISE", "true")
    open_model().write(CALL)
    assert server.asked[0].path.startswith("/v1/models/")


@pytest.mark.usefixtures("service_account")
def test_without_key_the_service_account_asks(open_model: Opener, server: GeminiServer) -> None:
    """No key means the enterprise service, its project and location, and an access token."""
    open_model(gemini_api_key="", gemini_location="eu").write(CALL)
    (asked,) = server.asked
    assert asked.path == (
        "/v1beta1/projects/demo-test/locations/eu/publishers/google/models/"
        "first-model:streamGenerateContent?alt=sse"
    )
    assert asked.headers["authorization"] == "Bearer made-up"


@pytest.mark.usefixtures("service_account")
def test_the_bill_names_the_job_type(
    open_model: Opener, server: GeminiServer, prompts: Path
) -> None:
    """A service account's call has a label; a key's has none, with which it would be refused."""
    (prompts / "warm_greeting").mkdir()
    (prompts / "warm_greeting" / "prompt.md").write_text("Greet.")
    for key in ("", SECRET_KEY):
        open_model(gemini_api_key=key).write(replace(CALL, prompt="warm_greeting"))
    by_account, by_key = server.asked
    assert by_account.body["labels"] == {"job_type": "warm-greeting"}
    assert "labels" not in by_key.body


def test_unreadable_credentials_are_permanent(
    open_model: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Credentials that cannot be right are no reason to try again."""
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    with pytest.raises(errors.PermanentJobError, match="fault of ours"):
        open_model(gemini_api_key="").write(CALL)


def test_unknown_prompt_asks_no_server(model: GeminiTextModel, server: GeminiServer) -> None:
    """A prompt without a file is a defect of ours; nothing is sent."""
    with pytest.raises(errors.HandlerMistakeError):
        model.write(replace(CALL, prompt="missing"))
    assert server.asked == []


def test_logs_hold_no_content(
    model: GeminiTextModel, server: GeminiServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither prompt nor facts nor answer nor key is logged, at any level, by us or the library."""
    caplog.set_level(logging.DEBUG)
    server.script(Answer(text='{"headline": "unwanted words"}'), Answer(text=GOOD))
    model.write(CALL)
    said = "".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "model-remedy" in said
    for secret in (SECRET_KEY, SECRET_FACT, SECRET_PROMPT, "unwanted words", "Good day"):
        assert secret not in said


@pytest.mark.parametrize("key", [SECRET_KEY, ""], ids=["key", "service account"])
def test_settings_choose_the_client(
    key: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A key means the Gemini API; none the enterprise service. Making a client calls no server."""
    is_enterprise = not key
    monkeypatch.setenv("GOOGLE_GENAI_USE_ENTERPRISE", str(not is_enterprise))
    monkeypatch.delenv("GOOGLE_CLOUD_PROJECT", raising=False)
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(google.auth, "default", lambda **_: (AnonymousCredentials(), None))  # type: ignore[no-untyped-call]
    settings = Settings(google_cloud_project="demo-test", gemini_api_key=key, gemini_location="eu")
    client = GeminiStreams(settings)._client
    assert client.vertexai is is_enterprise
    expected = ("demo-test", "eu") if is_enterprise else (None, None)
    assert (client._api_client.project, client._api_client.location) == expected
    assert client._api_client.api_key == (key or None)


def _refuse(*_: object) -> None:
    raise AssertionError("no server is to be called")


def test_key_is_in_no_representation(open_model: Opener, model: GeminiTextModel) -> None:
    """Whatever of ours is printed, by a debugger, a test or a log: the key is not in it."""
    model.write(CALL)
    for thing in (model, model.settings, model.stream_model, vars(model.stream_model)["_settings"]):
        assert SECRET_KEY not in repr(thing)
        assert SECRET_KEY not in str(thing)


def test_key_is_in_no_error(open_model: Opener, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in that of a connection that fails, nor in what is logged of it."""
    caplog.set_level(logging.DEBUG)
    for url in ("http://127.0.0.1:9", "http://[broken", "nonsense"):
        with pytest.raises(errors.JobsError) as caught:
            open_model(gemini_base_url=url).write(CALL)
        assert SECRET_KEY not in "".join(traceback.format_exception(caught.value))
    assert SECRET_KEY not in "".join(f"{record.__dict__}" for record in caplog.records)
