"""What people and servers do wrong: said before a call is made where that can be, and never an empty success."""

import asyncio
import json
from datetime import date

import pyarrow.parquet
import pytest
from aiohttp import web
from attrs import evolve
from click.testing import CliRunner

from tests.support.answering import answering, found
from tests.support.exporting import (
    DETAIL,
    JANUARY,
    TOKEN,
    detail,
    fleet_at,
    serve_simulator,  # noqa: F401 - the fixture
    state_of,
    world,
)
from tests.support.worlds import operation_of
from wolkvox_async import ConfigurationError, Fleet, FolderLocked, MemoryStore
from wolkvox_async.cli import main
from wolkvox_async.export import export
from wolkvox_async.export.lock import locked
from wolkvox_async.simulator import Simulator


@pytest.fixture(name="folder")
def configured(tmp_path):
    """Give a directory with a wolkvox.toml, and `run(*words)`, which runs `wolkvox export` with it."""
    with Simulator(world()) as simulator:
        (tmp_path / "wolkvox.toml").write_text(
            'store = "state.sqlite3"\n[operations.sales-co]\nserver = "0099"\ntokens = ["env:SALES_TOKEN"]\n'
            f'licences = 20\ntz = "America/Bogota"\nbase_url = "{simulator.base_url}"\n'
        )
        yield tmp_path
        assert simulator.ledger.calls("sales-co") <= 1


def run(folder, *words, end="2025-01-03", out="out"):
    words = [*words, "--from", "2025-01-01", "--to", end, "--out", str(folder / out)]
    config = ("--config", str(folder / "wolkvox.toml"))
    return CliRunner().invoke(main, ["export", *words, *config], env={"SALES_TOKEN": TOKEN})


# Exit codes of the command


def test_a_directory_that_another_export_writes_to_has_an_exit_code_of_its_own(folder):
    (folder / "out").mkdir()
    with locked(folder / "out"):
        result = run(folder, "cdr_1")
    assert result.exit_code == 7
    assert "another export writes to" in result.stderr


@pytest.mark.parametrize(
    ("words", "end", "says"),
    [
        ((), "2025-01-03", "REPORT"),
        (("cdr_1",), "2024-12-31", "is not after start"),
        (("cdr_1",), "2025-01-01", "is not after start"),
        (("campaign.details",), "2025-01-03", "did you mean 'campaign.detail'?"),
        (("cdr_1", "campaign.detail", "-p", "campaign=1"), "2025-01-03", "'campaign'; did you mean 'campaign_id'?"),
        (("cdr_1", "--columns", "operaton"), "2025-01-03", "unknown column 'operaton'; did you mean 'operation'?"),
        (("cdr_1", "--zone", "Bogota"), "2025-01-03", "Bogota"),
        (("cdr_1", "--raw"), "2025-01-03", "raw is of ndjson, not of parquet"),
        (("cdr_1", "--excel"), "2025-01-03", "excel is of csv, not of parquet"),
    ],
)
def test_what_cannot_be_right_is_a_usage_error_before_a_call(folder, words, end, says):
    result = run(folder, *words, end=end)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert not (folder / "out").exists()


def test_a_folder_of_another_job_is_a_usage_error_that_says_what_there_is(folder):
    assert run(folder, "cdr_1", "--format", "csv").exit_code == 0
    result = run(folder, "cdr_1", "--format", "csv", "--excel")
    assert result.exit_code == 2
    assert "holds an export whose format is 'csv', not 'csv-excel'; use --format csv, or name another" in result.stderr


def test_a_folder_of_a_newer_version_is_a_usage_error(folder):
    assert run(folder, "cdr_1").exit_code == 0
    (manifest,) = (folder / "out").rglob("_manifest.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_bytes()), "version": 99}))
    result = run(folder, "cdr_1")
    assert result.exit_code == 2
    assert "newer version of wolkvox-async; upgrade it" in result.stderr


# In Python


async def test_two_exports_at_once_into_one_directory_are_refused(simulator, tmp_path):
    done = await asyncio.gather(*[detail(simulator, tmp_path) for _ in range(2)], return_exceptions=True)
    assert [type(each) for each in done if isinstance(each, Exception)] == [FolderLocked]


async def test_no_report_at_all_is_an_error(simulator, tmp_path):
    async with fleet_at(simulator) as fleet:
        for asked in ([], ()):
            with pytest.raises(ConfigurationError, match="no report is named"):
                await fleet.export(asked, to=tmp_path, **JANUARY)
        with pytest.raises(ConfigurationError, match="campaign_id is an empty list"):
            await fleet.export("campaign.detail", to=tmp_path, **JANUARY, **(DETAIL | {"campaign_id": []}))
        with pytest.raises(ConfigurationError, match="operations is empty"):
            await fleet.export("reports.cdr_1", to=tmp_path, **JANUARY, operations=[])
    with pytest.raises(ConfigurationError, match="no report is named"):
        await export([], to=tmp_path)
    assert simulator.ledger.calls("sales-co") == 0


async def test_a_report_that_one_server_does_not_serve_stops_no_other(simulator, tmp_path):
    refused = {"code": "404", "error": "Not Found", "msg": "API not found"}
    async with answering(lambda _: web.json_response(refused, status=404)) as (other, _, _):
        operations = [operation_of(simulator), evolve(other.operation, name="old-server")]
        async with Fleet(operations, store=MemoryStore(), clock=simulator.clock) as fleet:
            outcome = await fleet.export("reports.cdr_1", to=tmp_path, **JANUARY)
    assert list(outcome.failures) == ["old-server"]
    served, unserved = outcome.reports
    assert served.complete
    assert served.rows > 0
    assert not unserved.complete
    assert unserved.covered == ()


async def test_a_column_whose_type_changed_keeps_its_type_and_loses_no_value(tmp_path):
    costs = {"20250101": "1.5", "20250102": {"amount": "1.5"}, "20250103": "free"}

    def answer(seen):
        day = seen.query["date_ini"][:8]
        return found({"date": f"{day[:4]}-{day[4:6]}-{day[6:]} 10:00:00", "cost": costs[day]})

    async with answering(answer) as (wolkvox, _, _):
        for day in (1, 2, 3):
            report = wolkvox.reports.cdr_1(start=date(2025, 1, day), end=date(2025, 1, day + 1))
            outcome = await export([report], to=tmp_path)
            assert outcome.complete
    rows = pyarrow.parquet.read_table(tmp_path).select(["cost", "extra"]).to_pylist()
    assert [row["cost"] for row in rows] == [1.5, None, None]
    assert [row["extra"] and json.loads(row["extra"])["cost"] for row in rows] == [None, *list(costs.values())[1:]]


async def test_a_full_disk_stops_no_other_report_and_says_what_to_do(simulator, tmp_path, monkeypatch):
    """As a disk that has room for one report's files."""
    from wolkvox_async.export import job

    class Full(job.Part):
        def write(self, rows, window):
            if "cdr_1" in str(self._path):
                raise OSError(28, "No space left on device")
            super().write(rows, window)

    monkeypatch.setattr(job, "Part", Full)
    async with fleet_at(simulator) as fleet:
        outcome = await fleet.export(["reports.cdr_1", "campaign.detail"], to=tmp_path, **JANUARY, **DETAIL)
    full, done = outcome.reports
    assert "No space left on device; make room and run the export again; it goes on" in str(full.error)
    assert (full.files, full.covered) == ((), ())
    assert done.complete
    assert not list(tmp_path.rglob("*.tmp"))
    assert state_of(outcome).is_dir()
