"""Job type `skill-gap-analysis`: what a role asks for, what of it you have, what to learn next.

Every figure comes from the warehouse and every sentence is checked against the figures. The
warehouse part and the text part are steps, so that a retry pays for neither twice.
"""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from functions.job_types import JobResult, job_type
from functions.job_types.common import user_text
from functions.job_types.common.demand import (
    SMALLEST_SHARE,
    DemandRow,
    describe_sample,
    rank_required,
)
from functions.job_types.common.names import KnownName, MatchedName, NameIndex, find_skills
from functions.job_types.common.report import Found, Narrated, Narrator
from functions.job_types.common.significance import SMALLEST_SAMPLE
from functions.job_types.skill_gap_analysis import adjacent_roles, compare, match_score
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from functions.job_types.skill_gap_analysis.learning_path import plan_path
from functions.job_types.skill_gap_analysis.text import SkillGapText, find_faults, sound_part
from shared.core import errors
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.handler.ports import QueryResult


def first_of_each(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Drop empty texts, and those that differ from an earlier one in case only."""
    firsts: dict[str, str] = {}
    for text in texts:
        firsts.setdefault(text.casefold(), text)
    firsts.pop("", None)
    return tuple(firsts.values())


class SkillGapRequest(Record):
    """What a user asks for."""

    model_config = user_text.with_example(
        targetRole="Data Engineer", industry="Finance", currentSkills=["Python", "SQL"]
    )

    target_role: user_text.RequiredName = Field(
        description="The role to work towards, in the user's words."
    )
    industry: user_text.OptionalName = Field(
        default="", description="The industry to look at, in the user's words; empty for all."
    )
    current_skills: Annotated[
        tuple[Annotated[str, BeforeValidator(user_text.clean_text), Field(max_length=60)], ...],
        Field(max_length=60, description="What the user can do already; may be empty."),
        AfterValidator(first_of_each),
    ] = ()


class SkillGapAnalysis(Narrated[SkillGapText], SkillGapFindings, JobResult):
    """The findings, and what is written about them."""

    def summarise(self) -> str:
        """Say the result in one sentence."""
        first = self.gaps[0].skill if self.gaps else None
        where = f" in {self.sample.domain}" if self.sample.domain else ""
        postings = f"{self.target_role.matched} postings{where}"
        if not self.met_skills:
            return f"You have none of the skills {postings} ask for; start with {first}."
        start = f"You match {self.match_score.value}% of what {postings} ask for"
        if first is None:
            return f"{start}: no skill is missing."
        return f"{start}; the biggest gap is {first}."


class _Names(Record):
    """What the request's names stand for."""

    role: MatchedName
    industry: MatchedName
    skills: tuple[MatchedName, ...]


_NARRATOR = Narrator(
    prompt="skill_gap_analysis",
    form=SkillGapText,
    checking="Checking the text against the figures",
    find_faults=find_faults,
    sound_part=sound_part,
)


@job_type(
    "skill-gap-analysis",
    title="Skill gap analysis",
    request=SkillGapRequest,
    result=SkillGapAnalysis,
)
def analyse_skill_gap(request: SkillGapRequest, job: JobContext) -> SkillGapAnalysis:
    """Find the gaps between a person's skills and a role's postings, and write about them.

    Raises:
        errors.PermanentJobError: If no role is near the one asked for.
        errors.RetriableJobError: If the text does not keep to the figures.
    """
    job.progress(2, "Looking up the role and your skills", "names")
    found = job.step("findings", partial(_find, request, job), of=Found[SkillGapFindings])
    count = len(found.findings.gaps)
    job.progress(60, f"Writing about {count} gap{'' if count == 1 else 's'}", "text")
    narrated = job.step("text", partial(_NARRATOR.write, job, found), of=Narrated[SkillGapText])
    job.progress(98, "Putting the report together", "text")
    return SkillGapAnalysis(**dict(found.findings), **dict(narrated))


def _find(request: SkillGapRequest, job: JobContext) -> Found[SkillGapFindings]:
    names = understand(request, job.warehouse.query("common/known_names", KnownName).rows)
    job.progress(15, f"Reading postings for {names.role.matched}", "postings")
    demand, domain = _ask_demand(job, names)
    job.progress(30, f"Comparing {demand.rows[0].postings:,} postings with your skills", "compare")
    skills = {
        row.skill: row
        for row in job.warehouse.query("skill_gap_analysis/skills", compare.SkillRow).rows
    }
    job.progress(45, "Looking for roles that fit better", "roles")
    profiles = job.warehouse.query(
        "skill_gap_analysis/role_profiles",
        adjacent_roles.ProfileRow,
        domain=domain or "",
        smallest_sample=SMALLEST_SAMPLE,
        smallest_share=SMALLEST_SHARE,
    )
    findings = build_findings(names, demand, domain, skills, profiles.rows)
    return Found(findings=findings, known_skills=tuple(skills))


def _ask_demand(job: JobContext, names: _Names) -> tuple[QueryResult[DemandRow], str | None]:
    """Ask for the role's postings in its domain; in all domains if those are too few."""
    ask = partial(job.warehouse.query, "common/role_skill_demand", DemandRow)
    role, domain = names.role.matched or "", names.industry.matched
    table = ask(role=role, domain=domain or "")
    if domain and (not table.rows or table.rows[0].postings < SMALLEST_SAMPLE):
        domain, table = None, ask(role=role, domain="")
    if not table.rows:
        raise errors.PermanentJobError(f"There are no recent postings for {role}.")
    return table, domain


def understand(request: SkillGapRequest, known: tuple[KnownName, ...]) -> _Names:
    """Say what the names in a request stand for.

    Raises:
        errors.PermanentJobError: If no role is near; it names the closest there are.
    """
    role, skills = NameIndex("role", known).require(request.target_role), NameIndex("skill", known)
    found = (name for asked in request.current_skills for name in find_skills(asked, skills))
    return _Names(
        role=role,
        industry=NameIndex("domain", known).find(request.industry),
        skills=_each_once(found),
    )


def _each_once(names: Iterable[MatchedName]) -> tuple[MatchedName, ...]:
    """Keep the first of the names that stand for the same thing ("JS", "JavaScript")."""
    firsts: dict[str, MatchedName] = {}
    for name in names:
        firsts.setdefault(name.matched or name.asked, name)
    return tuple(firsts.values())


def build_findings(
    names: _Names,
    demand: QueryResult[DemandRow],
    domain: str | None,
    skills: compare.Skills,
    profiles: tuple[adjacent_roles.ProfileRow, ...],
) -> SkillGapFindings:
    """Put the figures together; pure."""
    required = rank_required(demand.rows)
    shown = compare.with_implied([n.matched for n in names.skills if n.matched], skills)
    gaps = compare.find_gaps(required, shown.keys(), skills)
    score = match_score.score_match(required, shown.keys())
    shares = {r.skill: r.demand_share for r in required}
    role = names.role.matched or ""
    return SkillGapFindings(
        target_role=names.role,
        industry=names.industry,
        current_skills=names.skills,
        sample=describe_sample(demand.rows[0], _sample_note(names, domain), domain),
        required_skills=required,
        met_skills=compare.find_met(required, shown),
        gaps=gaps,
        learning_path=plan_path(gaps, shown.keys(), skills, shares),
        match_score=score,
        adjacent_roles=adjacent_roles.find_adjacent(role, profiles, shown.keys(), score.value),
        data_source=demand.source,
    )


def _sample_note(names: _Names, domain: str | None) -> str:
    role, industry = names.role.matched, names.industry
    if domain is not None:
        return f"Postings for {role} in {domain}, over the last 12 months of data."
    everywhere = f"Postings for {role} in all domains, over the last 12 months of data"
    if industry.matched is not None:
        return f"{everywhere}: {industry.matched} alone has fewer than {SMALLEST_SAMPLE}."
    if industry.asked:
        return f"{everywhere}: no domain is near the industry you named."
    return f"{everywhere}."
