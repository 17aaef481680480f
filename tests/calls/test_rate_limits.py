"""Rate limits: one call after the other in due time; every wait is an event, is bounded, and holds no permit."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from aiohttp import web

from tests.support.answering import answering
from tests.support.worlds import ticking
from wolkvox_async import OutcomeUnknown, QuotaSpent, WaitTooLong, Wolkvox, limits
from wolkvox_async.calls.rate_limits import RateLimit
from wolkvox_async.endpoints import whatsapp_custom
from wolkvox_async.endpoints.whatsapp_custom import WhatsAppCustom
from wolkvox_async.events import Admitted, Waiting

pytestmark = pytest.mark.looptime
SENT = {"code": 201, "error": None, "msg": "Message has been sent successfully"}


def sending(connector="5", text="hola"):
    return {"connector_id": connector, "telephone": "573001112233", "message": text}


@pytest.fixture
def at():
    """Return the moments of the loop's clock at which the server saw a message."""
    return []


@pytest.fixture
def answer(at):
    def answer(seen):
        at.append((asyncio.get_running_loop().time(), seen.json["connector_id"], seen.json["message"]))
        return web.json_response(SENT, status=201)

    return answer


def apart(at):
    times = [round(time, 1) for time, *_ in at]
    return [round(later - time, 1) for time, later in pairwise(times)]


async def test_one_per_twenty_seconds_in_the_order_of_asking(answer, at):
    async with answering(answer) as (wolkvox, seen, heard):
        whatsapp = WhatsAppCustom(wolkvox._caller)
        said = await asyncio.gather(*(whatsapp.send_message_mobil(**sending(text=f"m{n}")) for n in range(5)))
        assert [each.msg for each in said] == [SENT["msg"]] * 5
        assert [text for _, _, text in at] == [f"m{n}" for n in range(5)]
        assert apart(at) == [20.0] * 4
        assert seen[0].json == {"connector_id": "5", "telephone": "573001112233", "message": "m0"}
        waits = [event for event in heard if isinstance(event, Waiting) and event.why == "pace"]
        assert [event.seconds for event in waits] == [20.0, 40.0, 60.0, 80.0]
        assert {(event.operation, event.endpoint) for event in waits} == {("sales-co", "whatsapp.send_message_mobil")}


async def test_who_waits_for_a_turn_holds_no_slot(answer):
    async with answering(answer) as (wolkvox, _, heard):
        whatsapp = WhatsAppCustom(wolkvox._caller)
        sends = [asyncio.ensure_future(whatsapp.send_message_mobil(**sending())) for _ in range(4)]
        await sends[0]
        leases = [
            await wolkvox._engine.scheduler.acquire(wolkvox.operation, endpoint="x", max_wait=0.0) for _ in range(2)
        ]
        for lease in leases:
            lease.release()
        await asyncio.gather(*sends)
        assert [event.waited for event in heard if isinstance(event, Admitted)] == [0.0] * 6


async def test_connectors_and_operations_have_paces_of_their_own_and_clients_share_one(answer, at):
    async with answering(answer) as (wolkvox, _, _):
        twin = wolkvox.with_options(max_wait=100)
        other = Wolkvox(
            wolkvox.operation.__class__(
                name="other-co",
                server="1",
                tokens=["token-beta"],
                licences=1,
                tz="America/Bogota",
                base_url=wolkvox.operation.base_url,
            ),
            engine=wolkvox._engine,
        )
        await asyncio.gather(
            WhatsAppCustom(wolkvox._caller).send_message_mobil(**sending("5", "first")),
            WhatsAppCustom(wolkvox._caller).send_message_mobil(**sending("6", "first")),
            WhatsAppCustom(other._caller).send_message_mobil(**sending("5", "first")),
            WhatsAppCustom(twin._caller).send_message_mobil(**sending(" 5 ", "second")),
        )
        assert [text for _, _, text in at] == ["first"] * 3 + ["second"]
        assert apart(at)[:2] == [0.0, 0.0]
        assert apart(at)[2] == 20.0


async def test_time_is_counted_from_the_end_of_the_last_one(answer, at):
    """A message that waited long for a lease is not followed at once by the next."""
    async with answering(answer) as (wolkvox, _, _):
        scheduler, whatsapp = wolkvox._engine.scheduler, WhatsAppCustom(wolkvox._caller)
        leases = [await scheduler.acquire(wolkvox.operation, endpoint="x") for _ in range(2)]
        sends = [asyncio.ensure_future(whatsapp.send_message_mobil(**sending())) for _ in range(2)]
        await asyncio.sleep(19)
        for lease in leases:
            lease.release()
        await asyncio.gather(*sends)
        assert apart(at) == [20.0]


async def test_a_wait_longer_than_max_wait_is_refused_at_once(answer, at):
    async with answering(answer, max_wait=50.0) as (wolkvox, _, _):
        whatsapp, loop = WhatsAppCustom(wolkvox._caller), asyncio.get_running_loop()
        sends = [asyncio.ensure_future(whatsapp.send_message_mobil(**sending())) for _ in range(3)]
        await asyncio.sleep(1)
        began = loop.time()
        with pytest.raises(WaitTooLong, match="mobile messages are before this one") as caught:
            await whatsapp.send_message_mobil(**sending())
        assert loop.time() == began
        error = caught.value
        assert (error.why, error.max_wait, error.endpoint) == ("pace", 50.0, "whatsapp.send_message_mobil")
        assert 57 < error.seconds <= 60
        assert error.until.utcoffset() is not None
        await asyncio.gather(*sends)
        assert len(at) == 3


async def test_a_message_before_that_never_ends_does_not_make_the_next_wait_for_ever(answer):
    async with answering(answer, max_wait=30.0) as (wolkvox, _, _):
        scheduler, whatsapp = wolkvox._engine.scheduler, WhatsAppCustom(wolkvox._caller)
        leases = [await scheduler.acquire(wolkvox.operation, endpoint="x") for _ in range(2)]
        patient = WhatsAppCustom(wolkvox.with_options(max_wait=1000)._caller)
        first = asyncio.ensure_future(patient.send_message_mobil(**sending()))
        await asyncio.sleep(0)
        with pytest.raises(WaitTooLong) as caught:
            await whatsapp.send_message_mobil(**sending())
        assert caught.value.seconds == 30.0
        for lease in leases:
            lease.release()
        await first
        again = asyncio.ensure_future(whatsapp.send_message_mobil(**sending()))
        await asyncio.sleep(1)
        with pytest.raises(WaitTooLong):  # its turn would come, and its time would not
            await WhatsAppCustom(wolkvox.with_options(max_wait=25)._caller).send_message_mobil(**sending())
        await again


async def test_slots_are_waited_for_within_the_same_max_wait(answer):
    async with answering(answer, max_wait=30.0) as (wolkvox, _, _):
        whatsapp, loop = WhatsAppCustom(wolkvox._caller), asyncio.get_running_loop()
        await whatsapp.send_message_mobil(**sending())
        leases = [await wolkvox._engine.scheduler.acquire(wolkvox.operation, endpoint="x") for _ in range(2)]
        began = loop.time()
        with pytest.raises(WaitTooLong, match="no permit came free") as caught:
            await whatsapp.send_message_mobil(**sending())
        assert loop.time() - began == pytest.approx(30.0)
        assert caught.value.max_wait == pytest.approx(10.0)
        for lease in leases:
            lease.release()


async def test_one_that_is_cancelled_makes_way(answer, at):
    async with answering(answer) as (wolkvox, _, _):
        whatsapp = WhatsAppCustom(wolkvox._caller)
        sends = [asyncio.ensure_future(whatsapp.send_message_mobil(**sending(text=f"m{n}"))) for n in range(4)]
        await sends[0]
        await asyncio.sleep(5)
        sends[1].cancel()  # waits for its time
        sends[2].cancel()  # waits for its turn
        await sends[3]
        assert [text for _, _, text in at] == ["m0", "m3"]
        assert apart(at) == [20.0]


async def test_a_message_whose_answer_is_lost_is_unknown_and_not_sent_again(at):
    def answer(seen):
        at.append((asyncio.get_running_loop().time(), seen.json["connector_id"], ""))
        return web.Response(status=500)

    async with answering(answer) as (wolkvox, _, _):
        whatsapp = WhatsAppCustom(wolkvox._caller)
        for _ in range(2):
            with pytest.raises(OutcomeUnknown):
                await whatsapp.send_message_mobil(**sending())
        assert apart(at) == [20.0]


class TestADay:
    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr(whatsapp_custom, "MOBILE", RateLimit(what="mobile messages", seconds=20.0, a_day=3))

    async def test_beyond_the_days_number_it_says_when_the_next_day_begins(self, answer, at):
        async with answering(answer) as (wolkvox, _, _):
            whatsapp = WhatsAppCustom(wolkvox._caller)
            for _ in range(3):
                await whatsapp.send_message_mobil(**sending())
            with pytest.raises(QuotaSpent, match="3 mobile messages were sent on 2026-03-02") as caught:
                await whatsapp.send_message_mobil(**sending())
            assert caught.value.resets_at == datetime(2026, 3, 3, 5, tzinfo=UTC)
            assert isinstance(caught.value, WaitTooLong)
            await whatsapp.send_message_mobil(**sending("6"))
            assert len(at) == 4

    async def test_a_midnight_that_is_near_is_waited_for(self, answer, at):
        late = ticking(datetime(2026, 3, 3, 4, 58, tzinfo=UTC).timestamp())
        async with answering(answer, clock=late, max_wait=300.0) as (wolkvox, _, heard):
            whatsapp = WhatsAppCustom(wolkvox._caller)
            for _ in range(4):
                await whatsapp.send_message_mobil(**sending())
            assert apart(at)[:2] == [20.0, 20.0]
            assert 79.0 < apart(at)[2] <= 80.1
            assert [event.seconds > 50 for event in heard if isinstance(event, Waiting) and event.why == "quota"] == [
                True
            ]


def test_the_vendors_numbers():
    pace = whatsapp_custom.MOBILE
    assert (pace.seconds, pace.a_day) == (20.0, 6_000) == (limits.MOBILE_SECONDS, limits.MOBILE_A_DAY)
