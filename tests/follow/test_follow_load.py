"""Following into a warehouse: the state is the dataset's, and a destination that refuses loses nothing."""

import asyncio
from contextlib import suppress
from datetime import datetime, time, timedelta

import pytest

from tests.support.databases import database
from tests.support.exporting import DETAIL, fleet_at
from tests.support.following import SINCE, changing_world, there
from tests.support.lakes import FORMATS, FolderOfTables
from wolkvox_async.errors import DestinationUnavailable
from wolkvox_async.load.warehouse import Warehouse

pytestmark = pytest.mark.looptime
TABLE = "campaign_detail"
OFTEN = {"every": timedelta(hours=4), "reread": timedelta(days=1), "since": SINCE}


@pytest.fixture
def duck(tmp_path):
    with database("duckdb", tmp_path) as made:
        yield made


async def follow(simulator, there, seconds, **given):
    found = []
    async with fleet_at(simulator) as fleet:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async for change in fleet.follow(
                    "campaign.detail", to=there.url, dataset=there.dataset, **(OFTEN | given), **DETAIL
                ):
                    found.append(change)  # noqa: PERF401 - what was yielded stays where it is broken off
    return found


async def test_a_round_counts_the_windows_that_it_touched_and_a_day_counts_them_all(duck, monkeypatch):
    asked, select = [], Warehouse._select

    def heard(self, table, statement, *values):
        if "COUNT" in statement:
            asked.append(len(values))
        return select(self, table, statement, *values)

    monkeypatch.setattr(Warehouse, "_select", heard)
    async with changing_world(every=900.0) as simulator:
        await follow(simulator, duck, 14 * 3_600.0 + 60.0, at=time(23))  # six, seven, eleven, …, and midnight in UTC
        assert asked[0] == 0
        first, *rounds = asked[1:]
        assert first == 2  # the day before, and what may change
        assert rounds == [1, 1, 1, 0, 1]
        found = duck.rows(TABLE, "conn_id")
        assert len({row["conn_id"] for row in found}) == len(found) > 0


async def test_tables_are_kept_up_to_date_by_any_machine(duck, monkeypatch, tmp_path):
    async with changing_world(every=900.0) as simulator:
        await follow(simulator, duck, 60.0)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))  # a machine that has staged nothing
        await follow(simulator, duck, 5.5 * 3_600.0, at=time(11))  # and past eleven
        rows = {row["conn_id"]: row for row in duck.rows(TABLE, "conn_id", "result", "comments")}
        wanted = await there(simulator, until=datetime(2025, 6, 1, 10))
        assert [rows[row["conn_id"]] for row in wanted] == [
            {name: row[name] for name in ("conn_id", "result", "comments")} for row in wanted
        ]
        assert len(rows) == duck.ask(f"SELECT COUNT(*) FROM {duck.table(TABLE)}")[0][0]
        assert list((tmp_path / "another").rglob("*.parquet")) == []


async def test_windows_that_could_not_be_loaded_come_with_the_next_round(duck, monkeypatch):
    async with changing_world(every=900.0) as simulator:
        first = await follow(simulator, duck, 60.0)
        apply, refused = Warehouse.apply, []

        def refuse(self, changes):
            if len(refused) < 1:
                refused.append(changes)
                with self._errors("written"):
                    raise OSError("closed for the night")
            apply(self, changes)

        await asyncio.sleep(7_200)
        with monkeypatch.context() as patch:
            patch.setattr(Warehouse, "apply", refuse)
            with pytest.raises(DestinationUnavailable):  # of the first round
                await follow(simulator, duck, 60.0)
        calls = len(simulator.ledger.requests)
        changes = await follow(simulator, duck, 600.0)
        assert refused
        assert len(simulator.ledger.requests) == calls  # it was staged
        yielded = [row for change in (*first, *changes) for row in change.table.column("conn_id").to_pylist()]
        assert sorted(yielded) == [row["conn_id"] for row in duck.rows(TABLE, "conn_id")]
        assert sum(change.table.num_rows for change in changes) > 0


@pytest.mark.parametrize("kind", FORMATS)
async def test_tables_in_a_folder_are_kept_up_to_date(tmp_path, kind):
    lake = FolderOfTables(kind, tmp_path / "lake")
    async with changing_world(every=900.0) as simulator:
        await follow(simulator, lake, 5.5 * 3_600.0, at=time(11))  # and past eleven
        found = lake.rows(TABLE, "conn_id", "result", "comments")
        rows = {row["conn_id"]: row for row in found}
        assert len(rows) == len(found)
        for row in await there(simulator, until=datetime(2025, 6, 1, 10)):
            assert rows[row["conn_id"]] == {name: row[name] for name in ("conn_id", "result", "comments")}
