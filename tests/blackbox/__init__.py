"""An independent oracle: it knows the HTTP API, what lies in Firestore, and the topic of events.

    python -m tests.blackbox --seed 1 --minutes 5

It starts the whole local cloud with several workers, of two revisions, has users do what users do,
lets go wrong what can go wrong, and reads along: a Firestore listener of its own receives every
version of every job document, and a subscription of its own every event. Once it is over, every
promise of docs/guarantees.md and of the API is checked against all of it.

What must stay true: nothing here imports `functions` or `shared`, so that what it believes was not
copied from what it checks; only `launcher` does, which runs inside a worker and shifts its clock.
"""

import os

# Parts are started again while listeners run. gRPC would touch its state in each fork before the
# new program is there, and now and then abort it. It reads this once, when it is loaded; the parts
# themselves shall not have it.
_FORKS = "GRPC_ENABLE_FORK_SUPPORT"
os.environ[_FORKS] = "false"
import grpc  # noqa: E402,F401

del os.environ[_FORKS]
