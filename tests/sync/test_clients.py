"""Synchronous clients: the values of the asynchronous ones, from any thread, in bounded memory."""

import asyncio
import gc
import sqlite3
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from tests.support.worlds import operation_of, tenant
from wolkvox_async import (
    ClientClosed,
    ConfigurationError,
    InvalidRecord,
    MemoryStore,
    PartialFailure,
    Refused,
    WolkvoxError,
    events,
)
from wolkvox_async import Wolkvox as AsyncWolkvox
from wolkvox_async.simulator import Campaign, Simulator, World
from wolkvox_async.sync import Fleet, Wolkvox

WEEKS = {"start": date(2025, 1, 1), "end": date(2025, 2, 10)}
SPARSE = {"calls_every": 1200.0}  # some 3,000 rows in these weeks


def world(*tenants):
    campaign = Campaign(id="32841", every=14_400.0)
    return World(tenants=tenants or (tenant(campaign, tokens=("token-alpha", "token-beta"), **SPARSE),), seed=3)


@pytest.fixture
def simulator():
    with Simulator(world()) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


@pytest.fixture
def wolkvox(simulator):
    with Wolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox:
        yield wolkvox


async def asynchronous(simulator, read):
    async with AsyncWolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox:
        return await read(wolkvox)


def ways(report):
    yield report.rows()
    yield list(report)
    yield [row for window in report.windows() for row in window.rows]
    yield [row for batch in report.batches() for row in batch.rows]


def test_a_report_has_the_rows_of_the_asynchronous_one_in_every_way(wolkvox, simulator):
    report = wolkvox.reports.cdr_1(**WEEKS)
    expected = asyncio.run(asynchronous(simulator, lambda client: client.reports.cdr_1(**WEEKS)))
    assert len(expected) > 200
    assert [rows == expected for rows in ways(report)] == [True] * 4
    assert (report.plan().calls, report.calls) == (2, 8)
    assert (report.operation, report.endpoint.name, report.parameters, report.by) == (
        "sales-co",
        "reports.cdr_1",
        {},
        None,
    )
    assert repr(report) == "<Report sales-co reports.cdr_1 2025-01-01 00:00:00..2025-02-10 00:00:00>"


def test_records_quota_pages_and_calls_of_ones_own_are_values(wolkvox):
    (usage,) = wolkvox.information.token_info()[:1]
    assert usage.all_token_today == 1
    assert wolkvox.quota().used == 1
    assert wolkvox.call("GET", "information.php", "skills").rows
    files = wolkvox.storage.list_files(path="/")
    assert files.rows() == list(files) == [item for page in files.pages() for item in page]
    with pytest.raises(Refused):
        wolkvox.campaign.add_record(campaign_id="1", type_campaign="predictive", record={"tel1": "573001112233"})


def test_a_stream_asks_for_no_more_than_its_reader_needs(simulator):
    heard = []
    with Wolkvox(operation_of(simulator), store=MemoryStore(), listener=heard.append) as wolkvox:
        report = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2026, 10, 1))
        assert report.plan().calls > 20
        assert len(list(islice(report, 10))) == 10
        assert report.calls <= 8


def settled(condition):
    """Wait until a condition holds, which another thread brings about."""
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("leave", ["break", "close", "dropped", "raise"])
def test_an_abandoned_stream_ends_its_tasks(leave, wolkvox):
    report = wolkvox.reports.cdr_1(**WEEKS)
    rows = report.batches()
    next(rows)
    if leave == "close":
        rows.close()
    elif leave == "dropped":
        del rows
    elif leave == "break":
        for _ in rows:
            break
        del rows
    else:
        with pytest.raises(AttributeError):
            next(row.nothing_of_the_kind for row in report)
        rows.close()
    gc.collect()
    pumps = lambda: [task for task in asyncio.all_tasks(loop_of_clients()) if "pump" in repr(task)]  # noqa: E731
    assert settled(lambda: pumps() == [])


def loop_of_clients():
    from wolkvox_async.sync import event_loop

    return event_loop._process.running.loop


def test_many_threads_share_one_client_and_its_permits(wolkvox, simulator):
    with ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(lambda _: len(wolkvox.reports.cdr_1(**WEEKS).rows()), range(8)))
        usages = list(pool.map(lambda _: wolkvox.information.token_info(), range(32)))
    assert len(set(counts)) == 1
    assert len(usages) == 32
    assert wolkvox.quota().used == 8 * 2 + 32


def test_it_works_where_an_event_loop_is_running(wolkvox):
    async def cell():
        return len(wolkvox.information.token_info())

    assert asyncio.run(cell()) == 1


def test_it_works_beside_an_asynchronous_client_of_the_same_operation(wolkvox, simulator):
    async def both():
        async with AsyncWolkvox(operation_of(simulator), store=MemoryStore()) as client:
            mine, theirs = await asyncio.gather(
                client.information.token_info(), asyncio.to_thread(wolkvox.information.token_info)
            )
        return len(mine) == len(theirs)

    assert asyncio.run(both())


def test_records_of_an_upload_are_iterated_in_the_thread_that_calls(wolkvox):
    database = sqlite3.connect(":memory:")  # which refuses every other thread
    database.execute("CREATE TABLE leads (customer_id, tel1)")
    database.executemany("INSERT INTO leads VALUES (?, ?)", [(str(n), f"57300{n:07}") for n in range(1_200)])
    cursor = database.execute("SELECT customer_id, tel1 FROM leads")
    threads = set()

    def leads():
        for customer_id, tel1 in cursor:
            threads.add(threading.current_thread())
            yield {"customer_id": customer_id, "tel1": tel1}

    upload = wolkvox.campaign.add_records(campaign_id="32841", type_campaign="predictive", records=leads())
    assert upload.accepted == 1_200
    assert threads == {threading.current_thread()}
    database.close()


def test_rows_of_a_report_may_be_the_records_of_an_upload(wolkvox):
    calls = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 20))
    leads = ({"customer_id": row.conn_id, "tel1": "573001112233"} for row in calls)
    upload = wolkvox.campaign.add_records(campaign_id="32841", type_campaign="predictive", records=leads)
    assert upload.accepted == len(calls.rows())


def test_a_report_as_the_records_of_an_upload_is_read_in_the_thread_that_calls(wolkvox):
    report = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 3))
    with pytest.raises(InvalidRecord, match="row 1: "):  # rows of it are no leads
        wolkvox.campaign.add_records(campaign_id="32841", type_campaign="predictive", records=report)
    assert report.calls == 1


def test_an_error_of_the_records_iterator_is_raised_as_it_is(wolkvox, simulator):
    def leads():
        yield {"tel1": "573001112233"}
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        wolkvox.campaign.add_records(campaign_id="32841", type_campaign="predictive", records=leads())
    with pytest.raises(InvalidRecord):
        wolkvox.campaign.add_records(campaign_id="32841", type_campaign="predictive", records=[{"tel1": "x"}])


def test_records_may_be_a_data_frame_or_a_list(wolkvox):
    leads = [{"customer_id": "1", "tel1": "573001112233"}]
    for records in (leads, pd.DataFrame(leads)):
        upload = wolkvox.campaign.add_records(
            campaign_id="32841", type_campaign="predictive", records=records, again=True
        )
        assert upload.accepted == 1


def test_an_upload_stops_when_the_event_of_threading_is_set(wolkvox):
    stop = threading.Event()

    def leads():
        for number in range(30_000):
            if number == 10_500:
                stop.set()
            yield {"customer_id": str(number), "tel1": "573001112233"}

    upload = wolkvox.campaign.add_records(
        campaign_id="32841", type_campaign="predictive", records=leads(), batch_size=1000, stop=stop
    )
    assert upload.accepted == 0
    assert upload.unsent > 10_000


def test_options_share_the_engine_and_outlive_the_client_that_they_came_from(simulator):
    bulk = Wolkvox(operation_of(simulator), store=MemoryStore()).with_options(lane="bulk")
    gc.collect()
    assert bulk.information.token_info()
    report = bulk.reports.cdr_1(**WEEKS)
    del bulk
    gc.collect()
    assert len(report.rows()) > 200


def test_a_client_that_is_dropped_is_closed(simulator):
    wolkvox = Wolkvox(operation_of(simulator), store=MemoryStore())
    wolkvox.information.token_info()
    engine = wolkvox._async._engine
    del wolkvox
    gc.collect()
    assert settled(lambda: engine.closed)


def test_a_closed_client_says_so(simulator):
    with Wolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox:
        wolkvox.information.token_info()
    with pytest.raises(ClientClosed):
        wolkvox.information.token_info()
    wolkvox.close()
    assert repr(wolkvox).endswith("closed>")


def test_a_client_that_is_closed_under_the_calls_of_other_threads_ends_them(simulator):
    started = threading.Barrier(5)
    wolkvox = Wolkvox(operation_of(simulator), store=MemoryStore())

    def call():
        started.wait()
        try:
            while True:
                wolkvox.information.token_info()
        except ClientClosed as error:
            return error.operation

    with ThreadPoolExecutor(5) as pool:
        ends = [pool.submit(call) for _ in range(4)]
        started.wait()
        wolkvox.information.token_info()
        wolkvox.close()
        assert [end.result(timeout=60) for end in ends] == ["sales-co"] * 4


def test_a_listener_that_calls_the_client_is_refused_instead_of_a_deadlock(simulator):
    caught = []

    def listener(event):
        if isinstance(event, events.Decoded):
            try:
                wolkvox.quota()
            except ConfigurationError as error:
                caught.append(error)

    with Wolkvox(operation_of(simulator), store=MemoryStore(), listener=listener) as wolkvox:
        wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 3)).rows()
    assert "in its own event loop" in str(caught[0])


def test_a_call_sees_the_context_variables_of_its_caller(simulator):
    request, heard = ContextVar("request"), []

    def listener(event):
        heard.append((type(event), request.get(None)))

    with Wolkvox(operation_of(simulator), store=MemoryStore(), listener=listener) as wolkvox:
        request.set("a form")
        wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 3)).rows()
        list(wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 3)))
    assert {events.Admitted, events.Decoded} <= {kind for kind, _ in heard}
    assert {seen for _, seen in heard} == {"a form"}


def two(simulator):
    return [operation_of(simulator, name) for name in ("sales-co", "sales-mx")]


@pytest.fixture
def fleet():
    tenants = [
        tenant(Campaign(id="32841", every=14_400.0), name=n, tokens=(f"t-{n}",), **SPARSE)
        for n in ("sales-co", "sales-mx")
    ]
    with Simulator(world(*tenants)) as simulator, Fleet(two(simulator), store=MemoryStore()) as fleet:
        yield fleet


def test_a_fleet_reads_reports_and_exports(fleet, tmp_path):
    batches = list(fleet.rows("reports.cdr_1", **WEEKS))
    assert {batch.operation for batch in batches} == {"sales-co", "sales-mx"}
    expected = sum(len(batch.rows) for batch in batches)
    assert sum(len(report.rows()) for report in fleet.reports(["reports.cdr_1"], **WEEKS)) == expected
    assert len(fleet["sales-co"].reports.cdr_1(**WEEKS).rows()) * 2 == expected
    outcome = fleet.export(["reports.cdr_1"], **WEEKS, to=tmp_path, format="ndjson")
    assert outcome.rows == expected
    assert (fleet.operations, fleet.failures) == (("sales-co", "sales-mx"), {})
    with pytest.raises(ConfigurationError, match="unknown operation"):
        fleet["sales-cl"]


def test_a_fleet_is_made_of_a_file_and_its_failures_are_the_others(tmp_path, simulator, monkeypatch):
    monkeypatch.setenv("TOKEN_A", "token-alpha")
    monkeypatch.delenv("TOKEN_B", raising=False)
    table = '[operations.{0}]\nserver = "0099"\ntokens = ["env:{1}"]\nlicences = 20\ntz = "UTC"\nbase_url = "{2}"\n'
    file = tmp_path / "wolkvox.toml"
    file.write_text("".join(table.format(n, f"TOKEN_{n.upper()}", simulator.base_url) for n in "ab"))
    with Fleet.from_toml(file, store=MemoryStore()) as fleet:
        assert isinstance(fleet, Fleet)
        with pytest.raises(PartialFailure) as caught:
            list(fleet.rows("reports.cdr_1", **WEEKS))
    assert list(caught.value.failures) == ["b"]


def test_a_stream_of_a_long_report_stays_within_bounded_memory():
    busy = tenant(Campaign(id="32841", every=60.0))
    with (
        Simulator(World(tenants=(busy,), seed=3)) as simulator,
        Wolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox,
    ):
        report = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 2, 1))
        sum(1 for _ in islice(report, 1000))  # what is imported and cached on first use
        tracemalloc.start()
        try:
            count = sum(1 for _ in report)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert count > 20_000
    assert peak < 25 * 2**20  # a list of them takes some 60 MB


@pytest.mark.parametrize("read", ["rows", "list", "record", "call", "upload"])
def test_errors_are_those_of_the_tree_with_short_tracebacks(read, wolkvox):
    days = {"date_ini": "20250101000000", "date_end": "20250102000000"}
    detail = wolkvox.reports.campaign_4(campaign_id="1", **WEEKS)
    reads = {
        "rows": detail.rows,
        "list": lambda: list(detail),
        "record": lambda: wolkvox.campaign.start(campaign_id="1"),
        "call": lambda: wolkvox.call("GET", "reports_manager.php", "campaign_4", campaign_id="1", **days),
        "upload": lambda: wolkvox.campaign.add_record(
            campaign_id="1", type_campaign="predictive", record={"tel1": "573001112233"}
        ),
    }
    with pytest.raises(WolkvoxError) as caught:
        reads[read]()
    places = [f"{Path(str(entry.path)).name}:{entry.name}" for entry in caught.traceback][1:]
    assert len(places) <= 5, places
    assert not [place for place in places if place.startswith(("base_events", "executor", "response"))], places
    assert caught.value.operation == "sales-co"


def test_a_report_is_followed_in_a_plain_loop(simulator, tmp_path):
    with Fleet([operation_of(simulator)], store=MemoryStore()) as fleet:
        changes = fleet.follow("cdr_1", to=tmp_path)
        first = next(changes)
        changes.close()
        assert (first.operation, first.endpoint) == ("sales-co", "reports.cdr_1")
        start, end = first.window
        rows = fleet["sales-co"].reports.cdr_1(start=start, end=end).rows()
        assert sorted(first.table.column("conn_id").to_pylist()) == sorted(row.conn_id for row in rows)
