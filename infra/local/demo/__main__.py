"""The command `python -m infra.local.demo`."""

import sys

from infra.local.process import interrupts

if __name__ == "__main__":
    # Before the slow imports, so that a Ctrl-C during them ends quietly too.
    interrupts.listen()
    try:
        from infra.local.demo.program import main

        sys.exit(main())
    except interrupts.Interrupted:
        sys.exit(130)
