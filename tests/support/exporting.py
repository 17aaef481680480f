"""What the tests of exports share: a small world, a fleet of it, and how files are held against the truth."""

import csv
import io
import json
import zlib
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wolkvox_async import Fleet, MemoryStore, Operation
from wolkvox_async.export.layout import STATE
from wolkvox_async.export.parquet import pyarrow
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

DETAIL = {"type_campaign": "predictive", "campaign_id": "32841"}
JANUARY = {"start": date(2025, 1, 1), "end": date(2025, 2, 1)}
TOKEN = "token-a"
ZONE = ZoneInfo("America/Bogota")
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC).timestamp()  # 07:00 in Bogota


class Clock:
    def __init__(self, now=NOON):
        self.now = now

    def __call__(self):
        return self.now


def world(every=3_600.0, **facts):
    campaign = Campaign(id="32841", every=every)
    return World(tenants=(Tenant(name="sales-co", tokens=(TOKEN,), campaigns=(campaign,), **facts),))


@asynccontextmanager
async def fleet_at(simulator, clock=None, **options):
    operation = Operation(
        name="sales-co", server="0099", tokens=[TOKEN], licences=20, tz="America/Bogota", base_url=simulator.base_url
    )
    settings = {"store": MemoryStore(), "clock": clock or simulator.clock} | options
    async with Fleet([operation], **settings) as fleet:
        yield fleet


@pytest.fixture(name="simulator")
async def serve_simulator():
    async with Simulator(world(), clock=Clock()) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


async def detail(simulator, to, kind="ndjson", options=None, **given):
    """Export campaign.detail; what is there is read again only where a test says so."""
    chosen = {"reread": timedelta()} | JANUARY | given | DETAIL
    async with fleet_at(simulator, **(options or {})) as fleet:
        return await fleet.export(["campaign.detail"], to=to, format=kind, **chosen)


def read(path):
    match path.suffix:
        case ".ndjson":
            return [json.loads(line) for line in path.read_bytes().splitlines()]
        case ".csv":
            return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
        case ".parquet":
            return pyarrow()[1].read_table(path).to_pylist()


def rows_of(outcome):
    return [row for path in outcome.files for row in read(path)]


def assert_true(simulator, rows, start, end):
    """Hold rows against the world: their number, and the sum over their connections."""
    last = end - timedelta(seconds=1) if isinstance(end, datetime) else end - timedelta(days=1)
    truth = simulator.truth
    assert len(rows) == truth.count("sales-co", "32841", start, last)
    checksum = sum(zlib.crc32(row["conn_id"].encode()) for row in rows) % 2**64
    assert checksum == truth.checksum("sales-co", "32841", start, last)


def names(to):
    """Return the names of the data files, and of whatever else lies beside them."""
    return sorted(path.name for path in to.rglob("*") if path.is_file() and STATE not in path.parts)


def state_names(to):
    """Return the names of the files that only exports read."""
    return sorted(path.name for path in (to / STATE).rglob("*") if path.is_file())


def state_of(outcome):
    """Return the folder of what is known of the first file's report."""
    folder = outcome.files[0].parent
    to = folder.parents[2]
    return to / STATE / folder.relative_to(to)


def manifest_in(to):
    (path,) = to.rglob("_manifest.json")
    return json.loads(path.read_bytes())
