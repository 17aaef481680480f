"""Exports gone on from: after new rows, lost files, a full disk, a crash."""

import asyncio
import os
import signal
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from tests.support.exporting import (
    DETAIL,
    JANUARY,
    TOKEN,
    ZONE,
    Clock,
    assert_true,
    detail,
    fleet_at,
    manifest_in,
    names,
    rows_of,
    serve_simulator,  # noqa: F401 - the fixture
    state_names,
    state_of,
    world,
)
from wolkvox_async.core.windows import Window, gaps, merge
from wolkvox_async.endpoints import find
from wolkvox_async.errors import ConfigurationError, FolderLocked
from wolkvox_async.export import export, publication
from wolkvox_async.export.job import Job
from wolkvox_async.export.lock import locked
from wolkvox_async.export.manifest import Manifest
from wolkvox_async.simulator import Faults, Simulator, Switches
from wolkvox_async.simulator.truth import parse

# Windows that may still gain rows


async def test_what_is_too_new_is_read_again_and_only_that(tmp_path):
    clock = Clock()
    late = Switches(publication_delay=600.0)
    async with Simulator(world(every=60.0), clock=clock, switches=late) as simulator:
        day = {"start": date(2025, 6, 1), "end": datetime(2025, 6, 1, 7)}
        first = await detail(simulator, tmp_path, **day)
        assert first.reports[0].provisional == (
            Window(datetime(2025, 6, 1, 6, 40, tzinfo=ZONE), datetime(2025, 6, 1, 7, tzinfo=ZONE)),
        )
        assert first.rows == 7 * 60 - 9
        clock.now += 3_600
        before = len(simulator.ledger.requests)
        again = await detail(simulator, tmp_path, **day)
        assert [r.query["date_ini"] for r in list(simulator.ledger.requests)[before:]] == ["20250601064000"]
        assert again.reports[0].provisional == ()
        assert_true(simulator, rows_of(again), date(2025, 6, 1), datetime(2025, 6, 1, 7))
        assert (await detail(simulator, tmp_path, **day)).calls == 0
        assert names(tmp_path) == [path.name for path in again.files]
        assert state_names(tmp_path) == ["_manifest.json", "lock"]


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
        assert names(tmp_path) == [path.name for path in outcome.files]


async def test_an_old_file_stays_until_the_new_one_is_whole(tmp_path):
    clock = Clock()
    async with Simulator(world(every=60.0), clock=clock) as simulator:
        day = {"start": date(2025, 6, 1), "end": date(2025, 6, 2)}
        first = await detail(simulator, tmp_path, **day)
        clock.now += 600
        simulator.faults = Faults(script=(None, *["maintenance"] * 99))
        simulator._numbered = 0
        broken = await detail(simulator, tmp_path, options={"max_wait": 0.1}, **day)
        assert broken.fetched == 10  # the settled part of the old file was read, the rest was not
        assert broken.failures
        assert not broken.complete
        assert rows_of(broken) == rows_of(first)
        assert names(tmp_path) == [path.name for path in first.files]
        simulator.faults = Faults()
        mended = await detail(simulator, tmp_path, **day)
        assert_true(simulator, rows_of(mended), date(2025, 6, 1), datetime(2025, 6, 1, 7, 10, 1))


async def test_the_future_is_neither_asked_for_nor_covered(tmp_path):
    clock = Clock()
    async with Simulator(world(every=60.0), clock=clock) as simulator:
        for _ in range(2):
            outcome = await detail(simulator, tmp_path, start=date(2025, 5, 30), end=date(2027, 6, 1))
            assert outcome.reports[0].covered == (
                Window(datetime(2025, 5, 30, tzinfo=ZONE), datetime(2025, 6, 1, 7, 0, 1, tzinfo=ZONE)),
            )
        assert all(request.query["date_ini"] < "20250602" for request in simulator.ledger.requests)
        assert outcome.calls == 1
        before = len(simulator.ledger.requests)
        outcome = await detail(simulator, tmp_path, start=date(2026, 1, 1), end=date(2027, 1, 1))
        assert (outcome.reports[0].covered, outcome.complete) == ((), True)
        assert len(simulator.ledger.requests) == before


# Rows that change after they are published


async def test_what_may_still_change_is_read_once_more_when_it_is_old_enough(tmp_path):
    """Also where no run comes while it is young: the last run before is what counts."""
    clock = Clock()
    async with Simulator(world(), clock=clock) as simulator:
        month = {"start": date(2025, 5, 1), "end": date(2025, 7, 1), "reread": timedelta(days=3)}

        async def run():
            before = len(simulator.ledger.requests)
            outcome = await detail(simulator, tmp_path, **month)
            asked = [request.query["date_ini"][:8] for request in list(simulator.ledger.requests)[before:]]
            assert names(tmp_path) == [path.name for path in outcome.files]
            return min(asked, default=None)

        assert await run() == "20250501"
        assert await run() == "20250529"
        clock.now += 86_400
        assert await run() == "20250529"
        clock.now += 10 * 86_400
        assert await run() == "20250530"  # what was young at the run before
        clock.now += 86_400
        assert await run() == "20250609"


async def test_rows_of_the_look_back_are_read_again_though_they_were_settled(simulator, tmp_path):
    days = {"start": date(2025, 5, 1), "end": date(2025, 6, 1)}
    assert (await detail(simulator, tmp_path, **days)).calls == 1
    assert (await detail(simulator, tmp_path, **days)).calls == 0
    again = await detail(simulator, tmp_path, **days, reread=timedelta(days=3))
    assert_true(simulator, rows_of(again), date(2025, 5, 1), date(2025, 6, 1))
    assert again.calls == 2
    assert again.reports[0].provisional == ()
    assert [path.name[:31] for path in again.files] == [
        "20250501T000000-20250529T070000",
        "20250529T070000-20250601T000000",
    ]


@pytest.mark.parametrize(("name", "days"), [("campaign.detail", 3), ("reports.cdr_1", 0), ("reports.campaign_9", 3)])
def test_the_look_back_of_a_report_is_known(name, days):
    assert find(name).reread == timedelta(days=days)


# What went wrong before


async def test_lost_and_changed_files_are_fetched_again(simulator, tmp_path):
    quarter = {"start": date(2025, 1, 1), "end": date(2025, 4, 1)}
    first = await detail(simulator, tmp_path, **quarter)
    whole = rows_of(first)
    first.files[0].unlink()
    first.files[1].write_bytes(first.files[1].read_bytes()[:-50])
    first.files[2].write_bytes(first.files[2].read_bytes().replace(b"a", b"b"))  # as long as before
    again = await detail(simulator, tmp_path, **quarter)
    assert rows_of(again) == whole
    assert again.calls == 3
    assert len([note for note in again.notes if "is asked again" in note]) == 3
    first.files[0].touch()  # copied elsewhere: the same bytes at another time
    assert (await detail(simulator, tmp_path, **quarter)).calls == 0


async def test_what_a_crash_left_is_swept_and_nothing_else(simulator, tmp_path):
    outcome = await detail(simulator, tmp_path)
    folder, state = outcome.files[0].parent, state_of(outcome)
    unfinished = ["20240101T000000-20240201T000000.ndjson.tmp", "_manifest.json.tmp"]
    for name in [*unfinished, "mine.tmp"]:
        (state / name).write_text("x")
    others = ["20240101T000000-20240201T000000.ndjson", "20240101T000000-20240201T000000.csv.tmp", "notes.txt"]
    for name in others:
        (folder / name).write_text("x")
    await detail(simulator, tmp_path)
    assert sorted(path.name for path in state.iterdir()) == ["_manifest.json", "mine.tmp"]
    assert set(others) <= set(names(tmp_path))


@pytest.mark.parametrize("kind", ["parquet", "ndjson"])
async def test_files_without_their_manifest_are_refused_and_stay(simulator, tmp_path, kind):
    outcome = await detail(simulator, tmp_path, kind)
    (state_of(outcome) / "_manifest.json").unlink()
    calls = simulator.ledger.calls("sales-co")
    with pytest.raises(ConfigurationError, match="holds 1 file and no manifest says what is in them; restore"):
        await detail(simulator, tmp_path, kind)
    assert outcome.files[0].exists()
    assert simulator.ledger.calls("sales-co") == calls


async def test_a_folder_of_another_server_is_refused(simulator, tmp_path):
    """That of the simulator is not the real server's, though name, number and zone agree."""
    first = await detail(simulator, tmp_path)
    async with Simulator(world(), clock=Clock()) as another:
        with pytest.raises(
            ConfigurationError, match=r"whose base url is 'http://127.*', not 'http://127.*'; name another"
        ):
            await detail(another, tmp_path)
        assert another.ledger.calls("sales-co") == 0
    assert first.files[0].exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [({"zone": "operation"}, "zone is 'UTC', .*; use --zone UTC"), ({"columns": ()}, "ask for the same --columns")],
)
async def test_another_way_of_writing_is_refused_with_what_to_do(simulator, tmp_path, change, says):
    await detail(simulator, tmp_path)
    with pytest.raises(ConfigurationError, match=says):
        await detail(simulator, tmp_path, **change)


class Crash(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize(("step", "calls"), [("save", 2), ("replace", 1), ("unlink", 1)])
async def test_a_publication_that_a_crash_cut_short_is_carried_through(tmp_path, monkeypatch, step, calls):
    clock = Clock()
    async with Simulator(world(every=60.0), clock=clock) as simulator:
        day = {"start": date(2025, 6, 1), "end": date(2025, 6, 2)}
        await detail(simulator, tmp_path, **day)
        clock.now += 3_600
        replaces = Path.replace

        def crash(self, *_, **_options):
            if step == "replace" and self.name.startswith("_manifest"):
                return replaces(self, *_)
            raise Crash

        with monkeypatch.context() as patched:
            patched.setattr(Manifest if step == "save" else Path, step, crash)
            patched.setattr(Job, "_tidy", lambda self: None)
            if step == "replace":  # as where directories cannot be swapped
                patched.setattr(publication, "_exchange", lambda one, other: False)
            with pytest.raises(Crash):
                await detail(simulator, tmp_path, **day)
        again = await detail(simulator, tmp_path, **day)
        assert again.calls == calls
        assert_true(simulator, rows_of(again), date(2025, 6, 1), datetime(2025, 6, 1, 8, 0, 1))
        assert names(tmp_path) == [path.name for path in again.files]
        assert state_names(tmp_path) == ["_manifest.json", "lock"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="swaps directories in one step")
async def test_a_reader_never_sees_a_window_twice_nor_misses_one_while_it_is_read_again(tmp_path):
    clock, seen = Clock(), []
    to = tmp_path / "exports"
    async with Simulator(world(every=60.0), clock=clock) as simulator:
        day = {"start": date(2025, 6, 1), "end": date(2025, 6, 2)}
        first = await detail(simulator, to, **day)
        before = sorted(row["conn_id"] for row in rows_of(first))
        clock.now += 3_600

        def look(event, _):
            if seen is not None and event in ("os.rename", "os.remove", "os.link", "os.rmdir", "os.mkdir"):
                lines = [line for path in to.rglob("*.ndjson") for line in path.read_bytes().splitlines()]
                seen.append(sorted(orjson.loads(line)["conn_id"] for line in lines))

        sys.addaudithook(look)
        again = await detail(simulator, to, **day)
        found, seen = seen, None
    after = sorted(row["conn_id"] for row in rows_of(again))
    assert before != after
    assert all({*before} <= {*each} and len(each) == len({*each}) for each in found)
    assert found[0] == before
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "is damaged"),
        (b"[]", "is damaged"),
        (b'{"version": 2}', "is damaged: KeyError"),
        (b'{"version": 3}', "newer version of wolkvox-async; upgrade it"),
    ],
)
async def test_a_damaged_manifest_is_told_before_any_call(simulator, tmp_path, content, says):
    outcome = await detail(simulator, tmp_path)
    (state_of(outcome) / "_manifest.json").write_bytes(content)
    calls = simulator.ledger.calls("sales-co")
    with pytest.raises(ConfigurationError, match=says):
        await detail(simulator, tmp_path)
    assert simulator.ledger.calls("sales-co") == calls
    assert outcome.files[0].exists()


@pytest.mark.parametrize("key", ["covered", "files", "parameters", "calls"])
async def test_a_manifest_with_a_wrong_value_is_damaged(simulator, tmp_path, key):
    outcome = await detail(simulator, tmp_path)
    path = state_of(outcome) / "_manifest.json"
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | {key: ["x"]}))
    with pytest.raises(ConfigurationError, match=r"_manifest.json is damaged|parameters is"):
        await detail(simulator, tmp_path)


async def test_another_format_is_refused_with_what_to_do(simulator, tmp_path):
    await detail(simulator, tmp_path)
    with pytest.raises(ConfigurationError, match="format is 'ndjson', not 'csv'; use --format ndjson"):
        await detail(simulator, tmp_path, "csv")
    with pytest.raises(ConfigurationError, match="unknown format 'xml'"):
        await detail(simulator, tmp_path, "xml")


async def test_two_runs_at_once_are_refused(simulator, tmp_path):
    tmp_path.joinpath("out").mkdir()
    with locked(tmp_path / "out"), pytest.raises(FolderLocked, match=f"out: process {os.getpid()}"):
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
    assert names(tmp_path) == []
    assert state_names(tmp_path) == ["_manifest.json", "lock"]
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
        while not list(tmp_path.rglob("_manifest.json")) or len(covered_in(tmp_path)) < 1:
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
        while not list(tmp_path.rglob("_manifest.json")):
            await asyncio.sleep(0.01)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        held = manifest_in(tmp_path)
        assert names(tmp_path) == [f["name"] for f in held["files"]]
        outcome = await detail(simulator, tmp_path, **YEAR)
        assert_true(simulator, rows_of(outcome), date(2025, 1, 1), date(2026, 1, 1))
