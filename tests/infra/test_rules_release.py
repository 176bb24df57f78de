"""Firestore rules are tried before they are released, and the release is never without any."""

import httpx
import pytest

from infra.deploy.rest import Google
from infra.deploy.rules import Rules
from infra.deploy.site import Site
from infra.deploy.tools import DeployError
from tests.infra.deploy_cloud import PROJECT, Cloud
from tests.repo.repository import ROOT


def google(cloud: Cloud) -> Google:
    """Return Google's APIs as the stand-in has them."""
    transport = httpx.MockTransport(cloud.answer)
    return Google(project=PROJECT, access_token="of-a-person", transport=transport)


def test_the_release_is_moved_and_never_removed(cloud: Cloud) -> None:
    """The new ruleset exists before the release names it; nothing is deleted."""
    rules = Rules(google=google(cloud))
    rules.release("first")
    cloud.asked.clear()
    rules.release("second")
    assert cloud.rules_in_force == "second"
    asked = [each for each in cloud.asked if not each.startswith("GET")]
    assert asked == [
        "POST /v1/projects/careerlens-test:test",
        "POST /v1/projects/careerlens-test/rulesets",
        "PATCH /v1/projects/careerlens-test/releases/cloud.firestore",
    ]


def test_the_same_rules_are_not_kept_twice(cloud: Cloud) -> None:
    """A project takes 2,500 rulesets."""
    rules = Rules(google=google(cloud))
    rules.release("first")
    rules.release("first")
    assert cloud.rules == ["first"]


@pytest.mark.parametrize(
    ("wrong", "said"), [("syntax error", "Unexpected 'x'., line 3"), ("open to all", "Ann's job")]
)
def test_wrong_rules_are_refused_before_anything_moves(cloud: Cloud, wrong: str, said: str) -> None:
    """Those that cannot be read, and those that let in who must stay out."""
    rules = Rules(google=google(cloud))
    rules.release("first")
    with pytest.raises(DeployError, match=said):
        rules.release(wrong)
    assert cloud.rules_in_force == "first"
    assert cloud.rules == ["first"]


def test_our_rules_are_about_what_the_cases_ask(cloud: Cloud) -> None:
    """The path of a job in the cases is the one that our rules match."""
    assert "match /users/{uid}/jobs/{jobId}" in (ROOT / "infra" / "firestore.rules").read_text()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(403, json={"error": {"message": "Permission denied on resource."}}),
        httpx.Response(500, text="oops"),
    ],
)
def test_a_refusal_says_why_and_names_no_token(answer: httpx.Response) -> None:
    """Google's words, where there are any."""
    refusing = httpx.MockTransport(lambda _: answer)
    asked = Google(project=PROJECT, access_token="of-a-person", transport=refusing)
    with pytest.raises(DeployError, match=r"Permission denied|does not say why") as refused:
        Rules(google=asked).released()
    assert "of-a-person" not in str(refused.value)


def test_an_api_that_is_off_has_nothing_released() -> None:
    """As in a project whose first deployment stopped early."""
    off = {"error": {"message": "off", "details": [{"reason": "SERVICE_DISABLED"}]}}
    transport = httpx.MockTransport(lambda _: httpx.Response(403, json=off))
    asked = Google(project=PROJECT, access_token="of-a-person", transport=transport)
    assert Rules(google=asked).released() is None
    assert Site(google=asked).released() is None


def test_a_request_counts_against_the_project(cloud: Cloud) -> None:
    """A person's own credentials are refused without the header."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"rulesetName": "x"})

    asked = Google(project=PROJECT, access_token="t", transport=httpx.MockTransport(answer))
    Rules(google=asked).released()
    assert seen[0].headers["X-Goog-User-Project"] == PROJECT
