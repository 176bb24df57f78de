"""What can be known of a project before it is deployed to; each check says one sentence.

Nothing is changed. A check looks at what a deployment would stumble over: a "no" stops it, a
"look" may, or could not be found out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from infra.deploy import guard
from infra.deploy.gcloud import Gcloud, RefusedError
from infra.deploy.rest import Google

#: By permission that a deployment needs, one of a kind, what it is for.
PERMISSIONS = {
    "artifactregistry.repositories.create": "to make the repository of images",
    "cloudbuild.builds.create": "to build the image",
    "cloudtasks.queues.create": "to make the queues",
    "datastore.databases.create": "to make the database",
    "firebase.projects.update": "to add Firebase",
    "firebasehosting.sites.update": "to put the web app on its site",
    "firebaserules.releases.update": "to release the Firestore rules",
    "iam.serviceAccounts.actAs": "to let services run in their accounts' names",
    "iam.serviceAccounts.create": "to make the accounts",
    "resourcemanager.projects.setIamPolicy": "to give the accounts their roles",
    "run.services.create": "to make the services",
    "run.services.update": "to move their traffic",
    "serviceusage.services.enable": "to switch APIs on",
    "storage.buckets.create": "to make the bucket",
}
#: CPUs of Cloud Run that the largest service may grow to, by environment.
CPUS = {"dev": 10, "prod": 20}
_MANAGER = "https://cloudresourcemanager.googleapis.com/v1"
_QUOTAS = "https://cloudquotas.googleapis.com/v1"
_FIREBASE = "https://firebase.googleapis.com/v1beta1"
_IDENTITY = "https://identitytoolkit.googleapis.com/admin/v2"
#: Where it is enforced, a service may not be open to all.
_INVOKER_IAM = "run.managed.requireInvokerIam"
_CPU_QUOTA = "CpuAllocPerProjectRegion"


class Verdict(StrEnum):
    """What a check has found."""

    GOOD = "ok"
    LOOK = "look"
    BAD = "no"


@dataclass(frozen=True)
class Finding:
    """One sentence on one thing."""

    verdict: Verdict
    what: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """Looks one project over."""

    gcloud: Gcloud
    google: Google
    environment: str
    region: str

    def findings(self) -> Iterator[Finding]:
        """Look at one thing after the other; what may not be looked at is said, too."""
        for check in self._checks():
            try:
                yield check()
            except RefusedError as error:
                what = check.__name__.strip("_").replace("_", " ")
                yield Finding(Verdict.LOOK, what, f"Google does not say: {error}")

    def _checks(self) -> tuple[Callable[[], Finding], ...]:
        return (
            self._billing,
            self._roles,
            self._apis,
            self._public_access,
            self._locations,
            self._cpu_quota,
            self._firebase,
            self._sign_in,
            self._bucket,
        )

    def _billing(self) -> Finding:
        found = self.gcloud.find("billing", "projects", "describe", self._project, patience=0)
        if found and found.get("billingEnabled"):
            return Finding(Verdict.GOOD, "billing", "A billing account pays.")
        return Finding(
            Verdict.BAD,
            "billing",
            f"No billing account pays: `gcloud billing projects link {self._project}"
            " --billing-account=…`.",
        )

    def _roles(self) -> Finding:
        url = f"{_MANAGER}/projects/{self._project}:testIamPermissions"
        reply = self.google.reply("POST", url, {"permissions": sorted(PERMISSIONS)})
        if not reply.is_good:
            return _unknown("roles", reply.status)
        missing = sorted(PERMISSIONS.keys() - set((reply.body or {}).get("permissions", [])))
        if not missing:
            return Finding(Verdict.GOOD, "roles", "You may do all that a deployment does.")
        what = "; ".join(f"{name} ({PERMISSIONS[name]})" for name in missing)
        return Finding(Verdict.BAD, "roles", f"You lack {what}: be made the project's owner.")

    def _apis(self) -> Finding:
        found = self.gcloud.find("services", "list", "--enabled", patience=0) or []
        return Finding(
            Verdict.GOOD,
            "APIs",
            f"{len(found)} are on; a deployment switches on what it needs, and waits for it.",
        )

    def _public_access(self) -> Finding:
        found = self.gcloud.find(
            "org-policies", "describe", _INVOKER_IAM, "--effective", patience=0
        )
        rules = (found or {}).get("spec", {}).get("rules", [])
        if not any(rule.get("enforce") for rule in rules):
            return Finding(Verdict.GOOD, "public access", "The api may be open to all.")
        return Finding(
            Verdict.BAD,
            "public access",
            f"The organisation has the invokers of each service checked ({_INVOKER_IAM}), and"
            " the api is open to all: have this project excepted.",
        )

    def _locations(self) -> Finding:
        policy = self._policy("gcp.resourceLocations")
        allowed = policy.get("listPolicy", {}).get("allowedValues", [])
        if _allows_all(policy) or any(self._is_region(value) for value in allowed):
            return Finding(Verdict.GOOD, "locations", f"{self.region} is allowed.")
        return Finding(
            Verdict.BAD,
            "locations",
            f"The organisation does not allow {self.region}; it allows {', '.join(allowed)}.",
        )

    def _cpu_quota(self) -> Finding:
        reply = self.google.reply(
            "GET",
            f"{_QUOTAS}/projects/{self._project}/locations/global/services/run.googleapis.com"
            f"/quotaInfos/{_CPU_QUOTA}",
        )
        if not reply.is_good:
            return _unknown("CPU quota", reply.status)
        cpus = _quota_of(reply.body, self.region) // 1000
        wanted = CPUS[self.environment]
        # Less than none means without a limit.
        if cpus >= wanted or cpus < 0:
            return Finding(Verdict.GOOD, "CPU quota", f"{cpus} CPUs, and {wanted} are enough.")
        return Finding(
            Verdict.BAD,
            "CPU quota",
            f"Cloud Run may use {cpus} CPUs in {self.region}, and a service may grow to {wanted}:"
            f" have {_CPU_QUOTA} raised, or give the services fewer instances.",
        )

    def _firebase(self) -> Finding:
        reply = self.google.reply("GET", f"{_FIREBASE}/projects/{self._project}")
        if reply.is_good:
            return Finding(Verdict.GOOD, "Firebase", "The project is one of Firebase.")
        return Finding(
            Verdict.LOOK,
            "Firebase",
            "The project is none of Firebase yet; the person who deploys must have accepted"
            " Firebase's terms once, at https://console.firebase.google.com.",
        )

    def _sign_in(self) -> Finding:
        reply = self.google.reply("GET", f"{_IDENTITY}/projects/{self._project}/config")
        if reply.is_good and not self._is_deployed():
            return Finding(
                Verdict.BAD,
                "sign-in",
                "Authentication was switched on by hand, so that Terraform cannot: have it import"
                " what is there, see docs/deploy.md.",
            )
        return Finding(Verdict.GOOD, "sign-in", "Terraform can set it up, or has.")

    def _bucket(self) -> Finding:
        bucket = guard.Bucket(
            gcloud=self.gcloud, name=f"{self._project}-deploy", region=self.region
        )
        try:
            return Finding(Verdict.GOOD, "bucket", bucket.look(self.environment))
        except guard.GuardError as error:
            return Finding(Verdict.BAD, "bucket", str(error))

    def _is_deployed(self) -> bool:
        state = f"gs://{self._project}-deploy/{guard.STATE}"
        return self.gcloud.find("storage", "objects", "describe", state, patience=0) is not None

    def _policy(self, constraint: str) -> Any:  # noqa: ANN401 -- a tree of JSON
        return (
            self.gcloud.find(
                *("resource-manager", "org-policies", "describe", constraint, "--effective"),
                patience=0,
            )
            or {}
        )

    def _is_region(self, allowed: str) -> bool:
        """Whether an allowed value is our region, or a group that holds it, such as `in:eu-…`."""
        continent = self.region.partition("-")[0]
        return allowed.removeprefix("in:").removesuffix("-locations") in {
            *(self.region, continent, "eu" if continent == "europe" else continent),
        }

    @property
    def _project(self) -> str:
        return self.gcloud.project


def _allows_all(policy: Any) -> bool:  # noqa: ANN401 -- a tree of JSON
    rules = policy.get("listPolicy", {})
    return not rules.get("allowedValues") and rules.get("allValues") != "DENY"


def _quota_of(body: Any, region: str) -> int:  # noqa: ANN401 -- a tree of JSON
    """Return the quota in our region; where there is none of its own, the one of all."""
    values = {
        place: int(info["details"]["value"])
        for info in body.get("dimensionsInfos", [])
        for place in info.get("applicableLocations", [""])
    }
    return values.get(region, values.get("", 0))


def _unknown(what: str, status: int) -> Finding:
    return Finding(Verdict.LOOK, what, f"Google does not say ({status}): look in its console.")
