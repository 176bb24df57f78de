"""`example`, whole: with the offline model, and with one that miscounts."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from functions.http.job_types_view import describe_job_types
from functions.http.openapi.document import describe_api
from functions.job_types import all_job_types
from functions.job_types.example.job import Example, ExampleRequest, ExampleText
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.offline_model.writers import example
from shared.core import errors
from tests.support.handlers import HandlerRun, RememberedAttempt, run_handler

REQUEST: Mapping[str, str] = {"text": "  Count these\nfour words "}


def run(attempt: RememberedAttempt | None = None) -> HandlerRun:
    """Run the handler, without any cloud."""
    return run_handler("example", REQUEST, model=OfflineModel(), attempt=attempt)


def test_the_words_are_counted() -> None:
    """The count, the sentence and the summary agree, and the result says who wrote."""
    result = run().result
    assert isinstance(result, Example)
    assert (result.words, result.sentence) == (4, "Words in this text: 4.")
    assert result.summarise() == "The text has 4 words."
    assert result.generated_by.model == "offline"


def test_a_sentence_with_another_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that miscounts is asked again by a retry."""
    lie = ExampleText(sentence="Words in this text: 1,004.")
    monkeypatch.setattr(example, "write", lambda _: lie)
    with pytest.raises(errors.RetriableJobError, match="did not keep to the count"):
        run()


def test_a_retry_does_not_ask_the_model_again() -> None:
    """What the first attempt kept, the second one takes."""
    first = run()
    assert first.attempt.steps.keys() == {"text"}
    second = run(RememberedAttempt(steps={**first.attempt.steps}))
    assert second.result == first.result


def test_a_text_without_a_word_is_refused() -> None:
    """What cannot be seen is no word."""
    with pytest.raises(ValidationError):
        ExampleRequest(text=" \u200b ")


def test_users_are_not_offered_it() -> None:
    """It is described and can be submitted, but stands in no list of what there is to do."""
    offered = [each.type for each in describe_job_types().job_types]
    assert offered == [name for name in all_job_types() if name != "example"]
    assert "ExampleSubmission" in str(describe_api())
