"""What is weak in a bullet's wording: openings that hide the work, filler, first person.

Pure. The findings by rules are made here, and the offline model corrects what is found here.
"""

import re
from collections.abc import Iterator

from functions.job_types.resume_optimization.facts import figures
from functions.job_types.resume_optimization.findings import (
    Finding,
    FindingKind,
    SectionKind,
    SectionReview,
)
from functions.job_types.resume_optimization.sections import Item, Section
from functions.job_types.resume_optimization.size_budget import SizeBudget

#: Openings that say who was in charge, or nearby, and not what was done.
WEAK_OPENING = re.compile(
    r"(?:(?:i|we)\s+)?(?:(?:was|were|am|is|been|have been)\s+)?"
    r"(?:responsible for|in charge of|tasked with|(?:my\s+)?(?:job\s+)?(?:duties|responsibilities)"
    r" includ(?:ed|e|ing):?|involved (?:in|with)|worked on|working on|work on|helped(?: to| with)?"
    r"|helping(?: to| with)?|assisted(?: with| in)?|assisting(?: with| in)?|participated in"
    r"|did|dealt with|took part in|had to|charged with)\s+",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"\b(?:I(?!\s{0,2}(?:to|and|or|&|,|-|\u2013)\s{0,2}[A-Z]*[IVX]+\b)(?![.)/&]\S?)"
    r"|I['\u2019](?:ve|m|d|ll)|[Mm]y|[Mm]yself|me)\b(?!/)"
)
#: Behind a word with a capital, "I" is a numeral ("Phase I"), but for these verbs.
_NUMERAL = re.compile(r"\b(?!In\b|At\b|And\b|As\b|When\b|That\b)[A-Z][\w-]{1,30}[ \u00a0]$")
_SURE_VERB = re.compile(r"I (?:am|was|have|had|did|also|will|would|could)\b")
#: Filler, and what stands for it; nothing for most.
FILLER = {
    **dict.fromkeys(("a variety of", "various", "successfully", "effectively", "efficiently"), ""),
    **dict.fromkeys(("actively", "proactively", "basically", "actually", "really", "very"), ""),
    **{f"on a {often} basis": often for often in ("daily", "weekly", "monthly")},
    **dict.fromkeys(("utilized", "utilised", "leveraged"), "used"),
    **dict.fromkeys(("utilizing", "utilising", "leveraging"), "using"),
    **dict.fromkeys(("utilize", "utilise"), "use"),
    "in order to": "to",
    "due to the fact that": "because",
    "for the purpose of": "for",
    "at this point in time": "now",
    "day-to-day": "daily",
}
FILLERS = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, FILLER), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
#: What needs a word between it and a plural.
_NEEDED = re.compile(r"\b(?:of|in|at|with|from)\s$", re.IGNORECASE)
_NEAR = 40
#: More words than this in one bullet are not read.
MOST_WORDS = 34
#: Findings of one kind that are listed for one section; the others are counted.
LISTED_OF_A_KIND = 4
#: Fewer are the entry of a list, and no account of any work.
FEWEST_WORDS = 3
#: Characters that a finding about a whole item quotes of it.
LONGEST_QUOTE = 400
#: Findings that are listed for one section, of all kinds.
LISTED = 30
_MESSAGES = {
    FindingKind.WEAK_OPENING: "\u201c{}\u201d says that it was your task and not what you did; open"
    " with the verb of what you did.",
    FindingKind.FIRST_PERSON: "A résumé is about one person; leave out the first person and open"
    " with the verb.",
    FindingKind.FILLER: "These words add nothing; the sentence is stronger without.",
    FindingKind.TOO_LONG: f"More than {MOST_WORDS} words; keep one result to a bullet and make two"
    " of it.",
    FindingKind.NO_FIGURE: "It says what was done and not how much: if you know how often, how many"
    " or how much it changed, say so.",
}
_WORK = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING})


def review_section(
    text: str,
    section: Section,
    advice: tuple[Finding, ...],
    budget: SizeBudget,
    *,
    is_english: bool = True,
) -> SectionReview:
    """Return a section with what was found in it: by rules, and by the text model (`advice`).

    The rules are about English, and find nothing in another language.
    """
    listed: list[Finding] = []
    prose = [item for item in section.items if item.is_prose and is_english]
    found = [f for item in prose for f in _findings(text, section, item)]
    for finding in (*advice, *found):
        same = sum(other.kind is finding.kind for other in listed)
        is_advice = finding.kind is FindingKind.ADVICE
        is_active = len(listed) < LISTED and (is_advice or same < LISTED_OF_A_KIND)
        if is_active and budget.takes(finding):
            listed.append(finding)
    return SectionReview(
        kind=section.kind,
        title=section.title,
        start=section.start,
        end=section.end,
        findings=tuple(sorted(listed, key=lambda each: (each.start, each.end, each.kind))),
        more_findings=len(advice) + len(found) - len(listed),
    )


def _findings(text: str, section: Section, item: Item) -> Iterator[Finding]:
    shown = text[item.start : item.end]
    found = {
        FindingKind.WEAK_OPENING: WEAK_OPENING.match(shown),
        FindingKind.FIRST_PERSON: find_first_person(shown),
        FindingKind.FILLER: _find_filler(shown),
    }
    for kind, match in found.items():
        if match is not None:
            yield _finding(kind, item.start + match.start(), match[0].rstrip())
    if len(shown.split()) > MOST_WORDS:
        yield _finding(FindingKind.TOO_LONG, item.start, shown[:LONGEST_QUOTE])
    if item.is_bullet and section.kind in _WORK and lacks_figure(shown):
        yield _finding(FindingKind.NO_FIGURE, item.start, shown[:LONGEST_QUOTE])


def lacks_figure(shown: str) -> bool:
    """Whether a bullet says what was done, and not how much: "GitHub" alone says neither."""
    return len(shown.split()) >= FEWEST_WORDS and not figures(shown)


def find_first_person(shown: str) -> re.Match[str] | None:
    """Return where a text speaks of its writer; "Phase I" and "Class I to V" do not."""
    for found in FIRST_PERSON.finditer(shown):
        before = shown[max(0, found.start() - _NEAR) : found.start()]
        is_numeral = found[0] == "I" and _NUMERAL.search(before) is not None
        if not is_numeral or _SURE_VERB.match(shown, found.start()):
            return found
    return None


def _find_filler(shown: str) -> re.Match[str] | None:
    """Return words that add nothing; "of various sizes" would say nothing without."""
    return next(
        (
            found
            for found in FILLERS.finditer(shown)
            if found[0].casefold() != "various"
            or not _NEEDED.search(shown[: found.start()][-_NEAR:])
        ),
        None,
    )


def _finding(kind: FindingKind, start: int, text: str) -> Finding:
    message = _MESSAGES[kind].format(" ".join(text.split()))
    return Finding(start=start, end=start + len(text), text=text, kind=kind, message=message)
