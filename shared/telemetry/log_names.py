"""The names under which jobs and people stand in a log line or a span: hashes, by a secret key.

A job's id holds its owner's, and logs are read by more people than may know who has which job. The
key is the deployment's: without it no one can tell from a hash whose it is, not even who knows the
user ids. `make job ID=…` says under which hash a job is found.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from shared.core import errors, ids

#: A job id in the middle of a text: an error of Google's may name a document.
_JOB_ID = re.compile(
    r"[^/\x00-\x20\x7f'\"`<>(),]{1,128}:[a-z][a-z0-9-]{0,63}:[0-9]{13}:[0-9a-z]{8,32}"
)
#: Whose a document is, in its path.
_OWNER = re.compile(r"\b(users|rateLimits)/[^/\s'\"`]+")
#: What is bound for a line by its id, and what it is called there.
_PEOPLE = {"operatorId": "operatorHash"}


@dataclass(frozen=True, kw_only=True)
class LogNames:
    """Makes the names of one deployment."""

    key: str = field(repr=False)

    def job_hash(self, job_id: str) -> str:
        """Return the name of a job."""
        return self._hash("job", job_id)

    def person_hash(self, uid: str) -> str:
        """Return the name of a user or an operator."""
        return self._hash("person", uid)

    def without_ids(self, fields: dict[str, object]) -> dict[str, object]:
        """Return a line's fields with a hash in place of each id."""
        named: dict[str, object] = {}
        for name, value in fields.items():
            if name == "jobId":
                named |= self._of_job(str(value))
            elif name in _PEOPLE:
                named[_PEOPLE[name]] = self.person_hash(str(value))
            else:
                named[name] = value
        return named

    def text_without_ids(self, text: str) -> str:
        """Return a text with a hash in place of each job id, and no owner in a document's path."""
        hashed = _JOB_ID.sub(lambda match: f"job {self.job_hash(match[0])}", text)
        return _OWNER.sub(r"\1/…", hashed)

    def _of_job(self, job_id: str) -> dict[str, object]:
        """Return the names of a job and its owner; of what is no job's id, its own only."""
        job = {"jobHash": self.job_hash(job_id)}
        try:
            return {**job, "ownerHash": self.person_hash(ids.parse_job_id(job_id).uid)}
        except errors.InvalidArgumentError:
            return {**job}

    def _hash(self, kind: str, name: str) -> str:
        """Return a name's hash; of the kind, too, so that no user's is a job's."""
        return hmac.new(self.key.encode(), f"{kind}:{name}".encode(), hashlib.sha256).hexdigest()[
            :32
        ]
