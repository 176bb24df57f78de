"""Take the keywords out of a job description.

Pure. They are the skills it names, and other terms that only look like names of tools: "LookML",
"GDPR". The description itself goes no further: a text model never sees it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from functions.job_types.common.words import words
from functions.job_types.resume_optimization.keywords import (
    MOST_DESCRIBED,
    SkillFinder,
    WantedKeyword,
)

#: A word with a capital inside it, or of capitals only.
_TERM = re.compile(
    r"(?<![\w@./-])(?:[A-Z][a-z]{1,20}[A-Z][A-Za-z]{1,20}|[A-Z][A-Z0-9]{2,9})(?![\w@])"
)
#: Words of capitals that every advertisement has.
_NO_TERMS = frozenset(
    words(
        "USA USD EUR GBP CEO CTO CFO COO EEO PTO LGBT LGBTQ FTE DOE ASAP FAQ RSU NYC FAANG DEI HQ"
        " AND THE FOR YOU OUR NOT WITH ABOUT ROLE JOB MUST NICE HAVE WHAT WHO WILL ALL ARE"
        " REQUIREMENTS RESPONSIBILITIES BENEFITS QUALIFICATIONS SKILLS EXPERIENCE LinkedIn GitHub"
        " YouTube McKinsey URL PDF III COVID WFH APPLY NOW PLUS FULL TIME REMOTE"
    )
)
_MOST_TERMS = 12


def described_keywords(
    description: str, finder: SkillFinder, wanted: Sequence[WantedKeyword]
) -> tuple[WantedKeyword, ...]:
    """Add a job description's keywords to those of the role, the heaviest first.

    Args:
        description: The job description; empty if there is none.
        finder: Knows all skills.
        wanted: The role's keywords.
    """
    whole = [(0, len(description))] if description else []
    # As in a list of skills: an advertisement that says "R" or "Go" means them, with the capital.
    mentions = finder.find(description, whole)
    named = Counter(m.skill for m in mentions if _is_capital_where_short(m.written))
    described = [skill for skill, _ in named.most_common(MOST_DESCRIBED)]
    described += _terms(description, {m.written for m in mentions})
    by_name = {each.keyword: each for each in wanted}
    for name in described:
        share = by_name[name].demand_share if name in by_name else None
        by_name[name] = WantedKeyword(keyword=name, demand_share=share, in_job_description=True)
    return tuple(sorted(by_name.values(), key=_by_weight))


def _by_weight(keyword: WantedKeyword) -> tuple[float, float, str]:
    return -keyword.weight, -(keyword.demand_share or 0.0), keyword.keyword


def _is_capital_where_short(written: str) -> bool:
    is_ordinary = written.islower() and len(written) <= len("express")
    return not is_ordinary or any(not c.isalpha() for c in written)


def _terms(description: str, known: Iterable[str]) -> list[str]:
    parts = {part for name in known for part in re.findall(r"\w+", name)}
    shown = "\n".join(line for line in description.splitlines() if line != line.upper())
    found = Counter(match[0] for match in _TERM.finditer(shown))
    return [term for term, _ in found.most_common() if term not in _NO_TERMS and term not in parts][
        :_MOST_TERMS
    ]
