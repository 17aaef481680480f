"""The operation queue under virtual time: instants that touch, waiters that left, and questions that need no asking."""

import asyncio

import pytest

from tests.support.scheduling import MIDNIGHT, NOON, Server, Watched, events_of, operation, scheduler
from wolkvox_async.errors import AuthenticationFailed, ClientClosed, QuotaSpent, WaitTooLong
from wolkvox_async.events import Admitted, ConcurrencyReduced, Paused, Quarantined, Released, Waiting
from wolkvox_async.scheduler import Busy, Scheduler
from wolkvox_async.scheduler.lanes import Lanes
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import CountLeases

pytestmark = pytest.mark.looptime


class Counting(Watched):
    """A store that counts how often it is asked for a day's count, and for a lease."""

    def __init__(self):
        super().__init__()
        self.counts = self.claims = 0

    async def read_used(self, budget):
        self.counts += 1
        return await super().read_used(budget)

    async def claim(self, claim):
        self.claims += 1
        return await super().claim(claim)


# The day


async def test_what_was_given_back_is_known_without_asking():
    made, op = scheduler(Counting()), operation()
    for _ in range(3):
        lease = await made.acquire(op, endpoint="x", cost=1000)
        lease.release(refund=True)
    assert made.store.counts == 0


async def test_what_another_process_gave_back_is_found_to_the_last_call_and_asked_for_once():
    store, op = Counting(), operation()
    mine, other = scheduler(store), scheduler(store)
    first = await other.acquire(op, endpoint="x", cost=997)
    last = await other.acquire(op, endpoint="x", cost=3)
    with pytest.raises(QuotaSpent):
        await mine.acquire(op, endpoint="y")
    first.release(refund=True)
    last.release()
    held = [await other.acquire(op, endpoint="x", cost=0) for _ in range(2)]
    for _ in range(2):
        with pytest.raises(WaitTooLong, match="no permit"):
            await mine.acquire(op, endpoint="y", cost=997, max_wait=1)
    assert store.counts == 1  # the second caller knows of what the first found
    held[0].release()
    assert (await mine.acquire(op, endpoint="y", cost=997)).used == 1000


async def test_the_last_call_that_another_process_gave_back_is_had():
    store, op = MemoryStore(), operation()
    mine, other = scheduler(store), scheduler(store)
    await other.acquire(op, endpoint="x", cost=997)
    last = await other.acquire(op, endpoint="x", cost=3)
    with pytest.raises(QuotaSpent):
        await mine.acquire(op, endpoint="y")
    last.release(refund=True)
    assert (await mine.acquire(op, endpoint="y", cost=3)).used == 1000


async def test_those_who_waited_for_midnight_go_at_midnight_interactive_ones_first():
    made, op, server = scheduler(base=MIDNIGHT - 0.5), operation(), Server()
    made.queue(op).exhausted(made.queue(op).today())
    bulk = [asyncio.create_task(server.call(made, op, name="bulk", lane="bulk")) for _ in range(3)]
    await asyncio.sleep(0)
    interactive = [asyncio.create_task(server.call(made, op, name="interactive")) for _ in range(3)]
    await asyncio.sleep(0.51)
    assert server.calls == ["interactive"] * 2
    await asyncio.gather(*bulk, *interactive)
    assert server.calls == ["interactive"] * 3 + ["bulk"] * 3


async def test_no_permit_is_asked_for_while_the_day_is_known_to_be_spent():
    made, op = scheduler(Counting(), base=MIDNIGHT - 300), operation()
    made.queue(op).exhausted(made.queue(op).today())
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="x", max_wait=200)
    waiting = asyncio.create_task(made.acquire(op, endpoint="x"))
    await asyncio.sleep(299)
    assert made.store.claims == 0
    await waiting


async def test_patience_is_counted_from_when_the_caller_came():
    made, op = scheduler(base=MIDNIGHT - 1700), operation()
    await asyncio.sleep(1000)
    made.queue(op).exhausted(made.queue(op).today())
    with pytest.raises(QuotaSpent):
        await made.acquire(op, endpoint="x", max_wait=600)
    assert asyncio.get_running_loop().time() == pytest.approx(1000)


@pytest.mark.parametrize("lane", ["interactive", "bulk"])
async def test_one_who_leaves_is_in_no_line(lane):
    made, op, other = scheduler(max_wait=1e6), operation(), operation(name="other")
    [await made.acquire(op, endpoint="x") for _ in range(2)]
    made.queue(other).exhausted(made.queue(other).today())
    tasks = [asyncio.create_task(made.acquire(each, endpoint="y", lane=lane)) for each in (op, other)]
    await asyncio.sleep(1)
    assert (len(made.queue(op).permits.waiting), len(made.queue(other).permits.waiting_for_reset)) == (1, 1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (len(made.queue(op).permits.waiting), len(made.queue(other).permits.waiting_for_reset)) == (0, 0)


async def test_whose_time_is_up_before_a_midnight_that_went_further_off_is_in_no_line():
    at = [MIDNIGHT - 300]
    made = Scheduler(MemoryStore(), clock=lambda: at[0] + asyncio.get_running_loop().time(), listener=[].append)
    op = operation()
    made.queue(op).exhausted(made.queue(op).today())
    waiting = asyncio.create_task(made.acquire(op, endpoint="x", max_wait=400))
    await asyncio.sleep(10)
    at[0] -= 3600
    with pytest.raises(WaitTooLong):
        await waiting
    assert not made.queue(op).permits.waiting_for_reset
    await made.aclose()


# Instants that touch


async def test_a_reduction_that_comes_again_is_doubled_until_it_was_calm_for_longer_than_it_lasted():
    made, op = scheduler(), operation()
    lease = await made.acquire(op, endpoint="x")
    for pause in (30 + 30, 60 + 60 + 1):
        made.queue(lease.operation).reduce_concurrency(lease.token)
        await asyncio.sleep(pause)
    made.queue(lease.operation).reduce_concurrency(lease.token)
    assert [event.seconds for event in events_of(made, ConcurrencyReduced)] == [30, 60, 30]
    await made.aclose()


async def test_maintenance_that_goes_on_as_it_ends_is_reported_again():
    made, op = scheduler(), operation()
    made.queue(op).pause(30)
    await asyncio.sleep(30)
    made.queue(op).pause(40)
    assert [event.seconds for event in events_of(made, Paused)] == [30, 40]
    await made.aclose()


@pytest.mark.parametrize(("later", "kind"), [(64.5, Quarantined), (65, Released)])
async def test_a_quarantine_lasts_as_long_as_the_server_may_work_and_not_an_instant_more(later, kind):
    made, op = scheduler(), operation()
    lease = await made.acquire(op, endpoint="x")
    await asyncio.sleep(later)
    lease.quarantine()
    assert [type(event) for event in made.events] == [Admitted, kind]
    key = (op.permits_key(lease.token),)
    assert [await made.store.ask(CountLeases(key, NOON + at)) for at in (64.9, 65)] == [int(kind is Quarantined), 0]
    await made.aclose()


# Closing


class Closing(Watched):
    """A store that grants a lease while the client is closed."""

    client = None

    async def claim(self, claim):
        decision = await super().claim(claim)
        self.client.close()
        return decision


async def test_a_lease_that_is_granted_while_the_client_is_closed_goes_back_with_its_call():
    store, op = Closing(), operation()
    made = store.client = scheduler(store)
    with pytest.raises(ClientClosed):
        await made.acquire(op, endpoint="x")
    usage = await scheduler(store).usage(op)
    assert (usage.used, usage.busy) == (0, 0)


# A turn in vain


class Refusing(Watched):
    """A store that once gives a lease to another process first."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    async def claim(self, claim):
        self.number -= 1
        return Busy(claim.now) if self.number == 0 else await super().claim(claim)


@pytest.mark.parametrize("refused", range(3, 11))
async def test_a_turn_in_vain_changes_nothing_in_the_order(refused):
    made, op, server = scheduler(Refusing(refused)), operation(), Server()
    hogs = [asyncio.create_task(server.call(made, op, seconds)) for seconds in (1.0, 1.5)]  # one permit at a time
    await asyncio.sleep(0)
    bulk = [server.call(made, op, name=f"bulk {i}", lane="bulk") for i in range(2)]
    interactive = [server.call(made, op, name=i) for i in range(8)]
    await asyncio.gather(*hogs, *interactive, *bulk)
    assert server.calls[2:] == [0, 1, 2, 3, "bulk 0", 4, 5, 6, 7, "bulk 1"]
    assert server.peak == 2
    assert len(events_of(made, Waiting)) == 10  # each once, also who had to wait again


class Surprising(Refusing):
    """... and meanwhile something else happens."""

    happens = None

    async def claim(self, claim):
        answer = await super().claim(claim)
        if self.number == 0:
            self.happens()
        return answer


async def test_a_caller_whose_last_token_went_bad_while_it_asked_is_reported_so():
    made, op = scheduler(Surprising(1)), operation()
    made.store.happens = lambda: made.queue(op).revoke_token(op.tokens[0])
    with pytest.raises(AuthenticationFailed) as caught:
        await made.acquire(op, endpoint="x")
    assert (caught.value.operation, caught.value.endpoint) == ("sales-co", "x")


async def test_maintenance_that_follows_on_maintenance_is_one_wait():
    made, op = scheduler(Surprising(1)), operation()
    made.store.happens = lambda: made.queue(op).pause(30)
    made.queue(op).pause(30)
    lease = await made.acquire(op, endpoint="x")
    assert lease.since == pytest.approx(NOON + 60, abs=0.1)
    assert [event.why for event in events_of(made, Waiting)] == ["maintenance"]
    await made.aclose()


def test_two_turns_in_vain_at_once_leave_their_lanes_as_they_were():
    lanes = Lanes()
    lanes.push("bulk", 0, "bulk")
    for number in range(1, 10):
        lanes.push("interactive", number, number)
    assert [lanes.pop() for _ in range(5)] == [1, 2, 3, 4, "bulk"]
    lanes.put_back("bulk", 0, "bulk")
    lanes.put_back("interactive", 4, 4)
    assert [lanes.pop() for _ in range(3)] == [4, "bulk", 5]


def test_what_went_before_bulk_came_is_not_counted_for_it():
    lanes = Lanes()
    for number in range(12):
        lanes.push("interactive", number, number)
    assert [lanes.pop() for _ in range(5)] == [0, 1, 2, 3, 4]
    lanes.push("bulk", 12, "bulk")
    assert [lanes.pop() for _ in range(6)] == [5, 6, 7, 8, "bulk", 9]


async def test_operations_that_are_equal_stand_in_one_line():
    made = scheduler(Counting())
    held = [await made.acquire(operation(), endpoint="x") for _ in range(2)]
    waiting = asyncio.create_task(made.acquire(operation(), endpoint="y"))
    await asyncio.sleep(1)
    held[0].release()
    await waiting
    assert made.store.claims == 3  # the permit was handed over, and not looked for
