"""A number keeps its digits, and a bad letter costs itself: of any value, in any place of a record."""

import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Broken, Written, digits, exact, holds_float, number, parse
from wolkvox_async.core.wire import Decoder, Float, Id, Int, Phone, Record, Text, record
from wolkvox_async.errors import DecodeError


@record
class Inner(Record):
    id: Id


@record
class Row(Record):
    id: Id
    name: Text
    phone: Phone
    calls: Int
    cost: Float
    of: list[Inner]
    any: object


BLANK = {"id": None, "name": None, "phone": None, "calls": None, "cost": None, "of": [], "any": None}


def decode(text: str | bytes, *, strict=False, batch=65_536):
    """Read one row as a reply has it, with others beside it."""
    if isinstance(text, str):
        text = text.encode()
    body = b'{"data":[{"id":"before"},%s,{"id":"behind"}]}' % text
    splitter = Splitter(batch=batch)
    elements = [*splitter.feed(body), splitter.close()[0]]
    decoder = Decoder(Row, ZoneInfo("America/Bogota"), strict=strict)
    rows = [row for each in elements for row in decoder.decode(each)]
    assert [rows[0].id, rows[-1].id] == ["before", "behind"]
    return rows[1]


NUMBERS = [
    "573001112233",
    "123456789012345678901234",
    "-123456789012345678901234",
    "18446744073709551616",
    "1624464512.10",
    "1624464512.0",
    "573001112230.0",
    "1e22",
    "1E5",
    "0.1e-400",
    "1e999",
    "9" * 5_000,
]


@pytest.mark.parametrize("written", NUMBERS)
@pytest.mark.parametrize("batch", [1, 65_536])
def test_an_identifier_that_is_a_number_keeps_every_digit(written, batch):
    row = decode(f'{{"id":{written},"name":{written},"of":[{{"id":{written}}},{{"id":"1"}}]}}', batch=batch)
    assert (row.id, row.name, [each.id for each in row.of]) == (written, written, [written, "1"])
    assert type(row.id) is str


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("573001112233", "573001112233"),
        ("573001112230.0", "573001112230"),
        ("573001112230.00", "573001112230"),
        ("5730011122e3", "5730011122000"),
        ("1e22", "10000000000000000000000"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("573001112230.5", "573001112230.5"),
        ("1e999999999", "1e999999999"),
    ],
)
def test_a_phone_that_is_a_number_is_its_digits(written, phone):
    assert decode(f'{{"phone":{written}}}').phone == phone
    assert digits(written) == phone


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1.5", 1.5),
        ("1.50", "1.50"),
        ("3.0", 3.0),
        ("1e22", "1e22"),
        ("123456789012345678901234", "123456789012345678901234"),
        ("18446744073709551616", "18446744073709551616"),
        ("12", 12),
        ("1e999", "1e999"),
        ("NaN", "NaN"),
        ('[1.50,{"a":[12345678901234567890123]}]', ["1.50", {"a": ["12345678901234567890123"]}]),
    ],
)
def test_what_no_document_lists_keeps_every_digit(written, kept):
    row = decode(f'{{"id":"7","new":{written},"any":{written}}}')
    assert row.extra == {"new": kept}
    assert row.any == kept
    assert type(row.any) is type(kept)


def test_counts_and_costs_are_numbers_still():
    row = decode('{"calls":123456789012345678901234,"cost":12.50}')
    assert (row.calls, row.cost, row.extra) == (123456789012345678901234, 12.5, {})
    assert decode('{"calls":3.0}').extra == {"calls": 3.0}
    assert decode('{"cost":NaN}').extra == {"cost": "NaN"}


@given(
    st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    st.sampled_from(["id", "name", "new"]),
)
def test_any_number_at_all_comes_back(written, field):
    row = decode(f'{{"{field}":{written}}}')
    found = row.extra["new"] if field == "new" else getattr(row, field)
    assert Decimal(str(found)) == Decimal(written)
    if field != "new" and written != "-0":
        assert found == written


@given(
    st.recursive(
        st.none() | st.text(max_size=3) | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    )
)
def test_exact_values_are_those_of_the_parser(value):
    text = json.dumps(value).encode()
    found = number(exact(text))
    assert json.loads(json.dumps(found), parse_int=str, parse_float=str) == json.loads(
        text, parse_int=lambda each: each, parse_float=str
    )
    assert not holds_float(exact(text))


@pytest.mark.parametrize("depth", [30, 100, 500, 900])
@pytest.mark.parametrize("field", ["new", "any"])
def test_what_is_nested_deep_stands_as_its_text(depth, field):
    inner = '{"a":"b\\"c","d":[],"e":{},"n":[1.50,null,true]}'
    written = "[" * depth + inner + "]" * depth
    row = decode(f'{{"id":"7","{field}":{written}}}')
    found = row.extra["new"] if field == "new" else row.any
    if depth < 64:
        for _ in range(depth):
            (found,) = found
        assert found == {"a": 'b"c', "d": [], "e": {}, "n": ["1.50", None, True]}
    else:
        assert found.startswith("[" * depth + "{")
        assert found.replace("1.5,", "1.50,") == written


@pytest.mark.parametrize(
    ("text", "fields", "raw"),
    [
        (rb'{"id":"7","name":"cut \ud83d"}', {"id": "7", "name": "cut \ufffd"}, {"name": r"cut \ud83d"}),
        (b'{"id":"Jos\xe9"}', {"id": "Jos\ufffd"}, {"id": r"Jos\xe9"}),
        (rb'{"id":"7","of":[{"id":"\udc00"}]}', {"id": "7", "of": ["\ufffd"]}, {"of.0.id": r"\udc00"}),
        (rb'{"id":"7","new":"\ud800"}', {"id": "7"}, {"new": r"\ud800"}),
        (b'{"id":}', {}, {"unreadable": '{"id":}'}),
        (b'{"id":"a\x00b"}', {"id": "a\0b"}, {}),
        (rb'{"id":"\ud83d\ude00"}', {"id": "😀"}, {}),
    ],
)
def test_a_bad_letter_is_replaced_and_its_text_stands_in_extra(text, fields, raw):
    row = decode(text)
    found = {name: getattr(row, name) for name in BLANK} | {"of": [each.id for each in row.of]}
    assert found == BLANK | fields
    assert row.extra == raw
    if raw:
        with pytest.raises(DecodeError, match=r"record 2: .* is no text"):
            decode(text, strict=True)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (b"", False),
        (b'{"a":', True),
        (b'{"a":"b', True),
        (b'{"a":"\xff","b', True),
        (b"<html>", False),
        (b'{"a":1}<br>', False),
        (b'{"a\xff":1}', False),
        (b"[" * 3_000 + b"]" * 3_000, False),
        (b"\xff\xfe{\x00}\x00", False),
    ],
)
def test_what_is_no_json_says_whether_it_is_cut(text, cut):
    with pytest.raises(Broken) as caught:
        parse(text, 0)
    assert caught.value.cut is cut


def test_a_number_as_it_is_written_is_its_text():
    assert exact(b"1.10") == Written("1.10")
    assert exact(b"12") == 12


@pytest.mark.parametrize("text", ["x", "1e", "NaN1", "--1"])
def test_digits_of_what_is_no_number_are_the_text_itself(text):
    assert digits(text) == text


def test_a_number_as_written_is_compared_hashed_and_shown_by_its_text():
    assert {Written("1.0"), Written("1.0"), Written("1.00")} == {Written("1.0"), Written("1.00")}
    assert Written("1.0") != "1.0"
    assert repr(Written("1.0")) == "Written('1.0')"
