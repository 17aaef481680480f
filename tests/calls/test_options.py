"""with_options: the same operation with other choices."""

import pytest

from tests.support.raw_server import raw_server, reply, writing
from wolkvox_async import ConfigurationError, MemoryStore, ServerFault, Wolkvox

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
