"""Following in virtual time: nothing is missing, doubled or stale, whatever is restarted."""

import asyncio
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pyarrow.parquet  # noqa: F401 - threads that load it take real time, which the virtual clock leaps over
import pytest

from tests.support.exporting import DETAIL, ZONE, fleet_at
from tests.support.following import MORNING, SINCE, changing_world, held, published_at, there
from wolkvox_async import Change
from wolkvox_async.errors import AuthenticationFailed, ConfigurationError
from wolkvox_async.simulator import Faults

pytestmark = pytest.mark.looptime
HOUR = timedelta(hours=1)


async def follow(simulator, to, seconds, names=("campaign.detail",), **given):
    """Follow for so long, then stop in whatever is under way; return what was yielded."""
    found = []
    chosen = {"to": to, "since": SINCE} | DETAIL | given
    async with fleet_at(simulator) as fleet:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async for change in fleet.follow(list(names), **chosen):
                    found.append(change)  # noqa: PERF401 - what was yielded stays where it is broken off
    return found


async def test_an_hour_through_two_restarts_has_each_row_once(tmp_path):
    async with changing_world() as simulator:
        changes = []
        for seconds in (1_250, 1_300, 1_200):
            changes += await follow(simulator, tmp_path, seconds)
            rows = held(tmp_path)
            assert len({row["conn_id"] for row in rows}) == len(rows)
        last = max(change.window.end for change in changes).replace(tzinfo=None)
        assert published_at(simulator) - last < timedelta(minutes=5)
        there_now = await there(simulator, until=last)
        assert {row["conn_id"] for row in held(tmp_path)} <= {row["conn_id"] for row in there_now}
        assert len(changes) >= 12
        assert all(isinstance(change, Change) for change in changes)
        assert len(simulator.ledger.requests) <= 13 + 2  # a call a round; what a restart broke off is asked again


async def test_a_day_later_what_came_late_and_what_changed_is_there(tmp_path):
    async with changing_world(at=MORNING) as simulator:
        every = {"every": 2 * HOUR, "reread": timedelta(days=1)}
        await follow(simulator, tmp_path, 9 * 3_600.0, **every)
        at_noon = held(tmp_path)
        await follow(simulator, tmp_path, 14 * 3_600.0, **every)  # past three at night
        until = datetime(2025, 6, 1, 22)
        rows = [row for row in held(tmp_path) if row["date"].astimezone(ZONE).replace(tzinfo=None) < until]
        assert rows == await there(simulator, until=until)
        assert len(at_noon) < len(rows)
        before = len(simulator.ledger.requests)
        await follow(simulator, tmp_path, 2.0, **every)  # a restart does not read the last days again
        assert len(simulator.ledger.requests) - before <= 1


async def test_a_restart_between_two_rounds_makes_no_call(tmp_path):
    async with changing_world() as simulator:
        for _ in range(3):
            await follow(simulator, tmp_path, 10.0)
        assert len(simulator.ledger.requests) == 1


async def test_a_listener_that_replaces_by_time_has_what_the_folder_has(tmp_path):
    async with changing_world() as simulator:
        rows = {}
        for change in await follow(simulator, tmp_path, 23 * 3_600.0, every=2 * HOUR, reread=timedelta(days=1)):
            assert change.operation == "sales-co"
            kept = {
                conn: row for conn, row in rows.items() if not change.window.start <= row["date"] < change.window.end
            }
            rows = kept | {row["conn_id"]: row for row in change.table.to_pylist()}
        assert sorted(rows) == sorted(row["conn_id"] for row in held(tmp_path))
        assert [rows[row["conn_id"]] for row in held(tmp_path)] == held(tmp_path)


async def test_a_follower_that_was_away_for_days_fills_the_gap(tmp_path):
    async with changing_world(every=3_600.0) as simulator:
        await follow(simulator, tmp_path, 280.0)
        await asyncio.sleep(10 * 86_400)
        await follow(simulator, tmp_path, 280.0, since=None)
        assert held(tmp_path) == await there(simulator)


async def test_totals_are_read_day_by_day_and_buckets_when_they_are_complete(tmp_path):
    names, given = ["campaign_4", "agent_8"], {"campaign_id": "all"}
    often = {"every": timedelta(hours=4), "reread": timedelta(days=1)}
    async with changing_world(every=1_800.0) as simulator:
        async with fleet_at(simulator) as fleet:
            with suppress(TimeoutError):
                async with asyncio.timeout(26 * 3_600):
                    async for change in fleet.follow(names, to=tmp_path, since=SINCE, **often, **given):
                        assert change.window.dates == 1 or change.endpoint == "reports.agent_8"
        totals = held(tmp_path, "reports.campaign_4")
        for day in (SINCE, SINCE + timedelta(days=1)):
            wanted = await there(simulator, "campaign_4", day, day + timedelta(days=1), **given)
            rows = [row for row in totals if row["window_start"] == day.replace(tzinfo=ZONE)]
            assert [{name: row[name] for name in wanted[0]} for row in rows] == wanted
        found = held(tmp_path, "reports.agent_8")
        assert found == await there(simulator, "agent_8", until=datetime(2025, 6, 2))


async def test_faulty_replies_wait_for_the_next_round(tmp_path):
    faults = Faults(rate=0.3, seed=2, kinds=("html", "cut", "500", "reset-after"))
    async with changing_world(faults=faults) as simulator:
        await follow(simulator, tmp_path, 2 * 3_600.0)
    async with changing_world(at=simulator.clock()) as well:
        last = published_at(well) - timedelta(minutes=10)
        rows = [row for row in held(tmp_path) if row["date"].astimezone(ZONE).replace(tzinfo=None) < last]
        assert len(rows) > 0
        assert len({row["conn_id"] for row in rows}) == len(rows)


async def test_without_a_destination_it_begins_where_it_is_told_and_keeps_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with changing_world() as simulator:
        changes = []
        async with fleet_at(simulator) as fleet:
            follow = fleet.follow("campaign.detail", since=datetime(2025, 6, 1, 5), **DETAIL)
            async for change in follow:
                changes.append(change)
                assert len(list(tmp_path.rglob("*.parquet"))) <= 1  # what is yielded now
                if len(changes) == 4:
                    break
            await follow.aclose()
        assert changes[0].window.start == datetime(2025, 6, 1, 5, tzinfo=ZONE)
        assert [change.window.start for change in changes[1:]] == [change.window.end for change in changes[:-1]]
        assert list(tmp_path.iterdir()) == []


async def test_the_share_of_the_quota_is_kept(tmp_path):
    async with changing_world() as simulator:
        await follow(simulator, tmp_path, 3_600.0, quota_share=0.0005)
        assert len(simulator.ledger.requests) == 10


@pytest.mark.parametrize(
    ("names", "given", "why"),
    [
        (["campaign_3"], {"campaign_id": "32841"}, "cannot be followed"),
        (["campaign.detial"], DETAIL, "campaign.detail"),
        (["cdr_1"], {"every": timedelta(minutes=1)}, "five minutes|0:05:00 or more"),
        (["cdr_1"], {"reread": -HOUR}, "reread is"),
        (["cdr_1"], {"at": time(3, tzinfo=UTC)}, "operation's clock"),
        (["cdr_1"], {"since": date(2030, 1, 1)}, "not after start"),
    ],
)
async def test_what_cannot_be_followed_is_refused_before_the_first_call(tmp_path, names, given, why):
    async with changing_world() as simulator, fleet_at(simulator) as fleet:
        with pytest.raises(ConfigurationError, match=why):
            await anext(fleet.follow(names, to=tmp_path, **given))
        assert not simulator.ledger.requests


async def test_a_token_that_is_refused_ends_the_first_round(tmp_path):
    async with changing_world(tokens=("another-token",)) as simulator, fleet_at(simulator) as fleet:
        with pytest.raises(AuthenticationFailed):
            await anext(fleet.follow("campaign.detail", to=tmp_path, **DETAIL))
