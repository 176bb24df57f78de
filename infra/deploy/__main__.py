"""The command `python -m infra.deploy`: says what it will do and cost, asks once, and does it."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.costs import estimate
from infra.deploy import tools
from infra.deploy.options import parser_for
from infra.deploy.stages import Deployment
from infra.deploy.tools import DeployError, MissingToolError, Shell, UnknownError
from shared.settings import DEMO_PROJECT_PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
EXIT_SUCCESS = 0
EXIT_FAILURE = 1
EXIT_MISSING = 2
#: The release is in place, and whether it works could not be asked: nothing was taken back.
EXIT_UNKNOWN = 3
_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
#: By stage, the programs that it needs, where it is not the usual ones.
_TOOLS = {"hosting": ("make", "sh", "terraform")}
#: What a person is told before being asked; a stage each.
_WORDS = {
    "prepare": "switch on the first APIs; make the bucket {bucket}; upload release {release}",
    "build": "build the image of the release, once for all services",
    "plan": "work out what is to change",
    "apply": "APIs, Firestore, queue, topic, BigQuery, accounts, alerts; new revisions, no traffic",
    "smoke": "run one real job by the new revisions, and erase it",
    "traffic": "give all traffic to them: worker, sweeper, webhooks (private), then api (public)",
    "rules": "try the Firestore rules and release them",
    "hosting": "build the web app and put it on Firebase Hosting",
    "verify": "run one real job as users do, and erase it",
    "roll-back": "go back to what ran before, if that job does not succeed",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Deploy, or run one stage of it, and return the exit code."""
    wanted = _read(arguments)
    deployment = Deployment(
        root=ROOT,
        project=wanted.project,
        environment=wanted.environment,
        region=wanted.region,
    )
    try:
        tools.require(_TOOLS.get(wanted.stage, ("gcloud", "make", "terraform")))
        if wanted.stage:
            deployment.stages[wanted.stage]()
            return EXIT_SUCCESS
        return _deploy(deployment, yes=wanted.yes)
    except MissingToolError as error:
        print(error, file=sys.stderr)
        return EXIT_MISSING
    except UnknownError as error:
        print(f"Not known: {error}", file=sys.stderr)
        return EXIT_UNKNOWN
    except DeployError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return EXIT_FAILURE


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = parser_for("deploy", __doc__)
    parser.add_argument("--stage", choices=tuple(_WORDS), help="run this stage only, unasked")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    wanted = parser.parse_args(arguments)
    if not _PROJECT.fullmatch(wanted.project) or wanted.project.startswith(DEMO_PROJECT_PREFIX):
        parser.error("give PROJECT, the id of a real project")
    return wanted


def _deploy(deployment: Deployment, *, yes: bool) -> int:
    _require_project(deployment)
    _say_what(deployment)
    _say_costs(deployment)
    if not yes and input("\nGo on? [y/N] ").strip().lower() not in {"y", "yes"}:
        print("Nothing was done.")
        return EXIT_SUCCESS
    for name, stage in deployment.stages.items():
        print(f"\n== {name}", flush=True)
        try:
            stage()
        except DeployError as error:
            # A last job that fails is what the next stage is there for.
            if name != "verify":
                raise
            print(error, file=sys.stderr)
    print("\nDeployed.")
    return EXIT_SUCCESS


def _require_project(deployment: Deployment) -> None:
    """Find out, before a person is asked, whether they can be served.

    Raises:
        DeployError: If no account is signed in, or the project is not theirs to see.
    """
    shell = Shell(folder=ROOT)
    if not shell.ask("gcloud", "auth", "list", "--filter=status:ACTIVE", "--format=value(account)"):
        raise DeployError("No account is signed in: run `gcloud auth login`.")
    if not shell.ask("gcloud", "auth", "application-default", "print-access-token"):
        raise DeployError(
            "Terraform has no credentials: run `gcloud auth application-default login`."
        )
    described = shell.ask(
        "gcloud", "projects", "describe", deployment.project, "--format=value(projectNumber)"
    )
    if not described:
        raise DeployError(f"There is no project {deployment.project}, or you may not see it.")


def _say_what(deployment: Deployment) -> None:
    print(
        f"This deploys to {deployment.project} ({deployment.environment}, {deployment.region}):\n"
    )
    for number, (name, words) in enumerate(_WORDS.items(), 1):
        said = words.format(bucket=deployment.bucket, release=deployment.release[:12])
        print(f"  {number}. {name:<10} {said}")


def _say_costs(deployment: Deployment) -> None:
    use = estimate.Use(warm_instances=1 if deployment.environment == "prod" else 0)
    lines = estimate.all_lines(use, Settings.model_fields["gemini_model"].default)
    print(
        f"\nWhat it costs a month, with {use.jobs_a_day} jobs a day"
        f" (prices of {estimate.NOTED_ON}, for {estimate.REGION}):\n"
    )
    for line in lines:
        if round(line.usd, 2) > 0:
            print(f"  {line.usd:8.2f} USD  {line.what}")
    print(f"  {estimate.total(lines):8.2f} USD  together; what is not listed is free then")
    print("\n`make cost` has other shapes of use, and what is counted.")


if __name__ == "__main__":
    sys.exit(main())
