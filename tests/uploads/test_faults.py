"""Whatever a server does to a batch: nothing is applied twice, nothing is missing that is not named, all adds up.

Each upload meets one fault and then goes on by its id, as often as it takes; the simulator records what took effect.
"""

import asyncio

import orjson
import pytest

from tests.support.worlds import NOON, TOKENS, operation_of
from wolkvox_async import AuthenticationFailed, MemoryStore, OutcomeUnknown, QuotaExhausted, Wolkvox, WolkvoxError
from wolkvox_async.simulator import Faults, Switches
from wolkvox_async.simulator.ledger import digest
from wolkvox_async.simulator.server.faults import KINDS
from wolkvox_async.simulator.world.series import wall

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
SIZE, COUNT = 10, 60
ROWS = set(range(1, COUNT + 1))

# After these it is not known what became of the batch; after all others each record is accepted in the end.
UNKNOWN = {
    *("refuse", "reset", "hang", "html", "500", "503"),  # it had no effect, which no answer says
    *("reset-after", "hang-after", "html-after", "half", "cut", "bom", "text-before", "midnight"),
    *("bad-utf8", "half-emoji"),  # the count is not legible
    *("error-filled", "error-null", "error-rows"),  # an error under the status and the code of a success
}


def leads(refused=()):
    return [{"customer_id": "" if row in refused else str(row), "tel1": f"57300{row:07}"} for row in sorted(ROWS)]


async def to_the_end(wolkvox, records):
    """Send records as often as it takes; return how they ended, and what the attempts failed with."""
    failures = []
    for _ in range(5):
        try:
            result = await wolkvox.campaign.add_records(**TARGET, records=records, batch_size=SIZE, upload_id="march")
        except WolkvoxError as error:
            failures.append(error)
            result = error.upload
        assert result.accepted + len(result.rejected) + result.unknown + result.unsent == COUNT
        if not result.unsent:
            return result, failures
    raise AssertionError(failures)


async def check(simulator, wolkvox, result, refused=()):
    """Compare what an upload reports with what took effect, and with its journal."""
    uploaded = simulator.truth.uploaded("sales-co", "32841")
    took = {int(customer) for customer in uploaded}
    assert set(uploaded.values()) <= {1}
    not_sure = {row for each in result.unknown_rows for row in range(each.first_row, each.last_row + 1)}
    assert len(not_sure) == result.unknown
    rejected = {each.row for each in result.rejected}
    assert rejected == set(refused) - not_sure
    assert ROWS - took <= rejected | not_sure
    assert result.accepted == len(took - not_sure)
    entry = await wolkvox.uploads.get("march")
    assert (entry.accepted, entry.rejected, entry.unknown, entry.unsent) == (
        *(result.accepted, len(result.rejected), result.unknown, 0),
    )


@pytest.mark.looptime
@pytest.mark.parametrize("kind", KINDS)
async def test_each_fault_of_the_server(serve, kind):
    faults = Faults(script=[None, kind], apis=["add_record"], hang_seconds=1000)
    async with serve(faults=faults) as (simulator, wolkvox):
        result, failures = await to_the_end(wolkvox, leads())
        await check(simulator, wolkvox, result)
        assert result.unknown == (SIZE if kind in UNKNOWN else 0)
        assert result.rejected == ()
        assert all(isinstance(each, OutcomeUnknown) for each in failures)


@pytest.mark.parametrize("refused", [{1}, {10}, {35}, {60}, {1, 5, 10}, {11, 12, 30}, set(range(21, 31)), ROWS])
@pytest.mark.parametrize("verdict", ["list", "from-one", "keyed", "texts"])
@pytest.mark.parametrize("status", [201, 404])
async def test_records_that_the_server_rejects(serve, verdict, status, refused):
    async with serve(switches=Switches(verdict=verdict, partial_status=status)) as (simulator, wolkvox):
        result, failures = await to_the_end(wolkvox, leads(refused))
        await check(simulator, wolkvox, result, refused)
        assert (result.unknown, failures) == (0, [])
        again, _ = await to_the_end(wolkvox, leads(refused))
        assert again.to_dict() == result.to_dict()
        assert simulator.ledger.calls("sales-co") == COUNT / SIZE


async def test_a_body_that_is_too_large(serve):
    size = len(orjson.dumps(leads()[:7]))
    async with serve(switches=Switches(request_bytes=size)) as (simulator, wolkvox):
        result, failures = await to_the_end(wolkvox, leads({35}))
        await check(simulator, wolkvox, result, {35})
        assert (result.unknown, failures) == (0, [])


def others_call(simulator, times):
    """Enter calls that another program makes with the token; return what ends them."""
    (served,) = simulator.world.tenants
    token = digest(TOKENS[0])
    simulator.ledger.begin(served, token, wall(simulator.clock(), served.zone).date(), times)
    return lambda: simulator.ledger.end(token)


@pytest.mark.looptime
async def test_a_token_that_another_program_uses_holds_the_upload_up(serve):
    async with serve() as (simulator, wolkvox):
        for seconds in (5, 9):
            asyncio.get_running_loop().call_later(seconds, others_call(simulator, 1))
        result, failures = await to_the_end(wolkvox, leads())
        await check(simulator, wolkvox, result)
        assert (result.accepted, failures) == (COUNT, [])
        assert {each.kind for each in simulator.ledger.violations} == {"simultaneous"}


async def test_a_quota_that_others_have_spent_ends_the_upload_and_it_goes_on_the_next_day(serve):
    now = [NOON]
    async with serve(clock=lambda: now[0], client={"clock": lambda: now[0]}) as (simulator, wolkvox):
        others_call(simulator, wolkvox.operation.daily_quota - 3)()
        with pytest.raises(QuotaExhausted) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=leads(), batch_size=SIZE, upload_id="march")
        first = caught.value.upload
        assert (first.accepted, first.unsent) == (3 * SIZE, 3 * SIZE)
        now[0] += 86_400
        result, failures = await to_the_end(wolkvox, leads())
        await check(simulator, wolkvox, result)
        assert (result.accepted, failures) == (COUNT, [])


async def test_a_token_that_is_refused_ends_the_upload_and_it_goes_on_with_another(serve, tmp_path):
    options = {"journal": tmp_path / "journal.sqlite3"}
    async with serve(client=options) as (simulator, wolkvox):
        wrong = operation_of(simulator, tokens=("token-that-was-replaced",))
        async with Wolkvox(wrong, store=MemoryStore(), **options) as refused:
            with pytest.raises(AuthenticationFailed) as caught:
                await refused.campaign.add_records(**TARGET, records=leads(), batch_size=SIZE, upload_id="march")
        assert caught.value.upload.unsent == COUNT
        result, failures = await to_the_end(wolkvox, leads())
        await check(simulator, wolkvox, result)
        assert (result.accepted, failures) == (COUNT, [])
