"""The API's types for web are those of its description."""

from functions.http.openapi.document import describe_api
from infra import api_types
from tests.repo import repository

_FILE = "web/src/jobs/api.d.ts"


def test_the_types_for_web_are_fresh() -> None:
    """The committed file is what the generator makes now: `python -m infra.api_types --out …`."""
    assert repository.text_files()[_FILE] == api_types.render(describe_api())
