"""How much CPU the local cloud takes while no one uses it, from Linux' /proc.

A process belongs to the local cloud if it is in the session of one that was started: gunicorn's
workers are, and so is all else that they start.
"""

import os
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

_PROC = Path("/proc")
#: Places in /proc/PID/stat after the command's name, which ends with the last parenthesis.
_SESSION, _USER_TICKS, _SYSTEM_TICKS = 3, 11, 12


def measure_idle_cpu(sessions: Collection[int], seconds: float) -> float | None:
    """Return the share of one core (1.0 is all of it) that these sessions take; None without /proc.

    A session's id is that of its first process.
    """
    if not (_PROC / "self" / "stat").exists():
        return None
    began, before = time.monotonic(), cpu_seconds(sessions)
    Event().wait(seconds)
    after, passed = cpu_seconds(sessions), time.monotonic() - began
    # A process that has ended meanwhile takes its count with it: it is left out.
    spent = sum(after[pid] - before.get(pid, 0) for pid in after)
    return spent / passed


def cpu_seconds(sessions: Collection[int]) -> Mapping[int, float]:
    """Return the CPU time of every process in these sessions so far, by process id."""
    ticks_a_second = os.sysconf("SC_CLK_TCK")
    found = {}
    for folder in _PROC.iterdir():
        # A process may end at any moment, also between these two.
        with suppress(ValueError, OSError):
            pid, stat = int(folder.name), (folder / "stat").read_text(errors="replace")
            fields = stat.rpartition(")")[2].split()
            if int(fields[_SESSION]) in sessions:
                ticks = int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])
                found[pid] = ticks / ticks_a_second
    return found
