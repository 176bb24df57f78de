"""The check of what the providers take can fail: each kind of wrong value is refused, by name."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.infra import provider, provider_values, terraform
from tests.infra.terraform import Block, blocks

CASES = Path(__file__).with_name("provider_cases.tf")
_CASE = re.compile(r"^## (.+)\n((?:# .+\n)*)((?:(?!## ).*\n)+)", re.MULTILINE)


def cases() -> Mapping[str, tuple[str, list[str]]]:
    """Return each case by its name: the resource, and all that must be said of it."""
    return {
        name: (body, [line.removeprefix("# ") for line in said.splitlines()])
        for name, said, body in _CASE.findall(CASES.read_text())
    }


#: What issue after issue may need, by its provider.
NEEDED = {
    "google": (
        *("google_apikeys_key", "google_cloud_run_v2_service", "google_cloudfunctions2_function"),
        *("google_firestore_backup_schedule", "google_identity_platform_config"),
        "google_identity_platform_default_supported_idp_config",
        *("google_identity_platform_tenant", "google_monitoring_uptime_check_config"),
    ),
    "google-beta": (
        *("google_firebase_hosting_site", "google_firebase_project", "google_firebase_web_app"),
        "google_project_service_identity",
    ),
    "time": ("time_sleep",),
}


def said_of(text: str) -> list[str]:
    """Return what is said of a resource, without its address."""
    (entry,) = terraform.parse(text)["resource"]
    ((type_, named),) = entry.items()
    block = Block(kind="resource", type=type_, name="x", body=named["x"], file="")
    return sorted(each.removeprefix(f"{type_}.x") for each in provider.faults(block))


@pytest.mark.parametrize("name", cases())
def test_a_wrong_value_is_refused(name: str) -> None:
    """Each kind of mistake is found, and nothing else is said; what may be right is taken."""
    text, said = cases()[name]
    assert said_of(text) == said


def test_a_resource_that_is_not_in_the_data_is_named() -> None:
    """Nothing passes because nothing is known of it."""
    assert said_of('resource "google_storage_notification" "x" {\n}\n') == [
        "google_storage_notification is not in provider.json: run tests.infra.extract_provider"
    ]


@pytest.mark.parametrize("given", NEEDED)
def test_what_may_be_needed_is_there(given: str) -> None:
    """The data has more than what our files name today."""
    data = provider.all_taken()[given]
    assert [name for name in NEEDED[given] if name not in data["resources"]] == []


def test_a_beta_resource_is_not_taken_by_the_other_provider() -> None:
    """A Firebase project without `provider = google-beta` would stop every plan."""
    assert said_of('resource "google_firebase_project" "x" {\n}\n') != []


def arguments(taken: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return each argument by its path, with what is known of it."""
    for name, argument in taken.items():
        facts: Mapping[str, Any] = {"type": argument} if isinstance(argument, str) else argument
        path = above + name.rstrip("!")
        yield path, facts
        yield from arguments(facts.get("below", {}), f"{path}.")


ALL = {
    f"{given} {folder} {name}": dict(arguments(taken))
    for given, data in provider.all_taken().items()
    for folder, named in data.items()
    for name, taken in named.items()
}


@pytest.mark.parametrize("name", ALL)
def test_the_data_is_sound(name: str) -> None:
    """Each pattern can be used, and each path that a relation names is an argument."""
    for path, facts in ALL[name].items():
        re.compile(facts.get("pattern", ""))
        for relation in ("conflicts", "exactly_one", "at_least_one", "only_with"):
            assert set(facts.get(relation, [])) <= ALL[name].keys(), (path, relation)


def test_the_data_has_every_kind_of_limit() -> None:
    """Were one lost when the data is made anew, a check would become blind in silence."""
    held = [key for facts in ALL.values() for each in facts.values() for key in each]
    few = {"range": 20, "seconds": 5, "length": 3, "pattern": 10, "form": 2, "min": 6}
    many = {"values": 90, "max": 300, "conflicts": 20, "exactly_one": 40, "at_least_one": 50}
    assert {kind for kind, least in (few | many).items() if held.count(kind) < least} == set()


def test_most_of_our_values_are_judged() -> None:
    """Of what our files give, a large part is written down, and so is looked at."""
    given = [value for block in blocks("resource") for value in leaves(block.body)]
    judged = [value for value in given if list(provider_values.possible(value))]
    assert len(judged) > 150, "the test reads too little"
    assert len(judged) > len(given) / 2


def leaves(body: object) -> Iterator[object]:
    """Return every argument's value."""
    match body:
        case dict():
            for each in body.values():
                yield from leaves(each)
        case list() if any(isinstance(each, dict) for each in body):
            for each in body:
                yield from leaves(each)
        case _:
            yield body
