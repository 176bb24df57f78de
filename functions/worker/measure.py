"""Keep the document of how long jobs usually take, by those that have ended since it was written.

Called with each sweep. No job costs a call more for it, and none is counted when it ends: every few
minutes one process reads the document and those that ended since, and writes only if there were
some. Two sweepers at once are harmless: the write is a compare-and-set, and the second one leaves
it to the first.
"""

import logging
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from shared.core import errors
from shared.core.usual_times import UsualTimes
from shared.firestore.job_store import JobStore
from shared.firestore.single_documents import USUAL_TIMES
from shared.telemetry import logs
from shared.wiring import Services

log = logging.getLogger(__name__)

#: A process looks no more often; also after a failure.
_PERIOD = timedelta(minutes=5)
#: Of more jobs that have ended meanwhile, the latest are read.
_MOST_READ = 500
#: By store, until when nothing needs to be done.
_done_until: WeakKeyDictionary[JobStore, datetime] = WeakKeyDictionary()


def refresh_if_due(services: Services) -> bool:
    """Write the document anew if jobs have ended; whatever hinders that hinders no sweep.

    Returns:
        Whether it was written.
    """
    now = services.clock()
    until = _done_until.get(services.store)
    if until is not None and now < until:
        return False
    _done_until[services.store] = now + _PERIOD
    try:
        return _refresh(services.store, now)
    except (errors.WriteConflictError, errors.UnavailableError) as error:
        fields = logs.log_fields("usual-times-left", code=error.code)
        log.warning("The usual times are left as they are.", extra=fields)
        return False
    except Exception:
        log.exception("There are no usual times.", extra=logs.log_fields("usual-times-failed"))
        return False


def _refresh(store: JobStore, now: datetime) -> bool:
    before = store.read_single(USUAL_TIMES)
    known = before.record or UsualTimes.none_yet(now)
    after = known.with_ended(store.latest("finishedAt", known.through, _MOST_READ), now)
    if after is known:
        return False
    store.write_single(USUAL_TIMES, before, after)
    return True
