"""What a stream of server-sent events may hold beside its data, taken out of it.

A proxy on the way keeps a silent stream open with comments, and may name or number its events.
google-genai takes such a line for the beginning of an error, and reads none of what follows. The
format: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

#: How lines begin that no data are in: comments, and fields that nothing of ours needs.
_NO_DATA = (b":", b"event:", b"id:", b"retry:")
_LINE_FEED = b"\n"


def keep_data_alone(response: "httpx2.Response") -> None:
    """Have a response be read without the lines that have no data."""
    read = response.iter_bytes

    def iter_bytes(chunk_size: int | None = None) -> Iterator[bytes]:
        return without_comments(read(chunk_size))

    response.iter_bytes = iter_bytes  # type: ignore[method-assign]


def without_comments(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Return the stream's lines without those that have no data, each as soon as it is whole."""
    begun = b""
    for chunk in chunks:
        *lines, begun = (begun + chunk).split(_LINE_FEED)
        if kept := [line + _LINE_FEED for line in lines if not line.startswith(_NO_DATA)]:
            yield b"".join(kept)
    if begun and not begun.startswith(_NO_DATA):
        yield begun
