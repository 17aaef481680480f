"""A column whose type was changed: what fits is loaded, what does not is an error, and nothing is lost."""

from datetime import date, timedelta

import pytest

from tests.support.databases import database
from tests.support.exporting import DETAIL, assert_true, fleet_at, serve_simulator  # noqa: F401 - the fixture
from wolkvox_async.errors import DestinationUnavailable


@pytest.fixture
def duck(tmp_path):
    with database("duckdb", tmp_path) as made:
        yield made


async def load(simulator, there, end):
    start = date(2025, 1, 1)
    async with fleet_at(simulator) as fleet:
        return await fleet.load(
            "campaign.detail", start=start, end=end, to=there.url, dataset=there.dataset, reread=timedelta(), **DETAIL
        )


async def test_a_wider_type_takes_the_values_and_one_that_does_not_fit_is_an_error(simulator, duck):
    await load(simulator, duck, date(2025, 1, 2))
    table = duck.table("campaign_detail")
    duck.ask(f"ALTER TABLE {table} ALTER COLUMN calls SET DATA TYPE VARCHAR")
    await load(simulator, duck, date(2025, 1, 3))
    assert all(row["calls"].isdigit() for row in duck.rows("campaign_detail", "conn_id", "calls"))
    duck.ask(f"ALTER TABLE {table} DROP COLUMN calls")
    duck.ask(f"ALTER TABLE {table} ADD COLUMN calls DATE")
    with pytest.raises(DestinationUnavailable, match=r"cannot be written.*staged"):
        await load(simulator, duck, date(2025, 1, 4))
    calls = len(simulator.ledger.requests)
    duck.ask(f"ALTER TABLE {table} DROP COLUMN calls")
    duck.ask(f"ALTER TABLE {table} ADD COLUMN calls BIGINT")
    await load(simulator, duck, date(2025, 1, 4))
    assert len(simulator.ledger.requests) == calls
    assert_true(simulator, duck.rows("campaign_detail", "conn_id"), date(2025, 1, 1), date(2025, 1, 4))
