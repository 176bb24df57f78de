"""What the programs that start the local cloud have in common: how they end, and what they say.

Exit codes: 0 all went well, 1 something failed, 2 the machine lacks something, 130 interrupted.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from google.api_core import exceptions as google_exceptions
from rich.console import Console
from rich.text import Text

from infra.local.cloud.emulators import MissingToolError
from infra.local.cloud.log_files import LogFiles
from infra.local.cloud.stack import SAMPLE_DATA, NotReadyError, warehouse_file
from infra.local.process import log_lines
from infra.local.process.processes import ProcessDiedError

EXIT_SUCCESS = 0
EXIT_FAILURE = 1
EXIT_MISSING = 2

_LAST_LINES = 12


class FailedError(RuntimeError):
    """The program cannot go on; the message says why, for the person before the terminal.

    Attributes:
        logs: The processes whose last lines may say more.
    """

    def __init__(self, message: str, logs: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.logs = logs


class ReportedError(RuntimeError):
    """Something failed, and the person has been told."""


def run_guarded(work: Callable[[], int], console: Console, logs: LogFiles) -> int:
    """Run a program's work; say in a sentence why it failed, if it did."""
    try:
        with reporting(console, logs):
            return work()
    except MissingToolError as error:
        say_error(console, str(error))
        return EXIT_MISSING
    except ReportedError:
        return EXIT_FAILURE
    finally:
        logs.close()


@contextmanager
def reporting(console: Console, logs: LogFiles) -> Iterator[None]:
    """Say why the block failed at once: ending what was started takes time and fills the logs.

    Raises:
        ReportedError: If it failed.
    """
    try:
        yield
    except (ProcessDiedError, NotReadyError) as error:
        say_error(console, f"{error}\n\nThe whole logs are in {logs.folder}.")
        raise ReportedError from error
    except google_exceptions.GoogleAPICallError as error:
        say_error(console, f"Firestore answered: {error.message}")
        raise ReportedError from error
    except FailedError as error:
        say_error(console, str(error))
        for name in error.logs:
            show_log(console, logs, name)
        raise ReportedError from error


def say_what_data(say: Callable[[str], None]) -> None:
    """Make sure that there is something to ask, and say what.

    Raises:
        MissingToolError: If the sample was not made yet, or there is no such file as is named.
    """
    file = warehouse_file(os.environ)
    if file == SAMPLE_DATA:
        whose = "made-up sample data"
        missing = (
            "The sample data is missing: `make demo` and `make run` make it, or"
            f" `python -m infra.local.stand_ins.sample_data --out {file}`."
        )
    else:
        whose = f"those of {file}"
        missing = (
            f"WAREHOUSE_FILE names {file}, and there is no such file. Make it with"
            " `python -m infra.load_postings POSTINGS --local FILE --create-tables --with-lists`."
        )
    if not file.is_file():
        raise MissingToolError(missing)
    say(f"The postings are {whose}.")


def say_where_texts_go(say: Callable[[str], None]) -> None:
    """Say that what is typed leaves this machine, if it does: before anything is sent."""
    if os.environ.get("GEMINI_API_KEY"):
        say(
            "GEMINI_API_KEY is set: what you give, a résumé too, is sent to Google, wherever it is"
            " processed. With a free-tier key Google may use it, and people there may read it;"
            " in Europe only the paid tier may be used."
        )


def say_error(console: Console, message: str) -> None:
    """Print why something failed."""
    console.print(Text(message, style="red"), soft_wrap=True)


def show_log(console: Console, logs: LogFiles, name: str) -> None:
    """Print the last lines of a process's log."""
    lines = logs.last_lines(name, _LAST_LINES)
    if not lines:
        return
    console.print(Text(f"\nThe last of {logs.path(name)}:", style="bold"), soft_wrap=True)
    now = datetime.now().astimezone()
    for text in (log_lines.render(name, line, now) for line in lines):
        if text is not None:
            console.print(text, soft_wrap=True)
