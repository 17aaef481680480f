"""The simulator answers as live servers were seen to answer, where that departs from the vendor's samples."""

import re
from datetime import datetime, timedelta

import pytest

from tests.support.calling import REPORTS, asked, query_of, report, serving, world
from wolkvox_async.catalogue import entries
from wolkvox_async.simulator import Switches

ENTRIES = {entry.full_name: entry for entry in entries()}
START, END = datetime(2025, 3, 2), datetime(2025, 3, 3)
WITH_NUMBERS = [name for name in REPORTS if isinstance(REPORTS[name].reply.code, int)]


@pytest.mark.parametrize("name", ["reports.agent_3", "reports.cdr_1", "campaign.detail", "real_time.skills"])
async def test_the_code_is_text(name):
    async with serving() as (simulator, session):
        _, reply = await asked(session, simulator, ENTRIES[name])
    assert reply["code"] == "200"


async def test_the_code_of_audit_log_is_zero_as_text():
    async with serving() as (simulator, session):
        _, reply = await asked(session, simulator, ENTRIES["information.audit_log"])
    assert reply["code"] == "0"


async def test_the_codes_of_the_samples_come_by_a_switch():
    assert "reports.agent_3" in WITH_NUMBERS
    async with serving(switches=Switches(sample_codes=True)) as (simulator, session):
        for name in ("reports.agent_3", "campaign.start", "information.activity_codes"):
            entry = ENTRIES[name]
            _, reply = await asked(session, simulator, entry, query_of(entry))
            assert (reply["code"], type(reply["code"])) == (entry.reply.code, type(entry.reply.code))


async def test_latency_is_a_list_of_one_object_with_each_agent_once():
    async with serving() as (simulator, session):
        _, reply = await asked(session, simulator, ENTRIES["real_time.latency"])
        people = simulator.truth.state("sales-co").people.agents
    [only] = reply["data"]
    assert list(only) == ["by_agent", "by_ip", "by_pbx"]
    names = [row["agent_id"] for row in only["by_agent"]]
    assert names == [f"{key}-{people[key].name.upper()}" for key in ("12001", "12002", "12003")]
    assert {row["agent_status"] for row in only["by_agent"]} == {"connected", "disconnected"}
    numbers = [row[name] for row in only["by_agent"] for name in ("tx_ploss", "rx_ploss", "network_rejection")]
    assert all(re.fullmatch(r"[0-9]+(\.[0-9]+)?", each) for each in numbers)
    assert all(re.fullmatch(r"20[0-9]{6}", row["version"]) for row in only["by_agent"])
    assert sum(int(row["total_agents"]) for row in only["by_ip"]) == len(names)


async def test_results_of_campaign_3_are_in_upper_case():
    entry = REPORTS["reports.campaign_3"]
    async with serving() as (simulator, session):
        rows = await report(session, simulator, entry, START, START + timedelta(days=20), campaign_id="all")
    found = {row["result"] for row in rows}
    assert {"ANSWER", "ANSWER-MACHINE", "NO-ANSWER"} <= found
    assert found == {each.upper() for each in found}


@pytest.mark.parametrize("name", ["reports.agent_8", "reports.skill_7"])
async def test_dates_beside_an_hour_are_compact(name):
    async with serving() as (simulator, session):
        rows = await report(session, simulator, REPORTS[name], START, END)
    assert {row["date"] for row in rows} == {"20250302"}
    assert {row["hour"] for row in rows} <= {f"{hour:02}:00" for hour in range(24)}


@pytest.mark.parametrize("name", ["reports.skill_4", "reports.skill_5"])
async def test_hours_of_skills_are_bare_numbers_and_all_skills_are_one(name):
    async with serving(world(every=600.0)) as (simulator, session):
        one = await report(session, simulator, REPORTS[name], START, END, skill_id="1")
        every = await report(session, simulator, REPORTS[name], START, END, skill_id="all")
        truth = simulator.truth.rows("sales-co", name, START, END - timedelta(seconds=1), skill_id="all")
    assert {row["skill_id"] for row in one} == {"1"}
    assert {row["skill_id"] for row in every} == {"ALL"}
    assert sorted(int(row["hour"]) for row in every) == list(range(24))
    assert {type(row["hour"]) for row in every} == {str}
    assert sum(int(row["inbound_calls"]) for row in one) < sum(int(row["inbound_calls"]) for row in every)
    assert every[::-1] == truth


async def test_agent_6_begins_with_the_first_hour():
    async with serving() as (simulator, session):
        rows = await report(session, simulator, REPORTS["reports.agent_6"], START, END)
    assert [row["hour"] for row in rows] == [f"{hour:02}:00" for hour in range(24)]


async def test_chats_say_how_often_the_agent_answered():
    async with serving() as (simulator, session):
        rows = await report(session, simulator, REPORTS["reports.chat_1"], START, END)
    assert all("agent_answers" in row and "agent_anwers " not in row for row in rows)


# What live servers take


@pytest.mark.parametrize(
    ("given", "status"), [("1", "Started"), ("start", "Started"), ("stop", "Stopped"), ("", "Stopped")]
)
async def test_a_load_starts_or_stops_its_campaign(given, status):
    entry = ENTRIES["campaign.add_records"]
    query = query_of(entry) | ({"campaign_status": given} if given else {})
    async with serving() as (simulator, session):
        body = [{"customer_name": "Ana", "customer_id": "C-1", "tel1": "573001112233"}]
        answered, _ = await asked(session, simulator, entry, query | {"type_campaign": "1"}, json=body)
        assert answered == 201
        assert simulator.truth.state("sales-co").campaigns.settings("32841").status == status
        assert simulator.ledger.violations == []


@pytest.mark.parametrize("kind", [{}, {"type_campaign": ""}, {"type_campaign": "1"}])
@pytest.mark.parametrize("campaign", ["32841", "32842"])
async def test_a_load_knows_its_campaign_without_its_type(campaign, kind):
    query = {"api": "add_record", "campaign_id": campaign, **kind}
    async with serving() as (simulator, session):
        body = {"customer_name": "Ana", "customer_id": "C-1", "tel1": "573001112233"}
        status, reply = await asked(session, simulator, ENTRIES["campaign.add_records"], query, json=body)
        assert (status, simulator.ledger.violations) == (201, []), reply
        assert simulator.truth.uploaded("sales-co", campaign) == {"C-1": 1}


@pytest.mark.parametrize("name", ["campaign.start", "campaign.stop", "campaign.clear_campaign"])
@pytest.mark.parametrize("kind", [{}, {"type_campaign": "1"}, {"type_campaign": "preview"}])
async def test_a_campaign_is_known_without_its_type(name, kind):
    entry = ENTRIES[name]
    query = {"api": entry.api, "campaign_id": "32842", **kind}
    async with serving() as (simulator, session):
        status, reply = await asked(session, simulator, entry, query)
        assert (status, simulator.ledger.violations) == (202, []), reply


@pytest.mark.parametrize("name", ["reports.campaign_3", "reports.campaign_4", "reports.campaign_5"])
async def test_all_campaigns_may_be_written_in_capitals(name):
    async with serving() as (simulator, session):
        replies = [
            await asked(session, simulator, REPORTS[name], query_of(REPORTS[name], campaign_id=every))
            for every in ("all", "ALL", "All")
        ]
    assert replies[0] == replies[1] == replies[2]
    assert replies[0][0] == 200


async def test_of_a_key_that_is_given_twice_the_last_counts():
    async with serving() as (simulator, session):
        url = f"{simulator.base_url}campaign.php?api=detail&api=find_record&customer_id=1&customer_id=1000000001"
        async with session.get(url, headers={"wolkvox-token": "token-alpha"}) as response:
            reply = await response.json()
    assert {row["customer_id"] for row in reply["data"]} == {"1000000001"}
    assert (simulator.ledger.requests[0].api, simulator.ledger.requests[0].query["customer_id"]) == (
        "find_record",
        "1000000001",
    )


@pytest.mark.parametrize("path", ["/api/reports_manager.php?api=cdr_1", "/api/v1/reports_manager.php", "/api/"])
async def test_an_address_without_its_version_is_not_found(path):
    async with serving() as (simulator, session):
        url = simulator.base_url.removesuffix("/api/v2/") + path
        async with session.get(url, headers={"wolkvox-token": "token-alpha"}) as response:
            assert (response.status, response.content_type) == (404, "text/html")
        assert simulator.ledger.calls("sales-co") == 0


@pytest.mark.parametrize("name", ["configuration.add_ip", "configuration.remove_ip"])
async def test_an_address_that_is_none_is_not_acceptable(name):
    entry = ENTRIES[name]
    async with serving() as (simulator, session):
        status, reply = await asked(session, simulator, entry, json={"ip": "1.2.3.400", "permanent": "no"})
    assert (status, reply["code"], reply["msg"]) == (406, "406", "IP: 1.2.3.400 is not valid")
