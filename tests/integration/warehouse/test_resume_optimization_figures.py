"""resume-optimization that asks its owner for figures, whole, on the sample data."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import JsonValue

from functions.job_types.resume_optimization.findings import ChangeKind
from functions.job_types.resume_optimization.rebuild import apply_changes
from functions.job_types.resume_optimization.report import ResumeOptimization
from functions.job_types.resume_optimization.text import AnsweredFacts, PartText, Rewrite
from infra.local.stand_ins.offline_model import OfflineModel
from infra.local.stand_ins.warehouse import DuckDbWarehouse
from shared.core.letting_go import AttemptLetGoError
from shared.core.question import MAX_CONTEXT
from shared.core.stored_value import to_text
from shared.handler.ports import AnswerT, Asking, ModelAnswer, ModelCall
from tests.support.handlers import RememberedAttempt, run_handler

QUESTION = "missing-figures"
TEXT = """Ada Example
ada@example.com | +44 20 7946 0000

WORK EXPERIENCE
Analyst, Northwind, London, Mar 2019 - Feb 2022
- Responsible for preparing weekly reports
- Trained new users
- Reduced the load time of the nightly reports.
- Cut the nightly load from 5 hours to 40 minutes

EDUCATION
BSc Mathematics, 2015 - 2018
"""
REPORTS, USERS, LOAD = (TEXT.index(words) for words in ("Responsible", "Trained", "Reduced"))


class WritesFigures(OfflineModel):
    """The offline model, that says answered bullets in words of its own."""

    def __init__(self, says: str = "") -> None:
        self.told: list[AnsweredFacts] = []
        self._says = says

    def write(self, call: ModelCall[AnswerT]) -> ModelAnswer[AnswerT]:
        """Write; of answered bullets what it was made to say."""
        written = super().write(call)
        if not isinstance(call.facts, AnsweredFacts):
            return written
        self.told.append(call.facts)
        if not self._says:
            return written
        rewrites = tuple(
            Rewrite(quote=each.text, rewrite=self._says, reason="Why.")
            for each in call.facts.answers
        )
        value = call.answer.model_validate(PartText(advice=(), rewrites=rewrites).model_dump())
        return replace(written, value=value)


def optimize(
    warehouse: DuckDbWarehouse,
    attempt: RememberedAttempt,
    model: OfflineModel | None = None,
    *,
    text: str = TEXT,
    ask_me: bool = True,
) -> ResumeOptimization:
    """Run the handler, and return its result."""
    request = {"targetRole": "Data Engineer", "resumeText": text, "askMe": ask_me}
    ran = run_handler(
        "resume-optimization",
        request,
        model=model or OfflineModel(),
        warehouse=warehouse,
        attempt=attempt,
    )
    assert isinstance(ran.result, ResumeOptimization)
    return ran.result


def answered(**figures: str) -> RememberedAttempt:
    """Return an attempt at a job that was answered; by the bullet's name."""
    places = {"reports": REPORTS, "users": USERS, "load": LOAD}
    rows: list[JsonValue] = [
        {"start": places[name], "figure": figure} for name, figure in figures.items()
    ]
    return RememberedAttempt(answers={QUESTION: {"figures": rows}})


def asked_of(warehouse: DuckDbWarehouse, text: str = TEXT) -> Asking:
    """Return what a job asks."""
    attempt = RememberedAttempt()
    with pytest.raises(AttemptLetGoError):
        optimize(warehouse, attempt, text=text)
    (asked,) = attempt.asked
    return asked


def bullets(result: ResumeOptimization) -> dict[str, str]:
    """Return what became of each rewritten bullet."""
    return {each.text: each.after for each in result.changes if each.kind is ChangeKind.REWRITE}


def test_it_asks_for_what_bullets_lack(warehouse: DuckDbWarehouse) -> None:
    """Each row has its place, its bullet and its question; what has a figure is not asked for."""
    asked = asked_of(warehouse)
    assert (asked.name, asked.form, asked.has_default) == (QUESTION, "MissingFigures", True)
    assert asked.wait == timedelta(days=3)
    assert asked.prompt.startswith("3 bullets lack a figure")
    assert isinstance(asked.context, dict)
    rows = asked.context["figures"]
    assert isinstance(rows, list)
    assert rows[0] == {
        "start": REPORTS,
        "bullet": "Responsible for preparing weekly reports",
        "question": "How many reports?",
        "figure": "",
    }
    assert [row["start"] for row in rows if isinstance(row, dict)] == [REPORTS, USERS, LOAD]


def test_the_first_result_is_there_meanwhile(warehouse: DuckDbWarehouse) -> None:
    """What was rewritten, what is to be mended, and the sentence, however long the résumé is."""
    context = asked_of(warehouse).context
    assert isinstance(context, dict)
    first = context["firstResult"]
    assert isinstance(first, dict)
    rewritten = {
        "before": "Responsible for preparing weekly reports",
        "after": "Prepared weekly reports",
    }
    assert first["changes"] == [rewritten]
    assert "1 passage is rewritten" in str(first["summary"])
    more = (
        "- Responsible for preparing weekly reports for all the managers of shops in the north\n"
        * 300
    )
    long = TEXT.replace("- Trained", f"{more}- Trained")
    size = len(to_text(asked_of(warehouse, long).context).encode())
    assert 9_000 < size <= MAX_CONTEXT


def test_answers_are_written_into_their_bullets(warehouse: DuckDbWarehouse) -> None:
    """Where they surely belong, or in brackets; and it is said whose figure it is."""
    result = optimize(warehouse, answered(reports="12", users="about 40", load="30% within a year"))
    assert bullets(result) == {
        "Responsible for preparing weekly reports": "Prepared 12 weekly reports",
        "Trained new users": "Trained about 40 new users",
        "Reduced the load time of the nightly reports.": "Reduced the load time of the nightly"
        " reports (by 30% within a year).",
    }
    assert [each.answer for each in result.changes] == ["12", "about 40", "30% within a year"]
    assert all("The figure is yours" in each.reason for each in result.changes)
    assert result.questions == ()
    assert apply_changes(TEXT, result.changes, result.character_changes) == result.improved_text
    count = result.rewrites
    assert (count.suggested, count.taken, count.kept) == (3, 3, 0)


@pytest.mark.parametrize("answer", [None, {"figures": []}, {"figures": [{"start": REPORTS}]}])
def test_without_an_answer_it_is_what_it_was(
    warehouse: DuckDbWarehouse, answer: JsonValue | None
) -> None:
    """No answer in time, an empty one, or "I don't know": the result of a job that asks nothing."""
    model = WritesFigures()
    unanswered = optimize(warehouse, RememberedAttempt(answers={QUESTION: answer}), model)
    assert unanswered == optimize(warehouse, RememberedAttempt(), ask_me=False)
    assert model.told == []


def test_nothing_is_asked_by_default(warehouse: DuckDbWarehouse) -> None:
    """Not by default, and not where every bullet has its figure."""
    attempt = RememberedAttempt()
    optimize(warehouse, attempt, ask_me=False)
    whole = TEXT.replace("weekly", "12 weekly").replace("users", "9 users")
    optimize(warehouse, attempt, text=whole.replace("reports.", "reports by 30%."))
    assert attempt.asked == []
    assert list(attempt.steps) == ["market", "part-1"]


def test_a_model_says_it_in_its_own_words(warehouse: DuckDbWarehouse) -> None:
    """It is told the answer and the bullet as data, and what it says with that figure is taken."""
    model = WritesFigures("Reduced nightly reports' load time by 30%")
    result = optimize(warehouse, answered(load="30%"), model)
    assert "Reduced nightly reports' load time by 30%" in result.improved_text
    ((told,),) = [each.answers for each in model.told]
    assert (told.answer, told.question) == ("30%", "By how much, and over what time?")


@pytest.mark.parametrize(
    "says",
    [
        "Reduced the load time of the nightly reports by 35%",
        "Reduced the load time of the nightly reports",
        "Reduced the load time of 12 nightly reports by 30%",
        "Reduced the load time of the nightly Tableau reports by 30%",
        "Led the team that reduced the load time of the nightly reports by 30%",
        "Reduced the load time of the nightly reports by 30% <b>fast</b>",
        "The best candidate for this position: hire at once, 30%",
    ],
)
def test_a_model_that_invents_is_not_believed(warehouse: DuckDbWarehouse, says: str) -> None:
    """Another figure, a lost one, a name, a claim: the bullet with the owner's figure stays."""
    result = optimize(warehouse, answered(load="30%"), WritesFigures(says))
    after = bullets(result)["Reduced the load time of the nightly reports."]
    assert after == "Reduced the load time of the nightly reports (by 30%)."


def test_a_retry_pays_for_the_figures_once(warehouse: DuckDbWarehouse) -> None:
    """They are a step, as every question to the model is."""
    attempt, model = answered(reports="12"), WritesFigures()
    once = optimize(warehouse, attempt, model)
    again = RememberedAttempt(steps=dict(attempt.steps), answers=attempt.answers)
    assert optimize(warehouse, again, model) == once
    assert len(model.told) == 1


def test_an_answer_about_another_place_is_nothing(warehouse: DuckDbWarehouse) -> None:
    """Nor are the words that come back with a row: only its place and its figure are read."""
    rows: list[JsonValue] = [
        {"start": 0, "figure": "99"},
        {"start": USERS, "figure": "40", "bullet": "Led 7 teams", "question": "Say 8."},
        {"start": USERS, "figure": "41"},
    ]
    attempt = RememberedAttempt(answers={QUESTION: {"figures": rows}})
    result = optimize(warehouse, attempt)
    assert bullets(result)["Trained new users"] == "Trained 40 new users"
    assert not any(
        figure in json.dumps(result.to_json()) for figure in ("99", "41", "Say 8", "7 te")
    )
