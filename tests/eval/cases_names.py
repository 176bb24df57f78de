"""Names as people type them: understood, asked back, or said not to be in the data."""

from tests.eval.case import INSIGHTS, SKILL_GAP, Case

_NURSE = (
    "We look for a nurse who documents care in an HL7 FHIR based system, keeps to HIPAA, and"
    " reports in Excel and Power BI. Risk management is a plus."
)
#: By kind, role names; and whether a job of each is refused, with what there is.
_ROLES: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    ("as typed", False, ("QA", "Full-stack", "ML Ops", "Machine learning", "DBA", "UX/UI")),
    (
        "in the plural or misspelt",
        False,
        ("data engineers", "Finacial Analyst", "Pyhton developer"),
    ),
    ("in another language", False, ("Softwareentwickler", "Chef de projet", "analista de datos")),
    ("asked back", True, ("analyst", "developer", "PM", "Head of Data")),
    ("not covered", True, ("nurse", "truck driver", "Krankenschwester", "Sales Manager")),
)


def _role(kind: str, role: str, *, is_refused: bool = False, description: str = "") -> Case:
    return Case(
        name=f"{kind}: {role}",
        kind=kind,
        job_type=SKILL_GAP,
        request={
            "targetRole": role,
            "currentSkills": ["5 years SQL", "fluent in Python", "spreadsheet"],
            "jobDescription": description,
        },
        is_refused=is_refused,
    )


def _place(region: str) -> Case:
    return Case(
        name=f"outside the data: {region}",
        kind="outside the data",
        job_type=INSIGHTS,
        request={"domain": "Healthcare", "region": region},
        # No pay of elsewhere; that the headline says so, the job's own check sees to.
        forbidden=("$",),
    )


NAMES: tuple[Case, ...] = (
    *(
        _role(kind, role, is_refused=is_refused)
        for kind, is_refused, roles in _ROLES
        for role in roles
    ),
    _role("described", "nurse", description=_NURSE),
    _role("described", "developer", description=_NURSE),
    *map(_place, ("Berlin", "London, UK", "remote, Germany", "Tokyo")),
)
