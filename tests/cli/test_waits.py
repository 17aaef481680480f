"""What a command waits for is reported on stderr: for what, held by whom, until when."""

import asyncio
import json
import os
import re
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import pytest

from tests.support.commands import TOKEN, configure, start
from tests.support.worlds import tenant
from wolkvox_async import events
from wolkvox_async.cli.dates import duration
from wolkvox_async.cli.waits import Waits, until
from wolkvox_async.simulator import Simulator, World

OF = {"operation": "sales-co", "endpoint": "reports.cdr_1"}


def waiting(why, seconds=None, **more):
    return events.Waiting(**OF, why=why, seconds=seconds, **more)


ADMITTED = events.Admitted(**OF, token="abc", waited=0.0, used=1)
ADMITTED_FOR_ONE = events.Admitted(**OF, token="abc", waited=0.0, used=1, waiting=3)
ENDED = events.WaitEnded(**OF, seconds=1.0)
ENDED_FOR_ONE = events.WaitEnded(**OF, seconds=1.0, waiting=3)
OTHERS = waiting("busy", 60.0)
RELEASED = events.Released(**OF, token="abc", seconds=1.0)
QUARANTINED = events.Quarantined(**OF, token="abc", seconds=65.0)
RETRYING = events.Retrying(**OF, attempt=1, seconds=8.0, error="the server broke")
SOON = events.Retrying(**OF, attempt=1, seconds=0.001, error="the server broke")
LINE = "wolkvox: sales-co reports.cdr_1 "
CASES = {
    "another process": (
        [waiting("busy", 60.0)],
        [
            LINE
            + "waits: other processes hold .* broken off .by Ctrl-C, .*connection. do, until [0-9:]{8} America/Bogota"
        ],
    ),
    "the quota": ([waiting("quota", 86_400.0)], [LINE + "waits: the day's quota is spent, until 20.* America/Bogota"]),
    "maintenance": ([waiting("maintenance", 30.0)], [LINE + "waits: the server is in backup or maintenance, until .*"]),
    "an unknown end": ([waiting("permit")], [LINE + "waits: other calls hold the permits of its tokens"]),
    "the store": ([waiting("store")], [LINE + "waits: the store that counts calls is locked or does not answer"]),
    "a lost connection": (
        [ADMITTED, QUARANTINED, waiting("permit")],
        [LINE + "waits: the server may still be at work on calls whose connection was lost, until .*"],
    ),
    "a store that a process holds": (
        [waiting("store", 4.5, held_by="process 4242 (sqlite3)")],
        [LINE + r"waits: the store .* not answer, held by process 4242 \(sqlite3\), until .*"],
    ),
    "the store, answered": ([waiting("store"), ENDED], []),
    "a permit, once the store answered": ([OTHERS, waiting("store"), ENDED_FOR_ONE], [LINE + "waits: other proc.*"]),
    "another call than the one that was admitted": (
        [waiting("busy", 60.0), ADMITTED_FOR_ONE, RELEASED],
        [LINE + "waits: other processes hold .*, until [0-9:]{8} America/Bogota"],
    ),
    "a caller that gave up": ([waiting("permit"), ENDED], []),
    "one after the other": ([waiting("permit"), waiting("quota", 9.0)], [LINE + "waits: the day's quota .*"]),
    "our own calls": ([ADMITTED, waiting("permit")], []),
    "our own calls, ended": ([ADMITTED, waiting("busy"), RELEASED], [LINE + "waits: other processes .*"]),
    "no longer": ([waiting("permit"), ADMITTED], []),
    "nothing": ([ADMITTED, RELEASED], []),
    "a second try": ([RETRYING, RETRYING], [LINE + "is asked again, until .*: the server broke"]),
    "a second try at once": ([SOON], []),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_is_reported(case):
    happened, expected = CASES[case]
    lines, heard = [], []
    listener = Waits(heard.append, report=lines.append, after=0.02)
    listener.zones["sales-co"] = ZoneInfo("America/Bogota")
    for event in happened:
        listener(event)
    await asyncio.sleep(0.1)
    assert heard == happened
    assert len(lines) == len(expected)
    for line, pattern in zip(lines, expected, strict=True):
        assert re.fullmatch(pattern, line)


async def test_the_end_of_a_wait_is_on_the_operations_clock_or_has_its_offset(monkeypatch):
    now = datetime(2026, 2, 3, 3, 30, tzinfo=UTC)
    monkeypatch.setattr("wolkvox_async.cli.waits._now", now.timestamp)
    ends = (now + timedelta(minutes=1)).timestamp()
    assert until(ends, ZoneInfo("America/Bogota")) == "22:31:00 America/Bogota"
    assert until(ends + 86_400, ZoneInfo("America/Bogota")) == "2026-02-03 22:31:00 America/Bogota"
    assert re.fullmatch(r"[0-9:]{8} [+-]\d{4}", until(ends))


async def test_a_process_that_waits_for_another_says_so_and_gives_up_after_max_wait(tmp_path):
    world = World(tenants=(tenant(licences=1),))
    async with Simulator(world, latency=5.0) as simulator:
        configure(tmp_path, simulator)
        quota = ("quota", "--refresh", "--json")
        holders = [await start(tmp_path, *quota) for _ in range(2)]
        while simulator.ledger.in_flight(TOKEN) < 2:
            await asyncio.sleep(0.02)
        waiter = await start(tmp_path, *quota, "--max-wait", "3s")
        _, err = await waiter.communicate()
        for holder in holders:
            assert json.loads((await holder.communicate())[0])
    assert waiter.returncode == 1
    first, last = err.decode().splitlines()
    assert re.fullmatch(
        "wolkvox: sales-co information.token_info waits: other processes hold .*, until [0-9:]{8} America/Bogota", first
    )
    assert "wait longer with --max-wait" in last
    assert simulator.ledger.violations == []


HELD_BY = rf", held by process {os.getpid()} \(.*\)" if sys.platform == "linux" else ""
LOCKED = f"wolkvox: sales-co .* waits: the store that counts calls is locked or does not answer{HELD_BY}, until .*\n"
COMMANDS = [
    ("call", "real_time.agents", "--json"),
    ("quota", "--json"),
    ("quota", "--refresh", "--json"),
]


@pytest.mark.parametrize("words", COMMANDS)
async def test_a_command_that_waits_for_a_locked_store_says_so(tmp_path, words):
    async with Simulator(World(tenants=(tenant(licences=1),))) as simulator:
        configure(tmp_path, simulator)
        with closing(sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None)) as shell:
            shell.execute("BEGIN EXCLUSIVE")
            waiter = await start(tmp_path, *words)
            line = (await asyncio.wait_for(waiter.stderr.readline(), 60)).decode()
            shell.execute("ROLLBACK")
        _, err = await waiter.communicate()
    assert re.fullmatch(LOCKED, line)
    assert (waiter.returncode, err) == (0, b"")


@pytest.mark.parametrize("words", COMMANDS)
async def test_a_command_waits_for_a_locked_store_no_longer_than_max_wait(tmp_path, words):
    async with Simulator(World(tenants=(tenant(licences=1),))) as simulator:
        configure(tmp_path, simulator)
        with closing(sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None)) as shell:
            shell.execute("BEGIN EXCLUSIVE")
            waiter = await start(tmp_path, *words, "--max-wait", "1s")
            _, err = await waiter.communicate()
    assert waiter.returncode == 6
    assert re.search(r"store\.sqlite3 was locked for 1 s", err.decode())


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("90s", 90), ("10m", 600), ("1.5h", 5400), ("3d", 259_200), ("1W", 604_800)]
)
def test_durations_are_read(text, seconds):
    assert duration.convert(text, None, None).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "-3d", "3 days", "d", "1e9d", "9999999999999999d"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(click.BadParameter, match=r"is not a duration|is too long"):
        duration.convert(text, None, None)
