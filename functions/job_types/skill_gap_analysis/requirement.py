"""What is required, by postings or by a job description, and the findings that come of it. Pure."""

from functions.job_types.common.demand import (
    Basis,
    DemandRow,
    RequiredSkill,
    RoleSample,
    describe_sample,
    rank_required,
    required_by,
)
from functions.job_types.common.names import MatchedName
from functions.job_types.common.significance import SMALLEST_SAMPLE
from functions.job_types.skill_gap_analysis import adjacent_roles, compare, match_score
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from functions.job_types.skill_gap_analysis.learning_path import plan_path
from shared.core import errors
from shared.core.records import Record
from shared.handler.ports import QueryResult


class Names(Record):
    """What the request's names stand for."""

    role: MatchedName
    industry: MatchedName
    skills: tuple[MatchedName, ...]
    #: The skills that the job description names.
    described: tuple[str, ...] = ()


class Requirement(Record):
    """What is required, and what says so."""

    skills: tuple[RequiredSkill, ...]
    sample: RoleSample
    source: str


def decide_requirement(
    names: Names,
    demand: QueryResult[DemandRow] | None,
    domain: str | None,
    profiles: QueryResult[adjacent_roles.ProfileRow],
) -> Requirement:
    """Say what is required: by the role's postings, or else by the job description.

    Raises:
        errors.PermanentJobError: If there is nothing to compare with.
    """
    if demand is not None:
        note = _sample_note(names, domain)
        return Requirement(
            skills=rank_required(demand.rows),
            sample=describe_sample(demand.rows[0], note, domain),
            source=demand.source,
        )
    if not profiles.rows:
        raise errors.PermanentJobError("The data has too few postings to compare anything with.")
    return Requirement(
        skills=required_by(names.described),
        sample=RoleSample(
            basis=Basis.DESCRIPTION,
            postings=1,
            earlier_postings=0,
            data_date=profiles.rows[0].data_date,
            note="The skills that the job description names: the data has too few postings of this"
            " role, so how often others ask for them is not known.",
        ),
        source=profiles.source,
    )


def build_findings(
    names: Names,
    requirement: Requirement,
    skills: compare.Skills,
    profiles: tuple[adjacent_roles.ProfileRow, ...],
) -> SkillGapFindings:
    """Put the figures together; pure."""
    required, sample = requirement.skills, requirement.sample
    shown = compare.with_implied([n.matched for n in names.skills if n.matched], skills)
    gaps = compare.find_gaps(required, shown.keys(), skills)
    score = match_score.score_match(required, shown.keys(), sample.basis)
    shares = {r.skill: r.demand_share for r in required}
    role = names.role.matched or ""
    return SkillGapFindings(
        target_role=names.role,
        industry=names.industry,
        current_skills=names.skills,
        sample=sample,
        required_skills=required,
        met_skills=compare.find_met(required, shown),
        gaps=gaps,
        learning_path=plan_path(gaps, shown.keys(), skills, shares),
        match_score=score,
        adjacent_roles=adjacent_roles.find_adjacent(
            role, required, profiles, shown.keys(), score.value
        ),
        data_source=requirement.source,
    )


def _sample_note(names: Names, domain: str | None) -> str:
    role, industry = names.role.matched, names.industry
    postings = f"{names.role.reading}Postings for {role}"
    if domain is not None:
        return f"{postings} in {domain}, over the last 12 months of data."
    everywhere = f"{postings} in all domains, over the last 12 months of data"
    if industry.matched is not None:
        return f"{everywhere}: {industry.matched} alone has fewer than {SMALLEST_SAMPLE}."
    if industry.asked:
        return f"{everywhere}: no domain is near the industry you named."
    return f"{everywhere}."
