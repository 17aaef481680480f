"""`wolkvox follow` as people run it: in a process of its own, stopped, and started again."""

import asyncio
import json
import re
import signal
import sys

import pytest

from tests.support.commands import TOKEN, configure, here, start
from tests.support.following import held
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

WORLD = World(tenants=(Tenant(name="sales-co", tokens=(TOKEN,), campaigns=(Campaign(id="32841", every=600.0),)),))
ASKED = ("follow", "campaign.detail", "-p", "campaign_id=32841", "-p", "type_campaign=predictive", "--from", "-1d")


async def stopped(folder, number, *words):
    """Start a follower, stop it when its first round was said, and return its exit code and what it printed."""
    process = await start(folder, *ASKED, "--into", "tables", "--json", *words)
    said = []
    async with asyncio.timeout(60):
        while b"1 window" not in (line := await process.stderr.readline()):
            assert line, said
            said.append(line)
        process.send_signal(number)
        out, err = await process.communicate()
    return process.returncode, json.loads(out), err.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
async def test_a_signal_ends_it_with_a_summary_and_it_goes_on_from_there(tmp_path):
    async with Simulator(WORLD, latency=0.01) as simulator:
        configure(tmp_path, simulator)
        code, summary, err = await stopped(tmp_path, signal.SIGTERM)
        assert code == 143
        assert (summary["calls"], summary["windows"], summary["failures"]) == (1, 1, {}), err
        assert "followed 1 round, 1 window, " in err
        assert re.search(r" 1 call; the next round begins at \d\d:\d[05]:00\n", err)
        rows = held(tmp_path / "tables")
        assert len(rows) == summary["rows"] > 100
        (path,) = tmp_path.rglob("_manifest.json")
        manifest = json.loads(path.read_bytes())
        assert manifest["trailed"]
        (file,) = (tmp_path / "tables").rglob("*.parquet")
        file.unlink()  # so that there is something to do within five minutes
        code, summary, err = await stopped(tmp_path, signal.SIGINT)
        assert (code, summary["calls"]) == (130, 1)
        assert len({row["conn_id"] for row in held(tmp_path / "tables")}) == len(held(tmp_path / "tables")) >= len(rows)
        assert simulator.ledger.violations == []


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ((), 2, "WOLKVOX_DESTINATION"),
        (("--into", "tables", "--every", "1m"), 2, "0:05:00 or more"),
        (("--into", "tables", "--at", "25"), 2, "write 3 or 03:30"),
        (("--into", "oracle://host/db"), 2, "unknown destination"),
        (("--into", "postgresql://127.0.0.1:1/none"), 1, "cannot be read"),
    ],
)
def test_what_cannot_be_followed_is_one_line(tmp_path, words, code, why):
    with Simulator(WORLD) as simulator:
        configure(tmp_path, simulator)
        done = here(tmp_path, *ASKED, *words)
        assert (done.returncode, why in done.stderr.decode()) == (code, True), done.stderr
        assert not simulator.ledger.requests
