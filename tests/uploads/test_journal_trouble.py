"""A journal whose disk is full, for real, and an upload that two processes want to send."""

import asyncio
import json
import os
import signal
import subprocess
import sys

import pytest

from tests.support.answering import answering
from tests.support.commands import TOKEN, configure, finish, start
from tests.support.worlds import tenant
from wolkvox_async import AlreadyUploaded, JournalUnavailable, UploadLocked
from wolkvox_async.simulator import Simulator, World
from wolkvox_async.uploads.journal import Journal

COUNT = 150
TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
KB = 1024


def leads():
    return [{"customer_id": str(row), "tel1": f"57300{row:07}"} for row in range(1, COUNT + 1)]


def taken(call):
    return {"code": "201", "msg": "ok", "data": [{"total_registers": str(len(call.json))}]}


def arrived(seen):
    return [int(each["customer_id"]) for call in seen for each in call.json]


def outcomes(result):
    return result.accepted, len(result.rejected), result.unknown, result.unsent


LIMITED = """
import asyncio, resource, sys
from wolkvox_async import AlreadyUploaded, JournalUnavailable, UploadLocked, MemoryStore, Operation, Wolkvox

async def main(base_url, journal, most):
    operation = Operation(
        name="sales-co", server="0099", tokens=["token-alpha"], licences=20, tz="America/Bogota", base_url=base_url
    )
    records = [{"customer_id": str(row), "tel1": f"57300{row:07}"} for row in range(1, 151)]
    async with Wolkvox(operation, store=MemoryStore(), journal=journal) as wolkvox:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), resource.RLIM_INFINITY))
        try:
            await wolkvox.campaign.add_records(
                campaign_id="32841", type_campaign="predictive", records=records, batch_size=1, upload_id="march"
            )
        except JournalUnavailable as error:
            print(error)
            result = getattr(error, "upload", None)
            if result is not None:
                print(result.accepted + len(result.rejected) + result.unknown + result.unsent)

asyncio.run(main(*sys.argv[1:]))
"""


async def check_it_goes_on(wolkvox, seen, path):
    """What was sent is in the journal, and with room on the disk the upload goes on."""
    sent = arrived(seen)
    assert len(sent) == len(set(sent)) < COUNT
    entries = {entry.id: entry for entry in Journal(path).entries()} if path.exists() else {}
    batches = entries["march"].batches if "march" in entries else ()
    written = {row for batch in batches for row in range(batch.first_row, batch.last_row + 1)}
    assert set(sent) <= written
    result = await wolkvox.campaign.add_records(**TARGET, records=leads(), batch_size=1, upload_id="march")
    assert sum(outcomes(result)) == COUNT
    assert (result.rejected, result.unsent) == ((), 0)
    took = arrived(seen)
    assert len(took) == len(set(took))
    not_sure = {row for each in result.unknown_rows for row in range(each.first_row, each.last_row + 1)}
    assert set(range(1, COUNT + 1)) - set(took) <= not_sure


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
@pytest.mark.parametrize("most", [8 * KB, 16 * KB, 40 * KB, 100 * KB, 300 * KB])
async def test_a_journal_that_may_not_grow_ends_the_upload_and_nothing_unwritten_was_sent(tmp_path, most):
    path = tmp_path / "journal.sqlite3"
    async with answering(taken, journal=path) as (wolkvox, seen, _):
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", LIMITED, wolkvox.operation.base_url, str(path), str(most)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        message, *counted = done.stdout.splitlines()
        assert f"the journal of uploads {path} cannot be used" in message
        assert counted in ([], [str(COUNT)])
        assert counted or not seen
        await check_it_goes_on(wolkvox, seen, path)


def mounted(folder, *options):
    command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root mounts a small disk")
@pytest.mark.parametrize("kilobytes", [64, 128, 256])
async def test_a_disk_that_is_full_ends_the_upload_and_nothing_unwritten_was_sent(tmp_path, kilobytes):
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mounted(disk, "-o", f"size={kilobytes}k"):
        pytest.skip("this machine's root may not mount")
    try:
        path = disk / "journal.sqlite3"
        async with answering(taken, journal=path) as (wolkvox, seen, _):
            with pytest.raises(JournalUnavailable, match=f"{path} cannot be used"):
                await wolkvox.campaign.add_records(**TARGET, records=leads(), batch_size=1, upload_id="march")
            assert mounted(disk, "-o", "remount,size=64m")
            await check_it_goes_on(wolkvox, seen, path)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


async def test_of_two_processes_that_send_one_upload_the_second_is_refused(tmp_path):
    (tmp_path / "leads.csv").write_text("customer_id,tel1\n" + "".join(f"{n},57300{n:07}\n" for n in range(60)))
    command = ("upload", "leads.csv", "--campaign", "32841", "--type", "predictive", "--json", "--batch-size", "10")
    async with Simulator(World(tenants=(tenant(licences=20),)), latency=0.3) as simulator:
        configure(tmp_path, simulator)
        first = await start(tmp_path, *command, "--resume", "march")
        while simulator.ledger.calls("sales-co") < 2:
            await asyncio.sleep(0.01)
        first.send_signal(signal.SIGSTOP)  # it is in the middle for as long as the second one takes
        try:
            second = await asyncio.to_thread(finish, tmp_path, *command, "--resume", "march")
        finally:
            first.send_signal(signal.SIGCONT)
        assert second.returncode == 7
        said = second.stderr.decode()
        assert f"upload march is being sent by process {first.pid}; wait until it has ended" in said.splitlines()[-1]
        assert second.stdout == b""
        out, _ = await first.communicate()
        assert json.loads(out)["accepted"] == 60
        assert set(simulator.truth.uploaded("sales-co", "32841").values()) == {1}
        assert simulator.ledger.calls("sales-co") == 6
        assert simulator.ledger.in_flight(TOKEN) == 0


class Waiting:
    """A server that answers when `release` is set."""

    def __init__(self):
        self.reached, self.release = asyncio.Event(), asyncio.Event()

    async def __call__(self, call):
        self.reached.set()
        await self.release.wait()
        return taken(call)


async def test_the_same_records_are_refused_while_another_upload_of_them_waits_for_its_first_call():
    server = Waiting()
    async with answering(server) as (wolkvox, seen, _):
        other = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads()[:2], batch_size=1))
        await server.reached.wait()  # both permits are taken
        first = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads()))
        while len(await wolkvox.uploads.list()) < 2:
            await asyncio.sleep(0.01)
        for again in ({}, {"upload_id": "march"}):
            with pytest.raises(UploadLocked, match=str(os.getpid())):
                await wolkvox.campaign.add_records(**TARGET, records=leads(), **again)
        server.release.set()
        assert (await first).accepted == COUNT
        assert (await other).accepted == 2
        assert sum(arrived(seen)) == sum(range(1, COUNT + 1)) + 3


async def test_an_upload_that_ended_before_it_sent_any_goes_on_with_the_next_of_the_same_records():
    server = Waiting()
    async with answering(server) as (wolkvox, _, _):
        other = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads()[:2], batch_size=1))
        await server.reached.wait()
        first = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads()))
        while len(entries := await wolkvox.uploads.list()) < 2:
            await asyncio.sleep(0.01)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        server.release.set()
        await other
        name = next(each.id for each in entries if each.target.records == COUNT)
        result = await wolkvox.campaign.add_records(**TARGET, records=leads())
        assert (result.id, result.accepted) == (name, COUNT)
        assert len(await wolkvox.uploads.list()) == 2


async def test_an_upload_does_not_go_on_where_a_later_one_has_sent_the_same_records():
    server = Waiting()
    async with answering(server) as (wolkvox, seen, _):
        other = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads()[:2], batch_size=1))
        await server.reached.wait()
        first = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads(), upload_id="first"))
        while len(await wolkvox.uploads.list()) < 2:
            await asyncio.sleep(0.01)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        server.release.set()
        await other
        assert (await wolkvox.campaign.add_records(**TARGET, records=leads(), upload_id="second")).accepted == COUNT
        with pytest.raises(AlreadyUploaded, match="as upload second"):
            await wolkvox.campaign.add_records(**TARGET, records=leads(), upload_id="first")
        assert len(arrived(seen)) == COUNT + 2
        again = await wolkvox.campaign.add_records(**TARGET, records=leads(), upload_id="first", again=True)
        assert again.accepted == COUNT
