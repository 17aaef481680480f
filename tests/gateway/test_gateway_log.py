"""The gateway's line of a request that did not go well: who left, how long it waited, how much was sent."""

import asyncio
import json
import logging
import re
import socket
import struct

import pytest
from aiohttp import web

from tests.gateway.test_gateway import AGENTS, SKILLS, gateway_at, get, simulated
from tests.support.raw_server import raw_server, reply, writing

LINE = re.compile(r"(\S+) GET (\S+) (\d+), (\d+) bytes, [\d.]+ s, ([\d.]+) s of them waiting")


@pytest.fixture
def lines(caplog):
    """Return a function that gives the matches of the gateway's lines; the records of all loggers are in caplog."""
    caplog.set_level(logging.INFO)

    def found():
        said = [each.getMessage() for each in caplog.records if each.name == "wolkvox_async.gateway"]
        return [LINE.fullmatch(each) for each in said]

    return found


async def test_a_program_that_leaves_in_mid_answer_is_one_line_and_no_traceback(lines, caplog, monkeypatch):
    body = json.dumps({"code": "200", "error": None, "msg": "", "data": ["x" * 1_000] * 3_000}).encode()
    prepare = web.StreamResponse.prepare
    with socket.socket() as program:

        async def prepared(response, request):
            found = await prepare(response, request)
            program.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            program.close()  # between the head and the body, before the loop can notice it
            return found

        async with raw_server(writing(reply(body))) as server, gateway_at(server.operation) as (gateway, _):
            monkeypatch.setattr(web.StreamResponse, "prepare", prepared)
            host, port = gateway.address.removeprefix("http://").split(":")
            program.connect((host, int(port)))
            program.sendall(f"GET /{SKILLS} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            async with asyncio.timeout(30):
                while not lines():
                    await asyncio.sleep(0.01)
    (line,) = lines()
    assert line[3] == "499"
    assert int(line[4]) < len(body)
    assert [each.getMessage() for each in caplog.records if each.exc_info or each.levelno >= logging.WARNING] == []


async def test_a_wait_that_ends_without_a_permit_is_counted(lines):
    async with simulated(latency=1.0, options={"max_wait": 0.3}) as (_, _, session):
        busy = [asyncio.create_task(get(session, f"{AGENTS}&n={n}")) for n in range(2)]
        await asyncio.sleep(0.05)
        assert (await get(session, SKILLS))[0] == 503
        await asyncio.gather(*busy)
    assert float(lines()[0][5]) >= 0.25


async def test_the_bytes_of_an_own_answer_are_counted(lines):
    async with simulated() as (_, _, session):
        _, _, body = await get(session, "sales-mx/api/v2/information.php?api=skills")
    assert int(lines()[0][4]) == len(body) > 0
    async with simulated(latency=1.0, options={"max_wait": 0.1}) as (_, _, session):
        busy = [asyncio.create_task(get(session, f"{AGENTS}&n={n}")) for n in range(2)]
        await asyncio.sleep(0.05)
        _, _, body = await get(session, SKILLS)
        await asyncio.gather(*busy)
    assert int(lines()[1][4]) == len(body) > 0
