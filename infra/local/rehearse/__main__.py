"""The command `python -m infra.local.rehearse break|mend WHAT`, for the cloud of `make run`."""

import argparse
import sys
from collections.abc import Sequence

from infra.local.cloud import discovery
from infra.local.cloud.terminal import EXIT_FAILURE, EXIT_MISSING, EXIT_SUCCESS
from infra.local.rehearse import wanted
from infra.local.rehearse.breakages import BREAKAGES, describe
from infra.local.stand_ins.webhook_receiver import PATH

#: A worker that is ended may finish a job first, and another one has to start.
_PATIENCE_SECONDS = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Break or mend a part of the running local cloud, say what to look at; return the exit code.

    Exit codes: 0 it is done, 1 the cloud did not do it, 2 there is none, or no such part.
    """
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    parser.add_argument("verb", choices=("break", "mend"))
    parser.add_argument("what", choices=BREAKAGES, metavar=f"WHAT={'|'.join(BREAKAGES)}")
    asked = parser.parse_args(arguments)
    if refusal := _refusal(asked.what):
        print(refusal, file=sys.stderr)
        return EXIT_MISSING
    is_broken = asked.verb == "break"
    wanted.ask(asked.what, is_broken=is_broken)
    if not wanted.wait_for(asked.what, is_broken=is_broken, seconds=_PATIENCE_SECONDS):
        print(f"The local cloud did not do it in {_PATIENCE_SECONDS} s.", file=sys.stderr)
        return EXIT_FAILURE
    print(describe(asked.what, is_broken=is_broken))
    return EXIT_SUCCESS


def _refusal(what: str) -> str | None:
    """Say why there is nothing to break; None if there is."""
    cloud = discovery.find_environment()
    if not cloud:
        return "No local cloud runs: `make run` starts one."
    if what == "receiver" and not cloud["WEBHOOK_URLS"].endswith(PATH):
        return "WEBHOOK_URLS names receivers of your own: end and start them yourself."
    return None


if __name__ == "__main__":
    sys.exit(main())
