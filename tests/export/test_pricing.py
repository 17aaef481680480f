"""What a directory lacks is priced without a call, and without a trace in the directory."""

from datetime import date, datetime, timedelta

from tests.support.exporting import (
    DETAIL,
    JANUARY,
    Clock,
    detail,
    fleet_at,
    serve_simulator,  # noqa: F401 - the fixture
    world,
)
from wolkvox_async.core.windows import Window
from wolkvox_async.export import missing
from wolkvox_async.simulator import Simulator

YEAR = {"start": date(2025, 1, 1), "end": date(2026, 1, 1)}


def plans(fleet, to, reread=timedelta(), names=("campaign.detail",), **given):
    return missing(fleet.reports(list(names), **(YEAR | given | DETAIL)), to, reread)


async def test_nothing_is_there_yet_and_nothing_is_left_behind(simulator, tmp_path):
    async with fleet_at(simulator) as fleet:
        (plan,) = plans(fleet, tmp_path / "none")
        assert plan.calls == 6  # the newest minutes are a window of their own
    assert not (tmp_path / "none").exists()


async def test_what_is_there_costs_nothing_and_what_the_look_back_takes_does(simulator, tmp_path):
    await detail(simulator, tmp_path)
    calls = len(simulator.ledger.requests)
    async with fleet_at(simulator) as fleet:
        (plan,) = plans(fleet, tmp_path)
        assert (plan.calls, plan.windows[0].start.date()) == (5, date(2025, 2, 1))
        (plan,) = plans(fleet, tmp_path, **JANUARY)
        assert (plan.calls, plan.windows) == (0, ())
        (path,) = tmp_path.rglob("*.ndjson")
        path.unlink()
        (plan,) = plans(fleet, tmp_path, **JANUARY)
        assert plan.calls == 1
    assert len(simulator.ledger.requests) == calls


async def test_a_price_is_what_the_run_then_takes(tmp_path):
    clock = Clock()
    async with Simulator(world(every=60.0), clock=clock) as simulator:
        days = {"start": date(2025, 5, 1), "end": date(2025, 7, 1), "reread": timedelta(days=3)}
        for _ in range(3):
            async with fleet_at(simulator) as fleet:
                (plan,) = plans(fleet, tmp_path, **days)
            assert plan.calls == (await detail(simulator, tmp_path, **days)).calls > 0
            clock.now += 100_000


async def test_totals_are_priced_as_a_whole(simulator, tmp_path):
    half = {"start": date(2025, 1, 1), "end": date(2025, 3, 1)}
    async with fleet_at(simulator) as fleet:
        given = {"campaign_id": "all"}
        reports = fleet.reports("campaign_4", **half, **given)
        assert missing(reports, tmp_path)[0].calls == 2
        await fleet.export("campaign_4", **half, to=tmp_path, **given)
        assert missing(reports, tmp_path)[0].calls == 0
        longer = fleet.reports("campaign_4", start=half["start"], end=date(2025, 4, 1), **given)
        assert missing(longer, tmp_path)[0].calls == 3


async def test_a_plan_may_be_of_parts(simulator):
    async with fleet_at(simulator) as fleet:
        (report,) = fleet.reports("campaign.detail", **YEAR, **DETAIL)
        zone = report.range.start.tzinfo
        part = Window(datetime(2025, 2, 1, tzinfo=zone), datetime(2025, 2, 2, tzinfo=zone))
        assert report.plan([part]).windows == (part,)
