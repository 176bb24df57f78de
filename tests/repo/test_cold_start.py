"""Importing the entry points connects nothing and loads no vendor's client.

functions-framework imports `main.py` before the server forks: a gRPC client made there breaks in
the children, and each heavy library makes every cold start slower.
"""

import json
import time

import pytest

from tests.repo import repository

HEAVY = (
    "docx",
    "duckdb",
    "firebase_admin",
    "google.api_core",
    "google.auth",
    "google.cloud.bigquery",
    "google.cloud.firestore",
    "google.cloud.firestore_v1",
    "google.cloud.pubsub_v1",
    "google.cloud.tasks_v2",
    "google.genai",
    "grpc",
    "infra",
    "pypdf",
    "requests",
    "sqlglot",
)
_REPORT = "import json, sys, {0}; print(json.dumps(sorted(sys.modules)))"


@pytest.mark.parametrize(
    "module",
    [
        "main",
        "functions.job_types.career_insights",
        "functions.job_types.resume_optimization",
        "functions.job_types.skill_gap_analysis",
    ],
)
def test_an_import_loads_no_vendors_client(module: str) -> None:
    """A fresh interpreter that has imported our code has none of the heavy libraries."""
    began = time.monotonic()
    done = repository.python("-c", _REPORT.format(module))
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    print(f"import {module}: {took:.2f} s, with the interpreter")  # noqa: T201 -- for `pytest -rP`
    assert set(json.loads(done.stdout)) & set(HEAVY) == set()
