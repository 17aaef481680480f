"""The gateway as programs see it: over real sockets, in front of the simulator, which judges the limits."""

import asyncio
import json
import logging
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import yarl

from tests.support.raw_server import raw_server, reply, writing
from tests.support.worlds import TOKENS, operation_of, tenant
from wolkvox_async import Fleet, MemoryStore
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.gateway import Gateway
from wolkvox_async.simulator import Campaign, Faults, Simulator, World
from wolkvox_async.simulator.ledger import digest

SKILLS = "sales-co/api/v2/information.php?api=skills"
AGENTS = "sales-co/api/v2/real_time.php?api=agents"
ADD = "sales-co/api/v2/campaign.php?api=add_record&type_campaign=predictive&campaign_id=32841&campaign_status=start"


@asynccontextmanager
async def gateway_at(*operations, **options):
    """Give a gateway in front of operations, and a session whose requests go to it."""
    async with (
        Fleet(operations, store=MemoryStore()) as fleet,
        Gateway(fleet, **options) as gateway,
        aiohttp.ClientSession(f"{gateway.address}/") as session,
    ):
        yield gateway, session


@asynccontextmanager
async def simulated(*campaigns, options=None, licences=20, **behaviour):
    world = World(tenants=(tenant(*campaigns, licences=licences),))
    async with (
        Simulator(world, **behaviour) as simulator,
        gateway_at(operation_of(simulator), **(options or {})) as (gateway, session),
    ):
        yield simulator, gateway, session


async def get(session, path, **options):
    async with session.get(path, **options) as response:
        return response.status, response.headers, await response.read()


PATHS = {
    "records": "information.php?api=skills",
    "dates": "reports_manager.php?api=cdr_1&date_ini=20260202000000&date_end=20260202235959",
    "empty window": "reports_manager.php?api=cdr_1&date_ini=20200101000000&date_end=20200101235959",
    "refusal": "reports_manager.php?api=cdr_1",
    "unknown api": "information.php?api=nothing_of_this_name",
    "unknown script": "nothing.php?api=skills",
    "doubled key": "real_time.php?api=skills&skill_id=1&skill_id=all",
    "text to escape": "campaign.php?api=find_record&campaign_id=32841&customer_id=%C3%91and%C3%BA%20%26%20co",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
async def test_status_and_body_come_as_the_server_writes_them(path):
    async with simulated() as (simulator, _, session):
        status, headers, body = await get(session, f"sales-co/api/v2/{path}", headers={"wolkvox-token": "whatever"})
        async with aiohttp.ClientSession(headers={"wolkvox-token": TOKENS[0], "wolkvox_server": "0099"}) as direct:
            expected, _, same = await get(direct, simulator.base_url + path)
        assert (status, body) == (expected, same)
        assert int(headers["X-Wolkvox-Quota-Left"]) == 20_000 - 1


async def test_a_body_of_megabytes_is_streamed_as_it_came():
    body = json.dumps({"code": "200", "error": None, "msg": "", "data": ["é" * 100] * 40_000}).encode()
    async with raw_server(writing(reply(body))) as server, gateway_at(server.operation) as (_, session):
        assert (await get(session, SKILLS))[2] == body


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        ("200 OK", b"<b>Warning</b> {}", "text/html"),
        ("500 Oops", b"\xff\x00 broken", "text/plain"),
        ("200 OK", b'{"error": "no", "data": []}', "application/json"),
        ("403 Forbidden", b'{"msg": "maintenance"}', "application/json"),
        ("200 OK", b"", "application/json"),
    ],
)
async def test_a_reply_of_no_meaning_is_handed_on_too(status, body, kind):
    answer = reply(body, f"Content-Type: {kind}", status=status)
    async with raw_server(writing(answer)) as server, gateway_at(server.operation) as (_, session):
        got, headers, given = await get(session, SKILLS)
        assert (got, given, headers["Content-Type"]) == (int(status[:3]), body, kind)


async def test_a_written_record_takes_effect_once():
    lead = {"customer_name": "Ana", "customer_id": "A-1", "tel1": "573001112233"}
    async with simulated() as (simulator, _, session):
        async with session.post(ADD, json=lead) as response:
            assert (response.status, (await response.json(content_type=None))["code"]) == (201, "201")
        _, _, found = await get(
            session, "sales-co/api/v2/campaign.php?api=find_record&campaign_id=32841&customer_id=A-1"
        )
        assert len(json.loads(found)["data"]) == 1
        assert simulator.ledger.violations == []


async def test_sixteen_programs_at_once_never_exceed_two_calls_of_a_token():
    async with simulated(latency=0.02) as (simulator, _, session):

        async def program(number):
            for at in range(4):
                path = f"sales-co/api/v2/real_time.php?api=skills&skill_id=all&program={number}-{at}"
                assert (await get(session, path))[0] == 200

        await asyncio.gather(*map(program, range(16)))
        assert simulator.ledger.violations == []
        assert simulator.ledger.peak(TOKENS[0]) == 2
        assert simulator.ledger.calls("sales-co") == 64


async def test_identical_reads_under_way_are_one_call():
    async with simulated(latency=0.1) as (simulator, _, session):
        replies = await asyncio.gather(*(get(session, AGENTS) for _ in range(100)))
        assert len({body for _, _, body in replies}) == 1
        assert simulator.ledger.calls("sales-co") == 1
        await get(session, AGENTS)
        assert simulator.ledger.calls("sales-co") == 2  # what has ended answers no later question


async def test_identical_writes_are_each_a_call():
    async with simulated(latency=0.05) as (simulator, _, session):
        lead = {"customer_name": "Ana", "customer_id": "A-1", "tel1": "573001112233"}
        await asyncio.gather(*(session.post(ADD, json=lead) for _ in range(3)))
        assert simulator.ledger.calls("sales-co") == 3


async def test_a_reply_is_kept_only_for_what_is_named_and_only_for_its_time():
    async with simulated(options={"cache": {"real_time": 0.3}}) as (simulator, _, session):
        first = await get(session, AGENTS)
        assert (await get(session, AGENTS))[2] == first[2]
        assert simulator.ledger.calls("sales-co") == 1
        await get(session, SKILLS)
        await get(session, SKILLS)
        assert simulator.ledger.calls("sales-co") == 3
        await asyncio.sleep(0.4)
        await get(session, AGENTS)
        assert simulator.ledger.calls("sales-co") == 4


@pytest.mark.parametrize("name", ["real_times", "real_time.agentes"])
async def test_a_name_that_would_keep_nothing_is_refused(name):
    with pytest.raises(ConfigurationError, match="real_time"):
        async with simulated(options={"cache": {name: 300.0}}):
            pass


async def test_a_refusal_is_not_kept():
    async with simulated(options={"cache": {"information": 60.0}}) as (simulator, _, session):
        wrong = "sales-co/api/v2/information.php?api=nothing_of_this_name"
        await get(session, wrong)
        await get(session, wrong)
        assert simulator.ledger.calls("sales-co") == 2


async def test_one_program_that_leaves_takes_the_reply_from_no_other():
    async with simulated(latency=0.3) as (simulator, _, session):
        leaving = asyncio.create_task(get(session, AGENTS))
        staying = asyncio.create_task(get(session, AGENTS))
        await asyncio.sleep(0.1)
        leaving.cancel()
        assert (await staying)[0] == 200
        assert simulator.ledger.calls("sales-co") == 1


async def test_a_program_that_leaves_while_it_waits_costs_no_call():
    async with simulated(latency=0.3) as (simulator, _, session):
        busy = [asyncio.create_task(get(session, f"{AGENTS}&n={n}")) for n in range(2)]
        await asyncio.sleep(0.1)
        leaving = asyncio.create_task(get(session, f"{AGENTS}&n=3"))
        await asyncio.sleep(0.05)
        leaving.cancel()
        await asyncio.gather(*busy)
        await asyncio.sleep(0.4)
        assert simulator.ledger.calls("sales-co") == 2
        assert json.loads((await get(session, "_status"))[2])["operations"]["sales-co"]["busy"] == 0


async def test_a_spent_quota_is_429_with_the_seconds_until_the_reset():
    async with simulated(licences=1) as (simulator, _, session):
        served = simulator.world.tenant("sales-co")
        today = datetime.now(ZoneInfo(served.tz)).date()
        simulator.ledger.begin(served, digest(TOKENS[0]), today, 1000)  # another program has spent the day
        simulator.ledger.end(digest(TOKENS[0]))
        status, headers, body = await get(session, SKILLS)
        assert (status, b"LIMIT EXCEEDED" in body.upper(), headers["X-Wolkvox-Quota-Left"]) == (403, True, "0")
        asked = simulator.ledger.calls("sales-co")
        status, headers, body = await get(session, AGENTS)
        assert (status, json.loads(body)["code"]) == (429, "429")
        assert 0 < int(headers["Retry-After"]) <= 25 * 3600
        assert simulator.ledger.calls("sales-co") == asked


async def test_a_wait_beyond_the_limit_is_503_with_retry_after():
    async with simulated(latency=1.0, options={"max_wait": 0.1}) as (_, _, session):
        busy = [asyncio.create_task(get(session, f"{AGENTS}&n={n}")) for n in range(2)]
        await asyncio.sleep(0.05)
        status, headers, body = await get(session, SKILLS)
        assert status == 503
        assert int(headers["Retry-After"]) >= 1
        assert "information.skills" in json.loads(body)["msg"]
        await asyncio.gather(*busy)


async def test_no_server_is_502_and_a_write_of_unknown_outcome_is_504():
    async with simulated(faults=Faults(every=1, kinds=("reset-after",))) as (simulator, _, session):
        async with session.post(ADD, json={"customer_id": "A-1", "tel1": "573001112233"}) as response:
            assert response.status == 504
            assert "Retry-After" not in response.headers
        assert simulator.ledger.calls("sales-co") == 1


async def test_a_key_is_asked_for_where_there_is_one():
    async with simulated(options={"key": "key-of-the-gateway"}) as (simulator, _, session):
        for headers in ({}, {"wolkvox-token": "another"}, {"Authorization": "Bearer another"}):
            assert (await get(session, SKILLS, headers=headers))[0] == 401
        assert (await get(session, "_status"))[0] == 401
        assert (await get(session, "metrics"))[0] == 401
        for headers in ({"wolkvox-token": "key-of-the-gateway"}, {"Authorization": "Bearer key-of-the-gateway"}):
            assert (await get(session, SKILLS, headers=headers))[0] == 200
        assert simulator.ledger.calls("sales-co") == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "gateway.example"])
async def test_an_address_that_others_reach_needs_a_key(host):
    async with Simulator(World(tenants=(tenant(),))) as simulator:
        with pytest.raises(ConfigurationError, match="open to other machines"):
            Gateway(Fleet([operation_of(simulator)], store=MemoryStore()), host=host)


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Host": "rebound.example"}])
async def test_a_page_in_a_browser_cannot_use_the_tokens(headers):
    async with simulated() as (simulator, _, session):
        assert (await get(session, SKILLS, headers=headers))[0] == 403
        assert simulator.ledger.calls("sales-co") == 0


async def test_an_unknown_operation_is_refused_with_the_known_ones():
    async with simulated() as (_, _, session):
        status, _, body = await get(session, "sales-mx/api/v2/information.php?api=skills")
        assert (status, "/sales-co/api/v2/" in body.decode()) == (404, True)


async def test_the_first_page_says_what_this_is_and_where_things_are():
    async with simulated() as (simulator, _, session):
        status, headers, body = await get(session, "")
        said = json.loads(body)
        assert (status, headers["Content-Type"]) == (200, "application/json")
        assert said["operations"] == ["/sales-co/api/v2/"]
        assert (await get(session, said["example"]))[0] == 200
        assert {(await get(session, path))[0] for path in said["about"]} == {200}
        assert TOKENS[0] not in body.decode()
        assert simulator.ledger.calls("sales-co") == 1


async def test_without_the_key_the_first_page_names_no_operation():
    async with simulated(options={"key": "key-of-the-gateway"}) as (_, _, session):
        for path in ("", "sales-mx/api/v2/information.php?api=skills"):
            assert "sales-co" not in (await get(session, path))[2].decode()
        status, _, body = await get(session, "", headers={"wolkvox-token": "key-of-the-gateway"})
        assert (status, json.loads(body)["operations"]) == (200, ["/sales-co/api/v2/"])
        assert "key-of-the-gateway" not in body.decode()


@pytest.mark.parametrize("path", ["sales-co", "sales-co/", "sales-co/api", "sales-co/api/v2/", "api/v2/"])
async def test_a_path_that_asks_for_nothing_is_no_call(path):
    async with simulated() as (simulator, _, session):
        status, _, body = await get(session, path)
        assert status == 404
        assert "/sales-co/api/v2/" in json.loads(body)["msg"]
        assert simulator.ledger.calls("sales-co") == 0


async def test_the_only_operation_needs_no_name():
    async with simulated() as (_, _, session):
        assert (await get(session, "api/v2/information.php?api=skills"))[0] == 200


async def test_log_lines_hold_neither_token_nor_parameters(caplog):
    caplog.set_level(logging.INFO, "wolkvox_async.gateway")
    async with simulated() as (_, _, session):
        await get(session, "sales-co/api/v2/campaign.php?api=find_record&campaign_id=32841&customer_id=ID-OF-ANA")
    (line,) = [each.getMessage() for each in caplog.records if each.name == "wolkvox_async.gateway"]
    assert line.startswith("sales-co GET campaign.find_record ")
    assert "ID-OF-ANA" not in line
    assert TOKENS[0] not in line


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (
            "sales/api/v2/information.php?api=skills&telephone=573001112233",
            "- GET /sales/api/v2/information.php?api=skills",
        ),
        (
            "sales-co/api/v2/nothing.php?customer_id=ID-OF-ANA&api=x%0Ay",
            "sales-co GET /sales-co/api/v2/nothing.php?api=x%0Ay",
        ),
        ("sales-co/api/v2/", "sales-co GET /sales-co/api/v2/"),
        (f"sales-co/{'x' * 4_000}.php", f"sales-co GET /sales-co/{'x' * 190}"),
    ],
    ids=["operation", "script", "no script", "long"],
)
async def test_the_line_of_what_is_unknown_shows_its_path_and_api_and_no_other_parameter(path, shown, caplog):
    caplog.set_level(logging.INFO, "wolkvox_async.gateway")
    async with simulated() as (_, _, session):
        status, _, _ = await get(session, yarl.URL(path, encoded=True))
    (line,) = [each.getMessage() for each in caplog.records if each.name == "wolkvox_async.gateway"]
    assert line.startswith(f"{shown} {status}, ")


@pytest.mark.parametrize(
    ("operation", "logged"),
    [("token-of-others", ["the server refused the token of sales-co: see wolkvox doctor"]), ("", [])],
)
async def test_a_token_that_the_server_refuses_is_said_once(operation, logged, caplog):
    async with (
        Simulator(World(tenants=(tenant(),))) as simulator,
        gateway_at(operation_of(simulator, tokens=[operation or TOKENS[0]])) as (_, session),
    ):
        for _ in range(3):
            assert (await get(session, SKILLS))[0] == (403 if operation else 200)
    errors = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    assert errors == logged


async def test_a_refusal_for_another_reason_says_nothing_of_the_token(caplog):
    async with simulated(licences=1, faults=Faults(every=1, kinds=("maintenance",)), options={"max_wait": 0}) as (
        _,
        _,
        session,
    ):
        assert (await get(session, SKILLS))[0] == 403
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_errors_are_counted_from_zero_on_for_each_operation_and_class():
    async with simulated() as (_, _, session):
        _, _, body = await get(session, "metrics")
    found = [line for line in body.decode().splitlines() if line.startswith("wolkvox_gateway_errors_total{")]
    assert 'wolkvox_gateway_errors_total{endpoint="other",error="QuotaSpent",operation="sales-co"} 0.0' in found
    assert len(found) > 5
    assert all(line.endswith(" 0.0") for line in found)


async def test_metrics_count_requests_calls_and_permits():
    async with simulated(latency=0.05) as (_, _, session):
        await asyncio.gather(*(get(session, AGENTS) for _ in range(3)))
        _, headers, body = await get(session, "metrics")
    assert headers["Content-Type"].startswith("application/openmetrics-text")
    lines = dict(line.rsplit(" ", 1) for line in body.decode().splitlines() if not line.startswith("#"))
    labels = 'endpoint="real_time.agents",operation="sales-co"'
    assert lines[f"wolkvox_gateway_calls_total{{{labels}}}"] == "1.0"
    assert lines[f"wolkvox_gateway_shared_total{{{labels}}}"] == "2.0"
    assert lines[f'wolkvox_gateway_requests_total{{{labels},status="200"}}'] == "3.0"
    assert lines['wolkvox_quota_used{operation="sales-co"}'] == "1.0"
    assert lines['wolkvox_permits{operation="sales-co"}'] == "2.0"


async def test_a_third_call_that_the_server_refused_is_made_again():
    async with simulated(Campaign(id="32841"), faults=Faults(every=1000, kinds=("500",)), latency=0.2) as (
        simulator,
        _,
        session,
    ):
        headers = {"wolkvox-token": TOKENS[0], "wolkvox_server": "0099"}
        async with aiohttp.ClientSession(headers=headers) as other:  # a program that does not ask the gateway
            calls = [get(other, simulator.base_url + f"real_time.php?api=agents&n={n}") for n in range(2)]
            others = asyncio.gather(*calls)
            await asyncio.sleep(0.05)
            assert (await get(session, SKILLS))[0] == 200
            await others


async def test_closing_lets_a_request_under_way_end():
    async with simulated(latency=0.3) as (_, gateway, session):
        asked = asyncio.create_task(get(session, SKILLS))
        await asyncio.sleep(0.1)
        await gateway.aclose()
        assert (await asked)[0] == 200
