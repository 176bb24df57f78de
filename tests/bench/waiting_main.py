"""The real `worker`, for functions-framework, with a job type that does nothing but wait.

WAIT_FOR   the handler goes on for as long as there is no such file
"""

import os
import time
from contextlib import ExitStack
from pathlib import Path

import main
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared

worker = main.worker


def wait(request: WordRequest, job: JobContext) -> WordResult:
    """Wait as for a model: only the heartbeat writes."""
    file = Path(os.environ["WAIT_FOR"])
    while not file.exists():
        time.sleep(1)
    return WordResult(answer=request.word)


_for_ever = ExitStack()
_for_ever.enter_context(declared(wait))
