"""with_options: the same operation with other choices."""

import asyncio

import pytest

from tests.support.raw_server import raw_server, reply, writing
from wolkvox_async import CallTimeout, ConfigurationError, MemoryStore, ServerFault, Timeouts, Wolkvox

pytestmark = pytest.mark.looptime


async def test_a_call_is_made_as_often_as_attempts_says():
    async with (
        raw_server(writing(reply(b"<html>", status="502 Bad Gateway"))) as server,
        Wolkvox(server.operation, store=MemoryStore()) as wolkvox,
    ):
        for attempts in (1, 3):
            client = wolkvox.with_options(attempts=attempts).with_options(lane="bulk")
            before = (await wolkvox.quota()).used
            with pytest.raises(ServerFault):
                await client.call("GET", "information.php", "skills")
            assert (await wolkvox.quota()).used - before == attempts


@pytest.mark.parametrize("attempts", [0, -1, 1.5, True, "2"])
async def test_attempts_is_a_whole_number(attempts):
    async with raw_server(writing(reply())) as server, Wolkvox(server.operation, store=MemoryStore()) as wolkvox:
        with pytest.raises(ConfigurationError, match="attempts is"):
            wolkvox.with_options(attempts=attempts)


async def silent(reader, _writer, _number):
    await reader.read()


@pytest.mark.parametrize("timeout", [7, Timeouts(connect=1, silence=7, whole=9)])
async def test_a_call_takes_no_longer_than_timeout_and_its_permit_stays_taken(timeout):
    async with raw_server(silent) as server, Wolkvox(server.operation, store=MemoryStore()) as wolkvox:
        client = wolkvox.with_options(timeout=timeout, attempts=1).with_options(lane="bulk")
        began = asyncio.get_running_loop().time()
        with pytest.raises(CallTimeout):
            await client.call("GET", "information.php", "skills")
        assert 7 <= asyncio.get_running_loop().time() - began < 8
        assert (await wolkvox.quota()).busy == 1
    assert Timeouts().within(20) == Timeouts(connect=15, silence=20, whole=20)


@pytest.mark.parametrize(
    ("timeout", "said"),
    [
        (0, "timeout is 0"),
        (True, "timeout is True"),
        ("9", "timeout is '9'"),
        (500, "holds a permit for 155 s at most"),
    ],
)
async def test_a_timeout_that_cannot_be_right_is_refused(timeout, said):
    async with raw_server(writing(reply())) as server, Wolkvox(server.operation, store=MemoryStore()) as wolkvox:
        with pytest.raises(ConfigurationError, match=said):
            wolkvox.with_options(timeout=timeout)
