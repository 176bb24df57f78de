"""What is asked of the running local cloud, and what it has done: a file each, in `.local`.

Who asks is another process; a file is there or not, so neither reads half of anything.
"""

import time

from infra.local.cloud.stack import HOME

_FOLDER = HOME / "rehearsal"
_WANTED, _BROKEN = ".wanted", ".broken"
_POLL_SECONDS = 0.1


def clear() -> None:
    """Forget what was asked of a cloud of before."""
    for path in _FOLDER.glob("*"):
        path.unlink(missing_ok=True)


def ask(name: str, *, is_broken: bool) -> None:
    """Ask the running cloud to break a part, or to mend it."""
    _put(name + _WANTED, is_there=is_broken)


def wanted() -> frozenset[str]:
    """Return the parts that are to be broken."""
    return _names(_WANTED)


def confirm(name: str, *, is_broken: bool) -> None:
    """Say that a part is broken now, or mended."""
    _put(name + _BROKEN, is_there=is_broken)


def wait_for(name: str, *, is_broken: bool, seconds: float) -> bool:
    """Wait until the cloud has done what was asked; return whether it has."""
    give_up_at = time.monotonic() + seconds
    while (name in _names(_BROKEN)) is not is_broken:
        if time.monotonic() > give_up_at:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _names(suffix: str) -> frozenset[str]:
    return frozenset(path.stem for path in _FOLDER.glob(f"*{suffix}"))


def _put(file: str, *, is_there: bool) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    if is_there:
        (_FOLDER / file).touch()
    else:
        (_FOLDER / file).unlink(missing_ok=True)
