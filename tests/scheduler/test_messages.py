"""What the scheduler says: each error, event and line of the log says where it was, how long and what to do."""

import asyncio
from datetime import datetime

import pytest

from tests.support.scheduling import BOGOTA, NOON, events_of, operation, scheduler
from wolkvox_async import limits
from wolkvox_async.errors import AuthenticationFailed, ConfigurationError, QuotaSpent, WaitTooLong, WolkvoxError
from wolkvox_async.events import (
    Admitted,
    ConcurrencyReduced,
    ConcurrencyRestored,
    Paused,
    Quarantined,
    QuotaLow,
    Released,
    Sink,
    Waiting,
    log,
)

pytestmark = pytest.mark.looptime
TOMORROW = datetime(2026, 3, 3, tzinfo=BOGOTA)


async def both_permits(made, op):
    return [await made.acquire(op, endpoint="x") for _ in range(2)]


# Errors


async def test_a_day_that_is_spent():
    made, op = scheduler(max_wait=600), operation()
    made.queue(op).exhausted(made.queue(op).today())
    with pytest.raises(QuotaSpent) as caught:
        await made.acquire(op, endpoint="reports.cdr_1")
    error = caught.value
    assert str(error) == (
        "sales-co reports.cdr_1: 1000 of 1000 calls of 2026-03-02 are spent, and the next day is 12 h away; "
        "wait for it with a larger max_wait, or come back then"
    )
    assert (error.max_wait, error.seconds, error.until, error.resets_at, error.why) == (
        600,
        12 * 3600,
        TOMORROW,
        TOMORROW,
        "quota",
    )


async def test_a_permit_that_does_not_come():
    made, op = scheduler(), operation()
    await both_permits(made, op)
    await asyncio.sleep(100)
    with pytest.raises(WaitTooLong) as caught:
        await made.acquire(op, endpoint="reports.cdr_1", max_wait=7.5)
    error = caught.value
    assert str(error) == (
        "sales-co reports.cdr_1: no permit came free in 7.5 s; "
        "all permits of the operation's tokens are in use: wait longer with max_wait, or add a token"
    )
    assert (error.max_wait, error.seconds, error.until, error.why) == (7.5, pytest.approx(7.5), None, "permit")


async def test_permits_that_are_quarantined_say_when_the_first_comes_back():
    made, op = scheduler(), operation()
    for lease in await both_permits(made, op):
        lease.quarantine()
    with pytest.raises(WaitTooLong) as caught:
        await made.acquire(op, endpoint="reports.cdr_1", max_wait=1)
    assert caught.value.until == datetime.fromtimestamp(NOON + 65, BOGOTA)
    await made.aclose()


async def test_a_server_that_stays_in_maintenance():
    made, op = scheduler(), operation()
    made.queue(op).pause(30)
    await asyncio.sleep(2)
    with pytest.raises(WaitTooLong) as caught:
        await made.acquire(op, endpoint="reports.cdr_1", max_wait=7.5)
    error = caught.value
    assert str(error) == (
        "sales-co reports.cdr_1: the server is in maintenance, for longer than 7.5 s; "
        "try later, or wait longer with max_wait"
    )
    assert (error.max_wait, error.seconds, error.why) == (7.5, pytest.approx(7.5), "maintenance")
    assert error.until == datetime.fromtimestamp(NOON + 30, BOGOTA)


async def test_an_operation_without_a_token():
    made, op = scheduler(), operation()
    made.queue(op).revoke_token(op.tokens[0])
    with pytest.raises(AuthenticationFailed) as caught:
        await made.acquire(op, endpoint="reports.cdr_1")
    assert str(caught.value) == (
        "sales-co reports.cdr_1: the server refused every token of the operation; put in tokens that are valid"
    )


async def test_a_scheduler_that_is_closed():
    made, op = scheduler(), operation()
    await made.aclose()
    with pytest.raises(WolkvoxError) as caught:
        await made.acquire(op, endpoint="reports.cdr_1")
    assert str(caught.value) == (
        "sales-co reports.cdr_1: the client is closed; make a new one, and call it before its block ends"
    )


async def test_a_call_that_is_none():
    with pytest.raises(ConfigurationError) as caught:
        await scheduler().acquire(operation(), endpoint="reports.cdr_1", lane="express", cost=-1)
    assert str(caught.value) == "sales-co reports.cdr_1: no call has lane='express' and cost=-1"


# Events


async def test_what_is_reported_of_a_call():
    made, op = scheduler(), operation()
    token = op.tokens[0].digest[:6]
    lease, lost = await both_permits(made, op)
    waiting = asyncio.create_task(made.acquire(op, endpoint="reports.cdr_1"))
    await asyncio.sleep(3)
    lease.release()
    await waiting
    lost.quarantine()
    assert made.events == [
        Admitted(operation="sales-co", endpoint="x", token=token, waited=0.0, used=1),
        Admitted(operation="sales-co", endpoint="x", token=token, waited=0.0, used=2),
        Waiting(operation="sales-co", endpoint="reports.cdr_1", why="permit", seconds=None),
        Released(operation="sales-co", endpoint="x", token=token, seconds=pytest.approx(3)),
        Admitted(operation="sales-co", endpoint="reports.cdr_1", token=token, waited=pytest.approx(3), used=3),
        Quarantined(operation="sales-co", endpoint="x", token=token, seconds=pytest.approx(62)),
    ]


async def test_what_is_reported_of_an_operation():
    made, op = scheduler(), operation()
    token = op.tokens[0].digest[:6]
    made.queue(op).reconcile(960, made.queue(op).today())
    lease = await made.acquire(op, endpoint="x")
    made.queue(lease.operation).reduce_concurrency(lease.token)
    await asyncio.sleep(limits.REDUCED_SECONDS + 1)
    made.queue(op).pause(30)
    assert [each for each in made.events if not isinstance(each, Admitted)] == [
        QuotaLow(operation="sales-co", used=960, quota=1000, share=0.80),
        QuotaLow(operation="sales-co", used=960, quota=1000, share=0.95),
        ConcurrencyReduced(operation="sales-co", token=token, seconds=30),
        ConcurrencyRestored(operation="sales-co", token=token),
        Paused(operation="sales-co", seconds=30),
    ]


async def test_a_wait_for_maintenance_and_for_midnight_says_how_long():
    made, op = scheduler(base=TOMORROW.timestamp() - 300), operation()
    made.queue(op).pause(30)
    await asyncio.sleep(10)
    (await made.acquire(op, endpoint="reports.cdr_1")).release()
    made.queue(op).exhausted(made.queue(op).today())
    (await made.acquire(op, endpoint="reports.cdr_2")).release()
    assert events_of(made, Waiting) == [
        Waiting(operation="sales-co", endpoint="reports.cdr_1", why="maintenance", seconds=pytest.approx(20)),
        Waiting(operation="sales-co", endpoint="reports.cdr_2", why="quota", seconds=pytest.approx(270)),
    ]


async def test_the_permits_of_all_tokens_are_reported():
    made, op = scheduler(), operation("token-a", "token-b", "token-c")
    await both_permits(made, op)
    usage = await made.usage(op)
    assert (usage.permits, usage.busy, usage.used, usage.left) == (6, 2, 2, 998)


# The log


@pytest.mark.parametrize(("level", "said"), [("DEBUG", ["Admitted", "Released"]), ("INFO", [])])
async def test_each_call_is_an_event_where_the_log_shows_it(caplog, level, said):
    caplog.set_level(level, "wolkvox_async")
    made = scheduler(listener=Sink(log))
    (await made.acquire(operation(), endpoint="x")).release()
    assert [record.facts["event"] for record in caplog.records] == [name.lower() for name in said]


async def test_a_listener_that_fails(caplog):
    def listener(event):
        raise ValueError("full")

    await scheduler(listener=Sink(listener)).acquire(operation(), endpoint="x")
    (record,) = caplog.records
    assert record.getMessage() == "the listener failed on Admitted"
    assert isinstance(record.exc_info[1], ValueError)
