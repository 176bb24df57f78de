"""Start the emulator: `python -m infra.local.cloud_tasks --port P`."""

import sys

from infra.local.cloud_tasks.cli import main

if __name__ == "__main__":
    sys.exit(main())
