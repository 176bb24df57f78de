"""The real `worker`, for functions-framework, with a job type that waits for a file.

PATIENT_FILE   the handler goes on for as long as there is no such file
"""

import os
import time
from contextlib import ExitStack
from pathlib import Path

import main
from shared.handler.job_context import JobContext
from tests.support.job_types import WordRequest, WordResult, declared

worker = main.worker


def wait_for_file(request: WordRequest, job: JobContext) -> WordResult:
    """Report progress until the file is there."""
    file = Path(os.environ["PATIENT_FILE"])
    while not file.exists():
        job.progress(50, "Waiting for the file")
        time.sleep(0.05)
    return WordResult(answer=request.word)


_for_ever = ExitStack()
_for_ever.enter_context(declared(wait_for_file))
