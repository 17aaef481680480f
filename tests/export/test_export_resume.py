"""Exports gone on from: after new rows, lost files, a full disk, a crash."""

import asyncio
import os
import signal
import sys
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest

from tests.support.exporting import (
    DETAIL,
    JANUARY,
    TOKEN,
    Clock,
    assert_true,
    detail,
    fleet_at,
    manifest_in,
    names,
    rows_of,
    serve_simulator,  # noqa: F401 - the fixture
    world,
)
from wolkvox_async.core.windows import Window, gaps, merge
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export import export
from wolkvox_async.export.lock import locked
from wolkvox_async.simulator import Faults, Simulator, Switches
from wolkvox_async.simulator.truth import parse

# Windows that may still gain rows


async def test_what_is_too_new_is_read_again_and_only_that(tmp_path):
    clock = Clock()
    late = Switches(publication_delay=600.0)
    async with Simulator(world(every=60.0), clock=clock, switches=late) as simulator:
        day = {"start": date(2025, 6, 1), "end": datetime(2025, 6, 1, 7)}
        first = await detail(simulator, tmp_path, **day)
        assert first.reports[0].provisional == (Window(datetime(2025, 6, 1, 6, 40), datetime(2025, 6, 1, 7)),)
        assert first.rows == 7 * 60 - 9
        clock.now += 3_600
        before = len(simulator.ledger.requests)
        again = await detail(simulator, tmp_path, **day)
        assert [r.query["date_ini"] for r in list(simulator.ledger.requests)[before:]] == ["20250601064000"]
        assert again.reports[0].provisional == ()
        assert_true(simulator, rows_of(again), date(2025, 6, 1), datetime(2025, 6, 1, 7))
        assert (await detail(simulator, tmp_path, **day)).calls == 0
        assert len(names(tmp_path)) == len(again.files) + 2  # the manifest, the lock


async def test_a_range_that_goes_on_settles_bit_by_bit(tmp_path):
    clock = Clock()
    async with Simulator(world(every=60.0), clock=clock, switches=Switches(publication_delay=600.0)) as simulator:
        for _ in range(4):
            outcome = await detail(simulator, tmp_path, start=date(2025, 6, 1), end=date(2025, 6, 2))
            clock.now += 1_234
        rows = rows_of(outcome)
        assert len({row["conn_id"] for row in rows}) == len(rows) == outcome.rows
        clock.now += 86_400
        outcome = await detail(simulator, tmp_path, start=date(2025, 6, 1), end=date(2025, 6, 2))
        assert_true(simulator, rows_of(outcome), date(2025, 6, 1), date(2025, 6, 2))
        assert names(tmp_path) == sorted([".lock", "manifest.json", *(path.name for path in outcome.files)])


async def test_an_old_file_stays_until_the_new_one_is_whole(tmp_path):
    clock = Clock()
    async with Simulator(world(every=60.0), clock=clock) as simulator:
        day = {"start": date(2025, 6, 1), "end": date(2025, 6, 2)}
        first = await detail(simulator, tmp_path, **day)
        clock.now += 3_600
        simulator.faults = Faults(script=(None, *["maintenance"] * 99))
        simulator._numbered = 0
        broken = await detail(simulator, tmp_path, options={"max_wait": 0.1}, **day)
        assert broken.fetched == 60  # the settled part was read, the rest was not
        assert broken.failures
        assert not broken.complete
        assert rows_of(broken) == rows_of(first)
        assert names(tmp_path) == sorted([".lock", "manifest.json", *(path.name for path in first.files)])
        simulator.faults = Faults()
        mended = await detail(simulator, tmp_path, **day)
        assert_true(simulator, rows_of(mended), date(2025, 6, 1), datetime(2025, 6, 1, 8, 0, 1))


# What went wrong before


async def test_lost_and_changed_files_are_fetched_again(simulator, tmp_path, caplog):
    first = await detail(simulator, tmp_path, start=date(2025, 1, 1), end=date(2025, 4, 1))
    whole = rows_of(first)
    first.files[0].unlink()
    first.files[1].write_bytes(first.files[1].read_bytes()[:-50])
    again = await detail(simulator, tmp_path, start=date(2025, 1, 1), end=date(2025, 4, 1))
    assert rows_of(again) == whole
    assert again.calls == 2
    assert caplog.text.count("is asked again") == 2


async def test_what_a_crash_left_is_swept_and_nothing_else(simulator, tmp_path):
    outcome = await detail(simulator, tmp_path)
    folder = outcome.files[0].parent
    ours = ["20240101T000000-20240201T000000.ndjson", "20240101T000000-20240201T000000.csv.tmp", "manifest.json.tmp"]
    for name in [*ours, "notes.txt", "mine.tmp"]:
        (folder / name).write_text("x")
    await detail(simulator, tmp_path)
    assert not any((folder / name).exists() for name in ours)
    assert (folder / "notes.txt").exists()
    assert (folder / "mine.tmp").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "is damaged"),
        (b"[]", "is damaged"),
        (b'{"version": 1}', "is damaged: KeyError"),
        (b'{"version": 2}', "newer version of wolkvox-async; upgrade it"),
    ],
)
async def test_a_damaged_manifest_is_told_before_any_call(simulator, tmp_path, content, says):
    outcome = await detail(simulator, tmp_path)
    (outcome.files[0].parent / "manifest.json").write_bytes(content)
    calls = simulator.ledger.calls("sales-co")
    with pytest.raises(ConfigurationError, match=says):
        await detail(simulator, tmp_path)
    assert simulator.ledger.calls("sales-co") == calls
    assert outcome.files[0].exists()


@pytest.mark.parametrize("key", ["covered", "files", "parameters", "calls"])
async def test_a_manifest_with_a_wrong_value_is_damaged(simulator, tmp_path, key):
    outcome = await detail(simulator, tmp_path)
    path = outcome.files[0].parent / "manifest.json"
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | {key: ["x"]}))
    with pytest.raises(ConfigurationError, match=r"manifest\.json is damaged|parameters is"):
        await detail(simulator, tmp_path)


async def test_another_format_is_refused_with_what_to_do(simulator, tmp_path):
    await detail(simulator, tmp_path)
    with pytest.raises(ConfigurationError, match="format is 'ndjson', not 'csv'; use --format ndjson"):
        await detail(simulator, tmp_path, "csv")
    with pytest.raises(ConfigurationError, match="unknown format 'xml'"):
        await detail(simulator, tmp_path, "xml")


async def test_two_runs_at_once_are_refused(simulator, tmp_path):
    tmp_path.joinpath("out").mkdir()
    with locked(tmp_path / "out"), pytest.raises(ConfigurationError, match=f"out: process {os.getpid()}"):
        await detail(simulator, tmp_path / "out")
    assert (await detail(simulator, tmp_path / "out")).complete


async def test_one_report_twice_in_one_run_is_refused(simulator, tmp_path):
    async with fleet_at(simulator) as fleet:
        reports = fleet.reports(["campaign.detail"] * 2, **JANUARY, **DETAIL)
        with pytest.raises(ConfigurationError, match="2 of the reports would write to"):
            await export(reports, to=tmp_path, format="csv")


async def test_a_directory_that_cannot_be_is_told(simulator, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError, match="cannot be made a directory: Not a directory"):
        await detail(simulator, tmp_path / "file" / "out")


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
async def test_a_full_disk_leaves_no_half_file(simulator, tmp_path, kind):
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, old[1]))
    try:
        outcome = await detail(simulator, tmp_path, kind)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    (report,) = outcome.reports
    assert "cannot be written: File too large; make room and run the export again" in str(report.error)
    assert report.covered == report.files == ()
    assert names(tmp_path) == [".lock", "manifest.json"]
    assert manifest_in(tmp_path)["calls"] == report.calls == 1
    assert (await detail(simulator, tmp_path, kind)).complete


# Broken off


CHILD = """
import asyncio, sys
from datetime import date, datetime
from pathlib import Path
from wolkvox_async import Fleet, MemoryStore, Operation

async def main(base, to, format):
    operation = Operation(name="sales-co", server="0099", tokens=["token-a"], licences=20, tz="America/Bogota",
                          base_url=base)
    async with Fleet([operation], store=MemoryStore()) as fleet:
        await fleet.export(["campaign.detail"], start=date(2025, 1, 1), end=date(2026, 1, 1), to=to, format=format,
                           type_campaign="predictive", campaign_id="32841")

asyncio.run(main(*sys.argv[1:]))
"""
YEAR = {"start": date(2025, 1, 1), "end": date(2026, 1, 1)}


def covered_in(to):
    pairs = manifest_in(to)["covered"]
    return [Window(*map(datetime.fromisoformat, pair)) for pair in pairs]


@pytest.mark.parametrize(("how", "kind"), [(signal.SIGKILL, "parquet"), (signal.SIGINT, "ndjson")])
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
async def test_a_run_that_is_killed_is_gone_on_from(tmp_path, how, kind):
    now = datetime(2026, 6, 1, tzinfo=UTC).timestamp()
    async with Simulator(world(every=900.0), clock=Clock(now), latency=0.25) as simulator:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", CHILD, simulator.base_url, str(tmp_path), kind, stderr=asyncio.subprocess.PIPE
        )
        while not list(tmp_path.rglob("manifest.json")) or len(covered_in(tmp_path)) < 1:
            await asyncio.sleep(0.02)
        child.send_signal(how)
        await child.communicate()
        assert child.returncode != 0
        done = covered_in(tmp_path)
        assert len(gaps(Window(datetime(2025, 1, 1), datetime(2026, 1, 1)), done)) > 0
        if how is signal.SIGINT:
            assert not list(tmp_path.rglob("*.tmp"))
        while simulator.ledger.in_flight(TOKEN):
            await asyncio.sleep(0.02)
        before = len(simulator.ledger.requests)
        outcome = await detail(simulator, tmp_path, kind, **YEAR)
        assert_true(simulator, rows_of(outcome), date(2025, 1, 1), date(2026, 1, 1))
        asked = [
            Window(
                parse(request.query["date_ini"]),
                parse(request.query["date_end"]) + timedelta(seconds=1),
            )
            for request in list(simulator.ledger.requests)[before:]
        ]
        missing = gaps(Window(datetime(2025, 1, 1), datetime(2026, 1, 1)), done)
        assert merge(asked) == missing  # nothing that was covered
        assert (await detail(simulator, tmp_path, kind, **YEAR)).calls == 0
        assert simulator.ledger.violations == []


async def test_a_cancelled_run_leaves_whole_files_and_a_true_manifest(tmp_path):
    now = datetime(2026, 6, 1, tzinfo=UTC).timestamp()
    async with Simulator(world(every=900.0), clock=Clock(now), latency=0.1) as simulator:
        run = asyncio.ensure_future(detail(simulator, tmp_path, **YEAR))
        while not list(tmp_path.rglob("manifest.json")):
            await asyncio.sleep(0.01)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        held = manifest_in(tmp_path)
        assert [name for name in names(tmp_path) if name.endswith("ndjson")] == [f["name"] for f in held["files"]]
        outcome = await detail(simulator, tmp_path, **YEAR)
        assert_true(simulator, rows_of(outcome), date(2025, 1, 1), date(2026, 1, 1))
