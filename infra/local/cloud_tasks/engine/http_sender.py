"""Send one delivery to its worker and bring back the answer.

The only module that makes HTTP requests. The deadline runs on the emulator's clock and cuts the
request; redirects are not followed; a fresh connection each time, so that a worker that closes idle
connections is never mistaken for one that did not answer.
"""

import asyncio
from datetime import timedelta

import httpx

from infra.local.cloud_tasks.alarms import Alarms
from infra.local.cloud_tasks.clock import Clock
from infra.local.cloud_tasks.codes import RpcCode
from infra.local.cloud_tasks.engine.oidc import Issuer
from infra.local.cloud_tasks.records import Answer, Answered, HttpCall, NoAnswer, OidcToken
from infra.local.cloud_tasks.rules.headers import overridden

_UNSENDABLE = (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError)


class HttpSender:
    """Carries deliveries, as many at a time as it is given."""

    def __init__(self, clock: Clock, alarms: Alarms, issuer: Issuer) -> None:
        self._clock = clock
        self._alarms = alarms
        self._issuer = issuer
        self._client = httpx.AsyncClient(
            timeout=None,  # noqa: S113 - the task's own deadline is the timeout
            follow_redirects=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            trust_env=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def deliver(self, call: HttpCall, headers: dict[str, str], limit: timedelta) -> Answer:
        """Send a request and wait for its answer, no longer than a limit."""
        try:
            request = self._request(call, headers)
        except _UNSENDABLE as error:
            return NoAnswer(code=RpcCode.INVALID_ARGUMENT, reason=f"cannot be sent: {error}")
        sending = asyncio.ensure_future(self._client.send(request))
        alarm = asyncio.ensure_future(self._alarms.sleep_until(self._clock.now() + limit))
        try:
            await asyncio.wait({sending, alarm}, return_when=asyncio.FIRST_COMPLETED)
            return _answer_of(sending)
        finally:
            sending.cancel()
            alarm.cancel()
            await asyncio.gather(sending, alarm, return_exceptions=True)

    def _request(self, call: HttpCall, headers: dict[str, str]) -> httpx.Request:
        all_headers = overridden(call.headers, self._authorization(call)) | headers
        encoded = [(name.encode(), value.encode()) for name, value in all_headers.items()]
        return httpx.Request(call.method, call.url, headers=encoded, content=call.body)

    def _authorization(self, call: HttpCall) -> dict[str, str]:
        token = call.authorization
        if token is None:
            return {}
        if isinstance(token, OidcToken):
            signed = self._issuer.token(token.service_account_email, token.audience or call.url)
            return {"Authorization": f"Bearer {signed}"}
        # An access token cannot be verified locally: the worker gets a string that says so.
        return {"Authorization": f"Bearer emulated-access-token.{token.service_account_email}"}


def _answer_of(sending: "asyncio.Future[httpx.Response]") -> Answer:
    if not sending.done():
        return NoAnswer(
            code=RpcCode.DEADLINE_EXCEEDED, reason="The dispatch deadline passed without an answer."
        )
    error = sending.exception()
    if error is None:
        response = sending.result()
        return Answered(
            status=response.status_code, retry_after=response.headers.get("Retry-After")
        )
    if isinstance(error, httpx.HTTPError):
        return NoAnswer(
            code=RpcCode.UNAVAILABLE, reason=f"No answer from the worker: {type(error).__name__}."
        )
    raise error
