"""One world: a contact has one id in every report, totals are the sums of events, and values are such as happen."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.calling import NOON, REPORTS, query_of, report, serving
from tests.support.calling import world as all_reports
from tests.support.worlds import operation_of, tenant
from wolkvox_async import MemoryStore, Wolkvox
from wolkvox_async.simulator import Campaign, Simulator, Tenant, Truth, World
from wolkvox_async.simulator.world import population

CAMPAIGNS = (Campaign(id="32841"), Campaign(id="32842", kind="preview"))
WORLD = World(tenants=(Tenant(name="sales-co", tokens=("token-alpha",), campaigns=CAMPAIGNS),), seed=3)


@pytest.fixture(scope="module")
def truth():
    return Truth(WORLD, lambda: NOON)


def rows_of(truth, name, start, end):
    query = {each: value for each, value in query_of(REPORTS[name]).items() if not each.startswith(("api", "date_"))}
    every = {each: "all" for each in query if each in ("agent_id", "campaign_id", "skill_id")}
    return truth.rows("sales-co", name, start, end, **(query | every))


# Totals


def amount(text):
    """Read a count, a time or an amount; what is missing counts nothing."""
    if text in ("", "-", "--"):
        return 0
    if text.count(":") == 2:
        hours, minutes, seconds = map(int, text.split(":"))
        return (hours * 60 + minutes) * 60 + seconds
    return round(float(text.replace(",", "")), 2)


def one(_):
    return 1


def of(name):
    return lambda row: amount(row[name])


def where(name, value, add=one):
    return lambda row: add(row) if row[name] == value else 0


def within(word, name, result):
    """Count answers or losses by how long the customer waited."""

    def between(low, high):
        return lambda row: int(row["result"] == result and low <= amount(row[name]) <= high)

    parts = {f"{word}_{low}seg_{low + 9}seg": between(low, low + 9) for low in range(11, 51, 10)}
    return {
        f"{word}_calls": where("result", result),
        f"{word}_0seg_10seg": between(0, 10),
        **parts,
        f"{word}_greater_than_51seg": between(51, 10**9),
    }


def clicks(source, *, served):
    return lambda row: int(source in ("total", row["source_type"]) and bool(row["agent_id"]) == served)


PREVIEW = ("time_preview", "ready", "talk", "not_ready_acw", "auxiliary_times", "ring", "total_duration")
# report: the event report, how it calls the groups, and what of its rows is added up.
ADD_UP = {
    "act_1": ("act_3", {}, {"count": one}),
    "act_2": ("act_3", {}, {"count": one}),
    "act_4": ("act_3", {}, {"uncode_calls": where("cod_act", "TIMEOUTACW")}),
    "act_5": ("act_3", {}, {"count": one}),
    "agent_3": ("agent_2", {"aux_state": "agent_status"}, {"time": of("time")}),
    "agent_9": (
        "agent_10",
        {},
        {
            "count": one,
            "hold_time": where("type_action", "hold", of("time")),
            "mute_time": where("type_action", "mute", of("time")),
            "total_time": of("time"),
        },
    ),
    "agent_12": (
        "agent_13",
        {},
        {
            "transfer_calls": where("type_interaction", "transfer"),
            "conference_calls": where("type_interaction", "conference"),
            "total_time": of("time"),
        },
    ),
    "agent_16": ("agent_15", {}, {"calls": one} | {name: of(name) for name in PREVIEW}),
    "campaign_2": ("campaign.detail", {}, {"records": lambda row: int(row["cod_act"] != "")}),
    "campaign_4": ("campaign.detail", {"result": lambda row: row["result"].lower()}, {"records": one}),
    "campaign_6": ("campaign_7", {}, {"total_amd": where("result", "machine")}),
    "cdr_2": ("cdr_1", {}, {"calls": one, "cost": of("cost")}),
    "cdr_4": (
        "cdr_1",
        {
            "interval": lambda row: next(
                (
                    name
                    for most, name in ((5, "0_5_seg"), (20, "6_20_seg"), (60, "21_60_seg"), (120, "61_120_seg"))
                    if int(row["time_seg"]) <= most
                ),
                "greater_than_121",
            )
        },
        {"calls": one, "minutes": of("time_min"), "cost": of("cost")},
    ),
    "cdr_6": ("cdr_5", {}, {"count": one}),
    "cdr_8": ("cdr_7", {}, {"nlp_amount": one} | {n: of(n) for n in ("chars_send", "chars_answer", "total_chars")}),
    "chat_3": ("chat_1", {}, {"interactions": one, "closing_time": of("chat_duration")}),
    "chat_5": ("chat_1", {}, {"interactions": one, "close_time": of("chat_duration")}),
    "chat_7": ("chat_1", {}, {"interactions": one}),
    "chat_13": ("chat_1", {}, {"interaction": one}),
    "chat_15": (
        "chat_14",
        {},
        {
            f"{source}_{who}": clicks(source, served=who == "agents")
            for source in ("ad", "post", "total")
            for who in ("chatbot", "agents")
        },
    ),
    "diagram_1_3": ("diagram_1", {}, {"calls": one, "time": of("time")}),
    "diagram_10": (
        "diagram_8",
        {"tts_text": "recognized_text", "characters": lambda row: str(len(row["recognized_text"]))},
        {"total": one},
    ),
    "skill_8": ("skill_10", {}, within("answer", "answer_time", "ANSWER")),
    "skill_9": ("skill_2", {}, within("abandon", "abandon_time", "ABANDON")),
}
# Of these no event report has the rows.
ALONE = {"campaign_8": "attempts by phone and machine result", "campaign_10": "calls of turbo dial, which none lists"}


def test_every_report_that_adds_up_is_held_against_its_events():
    added = {name for name, each in REPORTS.items() if each.rows.merge in ("sum", "recompute")}
    assert added == {f"reports.{name}" for name in (*ADD_UP, *ALONE)}
    for name, (_, _, amounts) in ADD_UP.items():
        assert set(amounts) == set(REPORTS[f"reports.{name}"].rows.additive), name


def grouped(rows, fields, amounts):
    """Add rows up by what groups them; groups of nothing are left out, as the server leaves them out."""
    found = {}
    for row in rows:
        group = tuple(each(row) if callable(each) else row[each] for each in fields)
        sums = found.setdefault(group, Counter())
        sums.update({name: each(row) for name, each in amounts.items()})
    return {group: {k: round(v, 2) for k, v in sums.items()} for group, sums in found.items() if any(sums.values())}


MINUTES = st.integers(0, 40 * 24 * 60)


@pytest.mark.parametrize("name", ADD_UP)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begin=MINUTES, length=st.integers(1, 4 * 24 * 60))
def test_totals_are_the_sums_of_the_events_of_any_window(truth, name, begin, length):
    events, names, amounts = ADD_UP[name]
    entry = REPORTS[f"reports.{name}"]
    fields = {each.name: each.wire for each in entry.fields}
    start = datetime(2025, 1, 20) + timedelta(minutes=begin)
    end = start + timedelta(minutes=length, seconds=-1)
    listed = rows_of(truth, events if "." in events else f"reports.{events}", start, end)
    totals = rows_of(truth, f"reports.{name}", start, end)
    listed_as = {each.name: each.wire for each in REPORTS[events if "." in events else f"reports.{events}"].fields}
    by = [names.get(each) or listed_as[each] for each in entry.rows.by]
    compared = grouped(
        totals, [fields[each] for each in entry.rows.by], {each: of(fields[each]) for each in entry.rows.additive}
    )
    if name == "agent_3":
        listed = [row for row in listed if row["agent_status"] in population.AUXILIARIES]
    assert compared == grouped(listed, by, amounts)


# Contacts

parsed = datetime.fromisoformat

DAY = (datetime(2025, 3, 2), datetime(2025, 3, 2, 23, 59, 59))
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


# What an operation could have


@pytest.mark.parametrize("every", [1.0, 30.0, 600.0])
@pytest.mark.parametrize(
    ("name", "seconds"), [("agent_6", 9 * 3600), ("agent_8", 3600), ("agent_8_1", 1800), ("agent_7", 9 * 3600)]
)
def test_nobody_works_more_than_the_time_there_is(every, name, seconds):
    tenant = Tenant(name="sales-co", calls_every=every, campaigns=CAMPAIGNS, first="2025-03-02")
    truth = Truth(World(tenants=(tenant,)), lambda: NOON)
    rows = rows_of(truth, f"reports.{name}", DAY[0], DAY[0] + timedelta(hours=2))
    logged = [amount(row["login_time"]) for row in rows]
    assert 0 < max(logged) <= seconds
    parts = ("ready_time", "inbound_time", "outbound_time", "acw_time", "ring_time", "aux_time")
    if name != "agent_7":
        assert [sum(amount(row[part]) for part in parts) for row in rows] == logged
        assert all(float(row["occupancy"].removesuffix(" %")) <= 100 for row in rows)


def shares(truth):
    for name, entry in REPORTS.items():
        fields = [each.wire for each in entry.fields if each.type == "percent" and not each.gathered]
        for row in rows_of(truth, name, DAY[0], DAY[0] + timedelta(hours=6)) if fields else ():
            texts = [row[each] for each in fields if row.get(each, "-") not in ("", "-", "--")]
            yield from (float(each.removesuffix(" %").replace(",", "")) for each in texts)


def test_shares_are_at_most_the_whole_unless_the_world_is_extreme(truth):
    calm = list(shares(truth))
    assert 0 <= min(calm) < max(calm) <= 100
    assert max(shares(Truth(World(tenants=WORLD.tenants, extreme=True), lambda: NOON))) > 100


def test_service_levels_grow_with_their_seconds(truth):
    rows = rows_of(truth, "reports.skill_7", *DAY)
    for row in rows:
        levels = [float(row[f"service_level_{n}seg"].removesuffix(" %")) for n in (10, 20, 30)]
        assert levels == sorted(levels)
        assert int(row["answer_calls"]) + int(row["abandon_calls"]) == int(row["inbound_calls"])
    assert max(float(row["service_level_30seg"].removesuffix(" %")) for row in rows) > 50


def test_texts_are_such_as_people_write(truth):
    actions = {row["action"] for row in rows_of(truth, "information.audit_log", *DAY)}
    assert any(each.startswith("PREDICTIVE: ") for each in actions)
    names = ("reports.chat_4", "reports.speech_5", "reports.wizard_2")
    calm, wild = truth, Truth(World(tenants=WORLD.tenants, extreme=True), lambda: NOON)
    assert "a },{ b" not in str([rows_of(calm, name, *DAY) for name in names])
    assert "a },{ b" in str([rows_of(wild, name, *DAY) for name in names])


def test_an_extreme_world_has_the_results_and_codes_of_a_calm_one(truth):
    wild = Truth(World(tenants=WORLD.tenants, seed=3, extreme=True), lambda: NOON)
    month = (datetime(2025, 3, 1), datetime(2025, 3, 31))
    for name in ("reports.campaign_2", "reports.campaign_4"):
        assert rows_of(wild, name, *month) == rows_of(truth, name, *month)
    listed = Counter(row["cod_act"] for row in rows_of(wild, "campaign.detail", *month) if row["cod_act"])
    counted = {row["cod_act"]: int(row["records"]) for row in rows_of(wild, "reports.campaign_2", *month)}
    assert counted == listed
    comments = [{row["comments"] for row in rows_of(each, "campaign.detail", *month)} for each in (truth, wild)]
    assert [any("},{" in comment for comment in each) for each in comments] == [False, True]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("campaign.detail", {"campaign_id": "32841", "type_campaign": "predictive"}),
        ("reports.cdr_1", {}),
        ("reports.chat_4", {}),
        ("reports.speech_1", {}),
    ],
)
async def test_the_client_reads_an_extreme_world_to_the_last_text(name, given):
    wild = World(tenants=(tenant(*CAMPAIGNS),), seed=3, extreme=True)
    entry = REPORTS[name]
    texts = {each.name: each.wire for each in entry.fields if each.type in ("str", "id") and each.wire != "comment"}
    async with Simulator(wild, clock=lambda: NOON) as simulator:
        async with Wolkvox(operation_of(simulator), store=MemoryStore()) as wolkvox:
            method = attrgetter(name)(wolkvox)
            rows = await method(start=DAY[0], end=DAY[0] + timedelta(days=1), **given)
        truth = simulator.truth.rows("sales-co", name, *DAY, **given)
    assert len(rows) == len(truth) > 100
    missing = {"", "-", "--", None}
    for attribute, wire in texts.items():
        read = Counter(getattr(row, attribute) for row in rows)
        there = Counter(row[wire] for row in truth if wire in row)
        assert {each: n for each, n in read.items() if each not in missing} == {
            each: n for each, n in there.items() if each not in missing
        }, attribute
