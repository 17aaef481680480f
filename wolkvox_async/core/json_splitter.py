"""JSON records out of a stream of bytes, batch by batch, in the memory of one batch.

What makes it quick: `separator` learns from one true cut how this server writes the gap between two records, with the
next one's first key; the last such gap of a batch is found by `rfind`, and decoding proves it. `Scanner` makes the
first cut, and all of them where the gap is not regular.
"""

from collections.abc import Callable, Iterator, Sized
from functools import partial
from typing import Any, TypeVar

from wolkvox_async.core.parsing import Broken, Defective, Elements, exact, parse, start
from wolkvox_async.core.scan import CLOSING, Opening, Scanner, separator
from wolkvox_async.core.shape import listed

__all__ = ["Splitter"]

_BATCH = 65_536  # measured best: the parsed batch stays in the processor's cache
_LIMIT = 64 * 2**20  # of one record, or of a body that is no list; parsing it takes several times as much
_MISSES = 3  # wrong or missing candidates before the scanner is left to itself
_COMMA = b","[0]

E = TypeVar("E")


class Splitter:
    """Cuts the records under key (or of a bare list) out of a body and parses them, about batch bytes at a time.

    feed() returns the batches that are complete, close() the rest and the document without its list. A body that has
    no such list, or any body where key is None, is parsed as one document by close(). limit bounds what may be held at
    once: one record, or such a body. Both raise Broken, also for a key that comes again behind its list. Of an element
    that cannot be read nothing but its text is handed on, as a Defective one, and those behind it are read.

    read: makes something else of the records of a list, of their JSON text `[…]`, which it proves to be JSON; where it
    returns None they are parsed as usual.
    """

    def __init__(
        self,
        key: str | None = "data",
        batch: int = _BATCH,
        limit: int = _LIMIT,
        read: Callable[[bytes], Sized | None] | None = None,
    ) -> None:
        self._key = key
        self._read = read
        self._batch = batch
        self._limit = limit
        self._opening = None if key is None else Opening(key)
        self._bracket = b""  # of the list, once it is open
        self._members: dict[str, Any] | None = None  # those in front of the list
        self._buffer = bytearray()  # once the list is open: its bracket and what is not yet handed out
        self._gone = 0  # bytes that were in front of the buffer
        self._scanner = Scanner()
        self._separator = b""
        self._searched = 0
        self._misses = 0
        self._handed = False
        self.listed = True  # whether the body has the list, once close() has returned

    def feed(self, chunk: bytes) -> list[Any]:
        """Take the next bytes, however they are cut; return the batches that they complete.

        They are Elements, or what `read` made of them.
        """
        batches: list[Any] = []
        for part in self._parts(chunk):
            self._buffer += part
            if self._opening is not None:
                self._open(self._opening)
            if self._bracket and not self._scanner.closed and len(self._buffer) >= self._batch:
                batches += self._cut()
            if len(self._buffer) > self._limit:
                raise Broken(f"more than {self._limit:,} bytes without a place to cut", self._gone, large=True)
        return batches

    def end(self) -> tuple[list[Any], Any]:
        """Return the batches that are left, and the document without its list; it is called instead of close().

        What is left is one batch where `read` takes it.
        """
        if (whole := self._read_to_the_end()) is not None:
            return whole
        batches = list(self._cut()) if self._bracket else []
        last, document = self.close()
        return [*batches, last], document

    def close(self) -> tuple[Elements, Any]:
        """Return the remaining elements, and the document without its list (None where the body is a bare list)."""
        if not self._bracket:
            return self._whole(parse(self._buffer, self._gone))
        if self._members is None:
            return self._last(bytes(self._buffer), self._elements), None
        # The list stands under a name longer than the text, which thus no other member has: all keys behind it show.
        name = "-" * len(self._buffer)
        front = f'{{"{name}":'.encode()

        def read(text: bytes, parser: Callable[[bytes], Any]) -> tuple[list[Any], dict[str, Any]]:
            rest = parser(front + text)
            return self._values(rest.pop(name)), rest

        text = bytes(self._buffer)
        try:
            elements, rest = read(text, lambda text: parse(text, self._gone - len(front)))
            found = Elements(elements, lambda: read(text, exact)[0])
        except Broken as error:
            self._scanner.scan(text)
            if not self._scanner.closed:
                raise
            end = self._scanner.position
            found = self._isolated(text[:end], error)
            _, rest = read(self._bracket + text[end - 1 :], lambda text: parse(text, self._gone + end - len(front)))
        if self._key in rest:
            raise Broken(f"{self._key!r} comes twice", self._gone)
        self._prove(found)
        return found, self._members | rest

    def _read_to_the_end(self) -> tuple[list[Any], Any] | None:
        """Let `read` have all records that are left; None where that is left to a parser."""
        if self._read is None or self._bracket != b"[":
            return None
        self._learn()
        at = self._buffer.rfind(self._separator) if self._separator else -1
        if at < 0:
            return None
        comma = self._buffer.index(_COMMA, at)
        last = self._bracket + self._buffer[comma + 1 :]
        scanner = Scanner()
        scanner.scan(last)
        if not scanner.closed:
            return None
        made = self._read(bytes(self._buffer[: comma + scanner.position]))
        if made is None or not len(made):
            return None
        behind = bytes(last[scanner.position :])
        if self._members is None:
            return None if behind.strip(b" \t\r\n") else ([made], None)
        name = "-" * len(last)
        try:
            rest = parse(f'{{"{name}":[]'.encode() + behind, 0)
        except Broken:
            return None
        del rest[name]
        return None if self._key in rest else ([made], self._members | rest)

    def exact_document(self) -> Any:
        """Return the document that close() gave, where it has no list, with numbers as they are written."""
        return exact(bytes(self._buffer))

    def _whole(self, document: Any) -> tuple[Elements, Any]:
        """Take the list out of a document in which its opening was not found."""
        key = self._key
        found = listed(document.get(key)) if key is not None and isinstance(document, dict) else None
        if key is None or found is None:
            self.listed = False
            return Elements([], list), document
        del document[key]
        return Elements(found, lambda: listed(self.exact_document()[key]) or []), document

    def _last(self, text: bytes, read: Callable[[bytes], list[Any]]) -> Elements:
        """Read the end of a bare list."""
        try:
            found = Elements(read(text), partial(self._exactly, text))
        except Broken as error:
            self._scanner.scan(text)
            if not self._scanner.closed or text[self._scanner.position :].strip(b" \t\r\n"):
                raise
            found = self._isolated(text[: self._scanner.position], error)
        self._prove(found)
        return found

    def _prove(self, last: Elements) -> None:
        if self._handed and not last:
            raise Broken("a comma with no record behind it", self._gone)

    def _parts(self, chunk: bytes) -> Iterator[bytes]:
        if len(chunk) <= self._batch:
            return iter((chunk,))
        return (chunk[at : at + self._batch] for at in range(0, len(chunk), self._batch))

    def _drop(self, size: int) -> None:
        del self._buffer[:size]
        self._gone += size

    def _open(self, opening: Opening) -> None:
        """Look for the list's opening bracket, and put it in front of the buffer."""
        self._drop(start(self._buffer))
        if self._buffer.startswith(b"["):
            self._bracket, self._opening = b"[", None
        elif found := opening.find(self._buffer):
            at, self._members = found
            self._drop(at)
            self._bracket, self._opening = bytes(self._buffer[:1]), None

    # Reading a piece of the list, from its bracket to the one that closes it

    def _values(self, value: Any) -> list[Any]:
        if isinstance(value, list):
            return value
        if not all(name.isdecimal() for name in value):
            raise Broken(f"{self._key!r} is a list at first and then an object", self._gone)
        return list(value.values())

    def _elements(self, text: bytes | memoryview) -> list[Any]:
        return self._values(parse(text, self._gone))

    def _exactly(self, text: bytes) -> list[Any]:
        return self._values(exact(text))

    def _isolated(self, text: bytes, error: Broken) -> Elements:
        """Read the elements one by one, those that cannot be read as their text alone.

        Broken where no element at all could be read so far: then the body is something else.
        """
        pieces, buffer, scanner = [], bytearray(text), Scanner()
        while True:
            scanner.scan(buffer, first=True)
            if scanner.closed:
                pieces.append(bytes(buffer))
                break
            at = scanner.comma
            pieces.append(bytes(buffer[:at]) + CLOSING[self._bracket])
            buffer[at : at + 1] = self._bracket
            del buffer[:at]
            scanner = Scanner()
        found: list[Any] = []
        for piece in pieces:
            content = piece[1:-1].strip(b" \t\r\n")
            if not content:  # a comma without an element beside it
                raise error
            try:
                found += self._elements(piece)
            except Broken:
                found.append(Defective({}, {"unreadable": content.decode("utf-8", "backslashreplace")}))
        if not self._handed and all(isinstance(each, Defective) and not each for each in found):
            raise error
        return Elements(found, lambda: self._exactly_isolated(pieces, found))

    def _exactly_isolated(self, pieces: list[bytes], found: list[Any]) -> list[Any]:
        unreadable = [isinstance(each, Defective) and not each for each in found]
        read = zip(pieces, found, unreadable, strict=True)
        return [each if bad else self._exactly(piece)[0] for piece, each, bad in read]

    def _cut(self) -> Iterator[Any]:
        """Yield the records up to the last place to cut, as one batch; none where there is no such place yet."""
        self._learn()
        if self._separator:
            at = self._buffer.rfind(self._separator, max(0, self._searched - len(self._separator)))
            self._searched = len(self._buffer)
            if at > 0:
                try:
                    yield self._take(self._buffer.index(_COMMA, at))
                except Broken:
                    self._missed()
                else:
                    return
        self._scanner.scan(self._buffer)
        if comma := self._scanner.comma:
            if self._separator:
                self._missed()
            if self._misses < _MISSES:
                self._separator = separator(self._buffer, comma)
            try:
                yield self._take(comma)
            except Broken as error:
                piece = bytes(self._buffer[:comma]) + CLOSING[self._bracket]
                yield self._taken(self._isolated(piece, error), comma)

    def _learn(self) -> None:
        """Learn the gap between two records from the first one that is left."""
        if not self._separator and self._misses < _MISSES:
            self._scanner.scan(self._buffer, first=True)
            self._separator = separator(self._buffer, self._scanner.comma)

    def _missed(self) -> None:
        self._misses += 1
        if self._misses >= _MISSES:
            self._separator = b""

    def _take(self, comma: int) -> Any:
        """Parse the buffer up to a comma, in place: the comma closes this piece, and then opens the next."""
        self._buffer[comma : comma + 1] = CLOSING[self._bracket]
        with memoryview(self._buffer) as view:
            piece = bytes(view[: comma + 1])
        self._buffer[comma] = _COMMA
        made = self._read(piece) if self._read is not None and self._bracket == b"[" else None
        elements = Elements(self._elements(piece), partial(self._exactly, piece)) if made is None else made
        if not len(elements):  # what `read` makes has a length and may be nothing but that
            raise Broken("a comma with no record before it", self._gone)
        return self._taken(elements, comma)

    def _taken(self, elements: E, comma: int) -> E:
        self._buffer[comma : comma + 1] = self._bracket
        self._drop(comma)
        self._scanner.forget(comma)
        self._searched = 0
        self._handed = True
        return elements
