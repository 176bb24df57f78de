"""How shown progress goes on. Pure."""

from shared.core.job_document import Progress
from shared.core.stored_value import shortened

_MESSAGE_LENGTH = 200
_STAGE_LENGTH = 60


def next_progress(last: Progress, percent: float, message: str, stage: str | None) -> Progress:
    """Return the progress after the last one; percent never falls, long words are cut.

    Args:
        last: What was shown, or waits to be shown.
        percent: As the handler says it; brought between 0 and 100.
        message: One sentence; 200 characters are kept.
        stage: The handler's own name for the part it is in; 60 characters are kept.
    """
    return Progress(
        percent=min(100.0, max(last.percent, percent)),
        message=shortened(message, _MESSAGE_LENGTH),
        stage=stage and shortened(stage, _STAGE_LENGTH),
        seq=last.seq,
    )


def following(shown: Progress, pending: Progress) -> Progress:
    """Return what waits, as the next after what is shown.

    A write whose answer was lost may have shown something since it began to wait.
    """
    return pending.model_copy(update={"seq": shown.seq + 1})
