"""A release's image: built once by Cloud Build, named by its digest from then on."""

from dataclasses import dataclass

from infra.deploy.gcloud import Gcloud
from infra.deploy.tools import DeployError, Shell

#: Where images are, by a name that `services.tf` has too.
REPOSITORY = "services/jobs"


@dataclass(frozen=True, kw_only=True)
class Image:
    """The image of one release, whether it is there or not."""

    shell: Shell
    #: What is there is asked by it: right after its API was switched on, Google may refuse.
    gcloud: Gcloud
    region: str
    release: str

    @property
    def name(self) -> str:
        """The image, without which of its versions."""
        return f"{self.region}-docker.pkg.dev/{self.gcloud.project}/{REPOSITORY}"

    def digest(self) -> str | None:
        """Return the digest of the release's image; None if it was not built yet.

        Raises:
            RefusedError: If Google refuses to say.
        """
        image = f"{self.name}:{self.release}"
        found = self.gcloud.find("artifacts", "docker", "images", "describe", image)
        return str(found["image_summary"]["digest"]) if found else None

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
            *(f"--region={self.region}", f"--project={self.gcloud.project}"),
        )
