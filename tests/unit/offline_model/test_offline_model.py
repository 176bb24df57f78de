"""The offline model: which writer it takes, and what it does with the answer."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from functions.job_types.example.job import ExampleFacts, ExampleText
from infra.local.stand_ins.offline_model import OfflineModel, find_writer
from shared.core import errors
from shared.handler.named_texts import JOB_TYPES
from shared.handler.ports import ModelCall
from tests.support.stops import cancel_at_once

if TYPE_CHECKING:
    from shared.core.usage import Usage

CALL = ModelCall(prompt="example", facts=ExampleFacts(words=4), answer=ExampleText)


class OtherAnswer(BaseModel):
    """An answer that no writer gives."""

    verse: str


def test_it_says_who_wrote() -> None:
    """A text by rules is never taken for a model's, and costs nothing."""
    told: list[Usage] = []
    written = OfflineModel().write(replace(CALL, record_usage=told.append))
    assert (written.generated_by.model, told) == ("offline", [])


def test_every_prompt_has_a_writer() -> None:
    """Without a key every job type works, so every prompt needs its writer."""
    prompts = {file.parent.name for file in JOB_TYPES.glob("*/prompt.md")}
    assert prompts
    assert all(callable(find_writer(prompt)) for prompt in prompts)


@pytest.mark.parametrize("prompt", ["love_letter", "../secrets", "os", "", "A"])
def test_a_prompt_without_a_writer_is_refused(prompt: str) -> None:
    """The error names the file that is missing."""
    with pytest.raises(
        errors.PermanentJobError, match=re.escape(f"writers/{prompt}.py".replace("..", "//"))
    ):
        OfflineModel().write(replace(CALL, prompt=prompt))


def test_another_answer_than_the_writers_is_refused() -> None:
    """What is asked for is checked, as a real model's answer is."""
    with pytest.raises(errors.PermanentJobError, match="OtherAnswer"):
        OfflineModel().write(ModelCall(prompt=CALL.prompt, facts=CALL.facts, answer=OtherAnswer))


def test_it_stops_when_told() -> None:
    """A cancelled job gets no text."""
    with pytest.raises(errors.JobCancelledError):
        OfflineModel().write(replace(CALL, check=cancel_at_once))


def test_the_same_facts_give_the_same_text() -> None:
    """Nothing is left to chance, so that a retry reads the same."""
    assert OfflineModel().write(CALL) == OfflineModel().write(CALL)
