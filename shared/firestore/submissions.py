"""Submissions in Firestore: what there was before, and new jobs with all that belongs to them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.core import budget, ids
from shared.core.budget import Spending, Spent
from shared.core.idempotency import IdempotencyKey, LatestJob, SubmittedRequest
from shared.firestore.documents import (
    FILE,
    INPUT,
    BucketChange,
    JobChange,
    NewChild,
    NewSubmission,
    PriorSubmission,
    Quota,
    SubmissionKey,
)
from shared.firestore.job_changes import JobChanges
from shared.firestore.schedules import Schedules
from shared.firestore.snapshots import (
    Snapshot,
    data_document,
    data_path,
    record_of,
    update_time_of,
    versioned_bucket,
)
from shared.firestore.writes import Writes


class Submissions(JobChanges, Schedules):
    """Reads and writes of a submission."""

    def read_prior(
        self, uid: str, keys: Sequence[SubmissionKey], now: datetime
    ) -> tuple[Quota, list[PriorSubmission]]:
        """Read, in one call, all that decides whether a user may submit these requests now.

        Returns:
            The user's quota of today, and for each key what there was before.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        bucket, spendings = self._bucket(uid), self._spendings(uid, now)
        documents = [self._submission_documents(uid, key) for key in keys]
        found = self._read_all(
            [bucket, *spendings, *(one for each in documents for one in each if one is not None)]
        )
        quota = Quota(bucket=versioned_bucket(found.get(bucket)), spent=_spent(spendings, found))
        return quota, [_seen(each, found) for each in documents]

    def read_quota(self, uid: str, now: datetime) -> Quota:
        """Read, in one call, what decides whether a user may have more jobs now.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        bucket, spendings = self._bucket(uid), self._spendings(uid, now)
        found = self._read_all([bucket, *spendings])
        return Quota(bucket=versioned_bucket(found.get(bucket)), spent=_spent(spendings, found))

    def read_spent(self, uid: str, now: datetime) -> Spent:
        """Read, in one call, what was spent today: by a user, and by all.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        spendings = self._spendings(uid, now)
        return _spent(spendings, self._read_all(spendings))

    def _spendings(self, uid: str, now: datetime) -> list[str]:
        """Return where a user's spending is, and all users' if there is a budget for it."""
        shards = budget.SHARDS if self._settings.project_daily_budget_usd else ""
        all_users = [self._project_spending(now, shard) for shard in shards]
        return [self._spending(uid, now), *all_users]

    def accept(
        self, new: Sequence[NewSubmission], bucket: BucketChange, older: Sequence[JobChange] = ()
    ) -> datetime:
        """Store new jobs of one user and all that belongs to their submission, or nothing.

        Args:
            new: The jobs; 100 at the most.
            bucket: What they do to their owner's token bucket.
            older: What they do to jobs whose place they take.

        Returns:
            The update time of the older jobs.

        Raises:
            errors.WriteConflictError: If another submission of this user came between, or an
                older job has changed.
            errors.UnavailableError: If Firestore cannot be reached. They may have been stored.
        """
        uid = ids.parse_job_id(new[0].job.job_id).uid
        writes = self._connection.commit()
        # First, because it is the first update time that a commit tells.
        for change in older:
            self._put_change(writes, change)
        self._put_bucket(writes, uid, bucket)
        for one in new:
            self._add(writes, uid, one)
        return self._commit(writes)

    def _add(self, writes: Writes, uid: str, new: NewSubmission) -> None:
        """Add one job's documents to a commit."""
        job = new.job
        request = SubmittedRequest(job_id=job.job_id, expire_at=job.expire_at)
        key = IdempotencyKey(
            job_id=job.job_id, fingerprint=new.key.fingerprint, expire_at=job.expire_at
        )
        latest = LatestJob(job_id=job.job_id, expire_at=job.expire_at)
        for path, record, update_time in zip(
            self._submission_documents(uid, new.key),
            (request, key, latest),
            new.prior.update_times,
            strict=True,
        ):
            if path is not None:
                self._put(writes, path, record, update_time)
        self._add_job(writes, NewChild(job=job, request=new.request, file=new.file))
        if new.schedule is not None:
            named = replace(new.schedule, after=new.schedule.after.naming(job.job_id))
            self._put_schedule(writes, named)

    def _add_job(self, writes: Writes, new: NewChild) -> None:
        """Add a new job's document, and what it was given, to a commit."""
        job = new.job
        job_document = self._job_document(job.job_id)
        writes.create(job_document, job.to_document())
        writes.create(data_path(job_document, INPUT), data_document(job, new.request))
        if new.file is not None:
            file = {"value": new.file.to_document(), "expireAt": job.expire_at}
            writes.create(data_path(job_document, FILE), file)

    def _submission_documents(self, uid: str, key: SubmissionKey) -> tuple[str | None, ...]:
        """Return where the last identical request, the key and the latest job are."""
        names = {
            "submittedRequests": key.fingerprint,
            "idempotencyKeys": key.key,
            "latestJobs": key.latest,
        }
        return tuple(
            None if name is None else f"{self._user(uid)}/{collection}/{name}"
            for collection, name in names.items()
        )


def _spent(spendings: Sequence[str], found: Mapping[str, Snapshot]) -> Spent:
    user, *project = (record_of(found.get(one), Spending) for one in spendings)
    return Spent(
        user_usd=user.cost_usd if user else 0.0,
        project_usd=math.fsum(one.cost_usd for one in project if one),
    )


def _seen(documents: Sequence[str | None], found: Mapping[str, Snapshot]) -> PriorSubmission:
    request, key, latest = (None if one is None else found.get(one) for one in documents)
    return PriorSubmission(
        request=record_of(request, SubmittedRequest),
        key=record_of(key, IdempotencyKey),
        latest=record_of(latest, LatestJob),
        update_times=(update_time_of(request), update_time_of(key), update_time_of(latest)),
    )
