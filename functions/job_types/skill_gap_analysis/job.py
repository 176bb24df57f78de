"""Job type `skill-gap-analysis`: what a role asks for, what of it you have, what to learn next.

Every figure comes from the warehouse and every sentence is checked against the figures. The
warehouse part and the text part are steps, so that a retry pays for neither twice.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from functions.job_types import JobResult, job_type
from functions.job_types.common.checks import log_faults
from functions.job_types.common.demand import SMALLEST_SHARE, DemandRow, RoleSample, rank_required
from functions.job_types.common.names import KnownName, MatchedName, NameIndex, find_skills
from functions.job_types.common.significance import SMALLEST_SAMPLE
from functions.job_types.common.user_text import VISIBLE, clean_text
from functions.job_types.skill_gap_analysis import (
    adjacent_roles,
    compare,
    learning_path,
    match_score,
)
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from functions.job_types.skill_gap_analysis.text import SkillGapText, find_faults, sound_part
from shared.core import errors
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.handler.ports import GeneratedBy, QueryResult


def first_of_each(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Drop empty texts, and those that differ from an earlier one in case only."""
    firsts: dict[str, str] = {}
    for text in texts:
        firsts.setdefault(text.casefold(), text)
    firsts.pop("", None)
    return tuple(firsts.values())


ShortText = Annotated[str, BeforeValidator(clean_text), Field(max_length=60)]


class SkillGapRequest(Record):
    """What a user asks for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "targetRole": "Data Engineer",
                    "industry": "Finance",
                    "currentSkills": ["Python", "SQL"],
                }
            ]
        }
    )

    target_role: Annotated[
        str,
        BeforeValidator(clean_text),
        Field(
            min_length=1,
            max_length=100,
            json_schema_extra={"pattern": VISIBLE},
            description="The role to work towards, in the user's words.",
        ),
    ]
    industry: Annotated[
        str,
        BeforeValidator(clean_text),
        Field(
            max_length=100,
            description="The industry to look at, in the user's words; empty for all.",
        ),
    ] = ""
    current_skills: Annotated[
        tuple[ShortText, ...],
        Field(max_length=60, description="What the user can do already; may be empty."),
        AfterValidator(first_of_each),
    ] = ()


class SkillGapAnalysis(SkillGapFindings, JobResult):
    """The findings, and what is written about them."""

    narrative: SkillGapText
    generated_by: GeneratedBy = Field(description="Who wrote the narrative.")

    def summarise(self) -> str:
        """Say the result in one sentence."""
        first = self.gaps[0].skill if self.gaps else None
        if not self.met_skills:
            return f"You have none of the skills {_postings_of(self)} ask for; start with {first}."
        start = f"You match {self.match_score.value}% of what {_postings_of(self)} ask for"
        if first is None:
            return f"{start}: no skill is missing."
        return f"{start}; the biggest gap is {first}."


class _Names(Record):
    """What the request's names stand for."""

    role: MatchedName
    industry: MatchedName
    skills: tuple[MatchedName, ...]


class _Found(Record):
    """The kept value of the step that asks the warehouse."""

    findings: SkillGapFindings
    #: Every skill there is: what the text is checked for besides the facts.
    known_skills: tuple[str, ...]


class _Checked(Record):
    """The kept value of the step that writes the text."""

    text: SkillGapText
    generated_by: GeneratedBy


@job_type(
    "skill-gap-analysis",
    title="Skill gap analysis",
    request=SkillGapRequest,
    result=SkillGapAnalysis,
    attempts=3,
    time_limit=timedelta(minutes=5),
)
def analyse_skill_gap(request: SkillGapRequest, job: JobContext) -> SkillGapAnalysis:
    """Find the gaps between a person's skills and a role's postings, and write about them.

    Raises:
        errors.PermanentJobError: If no role is near the one asked for.
        errors.RetriableJobError: If the text does not keep to the figures.
    """
    job.progress(2, "Looking up the role and your skills", "names")
    found = job.step("findings", partial(_find, request, job), of=_Found)
    findings = found.findings
    job.progress(60, f"Writing about {_count(len(findings.gaps), 'gap')}", "text")
    checked = job.step("text", partial(_write, found, job), of=_Checked)
    job.progress(98, "Putting the report together", "text")
    return SkillGapAnalysis(
        **dict(findings), narrative=checked.text, generated_by=checked.generated_by
    )


def _find(request: SkillGapRequest, job: JobContext) -> _Found:
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
    return _Found(findings=findings, known_skills=tuple(skills))


def _ask_demand(job: JobContext, names: _Names) -> tuple[QueryResult[DemandRow], str | None]:
    """Ask for the role's postings in its domain; in all domains if those are too few."""
    ask = partial(job.warehouse.query, "common/role_skill_demand", DemandRow)
    role, domain = names.role.matched or "", names.industry.matched
    table = ask(role=role, domain=domain or "")
    if domain is not None and _sample_size(table) < SMALLEST_SAMPLE:
        domain, table = None, ask(role=role, domain="")
    if not table.rows:
        raise errors.PermanentJobError(f"There are no recent postings for {role}.")
    return table, domain


def _sample_size(table: QueryResult[DemandRow]) -> int:
    return table.rows[0].postings if table.rows else 0


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
        sample=_sample(names, demand.rows[0], domain),
        required_skills=required,
        met_skills=compare.find_met(required, shown),
        gaps=gaps,
        learning_path=learning_path.plan_path(gaps, shown.keys(), skills, shares),
        match_score=score,
        adjacent_roles=adjacent_roles.find_adjacent(role, profiles, shown.keys(), score.value),
        data_source=demand.source,
    )


def _sample(names: _Names, row: DemandRow, domain: str | None) -> RoleSample:
    return RoleSample(
        postings=row.postings,
        earlier_postings=row.earlier_postings,
        domain=domain,
        data_date=row.data_date,
        median_pay_usd=row.median_pay_usd,
        note=_sample_note(names, domain),
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


def _write(found: _Found, job: JobContext) -> _Checked:
    written = job.model.write(
        "skill_gap_analysis",
        found.findings,
        SkillGapText,
        preview=lambda part: {"narrative": sound_part(part, found.findings, found.known_skills)},
    )
    job.progress(92, "Checking the text against the figures", "check")
    faults = find_faults(written.value, found.findings, found.known_skills)
    if faults:
        log_faults(job.log, len(faults))
        raise errors.RetriableJobError("The text did not keep to the figures.")
    return _Checked(text=written.value, generated_by=written.generated_by)


def _postings_of(findings: SkillGapFindings) -> str:
    where = f" in {findings.sample.domain}" if findings.sample.domain else ""
    return f"{findings.target_role.matched} postings{where}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
