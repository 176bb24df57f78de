"""The résumés of every kind, each as a case."""

from tests.eval.case import RESUME, Case
from tests.support.job_type_data.resume_optimization.resume_kinds import KINDS, resume_text

RESUMES: tuple[Case, ...] = tuple(
    Case(
        name=name,
        job_type=RESUME,
        kind=kind,
        request={"targetRole": role, "resumeText": resume_text(name)},
    )
    for kind, resumes in KINDS.items()
    for name, role in resumes
)
