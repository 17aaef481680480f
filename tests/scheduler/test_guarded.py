"""Going on without the store: with one call of a token, and with a count that the store hears of when it is back."""

import asyncio
from itertools import count

import pytest
from attrs import evolve

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler import Budget, Busy, Claim, Granted, GuardedStore, MemoryStore, Spent

TODAY = Budget("0a1b2c sales-co", "2026-03-02", 10)
SLOT = "0a1b2c.slot"


class Flaky:
    """A store that may be gone, or slow."""

    def __init__(self):
        self.real = MemoryStore()
        self.gone = False
        self.slow = None  # the step that waits for `go`
        self.broken = None  # the step that fails
        self.go = asyncio.Event()
        self.asked = []

    def __getattr__(self, name):
        async def step(*args, **options):
            self.asked.append(name)
            if self.slow == name:
                await self.go.wait()
            if self.gone or self.broken == name:
                raise StoreUnavailable("gone")
            return await getattr(self.real, name)(*args, **options)

        return step


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def flaky():
    return Flaky()


@pytest.fixture
def store(flaky, clock):
    return GuardedStore(flaky, clock)


@pytest.fixture
def claim(clock):
    parties = count()

    def claim(holder, *, cost=1, slot=SLOT, budget=TODAY, returns=0.0):
        return Claim(slot, holder, f"p{next(parties)}", budget, cost, clock.now, clock.now + 155, returns)

    return claim


async def back(flaky, clock, store, claim):
    """Let the store return, and the guard notice, by a claim for another token that costs nothing."""
    flaky.gone = False
    clock.now += 5
    assert isinstance(await store.claim(claim("look", cost=0, slot="0a1b2c.other")), Granted)


async def test_what_the_store_gave_before_it_went_is_the_one_call(store, flaky, claim):
    for holder in "ab":
        await store.claim(claim(holder))
    flaky.gone = True
    for holder in "ab":
        assert isinstance(await store.claim(claim("c")), Busy)
        assert await store.busy(SLOT, 1000.0) == {"a": 2, "b": 1}[holder]
        with pytest.raises(StoreUnavailable):
            await store.release(SLOT, holder)
    assert await store.claim(claim("c")) == Granted(3)
    assert isinstance(await store.claim(claim("d")), Busy)


async def test_a_quarantine_that_the_store_does_not_hear_of_holds_all_the_same(store, flaky, clock, claim):
    await store.claim(claim("a"))
    flaky.gone = True
    with pytest.raises(StoreUnavailable):
        await store.hold(SLOT, "a", 1065.0)
    clock.now = 1064.9
    assert await store.claim(claim("b")) == Busy(1065.0)
    clock.now = 1065.0
    assert await store.claim(claim("b")) == Granted(2)


async def test_a_call_begun_alone_is_one_slot_fewer_until_it_is_over(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    await back(flaky, clock, store, claim)
    assert await store.busy(SLOT, clock.now) == 1
    assert isinstance(await store.claim(claim("b")), Granted)
    assert isinstance(await store.claim(claim("c")), Busy)
    await store.release(SLOT, "a")
    assert isinstance(await store.claim(claim("c")), Granted)
    await store.release(SLOT, "a")  # a second time, nothing
    assert isinstance(await store.claim(claim("d")), Busy)


async def test_a_call_begun_alone_and_lost_after_the_store_is_back(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    await back(flaky, clock, store, claim)
    await store.hold(SLOT, "a", 1065.0)
    await store.claim(claim("b"))
    assert await store.claim(claim("c")) == Busy(1065.0)
    clock.now = 1065.0
    assert isinstance(await store.claim(claim("c")), Granted)


async def test_a_call_begun_alone_and_over_before_the_store_is_back(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    await store.hold(SLOT, "a", 1003.0)
    await store.squeeze(SLOT, 2000.0)  # alone there is one slot anyway
    await back(flaky, clock, store, claim)
    assert await store.busy(SLOT, clock.now) == 0
    assert await store.used(TODAY) == 1


async def test_the_calls_made_alone_are_told_when_the_store_is_back(store, flaky, clock, claim):
    await store.claim(claim("before"))
    await store.release(SLOT, "before")
    flaky.gone = True
    for holder in "abc":
        assert isinstance(await store.claim(claim(holder)), Granted)
        await store.release(SLOT, holder, refund=int(holder == "c"))
    assert await store.used(TODAY) == 3
    asked = len(flaky.asked)
    await store.claim(claim("too early", slot="0a1b2c.other"))
    assert len(flaky.asked) == asked
    await store.release("0a1b2c.other", "too early", refund=1)
    await back(flaky, clock, store, claim)
    assert await flaky.real.used(TODAY) == await store.used(TODAY) == 3


async def test_alone_the_day_ends_at_its_quota(store, flaky, claim):
    await store.at_least(TODAY, 9)
    flaky.gone = True
    await store.claim(claim("a"))
    assert await store.claim(claim("b", slot="0a1b2c.other")) == Spent(10)
    assert isinstance(await store.claim(claim("b", slot="0a1b2c.other", cost=0)), Granted)


async def test_a_day_that_others_spent_meanwhile_is_spent(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a", cost=3))
    await flaky.real.at_least(TODAY, 8)
    await back(flaky, clock, store, claim)
    assert await flaky.real.used(TODAY) == 10


async def test_what_the_server_says_while_the_store_is_gone_is_not_forgotten(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    assert await store.at_least(TODAY, 10) == 10
    assert await store.at_least(TODAY, 4) == 10
    await store.release(SLOT, "a", refund=1)  # it may be among the ten
    assert await store.claim(claim("b")) == Spent(10)
    flaky.gone = False
    assert await store.used(TODAY) == 10  # though the store has not heard of it yet
    await back(flaky, clock, store, claim)
    assert await flaky.real.used(TODAY) == 10


async def test_a_store_that_goes_again_while_it_is_told_is_told_later(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    clock.now += 5
    assert isinstance(await store.claim(claim("b")), Busy)
    clock.now += 4.9  # asked again five seconds after the last failure
    asked = len(flaky.asked)
    await store.claim(claim("b"))
    assert len(flaky.asked) == asked
    await back(flaky, clock, store, claim)
    assert await flaky.real.used(TODAY) == 1


async def test_many_that_find_the_store_back_tell_it_once(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    await store.release(SLOT, "a")
    flaky.gone, flaky.slow = False, "claim"
    clock.now += 5
    tasks = [asyncio.create_task(store.claim(claim(f"b{i}", slot=f"0a1b2c.{i}"))) for i in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    flaky.go.set()
    assert all(isinstance(verdict, Granted) for verdict in await asyncio.gather(*tasks))
    await back(flaky, clock, store, claim)
    assert await flaky.real.used(TODAY) == await store.used(TODAY) == 4


async def test_others_that_tell_of_their_calls_just_now_are_waited_for(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    for holder in "xy":
        await flaky.real.claim(claim(holder, slot="0a1b2c.owed", cost=0))
    flaky.gone = False
    clock.now += 5
    assert isinstance(await store.claim(claim("b")), Busy)
    assert (await flaky.real.used(TODAY), await store.used(TODAY)) == (0, 1)
    for holder in "xy":
        await flaky.real.release("0a1b2c.owed", holder)
    await back(flaky, clock, store, claim)
    assert await flaky.real.used(TODAY) == 1


async def test_while_the_store_may_still_say_yes_nobody_begins_alone(store, flaky, claim):
    flaky.slow = "claim"
    slow = asyncio.create_task(store.claim(claim("a")))
    await asyncio.sleep(0)
    flaky.gone = True
    assert await store.used(TODAY) == 0  # which finds the store gone
    assert await store.claim(claim("b")) == Busy(1000.0)
    flaky.gone = False
    flaky.go.set()
    assert await slow == Granted(1)
    assert isinstance(await store.claim(claim("b")), Busy)


async def test_a_new_day_forgets_the_last_and_other_operations_keep_theirs(store, flaky, claim):
    other = Budget("0a1b2c other", "2026-03-02", 10)
    tomorrow = Budget(TODAY.account, "2026-03-03", 10)
    await store.at_least(TODAY, 5)
    await store.at_least(other, 6)
    await store.at_least(tomorrow, 1)
    flaky.gone = True
    assert [await store.used(day) for day in (tomorrow, other)] == [1, 6]
    assert len(store._told) == 2


async def test_while_the_store_is_there_it_alone_decides(store, flaky, clock, claim):
    await store.claim(claim("a"))
    await store.squeeze(SLOT, 1100.0)
    await store.hold(SLOT, "nobody", 2000.0)
    assert await store.claim(claim("b")) == Busy(1100.0)
    yesterday = Budget(TODAY.account, "2026-03-01", 10)
    assert await store.at_least(yesterday, 3) == 3
    await store.release(SLOT, "a", refund=1)  # the count of another day was raised
    assert await store.used(TODAY) == 0
    await store.aclose()


async def test_what_the_store_knows_of_is_held_there(store, flaky, clock, claim):
    await store.claim(claim("a"))
    await store.claim(claim("b"))
    await store.hold(SLOT, "a", 1065.0)
    assert await flaky.real.claim(claim("c")) == Busy(1065.0)


async def test_a_count_of_the_servers_is_no_more_than_it_said_and_lowers_none(store, flaky):
    await store.at_least(TODAY, 7)
    tomorrow = Budget(TODAY.account, "2026-03-03", 10)
    flaky.gone = True
    assert await store.at_least(TODAY, 3) == 7
    assert await store.at_least(tomorrow, 0) == 0


async def test_two_that_the_store_has_not_answered_are_both_waited_for(store, flaky, claim):
    flaky.slow = "claim"
    first, second = (asyncio.create_task(store.claim(claim(holder))) for holder in "ab")
    await asyncio.sleep(0)
    flaky.gone = True
    await store.used(TODAY)  # which finds the store gone
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert await store.claim(claim("c")) == Busy(1000.0)
    flaky.gone = False
    flaky.go.set()
    assert await second == Granted(1)


@pytest.mark.parametrize("name", ["0a1b2c sales-co", "0a1b2c sales co"])
async def test_calls_of_each_operation_are_told_as_its_own_and_leave_no_trace(store, flaky, clock, claim, name):
    other = Budget(name + " too", "2026-03-02", 10)
    flaky.gone = True
    await store.claim(claim("a", cost=3, budget=other))
    await back(flaky, clock, store, claim)
    assert (await flaky.real.used(other), await flaky.real.used(TODAY)) == (3, 0)
    assert await flaky.real.busy("0a1b2c.owed", clock.now - 1) == 0
    assert list(flaky.real._leases) == [SLOT, "0a1b2c.owed", "0a1b2c.other"]


async def test_who_finds_others_telling_of_their_calls_keeps_no_place_before_them(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    for holder in "xy":
        await flaky.real.claim(claim(holder, slot="0a1b2c.owed", cost=0))
    flaky.gone = False
    clock.now += 5
    assert isinstance(await store.claim(claim("b", returns=60.0)), Busy)
    await flaky.real.release("0a1b2c.owed", "x")
    assert isinstance(await flaky.real.claim(claim("z", slot="0a1b2c.owed", cost=0)), Granted)


async def test_a_store_that_goes_right_after_it_was_told_is_not_told_again(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a", cost=3))
    flaky.gone, flaky.broken = False, "release"
    clock.now += 5
    assert isinstance(await store.claim(claim("b")), Busy)
    assert await flaky.real.busy("0a1b2c.owed", clock.now) == 0  # what could not be released has ended by itself
    flaky.broken = None
    await back(flaky, clock, store, claim)
    assert (await flaky.real.used(TODAY), await store.used(TODAY)) == (3, 3)


STEPS = {
    "claim": lambda store, claim: store.claim(claim("a")),
    "busy": lambda store, claim: store.busy(SLOT, 1000.0),
    "used": lambda store, claim: store.used(TODAY),
    "at_least": lambda store, claim: store.at_least(TODAY, 1),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
async def test_that_it_is_gone_and_that_it_is_back_is_logged_once(store, flaky, clock, claim, caplog, step):
    await store.claim(claim("before", cost=0, slot="0a1b2c.other"))
    assert not caplog.records
    flaky.gone = True
    gone = "the store is gone, so this process goes on with one call a token at once: gone"
    for failing in (step, STEPS["used"]):
        await failing(store, claim)
        assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("ERROR", gone)]
    await back(flaky, clock, store, claim)
    await store.claim(claim("after", cost=0, slot="0a1b2c.other"))
    assert [(each.levelname, each.getMessage()) for each in caplog.records[1:]] == [("WARNING", "the store is back")]


# In the place of another


async def test_the_store_gets_back_with_a_claim_what_it_gave(store, flaky, claim):
    await store.claim(claim("a"))
    await store.claim(claim("b"))
    flaky.asked.clear()
    assert await store.claim(evolve(claim("c"), after="a", unused=1)) == Granted(2)
    assert flaky.asked == ["claim"]
    assert await flaky.real.busy(SLOT, 1000.0) == 2
    await store.release(SLOT, "b")
    await store.release(SLOT, "c")
    assert await flaky.real.busy(SLOT, 1000.0) == 0


async def test_what_was_begun_alone_is_over_with_the_claim_in_its_place(store, flaky, clock, claim):
    flaky.gone = True
    assert await store.claim(claim("a")) == Granted(1)
    assert await store.claim(evolve(claim("b"), after="a", unused=1)) == Granted(1)
    flaky.gone = False
    clock.now += 6
    assert isinstance(await store.claim(evolve(claim("c"), after="b")), Granted)
    assert await flaky.real.busy(SLOT, clock.now) == 1
    assert await store.used(TODAY) == 2


async def test_what_stands_as_a_squeeze_is_over_with_the_claim_in_its_place(store, flaky, clock, claim):
    flaky.gone = True
    await store.claim(claim("a"))
    await back(flaky, clock, store, claim)
    assert await flaky.real.busy(SLOT, clock.now) == 1
    assert isinstance(await store.claim(evolve(claim("b"), after="a")), Granted)
    assert await flaky.real.busy(SLOT, clock.now) == 1
    assert isinstance(await store.claim(claim("c")), Granted)


async def test_gone_in_the_middle_the_one_call_is_the_one_in_its_place(store, flaky, claim):
    await store.claim(claim("a"))
    flaky.gone = True
    assert await store.claim(evolve(claim("b"), after="a")) == Granted(2)
    assert isinstance(await store.claim(claim("c")), Busy)


async def test_alone_the_servers_count_comes_on_top_of_what_was_booked_ahead(store, flaky, claim):
    plenty = Budget(TODAY.account, TODAY.day, 1000)
    assert await store.claim(evolve(claim("a"), budget=plenty, ahead=5)) == Granted(6, 5)
    flaky.gone = True
    assert await store.at_least(plenty, 100) == 105
    flaky.gone = False
    assert await store.at_least(plenty, 100) == 105
    await store.hold(SLOT, "a", 1065.0, refund=5)
    flaky.gone = True
    assert await store.at_least(plenty, 200) == 200


async def test_what_was_booked_ahead_is_given_back_through_the_guard(store, flaky, claim):
    plenty = Budget(TODAY.account, TODAY.day, 1000)
    for holder in "ab":
        await store.claim(evolve(claim(holder), budget=plenty, ahead=5))
    await store.hold(SLOT, "a", 1065.0, refund=5)
    assert await store.used(plenty) == 7
    await store.claim(evolve(claim("c"), budget=plenty, ahead=3, slot="0a1b2c.other"))
    flaky.gone = True
    assert await store.at_least(plenty, 100) == 108  # of two holders
