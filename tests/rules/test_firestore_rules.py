"""The security rules in Google's own evaluator: who may read what, and that no client writes.

The second half breaks the rules on purpose, a line at a time, and sees the checks go red.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import httpx
import pytest
from google.cloud.firestore_v1.services import firestore

from infra.local.cloud import stack
from infra.local.cloud.emulators import RULES
from infra.local.process import ports
from tests.rules import checks
from tests.rules.checks import JOB_DOCUMENT, OWNER, STRANGER, Check
from tests.rules.visitor import ADMIN, Visitor, id_token, open_client
from tests.support.emulators import GoogleEmulators

RULES_TEXT = RULES.read_text()
CONDITION = re.compile(r"(?<=: )if (?P<condition>[^;]+)(?=;)")
ALLOW = re.compile(r"\ballow (?P<methods>[a-z, ]+): if [^;]+;")


@pytest.fixture(scope="module")
def client(emulators: GoogleEmulators) -> Iterator[firestore.FirestoreClient]:
    """A connection to the emulator, with the documents that the checks expect."""
    emulators.forget_documents()
    with open_client(emulators.environment["FIRESTORE_EMULATOR_HOST"]) as client:
        checks.seed(client)
        yield client
    emulators.forget_documents()


@pytest.mark.parametrize("check", checks.ALL, ids=str)
def test_the_rules_allow_and_refuse(client: firestore.FirestoreClient, check: Check) -> None:
    """A job is read by its owner and by no other user; no client writes anything."""
    assert check.holds(client)


def test_the_backend_is_not_bound(client: firestore.FirestoreClient) -> None:
    """The administrator reads and lists everything: rules are for browsers."""
    admin = Visitor(client=client, token=ADMIN)

    assert admin.may_get("rateLimits/ada")
    assert admin.may_list("", "jobs", everywhere=True)


def test_the_emulator_does_not_look_at_a_tokens_expiry(client: firestore.FirestoreClient) -> None:
    """What cannot be shown here: the emulator reads `exp`, and lets an expired token in.

    The real service answers UNAUTHENTICATED before it comes to the rules, which therefore do not
    look at `exp` either. If this fails, the emulator has learnt it: then test the refusal.
    """
    expired = id_token(OWNER, datetime.now(UTC) - timedelta(days=1))

    assert Visitor(client=client, token=expired).may_get(JOB_DOCUMENT)


def test_an_expired_token_opens_no_other_users_jobs(client: firestore.FirestoreClient) -> None:
    """Whatever its age, a token stands for its own user only."""
    expired = id_token(STRANGER, datetime.now(UTC) - timedelta(days=1))

    assert not Visitor(client=client, token=expired).may_get(JOB_DOCUMENT)


def mutants() -> dict[str, str]:
    """Return the rules with one thing broken in each, by what was done to them."""
    made = {}
    for number, found in enumerate(CONDITION.finditer(RULES_TEXT), 1):
        for name, condition in {
            "no condition": "true",
            "never": "false",
            "turned": f"!({found['condition']})",
            "any user": "request.auth != null",
            "any other user": found["condition"].replace("==", "!="),
        }.items():
            made[f"allow {number}: {name}"] = _with(found, f"if {condition}")
    for number, found in enumerate(ALLOW.finditer(RULES_TEXT), 1):
        for methods in ("get", "list", "read, create", "read, update", "read, delete"):
            line = found[0].replace(found["methods"], methods)
            made[f"allow {number}: {methods}"] = _with(found, line)
    for name, path in {
        "everything a user has": "/users/{uid}/{collection}/{jobId}",
        "everything below a job document": "/users/{uid}/jobs/{jobId=**}",
    }.items():
        made[f"path: {name}"] = RULES_TEXT.replace("/users/{uid}/jobs/{jobId}", path)
    made["path: every name below a job document"] = RULES_TEXT.replace(
        "/data/{name}", "/{data}/{name}"
    )
    made["path: everything below data"] = RULES_TEXT.replace("/data/{name}", "/data/{name=**}")
    for path in ("/{document=**}", "/rateLimits/{uid}", "/{path=**}/jobs/{jobId}", "/users/{uid}"):
        added = f"    match {path} {{ allow read: if request.auth != null; }}\n"
        made[f"added: {path}"] = RULES_TEXT.replace(
            "    match /users", added + "    match /users", 1
        )
    return made


def _with(found: re.Match[str], replacement: str) -> str:
    return RULES_TEXT[: found.start()] + replacement + RULES_TEXT[found.end() :]


@pytest.fixture(scope="module")
def rules_are_ours_again(emulators: GoogleEmulators) -> Iterator[None]:
    """Whatever is loaded meanwhile, the emulator judges by our rules afterwards."""
    yield
    load(emulators, RULES_TEXT)


def load(emulators: GoogleEmulators, rules: str) -> None:
    """Have the emulator judge by these rules from now on."""
    response = httpx.put(
        f"http://{ports.HOST}:{emulators.firestore_port}"
        f"/emulator/v1/projects/{stack.PROJECT}:securityRules",
        json={"rules": {"files": [{"name": RULES.name, "content": rules}]}},
    )
    assert response.status_code == HTTPStatus.OK, response.text


def test_every_allow_line_is_broken_below() -> None:
    """The patterns that find what to break find every `allow` there is."""
    lines = len(re.findall(r"^\s*allow\b", RULES_TEXT, re.MULTILINE))

    assert lines > 0
    assert len(CONDITION.findall(RULES_TEXT)) == len(ALLOW.findall(RULES_TEXT)) == lines


@pytest.mark.parametrize("rules", [*mutants().values()], ids=[*mutants()])
def test_broken_rules_fail_a_check(
    emulators: GoogleEmulators,
    client: firestore.FirestoreClient,
    rules_are_ours_again: None,
    rules: str,
) -> None:
    """Whatever is broken in the rules, at least one check sees it."""
    assert rules != RULES_TEXT
    load(emulators, rules)

    assert next(checks.failures(client), None) is not None


def test_our_rules_fail_no_check(
    emulators: GoogleEmulators, client: firestore.FirestoreClient, rules_are_ours_again: None
) -> None:
    """The checks that go red above are green over the rules as they are, loaded the same way."""
    load(emulators, RULES_TEXT)

    assert list(checks.failures(client)) == []
