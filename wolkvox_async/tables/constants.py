"""Arrow scalars and arrays of Python values.

`pyarrow.scalar` and `pyarrow.array` import pandas where it is installed, and pyarrow calls them for each plain value
that one of its functions is given: 40 MB and a quarter of a second, of which nothing here has any use.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

__all__ = ["array_of", "constant", "integers", "texts", "wall_number"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST_DAY = _EPOCH.toordinal()
_NUMBERS: Mapping[Any, Any] = {pa.float64(): np.float64, pa.date32(): np.int32}
_INT64 = pa.int64()
_MOST = 256  # constants that are kept


@lru_cache(_MOST, typed=True)
def constant(value: str | bytes | bool | int) -> Any:
    """Return a value as a pyarrow.Scalar: text, binary, bool or int64."""
    if isinstance(value, bool):
        return pa.Array.from_buffers(pa.bool_(), 1, [None, pa.py_buffer(bytes([value]))])[0]
    if isinstance(value, int):
        return integers([value])[0]
    data = value.encode() if isinstance(value, str) else value
    ends = np.array([0, len(data)], np.int32)
    kind = pa.string() if isinstance(value, str) else pa.binary()
    return pa.Array.from_buffers(kind, 1, [None, pa.py_buffer(ends), pa.py_buffer(data)])[0]


def integers(values: Any, kind: Any = _INT64) -> Any:
    """Return numbers of 64 bits, of a list or an array of numpy, as a pyarrow.Array of a type that has such."""
    numbers = np.ascontiguousarray(values, np.int64)
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def texts(values: Sequence[str | None]) -> Any:
    """Return texts as a pyarrow.StringArray. Raises TypeError where one is none."""
    try:
        encoded = [b"" if value is None else value.encode() for value in values]
    except AttributeError:
        raise TypeError("a value that is no text") from None
    ends = np.zeros(len(values) + 1, np.int32)
    np.cumsum([*map(len, encoded)], out=ends[1:])
    return pa.Array.from_buffers(
        pa.string(), len(values), [_valid(values), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    )


def array_of(values: Sequence[Any], kind: Any) -> Any:
    """Return values as a pyarrow.Array: texts, dates, truth values or numbers, as the type has them; None is null."""
    if kind == pa.string():
        return texts(values)
    if kind == pa.date32():
        values = [None if value is None else value.toordinal() - _FIRST_DAY for value in values]
    plain = [0 if value is None else value for value in values]
    if kind == pa.bool_():
        numbers: Any = np.packbits(np.array(plain, np.bool_), bitorder="little")
    else:
        numbers = np.array(plain, _NUMBERS.get(kind, np.int64))
    return pa.Array.from_buffers(kind, len(values), [_valid(values), pa.py_buffer(numbers)])


def _valid(values: Sequence[Any]) -> Any:
    """Return the bits of those that are not None, None where all are."""
    valid = [value is not None for value in values]
    return None if all(valid) else pa.py_buffer(np.packbits(valid, bitorder="little"))


def wall_number(value: datetime) -> int:
    """Return the wall clock of a moment as microseconds of the epoch."""
    return (value.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
