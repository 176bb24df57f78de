"""Write `provider.json`: what the resources that we use take, and what the providers refuse.

    python -m tests.infra.extract_provider PACKAGES SOURCES

PACKAGES is a folder with the wheels of `WHEELS`, SOURCES one with the source trees of `TREES`, each
at the release that the wheel is made of. The wheels say names, types and what is required; the
source says enums, ranges, patterns, numbers of blocks and what excludes what. Where the two speak
of the same thing and differ, or one has an argument that the other lacks, nothing is written. What
only the documents say is in `provider_documents`.

A name that ends in `!` is required. What has `below` is a block. No program reads this folder but
the tests; nothing in it is code of the providers.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.infra import provider_package, terraform
from tests.infra.provider import FILE, FOLDERS
from tests.infra.provider_documents import documented
from tests.infra.provider_source import RELATIONS, Source

WHEELS = {
    "google": "cdktf_cdktf_provider_google-16.12.1-py3-none-any.whl",
    "google-beta": "cdktf_cdktf_provider_google_beta-16.12.1-py3-none-any.whl",
    "time": "cdktf_cdktf_provider_time-11.0.1-py3-none-any.whl",
}
TREES = {"google": "google", "google-beta": "google-beta"}
SAID = {
    "google": "terraform-provider-google 6.50.0: @cdktf/provider-google 16.12.1, and its source",
    "google-beta": "terraform-provider-google-beta 6.50.0: likewise",
    "time": "terraform-provider-time 0.13.1: @cdktf/provider-time 11.0.1, and by hand",
}
#: What no file names today, and a change to come may; what begins with `_WHOLE` too.
ALSO = {
    ("google", "resources"): """
        artifact_registry_repository_iam_member bigquery_table_iam_member cloud_run_v2_service
        cloudfunctions2_function cloudfunctions2_function_iam_member firestore_backup_schedule
        firestore_document kms_crypto_key_iam_member
        logging_project_bucket_config logging_project_sink monitoring_service monitoring_slo
        monitoring_uptime_check_config project_iam_custom_role secret_manager_secret
        secret_manager_secret_version storage_bucket storage_bucket_object
    """,
    ("google", "data-sources"): """
        artifact_registry_docker_image bigquery_default_service_account cloud_run_v2_service
        secret_manager_secret
        secret_manager_secret_version service_account storage_bucket storage_bucket_object
        storage_bucket_object_content storage_project_service_account
    """,
    ("google-beta", "resources"): """
        apikeys_key cloud_run_v2_service cloudfunctions2_function firebase_app_check_debug_token
        firebase_app_check_recaptcha_enterprise_config firebase_app_check_service_config
        firebase_hosting_site firebase_project firebase_web_app project_service
        project_service_identity service_usage_consumer_quota_override
    """,
    ("google-beta", "data-sources"): "firebase_web_app_config",
    ("time", "resources"): "sleep",
    ("time", "data-sources"): "",
}
_WHOLE = "identity_platform_"
#: The source of `time` is written for another library; internal/provider/resource_time_sleep.go.
_DURATIONS = ["create_duration", "destroy_duration"]
_BY_HAND = {
    name: {"type": "String", "pattern": r"^[0-9]+(\.[0-9]+)?(ms|s|m|h)$", "at_least_one": both}
    for name, both in ((name, _DURATIONS) for name in _DURATIONS)
}
_LEAF_TYPES = {"String": "string", "Int": "number", "Float": "number", "Bool": "bool"}
_KEPT = {
    "max",
    "min",
    "values",
    "range",
    "seconds",
    "length",
    "pattern",
    "form",
    *RELATIONS.values(),
}


def main() -> None:
    """Read what the command line names, and write the file."""
    packages, sources = Path(sys.argv[1]), Path(sys.argv[2])
    found: dict[str, Any] = {"sources": SAID}
    for provider, wheel in WHEELS.items():
        types = provider_package.read_types(packages / wheel)
        source = Source(sources / TREES[provider]) if provider in TREES else None
        found[provider] = _read(provider, types, source)
    FILE.write_text(render(found), encoding="utf-8")


def _read(provider: str, types: provider_package.Types, source: Source | None) -> Mapping[str, Any]:
    pages = provider_package.find_pages(types)
    found: dict[str, dict[str, Any]] = {kind: {} for kind in FOLDERS.values()}
    for kind, name in sorted(_wanted(provider, pages)):
        if (kind, name) not in pages:
            msg = f"{provider} has no {name} among its {kind}"
            raise LookupError(msg)
        full = f"{provider.partition('-')[0]}_{name}"
        facts = source.schema(kind, full) if source else _BY_HAND
        if kind == "resources":
            facts = _joined(facts, documented(full))
        taken = provider_package.arguments(types, pages[kind, name])
        found[kind][full] = merge(taken, facts, full)
    return found


def _wanted(provider: str, pages: Mapping[tuple[str, str], str]) -> set[tuple[str, str]]:
    """Return each resource that is to be in the file, by its name without the provider's."""
    wanted = {
        (folder, name) for folder in FOLDERS.values() for name in ALSO[provider, folder].split()
    }
    if provider != "time":
        wanted |= {page for page in pages if page[0] == "resources" and _WHOLE in page[1]}
    if provider == "google":
        wanted |= pages.keys() & {
            (FOLDERS[block.kind], block.type.removeprefix("google_"))
            for folder in (terraform.FOLDER, terraform.BOOTSTRAP)
            for block in terraform.blocks("resource", "data", folder=folder)
        }
    return wanted


def _joined(facts: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return two trees of facts as one; the second adds to the first."""
    joined = dict(facts)
    for name, value in more.items():
        there = facts.get(name)
        joined[name] = _joined(there, value) if isinstance(there, Mapping) else value
    return joined


def merge(
    taken: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Any], where: str
) -> dict[str, Any]:
    """Return a block's arguments with what the source says of each.

    Raises:
        ValueError: If the two contradict each other.
    """
    named = {name.replace("_", ""): name for name in facts}
    merged = {}
    for key, argument in taken.items():
        # The package guesses a name that no page of its documents links to: `detect_md5_hash`.
        name = named.pop(key.rstrip("!").replace("_", ""), key.rstrip("!"))
        there = f"{where}.{name}"
        merged[name + "!" * key.endswith("!")] = _merged(dict(argument), facts.get(name, {}), there)
    if named:
        msg = f"{where}: only the source has {sorted(named.values())}"
        raise ValueError(msg)
    return merged


def _merged(argument: dict[str, Any], facts: Mapping[str, Any], where: str) -> Any:  # noqa: ANN401
    said = {name: value for name, value in facts.items() if name in _KEPT}
    if facts and _contradicts(argument, facts):
        msg = f"{where}: the package says {argument}, the source {facts}"
        raise ValueError(msg)
    if "below" in argument:
        below = merge(argument["below"], facts.get("below", {}), where)
        return {**argument, **said, "below": below}
    if facts.get("type") == "Int":
        said["type"] = "integer"
    argument |= said
    return argument["type"] if argument.keys() == {"type"} else argument


def _contradicts(argument: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether the two differ in an argument's type, or in whether a block may stand there twice."""
    if "below" in argument:
        is_block = facts["type"] in {"List", "Set"}
        return not is_block or (argument.get("max") == 1) != (facts.get("max") == 1)
    if facts["type"] in {"List", "Set", "Map"}:
        return not argument["type"].startswith(("list(", "map("))
    return bool(_LEAF_TYPES.get(facts["type"], argument["type"]) != argument["type"])


def render(found: Mapping[str, Any]) -> str:
    """Write a resource a line, so that a diff names it."""
    parts = [f'"sources": {json.dumps(found["sources"], indent=1)}']
    for provider in WHEELS:
        folders = []
        for folder, resources in found[provider].items():
            lines = (
                f"  {json.dumps(name)}: {json.dumps(taken, separators=(',', ': '))}"
                for name, taken in resources.items()
            )
            folders.append(f" {json.dumps(folder)}: {{\n" + ",\n".join(lines) + "\n }")
        parts.append(f"{json.dumps(provider)}: {{\n" + ",\n".join(folders) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
