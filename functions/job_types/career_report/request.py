"""What a career report is asked: the union of what its parts are asked.

A field is taken over from the type that reads it, with its rules and its description, so that what
is accepted here is accepted there.
"""

from typing import Annotated, Any, Final

from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from functions.job_types import declared_job_type
from functions.job_types.common.user_text import with_example
from shared.core.records import Record

#: The types whose jobs a report is made of. Without one of them there is no report.
SKILL_GAP: Final = "skill-gap-analysis"
INSIGHTS: Final = "career-insights"
REVIEW: Final = "resume-optimization"
CHILDREN: Final = (SKILL_GAP, INSIGHTS, REVIEW)


class AsIn:
    """What another type's request says of one of its fields; `Annotated` takes it."""

    def __init__(self, job_type: str, field: str) -> None:
        """Take over the field of that name in Python."""
        self._job_type, self._field = job_type, field

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check what the other type checks."""
        job_type = declared_job_type(self._job_type)
        if job_type is None:  # Then there is no report either: nothing is ever asked.
            return handler(source)
        field = job_type.request.model_fields[self._field]
        if not field.metadata:
            return handler.generate_schema(field.annotation)
        return handler.generate_schema(Annotated[field.annotation, *field.metadata])

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe what the other type describes."""
        job_type = declared_job_type(self._job_type)
        if job_type is None:
            return handler(schema)
        field = job_type.request.model_fields[self._field]
        properties = job_type.request.model_json_schema()["properties"]
        # A title that is made of the name is made of another one here.
        left = {"default"} if field.title else {"default", "title"}
        described = properties[field.alias or self._field].items()
        return {key: value for key, value in described if key not in left}


class CareerReportRequest(Record):
    """What a user asks for."""

    model_config = ConfigDict(
        **with_example(
            targetRole="Data Engineer",
            industry="Finance",
            region="US West",
            currentSkills=["Python", "SQL"],
        )
    )

    target_role: Annotated[str, AsIn(SKILL_GAP, "target_role")]
    industry: Annotated[str, AsIn(INSIGHTS, "domain")]
    region: Annotated[str, AsIn(INSIGHTS, "region")] = ""
    experience_years: Annotated[int | None, AsIn(INSIGHTS, "experience_years")] = None
    current_skills: Annotated[tuple[str, ...], AsIn(SKILL_GAP, "current_skills")] = ()
    job_description: Annotated[str, AsIn(SKILL_GAP, "job_description")] = ""
    ask_me: Annotated[bool, AsIn(REVIEW, "ask_me")] = False
