"""A release's image: built once by Cloud Build, named by its digest from then on."""

from dataclasses import dataclass

from infra.deploy.tools import DeployError, Shell

#: Where images are, by a name that `services.tf` has too.
REPOSITORY = "services/jobs"


@dataclass(frozen=True, kw_only=True)
class Image:
    """The image of one release, whether it is there or not."""

    shell: Shell
    project: str
    region: str
    release: str

    @property
    def name(self) -> str:
        """The image, without which of its versions."""
        return f"{self.region}-docker.pkg.dev/{self.project}/{REPOSITORY}"

    def digest(self) -> str | None:
        """Return the digest of the release's image; None if it was not built yet."""
        return self.shell.ask(
            *("gcloud", "artifacts", "docker", "images", "describe"),
            *(f"{self.name}:{self.release}", "--format=value(image_summary.digest)"),
            f"--project={self.project}",
        )

    def required_digest(self) -> str:
        """Return the digest.

        Raises:
            DeployError: If the image is not there.
        """
        digest = self.digest()
        if not digest:
            raise DeployError("The release has no image: the stage `build` comes first.")
        return digest

    def build(self) -> None:
        """Have it built from the release's archive."""
        self.shell.run(
            *("gcloud", "builds", "submit", "--no-source", "--config=infra/deploy/image.yaml"),
            f"--substitutions=_RELEASE={self.release},_IMAGE={self.name}",
            *(f"--region={self.region}", f"--project={self.project}"),
        )
