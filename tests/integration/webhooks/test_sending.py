"""From the task of a webhook to its receiver, and what Cloud Tasks is answered."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from functions.worker.send_webhook import TRIES
from shared.auth.caller_tokens import TaskAuthenticator
from shared.webhooks.safe_post import SafePost
from shared.webhooks.sender import WebhookSender
from tests.fakes.webhook_receiver import Answer, WebhookReceiver, raw, status
from tests.support.logged import NAMES, logged
from tests.support.web import webhooks_client
from tests.support.webhooks import MESSAGE, SECRET, Sending

#: Reads what was logged so far.
Lines = Callable[[], list[dict[str, Any]]]
#: Starts a receiver with these answers.
Receive = Callable[..., WebhookReceiver]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was logged."""
    with logged() as found:
        yield found


@pytest.fixture
def receive() -> Iterator[Receive]:
    """Receivers that end with the test."""
    with ExitStack() as stack:
        yield lambda *answers: stack.enter_context(WebhookReceiver(*answers))


def facts(lines: Lines, *names: str) -> list[tuple[object, ...]]:
    """Return these fields of each line that was logged."""
    return [tuple(line.get(name) for name in names) for line in lines()]


def test_a_receivers_library_verifies_what_comes(receive: Receive, lines: Lines) -> None:
    """Signed for the moment it leaves; the body is the message."""
    receiver = receive(status(204))
    sent = Sending(receiver.url)
    assert sent.deliver().get_json() == {"outcome": "taken"}
    (came,) = receiver.came
    assert Verifier(SECRET).verify(came.body, came.headers) == MESSAGE
    assert came.path == "/path?key=hunter2"
    assert came.headers["content-type"] == "application/json"
    assert came.headers["webhook-id"] == "event-1"
    assert came.headers["user-agent"] == "CareerLens-Jobs-Webhooks/1"
    named = ("event-1", NAMES.job_hash("u:t:1:x"), sent.endpoint.name, "127.0.0.1")
    assert facts(lines, "action", "webhookId", "jobHash", "endpoint", "host", "status") == [
        ("webhook-taken", *named, 204)
    ]


def test_each_try_is_signed_anew(receive: Receive) -> None:
    """Same id, same body, the time of the try: an hour later the first would be too old."""
    receiver = receive(status(500), status(200))
    sent = Sending(receiver.url)
    began = sent.clock()
    assert sent.deliver().status_code == 500
    sent.clock.move(timedelta(hours=1))
    assert sent.deliver("1").status_code == 200
    first, second = receiver.came
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert [came.headers["webhook-timestamp"] for came in (first, second)] == [
        str(int(at.timestamp())) for at in (began, began + timedelta(hours=1))
    ]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


@pytest.mark.parametrize("code", [301, 307, 400, 401, 404, 408, 413, 429, 500, 502, 503])
def test_what_is_not_taken_comes_again(receive: Receive, lines: Lines, code: int) -> None:
    """Never by a 429 or 503: those would hold up the other endpoints, too."""
    receiver = receive(status(code, b"private words", Location="http://127.0.0.1:1/"))
    assert Sending(receiver.url).deliver(str(TRIES - 2)).status_code == 500
    assert len(receiver.came) == 1
    assert facts(lines, "action", "severity", "reason", "tries") == [
        ("webhook-failed", "WARNING", f"status-{code}", TRIES - 1)
    ]


@pytest.mark.parametrize("retries", [TRIES - 1, TRIES])
def test_the_last_try_is_an_error(receive: Receive, lines: Lines, retries: int) -> None:
    """Cloud Tasks drops a task without a word: this line is all there will be."""
    sent = Sending(receive(status(500)).url)
    assert sent.deliver(str(retries)).status_code == 500
    assert facts(lines, "action", "severity", "reason", "webhookId") == [
        ("webhook-given-up", "ERROR", "status-500", "event-1")
    ]


@pytest.mark.parametrize("header", [None, "", "-1", "x", "1.5", "\u00b2"])
def test_a_number_of_tries_that_is_none_counts_as_the_first(
    receive: Receive, lines: Lines, header: str | None
) -> None:
    """The header is for the log only; whatever it says, the webhook is sent."""
    receiver = receive(status(500))
    assert Sending(receiver.url).deliver(header).status_code == 500
    assert len(receiver.came) == 1
    assert facts(lines, "action", "tries") == [("webhook-failed", 1)]


def test_a_receiver_that_is_not_there_is_tried_again(lines: Lines) -> None:
    """Without any answer the log says why in one word."""
    with WebhookReceiver(status(200)) as gone:
        pass
    assert Sending(gone.url).deliver().status_code == 500
    assert facts(lines, "action", "reason") == [("webhook-failed", "not-reached")]


def test_a_private_address_is_never_called(lines: Lines) -> None:
    """A real project's endpoint whose name leads into our network: an error, and no connection."""
    sent = Sending("https://localhost.example.com", GOOGLE_CLOUD_PROJECT="real")
    post = SafePost(resolve=lambda _: [ip_address("127.0.0.1")])
    sender = WebhookSender(sent.services.settings, post)
    sent.services = replace(sent.services, webhooks=sender)
    assert sent.deliver().status_code == 500
    assert facts(lines, "action", "reason") == [("webhook-failed", "address-not-public")]


def test_who_wants_no_more_is_not_asked_again(receive: Receive, lines: Lines) -> None:
    """410 is dealt with, and the log tells the operator what to do."""
    sent = Sending(receive(status(410)).url)
    assert sent.deliver().get_json() == {"outcome": "unwanted"}
    assert facts(lines, "action", "severity") == [("webhook-unwanted", "WARNING")]


def test_an_endpoint_that_was_taken_out_is_not_called(receive: Receive, lines: Lines) -> None:
    """What waits for it is dropped: a task calls no address that the settings do not name."""
    receiver = receive(status(200))
    answer = Sending(receiver.url).deliver(endpoint="0" * 16)
    assert answer.get_json() == {"outcome": "no-such-endpoint"}
    assert receiver.came == []
    assert facts(lines, "action", "severity") == [("webhook-dropped", "WARNING")]


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b"{}", b'{"webhookId": "a", "jobId": "b", "endpoint": "c", "message": 1}'],
)
def test_what_is_no_webhook_is_dropped(receive: Receive, lines: Lines, body: bytes) -> None:
    """It would be none the next time either."""
    receiver = receive(status(200))
    answer = webhooks_client(Sending(receiver.url).services).post("/", data=body)
    assert (answer.status_code, answer.get_json()) == (200, {"outcome": "not-a-webhook"})
    assert receiver.came == []
    assert facts(lines, "action", "severity") == [("bad-webhook", "WARNING")]


def test_without_a_secret_nothing_is_sent_and_nothing_is_lost(
    receive: Receive, lines: Lines
) -> None:
    """It comes again until the secret is there; the log names the variable."""
    receiver = receive(status(200))
    assert Sending(receiver.url, WEBHOOK_SECRET="").deliver().status_code == 500
    assert receiver.came == []
    ((action, trace),) = facts(lines, "action", "stack_trace")
    assert action == "defect"
    assert "WEBHOOK_SECRET" in str(trace)


def test_only_the_caller_has_anything_sent(receive: Receive) -> None:
    """Without a token nothing is sent."""
    receiver = receive(status(200))
    sent = Sending(receiver.url)
    sent.services = replace(
        sent.services, task_authenticator=TaskAuthenticator(sent.services.settings)
    )
    assert sent.deliver().status_code == 401
    assert receiver.came == []


@pytest.mark.parametrize(
    "answer",
    [
        status(200, b"private words", X_Private="private words"),
        status(500, b"private words", X_Private="private words"),
        raw(b"private words\r\n\r\n"),
        raw(b"HTTP/1.1 200 private words\r\nprivate words"),
    ],
    ids=["taken", "refused", "no answer", "phrase"],
)
def test_nothing_of_an_answer_an_address_or_a_secret_is_logged(
    receive: Receive, lines: Lines, answer: Answer
) -> None:
    """Of the answer the status, of the address the host, of the secret nothing."""
    Sending(receive(answer).url).deliver(str(TRIES))
    said = json.dumps(lines())
    assert "webhook-" in said
    assert not any(word in said for word in ("private words", "hunter2", "/path", SECRET))
