"""Draw a job's result for a person to read in a terminal.

A job type without a drawing of its own here is drawn by `generic`, so that a new one appears by
itself.
"""

from collections.abc import Callable, Iterator, Mapping

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from functions.job_types import JobResult, find_job_type
from infra.local.demo.drawings import generic, insights, resume, skill_gap
from infra.local.demo.outcomes import Outcome
from infra.local.demo.submissions import RESUME, SKILL_GAP

#: Lines longer than this are hard to read.
_MAX_WIDTH = 100
#: Gives a result's parts from above to below; each is handed a result of its own type.
Drawing = Callable[..., Iterator[RenderableType]]
_DRAWINGS: Mapping[str, Drawing] = {
    "career-insights": insights.draw,
    RESUME: resume.draw,
    SKILL_GAP: skill_gap.draw,
}


def print_result(console: Console, outcome: Outcome) -> None:
    """Print the result of one job, below a line that says which."""
    width = min(console.width, _MAX_WIDTH)
    result: JobResult = find_job_type(outcome.job_type).result.model_validate(outcome.result)
    console.print()
    rule = Rule(Text(f"{outcome.kind}: {outcome.title}", style="bold"), align="left", style="dim")
    console.print(rule, width=width)
    for part in _DRAWINGS.get(outcome.job_type, generic.draw)(result):
        console.print(Padding(part, (1, 0, 0, 0)), width=width, highlight=False)
