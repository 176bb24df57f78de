"""Check a text model's answer about a part of a résumé: what is taken, what is not, and why.

Pure. The answer is untrusted. What it quotes must be there; what it rewrites must keep the facts;
what it says must be plain English to the reader, without figures, names or verdicts of its own.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from functions.job_types.common.tone import is_english, unknown_names, verdicts
from functions.job_types.resume_optimization.facts import figures, find_fault
from functions.job_types.resume_optimization.findings import (
    Change,
    ChangeKind,
    Finding,
    FindingKind,
    KeptBecause,
    KeptOriginal,
)
from functions.job_types.resume_optimization.keywords import SkillFinder
from functions.job_types.resume_optimization.languages import (
    ENGLISH,
    Language,
    is_in,
    language_of,
)
from functions.job_types.resume_optimization.parts import Part
from functions.job_types.resume_optimization.quotes import find_in, fold, folded
from functions.job_types.resume_optimization.rebuild import make_change
from functions.job_types.resume_optimization.sections import MARKER, Item, Section
from functions.job_types.resume_optimization.text import (
    Advice,
    KeywordFacts,
    PartText,
    Rewrite,
    rewritable_items,
)
from shared.core.plain_text import find_links, word_runs
from shared.core.records import Record

#: A part of which more suggestions than this fail is asked for again.
MOST_FAULTY = 0.5
#: With fewer faults than this it is not worth it.
FEWEST_FAULTS = 3
#: What is said instead of a reason that must not be shown.
PLAIN_REASON = "It says the same more directly."
#: Numbers up to this are advice ("two lines") and no figures about the person.
_SMALL = 10
#: So many words of the résumé in a row are quoted, and not said.
_LONGEST_ECHO = 8
#: What looks like a tag, a link or a hidden character is refused and not repaired.
_MARKUP = re.compile(
    r"<[A-Za-z/!?]|&#?\w{1,10};|\*\*|__|`|\]\(|\{\{|!\[|^#{1,6} "
    r"|(?i:\b(?:https?|ftp|javascript|data|mailto|file):|\bwww\.|://)",
    re.MULTILINE,
)
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_QUOTED = re.compile('\u201c[^\u201c\u201d]*\u201d|"[^"]*"')
_END = re.compile(r"(?<![.;,\s])[.;,\s]+$")


class PartReview(Record):
    """What is left of an answer after the checks."""

    advice: tuple[Finding, ...]
    rewrites: tuple[Change, ...]
    kept: tuple[KeptOriginal, ...]
    #: Rewrites of something that is not there, or not whole.
    not_found: int
    #: Advice about something that is not there, or in words that must not be shown.
    refused_advice: int

    @property
    def faults(self) -> int:
        """How many of the suggestions failed."""
        return len(self.kept) + self.not_found + self.refused_advice

    @property
    def is_too_faulty(self) -> bool:
        """Whether so much failed that the answer is not to be trusted at all."""
        # Bad English is no invention: the original stays, and the rest may be trusted.
        clumsy = sum(each.kept_because is KeptBecause.WRONG_ENGLISH for each in self.kept)
        untrue = self.faults - clumsy
        suggestions = self.faults + len(self.rewrites) + len(self.advice)
        return untrue >= FEWEST_FAULTS and untrue > MOST_FAULTY * suggestions


class Reviewer:
    """Checks answers about one part of a résumé.

    An answer that grows is checked again and again; what was checked before is not.
    """

    def __init__(  # noqa: PLR0913 -- what was asked, and all that the answer may speak of
        self,
        text: str,
        sections: Sequence[Section],
        part: Part,
        finder: SkillFinder,
        keywords: Sequence[KeywordFacts],
        *,
        role: str = "",
        language: Language | None = None,
    ) -> None:
        self._text = text
        self._language = language or language_of(ENGLISH)
        self._pieces = [(each.start, fold(text[each.start : each.end])) for each in part]
        self._finder = finder
        self._judge_once, self._advise_once = cache(self._judge), cache(self._advise)
        self._items: dict[str, list[Item]] = {}
        for item in rewritable_items(sections, part):
            self._items.setdefault(key_of(text[item.start : item.end]), []).append(item)
        given = "\n".join(text[piece.start : piece.end] for piece in part)
        shares = [each.demand_share for each in keywords if each.demand_share]
        self._shares = {f"{round(share * 100)}%" for share in shares}
        self._echoes = frozenset(word_runs(given, _LONGEST_ECHO))
        self._named = (role, *(keyword.keyword for keyword in keywords))
        self._skills = {mention.skill for mention in finder.find(given)}
        self._skills |= {keyword.keyword for keyword in keywords}

    def review(self, answer: PartText) -> PartReview:
        """Check an answer."""
        advice = [self._advise_once(each) for each in answer.advice]
        rewrites: list[Change] = []
        kept: list[KeptOriginal] = []
        waiting = {key: list(items) for key, items in self._items.items()}
        not_found = 0
        for suggested in answer.rewrites:
            items = waiting.get(key_of(suggested.quote))
            if not items:
                not_found += 1
                continue
            outcome = self._judge_once(suggested, items.pop(0))
            if isinstance(outcome, Change):
                rewrites.append(outcome)
            elif outcome is not None:
                kept.append(outcome)
        return PartReview(
            advice=tuple(finding for finding in advice if finding is not None),
            rewrites=tuple(sorted(rewrites, key=lambda change: change.start)),
            kept=tuple(sorted(kept, key=lambda original: original.start)),
            not_found=not_found,
            refused_advice=advice.count(None),
        )

    def _judge(self, suggested: Rewrite, item: Item) -> Change | KeptOriginal | None:
        """Take a rewrite, or say why not; None if it changes nothing."""
        before = self._text[item.start : item.end]
        after = bare(suggested.rewrite)
        if not after or folded(after) == folded(before):
            return None
        is_same = self._language.is_english or is_in(after, self._language)
        fault = find_fault(before, after, self._finder, is_english=self._language.is_english)
        if fault is None and not is_same:
            fault = KeptBecause.CHANGES_MEANING
        if not is_plain(after, before):
            fault = KeptBecause.NOT_PLAIN
        if fault is not None:
            return KeptOriginal(start=item.start, end=item.end, text=before, kept_because=fault)
        reason = " ".join(suggested.reason.split())
        reason = reason if self._may_say(reason, before) else PLAIN_REASON
        return make_change(ChangeKind.REWRITE, item.start, before, after, reason)

    def _advise(self, advice: Advice) -> Finding | None:
        """Take what is advised about the first place that it quotes; None if it is not fit."""
        message = " ".join(advice.message.split())
        place = self._find(advice.quote)
        if place is None or not message or not self._may_say(message, self._lines(*place)):
            return None
        start, end = place
        text = self._text[start:end]
        return Finding(start=start, end=end, text=text, kind=FindingKind.ADVICE, message=message)

    def _find(self, quote: str) -> tuple[int, int] | None:
        for start, piece in self._pieces:
            if place := find_in(piece, quote):
                return start + place[0], start + place[1]
        return None

    def _lines(self, start: int, end: int) -> str:
        """Return the whole lines that a piece stands in."""
        first = self._text.rfind("\n", 0, start) + 1
        last = self._text.find("\n", end)
        return self._text[first : last if last >= 0 else len(self._text)]

    def _may_say(self, words: str, about: str) -> bool:
        """Whether the model's own words about a piece are fit to be shown.

        They are plain, in English or the résumé's language, do not judge the person, and have no
        figures but those of the piece and the keywords, no skills but those of the part and the
        keywords, no names but those of the piece and the facts; and they do not repeat the résumé
        at length.
        """
        own = {figure for figure in figures(words) if not _is_small(figure)}
        skills = {mention.skill for mention in self._finder.find(words)}
        return (
            is_plain(words)
            and self._is_understood(words)
            and own <= set(figures(about)) | self._shares
            and skills <= self._skills
            and not unknown_names(words, (about, *self._named))
            and not verdicts(words, about)
            and self._echoes.isdisjoint(word_runs(_QUOTED.sub(" ", words), _LONGEST_ECHO))
        )

    def _is_understood(self, words: str) -> bool:
        """Whether the reader understands the words: English, or the résumé's own language."""
        if self._language.is_english:
            return is_english(words)
        return is_english(words) or is_in(words, self._language)


def is_plain(text: str, given: str = "") -> bool:
    """Whether a text is one line without markup, links and hidden characters.

    Markup that is in the given text already is the person's own.
    """
    if any(unicodedata.category(c) in _HIDDEN for c in set(text) - (set(given) - set("\r\n"))):
        return False
    found = [match[0] for match in _MARKUP.finditer(text)]
    return all(each in given for each in (*found, *find_links(text)))


def key_of(text: str) -> str:
    """Reduce an item to what must be equal so that a quote of it is the whole of it."""
    return _END.sub("", folded(bare(text)))


def bare(text: str) -> str:
    """Take a bullet's marker and surplus white space off a text."""
    line = " ".join(text.split())
    marker = MARKER.match(line)
    return line[marker.end() :] if marker else line


def _is_small(figure: str) -> bool:
    return figure.isdecimal() and int(figure) <= _SMALL
