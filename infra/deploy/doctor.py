"""`make doctor PROJECT=…`: what a deployment would stumble over, before it does."""

import argparse
import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from infra.deploy import tools
from infra.deploy.checkup import Checkup, Finding, Verdict
from infra.deploy.gcloud import Gcloud, MissingError, RefusedError
from infra.deploy.options import parser_for
from infra.deploy.rest import Google
from infra.deploy.tools import DeployError

ROOT = Path(__file__).resolve().parents[2]
#: What firebase-tools wants of Node.js.
_NODE = (20, 0)


def main(
    arguments: Sequence[str] | None = None, transport: httpx.BaseTransport | None = None
) -> int:
    """Look this machine and a project over, say what is missing, and return the exit code."""
    wanted = parser_for("doctor", __doc__).parse_args(arguments)
    try:
        findings = list(_look(wanted, transport))
    except DeployError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    missing = sum(finding.verdict is Verdict.BAD for finding in findings)
    print(f"\n{missing} to mend before a deployment." if missing else "\nNothing is in the way.")
    return 1 if missing else 0


def _look(wanted: argparse.Namespace, transport: httpx.BaseTransport | None) -> Iterator[Finding]:
    tools.require(("gcloud", "make", "terraform"))
    gcloud = Gcloud(folder=ROOT, project=wanted.project)
    google = Google(project=wanted.project, access_token=_sign_in(gcloud), transport=transport)
    checkup = Checkup(
        gcloud=gcloud, google=google, environment=wanted.environment, region=wanted.region
    )
    for finding in itertools.chain([_node()], checkup.findings()):
        print(f"  {finding.verdict:<5}{finding.what:<15}{finding.sentence}", flush=True)
        yield finding


def _sign_in(gcloud: Gcloud) -> str:
    """Return a token of who is signed in, once the project is known to be there.

    Raises:
        DeployError: If no account is signed in, or the project is not theirs to see.
    """
    try:
        token = gcloud.run("auth", "print-access-token", patience=0)
    except RefusedError:
        raise DeployError("No account is signed in: run `gcloud auth login`.") from None
    try:
        gcloud.run("projects", "describe", gcloud.project, patience=0)
    except (MissingError, RefusedError):
        raise DeployError(f"There is no project {gcloud.project}, or you may not see it.") from None
    return token


def _node() -> Finding:
    program = shutil.which("node")
    said = (
        subprocess.run([program, "--version"], check=False, capture_output=True, text=True).stdout
        if program
        else ""
    )
    parts = said.strip().removeprefix("v").split(".")
    if all(part.isdigit() for part in parts) and tuple(map(int, parts[:2])) >= _NODE:
        return Finding(Verdict.GOOD, "Node.js", f"{said.strip()} is here.")
    return Finding(Verdict.LOOK, "Node.js", "None that is new enough: `make node` brings one.")


if __name__ == "__main__":
    sys.exit(main())
