"""Ask the real Gemini once for the text of each job type: both models, by key and by account.

    GEMINI_API_KEY=… GOOGLE_CLOUD_PROJECT=my-project make smoke-gemini

Only the ways are tried that there is a key or a project for. What is sent are the sample requests
over the sample data: nothing of a person's.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from infra.local.cloud.stack import SAMPLE_DATA
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import open_warehouse
from shared.core import errors
from shared.core.usage import Usage
from shared.gemini.client import GeminiStreams
from shared.gemini.model import GeminiTextModel
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import AnswerT, ModelAnswer, ModelCall
from shared.settings import DEMO_PROJECT_PREFIX, Settings
from tests.support.handlers import run_handler

_REQUESTS = SAMPLE_DATA.parents[1] / "infra/local/stand_ins/sample_data/requests"


@dataclass
class RememberingModel:
    """The offline model; what it was asked is remembered."""

    calls: list[ModelCall[Any]] = field(default_factory=list)

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write as the offline model does."""
        self.calls.append(call)
        return OfflineModel().write(call)


def sample_calls(requests: Path = _REQUESTS) -> list[ModelCall[Any]]:
    """Return what each job type asks a model for its first sample request."""
    model, warehouse = RememberingModel(), open_warehouse(SAMPLE_DATA, JOB_TYPES)
    first: dict[str, ModelCall[Any]] = {}
    try:
        for folder in sorted(requests.iterdir()):
            request = json.loads(min(folder.glob("*.json")).read_bytes())
            run_handler(request.pop("type"), request, model=model, warehouse=warehouse)
    finally:
        warehouse.close()
    for call in model.calls:
        first.setdefault(call.prompt, call)
    return list(first.values())


def ways(environment: Mapping[str, str]) -> Iterator[tuple[str, Settings]]:
    """Return each model by each way that there are credentials for."""
    project = environment.get("GOOGLE_CLOUD_PROJECT", "")
    settings = Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "demo-live", **environment})
    by: dict[str, Settings] = {}
    if settings.gemini_api_key:
        by["key"] = settings
    if project and not project.startswith(DEMO_PROJECT_PREFIX):
        by[f"account, {settings.gemini_location}"] = settings.model_copy(
            update={"gemini_api_key": ""}
        )
    for way, found in by.items():
        for model in (settings.gemini_model, settings.gemini_fallback_model):
            alone = {"gemini_model": model, "gemini_fallback_model": ""}
            yield f"{model} by {way}", found.model_copy(update=alone)


def ask(settings: Settings, call: ModelCall[Any]) -> tuple[bool, str]:
    """Ask for one text; return whether it came, and a line about it."""
    told: list[Usage] = []
    model = GeminiTextModel(settings=settings, stream_model=GeminiStreams(settings))
    began = time.monotonic()
    try:
        model.write(replace(call, record_usage=told.append))
    except errors.JobsError as error:
        return False, f"{call.prompt}: {error.code}: {error.message}"
    spent = Usage()
    for usage in told:
        spent = spent.plus(usage)
    return True, (
        f"{call.prompt}: {time.monotonic() - began:.1f} s, {len(told)} calls, {spent.input_tokens}"
        f" tokens read, {spent.output_tokens} written ({spent.thinking_tokens} thought),"
        f" ${spent.cost_usd:.4f}{', estimated' if spent.is_estimate else ''}"
    )


def main(environment: Mapping[str, str]) -> int:
    """Ask all, print a line each, and return the exit code."""
    tried, failures = 0, 0
    for way, settings in ways(environment):
        for call in sample_calls():
            has_come, line = ask(settings, call)
            tried, failures = tried + 1, failures + (not has_come)
            print("well  " if has_come else "FAILED", f"{way}: {line}", flush=True)
    if not tried:
        print("Set GEMINI_API_KEY, or GOOGLE_CLOUD_PROJECT and credentials.", file=sys.stderr)
        return 2
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
