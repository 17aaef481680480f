"""A lease is longer than any call, and no call goes out under one that is about to end."""

import time

import pytest

from tests.support.raw_server import raw_server, reply, writing
from wolkvox_async import MemoryStore, Timeouts, Wolkvox, limits
from wolkvox_async.events import Admitted


class Recording(MemoryStore):
    """Notes for how many seconds each lease was claimed."""

    def __init__(self):
        super().__init__()
        self.leases = []

    async def claim(self, claim):
        self.leases.append(claim.until - claim.now)
        return await super().claim(claim)


@pytest.mark.parametrize(
    "timeouts", [None, Timeouts(whole=400), Timeouts(whole=5), Timeouts(connect=120), Timeouts(connect=1, whole=61)]
)
async def test_a_lease_outlasts_the_longest_call_that_the_timeouts_allow(timeouts):
    store = Recording()
    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=store, timeouts=timeouts) as wolkvox,
    ):
        await wolkvox.call("GET", "campaign.php", "x")
    inforce = timeouts or Timeouts()
    (lease,) = store.leases
    assert lease == pytest.approx(inforce.lease)
    assert lease > inforce.whole
    # A call is sent within inforce.begin seconds of its grant; the server is done with it before the lease ends.
    assert inforce.begin >= inforce.connect
    assert inforce.begin + limits.CALL_SECONDS < lease


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("asleep", [100.0, 10_000.0])
async def test_a_call_that_slept_between_its_grant_and_its_first_byte_claims_again(method, asleep):
    """The machine slept, or the loop was blocked, for as long as that."""
    ahead, admitted = 0.0, []

    def listen(event):
        nonlocal ahead
        if isinstance(event, Admitted):
            admitted.append(event)
            if len(admitted) < 3:
                ahead += asleep

    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=MemoryStore(), listener=listen, clock=lambda: time.time() + ahead) as wolkvox,
    ):
        body = {} if method == "POST" else None
        assert (await wolkvox.call(method, "campaign.php", "x", json=body))["data"] == [{"a": "1"}]
        usage = await wolkvox.quota()
    assert len(admitted) == 3
    assert server.connections == 1
    assert usage.busy == 0


async def test_a_call_that_waited_a_moment_is_sent():
    ahead, admitted = 0.0, []

    def listen(event):
        nonlocal ahead
        if isinstance(event, Admitted):
            admitted.append(event)
            ahead += Timeouts().begin - 5

    async with (
        raw_server(writing(reply())) as server,
        Wolkvox(server.operation, store=MemoryStore(), listener=listen, clock=lambda: time.time() + ahead) as wolkvox,
    ):
        await wolkvox.call("GET", "campaign.php", "x")
    assert len(admitted) == 1
