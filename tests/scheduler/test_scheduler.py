"""The scheduler under virtual time: leases, lanes, quota, days, and what cancellation must not break."""

import asyncio
import logging
import os
import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.scheduling import (
    BOGOTA,
    MIDNIGHT,
    NOON,
    Server,
    Watched,
    all_permits_are_back,
    events_of,
    operation,
    scheduler,
)
from wolkvox_async import limits
from wolkvox_async.core.quota_day import Day
from wolkvox_async.errors import (
    AuthenticationFailed,
    ConfigurationError,
    QuotaExhausted,
    QuotaSpent,
    WaitTooLong,
    WolkvoxError,
)
from wolkvox_async.events import Admitted, Quarantined, QuotaLow, Released, Sink, Waiting
from wolkvox_async.operation import Token
from wolkvox_async.scheduler import Scheduler
from wolkvox_async.scheduler.lanes import Lanes
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import Budget, ReadUsed
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

pytestmark = pytest.mark.looptime


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    return MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "scheduler.sqlite3")


# Permits


async def test_two_calls_of_a_token_at_once_and_no_more(store):
    made, op, server = scheduler(store), operation(), Server()
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*[server.call(made, op) for _ in range(40)])
    assert server.peak == 2
    assert asyncio.get_running_loop().time() - started == pytest.approx(20, abs=0.001)
    assert (await made.usage(op)).used == 40
    await all_permits_are_back(made, op)
    await made.aclose()


async def test_first_come_first_served():
    made, op, server = scheduler(), operation(), Server()
    await asyncio.gather(*[server.call(made, op, name=i) for i in range(30)])
    assert server.calls == list(range(30))


async def test_no_newcomer_slips_in_before_one_that_was_just_woken():
    made, op = scheduler(), operation()
    first, second = [await made.acquire(op, endpoint="x") for _ in range(2)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="waiting"))
    await asyncio.sleep(0)
    first.release()
    barging = asyncio.create_task(made.acquire(op, endpoint="barging"))
    await asyncio.sleep(1)
    assert waiting.done()
    assert not barging.done()
    second.release()
    (await barging).release()
    (await waiting).release()
    await all_permits_are_back(made, op)


async def test_all_tokens_are_used_and_none_idles():
    made, op, server = scheduler(), operation("token-a", "token-b", "token-c"), Server()
    loop = asyncio.get_running_loop()
    started = loop.time()
    seconds = [random.Random(7).uniform(0.5, 1.5) for _ in range(300)]
    await asyncio.gather(*[server.call(made, op, each) for each in seconds])
    assert server.peak == 2
    # No list schedule is further off than one call.
    assert loop.time() - started <= sum(seconds) / 6 + max(seconds)
    await all_permits_are_back(made, op)


async def test_a_slow_operation_holds_up_no_other():
    made, slow, quick, server = (
        scheduler(),
        operation(name="slow"),
        operation("token-b", name="quick"),
        Server(),
    )
    hogs = [asyncio.create_task(server.call(made, slow, 1000)) for _ in range(10)]
    await asyncio.sleep(0)
    async with asyncio.timeout(10.1):
        await asyncio.gather(*[server.call(made, quick) for _ in range(20)])
    for hog in hogs:
        hog.cancel()
    await asyncio.gather(*hogs, return_exceptions=True)
    await all_permits_are_back(made, slow)


async def test_release_is_idempotent(store):
    made, op = scheduler(store), operation()
    lease = await made.acquire(op, endpoint="x")
    lease.release(refund=True)
    lease.release(refund=True)
    lease.quarantine()
    assert (await made.usage(op)).used == 0
    assert len(events_of(made, Released)) == 1
    await all_permits_are_back(made, op)
    await made.aclose()


async def test_a_permit_says_whose_it_is_and_shows_no_token():
    made, op = scheduler(), operation("token-secret")
    lease = await made.acquire(op, endpoint="reports.cdr_1")
    assert (lease.operation, lease.endpoint, lease.used, lease.since) == (op, "reports.cdr_1", 1, made.clock())
    assert lease.token == Token("token-secret")
    assert lease.claim.budget.day == "2026-03-02"
    assert "secret" not in repr(lease) + repr(made.events)
    assert "reports.cdr_1" in repr(lease)


# Cancellation


@pytest.mark.parametrize("seed", range(8))
async def test_a_hundred_callers_cancelled_at_random_instants_break_nothing(store, seed):
    rng = random.Random(seed)
    made, op, server = scheduler(store), operation("token-a", "token-b", licences=50), Server()
    tasks = [
        asyncio.create_task(server.call(made, op, rng.choice([0.5, 1.0]), lane=rng.choice(["interactive", "bulk"])))
        for _ in range(100)
    ]
    for task in rng.sample(tasks, 60):
        # Whole multiples of a call's length, so that many are cancelled in the very turn that grants them.
        asyncio.get_running_loop().call_later(rng.choice([0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]), task.cancel)
    async with asyncio.timeout(200):
        await asyncio.gather(*tasks, return_exceptions=True)
    assert server.peak == 2
    assert (await made.usage(op)).used == len(server.calls)
    await all_permits_are_back(made, op)
    await made.aclose()


async def test_cancelled_just_when_granted_the_permit_goes_on_to_the_next():
    made, op = scheduler(), operation()
    held = [await made.acquire(op, endpoint="x") for _ in range(2)]
    first, second = [asyncio.create_task(made.acquire(op, endpoint=name)) for name in ("first", "second")]
    await asyncio.sleep(0)
    held[0].release()  # hands the permit to the first, which has not run yet
    first.cancel()
    lease = await asyncio.wait_for(second, 0.001)
    assert first.cancelled()
    assert (await made.usage(op)).used == 3
    lease.release()
    held[1].release()
    await all_permits_are_back(made, op)


async def test_cancelled_and_not_yet_run_is_passed_over():
    made, op = scheduler(), operation()
    held = [await made.acquire(op, endpoint="x") for _ in range(2)]
    first, second = [asyncio.create_task(made.acquire(op, endpoint=name)) for name in ("first", "second")]
    await asyncio.sleep(0)
    first.cancel()
    held[0].release()  # in the same turn, with the cancelled one still in line
    lease = await asyncio.wait_for(second, 0.001)
    lease.release()
    held[1].release()
    await all_permits_are_back(made, op)


class Slow(Watched):
    """A store that takes its time."""

    async def claim(self, claim):
        await asyncio.sleep(0.1)
        return await super().claim(claim)


async def test_cancelled_while_the_store_is_asked_leaves_no_trace():
    made, op = scheduler(Slow()), operation()
    task = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (await made.usage(op)).used == 0
    await all_permits_are_back(made, op)


async def test_a_lease_that_was_not_released_ends_by_itself():
    made, op = scheduler(lease=30), operation()
    leases = [await made.acquire(op, endpoint="x") for _ in range(2)]
    assert not leases[0].expired(NOON + 29.9)
    assert leases[0].expired(NOON + 30)
    other = scheduler(made.store)
    lease = await other.acquire(op, endpoint="y")
    assert lease.since - NOON == pytest.approx(30, abs=0.1)


async def test_a_store_that_fails_in_a_claim_gives_the_permit_back():
    class Broken(Watched):
        broken = True

        async def claim(self, claim):
            if self.broken:
                raise ConfigurationError("no store")
            return await super().claim(claim)

    made, op = scheduler(Broken()), operation()
    with pytest.raises(ConfigurationError, match="no store"):
        await made.acquire(op, endpoint="x")
    made.store.broken = False
    await all_permits_are_back(made, op)


# Lanes


async def test_interactive_goes_first_and_bulk_gets_one_of_five():
    made, op, server = scheduler(), operation(), Server()
    hogs = [asyncio.create_task(server.call(made, op, 1)) for _ in range(2)]
    await asyncio.sleep(0)
    bulk = [server.call(made, op, name="bulk", lane="bulk") for _ in range(20)]
    interactive = [server.call(made, op, name="interactive") for _ in range(40)]
    await asyncio.gather(*hogs, *bulk, *interactive)
    order = server.calls[2:]
    assert [order[i : i + 5].count("bulk") for i in range(0, 50, 5)] == [1] * 10
    assert order[50:] == ["bulk"] * 10


@settings(deadline=None)  # virtual time is no measure, and a shared machine none either
@given(st.lists(st.sampled_from(["interactive", "bulk", "pop", "vain", "leave"]), max_size=200))
def test_lanes_keep_the_order_of_each_lane_and_starve_no_waiter(steps):
    lanes, waiting, passed = Lanes(), {"interactive": [], "bulk": []}, 0
    for number, step in enumerate(steps):
        if step in waiting:
            lanes.push(step, number, (step, number))
            waiting[step].append(number)
        elif step == "leave" and waiting["bulk"]:
            lanes.discard("bulk", waiting["bulk"].pop(0))
        elif step in ("pop", "vain") and lanes:
            had_bulk = bool(waiting["bulk"])
            lane, came = lanes.pop()
            assert came == waiting[lane].pop(0)
            if step == "vain":
                lanes.put_back(lane, came, (lane, came))
                waiting[lane].insert(0, came)
                again = lanes.pop()
                assert again == (lane, came)
                waiting[lane].pop(0)
            passed = passed + 1 if lane == "interactive" and had_bulk else 0
            assert passed <= 4
        assert len(lanes) == len(waiting["interactive"]) + len(waiting["bulk"])
    assert sorted(lanes) == sorted((lane, n) for lane, numbers in waiting.items() for n in numbers)


def test_a_turn_in_vain_costs_its_lane_nothing():
    lanes = Lanes()
    lanes.push("bulk", 0, "bulk")
    for number in range(1, 10):
        lanes.push("interactive", number, number)
    assert [lanes.pop() for _ in range(5)] == [1, 2, 3, 4, "bulk"]
    lanes.put_back("bulk", 0, "bulk")
    assert lanes.pop() == "bulk"
    assert lanes.pop() == 5


@pytest.mark.parametrize("wrong", [{"lane": "express"}, {"cost": -1}])
async def test_a_call_that_cannot_be_right_is_refused(wrong):
    with pytest.raises(ConfigurationError):
        await scheduler().acquire(operation(), endpoint="x", **wrong)


# Waiting


async def test_a_wait_ends_after_max_wait_and_says_so():
    made, op = scheduler(max_wait=100), operation()
    held = [await made.acquire(op, endpoint="x") for _ in range(2)]
    started = made.clock()
    with pytest.raises(WaitTooLong) as caught:
        await made.acquire(op, endpoint="y", max_wait=7)
    assert made.clock() - started == pytest.approx(7)
    error = caught.value
    assert (error.why, error.max_wait, error.until) == ("permit", 7, None)
    assert error.seconds == pytest.approx(7)
    assert (error.operation, error.endpoint) == ("sales-co", "y")
    assert "wait longer with max_wait, or" in error.advice
    assert error.command_advice == error.advice.replace("max_wait", "--max-wait")
    with pytest.raises(WaitTooLong):
        await made.acquire(op, endpoint="y")
    assert made.clock() - started == pytest.approx(107)
    assert [(event.endpoint, event.why) for event in events_of(made, Waiting)] == [("y", "permit")] * 2
    for lease in held:
        lease.release()
    await all_permits_are_back(made, op)


async def test_a_permit_that_comes_in_the_last_instant_is_not_lost():
    made, op = scheduler(), operation()
    held = [await made.acquire(op, endpoint="x") for _ in range(2)]
    waiting = [asyncio.create_task(made.acquire(op, endpoint="y", max_wait=5)) for _ in range(10)]
    await asyncio.sleep(5)
    for lease in held:
        lease.release()
    for result in await asyncio.gather(*waiting, return_exceptions=True):
        if not isinstance(result, WaitTooLong):
            result.release()
    await all_permits_are_back(made, op)


async def test_a_permit_and_the_end_of_the_wait_in_one_instant():
    made, op = scheduler(), operation()
    held = [await made.acquire(op, endpoint="x") for _ in range(2)]
    permits = made.queue(op).permits
    waiting = [asyncio.create_task(made.acquire(op, endpoint="y", max_wait=5)) for _ in range(2)]
    await asyncio.sleep(1)
    waiters = [waiter for _, waiter in permits.waiting._lanes["interactive"]]
    held[0].release()
    permits.expire(waiters[0])  # the timer, after the permit
    assert (await waiting[0]).token == op.tokens[0]
    permits.expire(waiters[1])
    waiting[1].cancel()  # after the timer, before the caller has run
    with pytest.raises(asyncio.CancelledError):
        await waiting[1]


async def test_every_wait_is_reported_once_and_every_grant_with_its_wait():
    made, op, server = scheduler(), operation("token-a"), Server()
    await asyncio.gather(*[server.call(made, op, 3) for _ in range(4)])
    assert [event.waited for event in events_of(made, Admitted)] == pytest.approx([0, 0, 3, 3])
    assert [event.used for event in events_of(made, Admitted)] == [1, 2, 3, 4]
    assert {event.token for event in events_of(made, Admitted)} == {Token("token-a").digest[:6]}
    assert [event.seconds for event in events_of(made, Released)] == pytest.approx([3] * 4)
    assert [(event.why, event.seconds) for event in events_of(made, Waiting)] == [("permit", None)] * 2


async def test_a_listener_that_raises_breaks_nothing(caplog):
    def listener(event):
        raise ValueError(type(event).__name__)

    made, op, server = scheduler(listener=Sink(listener)), operation(), Server()
    await asyncio.gather(*[server.call(made, op) for _ in range(6)])
    assert "the listener failed on Admitted" in caplog.text
    await all_permits_are_back(made, op)


async def test_the_standard_listener_logs(caplog):
    caplog.set_level(logging.DEBUG, "wolkvox_async")
    made = Scheduler(MemoryStore())
    (await made.acquire(operation(), endpoint="x")).release()
    assert "sales-co admitted" in caplog.text


# Quota


async def test_the_quota_is_spent_to_the_last_call_and_not_one_more(store):
    made, op, server = scheduler(store), operation("token-a", "token-b"), Server()
    results = await asyncio.gather(*[server.call(made, op, 0.01) for _ in range(1100)], return_exceptions=True)
    assert len(server.calls) == 1000
    refused = [result for result in results if result is not None]
    assert len(refused) == 100
    assert all(isinstance(error, QuotaSpent) for error in refused)
    usage = await made.usage(op)
    assert (usage.used, usage.quota, usage.left, usage.day) == (1000, 1000, 0, "2026-03-02")
    assert usage.resets_at == datetime(2026, 3, 3, tzinfo=BOGOTA)
    assert usage.resets_at.tzinfo is op.tz
    await made.aclose()


async def test_a_share_of_the_day_is_taken_to_its_last_call_and_the_rest_is_left_to_others(store):
    made, op = scheduler(store), operation()
    (await made.acquire(op, endpoint="x", cost=799, share=0.8)).release()
    (await made.acquire(op, endpoint="x", share=0.8)).release()
    with pytest.raises(QuotaSpent, match=r"800 of 1000 calls .* of which this job takes 80 % at most"):
        await made.acquire(op, endpoint="x", share=0.8)
    with pytest.raises(QuotaSpent):
        await scheduler(store).acquire(op, endpoint="x", share=0.8)  # which has not heard of the count
    (await made.acquire(op, endpoint="x", cost=200)).release()
    with pytest.raises(QuotaSpent, match=r"1000 of 1000 calls .* are spent, and"):
        await made.acquire(op, endpoint="x")


async def test_a_share_ends_below_the_quota_where_it_is_no_full_number_of_calls():
    assert Budget("sales-co", "2026-03-02", 1003).within(0.5).quota == 501
    assert Budget("sales-co", "2026-03-02", 1000).within(0.29).quota == 290  # 0.29 * 1000 is less in binary


@pytest.mark.looptime
async def test_who_has_taken_its_share_goes_on_after_the_reset():
    made, op = scheduler(MemoryStore()), operation()
    (await made.acquire(op, endpoint="x", cost=500, share=0.5)).release()
    later = await made.acquire(op, endpoint="x", share=0.5, max_wait=86_400)
    assert later.used == 1


async def test_a_spent_quota_is_refused_at_once_even_while_all_permits_are_taken():
    made, op = scheduler(), operation()
    [await made.acquire(op, endpoint="x", cost=500) for _ in range(2)]
    started = made.clock()
    with pytest.raises(QuotaSpent) as caught:
        await made.acquire(op, endpoint="y")
    assert made.clock() == started
    error = caught.value
    assert isinstance(error, QuotaExhausted)
    assert isinstance(error, WaitTooLong)
    assert (error.why, error.seconds) == ("quota", pytest.approx(12 * 3600))
    assert error.until == error.resets_at == datetime(2026, 3, 3, tzinfo=BOGOTA)
    assert error.advice == "wait for it with a larger max_wait, or come back then"
    assert error.command_advice == "wait for it with a larger --max-wait, or come back then"
    assert not events_of(made, Waiting)


async def test_a_spent_day_ends_at_the_operations_hour():
    made, op = scheduler(), operation(reset_hour=5)
    queue = made.queue(op)
    assert queue.exhausted(queue.today()) == datetime(2026, 3, 3, 5, tzinfo=BOGOTA)


async def test_calls_that_cost_nothing_pass_a_spent_quota():
    made, op = scheduler(), operation()
    made.queue(op).exhausted(made.queue(op).today())
    lease = await made.acquire(op, endpoint="x", cost=0)
    assert lease.used == 1000


async def test_a_wait_over_midnight_books_the_new_day(store):
    evening = datetime(2026, 3, 2, 23, 55, tzinfo=BOGOTA).timestamp()
    made, op, server = scheduler(store, base=evening), operation(), Server()
    made.queue(op).exhausted(made.queue(op).today())
    await asyncio.gather(*[server.call(made, op, 0, name=i) for i in range(5)], server.call(made, op, 0, cost=0))
    assert server.calls == [None, 0, 1, 2, 3, 4]
    assert events_of(made, Admitted)[1].waited == pytest.approx(300)
    assert events_of(made, Admitted)[-1].used == 5
    first = events_of(made, Waiting)[0]
    assert (first.why, first.seconds) == ("quota", pytest.approx(300))
    assert (await made.usage(op)).day == "2026-03-03"
    await made.aclose()


async def test_a_waiter_for_midnight_may_leave():
    made, op = scheduler(base=datetime(2026, 3, 2, 23, 55, tzinfo=BOGOTA).timestamp()), operation()
    made.queue(op).exhausted(made.queue(op).today())
    task = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(1000)
    await all_permits_are_back(made, op)


async def test_a_permit_that_comes_after_midnight_counts_for_the_new_day():
    made, op = scheduler(base=datetime(2026, 3, 2, 23, 59, 30, tzinfo=BOGOTA).timestamp()), operation()
    server = Server()
    await asyncio.gather(*[server.call(made, op, 40) for _ in range(4)])
    assert [event.used for event in events_of(made, Admitted)] == [1, 2, 1, 2]


async def test_a_refund_gives_the_call_back_to_the_day_it_was_booked_on(store):
    made, op = scheduler(store, base=datetime(2026, 3, 2, 23, 59, 30, tzinfo=BOGOTA).timestamp()), operation()
    lease = await made.acquire(op, endpoint="x")
    await asyncio.sleep(60)
    other = await made.acquire(op, endpoint="x")
    lease.release(refund=True)
    assert (await made.usage(op)).used == 1
    other.release(refund=True)
    assert (await made.usage(op)).used == 0
    await made.aclose()


async def test_a_refund_wakes_those_who_wait_for_the_next_day():
    made, op = scheduler(max_wait=1e6), operation()
    lease = await made.acquire(op, endpoint="x", cost=1000)
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(5)
    lease.release(refund=True)
    assert (await waiting).since == pytest.approx(NOON + 5)


async def test_budget_that_another_process_gave_back_is_found():
    store, op = MemoryStore(), operation()
    mine, other = scheduler(store, max_wait=1e6), scheduler(store)
    lease = await other.acquire(op, endpoint="x", cost=1000)
    waiting = asyncio.create_task(mine.acquire(op, endpoint="y"))
    await asyncio.sleep(5)
    lease.release(refund=True)
    assert (await mine.acquire(op, endpoint="z")).used in (1, 2)
    assert (await waiting).since == pytest.approx(NOON + 5)


async def test_the_servers_count_is_taken_where_it_is_larger(store):
    made, op = scheduler(store), operation()
    for reported, used, left in ((700, 700, 300), (100, 700, 300), (1200, 1200, 0)):
        made.queue(op).reconcile(reported, made.queue(op).today())
        usage = await made.usage(op)
        assert (usage.used, usage.left) == (used, left)
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="x")
    await made.aclose()


async def test_a_low_quota_is_reported_once_a_day_at_each_share():
    made, op, server = scheduler(), operation(), Server()
    made.queue(op).reconcile(790, made.queue(op).today())
    await asyncio.gather(*[server.call(made, op, 0.01) for _ in range(170)])
    assert [(event.share, event.used, event.quota) for event in events_of(made, QuotaLow)] == [
        (0.80, 800, 1000),
        (0.95, 950, 1000),
    ]
    await asyncio.sleep(24 * 3600)
    made.queue(op).exhausted(made.queue(op).today())
    assert [event.share for event in events_of(made, QuotaLow)] == [0.80, 0.95] * 2


async def test_a_count_of_a_day_that_is_over_is_not_taken_for_today():
    made, op = scheduler(base=MIDNIGHT - 30), operation()
    lease = await made.acquire(op, endpoint="x")
    await asyncio.sleep(40)
    assert made.queue(op).exhausted(lease.claim.budget) == datetime.fromtimestamp(MIDNIGHT, BOGOTA)
    made.queue(op).reconcile(900, lease.claim.budget)
    assert (await made.usage(op)).used == 0
    assert (await made.acquire(op, endpoint="x")).used == 1
    assert await made.store.ask(ReadUsed(lease.claim.budget)) == 1000


# Days


@pytest.mark.parametrize(
    ("zone", "instant", "hours"),
    [
        ("America/Bogota", "2026-03-02T12:00", 24),
        ("Europe/Madrid", "2026-03-29T12:00", 23),
        ("Europe/Madrid", "2026-10-25T12:00", 25),
        ("America/Santiago", "2026-09-06T12:00", 23),  # the clocks jump from 00:00 to 01:00
        ("America/Santiago", "2026-04-04T12:00", 25),  # and back from 24:00 to 23:00
    ],
)
async def test_a_day_goes_from_midnight_to_midnight(zone, instant, hours):
    tz = ZoneInfo(zone)
    noon = datetime.fromisoformat(instant).replace(tzinfo=tz).timestamp()
    day = Day.at(noon, tz)
    assert day.ends - day.starts == hours * 3600
    for inside in (day.starts, day.ends - 1):
        assert Day.at(inside, tz) == day
        assert day.holds(inside)
    assert Day.at(day.starts - 1, tz).ends == day.starts
    assert Day.at(day.ends, tz).starts == day.ends
    made = scheduler(base=day.starts)
    assert (await made.usage(operation(tz=zone))).resets_at.timestamp() == day.ends


# Quarantine


async def test_a_quarantined_permit_stays_taken_for_as_long_as_the_server_may_work(store):
    made, op = scheduler(store), operation()
    leases = [await made.acquire(op, endpoint="x") for _ in range(2)]
    await asyncio.sleep(58)
    for lease in leases:
        lease.quarantine()
        lease.quarantine()
    assert [event.seconds for event in events_of(made, Quarantined)] == pytest.approx([7, 7])
    with pytest.raises(WaitTooLong) as caught:
        await made.acquire(op, endpoint="y", max_wait=6)
    assert caught.value.until.timestamp() == pytest.approx(NOON + 65)
    lease = await made.acquire(op, endpoint="y")
    assert NOON + 65 <= lease.since <= NOON + 65.03
    await made.aclose()


async def test_a_quarantine_that_is_past_frees_the_permit_at_once():
    made, op = scheduler(), operation()
    lease = await made.acquire(op, endpoint="x")
    await asyncio.sleep(66)
    lease.quarantine()
    assert not events_of(made, Quarantined)
    assert (await made.usage(op)).used == 1  # the call was made
    await all_permits_are_back(made, op)


async def test_a_waiter_of_two_quarantined_permits_gets_the_first_that_ends():
    made, op = scheduler(), operation()
    leases = [await made.acquire(op, endpoint="x") for _ in range(2)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(60)
    for lease in leases:
        lease.quarantine()
    assert (await waiting).since == pytest.approx(NOON + 65, abs=0.03)


async def test_a_waiter_is_there_when_the_permit_is_quarantined():
    made, op = scheduler(), operation()
    leases = [await made.acquire(op, endpoint="x") for _ in range(2)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(1)
    leases[0].quarantine()
    await asyncio.sleep(1)
    leases[1].release()
    assert (await waiting).since == pytest.approx(NOON + 2)


# Distrust


async def test_a_distrusted_token_is_never_used_again():
    made, op, server = scheduler(), operation("token-a", "token-b"), Server()
    tasks = [asyncio.create_task(server.call(made, op)) for _ in range(20)]
    await asyncio.sleep(0.5)
    made.queue(op).revoke_token(Token("token-a"))
    made.queue(op).revoke_token(Token("token-a"))
    made.events.clear()
    await asyncio.gather(*tasks)
    assert {event.token for event in events_of(made, Admitted)} == {Token("token-b").digest[:6]}


async def test_a_token_distrusted_just_after_its_permit_was_handed_over_is_not_used():
    made, op = scheduler(), operation("token-a", "token-b")
    leases = [await made.acquire(op, endpoint="x") for _ in range(4)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(0)
    bad = leases[0].token
    leases[0].release()
    made.queue(op).revoke_token(bad)
    await asyncio.sleep(1)
    assert not waiting.done()
    other = next(lease for lease in leases if lease.token != bad)
    other.release()
    assert (await waiting).token != bad


async def test_without_a_token_that_works_callers_are_reported_at_once():
    made, op = scheduler(), operation()
    [await made.acquire(op, endpoint="x") for _ in range(2)]
    gone = asyncio.create_task(made.acquire(op, endpoint="gone"))
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(1)
    gone.cancel()
    made.queue(op).revoke_token(op.tokens[0])
    with pytest.raises(AuthenticationFailed):
        await waiting
    with pytest.raises(AuthenticationFailed):
        await made.acquire(op, endpoint="z")
    assert made.clock() == pytest.approx(NOON + 1)


# Closing, and other processes


async def test_closing_refuses_those_who_wait():
    made, op = scheduler(max_wait=1e6), operation()
    leases = [await made.acquire(op, endpoint="x") for _ in range(2)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(1)
    leases[0].quarantine()
    other = operation(name="other")
    made.queue(other).exhausted(made.queue(other).today())
    resting = asyncio.create_task(made.acquire(other, endpoint="y"))
    await asyncio.sleep(1)
    await made.aclose()
    for task in (waiting, resting):
        with pytest.raises(WolkvoxError, match="closed"):
            await task
    with pytest.raises(WolkvoxError, match="closed"):
        await made.acquire(op, endpoint="z")
    leases[1].release()


async def test_two_schedulers_over_one_store_share_permits_and_quota(store):
    ours, theirs = scheduler(store), scheduler(store)
    op, server = operation(), Server()
    started = ours.clock()
    await asyncio.gather(*[server.call(made, op, 1) for made in (ours, theirs) for _ in range(20)])
    assert server.peak == 2
    assert (await ours.usage(op)).used == 40
    assert ours.clock() - started <= 20 / 0.95
    await all_permits_are_back(ours, op)
    await ours.aclose()


async def test_a_busy_process_leaves_another_its_share(store):
    ours, theirs = scheduler(store), scheduler(store)
    op, server = operation(), Server()
    hogs = [asyncio.create_task(server.call(ours, op, 1, lane="bulk")) for _ in range(100)]
    await asyncio.sleep(2.5)
    await server.call(theirs, op, 1)
    assert ours.clock() - NOON < 6
    for hog in hogs:
        hog.cancel()
    await asyncio.gather(*hogs, return_exceptions=True)
    await ours.aclose()


async def test_a_wait_for_another_process_says_how_long_that_may_hold_the_permit(store):
    ours, theirs, op = scheduler(store), scheduler(store), operation()
    held = [await theirs.acquire(op, endpoint="x") for _ in range(2)]
    with pytest.raises(WaitTooLong):
        await ours.acquire(op, endpoint="y", max_wait=1)
    (wait,) = events_of(ours, Waiting)
    assert (wait.why, wait.seconds) == ("busy", pytest.approx(limits.LEASE_SECONDS, abs=0.1))
    for lease in held:
        lease.release()
    await ours.aclose()


async def test_no_newcomer_takes_a_permit_that_another_process_left_to_those_in_line():
    store, op = MemoryStore(), operation()
    ours, theirs = scheduler(store), scheduler(store)
    held = [await theirs.acquire(op, endpoint="x") for _ in range(2)]
    waiting = asyncio.create_task(ours.acquire(op, endpoint="y"))
    await asyncio.sleep(1)
    held[0].release()
    newcomer = asyncio.create_task(ours.acquire(op, endpoint="z"))
    await asyncio.sleep(1)
    assert waiting.done()
    assert not newcomer.done()
    held[1].release()
    await newcomer


async def test_a_wait_that_is_over_leaves_no_timer():
    made, op, server = scheduler(), operation(), Server()
    await asyncio.gather(*[server.call(made, op, 0.01) for _ in range(10)])
    loop = asyncio.get_running_loop()
    assert not [timer for timer in loop._scheduled if not timer.cancelled() and timer.when() < loop.time() + 700]


async def test_many_tokens_that_another_process_holds_are_all_looked_at():
    store = MemoryStore()
    ours, theirs = scheduler(store), scheduler(store)
    op = operation(*[f"token-{i}" for i in range(100)])
    held = [await theirs.acquire(op, endpoint="x") for _ in range(200)]
    waiting = asyncio.create_task(ours.acquire(op, endpoint="y"))
    await asyncio.sleep(1)
    held[137].release()
    lease = await waiting
    assert lease.token == held[137].token
    assert lease.since - NOON < 1.3


async def test_operations_are_reported_apart_by_value():
    made = scheduler()
    one, same, other = operation(), operation(), operation("token-b")
    [await made.acquire(one, endpoint="x") for _ in range(2)]
    with pytest.raises(WaitTooLong):
        await made.acquire(same, endpoint="x", max_wait=0)
    assert (await made.acquire(other, endpoint="x", max_wait=0)).used == 3
    for tokens in (["token-c"], ["token-d"], ["token-c"]):
        lease = await made.acquire(operation(*tokens), endpoint="x", max_wait=0, cost=0)
        assert lease.token.digest == Token(tokens[0]).digest
    with pytest.raises(WaitTooLong):
        await made.acquire(operation("token-c"), endpoint="x", max_wait=0)
    assert len(made._queues) == 4


async def test_a_fork_holds_nothing_of_its_parents(store, monkeypatch):
    made, op = scheduler(store), operation()
    leases = [await made.acquire(op, endpoint="x") for _ in range(2)]
    monkeypatch.setattr(os, "getpid", lambda: 1)
    leases[0].release()  # a copy: not the child's to give
    monkeypatch.setattr(os, "getpid", lambda: 2)
    with pytest.raises(WaitTooLong):
        await made.acquire(op, endpoint="x", max_wait=1)
    await asyncio.sleep(limits.LEASE_SECONDS)
    lease = await made.acquire(op, endpoint="x", max_wait=1)
    assert lease.claim.client != leases[0].claim.client
    lease.release()
    await all_permits_are_back(made, op)
    await made.aclose()
