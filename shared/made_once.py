"""A client that is made at its first use, and once, also where that use comes from many threads."""

from collections.abc import Callable
from functools import cached_property
from threading import RLock
from typing import Any, TypeVar

MadeT = TypeVar("MadeT")


class made_once(cached_property[MadeT]):  # noqa: N801 -- used as `property` is
    """A `cached_property` that one thread makes while the others wait.

    Since Python 3.12 the standard library's own takes no lock: of two first requests that come at
    the same moment each would make a client, and one of the two would never be closed.
    """

    def __init__(self, make: Callable[[Any], MadeT]) -> None:
        super().__init__(make)
        self._making = RLock()

    # Of a class, the library's gives itself; ours is asked for of instances alone.
    def __get__(self, instance: object, owner: type | None = None) -> MadeT:  # type: ignore[override]
        # A value that is there lies in the instance's own dictionary, which comes before this.
        with self._making:
            return super().__get__(instance, owner)
