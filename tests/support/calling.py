"""A world of all reports, and calls made from the catalogue's facts, for tests of the simulator."""

import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp

from wolkvox_async.catalogue import entries
from wolkvox_async.simulator import Campaign, Simulator, Tenant, World

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC).timestamp()
NIGHT = (datetime(2025, 3, 2), datetime(2025, 3, 3, 7, 30), datetime(2025, 3, 5))
REPORTS = {entry.full_name: entry for entry in entries() if entry.rows}
BY_HAND = ("reports.campaign_1", "reports.campaign_2", "reports.campaign_4", "campaign.detail")  # see test_simulator

GIVEN = {
    "campaign_id": "32841",
    "agent_id": "12001",
    "skill_id": "1",
    "customer_id": "1000000001",
    "agent": "12001",
    "services_time": "45",
    "ip": "203.0.113.7",
}
# What an endpoint is to be given to succeed in a world where nothing was done yet, by the names on the wire.
KNOWN = {
    "agentbox.change_status": {"status": "ready"},
    "agentbox.recall": {"id_camp": "32841"},
    "agentbox.edit_recall": {"id_camp": "32841", "id_customer": "1000000001", "telephone": "573000000001"},
    "agentbox.delete_recall": {"id_camp": "32841", "id_customer": "1000000001", "telephone": "573000000001"},
    "campaign.campaign_filter": {"filters": [{"field": "opt1", "operator": "=", "value": "a"}]},
    "configuration.remove_ip": {"ip": "198.51.100.7"},
    "configuration.add_interaction": {"rp_id": "501"},
    "configuration.remove_cod_act": {"cod_act": ["100"]},
    "configuration.edit_cod_act": {"cod_act": "100"},
    "configuration.edit_licenses": {"call_center": 1},
    "configuration.free_law2300": {"value": "573009990003"},
    "configuration.delete_file": {"filename": "manual.pdf"},
    "configuration.block_predictive_dnc": {"id_campaing": "32841", "id_cliente": ["1000000001"]},
    "storage.file_details": {"file_name": "leame.txt"},
    "storage.delete_files": {"files": ["leame.txt"]},
    "whatsapp.edit_template": {"name": "bienvenida"},
    "whatsapp.delete_template": {"name": "bienvenida"},
    "whatsapp.codify_chat": {"chat_id": "100", "codAct": "100"},
    "whatsapp.conversations_today_by_customer": {"chat_id": "100"},
}
KINDS = {
    "str": "x",
    "id": "1",
    "int": "1",
    "phone": "573001112233",
    "moment": "20250302100000",
    "time": "10:00",
    "list": ["1"],
    "object": {"a": "b"},
}
DAY = {"date_ini": "20250302000000", "date_end": "20250302235959"}


def value_of(argument):
    if argument.kind == "list" and argument.items == "object":
        return [{"type": "BODY", "text": "Hola"}]
    if argument.kind == "enum":
        return argument.values[0]
    if argument.kind in ("moment", "time") and argument.form:
        return datetime(2025, 3, 2, 10).strftime(argument.form)
    if argument.kind == "int" and argument.least is not None:
        return str(argument.least)
    value = GIVEN.get(argument.name, KINDS.get(argument.kind, "x"))
    return value if argument.kind == "list" and not argument.joined else "1" if isinstance(value, list) else value


def needed(entry):
    return [each for each in entry.parameters if each.required or each.name in entry.one_of[:1]]


def query_of(entry, **more):
    query = {"api": entry.api} if entry.api else {}
    given = KNOWN.get(entry.full_name, {})
    query |= {each.wire: given.get(each.wire, value_of(each)) for each in needed(entry) if each.where == "query"}
    return query | (DAY if entry.rows else {}) | more


def body_of(entry, without=""):
    """Return what aiohttp is to send, as keyword arguments."""
    fields = [each for each in needed(entry) if each.where == "body" and each.wire != without]
    if entry.body == "multipart":
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("nothing", "")
        for each in fields:
            if each.kind == "file":
                form.add_field(each.wire, b"RIFF", filename="a.pdf" if each.name == "file" else "a.mp3")
            else:
                form.add_field(each.wire, value_of(each))
        return {"data": form}
    if not entry.body:
        return {}
    given = KNOWN.get(entry.full_name, {})
    body = {each.wire: given.get(each.wire, value_of(each)) for each in fields}
    if entry.name.startswith("add_record"):
        body["customer_id"] = "C-1"
    return {"json": [body] if entry.body == "array" else body}


def url_of(simulator, entry):
    return (
        simulator.base_url.removesuffix("/api/v2/") + entry.script
        if entry.script[0] == "/"
        else (simulator.base_url + entry.script)
    )


async def ask(session, simulator, entry, query=None, token="token-alpha", **body):
    """Make a call and return status and bytes."""
    headers = {"wolkvox-token": token} if token else {}
    async with session.request(
        entry.method,
        url_of(simulator, entry),
        params=query_of(entry) if query is None else query,
        headers=headers,
        **body,
    ) as response:
        return response.status, await response.read()


async def asked(*arguments, **options):
    status, body = await ask(*arguments, **options)
    return status, json.loads(body)


def world(every=1800.0, **more):
    campaigns = (Campaign(id="32841"), Campaign(id="32842", kind="preview"))
    pace = dict.fromkeys(REPORTS, every)
    return World(tenants=(Tenant(name="sales-co", tokens=("token-alpha",), campaigns=campaigns, every=pace, **more),))


@asynccontextmanager
async def serving(given=None, **options):
    async with (
        Simulator(given or world(), **({"clock": lambda: NOON} | options)) as simulator,
        aiohttp.ClientSession() as session,
    ):
        yield simulator, session


def reach(document, path):
    for name in path.split(".") if path else ():
        document = document[name]
    return document


def rows_in(entry, document):
    """Return the rows of a reply, wherever its endpoint has them."""
    found = reach(document, entry.reply.key)
    if entry.reply.shape == "keyed":
        keyed = next(each.wire for each in entry.fields if each.name == entry.reply.keyed)
        return [
            {keyed: key} | row
            for key, value in found.items()
            for row in (value if isinstance(value, list) else [value])
        ]
    return found if isinstance(found, list) else [found]


def window(start, end):
    """The closed window of two moments, the second of which is not in it."""
    start, end = (datetime(*each.timetuple()[:6]) for each in (start, end))
    return {"date_ini": f"{start:%Y%m%d%H%M%S}", "date_end": f"{end - timedelta(seconds=1):%Y%m%d%H%M%S}"}


async def report(session, simulator, entry, start, end, **query):
    status, reply = await asked(session, simulator, entry, query_of(entry, **query) | window(start, end))
    if status == 404:
        assert reply["msg"] == "Validate dates entered"
        return []
    assert status == 200, reply
    return rows_in(entry, reply)
