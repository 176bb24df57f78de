"""What a call to a model has cost about, where the vendor has not said it. Pure.

A service account's stream has its counts in the last event only, so a call that is stopped, or that
breaks off, has none; it is paid for all the same.
"""

from collections.abc import Mapping

from shared.core.prices import Tokens

#: Bytes of text for one token: https://ai.google.dev/gemini-api/docs/tokens says four characters.
_BYTES_A_TOKEN = 4
#: About how much a model has thought before the first word of its answer, by thinking level. A
#: guess of ours, on the high side: what was thought is sent only when it is counted.
THOUGHT_TOKENS: Mapping[str, int] = {"LOW": 1024, "MEDIUM": 4096, "HIGH": 8192}


def estimate(counted: Tokens, *, sent: str, received: str, thought: int) -> Tokens:
    """Return what a call has used: as counted where it was, and about what it was otherwise.

    Args:
        counted: What the vendor has said.
        sent: All that the model had to read.
        received: What it has written so far.
        thought: About how many tokens it thinks before it writes.
    """
    return Tokens(
        input=counted.input or _count(sent),
        cached=counted.cached,
        output=counted.output or _count(received),
        thinking=counted.thinking or thought,
    )


def _count(text: str) -> int:
    """Return about how many tokens a text has."""
    return -(-len(text.encode(errors="replace")) // _BYTES_A_TOKEN)
