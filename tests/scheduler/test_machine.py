"""Any history of several processes over one store keeps the promises: two calls of a token at the server, the quota of
a day, first come first served, nothing idle, no wait without end, every permit back, and no call booked but not made.

The whole client but its transport runs under virtual time, against a server that counts for itself: a call is at the
server from its arrival until the server is done with it, whatever has become of whoever made it.
100 histories in memory, 40 on a file, 25 of a store behind a wire; WOLKVOX_HISTORIES=5000 makes it 5,000.
"""

import asyncio
import logging
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from attrs import define, evolve, field, frozen
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support.leaping import Leaping
from tests.support.mortal import Mortal
from wolkvox_async import limits
from wolkvox_async.calls.executor import CallExecutor, Engine
from wolkvox_async.calls.receiving import Answered
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.core.call import Call
from wolkvox_async.core.reply import Lost, Seen
from wolkvox_async.errors import StoreUnavailable, WaitTooLong, WolkvoxError
from wolkvox_async.events import Admitted, Sink, WaitEnded, Waiting
from wolkvox_async.locks import Locked
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Budget, Claim, Scheduler
from wolkvox_async.scheduler.stores.fallback import FallbackStore
from wolkvox_async.scheduler.stores.group_commit import GroupCommit, Unanswered
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import CountLeases, ReadUsed, Release
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

OPERATIONS = [
    Operation(name="one", server="0001", tokens=["token-a"], licences=1, tz="America/Bogota"),
    Operation(name="many", server="0002", tokens=["token-b", "token-c", "token-d"], licences=1, tz="Europe/Madrid"),
]
NAMES = {operation.key: operation.name for operation in OPERATIONS}
OWNERS = {token.reveal(): operation for operation in OPERATIONS for token in operation.tokens}
EVENING = datetime(2026, 3, 28, 23, 58, tzinfo=OPERATIONS[1].tz).timestamp()  # before a day of 23 hours
MAX_WAIT = 40.0
LATENCY = 0.02  # seconds of a step to a store behind a wire
STEP = 0.5  # seconds in which a free permit must find the one who waits for it, in whatever process
LONG = limits.LEASE_SECONDS + limits.LONGEST_REDUCED_SECONDS + MAX_WAIT

REFUSALS = {
    "quota": "TOKEN LIMIT EXCEEDED",
    "simultaneous": "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)",
    "maintenance": "backup",
    "token": "PLEASE VALIDATE TOKEN",
}


@frozen
class Plan:
    """What becomes of a call's first attempt; the others are answered in a second."""

    what: str = "answered"
    seconds: float = 1.0
    cost: int = 1


class Body:
    """A reply's body, which has to be closed."""

    def __init__(self, opened):
        opened.add(self)
        self.close = lambda: opened.discard(self)


class Server:
    """Counts what is in flight and what a day has cost, and remembers every excess."""

    def __init__(self, clock):
        self.clock = clock
        self.inside = Counter()
        self.spent = Counter()
        self.slack = Counter()  # calls that may have been on their way when the server's count was taken
        self.inexact = set()  # days of which the server, or another program, said more than we can check
        self.wrongs = []
        self.plans = {}
        self.opened = set()

    def arrive(self, secret, plan):
        operation = OWNERS[secret]
        self.inside[secret] += 1
        if self.inside[secret] > 2:
            self.wrongs.append(f"{self.inside[secret]} calls of {secret} at once")
        day = operation.name, self.day(operation)
        self.spent[day] += plan.cost
        if self.spent[day] > 1000 + self.slack[day]:
            self.wrongs.append(f"{self.spent[day]} calls of {day}")
        asyncio.get_running_loop().call_later(plan.seconds, self.inside.subtract, [secret])

    def day(self, operation):
        return datetime.fromtimestamp(self.clock(), operation.tz).date().isoformat()

    timeouts = Timeouts()

    def check(self):
        """It can always send."""

    async def send(self, request, *, key, wanted, begin, timeouts=None, make=None):
        """Do as a transport does."""
        number = int(request.url.partition("n=")[2])
        plan = self.plans[number]
        if plan.what == "unsent":
            self.plans[number] = Plan(cost=plan.cost)
            await asyncio.sleep(plan.seconds)
            return Lost("no connection", "refused", sent=False)
        self.plans[number] = Plan(cost=plan.cost)
        if plan.what == "slow to connect":
            await asyncio.sleep(plan.seconds)
        if not begin():
            return Lost("too late", "late", sent=False)
        if plan.what in REFUSALS:
            plan = Plan(plan.what, min(7.0, plan.seconds) or 0.1, plan.cost)
        self.arrive(request.headers["wolkvox-token"], plan)
        if plan.what == "quota":
            operation = OWNERS[request.headers["wolkvox-token"]]
            self.inexact.add((operation.name, self.day(operation)))
        if plan.what == "lost":
            await asyncio.sleep(plan.seconds / 2)
            return Lost("the connection was lost", "reset", sent=True)
        await asyncio.sleep(plan.seconds)
        status, msg = (403, REFUSALS[plan.what]) if plan.what in REFUSALS else (200, "1 records were found")
        envelope = {"code": str(status), "msg": msg, "data": []}
        rows = int(status == 200)
        seen = Seen(status=status, envelope=envelope, head=b"", size=99, least=rows, most=rows)
        return Answered(seen, Body(self.opened), outlined=True, stored=True)

    async def aclose(self):
        """There is nothing to close."""


class Wire(GroupCommit):
    """A process's way to a shared store, which may be down or locked, stand still, or lose its answers."""

    def __init__(self, shared):
        super().__init__(patience=5.0)
        self._shared = shared
        self._number = 1  # of the next batch

    async def _commit(self, steps):
        shared = self._shared
        if shared.trouble == "down":
            raise StoreUnavailable("the store is gone")
        if shared.trouble == "locked":
            raise Locked
        await asyncio.sleep(LATENCY)
        batch = self, self._number, steps
        if shared.trouble == "stalled":
            try:
                async with asyncio.timeout(5.0):
                    answers = await shared.later(batch)
            except TimeoutError:
                raise Unanswered(StoreUnavailable("the store stands still")) from None
        else:
            answers = shared.take(batch)
            if shared.trouble == "mute":
                raise Unanswered(StoreUnavailable("the store does not answer"))
        self._number += 1
        return answers

    def _moved(self, *, forked):
        """There is no connection."""

    async def _disconnect(self):
        """There is no connection."""


class Shared:
    """A store behind wires. One that stood still takes what was sent to it meanwhile as soon as it goes on."""

    def __init__(self):
        self.store = MemoryStore()
        self.trouble = "up"
        self.late = []
        self.taken = {}

    def become(self, trouble):
        if trouble != "stalled":
            late, self.late = self.late, []
            for batch, answers in late:
                taken = self.take(batch)
                if not answers.done():
                    answers.set_result(taken)
        self.trouble = trouble

    def later(self, batch):
        """Return the answers to a batch, once the store goes on."""
        answers = asyncio.get_running_loop().create_future()
        self.late.append((batch, answers))
        return answers

    def take(self, batch):
        """Take a batch as Redis does: one that arrives twice, or after a later one, is not taken."""
        wire, number, steps = batch
        last, answers = self.taken.get(wire, (0, None))
        if last < number:
            answers = [self.store.apply(step) for step in steps]
            self.taken[wire] = number, answers
        return answers


@frozen
class Wait:
    """A caller in the queue: since when by count of arrivals, why, and until when at the latest."""

    number: int
    operation: str
    why: str
    since: float
    until: float


@define(eq=False, slots=False)
class Process:
    """A client of both operations, with a note of who of its callers waits."""

    number: int
    store: object
    server: Server
    in_order: bool
    loop: asyncio.AbstractEventLoop
    waits: dict = field(factory=dict)
    asked: dict = field(factory=dict)
    tasks: dict = field(factory=dict)
    wrongs: list = field(factory=list)
    came: count = field(factory=count)

    def __attrs_post_init__(self):
        emit = Sink(self.hear)
        self.scheduler = Scheduler(
            self.store,
            clock=self.server.clock,
            listener=emit,
            max_wait=MAX_WAIT,
            unique=lambda: f"client{self.number}",  # else random, and a failure could not be repeated
        )
        self.engine = Engine(
            scheduler=self.scheduler,
            transport=self.server,
            emit=emit,
            max_wait=MAX_WAIT,
            clock=self.server.clock,
            jitter=lambda: 0.5,
        )
        self.callers = [CallExecutor(self.engine, operation) for operation in OPERATIONS]

    def hear(self, event):
        if isinstance(event, Waiting):
            kept = self.waits.get(event.endpoint)
            now = self.loop.time()
            self.waits[event.endpoint] = (
                evolve(kept, why=event.why)
                if kept
                else Wait(next(self.came), event.operation, event.why, now, now + MAX_WAIT)
            )
        elif isinstance(event, WaitEnded):
            self.waits.pop(event.endpoint, None)
        elif isinstance(event, Admitted):
            own = self.waits.pop(event.endpoint, None)
            if self.in_order:
                self._in_order(event, own)

    def _in_order(self, event, own):
        """Note who of the lane came before and still waits for a permit that is worth having.

        One that asks the store in vain in this very instant may be passed by the next in line. Of many tokens, two
        permits that are handed out in one instant may change places.
        """
        if event.operation != "one" or self.store.busy_at == self.loop.time():
            return
        lane, own_cost = self.asked[event.endpoint]
        asked = self.loop.time() - event.waited
        for other, wait in self.waits.items():
            if other not in self.asked:
                continue
            others, cost = self.asked[other]
            if (
                (wait.operation, others) == ("one", lane)
                and wait.why != "quota"
                and (cost <= 1 or own_cost > 1)
                and (not cost or event.used + cost <= 1000)
                and (wait.number < own.number if own else wait.since < asked)
                and wait.until > self.loop.time() + 0.001
                and not self.tasks[other].cancelling()
            ):
                self.wrongs.append(f"{event.endpoint} overtook {other}")

    def start(self, which, number, lane, cost):
        name = f"x{number}"
        call = Call(endpoint=name, method="GET", script="x.php", query=(("n", str(number)),), cost=cost)
        self.asked[name] = lane, cost
        self.tasks[name] = self.loop.create_task(self.callers[which].perform(call, lane=lane))
        self.tasks[name].add_done_callback(lambda task: self._done(name, task))
        return self.tasks[name]

    def _done(self, name, task):
        self.waits.pop(name, None)
        del self.tasks[name], self.asked[name]
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            task.result().close()
        elif not isinstance(error, WolkvoxError):
            self.wrongs.append(repr(error))

    def permits(self, operation):
        return self.scheduler.queue(operation).permits

    @property
    def degraded(self):
        return isinstance(self.store.store, FallbackStore) and self.store.store.degraded

    async def crash(self):
        """End as a killed process does: nothing more of it reaches the store, and what it sent goes on."""
        self.store.dead = True
        ours = [*self.tasks.values(), *self.engine.under_way]
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)
        for operation in OPERATIONS:
            self.scheduler.queue(operation).close()

    async def close(self):
        for task in list(self.tasks.values()):
            task.cancel()
        await self.engine.aclose()


PROCESS = st.integers(0, 2)
WHICH = st.sampled_from([0, 0, 1])
LANE = st.sampled_from(["interactive", "bulk"])
# When a caller is cancelled, and how many turns of the loop into that instant: it may bring the permit.
PATIENCE = st.none() | st.tuples(st.sampled_from([0.01, 0.2, 1.0, 2.0, 7.0]), st.integers(0, 6))
PLANS = st.builds(
    Plan,
    what=st.sampled_from(["answered", "answered", "slow to connect", "lost", "unsent", *REFUSALS]),
    seconds=st.sampled_from([0.0, 0.02, 0.2, 1.0, 7.0, 60.0]),
    cost=st.sampled_from([0, 1, 1, 1, 90]),
)


class Machine(RuleBasedStateMachine):
    """Processes that call, lose patience, lose connections, die and come back."""

    processes_at_most = 3
    may_crash = True
    in_order = True
    patience = 0.0  # seconds that a store may take for its answer, however long the caller has waited already
    troubles = ("up",)

    def __init__(self):
        super().__init__()
        self.logger = logging.getLogger("wolkvox_async")
        self.level = self.logger.level
        self.logger.setLevel(logging.CRITICAL)
        self.folder = Path(tempfile.mkdtemp())
        self.loop = Leaping()
        self.server = Server(lambda: EVENING + self.loop.time())
        self.shared = Shared()
        self.lost = Counter()  # what killed processes may have booked and not sent, by day
        self.calls = self.made = 0
        self.called = asyncio.Event()
        self.idle = {}
        self.wrongs = []
        self.blocked = False
        self.unblocked_at = 0.0
        self.prepare()

    # What kinds of store differ in

    def prepare(self):
        """Make what the processes share."""

    def store(self):
        """Return a process's store."""
        return self.shared.store

    async def read_used(self, budget):
        """Return the day's count, as the shared store has it."""
        return await self.shared.store.ask(ReadUsed(budget))

    async def count_leases(self, token):
        return await self.shared.store.ask(CountLeases((token,), self.server.clock()))

    async def settled(self):
        """Let go of what the processes shared."""

    # Rules

    @initialize(processes=st.integers(1, 3))
    def begin(self, processes):
        self.processes = [self.process() for _ in range(min(processes, self.processes_at_most))]
        self.watch = self.loop.create_task(self.watching())

    def process(self):
        self.made += 1
        return Process(self.made, Mortal(self.store()), self.server, self.in_order, self.loop)

    def run(self, seconds):
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def some(self, number):
        return self.processes[number % len(self.processes)]

    @rule(process=PROCESS, which=WHICH, plans=st.lists(PLANS, min_size=1, max_size=6), lane=LANE, patience=PATIENCE)
    def call(self, process, which, plans, lane, patience):
        for plan in plans:
            self.start(process, which, plan, lane, patience)

    @rule(process=PROCESS, which=WHICH, count=st.integers(2, 9), seconds=st.sampled_from([0.02, 0.2, 1.0]), lane=LANE)
    def many_callers(self, process, which, count, seconds, lane):
        """Many ordinary calls."""
        for _ in range(count):
            self.start(process, which, Plan(seconds=seconds), lane, None)

    def start(self, process, which, plan, lane, patience):
        self.calls += 1
        self.called.set()
        self.server.plans[self.calls] = plan
        task = self.some(process).start(which, self.calls, lane, plan.cost)
        if patience is not None:
            seconds, turns = patience
            self.loop.call_later(seconds, self.in_turns, turns, task.cancel)

    def in_turns(self, turns, act):
        if turns:
            self.loop.call_soon(self.in_turns, turns - 1, act)
        else:
            act()

    @precondition(lambda self: any(process.tasks for process in self.processes))
    @rule(process=PROCESS, keep=st.integers(1, 3), at_once=st.booleans())
    def cancel(self, process, keep, at_once):
        """Cancel some, of those who wait and of those whose call is at the server."""
        if not at_once:
            self.run(0)
        for task in list(self.some(process).tasks.values())[::keep]:
            task.cancel()

    @rule(seconds=st.sampled_from([0.0, 0.01, 0.1, 0.7, 1.0, 5.0, 30.0, 65.0, 160.0]))
    def wait(self, seconds):
        self.run(seconds)

    @rule()
    def midnight(self):
        """Go to a second before the next midnight of either operation, from where calls run over it."""
        self.run(max(0.0, min(map(self.ends_at, OPERATIONS)) - 1 - self.server.clock()))

    def ends_at(self, operation):
        today = datetime.fromtimestamp(self.server.clock(), operation.tz).date()
        return datetime.combine(today + timedelta(days=1), datetime.min.time(), operation.tz).timestamp()

    @precondition(lambda self: self.may_crash)
    @rule(process=PROCESS)
    def crash(self, process):
        index = process % len(self.processes)
        for operation in OPERATIONS:  # of calls under way since yesterday too; it is a bound
            day = operation.name, self.server.day(operation)
            self.lost[day] += sum(cost for _, cost in self.processes[index].asked.values())
            self.lost[day] += sum(exchange._call.cost for exchange in self.processes[index].engine.under_way.values())
        self.loop.run_until_complete(self.processes[index].crash())
        self.wrongs += self.processes[index].wrongs
        self.processes[index] = self.process()

    @precondition(lambda self: self.may_crash)
    @rule(process=PROCESS)
    def close(self, process):
        index = process % len(self.processes)
        self.loop.run_until_complete(self.processes[index].close())
        store = self.processes[index].store.store
        for entry in store._left() if isinstance(store, GroupCommit) else ():  # it could not be used all the time
            match entry.step:
                case Claim(cost=cost, budget=budget) | Release(Claim(cost=cost, budget=budget), True):
                    self.lost[NAMES[budget.account], budget.day] += cost
        self.wrongs += self.processes[index].wrongs
        self.processes[index] = self.process()

    @precondition(lambda self: len(self.troubles) > 1)
    @rule(data=st.data())
    def store_fails_or_returns(self, data):
        self.shared.become(data.draw(st.sampled_from(self.troubles)))

    @rule(seconds=st.sampled_from([1.0, 60.0, 200.0]))
    def block(self, seconds):
        """Block the loop: no callback runs for so long, and then all that are due."""
        self.loop.advance(seconds)
        self.idle.clear()
        self.blocked = True
        self.run(0)
        self.blocked = False
        self.unblocked_at = self.loop.time()

    @rule()
    def settle(self):
        """Let all calls end: then what is booked was made, but what killed processes had on its way."""
        self.shared.become("up")
        tasks = [task for process in self.processes for task in process.tasks.values()]
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks, timeout=24 * 3600))
        self.run(70.0)
        self.loop.run_until_complete(self.exact())

    async def exact(self):
        for operation in OPERATIONS:
            day = operation.name, self.server.day(operation)
            used = await self.read_used(Budget(operation.key, day[1], 1000))
            if day not in self.server.inexact:
                assert 0 <= used - self.server.spent[day] <= self.lost[day]

    @rule(process=PROCESS, which=WHICH, others=st.sampled_from([0, 0, 900, 990, 1000]))
    def reconcile(self, process, which, others):
        """Take the server's count, as `token_info` reports it; others may have called too, up to this many in all."""
        operation = OPERATIONS[which]
        day = operation.name, self.server.day(operation)
        counted = max(self.server.spent[day], others)
        self.server.inexact.add(day)
        if self.loop.run_until_complete(self.reconciled(self.some(process), operation, counted)):
            self.server.spent[day] = counted

    async def reconciled(self, process, operation, counted):
        day = operation.name, self.server.day(operation)
        for token in operation.tokens:  # what was granted and is on its way may be in the server's count or not
            self.server.slack[day] += await self.count_leases(operation.permits_key(token))
        # ... and so may what any process asks for just now, as it may be granted before the server's count is taken.
        self.server.slack[day] += sum(cost for each in self.processes for _, cost in each.asked.values())
        try:
            queue = process.scheduler.queue(operation)
            queue.reconcile(counted, queue.today())
            usage = await queue.usage(limits.MAX_WAIT_SECONDS)
        except StoreUnavailable:
            assert self.shared.trouble != "up"
            return False
        assert usage.used >= counted or usage.day != day[1]
        return True

    # What always holds

    @invariant()
    def nothing_went_wrong(self):
        for wrongs in (self.server.wrongs, self.wrongs, *(each.wrongs for each in getattr(self, "processes", []))):
            assert not wrongs, wrongs

    @invariant()
    def every_call_at_the_server_is_booked(self):
        for operation in OPERATIONS if hasattr(self, "processes") else ():
            self.loop.run_until_complete(self.booked(operation))

    async def booked(self, operation):
        day = self.server.day(operation)
        used = await self.read_used(Budget(operation.key, day, 1000))
        assert used >= self.server.spent[operation.name, day] - self.server.slack[operation.name, day]

    async def watching(self):
        """Look every now and then for a permit that idles while a caller waits for it, and for waits without end."""
        while True:
            await self.called.wait()
            if not any(process.tasks for process in self.processes):
                self.called.clear()
            await asyncio.sleep(0.07)
            if self.blocked:
                continue
            for process in self.processes:
                for operation in OPERATIONS:
                    await self.no_permit_idles(process, operation)
                self.late(process)

    async def no_permit_idles(self, process, operation):
        permits, now = process.permits(operation), self.server.clock()
        idle = bool(permits.waiting) and not permits.paused and not process.degraded and self.shared.trouble == "up"
        if idle:
            queue = process.scheduler.queue(operation)
            taken = [await self.count_leases(each.key) for each in queue._tokens if not each.revoked]
            idle = bool(taken) and min(taken) < 2
        since = self.idle.setdefault((process, operation.name), now) if idle else now
        if not idle:
            self.idle.pop((process, operation.name), None)
        if now - since > STEP:
            self.wrongs.append(f"a permit of {operation.name} idles at process {process.number}")

    def late(self, process):
        now = self.loop.time()
        for name, wait in process.waits.items():
            # An answer of the store that was due while the loop was blocked may be there: it is waited for once more.
            grace = limits.GRACE_SECONDS if wait.why == "store" else 0.0
            if max(wait.until, self.unblocked_at + grace) < now - 0.001 - self.patience:
                self.wrongs.append(f"{name} waits too long")
        for operation in OPERATIONS:
            permits = process.permits(operation)
            if permits.waiting_for_reset and not self.server.clock() - 1 < permits._reset_at <= self.ends_at(operation):
                self.wrongs.append(f"{operation.name} sleeps past midnight")

    # The end: all is given back

    def teardown(self):
        try:
            if hasattr(self, "processes"):
                self.shared.become("up")
                self.loop.run_until_complete(self.drained())
        finally:
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
                self.loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
            self.loop.close()
            self.logger.setLevel(self.level)
            shutil.rmtree(self.folder)

    async def drained(self):
        tasks = [task for process in self.processes for task in process.tasks.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=24 * 3600)
        await asyncio.sleep(LONG)
        self.nothing_went_wrong()
        assert not any(process.tasks or process.waits or process.engine.under_way for process in self.processes)
        assert not self.server.opened
        assert set(self.server.inside.values()) <= {0}
        for process in [*self.processes, self.process()]:
            for operation in OPERATIONS:
                await all_permits(process, operation)
            await process.close()
        await self.settled()


async def all_permits(process, operation):
    """Both permits of every token that is usable can be had at once, and no third."""
    made = process.scheduler
    tokens = sum(not each.revoked for each in made.queue(operation)._tokens)
    if not tokens:
        return
    leases = [await made.acquire(operation, endpoint="last", max_wait=STEP, cost=0) for _ in range(2 * tokens)]
    with pytest.raises(WaitTooLong):
        await made.acquire(operation, endpoint="last", max_wait=0, cost=0)
    for lease in leases:
        lease.release()


class OnFile(Machine):
    """Clients of one process on one file, which another program locks now and then."""

    def prepare(self):
        self.path = self.folder / "s.sqlite3"
        self.reader = SQLiteStore(self.path)

    def store(self):
        return SQLiteStore(self.path)

    async def read_used(self, budget):
        return await self.reader.ask(ReadUsed(budget))

    async def count_leases(self, token):
        return await self.reader.ask(CountLeases((token,), self.server.clock()))

    async def settled(self):
        await self.reader.aclose()

    @rule()
    def lock(self):
        """Lock the file for longer than any patience, as a backup does."""
        other = sqlite3.connect(self.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        self.shared.trouble = "locked"
        self.run(8.0)
        other.close()
        self.shared.trouble = "up"
        self.idle.clear()


class Refusing(Machine):
    """The store is behind a wire; it goes away and comes back, and without it no call goes out."""

    in_order = False  # claims take their time, and cross
    patience = 0.5 + LATENCY  # an answer within half a second is no wait
    troubles = ("up", "down", "mute", "locked", "stalled")

    def store(self):
        return Wire(self.shared)


class FallingBack(Refusing):
    """One process that goes on without its store."""

    processes_at_most = 1
    may_crash = False

    def store(self):
        return FallbackStore(Wire(self.shared), self.server.clock)

    async def booked(self, operation):
        day = self.server.day(operation)
        used = await self.processes[0].store.store.ask(ReadUsed(Budget(operation.key, day, 1000)))
        assert used >= self.server.spent[operation.name, day] - self.server.slack[operation.name, day]


HISTORIES = int(os.environ.get("WOLKVOX_HISTORIES", "0"))
pytestmark = pytest.mark.timeout(240 + 2 * HISTORIES)


def case(machine, histories):
    machine.TestCase.settings = settings(
        max_examples=HISTORIES or histories,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.generate],  # to make a history shorter takes minutes, and it runs alone as it is
    )
    return machine.TestCase


TestInMemory = case(Machine, 100)
TestOnFile = case(OnFile, 40)
TestRefusing = case(Refusing, 25)
TestFallingBack = case(FallingBack, 25)
