"""What a résumé optimization finds: the records that a result is made of.

Offsets are counted in characters (Unicode code points) of `resume_text`, and hold:
`resume_text[start:end] == text`. A page written in JavaScript counts otherwise where there are
emoji: it slices `Array.from(resumeText)`.
"""

from enum import StrEnum

from pydantic import Field

from shared.core.records import Record


class SectionKind(StrEnum):
    """What a section of a résumé is about."""

    CONTACT = "contact"
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    PROJECTS = "projects"
    CERTIFICATIONS = "certifications"
    LANGUAGES = "languages"
    AWARDS = "awards"
    PUBLICATIONS = "publications"
    VOLUNTEERING = "volunteering"
    INTERESTS = "interests"
    REFERENCES = "references"
    OTHER = "other"


class FindingKind(StrEnum):
    """What a finding is about."""

    #: It opens with words that hide what was done: "Responsible for".
    WEAK_OPENING = "weak-opening"
    #: It speaks in the first person: "I", "my".
    FIRST_PERSON = "first-person"
    #: It has words that say nothing: "successfully", "in order to".
    FILLER = "filler"
    #: It takes too many words for one bullet.
    TOO_LONG = "too-long"
    #: It says what was done and not how much of it, or with what effect.
    NO_FIGURE = "no-figure"
    #: What the text model advises.
    ADVICE = "advice"


class Quote(Record):
    """A piece of the résumé."""

    #: The first character, counted from 0.
    start: int = Field(ge=0)
    #: Behind the last character.
    end: int = Field(ge=0)
    #: The piece itself: `resume_text[start:end]`.
    text: str


class Finding(Quote):
    """Something to be said about a piece of the résumé."""

    kind: FindingKind
    #: What it is, and what to do about it.
    message: str


class SectionReview(Record):
    """A section and what was found in it."""

    kind: SectionKind
    #: Its heading as written; empty before the first heading.
    title: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    #: In the order of the text.
    findings: tuple[Finding, ...] = ()
    #: How many more findings there were of kinds that are listed already.
    more_findings: int = Field(default=0, ge=0)


class ChangeKind(StrEnum):
    """Why the improved text differs from the résumé at a place."""

    #: A bullet or a paragraph, said better.
    REWRITE = "rewrite"
    #: A keyword in the postings' spelling beside the writer's own: "Kubernetes (k8s)".
    KEYWORD = "keyword"
    #: A heading that software knows.
    HEADING = "heading"
    #: Characters that software stumbles over, replaced or removed.
    CHARACTERS = "characters"


class DifferenceKind(StrEnum):
    """Where a word of a change stands."""

    #: Before and after.
    SAME = "same"
    #: Before only.
    REMOVED = "removed"
    #: After only.
    ADDED = "added"


class Difference(Record):
    """A run of characters of a change; "same" and "removed" join to the text before."""

    kind: DifferenceKind
    text: str


class Change(Quote):
    """One place where the improved text differs; all of them make it, and nothing else does."""

    kind: ChangeKind
    #: What stands there in the improved text.
    after: str
    #: What differs within it, in order.
    differences: tuple[Difference, ...]
    #: Why, one sentence.
    reason: str


class KeptBecause(StrEnum):
    """Why a suggested rewrite was not taken, and the original stays."""

    ADDS_FIGURE = "adds-figure"
    LOSES_FIGURE = "loses-figure"
    ADDS_NAME = "adds-name"
    LOSES_NAME = "loses-name"
    #: It claims more than the original: who "helped" has "led"; or it praises the person.
    CLAIMS_MORE = "claims-more"
    #: It loses a "not", or it is about something else.
    CHANGES_MEANING = "changes-meaning"
    #: It holds markup, a link, or characters that nobody sees.
    NOT_PLAIN = "not-plain"
    #: It is much longer than the original.
    TOO_LONG = "too-long"
    #: The result has no room for more changes.
    NO_ROOM = "no-room"


class KeptOriginal(Quote):
    """A bullet or paragraph that stays as it was although a rewrite was suggested."""

    kept_because: KeptBecause


class RewriteCount(Record):
    """What became of the rewrites that were suggested."""

    suggested: int = Field(ge=0)
    taken: int = Field(ge=0)
    #: Refused by a check, so that the original stays; `kept` has them with the reasons.
    kept: int = Field(ge=0)
    #: About a text that is not in the résumé, or not a whole bullet or paragraph of it.
    not_found: int = Field(ge=0)


class KeywordPresence(StrEnum):
    """How a keyword stands in a text."""

    #: In the postings' own spelling.
    EXACT = "exact"
    #: By another name: people understand it, software may not.
    SYNONYM = "synonym"
    MISSING = "missing"


class Keyword(Record):
    """A keyword, and whether the résumé has it."""

    keyword: str
    #: The share of the role's postings that ask for it; absent if only the job description does.
    demand_share: float | None = Field(default=None, ge=0, le=1)
    in_job_description: bool = False
    before: KeywordPresence
    after: KeywordPresence
    #: As the résumé has it, where that is another name.
    written_as: str | None = None


class Coverage(Record):
    """How much of the keywords a text has."""

    #: Keywords in the postings' own spelling.
    exact: int = Field(ge=0)
    #: Those by another name.
    synonyms: int = Field(ge=0)
    missing: int = Field(ge=0)
    #: The weight of the exact ones as a percentage of the weight of all, 0 to 100. A keyword
    #: weighs its demand share; one of the job description weighs 1.
    percent: int = Field(ge=0, le=100)


class KeywordCoverage(Record):
    """Which keywords the résumé has, before and after."""

    before: Coverage
    after: Coverage
    #: By weight, the heaviest first.
    keywords: tuple[Keyword, ...]


class AtsProblemKind(StrEnum):
    """What keeps software that reads résumés (applicant tracking systems) from reading it well."""

    NO_EMAIL = "no-email"
    NO_PHONE = "no-phone"
    NO_EXPERIENCE = "no-experience"
    NO_EDUCATION = "no-education"
    NO_SKILLS = "no-skills"
    NO_DATES = "no-dates"
    HEADING_NOT_STANDARD = "heading-not-standard"
    TABLE_OR_COLUMNS = "table-or-columns"
    LONG_LINE = "long-line"
    ODD_CHARACTERS = "odd-characters"
    MIXED_DATES = "mixed-dates"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


class AtsProblem(Record):
    """One such problem."""

    kind: AtsProblemKind
    #: What it is, and what to do about it.
    message: str
    #: How many places have it; 1 where it is about the whole.
    count: int = Field(default=1, ge=1)
    #: The first of the places; absent where something is missing.
    where: Quote | None = None
    #: Whether the improved text is free of it.
    is_fixed: bool = False
