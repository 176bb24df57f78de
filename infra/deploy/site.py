"""Firebase Hosting: how the web app comes there, and how an earlier version of it comes back.

https://firebase.google.com/docs/reference/hosting/rest
"""

from dataclasses import dataclass

from infra.deploy.rest import Google
from infra.deploy.tools import Shell

#: The program that puts files on Firebase Hosting; `make firebase-tools` brings it.
FIREBASE_TOOLS = ("sh", "infra/firebase_tools/run")
_URL = "https://firebasehosting.googleapis.com/v1beta1"


@dataclass(frozen=True, kw_only=True)
class Site:
    """The project's own site, which has the project's name."""

    google: Google

    def released(self) -> str | None:
        """Return the version that is on the site; None if none is."""
        found = self.google.ask("GET", f"{_URL}/{self._site}/releases", query={"pageSize": "1"})
        releases = [] if found is None else found.get("releases", [])
        # A site that was switched off has a release without a version.
        return releases[0].get("version", {}).get("name") if releases else None

    def move_to(self, version: str) -> None:
        """Put a version on the site that was there before."""
        self.google.ask("POST", f"{_URL}/{self._site}/releases", {}, query={"versionName": version})

    @property
    def _site(self) -> str:
        return f"sites/{self.google.project}"


def build_and_upload(shell: Shell, project: str) -> None:
    """Build the web app and put it on the project's site.

    Raises:
        DeployError: If one of the two fails.
    """
    shell.run("make", "app", "firebase-tools")
    # The policy names the project's own sign-in page. The tool finds the files from here.
    rules = (shell.folder / "firebase.json").read_text(encoding="utf-8")
    filled = shell.folder / "firebase.deploy.json"
    filled.write_text(rules.replace("{PROJECT}", project), encoding="utf-8")
    shell.run(
        *FIREBASE_TOOLS,
        *("deploy", "--only=hosting", "--non-interactive", f"--project={project}"),
        f"--config={filled.name}",
    )
