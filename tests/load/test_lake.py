"""Loads into Delta and Iceberg tables: each row once, in one commit, whatever happens in between."""

import sys
from collections import Counter
from datetime import date, datetime, timedelta
from types import ModuleType

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from dlt.load.load import Load as DltLoad

from tests.support.commands import here, operation
from tests.support.exporting import DETAIL, TOKEN, Clock, assert_true, fleet_at, read, serve_simulator, world  # noqa: F401
from tests.support.lakes import FORMATS, FolderOfTables
from wolkvox_async.errors import ConfigurationError, DestinationUnavailable, FolderLocked
from wolkvox_async.export.lock import locked
from wolkvox_async.load.dataset import Dataset
from wolkvox_async.load.delta import DeltaTables
from wolkvox_async.load.destinations import destination_of
from wolkvox_async.load.iceberg import IcebergTables
from wolkvox_async.load.load import Load
from wolkvox_async.load.tables import KEY
from wolkvox_async.simulator import Simulator, Switches

TABLE = "campaign_detail"
DAYS = {"start": date(2025, 1, 1), "end": date(2025, 1, 3)}
MORE = {"start": date(2025, 1, 1), "end": date(2025, 2, 3)}


@pytest.fixture(autouse=True)
def look_often(monkeypatch):
    """Have dlt look every hundredth of a second whether its files are loaded: it looks once a second."""
    monkeypatch.setattr(DltLoad, "_run_loop_sleep_duration", property(lambda _: 0.01, lambda *_: None), raising=False)


@pytest.fixture(params=FORMATS)
def there(request, tmp_path):
    return FolderOfTables(request.param, tmp_path / "a lake")


async def load(simulator, there, names=("campaign.detail",), reread=timedelta(), **given):
    chosen = DAYS | given | DETAIL
    async with fleet_at(simulator) as fleet:
        return await fleet.load(list(names), to=there.url, dataset=there.dataset, reread=reread, **chosen)


def elsewhere(monkeypatch, tmp_path):
    """Be a machine that has staged nothing."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))


def counts(table):
    return Counter(table.column(KEY).to_pylist())


async def test_rows_are_there_once_with_the_values_of_the_parquet_files(simulator, there, monkeypatch, tmp_path):
    first = await load(simulator, there)
    assert first.complete
    assert first.rows == {TABLE: 48}
    assert_true(simulator, there.rows(TABLE, "conn_id"), **DAYS)
    async with fleet_at(simulator) as fleet:
        outcome = await fleet.export(["campaign.detail"], to=tmp_path / "files", format="parquet", **DAYS, **DETAIL)
    wanted = sorted((row for path in outcome.files for row in read(path)), key=lambda row: row["conn_id"])
    assert len({type(value) for row in wanted for value in row.values()} - {type(None)}) >= 3
    found = there.table(TABLE)
    assert set(found.column_names) == {*wanted[0], KEY}
    assert found.drop_columns([KEY]).sort_by("conn_id").to_pylist() == [
        {name: row[name] for name in found.column_names if name != KEY} for row in wanted
    ]
    calls = len(simulator.ledger.requests)
    elsewhere(monkeypatch, tmp_path)
    again = await load(simulator, there)
    assert (again.read.calls, again.rows, again.windows, again.replaced) == (0, {TABLE: 48}, {TABLE: 0}, {TABLE: 0})
    assert len(simulator.ledger.requests) == calls
    assert (await load(simulator, there, **MORE)).read.calls == 1
    assert_true(simulator, there.rows(TABLE, "conn_id"), **MORE)


async def test_a_window_that_is_read_again_replaces_itself_and_no_reader_sees_it_twice_or_not_at_all(there):
    clock, late = Clock(), Switches(publication_delay=600.0)
    async with Simulator(world(every=60.0), clock=clock, switches=late) as simulator:
        day = {"start": date(2025, 6, 1), "end": datetime(2025, 6, 1, 7)}
        await load(simulator, there, start=date(2025, 5, 31), end=date(2025, 6, 1))
        first = await load(simulator, there, **day)
        clock.now += 3_600
        again = await load(simulator, there, **day)
        assert again.replaced == {TABLE: 1}
        assert_true(simulator, there.rows(TABLE, "conn_id"), date(2025, 5, 31), datetime(2025, 6, 1, 7))
        before = 24 * 60
        assert [len(version) for version in there.versions(TABLE)] == [before, first.rows[TABLE], again.rows[TABLE]]
        assert len(there.table(TABLE)) == first.rows[TABLE] + 9


STEPS = {  # what a load does to the folder
    "delta": [(DeltaTables, "replace"), (Dataset, "_run")],
    "iceberg": [(IcebergTables, "_point"), (IcebergTables, "replace"), (Dataset, "_run")],
}


async def test_a_load_that_ends_between_any_two_steps_is_made_good_by_the_next(simulator, there, monkeypatch, tmp_path):
    breaks = [(*step, after) for step in STEPS[there.kind] for after in (False, True)]
    for day, (owner, name, after) in enumerate(breaks, start=2):  # of the first, there is no table yet
        whole, end = getattr(owner, name), date(2025, 1, day)

        def broken(*given, whole=whole, after=after, **named):
            if after:
                whole(*given, **named)
            raise OSError("the power went")

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, broken)
            with pytest.raises(DestinationUnavailable, match="the power went"):
                await load(simulator, there, end=end)
        elsewhere(monkeypatch, tmp_path / str(day))
        await load(simulator, there, end=end)
        assert_true(simulator, there.rows(TABLE, "conn_id"), date(2025, 1, 1), end)


async def test_files_that_a_kill_has_left_half_written_are_no_hindrance(simulator, there, monkeypatch, tmp_path):
    await load(simulator, there)
    folder = there.folder / there.dataset
    for left, end in ((20, date(2025, 1, 4)), (0, date(2025, 1, 5))):
        newest = [max((folder / name).iterdir()) for name in ("_dlt_pipeline_state", "_dlt_version")]
        for path in (*newest, folder / "init"):
            path.write_bytes(path.read_bytes()[:left])
        for whole in sorted(folder.glob(f"{TABLE}/metadata/*.metadata.json"))[-1:]:  # of Iceberg
            next_one = f"{int(whole.name[:5]) + 1:05}{whole.name[5:]}"
            whole.with_name(next_one).write_bytes(whole.read_bytes()[:left])
        elsewhere(monkeypatch, tmp_path / str(left))
        await load(simulator, there, end=end)
        assert_true(simulator, there.rows(TABLE, "conn_id"), date(2025, 1, 1), end)


async def test_a_folder_without_its_first_file_is_gone_on_with(simulator, there):
    (there.folder / there.dataset).mkdir(parents=True)  # a kill came before dlt's file
    await load(simulator, there)
    assert_true(simulator, there.rows(TABLE, "conn_id"), **DAYS)


async def test_rows_that_others_removed_are_noticed_and_come_back_in_one_commit(simulator, there, monkeypatch):
    await load(simulator, there)
    there.rewrite(TABLE, there.table(TABLE).slice(1))
    again = await load(simulator, there)
    assert again.read.calls == 1
    assert_true(simulator, there.rows(TABLE, "conn_id"), **DAYS)
    assert [len(version) for version in there.versions(TABLE)][-2:] == [47, 48]


async def test_a_column_is_added_and_a_type_takes_the_values_that_fit_it_or_is_an_error(simulator, there):
    def calls_as(kind, *, without=()):
        table = there.table(TABLE)
        index = table.column_names.index("calls")
        there.rewrite(TABLE, table.set_column(index, "calls", kind(table.column("calls"))).drop_columns(without))

    await load(simulator, there)
    calls_as(lambda column: column.cast(pa.string()), without=["agent_id", "result"])
    await load(simulator, there, end=date(2025, 1, 4))
    rows = there.rows(TABLE, "conn_id", "calls", "agent_id", "result")
    assert all(row["calls"].isdigit() for row in rows)
    assert Counter((row["agent_id"], row["result"]) == (None, None) for row in rows) == {True: 48, False: 24}
    calls_as(lambda column: pa.nulls(len(column), pa.date32()))
    with pytest.raises(DestinationUnavailable, match=r"cannot be written.*column calls is date32.*int64.*staged"):
        await load(simulator, there, **MORE)
    calls = len(simulator.ledger.requests)
    calls_as(lambda column: pa.nulls(len(column), pa.int64()))
    await load(simulator, there, **MORE)
    assert len(simulator.ledger.requests) == calls
    assert_true(simulator, there.rows(TABLE, "conn_id"), **MORE)


async def test_two_reports_have_a_table_each_and_one_that_is_removed_is_made_again(there):
    async with Simulator(world(), clock=Clock()) as simulator:
        both = await load(simulator, there, names=("campaign.detail", "cdr_1"))
        assert {name: len(there.table(name)) for name in both.rows} == both.rows
        assert both.rows["reports_cdr_1"] > 0
        there.remove("reports_cdr_1")
        again = await load(simulator, there, names=("campaign.detail", "cdr_1"))
        assert {name: len(there.table(name)) for name in again.rows} == both.rows


async def test_a_delta_table_that_its_owner_compacts_is_gone_on_with(simulator, tmp_path):
    there = FolderOfTables("delta", tmp_path / "lake")
    for end in (date(2025, 1, 2), date(2025, 1, 3)):
        await load(simulator, there, end=end)
    table = there.open(TABLE)
    assert table.optimize.compact()["numFilesRemoved"] == 2
    table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
    assert (await load(simulator, there, **MORE)).read.calls == 1
    assert_true(simulator, there.rows(TABLE, "conn_id"), **MORE)


async def test_more_windows_than_are_named_one_by_one(simulator, monkeypatch, tmp_path):
    monkeypatch.setattr("wolkvox_async.load.delta._KEYS", 1)
    there = FolderOfTables("delta", tmp_path / "lake")
    loaded = await load(simulator, there, end=date(2025, 3, 1))
    assert loaded.windows == {TABLE: 2}
    assert (await load(simulator, there, end=date(2025, 3, 1))).read.calls == 0


async def test_a_folder_that_cannot_be_written_costs_no_call(simulator, there):
    there.folder.mkdir()
    (there.folder / there.dataset).write_bytes(b"a file in its place")
    with pytest.raises(DestinationUnavailable, match=f"{there.url} cannot be"):
        await load(simulator, there)
    assert not simulator.ledger.requests


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("delt:///lake", "delta"),
        ("icberg:///lake", "iceberg"),
        ("delta:///", "names no folder"),
        ("delta://lake", "names no folder"),
        ("iceberg:///no-dir/lake", "no folder no-dir"),
        (f"delta:///{__file__}", "is a file"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_what_to_do(url, why):
    with pytest.raises(ConfigurationError, match=why):
        destination_of(url)


@pytest.mark.parametrize(("module", "kind"), [("deltalake", "delta"), ("pyiceberg", "iceberg")])
def test_a_package_that_is_not_installed_is_named_with_the_extra(monkeypatch, module, kind):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ConfigurationError, match=rf"needs {module}.*wolkvox-async\[lake\]"):
        destination_of(f"{kind}:///lake")


def test_an_object_store_goes_to_dlt_as_it_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", ModuleType("s3fs"))  # which is not installed here
    found = destination_of("delta+s3://bucket/calls/lake")
    assert (found.kind, found.shown) == ("delta", "delta+s3://bucket/calls/lake")
    assert found.dlt.config_params["bucket_url"] == "s3://bucket/calls/lake"


def test_the_command_loads_and_says_that_all_is_there(there, tmp_path):
    with Simulator(world(), clock=Clock()) as simulator:
        (tmp_path / "wolkvox.toml").write_text(operation(simulator.base_url))
        words = (
            "load",
            "campaign.detail",
            "--from",
            "2025-01-01",
            "--to",
            "2025-01-03",
            "--into",
            f"{there.kind}:///lake",
        )
        for said in ("48 rows", "holds all of it already"):
            done = here(tmp_path, *words, "-p", "campaign_id=32841", "-p", "type_campaign=predictive", TOKEN=TOKEN)
            assert done.returncode == 0, done.stderr
            assert said in done.stderr.decode()
        found = FolderOfTables(there.kind, tmp_path / "lake").rows(TABLE, "conn_id")
        assert_true(simulator, found, **DAYS)


def test_two_addresses_of_a_folder_are_one_place_and_one_address_in_two_folders_is_two(tmp_path, monkeypatch):
    places = {}
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        for kind in ("delta", "iceberg", "duckdb"):
            relative = destination_of(f"{kind}:///tables")
            places[name, kind] = relative.place
            assert relative.shown == f"{kind}:///tables"
            assert destination_of(f"{kind}:///{tmp_path}/{name}/../{name}/tables").place == relative.place
    assert places["a", "delta"] == places["a", "iceberg"]
    assert len({*places.values()}) == 4


async def test_who_names_a_folder_in_another_way_waits_for_who_loads_into_it(simulator, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with fleet_at(simulator) as fleet:
        with locked(Load([], to=f"delta:///{tmp_path}/lake")._folder), pytest.raises(FolderLocked):
            await fleet.load(["campaign.detail"], to="delta:///lake", **DAYS, **DETAIL)
    assert not simulator.ledger.requests


async def test_a_folder_of_the_other_format_is_refused_before_a_call(simulator, there, monkeypatch, tmp_path):
    await load(simulator, there)
    elsewhere(monkeypatch, tmp_path)
    calls = len(simulator.ledger.requests)
    (other,) = (FolderOfTables(kind, there.folder) for kind in FORMATS if kind != there.kind)
    with pytest.raises(ConfigurationError, match=rf"holds {there.kind} tables under"):
        await load(simulator, other)
    assert len(simulator.ledger.requests) == calls


async def test_a_table_of_another_program_is_refused_before_a_call(simulator, tmp_path):
    there = FolderOfTables("delta", tmp_path / "a lake")
    write_deltalake(str(there.folder / there.dataset / TABLE), pa.table({"number": [1]}))
    with pytest.raises(ConfigurationError, match=rf"another program: it has no column {KEY}"):
        await load(simulator, there)
    assert not simulator.ledger.requests


@pytest.mark.parametrize("name", ["a#b", "a?b=c", "with%20blank", "[z]", "a*b", "{x}"])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_name_that_is_taken_for_something_else_is_refused(kind, name, tmp_path):
    with pytest.raises(ConfigurationError, match=r"a folder of tables has no"):
        destination_of(f"{kind}:///{tmp_path}/{name}")


@pytest.mark.parametrize("kind", [*FORMATS, "duckdb"])
def test_a_host_is_refused(kind):
    with pytest.raises(ConfigurationError, match=r"names a host, tables.*with three slashes"):
        destination_of(f"{kind}://tables/x")


def test_a_duckdb_file_has_the_name_that_is_given(tmp_path):
    assert destination_of(f"duckdb:///{tmp_path}/a#b?c.duckdb").place.endswith("/a#b?c.duckdb")


@pytest.mark.parametrize(
    ("name", "fit"), [("Mi Lago", "mi_lago"), ("../esc", "_esc"), ("", "wolkvox"), (" ", "wolkvox")]
)
async def test_a_dataset_that_would_get_another_name_is_refused(simulator, there, name, fit):
    async with fleet_at(simulator) as fleet:
        with pytest.raises(ConfigurationError, match=f"give dataset=.{fit}."):
            await fleet.load(["campaign.detail"], to=there.url, dataset=name, **DAYS, **DETAIL)
    assert not simulator.ledger.requests


def test_a_store_names_what_it_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(ConfigurationError, match=r"delta\+s3 needs s3fs; pip install 'dlt\[s3\]'"):
        destination_of("delta+s3://bucket/path")
