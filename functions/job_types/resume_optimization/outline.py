"""Find the lines of a résumé that are headings, by their words, their form and their place.

Pure. What only a heading says is one wherever it stands, but not as the rest of a sentence. What
others say as well ("Technologies", "Work") must look like the headings that are sure; and what says
nothing ("OPEN SOURCE") must look like them, stand apart, and be no title of a job.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from functions.job_types.resume_optimization.dates import DATES
from functions.job_types.resume_optimization.findings import SectionKind
from functions.job_types.resume_optimization.heading_words import ALONE, NO_SKILLS
from functions.job_types.resume_optimization.headings import (
    MOST_CHARACTERS,
    Certainty,
    Form,
    certainty_of,
    form_of,
    is_numbered,
    key_of,
    kind_of,
    undecorated,
)
from functions.job_types.resume_optimization.lines import MARKER, Line, is_unfinished
from functions.job_types.resume_optimization.wrapped_headings import MOST_LINES, wrapped_heading

#: Whose résumé it is stands within so many lines.
_NAME_LINES = 20
#: An entry's dates stand within so many lines of its title.
_ENTRY_LINES = 3
#: A heading with the first of its text on the same line: "SKILLS: Python", "SKILLS    Python".
_LABEL = re.compile(r"^([^:\t]{3,48}?)(?::[ \t]{1,20}| {3,40}|\t{1,9} {0,9})(?=\S)")
_LABELLED: Final = frozenset(
    {
        *(SectionKind.SUMMARY, SectionKind.EXPERIENCE, SectionKind.EDUCATION, SectionKind.SKILLS),
        *(SectionKind.LANGUAGES, SectionKind.CERTIFICATIONS, SectionKind.INTERESTS),
        SectionKind.REFERENCES,
    }
)
#: What a label in capitals opens as well, but not within a job.
_SHOUTED: Final = frozenset(
    {
        *(SectionKind.PUBLICATIONS, SectionKind.AWARDS, SectionKind.VOLUNTEERING),
        SectionKind.PROJECTS,
    }
)
#: Where labels stand within the text, and jobs have titles.
_WORK: Final = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING})
_WITH_LABELS: Final = _WORK | {SectionKind.SKILLS}
_WITH_TITLES: Final = _WORK | {SectionKind.EDUCATION, SectionKind.CERTIFICATIONS}


class _Style(NamedTuple):
    """How a heading looks."""

    form: Form
    #: How many marks it has, for those that have them.
    level: int
    is_marked: bool


class _Candidate(NamedTuple):
    line: Line
    certainty: Certainty
    style: _Style
    is_after_gap: bool
    is_label: bool


def find_headings(lines: Sequence[Line]) -> dict[int, Line]:
    """Return by the place of their line the headings; of a label only the label itself."""
    found = {at: each for at in range(len(lines)) if (each := _candidate(lines, at)) is not None}
    _join_wrapped(lines, found)
    # Written small, a heading is told from a sentence's end by others like it.
    small = sum(each.style.form is Form.LOWER and each.is_after_gap for each in found.values())
    if small < 2:  # noqa: PLR2004 -- one is no other
        found = {at: each for at, each in found.items() if each.style.form is not Form.LOWER}
    numbered = {at: each for at, each in found.items() if is_numbered(each.line.text)}
    # "2 Education" is one if another is numbered, and "2 Awards" in a list is none.
    if sum(each.certainty is Certainty.SURE for each in numbered.values()) < 2:  # noqa: PLR2004 -- same
        found = {at: each for at, each in found.items() if at not in numbered}
    styles = {
        each.style: at
        for at, each in reversed(found.items())
        if each.certainty is Certainty.SURE and not each.is_label
    }
    return _choose(lines, found, styles)


def _join_wrapped(lines: Sequence[Line], found: dict[int, _Candidate]) -> None:
    """Take the lines of a heading that was wrapped for one."""
    for at in range(len(lines)):
        if (line := wrapped_heading(lines, at)) is None:
            continue
        is_after_gap = at == 0 or lines[at - 1].is_blank
        style = _style(line.text)
        found[at] = _Candidate(line, Certainty.SURE, style, is_after_gap, is_label=False)
        for below in range(at + 1, at + MOST_LINES):
            if below < len(lines) and lines[below].end <= line.end:
                found.pop(below, None)


def _choose(
    lines: Sequence[Line], found: Mapping[int, _Candidate], styles: Mapping[_Style, int]
) -> dict[int, Line]:
    chosen: dict[int, Line] = {}
    kind = SectionKind.CONTACT
    once = _said_once(found)
    for at, each in found.items():
        is_own = at in once and each.style in styles
        if not is_own and not _is_chosen(lines, at, each, styles, kind):
            continue
        is_named = each.certainty is not Certainty.UNKNOWN
        if not is_named and _stands_right_below(lines, at, chosen):
            continue
        chosen[at] = each.line
        kind = kind_of(each.line.text)[0]
    return chosen


def _said_once(found: Mapping[int, _Candidate]) -> set[int]:
    """Return the places of what stands on its own line once: a label in jobs stands in several."""
    keys = {
        at: key_of(undecorated(each.line.text))
        for at, each in found.items()
        if not each.is_label and not each.line.text.rstrip().endswith(":")
    }
    count = Counter(keys.values())
    return {at for at, key in keys.items() if key in ALONE and count[key] == 1}


def _is_chosen(
    lines: Sequence[Line],
    at: int,
    each: _Candidate,
    styles: Mapping[_Style, int],
    kind: SectionKind,
) -> bool:
    """Whether a candidate within a section of this kind opens the next one."""
    is_alike = each.style in styles
    if each.is_label:
        return _is_label_chosen(each, kind)
    match each.certainty:
        case Certainty.SURE:
            is_small = each.style.form is Form.LOWER
            return not is_small or each.is_after_gap
        case Certainty.PERHAPS if styles:
            is_inside = _is_label_in(kind, each) and each.style.form not in _LOUD
            return is_alike and (each.is_after_gap or not is_inside)
        case Certainty.PERHAPS:
            is_small = each.style.form is Form.LOWER
            return each.is_after_gap or (each.style.form in _LOUD and not is_small)
        case _:
            is_loud = each.style.form in _LOUD and each.is_after_gap
            is_fitting = is_alike or not styles
            return is_loud and is_fitting and _is_no_title(lines, at, kind)


def _is_label_in(kind: SectionKind, each: _Candidate) -> bool:
    """Whether such a line may be a label within a section of this kind."""
    is_of_work = kind is SectionKind.SKILLS and key_of(undecorated(each.line.text)) in NO_SKILLS
    return kind in _WITH_LABELS and not is_of_work


_LOUD: Final = frozenset({Form.SHOUTED, Form.MARKDOWN})


def _is_label_chosen(each: _Candidate, kind: SectionKind) -> bool:
    own, _ = kind_of(each.line.text)
    if own in _SHOUTED and each.style.form is Form.SHOUTED and kind not in _WORK:
        return own is not kind and each.certainty is Certainty.SURE
    if own not in _LABELLED or each.certainty is Certainty.UNKNOWN or own is kind:
        return False
    if each.style.form is Form.SHOUTED:
        return each.certainty is Certainty.SURE or kind not in _WITH_LABELS or each.is_after_gap
    return each.style.form is Form.TITLED and each.is_after_gap and kind not in _WITH_LABELS


def _candidate(lines: Sequence[Line], at: int) -> _Candidate | None:
    line = lines[at]
    above = lines[at - 1] if at else None
    is_after_gap = above is None or above.is_blank
    shown = line.text.strip()
    if not shown or (not is_after_gap and above is not None and is_unfinished(above.text)):
        return None
    certainty = certainty_of(line.text)
    is_label = False
    if certainty in {Certainty.NONE, Certainty.UNKNOWN} and (label := _label(line)) is not None:
        certainty, line, is_label = certainty_of(label.text), label, True
    if certainty is Certainty.NONE or (certainty is Certainty.UNKNOWN and not _has_name(lines, at)):
        return None
    style = _style(line.text)
    is_pointed = certainty is not Certainty.UNKNOWN and is_after_gap
    if _is_bullet(line.text) and style.form is not Form.SHOUTED and not is_pointed:
        return None
    return _Candidate(line, certainty, style, is_after_gap, is_label)


def _label(line: Line) -> Line | None:
    """Return the label that a line begins with, if it is a heading's words."""
    found = _LABEL.match(line.text[: 2 * MOST_CHARACTERS])
    if found is None or certainty_of(found[1]) not in {Certainty.SURE, Certainty.PERHAPS}:
        return None
    end = found.end(1) + (line.text[found.end(1) : found.end(1) + 1] == ":")
    return Line(start=line.start, end=line.start + end, text=line.text[:end])


def _style(text: str) -> _Style:
    shown = text.strip()
    level = len(shown) - len(shown.lstrip("#"))
    return _Style(form_of(text), level, is_marked=shown[:1] in "*_=~")


def _is_bullet(text: str) -> bool:
    marker = MARKER.match(text)
    return marker is not None and not marker[0].strip()[0].isdigit()


def _has_name(lines: Sequence[Line], at: int) -> bool:
    return any(not line.is_blank for line in lines[: min(at, _NAME_LINES)])


def _stands_right_below(lines: Sequence[Line], at: int, chosen: Mapping[int, Line]) -> bool:
    """Whether nothing stands between this line and the heading above it."""
    place = at - 1
    while place >= 0 and lines[place].is_blank:
        place -= 1
    return place in chosen


def _is_no_title(lines: Sequence[Line], at: int, kind: SectionKind) -> bool:
    """Whether a line in capitals is no employer or title, which has its dates near."""
    if kind not in _WITH_TITLES:
        return True
    below = lines[at : at + 1 + _ENTRY_LINES]
    return not any(DATES.search(line.text) for line in below)
