"""Firebase Hosting: which version of the web app is on the site, and how an earlier one comes back.

https://firebase.google.com/docs/reference/hosting/rest
"""

from dataclasses import dataclass

from infra.deploy.rest import Google

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
