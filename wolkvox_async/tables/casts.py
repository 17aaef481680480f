"""Columns of texts to columns of the documented kinds, value for value as the row decoder reads them.

Each kind has a form that nearly all of its values have, such as `2025-01-31 13:05:00`. Those are cast at one go, with
the GIL released. The others are read by the row decoder's own function, each distinct value once, so that there is no
second reading of what is unusual. What that function refuses is named by its row, for the row decoder to deal with.

This module imports pyarrow, so it is imported on use.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any

import pyarrow as pa
from attrs import frozen

from wolkvox_async.core.kinds import Hook
from wolkvox_async.tables.constants import array_of, constant, integers, wall_number
from wolkvox_async.tables.pooled import cast, nulls, pc

__all__ = ["Cast", "Moments", "Read", "by_value", "cast_of", "making"]

_EMPTY, _FALSE = constant(""), constant(False)
_HOURS = (0, 6, 12, 18, 24)  # of a day; clocks are not changed and changed back between two of them
_REFUSED = (ValueError, TypeError, ArithmeticError, LookupError)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LEAST, _MOST = -(2**63), 2**63 - 1
_DIGITS = 18  # of a whole number that 64 bits hold in any case
_SHORT = 9  # digits of a number of seconds
_DAY_LONG = 86_400_000_000  # microseconds; moments are usual from 1970 on, so that they divide as they should
_MOMENT = (
    "^(?:19[7-9]|20[0-9])[0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
)
_DECIMAL = r"^[0-9]{1,30}(?:\.[0-9]{1,30})?$"
_PERCENT = r"^[0-9]{1,30}(?:\.[0-9]{1,30})?%?$"
_CLOCK = "^[0-9]{1,5}:[0-5][0-9]:[0-5][0-9]$"


@frozen
class Read:
    """A column that was read: its values, and the rows that hold what the row decoder refuses, null here."""

    values: Any
    odd: Sequence[int] = ()


Cast = Callable[[Any, Hook], Read]
"""Casts a pyarrow.StringArray; the function reads what has not the usual form."""


def by_value(values: Sequence[Any], hook: Hook, make: Callable[[Any], Any], kind: Any) -> Read:
    """Read values one by one.

    Args:
        values: As JSON has them.
        hook: The row decoder's function.
        make: Makes what Arrow holds of what it returns; it may refuse it too.
        kind: The Arrow type.
    """
    made, odd = [], []
    for place, value in enumerate(values):
        try:
            read = hook(value, None)
            made.append(None if read is None else make(read))
        except _REFUSED:
            made.append(None)
            odd.append(place)
    return Read(array_of(made, kind), odd)


def masked(texts: Any, mask: Any) -> Any:
    """Return an array with null wherever the mask is not true."""
    if texts.offset or mask.offset or mask.null_count:
        return pc.if_else(mask, texts, nulls(1, texts.type)[0])
    _, *buffers = texts.buffers()
    return pa.Array.from_buffers(texts.type, len(texts), [mask.buffers()[1], *buffers])


def _unusual(texts: Any, usual: Any, fast: Callable[[Any], Any], hook: Hook, make: Callable[[Any], Any]) -> Read:
    """Cast the usual values at one go, and the others by their distinct values; an empty text is null."""
    count = usual.true_count
    if count + texts.null_count == len(texts):
        return Read(fast(texts))
    usual = pc.coalesce(usual, _FALSE)
    found = fast(masked(texts, usual))
    others = pc.coalesce(pc.and_(pc.invert(usual), pc.not_equal(texts, _EMPTY)), _FALSE)
    if not others.true_count:
        return Read(found)
    rows = pc.indices_nonzero(others)
    coded = pc.dictionary_encode(pc.take(texts, rows))
    read = by_value(coded.dictionary.to_pylist(), hook, make, found.type)
    found = pc.replace_with_mask(found, others, pc.take(read.values, coded.indices))
    if not read.odd:
        return Read(found)
    odd = pc.is_in(cast(coded.indices, pa.int64()), integers(read.odd))
    return Read(found, rows.filter(odd).to_pylist())


def _text(texts: Any, hook: Hook) -> Read:
    low = pc.less_equal(texts, constant("--"))  # the markers are, and no text that begins with a letter or a digit
    if not low.true_count:
        return Read(texts)
    filled = pc.not_equal(texts, _EMPTY)
    if low.true_count == filled.false_count:
        return Read(masked(texts, pc.coalesce(filled, _FALSE)))
    return _unusual(texts, pc.invert(low), _same, hook, str)


def _same(texts: Any) -> Any:
    return texts


def _short(texts: Any, digits: int) -> Any:
    """Return where the texts are digits alone, and at most so many."""
    return pc.and_(pc.ascii_is_decimal(texts), pc.less_equal(pc.binary_length(texts), constant(digits)))


def _int(texts: Any, hook: Hook) -> Read:
    return _unusual(texts, _short(texts, _DIGITS), lambda usual: cast(usual, pa.int64()), hook, _narrow)


def _narrow(value: int) -> int:
    if not _LEAST <= value <= _MOST:
        raise ValueError("more than 64 bits")
    return value


def _float(texts: Any, hook: Hook) -> Read:
    usual = pc.match_substring_regex(texts, _DECIMAL)
    return _unusual(texts, usual, lambda usual: cast(usual, pa.float64()), hook, float)


def _percent(texts: Any, hook: Hook) -> Read:
    def fast(usual: Any) -> Any:
        return cast(pc.utf8_rtrim(usual, "%"), pa.float64())

    return _unusual(texts, pc.match_substring_regex(texts, _PERCENT), fast, hook, float)


def _duration(texts: Any, hook: Hook) -> Read:
    """Return seconds, from a number of them or from h:mm:ss."""
    clock = pc.match_substring_regex(texts, _CLOCK)
    if not clock.true_count:
        plain = _short(texts, _SHORT)
        return _unusual(
            texts,
            plain,
            lambda usual: cast(cast(usual, pa.int64()), pa.float64()),
            hook,
            _seconds,
        )

    def fast(usual: Any) -> Any:
        number = cast(pc.replace_substring(usual, ":", ""), pa.int64())
        hours, minutes = pc.divide(number, constant(10_000)), pc.divide(number, constant(100))
        # hhmmss - 40 mm(of the minutes so far) - 2400 hh
        ahead = pc.add(pc.multiply(minutes, constant(40)), pc.multiply(hours, constant(2_400)))
        return cast(pc.subtract(number, ahead), pa.float64())

    return _unusual(texts, clock, fast, hook, _seconds)


def _seconds(value: timedelta) -> float:
    return value.total_seconds()


def _day(texts: Any, hook: Hook) -> Read:
    none = nulls(len(texts), pa.date32())
    return _unusual(texts, pc.equal(texts, _EMPTY), lambda _: none, hook, _same)


def _flag(texts: Any, hook: Hook) -> Read:
    none = nulls(len(texts), pa.bool_())
    return _unusual(texts, pc.equal(texts, _EMPTY), lambda _: none, hook, _same)


_CASTS: Mapping[str, tuple[Cast, Any, Callable[[Any], Any]]] = {
    "str": (_text, pa.string(), str),
    "id": (_text, pa.string(), str),
    "phone": (_text, pa.string(), str),
    "int": (_int, pa.int64(), _narrow),
    "float": (_float, pa.float64(), float),
    "percent": (_percent, pa.float64(), float),
    "duration": (_duration, pa.float64(), _seconds),
    "date": (_day, pa.date32(), _same),
    "bool": (_flag, pa.bool_(), _same),
}


def cast_of(name: str) -> Cast:
    """Return the cast for a documented kind that is no moment, by its name."""
    return _CASTS[name][0]


def making(name: str) -> tuple[Any, Callable[[Any], Any]]:
    """Return the Arrow type of a documented kind that is no moment, and what makes such a value of the decoder's."""
    return _CASTS[name][1:]


class Moments:
    """Casts wall clock times of a zone to instants.

    Args:
        zone: The zone of the wall clock.
        hook: The row decoder's function for it.
        moved: Returns a moment as it is written, None where there is no such date.
    """

    type = pa.timestamp("us")

    def __init__(self, zone: tzinfo, hook: Hook, moved: Callable[[datetime], datetime | None]) -> None:
        self.zone = zone
        self._hook, self._moved = hook, moved

    def make(self, value: datetime) -> int:
        """Return a moment as microseconds of the epoch."""
        moved = self._moved(value)
        if moved is None:
            raise ValueError("a date that the zone has not")
        return (moved - _EPOCH) // _MICROSECOND

    def cast(self, texts: Any) -> tuple[Read, Any]:
        """Return the instants, as timestamps without a zone, and the wall clock times that they were read from."""
        usual = pc.coalesce(pc.match_substring_regex(texts, _MOMENT), _FALSE)
        try:
            wall = cast(masked(texts, usual), self.type)
        except pa.ArrowInvalid:  # the 30th of February
            usual = pc.and_(usual, _FALSE)
            wall = nulls(len(texts), self.type)
        days = pc.divide(wall.view(pa.int64()), constant(_DAY_LONG))
        shifts = {day: _shift(self.zone, day) for day in pc.unique(days).drop_null().to_pylist()}
        steady = {shift for shift in shifts.values() if shift is not None}
        if len(steady) == len({*shifts.values()}) == 1:
            shift = constant(*steady)
        else:
            same = {day: shift for day, shift in shifts.items() if shift is not None}
            places = pc.index_in(days, integers([*same]))
            if len(same) < len(shifts):  # clocks are changed on some day
                usual = pc.and_(usual, pc.is_valid(places))
            shift = pc.take(integers([*same.values()]), places)
        none = nulls(len(texts), self.type)
        instants = pc.subtract(wall.view(pa.int64()), shift).view(self.type) if steady else none
        read = _unusual(texts, usual, lambda _: masked(instants, usual), self._hook, self.make)
        return read, _unusual(texts, usual, lambda _: masked(wall, usual), self._hook, wall_number).values


@cache
def _shift(zone: tzinfo, day: int) -> int | None:
    """Return how far a zone is ahead of UTC on a day of the epoch, in microseconds; None where that changes on it."""
    midnight = datetime.combine(date(1970, 1, 1) + timedelta(days=day), time(), zone)
    found = {(midnight + timedelta(hours=hour)).replace(fold=fold).utcoffset() for hour in _HOURS for fold in (0, 1)}
    shift = found.pop()
    return None if found or shift is None else shift // _MICROSECOND
