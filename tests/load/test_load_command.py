"""`wolkvox load` as people run it: in a process of its own, told to stop, killed, and run again."""

import asyncio
import json
import os
import random
import signal
import sys
from datetime import date

import pytest

from tests.support.commands import configure, here, start
from tests.support.databases import database
from tests.support.exporting import Clock, assert_true
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

YEAR = ("--from", "2025-01-01", "--to", "2025-07-01")
MONTHS = 6
SLOW = 4.0  # seconds of a call: the four that are left take twice as long, and closing waits for five
ASKED = ("campaign.detail", "-p", "campaign_id=32841", "-p", "type_campaign=predictive")


def world(every):
    campaign = Campaign(id="32841", every=every)
    return World(tenants=(Tenant(name="sales-co", tokens=("token-alpha",), campaigns=(campaign,)),))


@pytest.fixture
def there(tmp_path):
    with database("postgresql", tmp_path) as made:
        yield made


async def run(folder, there, *words):
    process = await start(folder, "load", *ASKED, *YEAR, "--into", there.url, "--json", *words)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


def assert_complete(simulator, there):
    rows = there.rows("campaign_detail", "conn_id")
    assert_true(simulator, rows, date(2025, 1, 1), date(2025, 7, 1))


async def test_the_summary_says_what_was_read_and_what_the_tables_hold(tmp_path, there):
    async with Simulator(world(3_600.0), clock=Clock()) as simulator:
        configure(tmp_path, simulator)
        code, out, err = await run(tmp_path, there)
        assert code == 0, err
        summary = json.loads(out)
        assert summary["complete"]
        assert summary["tables"]["campaign_detail"]["rows"] == summary["rows"] > 3_000
        assert "wolkvox.campaign_detail" in err
        code, out, err = await run(tmp_path, there)
        assert (code, json.loads(out)["calls"]) == (0, 0)
        assert "holds all of it already" in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
async def test_a_load_that_is_killed_anywhere_loads_each_row_once_when_it_is_run_again(tmp_path, there):
    moments = random.Random(7 if "CI" in os.environ else None)
    async with Simulator(world(3_600.0), clock=Clock(), latency=0.1) as simulator:
        configure(tmp_path, simulator)
        for _ in range(4):
            process = await start(tmp_path, "load", *ASKED, *YEAR, "--into", there.url)
            while simulator.ledger.in_flight("token-alpha") or len(simulator.ledger.requests) < MONTHS:
                await asyncio.sleep(0.02)  # a permit of a killed call is quarantined for minutes
            await asyncio.sleep(moments.uniform(0, 4))
            if process.returncode is None:
                process.kill()
            await process.communicate()
        code, _, err = await run(tmp_path, there)
        assert code == 0, err
        assert_complete(simulator, there)
        assert simulator.ledger.violations == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
async def test_a_load_that_is_stopped_loads_what_it_has_read_and_says_how_to_go_on(tmp_path, there):
    def latency(request):
        return 0.0 if request.query.get("date_ini", "")[:6] in {"202501", "202502"} else SLOW

    async with Simulator(world(3_600.0), clock=Clock(), latency=latency) as simulator:
        configure(tmp_path, simulator)
        staging = tmp_path / "staging"
        words = ("load", *ASKED, *YEAR, "--into", there.url, "--json", "--staging", str(staging))
        process = await start(tmp_path, *words)
        while not list(staging.glob("**/*.parquet")):  # a window is read, and most are not
            assert process.returncode is None
            await asyncio.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        out, err = await process.communicate()
        assert process.returncode == 143
        summary = json.loads(out)
        assert summary["stopped"]
        assert b"run the same command again" in err
        held = there.rows("campaign_detail", "conn_id")
        assert len(held) == summary["tables"]["campaign_detail"]["rows"] > 0
        simulator.latency = 0.0
        code, _, err = await run(tmp_path, there)
        assert code == 0, err
        assert_complete(simulator, there)


async def test_no_destination_is_a_usage_error(tmp_path):
    async with Simulator(world(3_600.0), clock=Clock()) as simulator:
        configure(tmp_path, simulator)
        process = await start(tmp_path, "load", *ASKED, *YEAR)
        _, err = await process.communicate()
        assert process.returncode == 2
        assert b"WOLKVOX_DESTINATION" in err


@pytest.mark.parametrize(
    ("url", "code", "why"),
    [
        ("duckdb:///nodir/x.duckdb", 2, "duckdb:///nodir/x.duckdb cannot be opened: there is no folder nodir; make it"),
        ("postgresql://u:p@127.0.0.1:1/none", 1, "Connection refused"),
    ],
)
def test_a_warehouse_that_cannot_be_reached_is_one_line_that_says_why(tmp_path, url, code, why):
    with Simulator(world(3_600.0)) as simulator:
        configure(tmp_path, simulator)
        done = here(tmp_path, "load", *ASKED, *YEAR, "--into", url)
        begins, *between, failed = done.stderr.decode().splitlines()
        assert done.returncode == code
        assert begins == "wolkvox: load begins: what the tables hold is read first"
        assert why in failed
        assert "Error" not in failed
        assert not [line for line in between if "export" in line]
        assert simulator.ledger.calls("sales-co") == 0


def test_the_drivers_own_words_say_that_a_file_is_no_database(tmp_path):
    (tmp_path / "x.duckdb").write_bytes(b"no database" * 1_000)
    with Simulator(world(3_600.0)) as simulator:
        configure(tmp_path, simulator)
        failed = here(tmp_path, "load", *ASKED, *YEAR, "--into", "duckdb:///x.duckdb").stderr.decode().splitlines()[-1]
    assert "not a valid DuckDB database file" in failed
    assert "DestinationConnectionError" not in failed
