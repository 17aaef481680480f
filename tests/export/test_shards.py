"""Exports dealt out to an executor: processes, one of which is killed, and what comes back."""

import asyncio
import json
import os
import pickle
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date, timedelta

import pytest

from tests.support import hurrying
from tests.support.exporting import JANUARY, names, state_names
from tests.support.raw_server import raw_server, reply, writing
from tests.support.sharding import (
    GIVEN,
    NAMES,
    SECRETS,
    YEAR,
    assert_each_row_once,
    by_operation,
    children,
    fleet_of,
    operations,
    serving,
    until,
)
from wolkvox_async import (
    ConfigurationError,
    Fleet,
    FolderLocked,
    MemoryStore,
    Operation,
    WorkerLost,
    events,
)
from wolkvox_async.export import Export, ShardedExport, Workers
from wolkvox_async.export.dealing import deal
from wolkvox_async.export.run_folder import RunFolder
from wolkvox_async.export.shards import Asked, Shard
from wolkvox_async.fleet import opening_of
from wolkvox_async.locks import FileLock

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")


@posix
async def test_a_worker_that_is_killed_costs_its_windows_and_no_row(tmp_path):
    heard = []
    async with (
        serving(0.5, hurrying.clock) as simulator,
        fleet_of(simulator, tmp_path, listener=heard.append) as fleet,
    ):
        with Workers(2) as workers:
            export = asyncio.ensure_future(
                fleet.export("campaign.detail", **YEAR, **GIVEN, to=tmp_path / "to", executor=workers)
            )
            await until(lambda: names(tmp_path / "to"))
            os.kill(children()[0].pid, signal.SIGKILL)
            outcome = await export
        assert outcome.complete
        assert "a worker was lost (BrokenProcessPool" in outcome.notes[0]
        assert_each_row_once(simulator, outcome)
        for secret in SECRETS.values():
            assert simulator.ledger.peak(secret) <= 2
        again = await fleet.export("campaign.detail", **YEAR, **GIVEN, to=tmp_path / "to")
    assert (again.calls, again.rows) == (0, outcome.rows)
    assert sum(isinstance(event, events.Decoded) for event in heard) > 24
    assert [name for name in state_names(tmp_path / "to") if "events" in name or name == "go-on"] == []
    assert not children()


class Dying(ThreadPoolExecutor):
    """Its first tasks are lost; `ever`: all of them are."""

    def __init__(self, *, ever=False):
        super().__init__(4)
        self.tasks, self.ever = 0, ever

    def submit(self, function, /, *args, **kwargs):
        self.tasks += 1
        lost = self.ever or self.tasks <= len(NAMES)
        return super().submit(self._lose if lost else function, *args, **kwargs)

    @staticmethod
    def _lose():
        raise BrokenProcessPool("killed")


async def test_any_executor_runs_shards_and_tasks_that_it_loses_are_run_again(tmp_path):
    async with serving(0.0) as simulator, fleet_of(simulator, tmp_path) as fleet:
        with Dying() as executor:
            outcome = await fleet.export(
                "campaign.detail", **YEAR, **GIVEN, to=tmp_path / "to", executor=executor, shards=4
            )
        assert_each_row_once(simulator, outcome)
        assert (outcome.complete, executor.tasks, len(outcome.notes)) == (True, 8, 4)


def test_a_script_that_starts_workers_as_it_is_imported_is_told_what_to_write(tmp_path):
    script = tmp_path / "nightly.py"
    script.write_text(
        "from wolkvox_async.export import Workers\n"
        "with Workers(2) as workers:\n"
        "    workers.submit(len, 'abc').result()\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert 'put what starts them under `if __name__ == "__main__":`' in done.stderr
    assert "BrokenProcessPool" in done.stderr


async def test_after_three_lost_workers_a_report_has_the_error_and_what_its_files_hold(tmp_path):
    async with serving(0.0) as simulator, fleet_of(simulator, tmp_path) as fleet:
        first = await fleet.export("campaign.detail", **JANUARY, **GIVEN, to=tmp_path / "to")
        with Dying(ever=True) as executor:
            outcome = await fleet.export("campaign.detail", **YEAR, **GIVEN, to=tmp_path / "to", executor=executor)
        assert (outcome.rows, outcome.calls, outcome.fetched) == (first.rows, 0, 0)
        error = outcome.failures["sales-co"]
        assert isinstance(error, WorkerLost)
        assert (error.attempts, "run the same command again" in str(error)) == (3, True)


class Broken(ThreadPoolExecutor):
    def submit(self, function, /, *args, **kwargs):
        raise BrokenProcessPool("a process was ended")


async def test_where_the_executor_takes_no_more_work_this_process_goes_on(tmp_path):
    async with serving(0.0) as simulator, fleet_of(simulator, tmp_path) as fleet:
        outcome = await fleet.export("campaign.detail", **YEAR, **GIVEN, to=tmp_path / "to", executor=Broken(2))
        assert_each_row_once(simulator, outcome)
    assert outcome.notes == ("the executor takes no more work (BrokenProcessPool); this process went on",)


async def test_an_error_of_a_report_comes_back_from_its_worker(tmp_path):
    async with serving(0.0) as simulator, fleet_of(simulator, tmp_path) as fleet:
        with ThreadPoolExecutor(2) as executor:
            given = GIVEN | {"campaign_id": "1"}
            outcome = await fleet.export("campaign.detail", **JANUARY, **given, to=tmp_path / "to", executor=executor)
    assert list(outcome.failures) == list(NAMES)
    assert outcome.calls == sum(each.calls for each in outcome.reports) > 0


async def test_what_is_noted_of_windows_without_rows_comes_back_from_a_worker(tmp_path):
    """Each reply has the rows of three months, so the second window has none of its own."""
    rows = [{"date": f"{date(2025, 1, 1) + timedelta(days=n)} 10:00:00", "conn_id": str(n)} for n in range(90)]
    body = {"code": "200", "error": None, "msg": "90 records were found", "data": rows}
    given = GIVEN | {"start": date(2025, 1, 1), "end": date(2025, 3, 1)}
    async with (
        raw_server(writing(reply(json.dumps(body).encode()))) as server,
        Fleet([server.operation], store=tmp_path / "store.sqlite3") as fleet,
    ):
        alone = await fleet.export("campaign.detail", to=tmp_path / "alone", **given)
        dealt = await fleet.export("campaign.detail", to=tmp_path / "dealt", executor=ThreadPoolExecutor(1), **given)
    for outcome in (alone, dealt):
        (report,) = outcome.reports
        assert (report.rows, report.repeated, report.misdated) == (90, 90, 60)


async def test_a_cancelled_export_ends_its_workers_and_says_what_they_did(tmp_path):
    async with serving(0.2, hurrying.clock) as simulator, fleet_of(simulator, tmp_path) as fleet:
        with ThreadPoolExecutor(2) as workers:
            asked = fleet.reports("campaign.detail", **YEAR, type_campaign="predictive", campaign_id="32841")
            export = ShardedExport(
                Export(asked, to=tmp_path / "to", format="ndjson"), workers, opening_of(fleet), count=2
            )
            task = asyncio.ensure_future(export.run())
            await until(lambda: names(tmp_path / "to"))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        outcome = export.outcome
        assert 0 < outcome.rows < 4 * 365
        assert outcome.rows == sum(len(rows) for rows in by_operation(outcome).values())
        assert {each.stopped for each in outcome.reports} >= {True}
        assert simulator.ledger.calls("sales-co") < 12
        again = await fleet.export("campaign.detail", **YEAR, **GIVEN, to=tmp_path / "to")
        assert_each_row_once(simulator, again)


# What travels to a worker


async def test_tokens_stay_out_of_a_shard_where_the_configuration_can_be_read_again(tmp_path, monkeypatch):
    tables = [
        f'[operations.{name}]\nserver = "0099"\ntokens = ["env:T_{number}"]\nlicences = 1\ntz = "America/Bogota"\n'
        for number, name in enumerate(NAMES)
    ]
    for number, secret in enumerate(SECRETS.values()):
        monkeypatch.setenv(f"T_{number}", secret)
    (tmp_path / "wolkvox.toml").write_text('store = "store.sqlite3"\n' + "".join(tables))
    async with Fleet.from_toml(tmp_path / "wolkvox.toml", max_wait=7.0) as fleet:
        reports = fleet.reports("cdr_1", **JANUARY)
        pickled = pickle.dumps(shard_of(fleet, reports, tmp_path))
        async with pickle.loads(pickled).open_fleet(listener=events.log) as opened:
            assert opened["sales-co"].operation == fleet["sales-co"].operation
    assert not any(secret.encode() in pickled for secret in SECRETS.values())


async def test_a_shard_of_given_operations_holds_their_tokens_and_shows_none(tmp_path):
    async with serving() as simulator, fleet_of(simulator, tmp_path) as fleet:
        shard = shard_of(fleet, fleet.reports("cdr_1", **JANUARY, operations="sales-co"), tmp_path)
    pickled = pickle.dumps(shard)
    assert SECRETS["sales-co"].encode() in pickled
    assert SECRETS["sales-mx"].encode() not in pickled
    for shown in (repr(shard), repr(shard.run), str(pickle.loads(pickled)), repr(shard.open_fleet)):
        assert "secret" not in shown


def shard_of(fleet, reports, to, **change):
    asked = tuple(map(Asked.of, reports))
    opening = opening_of(fleet)
    facts = {"number": 0, "asked": asked, "to": to, "run_id": "run", "host": opening.host}
    return Shard(**(facts | change), open_fleet=opening.make([each.operation for each in asked]))


@pytest.mark.parametrize(
    ("options", "why", "advice"),
    [
        ({"store": MemoryStore()}, "in memory", "path of a file"),
        ({"session": object()}, "a session", "proxy="),
    ],
)
async def test_what_workers_cannot_share_is_refused_with_the_way_out(tmp_path, options, why, advice):
    async with serving() as simulator:
        fleet = fleet_of(simulator, tmp_path, **options)
        with ThreadPoolExecutor(1) as executor, pytest.raises(ConfigurationError, match=why) as caught:
            await fleet.export("cdr_1", **JANUARY, to=tmp_path / "to", executor=executor)
    assert advice in caught.value.advice
    assert not (tmp_path / "to").exists()


async def test_a_worker_of_another_host_does_not_use_a_file_as_store(tmp_path):
    async with serving() as simulator, fleet_of(simulator, tmp_path) as fleet:
        shard = shard_of(fleet, fleet.reports("cdr_1", **JANUARY), tmp_path, host="another-host")
        returned = await asyncio.to_thread(shard.run)
    assert "redis://" in returned.error.advice


# How shards are dealt, and kept apart


async def test_shards_are_even_and_no_token_is_in_two_of_them(tmp_path):
    async with serving() as simulator:
        made = operations(simulator)
        shared = Operation(
            name="sales-co-2",
            server="0099",
            tokens=[SECRETS["sales-co"], "another"],
            licences=1,
            tz="America/Bogota",
            base_url=simulator.base_url,
        )
        async with Fleet([*made, shared], store=MemoryStore()) as fleet:
            shards = deal(fleet.reports("cdr_1", **YEAR), 3)
    dealt = [sorted(report.operation for report in shard) for shard in shards]
    assert sorted(map(len, dealt)) == [1, 2, 2]
    assert ["sales-co", "sales-co-2"] in dealt


async def test_what_workers_of_a_killed_export_still_do_is_awaited(tmp_path):
    run = RunFolder.begin(tmp_path)
    at_work = FileLock(run.lock(0))
    async with serving(0.0) as simulator, fleet_of(simulator, tmp_path) as fleet:
        with pytest.raises(FolderLocked, match="still writes"):
            await fleet.export("campaign.detail", **JANUARY, **GIVEN, to=tmp_path)
        assert not run.is_wanted()
        at_work.release()
        outcome = await fleet.export("campaign.detail", **JANUARY, **GIVEN, to=tmp_path)
    assert outcome.complete
    assert not run.path.exists()


def test_a_run_that_a_worker_still_works_for_keeps_its_lock_until_that_has_ended(tmp_path):
    run = RunFolder.begin(tmp_path)
    at_work = FileLock(run.lock(0))
    run.close()
    assert run.lock(0).exists()
    assert not run.is_wanted()
    at_work.release()
    run.close()
    assert not run.path.parent.exists()
