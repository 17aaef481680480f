"""Uploads that are refused for their size, stopped, cancelled or closed: each record stays in one count."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from aiohttp import web

from tests.support.answering import answering
from wolkvox_async import ClientClosed, ConfigurationError, MemoryStore, Operation, OutcomeUnknown, Refused, Wolkvox
from wolkvox_async.serving import Server

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}


def leads(count):
    return ({"customer_id": str(n), "tel1": f"57300{n:07}"} for n in range(count))


def taken(seen):
    return {"code": "201", "msg": "ok", "data": [{"total_registers": str(len(seen.json))}]}


def outcomes(result):
    return result.accepted, len(result.rejected), result.unknown, result.unsent


class Held:
    """A server that answers some batches at once, and the others when `release` is set, or never."""

    def __init__(self, at_once):
        self.at_once, self.batches, self.release = at_once, [], asyncio.Event()
        self.reached = asyncio.Event()

    async def answer(self, request):
        records = await request.json()
        self.batches.append(len(records))
        if len(self.batches) > self.at_once:
            if len(self.batches) == self.at_once + 2:
                self.reached.set()
            await self.release.wait()
        return web.json_response({"code": "201", "msg": "ok", "data": [{"total_registers": len(records)}]}, status=201)


@pytest.fixture
async def held():
    """Return serve(at_once): a Held server, and a client of it."""
    servers = []

    async def serve(at_once=2):
        held = Held(at_once)
        app = web.Application(client_max_size=2**30)
        app.router.add_route("*", "/{path:.*}", held.answer)
        server = Server(app, shutdown_timeout=0.1)
        await server.start()
        servers.append((server, held))
        operation = Operation(
            name="sales-co",
            server="0099",
            tokens=["token-alpha"],
            licences=20,
            tz="America/Bogota",
            base_url=f"{server.address}/api/v2/",
        )
        return held, Wolkvox(operation, store=MemoryStore())

    yield serve
    for server, held in servers:
        held.release.set()
        await server.aclose()


class TestSize:
    @pytest.mark.parametrize(
        "by",
        [
            "413",
            "THE LIMIT OF RECORDS THAT CAN BE UPLOADED IS 600",
            "MAXIMUM 600 RECORDS ALLOWED",
            "Máximo de 600 registros por carga",
            "No more than 600 records a call",
            "Solo se permiten hasta 600 registros",
        ],
    )
    async def test_a_batch_that_is_too_large_goes_as_halves_and_later_ones_are_cut_before(self, by):
        def answer(seen):
            if len(seen.json) <= 600:
                return taken(seen)
            if by == "413":
                return web.Response(status=413, text="<h1>413 Request Entity Too Large</h1>", content_type="text/html")
            said = {"code": "400", "error": "BAD REQUEST", "msg": by}
            return web.json_response(said, status=400)

        async with answering(answer) as (wolkvox, seen, _):
            result = await wolkvox.campaign.add_records(**TARGET, records=leads(5_000), batch_size=1_000)
            assert outcomes(result) == (5_000, 0, 0, 0)
            assert [batch.number for batch in result.batches] == list(range(1, len(result.batches) + 1))
            assert [batch.first_row for batch in result.batches] == sorted(batch.first_row for batch in result.batches)
            arrived = [each["customer_id"] for call in seen if len(call.json) <= 600 for each in call.json]
            assert sorted(arrived, key=int) == [str(n) for n in range(5_000)]
            assert sum(len(call.json) > 600 for call in seen) <= 2  # those that were under way together

    async def test_a_record_that_is_too_large_alone_is_rejected_and_the_others_go_on(self):
        def answer(seen):
            return taken(seen) if len(seen.body) <= 5_000 else web.Response(status=413, text="too large")

        records = [*leads(40), {"tel1": "57300", "address": "x" * 9_000}, *leads(40)]
        async with answering(answer) as (wolkvox, _, _):
            result = await wolkvox.campaign.add_records(**TARGET, records=records)
            assert outcomes(result) == (80, 1, 0, 0)
            assert result.rejected[0].row == 41
            assert "413" in result.rejected[0].reason

    async def test_a_licence_cap_is_no_matter_of_size(self):
        said = {"code": "404", "error": "Not Found", "msg": "You are uploading (60001) records to the system. "}
        said["msg"] += "According to quantity active licenses, the limit of records is 50000. Try again."
        async with answering(lambda _: web.json_response(said, status=404)) as (wolkvox, seen, _):
            with pytest.raises(Refused) as caught:
                await wolkvox.campaign.add_records(**TARGET, records=leads(50), batch_size=10)
            assert len(seen) <= 2
            assert outcomes(caught.value.upload) == (0, 0, 0, 50)
            assert "not sent: rows 1 to 50" in str(caught.value)

    @pytest.mark.parametrize("size", [0, -1, 10_001, True, 1.5, "5"])
    async def test_a_batch_size_that_cannot_be_right_is_refused(self, size):
        async with answering(taken) as (wolkvox, seen, _):
            with pytest.raises(ConfigurationError, match=r"batch_size is .*allowed: 1 to 10,000"):
                await wolkvox.campaign.add_records(**TARGET, records=leads(1), batch_size=size)
            assert seen == []


class TestInterrupted:
    @pytest.mark.parametrize("kind", [RuntimeError, KeyError, Refused])
    @pytest.mark.parametrize("way", ["generator", "async iterator"])
    async def test_what_the_records_own_generator_raises_has_the_result_so_far(self, kind, way):
        def records():
            yield from leads(700)
            raise kind("the cursor is gone")

        async def asynchronous():
            for each in records():
                yield each

        async with answering(taken) as (wolkvox, seen, _):
            given = records() if way == "generator" else asynchronous()
            with pytest.raises(kind) as caught:
                await wolkvox.campaign.add_records(**TARGET, records=given, batch_size=500)
            assert outcomes(caught.value.upload) == (0, 0, 0, 700)
            assert not caught.value.upload.read_all
            assert caught.value.__notes__ == ["700 records had been read when the upload ended; nothing was sent"]
            assert seen == []

    async def test_a_cancelled_upload_says_what_it_did(self, held):
        server, wolkvox = await held()
        async with wolkvox:
            upload = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=10))
            await server.reached.wait()
            upload.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await upload
            result = caught.value.upload
            assert outcomes(result) == (20, 0, 20, 20)
            assert [str(rows) for rows in result.unknown_rows] == ["rows 21 to 40"]
            assert [str(rows) for rows in result.unsent_rows] == ["rows 41 to 60"]
            server.release.set()

    async def test_a_time_limit_has_the_result_behind_it(self, held):
        server, wolkvox = await held()
        async with wolkvox:

            async def limited():
                async with asyncio.timeout(None) as limit:
                    reached = asyncio.create_task(server.reached.wait())
                    reached.add_done_callback(lambda _: limit.reschedule(asyncio.get_running_loop().time()))
                    await wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=10)

            with pytest.raises(TimeoutError) as caught:
                await limited()
            assert outcomes(caught.value.__cause__.upload) == (20, 0, 20, 20)
            server.release.set()

    @pytest.mark.parametrize("read", [1, 35, 60])
    @pytest.mark.parametrize("resumed", [None, "u-again"])
    async def test_a_stop_while_records_are_read_says_that_nothing_was_sent(self, held, read, resumed):
        server, wolkvox = await held()
        stop = asyncio.Event()

        def records():
            for number, lead in enumerate(leads(60), 1):
                if number == read:
                    stop.set()
                yield lead | ({"tel1": "x"} if number == 1 else {})

        async with wolkvox:
            result = await wolkvox.campaign.add_records(
                **TARGET, records=records(), batch_size=10, invalid="skip", stop=stop, upload_id=resumed
            )
        assert not result.read_all
        assert result.id == resumed
        assert server.batches == []
        read = max(read, 2)  # the first is no lead, and nothing is looked at before one that is
        assert outcomes(result) == (0, 1, 0, read - 1)
        assert result.to_dict()["read_all"] is False

    async def test_a_cancelled_reading_says_so_too(self, held):
        server, wolkvox = await held()
        reading = asyncio.Event()

        async def records():
            for lead in leads(25):
                yield lead
            for _ in range(150):
                yield {"tel1": "x"}
            reading.set()
            await asyncio.Event().wait()

        async with wolkvox:
            upload = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=records(), batch_size=10))
            await reading.wait()
            upload.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await upload
        assert outcomes(caught.value.upload) == (0, 150, 0, 25)
        assert not caught.value.upload.read_all
        assert server.batches == []

    async def test_a_stop_lets_no_batch_begin_and_waits_for_those_under_way(self, held):
        server, wolkvox = await held()
        async with wolkvox:
            stop = asyncio.Event()
            upload = asyncio.create_task(
                wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=10, stop=stop)
            )
            await server.reached.wait()
            stop.set()
            await asyncio.sleep(0)
            server.release.set()
            result = await upload
            assert outcomes(result) == (40, 0, 0, 20)
            assert len(server.batches) == 4

    async def test_a_stop_takes_back_what_waits_for_a_permit(self, held):
        server, wolkvox = await held(0)
        async with wolkvox:
            first = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads(20), batch_size=10))
            await server.reached.wait()
            stop = asyncio.Event()
            second = asyncio.create_task(
                wolkvox.campaign.add_records(**TARGET, records=leads(20), stop=stop, again=True)
            )
            await asyncio.sleep(0.05)
            stop.set()
            assert outcomes(await second) == (0, 0, 0, 20)
            server.release.set()
            assert outcomes(await first) == (20, 0, 0, 0)

    async def test_a_client_that_is_closed_leaves_no_record_in_no_count(self, held):
        server, wolkvox = await held()
        upload = asyncio.create_task(wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=10))
        await server.reached.wait()
        closing = asyncio.create_task(wolkvox.aclose())
        with pytest.raises((OutcomeUnknown, ClientClosed)) as caught:
            await upload
        await closing
        assert outcomes(caught.value.upload) == (20, 0, 20, 20)
        assert isinstance(caught.value, OutcomeUnknown)
        assert (caught.value.first_row, caught.value.last_row) == (21, 40)
        assert "rows 21 to 40" in str(caught.value)
        assert "not sent: rows 41 to 60" in str(caught.value)

    async def test_all_unknown_rows_are_named(self):
        def answer(seen):
            return taken(seen) if seen.json[0]["customer_id"] == "0" else web.Response(status=502, text="<html>")

        async with answering(answer) as (wolkvox, _, _):
            with pytest.raises(OutcomeUnknown) as caught:
                await wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=10)
            result = caught.value.upload
            assert sum(outcomes(result)) == 60
            for rows in result.unknown_rows:
                assert str(rows) in str(caught.value)

    async def test_an_error_in_the_program_leaves_the_result_too(self, monkeypatch):
        monkeypatch.setattr("wolkvox_async.uploads.sender.read_verdict", lambda *_: 1 / 0)
        async with answering(taken) as (wolkvox, _, _):
            with pytest.raises(ZeroDivisionError) as caught:
                await wolkvox.campaign.add_records(**TARGET, records=leads(60), batch_size=10)
            assert sum(outcomes(caught.value.upload)) == 60
            assert caught.value.upload.unknown >= 10
            assert caught.value.upload.accepted == 0


class TestCommand:
    @pytest.fixture
    def start(self, tmp_path):
        """Return start(server's address): `wolkvox upload --json` of 60 leads, in batches of 10."""
        lines = "".join(f"{each['customer_id']},{each['tel1']}\n" for each in leads(60))
        (tmp_path / "leads.csv").write_text(f"customer_id,tel1\n{lines}")

        def start(base_url):
            (tmp_path / "wolkvox.toml").write_text(
                'store = "store.sqlite3"\n[operations.sales-co]\nserver = "0099"\ntokens = ["env:TOKEN"]\n'
                f'licences = 20\ntz = "America/Bogota"\nbase_url = "{base_url}"\n'
            )
            words = ("upload", "leads.csv", "--campaign", "1", "--type", "predictive", "--batch-size", "10", "--json")
            return subprocess.Popen(
                [sys.executable, "-m", "wolkvox_async.cli", *words],
                cwd=tmp_path,
                env=os.environ | {"TOKEN": "token-alpha"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

        return start

    async def ended(self, process):
        with process:
            err = await asyncio.to_thread(process.stderr.read)
            out = await asyncio.to_thread(process.stdout.read)
            await asyncio.to_thread(process.wait, 60)
        assert "Traceback" not in err
        return process.returncode, json.loads(out), err

    async def heard(self, process):
        """Wait for the line that says that a signal has come."""
        while line := await asyncio.to_thread(process.stderr.readline):
            if "calls under way are waited for" in line:
                return
        raise AssertionError("it ended without a word")

    @pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    async def test_a_signal_waits_for_the_batches_under_way(self, held, start, number, code):
        server, wolkvox = await held()
        await wolkvox.aclose()
        process = start(wolkvox.operation.base_url)
        await server.reached.wait()
        process.send_signal(number)
        await self.heard(process)
        server.release.set()
        returned, found, err = await self.ended(process)
        assert returned == code
        assert (found["accepted"], found["unknown"], found["unsent"]) == (40, 0, 20)
        assert found["unsent_rows"] == [{"first_row": 42, "last_row": 61, "records": 20}]
        assert "not sent: rows 42 to 61" in err

    async def test_a_second_signal_ends_at_once(self, held, start):
        server, wolkvox = await held()
        await wolkvox.aclose()
        process = start(wolkvox.operation.base_url)
        await server.reached.wait()
        process.send_signal(signal.SIGINT)
        await self.heard(process)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        returned, found, err = await self.ended(process)
        assert time.monotonic() - began < 30
        assert returned == 130
        assert (found["accepted"], found["unknown"], found["unsent"]) == (20, 20, 20)
        assert found["unknown_rows"] == [{"first_row": 22, "last_row": 41, "records": 20}]
        assert "rows 22 to 41" in err

    @pytest.mark.parametrize(("counts", "code"), [({"total_registers": "9"}, 3), ({"total_errors": "1"}, 3), ({}, 0)])
    async def test_the_exit_code_is_3_where_single_records_are_unknown_or_rejected(self, start, counts, code):
        answer = {"code": "201", "msg": "ok", "data": [counts or {"total_registers": "10"}]}
        async with answering(lambda _: answer) as (wolkvox, _, _):
            returned, found, _ = await self.ended(start(wolkvox.operation.base_url))
        assert returned == code
        assert found["accepted"] + len(found["rejected"]) + found["unknown"] == 60
