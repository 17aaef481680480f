"""A server's end leaves no connection open, however late that was accepted."""

import asyncio
import gc
import socket
from contextlib import asynccontextmanager, suppress

import pytest

from tests.support.answering import answering
from tests.support.raw_server import raw_server, writing
from wolkvox_async import Fleet, MemoryStore, Operation
from wolkvox_async.gateway import Gateway
from wolkvox_async.simulator import Simulator

TURNS = range(5)  # of the loop, between a connection and the server's end


@asynccontextmanager
async def simulator():
    async with Simulator() as made:
        yield made.port


@asynccontextmanager
async def gateway():
    operation = Operation(name="sales-co", server="0099", tokens=["t"], licences=1, tz="UTC")
    async with Fleet([operation], store=MemoryStore()) as fleet, Gateway(fleet, port=0) as made:
        yield int(made.address.rpartition(":")[2])


@asynccontextmanager
async def by_hand():
    async with answering(lambda _: {}) as (client, _, _):
        yield int(client.operation.base_url.split(":")[2].split("/")[0])


@asynccontextmanager
async def raw():
    async with raw_server(writing(b"")) as facts:
        yield int(facts.address.rpartition(":")[2])


@pytest.mark.parametrize("serving", [simulator, gateway, by_hand, raw], ids=lambda each: each.__name__)
def test_a_connection_that_was_just_accepted_is_closed(serving):
    async def connect_late(turns):
        async with serving() as port:
            client = socket.create_connection(("127.0.0.1", port))
            for _ in range(turns):
                await asyncio.sleep(0)
        return client

    clients = [asyncio.run(connect_late(turns)) for turns in TURNS]
    gc.collect()  # what was left open says so here, and a warning is an error; once, as it takes long
    for client in clients:
        with client:
            client.settimeout(10)
            with suppress(ConnectionResetError):  # it was not accepted yet
                assert client.recv(1) == b""
