"""Whatever a server writes ends in one error of the tree, with its reason, and with the permit back."""

import asyncio
import gzip
import socket
import ssl
import tempfile
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from tests.support.certificates import self_signed
from tests.support.proxies import forget_proxies
from tests.support.raw_server import BODY, SECRET, operation_at, raw_server, read_request, reply, writing
from wolkvox_async import (
    AuthenticationFailed,
    CallTimeout,
    ConfigurationError,
    DiskUnavailable,
    MemoryStore,
    OutcomeUnknown,
    ServerFault,
    Timeouts,
    Unreachable,
    Wolkvox,
    WolkvoxError,
)
from wolkvox_async.core import retry

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)


@pytest.fixture(autouse=True)
def _once(monkeypatch):
    """Let no read be repeated: what each attempt ends in is looked at."""
    monkeypatch.setattr(retry, "ATTEMPTS", 1)


def client(operation, **options):
    timeouts = Timeouts(connect=5, silence=2, whole=5)
    return Wolkvox(operation, **({"store": MemoryStore(), "max_wait": 5, "timeouts": timeouts} | options))


async def outcome(wolkvox, method):
    """Make a call; return its envelope or its error, and how many permits are taken and calls booked behind it."""
    body = {} if method == "POST" else None
    try:
        result = await wolkvox.call(method, "campaign.php", "find_record", json=body)
    except WolkvoxError as error:
        result = error
    usage = await wolkvox.quota()
    return result, usage.busy, usage.used


REFUSED_BY_THE_PARSER = {
    "a chunk without a size": (CHUNKED + b"zz\r\nnope",),
    "a later chunk without a size": (CHUNKED + b"5\r\nhello\r\n", b"zz\r\nnope"),
    "a length of letters": (HEAD + b"Content-Length: abc\r\n\r\n" + BODY,),
    "a length below zero": (HEAD + b"Content-Length: -5\r\n\r\n" + BODY,),
    "two lengths": (HEAD + b"Content-Length: 5\r\n" + LENGTH + b"\r\n" + BODY,),
    "another protocol": (b"ICY 200 OK\r\n\r\n",),
    "bytes": (b"\x00\x01\x02\x03" * 100,),
    "a header without a colon": (HEAD + b"X\r\n" + LENGTH + b"\r\n" + BODY,),
    "a header longer than 64 KB": (HEAD + b"X: " + b"y" * 70_000 + b"\r\n" + LENGTH + b"\r\n" + BODY,),
    "more headers than a thousand": (HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(1100)) + b"\r\n",),
    "escapes for a terminal": (b"\x1b[31mHTTP/1.1 200 OK\r\n\r\n",),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("parts", REFUSED_BY_THE_PARSER.values(), ids=REFUSED_BY_THE_PARSER)
async def test_a_reply_that_the_parser_refuses_says_so_and_gives_its_permit_back(parts, method):
    async with raw_server(writing(*parts)) as server, client(server.operation) as wolkvox:
        error, busy, used = await outcome(wolkvox, method)
    assert isinstance(error, ServerFault if method == "GET" else OutcomeUnknown)
    assert "the reply is no valid HTTP" in str(error)
    assert "firewall" not in str(error)
    assert str(error).isprintable()
    assert len(str(error)) < 500
    assert (busy, used) == (0, 1)


async def test_a_reply_that_repeats_the_token_where_the_parser_refuses_it_does_not_show_it():
    parts = (HEAD + b"Content-Length: " + SECRET.encode() + b"\r\n\r\n",)
    async with raw_server(writing(*parts)) as server, client(server.operation) as wolkvox:
        error, *_ = await outcome(wolkvox, "GET")
    assert "no valid HTTP" in str(error)
    assert SECRET not in str(error)


@pytest.mark.parametrize("header", [b"X: " + b"y" * 60_000, b"\r\n".join(b"X-%d: y" % n for n in range(900))])
async def test_long_heads_are_taken(header):
    parts = (HEAD + header + b"\r\n" + LENGTH + b"\r\n" + BODY,)
    async with raw_server(writing(*parts)) as server, client(server.operation) as wolkvox:
        envelope, busy, _ = await outcome(wolkvox, "GET")
    assert envelope["data"] == [{"a": "1"}]
    assert busy == 0


PACKED = gzip.compress(BODY)
DAMAGED = {
    "cut": PACKED[:-9],
    "damaged": PACKED[:15] + b"\xff" * 40,
    "damaged in its second part": PACKED + PACKED[:-9],
}


@pytest.mark.parametrize("body", DAMAGED.values(), ids=DAMAGED)
async def test_a_whole_reply_whose_compression_is_damaged_gives_its_permit_back(body):
    async with (
        raw_server(writing(reply(body, "Content-Encoding: gzip"))) as server,
        client(server.operation) as wolkvox,
    ):
        error, busy, used = await outcome(wolkvox, "GET")
    assert isinstance(error, Unreachable)
    assert "compressed body" in str(error)
    assert (busy, used) == (0, 1)


@pytest.mark.parametrize("packets", [1, 7, 1000])
@pytest.mark.parametrize("behind", [b"", b"\x00" * 30, b"\x1f", b"rubbish"])
async def test_a_body_compressed_in_parts_is_one_body(packets, behind):
    body = b"".join(gzip.compress(BODY[start : start + 20]) for start in range(0, len(BODY), 20)) + behind
    size = max(1, len(body) // packets)

    async def handle(reader, writer, number):
        await read_request(reader)
        writer.write(reply(b"", "Content-Encoding: gzip", length=len(body)))
        for start in range(0, len(body), size):
            writer.write(body[start : start + size])
            await writer.drain()
            await asyncio.sleep(0)

    async with raw_server(handle) as server, client(server.operation) as wolkvox:
        assert (await wolkvox.call("GET", "campaign.php", "find_record"))["data"] == [{"a": "1"}]


async def test_a_connection_that_is_lost_keeps_its_permit_in_quarantine():
    async def handle(reader, writer, number):
        await read_request(reader)
        writer.write(reply(BODY[:40], length=len(BODY)))

    async with raw_server(handle) as server, client(server.operation) as wolkvox:
        error, busy, used = await outcome(wolkvox, "GET")
    assert isinstance(error, Unreachable)
    assert (busy, used) == (1, 1)


@pytest.mark.parametrize(
    "written", [b"", reply(BODY[:40], length=len(BODY)), None], ids=["no reply", "half a reply", "silence"]
)
async def test_a_read_that_cannot_be_made_again_in_time_ends_with_why_it_failed(monkeypatch, written):
    """Its permits are in quarantine; that no permit came free is not the reason."""
    monkeypatch.setattr(retry, "ATTEMPTS", 6)

    async def handle(reader, writer, number):
        await read_request(reader)
        if written is None:
            await reader.read()
        else:
            writer.write(written)

    timeouts = Timeouts(connect=5, silence=0.1, whole=5)
    async with (
        raw_server(handle) as server,
        client(server.operation, max_wait=0.1, timeouts=timeouts) as wolkvox,
    ):
        wolkvox._engine.jitter = lambda: 0.0
        error, busy, used = await outcome(wolkvox, "GET")
    assert isinstance(error, CallTimeout if written is None else Unreachable)
    assert "it was not made again, as no permit came free" in str(error)
    assert (busy, used) == (2, 2)


UNWRITABLE = {
    "a method with a line end": ("GET / HTTP/1.1\r\nX: y\r\n\r\nGET", "a.php", "x"),
    "a method with NUL": ("GET\0", "a.php", "x"),
    "no method": ("", "a.php", "x"),
    "a script with a line end": ("GET", "a.php\r\nX: y", "x"),
    "a script with NUL": ("GET", "a\0.php", "x"),
    "a script with a blank": ("GET", "a b.php", "x"),
    "a script with a surrogate": ("GET", "\ud800.php", "x"),
    "a script with a query": ("GET", "a.php?api=other&", "x"),
    "a script with a fragment": ("GET", "a.php#", "x"),
    "a script that climbs": ("GET", "../../secret.php", "x"),
    "no script": ("GET", "", "x"),
    "an api with a line end": ("GET", "a.php", "x\r\nX: y"),
    "an api with a surrogate": ("GET", "a.php", "\ud800"),
}


@pytest.mark.parametrize("arguments", UNWRITABLE.values(), ids=UNWRITABLE)
async def test_arguments_that_no_request_can_carry_are_refused_before_a_permit_is_taken(arguments):
    async with raw_server(writing(reply())) as server, client(server.operation) as wolkvox:
        with pytest.raises(ConfigurationError) as caught:
            await wolkvox.call(*arguments)
        usage = await wolkvox.quota()
    assert caught.value.operation == "sales-co"
    assert caught.value.endpoint is not None
    assert str(caught.value).isprintable()
    assert (usage.busy, usage.used, server.connections) == (0, 0, 0)


@pytest.mark.parametrize(
    "given",
    [
        {"a": "1\r\nX: y"},
        {"a": "\0"},
        {"a": "\ud800"},
        {"a\r\n": "1"},
        {"": "1"},
        {"a": 10**5000},
        {"a": None},
        {"a": True},
        {"a": [1]},
        {"json": object()},
        {"json": {"a": "\ud800"}},
        {"json": {"a": 10**5000}},
        {"json": {1: 2}},
    ],
)
async def test_a_query_or_body_that_no_request_can_carry_is_refused_before_a_permit_is_taken(given):
    async with raw_server(writing(reply())) as server, client(server.operation) as wolkvox:
        with pytest.raises(ConfigurationError):
            await wolkvox.call("POST", "a.php", "x", **given)
        usage = await wolkvox.quota()
    assert (usage.busy, usage.used, server.connections) == (0, 0, 0)


@pytest.fixture
async def hooked():
    """Return a function that makes a session with a hook that fails."""
    sessions = []

    async def fail(*_):
        raise RuntimeError("a hook of the session")

    def make(moment):
        trace = aiohttp.TraceConfig()
        getattr(trace, moment).append(fail)
        sessions.append(aiohttp.ClientSession(trace_configs=[trace]))
        return sessions[-1]

    yield make
    for session in sessions:
        await session.close()


async def test_an_injected_session_that_fails_before_it_sends_is_a_matter_of_configuration(hooked):
    session = hooked("on_request_start")
    async with raw_server(writing(reply())) as server, client(server.operation, session=session) as wolkvox:
        error, busy, used = await outcome(wolkvox, "POST")
    assert isinstance(error, ConfigurationError)
    assert "a hook of the session" in str(error)
    assert (busy, used, server.connections) == (0, 0, 0)


async def test_an_injected_session_that_fails_behind_its_request_leaves_the_outcome_unknown(hooked):
    session = hooked("on_request_end")
    async with raw_server(writing(reply())) as server, client(server.operation, session=session) as wolkvox:
        error, _, used = await outcome(wolkvox, "POST")
    assert isinstance(error, OutcomeUnknown)
    assert used == 1


async def test_an_injected_session_that_is_closed_is_refused_before_a_permit_is_taken():
    async with aiohttp.ClientSession() as session:
        pass
    async with raw_server(writing(reply())) as server, client(server.operation, session=session) as wolkvox:
        with pytest.raises(ConfigurationError, match="the session that was given is closed"):
            await wolkvox.call("GET", "a.php", "x")


class TestNoConnection:
    """Named as what it is, the call not booked, and no permit kept."""

    async def test_a_certificate_that_is_not_trusted(self, tmp_path):
        certificate, context = self_signed(tmp_path)
        async with raw_server(writing(reply()), ssl=context) as server, client(server.operation) as wolkvox:
            for method in ("GET", "POST"):
                error, busy, used = await outcome(wolkvox, method)
                assert isinstance(error, Unreachable)
                assert "the certificate of 127.0.0.1 is not trusted: self-signed certificate" in str(error)
                assert "SSL_CERT_FILE" in error.advice
                assert (busy, used) == (0, 0)
            connector = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=certificate))
            async with (
                aiohttp.ClientSession(connector=connector) as session,
                client(server.operation, session=session) as trusting,
            ):
                assert (await outcome(trusting, "POST"))[0]["data"] == [{"a": "1"}]

    async def test_a_server_without_tls(self):
        async def handle(reader, writer, number):
            writer.write(reply(status="400 Bad Request"))

        async with raw_server(handle) as server:
            operation = operation_at(server.address.replace("http", "https"))
            async with client(operation) as wolkvox:
                error, busy, used = await outcome(wolkvox, "POST")
        assert isinstance(error, Unreachable)
        assert "TLS with 127.0.0.1" in str(error)
        assert (busy, used) == (0, 0)

    @pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN])
    async def test_a_name_that_is_not_found(self, monkeypatch, code):
        async def unknown(*_, **__):
            raise socket.gaierror(code, "the words of the system")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
        async with client(operation_at("https://wv0099.example")) as wolkvox:
            error, busy, used = await outcome(wolkvox, "POST")
        assert isinstance(error, Unreachable)
        assert "the name wv0099.example was not found (DNS): the words of the system" in str(error)
        assert "firewall" not in str(error)
        assert (busy, used) == (0, 0)

    async def test_a_port_where_no_server_listens(self):
        async with raw_server(writing(reply())) as server:
            pass
        async with client(server.operation) as wolkvox:
            error, busy, used = await outcome(wolkvox, "POST")
        assert isinstance(error, Unreachable)
        assert "firewall" not in str(error)
        assert (busy, used) == (0, 0)


class TestProxies:
    @pytest.fixture
    def environment(self, monkeypatch):
        forget_proxies(monkeypatch)
        monkeypatch.delenv("REQUEST_METHOD", raising=False)
        return monkeypatch

    async def test_a_proxy_of_the_environment_is_used(self, environment):
        requests = []

        async def proxy(reader, writer, number):
            requests.append((await read_request(reader))[0].split(b" ")[1])
            writer.write(reply())

        async with raw_server(proxy) as through, client(operation_at("http://wv0099.example")) as wolkvox:
            environment.setenv("http_proxy", through.address)
            envelope, busy, _ = await outcome(wolkvox, "GET")
        assert requests == [b"http://wv0099.example/api/v2/campaign.php?api=find_record"]
        assert envelope["data"] == [{"a": "1"}]
        assert busy == 0

    async def test_a_proxy_that_refuses_the_connection_is_named_and_the_call_not_booked(self, environment):
        refusal = reply(b"", status="407 Proxy Authentication Required")
        async with raw_server(writing(refusal)) as proxy, client(operation_at("https://wv0099.example")) as wolkvox:
            environment.setenv("https_proxy", proxy.address.replace("//", "//user:pass-word@"))
            error, busy, used = await outcome(wolkvox, "POST")
        assert isinstance(error, Unreachable)
        assert "the proxy refused the connection: 407" in str(error)
        assert "pass-word" not in str(error)
        assert (busy, used) == (0, 0)

    async def test_a_proxy_that_is_not_there_is_named(self, environment):
        async with raw_server(writing(reply())) as proxy:
            pass
        environment.setenv("https_proxy", proxy.address)
        async with client(operation_at("https://wv0099.example")) as wolkvox:
            error, busy, used = await outcome(wolkvox, "GET")
        assert "no connection to the proxy 127.0.0.1:" in str(error)
        assert "NO_PROXY" in error.advice
        assert (busy, used) == (0, 0)


class TestTemporaryFolder:
    LARGE = b'{"code": "200", "msg": "x", "data": [' + b",".join([b'{"a": "%s"}' % (b"y" * 1000)] * 3000) + b"]}"

    async def test_one_that_is_gone_is_named_and_the_permit_comes_back(self, monkeypatch, tmp_path):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        async with raw_server(writing(reply(self.LARGE))) as server, client(server.operation) as wolkvox:
            error, busy, used = await outcome(wolkvox, "GET")
            assert isinstance(error, DiskUnavailable)
            assert error.folder == str(tmp_path / "gone")
            assert error.folder in str(error)
            assert "TMPDIR" in error.advice
            assert (busy, used) == (0, 1)
            error, busy, _ = await outcome(wolkvox, "POST")
            assert isinstance(error, OutcomeUnknown)
            assert isinstance(error.__cause__, DiskUnavailable)
            assert busy == 0
            monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
            envelope, busy, _ = await outcome(wolkvox, "GET")
            assert len(envelope["data"]) == 3000
            assert busy == 0

    async def test_a_full_one_is_named_whenever_it_becomes_full(self, monkeypatch):
        """A file of the kernel that is always full stands for the disk: what was written must not fail later."""
        full = partial(Path("/dev/full").open, "r+b", buffering=0)
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: full())
        async with raw_server(writing(reply(self.LARGE))) as server, client(server.operation) as wolkvox:
            error, busy, _ = await outcome(wolkvox, "GET")
        assert isinstance(error, DiskUnavailable)
        assert "No space left on device" in str(error)
        assert busy == 0


async def test_a_fault_of_ours_in_reading_a_reply_is_an_error_of_the_tree_and_logged(monkeypatch, caplog):
    def broken(self, chunk):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("wolkvox_async.core.body.Probe.feed", broken)
    async with raw_server(writing(reply())) as server, client(server.operation) as wolkvox:
        error, busy, _ = await outcome(wolkvox, "GET")
    assert isinstance(error, ServerFault)
    assert "the reply could not be read: ZeroDivisionError: a fault of ours" in str(error)
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError]
    assert busy == 1  # its last byte was not read


async def test_a_token_that_the_server_refuses_is_not_in_the_error():
    body = b'{"code": "403", "error": "Forbidden", "msg": "PLEASE VALIDATE TOKEN %s"}' % SECRET.encode()
    async with raw_server(writing(reply(body, status="403 Forbidden"))) as server, client(server.operation) as wolkvox:
        error, *_ = await outcome(wolkvox, "GET")
    assert isinstance(error, AuthenticationFailed)
    assert SECRET not in str(error)
