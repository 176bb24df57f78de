"""Google's services: one way to time out, to try again, and to say what a failure means to us.

Each room of a service declares its `CallPolicy`: its own times, and a table from the vendor's
errors to ours. The vendor's classes are named in the tables and not imported: their libraries are
heavy, and are loaded when a room makes its first call.

A room makes its client and all its calls inside `translated`, so that missing credentials mean the
same at the first call as expired ones at the hundredth.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from shared.core import errors

if TYPE_CHECKING:
    from google.api_core import retry as retries
ValueT = TypeVar("ValueT")

#: What a vendor's error means: an error of ours, or a function of the vendor's error that makes
#: one.
Meaning = type[errors.JobsError] | Callable[[Any], errors.JobsError]

#: The service could not be reached, or did not answer in time: passes by itself.
UNREACHABLE = frozenset({"ServiceUnavailable", "DeadlineExceeded"})
#: Where a table's classes come from: Google's libraries, what its HTTP clients are made of, Python.
_PACKAGES = frozenset({"google", "requests", "builtins"})

#: The first pause between two tries; each is twice as long as the one before.
_FIRST_PAUSE_SECONDS = 0.1


#: Errors of google-auth, of its HTTP client and of Python that say: the server of tokens could not
#: be reached.
_TRANSPORT_ERRORS = frozenset(
    {"TransportError", "RequestException", "ConnectionError", "TimeoutError", "gaierror"}
)


def passes_by_itself(error: Exception) -> bool:
    """Whether credentials failed for want of a connection: then they may be had in a minute.

    Only some of google-auth's errors say so of themselves; a metadata server or a token endpoint
    that cannot be reached is told by what had caused the error.
    """
    cause: BaseException | None = error
    while cause is not None:
        if getattr(cause, "retryable", False):
            return True
        if any(each.__name__ in _TRANSPORT_ERRORS for each in type(cause).__mro__):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


class CallOptions(TypedDict):
    """The two arguments that every method of Google's clients takes."""

    retry: "retries.Retry"
    timeout: float


@dataclass(frozen=True, kw_only=True)
class CallPolicy:
    """How the calls to one service are made."""

    #: The longest that one call may take, and all tries of one call.
    call_seconds: float
    total_seconds: float
    #: The longest pause between two tries.
    longest_pause_seconds: float
    #: What failures mean, by the name of the vendor's class; of an error's classes the nearest
    #: counts. An error without a meaning is a defect of ours, and passes as it is.
    meanings: Mapping[str, Meaning]
    #: The failures after which a call is made again, by the name of the vendor's class.
    retried: frozenset[str] = UNREACHABLE
    #: Returns the vendor's own retry, where the vendor knows better than `retried` what passes.
    vendors_retry: "Callable[[], retries.Retry] | None" = None
    #: Whether our error carries the vendor's; not where that may repeat a user's words.
    keeps_cause: bool = True

    @cached_property
    def options(self) -> CallOptions:
        """How long a call may take and how often it is tried, for a call that may be repeated."""
        return {"retry": self.make_retry(), "timeout": self.call_seconds}

    def make_retry(self) -> "retries.Retry":
        """Return how often a call is tried that may be repeated."""
        from google.api_core import retry

        chosen = self.vendors_retry() if self.vendors_retry else retry.Retry(self.is_retried)
        return chosen.with_timeout(self.total_seconds).with_delay(
            initial=_FIRST_PAUSE_SECONDS, maximum=self.longest_pause_seconds
        )

    def is_retried(self, error: Exception) -> bool:
        """Whether a call that failed so is made again."""
        return any(name in self.retried for name in _class_names(error))

    def translate(self, error: Exception, **here: Meaning) -> errors.JobsError | None:
        """Return what a failure means; None if the table does not say.

        Args:
            error: The failure.
            **here: What a class of the vendor's means at this call only.
        """
        meaning = _first({**self.meanings, **here}, _class_names(error))
        if meaning is None:
            return None
        return meaning() if isinstance(meaning, type) else meaning(error)

    @contextmanager
    def translated(self, **here: Meaning) -> Iterator[None]:
        """Turn the vendor's errors into ours.

        Args:
            **here: What a class of the vendor's means at this call only.

        Raises:
            errors.JobsError: What the failure means.
        """
        try:
            yield
        except Exception as error:
            ours = self.translate(error, **here)
            if ours is None:
                raise
            raise ours from (error if self.keeps_cause else None)


def _class_names(error: Exception) -> Iterator[str]:
    """Name the classes of a vendor's error, the nearest first."""
    for each in type(error).__mro__:
        if each.__module__.partition(".")[0] in _PACKAGES:
            yield each.__name__


def _first(table: Mapping[str, ValueT], names: Iterable[str]) -> ValueT | None:
    return next((table[name] for name in names if name in table), None)
