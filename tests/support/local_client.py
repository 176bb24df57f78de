"""One HTTP client for what listens on this machine.

Each of httpx's own makes a TLS context: 30 ms of computing, more than all of its calls.
"""

from functools import cache

import httpx


@cache
def http() -> httpx.Client:
    """Return the client; a connection is not kept, since who listens may be gone by the next."""
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
