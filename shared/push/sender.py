"""Send to devices by Firebase Cloud Messaging. The only place that knows its client.

Data alone is sent, and no words: the page's service worker writes those, and shows nothing while a
tab is looked at. Of the job there is its id, for the link. What is not fetched within a day is
dropped, and of one job the newest replaces what waits.
"""

import hashlib
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from shared.core import errors
from shared.made_once import made_once
from shared.push.device import Device, News
from shared.settings import Settings

if TYPE_CHECKING:
    import firebase_admin

#: A push is a courtesy: it is tried once, and what follows it does not wait long. (The library's
#: own default is 120 s, five more tries, and to wait as long as the other side says.)
_HTTP_TIMEOUT_SECONDS: Final = 3
_GOOGLE: Final = "https://fcm.googleapis.com"
_KEPT_SECONDS: Final = 24 * 3600


class PushSender:
    """What goes out to devices."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, devices: Sequence[Device], job_id: str, news: News) -> tuple[str, ...]:
        """Tell devices of a job; return the names of those that are there no more.

        Args:
            devices: 10 at the most.
            job_id: Which job.
            news: What has happened to it.

        Raises:
            errors.NotDeliveredError: If Firebase Cloud Messaging did not take it for all others.
        """
        from firebase_admin import exceptions, messaging
        from google.auth.exceptions import GoogleAuthError

        webpush = messaging.WebpushConfig(headers=_headers_of(job_id))
        data = {"jobId": job_id, "news": str(news)}
        messages = [
            messaging.Message(fid=one.installation_id, data=data, webpush=webpush)
            for one in devices
        ]
        try:
            answers = messaging.send_each(messages, app=self._app).responses
        except (exceptions.FirebaseError, GoogleAuthError, ValueError) as error:
            raise errors.NotDeliveredError(reason="not-sent") from error
        failed = {
            one.device_id: answer.exception
            for one, answer in zip(devices, answers, strict=True)
            if answer.exception is not None
        }
        gone = tuple(name for name, why in failed.items() if _is_gone(why))
        if len(failed) == len(devices) > len(gone):
            reason = next(why.code for name, why in failed.items() if name not in gone)
            raise errors.NotDeliveredError(reason=str(reason).lower().replace("_", "-"))
        return gone

    @made_once
    def _app(self) -> "firebase_admin.App":
        import firebase_admin
        from firebase_admin import messaging

        project, base = self._settings.google_cloud_project, self._settings.fcm_base_url
        app = firebase_admin.initialize_app(
            credential=_no_credential() if base else None,
            options={"projectId": project, "httpTimeout": _HTTP_TIMEOUT_SECONDS},
            # Named, because a process (a test's) may hold more than one.
            name=f"push-{uuid.uuid4()}",
        )
        # The library has no name for these two: how often it tries, and where.
        session = messaging._get_messaging_service(app)._client.session  # noqa: SLF001
        session.mount(_GOOGLE, _adapter(base or _GOOGLE))
        return app


def _headers_of(job_id: str) -> dict[str, str]:
    """Return the headers of Web Push (RFC 8030); a topic has 32 characters at the most."""
    topic = hashlib.sha256(job_id.encode()).hexdigest()[:32]
    return {"TTL": str(_KEPT_SECONDS), "Topic": topic}


def _is_gone(error: Exception) -> bool:
    """Whether a device is never reached again: it is unregistered, or was another project's."""
    from firebase_admin import messaging

    return isinstance(error, messaging.UnregisteredError | messaging.SenderIdMismatchError)


def _no_credential() -> Any:  # noqa: ANN401 -- a class of a library that has no types
    """Return what stands for an account where nothing is real."""
    from firebase_admin import credentials
    from google.auth.credentials import AnonymousCredentials

    class _NoCredential(credentials.Base):  # type: ignore[misc]
        def get_credential(self) -> AnonymousCredentials:
            return AnonymousCredentials()  # type: ignore[no-untyped-call]

    return _NoCredential()


def _adapter(base: str) -> Any:  # noqa: ANN401 -- likewise
    """Return what tries once, at this address."""
    from requests.adapters import HTTPAdapter

    class _Adapter(HTTPAdapter):
        def send(self, request: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 -- handed on
            request.url = request.url.replace(_GOOGLE, base, 1)
            return super().send(request, *args, **options)

    return _Adapter(max_retries=0)
