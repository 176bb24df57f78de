"""How a deployment runs Terraform, and with which values."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.deploy import guard, values
from infra.deploy.tools import DeployError, Shell

#: What an image is built by and put into. Only the first deployment makes them before all else:
#: there is no service without an image, and no image without these.
BUILD_NEEDS = ("google_artifact_registry_repository.services", "time_sleep.build_has_its_roles")
_PROGRAM = ("terraform", "-chdir=infra/terraform")
_NO_IMAGE = f"sha256:{'0' * 64}"


@dataclass(frozen=True, kw_only=True)
class Terraform:
    """Terraform, in this checkout, for one project."""

    shell: Shell
    #: Where the plan is kept, and what `prepare` has found.
    work: Path
    project: str
    environment: str
    region: str

    def init(self, bucket: str) -> None:
        """Find the state, and bring the providers."""
        # Another project's state may be what this checkout was last used for.
        self._run("init", "-input=false", "-reconfigure", f"-backend-config=bucket={bucket}")

    def make_what_builds_need(self) -> None:
        """Make the repository and the account of builds, where they are missing."""
        known = (self._say("state", "list") or "").splitlines()
        if not set(BUILD_NEEDS) <= set(known):
            targets = (f"-target={each}" for each in BUILD_NEEDS)
            self._run("apply", "-input=false", "-auto-approve", *targets, *self._values(_NO_IMAGE))

    def plan(self, *, image: str) -> None:
        """Work out what is to change, and keep that."""
        self._run("plan", "-input=false", f"-out={self._plan}", *self._values(image))

    def apply(self) -> None:
        """Change what was planned, and nothing else."""
        self._run("apply", "-input=false", str(self._plan))

    def output(self, name: str) -> str:
        """Return an output.

        Raises:
            DeployError: If there is none.
        """
        value = self._say("output", "-raw", name)
        if not value:
            raise DeployError(f"Terraform has no output {name!r}: has `apply` gone well?")
        return value

    @property
    def _plan(self) -> Path:
        return self.work / "plan"

    def _values(self, image: str) -> list[str]:
        guard.require_place(self.work, self.environment, self.region)
        return [
            f"-var-file={self.environment}.tfvars",
            f"-var-file={self.work / values.FILE}",
            f"-var=project={self.project}",
            f"-var=region={self.region}",
            f"-var=image={image}",
        ]

    def _run(self, *arguments: str) -> None:
        self.shell.run(*_PROGRAM, *arguments, environment=self._data)

    def _say(self, *arguments: str) -> str | None:
        return self.shell.ask(*_PROGRAM, *arguments, environment=self._data)

    @property
    def _data(self) -> Mapping[str, str]:
        """Where Terraform keeps which state it uses: a folder a project."""
        return {"TF_DATA_DIR": str(self.work / "terraform")}
