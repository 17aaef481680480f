"""The simulator writes as the vendor's server does: bytes, codes, names and kinds of values, for other programs too."""

import json
import re
from pathlib import Path

import aiohttp
import pytest

from tests.support.calling import ask, body_of, query_of
from tests.support.worlds import NOON, tenant
from wolkvox_async.catalogue import catalogue_files, entries
from wolkvox_async.simulator import Simulator, Switches, World

HERE = Path(__file__).parents[1]
EMPTY = b'{\n    "code": "404",\n    "error": "Not Found",\n    "msg": "Validate dates entered"\n}'
SEEN = {"information.audit_log": "0"}  # in real traffic; every other success has its status, as a text
BARE = ("campaign.campaign_15", "listenvox.analyse", "real_time.info_server")  # have an envelope of their own


@pytest.fixture
async def server():
    """Give a function that makes a right call of an endpoint and returns status and bytes."""
    world = World(tenants=(tenant(),), seed=3)
    async with Simulator(world, clock=lambda: NOON) as simulator, aiohttp.ClientSession() as session:

        async def said(entry, **more):
            campaign = {"campaign_id": "32842"} if entry.variant == "preview" else {}
            return await ask(session, simulator, entry, query_of(entry, **(campaign | more)), **body_of(entry))

        said.simulator, said.session = simulator, session
        yield said


def as_php(document):
    """Write a document as PHP does with JSON_PRETTY_PRINT."""
    return json.dumps(document, indent=4, ensure_ascii=True).replace("/", "\\/").encode()


# Bytes


@pytest.mark.parametrize("path", [file.path for file in catalogue_files()])
async def test_every_reply_is_byte_for_byte_in_the_vendors_manner(server, path):
    for entry in next(file for file in catalogue_files() if file.path == path).entries:
        status, body = await server(entry)
        document = json.loads(body)
        assert body == as_php(document), entry.full_name
        assert b"\r" not in body
        assert body.isascii()
        if entry.full_name not in BARE or status == 404:
            names = ["code", "error", "msg", "data"]
            assert list(document) in (names, names[:3]), entry.full_name
            assert (document["error"] is None) == (status < 400), entry.full_name
        if status < 400:
            check_values(entry, document)


def check_values(entry, document):
    """The code and every value is a text: numbers too."""
    if entry.full_name not in BARE:
        assert document["code"] == SEEN.get(entry.full_name, str(entry.reply.status)), entry.full_name
    assert {type(each) for each in leaves(document.get("data"))} <= {str, type(None)}, entry.full_name


def leaves(value):
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


async def test_texts_are_escaped_as_php_escapes_them(server):
    entry = next(each for each in entries() if each.full_name == "reports.cdr_1")
    _, body = await server(entry)
    assert re.search(rb"\\u00[ef][0-9a-f]", body), "no accent"
    assert re.search(rb"\\/", body), "no slash"
    assert not re.search(rb"[^\\]/", body), "a slash without its backslash"
    assert body.index(b'"msg"') < body.index(b'"data"')
    lines = body.split(b"\n")
    assert {len(line) - len(line.lstrip(b" ")) for line in lines} == {0, 4, 8, 12}
    assert re.fullmatch(rb'    "msg": "[0-9]+ records were found",', lines[3])


@pytest.mark.parametrize("name", [entry.full_name for entry in entries() if entry.rows])
async def test_a_window_without_rows_is_84_bytes(server, name):
    entry = next(each for each in entries() if each.full_name == name)
    assert len(EMPTY) == 84
    dates = {"date_ini": "20200101000000", "date_end": "20200101235959"}
    assert await server(entry, **dates) == (404, EMPTY)


# Shapes


SAMPLES = {
    "activity_codes": "information.activity_codes",
    "agent_1": "reports.agent_1",
    "audit_log": "information.audit_log",
    "campaign_3": "reports.campaign_3",
    "cdr_1": "reports.cdr_1",
    "chat_1": "reports.chat_1",
    "real_time_campaigns": "real_time.campaigns",
    "whatsapp_agent_chat": "whatsapp.agent_chat",
}
KINDS = {
    "moment": r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}",
    "duration": r"[0-9]{2,}:[0-9]{2}:[0-9]{2}",
    "percent": r"[0-9,]+\.[0-9]{2} %",
    "number": r"[0-9]+(\.[0-9]+)?",
    "flag": r"yes|no",
    "missing": r"|-|--",
}


def kind_of(value):
    if not isinstance(value, str):
        return type(value).__name__
    return next((name for name, pattern in KINDS.items() if re.fullmatch(pattern, value)), "text")


def kinds(rows):
    """Return which kinds of values each name has, over all rows."""
    found = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(kind_of(value))
    return found


def sampled(name):
    document = json.loads((HERE / "samples" / f"{name}.json").read_text("utf-8"))
    return document, rows_of(document)


def rows_of(document):
    data = document["data"]
    return data["data"] if isinstance(data, dict) else data


@pytest.mark.parametrize(("sample", "name"), SAMPLES.items())
async def test_replies_have_the_names_and_kinds_of_values_of_real_ones(server, sample, name):
    entry = next(each for each in entries() if each.full_name == name)
    document, rows = sampled(sample)
    more = {"date_ini": "20260201000000", "date_end": "20260228235959"} if entry.rows else {}
    status, body = await server(entry, **more)
    reply = json.loads(body)
    assert (status, list(reply)) == (200, list(document))
    assert type(reply["data"]) is type(document["data"])
    if isinstance(reply["data"], dict):
        assert list(reply["data"]) == list(document["data"])
    there, here = kinds(rows), kinds(rows_of(reply))
    spelt = {also: each.wire for each in entry.fields for also in each.also}
    there = {spelt.get(each, each): kind for each, kind in there.items()}
    optional = {each.wire for each in entry.fields if each.where}
    assert here.keys() - optional == there.keys() - optional
    odd = {each: (there[each], here[each]) for each in there.keys() & here.keys() if not fits(there[each], here[each])}
    assert odd == {}


def fits(there, here):
    """Whether what the sample has is among what the simulator has; a number and a yes may be texts."""
    told = there - {"missing", "text"}
    return told <= here or ("text" in here and told <= {"number", "flag"})


async def test_a_rejected_record_is_told_as_it_was_seen(server):
    entry = next(each for each in entries() if each.full_name == "campaign.add_records" and not each.rows)
    document, rows = sampled("add_record_rejected_404")
    simulator, session = server.simulator, server.session
    record = {"customer_name": "A", "customer_id": "", "tel1": "90000000000001"}
    status, body = await ask(session, simulator, entry, query_of(entry), json=[record])
    reply = json.loads(body)
    assert (status, reply["code"], reply["error"], reply["msg"]) == (404, "404", "Not Found", document["msg"])
    assert list(reply["data"][0]) == list(rows[0])
    assert [list(each) for each in reply["data"][0]["array_errors"]] == [list(rows[0]["array_errors"][0])]
    assert (reply["data"][0]["total_errors"], rows[0]["total_errors"]) == ("1", "1")


async def test_a_bare_list_of_campaigns_comes_by_a_switch():
    entry = next(each for each in entries() if each.full_name == "real_time.campaigns")
    world = World(tenants=(tenant(),), seed=3)
    switches = Switches(bare_campaigns=True)
    async with (
        Simulator(world, switches=switches, clock=lambda: NOON) as simulator,
        aiohttp.ClientSession() as session,
    ):
        status, body = await ask(session, simulator, entry)
    assert status == 200
    assert body == as_php(json.loads(body))
    assert isinstance(json.loads(body), list)
