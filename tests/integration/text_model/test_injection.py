"""Attacks through what users type, on a model that obeys every one of them: nothing comes of it.

The attacks are rows of `tests.support.attacks`. The whole path is real but for Gemini's mind: the
handler, the prompt, the library, HTTP, and the checks of what comes back.
"""

import json
from collections.abc import Mapping
from typing import cast

import pytest
from pydantic import JsonValue

from infra.local.offline_model import OfflineModel
from infra.local.warehouse import DuckDbWarehouse
from shared import errors
from shared.plain_text import clean_prose, each_text, find_markup
from shared.settings import Settings
from shared.text_model import open_text_model
from tests.fakes.gemini_server import Answer, Asked, GeminiServer
from tests.integration.text_model.conftest import SECRET_KEY
from tests.support.attacks import ATTACKS, Attack, End
from tests.support.handlers import HandlerRun, RememberedAttempt, run_handler
from tests.support.sample_data import sample_data, warehouse

__all__ = ["sample_data", "warehouse"]

#: A request that is answered well, by type; an attack comes on top of it. And where in the result
#: the model's answer is.
REQUESTS: dict[str, dict[str, JsonValue]] = {
    "skill-gap-analysis": {
        "targetRole": "Data Engineer",
        "industry": "Technology",
        "currentSkills": ["Python", "SQL"],
    }
}
ANSWERS = {"skill-gap-analysis": "narrative"}
#: More than any attempt asks: the first answer, and its repair.
_ASKED_AT_MOST = 4

attacks = pytest.mark.parametrize("attack", ATTACKS, ids=str)
asked_attacks = pytest.mark.parametrize(
    "attack", [each for each in ATTACKS if each.end is not End.NOT_ASKED], ids=str
)


def attacked(attack: Attack) -> dict[str, JsonValue]:
    """Give a request with the attack in it."""
    request = dict(REQUESTS[attack.job_type])
    before = request.get(attack.where)
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


def good_answer(attack: Attack, warehouse: DuckDbWarehouse) -> dict[str, JsonValue]:
    """Give an answer to the attacked request that does not so much as mention the attack."""
    request = dict(REQUESTS[attack.job_type])
    if not isinstance(request.get(attack.where), list) and attack.end is not End.NOT_ASKED:
        del request[attack.where]
    ran = run_handler(attack.job_type, request, model=OfflineModel(), warehouse=warehouse)
    return cast("dict[str, JsonValue]", ran.result.to_json()[ANSWERS[attack.job_type]])


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
    assert attack.harm not in json.dumps(attempt.previews, ensure_ascii=False) or is_plain(attack)
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
        typed = json.loads(document)[attack.where]
        asked_for = typed[-1]["asked"] if isinstance(typed, list) else typed["asked"]
        assert asked_for
        assert asked_for not in outside(asked, first_turn)


@asked_attacks
def test_a_good_answer_to_an_attack_is_taken(
    attack: Attack, server: GeminiServer, warehouse: DuckDbWarehouse
) -> None:
    """A model that does not obey succeeds with the same request: it is the harm that is refused."""
    script(server, good_answer(attack, warehouse))
    assert isinstance(run(attack, server, warehouse, RememberedAttempt()), HandlerRun)


def is_plain(attack: Attack) -> bool:
    """Whether what an obedient model writes is words only: dangerous to believe, not to show."""
    texts = [text for _, text in each_text(dict(attack.obedient))]
    return not any(find_markup(text) or clean_prose(text) != text for text in texts)


def outside(asked: Asked, block: str) -> str:
    """Give all that is sent but for the block: names of fields, the schema, other turns."""
    said = json.loads(json.dumps(asked.body, ensure_ascii=False))
    said["contents"][0]["parts"][0]["text"] = ""
    assert block not in json.dumps(said, ensure_ascii=False)
    return json.dumps(said, ensure_ascii=False)
