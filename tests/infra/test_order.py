"""A deployment changes the api last, and apart from that it is a function like the others."""

import re
from typing import Any

import pytest

from tests.infra import terraform
from tests.infra.terraform import Body, blocks

API = "google_cloudfunctions2_function.api"
INTERNAL = "google_cloudfunctions2_function.internal"
#: In which they differ on purpose; other tests look at these.
_APART = {"name", "description", "for_each", "depends_on"}


def test_the_api_comes_after_all_others() -> None:
    """Its new revision is made when theirs answer: what it accepts is understood by a worker."""
    assert terraform.resource(API)["depends_on"] == [f"${{{INTERNAL}}}"]
    every = [b for b in blocks("resource") if b.type == "google_cloudfunctions2_function"]
    assert {block.address for block in every} == {API, INTERNAL}
    for_each = terraform.resource(INTERNAL)["for_each"]
    assert for_each == '${{for name, shape in var.functions : name => shape if name != "api"}}'


def test_nothing_that_the_others_wait_for_waits_for_the_api() -> None:
    """The order has no circle, which Terraform would refuse."""
    waits = set(re.findall(r"google_\w+\.\w+", str(terraform.resource(INTERNAL)["depends_on"])))
    assert waits
    for address in waits:
        assert API not in str(terraform.resource(address))


@pytest.mark.parametrize("part", ["build_config", "service_config"])
def test_the_api_is_given_what_the_others_are(part: str) -> None:
    """Source, settings, and each secret that is for all functions: none is forgotten at the api."""
    (theirs,), (own,) = terraform.resource(INTERNAL)[part], terraform.resource(API)[part]
    assert _of_all(own) == _of_all(theirs)
    rest = set(terraform.resource(INTERNAL)) ^ set(terraform.resource(API))
    assert rest <= _APART


def _of_all(body: Body) -> Any:  # noqa: ANN401 -- the parser's own trees
    """Return what a function's part says, but for its name, and for what one function alone has."""
    text = {
        name: str(value).replace("var.functions.api", "each.value").replace('["api"]', "[each.key]")
        for name, value in body.items()
        if name not in {"entry_point", "ingress_settings", "dynamic"}
    }
    for_all = [str(each) for each in body.get("dynamic", []) if "each.key ==" not in str(each)]
    return text, for_all
