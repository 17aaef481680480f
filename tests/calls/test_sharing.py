"""`share_calls=True`: identical reads that are under way are one call, and replies of real_time may be kept."""

import asyncio
import gc
import json
import warnings
from contextlib import asynccontextmanager
from datetime import date

import pytest

from tests.support.raw_server import raw_server, read_request, reply
from tests.support.worlds import TOKENS, operation_of, tenant
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, ServerFault, Wolkvox
from wolkvox_async.calls.sharing import identity_of
from wolkvox_async.simulator import Simulator, World

ROWS = 40_000


@asynccontextmanager
async def simulated(*, latency=0.1, **options):
    async with (
        Simulator(World(tenants=(tenant(),)), latency=latency) as simulator,
        Wolkvox(operation_of(simulator), store=MemoryStore(), **options) as wolkvox,
    ):
        yield simulator, wolkvox


class Held:
    """Answers each call with the next body, once it is let."""

    def __init__(self, *bodies):
        self.bodies = list(bodies)
        self.calls = 0
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def __call__(self, reader, writer, _number):
        while await read_request(reader) is not None:
            body = self.bodies[min(self.calls, len(self.bodies) - 1)]
            self.calls += 1
            self.asked.set()
            await self.go.wait()
            writer.write(body)
            await writer.drain()


def agents(*names):
    return reply(json.dumps({"code": "200", "msg": "", "data": [{"agent_name": name} for name in names]}).encode())


@asynccontextmanager
async def held_by(held, **options):
    options = {"share_calls": True} | options
    async with raw_server(held) as server, Wolkvox(server.operation, store=MemoryStore(), **options) as wolkvox:
        yield wolkvox


async def test_a_hundred_identical_askers_cost_one_call():
    async with simulated(share_calls=True) as (simulator, wolkvox):
        replies = await asyncio.gather(*(wolkvox.real_time.agents() for _ in range(100)))
        assert all(each == replies[0] for each in replies)
        assert replies[0]
        assert replies[0][0] is not replies[1][0]
        assert simulator.ledger.calls("sales-co") == (await wolkvox.quota()).used == 1
        await wolkvox.real_time.agents()
        assert simulator.ledger.calls("sales-co") == 2  # what has ended answers no later question
        assert simulator.ledger.violations == []
        assert simulator.ledger.peak(TOKENS[0]) == 1


async def test_calls_are_not_shared_unless_it_is_asked_for():
    async with simulated() as (simulator, wolkvox):
        await asyncio.gather(*(wolkvox.real_time.agents() for _ in range(3)))
        assert simulator.ledger.calls("sales-co") == 3
        sharing = wolkvox.with_options(share_calls=True)
        await asyncio.gather(*(sharing.real_time.agents() for _ in range(3)))
        assert simulator.ledger.calls("sales-co") == 4


async def test_what_differs_is_not_shared_and_neither_are_writes():
    async with simulated(share_calls=True) as (simulator, wolkvox):
        await asyncio.gather(
            wolkvox.information.agents(),
            wolkvox.information.agents(agent="1"),
            wolkvox.with_options(lane="bulk").information.agents(),
            wolkvox.with_options(timeout=100).information.agents(),
        )
        assert simulator.ledger.calls("sales-co") == 4
        await asyncio.gather(
            *(wolkvox.configuration.create_skill(skill_name="a") for _ in range(2)), return_exceptions=True
        )
        assert simulator.ledger.calls("sales-co") == 6


async def test_reports_share_their_windows_and_a_large_body_is_read_by_each():
    body = {"code": "200", "error": None, "msg": f"{ROWS} records were found"}
    body["data"] = [{"conn_id": str(number), "agent_id": "7"} for number in range(ROWS)]
    held = Held(reply(json.dumps(body).encode()))
    async with held_by(held) as wolkvox:
        reports = [wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2)) for _ in range(3)]
        held.go.set()
        tables = await asyncio.gather(*(report.to_arrow() for report in reports))
        assert [table.num_rows for table in tables] == [ROWS] * 3
        assert all(table.equals(tables[0]) for table in tables)
        assert held.calls == sum(report.calls for report in reports)
        assert held.calls < 6  # the window and its last second, by one report or another


async def test_an_asker_that_is_cancelled_leaves_the_others_their_call():
    held = Held(agents("Ana"))
    async with held_by(held) as wolkvox:
        askers = [asyncio.create_task(wolkvox.real_time.agents()) for _ in range(3)]
        await held.asked.wait()
        askers[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await askers[0]
        held.go.set()
        assert [[row.agent_name for row in await asker] for asker in askers[1:]] == [["Ana"]] * 2
        assert held.calls == 1


async def test_with_the_last_asker_the_call_is_given_up_and_the_next_makes_its_own():
    held = Held(agents("Ana"), agents("Eva"))
    async with held_by(held) as wolkvox:
        asker = asyncio.create_task(wolkvox.real_time.agents())
        await held.asked.wait()
        asker.cancel()
        await asyncio.gather(asker, return_exceptions=True)
        held.go.set()
        assert [row.agent_name for row in await wolkvox.real_time.agents()] == ["Eva"]
        assert held.calls == 2


async def test_an_error_reaches_every_asker_as_its_own():
    held = Held(reply(b"<html>", status="502 Bad Gateway"))
    async with held_by(held) as wolkvox:
        once = wolkvox.with_options(attempts=1)
        askers = [asyncio.create_task(once.real_time.agents()) for _ in range(3)]
        await held.asked.wait()
        held.go.set()
        errors = await asyncio.gather(*askers, return_exceptions=True)
        assert [type(error) for error in errors] == [ServerFault] * 3
        assert len(set(map(id, errors))) == 3
        assert {str(error) for error in errors} == {str(errors[0])}
        assert held.calls == 1


async def test_replies_are_kept_for_what_is_named_alone():
    async with simulated(latency=0.0, share_calls=True, cache={"real_time.agents": 300}) as (simulator, wolkvox):
        first = await wolkvox.real_time.agents()
        assert await wolkvox.real_time.agents() == first
        assert simulator.ledger.calls("sales-co") == 1
        for _ in range(2):
            await wolkvox.real_time.campaigns()
            await wolkvox.information.skills()
        assert simulator.ledger.calls("sales-co") == 5
        await wolkvox.with_options(share_calls=False).real_time.agents()
        assert simulator.ledger.calls("sales-co") == 6


@pytest.mark.looptime
async def test_a_reply_is_kept_for_its_time_and_an_error_is_not():
    held = Held(reply(b"<html>", status="502 Bad Gateway"), agents("Ana"), agents("Eva"))
    held.go.set()
    async with held_by(held, cache={"real_time": 300}) as wolkvox:
        once = wolkvox.with_options(attempts=1)
        with pytest.raises(ServerFault):
            await once.real_time.agents()
        assert [row.agent_name for row in await once.real_time.agents()] == ["Ana"]
        await asyncio.sleep(299)
        assert [row.agent_name for row in await once.real_time.agents()] == ["Ana"]
        await asyncio.sleep(2)
        assert [row.agent_name for row in await once.real_time.agents()] == ["Eva"]
        assert held.calls == 3


async def test_a_fleet_shares_within_an_operation_and_not_across():
    world = World(tenants=(tenant(), tenant(name="other-co", tokens=("beta",))))
    async with Simulator(world, latency=0.1) as simulator:
        operations = [operation_of(simulator), operation_of(simulator, "other-co")]
        async with Fleet(operations, store=MemoryStore(), share_calls=True) as fleet:
            await asyncio.gather(*(fleet[name].real_time.agents() for name in fleet for _ in range(5)))
        assert {name: simulator.ledger.calls(name) for name in ("sales-co", "other-co")} == {
            "sales-co": 1,
            "other-co": 1,
        }


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_client_serves_a_second_loop_after_the_first():
    with Simulator(World(tenants=(tenant(),))) as simulator:
        wolkvox = Wolkvox(operation_of(simulator), store=MemoryStore(), share_calls=True, cache={"real_time": 300})
        assert asyncio.run(agents_of(wolkvox)) == asyncio.run(agents_of(wolkvox, close=True))
        assert simulator.ledger.calls("sales-co") == 2  # a reply is kept as long as its loop runs
    with warnings.catch_warnings():  # of the sockets of the first loop, which no loop can close any more
        warnings.simplefilter("ignore", ResourceWarning)
        del wolkvox
        gc.collect()


async def agents_of(wolkvox, *, close=False):
    try:
        return await wolkvox.real_time.agents()
    finally:
        if close:
            await wolkvox.aclose()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"cache": {"real_time": 300}}, "share_calls is not"),
        ({"share_calls": True, "cache": {"information": 300}}, "only replies of real_time"),
        ({"share_calls": True, "cache": {"real_time.agentes": 300}}, "no endpoint|unknown"),
        ({"share_calls": True, "cache": {"real_time": 0}}, "more than 0"),
        ({"share_calls": True, "cache": {"real_time": True}}, "more than 0"),
    ],
)
async def test_what_cannot_be_kept_is_refused(options, said):
    async with raw_server(Held(agents())) as server:
        with pytest.raises(ConfigurationError, match=said):
            Wolkvox(server.operation, store=MemoryStore(), **options)


def test_of_a_name_that_is_given_twice_the_last_one_counts():
    assert identity_of([("api", "x"), ("a", "1"), ("a", "2")]) == identity_of([("a", "2"), ("api", "x")])
    assert identity_of([("a", "1"), ("a", "2")]) != identity_of([("a", "2"), ("a", "1")])


async def test_askers_with_other_shares_of_the_quota_make_their_own_calls():
    async with simulated(share_calls=True) as (simulator, wolkvox):
        thrifty = wolkvox.with_options(quota_share=0.5)
        await asyncio.gather(*(each.real_time.agents() for each in (wolkvox, thrifty, wolkvox, thrifty)))
        assert simulator.ledger.calls("sales-co") == 2
