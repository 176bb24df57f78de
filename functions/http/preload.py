"""What a process of a function's server loads before it takes requests.

Cloud Run's server is a process that watches, and processes that answer. What the one function of a
machine needs is imported by those that answer, so that the watching one does not hold it, too.
"""

import atexit
import gc
import importlib
import os

from shared import shutdown

#: So many new objects more than gone ones lead to a look for garbage. Python's own 700 makes that
#: a fifth of a start, which imports what stays.
_NEW_OBJECTS = 10_000
#: Where what each function does begins; the platform says which one a process is for.
_HOMES = {
    "api": "functions.http.api",
    "worker": "functions.worker.deliver",
    "sweeper": "functions.worker.sweep",
    "webhooks": "functions.worker.send_webhook",
}


def install() -> None:
    """Arrange that each process that answers loads its function first. Call it before the fork."""
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    shutdown.install(load)


def load() -> None:
    """Import what the function of this process needs; no look for garbage has to see it again."""
    if home := _HOMES.get(os.environ.get("FUNCTION_TARGET", "")):
        importlib.import_module(home)
    gc.freeze()
    # At the end all is looked at once more: a library may say what it takes for a leak.
    atexit.register(gc.unfreeze)
