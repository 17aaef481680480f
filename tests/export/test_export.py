"""Exports: complete, typed, every report on its own, and never two runs in one directory."""

import threading
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from attrs import evolve

from tests.support.exporting import (
    DETAIL,
    JANUARY,
    TOKEN,
    ZONE,
    Clock,
    assert_true,
    detail,
    fleet_at,
    manifest_in,
    names,
    read,
    rows_of,
    serve_simulator,  # noqa: F401 - the fixture
    world,
)
from wolkvox_async import Report
from wolkvox_async.core.endpoint import Totals
from wolkvox_async.core.windows import Window
from wolkvox_async.endpoints.reports.campaigns import CAMPAIGN_4
from wolkvox_async.errors import Refused
from wolkvox_async.export import export
from wolkvox_async.export.ndjson import Ndjson
from wolkvox_async.simulator import Simulator


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
async def test_each_format_holds_the_records(simulator, tmp_path, kind):
    outcome = await detail(simulator, tmp_path, kind)
    async with fleet_at(simulator) as fleet:
        records = await fleet["sales-co"].campaign.detail(**DETAIL, **JANUARY)
    rows = rows_of(outcome)
    assert_true(simulator, rows, date(2025, 1, 1), date(2025, 2, 1))
    assert len(rows) == len(records) == outcome.rows == outcome.fetched

    def cell(value):
        if kind == "parquet" or (value is None and kind != "csv"):
            return value
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat()
        return value if kind == "ndjson" else "" if value is None else str(value)

    assert all((row["operation"], row["campaign_id"]) == ("sales-co", "32841") for row in rows)
    leading = ["operation", "campaign_id", "type_campaign"]
    assert list(rows[0])[:3] == leading
    columns = [name for name in rows[0] if name not in (*leading, "extra")]
    assert columns == [each.name for each in attrs.fields(type(records[0])) if each.name != "extra"]
    for row, record in zip(rows, records, strict=True):
        assert {name: row[name] for name in columns} == {name: cell(getattr(record, name)) for name in columns}


async def test_the_directory_says_what_it_holds(simulator, tmp_path):
    outcome = await detail(simulator, tmp_path, start=date(2025, 1, 1), end=date(2025, 3, 1))
    folder = tmp_path / "sales-co" / "campaign.detail" / "campaign_id-32841,type_campaign-predictive"
    assert [path.parent for path in outcome.files] == [folder, folder]
    assert names(tmp_path) == [path.name for path in outcome.files]
    held = manifest_in(tmp_path)
    assert held["covered"] == [["2025-01-01T00:00:00", "2025-03-01T00:00:00"]]
    assert held["provisional"] == []
    assert (held["rows"], held["calls"]) == (outcome.rows, outcome.calls) == (59 * 24, 2)
    assert (held["operation"], held["server"], held["time_zone"]) == ("sales-co", "0099", "America/Bogota")
    assert held["parameters"] == DETAIL
    assert [entry["rows"] for entry in held["files"]] == [len(read(path)) for path in outcome.files]
    (report,) = outcome.reports
    assert report.covered == (Window(datetime(2025, 1, 1, tzinfo=ZONE), datetime(2025, 3, 1, tzinfo=ZONE)),)
    assert outcome.complete
    assert not outcome.failures


async def test_the_same_command_again_calls_nobody(simulator, tmp_path):
    first = await detail(simulator, tmp_path)
    again = await detail(simulator, tmp_path)
    assert (again.calls, again.fetched, again.rows) == (0, 0, first.rows)
    assert again.files == first.files
    assert simulator.ledger.calls("sales-co") == first.calls


async def test_a_longer_range_asks_only_for_what_is_missing(simulator, tmp_path):
    await detail(simulator, tmp_path, start=date(2025, 1, 10), end=date(2025, 1, 20))
    before = len(simulator.ledger.requests)
    outcome = await detail(simulator, tmp_path)
    asked = [request.query["date_ini"] for request in list(simulator.ledger.requests)[before:]]
    assert sorted(asked) == ["20250101000000", "20250120000000"]
    assert_true(simulator, rows_of(outcome), date(2025, 1, 1), date(2025, 2, 1))


async def test_a_window_without_rows_is_covered_and_has_no_file(simulator, tmp_path):
    outcome = await detail(simulator, tmp_path, start=date(2024, 1, 1), end=date(2024, 1, 11))
    assert outcome.files == ()
    assert outcome.reports[0].covered == (
        Window(datetime(2024, 1, 1, tzinfo=ZONE), datetime(2024, 1, 11, tzinfo=ZONE)),
    )
    assert (await detail(simulator, tmp_path, start=date(2024, 1, 1), end=date(2024, 1, 11))).calls == 0


# Many reports


async def test_a_report_that_fails_stops_no_other(simulator, tmp_path):
    async with fleet_at(simulator) as fleet:
        reports = [
            *fleet.reports(["campaign.detail"], **JANUARY, **(DETAIL | {"campaign_id": "99"})),
            *fleet.reports(["campaign.detail"], **JANUARY, **DETAIL),
        ]
        outcome = await export(reports, to=tmp_path, format="ndjson")
    failed, done = outcome.reports
    assert isinstance(failed.error, Refused)
    assert (failed.operation, failed.rows, failed.files, failed.covered) == ("sales-co", 0, (), ())
    assert done.error is None
    assert done.rows == 31 * 24
    assert not outcome.complete
    assert outcome.failures == {"sales-co": failed.error}


async def test_a_token_is_nowhere_in_the_directory(simulator, tmp_path):
    async with fleet_at(simulator) as fleet:
        reports = fleet.reports(["reports.cdr_1"], **JANUARY)
        await export(reports, to=tmp_path, format="csv")
    for path in tmp_path.rglob("*"):
        assert TOKEN not in str(path)
        assert path.is_dir() or TOKEN.encode() not in path.read_bytes()


# Totals


async def totals(simulator, to, name, start, end):
    async with fleet_at(simulator) as fleet:
        return await fleet.export([name], start=start, end=end, to=to, format="ndjson", campaign_id="32841")


async def test_merged_totals_are_one_file_for_the_range(simulator, tmp_path):
    outcome = await totals(simulator, tmp_path, "reports.campaign_4", date(2025, 1, 1), date(2025, 4, 1))
    truth = simulator.truth.totals("sales-co", "32841", date(2025, 1, 1), date(2025, 3, 31))
    (path,) = outcome.files
    assert path.name == "20250101T000000-20250401T000000.ndjson"
    assert {row["result"]: row["records"] for row in read(path)} == truth
    assert (await totals(simulator, tmp_path, "reports.campaign_4", date(2025, 1, 1), date(2025, 4, 1))).calls == 0


async def test_totals_of_a_longer_range_take_the_place_of_those_inside(simulator, tmp_path):
    for start, end in [(1, 3), (2, 5), (1, 4)]:
        outcome = await totals(simulator, tmp_path, "reports.campaign_4", date(2025, start, 1), date(2025, end, 1))
    kept = [name for name in names(tmp_path) if name.endswith("ndjson")]
    assert kept == ["20250101T000000-20250401T000000.ndjson", "20250201T000000-20250501T000000.ndjson"]
    assert len(outcome.files) == 1
    assert outcome.reports[0].covered == (Window(datetime(2025, 1, 1, tzinfo=ZONE), datetime(2025, 4, 1, tzinfo=ZONE)),)


async def test_provisional_totals_are_asked_again_as_a_whole(tmp_path):
    clock = Clock()
    async with Simulator(world(), clock=clock) as simulator:
        range_ = (date(2025, 5, 1), date(2025, 6, 2))
        first = await totals(simulator, tmp_path, "reports.campaign_4", *range_)
        assert first.reports[0].provisional == first.reports[0].covered
        clock.now += 2 * 86_400
        again = await totals(simulator, tmp_path, "reports.campaign_4", *range_)
        assert again.calls == 2
        assert again.reports[0].provisional == ()
        assert {r["result"]: r["records"] for r in rows_of(again)} == simulator.truth.totals(
            "sales-co", "32841", range_[0], date(2025, 6, 1)
        )


async def test_totals_without_a_merge_name_the_window_of_each_row(tmp_path):
    endpoint = evolve(CAMPAIGN_4, rows=Totals(by=("result",), merge="none"))
    async with Simulator(world(), clock=Clock()) as simulator, fleet_at(simulator) as fleet:
        start, end = date(2025, 1, 1), date(2025, 3, 1)
        report = Report(fleet["sales-co"]._caller, endpoint, start, end, {"campaign_id": "32841"})
        outcome = await export([report], to=tmp_path, format="ndjson")
        (path,) = outcome.files
        for window in report.plan().windows:
            first, last = (moment.replace(tzinfo=None) for moment in window)
            rows = [row for row in read(path) if row["window_start"] == window[0].astimezone(UTC).isoformat()]
            truth = simulator.truth.totals("sales-co", "32841", first, last - timedelta(seconds=1))
            assert {row["result"]: row["records"] for row in rows} == truth


# The loop


async def test_a_slow_disk_does_not_hold_up_the_loop(simulator, tmp_path, monkeypatch):
    writers = set()

    def slow(self, rows, window, quick=Ndjson.write):
        writers.add(threading.current_thread())
        quick(self, rows, window)

    monkeypatch.setattr(Ndjson, "write", slow)
    assert (await detail(simulator, tmp_path)).complete
    assert writers
    assert threading.main_thread() not in writers
