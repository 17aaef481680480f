"""A store that is gone: this process goes on with one call of a token, and the store hears of it when it is back."""

import asyncio
from math import inf

import pytest

from tests.support.scheduling import TODAY, TOKEN, YESTERDAY, claim
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.scheduler import Budget, Busy, Granted, Spent
from wolkvox_async.scheduler.stores.fallback import FallbackStore
from wolkvox_async.scheduler.stores.group_commit import GroupCommit
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import REDUCED, CountLeases, ReadUsed, Reconcile, Release, SetExpiry

pytestmark = pytest.mark.looptime

OTHER = "0a1b2c.other"


class Failing(GroupCommit):
    """A store in memory that can be made to be gone."""

    def __init__(self):
        super().__init__(patience=5.0)
        self.memory = MemoryStore()
        self.gone = None
        self.asked = 0
        self.seconds = 0.0

    async def _commit(self, steps):
        self.asked += 1
        await asyncio.sleep(self.seconds)
        if self.gone:
            raise self.gone
        return [self.memory.apply(step) for step in steps]

    def _moved(self, *, forked):
        """There is no connection."""

    async def _disconnect(self):
        """There is no connection."""


class Clock:
    def __call__(self):
        return 100.0 + asyncio.get_running_loop().time()


@pytest.fixture
def real():
    return Failing()


@pytest.fixture
def store(real):
    return FallbackStore(real, Clock())


def now(lease_id, **options):
    return claim(lease_id, **({"now": Clock()(), "ticket_ttl": 0.0} | options))


async def back(real, store):
    """Let the store return, and the fallback find it."""
    real.gone = None
    await asyncio.sleep(6)
    assert isinstance(await store.ask(now("look", cost=0, token="0a1b2c.look")), Granted)
    assert not store.degraded


GONE = StoreUnavailable("gone")


async def test_while_the_store_is_there_it_alone_decides(real, store):
    store.post(SetExpiry(now(REDUCED, cost=0), 200.0))
    assert await store.ask(now("a")) == Granted(1)
    assert isinstance(await store.ask(now("b")), Busy)
    store.post(Release(now("a"), refund=True))
    store.post(Reconcile(YESTERDAY, 3))
    assert [await store.ask(ReadUsed(day)) for day in (TODAY, YESTERDAY)] == [0, 3]
    assert await store.ask(CountLeases((TOKEN,), Clock()())) == 1
    await store.aclose()


async def test_without_the_store_a_token_has_one_permit_and_the_count_goes_on(real, store):
    first = now("a")
    assert await store.ask(first) == Granted(1)
    real.gone = GONE
    assert await store.ask(now("b")) == Busy(255.0)  # what the store had granted is the one call
    assert await store.ask(CountLeases((TOKEN,), Clock()())) == 1
    store.post(Release(first))
    second = now("c")
    assert await store.ask(second) == Granted(2)
    assert isinstance(await store.ask(now("d")), Busy)
    assert await store.ask(now("e", token=OTHER)) == Granted(3)
    store.post(Release(second, refund=True))
    assert await store.ask(ReadUsed(TODAY)) == 2
    assert await store.ask(now("f")) == Granted(3)


async def test_when_the_store_is_back_it_hears_of_all_that_was_done_before_it_is_asked(real, store):
    real.gone = GONE
    for lease_id in "abc":
        held = now(lease_id)
        assert isinstance(await store.ask(held), Granted)
        store.post(Release(held, refund=lease_id == "c"))
    under_way = now("under way")
    await store.ask(under_way)
    await back(real, store)
    assert await real.ask(ReadUsed(TODAY)) == await store.ask(ReadUsed(TODAY)) == 3
    assert await real.ask(CountLeases((TOKEN,), Clock()())) == 1
    assert await store.ask(now("d")) == Granted(4)
    assert isinstance(await store.ask(now("e")), Busy)
    store.post(Release(under_way))
    assert await store.ask(now("e")) == Granted(5)


async def test_what_others_spent_meanwhile_counts_when_the_store_is_back(real, store):
    real.gone = GONE
    await store.ask(now("a", cost=3))
    real.memory.post(Reconcile(TODAY, 8))
    await back(real, store)
    assert await store.ask(now("b", token=OTHER)) == Spent(11)


@pytest.mark.parametrize("ask", ["claim", "read_used"])
async def test_what_goes_out_while_the_store_answers_again_is_counted_on_top_of_its_answer(real, store, ask):
    real.gone = GONE
    await store.ask(now("a"))
    real.gone, real.seconds = None, 1.0
    await asyncio.sleep(6)
    question = now("b", cost=0, token=OTHER) if ask == "claim" else ReadUsed(TODAY)
    asked = asyncio.create_task(store.ask(question))
    await asyncio.sleep(0.5)
    if ask == "read_used":
        real.gone = None
        store._failed_at = Clock()()  # it has failed again
    assert await store.ask(now("c", token="0a1b2c.third")) == Granted(2)
    await asked
    real.gone = GONE
    assert await store.ask(ReadUsed(TODAY)) == 2


async def test_a_quarantine_counts_too(real, store):
    held = now("a")
    await store.ask(held)
    real.gone = GONE
    store.post(SetExpiry(held, 165.0))
    assert await store.ask(now("b")) == Busy(165.0)
    await asyncio.sleep(64.9)
    assert isinstance(await store.ask(now("b")), Busy)
    await asyncio.sleep(0.1)
    assert await store.ask(now("b")) == Granted(2)


async def test_without_the_store_the_day_ends_at_its_quota(real, store):
    store.post(Reconcile(TODAY, 9))
    real.gone = GONE
    assert await store.ask(now("a")) == Granted(10)
    assert await store.ask(now("b", token=OTHER)) == Spent(10)
    assert await store.ask(now("c", token=OTHER, cost=0)) == Granted(10)


async def test_the_servers_count_is_taken_without_the_store_and_by_it_later(real, store):
    real.gone = GONE
    held = now("a")
    await store.ask(held)
    store.post(Reconcile(TODAY, 10))
    store.post(Reconcile(TODAY, 4))
    store.post(Release(held, refund=True))  # it may be among the ten
    assert await store.ask(ReadUsed(TODAY)) == 10
    assert await store.ask(now("b")) == Spent(10)
    await back(real, store)
    assert await real.ask(ReadUsed(TODAY)) == 10


async def test_counts_of_operations_are_kept_apart_and_days_but_the_last_two_forgotten(real, store):
    other = Budget("0a1b2c other", TODAY.day, 10)
    days = [Budget(TODAY.account, f"2026-03-0{day}", 10) for day in (1, 2, 3)]
    for budget, used in ((days[0], 4), (days[1], 5), (other, 6), (days[2], 1), (days[1], 7)):
        store.post(Reconcile(budget, used))
    real.gone = GONE
    assert [await store.ask(ReadUsed(budget)) for budget in (*days, other)] == [0, 7, 1, 6]
    store.post(Release(now("late", budget=days[0]), refund=True))


async def test_the_store_is_asked_again_every_five_seconds_by_one_caller(real, store):
    real.gone = GONE
    await store.ask(now("a"))
    await asyncio.sleep(4.9)
    asked = real.asked
    await store.ask(now("b"))
    assert store.degraded
    real.seconds = 1.0
    await asyncio.sleep(0.2)
    asked = real.asked
    tasks = [asyncio.create_task(store.ask(now(f"{n}", token=f"{n}"))) for n in range(5)]
    await asyncio.sleep(0.5)
    assert [task.done() for task in tasks] == [False, True, True, True, True]
    assert real.asked <= asked + 1
    await asyncio.gather(*tasks)


async def test_a_mistake_in_the_configuration_is_no_store_that_is_gone(real, store):
    real.gone = ConfigurationError("the address is wrong")
    with pytest.raises(ConfigurationError):
        await store.ask(now("a"))
    assert not store.degraded


@pytest.mark.parametrize("question", [claim("a"), ReadUsed(TODAY), CountLeases((TOKEN,), 100.0)])
async def test_that_the_store_is_gone_and_that_it_is_back_is_logged_once(real, store, caplog, question):
    real.gone = GONE
    for each in (question, ReadUsed(TODAY)):
        await store.ask(each)
    gone = "the store is gone, so this process goes on with one call a token at once: gone"
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("ERROR", gone)]
    await back(real, store)
    await store.ask(now("after", cost=0, token="0a1b2c.after"))
    assert [(each.levelname, each.getMessage()) for each in caplog.records[1:]] == [("WARNING", "the store is back")]


# When it is asked


class Asked(MemoryStore):
    """A store in memory that can be gone, takes its time, and notes for how long each question may wait."""

    def __init__(self):
        super().__init__()
        self.gone, self.seconds, self.within = False, 0.0, []

    async def ask(self, question, *, within=inf, **options):
        self.within.append(within)
        await asyncio.sleep(self.seconds)
        if self.gone:
            raise GONE
        return await super().ask(question)


async def test_a_store_that_failed_is_asked_again_after_five_seconds_and_not_before():
    real = Asked()
    store = FallbackStore(real, Clock())
    real.gone = True
    await store.ask(ReadUsed(TODAY))
    for seconds in (0.0, 0.5, 4.25):
        await asyncio.sleep(seconds)
        await store.ask(ReadUsed(TODAY))
    assert real.within == [inf]
    real.gone = False
    await asyncio.sleep(0.25)
    await store.ask(ReadUsed(TODAY), within=2.0)
    assert real.within == [inf, 2.0]
    assert not store.degraded


async def test_questions_that_cross_are_counted_once_and_fail_as_one():
    real = Asked()
    store = FallbackStore(real, Clock())
    real.seconds = 1.0
    answers = await asyncio.gather(store.ask(now("a")), store.ask(now("b", token=OTHER)))
    assert answers == [Granted(1), Granted(2)]
    real.gone = True
    assert await asyncio.gather(*[store.ask(ReadUsed(TODAY)) for _ in range(2)]) == [2, 2]
    real.gone = False
    await asyncio.sleep(5)
    await store.ask(ReadUsed(TODAY))
    assert not store.degraded
    real.gone = True
    assert await store.ask(ReadUsed(TODAY)) == 2
