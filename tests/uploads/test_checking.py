"""Rows that are checked a column at a time end as they do one by one; tables and records of other classes are taken."""

import dataclasses
import sys
from datetime import UTC, datetime
from typing import NamedTuple

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answering import answering
from tests.support.spreadsheets import xlsx
from wolkvox_async import ConfigurationError, InvalidRecord, RecordFile
from wolkvox_async.core.batches import rules
from wolkvox_async.uploads.checking import Checker
from wolkvox_async.uploads.leads import DncNumber, PredictiveLead
from wolkvox_async.uploads.phones import PhoneCleaner
from wolkvox_async.uploads.shown import shortened
from wolkvox_async.uploads.sources.columns import meant
from wolkvox_async.uploads.sources.rows import Row, Rows
from wolkvox_async.uploads.sources.steps import Seen

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["", " ", "573001112233", "57", "0", "00", "-1", "1", "20260101100000", "#N/A", "x" * 101, "5,7E+11"]
    ),
    st.sampled_from(["573\n574", "\n", "\0", "\ud800", "12345678901", "\u0663", "1e5", None, 5, 1.5, True]),
)
NAMES = {
    PredictiveLead: ("customer_name", "customer_id", "tel1", "tel2", "age", "opt1", "recall_date"),
    DncNumber: ("telephone", "days_block"),
}


@given(st.data())
def test_a_column_at_a_time_decides_as_one_by_one(data):
    record = data.draw(st.sampled_from(list(NAMES)))
    names = data.draw(st.lists(st.sampled_from(NAMES[record]), min_size=1, unique=True).map(tuple))
    cells = data.draw(st.lists(st.tuples(*[CELLS] * len(names)), min_size=1, max_size=4))
    rows = Rows(names, range(1, len(cells) + 1), cells)
    together, alone = Checker(record, UTC, "skip"), Checker(record, UTC, "skip")
    found = together.checked(rows)
    wanted = [(row.number, encoded) for row in rows if (encoded := alone.one(row, row.number, from_cells=True))]
    assert found == wanted
    assert together.left_out == alone.left_out
    assert len(found) + len(together.left_out) == len(cells)


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3), max_size=3000))
def test_what_came_before_is_seen_and_nothing_else(hashes):
    seen, before, wanted = Seen(), set(), []
    for at, value in enumerate(hashes):
        key = (value & (2**64 - 1)) or 1
        if key in before:
            wanted.append(at)
        before.add(key)
    middle = len(hashes) // 2
    found = seen.again(hashes[:middle]) + [middle + at for at in seen.again(hashes[middle:])]
    assert found == wanted


@attrs.frozen
class AttrsLead:
    customer_id: str
    tel1: int


@dataclasses.dataclass
class DataLead:
    customer_id: str
    tel1: int


class TupleLead(NamedTuple):
    customer_id: str
    tel1: int


COLUMNS = {"customer_id": ["1", "2"], "tel1": [573001112233, None]}


@pytest.mark.parametrize("kind", [AttrsLead, DataLead, TupleLead])
async def test_records_of_other_classes_are_taken(kind):
    async with answering(lambda seen: {"data": [{"total_registers": len(seen.json)}]}) as (wolkvox, seen, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=[kind("1", 573001112233)])
        assert result.accepted == 1
        assert seen[0].json == [{"customer_id": "1", "tel1": "573001112233"}]


@pytest.mark.parametrize(
    "make",
    [
        pd.DataFrame,
        pl.DataFrame,
        pa.table,
        lambda columns: pa.RecordBatchReader.from_batches(pa.table(columns).schema, pa.table(columns).to_batches()),
    ],
    ids=["pandas", "polars", "arrow", "reader"],
)
async def test_tables_are_taken_with_their_rows_numbered(make):
    async with answering(lambda seen: {"data": [{"total_registers": len(seen.json)}]}) as (wolkvox, seen, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=make(COLUMNS), invalid="skip")
        assert (result.accepted, [each.row for each in result.rejected]) == (1, [2])
        assert seen[0].json == [{"customer_id": "1", "tel1": "573001112233"}]


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (pd.DataFrame([[1, 2]], columns=["tel1", "tel1"]), "'tel1' more than once"),
        (pd.DataFrame({"tell": ["573"]}), "tell is unknown"),
        (pl.DataFrame({"tel1": ["573"]}).lazy(), "collect"),
        ("tel1", "another iterable"),
        ({"tel1": "573"}, "for one"),
    ],
)
async def test_what_is_no_table_of_records_is_refused(records, said):
    async with answering(lambda _: {}) as (wolkvox, seen, _):
        with pytest.raises(ConfigurationError, match=said):
            await wolkvox.campaign.add_records(**TARGET, records=records)
        assert not seen


async def test_a_long_frame_is_read_in_slices():
    frame = pd.DataFrame(
        {"customer_id": [str(n) for n in range(2500)], "tel1": [573000000000 + n for n in range(2500)]}
    )
    async with answering(lambda seen: {"data": [{"total_registers": len(seen.json)}]}) as (wolkvox, seen, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=frame)
        assert (result.accepted, result.batches[0].last_row) == (2500, 2500)
        assert [each["customer_id"] for each in seen[0].json] == list(frame["customer_id"])


async def test_an_error_lists_the_invalid_records():
    async with answering(lambda _: {}) as (wolkvox, seen, _):
        with pytest.raises(InvalidRecord, match="250 records are invalid") as caught:
            await wolkvox.campaign.add_records(**TARGET, records=[{"tel1": "Esmeralda"}] * 250)
        assert (caught.value.count, len(caught.value.faults)) == (250, 100)
        assert caught.value.faults[1][0] == 2
        assert "Esmeralda" not in str(caught.value)
        assert not seen


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("NOMBRE", "customer_name"),
        ("Nombres y Apellidos", "customer_name"),
        ("Apellidos", "customer_last_name"),
        ("Número de documento", "customer_id"),
        ("cedula", "customer_id"),
        ("Tipo de documento", "id_type"),
        ("Teléfonos", "tel1"),
        ("CELULAR", "tel1"),
        ("Celular 02", "tel2"),
        ("Teléfono 11", None),
        ("Correo", "email"),
        ("E-mail", "email"),
        ("Correo electrónico", "email"),
        ("Ciudad", "city"),
        ("Dirección", "address"),
        ("País", "country"),
        ("Edad", "age"),
        ("Customer ID", "customer_id"),
        ("TEL1", "tel1"),
        ("Mascota", None),
        ("", None),
        ("2024", None),
    ],
)
def test_columns_are_matched_by_what_they_are_called(column, field):
    assert meant(column, rules(PredictiveLead)) == field


@pytest.mark.parametrize(
    ("country", "written", "digits"),
    [
        ("57", "", ""),
        ("CO", " ' ", ""),
        ("+57", "57 300 1112233", "573001112233"),
        ("57", "00573001112233", "573001112233"),
        ("34", "0034 612 345 678", "34612345678"),
        ("52", "55 1234 5678", "525512345678"),
        ("1", "(305) 555-0100", "13055550100"),
    ],
)
def test_a_phone_is_written_with_its_country_code(country, written, digits):
    assert PhoneCleaner(country).clean(written) == digits


@pytest.mark.parametrize("country", ["", "XX", "0", "999", "Colombia"])
def test_a_country_that_is_unknown_is_refused(country):
    with pytest.raises(ConfigurationError, match="there is no country"):
        PhoneCleaner(country)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("customer_name", "Esmeralda", "'Esm…' (9 characters)"),
        ("tel1", "30", "'…' (2 characters)"),
        ("tel1", "x", "'…' (1 character)"),
        ("tel1", "3001", "'…' (4 characters)"),
        ("tel1", "30012", "'30…' (5 characters)"),
        ("tel1", 573001112233, "'5730…' (12 characters)"),
        ("tel1", "5,7E+11", "'5,7E+11'"),
        ("age", "treinta", "'treinta'"),
        ("age", "x" * 50, repr("x" * 40 + "…")),
        (None, "a\x1bb\ncd", "'a\N{REPLACEMENT CHARACTER}…' (6 characters)"),
    ],
)
def test_a_persons_value_is_cut(field, value, shown):
    assert shortened(field, value) == shown


def test_a_row_that_could_not_be_read_is_a_fault_with_its_unit():
    checker = Checker(PredictiveLead, UTC, "raise")
    assert checker.checked(Row(7, fault="no JSON object", unit="record")) == []
    assert str(checker.faults.error()) == "record 7: no JSON object"


def test_a_date_of_a_table_is_a_moment_or_a_text():
    checker = Checker(PredictiveLead, UTC, "raise")
    cells = [("573001112233", datetime(2026, 1, 2).date(), datetime(2026, 1, 2, 3, 4))]
    ((_, encoded),) = checker.checked(Rows(("tel1", "recall_date", "opt1"), [1], cells))
    assert encoded == b'{"tel1":"573001112233","recall_date":"20260102000000","opt1":"2026-01-02 03:04:00"}'


@pytest.mark.parametrize(
    ("package", "name", "content", "extra"),
    [
        ("python_calamine", "a.xlsx", xlsx(Hoja1=[["tel1"], ["573"]]), "leads"),
        ("charset_normalizer", "a.csv", "customer_name,tel1\nMaría,573\n".encode("cp1252"), "leads"),
        ("pyarrow", "a.parquet", b"PAR1", "parquet"),
    ],
)
def test_a_missing_extra_is_named(tmp_path, monkeypatch, package, name, content, extra):
    (tmp_path / name).write_bytes(content)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigurationError, match=rf"pip install 'wolkvox-async\[{extra}\]'"):
        list(RecordFile(tmp_path / name))


def test_phones_are_not_cleaned_without_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    with pytest.raises(ConfigurationError, match=r"wolkvox-async\[leads\]"):
        RecordFile("leads.csv", country="57")
