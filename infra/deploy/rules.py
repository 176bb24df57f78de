"""The Firestore rules: which are released, and how others are.

The release is moved and never removed: Terraform would replace it, and between the two no rule
would let a user in. New rules are tried first, by Google's own judge of rules, on what must hold
for any rules of ours: an owner reads their job, and no other user does, and no client writes.
https://firebase.google.com/docs/reference/rules/rest
"""

from dataclasses import dataclass
from typing import TypeAlias

from infra.deploy.rest import Google
from infra.deploy.tools import DeployError

#: A ruleset's files, as Google's API has them.
Source: TypeAlias = dict[str, list[dict[str, str]]]

_URL = "https://firebaserules.googleapis.com/v1"
_JOB = "/databases/(default)/documents/users/ann/jobs/ann:example:1:2"

#: By expectation, who does what to Ann's job.
_CASES = (
    ("ALLOW", "get", "ann"),
    ("DENY", "get", "bob"),
    ("DENY", "get", None),
    ("DENY", "create", "ann"),
    ("DENY", "update", "ann"),
    ("DENY", "delete", "ann"),
)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of one project's database."""

    google: Google

    def released(self) -> str | None:
        """Return the name of the ruleset that is released; None if none is."""
        found = self.google.ask("GET", f"{_URL}/{self._release}")
        return None if found is None else str(found["rulesetName"])

    def release(self, content: str) -> None:
        """Try these rules, keep them as a ruleset, and then release that; or know that they are.

        Raises:
            DeployError: If they are wrong, or Google refuses; what was released stays so.
        """
        if self._released_content() == content:
            print("These rules are released already.")
            return
        source: Source = {"files": [{"name": "firestore.rules", "content": content}]}
        self._try(source)
        made = self.google.ask("POST", f"{_URL}/{self._project}/rulesets", {"source": source})
        if made is None:
            raise DeployError("The project takes no rules: is firebaserules.googleapis.com on?")
        self.move_to(str(made["name"]))

    def move_to(self, ruleset: str) -> None:
        """Release a ruleset that is there already."""
        release = {"name": self._release, "rulesetName": ruleset}
        moved = self.google.ask("PATCH", f"{_URL}/{self._release}", {"release": release})
        if moved is None:
            self.google.ask("POST", f"{_URL}/{self._project}/releases", release)

    def _released_content(self) -> str | None:
        """Return the released rules themselves: a project keeps 2,500 rulesets at the most."""
        name = self.released()
        ruleset = None if name is None else self.google.ask("GET", f"{_URL}/{name}")
        return None if ruleset is None else str(ruleset["source"]["files"][0]["content"])

    def _try(self, source: Source) -> None:
        body = {"source": source, "testSuite": {"testCases": [_case(*each) for each in _CASES]}}
        judged = self.google.ask("POST", f"{_URL}/{self._project}:test", body) or {}
        for issue in judged.get("issues", []):
            if issue.get("severity") == "ERROR":
                line = issue.get("sourcePosition", {}).get("line", "?")
                raise DeployError(f"The rules are wrong: {issue.get('description')}, line {line}.")
        results = judged.get("testResults", [])
        if len(results) != len(_CASES):
            raise DeployError("Google did not try the rules.")
        for (expected, method, user), result in zip(_CASES, results, strict=True):
            if result.get("state") != "SUCCESS":
                who = user or "a stranger"
                raise DeployError(
                    f"The rules are wrong: {method} of Ann's job by {who} is not"
                    f" answered {expected}."
                )

    @property
    def _project(self) -> str:
        return f"projects/{self.google.project}"

    @property
    def _release(self) -> str:
        return f"{self._project}/releases/cloud.firestore"


def _case(expected: str, method: str, user: str | None) -> dict[str, object]:
    """Return a test of the rules, as Google's API has it."""
    auth = {} if user is None else {"auth": {"uid": user, "token": {}}}
    return {"expectation": expected, "request": {"path": _JOB, "method": method, **auth}}
