"""The simulator as a server: faults on purpose, what it reports of itself, and how it is started."""

import ast
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import zlib
from datetime import date
from pathlib import Path

import aiohttp
import pytest

from tests.support.asking import ADD, DAY, DETAIL, RECORD, serving
from wolkvox_async.simulator import Campaign, Faults, Simulator, Tenant, World
from wolkvox_async.simulator.ledger import digest
from wolkvox_async.simulator.pytest_plugin import wolkvox_simulator  # noqa: F401 - a fixture
from wolkvox_async.simulator.server.faults import AFTER, BEFORE, KINDS

ROOT = Path(__file__).parents[2]
EMPTY = b'{\n    "code": "404",\n    "error": "Not Found",\n    "msg": "Validate dates entered"\n}'


@pytest.fixture
async def serve():
    """Start a simulator and give a client of it; both end with the test."""
    async with serving() as start:
        yield start


# Faults


async def outcome(client, query=DETAIL | DAY, *, patience=10, **kwargs):
    """Tell in a word what came of a call: the connection, the status, or what is wrong with the body."""
    try:
        async with asyncio.timeout(patience):
            status, body, response = await client("campaign.php", query, **kwargs)
    except TimeoutError:
        return "hangs"
    except aiohttp.ClientPayloadError:
        return "breaks off"
    except aiohttp.ClientConnectionError:
        return "no answer"
    return looks(body, response.content_type) if status in (200, 201) else status


def looks(body, content_type):
    try:
        reply = json.loads(body.decode())
    except UnicodeDecodeError:
        return "no UTF-8"
    except json.JSONDecodeError:
        return "no JSON"
    if isinstance(reply, list):
        return "bare list"
    return (reply["code"], type(reply["data"]).__name__, content_type)


BLANK, FILLED = ("error-blank", "error-word"), ("error-filled", "error-rows")
COUNTED = ("msg-last", "msg-spanish", "msg-found", "msg-dots")


@pytest.mark.parametrize("api", ["detail", "add_record"])
@pytest.mark.parametrize("kind", KINDS)
async def test_each_fault_by_script(serve, kind, api):
    client = await serve(faults=Faults(script=[None, kind], hang_seconds=0.6, drip_seconds=0.6))
    write = api == "add_record"
    query, body = (ADD, [RECORD]) if write else (DETAIL | DAY, None)
    code = "201" if write else "200"
    usual = (code, "list", "application/json")
    expected = {
        **dict.fromkeys(("refuse", "reset", "reset-after"), "no answer"),
        **dict.fromkeys(("hang", "hang-after", "drip"), "hangs"),
        **dict.fromkeys(("html", "html-after"), 502),
        **dict.fromkeys(("bom", "cut", "text-before"), "no JSON"),
        "429": 429,
        "500": 500,
        "503": 503,
        "maintenance": 403,
        "half": "breaks off",
        "bad-utf8": "no UTF-8",
        "bare-list": "bare list",
        "content-type": (code, "list", "text/html"),
        "code-int": (int(code), *usual[1:]),
        "code-empty": ("", *usual[1:]),
        "code-str": usual,
        "data-type": (code, "str", "application/json"),
        "list-object": (code, "dict", "application/json"),
        "error-null": (code, "NoneType", "application/json"),
        "midnight": "hangs",
        "413": 413,
        **dict.fromkeys((*BLANK, *FILLED, *COUNTED, "half-emoji", "headers"), usual),
    }
    assert await outcome(client, query, body=body) == usual
    patience = 0.3 if expected[kind] == "hangs" else 10  # a busy machine may take a while
    assert await outcome(client, query, body=body, patience=patience) == expected[kind]
    taken = client.simulator.truth.uploaded("sales-co", "32841")["C-1"]
    assert taken == (0 if not write else 2 if kind in AFTER else 1)
    assert (kind in BEFORE) != (kind in AFTER)
    assert client.simulator.ledger.faults == {kind: 1}
    assert client.kinds() == []
    assert client.simulator.ledger.calls("sales-co") == (1 if kind == "refuse" else 2)
    if expected[kind] != "hangs":
        assert await outcome(client, query, body=body) == usual


def test_faults_come_by_number_or_by_seed():
    turns = Faults(every=3, kinds=("html", "reset"))
    assert [turns.of(n) for n in range(1, 10)] == [
        None,
        None,
        "html",
        None,
        None,
        "reset",
        None,
        None,
        "html",
    ]
    chances = [[Faults(rate=0.2, seed=seed).of(n) for n in range(1, 1001)] for seed in (1, 1, 2)]
    assert chances[0] == chances[1] != chances[2]
    assert 150 < sum(fault is not None for fault in chances[0]) < 250
    with pytest.raises(ValueError, match="no fault 'htlm'"):
        Faults(kinds=("htlm",))


async def test_faults_may_concern_some_apis_only(serve):
    client = await serve(faults=Faults(every=1, kinds=("500",), apis=("add_record",)))
    assert await outcome(client) == ("200", "list", "application/json")
    assert await outcome(client, ADD, body=[RECORD]) == 500


@pytest.mark.parametrize(
    "kind", [each for each in AFTER if not each.startswith(("hang", "reset", "html", "drip", "midnight"))]
)
async def test_faults_of_a_body_leave_refusals_what_they_are(serve, kind):
    client = await serve(faults=Faults(every=1, kinds=(kind,)))
    empty = DETAIL | {"date_ini": "20240101000000", "date_end": "20240101235959"}
    assert await outcome(client, empty) == ("breaks off" if kind == "half" else 404)


@pytest.mark.parametrize("kind", ["reset-after", "html-after", "half"])
async def test_a_breach_is_recorded_though_the_answer_is_lost(serve, kind):
    client = await serve(faults=Faults(every=1, kinds=(kind,)))
    await outcome(client, ADD, body=[RECORD | {"tel1": "x"}])
    assert client.kinds() == ["record"]


async def test_closing_does_not_wait_for_those_who_hang(serve):
    client = await serve(faults=Faults(every=1, kinds=("hang",)))
    call = asyncio.create_task(client("campaign.php", DETAIL | DAY))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(30):  # what hangs does so for ever
        await client.simulator.close()
    with pytest.raises(aiohttp.ClientConnectionError):
        await call


async def test_half_a_request_does_nothing(serve, caplog):
    client = await serve()
    reader, writer = await asyncio.open_connection("127.0.0.1", client.simulator.port)
    query = "&".join(f"{name}={value}" for name, value in ADD.items())
    head = f"POST /api/v2/campaign.php?{query} HTTP/1.1\r\nHost: x\r\nwolkvox-token: token-a\r\n"
    writer.write(head.encode() + b'Content-Length: 999\r\n\r\n[{"customer')
    await writer.drain()
    await asyncio.sleep(0.05)
    assert client.simulator.ledger.in_flight("token-a") == 1
    writer.close()
    await writer.wait_closed()
    assert reader.at_eof() or not await reader.read()
    await asyncio.sleep(0.05)
    assert client.simulator.ledger.in_flight("token-a") == 0
    assert client.simulator.truth.uploaded("sales-co", "32841") == {}
    assert caplog.records == []


async def test_a_token_that_no_operation_has_is_logged_once(serve, caplog):
    caplog.set_level("INFO", "wolkvox_async.simulator")
    client = await serve()
    address = client.simulator.base_url + "information.php?api=skills"
    async with aiohttp.ClientSession() as session:
        for token in ("wrong-one", "wrong-one", "wrong-two", "wrong-one"):
            async with session.get(address, headers={"wolkvox-token": token}) as response:
                assert response.status == 403
        for _ in range(2):
            async with session.get(address) as response:
                assert response.status == 401
    said = [each.getMessage() for each in caplog.records]
    assert said == [
        f"403: no operation has the token that came, digest {digest('wrong-one')}; said once",
        f"403: no operation has the token that came, digest {digest('wrong-two')}; said once",
        "401: a call came without the header wolkvox-token; said once",
    ]


# What it reports of itself, and where it comes from


async def test_another_process_can_ask(serve):
    client = await serve()
    await client("campaign.php", DETAIL | DAY)
    await client("campaign.php", ADD, body=[RECORD], token="token-b")
    await client("campaign.php", {"api": "token-a"})
    await client("campaign.php", {"api": "token-x"}, token="token-x")
    url = client.simulator.base_url.replace("/api/v2/", "/simulator/")

    async def ask(path, status=200, **query):
        async with client.session.get(url + path, params=query) as response:
            assert response.status == status
            text = await response.text()
            assert not any(token in text for token in ("token-a", "token-b", "token-x"))
            return json.loads(text)

    ledger = await ask("ledger")
    assert [each["kind"] for each in ledger["violations"]] == ["bad request"]
    assert [(each["peak"], each["calls"]) for each in ledger["tokens"]] == [(1, 2), (1, 1)]
    assert sum(ledger["calls"]["sales-co"].values()) == ledger["totals"]["calls"] == 3
    where = {"tenant": "sales-co", "campaign_id": "32841"}
    told = await ask("truth", **where, **DAY)
    truth, window = client.simulator.truth, (date(2025, 3, 2), date(2025, 3, 2))
    assert told["rows"] == 4320 == sum(told["campaign_4"].values())
    assert told["checksum"] == truth.checksum("sales-co", "32841", *window)
    assert told["campaign_4"] == truth.totals("sales-co", "32841", *window)
    uploads = await ask("truth", **where, uploads="1")
    assert uploads == where | {
        "records": 1,
        "distinct": 1,
        "duplicates": 0,
        "checksum": zlib.crc32(b"573001112233"),
    }
    await ask("truth", 400, campaign_id="32841", **DAY)
    await ask("truth", 400, **where, date_ini="yesterday", date_end="today")
    await ask("truth", 404, tenant="sales-co", campaign_id="1", **DAY)


def test_the_fixture_serves_those_who_are_not_async(wolkvox_simulator):  # noqa: F811
    query = "api=campaign_4&campaign_id=all&date_ini=20250302000000&date_end=20250302235959"
    url = f"{wolkvox_simulator.base_url}reports_manager.php?{query}"
    with urllib.request.urlopen(urllib.request.Request(url, headers={"wolkvox-token": "any"})) as response:
        rows = json.load(response)["data"]
    assert sum(int(row["records"]) for row in rows) == 300
    assert wolkvox_simulator.ledger.violations == []


def test_a_port_that_is_taken_is_reported(wolkvox_simulator):  # noqa: F811
    with pytest.raises(OSError, match="address already in use"), Simulator(port=wolkvox_simulator.port):
        pass


def test_a_world_may_stand_in_a_file(tmp_path):
    described = """
        seed = 3
        [[tenants]]
        name = "sales-co"
        tokens = ["token-a"]
        licences = 5
        [[tenants.campaigns]]
        id = "7"
        every = 60
    """
    (tmp_path / "world.toml").write_text(described)
    tenant = Tenant(name="sales-co", tokens=["token-a"], licences=5, campaigns=[Campaign(id="7", every=60)])
    assert World.from_file(tmp_path / "world.toml") == World(tenants=[tenant], seed=3)


@pytest.mark.parametrize("written", ["2025-02-01", '"2025-02-01"'])
def test_a_date_of_a_world_may_be_a_date_of_toml(tmp_path, written):
    described = f"""
        [[tenants]]
        name = "sales-co"
        first = {written}
        [[tenants.campaigns]]
        id = "7"
        first = {written}
        last = {written}
    """
    (tmp_path / "world.toml").write_text(described)
    [tenant] = World.from_file(tmp_path / "world.toml").tenants
    assert (tenant.begins, tenant.campaigns[0].begins, tenant.campaigns[0].ends) == (1738368000,) * 3


@pytest.mark.parametrize(
    ("described", "said"),
    [
        ('sed = 3\n[[tenants]]\nname = "a"', "the file: no key 'sed'; did you mean 'seed'?"),
        ('[[tenants]]\nname = "a"\nlicenses = 5', "tenant 1 (a): no key 'licenses'; did you mean 'licences'?"),
        (
            '[[tenants]]\nname = "a"\n[[tenants.campaigns]]\nid = "1"\nevry = 60',
            "campaign 1: no key 'evry'; did you mean 'every'",
        ),
        ('[[tenants]]\nname = "a"\nfirst = 2025-02-01T10:00:00', "tenant 1 (a): 2025-02-01 10:00:00 is a moment"),
        ('[[tenants]]\nname = "a"\nfirst = "yesterday"', "tenant 1 (a): Invalid isoformat string: 'yesterday'"),
        ('[[tenants]]\nname = "a"\ntokens = "token-a"', "tenant 1 (a): tokens is one text"),
        ("[[tenants]]\nlicences = 5", "tenant 1: "),
        ("tenants = [1]", "tenant 1 is no table"),
        ("name =", "Invalid value"),
    ],
)
def test_what_is_wrong_with_a_world_in_a_file_is_named(tmp_path, described, said):
    (tmp_path / "world.toml").write_text(described)
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        World.from_file(tmp_path / "world.toml")
    assert str(caught.value).startswith(str(tmp_path / "world.toml"))


def test_a_world_is_checked():
    with pytest.raises(ValueError, match="the same token"):
        World(tenants=(Tenant(name="a", tokens=("token-a",)), Tenant(name="b", tokens=("token-a",))))
    with pytest.raises(ValueError, match="the same campaign"):
        Tenant(name="a", campaigns=(Campaign(id="1"), Campaign(id="1")))


def test_the_plugin_imports_nothing_but_pytest():
    tree = ast.parse((ROOT / "wolkvox_async/simulator/pytest_plugin.py").read_text())
    assert [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)] == [
        "from typing import TYPE_CHECKING",
        "import pytest",
    ]


def simulate(*arguments):
    command = [
        sys.executable,
        "-c",
        "from wolkvox_async.cli.simulate import simulate; simulate()",
        *arguments,
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_one_line_and_ends_cleanly(tmp_path, number):
    described = {"name": "sales-co", "tokens": ["token-a"], "campaigns": [{"id": "7", "every": 60}]}
    (tmp_path / "world.json").write_text(json.dumps({"seed": 3, "tenants": [described]}))
    process = simulate("--tenants", str(tmp_path / "world.json"), "--fault-every", "2", "--fault", "html")
    url = process.stdout.readline().strip()
    query = "api=detail&type_campaign=predictive&campaign_id=7&date_ini=20250302000000&date_end=20250302235959"
    request = urllib.request.Request(f"{url}campaign.php?{query}", headers={"wolkvox-token": "token-a"})
    with urllib.request.urlopen(request) as response:
        assert len(json.load(response)["data"]) == 1440
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_the_command_tells_what_a_client_did_wrong():
    """The reply says no more than the vendor's would; whoever tries a client out sees here what it was."""
    process = simulate()
    url = process.stdout.readline().strip()
    request = urllib.request.Request(f"{url}campaign.php?api=start", headers={"wolkvox-token": "a-word"}, method="PUT")
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=10)
    assert err == "demo PUT campaign.php start: bad request: parameter campaign_id is missing\n"


def test_the_command_tells_what_is_wrong():
    first = simulate()
    port = first.stdout.readline().strip().rsplit(":", 1)[1].partition("/")[0]
    out, err = (second := simulate("--port", port)).communicate(timeout=10)
    assert (second.returncode, out, len(err.splitlines())) == (1, "", 1)
    assert port in err
    out, err = (third := simulate("--fault-every", "2", "--fault", "htlm")).communicate(timeout=10)
    assert (third.returncode, "no fault 'htlm'" in err) == (2, True)
    first.terminate()
    first.communicate(timeout=10)
