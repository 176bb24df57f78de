"""The HTTP API as a client calls it: each call is kept with its answer, or that it had none."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Event, Lock
from typing import Any

import httpx

from infra.local.cloud import test_users
from infra.local.cloud.stack import PROJECT
from tests.blackbox.seen import Call, Seen

_CALL_SECONDS = 30.0
#: A client that has no answer, or is told that it cannot be served now, asks again for so long.
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.7
_AGAIN = frozenset({None, 500, 502, 503})


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request, as often as it is sent."""

    kind: str
    uid: str
    method: str
    path: str
    body: Any = None
    key: str | None = None
    query: Mapping[str, str | int] = field(default_factory=dict)
    job_id: str = ""
    marks: Sequence[str] = ()


class Api:
    """Sends requests, and keeps what came of each."""

    def __init__(self, url: str, seen: Seen) -> None:
        self._http = httpx.Client(
            base_url=url, timeout=_CALL_SECONDS, limits=httpx.Limits(max_keepalive_connections=0)
        )
        self._seen = seen
        self._ending = Event()

    def close(self) -> None:
        """Have no more patience, and send nothing more."""
        self._ending.set()
        self._http.close()

    def call(self, request: Request, *, seconds: float = _CALL_SECONDS) -> Call:
        """Send a request once.

        Args:
            request: What to send.
            seconds: How long to wait for the answer.
        """
        began = datetime.now(UTC)
        status, answer = None, None
        try:
            response = self._send(request, seconds)
            status = response.status_code
            answer = response.json() if response.content else None
        except (httpx.HTTPError, RuntimeError, ValueError):
            status = None  # Lost, cut off, or sent after the end.
        call = Call(
            kind=request.kind,
            uid=request.uid,
            began=began,
            ended=datetime.now(UTC),
            status=status,
            answer=answer,
            job_id=request.job_id,
            marks=tuple(request.marks),
        )
        with self._seen.lock:
            self._seen.calls.append(call)
        return call

    def call_until_answered(self, request: Request) -> Call:
        """Send a request, and again while there is no answer to it."""
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        while (call := self.call(request)).status in _AGAIN:
            if time.monotonic() > give_up_at or self._ending.wait(_PAUSE_SECONDS):
                break
        return call

    def keep_list(self, pages: Sequence[Call]) -> None:
        """Keep a list's pages as one call besides."""
        jobs = [job for page in pages for job in page.answer["jobs"]]
        whole = replace(pages[0], kind="list", ended=pages[-1].ended, answer={"jobs": jobs})
        with self._seen.lock:
            self._seen.calls.append(whole)

    def _send(self, request: Request, seconds: float) -> httpx.Response:
        token = test_users.unsigned_id_token(request.uid, PROJECT, datetime.now(UTC))
        headers = {"Authorization": f"Bearer {token}"}
        if request.key is not None:
            headers["Idempotency-Key"] = request.key
        return self._http.request(
            request.method,
            request.path,
            json=request.body,
            params=dict(request.query),
            headers=headers,
            timeout=seconds,
        )


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """A submission with a key, to be sent again."""

    job_id: str
    mark: str
    key: str
    body: Mapping[str, Any]


class Known:
    """What each user remembers of their own jobs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: dict[str, list[Submitted]] = defaultdict(list)

    def add(self, uid: str, submitted: Submitted) -> None:
        """Remember a submission."""
        with self._lock:
            self._of[uid].append(submitted)

    def forget(self, uid: str) -> None:
        """Forget all of a user's."""
        with self._lock:
            self._of[uid].clear()

    def choose(self, uid: str, choice: float, *, recent: int = 100) -> Submitted | None:
        """Return one of a user's last submissions; None if there is none."""
        with self._lock:
            mine = self._of[uid][-recent:]
        return mine[int(choice * len(mine))] if mine else None

    def choose_a_strangers(self, uid: str, choice: float) -> Submitted | None:
        """Return a submission of another user's."""
        with self._lock:
            others = [name for name, theirs in self._of.items() if name != uid and theirs]
        other = others[int(choice * len(others))] if others else None
        return None if other is None else self.choose(other, choice)
