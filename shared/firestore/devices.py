"""Devices in Firestore: the browsers of a user that are told of their jobs."""

from collections.abc import Sequence

from shared.firestore.client import FirestoreClient
from shared.firestore.documents import BucketChange
from shared.firestore.queries import Query
from shared.push.device import MOST_DEVICES, Device, DevicesChange


class Devices(FirestoreClient):
    """Reads and writes of devices."""

    def list_devices(self, uid: str) -> list[Device]:
        """Return a user's devices, the oldest first.

        Raises:
            errors.UnavailableError: If Firestore cannot be reached.
        """
        devices_of = Query(parent=self._user(uid), collection="devices")
        found = self._find(devices_of.limit(MOST_DEVICES))
        devices = [Device.model_validate(snapshot.fields) for snapshot in found]
        return sorted(devices, key=lambda one: one.created_at)

    def change_devices(
        self,
        uid: str,
        change: DevicesChange,
        bucket: BucketChange | None = None,
        jobs: Sequence[str] = (),
    ) -> None:
        """Write what becomes of a user's devices, and which jobs learn of it; or nothing.

        Args:
            uid: Whose.
            change: What becomes of them; one that is gone already is fine.
            bucket: What it does to the user's bucket, by which new jobs learn of devices.
            jobs: Those that are there and learn that they have a device to tell.

        Raises:
            errors.WriteConflictError: If the bucket is not as it was read; nothing was written.
            errors.NotFoundError: If one of the jobs is gone; likewise.
            errors.UnavailableError: If Firestore cannot be reached. It may have been written.
        """
        writes = self._connection.commit()
        if bucket is not None:
            self._put_bucket(writes, uid, bucket)
        # With no precondition, as `isWaitedFor`: what a job does at the same moment is refused, and
        # done anew with what it has learned.
        for job_id in jobs:
            writes.update(self._job_document(job_id), {"tellsDevices": True})
        if change.put is not None:
            writes.set(self._device(uid, change.put.device_id), change.put.to_document())
        for device_id in change.gone:
            writes.delete(self._device(uid, device_id))
        self._commit(writes)

    def _device(self, uid: str, device_id: str) -> str:
        return f"{self._user(uid)}/devices/{device_id}"
