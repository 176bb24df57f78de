"""The whole local cloud with the web app, on free ports, for tests in a browser.

    python -m tests.support.web_cloud --held FILE

It prints one line of JSON once everything answers, and ends it all when its standard input is
closed, so also when the program that started it was killed. Texts are written by `held_model.py`;
what devices are told is taken by a stand-in, which says it.
"""

import argparse
import json
import sys
from contextlib import suppress
from pathlib import Path

from infra.local.cloud.log_files import LOGS, LogFiles
from infra.local.cloud.part_ports import Ports
from infra.local.cloud.stack import PROJECT, LocalCloud, local_cloud
from infra.local.process import interrupts
from infra.local.process.ports import HOST
from tests.fakes.fcm_server import FcmServer


def main() -> None:
    """Run the cloud until it is not needed any more."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.web_cloud")
    parser.add_argument("--held", type=Path, required=True, help="the model waits while it exists")
    held = parser.parse_args().held.resolve()
    logs = LogFiles(LOGS / "web-tests")
    with FcmServer(PROJECT) as fcm:
        _run(held, logs, fcm)
    logs.close()


def _run(held: Path, logs: LogFiles, fcm: FcmServer) -> None:
    cloud = LocalCloud(
        ports=Ports.free(),
        listener=logs,
        overrides={
            "ALLOW_ANONYMOUS": "true",
            "TEXT_MODEL": "tests.support.held_model:open_text_model",
            "HELD_FILE": str(held),
            "FCM_BASE_URL": fcm.url,
        },
    )
    with local_cloud(cloud):
        cloud.start_web()
        where = {
            "web": cloud.web_url,
            "firestore": f"http://{HOST}:{cloud.ports.firestore}",
            "project": PROJECT,
            "fcm": fcm.url,
            "held": str(held),
        }
        print(json.dumps(where), flush=True)  # noqa: T201 -- what the tests read
        sys.stdin.read()


if __name__ == "__main__":
    interrupts.listen()
    with suppress(interrupts.Interrupted):
        main()
