"""Promises 1, 2, 8 and 10 at the server: never three at once, never a call too many, whatever callers do."""

import asyncio
import random
import socket
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from aiohttp import web

from tests.support.answering import answering, found
from tests.support.scheduling import MIDNIGHT
from tests.support.worlds import TOKENS, operation_of, tenant, ticking
from wolkvox_async import (
    AuthenticationFailed,
    MemoryStore,
    Operation,
    QuotaExhausted,
    QuotaSpent,
    SQLiteStore,
    Unreachable,
    WaitTooLong,
    Wolkvox,
    events,
)
from wolkvox_async.simulator import Faults, Simulator, World

DAY = {"start": date(2025, 1, 1), "end": date(2025, 1, 2)}


async def test_a_hundred_callers_that_cancel_never_bring_a_third_call(serve):
    """They give up after 50 ms while the server works 500 ms."""
    async with serve(latency=0.5) as (simulator, wolkvox):

        async def impatient():
            await asyncio.sleep(random.uniform(0, 1.5))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await wolkvox.information.token_info()

        await asyncio.gather(*(impatient() for _ in range(100)))
        assert simulator.ledger.peak("token-alpha") == 2
        assert await wolkvox.information.token_info()  # every permit came back
    assert simulator.ledger.violations == []
    assert simulator.ledger.in_flight("token-alpha") == 0


@pytest.mark.looptime
async def test_timeouts_lost_connections_and_hangs_never_bring_a_third_call(serve):
    faults = Faults(rate=0.4, seed=5, kinds=("reset-after", "hang", "half", "refuse", "html"), hang_seconds=50.0)
    async with serve(faults=faults, latency=1.0, client={"max_wait": 4000.0}) as (simulator, wolkvox):
        chance = random.Random(4)

        async def call():
            await asyncio.sleep(chance.uniform(0, 60))
            async with asyncio.timeout(chance.choice([1.0, 30.0, 4000.0])):
                return await wolkvox.information.token_info()

        outcomes = await asyncio.gather(*(call() for _ in range(60)), return_exceptions=True)
        assert sum(isinstance(outcome, list) for outcome in outcomes) >= 10
    assert simulator.ledger.violations == []
    assert simulator.ledger.peak("token-alpha") == 2


async def test_a_cancelled_call_frees_its_permit_when_the_server_has_answered(serve, heard):
    async with serve(latency=0.3) as (simulator, wolkvox):
        calls = [asyncio.ensure_future(wolkvox.information.token_info()) for _ in range(2)]
        await asyncio.sleep(0.1)
        for call in calls:
            call.cancel()
        await wolkvox.information.token_info()
        first, second, third = simulator.ledger.requests
        assert third.started >= min(first.ended, second.ended)  # the permit was held while the server still worked
        assert simulator.ledger.peak("token-alpha") == 2
        assert not [event for event in heard if isinstance(event, events.Quarantined)]


async def test_two_tokens_are_four_permits(serve):
    async with serve(tenant(tokens=TOKENS), latency=0.2) as (simulator, wolkvox):
        await asyncio.gather(*(wolkvox.information.token_info() for _ in range(8)))
        assert [simulator.ledger.peak(token) for token in TOKENS] == [2, 2]
    assert simulator.ledger.violations == []


async def test_interactive_calls_go_before_bulk(serve):
    async with serve(latency=0.05) as (_, wolkvox):
        order = []

        async def call(name, client):
            await client.information.token_info()
            order.append(name)

        bulk = wolkvox.with_options(lane="bulk")
        tasks = [asyncio.ensure_future(call("bulk", bulk)) for _ in range(10)]
        await asyncio.sleep(0.01)
        tasks += [asyncio.ensure_future(call("now", wolkvox)) for _ in range(4)]
        await asyncio.gather(*tasks)
        assert order.index("now") < 4
        assert order[-1] == "bulk"


class TestQuota:
    async def test_a_thousand_are_spent_to_the_last_and_not_beyond_across_two_runs(self, tmp_path):
        store = tmp_path / "store.sqlite3"
        clock = ticking()
        async with Simulator(World(tenants=(tenant(licences=1),)), clock=clock) as simulator:
            for run in (600, 500):
                async with Wolkvox(
                    operation_of(simulator), store=SQLiteStore(store), max_wait=300.0, clock=clock
                ) as wolkvox:
                    calls = (wolkvox.information.token_info() for _ in range(run))
                    outcomes = await asyncio.gather(*calls, return_exceptions=True)
                    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
                    assert len(refused) == {600: 0, 500: 100}[run]
                    usage = await wolkvox.quota()
            assert simulator.ledger.calls("sales-co") == 1000
            assert simulator.ledger.violations == []
            assert (usage.used, usage.left, usage.quota) == (1000, 0, 1000)
            error = refused[0]
            assert isinstance(error, QuotaSpent)
            assert isinstance(error, QuotaExhausted)
            assert isinstance(error, WaitTooLong)
            assert error.until == error.resets_at == usage.resets_at
            assert error.resets_at.utcoffset() == timedelta(hours=-5)
            assert error.seconds > 300.0

    async def test_what_the_server_counts_beside_us_is_taken_in(self, serve):
        async with serve() as (simulator, wolkvox):
            async with Wolkvox(operation_of(simulator), store=MemoryStore(), clock=simulator.clock) as other:
                for _ in range(5):
                    await other.information.token_info()
            assert (await wolkvox.quota()).used == 0
            assert (await wolkvox.quota(refresh=True)).used == 6

    async def test_a_count_that_the_server_gives_after_midnight_is_not_taken_for_the_new_day(self):
        now = [MIDNIGHT - 1]
        counts = [900, 3]

        def answer(request):
            now[0] = MIDNIGHT + 1
            return found({"all_token_today": str(counts.pop(0))})

        async with answering(answer, clock=lambda: now[0]) as (wolkvox, seen, _):
            usage = await wolkvox.quota(refresh=True)
            assert (usage.day, usage.used, len(seen)) == ("2026-03-03", 3, 2)

    async def test_what_the_server_says_of_a_call_of_yesterday_does_not_close_the_new_day(self):
        now = [MIDNIGHT - 1]
        spent = {"code": "403", "error": "FORBIDDEN", "msg": "TOKEN LIMIT EXCEEDED"}

        def answer(request):
            if now[0] > MIDNIGHT:
                return found()
            now[0] = MIDNIGHT + 1
            return web.json_response(spent, status=403)

        async with answering(answer, clock=lambda: now[0]) as (wolkvox, _, _):
            with pytest.raises(QuotaExhausted) as caught:
                await wolkvox.real_time.agents()
            assert caught.value.resets_at.timestamp() == MIDNIGHT
            await wolkvox.real_time.agents()
            assert (await wolkvox.quota()).used == 1

    async def test_when_the_server_says_it_is_spent_nothing_more_is_sent(self, serve):
        async with serve(tenant(licences=1), operation={"licences": 2}, client={"max_wait": 300.0}) as (
            simulator,
            wolkvox,
        ):
            calls = (wolkvox.information.token_info() for _ in range(1100))
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
            errors = [outcome for outcome in outcomes if isinstance(outcome, QuotaExhausted)]
            assert len(errors) == 100
            assert simulator.ledger.calls("sales-co") <= 1000 + 2  # the two that were refused
            assert all(error.resets_at is not None for error in errors)

    @pytest.mark.looptime
    async def test_a_call_waits_for_the_new_day_where_it_may(self, serve, heard):
        almost = datetime(2025, 3, 2, 4, 59, 50, tzinfo=UTC)  # ten seconds before midnight in Bogota

        clock = ticking(almost.timestamp())
        async with serve(tenant(licences=1), clock=clock, client={"clock": clock, "max_wait": 60.0}) as (
            simulator,
            wolkvox,
        ):
            for _ in range(50):
                await asyncio.gather(*(wolkvox.information.token_info() for _ in range(20)))
            assert (await wolkvox.quota()).left == 0
            await wolkvox.information.token_info()
            assert (await wolkvox.quota()).used == 1
            assert simulator.ledger.violations == []
        waits = [event for event in heard if isinstance(event, events.Waiting) and event.why == "quota"]
        assert len(waits) == 1


async def test_a_wrong_token_is_reported_once_and_not_used_again(serve):
    async with serve(operation={"tokens": ["wrong-token"]}) as (simulator, wolkvox):
        for _ in range(3):
            with pytest.raises(AuthenticationFailed) as caught:
                await wolkvox.information.token_info()
        assert "wrong-token" not in str(caught.value) + repr(caught.value)
        assert len(simulator.ledger.requests) == 1


@pytest.mark.looptime
async def test_a_wait_that_would_be_too_long_is_refused(serve):
    async with serve(latency=20.0, client={"max_wait": 5.0}) as (_, wolkvox):
        calls = [asyncio.ensure_future(wolkvox.information.token_info()) for _ in range(2)]
        await asyncio.sleep(0.1)
        with pytest.raises(WaitTooLong) as caught:
            await wolkvox.information.token_info()
        assert (caught.value.why, caught.value.max_wait) == ("permit", 5.0)
        assert caught.value.endpoint == "information.token_info"
        await asyncio.gather(*calls)


@pytest.mark.looptime
async def test_a_server_that_is_not_there_costs_no_quota_and_leaves_the_permits_free(heard):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/api/v2/"
        operation = Operation(name="co", server="0099", tokens=["token-a"], licences=1, tz="UTC", base_url=address)
        async with Wolkvox(operation, store=MemoryStore(), listener=heard.append, clock=ticking()) as wolkvox:
            with pytest.raises(Unreachable, match="no server listens") as caught:
                await wolkvox.information.token_info()
            assert not caught.value.sent
            assert (await wolkvox.quota()).used == 0
    assert not [event for event in heard if isinstance(event, events.Quarantined)]


@pytest.mark.looptime
@pytest.mark.parametrize(("wait", "good"), [(600.0, True), (10.0, False)])
async def test_maintenance_is_waited_for_within_bounds(serve, wait, good):
    from wolkvox_async import Maintenance

    faults = Faults(script=["maintenance", "maintenance"])
    async with serve(faults=faults, client={"max_wait": wait}) as (_, wolkvox):
        if good:
            assert await wolkvox.information.token_info()
        else:
            with pytest.raises(Maintenance):
                await wolkvox.information.token_info()


WORKER = """
import asyncio, sys
from wolkvox_async import Operation, Wolkvox

async def main(base_url, store):
    operation = Operation(
        name="sales-co", server="0099", tokens=["token-alpha"], licences=20, tz="America/Bogota", base_url=base_url
    )
    async with Wolkvox(operation, store=store) as wolkvox:
        async def work():
            for _ in range(10):
                await wolkvox.information.token_info()
        await asyncio.gather(work(), work())

asyncio.run(main(*sys.argv[1:]))
"""


async def test_four_processes_with_one_token_never_three_and_no_permit_idle(tmp_path):
    async with Simulator(World(tenants=(tenant(),)), latency=0.1) as simulator:
        arguments = ("-c", WORKER, simulator.base_url, str(tmp_path / "store.sqlite3"))
        workers = [await asyncio.create_subprocess_exec(sys.executable, *arguments) for _ in range(4)]
        assert [await worker.wait() for worker in workers] == [0, 0, 0, 0]
        assert simulator.ledger.violations == []
        assert simulator.ledger.peak("token-alpha") == 2
        requests = simulator.ledger.requests
        assert len(requests) == 80
        # Both permits were at work most of the time: one alone would come to a half at most. What is missing is the
        # processes' start and the work between two calls, which a busy machine makes long.
        span = max(served.ended for served in requests) - min(served.started for served in requests)
        assert sum(served.ended - served.started for served in requests) / span / 2 > 0.5
