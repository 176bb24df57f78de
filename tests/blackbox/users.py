"""What users do: one function for each kind of operation of the plan.

An operation has happened when it had the effect it is for: a job was cancelled, a key was repeated.
Which job it is about is chosen when its time has come, by the step's own choice.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.blackbox import submissions
from tests.blackbox.api import Api, Known, Request, Submitted
from tests.blackbox.plan import Step
from tests.blackbox.seen import Call
from tests.blackbox.submissions import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_POOL = 24
_MAX_PAGES = 20
_PAGE = 50
#: What a client waits for an answer that wants to be gone.
_IMPATIENT_SECONDS = 0.15


class Users:
    """All users, each operation in a thread of its own."""

    def __init__(self, api: Api, seed: int) -> None:
        self._api = api
        self._seed = seed
        self._known = Known()
        self._pool = ThreadPoolExecutor(_POOL, thread_name_prefix="user")
        #: How often each kind of operation has happened.
        self.happened: Counter[str] = Counter()
        self._kinds: Mapping[str, Callable[[Step], bool]] = {
            "submit": self._submit,
            "submit-later": self._submit_later,
            "submit-overrun": self._submit_overrun,
            "submit-example": self._submit_example,
            "submit-newer": self._submit_newer,
            "submit-impatiently": self._submit_impatiently,
            "submit-twice-at-once": self._submit_twice_at_once,
            "submit-wrongly": self._submit_wrongly,
            "batch": self._batch,
            "repeat-key": self._repeat_key,
            "reuse-key": self._reuse_key,
            "cancel": self._cancel,
            "resubmit": self._resubmit,
            "get": self._get,
            "status": self._status,
            "list": self._list,
            "get-a-strangers": self._get_a_strangers,
            "delete": self._delete,
            "erase-user": self._erase_user,
        }
        self._futures: list[Any] = []

    def begin(self, step: Step) -> None:
        """Have an operation done, in a thread of its own."""
        self._futures.append(self._pool.submit(self._perform, step))

    def wait(self, seconds: float) -> None:
        """Wait until all that was begun is done, or for so long.

        Raises:
            Exception: What an operation has raised: a defect of the oracle's.
        """
        done, _ = wait(self._futures, timeout=seconds)
        for future in done:
            future.result()

    def close(self) -> None:
        """Begin nothing more."""
        self._api.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _perform(self, step: Step) -> None:
        if self._kinds[step.kind](step):
            self.happened[step.kind] += 1

    # --- submissions ---

    def _submit(self, step: Step) -> bool:
        return self._submit_body(step, submissions.body_of(step))

    def _submit_later(self, step: Step) -> bool:
        return self._submit_body(step, submissions.later_body(step, datetime.now(UTC)))

    def _submit_overrun(self, step: Step) -> bool:
        return self._submit_body(step, submissions.overrun_body(step))

    def _submit_example(self, step: Step) -> bool:
        return self._submit_body(step, submissions.example_body(step))

    def _submit_newer(self, step: Step) -> bool:
        body = {**submissions.body_of(step), "type": "blackbox-newer"}
        return self._submit_body(step, body)

    def _submit_impatiently(self, step: Step) -> bool:
        """Leave before the answer, and send it again."""
        request = self._request(step, submissions.body_of(step))
        left = self._api.call(request, seconds=_IMPATIENT_SECONDS * step.choice + 0.005)
        call = self._api.call_until_answered(request)
        return self._remember(request, call) and left.status is None

    def _submit_twice_at_once(self, step: Step) -> bool:
        """Click twice: no key says that it is one request, but it is the same."""
        request = replace(self._request(step, submissions.twin_body(step)), key=None)
        twice = [self._pool.submit(self._api.call, request) for _ in range(2)]
        return all(one.result().status in {200, 202} for one in twice)

    def _submit_wrongly(self, step: Step) -> bool:
        request = self._request(step, submissions.wrong_body(step))
        return self._api.call_until_answered(request).status in {400, 403}

    def _batch(self, step: Step) -> bool:
        request = submissions.batch_of(step, self._seed)
        return self._api.call_until_answered(request).status in {200, 202}

    def _repeat_key(self, step: Step) -> bool:
        known = self._known.choose(step.who, step.choice, recent=20)
        if known is None:
            return False
        request = self._request(step, dict(known.body), key=known.key)
        return self._api.call_until_answered(request).status in {200, 202}

    def _reuse_key(self, step: Step) -> bool:
        """Use a key for another request."""
        known = self._known.choose(step.who, step.choice, recent=20)
        if known is None:
            return False
        request = self._request(step, submissions.body_of(step), key=known.key)
        return self._api.call_until_answered(request).status == 409

    # --- changes ---

    def _cancel(self, step: Step) -> bool:
        known = self._known.choose(step.who, step.choice, recent=3)
        return known is not None and self._change(step, known.job_id, "/cancel").status == 200

    def _resubmit(self, step: Step) -> bool:
        status = "failed" if step.choice < 0.6 else "cancelled"
        job_id = self._find(step, status) or self._find(step, "cancelled")
        if job_id is None:
            return False
        keeps = step.choice * 10 % 1 < 0.7
        return self._change(step, job_id, "/retry", {"keepSteps": keeps}).status == 200

    def _delete(self, step: Step) -> bool:
        status = ("succeeded", "failed", "cancelled")[int(step.choice * 3)]
        job_id = self._find(step, status)
        return job_id is not None and self._change(step, job_id, method="DELETE").status == 204

    def _erase_user(self, step: Step) -> bool:
        request = Request(kind=step.kind, uid=step.who, method="DELETE", path="/api/me/jobs")
        self._known.forget(step.who)
        for _ in range(_MAX_PAGES):
            call = self._api.call_until_answered(request)
            if call.status != 200 or call.answer["isComplete"]:
                return call.status == 200
        return False

    # --- looks ---

    def _get(self, step: Step) -> bool:
        return self._look(step, "")

    def _status(self, step: Step) -> bool:
        return self._look(step, "/status")

    def _look(self, step: Step, ending: str) -> bool:
        known = self._known.choose(step.who, step.choice)
        if known is None:
            return False
        return self._change(step, known.job_id, ending, method="GET").status == 200

    def _get_a_strangers(self, step: Step) -> bool:
        known = self._known.choose_a_strangers(step.who, step.choice)
        if known is None:
            return False
        ways = (("", "GET"), ("/status", "GET"), ("/cancel", "POST"), ("/retry", "POST"))
        ending, method = ways[int(step.choice * 1000) % len(ways)]
        return self._change(step, known.job_id, ending, method=method).status == 404

    def _list(self, step: Step) -> bool:
        """List all, page by page, and keep it as one call."""
        cursor: dict[str, str | int] = {}
        pages: list[Call] = []
        for _ in range(_MAX_PAGES):
            query = {"limit": _PAGE, **cursor}
            request = Request(
                kind="list-page", uid=step.who, method="GET", path="/api/jobs", query=query
            )
            pages.append(self._api.call(request))
            if pages[-1].status != 200:
                return False
            if "nextCursor" not in pages[-1].answer:
                self._api.keep_list(pages)
                return True
            cursor = {"cursor": pages[-1].answer["nextCursor"]}
        return False

    # --- parts of these ---

    def _find(self, step: Step, status: str) -> str | None:
        query: dict[str, str | int] = {"status": status, "limit": 10}
        call = self._api.call(
            Request(kind="find", uid=step.who, method="GET", path="/api/jobs", query=query)
        )
        found = call.job_ids if call.status == 200 else ()
        return found[int(step.choice * len(found))] if found else None

    def _change(
        self,
        step: Step,
        job_id: str,
        ending: str = "",
        body: Any = None,  # noqa: ANN401 -- JSON
        *,
        method: str = "POST",
    ) -> Call:
        return self._api.call_until_answered(
            Request(
                kind=step.kind,
                uid=step.who,
                method=method,
                path=f"/api/jobs/{job_id}{ending}",
                body=body,
                job_id=job_id,
            )
        )

    def _request(self, step: Step, body: Body, *, key: str | None = None) -> Request:
        return submissions.request_of(step, body, self._seed, key=key)

    def _submit_body(self, step: Step, body: Body) -> bool:
        request = self._request(step, body)
        return self._remember(request, self._api.call_until_answered(request))

    def _remember(self, request: Request, call: Call) -> bool:
        is_accepted = call.status in {200, 202}
        if is_accepted:
            submitted = Submitted(
                job_id=call.job_ids[0],
                mark=request.marks[0],
                key=request.key or "",
                body=request.body,
            )
            self._known.add(request.uid, submitted)
        return is_accepted
