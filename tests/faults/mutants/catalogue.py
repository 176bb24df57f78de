"""The mutants: what is broken, where, and which tests must find it.

`old` must stand in its file exactly once. Where the code has moved on, the mutant is brought after
it, or is given up in words; it never passes in silence.
"""

from dataclasses import dataclass

#: Needs no emulator: seconds.
_MODEL = "tests/faults/test_every_interleaving.py"
_INTEGRATION = "tests/integration"


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One defect."""

    name: str
    #: What is wrong with it, by the guarantee that it breaks.
    breaks: str
    file: str
    old: str
    new: str
    #: The test file that must go red, and a part of the names of its tests.
    tests: str
    only: str = ""


MUTANTS = (
    Mutant(
        name="no-precondition",
        breaks="G3: a job document is written whatever it has become meanwhile",
        file="shared/firestore/job_store.py",
        old="_difference(stored.job, job), self._if_unchanged(stored.update_time)\n",
        new="_difference(stored.job, job)\n",
        tests=f"{_INTEGRATION}/test_deliver.py",
        only="taken_over",
    ),
    Mutant(
        name="no-lease-id",
        breaks="G3: an attempt goes on with the job document of the one that took over",
        file="shared/handler/running_attempt.py",
        old="(current.job.status, current.job.lease_id) != ours:\n",
        new="current.job.status is not JobStatus.RUNNING:\n",
        tests=_MODEL,
        only="twice",
    ),
    Mutant(
        name="no-lease",
        breaks="G3: a second delivery takes a living attempt's job away",
        file="shared/core/job_document.py",
        old="return self.lease_expires_at is None or now > self.lease_expires_at + CLOCK_SKEW",
        new="return True",
        tests=_MODEL,
        only="twice",
    ),
    Mutant(
        name="no-step-memo",
        breaks="G5: a finished step is done, and paid for, again",
        file="shared/firestore/documents.py",
        old='    return [document["value"]]\n',
        new="    return None\n",
        tests=_MODEL,
        only="fails_once or once",
    ),
    Mutant(
        name="no-event",
        breaks="G9: the delivery is answered without its end having been published",
        file="functions/effects/finish.py",
        old="    if effects.publish_end:\n        _publish_or_remind(services, job)\n",
        new="",
        tests=_MODEL,
        only="twice",
    ),
    Mutant(
        name="no-start-event",
        breaks="an attempt has begun, and that is not published before its job has ended",
        file="functions/worker/run_attempt.py",
        old="        start = start_events.publish_start(services, claimed)\n",
        new="        start = start_events.StartEvent(publication=None)\n",
        tests=f"{_INTEGRATION}/test_start_events.py",
        only="while_the_handler_works",
    ),
    Mutant(
        name="start-left-behind",
        breaks="G9: a start that did not arrive is not published with the job's end",
        file="functions/effects/start_events.py",
        old="    if job.status.is_terminal and not (has_arrived and job.attempt == 1):\n",
        new="    if job.status.is_terminal and not has_arrived:\n",
        tests=_MODEL,
        only="fails_once or once or calls_fail",
    ),
    Mutant(
        name="crash-is-free",
        breaks="G4: an attempt that died does not count, so a job that kills its worker never ends",
        file="functions/worker/outcomes.py",
        old="    return job.requeued(now, at=now, error=_LOST)\n",
        new="    return job.released(now)\n",
        tests=f"{_INTEGRATION}/test_deliver.py",
        only="died",
    ),
    Mutant(
        name="percent-falls",
        breaks="G7: the bar runs backwards",
        file="shared/core/progress.py",
        old="percent=min(100.0, max(last.percent, percent)),",
        new="percent=min(100.0, max(0.0, percent)),",
        tests=f"{_INTEGRATION}/test_deliver.py",
        only="percent",
    ),
    Mutant(
        name="deaf-to-cancel",
        breaks="G8: a cancel that came during the attempt is overwritten by its end",
        file="shared/handler/running_attempt.py",
        old="        if current.job.cancel_requested and not may_be_cancelled:\n",
        new="        if current is None:\n",
        tests=_MODEL,
        only="sweep",
    ),
    Mutant(
        name="time-limit-forgets-cancel",
        breaks="G8: an attempt over its time goes back to the queue although it is to be cancelled",
        file="functions/worker/outcomes.py",
        old="    if job.cancel_requested:\n        # Asked for while",
        new="    if job is None:\n        # Asked for while",
        tests=_MODEL,
        only="over",
    ),
    Mutant(
        name="task-before-document",
        breaks="the order of every step: a task is enqueued for a job that is not stored yet",
        file="functions/requests/submit.py",
        old="    submissions = retry_stale(\n",
        new="    services.queue.enqueue(jobs[0].job_id, 1)\n    submissions = retry_stale(\n",
        tests="tests/faults/test_points.py",
        only="fresh and submit",
    ),
    Mutant(
        name="key-apart",
        breaks="G10: an idempotency key is not kept with the job that it has made",
        file="shared/firestore/submissions.py",
        old="            if reference is not None:\n                self._put(",
        new="            if record is request:\n                self._put(",
        tests=f"{_INTEGRATION}/test_idempotency.py",
    ),
    Mutant(
        name="no-heartbeat",
        breaks="G3: a handler that is silent for a while loses its job",
        file="shared/handler/running_attempt.py",
        old="            elif now >= self._stored.job.updated_at + self._lease.heartbeat:\n",
        new="            elif now < self._deadline - self._lease.term * 1000:\n",
        tests=f"{_INTEGRATION}/test_release.py",
        only="keeps_its_lease",
    ),
    Mutant(
        name="result-apart",
        breaks="G6: a result is written, and then the job document, by who may have lost the job",
        file="shared/firestore/job_store.py",
        old="batch.set(data_reference(job_document, name), data_document(job, text))\n",
        new="data_reference(job_document, name).set(data_document(job, text))\n",
        tests=f"{_INTEGRATION}/test_deliver.py",
        only="taken_over",
    ),
    Mutant(
        name="stale-task-runs",
        breaks="a task that was enqueued again since starts an attempt before its time",
        file="functions/worker/deliver.py",
        old="    if task.dispatch < job.dispatch:\n",
        new="    if task.dispatch > job.dispatch:\n",
        tests=f"{_INTEGRATION}/test_deliver.py",
        only="old_task",
    ),
    Mutant(
        name="end-left-behind",
        breaks="G9: a job is resubmitted before it was published how it had ended",
        file="functions/requests/resubmit.py",
        old="    finish.publish_end(services, stored.job)\n",
        new="",
        tests=_MODEL,
        only="resubmitted",
    ),
    Mutant(
        name="webhooks-forgotten",
        breaks="G9: the end of a job is told to Pub/Sub only",
        file="functions/effects/finish.py",
        old="        services.queue.put_webhook(webhook)\n",
        new="        del webhook\n",
        tests=f"{_INTEGRATION}/webhooks/test_ends_are_told.py",
        only="cancel",
    ),
    Mutant(
        name="any-address",
        breaks="a webhook reaches the metadata server, or a neighbour in our network",
        file="shared/webhooks/safe_post.py",
        old="        if not addresses or not all(map(self.may_reach, addresses)):\n",
        new="        if not addresses:\n",
        tests=f"{_INTEGRATION}/webhooks/test_safe_post.py",
        only="leads_to_us",
    ),
    Mutant(
        name="half-a-character",
        breaks="G6: a result that Firestore refuses is paid for three times",
        file="shared/core/stored_value.py",
        old='    text = _LONE_SURROGATE.sub(lambda half: f"\\\\u{ord(half[0]):04x}", text)\n',
        new="",
        tests="tests/unit/test_stored_value.py",
        only="refuses_is_kept",
    ),
    Mutant(
        name="mistake-passes",
        breaks="G1: what a handler cannot make ends no attempt",
        file="functions/job_types/handling.py",
        old="    except UnstorableValueError as error:\n",
        new="    except ZeroDivisionError as error:\n",
        tests=f"{_INTEGRATION}/test_values.py",
        only="cannot_be_kept_is_paid",
    ),
    Mutant(
        name="unreadable-stops-all",
        breaks="G2: one job document that cannot be read stops the sweeper",
        file="shared/firestore/client.py",
        old="        except UnreadableJobError as error:\n",
        new="        except ZeroDivisionError as error:\n",
        tests=f"{_INTEGRATION}/test_unreadable.py",
        only="sweeper",
    ),
    Mutant(
        name="exit-passes",
        breaks="sys.exit() in a handler ends the process of its neighbours",
        file="functions/worker/run_attempt.py",
        old="    except BaseException as error:",
        new="    except ZeroDivisionError as error:",
        tests=f"{_INTEGRATION}/test_misbehaving.py",
        only="end_the_process",
    ),
    Mutant(
        name="threads-are-lost",
        breaks="handlers that never return make a process deaf",
        file="functions/worker/lost_threads.py",
        old="    if lost * _SHARE >= threads:\n",
        new="    if lost > threads:\n",
        tests=f"{_INTEGRATION}/test_misbehaving.py",
        only="lost_threads",
    ),
    Mutant(
        name="own-clock-ignored",
        breaks="G5: cut off from Firestore alone, an attempt does its successor's step again",
        file="shared/handler/running_attempt.py",
        old="            if job.lease_expires_at is None or now <= job.lease_expires_at:\n",
        new="            if job.lease_expires_at is None or now:\n",
        tests=f"{_INTEGRATION}/test_misbehaving.py",
        only="own_clock",
    ),
    Mutant(
        name="spending-waits-for-the-end",
        breaks="G8: what a process that dies has spent is on no job",
        file="shared/handler/running_attempt.py",
        old="        is_known = job.status.is_terminal or job.usage == self._usage\n",
        new="        is_known = True\n",
        tests=f"{_INTEGRATION}/test_misbehaving.py",
        only="spent_is_on_the_job",
    ),
    Mutant(
        name="other-revisions-forgotten",
        breaks="G1: a deployment fails the jobs that only its newer half understands",
        file="functions/worker/deliver.py",
        old="    if since is not None and now > since + _OTHER_REVISIONS:\n",
        new="    if since is None or now > since + _OTHER_REVISIONS:\n",
        tests=f"{_INTEGRATION}/test_deliver.py",
        only="unknown_type",
    ),
    Mutant(
        name="silent-refusal",
        breaks="an error of Firestore leaves no line in the log",
        file="functions/http/problems.py",
        old="        _log(error)\n",
        new="        pass\n",
        tests="tests/unit/test_problems.py",
        only="is_logged_once",
    ),
    Mutant(
        name="erasing-renews",
        breaks="erasing all jobs fills the token bucket: 40 jobs where 10 are allowed",
        file="shared/core/rate_limit.py",
        old='"files": {}, "expire_at": full_at}',
        new='"files": {}, "expire_at": full_at, "tokens": limit.burst}',
        tests=f"{_INTEGRATION}/test_erase.py",
        only="token_bucket",
    ),
    Mutant(
        name="end-erased",
        breaks="G9: an end whose delivery died goes with its job, unpublished",
        file="functions/requests/erase.py",
        old="    if is_fresh or job.check_for is CheckFor.PUBLISH:\n",
        new="    if job.check_for is CheckFor.PUBLISH:\n",
        tests=f"{_INTEGRATION}/test_start_events.py",
        only="erased",
    ),
    Mutant(
        name="forgives-for-ever",
        breaks="G4: a job that freezes each process is given attempts for ever",
        file="shared/core/job.py",
        old="        if self.status.is_terminal or self.losses_forgiven >= MOST_FORGIVEN:\n",
        new="        if self.status.is_terminal:\n",
        tests=f"{_INTEGRATION}/test_misbehaving.py",
        only="only_so_many",
    ),
)
