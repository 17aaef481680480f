"""Every endpoint of the catalogue is served as it is written there."""

import re
from datetime import date, timedelta

import aiohttp
import pytest

from tests.support.calling import (
    BY_HAND,
    DAY,
    NIGHT,
    REPORTS,
    ask,
    asked,
    body_of,
    needed,
    query_of,
    report,
    rows_in,
    serving,
    url_of,
    window,
    world,
)
from wolkvox_async.catalogue import catalogue_files, entries
from wolkvox_async.simulator import Switches, Tenant, World
from wolkvox_async.simulator.handlers import checks
from wolkvox_async.simulator.handlers.call import Part
from wolkvox_async.simulator.handlers.routes import routes
from wolkvox_async.simulator.rows import groups

EMPTY = b'{\n    "code": "404",\n    "error": "Not Found",\n    "msg": "Validate dates entered"\n}'


def check_shape(entry, document, sent=()):
    """Hold a reply against what the catalogue says of it."""
    if entry.reply.shape == "confirmation":
        assert document["error"] is None
        return
    names = {each.wire for each in entry.fields if not each.gathered}
    names |= {wire for each in entry.fields for wire in each.also} | {"code"} | set(sent)
    for row in rows_in(entry, document):
        assert isinstance(row, dict)
        patterns = [each.gathered for each in entry.fields if each.gathered]
        unknown = [name for name in row if name not in names and not any(re.fullmatch(p, name) for p in patterns)]
        assert not unknown or entry.reply.shape == "record", (entry.full_name, unknown)


# All of them


@pytest.mark.parametrize("path", [sheet.path for sheet in catalogue_files()])
async def test_a_right_call_is_answered_in_its_shape(path):
    found = next(sheet for sheet in catalogue_files() if sheet.path == path)
    for entry in found.entries:
        async with serving() as (simulator, session):
            campaign = {"campaign_id": "32842"} if entry.variant == "preview" else {}
            status, reply = await asked(session, simulator, entry, query_of(entry) | campaign, **body_of(entry))
            assert status == entry.reply.status, (entry.full_name, reply)
            check_shape(entry, reply)
            assert simulator.ledger.violations == [], entry.full_name


@pytest.mark.parametrize("path", [sheet.path for sheet in catalogue_files()])
async def test_a_wrong_call_is_a_400_and_a_violation(path):
    found = next(sheet for sheet in catalogue_files() if sheet.path == path)
    async with serving() as (simulator, session):
        wrong = 0
        for entry in found.entries:
            for query, body in wrong_calls(entry):
                status, reply = await asked(session, simulator, entry, query, **body)
                wrong += 1
                assert (status, reply["code"], reply["error"]) == (400, "400", "BAD REQUEST"), entry.full_name
        assert len(simulator.ledger.violations) == wrong > 0


def wrong_calls(entry):
    right, body = query_of(entry), body_of(entry)
    for each in needed(entry):
        if (entry.name, each.name) == ("add_records", "type_campaign"):
            continue  # taken without, as live servers do
        if each.where == "query":
            yield {name: value for name, value in right.items() if name != each.wire}, body_of(entry)
        elif entry.body != "array":
            yield right, body_of(entry, without=each.wire)
        if each.where == "body" and each.kind == "list" and each.items == "object":
            yield right, {"json": body["json"] | {each.wire: ["text"]}}
        if each.kind == "enum" and each.where == "query":
            yield right | {each.wire: "nonsense"}, body_of(entry)
    if entry.rows:
        yield {name: value for name, value in right.items() if name != "date_end"}, {}
        yield right | {"date_ini": "2025-03-02"}, {}
        yield right | {"date_ini": "20250303000001"}, {}
        yield right | {"date_ini": "20250129000000"}, {}
    if entry.body == "array":
        yield right, {}
        yield right, {"json": ["text"]}
    if entry.api:
        yield right | {"api": f"{entry.api}_x"}, body


@pytest.mark.parametrize("name", REPORTS)
async def test_a_report_starts_as_the_vendors_does(name):
    entry = REPORTS[name]
    async with serving() as (simulator, session):
        status, body = await ask(session, simulator, entry)
        _, empty = await ask(session, simulator, entry, query_of(entry) | window(date(2020, 1, 1), date(2020, 1, 2)))
    code = "0" if name == "information.audit_log" else "200"
    head = f'{{\n    "code": "{code}",\n    "error": null,\n    "msg": "'
    assert status == 200
    assert body.decode().startswith(head)
    assert body.isascii()
    bracket = b"{" if entry.reply.shape == "keyed" else b"[\n        {\n            "
    assert b'",\n    "data": ' + bracket in body[:200]
    assert body.endswith(b"\n    }\n}" if entry.reply.shape == "keyed" else b"\n        }\n    ]\n}")
    assert empty == EMPTY


# What a query asks


@pytest.mark.parametrize(
    ("name", "field"),
    [("reports.skill_2", "skill_id"), ("reports.agent_2", "agent_id"), ("reports.campaign_5", "campaign_id")],
)
async def test_reports_are_of_what_is_asked(name, field):
    entry = REPORTS[name]
    async with serving() as (simulator, session):
        everything = await report(session, simulator, entry, *NIGHT[::2], **{field: "all"})
        some = sorted({row[field] for row in everything})
        parts = [await report(session, simulator, entry, *NIGHT[::2], **{field: each}) for each in some]
    assert len(some) > 1
    for value, rows in zip(some, parts, strict=True):
        assert rows == [row for row in everything if row[field] == value]


async def test_an_unknown_campaign_is_refused_and_breaks_no_limit():
    async with serving() as (simulator, session):
        for name in ("reports.campaign_2", "reports.campaign_3", "reports.campaign_7"):
            entry = REPORTS[name]
            status, reply = await asked(session, simulator, entry, query_of(entry, campaign_id="99999"))
            assert (status, reply["msg"]) == (404, "Campaign_id 99999 does not exist in your operation.")
        assert simulator.ledger.violations == []


@pytest.mark.parametrize(
    ("asked_for", "field"), [("45", "service_level_45seg"), ("20", "service_level_0seg"), ("", None)]
)
async def test_a_service_level_is_named_by_its_seconds(asked_for, field):
    entry = REPORTS["reports.skill_1"]
    async with serving() as (simulator, session):
        rows = await report(session, simulator, entry, *NIGHT[::2], services_time=asked_for)
    fixed = {f"service_level_{n}seg" for n in (10, 20, 30)}
    levels = {name for row in rows for name in row if name.startswith("service_level_")}
    assert levels == fixed | ({field} if field else set())


async def test_fields_of_the_tables_alone_come_by_a_switch():
    entry = REPORTS["speech_analytics.speech_calls"]
    wire = next(each.wire for each in entry.fields if each.where == "table")
    for switch in (False, True):
        async with serving(switches=Switches(table_fields=switch)) as (simulator, session):
            _, reply = await asked(session, simulator, entry)
        assert all((wire in row) == switch for row in rows_in(entry, reply))


async def test_real_time_campaigns_come_with_and_without_an_envelope():
    entry = next(each for each in entries() if each.full_name == "real_time.campaigns")
    async with serving() as (simulator, session):
        _, reply = await asked(session, simulator, entry)
    async with serving(switches=Switches(bare_campaigns=True)) as (simulator, session):
        _, bare = await asked(session, simulator, entry)
    assert (list(reply), reply["code"]) == (["code", "error", "msg", "data"], "200")
    assert isinstance(bare, list)
    assert [list(row) for row in bare] == [list(row) for row in reply["data"]]


async def test_the_seed_and_the_tenant_decide_what_reports_say():
    entry = REPORTS["reports.agent_3"]

    async def said(**more):
        given = World(tenants=(Tenant(name=more.pop("name", "sales-co"), tokens=("token-alpha",)),), **more)
        async with serving(given) as (simulator, session):
            return await ask(session, simulator, entry)

    first, again, other, another = await said(), await said(), await said(seed=2), await said(name="other-co")
    assert first == again
    assert len({each[1] for each in (first, other, another)}) == 3


# How calls come


async def test_a_script_beside_the_api_wants_a_token_too():
    entry = next(each for each in entries() if each.script.startswith("/"))
    async with serving() as (simulator, session):
        assert (await ask(session, simulator, entry, token="", **body_of(entry)))[0] == 401
        assert (await ask(session, simulator, entry, token="token-x", **body_of(entry)))[0] == 403
        status, reply = await asked(session, simulator, entry, **body_of(entry))
        assert (status, "id" in reply, "data" in reply) == (200, True, False)
        assert url_of(simulator, entry).endswith(f"{simulator.port}/listenVox/listenvox.php")


async def test_what_is_not_a_form_is_a_bad_request():
    entry = next(each for each in entries() if each.script.startswith("/"))
    async with serving() as (simulator, session):
        for body in (
            {"json": {"agent_id": "12001"}},
            {"data": b"--x\r\nno form", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        ):
            headers = body.pop("headers", {}) | {"wolkvox-token": "token-alpha"}
            async with session.post(url_of(simulator, entry), headers=headers, **body) as response:
                assert response.status == 400
        assert [each.kind for each in simulator.ledger.violations] == ["bad request"] * 2


async def test_agentbox_costs_nothing():
    found = next(each for each in entries() if each.full_name == "agentbox.mute")
    assert found.cost == 0
    token = next(each for each in entries() if each.full_name == "information.token_info")
    async with serving(world(licences=1)) as (simulator, session):
        for _ in range(1000):
            simulator.ledger.begin(simulator.world.tenants[0], "digest", date(2026, 3, 2))
        assert (await ask(session, simulator, found))[0] == 200
        assert simulator.ledger.calls("sales-co") == 1000
        assert (await ask(session, simulator, token))[0] == 403


async def test_other_processes_are_told_the_truth_too():
    async with serving() as (simulator, session):
        where = simulator.base_url.replace("/api/v2/", "/simulator/truth")
        async with session.get(where, params={"report": "reports.agent_3"} | DAY) as response:
            told = await response.json()
        async with session.get(where, params={"report": "reports.agent_99"} | DAY) as response:
            assert (response.status, await response.json()) == (404, {"error": "no report 'reports.agent_99'"})
        assert told["rows"] == simulator.truth.rows("sales-co", "reports.agent_3", date(2025, 3, 2), date(2025, 3, 2))


async def test_the_truth_tells_what_is_served_by_hand_as_well():
    async with serving() as (simulator, session):
        for name in BY_HAND:
            entry = REPORTS[name]
            rows = await report(session, simulator, entry, *NIGHT[::2])
            truth = simulator.truth.rows("sales-co", name, NIGHT[0], NIGHT[2] - timedelta(seconds=1), **query_of(entry))
            newest_first = name in ("reports.cdr_1", "campaign.detail")
            assert (rows[::-1] if newest_first else rows) == truth


def test_a_world_has_no_reports_without_time():
    with pytest.raises(ValueError, match=r"reports.agent_2 has 0"):
        Tenant(name="a", every={"reports.agent_2": 0.0})


async def test_a_form_is_counted_and_only_its_small_texts_are_kept(monkeypatch):
    seen = []
    entry = next(each for each in entries() if each.full_name == "configuration.upload_file")
    handler = routes()[entry.script, entry.api, entry.method]
    monkeypatch.setattr(checks, "objection", lambda _, call: seen.append(call.form))
    assert handler.entries == (entry,)
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("text", "ñandú")
    form.add_field("file", b"x" * 300_000, filename="a.mp3")
    form.add_field("file", b"\xff", filename="b.mp3")
    async with serving() as (simulator, session):
        await ask(session, simulator, entry, data=form)
    assert seen == [{"text": [Part("", 7, "ñandú")], "file": [Part("a.mp3", 300_000, None), Part("b.mp3", 1, None)]}]


async def test_a_month_of_half_hours_leaves_the_loop_its_time(monkeypatch):
    made, rows = [], groups.span_rows
    monkeypatch.setattr(
        groups, "span_rows", lambda ticks, spans, shown: made.append(len(spans)) or rows(ticks, spans, shown)
    )
    async with serving() as (simulator, session):
        query = query_of(REPORTS["reports.agent_8_1"]) | {"date_end": "20250320235959"}
        _, reply = await asked(session, simulator, REPORTS["reports.agent_8_1"], query)
    assert sum(made) >= len(reply["data"]) > 5000
    assert max(made) <= 64  # a turn of the loop; each is followed by a write to the socket
