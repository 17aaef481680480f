"""Small files joined into larger ones: every row stays, once, whenever the process is killed."""

import asyncio
import json
import sys
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from tests.support.exporting import Clock, assert_true, detail, manifest_in, names, rows_of, world
from wolkvox_async import ConfigurationError, FolderLocked
from wolkvox_async.cli import main
from wolkvox_async.export import compact, compaction, publication
from wolkvox_async.export.files import file_name
from wolkvox_async.export.lock import locked
from wolkvox_async.simulator import Simulator

JUNE = datetime(2025, 6, 1, 12, tzinfo=UTC).timestamp()
DAYS = [(date(2025, 1, day), date(2025, 1, day + 1)) for day in range(1, 8)]
WEEK = {"start": date(2025, 1, 1), "end": date(2025, 1, 8)}
NAME = "20250101T000000-20250108T000000"


@pytest.fixture(name="simulator")
async def serve_simulator():
    async with Simulator(world(), clock=Clock(JUNE)) as simulator:
        yield simulator


async def exported(simulator, to, kind="parquet", **given):
    """Export a week day by day, so that there is a file a day."""
    for start, end in DAYS:
        await detail(simulator, to, kind, start=start, end=end, **given)
    assert len(names(to)) == len(DAYS)


@pytest.mark.parametrize(
    ("kind", "given"),
    [("parquet", {}), ("ndjson", {}), ("csv", {}), ("ndjson", {"raw": True}), ("csv", {"excel": True})],
)
async def test_the_files_of_a_week_become_one_with_every_row(simulator, tmp_path, kind, given):
    await exported(simulator, tmp_path / "days", kind, **given)
    whole = await detail(simulator, tmp_path / "week", kind, **WEEK, **given)
    (joined,) = compact(tmp_path / "days").reports
    assert (joined.rows, joined.before, joined.after) == (7 * 24, 7, 1)
    assert names(tmp_path / "days") == [f"{NAME}.{kind}"]
    again = await detail(simulator, tmp_path / "days", kind, **WEEK, **given)
    assert (again.calls, again.rows) == (0, 7 * 24)
    (one,), (other,) = again.files, whole.files
    read = (lambda path: path.read_bytes().splitlines()) if kind != "parquet" else table_rows
    assert sorted(map(str, read(one))) == sorted(map(str, read(other)))


def table_rows(path):
    return pyarrow.parquet.ParquetFile(path).read().to_pylist()


async def test_a_joined_parquet_file_says_its_window(simulator, tmp_path):
    await exported(simulator, tmp_path)
    compact(tmp_path)
    (path,) = tmp_path.rglob("*.parquet")
    facts = json.loads(pyarrow.parquet.read_schema(path).metadata[b"wolkvox"])
    assert facts["window"] == {"start": "2025-01-01T00:00:00-05:00", "end": "2025-01-08T00:00:00-05:00"}


async def test_what_is_still_to_be_read_again_is_left_alone(tmp_path):
    clock = Clock(datetime(2025, 1, 8, 12, tzinfo=UTC).timestamp())
    async with Simulator(world(), clock=clock) as simulator:
        for start, end in DAYS:
            await detail(simulator, tmp_path, start=start, end=end, reread=timedelta(days=3))
        before = names(tmp_path)
        compact(tmp_path)
        files = [file_name(window_of(entry), "ndjson") for entry in manifest_in(tmp_path)["files"]]
        assert files == names(tmp_path)
        assert len(files) < len(before)
        reread = manifest_in(tmp_path)["reread"]
        large = max(manifest_in(tmp_path)["files"], key=lambda entry: entry["rows"])
        assert all(large["window"][1] <= start for start, _ in reread)
        clock.now += 86_400 * 10
        outcome = await detail(simulator, tmp_path, **WEEK)
        assert_true(simulator, rows_of(outcome), date(2025, 1, 1), date(2025, 1, 8))


def window_of(entry):
    from wolkvox_async.core.windows import Window

    return Window(*map(datetime.fromisoformat, entry["window"]))


async def test_files_with_a_gap_between_them_are_not_joined(simulator, tmp_path):
    for start, end in (DAYS[0], DAYS[1], DAYS[3], DAYS[4]):
        await detail(simulator, tmp_path, start=start, end=end)
    compact(tmp_path)
    assert [entry["window"] for entry in manifest_in(tmp_path)["files"]] == [
        ["2025-01-01T00:00:00", "2025-01-03T00:00:00"],
        ["2025-01-04T00:00:00", "2025-01-06T00:00:00"],
    ]
    before = simulator.ledger.calls("sales-co")
    outcome = await detail(simulator, tmp_path, **WEEK)
    assert_true(simulator, rows_of(outcome), date(2025, 1, 1), date(2025, 1, 8))
    assert simulator.ledger.calls("sales-co") == before + 2


async def test_a_file_whose_columns_changed_is_not_joined_with_the_others(simulator, tmp_path):
    await exported(simulator, tmp_path)
    path = sorted(tmp_path.rglob("*.parquet"))[3]
    table = pyarrow.parquet.ParquetFile(path).read()
    place = table.schema.get_field_index("result")
    changed = table.set_column(place, "result", pa.nulls(len(table), pa.int64()))
    pyarrow.parquet.write_table(changed, path)
    entry_as_written(tmp_path, path)
    compact(tmp_path)
    assert [len(rows) for rows in map(table_rows, sorted(tmp_path.rglob("*.parquet")))] == [3 * 24, 24, 3 * 24]


def entry_as_written(to, path):
    """Have the manifest know a file as it is now."""
    from hashlib import sha256

    (place,) = to.rglob("_manifest.json")
    held = json.loads(place.read_bytes())
    (entry,) = [each for each in held["files"] if each["name"] == path.name]
    entry |= {"bytes": path.stat().st_size, "sha256": sha256(path.read_bytes()).hexdigest(), "modified": 0}
    place.write_text(json.dumps(held))


async def test_a_changed_file_is_left_alone_with_its_neighbours_and_said(simulator, tmp_path):
    await exported(simulator, tmp_path)
    path = sorted(tmp_path.rglob("*.parquet"))[3]
    path.write_bytes(b"x")
    done = compact(tmp_path)
    assert [note.partition(" is ")[2] for note in done.notes] == [
        "gone or changed: the next export asks for its window again"
    ]
    outcome = await detail(simulator, tmp_path, "parquet", **WEEK)
    assert_true(simulator, rows_of(outcome), date(2025, 1, 1), date(2025, 1, 8))


async def test_totals_and_workbooks_stay_as_they_are(simulator, tmp_path):
    await exported(simulator, tmp_path, "xlsx")
    compact(tmp_path)
    assert len(names(tmp_path)) == 7


async def test_an_export_that_finds_many_small_files_joins_them(simulator, tmp_path, monkeypatch):
    await exported(simulator, tmp_path)
    monkeypatch.setattr("wolkvox_async.export.folders.MANY", 7)
    assert len((await detail(simulator, tmp_path, "parquet", **WEEK)).files) == 7
    monkeypatch.setattr("wolkvox_async.export.folders.MANY", 6)
    outcome = await detail(simulator, tmp_path, "parquet", **WEEK)
    assert outcome.calls == 0
    assert [path.name for path in outcome.files] == [f"{NAME}.parquet"]
    assert "7 files, of which many were small, are 1 now" in outcome.notes[0]


def test_the_stated_number_is_a_hundred():
    assert (compaction.MANY, compaction.SMALL_BYTES) == (100, 16 * 2**20)


# The command


async def test_the_command_says_what_it_did(simulator, tmp_path):
    await exported(simulator, tmp_path)
    result = CliRunner().invoke(main, ["compact", str(tmp_path), "--json"])
    assert result.exit_code == 0
    summary = json.loads(result.stdout)
    assert (summary["before"], summary["after"], summary["reports"][0]["operation"]) == (7, 1, "sales-co")


def test_what_is_no_directory_of_exports_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="is no directory of exports"):
        compact(tmp_path)
    assert CliRunner().invoke(main, ["compact", str(tmp_path)]).exit_code == 2


async def test_a_directory_that_an_export_writes_to_is_refused_with_a_code_of_its_own(simulator, tmp_path):
    await detail(simulator, tmp_path, **WEEK)
    with locked(tmp_path):
        with pytest.raises(FolderLocked):
            compact(tmp_path)
        assert CliRunner().invoke(main, ["compact", str(tmp_path)]).exit_code == 7


# Killed


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from wolkvox_async.export import compact
import pyarrow.parquet

STEPS = ("open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree", "ctypes.call_function")

def rows(to):  # what a pattern finds, as polars and DuckDB read it
    return sum(len(path.read_bytes().splitlines()) for path in to.rglob("*.ndjson")) + sum(
        pyarrow.parquet.read_metadata(path).num_rows for path in to.rglob("*.parquet"))

def killed_at(step, to):
    if (child := os.fork()) == 0:
        seen = 0
        def hook(event, _):
            nonlocal seen
            if event in STEPS:
                seen += 1
                if seen > step:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(hook)
        try:
            compact(to)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] != 0

source, work = map(Path, sys.argv[1:3])
swaps = sys.argv[3] == "swaps"
if not swaps:
    from wolkvox_async.export import publication
    publication._exchange = lambda one, other: False
expected, step = rows(source), 0
while True:
    to = work / str(step) / "exports"
    shutil.copytree(source, to)
    killed = killed_at(step, to)
    seen = rows(to)
    assert seen == expected or (not swaps and seen > expected), ("at once", step, seen)
    done = compact(to)
    assert rows(to) == expected == sum(each.rows for each in done.reports), ("afterwards", step, rows(to))
    assert done.after == 1, (step, done.after)
    assert [path.name for path in to.parent.iterdir()] == ["exports"]
    assert not list(to.rglob("*.tmp"))
    shutil.rmtree(to.parent)
    if not killed:
        break
    step += 1
print(step)
"""


@pytest.mark.parametrize(("kind", "swaps"), [("parquet", "swaps"), ("ndjson", "renames")])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and swaps directories in one step")
async def test_killed_at_any_step_it_loses_no_row_and_doubles_none(simulator, tmp_path, kind, swaps):
    await exported(simulator, tmp_path / "source", kind)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KILLED, tmp_path / "source", tmp_path / "work", swaps),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, error = await child.communicate()
    assert child.returncode == 0, error.decode()
    assert int(out) > 20  # steps that it was killed at


async def test_where_directories_cannot_be_swapped_files_are_renamed(simulator, tmp_path, monkeypatch):
    monkeypatch.setattr(publication.os, "link", lambda *_: (_ for _ in ()).throw(OSError("no hard links")))
    await exported(simulator, tmp_path / "exports")
    compact(tmp_path / "exports")
    assert names(tmp_path / "exports") == [f"{NAME}.parquet"]
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]
