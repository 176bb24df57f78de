"""The names of jobs, tasks and events."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core import errors, ids

NOW = datetime(2026, 11, 23, 12, 0, 0, 123_000, tzinfo=UTC)
RANDOM = "0123456789abcdef"
JOB_ID = f"ada:example:1795435200123:{RANDOM}"
#: What Cloud Tasks takes as a task's id (platform facts, section 1).
TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,500}")
#: The longest name of a Firestore document, in bytes.
FIRESTORE_NAME_BYTES = 1500

#: Firebase user ids: 1 to 128 characters; ours may hold what can be seen,
#: but no slash.
UIDS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/"),
    min_size=1,
    max_size=128,
).filter(lambda uid: uid not in {".", ".."} and not uid.startswith("__"))
TYPES = st.from_regex(r"[a-z][a-z0-9-]{0,63}", fullmatch=True)
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 -- the strategy wants it without a zone
    max_value=datetime(2286, 11, 20),  # noqa: DTZ001 -- same
    timezones=st.just(UTC),
)
RANDOMS = st.from_regex(r"[0-9a-z]{8,32}", fullmatch=True)
JOB_IDS = st.builds(ids.new_job_id, UIDS, TYPES, MOMENTS, RANDOMS)
DISPATCHES = st.integers(min_value=1, max_value=10**9)


def test_a_job_id_has_the_old_form() -> None:
    """`{uid}:{type}:{timestampMs}:{random}`, as the system before this one made them."""
    assert ids.new_job_id("ada", "example", NOW, RANDOM) == JOB_ID


@settings(deadline=None)
@given(UIDS, TYPES, MOMENTS, RANDOMS)
def test_a_job_id_says_what_it_was_made_of(
    uid: str, job_type: str, moment: datetime, random: str
) -> None:
    """Parsing takes apart what making put together, to the millisecond."""
    parts = ids.parse_job_id(ids.new_job_id(uid, job_type, moment, random))

    assert parts == ids.JobIdParts(
        uid=uid,
        type=job_type,
        created_at=moment - timedelta(microseconds=moment.microsecond % 1000),
        random=random,
    )


@pytest.mark.parametrize("uid", ["ada:b", "::", "a:b:1795435200123:0123456789abcdef", "żółć", "李"])
def test_a_user_id_may_hold_colons_and_any_letters(uid: str) -> None:
    """An id is parsed from the right, so nothing in a user id can shift its parts."""
    assert ids.parse_job_id(ids.new_job_id(uid, "a-type", NOW, RANDOM)).uid == uid


@settings(deadline=None)
@given(JOB_IDS)
def test_a_job_id_is_a_firestore_document_name(job_id: str) -> None:
    """Any job id can name a document: no slash, not too long, not reserved."""
    assert "/" not in job_id
    assert len(job_id.encode()) <= FIRESTORE_NAME_BYTES
    assert not re.fullmatch(r"\.\.?|__.*__", job_id)


@pytest.mark.parametrize(
    "job_id",
    [
        "",
        "ada",
        f"ada:a-type:{RANDOM}",
        f":a-type:1795435200123:{RANDOM}",
        f"../bob:a-type:1795435200123:{RANDOM}",
        f"users/bob:a-type:1795435200123:{RANDOM}",
        f"ada:a-type/../x:1795435200123:{RANDOM}",
        f"ada:a-type:1795435200123:{RANDOM}/data/result",
        f"ada:a-type:1795435200123:{RANDOM}\n",
        f"a\0da:a-type:1795435200123:{RANDOM}",
        f"a da:a-type:1795435200123:{RANDOM}",
        f"ada:A-Type:1795435200123:{RANDOM}",
        f"ada:-type:1795435200123:{RANDOM}",
        f"ada:{'a' * 65}:1795435200123:{RANDOM}",
        f"ada:a-type:179543520012:{RANDOM}",
        f"ada:a-type:17954352001234:{RANDOM}",
        f"ada:a-type:١٧٩٥٤٣٥٢٠٠١٢٣:{RANDOM}",
        "ada:a-type:1795435200123:short",
        f"ada:a-type:1795435200123:{'0' * 33}",
        f"{'a' * 129}:a-type:1795435200123:{RANDOM}",
        f"{'a:' * 100_000}a-type:1795435200123:{RANDOM}",
        pytest.param(
            f"..:a-type:1795435200123:{RANDOM}",
        ),
        pytest.param(
            f"__ada__:a-type:1795435200123:{RANDOM}",
        ),
        pytest.param(
            f"\ud800:a-type:1795435200123:{RANDOM}",
        ),
    ],
)
def test_what_is_no_job_id_is_refused(job_id: str) -> None:
    """Anything that is not exactly a job id is refused, path tricks above all."""
    with pytest.raises(errors.InvalidArgumentError):
        ids.parse_job_id(job_id)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Parsing never ends in anything but parts or our refusal."""
    try:
        parts = ids.parse_job_id(text)
    except errors.InvalidArgumentError:
        return
    assert ids.new_job_id(parts.uid, parts.type, parts.created_at, parts.random) == text


@pytest.mark.parametrize(
    ("uid", "job_type", "moment", "random"),
    [
        ("a/b", "a-type", NOW, RANDOM),
        ("", "a-type", NOW, RANDOM),
        pytest.param(
            *("ada", "a:type", NOW, RANDOM),
        ),
        ("ada", "", NOW, RANDOM),
        ("ada", "a-type", datetime(1969, 12, 31, tzinfo=UTC), RANDOM),
        ("ada", "a-type", NOW, "UPPER-CASE"),
    ],
)
def test_no_wrong_id_is_made(uid: str, job_type: str, moment: datetime, random: str) -> None:
    """An id that could not be parsed again is never handed out."""
    with pytest.raises(errors.InvalidArgumentError):
        ids.new_job_id(uid, job_type, moment, random)


@settings(deadline=None)
@given(JOB_IDS, DISPATCHES)
def test_a_task_id_is_one_that_cloud_tasks_takes(job_id: str, dispatch: int) -> None:
    """Whatever the user id holds, the task's id has only what Cloud Tasks allows."""
    assert TASK_ID.fullmatch(ids.task_id(job_id, dispatch))


def test_each_dispatch_has_a_task_id_of_its_own() -> None:
    """A used name is refused for up to a day, so the next enqueue needs another."""
    other = JOB_ID.replace("ada", "bob")

    made = [ids.task_id(job, dispatch) for job in (JOB_ID, other) for dispatch in (1, 2, 11)]

    assert len(set(made)) == 6


def test_a_task_id_begins_with_a_hash() -> None:
    """Cloud Tasks slows down on sequential prefixes, so the job's hash comes first."""
    assert ids.task_id(JOB_ID, 7) == f"{ids.job_hash(JOB_ID)}-7"


def test_a_task_id_is_stable() -> None:
    """Enqueueing the same dispatch twice, from two revisions, is enqueueing it once."""
    assert ids.task_id(JOB_ID, 1) == "ef70aeb61630edbdaec55f940febb4f2-1"


def test_event_ids_differ_by_job_dispatch_and_moment() -> None:
    """Two things that happened never share an event id."""
    other = JOB_ID.replace("ada", "bob")

    made = [
        ids.event_id(job, dispatch, moment)
        for job in (JOB_ID, other)
        for dispatch in (1, 2)
        for moment in ("failed", "cancelled")
    ]

    assert len(set(made)) == 8


def test_an_event_id_is_stable() -> None:
    """The same moment gets the same id, however often and by whomever it is published."""
    assert ids.event_id(JOB_ID, 2, "failed") == "ef70aeb61630edbdaec55f940febb4f2-2-failed"


@settings(deadline=None)
@given(UIDS)
def test_an_owner_hash_does_not_show_the_owner(uid: str) -> None:
    """Events and logs name a user by 16 hexadecimal digits, the same each time."""
    assert re.fullmatch(r"[0-9a-f]{16}", ids.owner_hash(uid))
    assert ids.owner_hash(uid) == ids.owner_hash(uid)


def test_owners_have_different_hashes() -> None:
    """Two users are two hashes."""
    assert ids.owner_hash("ada") != ids.owner_hash("bob")


@pytest.mark.parametrize(
    "job_id", [JOB_ID, "", "a", f"{JOB_ID} ", JOB_ID.replace(":", "/", 1), JOB_ID.upper()]
)
def test_the_pattern_of_the_api_says_what_an_id_is(job_id: str) -> None:
    """As our own reading of it does."""
    is_id = True
    try:
        ids.parse_job_id(job_id)
    except errors.InvalidArgumentError:
        is_id = False
    assert (re.search(ids.JOB_ID_PATTERN, job_id) is not None) == is_id
