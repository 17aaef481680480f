"""What a body holds: the members around its rows, and how many rows there are, alike for every size and order.

A body is not parsed while it is stored, so what is known of it by then must cost next to nothing. The first and the
last bytes are buffered, and in between three things are counted. That is enough for a body as the server writes them:

- The first bytes show where the list opens and how the gap between two records looks. Each gap is a record more.
- A list within a record, and the list of records itself, closes with `]` and then `}` or `,"`. So the first such place
  behind the opening is where the list of records ends. Where that is among the last bytes, the members behind it
  parse there, and the last record parses before it.
- A record begins with `{` and a quote, `}` or a blank, so there are no more records than these.

Where any of this does not hold, the outline is None, and the whole body is read through once: `Tally`.
"""

from typing import Any

from attrs import field, frozen

from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Broken, Elements, parse, start
from wolkvox_async.core.scan import CLOSING, Opening, Scanner, separator
from wolkvox_async.pattern import pattern

__all__ = ["Outline", "Probe", "Tally"]

_HEAD = 32 * 2**10
_TAIL = 64 * 2**10
_END = pattern(rb'\][ \t\r\n]*+(?:,[ \t\r\n]*+"|\})')
_PERHAPS = pattern(rb"\][ \t\r\n]*+(?:,[ \t\r\n]*+)?\Z")
_INSIDE = frozenset((b'"', b"}", b" ", b"\n", b"\r", b"\t", b""))  # what follows the `{` of an object
_CARRIED = 256  # bytes of a place that may go on in the next chunk


@frozen(kw_only=True)
class Outline:
    """A body without its rows.

    envelope: the document's members, without the list of records where it is one (None: a bare list, or no JSON);
    least, most: how many records the list has, None where there is no list;
    broken: why the body is no JSON document; rows: the records, where the body was small enough to parse it at once.
    """

    envelope: Any = field(default=None, repr=False)
    least: int | None = None
    most: int | None = None
    broken: Broken | None = None
    rows: Elements | None = field(default=None, repr=False)


class Tally:
    """Reads a body through for its outline, in the memory of one batch."""

    def __init__(self, key: str | None) -> None:
        self._splitter = Splitter(key)
        self._key = key
        self._count = 0
        self._broken: Broken | None = None

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if self._broken is None:
            try:
                self._count += sum(map(len, self._splitter.feed(chunk)))
            except Broken as error:
                self._broken = error

    def close(self) -> Outline:
        """Return the outline; rows, where the list came as one batch."""
        if self._broken is not None:
            return Outline(broken=self._broken)
        try:
            last, around = self._splitter.close()
        except Broken as error:
            return Outline(broken=error)
        if not self._splitter.listed:
            if not isinstance(around, dict | list):
                return Outline(broken=Broken("neither an object nor a list", 0))
            return Outline(envelope=around)
        count = self._count + len(last)
        return Outline(envelope=around, least=count, most=count, rows=None if self._count else last)


class Probe:
    """Feed it the decompressed bytes of a body, however they are cut; key: where its list of records is, if it has one.

    size: the bytes so far; head: the first ones, for error messages.
    """

    def __init__(self, key: str | None = "data") -> None:
        self.size = 0
        self._key = key
        self._head = bytearray()
        self._tail = bytearray()  # of what came behind the head
        self._list: _List | None = None

    @property
    def head(self) -> bytes:
        """The first bytes of the body."""
        return bytes(self._head)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self.size += len(chunk)
        if (room := _HEAD - len(self._head)) > 0:
            self._head += chunk[:room]
            chunk = chunk[room:]
            if len(self._head) == _HEAD:
                self._list = _List.of(self._head, self._key)
        if not chunk:
            return
        # Trimmed at twice its size, so that each byte is moved about once.
        self._tail += chunk[-_TAIL:]
        if len(self._tail) > 2 * _TAIL:
            del self._tail[:-_TAIL]
        if self._list is not None:
            self._list.feed(chunk)

    @property
    def buffered(self) -> bool:
        """Whether the whole body is here."""
        return self.size <= _HEAD + _TAIL

    def outline(self) -> Outline | None:
        """Return what the body holds; None where that takes reading it through."""
        if self.buffered:
            tally = Tally(self._key)
            tally.feed(bytes(self._head))
            tally.feed(bytes(self._tail))
            return tally.close()
        return None if self._list is None else self._list.outline(self._tail)

    def closed(self) -> bool:
        """Whether the last bracket is of the kind that the first one wants, so that the body is not cut short."""
        end = CLOSING.get(bytes(self._head[start(self._head) :][:1]))
        return end is not None and (self._tail or self._head).rstrip(b" \t\r\n").endswith(end)


class _List:
    """What is counted of a list of records while it goes by."""

    def __init__(self, key: str, members: dict[str, Any], gap: bytes) -> None:
        self._key, self._members, self._gap = key, members, gap
        self._gaps = self._objects = 0
        self._size = 0  # of what has been fed
        self._end: int | None = None  # of the list, by the count of bytes fed
        self._carry = b""
        self._before = gap.index(b"{")
        self._over = b""  # the last bytes, in which a gap may have begun
        self._seen = 0  # how many of them were looked at

    @classmethod
    def of(cls, head: bytearray, key: str | None) -> "_List | None":
        """Return the list that opens in the first bytes of a body; None where none does, or its gaps are not known."""
        found = None if key is None or head.startswith(b"[", start(head)) else Opening(key).find(head)
        if found is None or key is None:
            return None
        at, members = found
        text = bytes(head[at:])
        scanner = Scanner()
        scanner.scan(text, first=True)
        gap = separator(text, scanner.comma)
        if not gap:
            return None
        made = cls(key, members, gap)
        made.feed(text)
        return made

    def feed(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._end is None:
            self._look(chunk)
        if self._end is None or self._end > self._size - len(chunk):
            self._count(chunk if self._end is None else chunk[: self._end - self._size])

    def _look(self, chunk: bytes) -> None:
        """Look for the end of the list."""
        if not self._carry and chunk.find(b"]") < 0:
            return
        text = self._carry + chunk
        if found := _END.search(text):
            self._end = self._size - len(text) + found.start()
        elif perhaps := _PERHAPS.search(text, max(0, len(text) - _CARRIED)):
            self._carry = text[perhaps.start() :]
        elif text[-_CARRIED:].isspace():  # a place that is wider than what is carried: nothing is certain
            self._end = 0
        else:
            self._carry = b""

    def _count(self, chunk: bytes) -> None:
        """Count the objects, and the gaps, each of which opens one; to look for a `{` is quicker than for a gap."""
        text = self._over + chunk
        gap, before = self._gap, self._before
        behind = len(gap) - before
        end = max(self._seen, len(text) - behind + 1)  # from there on a gap may go on in the next chunk
        gaps = objects = 0
        at = text.find(b"{", self._seen, end)
        while at >= 0:
            if at >= before and text.startswith(gap, at - before):
                gaps += 1
                at = text.find(b"{", at + behind, end)
            else:
                objects += text[at + 1 : at + 2] in _INSIDE
                at = text.find(b"{", at + 1, end)
        self._gaps += gaps
        self._objects += gaps + objects
        kept = max(0, end - before)
        self._over, self._seen = text[kept:], end - kept

    def outline(self, tail: bytearray) -> Outline | None:
        """Return the outline, by the last bytes; None where it is not certain."""
        end = -1 if self._end is None else len(tail) - (self._size - self._end)
        last = tail.rfind(self._gap, 0, end) if end > 0 else -1
        if last < 0:
            return None
        # Proven as in Splitter.close: the list stands under a name that no other member has.
        name = "-" * len(tail)
        try:
            rest = parse(f'{{"{name}":['.encode() + tail[tail.index(b",", last) + 1 :], 0)
        except Broken:
            return None
        if not rest.pop(name) or self._key in rest:
            return None
        objects = self._objects + self._over.count(b"{", self._seen)  # too short for the gap that begins with it
        return Outline(envelope=self._members | rest, least=self._gaps + 1, most=max(self._gaps + 1, objects))
