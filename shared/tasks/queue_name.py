"""The queues of a deployment, by what they are for; where each is, the settings say."""

from enum import StrEnum


class QueueName(StrEnum):
    """A queue, whatever it is called in Cloud Tasks."""

    #: Deliveries of jobs.
    JOBS = "jobs"
    #: Webhooks that are to be sent.
    WEBHOOKS = "webhooks"
