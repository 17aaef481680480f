"""Reads pieces of a body whose records all have the same members in the same order, all of them texts.

So a server writes nearly every report, and such a piece needs no parser. The quotes in it say where each value begins
and ends; what lies between the values is the same for each record, which one comparison proves; the first two records
are parsed, so that what they look like is known to be JSON. The columns are then copied out of the piece.

What is not proven is not read here: a piece with anything else in it is left to a parser.

This module imports numpy and pyarrow, so it is imported on use.
"""

import re
import threading
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from attrs import frozen

from wolkvox_async.tables.constants import constant, integers
from wolkvox_async.tables.pooled import POOL, cast, pc

__all__ = ["Texts", "decodes", "texts_of"]

_QUOTE, _BACKSLASH, _LAST_MARKER, _BLANK = b'"\\- '
_STRIDE = 2**17  # bytes of a piece that are looked at together: they and what is found there stay in the cache
_EACH = 4  # quotes of a member: of its name and of its text
_TAIL = re.compile(rb'"[ \t\r\n]*+\}')
_ENDING = re.compile(rb"[ \t\r\n]*+\]")
_KINDS = (np.int32, np.uint8)  # of the ends of texts, and of the texts


class _Scratch(threading.local):
    """Memory of a thread that serves one piece after the other."""

    def __init__(self) -> None:
        self._places = np.empty(0, np.int32)

    def places(self, count: int) -> Any:
        """Return room for so many places."""
        if len(self._places) < count:
            self._places = np.empty(count, np.int32)
        return self._places


_scratch = _Scratch()


@frozen
class Texts:
    """The texts of one member, null or empty where there are none.

    values: a pyarrow.StringArray, None where all are missing; clean: none of them is a marker of a missing value.
    """

    values: Any
    clean: bool = False


def texts_of(piece: bytes, names: Sequence[str], others: Collection[str] = ()) -> tuple[int, list[Texts]] | None:
    """Return how many records a piece has, and their texts by name; None where it is not as said above.

    Args:
        piece: The JSON text of a list of records.
        names: Of the members; each may be missing in all records.
        others: Names that may stand for one of them, which takes the row decoder.
    """
    octets = np.frombuffer(piece, np.uint8)
    quotes = _quotes(piece, octets)
    found = _members(piece, quotes)
    if found is None:
        return None
    members, tail = found
    if not members.keys() <= {*names} or not members.keys().isdisjoint(others):
        return None
    width = len(members)
    bounds = quotes.reshape(-1, _EACH)[:, 2:].copy()
    bounds[:, 0] += 1  # from behind the opening quote to the closing one
    cut = _Cut(piece, octets, bounds, width)
    if not cut.proven(tail):
        return None
    columns = cut.columns()
    if columns is None:
        return None
    order = {name: columns[place] for place, name in enumerate(members)}
    return cut.count, [order.get(name, Texts(None)) for name in names]


def _quotes(piece: bytes, octets: Any) -> Any:
    """Return the places of the quotes that begin or end a text."""
    places, found = _scratch.places(len(octets)), 0
    escapes = b"\\" in piece
    escaped: list[int] = []
    for at in range(0, len(octets), _STRIDE):
        part = np.flatnonzero(octets[at : at + _STRIDE] == _QUOTE)
        here = places[found : found + len(part)]
        np.add(part, at, out=here, casting="same_kind")
        if escapes:
            behind = np.flatnonzero(octets[here - 1] == _BACKSLASH)
            escaped += [found + place for place in behind.tolist() if _is_escaped(piece, int(here[place]))]
        found += len(part)
    quotes = places[:found]
    return np.delete(quotes, escaped) if escaped else quotes


def _is_escaped(piece: bytes, at: int) -> bool:
    """Whether an odd number of backslashes stands before a place."""
    before = at - 1
    while piece[before] == _BACKSLASH:
        before -= 1
    return (at - before) % 2 == 0


def _members(piece: bytes, quotes: Any) -> tuple[dict[str, str], bytes] | None:
    """Return the first record, and how a record ends behind its last text, where the first two are alike."""
    end = piece.find(b"}")
    width = int(np.searchsorted(quotes, end)) // _EACH  # wrong where a text has the bracket: then nothing is proven
    if not width or len(quotes) % (_EACH * width) or len(quotes) < 2 * _EACH * width:
        return None
    last = int(quotes[2 * _EACH * width - 1])
    tail = _TAIL.match(piece, last)
    if tail is None:
        return None
    try:
        two = orjson.loads(piece[: tail.end()] + b"]")
    except orjson.JSONDecodeError:
        return None
    if len(two) != 2 or any(each.__class__ is not dict for each in two):  # noqa: PLR2004
        return None
    first, second = two
    if [*first] != [*second] or len(first) != width:
        return None
    if any(value.__class__ is not str for each in two for value in each.values()):
        return None
    return first, tail[0]


class _Cut:
    """A piece, and where the texts in it begin and end."""

    def __init__(self, piece: bytes, octets: Any, bounds: Any, width: int) -> None:
        self._piece, self._octets, self._width = piece, octets, width
        self._bounds = bounds
        self.count = len(bounds) // width
        # An array of the texts and of what is between them, in turns, with the piece for its buffer.
        self._parts = pa.Array.from_buffers(
            pa.binary(), 2 * len(bounds) - 1, [None, pa.py_buffer(bounds), pa.py_buffer(piece)]
        )

    def proven(self, tail: bytes) -> bool:
        """Whether all records are as the first two are, so that the piece is JSON if its texts are."""
        piece, width, behind = self._piece, self._width, self.count - 1
        first, end = int(self._bounds[0, 0]), int(self._bounds[-1, 1])
        if not piece.startswith(tail, end) or _ENDING.fullmatch(piece, end + len(tail)) is None:
            return False
        between = _taken(self._parts, np.arange(1, len(self._parts), 2))
        ends, octets = (np.frombuffer(each, kind) for each, kind in zip(between.buffers()[1:], _KINDS, strict=True))
        octets, size = octets[: ends[len(between)]], ends[width]  # of a record
        # Each part holds four quotes, so that where one of them ends follows from the bytes.
        if len(octets) != behind * size + ends[width - 1]:
            return False
        records = octets[: behind * size].reshape(behind, size)
        if not (records == records[0]).all() or not (octets[behind * size :] == records[0][: ends[width - 1]]).all():
            return False
        # A text has no control characters but as escapes: all that there are stand between the texts.
        outside = (octets, self._octets[:first], self._octets[end:])
        return _controls(self._octets) == sum(map(_controls, outside))

    def columns(self) -> list[Texts] | None:
        """Return the texts of each member, in order; None where one of them is no text."""
        bounds, width = self._bounds.reshape(self.count, self._width, 2), self._width
        filled = bounds[:, :, 0] < bounds[:, :, 1]
        low = ((self._octets[bounds[:, :, 0]] <= _LAST_MARKER) & filled).any(axis=0).tolist()
        numbers = np.count_nonzero(filled, axis=0).tolist()
        escapes = b"\\" in self._piece
        if not decodes(self._piece):
            return None
        first = np.arange(0, len(self._parts) + 1, 2 * width)
        found: list[Texts] = []
        escaped: dict[int, Any] = {}
        for place, number in enumerate(numbers):
            if not number:
                found.append(Texts(None))
                continue
            values = _taken(self._parts, first + 2 * place)
            valid = None if number == self.count else np.packbits(filled[:, place], bitorder="little")
            if escapes and (np.frombuffer(values.buffers()[2], np.uint8) == _BACKSLASH).any():
                escaped[place] = values, valid
            found.append(Texts(_texts(values, valid), not low[place]))
        if escaped:
            read = _unescaped([values for values, _ in escaped.values()])
            if read is None:
                return None
            for (place, (_, valid)), values in zip(escaped.items(), read, strict=True):
                found[place] = Texts(_texts(values, valid))
        return found


def _controls(octets: Any) -> int:
    parts = range(0, len(octets), _STRIDE)
    return sum(int(np.count_nonzero(octets[at : at + _STRIDE] < _BLANK)) for at in parts)


def _taken(parts: Any, places: Any) -> Any:
    """Return some of the parts."""
    return pc.take(parts, integers(places), boundscheck=False)


def decodes(piece: bytes) -> bool:
    """Whether bytes are UTF-8."""
    if piece.isascii():
        return True
    ends = pa.py_buffer(np.array([0, len(piece)], np.int32))
    try:
        cast(pa.Array.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(piece)]), pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _texts(values: Any, valid: Any) -> Any:
    """Return bytes as texts; valid: the bits of those that are not null, None: all."""
    bits = None if valid is None else pa.py_buffer(valid)
    return pa.Array.from_buffers(pa.string(), len(values), [bits, *values.buffers()[1:]])


def _unescaped(columns: Sequence[Any]) -> list[Any] | None:
    """Return columns of texts without their escapes; None where one is no text, or has a character of no use."""
    texts = pa.concat_arrays(columns, POOL)
    ends = pa.py_buffer(np.array([0, len(texts)], np.int32))
    one = pa.Array.from_buffers(pa.list_(pa.binary()), 1, [None, ends], children=[texts])
    try:
        read = orjson.loads(b'["%b"]' % pc.binary_join(one, constant(b'","'))[0].as_py())
    except orjson.JSONDecodeError:
        return None
    data = "\0".join(read).encode()
    between = np.flatnonzero(np.frombuffer(data, np.uint8) == 0)
    if len(between) != len(texts) - 1:
        return None
    bounds = np.empty(2 * len(texts), np.int32)
    bounds[0], bounds[-1] = 0, len(data)
    bounds[1:-1:2], bounds[2::2] = between, between + 1
    parts = pa.Array.from_buffers(pa.binary(), len(bounds) - 1, [None, pa.py_buffer(bounds), pa.py_buffer(data)])
    places = np.arange(0, len(parts), 2)
    found, at = [], 0
    for column in columns:
        found.append(_taken(parts, places[at : at + len(column)]))
        at += len(column)
    return found
