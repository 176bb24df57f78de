"""An independent oracle: it knows the HTTP API, what lies in Firestore, and the topic of events.

    python -m tests.blackbox --seed 1 --minutes 5

It starts the whole local cloud with several workers, of two revisions, has users do what users do,
lets go wrong what can go wrong, and looks on: with a Firestore listener and a subscription of its
own, and once it is over with every version of every document, read from Firestore's past. Every
promise of docs/guarantees.md and of the API is checked against all of it.

The third worker runs the older of two revisions: a copy of this tree, or `--older` another. With
`--revisions` (`make blackbox REVISIONS=1`) work is submitted, too, that only the newer knows: its
tasks must go back to the queue for up to 15 minutes, and the newer does them. It is off while an
older worker fails such a job for good.

A seed draws the same plan again: what is done, what goes wrong, and when. Threads and processes
keep their own time, so that a violation that hangs on milliseconds may take more than one run.

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
