"""What the warehouse asks of BigQuery, and what it makes of the answers: real client, real HTTP."""

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from urllib3 import HTTPConnectionPool

from shared.bigquery import client
from shared.bigquery.warehouse import BigQueryWarehouse
from shared.core import errors
from shared.core.records import Record
from shared.handler.ports import QueryCall
from shared.telemetry import spans
from tests.fakes.bigquery_server import BigQueryServer, LostAnswer, Normal, Refusal, Silence
from tests.integration.bigquery.conftest import Opener, make_settings
from tests.support.spans import SAMPLED, KeptSpans, attributes, error_of
from tests.support.stops import cancel_when
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from shared.core.usage import Usage
    from shared.handler.ports import Parameter

PARAMETERS: "dict[str, Parameter]" = {"domain": "a user's own words"}


class RoleRow(Record):
    """A row of the query "roles"."""

    role: str


#: What most tests ask; those that listen replace what they need.
CALL = QueryCall(name="roles", row=RoleRow, parameters=PARAMETERS)
ROWS = (RoleRow(role="Data Analyst"), RoleRow(role="Data Engineer"))


def test_query_gives_rows_and_source_and_tells_its_cost(warehouse: BigQueryWarehouse) -> None:
    """The rows are of the asked-for form; the result says where they are from."""
    told: list[Usage] = []
    result = warehouse.query(replace(CALL, record_usage=told.append))
    assert result.rows == ROWS
    assert result.source == "BigQuery dataset careerlens"
    (usage,) = told
    assert usage.bytes_billed == 10_485_760
    assert usage.cost_usd == pytest.approx(6.25 * 10_485_760 / (1 << 40))


def test_query_has_a_dry_run_first(warehouse: BigQueryWarehouse, server: BigQueryServer) -> None:
    """The dry run comes first."""
    warehouse.query(CALL)
    assert server.kinds()[:2] == ["dry run", "start"]


def test_query_that_reads_too_much_does_not_run(
    open_warehouse: Opener, server: BigQueryServer
) -> None:
    """A query that would read more than it may is refused after the dry run."""
    server.bytes_processed = 20_000_000
    warehouse = open_warehouse(warehouse_max_bytes=19_999_999)
    with pytest.raises(errors.PermanentJobError, match="more data than it may"):
        warehouse.query(CALL)
    assert server.kinds() == ["dry run"]


def test_query_is_a_span(warehouse: BigQueryWarehouse) -> None:
    """Its file's name and what it cost; no text, no parameter. What was kept is no query."""
    kept = KeptSpans()
    with spans.continue_trace(kept.provider, SAMPLED.get):
        for _ in range(2):
            warehouse.query(CALL)
    assert attributes(kept.only("SELECT roles")) == {
        "db.system.name": "gcp.bigquery",
        "db.operation.name": "SELECT",
        "db.query.summary": "roles",
        "careerlens.bytes_billed": 10_485_760,
    }


def test_refused_query_is_a_failed_span(open_warehouse: Opener) -> None:
    """By our code; BigQuery's own words stay where they are."""
    kept = KeptSpans()
    warehouse = open_warehouse(warehouse_max_bytes=1_999_999)
    with (
        pytest.raises(errors.PermanentJobError),
        spans.continue_trace(kept.provider, SAMPLED.get),
    ):
        warehouse.query(CALL)
    assert error_of(kept.only("SELECT roles")) == errors.PermanentJobError.code


def test_query_is_configured(open_warehouse: Opener, server: BigQueryServer) -> None:
    """Dataset, byte limit, labels and BigQuery's own time limit go with the query."""
    warehouse = open_warehouse(
        warehouse_dataset="postings", warehouse_max_bytes=50_000_000, warehouse_timeout_seconds=7
    )
    warehouse.query(replace(CALL, job_type="An Example"))
    started = server.asked[1].configuration()
    query = cast("dict[str, object]", started["query"])
    assert query["defaultDataset"] == {"projectId": "demo-test", "datasetId": "postings"}
    assert query["maximumBytesBilled"] == "50000000"
    assert started["labels"] == {"query": "roles", "job_type": "an-example"}
    assert started["jobTimeoutMs"] == "7000"


@pytest.mark.parametrize(
    ("value", "kind", "sent"),
    [
        ("SQL", "STRING", {"value": "SQL"}),
        (True, "BOOL", {"value": "true"}),
        (3, "INT64", {"value": "3"}),
        (0.25, "FLOAT64", {"value": 0.25}),
        (date(2026, 9, 30), "DATE", {"value": "2026-09-30"}),
        (("SQL", "Go"), "ARRAY", {"arrayValues": [{"value": "SQL"}, {"value": "Go"}]}),
        ((), "ARRAY", {"arrayValues": []}),
    ],
)
def test_parameters_are_bound_by_type(
    warehouse: BigQueryWarehouse,
    server: BigQueryServer,
    value: "Parameter",
    kind: str,
    sent: dict[str, object],
) -> None:
    """Values go out as typed parameters, never in the query's text."""
    warehouse.query(replace(CALL, parameters={"domain": value}))
    query = cast("dict[str, Any]", server.asked[1].configuration()["query"])
    (parameter,) = query["queryParameters"]
    assert (parameter["name"], parameter["parameterType"]["type"]) == ("domain", kind)
    assert parameter["parameterValue"] == sent


def test_data_date_is_asked_once_and_given_as_a_constant(
    warehouse: BigQueryWarehouse, server: BigQueryServer, queries: Path
) -> None:
    """A query that counts months back gets the data's date; only a constant prunes partitions."""
    (queries / "common").mkdir()
    (queries / "common" / "data_date.sql").write_text("SELECT MAX(posted_on) AS data_date")
    (queries / "roles.sql").write_text("SELECT role WHERE posted_on > @data_date")
    told: list[Usage] = []
    for domain in ("Retail", "Energy"):
        call = replace(CALL, parameters={"domain": domain}, record_usage=told.append)
        assert warehouse.query(call).rows == ROWS
    assert server.kinds().count("start") == 3
    assert len(told) == 3
    started = [asked for asked in server.asked if asked.kind == "start"][1:]
    for asked in started:
        given = cast("dict[str, Any]", asked.configuration()["query"])["queryParameters"]
        (found,) = [each for each in given if each["name"] == "data_date"]
        assert found["parameterType"] == {"type": "DATE"}
        assert found["parameterValue"] == {"value": "2026-09-30"}


def test_header_comment_stays_here(
    warehouse: BigQueryWarehouse, server: BigQueryServer, queries: Path
) -> None:
    """The comment a query's file begins with is not sent; any other is."""
    (queries / "roles.sql").write_text("-- For people: @domain.\n\nSELECT role -- the role\n")
    warehouse.query(replace(CALL, parameters={}))
    query = cast("dict[str, Any]", server.asked[1].configuration()["query"])
    assert query["query"] == "SELECT role -- the role\n"


def test_query_is_waited_for(open_warehouse: Opener, server: BigQueryServer) -> None:
    """A query that takes its time is looked at with growing pauses, up to a second."""
    server.looks_until_done = 6
    pauses: list[float] = []
    table = open_warehouse(pause=pauses.append).query(CALL)
    assert table.rows == ROWS
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0][: len(pauses)]
    assert len(pauses) >= 5


def test_stopped_query_is_cancelled(warehouse: BigQueryWarehouse, server: BigQueryServer) -> None:
    """When the handler does not want the rows any more, BigQuery is told to stop."""
    server.looks_until_done = None
    with pytest.raises(errors.JobCancelledError):
        warehouse.query(replace(CALL, check=cancel_when(lambda: "look" in server.kinds())))
    assert server.kinds() == ["dry run", "start", "look", "cancel"]
    assert server.asked[1].job_id == server.asked[-1].job_id


def test_lost_attempt_cancels_its_query(
    warehouse: BigQueryWarehouse, server: BigQueryServer
) -> None:
    """What the check raises passes, and the query is cancelled all the same."""
    server.looks_until_done = None

    def lose() -> None:
        if "look" in server.kinds():
            raise errors.AttemptLostError

    with pytest.raises(errors.AttemptLostError):
        warehouse.query(replace(CALL, check=lose))
    assert server.kinds()[-1] == "cancel"


def test_slow_query_is_cancelled(open_warehouse: Opener, server: BigQueryServer) -> None:
    """After the time limit the query is cancelled, and the job may be tried again."""
    server.looks_until_done = None
    warehouse = open_warehouse(pause=time.sleep, warehouse_timeout_seconds=0.2)
    with pytest.raises(errors.RetriableJobError):
        warehouse.query(CALL)
    assert server.kinds()[-1] == "cancel"


def test_failed_cancel_does_not_hide_the_stop(
    warehouse: BigQueryWarehouse, server: BigQueryServer
) -> None:
    """A cancel that BigQuery does not take changes nothing about why we stop."""
    server.looks_until_done = None
    server.script(Normal(), Normal(), Normal(), Refusal(code=500, reason="other"))
    with pytest.raises(errors.JobCancelledError):
        warehouse.query(replace(CALL, check=cancel_when(lambda: "look" in server.kinds())))
    assert server.kinds()[-1] == "cancel"


def test_failed_query_is_counted(warehouse: BigQueryWarehouse, server: BigQueryServer) -> None:
    """What a query has cost is told even if it failed."""
    server.failure = Refusal(code=400, reason="invalidQuery")
    told: list[Usage] = []
    with pytest.raises(errors.PermanentJobError):
        warehouse.query(replace(CALL, record_usage=told.append))
    assert [usage.bytes_billed for usage in told] == [10_485_760]


@pytest.mark.parametrize("stop", [cancel_when, None], ids=["cancelled", "too slow"])
def test_stopped_query_costs_what_was_expected(
    open_warehouse: Opener, server: BigQueryServer, stop: Callable[..., Callable[[], None]] | None
) -> None:
    """BigQuery may bill what it was told to stop, whole, and does not say so: an estimate."""
    server.looks_until_done, server.bytes_processed = None, 70_000_000
    told: list[Usage] = []
    call = replace(CALL, record_usage=told.append)
    if stop is not None:
        call = replace(call, check=stop(lambda: "look" in server.kinds()))
    with pytest.raises((errors.JobCancelledError, errors.RetriableJobError)):
        open_warehouse(warehouse_timeout_seconds=0.5, pause=time.sleep).query(call)
    (usage,) = told
    assert (usage.bytes_billed, usage.is_estimate) == (70_000_000, True)
    assert usage.cost_usd > 0


def test_query_that_another_has_stopped_is_tried_again(
    open_warehouse: Opener, server: BigQueryServer
) -> None:
    """An operator may stop a query in the console; its cost is estimated, too."""
    server.looks_until_done = None
    told: list[Usage] = []

    def stop_it(_: float) -> None:
        server.cancel(server.asked[-1].job_id)

    with pytest.raises(errors.RetriableJobError):
        open_warehouse(pause=stop_it).query(replace(CALL, record_usage=told.append))
    assert [usage.is_estimate for usage in told] == [True]


def test_each_table_costs_ten_megabytes_at_least(
    open_warehouse: Opener, server: BigQueryServer
) -> None:
    """A small query of many tables is refused where these are more than it may read."""
    server.tables = 6
    with pytest.raises(errors.PermanentJobError, match="more data than it may"):
        open_warehouse(warehouse_max_bytes=60_000_000).query(CALL)
    told: list[Usage] = []
    open_warehouse(warehouse_max_bytes=63_000_000).query(replace(CALL, record_usage=told.append))
    assert [(usage.bytes_billed, usage.is_estimate) for usage in told] == [(62_914_560, None)]


@pytest.fixture
def now() -> list[datetime]:
    """The time that the warehouse sees; a test may put another in."""
    return [datetime(2026, 11, 23, 12, tzinfo=UTC)]


@pytest.fixture
def at(server: BigQueryServer, queries: Path, now: list[datetime]) -> BigQueryWarehouse:
    """A warehouse with that clock."""
    return BigQueryWarehouse(make_settings(server.url), queries=queries, clock=lambda: now[0])


def test_same_question_is_asked_once_an_hour(
    at: BigQueryWarehouse, server: BigQueryServer, now: list[datetime]
) -> None:
    """Within the hour the rows are kept, and cost nothing; after it they are fetched again."""
    told: list[Usage] = []
    at.query(CALL)
    now[0] += timedelta(minutes=59, seconds=59)
    again = at.query(replace(CALL, parameters=dict(PARAMETERS), record_usage=told.append))
    assert (again.rows, told) == (ROWS, [])
    assert server.kinds().count("start") == 1
    now[0] += timedelta(seconds=1)
    at.query(replace(CALL, record_usage=told.append))
    assert [usage.bytes_billed > 0 for usage in told] == [True]
    assert server.kinds().count("start") == 2


@pytest.mark.parametrize("other", [{"domain": "1"}, {"domain": 1.0}, {"domain": True}])
def test_other_question_is_another_query(
    at: BigQueryWarehouse, server: BigQueryServer, other: "dict[str, Parameter]"
) -> None:
    """1, 1.0, True and "1" are different questions."""
    at.query(replace(CALL, parameters={"domain": 1}))
    at.query(replace(CALL, parameters=other))
    assert server.kinds().count("start") == 2


def test_changed_query_is_asked_again(
    at: BigQueryWarehouse, server: BigQueryServer, queries: Path
) -> None:
    """What is kept belongs to the query's text, not only to its name."""
    at.query(CALL)
    (queries / "roles.sql").write_text("SELECT DISTINCT role FROM job_postings")
    at.query(CALL)
    assert server.kinds().count("start") == 2


def test_loaded_postings_are_asked_again(
    at: BigQueryWarehouse, server: BigQueryServer, now: list[datetime]
) -> None:
    """What is kept belongs to the data as it was; a minute after a load the query is asked anew."""
    at.query(CALL)
    server.changed_at += timedelta(days=1)
    now[0] += timedelta(seconds=59)
    at.query(CALL)
    assert server.kinds().count("start") == 1
    now[0] += timedelta(seconds=1)
    at.query(CALL)
    assert server.kinds().count("start") == 2


def test_data_date_is_checked_once_a_minute(
    at: BigQueryWarehouse, server: BigQueryServer, now: list[datetime]
) -> None:
    """A job's queries in a row look once whether postings were loaded."""
    for seconds in (0, 59, 1):
        now[0] += timedelta(seconds=seconds)
        at.query(CALL)
        at.query(replace(CALL, parameters={}))
    assert server.asked_tables == ["careerlens.job_postings"] * 2


def test_data_date_that_cannot_be_read_is_a_failure(
    warehouse: BigQueryWarehouse, server: BigQueryServer
) -> None:
    """Without the data's date nothing kept can be trusted, and nothing is asked."""
    server.table_refusal = Refusal(code=404, reason="notFound")
    with pytest.raises(errors.PermanentJobError, match="fault of ours"):
        warehouse.query(CALL)
    assert server.asked == []


def test_failed_query_is_not_kept(at: BigQueryWarehouse, server: BigQueryServer) -> None:
    """A failure is nothing to keep."""
    server.failure = Refusal(code=400, reason="invalidQuery")
    with pytest.raises(errors.PermanentJobError):
        at.query(CALL)
    server.failure = None
    assert at.query(CALL).rows == ROWS


def test_short_trouble_is_sat_out(warehouse: BigQueryWarehouse, server: BigQueryServer) -> None:
    """An error of the moment is tried again within the call."""
    server.script(Refusal(code=503, reason="backendError"), Normal(), LostAnswer())
    assert warehouse.query(CALL).rows == ROWS


def test_start_whose_answer_was_lost_is_one_start(
    warehouse: BigQueryWarehouse, server: BigQueryServer
) -> None:
    """A start that is repeated finds the query it had started, and does not pay twice."""
    server.script(Normal(), LostAnswer())
    told: list[Usage] = []
    assert warehouse.query(replace(CALL, record_usage=told.append)).rows == ROWS
    assert server.kinds()[:4] == ["dry run", "start", "start", "look"]
    assert server.asked[1].job_id == server.asked[2].job_id
    assert len(told) == 1


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal(code=400, reason="invalidQuery"), "fault of ours"),
        (Refusal(code=403, reason="accessDenied"), "fault of ours"),
        (Refusal(code=404, reason="notFound"), "fault of ours"),
        (Refusal(code=403, reason="quotaExceeded"), "quota is used up"),
        (Refusal(code=400, reason="bytesBilledLimitExceeded"), "more data than it may"),
    ],
    ids=lambda value: value.reason if isinstance(value, Refusal) else None,
)
def test_lasting_refusals_are_permanent(
    warehouse: BigQueryWarehouse, server: BigQueryServer, refusal: Refusal, words: str
) -> None:
    """What will be refused again is permanent, is asked once, and has public words."""
    server.script(refusal)
    with pytest.raises(errors.PermanentJobError, match=words):
        warehouse.query(CALL)
    assert server.kinds() == ["dry run"]


Hasten = Callable[[float], None]


@pytest.fixture
def hasten(monkeypatch: pytest.MonkeyPatch) -> Hasten:
    """Shortens the time for all tries of a call, and for one, so that a test need not wait."""

    def set_limit(seconds: float) -> None:
        hastened = replace(client.CALLS, call_seconds=seconds, total_seconds=seconds)
        monkeypatch.setattr(client, "CALLS", hastened)

    return set_limit


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(code=429, reason="rateLimitExceeded"),
        Refusal(code=403, reason="rateLimitExceeded"),
        Refusal(code=500, reason="internalError"),
        Refusal(code=503, reason="backendError"),
    ],
    ids=lambda refusal: f"{refusal.code} {refusal.reason}",
)
def test_lasting_trouble_is_retriable(
    warehouse: BigQueryWarehouse, server: BigQueryServer, hasten: Hasten, refusal: Refusal
) -> None:
    """An error of the moment that goes on is retriable, after our own time for it."""
    hasten(0.3)
    server.script(*[refusal] * 50)
    with pytest.raises(errors.RetriableJobError):
        warehouse.query(CALL)
    assert len(server.asked) < 50


def test_every_call_has_a_time_limit(
    warehouse: BigQueryWarehouse, server: BigQueryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is asked of BigQuery, from the first look to the cancel, is waited for briefly."""
    limits: list[object] = []
    connect = HTTPConnectionPool.urlopen

    def note(pool: HTTPConnectionPool, *arguments: Any, **options: Any) -> object:  # noqa: ANN401 -- what it takes is its own
        limits.append(options["timeout"].read_timeout)
        return connect(pool, *arguments, **options)

    monkeypatch.setattr(HTTPConnectionPool, "urlopen", note)
    warehouse.query(CALL)
    server.looks_until_done = None
    stop_at = server.kinds().count("look") + 1
    with pytest.raises(errors.JobCancelledError):
        warehouse.query(
            replace(
                CALL,
                parameters={},
                check=cancel_when(lambda: server.kinds().count("look") >= stop_at),
            )
        )
    assert {*server.kinds()} == {"dry run", "start", "look", "rows", "cancel"}
    assert len(limits) == len(server.asked) + len(server.asked_tables)
    assert all(isinstance(limit, float) and 0 < limit <= 10 for limit in limits), limits


def test_refused_connection_does_not_take_ten_minutes(queries: Path, hasten: Hasten) -> None:
    """Where no server listens, our limit counts and not the client's 600 s."""
    hasten(0.3)
    warehouse = BigQueryWarehouse(make_settings("http://127.0.0.1:9"), queries=queries)
    began = time.monotonic()
    with pytest.raises(errors.RetriableJobError):
        warehouse.query(CALL)
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("first", ["dry run", "start", "look", "rows"])
def test_silence_does_not_take_forever(
    warehouse: BigQueryWarehouse, server: BigQueryServer, hasten: Hasten, first: str
) -> None:
    """A service that stops answering, at whichever call, is waited for as long as we say."""
    hasten(0.3)
    before = ["dry run", "start", "look", "rows"].index(first)
    server.looks_until_done = 1
    server.script(*[Normal()] * before, *[Silence()] * 10)
    began = time.monotonic()
    with pytest.raises(errors.RetriableJobError):
        warehouse.query(CALL)
    assert time.monotonic() - began < PATIENCE


def test_rows_of_another_form_are_a_defect(
    warehouse: BigQueryWarehouse, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows that do not fit are our defect; neither the error nor the log repeats them."""

    class CountRow(Record):
        role: int

    with pytest.raises(errors.InternalError) as caught:
        warehouse.query(QueryCall(name="roles", row=CountRow, parameters=PARAMETERS))
    assert "Data Analyst" not in "".join(traceback.format_exception(caught.value)) + caplog.text


def test_users_words_are_in_no_log_and_no_error(
    warehouse: BigQueryWarehouse, server: BigQueryServer, caplog: pytest.LogCaptureFixture
) -> None:
    """BigQuery may repeat a parameter in its message; we do not."""
    caplog.set_level(logging.DEBUG)
    message = f"Bad value: {PARAMETERS['domain']}"
    server.script(Normal(), Refusal(code=400, reason="invalidQuery", message=message))
    with pytest.raises(errors.PermanentJobError) as caught:
        warehouse.query(CALL)
    said = "".join(str(record.__dict__) for record in caplog.records)
    assert "query-failed" in said
    assert "own words" not in said + "".join(traceback.format_exception(caught.value))


def test_unknown_query_asks_no_server(warehouse: BigQueryWarehouse, server: BigQueryServer) -> None:
    """A query without a file is its author's mistake; nothing is sent."""
    with pytest.raises(errors.HandlerMistakeError):
        warehouse.query(replace(CALL, name="missing", parameters={}))
    assert server.asked == []
