"""`make bootstrap`: what is made once, from a laptop, and never by a pipeline.

GitHub's way in and the budget have a state of their own. A pipeline that deploys cannot take its
own way in away: a deleted identity pool keeps its name locked for 30 days.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.deploy import guard, tools, values
from infra.deploy.gcloud import Gcloud
from infra.deploy.options import REGION, parser_for
from infra.deploy.tools import DeployError, Shell

ROOT = Path(__file__).resolve().parents[2]
#: What this root needs; the deployment's root switches on the rest.
_APIS = (
    "billingbudgets.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "monitoring.googleapis.com",
    "serviceusage.googleapis.com",
    "storage.googleapis.com",
    "sts.googleapis.com",
)


@dataclass(frozen=True, kw_only=True)
class Bootstrap:
    """What is made once for one project."""

    root: Path
    project: str
    environment: str
    region: str = REGION

    def run(self, *, yes: bool) -> None:
        """Make it, or change it; Terraform asks before, unless told not to.

        Raises:
            DeployError: If this is not the project's environment, or Terraform fails.
        """
        gcloud = Gcloud(folder=self.root, project=self.project)
        bucket = guard.Bucket(gcloud=gcloud, name=f"{self.project}-deploy", region=self.region)
        gcloud.run("services", "enable", *_APIS)
        bucket.prepare(self.environment)
        own = values.fetch(bucket, values.roots_of(self.root))
        if own.get("github_repository"):
            self._require_deployer(gcloud)
        values.write_for(self._folder, own, self._work / values.FILE)
        self._terraform(
            "init", "-input=false", "-reconfigure", f"-backend-config=bucket={bucket.name}"
        )
        self._terraform("apply", *(["-auto-approve"] if yes else []), *self._options())
        self._terraform("output")

    def _require_deployer(self, gcloud: Gcloud) -> None:
        deployer = f"jobs-deployer@{self.project}.iam.gserviceaccount.com"
        if gcloud.find("iam", "service-accounts", "describe", deployer) is None:
            raise DeployError(
                f"GitHub is to deploy as {deployer}, which the first deployment makes: run"
                " `make deploy` first."
            )

    def _options(self) -> list[str]:
        return [
            f"-var-file={self._work / values.FILE}",
            f"-var=project={self.project}",
            f"-var=environment={self.environment}",
            f"-var=region={self.region}",
        ]

    def _terraform(self, *arguments: str) -> None:
        Shell(folder=self.root).run(
            *("terraform", "-chdir=infra/terraform/bootstrap", *arguments),
            environment={"TF_DATA_DIR": str(self._work / "terraform-bootstrap")},
        )

    @property
    def _folder(self) -> Path:
        return values.roots_of(self.root)[1]

    @property
    def _work(self) -> Path:
        folder = self.root / ".local" / "deploy" / self.project / "bootstrap"
        folder.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(0o700)
        return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is made once, and return the exit code."""
    parser = parser_for("bootstrap", __doc__)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    wanted = parser.parse_args(arguments)
    try:
        tools.require(("gcloud", "terraform"))
        Bootstrap(
            root=ROOT,
            project=wanted.project,
            environment=wanted.environment,
            region=wanted.region,
        ).run(yes=wanted.yes)
    except DeployError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
