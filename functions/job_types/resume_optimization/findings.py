"""What a résumé optimization finds: the records that a result is made of.

Offsets are counted in characters (Unicode code points) of `resume_text`, and hold:
`resume_text[start:end] == text`. A page written in JavaScript counts otherwise where there are
emoji: it slices `Array.from(resumeText)`.
"""

from enum import StrEnum

from pydantic import Field, NonNegativeInt

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

    start: int = Field(ge=0, description="The first character, counted from 0.")
    end: int = Field(ge=0, description="Behind the last character.")
    text: str = Field(description="The piece itself: `resume_text[start:end]`.")


class Finding(Quote):
    """Something to be said about a piece of the résumé."""

    kind: FindingKind
    message: str = Field(description="What it is, and what to do about it.")


class SectionReview(Record):
    """A section and what was found in it."""

    kind: SectionKind
    title: str = Field(description="Its heading as written; empty before the first heading.")
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    findings: tuple[Finding, ...] = Field(default=(), description="In the order of the text.")
    more_findings: NonNegativeInt = Field(
        default=0,
        description="How many more findings there were of kinds that are listed already.",
    )


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


class CharacterChange(Record):
    """One kind of character that is replaced wherever it stands; a change of its own at each."""

    text: str = Field(description="The character as it was.")
    after: str = Field(description="What stands there in the improved text; maybe nothing.")
    places: tuple[int, ...] = Field(description="Where it stands in `resume_text`, in order.")
    reason: str = Field(description="Why, one sentence.")


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
    after: str = Field(description="What stands there in the improved text.")
    differences: tuple[Difference, ...] = Field(description="What differs within it, in order.")
    reason: str = Field(description="Why, one sentence.")
    answer: str | None = Field(
        default=None,
        description="What its owner has answered, if asked: the figure in `after` is theirs.",
    )


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
    #: It holds markup, a link, or characters that no person sees.
    NOT_PLAIN = "not-plain"
    #: It is much longer than the original.
    TOO_LONG = "too-long"
    #: It is no correct English: a noun taken for a verb, or a verb of another tense.
    WRONG_ENGLISH = "wrong-english"
    #: The result has no room for more changes.
    NO_ROOM = "no-room"


class KeptOriginal(Quote):
    """A bullet or paragraph that stays as it was although a rewrite was suggested."""

    kept_because: KeptBecause


class RewriteCount(Record):
    """What became of the rewrites that were suggested."""

    suggested: int = Field(ge=0)
    taken: int = Field(ge=0)
    kept: NonNegativeInt = Field(
        description="Refused by a check, so that the original stays; `kept` has them with the"
        " reasons.",
    )
    not_found: NonNegativeInt = Field(
        description="About a text that is not in the résumé, or not a whole bullet or paragraph"
        " of it.",
    )


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
    demand_share: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="The share of the role's postings that ask for it; absent if only the job"
        " description does.",
    )
    in_job_description: bool = False
    before: KeywordPresence
    after: KeywordPresence
    written_as: str | None = Field(
        default=None, description="As the résumé has it, where that is another name."
    )


class Coverage(Record):
    """How much of the keywords a text has."""

    exact: int = Field(ge=0, description="Keywords in the postings' own spelling.")
    synonyms: int = Field(ge=0, description="Those by another name.")
    missing: int = Field(ge=0)
    percent: int = Field(
        ge=0,
        le=100,
        description="The weight of the exact ones as a percentage of the weight of all, 0 to 100."
        " A keyword weighs its demand share; one of the job description weighs 1.",
    )


class KeywordCoverage(Record):
    """Which keywords the résumé has, before and after."""

    before: Coverage
    after: Coverage
    keywords: tuple[Keyword, ...] = Field(description="By weight, the heaviest first.")


class AtsProblemKind(StrEnum):
    """What keeps software that reads résumés (applicant tracking systems) from reading it well."""

    #: The headings were not recognised, so that nothing can be said to be missing.
    SECTIONS_UNCLEAR = "sections-unclear"
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
    message: str = Field(description="What it is, and what to do about it.")
    count: int = Field(
        default=1, ge=1, description="How many places have it; 1 where it is about the whole."
    )
    where: Quote | None = Field(
        default=None, description="The first of the places; absent where something is missing."
    )
    is_fixed: bool = Field(default=False, description="Whether the improved text is free of it.")


class QuestionKind(StrEnum):
    """What kind of answer a question asks for."""

    #: A number of things or people: "How many users?".
    HOW_MANY = "how-many"
    #: A change: by how much, from what to what.
    BY_HOW_MUCH = "by-how-much"
    #: An amount of money.
    HOW_MUCH_MONEY = "how-much-money"
    #: How often something is done.
    HOW_OFTEN = "how-often"
    #: What came of it, in whatever measure there is.
    WHAT_RESULT = "what-result"


class Question(Quote):
    """What only the person knows, and what would mend a bullet: a form can ask it."""

    kind: QuestionKind
    question: str = Field(description="The question, to the person.")
    of_what: str | None = Field(
        default=None, description="What is counted, as the résumé has it: “users”."
    )


class MissingPart(StrEnum):
    """A part that a review may have to do without."""

    #: What postings ask for: the role is not in the data, or there are no postings for it.
    MARKET = "market"
    #: Findings about wording: there are no rules for the language.
    WORDING = "wording"
    #: What is said about sections that are missing: they were not recognised.
    SECTIONS = "sections"


class Missing(Record):
    """What a review does without, and why."""

    part: MissingPart
    message: str
