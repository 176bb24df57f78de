"""The drawings that a job type may have: the web has one for each name."""

from enum import StrEnum


class Icon(StrEnum):
    """What a type is drawn as, in lists and on its jobs' pages."""

    BARS = "bars"
    DOCUMENT = "document"
    LETTER = "letter"
    PEOPLE = "people"
    REPORT = "report"
    SPARK = "spark"
    TREND = "trend"
