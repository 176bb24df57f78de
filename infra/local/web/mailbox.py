"""The mail of a laptop: sign-in links that would be sent, kept until they are used.

No message leaves the machine. As in Google's Auth emulator a list of them can be read, which is how
the sign-in page and the tests open a link; and each is printed, so that `make run` shows it.
"""

import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from infra.local.web.accounts import Account, RefusedError, account_of, read_email

_HERE = {"127.0.0.1", "localhost"}


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link to sign in by, good for one time."""

    email: str
    code: str
    #: The page that it opens, with what the library reads there.
    address: str

    def to_json(self) -> dict[str, str]:
        """Return it as Google's emulator lists it."""
        return {
            "requestType": "EMAIL_SIGNIN",
            "email": self.email,
            "oobCode": self.code,
            "oobLink": self.address,
        }


class Mailbox:
    """The links that were sent and not used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._links: dict[str, Link] = {}

    def send(self, body: Mapping[str, Any]) -> Link:
        """Keep a link for an address, in place of sending it.

        Raises:
            RefusedError: If it is no sign-in link that is asked for, or it would lead elsewhere.
        """
        if body.get("requestType") != "EMAIL_SIGNIN":
            raise RefusedError("OPERATION_NOT_ALLOWED")
        email = read_email(body.get("email"), otherwise="INVALID_EMAIL")
        code = secrets.token_urlsafe(24)
        address = _with_code(str(body.get("continueUrl", "")), code)
        with self._lock:
            self._links[code] = Link(email=email, code=code, address=address)
        return self._links[code]

    def use(self, body: Mapping[str, Any]) -> Account:
        """Return the account of who opened a link; it is good for no other time.

        Raises:
            RefusedError: If there is no such link, or it was sent to another address.
        """
        email = read_email(body.get("email"), otherwise="INVALID_EMAIL")
        with self._lock:
            link = self._links.get(str(body.get("oobCode", "")))
            if link is None:
                raise RefusedError("INVALID_OOB_CODE")
            if link.email != email:
                raise RefusedError("INVALID_EMAIL")
            del self._links[link.code]
        return account_of(email)

    def to_json(self) -> dict[str, list[dict[str, str]]]:
        """Return the links, the newest last."""
        with self._lock:
            return {"oobCodes": [link.to_json() for link in self._links.values()]}


def _with_code(page: str, code: str) -> str:
    """Return a page's address with what Google's own page adds to it before it goes on there.

    Raises:
        RefusedError: If the page is not on this machine.
    """
    if urlsplit(page).hostname not in _HERE or not re.match("https?:", page):
        raise RefusedError("UNAUTHORIZED_DOMAIN")
    parts = urlsplit(page)
    added = urlencode({"apiKey": "local", "mode": "signIn", "oobCode": code, "lang": "en"})
    return parts._replace(query="&".join(filter(None, (parts.query, added)))).geturl()
