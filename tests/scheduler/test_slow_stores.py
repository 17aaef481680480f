"""A store that is locked or does not answer: each wait for it is an event, and no longer than max_wait."""

import asyncio
import math

import pytest
from attrs import evolve

from tests.support.scheduling import events_of, operation, scheduler
from wolkvox_async.errors import QuotaSpent, StoreUnavailable, WaitTooLong
from wolkvox_async.events import WaitEnded, Waiting
from wolkvox_async.locks import Locked
from wolkvox_async.scheduler.stores.fallback import FallbackStore
from wolkvox_async.scheduler.stores.group_commit import GroupCommit
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import ReadUsed

pytestmark = pytest.mark.looptime


class Stuck(GroupCommit):
    """A store in memory that is quick, until it is locked or stands still for 7 seconds."""

    def __init__(self, how):
        super().__init__(patience=5.0)
        self.memory = MemoryStore()
        self.how = how
        self.stuck_until = 0.0

    def begin(self):
        self.stuck_until = asyncio.get_running_loop().time() + 7.0

    def held_by(self):
        return "process 4242 (sqlite3)"

    async def _commit(self, steps):
        left = self.stuck_until - asyncio.get_running_loop().time()
        if left > 0:
            if self.how == "locked":
                raise Locked
            await asyncio.sleep(left)
        return [self.memory.apply(step) for step in steps]

    def _moved(self, *, forked):
        """There is no connection."""

    async def _disconnect(self):
        """There is no connection."""


@pytest.fixture(params=["locked", "still"])
def store(request):
    return Stuck(request.param)


async def acquire(made, op, max_wait):
    (await made.acquire(op, endpoint="x", max_wait=max_wait)).release()


async def ask_for_room(made, op, max_wait):
    """Ask for the day's count, as the last one heard leaves no room."""
    await made.acquire(op, endpoint="x", max_wait=max_wait)


async def usage(made, op, max_wait):
    await made.usage(op, max_wait=max_wait)


async def stuck(store, ask):
    """Return a scheduler whose store is stuck."""
    made, op = scheduler(store), operation()
    if ask is ask_for_room:
        made.queue(op).exhausted(made.queue(op).today())
    else:
        await made.usage(op)
    made.events.clear()
    store.begin()
    return made, op


@pytest.mark.parametrize(("max_wait", "waited"), [(0.0, 0.5), (2.0, 2.0), (5.0, 5.0), (600.0, 5.0)])
@pytest.mark.parametrize("ask", [acquire, ask_for_room, usage])
async def test_each_question_is_an_event_and_ends_within_max_wait(store, ask, max_wait, waited):
    made, op = await stuck(store, ask)
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(StoreUnavailable, match=rf"did not answer for {waited:g} s"):
        await ask(made, op, max_wait)
    assert loop.time() - began == pytest.approx(waited, abs=0.01)
    endpoint = "quota" if ask is usage else "x"
    seconds, held_by = pytest.approx(waited - 0.5), "process 4242 (sqlite3)"
    wait = Waiting(operation="sales-co", endpoint=endpoint, why="store", seconds=seconds, held_by=held_by)
    ended = WaitEnded(operation="sales-co", endpoint=endpoint, seconds=pytest.approx(waited, abs=0.01))
    assert made.events == [wait, ended]
    await asyncio.sleep(10)
    again = await made.usage(op)
    assert (again.busy, again.used) == (0, 1000 if ask is ask_for_room else 0)


async def test_a_wait_without_an_end_says_no_time(store):
    store.patience = math.inf
    made, op = await stuck(store, usage)
    waiting = asyncio.create_task(made.acquire(op, endpoint="x", max_wait=math.inf))
    await asyncio.sleep(1)
    assert [event.seconds for event in events_of(made, Waiting)] == [None]
    (await waiting).release()


async def test_a_wait_that_ends_with_an_answer_ends_with_an_event(store):
    made, op = await stuck(store, usage)
    await asyncio.sleep(5)
    await made.usage(op)
    assert [type(event) for event in made.events] == [Waiting, WaitEnded]
    store.begin()
    await asyncio.sleep(5)
    made.events.clear()
    lease = await made.acquire(op, endpoint="x")
    assert [type(event).__name__ for event in made.events] == ["Waiting", "Admitted"]
    lease.release()


async def test_an_answer_within_half_a_second_is_no_wait(store):
    made, op = await stuck(store, usage)
    await asyncio.sleep(6.6)
    (await made.acquire(op, endpoint="x")).release()
    assert asyncio.get_running_loop().time() == pytest.approx(7, abs=0.03)
    assert not events_of(made, Waiting)


async def test_each_of_many_questions_is_reported_and_ends_in_its_own_time(store):
    made, op = await stuck(store, usage)
    loop = asyncio.get_running_loop()
    ends = {}

    async def ask(name, max_wait):
        with pytest.raises(StoreUnavailable):
            await made.acquire(op, endpoint=name, max_wait=max_wait)
        ends[name] = round(loop.time(), 2)

    tasks = [asyncio.create_task(ask("long", 4.0))]
    await asyncio.sleep(0.2)
    tasks.append(asyncio.create_task(ask("short", 1.0)))
    await asyncio.gather(*tasks)
    assert ends == {"short": pytest.approx(1.2, abs=0.03), "long": pytest.approx(4, abs=0.03)}
    assert [(event.endpoint, event.seconds) for event in events_of(made, Waiting)] == [
        ("long", pytest.approx(3.5)),
        ("short", pytest.approx(0.5)),
    ]


async def test_a_question_is_slow_half_a_second_after_it_was_asked_whenever_others_are_looked_at(store):
    made, op = await stuck(store, usage)
    tasks = [asyncio.create_task(made.acquire(op, endpoint="first", max_wait=0.6))]
    await asyncio.sleep(0.3)
    tasks.append(asyncio.create_task(made.acquire(op, endpoint="second", max_wait=3.0)))
    await asyncio.sleep(0.4)  # the first is slow, and then its time is up
    assert [event.endpoint for event in events_of(made, Waiting)] == ["first"]
    await asyncio.sleep(0.15)
    assert [event.endpoint for event in events_of(made, Waiting)] == ["first", "second"]
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_those_that_wait_on_are_counted_where_one_ends():
    made, op = scheduler(), operation()
    held = [await made.acquire(op, endpoint="x") for _ in range(2)]
    tasks = [asyncio.create_task(made.acquire(op, endpoint=f"y{number}")) for number in range(3)]
    await asyncio.sleep(1)
    tasks[0].cancel()
    await asyncio.sleep(0)
    (ended,) = events_of(made, WaitEnded)
    assert (ended.endpoint, ended.waiting) == ("y0", 2)
    held[0].release()
    await tasks[1]
    assert [event.waiting for event in made.events if type(event).__name__ == "Admitted"] == [0, 0, 1]
    made.queue(op).exhausted(made.queue(op).today())
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="z")
    assert len(events_of(made, WaitEnded)) == 1  # a call that is refused at once has not waited
    await made.aclose()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("max_wait", [2.0, 600.0])
async def test_a_process_that_may_go_on_without_its_store_does_so_within_max_wait(store, max_wait):
    made, op = scheduler(), operation()
    made.store = FallbackStore(store, made.clock)
    made._client = evolve(made._client, store=made.store)
    await made.usage(op)
    store.begin()
    lease = await made.acquire(op, endpoint="x", max_wait=max_wait)
    (wait,) = events_of(made, Waiting)
    assert (wait.why, wait.held_by) == ("store", "process 4242 (sqlite3)")
    assert wait.seconds == pytest.approx(min(max_wait, 5.0) - 0.5)
    lease.release()
    await asyncio.sleep(10)
    assert (await made.usage(op)).used == 1
    await made.aclose()


class Distant(MemoryStore):
    """A store whose answers take longer than a permit that another process has is left alone."""

    async def ask(self, question, **options):
        await asyncio.sleep(0.02)
        return await super().ask(question, **options)


@pytest.mark.parametrize("max_wait", [0.0, 1.0, 40.0])
@pytest.mark.parametrize("tokens", [("a",), ("a", "b", "c")])
async def test_one_that_asks_in_vain_again_and_again_gives_up_when_its_time_is_up(tokens, max_wait):
    store, op = Distant(), operation(*tokens)
    other, made = scheduler(store), scheduler(store)
    held = [await other.acquire(op, endpoint="x") for _ in range(2 * len(tokens))]
    began = asyncio.get_running_loop().time()
    with pytest.raises(WaitTooLong, match="no permit"):
        await made.acquire(op, endpoint="y", max_wait=max_wait)
    assert asyncio.get_running_loop().time() - began <= max_wait + 0.02 * (len(held) + 1)
    for lease in held:
        lease.release()


@pytest.mark.parametrize("seconds", [0.0, 0.7, 7.0])
async def test_what_became_of_a_lease_is_waited_for_for_a_second(store, seconds):
    made, op = scheduler(store), operation()
    lease = await made.acquire(op, endpoint="x")
    began = asyncio.get_running_loop().time()
    store.stuck_until = began + seconds
    lease.release(refund=True)
    await made.drain(lease)
    assert asyncio.get_running_loop().time() - began == pytest.approx(min(1.0, seconds), abs=0.03)
    assert store.memory.apply(ReadUsed(lease.claim.budget)) == int(seconds > 1)
    await made.aclose()
