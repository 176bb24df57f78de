"""While a long, odd text is read and judged, other jobs of the same worker keep running.

The rules run in the worker's own process (decision 40). A thread that holds the interpreter keeps
its neighbours from renewing their leases; here a neighbour notes how much this process computed
while it had to wait: what the machine's other programs took meanwhile is not the rules' doing.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from functions.job_types.common import user_text
from functions.job_types.resume_optimization import job
from functions.job_types.resume_optimization.keywords import SkillFinder
from functions.job_types.resume_optimization.languages import detect_language
from functions.job_types.resume_optimization.parts import cut_parts
from functions.job_types.resume_optimization.reading.cover_letter import refuse_cover_letter
from functions.job_types.resume_optimization.review import Reviewer
from functions.job_types.resume_optimization.sections import find_sections
from functions.job_types.resume_optimization.text import PartText
from shared.core import errors
from tests.support.unpleasant import COMMON, KINDS

#: Seconds of computing: a fifth of the ten between two heartbeats.
LONGEST_PAUSE = 2.0
#: A machine may be slow for once; a rule that holds the interpreter does so each time.
TRIES = 3


@contextmanager
def neighbour() -> Iterator[Callable[[], float]]:
    """Have a thread that wants to run each millisecond, and the work of its longest pause."""
    longest, stop = [0.0], threading.Event()

    def run() -> None:
        last = time.process_time()
        while not stop.wait(0.001):
            now = time.process_time()
            longest[0] = max(longest[0], now - last)
            last = now
        longest[0] = max(longest[0], time.process_time() - last)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield lambda: longest[0]
    finally:
        stop.set()
        thread.join()


def judge(text: str) -> None:
    """Do with a text all that the job does without the model and the warehouse."""
    with suppress(errors.JobsError):
        refuse_cover_letter(text)
    text = str(user_text.clean_long_text(text))
    sections, finder = find_sections(text), SkillFinder((), ())
    finder.find(text)
    language = detect_language(text)
    for part in cut_parts(text, sections):
        reviewer = Reviewer(text, sections, part, finder, (), role="", language=language)
        reviewer.review(PartText(advice=(), rewrites=()))


def longest_pause(text: str) -> float:
    """Return how long a neighbour waited while a text was judged, at the best of some tries."""
    found = []
    for _ in range(TRIES):
        with neighbour() as pause:
            judge(text)
        found.append(pause())
        if found[-1] <= LONGEST_PAUSE:
            break
    return min(found)


@pytest.mark.parametrize("kind", COMMON)
def test_a_neighbour_keeps_running(kind: str) -> None:
    """However odd the longest résumé is."""
    assert longest_pause(KINDS[kind](job.LONGEST_RESUME)) <= LONGEST_PAUSE
