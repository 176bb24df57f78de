"""Count the calls that really go to Firestore and Cloud Tasks, by the name of the RPC."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from shared.wiring import Services


class Counting:
    """A vendor's API object that counts what is called on it."""

    def __init__(self, api: object, calls: Counter[str]) -> None:
        self._api = api
        self._calls = calls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the vendor's object has
        """Return the attribute; a method is counted when it is called."""
        found = getattr(self._api, name)
        return self._counted(name, found) if callable(found) else found

    def _counted(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            self._calls[name] += 1
            return call(*args, **kwargs)

        return counted


@contextmanager
def counted_calls(services: Services) -> Iterator[Counter[str]]:
    """Count the RPCs of these services inside the block."""
    calls: Counter[str] = Counter()
    firestore, tasks = services.store._client, services.queue._client
    api = firestore._firestore_api
    firestore._firestore_api_internal = Counting(api, calls)
    services.queue.__dict__["_client"] = Counting(tasks, calls)
    try:
        yield calls
    finally:
        firestore._firestore_api_internal = api
        services.queue.__dict__["_client"] = tasks
