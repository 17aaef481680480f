"""What the network does, as values. Small cases; the simulator has the rest."""

import asyncio
import gc
import gzip
import weakref
from unittest.mock import Mock

import aiohttp
import pytest
from aioresponses import aioresponses
from aioresponses.core import CallbackResult

from wolkvox_async.calls.receiving import Answered
from wolkvox_async.calls.spool import Inflate, MemoryBudget, Spool
from wolkvox_async.calls.transport import Timeouts, Transport
from wolkvox_async.core.call import Request
from wolkvox_async.core.reply import Lost

URL = "http://127.0.0.1:1/api/v2/information.php?api=token_info"
REQUEST = Request("GET", URL, {"wolkvox-token": "token-secret"}, None)
BODY = b'{"code": "200", "error": null, "msg": "1 records were found", "data": [{"a": "1"}]}'


class Response(aiohttp.ClientResponse):
    """aioresponses 0.7.9 does not know stream_writer, which aiohttp asks for since 3.14."""

    def __init__(self, *args, **facts):
        super().__init__(*args, **({"stream_writer": Mock(output_size=0)} | facts))


@pytest.fixture
def network():
    with aioresponses() as mocked:
        yield mocked


async def send(**options):
    async with Transport(timeouts=Timeouts(connect=1, silence=1, whole=2)) as transport:
        outcome = await transport.send(REQUEST, **({"wanted": lambda: True} | options))
    assert "token-secret" not in repr(outcome)
    return outcome


class TestMocked:
    async def test_a_reply_is_seen_and_kept(self, network):
        network.get(URL, body=BODY, response_class=Response, content_type="text/html")
        answered = await send()
        assert isinstance(answered, Answered)
        assert (answered.seen.status, answered.seen.least, answered.seen.size) == (200, 1, len(BODY))
        assert answered.seen.envelope == {"code": "200", "error": None, "msg": "1 records were found"}
        assert answered.rows == [{"a": "1"}]
        assert answered.stored
        assert b"".join(answered.body.chunks()) == BODY
        answered.close()

    async def test_a_reply_whose_caller_gave_up_is_read_and_not_kept(self, network):
        network.get(URL, body=BODY, response_class=Response)
        answered = await send(wanted=lambda: False)
        assert answered.body.size == 0
        assert not answered.stored
        assert answered.seen.least == 1

    @pytest.mark.parametrize(
        ("raised", "kind", "sent"),
        [
            (aiohttp.ServerDisconnectedError(), "dropped", True),
            (aiohttp.ClientOSError(104, "reset"), "reset", True),
            (ConnectionResetError(104, "reset"), "reset", True),
            (aiohttp.ClientPayloadError("short"), "dropped", True),
            (aiohttp.SocketTimeoutError("slow"), "timeout", True),
            (TimeoutError(), "timeout", True),
            (aiohttp.ConnectionTimeoutError("slow"), "connect", False),
        ],
    )
    async def test_what_goes_wrong_is_a_value(self, network, raised, kind, sent):
        network.get(URL, exception=raised)
        lost = await send()
        assert isinstance(lost, Lost)
        assert (lost.kind, lost.sent) == (kind, sent)

    async def test_the_token_travels_in_its_header_alone(self, network):
        sent = {}

        def answer(url, **facts):
            sent.update(facts, url=str(url))
            return CallbackResult(body=BODY, response_class=Response)

        network.get(URL, callback=answer)
        (await send()).close()
        assert sent["headers"]["wolkvox-token"] == "token-secret"
        assert "token" not in sent["url"].replace("token_info", "")
        assert sent["allow_redirects"] is False


async def served(handle):
    """Serve raw bytes: handle(reader, writer) for each connection; return the server and its count of connections."""
    count = 0

    async def connected(reader, writer):
        nonlocal count
        count += 1
        try:
            await reader.readuntil(b"\r\n\r\n")
            await handle(reader, writer, count)
            await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    return server, lambda: count


async def ask(handle, *, timeouts=None, calls=1):
    server, count = await served(handle)
    async with server, Transport(timeouts=timeouts or Timeouts(connect=1, silence=0.3, whole=1)) as transport:
        port = server.sockets[0].getsockname()[1]
        request = Request("GET", f"http://127.0.0.1:{port}/api/v2/x.php?api=y", {}, None)
        outcomes = [await transport.send(request, wanted=lambda: True) for _ in range(calls)]
    return outcomes, count()


def reply(body, *headers, length=None):
    head = ["HTTP/1.1 200 OK", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class TestRaw:
    async def test_a_stale_connection_is_not_quietly_used_again(self):
        """aiohttp sends a read again when a kept connection turns out dead; that call would not be booked."""

        async def handle(reader, writer, number):
            writer.write(reply(BODY))
            await writer.drain()
            await reader.readuntil(b"\r\n\r\n")  # the second request comes, and no answer

        outcomes, connections = await ask(handle, calls=2)
        assert isinstance(outcomes[0], Answered)
        assert isinstance(outcomes[1], Lost)
        assert (outcomes[1].kind, outcomes[1].sent) == ("dropped", True)
        assert connections == 1

    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
    async def test_no_method_goes_out_twice_on_a_stale_connection(self, method):
        """PUT and DELETE count as repeatable for aiohttp; a write may have taken effect with its first byte."""
        seen = []

        async def handle(reader, writer, number):
            seen.append(number)
            if len(seen) == 1:
                await reader.readexactly(len(BODY))
                writer.write(reply(BODY))
                await writer.drain()
                await reader.readuntil(b"\r\n\r\n")
                seen.append(number)

        server, count = await served(handle)
        async with server, Transport(timeouts=Timeouts(connect=1, silence=5, whole=5)) as transport:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            outcomes = [await transport.send(Request(method, url, {}, BODY), wanted=lambda: True) for _ in range(2)]
        outcomes[0].close()
        assert (outcomes[1].kind, outcomes[1].sent) == ("dropped", True)
        assert (seen, count()) == ([1, 1], 1)

    @pytest.mark.parametrize("method", ["GET", "DELETE"])
    async def test_a_body_goes_with_any_method(self, method):
        got = []

        async def connected(reader, writer):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            got.append((head.split(" ")[0], f"content-length: {len(BODY)}\r\n" in head, "chunked" in head))
            got.append(await reader.readexactly(len(BODY)))
            writer.write(reply(BODY))
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(connected, "127.0.0.1", 0) as server, Transport() as transport:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            request = Request(method, url, {"Content-Type": "application/json"}, BODY)
            (await transport.send(request, wanted=lambda: True)).close()
        assert got == [(method.lower(), True, False), BODY]

    async def test_a_request_that_was_answered_is_not_kept(self):
        """The timers of a call would keep its context, and with it a body of megabytes, for minutes."""

        async def handle(reader, writer, number):
            await reader.readexactly(len(BODY))
            writer.write(reply(BODY))
            await writer.drain()

        server, _ = await served(handle)
        async with server, Transport() as transport:
            request = Request("POST", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", {}, BODY)
            kept = weakref.ref(request)
            (await transport.send(request, wanted=lambda: True)).close()
            del request
            gc.collect()
            assert kept() is None

    async def test_silence_and_the_whole_call_are_bounded_apart(self):
        async def silent(reader, writer, number):
            await asyncio.sleep(0.6)

        async def dripping(reader, writer, number):
            writer.write(reply(b"", length=10_000))
            for _ in range(30):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.1)

        for handle, least in ((silent, 0.3), (dripping, 1.0)):
            (lost,), _ = await ask(handle)
            assert (lost.kind, lost.sent) == ("timeout", True)
            assert least <= lost.seconds < least + 3

    async def test_half_a_body_is_cut(self):
        async def handle(reader, writer, number):
            writer.write(reply(BODY[:40], length=len(BODY)))

        (lost,), _ = await ask(handle)
        assert (lost.kind, lost.sent) == ("cut", True)

    @pytest.mark.parametrize("cut", [0, 9])
    async def test_gzip_is_kept_as_it_came_and_known_when_it_is_cut(self, cut):
        packed = gzip.compress(BODY * 100)

        async def handle(reader, writer, number):
            writer.write(reply(packed[: len(packed) - cut], "Content-Encoding: gzip"))

        (outcome,), _ = await ask(handle)
        if cut:
            assert (outcome.kind, outcome.sent) == ("cut", True)
        else:
            assert outcome.body.size == len(packed)
            assert b"".join(outcome.body.chunks()) == BODY * 100
            outcome.close()

    async def test_bytes_that_are_not_http_are_an_answer_that_says_so(self):
        async def handle(reader, writer, number):
            writer.write(b"SMTP ready\r\n\r\n")

        (lost,), _ = await ask(handle)
        assert (lost.kind, lost.sent, lost.ended) == ("garbled", True, True)
        assert "no valid HTTP" in lost.why

    async def test_a_port_where_no_server_listens(self):
        async with Transport() as transport:
            lost = await transport.send(Request("GET", "http://127.0.0.1:1/", {}, None), wanted=bool)
        assert (lost.kind, lost.sent) == ("refused", False)
        assert "refused" in lost.why.lower()

    async def test_an_injected_session_is_left_open(self):
        async with aiohttp.ClientSession() as session:
            async with Transport(session):
                pass
            assert not session.closed


class TestSpool:
    def test_small_bodies_stay_in_memory_and_large_ones_go_to_a_file(self):
        budget = MemoryBudget(total=1000, each=100)
        spool = Spool(budget)
        spool.write(b"a" * 60)
        assert budget.left == 940
        spool.write(b"b" * 60)
        assert budget.left == 1000
        spool.write(b"c" * 10)
        assert b"".join(spool.chunks()) == b"a" * 60 + b"b" * 60 + b"c" * 10
        assert b"".join(spool.chunks()) == b"".join(spool.stored())
        assert spool.size == 130
        spool.close()

    def test_all_bodies_together_stay_within_the_budget(self):
        budget = MemoryBudget(total=250, each=100)
        spools = [Spool(budget) for _ in range(5)]
        for number, spool in enumerate(spools):
            spool.write(bytes([number]) * 100)
        assert budget.left == 50
        assert [b"".join(spool.chunks()) for spool in spools] == [bytes([number]) * 100 for number in range(5)]
        for spool in spools:
            spool.close()
            spool.close()
        assert budget.left == 250

    def test_a_compressed_bomb_is_inflated_bit_by_bit(self):
        inflate = Inflate()
        sizes = [len(part) for part in inflate.feed(gzip.compress(b"0" * 10_000_000))]
        assert sum(sizes) == 10_000_000
        assert max(sizes) <= 65_536
        assert inflate.whole
