"""Write sentences with figures in them: `{pay-median}` becomes "$98,500", and is named.

For writers whose every number is traced, see `functions.job_types.career_insights.text`.
"""

import re
from collections.abc import Iterable

from functions.job_types.career_insights.figures import Figure, Unit
from functions.job_types.career_insights.text import Sentence
from infra.local.stand_ins.offline_model import english

_SLOT = re.compile(r"\{([a-z0-9-]+)\}")
#: Below this a share is written with one decimal, because a point more or less is much then.
_SMALL_SHARE = 0.1


class Pen:
    """Writes sentences with some figures."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = {figure.id: figure for figure in figures}

    def has(self, *names: str) -> bool:
        """Whether there are figures of these names."""
        return all(name in self._figures for name in names)

    def write(self, template: str) -> Sentence:
        """Write a sentence; a `{figure-id}` in it becomes that figure's number.

        Raises:
            KeyError: If there is no such figure.
        """
        names = tuple(dict.fromkeys(_SLOT.findall(template)))
        text = _SLOT.sub(lambda slot: spell(self._figures[slot[1]]), template)
        return Sentence(text=english.capitalise(text), figures=names)


def spell(figure: Figure) -> str:
    """Write a figure's number, without its sign."""
    value = abs(figure.value)
    match figure.unit:
        case Unit.COUNT:
            return f"{value:,.0f}"
        case Unit.EXACT:
            return f"{value:.0f}"
        case Unit.SHARE | Unit.CHANGE:
            return f"{_percentage(value)}%"
        case Unit.POINTS:
            points = _percentage(value)
            return f"{points} point{'' if points == '1' else 's'}"
        case Unit.USD:
            return f"${value:,.0f}"


def _percentage(share: float) -> str:
    if share >= _SMALL_SHARE:
        return f"{100 * share:.0f}"
    return f"{100 * share:.1f}".removesuffix(".0")
