"""What a report reads of its parts' results: no more than these fields, whatever else there is.

The results are other types', and a newer revision may have written them; so what is not named
here is left alone. Shares are 0 to 1, money is US dollars a year, time is hours.
"""

from datetime import date

from pydantic import Field

from functions.job_types.common.names import MatchedName, MatchKind
from shared.core.records import StoredRecord


class NameView(StoredRecord):
    """A name as the user wrote it, and as the postings have it."""

    asked: str
    matched: str | None = None
    how: MatchKind

    def to_name(self) -> MatchedName:
        """Return it as results have it."""
        return MatchedName(asked=self.asked, matched=self.matched, how=self.how)


class NamedSkill(StoredRecord):
    """A skill."""

    skill: str


class GapView(NamedSkill):
    """A required skill that the person has not shown."""

    demand_share: float
    demand_change: float | None = None
    demand_change_is_clear: bool = False
    pay_effect_usd: int | None = None
    pay_effect_is_clear: bool = False
    learn_hours: int
    missing_prerequisites: tuple[str, ...] = ()


class StepView(NamedSkill):
    """A step of the part's own learning path: it has skills, too, that no posting asks for."""

    hours: int
    builds_on: tuple[str, ...] = ()


class PathView(StoredRecord):
    """The part's own learning path."""

    hours_per_week: int
    steps: tuple[StepView, ...] = ()


class RoleSampleView(StoredRecord):
    """Which postings of the role the figures are from."""

    basis: str = "postings"
    postings: int
    domain: str | None = None
    median_pay_usd: int | None = None
    data_date: date
    note: str


class ScoreView(StoredRecord):
    """How much of what the role asks for the person has, 0 to 100."""

    value: int


class SkillsView(StoredRecord):
    """What is read of a skill gap's result."""

    target_role: NameView
    sample: RoleSampleView
    met_skills: tuple[NamedSkill, ...] = ()
    gaps: tuple[GapView, ...] = ()
    learning_path: PathView
    match_score: ScoreView
    data_source: str


class QuartilesView(StoredRecord):
    """What a quarter of postings, half of them, and three quarters pay at the most."""

    postings: int
    lower_usd: int
    median_usd: int
    upper_usd: int


class PayView(StoredRecord):
    """What postings pay."""

    overall: QuartilesView | None = None


class MarketSampleView(StoredRecord):
    """Which postings of the field the figures are from."""

    postings: int
    domain: str
    region: str | None = None
    level: str | None = None
    data_date: date
    note: str


class MovingSkillView(NamedSkill):
    """A skill whose demand in the field rises."""

    change: float
    change_is_clear: bool = False


class MarketSkillsView(StoredRecord):
    """What the field's postings ask for."""

    rising: tuple[MovingSkillView, ...] = ()


class MarketView(StoredRecord):
    """What is read of a market's result."""

    domain: NameView
    region: NameView
    sample: MarketSampleView
    pay: PayView = Field(default_factory=PayView)
    skills: MarketSkillsView = Field(default_factory=MarketSkillsView)
    data_source: str


class KeywordView(StoredRecord):
    """A keyword, and how the résumé has it: "exact", "synonym" or "missing"."""

    keyword: str
    demand_share: float | None = None
    before: str
    after: str


class CoverageView(StoredRecord):
    """How much of the keywords a text has, 0 to 100."""

    percent: int


class KeywordsView(StoredRecord):
    """The keywords of a résumé."""

    before: CoverageView
    after: CoverageView
    keywords: tuple[KeywordView, ...] = ()


class FindingView(StoredRecord):
    """Something to be said about a place of the résumé."""

    kind: str


class SectionView(StoredRecord):
    """A section of the résumé."""

    findings: tuple[FindingView, ...] = ()


class AtsView(StoredRecord):
    """What keeps software from reading the résumé."""

    kind: str
    message: str
    is_fixed: bool = False


class RewritesView(StoredRecord):
    """What became of the suggested rewrites."""

    taken: int


class QuestionView(StoredRecord):
    """What only the person knows."""

    kind: str


class ReviewView(StoredRecord):
    """What is read of a résumé's review. Nothing of the résumé itself is."""

    keywords: KeywordsView
    rewrites: RewritesView
    sections: tuple[SectionView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    ats_problems: tuple[AtsView, ...] = ()
    data_source: str
