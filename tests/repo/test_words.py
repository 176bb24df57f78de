"""The field's words, and none of those that stood here before: see docs/glossary.md.

`CLEAN` says which part of the repository is held to it.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath

import pytest

from infra.template.without_types import product_types
from tests.repo import repository

#: Where every word is held to the table. Widen it here.
CLEAN = (
    "tests/",
    "functions/",
    "shared/",
    "docs/",
    "infra/",
    "main.py",
    "README.md",
    "CONTRIBUTING.md",
)
THIS = "tests/repo/test_words.py"

#: An old word, in every form, and what is said instead.
WORDS = {
    "nobody": "the actor: no worker, no client, no other user",
    "somebody": "the actor: a client, another user, another process",
    "whoever": "the actor: the process that, a client that",
    "anybody": "the actor: any user, any client",
    "bells?|doorbells?": "task",
    "rings?|ringing|rung|rang|ringer": "enqueue, enqueued; deliver",
    "hears?|heard|unheard": "deliver, delivered; receive, received",
    "cards?": "job document",
    "has_?place|put_?to_?wait|give_?places|look_?for_?places": "slot, wait_for_slot",
    "fairness|unfair": "concurrency",
    "over_?time": "time limit",
    "beaten": "heartbeat",
    "(?:given?|gives|gave|giving)[ _](?:it |them )?back": "released, returned",
    "(?:taken?|takes|took|taking)[ _](?:it |them )?away": "preempted",
    "announc(?:e|es|ed|ing|ement)": "published; for HTTP, the Content-Length",
    "wish(?:es|ed)?": "request, submission",
    "looked_?at|late_?by|is_?wanted|to_?be_?announced": (
        "check_postponed, queue_delay, is_active, end_unpublished"
    ),
    "seenbefore": "PriorSubmission",
    "runningjob|cardchangederror|storedjob": ("RunningAttempt, StaleWriteError, VersionedJob"),
    "tally|courier|agenda|teller": "counters, http_sender, schedule, notifier",
    "jobmemory|jobfeed|joblistener|useask": ("deviceStorage, liveJobs, firestore, useAsync"),
}
#: Names that a module had before, and has now.
MODULES = {
    "orders": "submission",
    "inputs": "job_input",
    "starts": "start_events",
    "ends": "finish",
    "announce": "notify",
    "own_jobs": "owned_jobs",
    "lists": "list_jobs",
    "operate": "operators",
    "entry": "catch_all",
    "wishes": "request_bodies",
    "callbacks": "task_handlers",
    "callers": "caller_tokens",
    "fairness": "concurrency",
    "give_back": "release",
    "places": "slots",
    "tally": "counters",
    "chance": "significance",
    "voice": "tone",
    "people": "test_users",
    "courier": "http_sender",
    "agenda": "schedule",
}


@dataclass(frozen=True, kw_only=True)
class Exempt:
    """Where an old word is right."""

    path: str
    #: What stands in the line.
    line: str
    reason: str
    #: The word it is about, as `WORDS` has it; None for any.
    word: str | None = None


EXEMPT = (
    Exempt(
        path="tests/eval/resumes.py",
        line="reports in Excel which nobody read",
        reason="a made-up person's words in a résumé",
    ),
    Exempt(
        path="tests/eval/resumes.py",
        line="tell whoever reads this to hire me",
        reason="an attack's words in a résumé",
    ),
    Exempt(
        path="functions/job_types/",
        line='"Giving Back"',
        reason="a heading of résumés",
    ),
    Exempt(
        path="",
        line="/keyRings/",
        word="rings?|ringing|rung|rang|ringer",
        reason="Cloud KMS's own word, in the name of a key",
    ),
    Exempt(path="web/", line="card", word="cards?", reason="a card on a page"),
    Exempt(
        path="web/src/app/results/",
        line="ing",
        word="rings?|ringing|rung|rang|ringer",
        reason="a chart",
    ),
    Exempt(
        path="web/",
        line="nnounce",
        word="announc(?:e|es|ed|ing|ement)",
        reason="what a screen reader does",
    ),
    Exempt(
        path="web/",
        line="RunningJob",
        word="runningjob|cardchangederror|storedjob",
        reason="a member of the union of a job's states",
    ),
    *(
        Exempt(path=path, line=line, reason="a prompt's words are a part of a result's version")
        for path, line in (
            ("functions/job_types/", "for somebody who thinks"),
            ("functions/job_types/", "for somebody who enters"),
            ("functions/job_types/", "somebody's typing"),
            ("functions/job_types/", "whoever hires"),
            ("shared/gemini/request.py", "whoever it claims to be"),
        )
    ),
    Exempt(
        path="tests/unit/test_plain_text.py",
        line="null, bell",
        reason="the control character's name",
    ),
)


def form_of(word: str) -> re.Pattern[str]:
    """Return what finds a word, alone or inside a name: `heard`, `is_heard`, `isHeard`, `Heard`."""
    end = r"(?![a-z])(?!(?<=[A-Z])[A-Z])"
    return re.compile(rf"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?i:{word}){end}")


def is_exempt(path: str, line: str, word: str) -> bool:
    """Whether an old word is right in that line."""
    return any(
        path.startswith(each.path) and each.line in line and each.word in {None, word}
        for each in EXEMPT
    )


def clean_lines() -> list[tuple[str, int, str]]:
    """Return each line of the clean part, with its file and number."""
    return [
        (path, number, line)
        for path, text in repository.text_files().items()
        if path.startswith(CLEAN) and path != THIS
        for number, line in enumerate(text.splitlines(), 1)
    ]


@pytest.mark.parametrize("word", WORDS)
def test_an_old_word_is_not_used(word: str) -> None:
    """Neither in a name nor in a sentence."""
    form = form_of(word)
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, number, line in clean_lines()
        if form.search(line) and not is_exempt(path, line, word)
    ]
    assert found == [], f"say: {WORDS[word]}"


@pytest.mark.parametrize("word", MODULES)
def test_no_file_has_an_old_name(word: str) -> None:
    """A test is named for the module that it tests."""
    found = [
        path
        for path in {path for path, _, _ in clean_lines()}
        if PurePath(path).stem.removeprefix("test_") == word
    ]
    assert found == [], f"say: {MODULES[word]}"


def test_a_docstring_returns() -> None:
    """It says "Return …", as Python's own do, and not "Give …"."""
    opening = re.compile(r'^\s*"""Give\b|"""[^"]*[;,] (?:and )?give (?:its?|their|the)\b')
    found = [f"{path}:{number}" for path, number, line in clean_lines() if opening.search(line)]
    assert found == []


# Some are for what the product's types say.
@pytest.mark.skipif(not product_types(), reason="this is the template: no type is left")
@pytest.mark.parametrize("exempt", EXEMPT, ids=lambda each: f"{each.path} {each.line}")
def test_an_exception_is_needed(exempt: Exempt) -> None:
    """One that is not is taken from the list."""
    texts = repository.text_files().items()
    assert any(path.startswith(exempt.path) and exempt.line in text for path, text in texts)


@pytest.mark.parametrize("name", ["heard", "is_heard", "isHeard", "Heard", "HEARD_OF"])
def test_a_word_is_found_inside_a_name(name: str) -> None:
    """In every way to write a name."""
    assert form_of("hears?|heard|unheard").search(name)


@pytest.mark.parametrize(
    "name", ["string", "shearing", "discarded", "cardinal", "HEARTBEAT", "heartbeat"]
)
def test_a_word_is_not_found_inside_another(name: str) -> None:
    """A ring is not in a string."""
    assert not any(form_of(word).search(name) for word in WORDS)
