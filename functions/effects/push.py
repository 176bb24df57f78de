"""Tell a job's owner on their devices: it has ended, or it needs an answer.

A courtesy. It may be lost with a process that dies before it, and is tried once; whatever becomes
of it, nothing else does. Only a job that knows of a device makes a call (`tellsDevices`).
"""

import logging

from shared.core import errors, ids
from shared.core.job import Job
from shared.push.device import DevicesChange, News
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)


def tell_devices(services: Services, job: Job, news: News) -> None:
    """Send the news of a job to its owner's devices; forget those gone."""
    uid = ids.parse_job_id(job.job_id).uid
    try:
        devices = services.store.list_devices(uid)
        if not devices:
            return
        gone = services.push.send(devices, job.job_id, news)
        if gone:
            services.store.change_devices(uid, DevicesChange(gone=gone))
    except errors.UnavailableError as error:
        reason = getattr(error, "reason", "firestore")
        log.warning("No device was told.", extra=logs.log_fields("push-failed", reason=reason))
    else:
        told = len(devices) - len(gone)
        log.info(
            "The owner's devices are told.",
            extra=logs.log_fields("push", devices=told, gone=len(gone), news=news),
        )
