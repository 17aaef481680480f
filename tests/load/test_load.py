"""Loads into real databases: each row once, whatever happens in between, and no call for what the tables hold."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.databases import KINDS, database
from tests.support.exporting import DETAIL, Clock, assert_true, fleet_at, serve_simulator, world  # noqa: F401
from wolkvox_async.errors import ConfigurationError, DestinationUnavailable
from wolkvox_async.export import manifest
from wolkvox_async.load.destinations import destination_of
from wolkvox_async.load.load import Load
from wolkvox_async.load.warehouse import Warehouse
from wolkvox_async.simulator import Simulator, Switches

TABLE = "campaign_detail"
JANUARY = {"start": date(2025, 1, 1), "end": date(2025, 2, 1)}
QUARTER = {"start": date(2025, 1, 1), "end": date(2025, 4, 1)}


@pytest.fixture(params=KINDS)
def there(request, tmp_path):
    with database(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def duck(tmp_path):
    with database("duckdb", tmp_path) as made:
        yield made


async def load(simulator, there, names=("campaign.detail",), reread=timedelta(), **given):
    chosen = JANUARY | given | DETAIL
    async with fleet_at(simulator) as fleet:
        return await fleet.load(list(names), to=there.url, dataset=there.dataset, reread=reread, **chosen)


def rows_in(there):
    return there.rows(TABLE, "conn_id", "operation", "campaign_id")


def as_read(value):
    """Return a value as all of these databases have it: moments in UTC, flags as numbers."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).replace(microsecond=0)
    return value


async def test_a_report_is_there_once_with_its_values_and_costs_no_call_twice(simulator, there, monkeypatch, tmp_path):
    first = await load(simulator, there)
    assert first.complete
    assert first.rows == {TABLE: 744}
    assert_true(simulator, rows_in(there), date(2025, 1, 1), date(2025, 2, 1))
    async with fleet_at(simulator) as fleet:
        table = await fleet.to_arrow("campaign.detail", **JANUARY, **DETAIL)
    names = [name for name in table.column_names if name != "conn_id"]
    found = there.rows(TABLE, "conn_id", *names)
    wanted = sorted(table.to_pylist(), key=lambda row: row["conn_id"])
    assert len({type(value) for row in wanted for value in row.values()} - {type(None)}) >= 3
    for one, other in zip(found, wanted, strict=True):
        assert {name: as_read(value) for name, value in one.items()} == {
            name: as_read(value) for name, value in other.items()
        }
    again = await load(simulator, there)
    assert (again.read.calls, again.rows, again.windows, again.replaced) == (0, {TABLE: 744}, {TABLE: 0}, {TABLE: 0})
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))  # a machine that staged nothing
    more = await load(simulator, there, **QUARTER)
    assert more.read.calls == 2
    assert_true(simulator, rows_in(there), date(2025, 1, 1), date(2025, 4, 1))
    there.ask(f"DROP TABLE {there.table(TABLE)}")
    filled = await load(simulator, there)
    assert filled.read.calls == 1
    assert_true(simulator, rows_in(there), date(2025, 1, 1), date(2025, 2, 1))


async def test_a_window_that_is_read_again_replaces_itself(there):
    clock = Clock()
    late = Switches(publication_delay=600.0)
    async with Simulator(world(every=60.0), clock=clock, switches=late) as simulator:
        day = {"start": date(2025, 6, 1), "end": datetime(2025, 6, 1, 7)}
        first = await load(simulator, there, **day)
        assert first.rows == {TABLE: 7 * 60 - 9}
        clock.now += 3_600
        again = await load(simulator, there, **day)
        assert again.replaced == {TABLE: 1}
        assert_true(simulator, rows_in(there), date(2025, 6, 1), datetime(2025, 6, 1, 7))
        assert there.ask(f"SELECT COUNT(*) FROM {there.table(TABLE)} WHERE _wolkvox_removed IS NOT NULL")[0][0] == 0
        assert (await load(simulator, there, **day)).read.calls == 0


@pytest.mark.parametrize("staged", [True, False])
async def test_a_crash_before_the_manifests_are_kept_doubles_nothing(simulator, duck, monkeypatch, tmp_path, staged):
    await load(simulator, duck)
    duck.ask(f"DELETE FROM {duck.table('_dlt_pipeline_state')}")
    if not staged:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    await load(simulator, duck, start=date(2025, 1, 10), end=date(2025, 2, 20))
    assert_true(simulator, rows_in(duck), date(2025, 1, 1), date(2025, 2, 20))
    await load(simulator, duck, **QUARTER)
    assert_true(simulator, rows_in(duck), date(2025, 1, 1), date(2025, 4, 1))


async def test_rows_that_others_removed_are_noticed_and_come_back(simulator, duck):
    await load(simulator, duck)
    first = rows_in(duck)[0]["conn_id"]
    duck.ask(f"DELETE FROM {duck.table(TABLE)} WHERE conn_id = '{first}'")
    again = await load(simulator, duck)
    assert again.read.calls == 1
    assert_true(simulator, rows_in(duck), date(2025, 1, 1), date(2025, 2, 1))


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_windows_are_found_by_an_index_where_a_database_would_read_the_whole_table(simulator, kind, tmp_path):
    with database(kind, tmp_path) as there:
        await load(simulator, there)
        assert len(indexes(there)) == 1
        there.ask(f"DROP TABLE {there.table(TABLE)}")
        await load(simulator, there)
        await load(simulator, there, **QUARTER)
        assert len(indexes(there)) == 1
        assert_true(simulator, rows_in(there), date(2025, 1, 1), date(2025, 4, 1))


async def test_staged_rows_of_mariadb_have_an_index_and_a_table_without_one_gets_it(simulator, tmp_path):
    """Its delete reads the staged rows once for each row of the table: half an hour for a table of 100,000."""
    with database("mysql", tmp_path) as there:
        await load(simulator, there)
        assert len(indexes(there, f"{there.name}_staging")) == 1
        for name in (there.name, f"{there.name}_staging"):
            there.ask(f"ALTER TABLE {name}.{TABLE} DROP INDEX _wolkvox_window")
        await load(simulator, there, **QUARTER)
        assert len(indexes(there)) == len(indexes(there, f"{there.name}_staging")) == 1
        assert_true(simulator, rows_in(there), date(2025, 1, 1), date(2025, 4, 1))


def indexes(there, of=None):
    """Return the indexes by window of the table, of MariaDB in a database that is named too."""
    if there.kind == "postgresql":
        found = there.ask(f"SELECT indexdef FROM pg_indexes WHERE tablename = '{TABLE}'")
    else:
        found = there.ask(f"SHOW INDEX FROM {of or there.dataset}.{TABLE}")
    return [each for each in found if "_wolkvox_window" in str(each)]


async def test_more_windows_than_are_counted_by_name(simulator, duck, monkeypatch):
    monkeypatch.setattr("wolkvox_async.load.warehouse._KEYS", 2)
    loaded = await load(simulator, duck, **QUARTER)
    assert loaded.windows == {TABLE: 3}
    assert_true(simulator, rows_in(duck), date(2025, 1, 1), date(2025, 4, 1))
    assert (await load(simulator, duck, **QUARTER)).read.calls == 0


async def test_two_reports_have_a_table_each(duck):
    async with Simulator(world(), clock=Clock()) as simulator:
        both = await load(simulator, duck, names=("campaign.detail", "cdr_1"))
        assert set(both.rows) == {TABLE, "reports_cdr_1"}
        (count,) = duck.ask(f"SELECT COUNT(*) FROM {duck.table('reports_cdr_1')}")[0]
        assert count == both.rows["reports_cdr_1"] > 0


async def test_rows_of_another_server_are_refused_before_the_first_call(simulator, duck):
    await load(simulator, duck)
    async with Simulator(world(), clock=Clock()) as other:
        with pytest.raises(ConfigurationError, match="base url"):
            await load(other, duck)
        assert not other.ledger.requests


async def test_manifests_of_a_newer_version_are_refused_before_the_first_call(simulator, duck, monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "VERSION", manifest.VERSION + 1)
        await load(simulator, duck)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))  # a machine that was not upgraded
    calls = len(simulator.ledger.requests)
    with pytest.raises(ConfigurationError, match=r"newer version of wolkvox-async; upgrade it"):
        await load(simulator, duck)
    assert len(simulator.ledger.requests) == calls
    assert len(rows_in(duck)) == 744


async def test_a_destination_that_cannot_be_reached_costs_no_call_and_shows_no_password(simulator):
    async with fleet_at(simulator) as fleet:
        with pytest.raises(DestinationUnavailable) as caught:
            await fleet.load(
                ["campaign.detail"], to="postgresql://someone:hidden-word@127.0.0.1:1/none", **JANUARY, **DETAIL
            )
    assert "127.0.0.1:1" in str(caught.value)
    assert "hidden-word" not in str(caught.value)
    assert not simulator.ledger.requests


async def test_what_was_read_is_staged_where_it_cannot_be_loaded(simulator, duck, monkeypatch):
    def refuse(self, changes):
        with self._errors("written"):
            raise OSError("the warehouse is closed")

    with monkeypatch.context() as patch:
        patch.setattr(Warehouse, "apply", refuse)
        with pytest.raises(DestinationUnavailable, match=r"closed.*staged"):
            await load(simulator, duck)
    calls = len(simulator.ledger.requests)
    again = await load(simulator, duck)
    assert len(simulator.ledger.requests) == calls
    assert again.rows == {TABLE: 744}
    assert_true(simulator, rows_in(duck), date(2025, 1, 1), date(2025, 2, 1))


async def test_staged_files_go_when_they_are_loaded(simulator, duck, tmp_path):
    async with fleet_at(simulator) as fleet:
        reports = fleet.reports(["campaign.detail"], **JANUARY, **DETAIL)
        await Load(reports, to=duck.url, staging=tmp_path / "staging").run()
    assert list((tmp_path / "staging").rglob("*.parquet")) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("oracle://host/db", "unknown destination 'oracle'"),
        ("postgresq://host/db", "postgresql"),
        ("tables.duckdb", "give an address"),
        ("duckdb:///", "names no file"),
        ("bigquery://project", "google"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_what_to_do(url, why):
    with pytest.raises(ConfigurationError, match=why):
        destination_of(url)


def test_a_destination_shows_neither_user_nor_password(tmp_path):
    found = destination_of("postgresql://someone:hidden-word@db.example:5433/calls")
    assert found.shown == "postgresql://db.example:5433/calls"
    file = f"duckdb:///{tmp_path}/calls.duckdb"
    assert destination_of(file).shown == file
