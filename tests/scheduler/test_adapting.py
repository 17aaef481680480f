"""The scheduler under virtual time: what it does when the server says that it knows better."""

import asyncio
from datetime import datetime

import pytest
from attrs import evolve

from tests.support.scheduling import NOON, Server, all_permits_are_back, events_of, operation, scheduler
from wolkvox_async.core.quota_day import Day
from wolkvox_async.errors import ConfigurationError, WaitTooLong
from wolkvox_async.events import ConcurrencyReduced, ConcurrencyRestored, Paused, Waiting
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

pytestmark = pytest.mark.looptime


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    return MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "scheduler.sqlite3")


async def reduced(made, op):
    lease = await made.acquire(op, endpoint="x")
    made.queue(lease.operation).reduce_concurrency(lease.token)
    lease.release()


async def test_a_token_that_another_program_uses_has_one_permit_for_a_while(store):
    made, op, server = scheduler(store), operation(), Server()
    await reduced(made, op)
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*[server.call(made, op, 10) for _ in range(3)])
    assert (server.peak, asyncio.get_running_loop().time() - started) == (1, pytest.approx(30, abs=0.1))
    assert [event.seconds for event in events_of(made, ConcurrencyReduced)] == [30]
    assert (await made.usage(op)).used == 4  # calls of ours alone
    await asyncio.sleep(0.1)
    assert len(events_of(made, ConcurrencyRestored)) == 1
    await asyncio.gather(*[server.call(made, op, 10) for _ in range(2)])
    assert server.peak == 2
    await all_permits_are_back(made, op)
    await made.aclose()


async def test_both_permits_at_once_are_one_reduction_and_other_tokens_keep_theirs(store):
    made, op, server = scheduler(store), operation("token-a", "token-b"), Server()
    leases = [await made.acquire(op, endpoint="x") for _ in range(4)]
    for lease in leases:
        if lease.token == op.tokens[0]:
            made.queue(lease.operation).reduce_concurrency(lease.token)
        lease.release()
    assert len(events_of(made, ConcurrencyReduced)) == 1
    await asyncio.gather(*[server.call(made, op, 1) for _ in range(12)])
    assert server.inside == dict.fromkeys(op.tokens, 0)
    assert asyncio.get_running_loop().time() == pytest.approx(4, abs=0.1)  # three at once
    await made.aclose()


async def test_it_lasts_twice_as_long_each_time_and_is_forgotten_in_calm():
    made, op = scheduler(), operation()
    for _ in range(7):
        await reduced(made, op)
        await asyncio.sleep(events_of(made, ConcurrencyReduced)[-1].seconds)
    assert [event.seconds for event in events_of(made, ConcurrencyReduced)] == [30, 60, 120, 240, 480, 480, 480]
    await asyncio.sleep(481)
    await reduced(made, op)
    assert events_of(made, ConcurrencyReduced)[-1].seconds == 30
    await made.aclose()


async def test_another_process_has_one_permit_less_too(tmp_path):
    made, other = [scheduler(SQLiteStore(tmp_path / "s.sqlite3")) for _ in range(2)]
    op, server = operation(), Server()
    await reduced(made, op)
    await asyncio.gather(*[server.call(other, op, 5) for _ in range(4)])
    assert server.peak == 1
    await made.aclose()
    await other.aclose()


async def test_concurrency_is_restored_and_reduced_again_though_the_clock_was_set_back():
    at = [NOON]
    events = []
    loop = asyncio.get_running_loop()
    made = Scheduler(MemoryStore(), clock=lambda: at[0] + loop.time(), listener=events.append)
    op = operation()
    lease = await made.acquire(op, endpoint="x")
    made.queue(lease.operation).reduce_concurrency(lease.token)
    await asyncio.sleep(20)
    at[0] -= 3600
    made.queue(lease.operation).reduce_concurrency(lease.token)  # which is known
    await asyncio.sleep(11)
    made.queue(lease.operation).reduce_concurrency(lease.token)
    assert [type(event).__name__ for event in events] == [
        "Admitted",
        "ConcurrencyReduced",
        "ConcurrencyRestored",
        "ConcurrencyReduced",
    ]
    assert events[-1].seconds == 60
    await made.aclose()


async def test_a_token_that_the_server_refuses_meanwhile_is_never_restored():
    made, op = scheduler(), operation("token-a", "token-b")
    leases = [await made.acquire(op, endpoint="x") for _ in range(2)]
    for lease in leases:
        made.queue(lease.operation).reduce_concurrency(lease.token)
    made.queue(op).revoke_token(leases[0].token)
    await asyncio.sleep(100)
    assert [event.token for event in events_of(made, ConcurrencyRestored)] == [leases[1].token.digest[:6]]
    await made.aclose()


async def test_an_operation_in_maintenance_rests_and_another_does_not():
    made, op, other, server = scheduler(), operation(), operation(name="other"), Server()
    running = await made.acquire(op, endpoint="x")
    made.queue(op).pause(30)
    made.queue(op).pause(30)  # every call under way hears of it
    assert [event.seconds for event in events_of(made, Paused)] == [30]
    await server.call(made, other, 1)
    assert asyncio.get_running_loop().time() == pytest.approx(1)
    waiting = [asyncio.create_task(server.call(made, op, 1)) for _ in range(2)]
    await asyncio.sleep(1)
    running.release()
    assert [event.why for event in events_of(made, Waiting)] == ["maintenance", "maintenance"]
    await asyncio.gather(*waiting)
    assert asyncio.get_running_loop().time() == pytest.approx(31, abs=0.1)
    await all_permits_are_back(made, op)
    await made.aclose()


async def test_who_comes_in_maintenance_is_reported_how_long_it_may_last():
    at = [NOON]
    events = []
    loop = asyncio.get_running_loop()
    made, op = Scheduler(MemoryStore(), clock=lambda: at[0] + loop.time(), listener=events.append), operation("a", "b")
    made.queue(op).pause(30)
    await asyncio.sleep(29.5)
    calls = [asyncio.create_task(made.acquire(op, endpoint="x"))]
    await asyncio.sleep(0)
    at[0] += 3600
    calls.append(asyncio.create_task(made.acquire(op, endpoint="x")))
    await asyncio.gather(*calls)
    assert [event.seconds for event in events if isinstance(event, Waiting)] == [pytest.approx(0.5), 0]
    await made.aclose()


async def test_maintenance_that_lasts_longer_than_patience_is_said():
    made, op = scheduler(max_wait=10), operation()
    made.queue(op).pause(30)
    with pytest.raises(WaitTooLong, match="maintenance") as caught:
        await made.acquire(op, endpoint="x")
    assert (caught.value.why, caught.value.until.minute, caught.value.seconds) == ("maintenance", 0, pytest.approx(10))
    assert asyncio.get_running_loop().time() == pytest.approx(10)
    await made.aclose()


async def test_a_pause_holds_for_permits_that_are_away_too(tmp_path):
    made, other = [scheduler(SQLiteStore(tmp_path / "s.sqlite3")) for _ in range(2)]
    op = operation()
    held = [await other.acquire(op, endpoint="x") for _ in range(2)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(1)
    made.queue(op).pause(30)
    for lease in held:
        lease.release()
    lease = await waiting
    assert asyncio.get_running_loop().time() >= 31
    lease.release()
    await made.aclose()
    await other.aclose()


@pytest.mark.parametrize(("rate", "leap"), [(0.999, 0), (1.001, 0), (1, -3600), (1, 20)])
async def test_a_pause_lasts_as_long_as_it_is_meant_to_whatever_the_wall_clock_does(rate, leap):
    at = [NOON]
    loop = asyncio.get_running_loop()
    made, op = Scheduler(MemoryStore(), clock=lambda: at[0] + rate * loop.time()), operation()
    made.queue(op).pause(30)
    waiting = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(1)
    at[0] += leap
    later = asyncio.create_task(made.acquire(op, endpoint="y"))
    for lease in await asyncio.gather(waiting, later):
        lease.release()
    assert loop.time() == pytest.approx(30)
    await made.aclose()


async def test_a_process_that_runs_over_another_hour_than_midnight_begins_the_new_day_at_it():
    morning = datetime(2026, 3, 3, 3, 59, 55, tzinfo=operation().tz).timestamp()
    made, op = scheduler(base=morning), evolve(operation(), reset_hour=4)
    assert (await made.usage(op)).day == "2026-03-02"
    await asyncio.sleep(10)
    assert (await made.usage(op)).day == "2026-03-03"
    await made.aclose()


@pytest.mark.parametrize("hour", range(24))
async def test_the_day_may_begin_at_another_hour(hour):
    bogota = operation().tz
    day = Day.at(NOON, bogota, hour)
    assert day.holds(NOON)
    assert datetime.fromtimestamp(day.starts, bogota).hour == datetime.fromtimestamp(day.ends, bogota).hour == hour
    assert day.name == ("2026-03-02" if hour <= 12 else "2026-03-01")
    assert Day.at(day.ends, bogota, hour).starts == day.ends
    assert Day.at(day.starts - 0.001, bogota, hour).ends == day.starts


@pytest.mark.parametrize("hour", [0, 1, 2, 3])
@pytest.mark.parametrize("month", [3, 11])
def test_days_of_23_and_25_hours_touch(hour, month):
    new_york = operation(tz="America/New_York").tz
    moment = datetime(2026, month, 7 if month == 3 else 31 if month == 10 else 1, 12, tzinfo=new_york).timestamp()
    lengths = []
    day = Day.at(moment - 86_400, new_york, hour)
    for _ in range(4):
        following = Day.at(day.ends, new_york, hour)
        assert following.starts == day.ends
        assert following.name > day.name
        lengths.append((day.ends - day.starts) / 3600)
        day = following
    assert set(lengths) <= {23, 24, 25}
    assert (23 if month == 3 else 25) in lengths


async def test_the_quota_begins_again_at_the_hour_that_is_set():
    op = operation(licences=1)
    made = scheduler(MemoryStore())
    later = type(op)(
        **{"name": "sales-co", "server": "0099", "tokens": op.tokens, "licences": 1, "tz": "America/Bogota"}
        | {"reset_hour": 13}
    )
    made.queue(later).exhausted(made.queue(later).today())
    assert (await made.usage(later)).resets_at.hour == 13
    lease = await made.acquire(later, endpoint="x", max_wait=3601)
    assert asyncio.get_running_loop().time() >= 3600
    lease.release()
    await made.aclose()


@pytest.mark.parametrize("hour", [-1, 24, "3", 1.5])
def test_an_hour_that_is_none(hour):
    with pytest.raises(ConfigurationError, match="reset_hour"):
        type(operation())(name="a", server="1", tokens=["t"], licences=1, tz="UTC", reset_hour=hour)


async def test_a_client_that_is_closed_meanwhile_restores_nothing():
    made, op = scheduler(), operation()
    made.queue(op).reduce_concurrency(op.tokens[0])
    await made.aclose()
    await asyncio.sleep(100)
    assert not events_of(made, ConcurrencyRestored)
