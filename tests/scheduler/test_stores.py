"""The stores: one rule for all, and a file that survives what happens to files."""

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import wolkvox_async.scheduler as scheduler_package
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Budget, Busy, Claim, Granted, MemoryStore, Scheduler, Spent, SQLiteStore
from wolkvox_async.scheduler.process import this
from wolkvox_async.scheduler.sqlite import _bring_up, _inherited

TODAY = Budget("sales-co", "2026-03-02", 10)
YESTERDAY = Budget("sales-co", "2026-03-01", 10)
PLENTY = Budget("sales-co", "2026-03-02", 1000)


@pytest.fixture(params=["memory", "sqlite"])
async def store(request, tmp_path):
    made = MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "s.sqlite3")
    yield made
    await made.aclose()


def claim(holder, *, slot="slot", party="p", budget=TODAY, cost=1, now=100.0, lease=155.0, returns=0.05, **more):
    return Claim(slot, holder, party, budget, cost, now, now + lease, returns, **more)


# The rule


async def test_two_holders_and_the_lease_of_the_first_ends(store):
    assert await store.claim(claim("a", lease=10)) == Granted(1)
    assert await store.claim(claim("b", lease=20)) == Granted(2)
    assert await store.claim(claim("c")) == Busy(110)
    assert await store.claim(claim("c", slot="other")) == Granted(3)
    assert await store.claim(claim("d", now=109.999)) == Busy(110)
    assert await store.claim(claim("d", now=110)) == Granted(4)
    assert await store.claim(claim("e", now=110)) == Busy(120)
    await store.release("slot", "b")
    await store.release("slot", "b")
    assert await store.claim(claim("e", now=110)) == Granted(5)


async def test_a_holder_that_is_not_known_changes_nothing(store):
    await store.claim(claim("a"))
    await store.release("slot", "nobody", refund=1)
    await store.release("nowhere", "a", refund=1)
    await store.hold("slot", "nobody", 1)
    await store.hold("nowhere", "a", 1)
    assert await store.used(TODAY) == 1


async def test_the_last_call_of_the_day_and_not_one_more(store):
    assert await store.claim(claim("a", cost=9)) == Granted(9)
    assert await store.claim(claim("b", cost=2)) == Spent(9)
    assert await store.claim(claim("b", cost=1)) == Granted(10)
    assert await store.claim(claim("c", slot="other")) == Spent(10)
    assert await store.claim(claim("c", slot="other", cost=0)) == Granted(10)
    await store.release("slot", "a", refund=99)  # not more than it booked
    await store.release("slot", "a", refund=9)
    assert await store.used(TODAY) == 1


async def test_a_count_only_rises_to_the_servers(store):
    assert await store.at_least(TODAY, 7) == 7
    assert await store.at_least(TODAY, 3) == 7
    assert await store.claim(claim("a")) == Granted(8)


async def test_what_was_under_way_when_the_server_told_its_count_is_not_refunded(store):
    await store.claim(claim("a"))  # sent or not: nobody knows whether it is among the seven
    await store.claim(claim("other day", slot="other", budget=YESTERDAY))
    await store.at_least(TODAY, 7)
    await store.claim(claim("b"))
    await store.release("slot", "a", refund=1)
    assert await store.used(TODAY) == 8
    await store.release("slot", "b", refund=1)
    await store.release("other", "other day", refund=1)
    assert (await store.used(TODAY), await store.used(YESTERDAY)) == (7, 0)


async def test_calls_are_booked_ahead_where_the_day_has_plenty(store):
    assert await store.claim(claim("a", budget=PLENTY, ahead=20)) == Granted(10, 9)  # a hundredth of what is left
    assert await store.claim(claim("b", budget=PLENTY, ahead=3)) == Granted(14, 3)
    await store.release("slot", "a", refund=9)
    await store.release("slot", "b", refund=2)
    assert await store.used(PLENTY) == 3
    assert await store.claim(claim("c", budget=PLENTY, cost=900, ahead=9)) == Granted(903, 0)
    assert await store.claim(claim("d", budget=PLENTY, cost=97, ahead=9)) == Granted(1000, 0)
    assert await store.claim(claim("e", slot="other", budget=PLENTY, cost=0, ahead=9)) == Granted(1000, 0)


async def test_a_grant_tells_that_another_stands_in_line(store):
    for holder in "ab":
        await store.claim(claim(holder, budget=PLENTY))
    assert await store.claim(claim("c", party="q", budget=PLENTY)) == Busy(255)
    assert await store.claim(claim("d", budget=PLENTY, ahead=5, after="a", now=100.01)) == Busy(255)  # q is first
    await store.release("slot", "b")
    assert await store.claim(claim("d", budget=PLENTY, ahead=5, now=100.02)) == Granted(8, 5, wanted=True)
    assert await store.claim(claim("c", party="q", budget=PLENTY, ahead=5, now=100.03)) == Granted(14, 5)


async def test_a_claim_gives_back_what_it_comes_after_in_the_same_step(store):
    for holder in "ab":
        await store.claim(claim(holder, budget=PLENTY, ahead=4))
    assert await store.claim(claim("c", budget=PLENTY, after="a", unused=3)) == Granted(8)
    assert await store.claim(claim("d", budget=PLENTY)) == Busy(255)
    await store.release("slot", "a", refund=3)
    assert await store.used(PLENTY) == 8
    assert await store.claim(claim("e", budget=PLENTY, cost=998, after="b", unused=4)) == Spent(4)
    assert await store.busy("slot", 100) == 1
    assert await store.claim(claim("f", budget=PLENTY, after="nobody", unused=4)) == Granted(5)
    assert await store.claim(claim("g", budget=PLENTY, after="nobody", unused=4)) == Busy(255)


async def test_a_claim_comes_after_one_of_the_day_before(store):
    day_before = Budget("sales-co", "2026-03-01", 1000)
    await store.claim(claim("a", budget=day_before, ahead=4))
    await store.claim(claim("other", slot="other", budget=PLENTY, cost=7))
    assert await store.claim(claim("b", budget=PLENTY, after="a", unused=4)) == Granted(8)
    assert (await store.used(day_before), await store.used(PLENTY)) == (1, 8)
    assert await store.busy("slot", 100) == 1


async def test_a_claim_that_the_day_has_no_room_for_forgets_nobody(store):
    await store.claim(claim("a", lease=10))
    assert isinstance(await store.claim(claim("b", cost=TODAY.quota, now=200)), Spent)
    await store.release("slot", "a", refund=1)
    assert await store.used(TODAY) == 0


async def test_the_servers_count_does_not_have_what_is_booked_ahead(store):
    await store.claim(claim("a", budget=PLENTY, ahead=4))
    await store.claim(claim("other day", slot="other", budget=evolve(PLENTY, day="2026-03-01"), ahead=4))
    assert await store.at_least(PLENTY, 100) == 104
    assert await store.at_least(PLENTY, 90) == 104
    await store.release("slot", "a", refund=4)  # made, not made: nobody knows which of them the server has counted
    assert await store.at_least(PLENTY, 100) == 104
    assert await store.claim(claim("b", budget=PLENTY, ahead=4)) == Granted(109, 4)
    assert await store.at_least(PLENTY, 1000) == 1000  # it is spent, and what is ahead does not matter


async def test_a_held_lease_has_nothing_ahead(store):
    await store.claim(claim("a", budget=PLENTY, ahead=4))
    await store.hold("slot", "a", 300, refund=4)
    assert await store.used(PLENTY) == 1
    assert await store.at_least(PLENTY, 100) == 100
    assert await store.busy("slot", 299) == 1
    await store.release("slot", "a", refund=4)
    assert await store.used(PLENTY) == 100


async def test_a_held_lease_ends_when_told(store):
    await store.claim(claim("a"))
    await store.claim(claim("b"))
    await store.hold("slot", "a", 130)
    assert await store.claim(claim("c", now=129)) == Busy(130)
    assert (await store.busy("slot", 129.9), await store.busy("slot", 130)) == (2, 1)
    assert await store.claim(claim("c", now=130)) == Granted(3)


async def test_a_squeezed_token_has_one_slot_until_then(store):
    await store.squeeze("slot", 130)
    assert await store.claim(claim("a")) == Granted(1)
    assert await store.claim(claim("b")) == Busy(130)
    await store.squeeze("slot", 140)
    assert await store.claim(claim("b", now=139)) == Busy(140)
    assert await store.busy("slot", 139) == 2
    assert await store.claim(claim("b", now=140)) == Granted(2)
    assert await store.busy("slot", 140) == 2
    assert await store.busy("slot", 400) == 0
    assert await store.busy("nowhere", 0) == 0


async def test_a_squeeze_costs_no_calls(store):
    await store.squeeze("slot", 130)
    await store.release("slot", "squeezed", refund=1)
    assert await store.busy("slot", 100) == 0
    await store.squeeze("slot", 130)
    await store.claim(claim("a"))
    await store.release("slot", "squeezed", refund=1)
    assert await store.used(TODAY) == 1


async def test_days_are_counted_apart_and_old_ones_forgotten(store):
    days = [Budget("sales-co", f"2026-03-0{day}", 10) for day in range(1, 5)]
    for day in days[:2]:
        await store.claim(claim(day.day, slot=day.day, budget=day))
    await store.release(days[0].day, days[0].day, refund=1)
    assert [await store.used(day) for day in days[:2]] == [0, 1]
    first = claim("late", slot="late", budget=days[1])
    await store.claim(first)
    for day in days[2:]:
        await store.claim(claim(day.day, slot=day.day, budget=day))
    await store.release("late", "late", refund=1)
    assert [await store.used(day) for day in days[2:]] == [1, 1]
    assert await store.used(days[1]) == 0  # forgotten


async def test_a_day_is_counted_though_a_clock_once_showed_later_ones(store):
    later = [Budget("sales-co", f"2031-01-0{day}", 10) for day in (1, 2, 3)]
    for day in [*later, TODAY, YESTERDAY]:
        await store.claim(claim(day.day, slot=day.day, budget=day))
        assert await store.used(day) == 1
    assert await store.claim(claim("again", budget=TODAY)) == Granted(2)
    assert await store.used(YESTERDAY) == 1


async def test_parties_stand_in_line_and_a_place_lapses(store):
    for holder in "ab":
        await store.claim(claim(holder, party="hog"))
    assert isinstance(await store.claim(claim("x", party="first", now=101)), Busy)
    assert isinstance(await store.claim(claim("y", party="second", now=101.01)), Busy)
    await store.release("slot", "a")
    await store.release("slot", "b")
    # One of two free slots is the first's, the other the second's: the hog has to wait.
    assert await store.claim(claim("c", party="hog", now=101.02)) == Busy(101.02)
    assert isinstance(await store.claim(claim("y", party="second", now=101.03)), Granted)
    assert isinstance(await store.claim(claim("z", party="second", now=101.03)), Busy)
    assert isinstance(await store.claim(claim("x", party="first", now=101.04)), Granted)
    await store.release("slot", "x")
    assert isinstance(await store.claim(claim("z", party="second", now=101.06)), Busy)
    # The hog never came back to look, so its place has lapsed.
    assert isinstance(await store.claim(claim("z", party="second", now=101.08)), Granted)


async def test_a_party_that_asks_again_keeps_its_place(store):
    for holder in "ab":
        await store.claim(claim(holder, party="hog"))
    for party, now in (("first", 101), ("second", 101.01), ("first", 101.02)):
        assert isinstance(await store.claim(claim("x", party=party, now=now)), Busy)
    await store.release("slot", "a")
    assert isinstance(await store.claim(claim("y", party="second", now=101.03)), Busy)
    assert isinstance(await store.claim(claim("x", party="first", now=101.03)), Granted)


async def test_a_party_that_comes_back_when_its_place_lapses_is_the_last(store):
    for holder in "ab":
        await store.claim(claim(holder, party="hog"))
    for party, now in (("first", 101), ("second", 101.25), ("first", 101.5)):
        assert isinstance(await store.claim(claim("x", party=party, now=now, returns=0.5)), Busy)
    await store.release("slot", "a")
    assert isinstance(await store.claim(claim("x", party="first", now=101.625)), Busy)
    assert isinstance(await store.claim(claim("y", party="second", now=101.625)), Granted)


async def test_a_party_that_does_not_come_back_keeps_no_place(store):
    for holder in "ab":
        await store.claim(claim(holder, party="hog"))
    assert isinstance(await store.claim(claim("x", party="rare", returns=0)), Busy)
    await store.release("slot", "a")
    assert isinstance(await store.claim(claim("c", party="hog")), Granted)


class Stores(RuleBasedStateMachine):
    """Both stores against each other and against a model, through any history."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.memory, self.sqlite = MemoryStore(), SQLiteStore(":memory:")
        self.sqlite._db, self.sqlite._opened_by = _in_memory(), this.generation
        self.now, self.count, self.day = 100.0, 0, 1
        self.leases, self.used, self.booked = {}, {}, {}

    def both(self, name, *args, **options):
        results = [
            self.loop.run_until_complete(getattr(store, name)(*args, **options)) for store in (self.memory, self.sqlite)
        ]
        assert results[0] == results[1]
        return results[0]

    @property
    def budget(self):
        return Budget("sales-co", f"2026-03-{self.day:02}", 1000)

    @rule(
        slot=st.sampled_from("ab"),
        party=st.sampled_from("pqr"),
        cost=st.sampled_from([0, 1, 1, 3, 300]),
        lease=st.integers(1, 9),
        ahead=st.sampled_from([0, 2, 99]),
        data=st.data(),
    )
    def claim(self, slot, party, cost, lease, ahead, data):
        holder = f"{party}.{self.count}"
        self.count += 1
        asked = claim(holder, slot=slot, party=party, budget=self.budget, cost=cost, now=self.now, lease=float(lease))
        own = [name for where, name in self.leases if where == slot and name.startswith(party)]
        own = [name for name in own if self.leases[slot, name] > self.now]
        if own and data.draw(st.booleans()):
            after = data.draw(st.sampled_from(own))
            asked = evolve(asked, after=after, unused=self.end(slot, after, data))
        verdict = self.both("claim", evolve(asked, ahead=ahead))
        live = [until for (where, _), until in self.leases.items() if where == slot and until > self.now]
        used = self.used.get(self.budget, 0)
        if isinstance(verdict, Granted):
            assert len(live) < 2
            assert verdict.used == used + cost + verdict.ahead
            assert verdict.used <= 1000 or not cost + verdict.ahead
            assert verdict.ahead <= min(ahead, max(0, 1000 - used - cost) // 100)
            self.leases[slot, holder] = self.now + lease
            self.booked[slot, holder] = self.budget, cost + verdict.ahead, verdict.ahead
            self.used[self.budget] = verdict.used
        elif isinstance(verdict, Spent):
            assert used + cost > 1000

    def end(self, slot, holder, data):
        """Forget a holder in the model; return how much of what it booked is taken back."""
        budget, booked, _ = self.booked.pop((slot, holder))
        refund = data.draw(st.integers(0, 3))
        if self.leases.pop((slot, holder)) <= self.now:
            refund = 0  # whether a store still knows a holder whose lease has ended is its own affair
        self.used[budget] -= min(refund, booked)
        return refund

    @precondition(lambda self: self.leases)
    @rule(data=st.data())
    def release(self, data):
        slot, holder = data.draw(st.sampled_from(sorted(self.leases)))
        self.both("release", slot, holder, refund=self.end(slot, holder, data))

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), seconds=st.integers(0, 5), refund=st.integers(0, 3))
    def hold(self, data, seconds, refund):
        slot, holder = data.draw(st.sampled_from(sorted(self.leases)))
        if self.leases[slot, holder] > self.now:
            self.both("hold", slot, holder, self.now + seconds, refund=refund)
            self.leases[slot, holder] = self.now + seconds
            budget, booked, _ = self.booked[slot, holder]
            self.used[budget] -= min(refund, booked)
            self.booked[slot, holder] = budget, max(0, booked - refund), 0

    @rule(seconds=st.sampled_from([0.01, 0.04, 0.1, 1, 3]))
    def wait(self, seconds):
        self.now += seconds

    @precondition(lambda self: self.day < 3)
    @rule()
    def midnight(self):
        self.day += 1
        self.leases.clear()
        self.booked.clear()
        self.now += 10

    @rule(used=st.integers(0, 1000))
    def reconcile(self, used):
        known = self.used.get(self.budget, 0)
        ours = [key for key, (budget, _, _) in self.booked.items() if budget == self.budget]
        ahead = sum(self.booked[key][2] for key in ours if self.leases[key] > self.now)
        told = self.both("at_least", self.budget, used)
        assert told >= max(used + ahead if used < 1000 else used, known)
        every = sum(self.booked[key][2] for key in ours)  # with those whose leases have ended, which may be forgotten
        assert told == known or told <= used + every
        self.used[self.budget] = told
        for key in ours:
            self.booked[key] = self.budget, 0, self.booked[key][2]

    @invariant()
    def the_count_is_exact(self):
        assert self.both("used", self.budget) == self.used.get(self.budget, 0)

    def teardown(self):
        self.loop.run_until_complete(self.sqlite.aclose())
        self.loop.close()


def _in_memory():
    db = sqlite3.connect(":memory:", isolation_level=None)
    _bring_up(db)
    return db


TestStores = Stores.TestCase
TestStores.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


# The file


async def test_the_file_is_private_and_outlives_its_process(tmp_path):
    path = tmp_path / "state" / "wolkvox-async" / "s.sqlite3"
    store = SQLiteStore(path)
    await store.claim(claim("a"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    await store.aclose()
    await store.aclose()
    again = SQLiteStore(path)
    assert await again.used(TODAY) == 1
    assert await again.claim(claim("b")) == Granted(2)
    assert isinstance(await again.claim(claim("c")), Busy)
    await again.aclose()


async def test_no_token_is_in_the_file(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    op = Operation(name="sales-co", server="0099", tokens=["token-secret"], licences=1, tz="America/Bogota")
    made = Scheduler(store)
    slot = await made.acquire(op, endpoint="x")
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert op.slot_key(op.tokens[0]).encode() in content
    assert b"secret" not in content
    await slot.release()
    await made.aclose()


def test_the_default_file_is_in_the_users_state_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    store = SQLiteStore()
    assert tmp_path in store.path.parents
    assert (store.path.parent.name, store.path.name) == ("wolkvox-async", "scheduler.sqlite3")
    assert not store.path.exists()


async def refused(path, words):
    store = SQLiteStore(path)
    with pytest.raises(ConfigurationError, match=words) as caught:
        await store.claim(claim("a"))
    await store.aclose()
    assert str(path) in str(caught.value)
    assert caught.value.advice
    return str(caught.value)


_SCHEMA_1 = """
CREATE TABLE lease (
  slot TEXT, holder TEXT, until REAL, account TEXT, day TEXT, cost INTEGER, PRIMARY KEY (slot, holder)
) WITHOUT ROWID;
CREATE TABLE place (slot TEXT, party TEXT, since REAL, until REAL, PRIMARY KEY (slot, party)) WITHOUT ROWID;
CREATE TABLE usage (account TEXT, day TEXT, used INTEGER, PRIMARY KEY (account, day)) WITHOUT ROWID;
INSERT INTO lease VALUES ('slot', 'a', 255, 'sales-co', '2026-03-02', 3);
INSERT INTO usage VALUES ('sales-co', '2026-03-02', 7);
PRAGMA user_version = 1
"""


async def test_an_older_schema_is_brought_up_with_what_it_holds(tmp_path):
    path = tmp_path / "s.sqlite3"
    db = sqlite3.connect(path, isolation_level=None)
    for statement in _SCHEMA_1.split(";"):
        db.execute(statement)
    db.close()
    stores = [SQLiteStore(path), SQLiteStore(path)]
    assert await stores[0].claim(claim("b", budget=PLENTY, ahead=4)) == Granted(12, 4)
    assert await stores[1].claim(claim("c", budget=PLENTY)) == Busy(255)
    await stores[1].release("slot", "a", refund=3)
    assert await stores[0].used(PLENTY) == 9
    for store in stores:
        await store.aclose()


async def test_what_another_process_brought_up_meanwhile_is_left_as_it_is(tmp_path):
    path = tmp_path / "s.sqlite3"
    store = SQLiteStore(path)
    await store.claim(claim("a"))
    db = sqlite3.connect(path, isolation_level=None)
    _bring_up(db)
    db.close()
    assert await store.used(TODAY) == 1
    await store.aclose()


async def test_a_claim_that_is_cancelled_in_the_turn_of_its_grant_leaves_nothing(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    for ahead in (0, 5):
        tasks = [asyncio.create_task(store.claim(claim(f"{n}", budget=PLENTY, ahead=ahead))) for n in range(4)]
        await asyncio.sleep(0)
        for n in (1, 3):  # one that is granted, and one that is refused
            asyncio.get_running_loop().call_soon(tasks[n].cancel)
        await asyncio.gather(*tasks, return_exceptions=True)
        assert [task.cancelled() for task in tasks] == [False, True, False, True]
        assert tasks[2].result() == Busy(255)
        assert await store.busy("slot", 100) == 1
        await store.release("slot", "0", refund=99)
        assert await store.used(PLENTY) == 0
    await store.aclose()


async def test_claims_of_one_turn_share_a_transaction(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.used(TODAY)
    statements = []
    store._db.set_trace_callback(statements.append)
    claims = [claim(f"{n}", slot=f"slot {n}", budget=PLENTY) for n in range(50)]
    verdicts = await asyncio.gather(*map(store.claim, claims))
    assert [verdict.used for verdict in verdicts] == list(range(1, 51))
    assert statements.count("COMMIT") == 2
    await store.aclose()


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "s.sqlite3"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 3")
    db.close()
    assert await refused(path, "newer") == (
        f"{path} was made by a newer wolkvox_async (schema 3, this one knows 2); "
        "update this one, or give it a file of its own"
    )
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    db.close()


async def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "accounts.sqlite3"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE customer (name TEXT)")
    db.commit()
    db.close()
    before = path.read_bytes()
    assert await refused(path, "something else") == (
        f"{path} is a database of something else, and was left alone; give the scheduler a file of its own"
    )
    assert path.read_bytes() == before


async def test_a_file_that_is_damaged_inside_is_named(tmp_path):
    path = tmp_path / "s.sqlite3"
    store = SQLiteStore(path)
    await store.claim(claim("a"))
    await store.aclose()
    with path.open("r+b") as file:
        file.seek(1024)  # the first page still looks right
        file.write(b"\xff" * 4096)
    await refused(path, "malformed")


async def test_a_file_that_may_not_be_written_is_named(tmp_path):
    folder = Path(tempfile.mkdtemp())  # the test's own folder is closed to other users
    folder.chmod(0o755)
    path = folder / "s.sqlite3"
    path.touch(0o444)
    user = os.geteuid()
    try:
        if user == 0:  # who may write everywhere
            os.seteuid(65534)
        await refused(path, "Permission denied")
    finally:
        os.seteuid(user)
        shutil.rmtree(folder)


FULL = """
import asyncio, resource, signal, sys
from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler import Budget, Claim, Granted, SQLiteStore

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store, budget, most = SQLiteStore(sys.argv[1]), Budget("sales-co", "2026-03-02", 10**6), resource.RLIM_INFINITY

async def claim(number):
    return await store.claim(Claim(str(number), str(number), "p", budget, 1, 100.0, 255.0, 0.05))

async def main():
    granted = 0
    await claim(granted)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))  # what a full disk is like, to this process
    try:
        while True:
            granted += 1
            assert isinstance(await claim(granted), Granted)
    except StoreUnavailable as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert await claim(granted) == Granted(granted + 1), "what failed was not booked, and the rest was kept"
    await store.aclose()

asyncio.run(main())
"""


def test_a_full_disk_is_said_and_nothing_is_lost_or_booked_twice(tmp_path):
    path = tmp_path / "s.sqlite3"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert str(path) in done.stdout


async def test_files_that_cannot_be_used_are_named(tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"this is no database" * 1000)
    assert await refused(broken, "not a database") == (
        f"the scheduler's file {broken} cannot be used: file is not a database; "
        "make it writable, or move it away: a new one starts with today's count at 0"
    )
    await refused(tmp_path, "directory")
    await refused(broken / "s.sqlite3", "exists|directory")


async def test_a_file_that_breaks_later_is_named(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.claim(claim("a"))
    other = sqlite3.connect(store.path)
    other.execute("DROP TABLE usage")
    other.close()
    with pytest.raises(ConfigurationError, match="no such table"):
        await store.claim(claim("b"))
    await store.aclose()


def locked(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


async def test_a_locked_file_is_asked_again_and_never_blocks_the_loop(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.claim(claim("a"))
    other = locked(store.path)
    task = asyncio.create_task(store.claim(claim("b")))
    for _ in range(20):
        await asyncio.sleep(0.002)
    assert not task.done()  # a wait in the file would have taken all of its patience before the loop went on
    other.execute("COMMIT")
    other.close()
    assert await task == Granted(2)
    await store.aclose()


async def test_a_count_is_not_told_while_another_process_is_about_to_raise_it(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.claim(claim("a"))
    other = locked(store.path)
    other.execute("UPDATE usage SET used = 5")
    task = asyncio.create_task(store.used(TODAY))
    for _ in range(20):
        await asyncio.sleep(0.002)
    assert not task.done()
    other.execute("COMMIT")
    other.close()
    assert await task == 5
    await store.aclose()


async def test_a_file_that_stays_locked_is_an_error(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3", patience=0.05)
    await store.claim(claim("a"))
    other = locked(store.path)
    with pytest.raises(StoreUnavailable) as caught:
        await store.claim(claim("b"))
    assert str(caught.value) == (
        f"{store.path} was locked for 0.05 s; "
        "see which process has it open in a transaction; and keep it off network drives"
    )
    other.close()
    assert await store.claim(claim("b")) == Granted(2)
    await store.aclose()


async def test_a_claim_that_is_cancelled_leaves_no_trace(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.claim(claim("a"))
    other = locked(store.path)
    task = asyncio.create_task(store.claim(claim("b")))
    await asyncio.sleep(0.005)
    task.cancel()
    other.close()
    await asyncio.gather(task, return_exceptions=True)
    assert await store.used(TODAY) == 1
    await store.aclose()


async def test_a_release_is_carried_through_when_its_caller_is_cancelled(tmp_path):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.claim(claim("a"))
    other = locked(store.path)
    task = asyncio.create_task(store.release("slot", "a", refund=1))
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    other.close()
    await store.aclose()
    assert not store._errands._tasks
    assert await store.used(TODAY) == 0
    await store.aclose()


async def test_a_connection_is_not_carried_over_a_fork(tmp_path, monkeypatch):
    store = SQLiteStore(tmp_path / "s.sqlite3")
    await store.claim(claim("a"))
    parents = store._db
    monkeypatch.setattr(this, "generation", this.generation + 1)
    assert await store.claim(claim("b")) == Granted(2)
    assert store._db is not parents
    await store.aclose()
    _inherited.remove(parents)
    parents.close()


FORKED = """
import asyncio, os, sys
from wolkvox_async.scheduler import Budget, Claim, SQLiteStore

store = SQLiteStore(sys.argv[1])

def claim(holder):
    return store.claim(Claim("slot", holder, "p", Budget("sales-co", "2026-03-02", 10), 1, 100.0, 255.0, 0.05))

async def child():
    print(await asyncio.gather(claim("b"), claim("c")))
    await store.aclose()

async def main():
    await claim("a")
    pid = os.fork()  # in the very turn of a claim
    if not pid:
        asyncio.run(child())
        os._exit(0)
    os.waitpid(pid, 0)
    await store.aclose()

asyncio.run(main())
"""


def test_a_fork_in_the_turn_of_a_claim_is_answered_too(tmp_path):
    command = [sys.executable, "-c", FORKED, str(tmp_path / "s.sqlite3")]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    assert told == f"{[Granted(2), Busy(255.0)]}\n"


def test_the_package_hands_on_its_names():
    assert {name for name in scheduler_package.__all__ if hasattr(scheduler_package, name)} == set(
        scheduler_package.__all__
    )
    with pytest.raises(AttributeError, match=r"'wolkvox_async\.scheduler' has no attribute 'DiskStore'"):
        scheduler_package.DiskStore  # noqa: B018
