"""The stores: one rule for all of them, written down as vectors, and the same answers through any history."""

import asyncio
import json
import sqlite3
import time

import pytest
import redis as redis_py
from attrs import evolve, frozen
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import wolkvox_async.scheduler as scheduler_package
from tests.support.redis_server import running
from tests.support.scheduling import TODAY, TOKEN, YESTERDAY, claim
from wolkvox_async.scheduler import Budget, Busy, Granted, Spent
from wolkvox_async.scheduler.stores.granting import judge
from wolkvox_async.scheduler.stores.memory import MemoryStore
from wolkvox_async.scheduler.stores.protocol import REDUCED, CountLeases, ReadUsed, Reconcile, Release, SetExpiry
from wolkvox_async.scheduler.stores.redis import _DOCUMENTS, RedisStore, _field
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

# The rule: what there is of a token and of the day, and what becomes of a claim. Times are seconds from now.


@frozen
class Vector:
    what: str
    decision: Granted | Busy | Spent
    leases: tuple[float, ...] = ()
    tickets: tuple[tuple[str, float, float], ...] = ()  # client, since, until
    used: int = 0
    cost: int = 1


VECTORS = [
    Vector("nothing is taken", Granted(1)),
    Vector("one permit is taken", Granted(1), leases=(50,)),
    Vector("both are taken", Busy(20), leases=(50, 20)),
    Vector("one of two leases has ended", Granted(1), leases=(50, -1)),
    Vector("leases that ended count no more", Granted(1), leases=(-1, -2, -3)),
    Vector("three leases, as after two processes went on alone", Busy(10), leases=(30, 20, 10)),
    Vector("the last call of the day", Granted(10), used=9),
    Vector("the day is spent", Spent(10), used=10),
    Vector("the call costs more than is left", Spent(8), used=8, cost=3),
    Vector("the call costs all that is left", Granted(10), used=8, cost=2),
    Vector("a spent day is said before a busy token", Spent(10), used=10, leases=(50, 20)),
    Vector("a call that costs nothing passes a spent day", Granted(10), used=10, cost=0),
    Vector("a call that costs nothing passes an overdrawn day", Granted(12), used=12, cost=0),
    Vector("one waits, two are free", Granted(1), tickets=(("q", -3, 30),)),
    Vector("one waits, one is free", Busy(50), leases=(50,), tickets=(("q", -3, 30),)),
    Vector("two wait, two are free", Busy(0), tickets=(("q", -3, 30), ("r", -2, 30))),
    Vector("tickets that lapsed", Granted(1), leases=(50,), tickets=(("q", -30, -3), ("r", -30, -2))),
    Vector("one's own ticket", Granted(1), leases=(50,), tickets=(("p", -3, 30),)),
    Vector("one's own ticket is the second", Busy(50), leases=(50,), tickets=(("p", -3, 30), ("q", -5, 30))),
    Vector("one's own ticket is the first", Granted(1), leases=(50,), tickets=(("p", -5, 30), ("q", -3, 30))),
    Vector("tickets of one instant go by name", Granted(1), leases=(50,), tickets=(("p", -5, 30), ("q", -5, 30))),
    Vector("and the other way round", Busy(50), leases=(50,), tickets=(("p", -5, 30), ("a", -5, 30))),
    Vector("a ticket from before the clock was set back", Granted(1), leases=(50,), tickets=(("q", 60, 90),)),
]
by_name = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.what)


def expected(vector, now):
    return (
        evolve(vector.decision, until=now + vector.decision.until)
        if isinstance(vector.decision, Busy)
        else vector.decision
    )


def tickets(vector, now):
    return {client: (now + until, now + since) for client, since, until in vector.tickets}


def documents(vector, now):
    return {
        f"{TOKEN} leases": {f"held{number}": (now + end, 0) for number, end in enumerate(vector.leases)},
        f"{TOKEN} tickets": tickets(vector, now),
        f"{TODAY.account} days": {TODAY.day: (vector.used, 0)},
    }


@by_name
def test_the_rule(vector):
    asked = claim("a", cost=vector.cost)
    leases, queue, days = documents(vector, 100).values()
    assert judge(asked, leases, days[TODAY.day][0], queue, 2) == expected(vector, 100)


@by_name
async def test_the_rule_in_memory(vector):
    store = MemoryStore()
    store._documents.update(documents(vector, 100))
    assert await store.ask(claim("a", cost=vector.cost)) == expected(vector, 100)


@by_name
async def test_the_rule_in_a_file(vector, tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.ask(ReadUsed(TODAY))
    with sqlite3.connect(store.path) as db:
        for name, document in documents(vector, 100).items():
            db.execute("INSERT INTO document VALUES (?, ?)", (name, json.dumps(document)))
    db.close()
    assert await store.ask(claim("a", cost=vector.cost)) == expected(vector, 100)
    await store.aclose()


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    with running(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@by_name
async def test_the_rule_in_redis(vector, redis_url):
    store = RedisStore(redis_url)
    with redis_py.Redis.from_url(redis_url) as client:
        client.flushall()
        seconds, micro = client.time()
        now = seconds + micro / 1e6
        for name, document in documents(vector, now).items():
            factor = 1 if name.endswith("days") else 1000  # instants are milliseconds
            scaled = {key: [factor * each for each in entry] for key, entry in document.items()}
            client.hset(_DOCUMENTS, _field(name), json.dumps(scaled))
    decision = await store.ask(claim("a", cost=vector.cost, now=now))
    wanted = expected(vector, now)
    if isinstance(wanted, Busy):
        assert isinstance(decision, Busy)
        assert decision.until == pytest.approx(wanted.until, abs=1.0)
    else:
        assert decision == wanted
    await store.aclose()


# The same steps on all of them. Redis has a clock of its own, so these take no time.


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def store(request, tmp_path):
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        with redis_py.Redis.from_url(url) as client:
            client.flushall()
        made = RedisStore(url)
    else:
        made = MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "s.sqlite3")
    yield made
    await made.aclose()


def now(lease_id, **options):
    return claim(lease_id, now=time.time(), **options)


async def test_a_claim_books_and_a_release_gives_the_permit_back(store):
    first, second = now("a", cost=3), now("b")
    assert [await store.ask(each) for each in (first, second)] == [Granted(3), Granted(4)]
    assert isinstance(await store.ask(now("c")), Busy)
    assert await store.ask(CountLeases((TOKEN, "0a1b2c.other"), time.time())) == 2
    store.post(Release(second))
    store.post(Release(second))
    assert await store.ask(now("d")) == Granted(5)
    assert isinstance(await store.ask(now("e")), Busy)


async def test_a_refund_takes_back_what_was_booked_once(store):
    first, second = now("a", cost=3), now("b")
    for each in (first, second):
        await store.ask(each)
    for _ in range(2):
        store.post(Release(first, refund=True))
    store.post(Release(now("unknown"), refund=True))
    assert await store.ask(ReadUsed(TODAY)) == 1
    store.post(Release(second))
    store.post(Release(second, refund=True))  # it has ended already
    assert await store.ask(ReadUsed(TODAY)) == 1


async def test_the_servers_count_is_taken_where_it_is_larger(store):
    for counted, used in ((7, 7), (3, 7)):
        store.post(Reconcile(TODAY, counted))
        assert await store.ask(ReadUsed(TODAY)) == used
    assert await store.ask(now("a")) == Granted(8)


async def test_what_was_under_way_when_the_server_gave_its_count_is_not_refunded(store):
    before, other_day = now("a"), now("other day", token="0a1b2c.other", budget=YESTERDAY)
    await store.ask(before)  # sent or not: whether it is among the seven is not known
    await store.ask(other_day)
    store.post(Reconcile(TODAY, 7))
    after = now("b")
    assert await store.ask(after) == Granted(8)
    store.post(Release(before, refund=True))
    assert await store.ask(ReadUsed(TODAY)) == 8
    store.post(Release(now("unknown"), refund=True))
    store.post(Release(after, refund=True))
    store.post(Release(other_day, refund=True))
    assert [await store.ask(ReadUsed(day)) for day in (TODAY, YESTERDAY)] == [7, 0]


async def test_a_lease_ends_when_it_is_set_to(store):
    first, second = now("a"), now("b")
    for each in (first, second):
        await store.ask(each)
    store.post(SetExpiry(first, time.time() + 60))
    assert await store.ask(CountLeases((TOKEN,), time.time())) == 2
    store.post(SetExpiry(first, time.time() - 1))
    assert await store.ask(now("c")) == Granted(3)
    store.post(Release(first, refund=True))
    assert await store.ask(CountLeases((TOKEN,), time.time())) == 2


async def test_a_token_whose_concurrency_is_reduced_has_one_permit(store):
    reduced = now(REDUCED, cost=0)
    store.post(SetExpiry(reduced, time.time() + 60))
    assert await store.ask(now("a")) == Granted(1)
    assert isinstance(await store.ask(now("b")), Busy)
    store.post(SetExpiry(reduced, time.time() + 90))
    store.post(SetExpiry(reduced, time.time() - 1))  # the last one counts
    assert await store.ask(now("c")) == Granted(2)


async def test_a_call_that_went_out_without_the_store_is_taken_over_with_its_lease_and_its_cost(store):
    again = now("b")
    for each in (now("a"), again, again, now("over", seconds=-5)):  # one that arrives twice counts once
        store.post(SetExpiry(each, each.until))
    dear = now("full", token="0a1b2c.other", cost=20)
    store.post(SetExpiry(dear, dear.until))
    assert await store.ask(ReadUsed(TODAY)) == 23
    assert await store.ask(CountLeases((TOKEN,), time.time())) == 2
    assert await store.ask(now("c")) == Spent(23)
    assert isinstance(await store.ask(now("c", cost=0)), Busy)
    store.post(Release(now("a"), refund=True))
    assert await store.ask(now("c", cost=0)) == Granted(22)


async def test_clients_stand_in_a_queue_and_one_that_does_not_come_back_loses_its_place(store):
    held = [now(name, client="hog") for name in "ab"]
    for each in held:
        await store.ask(each)
    assert isinstance(await store.ask(now("x", client="first", ticket_ttl=60)), Busy)
    assert isinstance(await store.ask(now("y", client="second", ticket_ttl=60)), Busy)
    assert isinstance(await store.ask(now("z", client="rare", ticket_ttl=0)), Busy)
    for each in held:
        store.post(Release(each))
    # One of two free permits is the first's, the other the second's: the hog has to wait.
    assert isinstance(await store.ask(now("c", client="hog", ticket_ttl=60)), Busy)
    first = now("x", client="first")
    assert isinstance(await store.ask(first), Granted)
    assert isinstance(await store.ask(now("y", client="second")), Granted)
    store.post(Release(first))
    assert isinstance(await store.ask(now("late", client="first", ticket_ttl=60)), Busy)  # it is the last now
    assert isinstance(await store.ask(now("c", client="hog")), Granted)


async def test_operations_of_one_server_are_counted_apart(store):
    store.post(Reconcile(TODAY, 7))
    assert await store.ask(ReadUsed(Budget("0a1b2c other", TODAY.day, 10))) == 0


@pytest.fixture(params=["memory", "sqlite"])
async def forgetful(request, tmp_path):
    made = MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "s.sqlite3")
    yield made
    await made.aclose()


async def test_a_call_that_was_not_sent_is_refunded_though_its_lease_has_ended_meanwhile(forgetful):
    late, other = claim("late", cost=3, seconds=5), claim("other", token="0a1b2c.other", seconds=5)
    for each in (late, other):
        await forgetful.ask(each)
    for number in range(3):
        await forgetful.ask(claim(f"{number}", now=110.0 + 10 * number, seconds=5))
    forgetful.post(Release(late, refund=True))
    assert await forgetful.ask(ReadUsed(TODAY)) == 4
    await forgetful.ask(claim("much later", token="0a1b2c.other", now=1000.0))
    forgetful.post(Release(other, refund=True))  # it is forgotten
    assert await forgetful.ask(ReadUsed(TODAY)) == 5


# Days


async def test_days_are_counted_apart_and_old_ones_forgotten(forgetful):
    days = [Budget("sales-co", f"2026-03-0{day}", 10) for day in range(1, 5)]
    first, late = claim("a", token="a", budget=days[0]), claim("late", token="late", budget=days[1])
    await forgetful.ask(first)
    await forgetful.ask(late)
    forgetful.post(Release(first, refund=True))
    assert [await forgetful.ask(ReadUsed(day)) for day in days[:2]] == [0, 1]
    for day in days[2:]:
        await forgetful.ask(claim(day.day, token=day.day, budget=day))
    forgetful.post(Release(late, refund=True))
    assert [await forgetful.ask(ReadUsed(day)) for day in days[1:]] == [0, 1, 1]  # the first of them is forgotten


async def test_a_day_is_counted_though_a_clock_once_showed_later_ones(forgetful):
    later = [Budget("sales-co", f"2031-01-0{day}", 10) for day in (1, 2, 3)]
    today, yesterday = (Budget("sales-co", f"2026-03-0{day}", 10) for day in (2, 1))
    for day in [*later, today, yesterday]:
        await forgetful.ask(claim(day.day, token=day.day, budget=day))
        assert await forgetful.ask(ReadUsed(day)) == 1
    assert await forgetful.ask(claim("again", budget=today)) == Granted(2)
    assert await forgetful.ask(ReadUsed(yesterday)) == 1


class Stores(RuleBasedStateMachine):
    """Memory and file against each other and against a model, through any history."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stores = MemoryStore(), Unlocked()
        self.now, self.number, self.day = 100.0, 0, 1
        self.leases, self.used, self.refundable = {}, {}, {}

    def ask(self, question):
        results = [self.loop.run_until_complete(store.ask(question)) for store in self.stores]
        assert results[0] == results[1]
        return results[0]

    def post(self, change):
        async def post(store):
            store.post(change)

        for store in self.stores:
            self.loop.run_until_complete(post(store))

    @property
    def budget(self):
        return Budget("sales-co", f"2026-03-{self.day:02}", 1000)

    @rule(
        token=st.sampled_from("ab"),
        client=st.sampled_from("pqr"),
        cost=st.sampled_from([0, 1, 1, 3, 300]),
        seconds=st.integers(1, 9),
        ttl=st.sampled_from([0.0, 0.05, 2.0]),
    )
    def claim(self, token, client, cost, seconds, ttl):
        self.number += 1
        asked = claim(
            f"{self.number}", token=token, client=client, budget=self.budget, cost=cost, now=self.now,
            seconds=float(seconds), ticket_ttl=ttl,
        )  # fmt: skip
        decision = self.ask(asked)
        live = [each for each, until in self.leases.items() if each.token == token and until > self.now]
        used = self.used.get(self.budget, 0)
        if isinstance(decision, Granted):
            assert len(live) < 2
            assert decision.used == used + cost
            assert decision.used <= 1000 or not cost
            self.note(asked)
        elif isinstance(decision, Spent):
            assert used + cost > 1000

    def note(self, asked):
        self.leases[Held(asked)] = asked.until
        self.refundable[asked.lease_id] = asked.cost
        self.used[asked.budget] = self.used.get(asked.budget, 0) + asked.cost

    @rule(token=st.sampled_from("ab"), cost=st.sampled_from([0, 1, 5]))
    def adopt(self, token, cost):
        self.number += 1
        asked = claim(f"{self.number}", token=token, budget=self.budget, cost=cost, now=self.now, seconds=5.0)
        self.post(SetExpiry(asked, asked.until))
        self.note(asked)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), refund=st.booleans())
    def release(self, data, refund):
        held = data.draw(st.sampled_from(sorted(self.leases, key=lambda each: int(each.lease_id))))
        self.post(Release(held.claim, refund=refund))
        del self.leases[held]
        if refund:
            budget = held.claim.budget
            self.used[budget] = max(0, self.used[budget] - self.refundable[held.lease_id])

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), seconds=st.integers(0, 5))
    def set_expiry(self, data, seconds):
        held = data.draw(st.sampled_from(sorted(self.leases, key=lambda each: int(each.lease_id))))
        if self.leases[held] > self.now:
            self.post(SetExpiry(held.claim, self.now + seconds))
            self.leases[held] = self.now + seconds

    @rule(seconds=st.sampled_from([0.01, 0.04, 0.1, 1, 3]))
    def wait(self, seconds):
        self.now += seconds

    @precondition(lambda self: self.day < 3)
    @rule()
    def midnight(self):
        self.day += 1
        self.leases.clear()
        self.now += 10

    @rule(used=st.integers(0, 1000))
    def reconcile(self, used):
        self.post(Reconcile(self.budget, used))
        self.used[self.budget] = max(used, self.used.get(self.budget, 0))
        for held in self.leases:
            if held.claim.budget == self.budget:
                self.refundable[held.lease_id] = 0

    @invariant()
    def the_count_is_exact(self):
        assert self.ask(ReadUsed(self.budget)) == self.used.get(self.budget, 0)

    @invariant()
    def the_permits_taken_are_exact(self):
        for token in "ab":
            live = sum(until > self.now for each, until in self.leases.items() if each.token == token)
            if self.day == 1:  # what was under way at midnight is not followed
                assert self.ask(CountLeases((token,), self.now)) == live

    def teardown(self):
        for store in self.stores:
            self.loop.run_until_complete(store.aclose())
        self.loop.close()


class Held:
    """A claim that was granted."""

    def __init__(self, claim):
        self.claim, self.token, self.lease_id = claim, claim.token, claim.lease_id


class Unlocked(SQLiteStore):
    """A store in memory that SQLite keeps."""

    def __init__(self):
        from wolkvox_async.scheduler.stores.sqlite import _take_all, prepare

        super().__init__("unused")
        self._take_all = _take_all
        self._memory = sqlite3.connect(":memory:", isolation_level=None)
        prepare(self.path, self._memory)

    async def _commit(self, steps):
        return self._take_all(self._memory, steps)

    async def _disconnect(self):
        self._memory.close()


TestStores = Stores.TestCase
TestStores.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_the_package_hands_on_its_names():
    assert all(hasattr(scheduler_package, name) for name in scheduler_package.__all__)
    with pytest.raises(AttributeError, match=r"'wolkvox_async\.scheduler' has no attribute 'DiskStore'"):
        scheduler_package.DiskStore  # noqa: B018
