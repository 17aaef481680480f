"""Bodies of a list of records, drawn by Hypothesis: as they usually are, and odd in every way."""

import json
from datetime import datetime

import attrs
from hypothesis import strategies as st

from wolkvox_async.core.wire import (
    Day,
    Duration,
    Flag,
    Float,
    Id,
    Int,
    Moment,
    MomentGMT5,
    Percent,
    Phone,
    Record,
    Text,
    named,
    record,
)

EACH = 12  # records of a document, at most


@record
class Row(Record):
    date: Moment
    abroad: MomentGMT5
    text: Text
    id: Id
    phone: Phone
    number: Int
    amount: Float
    share: Percent = named("share%", "percentage")
    length: Duration
    day: Day
    flag: Flag


FIELDS = {each.name: each.metadata.get("wire", (each.name,))[0] for each in attrs.fields(Row) if each.name != "extra"}


MARKERS = st.sampled_from(
    ["", "-", "--", " ", "  ", "\t", "\r\n", " - ", "--\n", None, "---", "--x", "-x", " x", "\u00a0"]
)
CLOCKS = st.datetimes(datetime(1969, 1, 1), datetime(2101, 1, 1)).map(lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}")
CHANGES = st.sampled_from(
    [
        "2025-03-30 02:30:00",
        "2025-10-26 02:30:00",
        "2025-04-05 23:30:00",
        "2025-09-06 23:59:59",
        "2025-09-07 00:30:00",
        "2025-04-06 01:45:00",
        "2025-10-05 02:15:00",
    ]
)
MOMENTS = st.one_of(
    CLOCKS,
    CHANGES,
    st.sampled_from(
        [
            "0000-00-00 00:00:00",
            "2025-02-29 10:00:00",
            "2024-02-29 10:00:00",
            "2025-01-31",
            "20250131",
            "2025-01-31T10:00:00",
            "2025-01-31 10:00",
            "2025-01-31 24:00:00",
            "2025-01-31 10:00:60",
            " 2025-01-31 10:00:00 ",
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "2025-01-31 10:00+05",
            "1970-01-01 00:00:00",
            "2025-01-31 10:00:00.5",
            "٢٠٢٥-01-31 10:00:00",
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=True).map(repr),
    st.sampled_from(
        [
            "0",
            "007",
            "1,234",
            "1,23",
            "1.",
            ".5",
            "+3",
            "-0",
            "1e5",
            "1E-400",
            "1e400",
            "5%",
            "5 %",
            "%",
            "5%%",
            "12.50%",
            "0x1F",
            "٣",
            "²",
            " 7 ",
            "9223372036854775807",
            "9223372036854775808",
            "123456789012345678",
            "1" * 40,
            "1_000",
            "inf",
            "nan",
            "0." + "1" * 40,
        ]
    ),
)
LENGTHS = st.one_of(
    st.integers(0, 10**6).map(lambda seconds: f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"),
    st.sampled_from(
        ["00:60:00", "1:2:3", "100:00:00", "99999999999:00:00", "12.3456789", "45", "1234567890", "0:00:09", "-1"]
    ),
)
FLAGS = st.sampled_from(["yes", "NO", "si", "sí", "True", "false", "1", "0", "2", "Sí ", "maybe"])
WORDS = st.one_of(
    st.text(max_size=8), st.sampled_from(['a"b', "a\\b", "},{", '"},{"date":"', "😀", "ñandú", "\x00", "=1+1", "a,b"])
)
TEXTS = st.one_of(MARKERS, MOMENTS, NUMBERS, LENGTHS, FLAGS, WORDS)
BARE = st.one_of(
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.just({}),
    st.just([]),
    st.just([1.5, {"a": None}]),
    st.just({"0": "x"}),
)
PLAIN = TEXTS.filter(lambda text: text is not None)
USUAL = {"date": st.one_of(CLOCKS, MARKERS), "number": NUMBERS, "flag": FLAGS, "length": LENGTHS, "text": WORDS}


def literal(value):
    return json.dumps(value, ensure_ascii=False)


def values_of(kind):
    """Return what the value of each field is drawn from, as JSON text: strategies take long to make."""
    texts = (PLAIN if kind == "texts" else TEXTS).map(literal)
    values = st.one_of(texts, BARE.map(literal)) if kind == "odd" else texts
    usual = {name: each.filter(lambda text: text is not None).map(literal) for name, each in USUAL.items()}
    return {wire: st.one_of(usual.get(name, texts), values) for name, wire in FIELDS.items()}


VALUES = {kind: values_of(kind) for kind in ("texts", "nulls", "odd")}
ODD_LISTS = st.deferred(lambda: st.lists(st.sampled_from(ODDITIES), max_size=2))
NO_RECORDS = st.sampled_from(["null", '"x"', "7", "[]", "{}"])
COMMAS = st.sampled_from([", ", ",", ",\n    "])


@st.composite
def records(draw, kind):
    """Draw the JSON text of a record: texts under the documented names, such or null, or anything."""
    odd = kind == "odd"
    members = [(literal(wire), draw(value)) for wire, value in VALUES[kind].items()]
    if kind == "texts":
        return "{" + ", ".join(f"{name}: {value}" for name, value in members) + "}"
    for oddity in draw(ODD_LISTS) if odd else ():
        members = oddity(draw, members)
    if odd and draw(st.integers(0, 40)) == 0:
        return draw(NO_RECORDS)
    return "{" + draw(COMMAS).join(f"{name}: {value}" for name, value in members) + "}"


def missing(draw, members):
    return draw(st.lists(st.sampled_from(members), max_size=len(members), unique=True)) if members else members


def unknown(draw, members):
    value = draw(st.one_of(TEXTS, BARE))
    return [*members, (literal(draw(st.sampled_from(["new", "", "Date", "número"]))), literal(value))]


def twice(draw, members):
    return [*members, draw(st.sampled_from(members))] if members else members


def another_name(draw, members):
    renamed = [('"percentage"', value) if name == '"share%"' else (name, value) for name, value in members]
    return renamed if draw(st.booleans()) else [*members, ('"percentage"', literal("7%"))]


def raw(draw, members):
    text = draw(
        st.sampled_from(
            [
                '"\\ud83d"',
                '"\\udc4d x"',
                '"\\ud83d\\udc4d"',
                '"\\u0000"',
                '"tab\there"',
                "NaN",
                "-Infinity",
                "1.10",
                "1624464512.10",
                "-0",
                "1e3",
                '"\\/"',
                "12345678901234567890123",
            ]
        )
    )
    place = draw(st.integers(0, len(members)))
    return [*members[:place], (literal(draw(st.sampled_from([*FIELDS.values(), "new"]))), text), *members[place:]]


ODDITIES = [missing, unknown, twice, another_name, raw]


ROWS = {kind: st.lists(records(kind), max_size=EACH) for kind in VALUES}


@st.composite
def documents(draw):
    """Draw a body: records, most of them as usual or all of them, with some way to write the list."""
    kind = draw(st.sampled_from(["texts", "texts", "nulls", "odd"]))
    odd = kind == "odd"
    rows = draw(ROWS[kind])
    gap = draw(st.sampled_from([",", ",\n        ", " , "]))
    text = '{"code": "200", "data": [' + gap.join(rows) + '], "msg": "found"}'
    body = text.encode("utf-8", "surrogatepass")
    if odd and draw(st.integers(0, 10)) == 0:
        body = body.replace("ñ".encode(), b"\xf1")
    return body
