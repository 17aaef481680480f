"""Synchronous clients in processes: interrupted, forked, and ended without a word."""

import os
import re
import subprocess
import sys

import pytest

from tests.support.worlds import operation_of, tenant
from wolkvox_async.simulator import Campaign, Simulator, World
from wolkvox_async.sync import Wolkvox

HEAD = """
import logging, os, signal, sys, threading, time
from datetime import date
from wolkvox_async import MemoryStore, Operation, events
from wolkvox_async.sync import Fleet, Wolkvox

logging.getLogger("asyncio").setLevel(logging.ERROR)  # a busy machine makes callbacks slow, which says nothing here
operation = Operation(
    name="sales-co", server="0099", tokens=["token-alpha"], licences=20, tz="America/Bogota", base_url=sys.argv[1]
)
store = sys.argv[2] if len(sys.argv) > 2 else MemoryStore()
"""


def run(code, simulator, *arguments, options=()):
    command = [sys.executable, *options, "-c", HEAD + code, simulator.base_url, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def simulator():
    with Simulator(World(tenants=(tenant(Campaign(id="32841", every=3600.0)),), seed=3)) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


ENDINGS = {
    "nothing was called": "wolkvox = Wolkvox(operation, store=store)",
    "a call was made": "wolkvox = Wolkvox(operation, store=store); wolkvox.information.token_info()",
    "a stream was left": """
wolkvox = Wolkvox(operation, store=store)
rows = iter(wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 6, 1)))
next(rows)
""",
    "two clients and a fleet": """
fleet = Fleet([operation], store=store)
for client in [Wolkvox(operation, store=store), Wolkvox(operation, store=store), fleet["sales-co"]]:
    client.information.token_info()
""",
    "a daemon thread is calling": """
wolkvox = Wolkvox(operation, store=store)
def forever():
    while True:
        wolkvox.information.token_info()
threading.Thread(target=forever, daemon=True).start()
time.sleep(0.5)
""",
    "sys.exit under with": """
with Wolkvox(operation, store=store) as wolkvox:
    wolkvox.information.token_info()
    sys.exit(0)
""",
}


@pytest.mark.parametrize("store", ["memory", "sqlite"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_interpreter_exits_quietly_and_leaves_no_permit_taken(ending, store, simulator, tmp_path):
    arguments = [tmp_path / "store.sqlite3"] if store == "sqlite" else []
    done = run(ENDINGS[ending], simulator, *arguments, options=["-X", "dev", "-W", "error"])
    if ending != "a daemon thread is calling":  # whose own error is its own
        assert (done.stdout, done.stderr) == ("", "")
    assert "wolkvox-sync" not in done.stderr
    assert done.returncode == 0
    with Wolkvox(operation_of(simulator), store=str(tmp_path / "store.sqlite3")) as wolkvox:
        assert wolkvox.quota().busy == 0


LIGHT = """
import wolkvox_async.sync
print(sorted({"aiohttp", "wolkvox_async.client", "wolkvox_async.sync.event_loop"} & set(sys.modules)))
from wolkvox_async.sync import Wolkvox
wolkvox = Wolkvox(Operation(name="a", server="0099", tokens=["token-alpha"], licences=1, tz="UTC"), store=MemoryStore())
heavy = {"pyarrow", "redis", "sqlite3", "wolkvox_async.export", "wolkvox_async.fleet", "wolkvox_async.sync.fleet"}
print(sorted(heavy & set(sys.modules)), threading.active_count())
"""


def test_an_import_is_light_and_a_client_starts_no_thread_before_its_first_call():
    code = "import sys, threading\nfrom wolkvox_async import MemoryStore, Operation" + LIGHT
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("[]\n[] 1\n", "")


FORK = """
wolkvox = Wolkvox(operation, store=store)
print("parent", len(wolkvox.information.token_info()), flush=True)
rows = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 6, 1)).batches()
next(rows)
children = []
for number in range(2):
    child = os.fork()
    if child == 0:
        print("child", len(wolkvox.information.token_info()), flush=True)
        try:
            next(rows); next(rows); next(rows)
        except Exception as error:
            print(type(error).__name__, flush=True)
        if number == 0:
            sys.exit(0)
        while wolkvox.quota().busy:  # what ends as abruptly as os._exit leaves the permit of a call that just ended
            time.sleep(0.01)
        os._exit(0)
    children.append(child)
print("parent", len(wolkvox.information.token_info()), flush=True)
print("parent rows", sum(len(batch.rows) for batch in rows) > 0, flush=True)
codes = [os.waitpid(child, 0)[1] for child in children]
print("codes", codes, "parent", len(wolkvox.information.token_info()))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_child_has_a_loop_of_its_own_and_the_parent_keeps_its(simulator, tmp_path):
    # From 3.12 on Python warns of every fork where there are threads.
    done = run(FORK, simulator, tmp_path / "store.sqlite3", options=["-W", "ignore::DeprecationWarning"])
    assert done.stderr == ""
    lines = sorted(done.stdout.splitlines())
    assert lines.count("child 1") == 2
    assert lines.count("ClientClosed") == 2
    assert lines[-3:] == ["parent 1", "parent 1", "parent rows True"]
    assert "codes [0, 0] parent 1" in lines
    with Wolkvox(operation_of(simulator), store=str(tmp_path / "store.sqlite3")) as wolkvox:
        assert wolkvox.quota().busy == 0


INTERRUPTED = """
wanted = {event}
heard = []

def interrupt(event):
    heard.append(event)
    if isinstance(event, wanted) and sum(isinstance(each, wanted) for each in heard) == {number}:
        os.kill(os.getpid(), signal.SIGINT)

wolkvox = Wolkvox(operation, store=store, listener=interrupt)
try:
    {call}
except KeyboardInterrupt as error:
    upload = getattr(error, "upload", None)
    counts = upload and (upload.accepted, upload.unknown, upload.unsent)
    print("interrupted", counts, flush=True)
print("busy", wolkvox.quota().busy, flush=True)
while wolkvox.quota().busy:
    time.sleep(0.1)
print("used", wolkvox.quota().used, flush=True)
print("works", len(wolkvox.information.token_info()))
"""


def interrupted(call, event, number, *arguments):
    return run(INTERRUPTED.format(call=call, event=event, number=number), *arguments)


CALLS = {
    "a call": "wolkvox.information.token_info()",
    "a report": "wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 3)).rows()",
    "a stream": "list(wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 3)))",
}


@pytest.mark.parametrize("call", CALLS)
def test_ctrl_c_cancels_the_call_and_keeps_the_permit_until_the_server_has_answered(call, tmp_path):
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0)),), seed=3)
    with Simulator(world, latency=1.5) as simulator:
        done = interrupted(CALLS[call], "events.Admitted", 1, simulator, tmp_path / "store.sqlite3")
        assert simulator.ledger.violations == []
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["interrupted None", "busy 1", "used 1", "works 1"]


def test_ctrl_c_of_an_upload_has_the_result_so_far(tmp_path):
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0)),), seed=3)
    call = """wolkvox.campaign.add_records(
        campaign_id="32841", type_campaign="predictive", batch_size=10,
        records=({"customer_id": str(n), "tel1": "573001112233"} for n in range(100)),
    )"""
    with Simulator(world, latency=0.2) as simulator:
        done = interrupted(call, "events.Released", 3, simulator, tmp_path / "store.sqlite3")
        assert simulator.ledger.violations == []
    assert done.stderr == ""
    accepted, unknown, unsent = map(int, re.findall(r"\d+", done.stdout.splitlines()[0]))
    assert accepted >= 20
    assert accepted + unknown + unsent == 100
    assert "works 1" in done.stdout


def test_ctrl_c_while_the_records_are_iterated_ends_the_upload_before_anything_is_sent(simulator, tmp_path):
    call = """wolkvox.campaign.add_records(
        campaign_id="32841", type_campaign="predictive",
        records=(os.kill(os.getpid(), signal.SIGINT) or {"tel1": "573001112233"} for n in range(100)),
    )"""
    done = interrupted(call, "()", 0, simulator, tmp_path / "store.sqlite3")
    assert done.stderr == ""
    assert "busy 0\nused 0\nworks 1\n" in done.stdout


STUBBORN = """
import asyncio
from wolkvox_async.sync.event_loop import run

interrupt = lambda: os.kill(os.getpid(), signal.SIGINT)

async def stubborn():
    asyncio.get_running_loop().call_later(0.05, interrupt)
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("cancelled", flush=True)
        interrupt()
        await asyncio.sleep(3600)

try:
    run(stubborn())
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_a_second_ctrl_c_does_not_wait_for_the_call_to_end(simulator):
    done = run(STUBBORN, simulator)
    assert (done.stdout, done.stderr) == ("cancelled\ninterrupted\n", "")


LATE = """
import atexit

wolkvox = Wolkvox(operation, store=store)

def late():
    try:
        print(len(wolkvox.information.token_info()))
    except Exception as error:
        print(type(error).__name__)

import wolkvox_async.sync.event_loop as event_loop
atexit.unregister(event_loop._exit)
atexit.register(late)
atexit.register(event_loop._exit)  # runs before it
wolkvox.information.token_info()
"""


def test_a_call_after_the_clients_were_closed_at_exit_is_refused(simulator):
    done = run(LATE, simulator, options=["-X", "dev", "-W", "error"])
    assert (done.stdout, done.stderr) == ("ClientClosed\n", "")
