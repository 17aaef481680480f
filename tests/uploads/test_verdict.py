"""The server's word on the records of a batch, in every form: what it does not cover is unknown, never accepted."""

import json

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answering import answering
from wolkvox_async import OutcomeUnknown, Refused, WolkvoxError
from wolkvox_async.simulator import Switches
from wolkvox_async.simulator.handlers.verdicts import FORMS as SERVED
from wolkvox_async.uploads.verdict import read_verdict

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
AT_0 = [{"error": "A is empty, object position 0", "msg": "a"}, {"error": "B is long, object position 0", "msg": "b"}]


def lead(number):
    return {"customer_id": str(number), "tel1": f"57300{number:07}"}


def document(data=None, **more):
    return {"code": "201", "error": None, "msg": "ok"} | ({} if data is None else {"data": data}) | more


# what the server says of 5 records: accepted, indexes of the rejected ones (None: not named), unknown
FORMS = {
    "success": ([{"total_success": "3", "total_errors": "2"}], 3, [None, None], 0),
    "success alone": ([{"total_success": 3}], 3, [], 2),
    "errors": ([{"total_errors": " 2 "}], 3, [None, None], 0),
    "no errors": ([{"total_errors": 0}], 5, [], 0),
    "rejected": ([{"total_rejected": "2"}], 3, [None, None], 0),
    "added": ({"total_added": 3.0}, 3, [], 2),
    "registers": ([{"total_registers": "3"}], 3, [], 2),
    "all registers": ([{"total_registers": "5"}], 5, [], 0),
    "data is an object": ({"total_success": "3", "total_errors": "2"}, 3, [None, None], 0),
    "an object for a list": ({"0": {"total_success": "3", "total_errors": "2"}}, 3, [None, None], 0),
    "data is JSON in a text": ('[{"total_success": "3", "total_errors": "2"}]', 3, [None, None], 0),
    "data is a text": ("3 records has been added", 3, [], 2),
    "in Spanish": ("3 registros han sido agregados", 3, [], 2),
    "two reasons, one record": ([{"array_errors": AT_0}], 4, [0], 0),
    "two reasons, counted": ([{"total_success": "4", "total_errors": "2", "array_errors": AT_0}], 4, [0], 0),
    "two reasons, counted as errors": ([{"total_errors": "2", "array_errors": AT_0}], 3, [0], 1),
    "texts": ([{"array_errors": ["x, object position 0", "y, object position 3"]}], 3, [0, 3], 0),
    "one text": ([{"array_errors": "x, object position 0; y, object position 3"}], 3, [0, 3], 0),
    "numbers": ([{"array_errors": [0, "3"]}], 3, [0, 3], 0),
    "members": ([{"array_errors": [{"position": 0, "error": "x"}, {"position": "3", "error": "y"}]}], 3, [0, 3], 0),
    "keys": ([{"array_errors": {"0": "x", "3": ["y", "z"]}}], 3, [0, 3], 0),
    "keys in words": ([{"array_errors": {"object position 0": "x", "object position 3": "y"}}], 3, [0, 3], 0),
    "keys as identifiers": ([{"array_errors": {"record_1": "x", "record_4": ["y", "z"]}}], 3, [0, 3], 0),
    "numbered entries": (
        [{"array_errors": {"0": {"error": "x, object position 2"}, "2": {"error": "y, object position 3"}}}],
        3,
        [2, 3],
        0,
    ),
    "by reason": ([{"array_errors": {"TEL1 is empty": [0, 3]}}], 3, [0, 3], 0),
    "from 1, by the last one": ([{"array_errors": ["x, object position 5", "y, object position 1"]}], 3, [0, 4], 0),
    "from 0, by the documentation": ([{"array_errors": ["x, object position 4"]}], 4, [4], 0),
    "ordinals": ([{"array_errors": ["x, record 4"]}], 4, [3], 0),
    "a range": ([{"array_errors": ["x, object position 1-3"]}], 2, [1, 2, 3], 0),
    "a range beside a position": ([{"array_errors": "TEL1 is empty, positions 0, 2 to 3"}], 2, [0, 2, 3], 0),
    "a range with a dash": ([{"array_errors": ["x, positions 1\u20133"]}], 2, [1, 2, 3], 0),
    "a range in Spanish": ([{"array_errors": ["posiciones 1 a 3: x"]}], 2, [1, 2, 3], 0),
    "a range of ordinals": ([{"array_errors": ["x, records 2 to 4"]}], 2, [1, 2, 3], 0),
    "a range from 1, by the last one": ([{"array_errors": ["x, positions 4-5"]}], 3, [3, 4], 0),
    "a range as a member": ([{"array_errors": [{"position": "1-3", "error": "x"}]}], 2, [1, 2, 3], 0),
    "a range as a key": ([{"array_errors": {"1-3": "x"}}], 2, [1, 2, 3], 0),
    "a nested list": ([{"array_errors": [["x, object position 0", "y, object position 3"]]}], 3, [0, 3], 0),
    "a nested list of members": (
        [{"array_errors": [[{"position": 0, "error": "x"}], [{"position": 3, "error": "y"}]]}],
        3,
        [0, 3],
        0,
    ),
    "a nested list without positions": ([{"array_errors": [[{"error": "x"}, {"error": "y"}]]}], 3, [None, None], 0),
    "a pair": ([{"array_errors": [[0, "x"], ["y", 3]]}], 3, [0, 3], 0),
    "nested lists by position": ([{"array_errors": {"0": [["x"]], "3": [["y"], ["z"]]}}], 3, [0, 3], 0),
    "part of all in words": ("2 of 5 records were added", 2, [], 3),
    "part of all, with a slash": ("2/5 records added", 2, [], 3),
    "none of all in Spanish": ("0 de los 5 registros fueron agregados", 0, [], 5),
    "names in another case": ([{"totalRegisters": "5", "totalErrors": "2"}], 3, [None, None], 0),
    "names with a dash": ([{"total-registers": "5", "total-errors": "2"}], 3, [None, None], 0),
    "failed": ([{"total_registers": "5", "total_failed": 2}], 3, [None, None], 0),
    "errors under another name": ([{"total_registers": "5", "errors": [{"position": 1, "error": "x"}]}], 4, [1], 0),
    "rejected as a list": ([{"total_registers": "5", "rejected": ["x, object position 1"]}], 4, [1], 0),
    "a list for their number": ([{"total_registers": "5", "total_errors": [{"position": 1, "error": "x"}]}], 4, [1], 0),
    "rejected in words": ([{"total_registers": "5", "msg": "2 records were rejected"}], 3, [None, None], 0),
    "not added in words": ([{"total_registers": "5", "msg": "2 records were not added"}], 3, [None, None], 0),
    "both in words": ("3 records added, 2 rejected", 3, [None, None], 0),
    "both in words, in Spanish": ("3 registros agregados, 2 rechazados", 3, [None, None], 0),
    "none rejected in words": ([{"total_registers": "5", "msg": "0 records were rejected"}], 5, [], 0),
    "all of them in words": ("All records has been added successfully", 5, [], 0),
    "all of them in Spanish": ("Todos los registros fueron agregados", 5, [], 0),
    "all of them in words beside fewer": (
        [{"total_registers": "3", "msg": "All records has been added successfully"}],
        3,
        [],
        2,
    ),
    "duplicates": ([{"total_registers": "5", "total_duplicates": 2}], 3, [None, None], 0),
    "no position": ([{"array_errors": ["x", {"error": "y"}]}], 3, [None, None], 0),
    "beyond the batch": ([{"total_success": 4, "array_errors": ["x, object position 17"]}], 4, [None], 0),
    "fewer named than counted": (
        [{"total_errors": 3, "array_errors": ["x, object position 1"]}],
        2,
        [1, None, None],
        0,
    ),
}
UNKNOWN = {
    "no data": None,
    "an empty list": [],
    "an empty object": {},
    "blank counts": [{"total_registers": " ", "total_success": ""}],
    "another object": [{"id": "7"}],
    "no count": [{"total_success": "three"}],
    "more than were sent": [{"total_success": "9"}],
    "more errors than were sent": [{"total_errors": "9"}],
    "more registers than were sent": [{"total_registers": "9"}],
    "too much together": [{"total_success": "4", "total_errors": "3"}],
    "all accepted and one rejected": [{"total_success": "5", "total_errors": "0", "array_errors": AT_0}],
    "fewer errors than are named": [{"total_errors": "1", "array_errors": [1, 2, 3]}],
    "success and added differ": [{"total_success": "3", "total_added": "4"}],
    "success and registers differ": [{"total_success": "3", "total_registers": "4"}],
    "twice, and not alike": [{"total_success": "3"}, {"total_success": "4"}],
    "a count in words beside one": [{"total_registers": "5", "total_success": "3 of 5"}],
    "a negative count": [{"total_registers": "5", "total_errors": "-1"}],
    "half a record": [{"total_registers": "5", "total_success": 3.5}],
    "none of them": "None of the 5 records were added",
    "not all of them": "Not all 5 records were added",
    "not all of them, without a number": "Not all records has been added",
    "of them": [{"total_registers": "5", "msg": "Of 5 records added, 2 were rejected"}],
    "errors without a word": [{"total_registers": "5", "array_errors": True}],
    "rejected and duplicates": [{"total_registers": "5", "total_rejected": 1, "total_duplicates": 2}],
    "a range beyond all bounds": [{"array_errors": ["x, positions 0-999999999"]}],
    "another number sent": [{"total_added": "5", "total_sent": "6"}],
}


@pytest.mark.parametrize(("data", "accepted", "rejected", "unknown"), FORMS.values(), ids=FORMS)
def test_each_form_is_read(data, accepted, rejected, unknown):
    found = read_verdict(document(data), 5)
    assert (found.accepted, [index for index, _ in found.rejected], found.unknown) == (accepted, rejected, unknown)
    assert not found.contradiction


QUALIFIED = [
    "All records has been added successfully except 2",
    "All records has been added successfully, 2 errors",
    "All records has been added successfully except 2, 0 rejected",
    "All of it went well: all records were added, with some errors",
    "Almost all records were added",
    "Nearly all the records were added",
    "Todos los registros fueron agregados, salvo la fila 3",
    "Todos los registros han sido agregados menos 2",
    "Casi todos los registros fueron agregados",
    "5 records were added but some were incomplete",
    "5 registros agregados, 2 con errores",
    "5 of 5 records were added; however some telephones were wrong",
]


@pytest.mark.parametrize("counts", [{}, {"total_registers": "5"}], ids=["words alone", "beside all registers"])
@pytest.mark.parametrize("msg", QUALIFIED)
def test_an_exception_in_the_sentence_of_a_success_leaves_the_batch_unknown(msg, counts):
    found = read_verdict(document([counts]) | {"msg": msg}, 5)
    assert found is None or (found.accepted, found.rejected, found.unknown) == (0, (), 5)


@pytest.mark.parametrize(
    "msg",
    [
        "All records has been added successfully to campaign 32841",
        "All records has been added successfully, 0 errors",
        "All records were added without errors, 0 rejected",
        "Todos los registros fueron agregados sin errores",
        "5 records were added, no errors and no duplicates",
    ],
)
def test_a_success_without_an_exception_is_one(msg):
    found = read_verdict(document([]) | {"msg": msg}, 5)
    assert (found.accepted, found.rejected, found.unknown) == (5, (), 0)


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN)
async def test_what_no_count_covers_or_counts_contradict_is_unknown(data):
    async with answering(lambda _: document(data)) as (wolkvox, seen, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(5)))
        assert (result.accepted, result.rejected, result.unknown) == (0, (), 5)
        assert [(each.first_row, each.last_row) for each in result.unknown_rows] == [(1, 5)]
        with pytest.raises(OutcomeUnknown, match="does not say whether it took the record") as caught:
            await wolkvox.campaign.add_record(**TARGET, record=lead(1))
        assert caught.value.upload.unknown == 1
        assert len(seen) == 2


@pytest.mark.parametrize("status", [201, 207, 404])
@pytest.mark.parametrize("bare", [False, True])
async def test_490_rejections_of_10_000_are_read_whatever_the_size_of_the_reply(status, bare):
    errors = [{"error": f"TEL1 is not valid, object position {n * 20}", "msg": "x" * 250} for n in range(490)]
    counts = {} if bare else {"total_registers": "10000", "total_success": "9510", "total_errors": "490"}
    said = document([{"array_errors": errors} | counts], code=str(status), msg="9510 records has been added")
    assert len(json.dumps(said)) > 128 * 1024
    async with answering(lambda _: web.json_response(said, status=status)) as (wolkvox, _, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(10_000)))
        assert (result.accepted, len(result.rejected), result.unknown) == (9_510, 490, 0)
        assert [each.row for each in result.rejected[:3]] == [1, 21, 41]
        assert "TEL1 is not valid" in result.rejected[0].reason


async def test_no_record_added_is_an_error_of_the_form():
    said = document([{"total_registers": "0"}], msg="0 records has been added")
    async with answering(lambda _: said) as (wolkvox, _, _):
        with pytest.raises(OutcomeUnknown):
            await wolkvox.campaign.add_record(**TARGET, record=lead(1))
    said = document([{"total_success": "0", "total_errors": "1", "array_errors": ["TEL1 is blocked"]}])
    async with answering(lambda _: said) as (wolkvox, _, _):
        with pytest.raises(Refused, match="TEL1 is blocked"):
            await wolkvox.campaign.add_record(**TARGET, record=lead(1))


async def test_a_refusal_without_a_word_on_single_records_rejects_the_batch():
    said = document([{"total_registers": "3"}], code="404", error="Not Found", msg="0 records has been added")
    async with answering(lambda _: web.json_response(said, status=404)) as (wolkvox, _, _):
        with pytest.raises(Refused) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(3)))
        assert (caught.value.upload.accepted, len(caught.value.upload.rejected)) == (0, 3)


@pytest.mark.parametrize("form", SERVED)
@pytest.mark.parametrize("status", [201, 404])
async def test_no_form_of_the_simulator_makes_a_record_accepted_that_was_not(serve, form, status):
    records = [lead(number) for number in range(12)]
    for place in (0, 4, 11):
        del records[place]["customer_id"]
    async with serve(switches=Switches(verdict=form, partial_status=status)) as (simulator, wolkvox):
        try:
            result = await wolkvox.campaign.add_records(**TARGET, records=records)
        except WolkvoxError as error:
            result = error.upload
        took = len(simulator.truth.uploaded("sales-co", "32841"))
        assert took == 9
        assert result.accepted in {took, 0} if form == "silent" else result.accepted == took
        assert result.accepted + len(result.rejected) + result.unknown == 12
        rows = {each.row for each in result.rejected} - {None}
        assert rows <= {1, 5, 12}
        if form not in {"counts", "errors", "registers", "added", "silent"}:
            assert rows == {1, 5, 12}


COUNTS = st.one_of(st.none(), st.integers(0, 12), st.integers(0, 12).map(str), st.sampled_from(["", "-", "x", " 3 "]))
ENTRIES = st.one_of(
    st.integers(0, 12),
    st.integers(0, 12).map(lambda n: f"x, object position {n}"),
    st.integers(0, 12).map(lambda n: {"position": n, "error": "x"}),
    st.text(max_size=5),
)
ERRORS = st.one_of(st.lists(ENTRIES, max_size=6), st.dictionaries(st.integers(0, 12).map(str), ENTRIES, max_size=6))
NAMES = ("total_success", "total_errors", "total_added", "total_rejected", "total_registers", "total_sent")
VERDICTS = st.dictionaries(st.sampled_from(NAMES), COUNTS)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*NAMES, "array_errors", "x"]), inner),
    max_leaves=12,
)


@given(counts=VERDICTS, errors=st.none() | ERRORS, sent=st.integers(1, 12), refused=st.booleans())
def test_the_outcomes_add_up_and_no_record_is_rejected_twice(counts, errors, sent, refused):
    row = counts if errors is None else counts | {"array_errors": errors}
    found = read_verdict(document([row]), sent, refused=refused)
    if found is not None:
        assert found.accepted + len(found.rejected) + found.unknown == sent
        assert min(found.accepted, found.unknown) >= 0
        named = [index for index, _ in found.rejected if index is not None]
        assert len(set(named)) == len(named)
        assert all(0 <= index < sent for index in named)
        success = str(counts.get("total_success") or "").strip()
        assert not success.isdecimal() or found.accepted in {int(success), 0}


@given(said=JSON, sent=st.integers(1, 5), refused=st.booleans())
def test_whatever_the_server_writes_is_read_or_left(said, sent, refused):
    found = read_verdict(said, sent, refused=refused)
    assert found is None or found.accepted + len(found.rejected) + found.unknown == sent


@pytest.mark.parametrize(
    "msg", ["OPT1 exceeds the maximum length of 100", "OPT1 is too large", "TEL1 exceeds the limit"]
)
async def test_a_field_that_is_too_long_is_no_reason_to_send_the_batch_again(msg):
    said = {"code": "404", "error": "Not Found", "msg": msg}
    async with answering(lambda _: web.json_response(said, status=404)) as (wolkvox, seen, _):
        with pytest.raises(Refused):
            await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(4)))
        assert len(seen) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 422])
async def test_a_refusal_that_counts_added_records_says_so_whatever_its_status(status):
    said = {"code": str(status), "error": "Unprocessable", "msg": "2 records added", "data": [{"total_added": "2"}]}
    async with answering(lambda _: web.json_response(said, status=status)) as (wolkvox, seen, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(5)))
        assert (result.accepted, len(result.rejected), result.unknown, result.unsent) == (2, 0, 3, 0)
        assert len(seen) == 1


@pytest.mark.parametrize("place", ["msg", "data"])
async def test_a_403_that_counts_records_is_not_sent_again(place):
    said = {"code": "403", "error": "Forbidden", "msg": "2 records has been added"}
    if place == "data":
        said |= {"msg": "Forbidden", "data": [{"total_added": "2"}]}
    async with answering(lambda _: web.json_response(said, status=403)) as (wolkvox, seen, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(5)))
        assert (result.accepted, len(result.rejected), result.unknown, result.unsent) == (2, 0, 3, 0)
        assert len(seen) == 1


async def test_a_403_with_data_that_says_nothing_of_records_leaves_them_unknown():
    said = {"code": "403", "error": "Forbidden", "msg": "Forbidden", "data": [{"id": "7"}]}
    async with answering(lambda _: web.json_response(said, status=403)) as (wolkvox, seen, _):
        with pytest.raises(OutcomeUnknown) as caught:
            await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(5)))
        assert (caught.value.upload.unknown, caught.value.upload.unsent) == (5, 0)
        assert len(seen) == 1


@pytest.mark.parametrize("status", [200, 201, 500])
@pytest.mark.parametrize("body", [b"<html>It works", b'{"code": "201", "data": [{"total_reg', b"", b"7", b"\xff\xfe{"])
async def test_a_reply_that_cannot_be_read_leaves_its_records_unknown(status, body):
    async with answering(lambda _: web.Response(body=body, status=status)) as (wolkvox, seen, _):
        try:
            result = await wolkvox.campaign.add_records(**TARGET, records=map(lead, range(5)))
        except OutcomeUnknown as error:
            result = error.upload
        assert (result.accepted, result.rejected, result.unknown, result.unsent) == (0, (), 5, 0)
        assert len(seen) == 1
