"""A Cloud Tasks emulator that the official client speaks to, unchanged.

It knows nothing of what its tasks are for, and imports nothing of this project but itself.
"""

from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.emulator import CloudTasksEmulator
from infra.local.cloud_tasks.faults.injector import Faults
from infra.local.cloud_tasks.service import Addresses
from infra.local.cloud_tasks.settings import Settings

__all__ = ["Addresses", "Clock", "CloudTasksEmulator", "Faults", "RpcCode", "Settings"]
