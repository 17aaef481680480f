"""Rows on their way to a file come out as they went in: all of them, in order, and none held back at a window's end."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.export.gathering import _BATCHES, _BYTES, _RECORDS, _ROWS, Gathering

PART = st.tuples(st.booleans(), st.integers(0, 1_500), st.booleans())


def numbers(rows):
    return rows if isinstance(rows, list) else rows.column(0).to_pylist()


@given(st.lists(PART, max_size=12), st.booleans())
def test_rows_come_out_in_order_and_all_of_them_by_the_end_of_their_window(parts, columns):
    gathering, given_, found = Gathering(columns=columns), [], []
    for as_columns, count, last in [*parts, (False, 0, True)]:
        own = list(range(len(given_), len(given_) + count))
        given_ += own
        for gathered in gathering.add(pa.record_batch({"number": own}) if as_columns else own, last=last):
            rows = numbers(gathered.rows)
            assert len(gathered) == len(rows) > 0 or as_columns
            found += rows
        if last:
            assert found == given_
    assert found == given_


def test_columns_are_written_together_where_that_is_wanted():
    batch = pa.record_batch({"number": list(range(_ROWS // 2))})
    assert [len(each) for each in Gathering(columns=False).add(batch, last=False)] == [_ROWS // 2]
    gathering = Gathering(columns=True)
    assert [*gathering.add(batch, last=False)] == []
    assert [len(each) for each in gathering.add(batch, last=False)] == [_ROWS]


@pytest.mark.parametrize("columns", [True, False])
def test_large_rows_do_not_pile_up(columns):
    gathering = Gathering(columns=columns)
    wide = pa.record_batch({"text": ["x" * _BYTES]})
    assert [len(each) for each in gathering.add(wide, last=False)] == [1]
    sizes = [len(each) for _ in range(_BATCHES) for each in gathering.add(["a large record"], last=False)]
    assert sizes == [_BATCHES]
    assert [len(each) for each in gathering.add([0] * _RECORDS, last=False)] == [_RECORDS]
