"""SIGINT and SIGTERM: calls under way end, permits come back, the summary is printed, and the exit code says it."""

import asyncio
import json
import os
import signal
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.commands import TOKEN, configure, finish, start
from tests.support.exporting import names, state_names
from tests.support.worlds import tenant
from wolkvox_async.cli import main
from wolkvox_async.simulator import Campaign, Simulator, World

SIGNALS = [(signal.SIGINT, 130, "wolkvox: stopped"), (signal.SIGTERM, 143, "wolkvox: stopped by SIGTERM")]
YEAR = ("--from", "2025-01-01", "--to", "2026-01-01")
DETAIL = ("campaign.detail", "-p", "type_campaign=predictive", "-p", "campaign_id=32841")
EXPORT = ("export", *DETAIL, *YEAR, "--out", "exports", "--format", "csv", "--json")
NOW = datetime(2026, 6, 1, tzinfo=UTC).timestamp()

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")


@contextmanager
def simulating(folder, latency):
    """Serve in a thread of its own, so that a test may wait for a process."""
    world = World(tenants=(tenant(Campaign(id="32841", every=86_400.0), licences=1),))
    with Simulator(world, latency=latency, clock=lambda: NOW) as simulator:
        configure(folder, simulator)
        yield simulator


@pytest.fixture
def served(tmp_path):
    with simulating(tmp_path, 0.4) as simulator:
        yield simulator
        assert simulator.ledger.violations == []


async def until(true):
    while not true():
        await asyncio.sleep(0.02)


def asleep(pid):
    """Whether a process waits for the system, where /proc says it."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "S"


def busy(folder):
    (row,) = json.loads(finish(folder, "quota", "--json").stdout)
    return row["busy"], row["used"]


@pytest.mark.parametrize(("number", "code", "said"), SIGNALS)
async def test_an_export_that_is_stopped_says_what_it_did_and_goes_on_from_there(served, tmp_path, number, code, said):
    process = await start(tmp_path, *EXPORT)
    await until(lambda: names(tmp_path / "exports"))
    process.send_signal(number)
    out, err = (each.decode() for each in await process.communicate())
    assert process.returncode == code
    assert err.splitlines()[-2:] == ["wolkvox: run the same command again to go on from here", said]
    assert "Traceback" not in err
    summary = json.loads(out)
    (report,) = summary["reports"]
    assert (summary["complete"], report["state"], report["error"]) == (False, "stopped", None)
    assert summary["rows"] == report["rows"] > 0
    assert report["files"] == [f"exports/{path}" for path in relative(tmp_path / "exports")]
    assert not [name for name in state_names(tmp_path / "exports") if name.endswith(".tmp")]
    assert busy(tmp_path) == (0, served.ledger.calls("sales-co"))
    again = json.loads(finish(tmp_path, *EXPORT).stdout)
    assert (again["complete"], again["reports"][0]["state"]) == (True, "complete")
    assert again["calls"] < 12


def relative(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.csv"))


@pytest.mark.parametrize(
    "words",
    [
        ("call", "reports.cdr_1", *YEAR),
        ("call", "GET", "information.php", "skills"),
        ("quota", "--refresh"),
        ("quota", "--refresh", "--watch"),
    ],
    ids=" ".join,
)
async def test_every_command_gives_back_what_it_holds(served, tmp_path, words):
    number, code, said = SIGNALS[1]
    process = await start(tmp_path, *words)
    await until(lambda: served.ledger.in_flight(TOKEN))
    process.send_signal(number)
    _, err = await process.communicate()
    assert (process.returncode, err.decode().splitlines()[-1]) == (code, said)
    assert busy(tmp_path)[0] == 0


async def test_a_command_that_waits_for_its_call_after_a_signal_says_so(tmp_path):
    with simulating(tmp_path, 60.0) as simulator:
        process = await start(tmp_path, "call", "reports.cdr_1", *YEAR)
        await until(lambda: simulator.ledger.in_flight(TOKEN))
        process.send_signal(signal.SIGINT)
        _, err = await process.communicate()
    assert err.decode().splitlines() == [
        "wolkvox: stopping; calls under way are waited for, at most 5 s; press Ctrl-C again to end at once",
        "wolkvox: stopped",
    ]
    assert process.returncode == 130


@pytest.mark.parametrize("before", ["", "old\n"], ids=["new", "there before"])
async def test_a_call_that_is_stopped_says_that_its_file_was_not_written(served, tmp_path, before):
    if before:
        (tmp_path / "rows.csv").write_text(before)
    process = await start(tmp_path, "call", *DETAIL, *YEAR, "--out", "rows.csv")
    await until(lambda: served.ledger.calls("sales-co") > 2)  # some rows are in the part that is written
    process.send_signal(signal.SIGINT)
    out, err = (each.decode() for each in await process.communicate())
    assert (process.returncode, out) == (130, "")
    assert [line for line in err.splitlines() if "printed" in line] == []
    assert f"wolkvox: rows.csv was not written{'; it is as it was before' if before else ''}" in err.splitlines()
    assert [path.name for path in tmp_path.glob("rows*")] == (["rows.csv"] if before else [])
    assert not before or (tmp_path / "rows.csv").read_text() == before


@pytest.mark.parametrize(
    ("number", "again"), [(signal.SIGINT, "press Ctrl-C again"), (signal.SIGTERM, "send the signal again")]
)
async def test_a_second_signal_ends_at_once_and_says_so(tmp_path, number, again):
    with simulating(tmp_path, 60.0) as simulator:
        process = await start(tmp_path, *EXPORT)
        await until(lambda: simulator.ledger.in_flight(TOKEN))
        process.send_signal(number)
        while "stopping" not in (line := (await process.stderr.readline()).decode()):
            assert line
        assert line.endswith(f"{again} to end at once\n")
        process.send_signal(number)
        _, err = await process.communicate()
    assert process.returncode == -number
    assert err.decode().splitlines()[-1].startswith("wolkvox: ended at once; ")


async def test_a_signal_that_the_parent_ignores_stays_ignored(served, tmp_path):
    """As with nohup, and with `command &` in a script."""
    ignoring = "import os, signal, sys; signal.signal(2, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
    words = [sys.executable, "-c", ignoring, sys.executable, "-m", "wolkvox_async", "quota", "--refresh", "--json"]
    process = await asyncio.create_subprocess_exec(
        *words, cwd=tmp_path, env={"TOKEN": TOKEN}, stdout=asyncio.subprocess.PIPE
    )
    await until(lambda: served.ledger.in_flight(TOKEN))
    process.send_signal(signal.SIGINT)
    out, _ = await process.communicate()
    assert (process.returncode, json.loads(out)[0]["used"]) == (0, 1)


UPLOAD = ("--campaign", "32841", "--type", "predictive", "--yes", "--json")


@contextmanager
def interrupted_at_once(stop, _seconds):
    """Stand for the handling of signals where one has come."""
    stop()
    yield [signal.SIGINT]


def test_an_upload_that_is_stopped_while_its_file_is_read_says_that_nothing_was_sent(served, tmp_path, monkeypatch):
    (tmp_path / "leads.csv").write_text("customer_id,tel1\n" + "1,573001112233\n" * 5_000)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN", TOKEN)
    monkeypatch.setattr("wolkvox_async.cli.upload.gracefully", interrupted_at_once)
    done = CliRunner().invoke(main, ["upload", "leads.csv", *UPLOAD])
    assert done.exit_code == 130
    found = json.loads(done.stdout)
    assert (found["read_all"], found["accepted"], found["batches"]) == (False, 0, 1)
    assert 0 < found["unsent"] < 5_000
    assert f"this run sent nothing; {found['unsent']:,} rows had been read" in done.stderr
    assert served.truth.uploaded("sales-co", "32841") == {}


async def test_an_upload_that_is_stopped_while_a_pipe_is_copied_says_so_too(served, tmp_path):
    pipe = tmp_path / "leads.csv"
    os.mkfifo(pipe)
    process = await start(tmp_path, "upload", "leads.csv", *UPLOAD)
    with await asyncio.to_thread(pipe.open, "w"):  # opens when the command opens it
        await until(lambda: asleep(process.pid))  # it reads; Python sees no signal between its last look and the read
        process.send_signal(signal.SIGINT)
        out, err = (each.decode() for each in await process.communicate())
    assert process.returncode == 130
    assert (json.loads(out)["read_all"], json.loads(out)["unsent"]) == (False, 0)
    assert "this run sent nothing; 0 rows had been read" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_to_all_processes_of_an_export_ends_its_workers_in_order(tmp_path, number):
    """As Ctrl-C on a terminal and the end of a systemd unit do."""
    with simulating(tmp_path, 0.4) as simulator:
        process = await start(tmp_path, *EXPORT, "--workers", "2", start_new_session=True)
        await until(lambda: names(tmp_path / "exports"))
        os.killpg(process.pid, number)
        out, err = (each.decode() for each in await process.communicate())
        summary = json.loads(out)
        assert process.returncode == 128 + number
        assert (summary["complete"], summary["reports"][0]["state"], "Traceback" in err) == (False, "stopped", False)
        assert summary["rows"] > 0
        assert busy(tmp_path) == (0, simulator.ledger.calls("sales-co"))
        again = json.loads(finish(tmp_path, *EXPORT).stdout)
        assert (again["complete"], again["reports"][0]["state"]) == (True, "complete")
        assert simulator.ledger.violations == []
