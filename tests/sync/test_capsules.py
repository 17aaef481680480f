"""A synchronous report is Arrow data for whatever takes that: polars, DuckDB, pyarrow."""

from datetime import date

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from tests.support.worlds import operation_of, tenant
from wolkvox_async import MemoryStore, Refused
from wolkvox_async.simulator import Campaign, Simulator, World
from wolkvox_async.sync import Wolkvox

SPAN = {"start": date(2025, 1, 1), "end": date(2025, 2, 10)}


@pytest.fixture
def wolkvox():
    campaign = Campaign(id="32841", every=14_400.0)
    world = World(tenants=(tenant(campaign, tokens=("token-alpha", "token-beta")),), seed=3)
    with Simulator(world) as simulator, Wolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox:
        yield wolkvox


def report_of(wolkvox, campaign="32841"):
    return wolkvox.campaign.detail(type_campaign="predictive", campaign_id=campaign, **SPAN)


def test_polars_and_pyarrow_take_a_report(wolkvox):
    report = report_of(wolkvox)
    table = report.to_arrow()
    assert table.num_rows == len(report.rows()) > 0
    assert pa.table(report).equals(table)
    assert pl.DataFrame(report).to_dicts() == report.to_polars().to_dicts()


def test_duckdb_takes_a_report(wolkvox):
    report = report_of(wolkvox)
    found = duckdb.connect().execute("select count(*), min(conn_id) from report").fetchone()
    rows = report.rows()
    assert found == (len(rows), min(row.conn_id for row in rows if row.conn_id))


def test_an_error_of_the_reading_reaches_who_consumes_the_stream(wolkvox):
    report = report_of(wolkvox, "none")
    with pytest.raises(Refused):
        report.rows()
    with pytest.raises(Exception, match=r"campaign\.detail"):
        pa.table(report)
