"""Reports as Arrow tables and data frames: the same values as the records, whichever way they are read."""

import json
import sys
from datetime import UTC, date, datetime, timedelta

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from tests.support.exporting import DETAIL, JANUARY, fleet_at, world
from tests.support.worlds import operation_of, tenant
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, PartialFailure, __version__, frame
from wolkvox_async.core.plain import json_bytes
from wolkvox_async.core.rows import Rows
from wolkvox_async.reports.frames import to_pandas
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

REPORTS = ("campaign.detail", "reports.cdr_1", "reports.agent_4", "reports.agent_3", "reports.campaign_3")


def expected(value):
    """Return a record's value as the table has it."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if value is None or isinstance(value, str | int | float | date):
        return value
    return json.loads(json_bytes(value)) or None


def shown(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value


async def report_of(fleet, name):
    given = DETAIL if name == "campaign.detail" else {"campaign_id": "32841"} if "campaign_" in name else {}
    return fleet["sales-co"].report(name, **JANUARY, **given)


@pytest.mark.parametrize("name", REPORTS)
async def test_a_table_has_the_values_of_the_records(name):
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        report = await report_of(fleet, name)
        rows = await report
        table = await report.to_arrow()
    assert table.num_rows == len(rows) > 0
    records = table.to_pylist()
    names = [each.name for each in attrs.fields(type(rows[0])) if each.name != "extra"]
    assert [each for each in table.column_names if each not in ("window_start", "window_end")] == [*names, "extra"]
    for row, found in zip(rows, records, strict=True):
        for each in names:
            value = found[each]
            wanted = expected(getattr(row, each))
            if isinstance(wanted, dict | list):
                value = json.loads(value)
            assert shown(value) == wanted, each
        assert (json.loads(found["extra"]) if found["extra"] else {}) == json.loads(json_bytes(row.extra))


async def test_batches_are_bounded_and_give_the_same_table():
    async with Simulator(world(every=100.0)) as simulator, fleet_at(simulator) as fleet:
        report = await report_of(fleet, "campaign.detail")
        batches = [batch async for batch in report.arrow_batches()]
        table = await report.to_arrow()
    assert len(batches) > 1
    assert pa.Table.from_batches(batches).equals(table)


async def test_moments_of_one_operation_are_in_its_zone():
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        table = await (await report_of(fleet, "campaign.detail")).to_arrow()
    zones = {field.type.tz for field in table.schema if pa.types.is_timestamp(field.type)}
    assert zones == {"America/Bogota"}


async def test_frames_of_pandas_and_polars_have_the_rows_of_the_table():
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        report = await report_of(fleet, "campaign.detail")
        table, frame, other = await report.to_arrow(), await report.to_pandas(), await report.to_polars()
    assert isinstance(frame, pd.DataFrame)
    assert isinstance(other, pl.DataFrame)
    assert len(frame) == len(other) == table.num_rows
    assert list(frame.columns) == other.columns == table.column_names
    assert other.to_arrow().column("tel1").to_pylist() == table.column("tel1").to_pylist() == list(frame["tel1"])


@pytest.mark.parametrize("name", ["campaign.detail", "reports.agent_3", "reports.cdr_1"])
async def test_records_in_hand_become_the_table_of_their_report(name):
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        report = await report_of(fleet, name)
        rows, table = await report, await report.to_arrow()
    assert isinstance(rows, Rows)
    assert frame(rows, to="arrow").cast(table.schema).equals(table)
    assert frame(rows).equals(to_pandas(table))
    assert frame(iter(rows), to="polars").equals(pl.from_arrow(table))


async def test_records_of_several_operations_become_a_frame_in_utc(two_operations):
    operations = [operation_of(two_operations, name) for name in ("sales-co", "sales-mx")]
    async with Fleet(operations, store=MemoryStore()) as fleet:
        rows = [row for name in fleet for row in await fleet[name].report("campaign.detail", **JANUARY, **DETAIL)]
    table = frame(rows, to="arrow")
    assert table.schema.field("date").type.tz == "UTC"
    assert table.column("date").to_pylist() == [row.date for row in rows]


def test_records_of_several_classes_become_no_frame():
    with pytest.raises(ConfigurationError, match="the rows are dict; give records of one class"):
        frame([{"a": 1}])
    with pytest.raises(ConfigurationError, match=r"unknown kind of frame 'panda'.*pandas"):
        frame([], to="panda")
    assert len(frame([])) == 0


async def test_an_empty_range_gives_a_table_with_its_columns():
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        report = fleet["sales-co"].report("campaign.detail", start=date(2030, 1, 1), end=date(2030, 1, 2), **DETAIL)
        table = await report.to_arrow()
    assert (table.num_rows, "tel1" in table.column_names) == (0, True)


@pytest.fixture
async def two_operations():
    campaigns = (Campaign(id="32841", every=86_400.0),)
    tenants = (
        tenant(*campaigns, name="sales-co", tokens=("token-co",)),
        Tenant(name="sales-mx", tokens=("token-mx",), campaigns=campaigns, tz="America/Mexico_City"),
    )
    async with Simulator(World(tenants=tenants)) as simulator:
        yield simulator


async def test_a_fleet_gives_one_table_in_utc_with_the_operation_first(two_operations):
    operations = [operation_of(two_operations, name) for name in ("sales-co", "sales-mx")]
    async with Fleet(operations, store=MemoryStore()) as fleet:
        table = await fleet.to_arrow("campaign.detail", **JANUARY, **DETAIL)
        rows = {name: await fleet[name].report("campaign.detail", **JANUARY, **DETAIL) for name in fleet.operations}
    assert table.column_names[0] == "operation"
    facts = json.loads(table.schema.metadata[b"wolkvox"])
    assert (facts["operations"], facts["zone"]) == (["sales-co", "sales-mx"], "UTC")
    assert {field.type.tz for field in table.schema if pa.types.is_timestamp(field.type)} == {"UTC"}
    counts = table.column("operation").value_counts().to_pylist()
    assert {each["values"]: each["counts"] for each in counts} == {name: len(found) for name, found in rows.items()}


async def test_a_fleet_with_a_failed_operation_raises_after_the_others(two_operations):
    operations = [
        operation_of(two_operations, "sales-co"),
        operation_of(two_operations, "sales-mx", tokens=["wrong-1"]),
    ]
    async with Fleet(operations, store=MemoryStore()) as fleet:
        with pytest.raises(PartialFailure, match="sales-mx"):
            await fleet.to_arrow("campaign.detail", **JANUARY, **DETAIL)


async def test_operations_with_different_parameters_give_one_table(two_operations):
    operations = [operation_of(two_operations, name) for name in ("sales-co", "sales-mx")]
    report = "reports.skill_1"
    given = {
        "sales-co": {report: {"skill_id": "all"}},
        "sales-mx": {report: {"skill_id": "all", "services_time": "30"}},
    }
    async with Fleet(operations, store=MemoryStore(), parameters=given) as fleet:
        table = await fleet.to_arrow(report, **JANUARY)
        rows = {name: await fleet.reports([report], **JANUARY, operations=[name])[0] for name in fleet.operations}
    assert table.num_rows == sum(map(len, rows.values())) > 0
    served = dict.fromkeys(
        zip(*(table.column(name).to_pylist() for name in ("operation", "services_time")), strict=True)
    )
    assert list(served) == [("sales-co", None), ("sales-mx", "30")]


async def test_the_columns_name_their_unit_and_their_meaning():
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        table = await (await report_of(fleet, "reports.agent_3")).to_arrow()
        batch = await anext((await report_of(fleet, "reports.cdr_1")).arrow_batches())
    assert table.schema.field("time").metadata == {b"unit": b"seconds", b"meaning": b"Time in the auxiliary state"}
    assert batch.schema.field("time_min").metadata == {b"unit": b"minutes", b"meaning": b"Length of the call"}
    assert all(each.metadata[b"meaning"] for each in table.schema)


async def test_the_schema_says_what_the_table_is():
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        report = await report_of(fleet, "campaign.detail")
        facts = [
            json.loads(each.schema.metadata[b"wolkvox"])
            for each in (await report.to_arrow(), await anext(report.arrow_batches()))
        ]
    expected = {
        "operation": "sales-co",
        "endpoint": "campaign.detail",
        "parameters": DETAIL,
        "window": {"start": "2025-01-01T00:00:00-05:00", "end": "2025-02-01T00:00:00-05:00"},
        "zone": "America/Bogota",
        "time_zone": "America/Bogota",
        "version": __version__,
    }
    assert facts == [expected] * 2


async def test_without_pyarrow_the_error_names_what_was_asked(monkeypatch):
    async with Simulator(world()) as simulator, fleet_at(simulator) as fleet:
        report = await report_of(fleet, "campaign.detail")
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(ConfigurationError, match=r"^Arrow tables and data frames need pyarrow.*\[arrow\]"):
            await report.to_arrow()
