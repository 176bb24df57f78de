"""What follows when a text does not keep to the facts."""

import logging

from shared.telemetry import logs


def log_faults(log: logging.Logger, count: int) -> None:
    """Log that a text leaves the facts in so many places.

    Neither the text nor what is wrong with it: both may hold the user's words.
    """
    log.warning(
        "The text leaves the facts in %d places.", count, extra=logs.log_fields("text-faults")
    )
