"""The main job over real sockets: complete and once, or said so (promises 3, 4, 5 and 7)."""

import zlib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import attrs
import pytest

from tests.support.worlds import operation_of, tenant
from wolkvox_async import (
    ConfigurationError,
    DecodeError,
    Fleet,
    MemoryStore,
    PartialFailure,
    Refused,
    ServerFault,
    WindowFull,
    events,
)
from wolkvox_async.core.endpoint import Events
from wolkvox_async.core.wire import Int, Record
from wolkvox_async.endpoints.campaign import DETAIL as ENDPOINT
from wolkvox_async.reports.report import Report
from wolkvox_async.simulator import Campaign, Faults, Simulator, Switches, World
from wolkvox_async.simulator.server.faults import KINDS

YEAR = {"start": date(2025, 1, 1), "end": date(2026, 1, 1)}
JANUARY = {"start": date(2025, 1, 1), "end": date(2025, 2, 1)}
DETAIL = {"type_campaign": "predictive", "campaign_id": "32841"}
DENSE = Campaign(id="32841", every=20.0, first="2024-12-01", last="2025-07-01")


def checksum(rows):
    return sum(zlib.crc32(row.conn_id.encode()) for row in rows) % 2**64


def events_of(heard, kind):
    return [event for event in heard if isinstance(event, kind)]


async def read_by_window(report):
    count = total = 0
    last = None
    async for window in report.windows():
        assert last is None or window.start == last
        last = window.end
        count += len(window.rows)
        total += checksum(window.rows)
    return count, total % 2**64


@pytest.mark.looptime
@pytest.mark.timeout(300)
async def test_two_months_of_dense_records_come_out_complete_and_once(serve, heard):
    """A row every 20 s, so the window of each month is cut at 60,000; of five replies one is lost."""
    faults = Faults(every=5, kinds=("html", "reset-after", "half"))
    async with serve(tenant(DENSE), faults=faults) as (simulator, wolkvox):
        report = wolkvox.campaign.detail(**DETAIL, start=date(2025, 1, 1), end=date(2025, 3, 1))
        truth = ("sales-co", "32841", date(2025, 1, 1), date(2025, 2, 28))
        rows = simulator.truth.count(*truth)
        assert await read_by_window(report) == (rows, simulator.truth.checksum(*truth))
        assert rows == 59 * 4320
        assert simulator.ledger.violations == []
        assert simulator.ledger.calls("sales-co") == report.calls
        assert report.calls <= 1.5 * -(-rows // 59_999) * 5 / 4
        assert events_of(heard, events.Split)


@pytest.mark.looptime
@pytest.mark.parametrize(
    ("switches", "tokens"),
    [(Switches(full_message="true"), 1), (Switches(order="shuffled", gzip=True), 2), (Switches(order="oldest"), 1)],
    ids=["told", "shuffled", "oldest"],
)
async def test_whatever_the_order_and_the_message_a_full_reply_is_split(serve, tokens, switches):
    names = tuple(f"token-{n}" for n in range(tokens))
    full = attrs.evolve(DENSE, every=40.0)  # 66,960 rows in January: one more than a reply holds is enough
    async with serve(tenant(full, tokens=names), switches=switches) as (simulator, wolkvox):
        truth = ("sales-co", "32841", date(2025, 1, 1), date(2025, 1, 31))
        report = wolkvox.campaign.detail(**DETAIL, **JANUARY)
        assert await read_by_window(report) == (simulator.truth.count(*truth), simulator.truth.checksum(*truth))
        assert simulator.ledger.violations == []


async def test_a_year_of_rows_in_each_of_the_three_ways(serve):
    async with serve() as (simulator, wolkvox):
        report = wolkvox.campaign.detail(**DETAIL, **YEAR)
        plan = report.plan()
        assert (len(plan.windows), plan.calls) == (12, 12)
        assert simulator.ledger.calls("sales-co") == 0
        rows = await report
        streamed = [row async for row in report]
        windows = [window async for window in report.windows()]
        assert rows == streamed == [row for window in windows for row in window.rows]
        assert len(rows) == simulator.truth.count("sales-co", "32841", date(2025, 1, 1), date(2025, 12, 31)) == 8760
        assert [(w.start, w.end) for w in windows] == list(plan.windows)
        assert all(w.start <= row.date < w.end for w in windows for row in w.rows)
        assert all(one.end == two.start for one, two in pairwise(windows))
        assert simulator.ledger.calls("sales-co") == report.calls == 36
        assert not any(window.provisional for window in windows)


async def test_times_are_the_operations_and_aware_ones_are_converted(serve):
    async with serve() as (_, wolkvox):
        utc = datetime(2025, 1, 1, 5, tzinfo=UTC)  # midnight in Bogota
        aware = await wolkvox.campaign.detail(**DETAIL, start=utc, end=utc + timedelta(hours=6))
        naive = await wolkvox.campaign.detail(**DETAIL, start=datetime(2025, 1, 1), end=datetime(2025, 1, 1, 6))
        assert aware == naive
        assert len(aware) == 6
        assert aware[0].date.utcoffset() == timedelta(hours=-5)


async def test_an_empty_window_is_no_rows_and_a_refusal_is_no_empty_window(serve):
    async with serve() as (simulator, wolkvox):
        assert await wolkvox.campaign.detail(**DETAIL, start=date(2020, 1, 1), end=date(2020, 1, 2)) == []
        with pytest.raises(Refused, match="does not exist") as caught:
            await wolkvox.campaign.detail(type_campaign="predictive", campaign_id="99999", **JANUARY)
        error = caught.value
        assert (error.operation, error.endpoint, error.status) == ("sales-co", "campaign.detail", 404)
        assert "2025-01-01" in str(error)
        assert simulator.ledger.calls("sales-co") == 2


async def test_totals_over_a_year_are_one_row_a_result(serve):
    async with serve() as (simulator, wolkvox):
        report = wolkvox.reports.campaign_4(campaign_id="all", **YEAR)
        rows = await report
        truth = simulator.truth.totals("sales-co", "all", date(2025, 1, 1), date(2025, 12, 31))
        assert {row.result: row.records for row in rows} == truth
        total = sum(truth.values())
        assert {row.result: row.percent for row in rows} == {
            result: round(count / total * 100, 2) for result, count in truth.items()
        }
        assert [row async for row in report] == rows
        assert [batch.rows async for batch in report.batches()] == [rows]
        assert len([window async for window in report.windows()]) == 12


async def test_totals_that_cannot_be_merged_are_refused_with_the_way_out(serve):
    async with serve() as (simulator, wolkvox):
        report = wolkvox.reports.campaign_1(campaign_id="32841", **YEAR)
        with pytest.raises(ConfigurationError, match=r"12 windows cannot become one list.*\.windows\(\)"):
            await report
        with pytest.raises(ConfigurationError, match="cannot become one list"):
            async for _ in report:
                pass
        assert simulator.ledger.calls("sales-co") == 0
        assert len([window async for window in report.windows()]) == 12
        assert await wolkvox.reports.campaign_1(campaign_id="32841", **JANUARY)


async def test_one_second_that_is_full_gives_its_rows_and_says_so(serve):
    crowded = Campaign(id="32841", every=0.00001, first="2025-01-01")
    async with serve(tenant(crowded)) as (simulator, wolkvox):
        second = {"start": datetime(2025, 1, 1, 0, 0, 0), "end": datetime(2025, 1, 1, 0, 0, 1)}
        with pytest.raises(WindowFull) as caught:
            await wolkvox.campaign.detail(**DETAIL, **second)
        assert len(caught.value.rows) == 60_000
        assert caught.value.window is not None
        assert simulator.ledger.violations == []


# Replies that say that they failed, and why: repeating would not help, and there is nothing to make rows of.
FAILED = ("413", "error-filled", "error-null", "error-rows")


@pytest.mark.looptime
@pytest.mark.parametrize("kind", FAILED)
async def test_a_reply_that_says_that_it_failed_is_an_error_with_its_reason(serve, kind):
    async with serve(faults=Faults(script=[kind])) as (_, wolkvox):
        with pytest.raises(Refused, match="413" if kind == "413" else "Internal error|records were found"):
            await wolkvox.campaign.detail(**DETAIL, **JANUARY)


@pytest.mark.looptime
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in FAILED])
async def test_a_strange_reply_is_met_without_a_loss(serve, kind):
    async with serve(faults=Faults(script=[kind])) as (simulator, wolkvox):
        rows = await wolkvox.campaign.detail(**DETAIL, **JANUARY)
        assert len({row.conn_id for row in rows}) == len(rows) == 31 * 24
    assert simulator.ledger.violations == []


@pytest.mark.looptime
async def test_a_server_that_stays_broken_is_an_error_with_its_first_bytes(serve, heard):
    async with serve(faults=Faults(every=1, kinds=("html",))) as (_, wolkvox):
        with pytest.raises(ServerFault) as caught:
            await wolkvox.campaign.detail(**DETAIL, **JANUARY)
        assert caught.value.status == 502
        assert b"<" in caught.value.head
        assert len(events_of(heard, events.Retrying)) == 5


async def test_the_last_twenty_minutes_are_provisional(serve):
    now = datetime(2025, 3, 1, 12, tzinfo=UTC)
    options = {"clock": now.timestamp}
    async with serve(client=options, **options) as (_, wolkvox):
        ended = {"start": datetime(2025, 3, 1, 0), "end": now - timedelta(minutes=21)}
        windows = [window async for window in wolkvox.campaign.detail(**DETAIL, **ended).windows()]
        assert [window.provisional for window in windows] == [False]
        windows = [
            window
            async for window in wolkvox.campaign.detail(
                **DETAIL, start=ended["start"], end=now - timedelta(minutes=19)
            ).windows()
        ]
        assert [window.provisional for window in windows] == [True]


async def test_leaving_a_stream_early_ends_its_calls(serve):
    async with serve(latency=0.02) as (simulator, wolkvox):
        async for window in wolkvox.campaign.detail(**DETAIL, **YEAR).windows():
            assert window.rows
            break
    assert simulator.ledger.calls("sales-co") <= 6
    assert simulator.ledger.violations == []


async def test_a_slow_consumer_holds_no_slot(serve):
    import asyncio

    async with serve() as (simulator, wolkvox):
        async for _window in wolkvox.campaign.detail(**DETAIL, **YEAR).windows():
            async with asyncio.timeout(60):  # while this window is not given back, what is under way ends
                while simulator.ledger.in_flight("token-alpha"):
                    await asyncio.sleep(0.01)
            break


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (DETAIL | {"start": date(2025, 2, 1), "end": date(2025, 1, 1)}, "not after start"),
        (DETAIL | JANUARY | {"type_campaign": "manual"}, "allowed: predictive, preview"),
        (DETAIL | JANUARY | {"campaign_id": ""}, "campaign_id is empty"),
        (DETAIL | JANUARY | {"detail": "some"}, "allowed: default, all"),
    ],
)
async def test_a_report_that_cannot_be_right_is_refused_when_it_is_made(serve, given, text):
    async with serve() as (simulator, wolkvox):
        with pytest.raises(ConfigurationError, match=text) as caught:
            wolkvox.campaign.detail(**given)
        assert caught.value.endpoint == "campaign.detail"
        assert simulator.ledger.calls("sales-co") == 0


async def test_values_are_of_their_types_and_strict_finds_none_that_is_not(serve):
    async with serve(client={"strict": True}) as (_, wolkvox):
        rows = await wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2))
        assert len(rows) == 720
        assert {type(row.time_seg) for row in rows} == {int}
        assert {type(row.cost) for row in rows} == {float}
        assert {row.date.date() for row in rows} == {date(2025, 1, 1)}
        assert not any(row.extra for row in rows)
        details = await wolkvox.campaign.detail(**DETAIL, **JANUARY)
        assert {type(row.calls) for row in details} == {int}


@attrs.define
class Misread(Record):
    """As CampaignDetail, with a field whose documented type is not what comes."""

    conn_id: Int


async def test_a_value_of_another_type_is_kept_raw_or_an_error_with_its_place(serve):
    endpoint = attrs.evolve(ENDPOINT, record=Misread, rows=Events())
    async with serve() as (_, wolkvox):
        rows = await Report(wolkvox._caller, endpoint, date(2025, 1, 1), date(2025, 1, 2), DETAIL)
        assert rows[0].conn_id is None
        assert "." in rows[0].extra["conn_id"]
        assert rows[0].extra["tel1"].isdecimal()
        strict = wolkvox.with_options(strict=True)
        with pytest.raises(DecodeError) as caught:
            await Report(strict._caller, endpoint, date(2025, 1, 1), date(2025, 1, 2), DETAIL)
        error = caught.value
        assert (error.record, error.field, error.endpoint) == (1, "conn_id", "campaign.detail")
        assert "2025-01-01" in str(error)


class TestFleet:
    async def test_rows_of_all_operations_and_a_failure_that_stops_no_other(self):
        world = World(
            tenants=(
                tenant(name="one", tokens=("token-1",)),
                tenant(name="two", tokens=("token-2",)),
                tenant(name="three", tokens=("token-3",)),
            )
        )
        async with Simulator(world) as simulator:
            operations = [operation_of(simulator, name) for name in ("one", "three")]
            operations.append(operation_of(simulator, "two", tokens=["wrong-token"]))
            async with Fleet(operations, store=MemoryStore()) as fleet:
                got: dict[str, int] = {}

                async def count():
                    async for batch in fleet.rows("campaign.detail", **DETAIL, **JANUARY):
                        got[batch.operation] = got.get(batch.operation, 0) + len(batch.rows)

                with pytest.raises(PartialFailure, match="1 of 3 operations failed: two") as caught:
                    await count()
                assert got == {"one": 31 * 24, "three": 31 * 24}
                assert list(caught.value.failures) == ["two"]
                with pytest.raises(ConfigurationError, match="did you mean 'three'"):
                    fleet["threee"]

    async def test_what_cannot_be_right(self):
        with pytest.raises(ConfigurationError, match="without operations"):
            Fleet([])
