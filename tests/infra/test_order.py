"""A deployment changes the api last, and apart from that it is a service like the others."""

import re
from typing import Any

import pytest

from tests.infra import terraform
from tests.infra.terraform import blocks

API = "google_cloud_run_v2_service.api"
INTERNAL = "google_cloud_run_v2_service.internal"
#: In which they differ on purpose; other tests look at these.
_APART = {"name", "description", "for_each", "depends_on", "invoker_iam_disabled"}


def test_the_api_comes_after_all_others() -> None:
    """Its new revision is made when theirs answer: what it accepts is understood by a worker."""
    assert terraform.resource(API)["depends_on"] == [f"${{{INTERNAL}}}"]
    every = [b for b in blocks("resource") if b.type == "google_cloud_run_v2_service"]
    assert {block.address for block in every} == {API, INTERNAL}
    for_each = terraform.resource(INTERNAL)["for_each"]
    assert for_each == '${{for name, shape in var.functions : name => shape if name != "api"}}'


def test_nothing_that_the_others_wait_for_waits_for_the_api() -> None:
    """The order has no circle, which Terraform would refuse."""
    waits = set(re.findall(r"google_\w+\.\w+", str(terraform.resource(INTERNAL)["depends_on"])))
    assert waits
    for address in waits:
        assert API not in str(terraform.resource(address))


@pytest.mark.parametrize("part", ["template", "scaling", "lifecycle"])
def test_the_api_is_given_what_the_others_are(part: str) -> None:
    """Image, shape, settings, and each secret that is for all: none is forgotten at the api."""
    (theirs,), (own,) = terraform.resource(INTERNAL)[part], terraform.resource(API)[part]
    assert _of_all(own) == _of_all(theirs)
    rest = set(terraform.resource(INTERNAL)) ^ set(terraform.resource(API))
    assert rest <= _APART


@pytest.mark.parametrize("address", [API, INTERNAL])
def test_traffic_is_none_of_terraforms_business(address: str) -> None:
    """A change makes revisions; which of them has traffic is said by a deployment."""
    body = terraform.resource(address)
    assert "traffic" not in body
    (lifecycle,) = body["lifecycle"]
    assert "traffic" in str(lifecycle["ignore_changes"])


def _of_all(value: Any) -> Any:  # noqa: ANN401 -- the parser's own trees
    """Return what a service's part says, but for its name."""
    match value:
        case dict():
            return {name: _of_all(each) for name, each in value.items()}
        case list():
            return [_of_all(each) for each in value]
        case _:
            text = str(value).replace("var.functions.api", "each.value")
            return re.sub(r'"api"', "each.key", text).replace("${each.key}", "each.key")
