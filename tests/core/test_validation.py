"""Values of records: what is missing stays out, numbers keep their digits, what has no one text is refused."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import orjson
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async import ConfigurationError, InvalidRecord
from wolkvox_async.core import arguments
from wolkvox_async.core.batches import encode
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.invalid import InvalidValue
from wolkvox_async.core.validation import text_of
from wolkvox_async.core.wire import Record
from wolkvox_async.uploads.leads import PredictiveLead

BOGOTA = ZoneInfo("America/Bogota")
NAN = float("nan")


class City(str, Enum):  # noqa: UP042 - whose str() is its name, not its text
    CALI = "Cali"


class Size(IntEnum):
    BIG = 7


SCALAR = type("Scalar", (), {"as_py": lambda self: 5})  # as pyarrow has them

TEXTS = {
    "none": (None, None),
    "NaN": (NAN, None),
    "NaN of numpy": (np.float64("nan"), None),
    "NaN of decimal": (Decimal("NaN"), None),
    "NaT of numpy": (np.datetime64("NaT"), None),
    "NaT of pandas": (pd.NaT, None),
    "NA of pandas": (pd.NA, None),
    "int": (1020304050, "1020304050"),
    "23 digits": (12345678901234567890123, "12345678901234567890123"),
    "whole float": (1020304050.0, "1020304050"),
    "whole float of numpy": (np.float64(573001112233.0), "573001112233"),
    "int of numpy": (np.int64(573001112233), "573001112233"),
    "whole decimal": (Decimal("573001112233.00"), "573001112233"),
    "decimal with an exponent": (Decimal("1.02E+3"), "1020"),
    "decimal": (Decimal("1.50"), "1.50"),
    "fraction": (1.5, "1.5"),
    "small": (1e-7, "0.0000001"),
    "zero": (-0.0, "0"),
    "float32": (np.float32(1.1), "1.1"),
    "text": ("1020304050.0", "1020304050.0"),
    "text of numpy": (np.str_("Cali"), "Cali"),
    "member of a str Enum": (City.CALI, "Cali"),
    "member of an IntEnum": (Size.BIG, "7"),
    "scalar of pyarrow": (SCALAR(), "5"),
}
REFUSED = {
    "bool": (True, "is a bool"),
    "bool of numpy": (np.bool_(1), "is a bool"),
    "infinity": (float("inf"), "is infinite"),
    "infinity of decimal": (Decimal("-Infinity"), "is infinite"),
    "float beyond its digits": (2.0**53, "too large for all of its digits"),
    "float32 beyond its digits": (np.float32(573001112233), "too large for all of its digits"),
    "huge": (10**5000, "too many digits"),
    "huge decimal": (Decimal("1E+999999"), "too many digits"),
    "date": (date(2025, 1, 2), "is a date"),
    "datetime": (datetime(2025, 1, 2, 3), "is a datetime"),
    "datetime of numpy": (np.datetime64("2025-01-02T03:04:05"), "is a datetime"),
    "time": (time(3), "is a time"),
    "duration": (timedelta(1), "is a timedelta"),
    "duration of numpy": (np.timedelta64(1, "s"), "is a timedelta64"),
    "bytes": (b"x", "is a bytes"),
    "list": (["x"], "is a list"),
    "rational": (Fraction(1, 3), "is a Fraction"),
    "complex": (1j, "is a complex"),
    "null": ("a\0", "half of a surrogate pair"),
    "half a pair": ("\ud83d", "half of a surrogate pair"),
}


def sent(field, value):
    return orjson.loads(encode(PredictiveLead, {"tel1": "57300", field: value}, 1, BOGOTA)).get(field)


@pytest.mark.parametrize(("value", "text"), TEXTS.values(), ids=TEXTS)
def test_a_value_becomes_its_text(value, text):
    assert sent("opt1", value) == text


@pytest.mark.parametrize(("value", "said"), REFUSED.values(), ids=REFUSED)
def test_a_value_without_one_text_is_refused_by_row_and_field(value, said):
    with pytest.raises(InvalidRecord, match=f"row 1: opt1 .*{said}") as caught:
        sent("opt1", value)
    assert (caught.value.row, caught.value.field) == (1, "opt1")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 1, 2), "20250102000000"),
        (datetime(2025, 1, 2, 3, 4, 5, 999), "20250102030405"),
        (datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC), "20250101220405"),
        (np.datetime64("2025-01-02T03:04:05.123456789"), "20250102030405"),
        (pd.Timestamp("2025-01-02T03:04:05.123456789"), "20250102030405"),
        (pd.Timestamp("2025-01-02T03:04:05Z"), "20250101220405"),
        ("20250102030405", "20250102030405"),
        (20250102030405, "20250102030405"),
        (20250102030405.0, "20250102030405"),
        (pd.NaT, None),
    ],
)
def test_a_moment_is_the_wall_clock_of_the_operation(value, text):
    assert sent("recall_date", value) == text


@pytest.mark.parametrize("value", [time(3), "2025-01-02", "20251301000000", "202501 2030405", 5, True])
def test_what_is_no_moment_is_refused(value):
    with pytest.raises(InvalidRecord, match="recall_date"):
        sent("recall_date", value)


@pytest.mark.parametrize("value", [573001112233, 573001112233.0, np.int64(573001112233), Decimal(573001112233)])
def test_a_phone_may_be_a_number(value):
    assert sent("tel2", value) == "573001112233"


def test_a_required_field_that_is_missing_is_named():
    with pytest.raises(InvalidRecord, match="tel1 is missing"):
        encode(PredictiveLead, {"tel1": NAN}, 1, BOGOTA)


@pytest.mark.parametrize(
    ("value", "words"), [(0, "is 0"), (6, "is 6"), ("x", "not a whole number"), ("1" * 19, "not a whole number")]
)
def test_a_number_beyond_its_limits_is_refused(value, words):
    with pytest.raises(InvalidValue, match=words):
        text_of(Parameter("days", "int", least=1, most=5), value, UTC)


RULES = st.one_of(
    st.builds(dict, kind=st.sampled_from(["str", "id"]), longest=st.none() | st.integers(1, 5)),
    st.builds(dict, kind=st.just("int"), least=st.none() | st.integers(-9, 9), most=st.none() | st.integers(10, 99)),
    st.just({"kind": "phone"}),
    st.builds(dict, kind=st.just("enum"), values=st.just(("yes", "no", "12"))),
    st.builds(dict, kind=st.just("moment"), form=st.sampled_from(["%Y%m%d%H%M%S", "%Y-%m-%d"])),
    st.builds(dict, kind=st.just("time"), form=st.sampled_from(["%H%M%S", "%H:%M:%S"])),
)
WRITTEN = [
    "12",
    "9" * 20,
    "9" * 25,
    "-5",
    "1.5",
    "yes",
    "all",
    "20250102030405",
    "2025-01-02",
    "20250102",
    "08:30:00",
    " ",
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-200, 200),
    st.integers(10**2, 10**25),
    st.floats(),
    st.decimals(),
    st.text(max_size=7),
    st.text("0123456789- ", max_size=22),
    st.sampled_from(WRITTEN),
    st.datetimes() | st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.times(),
    st.sampled_from([value for value, _ in (*TEXTS.values(), *REFUSED.values())]),
)


def of_a_call(rule, value):
    """Return the text that a parameter becomes, None for a missing one, or what is wrong with it."""
    parameter = Parameter("it", where="body", **rule)
    endpoint = Endpoint(
        name="campaign.x", script="x.php", title="", record=Record, method="POST", parameters=(parameter,), source=""
    )
    try:
        body = arguments.call(endpoint, {"it": value}, zone=BOGOTA).body
    except ConfigurationError as error:
        return None if error.what == "it is empty" else (error.what, error.advice)
    return (orjson.loads(body)["it"] or None) if body else None


def of_a_record(rule, value):
    """Return the same of a field of a record."""
    cls = attrs.make_class("It", {"it": attrs.field(default="", metadata={Parameter: rule})})
    try:
        return orjson.loads(encode(cls, {"it": value}, 1, BOGOTA)).get("it")
    except InvalidRecord as error:
        return error.reason, error.advice


@given(RULES, st.sampled_from([(), ("all", "12")]), VALUES)
def test_a_parameter_and_a_field_of_a_record_are_judged_alike(rule, also, value):
    rule = rule | {"also": also}
    assert of_a_call(rule, value) == of_a_record(rule, value)
