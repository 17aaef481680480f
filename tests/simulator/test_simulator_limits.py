"""The simulator's limits over real sockets: each is answered and recorded, and good clients leave no trace."""

import asyncio
import json
from datetime import date, datetime
from pathlib import Path

import aiohttp
import pytest

from tests.support.asking import ADD, DAY, DETAIL, RECORD, serving, world
from wolkvox_async.simulator import Switches, World
from wolkvox_async.simulator.rows.sources import DetailRows

ROOT = Path(__file__).parents[2]
EMPTY = b'{\n    "code": "404",\n    "error": "Not Found",\n    "msg": "Validate dates entered"\n}'


@pytest.fixture
async def serve():
    """Start a simulator and give a client of it; both end with the test."""
    async with serving() as start:
        yield start


async def test_tokens(serve):
    client = await serve()
    query = {"api": "token_info"}
    for token, expected in (
        ("", (401, "PLEASE ENTER THE WOLKVOX-TOKEN")),
        ("token-x", (403, "PLEASE VALIDATE TOKEN")),
    ):
        status, reply = await client.json("information.php", query, token=token)
        assert (status, reply["msg"]) == expected
    default = await serve(World.default())
    assert (await default("information.php", query, token="any-token"))[0] == 200
    assert (await default("information.php", query, token="wrong-token"))[0] == 403
    assert client.simulator.ledger.calls("sales-co") == 0


@pytest.mark.parametrize(
    ("script", "query", "status", "msg", "kind"),
    [
        (
            "campaign.php",
            {"api": "nonsense"},
            400,
            "THE API YOU WANT TO CONSULT DOES NOT EXIST",
            "bad request",
        ),
        ("nonsense.php", DETAIL | DAY, 400, "THE API YOU WANT TO CONSULT DOES NOT EXIST", "bad request"),
        (
            "campaign.php",
            DETAIL | {"date_ini": "20250101000000"},
            400,
            "SOME PARAMETERS ARE REQUIRED",
            "bad request",
        ),
        (
            "campaign.php",
            DETAIL | DAY | {"type_campaign": "other"},
            400,
            "SOME PARAMETERS ARE INVALID",
            "bad request",
        ),
        (
            "campaign.php",
            DETAIL | DAY | {"date_ini": "2025-03-02"},
            400,
            "SOME PARAMETERS ARE INVALID",
            "bad request",
        ),
        ("campaign.php", ADD, 400, "THE API YOU WANT TO CONSULT DOES NOT EXIST", "bad request"),
        ("campaign.php", {"api": "find_record"}, 400, "SOME PARAMETERS ARE REQUIRED", "bad request"),
        (
            "campaign.php",
            DETAIL | DAY | {"date_ini": "20250303000000"},
            400,
            "SOME PARAMETERS ARE INVALID",
            "window",
        ),
        (
            "campaign.php",
            DETAIL | DAY | {"date_ini": "20250130000000"},
            400,
            "THE DATE RANGE EXCEEDS 31 DAYS",
            "window",
        ),
        (
            "campaign.php",
            DETAIL | DAY | {"campaign_id": "99999"},
            404,
            "Campaign_id 99999 does not exist in your operation.",
            None,
        ),
        (
            "campaign.php",
            DETAIL | DAY | {"campaign_id": "32842"},
            404,
            "Campaign_id 32842 does not exist in your operation.",
            None,
        ),
    ],
)
async def test_bad_requests_are_answered_and_recorded(serve, script, query, status, msg, kind):
    client = await serve()
    answered, reply = await client.json(script, query)
    assert (answered, reply["code"], reply["msg"]) == (status, str(status), msg)
    assert client.kinds() == ([kind] if kind else [])


async def test_31_days_are_allowed(serve):
    client = await serve(world(every=3600.0))
    window = {"date_ini": "20250101000000", "date_end": "20250131235959"}
    _, reply = await client.json("campaign.php", DETAIL | window)
    assert (len(reply["data"]), client.kinds()) == (31 * 24, [])


async def test_a_third_call_at_once_is_refused_and_recorded(serve):
    client = await serve(latency=0.2)
    query = {"api": "token_info"}
    two = [asyncio.create_task(client("information.php", query)) for _ in range(2)]
    await asyncio.sleep(0.08)
    status, reply = await client.json("information.php", query)
    msg = "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"
    assert (status, reply["msg"], reply["error"]) == (403, msg, "FORBIDDEN")
    assert (await client("information.php", query, token="token-b"))[0] == 200  # permits are of each token
    assert [status for status, _, _ in await asyncio.gather(*two)] == [200, 200]
    assert client.kinds() == ["simultaneous"]
    assert client.simulator.ledger.peak("token-a") == 3
    assert client.simulator.ledger.peak("token-b") == 1
    assert client.simulator.ledger.calls("sales-co") == 4


async def test_a_call_is_in_flight_until_its_handler_ends(serve):
    client = await serve(latency=0.4)
    ledger = client.simulator.ledger
    given_up = [asyncio.create_task(client("campaign.php", ADD, body=[RECORD])) for _ in range(2)]
    await asyncio.sleep(0.1)
    for task in given_up:
        task.cancel()
    await asyncio.gather(*given_up, return_exceptions=True)
    assert ledger.in_flight("token-a") == 2
    assert (await client("information.php", {"api": "token_info"}))[0] == 403
    await asyncio.sleep(0.5)
    assert ledger.in_flight("token-a") == 0
    assert client.kinds() == ["simultaneous"]
    assert client.simulator.truth.uploaded("sales-co", "32841") == {"C-1": 2}  # both were carried out


async def test_the_quota_is_the_tenants_and_of_its_calendar_day(serve):
    moment = [datetime.fromisoformat("2025-06-01T23:59:50-05:00").timestamp()]
    client = await serve(world(licences=1), clock=lambda: moment[0])
    ledger = client.simulator.ledger
    for _ in range(998):
        ledger.begin(client.simulator.world.tenants[0], "digest", date(2025, 6, 1))
    query = {"api": "token_info"}
    _, reply = await client.json("information.php", query)
    assert reply["data"][0] | {"description": ""} == {
        "description": "",
        "token_limit": "1000",
        "token_use_today": "1",
        "all_token_today": "999",
        "available_consumption_options": "1",
    }
    assert (await client("information.php", query, token="token-b"))[0] == 200
    assert client.kinds() == []
    status, reply = await client.json("information.php", query)
    assert (status, reply["msg"]) == (403, "TOKEN LIMIT EXCEEDED")
    assert client.kinds() == ["quota"]
    moment[0] += 10
    assert (await client("information.php", query))[0] == 200
    assert ledger.calls("sales-co", date(2025, 6, 2)) == 1
    assert ledger.calls("sales-co") == 1002


async def test_the_quota_may_change_at_noon(serve):
    noon = datetime.fromisoformat("2025-06-01T12:00:00-05:00").timestamp()
    client = await serve(clock=lambda: noon, switches=Switches(licences_after_noon=3))
    _, reply = await client.json("information.php", {"api": "token_info"})
    assert reply["data"][0]["token_limit"] == "3000"


@pytest.mark.parametrize(("full_message", "said"), [("cut", 60_000), ("true", 86_400)])
async def test_a_reply_is_cut_at_60000_rows(serve, full_message, said):
    client = await serve(world(every=1.0), switches=Switches(full_message=full_message))
    _, reply = await client.json("campaign.php", DETAIL | DAY)
    assert reply["msg"] == f"{said} records were found"
    assert len({row["conn_id"] for row in reply["data"]}) == 60_000
    assert reply["data"][0]["date"] == "2025-03-02 23:59:59"


async def test_a_large_reply_leaves_the_loop_its_time(serve, monkeypatch):
    written, write = [], DetailRows.write
    monkeypatch.setattr(DetailRows, "write", lambda self, numbers: written.append(len(numbers)) or write(self, numbers))
    client = await serve(world(every=1.0))
    assert len((await client("campaign.php", DETAIL | DAY))[1]) > 75_000_000
    assert sum(written) >= 60_000
    assert max(written) <= 512  # a turn of the loop; each is followed by a write to the socket, which others run beside


@pytest.mark.parametrize(("oversize", "ends"), [("error", 500), ("drop", None), ("serve", 200)])
async def test_a_reply_of_too_many_bytes(serve, oversize, ends):
    client = await serve(world(comment_bytes=4000), switches=Switches(oversize=oversize, reply_bytes=2**20))
    if ends:
        assert (await client("campaign.php", DETAIL | DAY))[0] == ends
    else:
        with pytest.raises(aiohttp.ClientPayloadError):
            await client("campaign.php", DETAIL | DAY)


async def test_a_call_of_too_many_seconds(serve):
    client = await serve(latency=1.0, switches=Switches(call_seconds=0.05))
    status, body, response = await client("campaign.php", DETAIL | DAY)
    assert (status, response.content_type, body[:6]) == (504, "text/html", b"<html>")
    client = await serve(latency=1.0, switches=Switches(call_seconds=0.05, slow="drop"))
    with pytest.raises(aiohttp.ClientConnectionError):
        await client("campaign.php", DETAIL | DAY)


async def test_rows_may_be_published_late(serve):
    now = datetime.fromisoformat("2025-03-02T12:00:00-05:00").timestamp()
    client = await serve(clock=lambda: now, switches=Switches(publication_delay=600))
    _, reply = await client.json("campaign.php", DETAIL | DAY)
    assert reply["data"][0]["date"] == "2025-03-02 11:50:00"
    growing = await serve(world(last=None), clock=lambda: now)
    _, reply = await growing.json("campaign.php", DETAIL | DAY)
    assert reply["data"][0]["date"] == "2025-03-02 12:00:00"


async def test_bodies_may_be_compressed(serve):
    client = await serve(switches=Switches(gzip=True))
    _, body, response = await client("campaign.php", DETAIL | DAY)
    assert response.headers["Content-Encoding"] == "gzip"
    assert int(client.simulator.ledger.bytes_sent) == len(body)
    assert len(json.loads(body)["data"]) == 4320
    _, _, response = await client("campaign.php", DETAIL | DAY, **{"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in response.headers
