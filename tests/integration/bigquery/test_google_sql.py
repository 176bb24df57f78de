"""All SQL that goes to BigQuery is GoogleSQL, by Google's own parser.

sqlglot and the emulators take more than BigQuery does: a reserved word stood in the loader's MERGE,
and every test was green.
"""

import json
import os
import subprocess
from collections.abc import Callable

import pytest

from infra.bigquery.tables import all_tables
from infra.load_postings.target import merge_sql
from shared.handler.named_texts import JOB_TYPES
from tests.repo import repository
from tests.support.job_events import VIEWS, view_sql

Parse = Callable[[dict[str, str]], dict[str, str]]
_SCRIPT = repository.ROOT / "tests/support/parse_google_sql.py"
#: The first statement after an installation compiles the parser, on a machine that is busy.
_MOST_SECONDS = 280


@pytest.fixture(scope="module")
def faults_of() -> Parse:
    """What the parser has to say of statements, run by the Python that ZETASQL_PYTHON names.

    It lives in a virtual environment of its own. Missing on a laptop means skipped; CI sets the
    variable, and without it fails.
    """
    python = os.environ.get("ZETASQL_PYTHON")
    if not python:
        if os.environ.get("CI"):
            pytest.fail("CI must set ZETASQL_PYTHON")
        pytest.skip("ZETASQL_PYTHON names no Python that has zetasql")

    def parse(statements: dict[str, str]) -> dict[str, str]:
        done = subprocess.run(  # noqa: S603 -- the variable is the developer's own
            [python, str(_SCRIPT)],
            input=json.dumps(statements),
            capture_output=True,
            text=True,
            check=True,
            timeout=_MOST_SECONDS,
        )
        answered = json.loads(done.stdout)
        return {name: fault for name, fault in answered.items() if fault}

    return parse


@pytest.mark.timeout(300)
def test_every_query_of_a_job_is_google_sql(faults_of: Parse) -> None:
    """As it stands in its file, which is as it is sent."""
    queries = {
        str(path.relative_to(JOB_TYPES)): path.read_text() for path in JOB_TYPES.rglob("*.sql")
    }
    assert queries
    assert faults_of(queries) == {}


@pytest.mark.timeout(300)
def test_every_view_is_google_sql(faults_of: Parse) -> None:
    """With the names of a deployment in it."""
    views = {name: view_sql(name, "analytics") for name in VIEWS}
    assert views
    assert faults_of(views) == {}


@pytest.mark.timeout(300)
def test_what_the_loader_says_is_google_sql(faults_of: Parse) -> None:
    """One MERGE for each table, with names as BigQuery has them."""
    merges = {
        name: merge_sql(table, f"`demo-test.loaded.{name}`", f"`demo-test.loaded.{name}_load_1`")
        for name, table in all_tables().items()
    }
    assert faults_of(merges) == {}


@pytest.mark.timeout(300)
def test_a_reserved_word_is_a_fault(faults_of: Parse) -> None:
    """The parser knows what the other ones let pass."""
    assert "NEW" in faults_of({"alias": "SELECT 1 AS new"})["alias"]
