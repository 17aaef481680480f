"""Wherever a reply has its records, they are found, and nothing of it is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answering import answering, found
from wolkvox_async import DecodeError, ServerFault, WindowFull
from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.calls.response import response_of
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.shape import elements, promise, reach
from wolkvox_async.core.wire import Id, Int, Record, Text, record
from wolkvox_async.endpoints import find


@record
class Row(Record):
    name: Text
    calls: Int
    id: Id


def endpoint(**facts):
    given = {"name": "information.x", "script": "information.php", "title": "X", "record": Row, "source": "https://x/"}
    return Endpoint(**(given | facts))


A, B = {"name": "a"}, {"name": "b"}


@pytest.mark.parametrize(
    ("shape", "key", "document", "wanted"),
    [
        ("records", "data", {"data": [A, B]}, [A, B]),
        ("records", "data", [A, B], [A, B]),
        ("records", "data", {"data": A}, [A]),
        ("records", "data.items", {"data": {"items": [A]}}, [A]),
        ("records", "data", {"data": {"0": A, "2": B}}, [A, B]),
        ("records", "data.items", {"data": {"items": {"1": A}}}, [A]),
        ("records", "data", {"data": {"0": A, "x": B}}, [{"0": A, "x": B}]),
        ("record", "data", {"data": {"0": A}}, [A]),
        ("record", "data", {"data": {"3": A, "4": B}}, [{"name": "a", "data": {"3": A, "4": B}}]),
        ("keyed", "data", {"data": {"08:00": {"0": A, "2": B}}}, [{**A, "k": "08:00"}, {**B, "k": "08:00"}]),
        ("keyed", "data", {"data": {"12001": A}}, [{**A, "k": "12001"}]),
        ("records", "data.items", {"data": {"items": None}}, []),
        ("records", "data.items", {"data": [A]}, []),
        ("records", "data", {"data": "no rows here"}, ["no rows here"]),
        ("record", "data", {"data": A}, [A]),
        ("record", "data", {"data": [A]}, [A]),
        ("record", "data", {"data": [A, B]}, [{"name": "a", "data": [A, B]}]),
        ("record", "data", {"data": "32841"}, [{"data": "32841"}]),
        ("record", "data", {"data": ["32841", "7"]}, [{"data": ["32841", "7"]}]),
        ("record", "", {"code": "200", "error": None, "msg": "", "id": "7"}, [{"id": "7"}]),
        ("record", "", {"code": "200"}, [{}]),
        (
            "keyed",
            "data",
            {"data": {"08:00": A, "09:00": [A, B]}},
            [{**A, "k": "08:00"}, {**A, "k": "09:00"}, {**B, "k": "09:00"}],
        ),
        ("keyed", "data", {"data": {"08:00": {"k": "other"}}}, [{"k": "08:00"}]),
        ("keyed", "data", {"data": [A, B]}, [A, B]),
        ("keyed", "data", {"data": {"08:00": "x"}}, ["x"]),
        ("keyed", "data", {"data": "x"}, ["x"]),
        ("confirmation", "data", {"data": [A]}, []),
    ],
)
def test_where_records_are(shape, key, document, wanted):
    assert elements(document, endpoint(shape=shape, key=key, keyed="k" if shape == "keyed" else "")) == wanted


@pytest.mark.parametrize("nothing", [None, "", " ", "-", "--", [], {}])
def test_nothing_is_no_records_and_one_record_of_nothing(nothing):
    assert elements({"data": nothing}, endpoint()) == []
    assert elements({"data": nothing}, endpoint(shape="keyed", keyed="k")) == []
    assert elements({"data": nothing}, endpoint(shape="record")) == [{}]
    assert elements({}, endpoint()) == []
    assert elements(None, endpoint()) == []


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda leaf: st.lists(leaf) | st.dictionaries(st.text(), leaf))
)
def test_any_document_at_all_gives_a_list(document):
    for shape in ("records", "record", "keyed", "confirmation"):
        for key in ("data", "data.items", ""):
            assert isinstance(elements(document, endpoint(shape=shape, key=key, keyed="k")), list)


def test_a_path_leads_somewhere_or_nowhere():
    assert reach({"a": {"b": 1}}, "a.b") == 1
    assert reach({"a": [1]}, "a.b") is None
    assert reach([1], "") == [1]


@pytest.mark.parametrize(
    ("told", "count"),
    [("17", 17), (17, 17), (" 1,700 ", 1700), ("1.200", 1200), ("", None), (None, None), ("many", None), ("²", None)],
)
def test_a_total_told_elsewhere(told, count):
    assert promise({"data": {"total": told}}, "data.total") == count
    assert promise({"data": {"total": told}}, "") is None


async def records(caller, endpoint, given):
    async with response_of(caller, endpoint, given) as response:
        return await response.records()


async def confirmation(caller, endpoint, given):
    async with response_of(caller, endpoint, given) as response:
        return await response.confirmation()


class TestReading:
    async def test_pages_of_an_agents_chats_that_nobody_can_ask_for_are_told(self):
        chats = [{"chat_id": str(n), "cliente": {"nombre": "Ana", "identificadores": ["57300"]}} for n in range(100)]
        said = {
            "code": "200",
            "msg": "Chats listed successfully.",
            "data": {"total": "100", "page": "0", "data": chats},
        }
        async with answering(lambda _: said) as (wolkvox, _, _):
            rows = await wolkvox.whatsapp.agent_chat(agent_id="7")
            assert len(rows) == 100
            assert (rows[3].chat_id, rows[3].cliente.nombre) == ("3", "Ana")
            said["data"]["total"] = "250"
            with pytest.raises(WindowFull, match=r"sales-co whatsapp\.agent_chat: 100 rows of 250") as caught:
                await wolkvox.whatsapp.agent_chat(agent_id="7")
            assert len(caught.value.rows) == 100

    async def test_nor_is_a_total_overlooked_in_a_body_too_large_to_be_kept(self):
        chats = [{"chat_id": str(n), "skill": "s" * 200} for n in range(2000)]
        said = {"code": "200", "msg": "Chats listed successfully.", "data": {"data": chats, "total": "2001"}}
        async with answering(lambda _: said) as (wolkvox, _, _):
            with pytest.raises(WindowFull, match="2,000 rows of 2,001"):
                await wolkvox.whatsapp.agent_chat(agent_id="7")

    @pytest.mark.parametrize("count", [3, 3000])
    async def test_a_list_under_another_key_is_streamed_and_held_against_its_total(self, count):
        rows = [{"nombre_cliente": "Ana", "id_cliente": str(n), "opt1": "o" * 100} for n in range(count)]
        said = {"code": "200", "total_records": count, "campaign_id": "32841", "records": rows}
        async with answering(lambda _: said) as (wolkvox, _, _):
            exported = await wolkvox.campaign.campaign_15(campaign_id="32841")
            assert [row.id_cliente for row in exported] == [str(n) for n in range(count)]
            said["total_records"] = count + 1
            with pytest.raises(WindowFull, match=f"{count:,} rows of {count + 1:,}"):
                await wolkvox.campaign.campaign_15(campaign_id="32841")

    async def test_a_get_brings_its_json_body_along(self):
        said = {
            "code": "200",
            "msg": "OK",
            "data": {"meta_templates": [{"name": "hola", "components": [{"type": "BODY"}]}]},
        }
        async with answering(lambda _: said) as (wolkvox, seen, _):
            (template,) = await wolkvox.whatsapp.list_templates(connector_id="5")
            assert (template.name, template.components) == ("hola", [{"type": "BODY"}])
            assert (seen[0].method, seen[0].json) == ("GET", {"connector_id": "5"})
            assert seen[0].headers["Content-Type"] == "application/json"

    async def test_a_delete_too(self):
        said = {"code": "202", "error": None, "msg": "2 telephones were deleted"}
        async with answering(lambda _: said) as (wolkvox, seen, _):
            done = await wolkvox.configuration.remove_dnc(telephones=["573001112233", "573001112234"], type="outbound")
            assert done.msg == "2 telephones were deleted"
            assert seen[0].method == "DELETE"
            assert seen[0].json == {"telephones": ["573001112233", "573001112234"], "type": "outbound"}

    @pytest.mark.looptime
    async def test_the_message_counts_where_it_promises_and_not_elsewhere(self):
        async with answering(lambda _: found(A) | {"msg": "3 records were found"}) as (wolkvox, _, _):
            caller = wolkvox._caller
            assert len(await records(caller, endpoint(counts=False), {})) == 1
            assert len(await records(caller, endpoint(shape="record"), {})) == 1
            assert len(await records(caller, endpoint(shape="keyed", keyed="k"), {})) == 1
            with pytest.raises(ServerFault, match="3 records were promised and 1 came"):
                await records(wolkvox._caller, endpoint(method="POST", reads=True), {})
            assert len(await records(caller, endpoint(method="POST"), {})) == 1  # a write that took effect

    async def test_as_many_as_one_reply_holds_may_not_be_all(self):
        async with answering(lambda _: found(A, B)) as (wolkvox, _, _):
            with pytest.raises(WindowFull, match="2 rows: there may be more") as caught:
                await records(wolkvox._caller, endpoint(full=2), {})
            assert [row.name for row in caught.value.rows] == ["a", "b"]

    async def test_what_is_no_record_is_told_and_not_dropped(self):
        async with answering(lambda _: {"code": "200", "msg": "", "data": "no rows here"}) as (wolkvox, _, _):
            with pytest.raises(DecodeError, match="record 1: it is no object: 'no rows here'") as caught:
                await records(wolkvox._caller, endpoint(), {})
            assert caught.value.endpoint == "information.x"

    @pytest.mark.parametrize(
        ("said", "wanted"),
        [
            ({"code": 201, "msg": "done"}, Confirmation("done", "201", None)),
            ({"code": " ", "msg": None, "data": "42"}, Confirmation("", "", "42")),
            (["a"], Confirmation("", "", ["a"])),
            ({}, Confirmation("", "", None)),
        ],
    )
    async def test_a_confirmation_is_whatever_the_server_says(self, said, wanted):
        async with answering(lambda _: json.loads(json.dumps(said))) as (wolkvox, _, _):
            assert (
                await confirmation(wolkvox._caller, endpoint(shape="confirmation", record=Confirmation), {}) == wanted
            )


def test_listenvox_has_its_record_in_the_reply_itself():
    analyse = find("listenvox.analyse")
    assert elements({"id": "7", "code": ""}, analyse) == [{"id": "7"}]
