"""Seven operations' history in one folder and in three databases, as a fresh clone makes it, then followed for an hour.

Each row is held against what the server answers to a client that is no more than HTTP. WOLKVOX_HISTORY_DAYS=365 makes
it the whole year; the tests of every day take less.
"""

import asyncio
import json
import os
import urllib.parse
import urllib.request
import zlib
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset
import pytest

from tests.support.databases import KINDS, database
from tests.support.worlds import ticking
from wolkvox_async import Fleet, MemoryStore, Operation
from wolkvox_async.simulator import Campaign, Simulator, Switches, Tenant, World

pytestmark = pytest.mark.looptime

ZONES = {
    "sales-co": "America/Bogota",
    "sales-mx": "America/Mexico_City",
    "sales-es": "Europe/Madrid",
    "sales-pe": "America/Lima",
    "sales-ar": "America/Argentina/Buenos_Aires",
    "sales-cl": "America/Santiago",
    "sales-ve": "America/Caracas",
}
CAMPAIGNS = ("32841", "32842")
DETAIL = {"type_campaign": "predictive", "campaign_id": list(CAMPAIGNS)}
DAYS = int(os.environ.get("WOLKVOX_HISTORY_DAYS", "4"))
NOW = datetime(2026, 3, 2, 17, 0, 30, tzinfo=UTC)
END = date(2026, 3, 2)
HISTORY = {"start": END - timedelta(days=DAYS), "end": END}
TABLE = "campaign_detail"


@asynccontextmanager
async def serving():
    """Serve the operations, with a clock that goes with the loop's."""
    campaigns = tuple(Campaign(id=each, every=3_600.0, first="2025-03-01") for each in CAMPAIGNS)
    tenants = tuple(
        Tenant(name=name, tokens=(f"token-{name}",), licences=20, tz=zone, campaigns=campaigns, first="2025-03-01")
        for name, zone in ZONES.items()
    )
    late = Switches(publication_delay=600.0)
    async with Simulator(World(tenants=tenants), clock=ticking(NOW.timestamp()), switches=late) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


@asynccontextmanager
async def fleet_of(simulator):
    operations = [
        Operation(name=name, server="0099", tokens=[f"token-{name}"], licences=20, tz=zone, base_url=simulator.base_url)
        for name, zone in ZONES.items()
    ]
    async with Fleet(operations, store=MemoryStore(), clock=simulator.clock) as fleet:
        yield fleet


def days(start, end):
    """Return the pieces of at most a month that a day's reply holds."""
    while start < end:
        yield start, min(start + timedelta(days=25), end)
        start += timedelta(days=25)


def answered(simulator, start, end):
    """Return what the server answers for [start, end), asked by nothing but HTTP: the values of its own JSON."""
    rows = []
    for name, zone in ZONES.items():
        for campaign in CAMPAIGNS:
            for first, after in days(start, end):
                query = {
                    "api": "detail",
                    "type_campaign": "predictive",
                    "campaign_id": campaign,
                    "date_ini": f"{first:%Y%m%d%H%M%S}",
                    "date_end": f"{after - timedelta(seconds=1):%Y%m%d%H%M%S}",
                }
                url = f"{simulator.base_url}campaign.php?{urllib.parse.urlencode(query)}"
                asked = urllib.request.Request(url, headers={"wolkvox-token": f"token-{name}"})
                with urllib.request.urlopen(asked) as reply:
                    for row in json.load(reply)["data"]:
                        moment = datetime.fromisoformat(row["date"]).replace(tzinfo=ZoneInfo(zone))
                        rows.append((name, campaign, row["conn_id"], moment.astimezone(UTC), row["customer_id"]))
    return sorted(rows)


def shown(rows):
    """Return rows of a reader as values that compare; no time zone is UTC."""
    return sorted((*row[:3], as_utc(row[3]), row[4]) for row in rows)


def as_utc(moment):
    moment = moment.to_pydatetime() if isinstance(moment, pd.Timestamp) else moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


NAMES = ["operation", "campaign_id", "conn_id", "date", "customer_id"]
READERS = {
    "pandas": lambda to: pd.read_parquet(to)[NAMES].itertuples(index=False, name=None),
    "polars": lambda to: pl.read_parquet(f"{to}/**/*.parquet").select(NAMES).iter_rows(),
    "duckdb": lambda to: duckdb.sql(f"SELECT {', '.join(NAMES)} FROM '{to}/**/*.parquet'").fetchall(),
    "pyarrow.dataset": lambda to: zip(
        *pyarrow.dataset.dataset(to).to_table(columns=NAMES).to_pydict().values(), strict=True
    ),
}


def checksum(conns):
    return sum(zlib.crc32(conn.encode()) for conn in conns) % 2**64


async def test_one_folder_that_every_reader_opens_whole_with_the_servers_values(tmp_path):
    async with serving() as simulator:
        async with fleet_of(simulator) as fleet:
            outcome = await fleet.export("campaign.detail", to=tmp_path, reread=timedelta(), **HISTORY, **DETAIL)
            again = await fleet.export("campaign.detail", to=tmp_path, reread=timedelta(), **HISTORY, **DETAIL)
        assert outcome.complete
        assert (again.calls, again.rows) == (0, outcome.rows)
        midnight = datetime.min.time()
        start, end = (datetime.combine(day, midnight) for day in HISTORY.values())
        wanted = await asyncio.to_thread(answered, simulator, start, end)
        assert len(wanted) == outcome.rows > 24 * DAYS * 13
        for name, opened in READERS.items():
            assert shown(opened(tmp_path)) == wanted, name
        for name in ZONES:
            for campaign in CAMPAIGNS:
                own = [row[2] for row in wanted if row[:2] == (name, campaign)]
                last = HISTORY["end"] - timedelta(days=1)
                assert checksum(own) == simulator.truth.checksum(name, campaign, HISTORY["start"], last)


@pytest.mark.parametrize("kind", [*KINDS, "folder"])
async def test_loaded_twice_then_followed_for_an_hour_through_two_restarts_each_row_is_there_once(kind, tmp_path):
    async with serving() as simulator:
        with database("duckdb" if kind == "folder" else kind, tmp_path) as there:
            if kind == "folder":
                given = {"to": tmp_path / "tables"}
            else:
                given = {"to": there.url, "dataset": there.dataset}
                async with fleet_of(simulator) as fleet:
                    first = await fleet.load("campaign.detail", **given, reread=timedelta(), **HISTORY, **DETAIL)
                async with fleet_of(simulator) as fleet:
                    second = await fleet.load("campaign.detail", **given, reread=timedelta(), **HISTORY, **DETAIL)
                assert (second.read.calls, second.rows) == (0, first.rows)
            ends = {}
            for seconds in (1_250, 1_300, 1_200):
                async with fleet_of(simulator) as fleet:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(seconds):
                            follow = fleet.follow(
                                "campaign.detail",
                                **given,
                                since=HISTORY["start"],
                                every=timedelta(minutes=15),
                                reread=timedelta(days=1),
                                **DETAIL,
                            )
                            async for change in follow:
                                ends[change.operation] = change.window.end
            assert len({end.astimezone(UTC) for end in ends.values()}) == 1
            assert min(ends.values()).astimezone(UTC) >= NOW + timedelta(minutes=60 - 10 - 20 - 1)
            rows = READERS["polars"](given["to"]) if kind == "folder" else found(there)
            rows = shown(rows)
        start = datetime.combine(HISTORY["start"], datetime.min.time())
        wanted = await asyncio.to_thread(answered, simulator, start, datetime(2026, 3, 3))
        assert rows == [row for row in wanted if row[3] < min(ends.values())]


def found(there):
    return [tuple(row.values()) for row in there.rows(TABLE, *NAMES)]
