"""The journal of uploads: what was sent is on disk before its first byte goes out, so no record is sent twice."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest
from aiohttp import web

from tests.support.answering import answering
from wolkvox_async import (
    AlreadyUploaded,
    ConfigurationError,
    JournalUnavailable,
    OutcomeUnknown,
    RecordFile,
    UploadLocked,
)
from wolkvox_async.limits import JOURNAL_DAYS
from wolkvox_async.uploads import journal_log
from wolkvox_async.uploads.journal import Journal

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}


def leads(count):
    return [{"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(count)]


def taken(seen):
    return {"code": "201", "msg": "ok", "data": [{"total_registers": str(len(seen.json))}]}


class Changing:
    """An answer that a test changes."""

    def __init__(self, answer):
        self.answer = answer

    def __call__(self, call):
        return self.answer(call)


def arrived(seen):
    return sorted(int(each["customer_id"]) for call in seen for each in call.json)


def outcomes(result):
    return result.accepted, len(result.rejected), result.unknown, result.unsent


async def test_the_same_records_to_the_same_campaign_are_refused_unless_asked_for_again():
    async with answering(taken) as (wolkvox, seen, _):
        first = await wolkvox.campaign.add_records(**TARGET, records=leads(30), batch_size=10)
        with pytest.raises(AlreadyUploaded, match=rf"{first.id}.*30 accepted.*again=True") as caught:
            await wolkvox.campaign.add_records(**TARGET, records=iter(leads(30)), batch_size=7)
        assert caught.value.upload_id == first.id
        assert caught.value.started.tzinfo is not None
        assert f"{caught.value.started.astimezone():%Y-%m-%d %H:%M}" in str(caught.value)
        assert arrived(seen) == list(range(30))
        other = await wolkvox.campaign.add_records(**(TARGET | {"campaign_id": "32842"}), records=leads(30))
        again = await wolkvox.campaign.add_records(**TARGET, records=leads(30), again=True)
        assert other.accepted == again.accepted == 30
        assert len({first.id, other.id, again.id}) == 3


@pytest.mark.parametrize("size", [10, 7, 30])
async def test_an_upload_goes_on_without_what_was_confirmed_rejected_or_unknown(size):
    server = Changing(taken)
    async with answering(server) as (wolkvox, seen, _):
        server.answer = lambda call: (
            web.Response(status=502, text="<html>") if call.json[0]["customer_id"] == "10" else taken(call)
        )
        with pytest.raises(OutcomeUnknown) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=10)
        before = caught.value.upload
        assert before.unknown == 10
        server.answer = taken
        after = await wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=size, upload_id=before.id)
        assert outcomes(after) == (50, 0, 10, 0)
        assert after.id == before.id
        assert [str(rows) for rows in after.unknown_rows] == ["rows 11 to 20"]
        assert arrived(seen) == list(range(60))
        calls = len(seen)
        assert outcomes(await wolkvox.campaign.add_records(**TARGET, records=leads(60), upload_id=before.id)) == (
            50,
            0,
            10,
            0,
        )
        assert len(seen) == calls


@pytest.mark.parametrize("change", ["records", "campaign"])
async def test_an_id_belongs_to_its_records_and_its_campaign(change):
    async with answering(taken) as (wolkvox, seen, _):
        first = await wolkvox.campaign.add_records(**TARGET, records=leads(3))
        records = leads(4 if change == "records" else 3)
        target = TARGET | ({"campaign_id": "7"} if change == "campaign" else {})
        with pytest.raises(ConfigurationError, match=first.id):
            await wolkvox.campaign.add_records(**target, records=records, upload_id=first.id)
        assert len(seen) == 1


async def test_an_upload_that_is_under_way_is_locked(tmp_path):
    begun, release = asyncio.Event(), asyncio.Event()

    async def slow(call):
        begun.set()
        await release.wait()
        return taken(call)

    async with answering(slow) as (wolkvox, seen, _):
        arguments = {"records": leads(3), "upload_id": "march"}
        first = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, **arguments))
        await begun.wait()
        with pytest.raises(UploadLocked, match=str(os.getpid())):
            await wolkvox.campaign.add_records(**TARGET, **arguments)
        release.set()
        assert (await first).accepted == 3
        assert len(seen) == 1


async def test_what_cannot_be_written_down_is_not_sent(tmp_path):
    (tmp_path / "journal").mkdir()
    async with answering(taken, journal=tmp_path / "journal") as (wolkvox, seen, _):
        with pytest.raises(JournalUnavailable, match="cannot be used"):
            await wolkvox.campaign.add_records(**TARGET, records=leads(3))
        assert seen == []


async def test_a_journal_that_fails_midway_ends_the_upload_and_the_outcomes_add_up(tmp_path, monkeypatch):
    async with answering(taken) as (wolkvox, seen, _):
        write = Journal.available
        calls = iter(range(100))

        def failing(self):
            if next(calls) > 6:
                raise JournalUnavailable("the journal cannot be used: the disk is full", folder="x")
            return write(self)

        with monkeypatch.context() as patch:
            patch.setattr(Journal, "available", failing)
            with pytest.raises(JournalUnavailable) as caught:
                await wolkvox.campaign.add_records(**TARGET, records=leads(200), batch_size=10)
        assert sum(outcomes(caught.value.upload)) == 200
        assert caught.value.upload.unsent > 0
        name = caught.value.upload.id
        after = await wolkvox.campaign.add_records(**TARGET, records=leads(200), batch_size=10, upload_id=name)
        assert sum(outcomes(after)) == 200
        assert arrived(seen) == list(range(200))


async def test_uploads_of_long_ago_are_forgotten_unless_records_are_unknown(tmp_path):
    path = tmp_path / "journal.sqlite3"
    now = [1_700_000_000.0]
    server = Changing(taken)
    async with answering(server, journal=path, clock=lambda: now[0]) as (wolkvox, _, _):
        first = await wolkvox.campaign.add_records(**TARGET, records=leads(3))
        server.answer = lambda _: web.Response(status=502, text="<html>")
        with pytest.raises(OutcomeUnknown) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(4))
        server.answer = taken
        now[0] += JOURNAL_DAYS * 86_400 + 1
        last = await wolkvox.campaign.add_records(**TARGET, records=leads(5))
        names = {entry.id for entry in Journal(path).entries()}
        assert names == {caught.value.upload.id, last.id}
        assert first.id not in names


async def test_the_journal_holds_no_value_of_a_record(tmp_path):
    path = tmp_path / "journal.sqlite3"
    async with answering(taken, journal=path) as (wolkvox, _, _):
        await wolkvox.campaign.add_records(**TARGET, records=[{"customer_id": "99887766", "tel1": "573001234567"}])
    with sqlite3.connect(path) as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    assert "99887766" not in text
    assert "573001234567" not in text
    assert path.stat().st_mode & 0o077 == 0


KILLED = """
import asyncio, sys
from wolkvox_async import MemoryStore, Operation, Wolkvox

async def main(base_url, journal):
    operation = Operation(
        name="sales-co", server="0099", tokens=["token-alpha"], licences=20, tz="America/Bogota", base_url=base_url
    )
    records = [{"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(200)]
    async with Wolkvox(operation, store=MemoryStore(), journal=journal) as wolkvox:
        print("ready", flush=True)
        await wolkvox.campaign.add_records(
            campaign_id="32841", type_campaign="predictive", records=records, batch_size=10, upload_id="march"
        )

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_killed_upload_that_goes_on_applies_no_record_twice_and_loses_none(tmp_path):
    async def slow(call):
        await asyncio.sleep(0.03)
        return taken(call)

    async with answering(slow, journal=tmp_path / "journal.sqlite3") as (wolkvox, seen, _):
        for turn in (0, 2, 5):
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                KILLED,
                wolkvox.operation.base_url,
                str(tmp_path / "journal.sqlite3"),
                stdout=subprocess.PIPE,
            )
            await process.stdout.readline()
            await asyncio.sleep(0.03 + 0.017 * turn)
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.wait()
        result = await wolkvox.campaign.add_records(**TARGET, records=leads(200), batch_size=10, upload_id="march")
        took = arrived(seen)
        assert len(took) == len(set(took))
        assert sum(outcomes(result)) == 200
        assert outcomes(result)[1:] == (0, result.unknown, 0)
        missing = set(range(200)) - set(took)
        named = {row - 1 for rows in result.unknown_rows for row in range(rows.first_row, rows.last_row + 1)}
        assert missing <= named


async def test_the_operations_uploads_are_listed_and_one_goes_on_from_its_file(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text("customer_id,tel1\n" + "".join(f"{n},57300{n:07}\n" for n in range(30)))
    changing = Changing(taken)
    async with answering(changing) as (wolkvox, seen, _):
        assert await wolkvox.uploads.list() == []
        stop = asyncio.Event()

        def answer(call):
            stop.set()
            return taken(call)

        changing.answer = answer
        file = RecordFile(path)
        file.notes["rejected_to"] = "bad.csv"  # as the command leaves it
        first = await wolkvox.campaign.add_records(**TARGET, records=file, batch_size=10, stop=stop)
        assert first.unsent
        (entry,) = await wolkvox.uploads.list()
        assert entry.target.notes == file.notes
        assert (entry.id, entry.accepted, entry.unsent) == (first.id, first.accepted, first.unsent)
        changing.answer = taken
        result = await wolkvox.uploads.resume(first.id)
        assert outcomes(result) == (30, 0, 0, 0)
        assert arrived(seen) == list(range(30))
        assert (await wolkvox.uploads.get(first.id)).ended is not None


async def test_an_upload_that_came_from_no_file_wants_its_records_to_go_on():
    async with answering(taken) as (wolkvox, _, _):
        first = await wolkvox.campaign.add_records(**TARGET, records=leads(3))
        with pytest.raises(ConfigurationError, match="give the same records"):
            await wolkvox.uploads.resume(first.id)
        assert outcomes(await wolkvox.uploads.resume(first.id, leads(3))) == (3, 0, 0, 0)
        with pytest.raises(ConfigurationError, match="no upload"):
            await wolkvox.uploads.get("u-none")


async def test_the_loop_goes_on_while_the_disk_takes_what_is_written(monkeypatch):
    held, begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    write = journal_log.write_outcome

    def slow(*arguments):
        loop.call_soon_threadsafe(begun.set)
        held.wait(10)
        write(*arguments)

    monkeypatch.setattr(journal_log, "write_outcome", slow)
    async with answering(taken) as (wolkvox, seen, _):
        upload = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads(20), batch_size=10))
        await begun.wait()  # which the loop could not have gone on to in the meantime
        assert not upload.done()
        held.set()
        result = await upload
        assert outcomes(result) == (20, 0, 0, 0)
        assert outcomes(await wolkvox.uploads.resume(result.id, leads(20))) == (20, 0, 0, 0)
        assert len(seen) == 2


async def test_an_upload_that_is_cancelled_while_the_disk_takes_a_batch_sends_and_keeps_nothing_of_it(monkeypatch):
    held, begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    available = Journal.available

    def slow(self):
        if threading.current_thread().name.startswith("wolkvox-journal"):
            loop.call_soon_threadsafe(begun.set)
            held.wait(10)
        return available(self)

    async with answering(taken) as (wolkvox, seen, _):
        with monkeypatch.context() as patch:
            patch.setattr(Journal, "available", slow)
            upload = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads(20), batch_size=10))
            await begun.wait()
            upload.cancel()
            loop.call_later(0.05, held.set)
            with pytest.raises(asyncio.CancelledError) as caught:
                await upload
        assert outcomes(caught.value.upload) == (0, 0, 0, 20)
        assert seen == []
        assert outcomes(await wolkvox.campaign.add_records(**TARGET, records=leads(20))) == (20, 0, 0, 0)


async def test_an_upload_that_is_cancelled_twice_while_the_journal_opens_holds_nothing(monkeypatch):
    held, begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    begin = Journal.begin

    def slow(*arguments, **options):
        opened = begin(*arguments, **options)
        loop.call_soon_threadsafe(begun.set)
        held.wait(10)
        return opened

    async with answering(taken) as (wolkvox, seen, _):
        with monkeypatch.context() as patch:
            patch.setattr(Journal, "begin", slow)
            upload = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads(20), upload_id="march"))
            await begun.wait()
            for _ in range(2):
                upload.cancel()
                await asyncio.sleep(0)
            held.set()
            with pytest.raises(asyncio.CancelledError):
                await upload
        assert seen == []
        sent = await wolkvox.campaign.add_records(**TARGET, records=leads(20), upload_id="march")
        assert outcomes(sent) == (20, 0, 0, 0)
