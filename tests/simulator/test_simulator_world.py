"""One world: totals are the sums of events, and values are such as happen."""

from collections import Counter
from datetime import datetime, timedelta
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.calling import NOON, REPORTS
from tests.support.truths import CAMPAIGNS, DAY, WORLD, rows_of
from tests.support.worlds import operation_of, tenant
from wolkvox_async import MemoryStore, Wolkvox
from wolkvox_async.simulator import Simulator, Tenant, Truth, World
from wolkvox_async.simulator.world import population


@pytest.fixture(scope="module")
def truth():
    return Truth(WORLD, lambda: NOON)


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
