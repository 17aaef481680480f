"""Rows that mean all of a range, put together as records: tables, files and warehouses have the decoder's values."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.databases import database
from tests.support.exporting import ZONE, Clock, fleet_at, read, world
from tests.support.nesting import in_arrow, in_csv, in_ndjson, read_back
from wolkvox_async.core.endpoint import Buckets, Totals
from wolkvox_async.core.wire import Decoder, Record
from wolkvox_async.endpoints import GROUPS, endpoints
from wolkvox_async.simulator import Simulator
from wolkvox_async.tables.columns import WINDOW, cell_text, table_of

FOUND = {
    name: found
    for group in GROUPS
    for name, found in endpoints(group).items()
    if isinstance(found.rows, Totals)
    or (isinstance(found.rows, Buckets) and (found.rows.nested or not found.rows.dated))
}
GIVEN = {"campaign_id": "32841", "skill_id": "all", "cod_act": "cod_act1"}
START = date(2025, 1, 1)


@pytest.fixture(name="simulator", scope="module")
def serve_simulator():
    with Simulator(world(every=21_600.0), clock=Clock()) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


def asked(name):
    """Return the arguments of a report of two windows."""
    needed = {each.name for each in FOUND[name].parameters if each.required}
    return {"start": START, "end": START + FOUND[name].window + timedelta(days=1)} | {
        each: value for each, value in GIVEN.items() if each in needed
    }


async def decoded(report, within=None):
    """Return the rows as the row decoder reads them, each with its window."""
    return [(batch.window, row) async for batch in report.batches(within) for row in batch.rows]


def rows_of(name, rows, value):
    """Return what a format is to have of rows."""
    table = table_of(FOUND[name], ZONE)
    found = []
    for window, row in rows:
        own = value(row)
        edges = dict(zip(WINDOW, map(value, (window.start, window.end)), strict=True)) if table.windowed else {}
        found.append(edges | own)
    return found


def true_rows(simulator, name):
    """Return the rows of the whole range, as the simulator has them."""
    given = asked(name)
    start, end = given.pop("start"), given.pop("end") - timedelta(days=1)
    return Decoder(FOUND[name].record, ZONE).decode(simulator.truth.rows("sales-co", name, start, end, **given))


def of_table(name, rows):
    columns = table_of(FOUND[name], ZONE).columns
    return [read_back(row, columns) for row in rows]


@pytest.mark.parametrize("name", FOUND)
async def test_tables_and_files_have_the_row_decoders_values(simulator, tmp_path, name):
    async with fleet_at(simulator) as fleet:
        report = fleet["sales-co"].report(name, **asked(name))
        assert len(report.plan().windows) == 2
        rows = await decoded(report)
        table = await report.to_arrow()
        within = await decoded(report, [report.range])
        files = {
            kind: (await fleet.export(name, to=tmp_path / kind, format=kind, columns=[], **asked(name))).files
            for kind in ("parquet", "ndjson", "csv")
        }
    assert rows
    if isinstance(FOUND[name].rows, Totals) and FOUND[name].rows.merge != "none":
        assert sorted(map(repr, true_rows(simulator, name))) == sorted(repr(row) for _, row in rows)
    assert of_table(name, table.to_pylist()) == rows_of(name, rows, in_arrow)
    for kind, value in (("parquet", in_arrow), ("ndjson", in_ndjson), ("csv", in_csv)):
        found = [row for path in files[kind] for row in read(path)]
        assert (of_table(name, found) if kind == "parquet" else found) == rows_of(name, within, value)


def in_warehouse(value):
    """Return what a value of a record is in a warehouse."""
    found = in_arrow(value)
    match value:
        case Record():
            nested = [name for name, each in found.items() if isinstance(each, list | dict)]
            return found | {name: cell_text(getattr(value, name)) for name in nested}
    return found


def of_each_rule():
    """Return reports of each rule and with each kind of column; the test above has all of them."""
    seen = set()
    for name, endpoint in FOUND.items():
        rows, table = endpoint.rows, table_of(endpoint, ZONE)
        rule = (type(rows), *(getattr(rows, name, None) for name in ("merge", "nested", "dated")), table.windowed)
        has = {rule, *(each.kind for each in table.columns)}
        if has - seen:
            yield name
        seen |= has


async def test_warehouses_have_the_row_decoders_values(simulator, tmp_path):
    by_arguments = defaultdict(list)
    chosen = list(of_each_rule())
    for name in chosen:
        by_arguments[repr(asked(name))].append(name)
    with database("duckdb", tmp_path) as there:
        async with fleet_at(simulator) as fleet:
            for names in by_arguments.values():
                given = asked(names[0])
                loaded = await fleet.load(names, to=there.url, dataset=there.dataset, **given)
                assert loaded.complete
            for name in chosen:
                report = fleet["sales-co"].report(name, **asked(name))
                wanted = rows_of(name, await decoded(report, [report.range]), in_warehouse)
                found = there.rows(name.replace(".", "_"), *wanted[0])
                for row in found:
                    for key, value in row.items():
                        row[key] = value.astimezone(UTC) if isinstance(value, datetime) else value
                assert sorted(map(repr, found)) == sorted(map(repr, wanted))
