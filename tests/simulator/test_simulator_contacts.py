"""A contact is the same in every report that lists it: its id, its people, its codes, and the record it was of."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations

import pytest

from tests.support.calling import NOON, REPORTS, report, serving
from tests.support.calling import world as all_reports
from tests.support.truths import CAMPAIGNS, DAY, WORLD, rows_of
from wolkvox_async.simulator import Campaign, Tenant, Truth, World
from wolkvox_async.simulator.world import population

parsed = datetime.fromisoformat
IDS = ("conn_id", "connect_id", "id_call", "id_call_origin")
STORY = ("agent_id", "agent_name", "skill_id", "cod_act", "customer_id", "campaign_id", "telephone")
# Of these calls no other report lists any: they did not connect.
ALONE_CALLS = ("reports.cdr_5",)
CHATS = ("reports.chat_", "reports.cdr_3", "reports.diagram_9")
# Some contacts of these are in no other report: of customers who gave up, and of records that were not answered.
MORE = ("reports.skill_2", "reports.skill_10", "customer.skills_detail", "campaign.detail")
# These have some of the contacts: of one campaign, and without those who gave up.
FEWER = ("reports.campaign_3", *MORE)


def id_of(name):
    """Return the field that identifies the contact in an event report, None where it has none."""
    entry = REPORTS[name]
    return next((each.wire for each in entry.fields if each.name in IDS and entry.rows.kind == "events"), None)


LISTED = [name for name in REPORTS if id_of(name) and name not in ALONE_CALLS]
PAIRS = [(a, b) for a, b in combinations(LISTED, 2) if a.startswith(CHATS) == b.startswith(CHATS)]


@pytest.fixture(scope="module")
def truth():
    return Truth(WORLD, lambda: NOON)


@pytest.fixture(scope="module")
def contacts(truth):
    """The rows of a day of each report that lists contacts, by the contact."""
    listed = {name: (id_of(name), rows_of(truth, name, *DAY)) for name in LISTED}
    found = {name: {row[field]: row for row in rows} for name, (field, rows) in listed.items()}
    assert {name: len(rows) for name, (_, rows) in listed.items()} == {name: len(each) for name, each in found.items()}
    return found


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_contact_has_one_id_and_one_story_in_every_report(contacts, one, other):
    both = contacts[one].keys() & contacts[other].keys()
    assert both
    assert one in MORE or other in FEWER or contacts[one].keys() <= contacts[other].keys()
    assert other in MORE or one in FEWER or contacts[other].keys() <= contacts[one].keys()
    for contact in both:
        rows = contacts[one][contact], contacts[other][contact]
        for field in STORY:
            said = {row.get(field) for row in rows}
            assert len(said) == 1 or said & {None, "", "-", "--"}, (field, rows)


def test_every_answered_record_is_a_call_where_there_are_calls_enough(truth):
    start, end = datetime(2025, 3, 1), datetime(2025, 3, 31, 23, 59, 59)
    calls = {row["conn_id"]: row for row in rows_of(truth, "reports.cdr_1", start, end + timedelta(days=1))}
    for campaign in CAMPAIGNS:
        records = truth.rows("sales-co", "campaign.detail", start, end, campaign_id=campaign.id)
        answered = [row for row in records if row["result"] == "ANSWER"]
        joined = [row for row in answered if row["conn_id"] in calls]
        assert len(joined) > 0.97 * len(answered) > 500
        waited = [parsed(calls[row["conn_id"]]["date"]) - parsed(row["date"]) for row in joined]
        assert timedelta(0) <= min(waited) <= max(waited) < timedelta(hours=8)
        assert not any(row["conn_id"] in calls for row in records if row["result"] != "ANSWER")


@pytest.mark.parametrize("every", [None, 7.0, 60.0, 576.0, 3600.0])
def test_an_answered_record_of_a_campaign_is_a_call_of_the_other_reports(every):
    """Both ways agree: the record names the call, and the call has the record's customer, agent and code."""
    campaigns = tuple(Campaign(id=each, every=every or 576.0) for each in ("32841", "32842"))
    last = {"last": "2025-02-20"} if every == 60.0 else {}
    ended = (Campaign(id="32843", every=61.5, **last), *campaigns)
    truth = Truth(World(tenants=(Tenant(name="sales-co", campaigns=ended),), seed=5), lambda: NOON)
    start, end = datetime(2025, 2, 18 if every == 7.0 else 17), datetime(2025, 2, 19 if every == 7.0 else 23)
    calls = {row["conn_id"]: row for row in rows_of(truth, "reports.cdr_1", start, end)}
    joined = 0
    for each in ended:
        records = truth.rows("sales-co", "campaign.detail", start, end, campaign_id=each.id)
        assert len({row["conn_id"] for row in records}) == len(records)
        for row in records:
            call = calls.get(row["conn_id"])
            if call is None:
                continue
            joined += 1
            assert row["result"] == "ANSWER"
            assert call["campaign_id"] == each.id
            assert timedelta(0) <= datetime.fromisoformat(call["date"]) - datetime.fromisoformat(row["date"])
            for record_field, field in (
                ("agent_id", "agent_id"),
                ("cod_act", "cod_act"),
                ("customer_id", "customer_id"),
                ("tel1", "telephone"),
            ):
                assert {row[record_field], call[field]} & {"", "-", "--"} or row[record_field] == call[field]
    assert joined > 10


def test_the_calls_of_a_customer_are_found_by_its_id(truth):
    rows = rows_of(truth, "reports.diagram_1", *DAY)
    found = Counter(row["customer_id"] for row in rows)
    for customer, count in list(found.items())[:20]:
        again = truth.rows("sales-co", "reports.diagram_1", *DAY, customer_id=customer)
        assert (len(again), {row["customer_id"] for row in again}) == (count, {customer})


def test_chats_and_their_messages_join_over_days(truth):
    """chat_1 is placed by its close, chat_2 by nothing that it shows: over a range the same chats are in both."""
    chats, talks = (rows_of(truth, f"reports.{name}", *DAY) for name in ("chat_1", "chat_2"))
    assert {row["conn_id"] for row in chats} == {row["conn_id"] for row in talks}


def test_those_who_gave_up_are_no_contacts_of_agents(truth):
    calls = {row["conn_id"] for row in rows_of(truth, "reports.cdr_1", *DAY)}
    queued = rows_of(truth, "reports.skill_2", *DAY)
    assert {row["result"] for row in queued} == {"ANSWER", "ABANDON"}
    assert all((row["conn_id"] in calls) == (row["result"] == "ANSWER") for row in queued)


def test_who_is_named_is_someone_the_operation_has(truth):
    agents = {each.id: each.name for each in population.AGENTS}
    rows = rows_of(truth, "reports.cdr_1", *DAY) + rows_of(truth, "reports.act_3", *DAY)
    assert {(row["agent_id"], row["agent_name"]) for row in rows if row["agent_id"] in agents} <= set(agents.items())
    detail = truth.rows("sales-co", "campaign.detail", *DAY, campaign_id="32841")
    assert {row["agent_id"] for row in detail} - {""} <= set(agents)


async def test_a_report_of_its_own_pace_has_contacts_of_its_own():
    async with serving(all_reports()) as (simulator, session):
        start, end = DAY[0], DAY[0] + timedelta(days=1)
        calls, codes = [
            {row["conn_id"] for row in await report(session, simulator, REPORTS[name], start, end)}
            for name in ("reports.cdr_1", "reports.act_3")
        ]
    assert calls == codes  # both have the same pace
    assert len(calls) == 48
