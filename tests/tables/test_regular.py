"""What is cut out of a piece without a parser is what a parser reads; a piece that is not regular is left to it."""

import json
import random

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wolkvox_async.tables.regular import texts_of

NAMES = ["id", 'na"me', "ñ", "b\\"]
WORDS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["", "-", "--", 'a"b', "a\\", "\\\\", '\\"', "},{", '"},{"id":"', "😀", "\x00", "]", "\u2028", "/"]
    ),
)
STYLES = [{"indent": 4}, {"indent": None}, {"indent": 4, "ensure_ascii": False}, {"ensure_ascii": False}]


def piece_of(rows, **style):
    return json.dumps(rows, **style).encode("utf-8", "surrogatepass")


def cut(piece, names=NAMES):
    """Return the records as they are cut out, None where they are not."""
    found = texts_of(piece, names)
    if found is None:
        return None
    count, columns = found
    values = [[None] * count if each.values is None else each.values.to_pylist() for each in columns]
    for each in columns:
        if each.values is not None:
            each.values.validate(full=True)
            assert not each.clean or not {"-", "--", " "} & {*each.values.to_pylist()}
    return [[value or "" for value in row] for row in zip(*values, strict=True)]


def parsed(piece, names=NAMES):
    return [[row.get(name, "") for name in names] for row in orjson.loads(piece)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(*[WORDS] * len(NAMES)), min_size=2, max_size=8), st.sampled_from(STYLES))
def test_regular_records_are_cut_out_as_they_are(rows, style):
    piece = piece_of([dict(zip(NAMES, row, strict=True)) for row in rows], **style)
    found = cut(piece)
    if found is None:  # a bracket in the first record, or a character that is cut at
        assert "}" in "".join(rows[0]) or any("\x00" in text for row in rows for text in row)
    else:
        assert found == parsed(piece)


PLAIN = ["id", "name", "note"]
ROWS = [{"id": str(number), "name": 'Pé"rez \\', "note": "" if number % 3 else "-"} for number in range(7)]
BITS = [
    b'"',
    b"\\",
    b"{",
    b"}",
    b",",
    b"[",
    b"]",
    b":",
    b"\n",
    b"\t",
    b" ",
    b"\xf1",
    b"\xc3\xb1",
    b"\x00",
    b"null",
    b"1",
]


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(STYLES))
def test_a_piece_that_is_changed_is_read_as_a_parser_reads_it_or_not_at_all(data, style):
    piece = piece_of(ROWS, **style)
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(1, len(piece) - 2))
        piece = piece[:at] + data.draw(st.sampled_from([b"", *BITS])) + piece[at + data.draw(st.integers(0, 3)) :]
    found = cut(piece, PLAIN)
    if found is not None:
        assert found == parsed(piece, PLAIN)


@pytest.mark.parametrize("style", STYLES)
def test_every_byte_of_a_piece_counts(style):
    piece = piece_of(ROWS[:3], **style)
    for at in range(1, len(piece) - 1):
        for byte in b'"\\{},[]: \nx1':
            changed = piece[:at] + bytes([byte]) + piece[at + 1 :]
            found = cut(changed, PLAIN)
            if found is not None:
                assert found == parsed(changed, PLAIN)


def test_records_of_every_layout_are_regular():
    for style in STYLES:
        assert cut(piece_of(ROWS, **style), PLAIN) == parsed(piece_of(ROWS, **style), PLAIN)


@pytest.mark.parametrize(
    "rows",
    [
        [*ROWS, {"id": "8", "name": None, "note": ""}],
        [*ROWS, {"id": 8, "name": "x", "note": ""}],
        [*ROWS, {"id": "8", "note": "", "name": "x"}],
        [*ROWS, {"id": "8", "name": "x"}],
        [*ROWS, {"id": "8", "name": "x", "note": "", "new": ""}],
        [*ROWS, {"id": "8", "name": "x", "note": ["a"]}],
        [*ROWS, []],
        [*ROWS, "x"],
        [{**row, "new": "x"} for row in ROWS],
        [{**row, "note": {"note": "x"}} for row in ROWS],
        [[row] for row in ROWS],
        ROWS[:1],
        [],
        [{}, {}],
        ["id", "name"],
    ],
)
def test_other_records_are_left_to_a_parser(rows):
    for style in STYLES:
        assert cut(piece_of(rows, **style), PLAIN) is None


def test_a_member_that_all_records_lack_is_missing_in_all():
    rows = [{"note": row["note"], "id": row["id"]} for row in ROWS]
    assert cut(piece_of(rows), PLAIN) == [[row["id"], "", row["note"]] for row in rows]
    assert texts_of(piece_of(rows), PLAIN, {"note"}) is None


def test_a_name_that_stands_twice_is_left_to_a_parser():
    row = b'{"id": "1", "id": "2", "note": "x"}'
    assert cut(b"[" + b", ".join([row] * 4) + b"]", PLAIN) is None


@pytest.mark.parametrize("text", [b"\\ud83d", b"\\x", b"\\u12", b"a\tb", b"\xff", b"\\u0000"])
def test_a_text_that_is_none_is_left_to_a_parser(text):
    rows = [b'{"id": "1", "name": "n", "note": "%b"}' % (text if number == 5 else b"x") for number in range(8)]
    assert cut(b"[" + b", ".join(rows) + b"]", PLAIN) is None


def test_many_records_are_cut_out():
    chance = random.Random(3)
    rows = [{name: chance.choice(["", "-", "x", "Pérez", 'a"b', "\\"]) for name in PLAIN} for _ in range(2_000)]
    piece = piece_of(rows, indent=4)
    assert cut(piece, PLAIN) == parsed(piece, PLAIN)
