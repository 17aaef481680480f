"""Stints under virtual time: short calls that share a claim, and everything that must hold all the same."""

import asyncio
import logging
from datetime import datetime

import pytest
from attrs import evolve
from test_desk import Counting
from test_scheduler import BOGOTA, NOON, Server, drained, operation, scheduler, told

from wolkvox_async import events
from wolkvox_async.errors import AuthenticationFailed, QuotaSpent, StoreUnavailable, WaitTooLong, WolkvoxError
from wolkvox_async.events import Admitted, QuotaLow, Released
from wolkvox_async.operation import Token
from wolkvox_async.scheduler import Budget, MemoryStore, Scheduler, SQLiteStore
from wolkvox_async.scheduler.seat import KEPT_SECONDS, STINT_SECONDS, WANTED_SECONDS, calls_ahead
from wolkvox_async.scheduler.seat import MOST_AHEAD as MOST
from wolkvox_async.scheduler.turn import Turn

pytestmark = pytest.mark.looptime
SHORT = 0.02


@pytest.fixture(params=["memory", "sqlite"])
async def store(request, tmp_path):
    made = MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "scheduler.sqlite3")
    yield made
    await made.aclose()


def today(op, made):
    return Budget(op.key, datetime.fromtimestamp(made.clock(), BOGOTA).date().isoformat(), op.daily_quota)


async def short(made, op, number=1, *, seconds=SHORT):
    """Make short calls, one after the other."""
    for _ in range(number):
        slot = await made.acquire(op, endpoint="x")
        await asyncio.sleep(seconds)
        await slot.release()


async def counted(made, op, number):
    """The store counts so many calls, and no slot is taken."""
    assert await made.store.used(today(op, made)) == number
    assert await made.store.busy(op.slot_key(op.tokens[0]), made.clock()) == 0


def test_only_short_calls_are_booked_ahead():
    assert [calls_ahead(seconds) for seconds in (float("inf"), 60.0, 0.626, 0.625, 0.125, 0.1, 0.001)] == [
        *(0, 0, 0, 8, 40, MOST, MOST)
    ]


# What is asked of the store, and what it knows


async def test_short_calls_ask_the_store_once_for_many():
    made, op = scheduler(Counting()), operation(licences=20)
    await short(made, op, 100)
    assert made.store.claims == 3  # one to learn how long they take, then stints of 50
    usage = await made.usage(op)
    assert (usage.used, usage.busy, usage.left) == (100, 0, 19_900)
    assert [event.used for event in told(made, Admitted)] == list(range(1, 101))
    await counted(made, op, 100)


async def test_a_stint_is_over_after_its_time():
    made, op = scheduler(Counting()), operation(licences=20)
    await short(made, op, 2)  # from here on 49 more are booked
    began = made.clock() - SHORT
    await short(made, op, 6, seconds=0.25)
    assert made.store.claims == 3  # the five that began within the stint, and one after it
    assert made.clock() - began > STINT_SECONDS
    await asyncio.sleep(1)
    await counted(made, op, 8)


async def test_long_calls_ask_the_store_each():
    made, op = scheduler(Counting()), operation(licences=20)
    await short(made, op, 6, seconds=0.7)
    assert made.store.claims == 6
    await counted(made, op, 6)


async def test_it_takes_many_slow_calls_to_unlearn_the_quick():
    made, op = scheduler(), operation(licences=20)
    desk = made._desk(op)
    await short(made, op, 2)
    for expected in (0.04, 0.08, 0.16, 0.32, 0.64, 1.0):
        await short(made, op, seconds=1.0)
        assert desk.usual == pytest.approx(expected)
    await short(made, op, seconds=0.0)
    assert desk.usual == 0.001


async def test_while_calls_run_the_usage_tells_those_that_were_made(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    slots = [await made.acquire(op, endpoint="x") for _ in range(2)]
    usage = await made.usage(op)
    assert (usage.used, usage.left, usage.busy) == (5, 19_995, 2)
    for slot in slots:
        await slot.release()
    usage = await made.usage(op)
    assert (usage.used, usage.busy) == (5, 0)
    await counted(made, op, 5)
    await drained(made, op)


async def test_no_process_books_more_than_a_tenth_of_what_is_left():
    made, op = scheduler(), operation(*[f"token-{i}" for i in range(40)], licences=1)
    desk = made._desk(op)
    await short(made, op, 5)
    await made.reconcile(op, 600)
    slots = []
    for _ in range(79):
        slots.append(await made.acquire(op, endpoint="x"))
        assert desk.book.ahead <= 40
    assert desk.book.ahead > 30
    assert await made.store.used(today(op, made)) == desk.book.ahead + desk.book.used == desk.book.ahead + 679
    for slot in slots:
        await slot.release()
    await asyncio.sleep(0.1)
    await counted(made, op, 679)


async def test_calls_booked_for_one_slot_are_made_in_any():
    made, op = scheduler(Counting()), operation("token-a", "token-b", licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(4)]
    for _ in range(MOST // 4):
        await asyncio.sleep(SHORT)
        for slot in slots:
            await slot.release()
        slots = [await made.acquire(op, endpoint="x") for _ in range(4)]
    assert {slot.token for slot in slots} == set(op.tokens)
    assert (made.store.claims, made._desk(op).book.ahead) == (4, MOST % 4)


async def test_the_servers_count_is_taken_as_it_is_where_nothing_is_booked_any_more(store):
    made, op = scheduler(store), operation("token-a", "token-b", licences=20)
    made._desk(op).usual = SHORT
    slot = await made.acquire(op, endpoint="x")
    await short(made, op, MOST + 1)  # in another slot
    assert made._desk(op).book.ahead == 0
    assert (await made.reconcile(op, 500)).used == 500
    assert await made.store.used(today(op, made)) == 500
    await slot.release()
    await counted(made, op, 500)


async def test_what_was_booked_while_the_stints_ended_is_nobodys():
    class Slow(MemoryStore):
        async def claim(self, claim):
            answer = await super().claim(claim)
            await asyncio.sleep(0.1)
            return answer

    made, op = scheduler(Slow()), operation(licences=20)
    made._desk(op).usual = SHORT
    asked = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(0.05)
    await made.exhausted(op)
    slot = await asked
    assert made._desk(op).book.ahead == 0
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="y", max_wait=1)
    await slot.release()
    await counted(made, op, 20_000)


async def test_a_refund_takes_with_it_what_was_booked_while_the_stints_ended():
    class Slow(MemoryStore):
        async def claim(self, claim):
            await asyncio.sleep(0.1)
            return await super().claim(claim)

    made, op = scheduler(Slow()), operation(licences=20)
    made._desk(op).usual = SHORT
    asked = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(0.05)
    made.pause(op, 1)
    slot = await asked
    assert await made.store.used(today(op, made)) == 1 + MOST
    await slot.release(refund=True)
    await counted(made, op, 0)


async def test_who_is_parked_hears_of_a_call_that_was_not_made_after_all():
    evening = datetime(2026, 3, 2, 23, 58, tzinfo=BOGOTA).timestamp()
    store, op = MemoryStore(), operation("token-a", "token-b")
    made, other = scheduler(store, base=evening), scheduler(store, base=evening)
    made._desk(op).usual = SHORT
    first = await made.acquire(op, endpoint="x")
    book = made._desk(op).book
    ahead = book.ahead
    rest = await other.acquire(op, endpoint="y", cost=1000 - 1 - ahead)
    last = await made.acquire(op, endpoint="x", cost=ahead)
    parked = asyncio.create_task(made.acquire(op, endpoint="z"))
    await asyncio.sleep(1)
    await last.release(refund=True)
    assert (await asyncio.wait_for(parked, 0.1)).budget is book.budget
    assert (book.ahead, await store.used(book.budget)) == (ahead - 1, 1000)
    for slot in (first, rest, parked.result()):
        await slot.release()


async def test_who_brought_calls_in_takes_back_only_what_others_have_not_brought():
    made, op = scheduler(), operation("token-a", "token-b", licences=20)
    book = made._desk(op).book
    made._desk(op).usual = SHORT
    first = await made.acquire(op, endpoint="x")
    book.spend(MOST)  # as if in other slots
    second = await made.acquire(op, endpoint="x")
    assert (book.ahead, book.backed) == (MOST, 2 * MOST)
    await first.quarantine()
    assert (book.ahead, book.backed, await made.store.used(book.budget)) == (MOST, MOST, 2 + 2 * MOST)
    await second.quarantine()
    assert (book.ahead, book.backed, await made.store.used(book.budget)) == (0, 0, 2 + MOST)


# Giving back


async def test_a_slot_that_no_call_comes_for_is_given_back():
    store, op = MemoryStore(), operation(licences=20)
    ours, theirs = scheduler(store), scheduler(store)
    await short(ours, op, 3)
    key = op.slot_key(op.tokens[0])
    await asyncio.sleep(0.9 * KEPT_SECONDS)
    assert await store.busy(key, ours.clock()) == 1
    await asyncio.sleep(2 * KEPT_SECONDS)
    await counted(ours, op, 3)
    await drained(theirs, op)
    await drained(ours, op)


async def test_between_short_calls_a_slot_is_claimed_anew_in_one_step():
    class Noting(Counting):
        releases = 0

        async def release(self, slot, holder, *, refund=0):
            self.releases += 1
            await super().release(slot, holder, refund=refund)

    made, op = scheduler(Noting()), operation(licences=20)
    await short(made, op)
    assert (made.store.claims, made.store.releases) == (1, 1)  # it may be the only call
    await short(made, op, 1 + MOST + 2)
    assert (made.store.claims, made.store.releases) == (3, 1)
    await asyncio.sleep(3 * KEPT_SECONDS)
    assert made.store.releases == 2
    await counted(made, op, MOST + 4)


async def test_after_long_calls_the_slot_is_given_back_at_once():
    made, op = scheduler(), operation(licences=20)
    for number in range(1, 4):
        await short(made, op, seconds=STINT_SECONDS / 2 + 0.001)
        await counted(made, op, number)


async def test_a_slot_that_was_used_meanwhile_is_kept_as_long_again():
    made, op = scheduler(), operation(licences=20)
    desk, key = made._desk(op), op.slot_key(op.tokens[0])
    desk.usual = 0.001
    slot = await made.acquire(op, endpoint="x")
    await slot.release()
    await asyncio.sleep(0.010)
    slot = await made.acquire(op, endpoint="x")
    await asyncio.sleep(0.005)
    await slot.release()
    assert list(made.keeper._desks) == [desk]
    await asyncio.sleep(0.010)  # a look at the kept ones since
    assert await made.store.busy(key, made.clock()) == 1
    await asyncio.sleep(0.020)
    await counted(made, op, 2)


async def test_nothing_is_looked_after_where_nothing_is_kept():
    made, op = scheduler(), operation(licences=20)
    await short(made, op, 3)
    desk = made._desk(op)
    slot = await made.acquire(op, endpoint="x")
    for _ in range(2):
        await asyncio.sleep(10 * KEPT_SECONDS)
        assert made.keeper._sweeper is None
        assert not desk.watched
        await slot.release()
        assert desk.watched
        assert made.keeper._sweeper
        slot = await made.acquire(op, endpoint="x")
    await slot.release()
    await asyncio.sleep(3 * KEPT_SECONDS)
    await counted(made, op, 6)


async def test_the_slots_of_two_operations_are_both_given_back():
    made, op, other = scheduler(), operation(licences=20), operation(name="other", licences=20)
    for each in (op, other):
        await short(made, each, 3)
    keeper = made.keeper
    assert keeper._desks == [made._desk(op), made._desk(other)]
    timers = asyncio.get_running_loop()._scheduled
    assert [timer for timer in timers if timer._callback == keeper._sweep] == [keeper._sweeper]
    await asyncio.sleep(10 * KEPT_SECONDS)
    await counted(made, op, 3)
    await counted(made, other, 3)
    assert (keeper._sweeper, keeper._desks) == (None, [])


async def test_a_desk_is_looked_after_through_moments_in_which_it_keeps_nothing():
    made, op = scheduler(), operation(licences=20)
    await short(made, op, 3)
    desk = made._desk(op)
    for _ in range(30):
        slot = await made.acquire(op, endpoint="x")  # and keeps it in each sweep
        await asyncio.sleep(SHORT)
        await slot.release()
        assert made.keeper._desks == [desk]
    await asyncio.sleep(10 * KEPT_SECONDS)
    await counted(made, op, 33)


async def test_a_slot_whose_next_claim_fails_is_given_back_all_the_same():
    class Failing(MemoryStore):
        async def claim(self, claim):
            if claim.cost > 1:
                raise StoreUnavailable("gone")
            return await super().claim(claim)

    made, op = scheduler(Failing()), operation(licences=20)
    await short(made, op, 3)
    with pytest.raises(StoreUnavailable):
        await made.acquire(op, endpoint="x", cost=100)  # which needs more than is booked
    await asyncio.sleep(3 * KEPT_SECONDS)
    await counted(made, op, 3)
    await drained(made, op)


async def test_a_stint_for_one_who_is_cancelled_and_has_not_run_is_given_back():
    made, op = scheduler(), operation(licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(2)]
    gone = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(SHORT)
    gone.cancel()
    await slots[0].release()  # in the same turn, with the cancelled one still in line
    await asyncio.gather(gone, return_exceptions=True)
    await slots[1].release()
    await asyncio.sleep(1)
    await counted(made, op, 2)
    await drained(made, op)


async def test_whole_calls_are_booked_and_none_where_little_is_left():
    desk = scheduler()._desk(operation())
    desk.usual = SHORT
    for used, ahead in ((0, MOST), (505, MOST), (915, 8), (995, 0), (1000, 0)):
        desk.book.used = used
        assert repr(desk.likely()) == repr(ahead)


async def test_each_end_of_stints_is_an_era_of_its_own():
    desk = scheduler()._desk(operation())
    eras = {desk.era}
    for _ in range(3):
        desk.end_stints()
        eras.add(desk.era)
    assert len(eras) == 4


async def test_a_slot_in_use_is_not_given_back():
    made, op = scheduler(), operation(licences=20)
    await short(made, op, 3)
    slot = await made.acquire(op, endpoint="x")
    await asyncio.sleep(10 * KEPT_SECONDS)
    assert await made.store.busy(op.slot_key(op.tokens[0]), made.clock()) == 1
    await slot.release()
    await drained(made, op)


async def test_closing_gives_all_back_at_once(store):
    made, op = scheduler(store), operation(licences=20)
    await asyncio.gather(*[short(made, op, 3) for _ in range(2)])
    await made.aclose()
    await counted(made, op, 6)


async def test_a_slot_that_comes_back_after_closing_is_given_back_too(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    slot = await made.acquire(op, endpoint="x")
    await made.aclose()
    await slot.release()
    await counted(made, op, 4)
    with pytest.raises(WolkvoxError, match="closed"):
        await made.acquire(op, endpoint="x")


async def test_what_never_reached_the_server_is_given_back_and_not_made_again(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    for _ in range(3):
        slot = await made.acquire(op, endpoint="x")
        await slot.release(refund=True)
        assert (await made.usage(op)).used == 3
        await counted(made, op, 3)


async def test_a_quarantine_gives_back_what_was_booked_ahead(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    slot = await made.acquire(op, endpoint="x")
    await slot.quarantine()
    assert await store.used(today(op, made)) == 4
    assert await store.busy(op.slot_key(op.tokens[0]), made.clock()) == 1
    await asyncio.sleep(66)
    await drained(made, op)


async def test_a_process_that_dies_leaves_its_calls_booked():
    store, op = MemoryStore(), operation(licences=20)
    killed, heir = scheduler(store), scheduler(store)
    await short(killed, op, 3)
    await killed.acquire(op, endpoint="x")
    killed.keeper._sweeper.cancel()
    assert (await heir.usage(op)).used == 1 + 1 + MOST
    await asyncio.sleep(200)
    await drained(heir, op)


async def test_a_store_that_fails_while_it_is_given_back(caplog):
    class Failing(MemoryStore):
        async def release(self, slot, holder, *, refund=0):
            raise OSError("disk gone")

    made, op = scheduler(Failing()), operation(licences=20)
    made._desk(op).usual = SHORT
    await short(made, op)
    await asyncio.sleep(1)
    (record,) = caplog.records
    assert record.getMessage() == (
        "sales-co between two calls: the store failed while a slot was released; its lease ends by itself"
    )


# Others


async def test_a_stint_is_made_by_whoever_comes_and_those_who_wait_come_first():
    made, op, server = scheduler(Counting()), operation(licences=20), Server()
    await asyncio.gather(*[server.call(made, op, SHORT, name=i) for i in range(80)])
    assert server.calls == list(range(80))
    assert server.peak == 2
    assert asyncio.get_running_loop().time() == pytest.approx(40 * SHORT, abs=0.001)
    assert made.store.claims <= 6
    await drained(made, op)


async def test_a_slot_of_a_stint_is_that_of_its_own_call(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    slots = [await made.acquire(op, endpoint=each) for each in ("kept", "asked")]
    later = asyncio.create_task(made.acquire(op, endpoint="in line", cost=3))
    await asyncio.sleep(0)
    await slots[0].release()
    slots[0] = await later
    assert [slot.endpoint for slot in slots] == ["in line", "asked"]
    assert [event.endpoint for event in told(made, Admitted)[-3:]] == ["kept", "asked", "in line"]
    assert (await made.usage(op)).used == 8
    await slots[0].release(refund=True)
    await slots[1].release()
    await asyncio.sleep(1)
    await counted(made, op, 5)


async def test_a_stint_is_short_while_another_process_stands_in_line():
    class Wanted(Counting):
        async def claim(self, claim):
            return evolve(await super().claim(claim), wanted=True)

    made, op = scheduler(Wanted()), operation(licences=20)
    made._desk(op).usual = SHORT
    await short(made, op, 13)
    assert made.store.claims == 1
    await short(made, op)
    assert made.store.claims == 2
    assert made.clock() - NOON > WANTED_SECONDS


async def test_two_processes_share_a_token_whose_calls_are_short(store):
    op, server = operation(licences=20), Server()
    crowds = [scheduler(store), scheduler(store)]

    async def calls(made):
        while asyncio.get_running_loop().time() < 20:
            await server.call(made, op, SHORT, name=made)

    await asyncio.gather(*[calls(made) for made in crowds for _ in range(4)])
    shares = [server.calls.count(made) / len(server.calls) for made in crowds]
    assert server.peak == 2
    assert min(shares) > 0.4
    assert len(server.calls) > 0.85 * 2 * 20 / SHORT  # the slots hardly idle while they change hands
    for made in crowds:
        await made.aclose()
    await counted(crowds[0], op, len(server.calls))


async def test_another_process_waits_for_the_end_of_a_stint_and_no_longer(store):
    op, server = operation(licences=20), Server()
    hog, other = scheduler(store), scheduler(store)
    stop = asyncio.Event()

    async def calls():
        while not stop.is_set():
            await server.call(hog, op, SHORT)

    tasks = [asyncio.create_task(calls()) for _ in range(6)]
    await asyncio.sleep(3)
    slot = await other.acquire(op, endpoint="y", max_wait=STINT_SECONDS + 2 * SHORT + 0.1)
    await slot.release()
    stop.set()
    await asyncio.gather(*tasks)
    await hog.aclose()
    await other.aclose()


# The day


async def test_a_stint_ends_with_the_day(store):
    evening = datetime(2026, 3, 2, 23, 59, 59, 500_000, tzinfo=BOGOTA).timestamp()
    made, op = scheduler(store, base=evening), operation(licences=20)
    yesterday = today(op, made)
    await short(made, op, 30)
    assert made.clock() == pytest.approx(evening + 0.6)
    before = await store.used(yesterday)
    assert before in (24, 25, 26)
    usage = await made.usage(op)
    assert (usage.day, usage.used) == ("2026-03-03", 30 - before)
    assert await store.used(yesterday) == before
    await drained(made, op)


async def test_the_last_calls_of_the_day_may_be_on_the_books_of_another_slot():
    made, op, server = scheduler(), operation("token-a", "token-b"), Server()
    await short(made, op, 3)
    await made.reconcile(op, 800)
    long = asyncio.create_task(server.call(made, op, 50))  # takes over a stint, with calls ahead
    await asyncio.sleep(0)
    assert made._desk(op).book.ahead == 1
    await asyncio.gather(*[server.call(made, op, 5, cost=cost) for cost in (100, 90, 8)])
    assert (await made.usage(op)).left == 1
    await asyncio.gather(*[server.call(made, op, 5)])
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="x", max_wait=1)
    await long
    assert (await made.usage(op)).used == 1000
    assert await made.store.used(today(op, made)) == 1000


async def test_a_borrowed_call_is_returned_where_no_slot_is_free_for_it():
    store, op = MemoryStore(), operation()
    made, other = scheduler(store), scheduler(store)
    await short(made, op, 3)
    await made.reconcile(op, 800)
    slot = await made.acquire(op, endpoint="x")
    assert made._desk(op).book.ahead == 1
    await (await made.acquire(op, endpoint="y", cost=198)).release()
    taken = await other.acquire(op, endpoint="z", cost=0)
    with pytest.raises(WaitTooLong):
        await made.acquire(op, endpoint="x", max_wait=1)
    assert (made._desk(op).book.ahead, (await made.usage(op)).left) == (1, 1)
    await taken.release()
    await (await made.acquire(op, endpoint="x", max_wait=1)).release()
    assert (await made.usage(op)).left == 0
    await slot.release()
    await drained(made, op)


async def test_a_borrowed_call_is_returned_where_the_store_fails():
    class Failing(MemoryStore):
        async def claim(self, claim):
            if not claim.cost and self.gone:
                raise StoreUnavailable("gone")
            return await super().claim(claim)

    made, op = scheduler(Failing()), operation()
    made.store.gone = True
    await short(made, op, 3)
    await made.reconcile(op, 800)
    slot = await made.acquire(op, endpoint="x")
    await (await made.acquire(op, endpoint="y", cost=198)).release()
    await asyncio.sleep(0.1)
    assert made._desk(op).book.ahead == 1
    with pytest.raises(StoreUnavailable):
        await made.acquire(op, endpoint="x")
    assert made._desk(op).book.ahead == 1
    made.store.gone = False
    await (await made.acquire(op, endpoint="x")).release()
    assert (await made.usage(op)).left == 0
    await slot.release()
    await drained(made, op)


async def test_the_servers_word_that_the_day_is_spent_ends_the_stints(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    slot = await made.acquire(op, endpoint="x")
    await made.exhausted(op)
    await slot.release(refund=True)
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="x", max_wait=1)
    assert (await made.usage(op)).used == 20_000
    await asyncio.sleep(1)
    await counted(made, op, 20_000)
    await drained(made, op)


async def test_the_servers_count_comes_on_top_of_what_is_booked_ahead(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    slot = await made.acquire(op, endpoint="x")
    assert (await made.reconcile(op, 5000)).used == 5000
    await slot.release()
    await short(made, op, 10)
    assert (await made.usage(op)).used == 5010
    await counted(made, op, 5010)


async def test_the_store_gets_back_what_was_booked_ahead_when_the_server_is_asked():
    class Holding(MemoryStore):
        held = 0

        async def hold(self, slot, holder, until, *, refund=0):
            self.held += 1
            await super().hold(slot, holder, until, refund=refund)

    made, op = scheduler(Holding()), operation("token-a", "token-b", licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x", cost=cost) for cost in (0, 1, 1)]
    await slots[2].release()
    assert (await made.reconcile(op, 1)).used == 2
    assert await made.store.used(today(op, made)) == 2
    assert [await made.store.busy(op.slot_key(token), made.clock()) for token in op.tokens] == [1, 1]
    assert made.store.held == 1  # of the one under way that had some
    await slots[1].release()
    await slots[0].release()
    await counted(made, op, 2)


async def test_what_other_processes_have_booked_ahead_comes_on_top_of_the_servers_count(store):
    made, other, op = scheduler(store), scheduler(store), operation(licences=20)
    await short(other, op, 3)
    slot = await other.acquire(op, endpoint="x")
    assert (await made.reconcile(op, 5000)).used == 5000 + MOST  # nobody knows how many of them it has counted
    await slot.release()
    await short(other, op, 10)
    await other.aclose()


async def test_a_store_that_fails_while_it_is_recalled(caplog):
    class Failing(MemoryStore):
        async def hold(self, slot, holder, until, *, refund=0):
            raise OSError("disk gone")

    made, op = scheduler(Failing()), operation(licences=20)
    made._desk(op).usual = SHORT
    await made.acquire(op, endpoint="x")
    assert (await made.reconcile(op, 5000)).used == 5000 + MOST
    (record,) = caplog.records
    assert record.getMessage() == (
        "sales-co between two calls: the store failed while a slot was recalled; its lease ends by itself"
    )
    assert isinstance(record.exc_info[1], OSError)


async def test_who_learns_by_a_refusal_that_little_is_left_is_told(store):
    made, op = scheduler(store), operation()
    await scheduler(store).acquire(op, endpoint="x", cost=1000)
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="y", max_wait=1)
    assert [(event.share, event.used) for event in told(made, QuotaLow)] == [(0.80, 1000), (0.95, 1000)]


async def test_who_learns_so_before_a_claim_is_told_too():
    store, op = MemoryStore(), operation()
    made, other = scheduler(store), scheduler(store)
    slot = await other.acquire(op, endpoint="x", cost=700)
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="y", cost=400, max_wait=1)
    assert told(made, QuotaLow) == []
    await other.acquire(op, endpoint="x", cost=200)
    await slot.release()
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="y", cost=400, max_wait=1)
    assert [(event.share, event.used) for event in told(made, QuotaLow)] == [(0.80, 900)]


async def test_what_is_kept_is_given_back_for_a_call_that_needs_it():
    store, op = MemoryStore(), operation()
    made, other = scheduler(store), scheduler(store)
    slot = await other.acquire(op, endpoint="x", cost=700)
    await short(made, op, 3)
    assert made._desk(op).book.ahead == 1
    await slot.release(refund=True)
    assert (await made.acquire(op, endpoint="y", cost=997)).used == 1000


async def test_a_stint_that_was_handed_to_one_who_has_left_is_kept():
    made, op = scheduler(), operation(licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(2)]
    gone = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(SHORT)
    await slots[0].release()
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    assert await made.store.busy(op.slot_key(op.tokens[0]), made.clock()) == 2
    await asyncio.sleep(1)
    await slots[1].release()
    await asyncio.sleep(1)
    await counted(made, op, 2)
    await drained(made, op)


async def test_a_day_that_comes_back_knows_what_it_had_ahead():
    base = datetime(2026, 3, 3, 0, 0, 30, tzinfo=BOGOTA).timestamp()
    at = [base]
    made = Scheduler(MemoryStore(), clock=lambda: at[0] + asyncio.get_running_loop().time(), listener=lambda _: None)
    op = operation(licences=20)
    await short(made, op, 3)
    slot = await made.acquire(op, endpoint="x")
    at[0] -= 3600
    other = await made.acquire(op, endpoint="x")
    assert (await made.usage(op)).used == 1
    at[0] += 3600
    assert (await made.usage(op)).used == 4
    for each in (slot, other):
        await each.release()
    await asyncio.sleep(1)
    await counted(made, op, 4)


async def test_a_day_that_comes_back_adds_up_what_all_slots_have_ahead():
    made, op = scheduler(), operation(licences=20)
    desk, now = made._desk(op), made.clock()
    desk.usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(2)]
    for at, ahead in ((now, MOST), (now + 86_400, 0), (now, MOST)):
        desk.today(at)
        assert desk.book.ahead == ahead
    for slot in slots:
        await slot.release()
    await asyncio.sleep(1)
    await counted(made, op, 2)


async def test_a_clock_set_back_and_forth_between_two_calls_loses_no_count():
    at = [datetime(2026, 3, 3, 0, 0, 30, tzinfo=BOGOTA).timestamp()]
    made = Scheduler(MemoryStore(), clock=lambda: at[0] + asyncio.get_running_loop().time(), listener=lambda _: None)
    op = operation("token-a", "token-b", licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(2)]
    for slot in slots:
        await slot.release()
    at[0] -= 3600
    slot = await made.acquire(op, endpoint="x")  # on the day before, with one of the two seats
    at[0] += 3600
    desk = made._desk(op)
    assert desk.book.budget.day == "2026-03-02"
    other = await made.acquire(op, endpoint="x")  # the stint that was kept ended with its day; the store counts on
    assert other.budget is desk.book.budget
    assert other.budget.day == "2026-03-03"
    assert (desk.book.ahead, desk.book.used) == (MOST, 3)
    for each in (slot, other):
        await each.release()
    await asyncio.sleep(1)
    await counted(made, op, 3)
    assert (await made.usage(op)).used == 3


async def test_a_day_that_begins_while_the_store_is_asked_has_none_of_its_calls():
    class Slow(MemoryStore):
        async def claim(self, claim):
            await asyncio.sleep(STINT_SECONDS * 0.8)
            return await super().claim(claim)

    evening = datetime(2026, 3, 2, 23, 59, 59, 500_000, tzinfo=BOGOTA).timestamp()
    made, op = scheduler(Slow(), base=evening), operation(licences=20)
    made._desk(op).usual = SHORT
    asked = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(STINT_SECONDS * 0.7)
    assert (await made.usage(op)).day == "2026-03-03"
    slot = await asked
    assert slot.budget.day == "2026-03-02"
    assert made._desk(op).book.ahead == 0
    assert (await made.usage(op)).used == 0
    await slot.release()
    await counted(made, op, 0)


async def test_a_usage_that_nobody_waits_for_any_more_loses_no_seat():
    class Slow(MemoryStore):
        async def release(self, slot, holder, *, refund=0):
            await asyncio.sleep(1)
            await super().release(slot, holder, refund=refund)

    made, op = scheduler(Slow()), operation(licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(2)]
    for slot in slots:
        await slot.release()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(made.usage(op), 0.5)
    await asyncio.sleep(2)
    await drained(made, op)
    await counted(made, op, 2)


async def test_who_is_parked_hears_of_what_was_given_back_when_the_store_has_it():
    class Slow(MemoryStore):
        async def release(self, slot, holder, *, refund=0):
            await asyncio.sleep(1)
            await super().release(slot, holder, refund=refund)

    evening = datetime(2026, 3, 2, 23, 58, tzinfo=BOGOTA).timestamp()
    made, op = scheduler(Slow(), base=evening), operation()
    slot = await made.acquire(op, endpoint="x", cost=1000)
    parked = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(1)
    await slot.release(refund=True)
    assert (await asyncio.wait_for(parked, 0.1)).budget.day == "2026-03-02"


# What ends a stint before its time


async def test_a_pause_ends_it(store):
    made, op = scheduler(store), operation(licences=20)
    await short(made, op, 3)
    slot = await made.acquire(op, endpoint="x")
    made.pause(op, 30)
    await slot.release()
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(29)
    assert not waiting.done()
    await counted(made, op, 4)
    await (await waiting).release()


async def test_a_pause_that_comes_while_the_store_is_asked_ends_it_too():
    class Slow(MemoryStore):
        async def claim(self, claim):
            await asyncio.sleep(0.1)
            return await super().claim(claim)

    made, op = scheduler(Slow()), operation(licences=20)
    made._desk(op).usual = SHORT
    asked = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(0.05)
    made.pause(op, 0.01)
    slot = await asked
    await asyncio.sleep(0.1)
    await slot.release()
    await counted(made, op, 1)  # it is not kept
    desk = made._desk(op)
    made.pause(op, 0.2)
    slot = await made._ask(desk, desk._idle(), Turn("y", "bulk", 1, 1.0, NOON, 1.0))
    assert desk.book.ahead == 0
    assert await made.store.used(desk.book.budget) == 2 + MOST
    await slot.release()
    await counted(made, op, 2)


async def test_a_squeeze_ends_it_for_the_token_and_for_no_other():
    made, op = scheduler(), operation("token-a", "token-b", licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(4)]
    await slots[1].squeeze()
    for slot in slots:
        await slot.release()
    assert [await made.store.busy(op.slot_key(token), made.clock()) for token in op.tokens] == [2, 1]
    assert sum(slot.token == slots[1].token for slot in [await made.acquire(op, endpoint="x") for _ in range(3)]) == 1
    with pytest.raises(WaitTooLong):
        await made.acquire(op, endpoint="x", max_wait=1)


async def test_a_token_that_is_refused_has_no_stint_any_more():
    made, op = scheduler(), operation(licences=20)
    made._desk(op).usual = SHORT
    first, second = [await made.acquire(op, endpoint="x") for _ in range(2)]
    await first.release()
    made.distrust(op, Token("token-a"))
    with pytest.raises(AuthenticationFailed):
        await made.acquire(op, endpoint="x")
    await second.release()
    await asyncio.sleep(1)
    await counted(made, op, 2)


async def test_what_was_booked_for_a_token_that_is_refused_is_given_back():
    made, op = scheduler(), operation("token-a", "token-b", licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(4)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(SHORT)
    await slots[0].release()  # which brought calls in, and is handed over with its stint
    made.distrust(op, slots[0].token)
    await asyncio.sleep(0)
    assert not waiting.done()
    assert (made._desk(op).book.ahead, await made.store.used(today(op, made))) == (0, 4)
    await slots[1].release()
    for slot in (await waiting, *slots[2:]):
        await slot.release()
    await asyncio.sleep(1)
    await counted(made, op, 5)


async def test_a_token_that_is_refused_just_after_a_seat_of_it_was_handed_over():
    made, op = scheduler(), operation("token-a", "token-b")
    slots = [await made.acquire(op, endpoint="x") for _ in range(4)]
    waiting = asyncio.create_task(made.acquire(op, endpoint="y"))
    await asyncio.sleep(2)
    await slots[0].release()  # of a call too long for a stint, so the seat comes without its slot
    made.distrust(op, slots[0].token)
    await asyncio.sleep(1)
    assert not waiting.done()
    await slots[1].release()
    assert (await waiting).token == slots[1].token != slots[0].token


async def test_other_tokens_go_on_with_theirs_when_one_is_refused():
    made, op = scheduler(Counting()), operation("token-a", "token-b", licences=20)
    made._desk(op).usual = SHORT
    slots = [await made.acquire(op, endpoint="x") for _ in range(2)]
    made.distrust(op, slots[0].token)
    await slots[1].release()
    again = await made.acquire(op, endpoint="x")
    assert (again.token, made.store.claims) == (slots[1].token, 2)


# Events


async def test_ordinary_calls_are_told_where_somebody_hears_of_them(caplog):
    made, op = scheduler(listener=events.log), operation()
    caplog.set_level(logging.INFO, "wolkvox_async")
    await short(made, op)
    assert caplog.records == []
    caplog.set_level(logging.DEBUG, "wolkvox_async")
    await short(made, op)
    assert [record.message.split()[1] for record in caplog.records] == ["admitted", "released"]
    heard = []
    made = scheduler(listener=heard.append)
    caplog.set_level(logging.CRITICAL, "wolkvox_async")
    await short(made, op)
    assert [type(event) for event in heard] == [Admitted, Released]
