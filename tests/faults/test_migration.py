"""docs/migrate-from-bullmq.md: the small app that is carried over really runs, and survives."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from functions import job_types
from infra.local.cloud.emulators import ROOT
from shared.handler.ports import AnswerT, GeneratedBy, ModelAnswer, ModelCall
from tests.faults.plugin import Prover
from tests.repo.documents import code_blocks

DOCUMENT = ROOT / "docs" / "migrate-from-bullmq.md"
NAME = "text-count"


class Writer:
    """A model that writes the same sentence always."""

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write."""
        assert call.prompt == "text_count", "a prompt is named as its folder"
        by = GeneratedBy(model="test", prompt_version="1")
        value = call.answer.model_validate({"sentence": "There are four words."})
        return ModelAnswer(value=value, generated_by=by)


@pytest.fixture
def carried_over() -> Iterator[None]:
    """Declare the job type that the document shows."""
    (code,) = code_blocks(DOCUMENT.read_text(encoding="utf-8"), "python")
    job_types.all_job_types()
    module = ModuleType("text_count")
    sys.modules[module.__name__] = module
    exec(compile(code, str(DOCUMENT), "exec"), vars(module))  # noqa: S102 -- our own document
    job_types.all_job_types.cache_clear()
    try:
        yield
    finally:
        del job_types._declared[NAME], sys.modules[module.__name__]
        job_types.all_job_types.cache_clear()


@pytest.mark.usefixtures("carried_over")
def test_the_app_that_is_carried_over_survives(prove_job_type: Prover) -> None:
    """Whatever dies: the sentence is paid for once."""
    calls = prove_job_type(NAME, {"text": "Count these four words"}, model=Writer())
    assert calls
