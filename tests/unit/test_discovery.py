"""Requests are judged by the services' own documents, and the judgement can be bad."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.discovery import judge
from tests.support.discovery.extract import METHODS, extract

SIGN_IN = "/v1/accounts:signInWithCustomToken"
SIGN = "/v1/projects/-/serviceAccounts/a@b.example:signJwt"
JOBS = "/bigquery/v2/projects/careerlens-test/jobs"
MODEL = "/v1beta1/projects/p/locations/global/publishers/google/models/gemini-3.8-flash"
QUERY: Mapping[str, Any] = {
    "query": "SELECT 1",
    "maximumBytesBilled": "1000",
    "useLegacySql": False,
}

LEVELS = "THINKING_LEVEL_UNSPECIFIED, LOW, MEDIUM, HIGH, MINIMAL"
TABLE = {"projectId": "p", "datasetId": "d", "tableId": "t"}


def query(**more: object) -> dict[str, Any]:
    """Return the body of a query, with more or other fields."""
    return {"configuration": {"query": {**QUERY, **more}, "labels": {"a": "b"}}}


RIGHT: Mapping[str, tuple[str, str, str, object]] = {
    "a sign-in": (
        "identitytoolkit.v1",
        "POST",
        f"{SIGN_IN}?key=k",
        {"token": "t", "returnSecureToken": True},
    ),
    "a signature": ("iamcredentials.v1", "POST", SIGN, {"payload": "{}"}),
    "a query": ("bigquery.v2", "POST", f"{JOBS}?prettyPrint=false", query()),
    "an upload": (
        "bigquery.v2",
        "POST",
        "/upload/bigquery/v2/projects/p/jobs?uploadType=resumable",
        {"configuration": {"load": {"destinationTable": TABLE, "autodetect": True}}},
    ),
    "a look": ("bigquery.v2", "GET", f"{JOBS}/j1?location=EU", None),
    "a stream": (
        "aiplatform.v1beta1",
        "POST",
        f"{MODEL}:streamGenerateContent?alt=sse",
        {
            "contents": [{"parts": [{"text": "a"}], "role": "user"}],
            "generationConfig": {"thinkingConfig": {"thinking_level": "LOW"}},
        },
    ),
}
#: By what is wrong: the request, and all that must be said of it.
WRONG: Mapping[str, tuple[str, str, str, object, list[str]]] = {
    "a field that is not there": (
        *("identitytoolkit.v1", "POST", SIGN_IN, {"token": "t", "secureToken": True}),
        ["there is no secureToken"],
    ),
    "a field that is deep": (
        *("bigquery.v2", "POST", JOBS, query(maxBytesBilled="1")),
        ["there is no configuration.query.maxBytesBilled"],
    ),
    "a field that is missing": (
        *("iamcredentials.v1", "POST", SIGN, {"delegates": []}),
        ["payload is missing"],
    ),
    "a text for yes or no": (
        *("identitytoolkit.v1", "POST", SIGN_IN, {"token": "t", "returnSecureToken": "yes"}),
        ['returnSecureToken: "yes" is no boolean'],
    ),
    "a text for a number": (
        *("bigquery.v2", "POST", JOBS, query(maximumBytesBilled="much")),
        ['configuration.query.maximumBytesBilled: "much" is no int64'],
    ),
    "a text for a list": (
        *("iamcredentials.v1", "POST", SIGN, {"payload": "{}", "delegates": "a"}),
        ['delegates: "a" is no array'],
    ),
    "an enum": (
        *("aiplatform.v1beta1", "POST", f"{MODEL}:generateContent"),
        {
            "contents": [{"parts": [{"text": "a"}]}],
            "generationConfig": {"thinkingConfig": {"thinkingLevel": "SOME"}},
        },
        [f'generationConfig.thinkingConfig.thinkingLevel: "SOME" is none of {LEVELS}'],
    ),
    "no body": (*("iamcredentials.v1", "POST", SIGN, None), ["the body is no object"]),
    "a body where none is taken": (
        *("bigquery.v2", "POST", f"{JOBS}/j1/cancel", {"why": "so"}),
        ["there is a body, and none is taken"],
    ),
    "a parameter of the address": (
        *("bigquery.v2", "GET", f"{JOBS}/j1?place=EU", None),
        ["there is no ?place"],
    ),
    "a path": (
        *(
            "iamcredentials.v1",
            "POST",
            "/v1/serviceAccounts/a@b.example:signJwt",
            {"payload": "{}"},
        ),
        ["iamcredentials.v1 has no POST /v1/serviceAccounts/a@b.example:signJwt"],
    ),
    "a verb": (
        *("bigquery.v2", "PUT", JOBS, query()),
        [f"bigquery.v2 has no PUT {JOBS}"],
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_request_is_taken(name: str) -> None:
    """What the services take is not refused."""
    assert judge.faults(*RIGHT[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_request_is_refused(name: str) -> None:
    """Each kind of mistake is found, and nothing else is said of it."""
    *request, said = WRONG[name]
    assert judge.faults(*request) == said  # type: ignore[arg-type]


def test_the_documents_hold_what_is_listed() -> None:
    """The file was made from the list as it stands."""
    held = {name: tuple(each["methods"]) for name, each in judge.documents().items()}
    assert held == METHODS


def test_only_listed_methods_are_kept_of_a_document() -> None:
    """A method, what its request leads to, and what a description says is required."""
    document = {
        "revision": "1",
        "servicePath": "",
        "parameters": {"key": {"type": "string", "location": "query", "description": "The key."}},
        "resources": {
            "things": {
                "methods": {
                    "make": {
                        "id": "x.things.make",
                        "httpMethod": "POST",
                        "path": "v1/{+parent}/things",
                        "request": {"$ref": "Thing"},
                    },
                    "drop": {"id": "x.things.drop", "httpMethod": "DELETE", "path": "v1/{+name}"},
                }
            }
        },
        "schemas": {
            "Thing": {
                "properties": {
                    "name": {"type": "string", "description": "Required. Its name."},
                    "made": {"type": "string", "readOnly": True},
                    "parts": {"type": "array", "items": {"$ref": "Part"}},
                }
            },
            "Part": {"properties": {"size": {"type": "integer", "format": "int32"}}},
            "Other": {"properties": {}},
        },
    }
    assert extract(document, ("x.things.make",)) == {
        "revision": "1",
        "root": "",
        "methods": {
            "x.things.make": {
                "verb": "POST",
                "paths": ["v1/{+parent}/things"],
                "query": {"key": {"type": "string"}},
                "request": "Thing",
            }
        },
        "schemas": {
            "Part": {"size": {"type": "integer", "format": "int32"}},
            "Thing": {
                "name!": {"type": "string"},
                "parts": {"type": "array", "items": {"$ref": "Part"}},
            },
        },
    }
