"""Promise 9: a token never shows. Every output, file and error of a run is searched for it."""

import asyncio
import copy
import logging
import os
import pickle
import subprocess
import sys
import traceback
from datetime import date

import aiohttp
import pytest
from multidict import CIMultiDict

from tests.support.raw_server import operation_at, raw_server, read_request, reply, writing
from tests.support.worlds import operation_of, tenant
from wolkvox_async import Fleet, MemoryStore, Operation, SQLiteStore, Token, Wolkvox, WolkvoxError, errors, sync
from wolkvox_async.calls.redaction import without_token
from wolkvox_async.core import retry
from wolkvox_async.core.call import Call, request
from wolkvox_async.core.reply import Seen, error_of
from wolkvox_async.simulator import Campaign, Faults, Simulator, World
from wolkvox_async.simulator.server.faults import KINDS

SECRET = "token-that-must-not-show-0123456789"
YEAR = {"start": date(2025, 1, 1), "end": date(2025, 3, 1)}


def assert_absent(*texts):
    for text in texts:
        assert SECRET not in (text if isinstance(text, str) else text.decode("utf-8", "replace"))


@pytest.mark.looptime
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"hang", "hang-after", "drip"}])
async def test_no_error_no_event_and_no_log_shows_it(kind, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    heard = []
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0), tokens=(SECRET,)),))
    async with Simulator(world, faults=Faults(every=1, kinds=(kind,))) as simulator:
        operation = operation_of(simulator)
        async with Wolkvox(
            operation, store=SQLiteStore(tmp_path / "store"), listener=heard.append, max_wait=1.0
        ) as wolkvox:
            calls = (
                wolkvox.information.token_info(),
                wolkvox.campaign.find_record(customer_id="1"),
                wolkvox.campaign.add_records(
                    campaign_id="32841", type_campaign="predictive", records=[{"tel1": "123"}]
                ),
                wolkvox.call("GET", "nothing.php", "nothing"),
            )
            for call in calls:
                try:
                    await call
                except WolkvoxError as error:
                    assert_absent(str(error), repr(error), repr(vars(error)))
                    assert_absent("".join(traceback.format_exception(error)), repr(error.__context__))
                    assert_no_frame_holds_it(error)
            assert_absent(repr(wolkvox), repr(wolkvox.operation), repr(vars(wolkvox)))
    assert_absent(repr(heard), caplog.text)


def frames_of(error):
    """Yield (place, name, value) of each local of the frames of an error and of those behind it, but this file's."""
    waiting, known = [error], set()
    while waiting:
        error = waiting.pop()
        if error is None or id(error) in known:
            continue
        known.add(id(error))
        waiting += [error.__cause__, error.__context__, *getattr(error, "exceptions", ())]
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename != __file__:
                for name, value in frame.f_locals.items():
                    yield f"{frame.f_code.co_filename}:{line}", name, value


def assert_no_frame_holds_it(error):
    for place, name, value in frames_of(error):
        assert SECRET not in repr(value), (place, name)
        assert not (isinstance(value, str) and SECRET in value), (place, name)
        assert not (isinstance(value, bytes) and SECRET.encode() in value), (place, name)


GOOD = {"name": "x", "server": "0099", "tokens": [SECRET], "licences": 1, "tz": "UTC"}
TOML = f"""[operations.a]
server = "1"
tokens = ["{SECRET}"]
licences = 1
tz = "UTC"
"""


@pytest.mark.parametrize(
    "change",
    [
        {"tz": "America/Bogotta"},
        {"licences": "20"},
        {"server": "00 99"},
        {"name": ""},
        {"base_url": "ftp://x"},
        {"reset_hour": 24},
        {"tokens": [f"{SECRET}\n"]},
        {"tokens": [SECRET, ""]},
        {"tokens": SECRET},
        {"tokens": ()},
    ],
)
def test_no_frame_of_an_operation_that_cannot_be_made_holds_it(change):
    with pytest.raises(errors.ConfigurationError) as caught:
        Operation(**(GOOD | change))
    assert_no_frame_holds_it(caught.value)
    assert_absent(str(caught.value))


@pytest.mark.parametrize("make", [Token, Token.of])
def test_no_frame_of_a_token_that_cannot_be_made_holds_it(make):
    with pytest.raises(errors.ConfigurationError) as caught:
        make(f"{SECRET}\n")
    assert_no_frame_holds_it(caught.value)


@pytest.mark.filterwarnings("ignore::wolkvox_async.config.LiteralToken")
@pytest.mark.parametrize(
    "text",
    [
        TOML.replace("UTC", "nowhere"),
        TOML + "x = 1\n",
        TOML.replace('"1"', "1"),
        TOML.replace("licences = 1", "licences = 0"),
        TOML.replace("]\n", "\n", 2),
        TOML.replace(f'["{SECRET}"]', f'"{SECRET}"'),
        TOML.replace(SECRET, f"{SECRET} "),
        f'max_wait = "x"\nstore = "redis://:{SECRET}@127.0.0.1:6379/0"\n{TOML}',
        f'store = "redis://:{SECRET}@127.0.0.1:x/0"\n{TOML}',
    ],
)
async def test_no_frame_of_a_configuration_that_cannot_be_right_holds_it(tmp_path, text):
    file = tmp_path / "wolkvox.toml"
    file.write_text(text)
    with pytest.raises(WolkvoxError) as caught:
        async with Fleet.from_toml(file) as fleet:
            await fleet["a"].quota()
    assert_no_frame_holds_it(caught.value)
    assert_absent(str(caught.value))


def hooked(moment):
    trace = aiohttp.TraceConfig()

    async def fail(*_):
        raise RuntimeError("a hook of the session")

    getattr(trace, moment).append(fail)
    return {"trace_configs": [trace]}


@pytest.mark.parametrize(
    "session",
    [
        hooked("on_request_start"),
        hooked("on_connection_create_start"),
        hooked("on_request_headers_sent"),
        hooked("on_request_end"),
        {"headers": {"X": "a\r\nb"}},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_no_frame_of_a_call_whose_session_fails_holds_it(session, method):
    async with (
        raw_server(writing(reply())) as server,
        aiohttp.ClientSession(**session) as given,
        Wolkvox(operation_at(server.address, tokens=[SECRET]), store=MemoryStore(), session=given) as wolkvox,
    ):
        with pytest.raises(WolkvoxError) as caught:
            await wolkvox.call(method, "campaign.php", "x", json={} if method == "POST" else None)
    assert_no_frame_holds_it(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"SMTP ready\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nContent-Length: {SECRET}\r\n\r\n".encode(),
        reply(length=1000),
        reply(b"<html>"),
        reply(status="403 Forbidden"),
        reply(f'{{"code": "400", "msg": "{SECRET}"}}'.encode(), status="400 Bad Request"),
    ],
)
async def test_no_frame_of_a_call_that_a_server_fails_holds_it(written, monkeypatch):
    monkeypatch.setattr(retry, "ATTEMPTS", 1)

    async def handle(reader, writer, number):
        await read_request(reader)
        writer.write(written)

    async with (
        raw_server(handle) as server,
        Wolkvox(operation_at(server.address, tokens=[SECRET]), store=MemoryStore(), max_wait=0) as wolkvox,
    ):
        for call in (
            wolkvox.call("GET", "campaign.php", "x"),
            wolkvox.call("POST", "campaign.php", "x", json={}),
            wolkvox.real_time.agents(),
            wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2)),
        ):
            with pytest.raises(WolkvoxError) as caught:
                await call
            assert_no_frame_holds_it(caught.value)
            assert_absent(str(caught.value), repr(vars(caught.value)))


def test_no_frame_of_a_client_that_is_closed_or_of_another_loop_holds_it():
    wolkvox = Wolkvox(Operation(**GOOD), store=MemoryStore())

    async def ask():
        await wolkvox.aclose()
        with pytest.raises(errors.ClientClosed) as caught:
            await wolkvox.call("GET", "campaign.php", "x")
        assert_no_frame_holds_it(caught.value)

    asyncio.run(ask())


def test_the_headers_of_a_request_show_its_digest():
    operation = Operation(**GOOD)
    call = Call(endpoint="a.b", method="GET", script="a.php", query=())
    request_ = request(call, operation, operation.tokens[0])
    assert_absent(repr(request_), repr(request_.headers), repr(CIMultiDict(request_.headers)))
    assert request_.headers["wolkvox-token"] == SECRET


def test_a_server_that_repeats_it_is_cleaned():
    document = {"code": "403", "msg": f"bad token {SECRET}", "data": [{SECRET: [SECRET]}]}
    head = f'{{"msg": "bad token {SECRET}"'.encode()
    error = error_of(Seen(status=403, envelope=document, head=head, size=1), errors.Refused)
    cleaned = without_token(error, Token(SECRET))
    assert_absent(str(cleaned), repr(cleaned), repr(vars(cleaned)), repr(cleaned.args))
    assert "bad token <token" in str(cleaned)


async def test_no_file_of_an_export_and_no_store_holds_it(tmp_path):
    world = World(tenants=(tenant(tokens=(SECRET,)),))
    async with Simulator(world) as simulator:
        operation = operation_of(simulator)
        async with Fleet([operation], store=tmp_path / "store.sqlite3") as fleet:
            for form in ("ndjson", "csv"):
                outcome = await fleet.export(
                    ["campaign.detail"],
                    to=tmp_path / form,
                    format=form,
                    type_campaign="predictive",
                    campaign_id="32841",
                    **YEAR,
                )
                assert outcome.complete
                assert_absent(repr(outcome))
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) > 6
    for file in files:
        assert_absent(file.read_bytes(), str(file))


@pytest.mark.parametrize("token", [SECRET, f"wrong-{SECRET}"])
async def test_no_command_prints_it(tmp_path, token):
    world = World(tenants=(tenant(tokens=(SECRET,)),))
    with Simulator(world) as simulator:
        (tmp_path / "wolkvox.toml").write_text(
            f"""
store = "store.sqlite3"
[operations.sales-co]
server = "0099"
tokens = ["{token}"]
licences = 20
tz = "America/Bogota"
base_url = "{simulator.base_url}"
"""
        )
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n1,573001112233\n")
        dates = ["--from", "2025-01-01", "--to", "2025-01-03"]
        commands = [
            ["quota", "--refresh"],
            ["plan", "reports.cdr_1", *dates],
            ["call", "reports.cdr_1", *dates],
            ["call", "GET", "information.php", "token_info"],
            ["export", "reports.cdr_1", *dates, "--out", "out", "--format", "csv"],
            ["upload", "leads.csv", "--campaign", "32841", "--type", "predictive"],
        ]

        def run(command):
            return subprocess.run(
                [sys.executable, "-m", "wolkvox_async.cli", *command],
                cwd=tmp_path,
                env=os.environ | {"PYTHONWARNINGS": "ignore"},
                capture_output=True,
                timeout=60,
                check=False,
            )

        for done in await asyncio.gather(*(asyncio.to_thread(run, command) for command in commands)):
            assert_absent(done.stdout, done.stderr)
            assert b"Traceback" not in done.stderr
            assert b"holds a token as it is" in done.stderr
            assert done.returncode in ({0} if token == SECRET else {0, 3, 5})


def test_no_copy_of_an_error_loses_what_it_says():
    error = errors.OutcomeUnknown("gone", advice="look", first_row=1, last_row=2).at(operation="co", endpoint="x")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert str(twin) == str(error) == "co x: gone; look"
        assert (twin.first_row, twin.last_row, type(twin)) == (1, 2, errors.OutcomeUnknown)
        assert twin.args == error.args


def failing(wolkvox):
    yield wolkvox.information.token_info
    yield lambda: wolkvox.reports.campaign_4(campaign_id="1", **YEAR).rows()
    yield lambda: list(wolkvox.reports.campaign_4(campaign_id="1", **YEAR))
    yield wolkvox.campaign.find_record
    yield lambda: wolkvox.campaign.add_records(
        campaign_id="1", type_campaign="predictive", records=iter([{"tel1": "123"}])
    )
    yield lambda: wolkvox.call("GET", "nothing.php", "nothing")
    yield lambda: wolkvox.with_options(max_wait=-1.0).quota(refresh=True)
    yield lambda: sync.Wolkvox("sales-co", store=f"redis://:{SECRET}@127.0.0.1:6379/0")
    yield lambda: sync.Fleet([wolkvox.operation, wolkvox.operation], store=f"redis://:{SECRET}@127.0.0.1:6379/0?x=1")


def test_no_error_of_a_synchronous_client_shows_it(caplog):
    caplog.set_level(logging.DEBUG)
    heard = []
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0), tokens=("another",)),))
    with Simulator(world) as simulator:
        operation = operation_of(simulator, tokens=(SECRET,))
        with sync.Wolkvox(operation, store=MemoryStore(), listener=heard.append) as wolkvox:
            calls = list(failing(wolkvox))
            for call in calls:
                with pytest.raises(WolkvoxError) as caught:
                    call()
                error = caught.value
                assert_absent(str(error), repr(error), repr(vars(error)))
                assert_absent("".join(traceback.format_exception(error)), repr(error.__context__))
                assert_no_frame_holds_it(error)
            assert_absent(repr(wolkvox), repr(vars(wolkvox)))
    assert_absent(repr(heard), caplog.text)
