"""What the tests of following share: a world whose rows come late and change, and what there is of it at a moment."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq

from tests.support.exporting import DETAIL, TOKEN, ZONE, fleet_at
from tests.support.worlds import ticking
from wolkvox_async.simulator import Campaign, Simulator, Switches, Tenant, World

MORNING = datetime(2025, 6, 1, 6, 0, 30, tzinfo=ZONE).timestamp()
SINCE = datetime(2025, 5, 31)
# Every row is there ten minutes late, some much later, and codes and comments come when an hour has passed.
CHANGING = Switches(publication_delay=600.0, late_every=7, late_seconds=3_000.0, corrected_seconds=3_600.0)


@asynccontextmanager
async def changing_world(at=MORNING, every=300.0, tokens=(TOKEN,), **options):
    """Serve a campaign whose rows come late and change, with a clock that goes with the loop's."""
    campaign = Campaign(id="32841", every=every, first="2025-05-01")
    tenant = Tenant(
        name="sales-co", tokens=tokens, campaigns=(campaign,), first="2025-05-01", calls_every=every, licences=1
    )
    world = World(tenants=(tenant,))
    async with Simulator(world, clock=ticking(at), **({"switches": CHANGING} | options)) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


def published_at(simulator):
    """Return the wall clock before which all that is on time has been published, and so has been read."""
    now = datetime.fromtimestamp(simulator.clock(), UTC).astimezone(ZONE).replace(tzinfo=None)
    return (now - timedelta(minutes=20)).replace(second=0, microsecond=0)


async def there(simulator, name="campaign.detail", since=SINCE, until=None, **given):
    """Return the rows that the server has now, as a reading from the beginning finds them."""
    given = given or (DETAIL if name == "campaign.detail" else {})
    async with fleet_at(simulator) as fleet:
        table = await fleet.to_arrow(name, start=since, end=until or published_at(simulator), **given)
    return in_order(table.to_pylist())


def in_order(rows):
    return sorted(rows, key=repr)


def held(folder, report="campaign.detail"):
    """Return the rows that a folder holds of a report."""
    found = []
    for path in sorted(folder.rglob("*.parquet")):
        if report in path.parts:
            found += pq.ParquetFile(path).read().to_pylist()
    return in_order(found)
