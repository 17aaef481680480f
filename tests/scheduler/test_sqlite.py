"""The store file: private, shared, and noticed when something happens to it."""

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tests.support.scheduling import TODAY, TOKEN, claim
from wolkvox_async import store_file
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.operation import Operation
from wolkvox_async.scheduler import Budget, Busy, Granted, Scheduler
from wolkvox_async.scheduler.stores.protocol import CountLeases, ReadUsed, Release
from wolkvox_async.scheduler.stores.sqlite import _MAKE, SQLiteStore

PLENTY = Budget(TODAY.account, TODAY.day, 1000)
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "s.sqlite3"


@pytest.fixture
async def store(path):
    made = SQLiteStore(path)
    yield made
    await made.aclose()


async def refused(path, words, kind=StoreUnavailable):
    store = SQLiteStore(path)
    with pytest.raises(kind, match=words) as caught:
        await store.ask(claim("a"))
    await store.aclose()
    assert str(path) in str(caught.value)
    assert caught.value.advice
    assert "move it" not in caught.value.advice
    return str(caught.value)


def python(code, *arguments):
    """Run a program and return what it printed."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


# What is in it


async def test_the_file_is_private_and_outlives_its_process(tmp_path):
    path = tmp_path / "state" / "wolkvox-async" / "s.sqlite3"
    store = SQLiteStore(path)
    await store.ask(claim("a"))
    assert [stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()] == [0o600] * 3
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    await store.aclose()
    await store.aclose()
    again = SQLiteStore(path)
    assert await again.ask(ReadUsed(TODAY)) == 1
    assert await again.ask(claim("b")) == Granted(2)
    assert isinstance(await again.ask(claim("c")), Busy)
    await again.aclose()


async def test_no_token_is_in_the_file(tmp_path, store):
    op = Operation(name="sales-co", server="0099", tokens=["token-secret"], licences=1, tz="America/Bogota")
    made = Scheduler(store)
    lease = await made.acquire(op, endpoint="x")
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert op.permits_key(op.tokens[0]).encode() in content
    assert b"secret" not in content
    lease.release()
    await made.aclose()


def test_the_default_file_is_in_the_users_state_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    store = SQLiteStore()
    assert store.patience == 5
    assert tmp_path in store.path.parents
    assert (store.path.parent.name, store.path.name) == ("wolkvox-async", "scheduler.sqlite3")
    assert not store.path.exists()
    assert repr(store) == f"<SQLiteStore {store.path}>"


@pytest.mark.parametrize("version", [3, 5])
async def test_a_file_of_another_version_is_refused_and_left_alone(path, version):
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE lease (token TEXT)")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.close()
    before = path.read_bytes()
    assert await refused(path, "another", ConfigurationError) == (
        f"{path} is a database of another wolkvox_async (schema {version}, not 4), and was left alone; "
        "give the scheduler a file of its own"
    )
    assert path.read_bytes() == before


async def test_a_file_whose_table_another_process_made_meanwhile_is_left_as_it_is(path, store):
    await store.ask(claim("a"))
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(_MAKE)
    db.close()
    assert await store.ask(ReadUsed(TODAY)) == 1


async def test_a_database_of_something_else_is_refused_and_left_alone(path):
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE customer (name TEXT)")
    db.commit()
    db.close()
    before = path.read_bytes()
    assert await refused(path, "something else", ConfigurationError) == (
        f"{path} is a database of something else, and was left alone; give the scheduler a file of its own"
    )
    assert path.read_bytes() == before


# Files that cannot be used


async def test_a_file_that_is_damaged_inside_is_named(path):
    store = SQLiteStore(path)
    await store.ask(claim("a"))
    await store.aclose()
    with path.open("r+b") as file:
        file.seek(1024)  # the first page still looks right
        file.write(b"\xff" * 4096)
    await refused(path, "malformed")


async def test_a_file_that_may_not_be_written_is_named():
    folder = Path(tempfile.mkdtemp())  # the test's own folder is closed to other users
    folder.chmod(0o755)
    path = folder / "s.sqlite3"
    path.touch(0o444)
    user = os.geteuid()
    try:
        if user == 0:  # who may write everywhere
            os.seteuid(65534)
        await refused(path, "readonly")
    finally:
        os.seteuid(user)
        shutil.rmtree(folder)


async def test_files_that_cannot_be_used_are_named(tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"this is no database" * 1000)
    assert await refused(broken, "not a database") == (
        f"the scheduler's file {broken} cannot be used: file is not a database; "
        "see that it and its folder can be written, and that the disk is not full"
    )
    await refused(tmp_path, "unable to open")
    await refused(broken / "s.sqlite3", "exists|directory")


async def test_a_file_that_breaks_later_is_named(store):
    await store.ask(claim("a"))
    other = sqlite3.connect(store.path)
    other.execute("DROP TABLE document")
    other.close()
    with pytest.raises(StoreUnavailable, match="no such table"):
        await store.ask(claim("b"))


FULL = """
import asyncio, resource, signal, sys
from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler import Budget, Claim, Granted
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store, budget, most = SQLiteStore(sys.argv[1]), Budget("sales-co", "2026-03-02", 10**6), resource.RLIM_INFINITY

async def claim(number):
    return await store.ask(Claim(str(number), str(number), "p", budget, 1, 100.0, 255.0, 0.05))

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


def test_a_full_disk_is_named_and_nothing_is_lost_or_booked_twice(path):
    assert str(path) in python(FULL, path)


# What happens to the file while it is open


def remove(path):
    path.unlink()


def replace(path):
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    copy.replace(path)


def truncate(path):
    os.truncate(path, 1024)


def lose_wal(path):
    path.with_name(f"{path.name}-wal").unlink()


def replace_wal(path):
    lose_wal(path)
    path.with_name(f"{path.name}-wal").touch()


def lose_index(path):
    path.with_name(f"{path.name}-shm").unlink()


def remove_all(path):
    for each in path.parent.iterdir():
        each.unlink()


@pytest.mark.parametrize("happen", [remove, replace, truncate, lose_wal, replace_wal, lose_index, remove_all])
async def test_what_happens_to_the_file_is_noticed_before_a_call_goes_out(path, happen):
    store = SQLiteStore(path)
    await store.ask(claim("a"))
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    db.close()
    await store.ask(ReadUsed(TODAY))  # which sees how long the file is
    happen(path)
    left = sorted(each.name for each in path.parent.iterdir())
    for _ in range(2):
        with pytest.raises(StoreUnavailable) as caught:
            await store.ask(claim("b"))
        assert str(path.parent) in str(caught.value) or "cannot be used" in str(caught.value)
    await store.aclose()
    assert sorted(each.name for each in path.parent.iterdir()) == left  # nothing that is there now was touched


async def test_a_removed_file_is_said_to_be(path):
    store = SQLiteStore(path)
    await store.ask(claim("a"))
    remove(path)
    with pytest.raises(StoreUnavailable) as caught:
        await store.ask(claim("b"))
    assert str(caught.value) == (
        f"s.sqlite3 was removed in {path.parent} while it was in use, so other processes may count calls that this one"
        " does not see; nothing was sent; end all programs that use the file, then start them again"
    )
    await store.aclose()


async def test_a_file_that_is_put_back_is_used_again(path, store):
    await store.ask(claim("a"))
    away = path.with_name("away")
    path.rename(away)
    with pytest.raises(StoreUnavailable):
        await store.ask(claim("b"))
    away.rename(path)
    assert await store.ask(claim("b")) == Granted(2)


async def test_a_file_that_is_made_smaller_by_its_own_means_is_used_on(path, store):
    for number in range(300):
        await store.ask(claim(f"{number}", token=f"{number}", budget=PLENTY))
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    await store.ask(ReadUsed(TODAY))
    size = path.stat().st_size
    db.execute("DELETE FROM document WHERE name LIKE '% leases'")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    assert path.stat().st_size < size
    assert await store.ask(claim("a", budget=PLENTY)) == Granted(301)


# Locks


COMM = Path("/proc/self/comm")


def held_by():
    """What is said of this process where Linux says who has a lock; pytest-xdist gives it another name at each test."""
    return f" by process {os.getpid()} ({COMM.read_text().strip()})" if COMM.exists() else ""


def locked(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


async def test_a_locked_file_is_asked_again_and_never_blocks_the_loop(store):
    await store.ask(claim("a"))
    other = locked(store.path)
    task = asyncio.create_task(store.ask(claim("b")))
    for _ in range(20):
        await asyncio.sleep(0.002)
    assert not task.done()
    other.execute("COMMIT")
    other.close()
    assert await task == Granted(2)


async def test_a_file_that_is_locked_when_it_is_opened_is_waited_for(path, store):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    task = asyncio.create_task(store.ask(claim("a")))
    await asyncio.sleep(0.02)
    assert not task.done()
    db.close()
    assert await task == Granted(1)


async def test_a_count_is_not_read_while_another_process_is_about_to_raise_it(store):
    await store.ask(claim("a"))
    other = locked(store.path)
    other.execute("UPDATE document SET content = json_set(content, '$.\"2026-03-02\"[0]', 5) WHERE name LIKE '% days'")
    task = asyncio.create_task(store.ask(ReadUsed(TODAY)))
    await asyncio.sleep(0.03)
    assert not task.done()
    other.execute("COMMIT")
    other.close()
    assert await task == 5


async def test_a_file_that_stays_locked_is_an_error_and_releases_wait_for_it(path):
    store = SQLiteStore(path, patience=0.05)
    held = claim("a")
    await store.ask(held)
    other = locked(path)
    store.post(Release(held, refund=True))
    with pytest.raises(StoreUnavailable) as caught:
        await store.ask(claim("b"))
    assert str(caught.value) == (
        f"{path} was locked for 0.05 s{held_by()}; see which process has it open in a transaction; and keep it off"
        " network drives"
    )
    other.close()
    await store.aclose()
    again = SQLiteStore(path)
    assert await again.ask(ReadUsed(TODAY)) == 0
    assert await again.ask(CountLeases((TOKEN,), 100)) == 0
    await again.aclose()


@pytest.mark.parametrize("turns", range(4))
async def test_a_program_that_blocks_the_loop_for_longer_than_patience_has_its_answer(path, turns):
    store = SQLiteStore(path, patience=0.05)
    task = asyncio.create_task(store.ask(claim("a")))
    for _ in range(turns):
        await asyncio.sleep(0)
    time.sleep(0.2)
    assert await task == Granted(1)
    await store.aclose()


async def test_claims_and_releases_of_one_turn_share_a_transaction(store):
    claims = [claim(f"{n}", token=f"token {n}", budget=PLENTY) for n in range(50)]
    await asyncio.gather(*map(store.ask, claims))
    statements = []
    store._file.connection.set_trace_callback(statements.append)
    for each in claims[:20]:
        store.post(Release(each))
    again = [claim(f"{n} again", token=f"token {n}", budget=PLENTY) for n in range(20)]
    decisions = await asyncio.gather(*map(store.ask, again))
    assert [decision.used for decision in decisions] == list(range(51, 71))
    assert statements.count("COMMIT") == 1


# Several clients, and forks


async def test_clients_of_one_process_share_the_file_and_the_last_puts_it_in_order(path):
    stores = [SQLiteStore(path), SQLiteStore(str(path)), SQLiteStore(path.parent / "." / path.name)]
    for store in stores:
        await store.ask(ReadUsed(TODAY))
    await stores[0].aclose()
    await stores[1].aclose()
    assert path.with_name(f"{path.name}-wal").exists()
    assert await stores[2].ask(claim("a")) == Granted(1)
    await stores[2].aclose()
    assert not path.with_name(f"{path.name}-wal").exists()
    assert not {store._file for store in stores} & store_file._open


PASSER_BY = """
import asyncio, sys
from wolkvox_async.scheduler import Budget
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore
from wolkvox_async.scheduler.stores.protocol import ReadUsed

async def main():
    store = SQLiteStore(sys.argv[1])
    await store.ask(ReadUsed(Budget("a", "2026-03-02", 1)))
    await store.aclose()

asyncio.run(main())
"""


async def test_a_process_that_comes_and_goes_takes_no_wal_from_two_clients_of_another(path):
    stores = [SQLiteStore(path) for _ in range(2)]
    for number, store in enumerate(stores):
        await store.ask(claim(f"{number}", budget=PLENTY))
    await asyncio.to_thread(python, PASSER_BY, path)
    assert path.with_name(f"{path.name}-wal").exists()
    await stores[1].aclose()
    await asyncio.to_thread(python, PASSER_BY, path)
    assert await stores[0].ask(claim("next", token="other", budget=PLENTY)) == Granted(3)
    await stores[0].aclose()


def test_threads_with_loops_of_their_own_share_the_file(path):
    granted, failed = [], []

    async def work(name):
        store = SQLiteStore(path)
        for number in range(50):
            decision = await store.ask(claim(f"{name}.{number}", token=f"{name}.{number}", budget=PLENTY))
            granted.append(decision.used)
        await store.aclose()

    def run(name):
        try:
            asyncio.run(work(name))
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=run, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(granted) == list(range(1, 201))


FORKED = """
import asyncio, os, sys
from wolkvox_async.scheduler import Budget, Claim
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

store = SQLiteStore(sys.argv[1])

def claim(lease_id):
    return store.ask(Claim("token", lease_id, "p", Budget("sales-co", "2026-03-02", 10), 1, 100.0, 255.0, 0.05))

async def child():
    print(await asyncio.gather(claim("b"), claim("c")), flush=True)
    await store.aclose()

async def main():
    await claim("a")
    late = asyncio.ensure_future(claim("d"))
    await asyncio.sleep(0)  # it is in the line, and not at the store
    pid = os.fork()
    if not pid:
        asyncio.run(child())
        os._exit(0)
    os.waitpid(pid, 0)
    print(await late)
    await store.aclose()

asyncio.run(main())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_fork_has_a_connection_of_its_own_and_leaves_the_parents_alone(path):
    assert python(FORKED, path) == f"{[Granted(2), Busy(255.0)]}\n{Busy(255.0)}\n"


FORKED_AND_CLOSED = """
import asyncio, os, sys
from wolkvox_async.scheduler import Budget, Claim
from wolkvox_async.scheduler.stores.sqlite import SQLiteStore

store = SQLiteStore(sys.argv[1])
claimed, write_claimed = os.pipe()
closed, write_closed = os.pipe()

async def claim(lease_id):
    budget = Budget("sales-co", "2026-03-02", 10)
    print(await store.ask(Claim(lease_id, lease_id, "p", budget, 1, 100.0, 255.0, 0.05)), flush=True)

async def child():
    await claim("b")
    os.write(write_claimed, b".")
    os.read(closed, 1)
    await claim("c")
    await store.aclose()

asyncio.run(claim("a"))
pid = os.fork()
if not pid:
    asyncio.run(child())
    os._exit(0)
os.read(claimed, 1)
asyncio.run(store.aclose())
os.write(write_closed, b".")
os.waitpid(pid, 0)
asyncio.run(claim("d"))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_parent_that_closes_takes_no_wal_from_its_forked_child(path):
    assert python(FORKED_AND_CLOSED, path).splitlines() == [str(Granted(used)) for used in (1, 2, 3, 4)]


async def test_a_connection_is_closed_before_a_fork_and_opened_after_it(path, store):
    await store.ask(claim("a"))
    connection = store._file.connection
    store_file._before_fork()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
    store_file._lock.release()
    store_file._before_fork()  # a second fork, before the file was opened again
    store_file._lock.release()
    assert await store.ask(claim("b")) == Granted(2)


async def test_a_removed_file_is_said_to_be_after_a_fork_too(path, monkeypatch):
    monkeypatch.setattr(store_file, "_open", set())
    monkeypatch.setattr(store_file, "_unclosed", [])
    store = SQLiteStore(path)
    await store.ask(claim("a"))
    connection = store._file.connection
    path.unlink()
    store_file._before_fork()
    store_file._lock.release()
    with pytest.raises(StoreUnavailable, match="was removed"):
        await store.ask(claim("b"))
    store_file._before_fork()
    store_file._after_in_child()  # which leaves it to the parent
    assert store_file._unclosed == [connection]
    assert not store_file._open
    connection.close()
