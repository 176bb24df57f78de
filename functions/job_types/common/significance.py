"""Tell a difference from chance. Pure."""

import math
from collections.abc import Sequence

#: With 50 postings the standard error of a share is 7 points (sqrt(0.25 / 50)); with fewer it is
#: more than a reader would forgive.
SMALLEST_SAMPLE = 50
#: With 20 postings that error is 11 points: enough to tell the core from the rest. Of fewer there
#: is no figure at all: one posting would ask for 100% of what it asks for.
LEAST_SAMPLE = 20
#: A difference counts as clear from this many standard errors on: by chance one time in twenty.
CLEAR_ERRORS = 2.0
#: Of the differences picked from many as clear, at most this share is chance, on average.
FALSE_SHARE = 0.05


def error_of_difference(one: float, one_count: int, other: float, other_count: int) -> float:
    """Return the standard error of the difference of two shares of counts, unpooled."""
    return math.sqrt(one * (1 - one) / one_count + other * (1 - other) / other_count)


def chance_of_difference(one: int, one_count: int, other: int, other_count: int) -> float:
    """Return the chance of so different counts if both were drawn with the same share.

    The two-sided two-proportion z-test, pooled; it needs counts of about five and more.
    """
    pooled = (one + other) / (one_count + other_count)
    error = math.sqrt(pooled * (1 - pooled) * (1 / one_count + 1 / other_count))
    if error == 0:
        return 1.0
    return math.erfc(abs(one / one_count - other / other_count) / error / math.sqrt(2))


def pick_clear(chances: Sequence[float]) -> tuple[bool, ...]:
    """Say which of many differences are more than chance: Benjamini and Hochberg's procedure.

    Who tests a hundred skills at one in twenty finds five that "rise" in pure noise. Here the
    smallest chances are held against a bound that rises with their rank, so that of those picked
    at most `FALSE_SHARE` is noise, on average.
    """
    ranked = sorted(chances)
    bounds = (FALSE_SHARE * rank / len(ranked) for rank in range(1, len(ranked) + 1))
    passing = [chance for chance, bound in zip(ranked, bounds, strict=True) if chance <= bound]
    limit = max(passing, default=-1.0)
    return tuple(chance <= limit for chance in chances)


def is_count_change_clear(now: int, before: int, smallest_change: float) -> bool:
    """Whether two counts of independent events differ by more than chance, and by enough.

    Such counts vary by the square root of themselves (Poisson), so the error of their difference
    is the square root of their sum. A change smaller than `smallest_change`, relative to `before`,
    is not worth a word.
    """
    change = abs(now - before)
    return change >= max(smallest_change * before, CLEAR_ERRORS * math.sqrt(now + before), 1)
