"""The smoke test's exit codes: a test that could not ask says nothing of what it was to test."""

from typing import Final

SUCCESS: Final = 0
#: The deployment did something else than it should.
FAILURE: Final = 1
#: There is no token: of the deployment nothing is known. (2 is Python's own, for a wrong command
#: line, and make's for any failure.)
COULD_NOT_ASK: Final = 3
