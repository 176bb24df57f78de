"""Write `documents.json`: the methods of Google's services that we call, and what they take.

    python -m tests.support.discovery.extract google_api_python_client-2.202.0-py3-none-any.whl

The package ships every service's discovery document, of 100 MB together; of these only the methods
of `METHODS` are kept, and the schemas that their requests lead to. A name that ends in `!` is
required: the documents say so in the words of its description.
"""

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.support.discovery.judge import FILE

_MODELS = "aiplatform.projects.locations.publishers.models"
#: By document, what is kept of it.
METHODS = {
    "aiplatform.v1beta1": (f"{_MODELS}.generateContent", f"{_MODELS}.streamGenerateContent"),
    "bigquery.v2": (
        *("bigquery.jobs.cancel", "bigquery.jobs.get", "bigquery.jobs.getQueryResults"),
        *("bigquery.jobs.insert", "bigquery.jobs.query", "bigquery.datasets.delete"),
        *("bigquery.datasets.get", "bigquery.datasets.insert", "bigquery.tabledata.insertAll"),
        *("bigquery.tabledata.list", "bigquery.tables.delete", "bigquery.tables.get"),
        *("bigquery.tables.insert", "bigquery.tables.list"),
    ),
    "iamcredentials.v1": (
        "iamcredentials.projects.serviceAccounts.generateIdToken",
        "iamcredentials.projects.serviceAccounts.signJwt",
    ),
    "identitytoolkit.v1": (
        *("identitytoolkit.accounts.delete", "identitytoolkit.accounts.lookup"),
        *("identitytoolkit.accounts.sendOobCode", "identitytoolkit.accounts.signInWithCustomToken"),
        *("identitytoolkit.accounts.signInWithPassword", "identitytoolkit.accounts.signUp"),
        *("identitytoolkit.accounts.update", "identitytoolkit.projects.accounts.delete"),
    ),
    "identitytoolkit.v2": (
        "identitytoolkit.projects.getConfig",
        "identitytoolkit.projects.updateConfig",
    ),
    "firebaserules.v1": (
        "firebaserules.projects.releases.get",
        "firebaserules.projects.releases.patch",
        "firebaserules.projects.test",
    ),
}
_KEPT = ("type", "format", "enum", "$ref", "pattern")

Json = Mapping[str, Any]


def main() -> None:
    """Read the wheel that the command line names, and write the file."""
    wheel = Path(sys.argv[1])
    found: dict[str, Any] = {"source": f"{wheel.name}, googleapiclient/discovery_cache/documents"}
    with zipfile.ZipFile(wheel) as package:
        for name, methods in METHODS.items():
            file = f"googleapiclient/discovery_cache/documents/{name}.json"
            found[name] = extract(json.loads(package.read(file)), methods)
    FILE.write_text(render(found), encoding="utf-8")


def extract(document: Json, wanted: tuple[str, ...]) -> dict[str, Any]:
    """Return the methods of a document that are wanted, with the schemas they lead to."""
    methods = {method["id"]: method for method in _methods(document)}
    kept = {name: _method(methods[name], document["parameters"]) for name in wanted}
    schemas: dict[str, Any] = {}
    to_see = [method["request"] for method in kept.values() if method["request"]]
    while to_see:
        name = to_see.pop()
        if name not in schemas:
            schemas[name] = _schema(document["schemas"][name])
            to_see += _named_by(schemas[name])
    said = {"revision": document["revision"], "root": document["servicePath"]}
    return {**said, "methods": kept, "schemas": dict(sorted(schemas.items()))}


def _methods(level: Json) -> Iterator[Json]:
    yield from level.get("methods", {}).values()
    for below in level.get("resources", {}).values():
        yield from _methods(below)


def _method(method: Json, common: Json) -> dict[str, Any]:
    """Return how a method is called; every one takes the parameters of the whole document."""
    parameters = method.get("parameters", {})
    query = {name: each for name, each in parameters.items() if each["location"] == "query"}
    path = method.get("flatPath", method["path"])
    upload = method.get("mediaUpload", {}).get("protocols", {}).values()
    return {
        "verb": method["httpMethod"],
        "paths": sorted({path, *(each["path"].lstrip("/") for each in upload)}),
        "query": {
            name + "!" * bool(each.get("required")): _plain(each)
            for name, each in sorted({**common, **query}.items())
        },
        "request": method.get("request", {}).get("$ref"),
    }


def _schema(schema: Json) -> dict[str, Any]:
    """Return what an object takes; what is only answered is not for a request."""
    return {
        name + "!" * _is_required(each): _plain(each)
        for name, each in schema.get("properties", {}).items()
        if not each.get("readOnly")
    }


def _is_required(property_: Json) -> bool:
    return str(property_.get("description", "")).startswith(("Required.", "[Required]"))


def _plain(value: Json) -> dict[str, Any]:
    """Return a value's type without its description."""
    plain = {name: value[name] for name in _KEPT if name in value}
    if "items" in value:
        plain["items"] = _plain(value["items"])
    if "additionalProperties" in value:
        plain["values"] = _plain(value["additionalProperties"])
    if "properties" in value:
        plain["properties"] = _schema(value)
    return plain


def _named_by(tree: object) -> list[str]:
    """Return the schemas that one names, however deep."""
    if isinstance(tree, dict):
        own = [tree["$ref"]] if isinstance(tree.get("$ref"), str) else []
        return own + [name for each in tree.values() for name in _named_by(each)]
    return []


def render(found: Json) -> str:
    """Write a method and a schema a line, so that a diff names it."""
    parts = [f'"source": {json.dumps(found["source"])}']
    for name in METHODS:
        document = found[name]
        inner = [f" {json.dumps(key)}: {json.dumps(document[key])}" for key in ("revision", "root")]
        for folder in ("methods", "schemas"):
            lines = (
                f"  {json.dumps(key)}: {json.dumps(value, separators=(',', ': '))}"
                for key, value in document[folder].items()
            )
            inner.append(f" {json.dumps(folder)}: {{\n" + ",\n".join(lines) + "\n }")
        parts.append(f"{json.dumps(name)}: {{\n" + ",\n".join(inner) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
