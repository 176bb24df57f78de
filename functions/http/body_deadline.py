"""Set a deadline for the sending of a body: a byte now and then must not hold a thread for ever.

A socket's own time limit is for each read, which a byte a second never meets. So a timer closes
the connection for reading: what waits for the next byte then finds that there is none. Only the
body has it; Cloud Run's front end hands a request over when its head is whole.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import Final

from flask import Request

#: So long may a body take, whatever its size. A file of 700 KB in that time is 560 kbit/s.
BODY_SECONDS: Final = 10.0


@dataclass(kw_only=True)
class Deadline:
    """Whether the time is over; written by the timer."""

    is_over: bool = False


@contextmanager
def body_deadline(request: Request, seconds: float = BODY_SECONDS) -> Iterator[Deadline]:
    """End the reading of this request's body after so many seconds.

    A server that does not hand its connection over, such as Flask's test client, has no deadline.
    """
    deadline = Deadline()
    # gunicorn's name for it; functions-framework serves with gunicorn.
    connection = request.environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        yield deadline
        return
    timer = Timer(seconds, _end_reading, (connection, deadline))
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()


def _end_reading(connection: socket.socket, deadline: Deadline) -> None:
    deadline.is_over = True
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
