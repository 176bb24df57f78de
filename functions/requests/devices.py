"""A user's devices: which browsers are told when a job has ended or needs an answer.

What must stay true: a job knows whether there is a device to tell, so that the jobs of users
without one make no call for it. New jobs learn it from their owner's token bucket; those that are
not finished are told in the commit that stores the device, under compare-and-set of that bucket, so
that no job is submitted meanwhile that does not know.
"""

from collections.abc import Sequence

from shared.auth.users import User
from shared.core import errors
from shared.core.rate_limit import TokenBucket
from shared.firestore.compare_and_set import BUCKET_TRIES, retry_stale
from shared.firestore.documents import BucketChange, VersionedBucket
from shared.push.device import (
    SEEN_AGAIN_AFTER,
    Device,
    DevicesChange,
    crowded_out,
    device_id_of,
)
from shared.wiring import Services


def put_device(services: Services, user: User, installation_id: str) -> Device:
    """Have a device told of a user's jobs, from those on that are not finished.

    Raises:
        errors.WriteConflictError: If others were faster at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    return retry_stale(
        lambda: _put(services, user, installation_id),
        tries=BUCKET_TRIES,
        stale=errors.WriteConflictError,
        pauses=services.pauses,
    )


def list_devices(services: Services, user: User) -> Sequence[Device]:
    """Return a user's devices, the oldest first.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    return services.store.list_devices(user.uid)


def delete_device(services: Services, user: User, device_id: str) -> None:
    """Tell a device no more; one that is gone already is fine.

    Raises:
        errors.WriteConflictError: If others were faster at every try.
        errors.UnavailableError: If Firestore cannot be reached.
    """
    retry_stale(
        lambda: _delete(services, user, device_id),
        tries=BUCKET_TRIES,
        stale=errors.WriteConflictError,
        pauses=services.pauses,
    )


def _put(services: Services, user: User, installation_id: str) -> Device:
    now, name = services.clock(), device_id_of(installation_id)
    before = services.store.read_bucket(user.uid)
    known = {one.device_id: one for one in services.store.list_devices(user.uid)}
    last = known.pop(name, None)
    is_known = before.bucket is not None and bool(before.bucket.has_devices)
    if last is not None and is_known and now < last.last_seen_at + SEEN_AGAIN_AFTER:
        return last
    device = Device.new(installation_id, now) if last is None else last.seen(now)
    bucket = before.bucket or TokenBucket.full(services.submit_limit, now)
    services.store.change_devices(
        user.uid,
        DevicesChange(put=device, gone=crowded_out(tuple(known.values()))),
        BucketChange(before=before, after=bucket.with_devices(until=device.expire_at)),
        _unaware(services, bucket),
    )
    return device


def _unaware(services: Services, bucket: TokenBucket) -> list[str]:
    """Return the unfinished jobs that know of no device."""
    if not bucket.unfinished:
        return []
    jobs = services.store.read_many(bucket.unfinished)
    return [job.job_id for job in jobs if not job.status.is_terminal and not job.tells_devices]


def _delete(services: Services, user: User, device_id: str) -> None:
    before = services.store.read_bucket(user.uid)
    names = {one.device_id for one in services.store.list_devices(user.uid)}
    if device_id in names:
        bucket = _without_devices(before) if names == {device_id} else None
        services.store.change_devices(user.uid, DevicesChange(gone=(device_id,)), bucket)


def _without_devices(before: VersionedBucket) -> BucketChange | None:
    """Return the change by which new jobs learn that there is no device; None without a bucket."""
    if before.bucket is None:
        return None
    return BucketChange(before=before, after=before.bucket.without_devices())
