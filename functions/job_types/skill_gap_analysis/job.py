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
from functions.job_types.common.demand import SMALLEST_SHARE, Basis, DemandRow
from functions.job_types.common.described import described_skills
from functions.job_types.common.names import KnownName, MatchedName, NameIndex, find_skills
from functions.job_types.common.report import Found, Narrated, Narrator
from functions.job_types.common.significance import LEAST_SAMPLE, SMALLEST_SAMPLE
from functions.job_types.skill_gap_analysis import adjacent_roles, compare
from functions.job_types.skill_gap_analysis.findings import SkillGapFindings
from functions.job_types.skill_gap_analysis.requirement import (
    Names,
    build_findings,
    decide_requirement,
)
from functions.job_types.skill_gap_analysis.text import SkillGapText, find_faults, sound_part
from shared.core import errors
from shared.core.records import Record
from shared.handler.job_context import JobContext
from shared.handler.ports import QueryResult

LONGEST_DESCRIPTION = 20_000
#: Of a description that names fewer skills of ours nothing can be said.
FEWEST_DESCRIBED = 3
_PASTE = (
    "For any other role, paste a job description: your skills are then compared with those that it"
    " names."
)
_NOTHING_DESCRIBED = (
    f"The job description names fewer than {FEWEST_DESCRIBED} skills that the data knows, so there"
    " is nothing to compare."
)


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
        description="The role to work towards, in the user's words.",
        json_schema_extra=user_text.suggested("role"),
    )
    industry: user_text.OptionalName = Field(
        default="",
        description="The industry to look at, in the user's words; empty for all.",
        json_schema_extra=user_text.suggested("domain"),
    )
    current_skills: Annotated[
        tuple[Annotated[str, BeforeValidator(user_text.clean_text), Field(max_length=60)], ...],
        Field(
            max_length=60,
            description="What the user can do already; may be empty.",
            json_schema_extra=user_text.suggested("skill"),
        ),
        AfterValidator(first_of_each),
    ] = ()
    job_description: Annotated[str, BeforeValidator(user_text.clean_long_text)] = Field(
        default="",
        max_length=LONGEST_DESCRIPTION,
        description="The advertisement, if there is one: what it asks for counts where the data has"
        " too few postings of the role.",
    )


class SkillGapAnalysis(Narrated[SkillGapText], SkillGapFindings, JobResult):
    """The findings, and what is written about them."""

    def summarise(self) -> str:
        """Say the result in one sentence; what its role is read as in one before."""
        is_of_postings = self.sample.basis is Basis.POSTINGS
        return f"{self.target_role.reading if is_of_postings else ''}{self._sentence()}"

    def _sentence(self) -> str:
        first = self.gaps[0].skill if self.gaps else None
        if self.sample.basis is Basis.DESCRIPTION:
            met, count = len(self.met_skills), len(self.required_skills)
            start = f"You have {met} of the {count} skills that the job description names"
            return f"{start}." if first is None else f"{start}; start with {first}."
        where = f" in {self.sample.domain}" if self.sample.domain else ""
        postings = f"{self.target_role.matched} postings{where}"
        if not self.met_skills:
            return f"You have none of the skills {postings} ask for; start with {first}."
        start = f"You match {self.match_score.value}% of what {postings} ask for"
        if first is None:
            return f"{start}: no skill is missing."
        return f"{start}; the biggest gap is {first}."


_NARRATOR = Narrator(
    prompt="skill_gap_analysis",
    form=SkillGapText,
    checking="Checking the text against the figures",
    find_faults=find_faults,
    sound_part=sound_part,
)


def _job_title(request: SkillGapRequest, _file_name: str | None) -> str:
    return (
        f"{request.target_role} in {request.industry}" if request.industry else request.target_role
    )


@job_type(
    "skill-gap-analysis",
    title="Skill gap analysis",
    description="What a role asks for, what you have, what to learn first.",
    icon="bars",
    request=SkillGapRequest,
    result=SkillGapAnalysis,
    job_title=_job_title,
)
def analyse_skill_gap(request: SkillGapRequest, job: JobContext) -> SkillGapAnalysis:
    """Find the gaps between a person's skills and a role's postings, and write about them.

    Raises:
        errors.PermanentJobError: If there are no postings of the role, and no description of it.
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
    job.progress(15, f"Reading postings for {names.role.matched or 'all roles'}", "postings")
    demand, domain = _ask_demand(job, names)
    job.progress(30, "Comparing what is asked for with your skills", "compare")
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
    requirement = decide_requirement(names, demand, domain, profiles)
    findings = build_findings(names, requirement, skills, profiles.rows)
    return Found(findings=findings, known_skills=tuple(skills))


def _ask_demand(job: JobContext, names: Names) -> tuple[QueryResult[DemandRow] | None, str | None]:
    """Ask for the role's postings in its domain; in all domains if those are too few.

    Raises:
        errors.PermanentJobError: If those are too few, and no job description says what is asked.
    """
    ask = partial(job.warehouse.query, "common/role_skill_demand", DemandRow)
    role, domain = names.role.matched, names.industry.matched
    if role is None:
        return None, domain
    table = ask(role=role, domain=domain or "")
    if domain and _postings(table) < SMALLEST_SAMPLE:
        domain, table = None, ask(role=role, domain="")
    if _postings(table) >= LEAST_SAMPLE:
        return table, domain
    if len(names.described) < FEWEST_DESCRIBED:
        raise errors.PermanentJobError(
            f"There are too few recent postings for {role} to say what it asks for:"
            f" {_postings(table)}, and {LEAST_SAMPLE} are needed. {_PASTE}"
        )
    return None, domain


def _postings(table: QueryResult[DemandRow]) -> int:
    return table.rows[0].postings if table.rows else 0


def understand(request: SkillGapRequest, known: tuple[KnownName, ...]) -> Names:
    """Say what the names in a request stand for.

    Raises:
        errors.PermanentJobError: If there are no postings of the role, or it may be several, and
            no job description says what is asked; it names those that there are.
    """
    roles, skills = NameIndex("role", known), NameIndex("skill", known)
    role = roles.find(request.target_role)
    described = described_skills(request.job_description, skills)
    if role.matched is None and len(described) < FEWEST_DESCRIBED:
        otherwise = _NOTHING_DESCRIBED if request.job_description.strip() else _PASTE
        raise errors.PermanentJobError(roles.explain(request.target_role, otherwise=otherwise))
    found = (name for asked in request.current_skills for name in find_skills(asked, skills))
    return Names(
        role=role,
        industry=NameIndex("domain", known).find(request.industry),
        skills=_each_once(found),
        described=described,
    )


def _each_once(names: Iterable[MatchedName]) -> tuple[MatchedName, ...]:
    """Keep the first of the names that stand for the same thing ("JS", "JavaScript")."""
    firsts: dict[str, MatchedName] = {}
    for name in names:
        firsts.setdefault(name.matched or name.asked, name)
    return tuple(firsts.values())
