"""Attacks through what users type, on a model that obeys every one of them: nothing comes of it.

The attacks are rows of `tests.support.attacks`. The whole path is real but for Gemini's mind: the
handler, the prompt, the library, HTTP, and the checks of what comes back.
"""

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from pydantic import BaseModel, JsonValue

from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.core import errors
from shared.gemini.model import open_text_model
from shared.handler.ports import AnswerT, ModelAnswer, ModelCall
from shared.settings import Settings
from tests.fakes.gemini_server import Answer, Asked, GeminiServer
from tests.integration.text_model.conftest import SECRET_KEY
from tests.support.attacks import Attack, End, all_attacks
from tests.support.handlers import HandlerRun, RememberedAttempt, run_handler
from tests.support.job_type_data.resume_optimization.attacks import with_attack
from tests.support.job_type_data.resume_optimization.resumes import RESUME
from tests.support.sample_data import sample_data, warehouse

__all__ = ["sample_data", "warehouse"]

#: A request that is answered well, by type; an attack comes on top of it.
REQUESTS: dict[str, dict[str, JsonValue]] = {
    "skill-gap-analysis": {
        "targetRole": "Data Engineer",
        "industry": "Technology",
        "currentSkills": ["Python", "SQL"],
    },
    "resume-optimization": {"targetRole": "Data Engineer", "resumeText": RESUME},
    "career-insights": {"domain": "Energy", "region": "US South"},
}
#: More than any attempt asks: the first answer, and its repair.
_ASKED_AT_MOST = 4

ATTACKS = all_attacks()
attacks = pytest.mark.parametrize("attack", ATTACKS, ids=str)
asked_attacks = pytest.mark.parametrize(
    "attack", [each for each in ATTACKS if each.end is not End.NOT_ASKED], ids=str
)


def attacked(attack: Attack) -> dict[str, JsonValue]:
    """Return a request with the attack in it."""
    request = dict(REQUESTS[attack.job_type])
    before = request.get(attack.where)
    if attack.where == "resumeText":
        request[attack.where] = with_attack(attack.text)
        return request
    request[attack.where] = [*before, attack.text] if isinstance(before, list) else attack.text
    return request


def run(
    attack: Attack, server: GeminiServer, warehouse: DuckDbWarehouse, attempt: RememberedAttempt
) -> HandlerRun | errors.JobsError:
    """Run the job, and give what came of it."""
    settings = Settings(
        google_cloud_project="demo-test",
        gemini_api_key=SECRET_KEY,
        gemini_base_url=server.url,
        gemini_fallback_model="",
    )
    model = open_text_model(settings)
    try:
        return run_handler(
            attack.job_type, attacked(attack), model=model, warehouse=warehouse, attempt=attempt
        )
    except errors.JobsError as error:
        return error


class RememberingModel(OfflineModel):
    """The offline model, with a memory for what it wrote last."""

    written: BaseModel | None = None

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write, and remember it."""
        written = super().write(call)
        self.written = written.value
        return written


def good_answer(attack: Attack, warehouse: DuckDbWarehouse) -> dict[str, JsonValue]:
    """Return an answer to the attacked request that does not so much as mention the attack."""
    request = attacked(attack)
    if attack.job_type != "resume-optimization":
        request = dict(REQUESTS[attack.job_type])
        if attack.where == "region":
            # A place outside the data as well: the answer must say so, without repeating it.
            request["region"] = "Atlantis"
        elif not isinstance(request.get(attack.where), list) and attack.end is not End.NOT_ASKED:
            del request[attack.where]
    model = RememberingModel()
    run_handler(attack.job_type, request, model=model, warehouse=warehouse)
    assert model.written is not None
    return cast("dict[str, JsonValue]", model.written.model_dump(mode="json", by_alias=True))


def script(server: GeminiServer, answer: Mapping[str, JsonValue]) -> None:
    """Have the server answer so, as often as it is asked."""
    server.script(*[Answer(text=json.dumps(answer), events=20)] * _ASKED_AT_MOST)


@attacks
def test_an_obedient_model_does_no_harm(
    attack: Attack, server: GeminiServer, warehouse: DuckDbWarehouse
) -> None:
    """What it writes is refused or made harmless, in the result and in the preview."""
    script(server, {**good_answer(attack, warehouse), **attack.obedient})
    attempt = RememberedAttempt()
    outcome = run(attack, server, warehouse, attempt)
    if attack.end is End.NEUTRALISED:
        assert isinstance(outcome, HandlerRun)
        assert attack.harm not in json.dumps(outcome.result.to_json(), ensure_ascii=False)
    else:
        assert isinstance(outcome, errors.JobsError)
        assert attack.harm not in outcome.message
    assert attack.harm not in json.dumps(attempt.previews, ensure_ascii=False)
    assert bool(server.asked) is (attack.end is not End.NOT_ASKED)
    assert len(server.asked) < _ASKED_AT_MOST


@asked_attacks
def test_an_attack_stays_inside_its_block(
    attack: Attack, server: GeminiServer, warehouse: DuckDbWarehouse
) -> None:
    """What was typed stands in the marked block, as data, and nowhere else in what is sent."""
    run(attack, server, warehouse, RememberedAttempt())
    for asked in server.asked:
        _, first_turn = asked.texts()[0]
        opening, document, closing = first_turn.split("\n")
        mark = opening.removeprefix("<<<FACTS ")
        assert closing == f"FACTS {mark}>>>"
        assert mark not in document
        assert mark not in attack.text
        assert document.isprintable()
        asked_for = as_told(attack, json.loads(document))
        if attack.where == "jobDescription":
            assert attack.text not in json.dumps(asked.body)
        else:
            assert asked_for
            assert asked_for not in outside(asked, first_turn)


@asked_attacks
def test_a_good_answer_to_an_attack_is_taken(
    attack: Attack, server: GeminiServer, warehouse: DuckDbWarehouse
) -> None:
    """A model that does not obey succeeds with the same request: it is the harm that is refused."""
    script(server, good_answer(attack, warehouse))
    assert isinstance(run(attack, server, warehouse, RememberedAttempt()), HandlerRun)


def as_told(attack: Attack, facts: Mapping[str, Any]) -> str:
    """Return what was typed as the facts have it; of a job description, only its words."""
    if attack.job_type == "resume-optimization":
        items = [item["text"] for section in facts["sections"] for item in section["items"]]
        return next((text for text in items if text == " ".join(attack.text.split())), "")
    typed = facts[attack.where]
    return str(typed[-1]["asked"] if isinstance(typed, list) else typed["asked"])


def test_there_are_enough_attacks() -> None:
    """Thirty at the least in résumés and job descriptions, and each has a name of its own."""
    described = [each for each in ATTACKS if each.job_type == "resume-optimization"]
    assert len(described) >= 30
    assert len({str(each) for each in ATTACKS}) == len(ATTACKS)


def outside(asked: Asked, block: str) -> str:
    """Return all that is sent but for the block: names of fields, the schema, other turns."""
    said = json.loads(json.dumps(asked.body, ensure_ascii=False))
    said["contents"][0]["parts"][0]["text"] = ""
    assert block not in json.dumps(said, ensure_ascii=False)
    return json.dumps(said, ensure_ascii=False)
