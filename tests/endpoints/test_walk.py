"""All endpoints, one by one: what goes over the wire, what comes back of it, and what is refused.

The first half asks a server that remembers what it saw and answers from the catalogue; the second the simulator. What
is expected is composed in `walking`, from the catalogue and nothing else.
"""

import inspect
import json
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from tests.support.meaning import sensible
from tests.support.recording import client_of, recording
from tests.support.replying import Told, differences, extras, told
from tests.support.walking import END, ENTRIES, NAMES, START, asked, method_of, taken, undated, wrong_calls
from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError
from wolkvox_async.core import arguments
from wolkvox_async.endpoints import find
from wolkvox_async.simulator import Switches

walk = pytest.mark.parametrize("entry", ENTRIES, ids=NAMES)
COUNT = 244
# Reports of a row every ten minutes: a day of them has all that a reply may look like.
SLOW = tenant(every={entry.full_name: 600.0 for entry in ENTRIES if entry.rows}, calls_every=600.0)


@pytest.fixture
async def recorder():
    async with recording() as recorder:
        yield recorder


async def made(recorder, entry, given, **options):
    """Make one call with a client of its own."""
    async with client_of(recorder, **options) as wolkvox:
        found = method_of(wolkvox, entry)(**given)
        return await found


def test_the_walk_is_of_all_endpoints(capsys):
    walked = {(entry.full_name, entry.variant) for entry in ENTRIES}
    assert len(walked) == len(set(NAMES)) == COUNT
    with capsys.disabled():
        print(f" {len(walked)} of {COUNT} endpoints walked", end="")  # noqa: T201 - for people to read


# What a method takes


@walk
async def test_the_method_takes_what_the_endpoint_takes(recorder, entry):
    names, needed = taken(entry)
    async with client_of(recorder) as wolkvox:
        method = method_of(wolkvox, entry)
        found = inspect.signature(method).parameters
        hints = get_type_hints(method)
    assert found.keys() == names
    assert {each.kind for each in found.values()} <= {inspect.Parameter.KEYWORD_ONLY}
    assert {name for name, each in found.items() if each.default is inspect.Parameter.empty} == needed
    for each in entry.parameters:
        if each.kind == "enum" and each.name in found and not entry.variant:
            assert choices(hints[each.name]) == {*each.values}, each.name
    if entry.variant != "preview":  # of two pages one is named
        assert method.__doc__.count(entry.source) == 1


def choices(hint):
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return set().union(*map(choices, get_args(hint))) if get_args(hint) else set()


@walk
def test_the_value_says_what_the_catalogue_says(entry):
    endpoint = find(entry.full_name)
    assert (endpoint.script, endpoint.method, endpoint.api) == (entry.script, entry.method, entry.api)
    assert (endpoint.cost, endpoint.reads, endpoint.irreversible) == (entry.cost, entry.reads, entry.irreversible)
    assert (endpoint.full, endpoint.window.days) == (entry.full, entry.window_days)
    reply = entry.reply
    assert (endpoint.shape, endpoint.key, endpoint.keyed) == (reply.shape, reply.key, reply.keyed)
    assert (endpoint.counts, endpoint.total) == (reply.counts, reply.total)
    assert (endpoint.body or "", endpoint.rows is None) == (entry.body, entry.rows is None)
    known = {each.wire: each for each in endpoint.parameters}
    for each in entry.parameters:
        there = known[each.wire]
        assert there.kind == each.kind, each
        where = "body" if entry.custom and there.where == "both" else there.where
        assert (where, there.also, there.joined, there.bare) == (each.where, each.also, each.joined, each.bare)
        assert (there.longest, there.most) == (each.longest, each.most)
        assert set(there.values) >= set(each.values)
        assert there.required == (each.required and not only_of(entry, each)) or entry.custom


def only_of(entry, argument):
    """Whether an argument is of one variant alone, so that no call of the method needs it."""
    return any(
        argument.wire not in {each.wire for each in other.parameters}
        for other in ENTRIES
        if other.full_name == entry.full_name
    )


# What goes out, and what comes in


@walk
async def test_a_call_goes_out_as_documented_and_its_reply_comes_in_as_documented(recorder, tmp_path, entry):
    for everything in (False, True):
        call = asked(entry, tmp_path, everything=everything)
        by = {"by": "day"} if undated(entry) and everything else {}
        recorder.arrived.clear()
        recorder.reply = reply = told(entry, odd=everything, **by)
        result = await made(recorder, entry, call.given | by)
        check_sent(recorder, entry, call)
        check_got(entry, reply, result)


@walk
async def test_unknown_fields_are_kept_and_missing_ones_are_none(recorder, tmp_path, entry):
    given = asked(entry, tmp_path).given
    for manner in ({"unknown": True, "odd": True}, {"half": True}):
        recorder.reply = reply = told(entry, **manner)
        journal = tmp_path / f"{'-'.join(manner)}.sqlite3"
        check_got(entry, reply, await made(recorder, entry, given, journal=journal))


async def test_two_spellings_in_one_record_are_one_value_and_an_unknown_field(recorder):
    entry = next(each for each in ENTRIES if each.full_name == "reports.chat_1")
    (wire, *others) = next((each.wire, *each.also) for each in entry.fields if each.name == "agent_answers")
    for spellings in ((wire, *others), others):
        row = dict(zip(spellings, ("1", "2", "3"), strict=False))
        body = json.dumps({"code": "200", "error": None, "msg": "1 records were found", "data": [row]}).encode()
        recorder.reply = Told(200, body, [])
        (chat,) = await made(recorder, entry, {"start": START, "end": END})
        assert (chat.agent_answers, chat.extra) == (1, {name: row[name] for name in spellings[1:]})


def check_sent(recorder, entry, call):
    (arrived,) = recorder.arrived
    path = entry.script if entry.script.startswith("/") else f"/api/v2/{entry.script}"
    assert (arrived.method, arrived.path) == (entry.method, path)
    assert sorted(arrived.pairs) == sorted(call.query)
    assert arrived.pairs[:1] == call.query[:1]
    assert arrived.headers["wolkvox-token"] == "token-alpha"
    if entry.body == "multipart":
        assert arrived.headers["Content-Type"].startswith("multipart/form-data; boundary=")
        assert sorted(arrived.parts, key=str) == sorted(call.parts, key=str)
    elif call.body is None:
        assert arrived.body == b""
    else:
        assert arrived.headers["Content-Type"] == "application/json"
        assert json.loads(arrived.body) == call.body


def check_got(entry, reply, result):
    if entry.full_name in ("campaign.add_records", "campaign.add_dnc"):
        assert (result.accepted, result.rejected, result.unknown) == (1, (), 0)
        assert [batch.msg for batch in result.batches] == [reply.msg]
        return
    if entry.reply.shape == "confirmation":
        assert (result.msg, result.code, result.data) == (reply.msg, reply.code, reply.data)
        return
    rows = [result] if entry.reply.shape == "record" else result
    assert isinstance(rows, list)
    assert len(rows) == len(reply.rows)
    wrong = [what for row, expected in zip(rows, reply.rows, strict=True) for what in differences(row, expected)]
    assert wrong == []


# What is refused


@walk
async def test_a_wrong_call_is_refused_before_anything_is_sent(recorder, tmp_path, entry):
    async with client_of(recorder) as wolkvox:
        method = method_of(wolkvox, entry)
        for given, words in wrong_calls(entry, tmp_path):
            with pytest.raises(ConfigurationError) as caught:
                await method(**given)
            said = str(caught.value)
            assert [word for word in words if word not in said] == [], said
            assert said.startswith(f"sales-co {entry.full_name}"), said
    assert recorder.arrived == []


@walk
async def test_an_unknown_parameter_is_refused_with_the_nearest(recorder, tmp_path, entry):
    async with client_of(recorder) as wolkvox:
        given = asked(entry, tmp_path).given
        with pytest.raises(TypeError, match="no_such_parameter"):
            method_of(wolkvox, entry)(**given, no_such_parameter="x")
    endpoint = find(entry.full_name)
    name = endpoint.parameters[0].name if endpoint.parameters else "x"
    known = f"did you mean {name!r}" if endpoint.parameters else "known: none"
    with pytest.raises(ConfigurationError) as caught:
        arguments.call(endpoint, {f"{name}_": "x"})
    assert f"{name}_" in str(caught.value)
    assert known in str(caught.value)
    assert recorder.arrived == []


# The simulator


@walk
async def test_the_simulator_answers_a_right_call_as_documented(serve, tmp_path, entry):
    for everything in (False, True):
        given = sensible(entry, tmp_path, everything=everything)
        switches = Switches(table_fields=everything)
        async with serve(SLOW, client={"strict": True}, switches=switches) as (simulator, wolkvox):
            result = await method_of(wolkvox, entry)(**given)
            assert simulator.ledger.violations == []
        check_answer(entry, given, result)


def check_answer(entry, given, result):
    if entry.full_name in ("campaign.add_records", "campaign.add_dnc"):
        assert (result.accepted, result.rejected) == (1, ())
    elif entry.reply.shape == "confirmation":
        assert (result.msg, result.code) != ("", "")
    else:
        rows = result if isinstance(result, list) else [result]
        assert rows or "customer_id" in given  # of one customer there may be none in a day
        assert [extra for row in rows for extra in extras(row)] == []
