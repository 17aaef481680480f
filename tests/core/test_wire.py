"""The wire's strings as typed records: what parses is typed, what does not is kept, nothing is lost or fatal."""

import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.core import wire
from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Elements
from wolkvox_async.core.wire import (
    Day,
    Decoder,
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
    beside,
    gathered,
    named,
    record,
)
from wolkvox_async.errors import DecodeError

HERE = Path(__file__).parents[1]
BOGOTA = ZoneInfo("America/Bogota")
KINDS = {
    "text": Text,
    "id": Id,
    "phone": Phone,
    "int": Int,
    "float": Float,
    "percent": Percent,
    "duration": Duration,
    "moment": Moment,
    "gmt5": MomentGMT5,
    "day": Day,
    "flag": Flag,
}


@record
class Row(Record):
    text: Text
    calls: Int
    date: Moment


@record
class Spelt(Record):
    answers: Int = named("agent_anwers ", "agent_answers")
    busy: Int = named("busy/congestion/failed")


@record
class Fault(Record):
    error: Text
    at: Int


@record
class Report(Record):
    total: Int
    faults: list[Fault]
    maybe: list[Fault] | None
    first: Fault | None
    tags: list[str]
    raw: object


def value(kind, raw, zone=BOGOTA):
    """Return what a field of that kind makes of a raw value; ValueError if it does not parse."""
    cls = record(type("One", (Record,), {"__annotations__": {"field": KINDS[kind]}, "__module__": __name__}))
    row = Decoder(cls, zone).decode([{"field": raw}])[0]
    if "field" in row.extra:
        assert row.field is None
        assert row.extra == {"field": raw}
        raise ValueError(raw)
    return row.field


def elements(path: Path) -> list[Any]:
    splitter = Splitter()
    batches = splitter.feed(path.read_bytes())
    return [element for batch in (*batches, splitter.close()[0]) for element in batch]


@pytest.mark.parametrize("raw", ["", "-", "--", " ", "  \t", " - ", None])
@pytest.mark.parametrize("kind", KINDS)
def test_missing_is_none_for_every_kind(kind, raw):
    assert value(kind, raw) is None


@pytest.mark.parametrize(
    ("kind", "raw", "wanted"),
    [
        ("text", "María", "María"),
        ("text", " padded ", " padded "),
        ("text", "-x", "-x"),
        ("text", "😀", "😀"),
        ("text", "!", "!"),
        ("text", "0", "0"),
        ("text", 0, "0"),
        ("text", 12.5, "12.5"),
        ("text", True, "True"),
        ("text", False, "False"),
        ("id", 32841, "32841"),
        ("phone", "573001112233", "573001112233"),
        ("int", "3", 3),
        ("int", 3, 3),
        ("int", 0, 0),
        ("int", "0", 0),
        ("int", "-3", -3),
        ("int", " 7 ", 7),
        ("int", "1,234", 1_234),
        ("int", "12,345,678", 12_345_678),
        ("float", "0.00", 0.0),
        ("float", 2, 2.0),
        ("float", 0, 0.0),
        ("float", "1,234.5", 1_234.5),
        ("float", "1.5E-3", 0.0015),
        ("float", ".5", 0.5),
        ("percent", "34.64 %", 34.64),
        ("percent", "15,233.33 %", 15_233.33),
        ("percent", "100%", 100.0),
        ("percent", 5, 5.0),
        ("duration", "00:00:10", timedelta(seconds=10)),
        ("duration", "26:01:02", timedelta(hours=26, minutes=1, seconds=2)),
        ("duration", "10", timedelta(seconds=10)),
        ("duration", 10, timedelta(seconds=10)),
        ("duration", "1.5", timedelta(seconds=1.5)),
        ("moment", "2026-01-05 16:20:11", datetime(2026, 1, 5, 16, 20, 11, tzinfo=BOGOTA)),
        ("moment", " 2026-01-05 16:20:11 ", datetime(2026, 1, 5, 16, 20, 11, tzinfo=BOGOTA)),
        ("moment", "2026-01-05", datetime(2026, 1, 5, tzinfo=BOGOTA)),
        ("gmt5", "2026-01-05 09:00:00", datetime(2026, 1, 5, 14, tzinfo=UTC)),
        ("day", "2026-01-05", date(2026, 1, 5)),
        ("day", "20260105", date(2026, 1, 5)),
        *(("flag", raw, True) for raw in ("yes", "Yes", "true", "1", "si", "sí", "SÍ", True, 1)),
        *(("flag", raw, False) for raw in ("no", "FALSE", "0", False, 0)),
    ],
)
def test_what_parses(kind, raw, wanted):
    found = value(kind, raw)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", ["a"]),
        ("text", {"a": 1}),
        ("text", []),
        *(("int", raw) for raw in ("3.0", 3.0, "1_0", "1,23", "three", True, [], {}, "9" * 5_000)),
        *(("float", raw) for raw in ("nan", "inf", "3,5", "1e999", "1.2.3", True, [], 10**400)),
        *(("percent", raw) for raw in ("% 5", "5 % %", [])),
        *(("duration", raw) for raw in ("00:60:00", "00:10", "1:2:3", "99999999999999:00:00", "1e3", [])),
        *(
            ("moment", raw)
            for raw in (
                "2024-W18-3",
                "2024-W18-3 10:00:00",
                "20240501",
                "20240501100000",
                "2024-05-01T10",
                "2024-05-01 10:00+05",
                "2024-05-01 10:00:00+05:00",
                "2024-05-01 10:00",
                "2024-5-1 1:2:3",
                "2024-02-30 00:00:00",
                "0000-00-00 00:00:00",
                "24/05/2024 10:00:00",
                20240501,
                [],
            )
        ),
        *(("day", raw) for raw in ("2024-W18-3", "2024W183", "2024-13-01", "2024-05-01 10:00:00", "2024-122", [])),
        *(("flag", raw) for raw in ("maybe", "2", 2, [])),
    ],
)
def test_what_does_not_parse_is_kept_as_it_came(kind, raw):
    with pytest.raises(ValueError):
        value(kind, raw)


@given(st.integers(-(10**12), 10**12))
def test_integers_round_trip(number):
    assert value("int", str(number)) == value("int", f"{number:,}") == number


@given(st.integers(-(10**9), 10**9).map(lambda cents: cents / 100))
def test_percents_round_trip(number):
    assert value("percent", f"{number:,.2f} %") == value("float", f"{number:.2f}") == number


@given(st.integers(0, 10_000), st.integers(0, 59), st.integers(0, 59))
def test_durations_round_trip(hours, minutes, seconds):
    wanted = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    assert value("duration", f"{hours:02}:{minutes:02}:{seconds:02}") == wanted


@given(
    st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9999, 12, 30)).map(
        lambda at: at.replace(microsecond=0)
    ),
    st.sampled_from(["America/Bogota", "America/Santiago", "America/New_York", "UTC"]),
)
def test_moments_are_the_wall_clock_of_their_zone(at, name):
    zone = ZoneInfo(name)
    found = value("moment", f"{at:%Y-%m-%d %H:%M:%S}".rjust(19, "0"), zone)
    assert found.tzinfo is zone
    assert found.replace(tzinfo=None) == at
    assert found.fold == 0


@pytest.mark.parametrize("kind", [Moment, MomentGMT5, Day, Duration])
@pytest.mark.parametrize("text", ["2025-01-01 02:15:00 p. m.", "2025-01-01 02:15 PM", "02:15:00 p. m.", "2:15 pm"])
def test_a_12_hour_clock_is_never_read_as_the_hour_before_noon(kind, text):
    with pytest.raises(ValueError, match="does not parse"):
        kind.__metadata__[0].reader(UTC)(text, None)


def test_a_repeated_hour_is_its_first():
    found = value("moment", "2025-11-02 01:30:00", ZoneInfo("America/New_York"))
    assert found.utcoffset() == timedelta(hours=-4)


def test_campaign_3_attempts_have_a_fixed_offset():
    assert value("gmt5", "2025-07-01 09:00:00", ZoneInfo("America/Santiago")).tzinfo == timezone(timedelta(hours=-5))


@given(st.text())
def test_text_is_itself_or_missing(text):
    assert value("text", text) == (None if text.strip(" \t\r\n") in {"", "-", "--"} else text)


def test_a_record_as_documented():
    rows = Decoder(Row, BOGOTA).decode([{"text": "a", "calls": "3", "date": "2026-01-05 10:00:00"}])
    assert rows == [Row(text="a", calls=3, date=datetime(2026, 1, 5, 10, tzinfo=BOGOTA))]
    assert rows[0].extra == {}
    assert pickle.loads(pickle.dumps(rows)) == rows


def test_missing_unknown_and_unreadable_fields():
    given = [
        {"text": "a", "calls": "3"},
        {"text": "a", "calls": "3", "date": "", "new": "x", "newer": ["y"]},
        {"text": "a", "calls": "many", "date": "soon"},
        {"text": "a", "new": 1, "calls": "many"},
        {},
    ]
    found = Decoder(Row, BOGOTA).decode(given)
    assert found == [
        Row(text="a", calls=3, date=None),
        Row(text="a", calls=3, date=None, extra={"new": "x", "newer": ["y"]}),
        Row(text="a", calls=None, date=None, extra={"calls": "many", "date": "soon"}),
        Row(text="a", calls=None, date=None, extra={"new": 1, "calls": "many"}),
        Row(text=None, calls=None, date=None),
    ]
    assert given[2] == {"text": "a", "calls": "many", "date": "soon"}  # what is given stays as it was


def test_strict_names_the_value_that_does_not_parse():
    rows = [{"text": "a", "calls": "3", "date": ""}, {"text": "a", "calls": "many", "date": ""}]
    with pytest.raises(DecodeError, match="record 101: calls is no int: 'many'") as caught:
        Decoder(Row, BOGOTA, strict=True).decode(rows, first=100)
    error = caught.value
    assert (error.record, error.field, error.value, error.type) == (101, "calls", "many", "int")


def test_strict_takes_missing_and_unknown_fields():
    found = Decoder(Row, BOGOTA, strict=True).decode([{"text": "a", "new": "b"}])
    assert found == [Row(text="a", calls=None, date=None, extra={"new": "b"})]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("element", ["text", None, 5, ["text", "calls", "date"]])
def test_an_element_that_is_no_object(element, strict):
    with pytest.raises(DecodeError) as caught:
        Decoder(Row, BOGOTA, strict=strict).decode([{"text": ""}, element], first=7)
    error = caught.value
    assert (error.record, error.field, error.value, error.type) == (8, "", element, "object")


@pytest.mark.parametrize("spelling", ["agent_anwers ", "agent_answers", "answers"])
def test_all_spellings_of_a_name_are_taken(spelling):
    found = Decoder(Spelt, BOGOTA).decode([{spelling: "6", "busy/congestion/failed": "2"}])
    assert found == [Spelt(answers=6, busy=2)]


def test_a_second_spelling_of_the_same_is_not_lost():
    found = Decoder(Spelt, BOGOTA).decode([{"agent_anwers ": "6", "agent_answers": "7", "busy": "x"}])
    assert found == [Spelt(answers=6, busy=None, extra={"agent_answers": "7", "busy/congestion/failed": "x"})]


def test_records_within_records():
    given = {
        "total": "1",
        "faults": [{"error": "empty", "at": "0"}, {"error": "odd", "at": "x", "new": 1}],
        "maybe": "",
        "first": {"error": "empty", "at": "0"},
        "tags": ["a"],
        "raw": {"any": ["thing"]},
    }
    assert Decoder(Report, BOGOTA).decode([given]) == [
        Report(
            total=1,
            faults=[Fault(error="empty", at=0), Fault(error="odd", at=None, extra={"at": "x", "new": 1})],
            maybe=None,
            first=Fault(error="empty", at=0),
            tags=["a"],
            raw={"any": ["thing"]},
        )
    ]


def test_a_missing_list_is_empty_unless_it_may_be_none():
    found = Decoder(Report, BOGOTA).decode([{"total": "0"}])
    assert found == [Report(total=0, faults=[], maybe=None, first=None, tags=[], raw=None)]


@pytest.mark.parametrize(("name", "empty"), [("faults", []), ("tags", []), ("maybe", None), ("first", None)])
@pytest.mark.parametrize("raw", [5, "text", {"error": ["x"]}, ["no object"]])
def test_lists_and_objects_of_another_shape(name, empty, raw):
    found = Decoder(Report, BOGOTA).decode([{name: raw}])[0]
    if (name == "tags" and isinstance(raw, list)) or (name == "first" and isinstance(raw, dict)):
        assert getattr(found, name) != empty
        assert found.extra == {}
    else:
        assert getattr(found, name) == empty
        assert found.extra == {name: raw}


def test_strict_says_where_within():
    given = {"total": "1", "faults": [{"error": "a", "at": "0"}, {"error": "b", "at": "x"}]}
    with pytest.raises(DecodeError) as caught:
        Decoder(Report, BOGOTA, strict=True).decode([given], first=4)
    assert (caught.value.record, caught.value.field, caught.value.value, caught.value.type) == (
        4,
        "faults[2].at",
        "x",
        "int",
    )


def test_a_field_without_a_meaning_is_a_mistake_of_ours():
    @record
    class Wrong(Record):
        name: str

    with pytest.raises(TypeError, match="how to read"):
        Decoder(Wrong, BOGOTA)


def test_the_generated_functions_are_kept():
    assert Decoder(Row, BOGOTA)._plan is Decoder(Row, BOGOTA)._plan
    assert Decoder(Row, UTC)._plan is not Decoder(Row, BOGOTA)._plan


def test_a_kind_is_shown_by_its_name():
    assert repr(wire.Int.__metadata__[0]) == "int"


def kinds_of(element: dict[str, Any]) -> dict[str, Any]:
    """Take a sample's own keys as fields, typed by what they look like."""
    typed = {"date": Moment, "occupancy": Percent, "login_time": Duration, "calls": Int, "hit": Flag, "cost": Float}
    return {
        key: typed.get(key, list[Fault] if key == "array_errors" else Text) for key in element if key.isidentifier()
    }


@pytest.mark.parametrize(
    "path", sorted([*HERE.glob("pages/*.json"), *HERE.glob("samples/*.json")]), ids=lambda p: p.stem
)
def test_pages_and_samples_decode(path):
    rows = elements(path)
    assert rows or not isinstance(json.loads(path.read_bytes()).get("data"), list)
    for row in rows:
        cls = record(type("Row", (Record,), {"__annotations__": kinds_of(row), "__module__": __name__}))
        found = Decoder(cls, BOGOTA, strict=True).decode([row])[0]
        assert set(found.extra) == {key for key in row if not key.isidentifier()}


def test_what_a_sample_says():
    row = elements(HERE / "samples/agent_1.json")[0]
    cls = record(
        type(
            "Agent", (Record,), {"__annotations__": {k: KINDS["duration"] if k == "login_time" else Text for k in row}}
        )
    )
    assert Decoder(cls, BOGOTA).decode([row])[0].login_time == timedelta(hours=162, minutes=14, seconds=9)


@record
class Skill(Record):
    skill: Text
    service_level_10seg: Percent
    service_level_20seg: Percent
    service_levels: dict[int, Percent] = gathered(r"service_level_([0-9]+)seg")
    waits: dict[int, Int] = gathered(r"wait_([0-9]+)")
    day: Day = beside()


class TestGathered:
    def test_a_name_that_depends_on_a_parameter_goes_into_the_mapping(self):
        row = {"skill": "7", "service_level_10seg": "10.00 %", "service_level_20seg": "15,233.33 %"}
        plain, more = Decoder(Skill, BOGOTA).decode(
            [row, row | {"service_level_45seg": "99.5 %", "service_level_60seg": "-", "wait_5": "3", "other_1": "x"}]
        )
        assert (plain.service_levels, plain.waits, plain.extra, plain.day) == ({}, {}, {}, None)
        assert (more.service_level_10seg, more.service_level_20seg) == (10.0, 15_233.33)
        assert more.service_levels == {45: 99.5, 60: None}
        assert more.waits == {5: 3}
        assert more.extra == {"other_1": "x"}
        assert plain.service_levels is not more.service_levels

    def test_a_missing_field_does_not_hide_it(self):
        """As many fields as documented, though not the same."""
        (row,) = Decoder(Skill, BOGOTA).decode(
            [{"skill": "7", "service_level_10seg": "1 %", "service_level_5seg": "2 %"}]
        )
        assert (row.service_level_10seg, row.service_level_20seg, row.service_levels) == (1.0, None, {5: 2.0})

    def test_what_does_not_parse_is_kept_raw_or_fatal_when_strict(self):
        given = {"skill": "7", "service_level_45seg": "many", "wait_5": "3", "service_level_10seg": "x"}
        (row,) = Decoder(Skill, BOGOTA).decode([given])
        assert (row.service_levels, row.waits) == ({}, {5: 3})
        assert row.extra == {"service_level_45seg": "many", "service_level_10seg": "x"}
        with pytest.raises(DecodeError) as caught:
            Decoder(Skill, BOGOTA, strict=True).decode([{"skill": "7", "service_level_45seg": "many"}], first=3)
        assert (caught.value.record, caught.value.field, caught.value.type) == (3, "service_level_45seg", "percent")

    @given(st.dictionaries(st.integers(0, 10**6), st.floats(0, 10**6).map(lambda number: round(number, 2))))
    def test_each_comes_under_its_number(self, levels):
        given = {
            "skill": "7",
            **{f"service_level_{seconds}seg": f"{level:,.2f} %" for seconds, level in levels.items()},
        }
        (row,) = Decoder(Skill, BOGOTA).decode([given])
        fixed = {10: row.service_level_10seg, 20: row.service_level_20seg}
        assert row.service_levels | {n: fixed[n] for n in levels if n in fixed} == levels
        assert row.extra == {}


class TestBeside:
    def test_it_is_not_on_the_wire(self):
        (row,) = Decoder(Skill, BOGOTA).decode([{"skill": "7", "day": "2025-01-02"}])
        assert row.day is None
        assert row.extra == {"day": "2025-01-02"}
        row.day = date(2025, 1, 2)
        assert row.day == date(2025, 1, 2)


@record
class Listed(Record):
    faults: list[Row]


class TestExactly:
    def test_ids_of_elements_that_know_their_numbers_come_with_every_digit(self):
        splitter = Splitter("data")
        splitter.feed(b'{"data":[{"text":12345678901234567890123},{"text":1.50}]}')
        found, _ = splitter.close()
        assert [row.text for row in Decoder(Row, BOGOTA).decode(found)] == ["12345678901234567890123", "1.50"]

    def test_ids_within_another_record_come_with_every_digit(self):
        splitter = Splitter("data")
        splitter.feed(b'{"data":[{"faults":[{"text":12345678901234567890123}]}]}')
        found, _ = splitter.close()
        (row,) = Decoder(Listed, BOGOTA).decode(found)
        assert row.faults[0].text == "12345678901234567890123"

    def test_numbers_of_elements_that_cannot_be_read_again_are_as_they_were_parsed(self):
        def fails():
            raise ValueError("nested too deep")

        (row,) = Decoder(Row, BOGOTA).decode(Elements([{"text": 1.5}], fails))
        assert row.text == "1.5"

    def test_numbers_of_a_plain_list_are_as_they_were_parsed(self):
        (row,) = Decoder(Row, BOGOTA).decode([{"text": 1.5}])
        assert row.text == "1.5"
