"""Ask the warehouse what employers ask for of a role."""

from typing import Final

from functions.job_types.common.demand import DemandRow, describe_sample, rank_required
from functions.job_types.common.names import KnownName, NameIndex
from functions.job_types.resume_optimization.keywords import WantedKeyword
from functions.job_types.resume_optimization.report import Market
from shared.handler.job_context import JobContext

#: What is said where the market's part is missing.
NO_ROLE: Final = (
    "The postings that we have know no such role, so nothing is said about what employers ask for."
    " Everything else was reviewed; paste a job description, and its keywords are compared."
)
NO_POSTINGS: Final = (
    "There are no recent postings for this role, so nothing is said about what employers ask for."
    " Everything else was reviewed; paste a job description, and its keywords are compared."
)


def ask_market(target_role: str, job: JobContext) -> Market:
    """Return what postings ask for of a role; why it is missing, where they have none."""
    known = job.warehouse.query("common/known_names", KnownName)
    role = NameIndex("role", known.rows).find(target_role)
    skills = tuple(name for name in known.rows if name.kind == "skill")
    nothing = Market(
        role=role,
        why_missing=NO_ROLE,
        wanted=(),
        skills=skills,
        data_source=known.source,
    )
    if role.matched is None:
        return nothing
    job.progress(5, f"Reading postings for {role.matched}", "postings")
    demand = job.warehouse.query(
        "common/role_skill_demand", DemandRow, role=role.matched, domain=""
    )
    if not demand.rows:
        return nothing.model_copy(update={"why_missing": NO_POSTINGS})
    everywhere = f"Postings for {role.matched} in all domains, over the last 12 months of data."
    return Market(
        role=role,
        sample=describe_sample(demand.rows[0], f"{role.reading}{everywhere}"),
        wanted=tuple(
            WantedKeyword(keyword=required.skill, demand_share=required.demand_share)
            for required in rank_required(demand.rows)
        ),
        skills=skills,
        data_source=demand.source,
    )
