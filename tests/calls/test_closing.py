"""A client that is closed, used in another loop, or forked: each call has a result or an error of the tree."""

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
import time
import warnings
from datetime import date

import aiohttp
import pytest

from tests.support.raw_server import BODY, operation_at, raw_server, raw_server_in_thread, read_request, reply, writing
from tests.support.redis_server import running
from wolkvox_async import (
    ClientClosed,
    ConfigurationError,
    Fleet,
    MemoryStore,
    OutcomeUnknown,
    SQLiteStore,
    Wolkvox,
    limits,
)
from wolkvox_async.scheduler.stores import group_commit
from wolkvox_async.scheduler.stores.redis import RedisStore

DATES = {"start": date(2025, 1, 1), "end": date(2025, 9, 1)}


@pytest.fixture
def at_once(monkeypatch):
    """Let closing a client wait for no exchange."""
    monkeypatch.setattr(limits, "CLOSE_SECONDS", 0.05)


def silent(arrived):
    """Return a handler that reads requests and never answers; each is put into a queue."""

    async def handle(reader, writer, number):
        while await read_request(reader) is not None:
            arrived.put_nowait(number)

    return handle


async def read(wolkvox):
    return await wolkvox.call("GET", "campaign.php", "find_record")


async def write(wolkvox):
    return await wolkvox.call("POST", "campaign.php", "create_campaign", json={})


async def report(wolkvox):
    return await wolkvox.reports.cdr_1(**DATES)


async def batches(wolkvox):
    return [batch async for batch in wolkvox.reports.cdr_1(**DATES).windows()]


@pytest.mark.usefixtures("at_once")
class TestClosedUnderWay:
    @pytest.mark.parametrize(
        ("call", "error"),
        [(read, ClientClosed), (write, OutcomeUnknown), (report, ClientClosed), (batches, ClientClosed)],
    )
    async def test_calls_of_other_tasks_end_with_an_error_of_the_tree(self, call, error):
        arrived = asyncio.Queue()
        async with raw_server(silent(arrived)) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())
            task = asyncio.create_task(call(wolkvox))
            await arrived.get()
            await wolkvox.aclose()
            with pytest.raises(error) as caught:
                await asyncio.wait_for(task, 10)
        assert caught.value.operation == "sales-co"
        assert "closed" in str(caught.value)

    async def test_a_task_group_does_not_take_them_for_done(self):
        arrived = asyncio.Queue()
        async with raw_server(silent(arrived)) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())

            async def close():
                for _ in range(2):
                    await arrived.get()
                await wolkvox.aclose()

            async def work():
                async with asyncio.TaskGroup() as group:
                    for _ in range(2):
                        group.create_task(write(wolkvox))
                    group.create_task(close())

            with pytest.raises(ExceptionGroup) as caught:
                await work()
        assert {type(error) for error in caught.value.exceptions} == {OutcomeUnknown}

    async def test_those_that_wait_for_a_permit_end_at_once(self):
        arrived = asyncio.Queue()
        async with raw_server(silent(arrived)) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())
            tasks = [asyncio.create_task(write(wolkvox)) for _ in range(6)]
            for _ in range(2):
                await arrived.get()
            await wolkvox.aclose()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        assert sorted(type(each).__name__ for each in results) == ["ClientClosed"] * 4 + ["OutcomeUnknown"] * 2

    async def test_one_that_waits_to_be_made_again_ends_at_once(self):
        async with raw_server(writing(reply(b"busy", status="500 Broken"))) as server:
            events = []
            wolkvox = Wolkvox(server.operation, store=MemoryStore(), listener=events.append)
            wolkvox._engine.jitter = lambda: 60.0
            task = asyncio.create_task(read(wolkvox))
            while not any(type(event).__name__ == "Retrying" for event in events):
                await asyncio.sleep(0.01)
            await wolkvox.aclose()
            with pytest.raises(ClientClosed, match="find_record"):
                await asyncio.wait_for(task, 10)

    async def test_messages_that_wait_for_their_turn_end_at_once(self):
        said = b'{"code": "200", "error": null, "msg": "Message sent", "data": []}'
        async with raw_server(writing(reply(said))) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())

            async def send():
                return await wolkvox.whatsapp.send_message_mobil(
                    connector_id="1", telephone="573001112233", message="Hola"
                )

            tasks = [asyncio.create_task(send()) for _ in range(4)]
            await tasks[0]
            await wolkvox.aclose()
            results = await asyncio.wait_for(asyncio.gather(*tasks[1:], return_exceptions=True), 10)
        assert {type(each) for each in results} == {ClientClosed}

    async def test_a_caller_that_is_cancelled_itself_is_cancelled(self):
        arrived = asyncio.Queue()
        async with raw_server(silent(arrived)) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())
            task = asyncio.create_task(read(wolkvox))
            await arrived.get()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await wolkvox.aclose()

    async def test_whoever_cancels_all_tasks_but_the_caller_gives_it_an_error(self):
        arrived = asyncio.Queue()
        async with raw_server(silent(arrived)) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())
            task = asyncio.create_task(write(wolkvox))
            await arrived.get()
            for exchange in wolkvox._engine.under_way:
                exchange.cancel()
            with pytest.raises(OutcomeUnknown):
                await asyncio.wait_for(task, 10)
            await wolkvox.aclose()

    async def test_one_that_was_cancelled_before_its_first_step_was_not_sent(self):
        async with raw_server(writing(reply())) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())
            task = asyncio.create_task(write(wolkvox))
            while not wolkvox._engine.under_way:
                await asyncio.sleep(0)
            for exchange in wolkvox._engine.under_way:
                exchange.cancel()
            with pytest.raises(ClientClosed):
                await asyncio.wait_for(task, 10)
            usage = await wolkvox.quota()
            assert (usage.used, usage.busy, server.connections) == (0, 0, 0)
            await wolkvox.aclose()

    async def test_an_upload_accounts_for_every_record(self):
        arrived = asyncio.Queue()
        records = [{"customer_id": str(number), "tel1": "573001112233"} for number in range(45_000)]
        taken = b'{"code": "201", "error": null, "msg": "added", "data": [{"total_registers": "10000"}]}'

        async def handle(reader, writer, number):
            while await read_request(reader) is not None:
                if not arrived.qsize():
                    writer.write(reply(taken, status="201 Created"))
                arrived.put_nowait(number)

        async with raw_server(handle) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())
            task = asyncio.create_task(
                wolkvox.campaign.add_records(
                    campaign_id="1", type_campaign="predictive", campaign_status="stop", records=records
                )
            )
            while arrived.qsize() < 3:
                await asyncio.sleep(0.02)
            await wolkvox.aclose()
            with pytest.raises(OutcomeUnknown) as caught:
                await asyncio.wait_for(task, 30)
        result = caught.value.upload
        assert result.unknown == 20_000
        assert result.accepted + len(result.rejected) + result.unknown + result.unsent == len(records)


class TestAClosedClient:
    @pytest.fixture
    async def closed(self):
        wolkvox = Wolkvox(operation_at("http://127.0.0.1:9"), store=MemoryStore())
        await wolkvox.aclose()
        return wolkvox

    @pytest.mark.parametrize("call", [read, write, report, batches, Wolkvox.quota])
    async def test_it_says_what_to_do(self, closed, call):
        with pytest.raises(ClientClosed, match=r"sales-co.*the client is closed.*make a new one"):
            await call(closed)
        assert "closed" in repr(closed)

    async def test_it_may_be_closed_again(self, closed):
        await closed.aclose()


async def test_with_names_the_right_form():
    operation = operation_at("http://127.0.0.1:9")
    with pytest.raises(ConfigurationError, match="async with Wolkvox"), Wolkvox(operation, store=MemoryStore()):
        pass
    with pytest.raises(ConfigurationError, match="async with Fleet"), Fleet([operation], store=MemoryStore()):
        pass


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
class TestLoops:
    @pytest.fixture(autouse=True)
    def _collected(self, monkeypatch):
        """Collect the sockets of loops that have ended, which no loop can close any more."""
        monkeypatch.setattr(group_commit, "_END_SECONDS", 30)  # a busy machine may stand still for the usual second
        gc.freeze()  # to look through what this test made is quicker
        yield
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
        gc.unfreeze()

    @pytest.mark.parametrize("kind", ["memory", "sqlite"])
    def test_a_second_loop_works_when_the_first_has_ended(self, tmp_path, capfd, kind):
        with raw_server_in_thread(writing(reply())) as server:
            store = MemoryStore() if kind == "memory" else SQLiteStore(tmp_path / "store")
            wolkvox = Wolkvox(server.operation, store=store)

            async def some():
                return await asyncio.gather(*(read(wolkvox) for _ in range(8)))

            for _ in range(3):
                assert [each["data"] for each in asyncio.run(some())] == [[{"a": "1"}]] * 8
            assert asyncio.run(wolkvox.quota()).used == 24
            asyncio.run(wolkvox.aclose())
        assert "Unclosed" not in capfd.readouterr().err

    def test_calls_that_a_loop_left_behind_do_not_hold_up_the_next_loop(self):
        async def handle(reader, writer, number):
            while await read_request(reader) is not None:
                if number > 1:
                    writer.write(reply())

        with raw_server_in_thread(handle) as server:
            wolkvox = Wolkvox(server.operation, store=MemoryStore())

            async def leave():
                task = asyncio.create_task(read(wolkvox))
                await asyncio.sleep(0.1)
                return task

            task = asyncio.run(leave())
            assert task.cancelled()
            assert asyncio.run(read(wolkvox))["data"] == [{"a": "1"}]
            assert asyncio.run(wolkvox.quota()).busy == 1  # the one that was lost is in quarantine
            asyncio.run(wolkvox.aclose())

    @pytest.mark.parametrize("turns", [*range(0, 48, 3), None])
    def test_a_client_that_is_not_closed_keeps_only_the_permits_of_calls_at_the_server(self, make_store, turns):
        """Its loop ends at any moment of six calls: what was not sent is given back, what was is in quarantine."""
        requests = []

        async def handle(reader, writer, number):
            while await read_request(reader) is not None:
                requests.append(number)

        async def leave():
            wolkvox = Wolkvox(server.operation, store=make_store())
            tasks = [asyncio.create_task(read(wolkvox)) for _ in range(6)]
            for _ in range(turns or 0):
                await asyncio.sleep(0)
            while turns is None and len(requests) < 2:
                await asyncio.sleep(0.01)
            return tasks

        with raw_server_in_thread(handle) as server:
            assert all(task.cancelled() for task in asyncio.run(leave()))
            usage = asyncio.run(usage_of(server.operation, make_store()))
            ends = time.monotonic() + 10
            while len(requests) < usage.used and time.monotonic() < ends:  # the server reads them in its own time
                time.sleep(0.01)
        assert usage.busy == usage.used == len(requests)

    async def test_a_loop_of_another_thread_is_refused_at_once(self):
        async with raw_server(writing(reply())) as server, Wolkvox(server.operation, store=MemoryStore()) as wolkvox:
            await read(wolkvox)

            def elsewhere():
                with pytest.raises(ConfigurationError, match="in use in another event loop"):
                    asyncio.run(read(wolkvox))
                with pytest.raises(ConfigurationError, match="in use in another event loop"):
                    asyncio.run(wolkvox.quota())

            await asyncio.to_thread(elsewhere)
            assert (await read(wolkvox))["data"] == [{"a": "1"}]

    def test_an_injected_session_of_another_loop_is_refused_before_a_permit_is_taken(self):
        with raw_server_in_thread(writing(reply())) as server:

            async def first():
                session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
                wolkvox = Wolkvox(server.operation, store=MemoryStore(), session=session)
                await read(wolkvox)
                return wolkvox, session

            wolkvox, session = asyncio.run(first())
            with pytest.raises(ConfigurationError, match="the session that was given belongs to another event loop"):
                asyncio.run(read(wolkvox))
            session.detach()
            asyncio.run(wolkvox.aclose())


def _in_child(wolkvox, results):
    async def some():
        return [(await read(wolkvox))["data"] for _ in range(3)], (await wolkvox.quota()).used

    results.put((os.getpid(), asyncio.run(asyncio.wait_for(some(), 20))))


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_makes_calls_of_its_own_and_leaves_the_parent_its_connections(tmp_path):
    context = multiprocessing.get_context("fork")
    with raw_server_in_thread(writing(reply())) as server:
        wolkvox = Wolkvox(server.operation, store=SQLiteStore(tmp_path / "store"))
        results = context.Queue()

        async def main():
            await read(wolkvox)
            child = context.Process(target=_in_child, args=(wolkvox, results))
            child.start()
            found = await asyncio.to_thread(results.get, timeout=30)
            await asyncio.to_thread(child.join)
            await read(wolkvox)
            usage = await wolkvox.quota()
            await wolkvox.aclose()
            return found, child.exitcode, usage

        (pid, (rows, used)), code, usage = asyncio.run(main())
        assert pid != os.getpid()
        assert rows == [[{"a": "1"}]] * 3
        assert code == 0
        assert (used, usage.used, usage.busy) == (4, 5, 0)
        assert server.connections == 2  # the parent's, used again after the fork, and the child's


async def test_closing_waits_a_moment_for_calls_under_way():
    go = asyncio.Event()
    arrived = asyncio.Event()

    async def handle(reader, writer, number):
        await read_request(reader)
        arrived.set()
        await go.wait()
        writer.write(reply(BODY))

    async with raw_server(handle) as server:
        wolkvox = Wolkvox(server.operation, store=MemoryStore())
        task = asyncio.create_task(write(wolkvox))
        await arrived.wait()
        closing = asyncio.create_task(wolkvox.aclose())
        await asyncio.sleep(0.05)
        go.set()
        await closing
        assert (await task)["data"] == [{"a": "1"}]


@pytest.fixture(params=["memory", "sqlite", "redis"])
def make_store(request, tmp_path):
    """Return a function that gives a store; all of them count in the same place."""
    match request.param:
        case "memory":
            memory = MemoryStore()
            yield lambda: memory
        case "sqlite":
            yield lambda: SQLiteStore(tmp_path / "store")
        case "redis":
            with running(tmp_path) as redis:
                yield lambda: RedisStore(redis.url)


async def usage_of(operation, store):
    async with Wolkvox(operation, store=store) as wolkvox:
        return await wolkvox.quota()


async def test_a_client_that_is_closed_begins_no_call_any_more_and_holds_no_permit(make_store):
    async def handle(reader, writer, number):
        while await read_request(reader) is not None:
            await closes.wait()  # on a busy machine the turns below take longer than an answer
            await asyncio.sleep(0.05)
            writer.write(reply())
            requests.append(number)

    requests, closes = [], asyncio.Event()
    async with raw_server(handle) as server:
        for turns in range(0, 90, 3):
            wolkvox = Wolkvox(server.operation, store=make_store())
            tasks = [asyncio.create_task(read(wolkvox)) for _ in range(6)]
            for _ in range(turns):
                await asyncio.sleep(0)
            closing = asyncio.create_task(wolkvox.aclose())
            await asyncio.sleep(0)
            closes.set()
            await closing
            closes.clear()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            refused = [each for each in results if isinstance(each, ClientClosed)]
            usage = await usage_of(server.operation, make_store())
            assert (usage.busy, usage.used) == (0, len(requests)), f"after {turns} turns"
            assert len(results) - len(refused) <= 2, f"after {turns} turns"


async def test_who_asks_a_store_that_hangs_gets_an_error_of_the_tree_when_the_client_is_closed(monkeypatch, tmp_path):
    monkeypatch.setattr(group_commit, "_DRAIN_SECONDS", 0.1)
    with running(tmp_path) as redis:
        async with raw_server(writing(reply())) as server:
            wolkvox = Wolkvox(server.operation, store=redis.url)
            await read(wolkvox)
            redis.pause(signal.SIGSTOP)
            task = asyncio.create_task(read(wolkvox))
            await asyncio.sleep(0.05)
            await wolkvox.aclose()
            with pytest.raises(ClientClosed):
                await task
            redis.pause(signal.SIGCONT)


def test_threads_with_a_client_each_share_their_limits(tmp_path):
    with raw_server_in_thread(writing(reply())) as server:
        results = []

        def work():
            async def some():
                async with Wolkvox(server.operation, store=tmp_path / "store") as wolkvox:
                    results.extend([await read(wolkvox) for _ in range(5)])

            asyncio.run(some())

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(results) == 15
