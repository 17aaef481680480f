"""Any history of several processes over one store keeps the promises: two calls of a token at the server, the quota of
a day, first come first served, nothing idle, nobody waiting for ever, and every slot back in the end.

The whole client but its transport runs under virtual time, against a server that counts for itself: a call is at the
server from its arrival until the server is done with it, whatever has become of whoever made it.
150 histories of each kind of store; WOLKVOX_HISTORIES=5000 makes it 5,000.
"""

import asyncio
import logging
import os
import shutil
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

from wolkvox_async import limits
from wolkvox_async.calls.executor import Caller, Engine
from wolkvox_async.calls.transport import Answered, Timeouts
from wolkvox_async.core.call import Call
from wolkvox_async.core.reply import Lost, Seen
from wolkvox_async.errors import StoreUnavailable, WaitTooLong, WolkvoxError
from wolkvox_async.events import Admitted, Waiting
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Budget, GuardedStore, MemoryStore, Scheduler, SQLiteStore

OPERATIONS = [
    Operation(name="one", server="0001", tokens=["token-a"], licences=1, tz="America/Bogota"),
    Operation(name="many", server="0002", tokens=["token-b", "token-c", "token-d"], licences=1, tz="Europe/Madrid"),
]
OWNERS = {token.reveal(): operation for operation in OPERATIONS for token in operation.tokens}
EVENING = datetime(2026, 3, 28, 23, 58, tzinfo=OPERATIONS[1].tz).timestamp()  # before a day of 23 hours
MAX_WAIT = 40.0
STEP = 0.5  # seconds in which a free slot must find the one who waits for it, in whatever process
LONG = limits.LEASE_SECONDS + limits.LONGEST_SQUEEZE_SECONDS + MAX_WAIT

REFUSALS = {
    "quota": "TOKEN LIMIT EXCEEDED",
    "simultaneous": "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)",
    "maintenance": "backup",
    "token": "PLEASE VALIDATE TOKEN",
}


class Leaping(asyncio.SelectorEventLoop):
    """A loop whose clock leaps to the next timer; it waits for nothing else. (looptime takes three turns for it.)"""

    def __init__(self):
        super().__init__()
        self._now = 0.0
        self._clock_resolution = 1e-6
        self._selector.select = self._leap

    def time(self):
        return self._now

    def _leap(self, timeout):
        assert timeout is not None, "nothing will ever happen"
        self._now += timeout
        return []


@frozen
class Plan:
    """What becomes of a call's first attempt; the others are answered in a second."""

    what: str = "answered"
    seconds: float = 1.0
    cost: int = 1


class Body:
    """A reply's body, which somebody has to close."""

    def __init__(self, opened):
        opened.add(self)
        self.close = lambda: opened.discard(self)


class Server:
    """Counts what is in flight and what a day has cost, and remembers every excess."""

    def __init__(self, clock):
        self.clock = clock
        self.inside = Counter()
        self.spent = Counter()
        self.ahead = Counter()  # calls that processes had booked ahead when the server's count came to the quota
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
        if self.spent[day] > 1000 + self.ahead[day]:
            self.wrongs.append(f"{self.spent[day]} calls of {day}")
        asyncio.get_running_loop().call_later(plan.seconds, self.inside.subtract, [secret])

    def day(self, operation):
        return datetime.fromtimestamp(self.clock(), operation.tz).date().isoformat()

    timeouts = Timeouts()

    def check(self):
        """It can always send."""

    async def send(self, request, *, full, wanted, begin):
        """Do as a transport does."""
        if not begin():
            return Lost("too late", "late", sent=False)
        number = int(request.url.partition("n=")[2])
        plan = self.plans[number]
        self.plans[number] = Plan(cost=plan.cost)
        if plan.what == "unsent":
            await asyncio.sleep(plan.seconds)
            return Lost("no connection", "refused", sent=False)
        if plan.what in REFUSALS:
            plan = Plan(plan.what, 0.1, plan.cost)
        self.arrive(request.headers["wolkvox-token"], plan)
        if plan.what == "lost":
            await asyncio.sleep(plan.seconds / 2)
            return Lost("the connection was lost", "reset", sent=True)
        await asyncio.sleep(plan.seconds)
        status, msg = (403, REFUSALS[plan.what]) if plan.what in REFUSALS else (200, "1 records were found")
        envelope = {"code": str(status), "msg": msg, "data": []}
        return Answered(Seen(status=status, whole=True, envelope=envelope, head=b"", size=99), Body(self.opened))

    async def aclose(self):
        """There is nothing to close."""


class Wire(GroupCommit):
    """A process's way to a shared store: it is slow, may be down or locked, stand still, or lose its answers."""

    def __init__(self, store, trouble):
        super().__init__(patience=5.0)
        self._store = store
        self._trouble = trouble
        self.dead = False

    def __repr__(self):
        return "<wire>"

    async def _commit(self, steps):
        what = "down" if self.dead else self._trouble["store"]
        if what == "down":
            raise StoreUnavailable("the store is gone")
        if what == "locked":
            raise Locked
        await asyncio.sleep(LATENCY)
        if what == "stalled":
            await asyncio.sleep(5.0)
            raise Unanswered(StoreUnavailable("the store stands still"))  # it takes them when it goes on
        answers = [self._store.apply(step) for step in steps]
        if what == "mute":
            raise Unanswered(StoreUnavailable("the store does not answer"))
        return answers

    def _locked(self):
        return StoreUnavailable("the store was locked")

    def _moved(self, *, forked):
        """There is no connection."""

    async def _disconnect(self):
        """There is no connection."""


@frozen
class Wait:
    """A caller in line: since when by count of arrivals, why, and until when at the latest."""

    number: int
    operation: str
    why: str
    since: float
    until: float


class Noting:
    """A store that notes when it was asked last for a permit."""

    def __init__(self, store):
        self._store = store
        self.asked_at = -1.0

    async def claim(self, claim):
        self.asked_at = asyncio.get_running_loop().time()
        return await self._store.claim(claim)

    def __getattr__(self, name):
        return getattr(self._store, name)


@define(eq=False, slots=False)
class Process:
    """A client of both operations, with a note of who of its callers waits."""

    number: int
    wire: Wire
    guard: GuardedStore | None
    server: Server
    loop: asyncio.AbstractEventLoop
    waits: dict = field(factory=dict)
    asked: dict = field(factory=dict)
    tasks: dict = field(factory=dict)
    wrongs: list = field(factory=list)
    came: count = field(factory=count)

    def __attrs_post_init__(self):
        self.scheduler = Noting(self.guard or self.wire, clock=self.server.clock, listener=self.hear, max_wait=MAX_WAIT)
        self.scheduler._party = f"party{self.number}"  # else random, and a failure could not be repeated
        self.engine = Engine(
            scheduler=self.scheduler,
            transport=self.server,
            max_wait=MAX_WAIT,
            clock=self.server.clock,
            jitter=lambda: 0.5,
        )
        self.callers = [Caller(self.engine, operation) for operation in OPERATIONS]

    def hear(self, event):
        if isinstance(event, Waiting):
            kept = self.waits.get(event.endpoint)
            now = self.loop.time()
            self.waits[event.endpoint] = (
                evolve(kept, why=event.why)
                if kept
                else Wait(next(self.came), event.operation, event.why, now, now + MAX_WAIT)
            )
        elif isinstance(event, Admitted):
            self._in_order(event, self.waits.pop(event.endpoint, None))

    def _in_order(self, event, own):
        """Note who of the lane had come before, is not parked, cancelled or at its end, nor costs more than is left.

        One that costs more than one call may be passed by another that is booked already; one that asks the store in
        vain in this very instant, by the next in line. Of many tokens, two seats that are handed out in one instant
        may change places.
        """
        if event.operation != "one":
            return
        lane, own_cost = self.asked[event.endpoint]
        used = self.desk(OPERATIONS[0]).book.used
        asked = self.loop.time() - event.waited
        for other, wait in self.waits.items():
            others, cost = self.asked[other]
            if (
                (wait.operation, others) == ("one", lane)
                and wait.why != "quota"
                and self.scheduler.asked.get(other) != self.loop.time()
                and (cost <= 1 or own_cost > 1)
                and (not cost or used + cost <= 1000)
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

    def desk(self, operation):
        return self.scheduler._desk(operation)

    @property
    def alone(self):
        return self.guard is not None and self.guard._failed_at > -1

    async def crash(self):
        """End as a killed process does: nothing more of it reaches the store, and what it sent goes on."""
        self.wire.dead = True
        ours = [*self.tasks.values(), *self.engine.under_way]
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)
        await self.scheduler.aclose()

    async def close(self):
        for task in list(self.tasks.values()):
            task.cancel()
        await self.engine.aclose()


PROCESS = st.integers(0, 2)
WHICH = st.sampled_from([0, 0, 1])
LANE = st.sampled_from(["interactive", "bulk"])
# When a caller is cancelled, and how many turns of the loop into that instant: it may be the one that brings the slot.
PATIENCE = st.none() | st.tuples(st.sampled_from([0.2, 1.0, 2.0, 7.0]), st.integers(0, 6))
PLANS = st.builds(
    Plan,
    what=st.sampled_from(["answered", "answered", "lost", "unsent", *REFUSALS]),
    seconds=st.sampled_from([0.0, 0.02, 0.2, 1.0, 7.0, 60.0]),
    cost=st.sampled_from([0, 1, 1, 1, 90]),
)


class Machine(RuleBasedStateMachine):
    """Processes that call, lose patience, lose connections, die and come back."""

    processes_at_most = 3
    may_crash = True
    troubles = ("up",)

    def __init__(self):
        super().__init__()
        self.logger = logging.getLogger("wolkvox_async")
        self.level = self.logger.level
        self.logger.setLevel(logging.CRITICAL)
        self.folder = Path(tempfile.mkdtemp())
        self.loop = Leaping()
        self.server = Server(lambda: EVENING + self.loop.time())
        self.trouble = {"store": "up"}
        self.calls = self.made = 0
        self.called = asyncio.Event()
        self.idle = {}
        self.wrongs = []
        self.prepare()

    # What kinds of store differ in

    def prepare(self):
        self.memory = MemoryStore()

    def store(self):
        return self.memory

    def guard(self, wire):
        return None

    # Rules

    @initialize(processes=st.integers(1, 3))
    def begin(self, processes):
        self.processes = [self.process() for _ in range(min(processes, self.processes_at_most))]
        self.watch = self.loop.create_task(self.watching())

    def process(self):
        wire = Wire(self.store(), self.trouble)
        self.made += 1
        return Process(self.made, wire, self.guard(wire), self.server, self.loop)

    def run(self, seconds):
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def some(self, number):
        return self.processes[number % len(self.processes)]

    @rule(process=PROCESS, which=WHICH, plans=st.lists(PLANS, min_size=1, max_size=6), lane=LANE, patience=PATIENCE)
    def call(self, process, which, plans, lane, patience):
        for plan in plans:
            self.start(process, which, plan, lane, patience)

    @rule(process=PROCESS, which=WHICH, count=st.integers(2, 9), seconds=st.sampled_from([0.02, 0.2, 1.0]), lane=LANE)
    def crowd(self, process, which, count, seconds, lane):
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
        self.loop.run_until_complete(self.processes[index].crash())
        self.wrongs += self.processes[index].wrongs
        self.processes[index] = self.process()

    @precondition(lambda self: self.may_crash)
    @rule(process=PROCESS)
    def close(self, process):
        index = process % len(self.processes)
        self.loop.run_until_complete(self.processes[index].close())
        self.wrongs += self.processes[index].wrongs
        self.processes[index] = self.process()

    @precondition(lambda self: len(self.troubles) > 1)
    @rule(data=st.data())
    def store_fails_or_returns(self, data):
        self.trouble["store"] = data.draw(st.sampled_from(self.troubles))

    @rule(process=PROCESS, which=WHICH, others=st.sampled_from([0, 0, 900, 990, 1000]))
    def reconcile(self, process, which, others):
        """Take the server's count, as `token_info` tells it; others may have called too, up to so many in all."""
        operation = OPERATIONS[which]
        day = operation.name, self.server.day(operation)
        told = max(self.server.spent[day], others)
        try:
            usage = self.loop.run_until_complete(self.some(process).scheduler.reconcile(operation, told))
        except StoreUnavailable:
            assert self.trouble["store"] != "up"
        else:
            assert usage.used >= told
            self.server.spent[day] = told
            if told >= 1000:  # those of other processes that are on the books of a stint may still come
                self.server.ahead[day] = sum(each.desk(operation).book.ahead for each in self.processes)

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
        used = await self.processes[0].wire._store.used(Budget(operation.key, day, 1000))
        assert used >= self.server.spent[operation.name, day] - self.server.ahead[operation.name, day]

    async def watching(self):
        """Look every now and then for a slot that idles while somebody waits for it, and for who waits for ever."""
        while True:
            await self.called.wait()
            if not any(process.tasks for process in self.processes):
                self.called.clear()
            await asyncio.sleep(0.07)
            for process in self.processes:
                for operation in OPERATIONS:
                    await self.busy_or_nobody_waits(process, operation)
                self.late(process)

    async def busy_or_nobody_waits(self, process, operation):
        desk, now = process.desk(operation), self.server.clock()
        idle = bool(desk.waiting) and not desk.paused and not process.alone and self.trouble["store"] == "up"
        if idle:
            slots = [operation.slot_key(token) for token in desk._pairs]
            taken = [await process.wire._store.busy(slot, now) for slot in slots]
            idle = bool(taken) and min(taken) < 2
        since = self.idle.setdefault((process, operation.name), now) if idle else now
        if not idle:
            self.idle.pop((process, operation.name), None)
        if now - since > STEP:
            self.wrongs.append(f"a slot of {operation.name} idles at process {process.number}")

    def late(self, process):
        now = self.loop.time()
        self.wrongs += [f"{name} waits too long" for name, wait in process.waits.items() if wait.until < now - 0.001]
        for operation in OPERATIONS:
            desk = process.desk(operation)
            if desk.parked and not self.server.clock() - 1 < desk._dawn_at <= self.ends_at(operation):
                self.wrongs.append(f"{operation.name} sleeps past midnight")

    # The end: all is given back

    def teardown(self):
        try:
            if hasattr(self, "processes"):
                self.trouble["store"] = "up"
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
                await all_slots(process, operation)
            await process.close()


async def all_slots(process, operation):
    """Two slots of every token that is trusted can be had at once, and no third."""
    tokens = len(process.desk(operation)._pairs)
    if not tokens:
        return
    made = process.scheduler
    slots = [await made.acquire(operation, endpoint="last", max_wait=STEP, cost=0) for _ in range(2 * tokens)]
    with pytest.raises(WaitTooLong):
        await made.acquire(operation, endpoint="last", max_wait=0, cost=0)
    for slot in slots:
        await slot.release()


class OnFile(Machine):
    """Each process has a connection of its own to one file."""

    def prepare(self):
        self.path = self.folder / "s.sqlite3"

    def store(self):
        return SQLiteStore(self.path)


class Refusing(Machine):
    """The store goes away and comes back, and without it no call goes out."""

    troubles = ("up", "down", "mute")


class GoingOnAlone(Machine):
    """One process that goes on without its store."""

    processes_at_most = 1
    may_crash = False
    troubles = ("up", "down", "mute")

    def guard(self, wire):
        return GuardedStore(wire, self.server.clock)

    async def booked(self, operation):
        day = self.server.day(operation)
        used = await self.processes[0].guard.used(Budget(operation.key, day, 1000))
        assert used >= self.server.spent[operation.name, day] - self.server.ahead[operation.name, day]


BOUNDED = settings(
    max_examples=int(os.environ.get("WOLKVOX_HISTORIES", "150")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],  # to make a history shorter takes minutes, and it runs alone as it is
)


def case(machine):
    machine.TestCase.settings = BOUNDED
    return machine.TestCase


TestInMemory = case(Machine)
TestOnFile = case(OnFile)
TestRefusing = case(Refusing)
TestGoingOnAlone = case(GoingOnAlone)
