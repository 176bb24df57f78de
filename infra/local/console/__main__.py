"""The command `python -m infra.local.console`."""

import os
import sys

from infra.local.process import interrupts

if __name__ == "__main__":
    # Before the slow imports, so that a Ctrl-C during them ends quietly too.
    interrupts.listen()
    # What gRPC says of a cloud that has ended would stand across the frame.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        from infra.local.console.program import main

        sys.exit(main())
    except interrupts.Interrupted:
        sys.exit(0)
