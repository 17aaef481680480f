"""JSON records out of a stream of bytes, batch by batch, in the memory of one batch.

A JSON parser reads from left to right. So where a piece starts at an element of a list and `[` + piece + `]` parses,
the comma behind that piece is a true separator: decoding is itself the proof, and the search for a place to cut
need only be quick. Three things follow from that thought:

- `Landmark` finds where the list opens: the text up to there must parse once its brackets are closed.
- `separator` learns from one true cut how this server writes the gap between two records, with the next one's first
  key; the last such gap of a batch is found by `rfind`, and decoding proves it.
- `Scanner` walks from bracket to bracket, once over each byte, and is right about every body. It makes the first cut,
  and all of them where the gap is not regular.

The verdict on a body is orjson's: strict JSON, without NaN and without lone surrogates.
"""

import re
from collections.abc import Iterator
from typing import Any

import orjson

__all__ = ["Broken", "Landmark", "Scanner", "Splitter", "ends_outermost", "opening", "parse", "separator", "start"]

_BATCH = 65_536  # measured best: the parsed batch stays in the processor's cache
_LIMIT = 64 * 2**20  # of one record, or of a body that is no list; parsing it takes several times as much
_MISSES = 3  # wrong or missing candidates before the scanner is left to itself
_LOOKALIKES = 16  # places that look like the landmark before it is given up
_LONGEST = 512  # bytes that a landmark may span and still be found across two chunks

_COMMA, _QUOTE, _BACKSLASH, _OPEN, _CLOSE = b',"\\[]'

_LEAD = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)++")
_GAP = re.compile(rb'\}[ \t\r\n]*+,[ \t\r\n]*+\{[ \t\r\n]*+"[^"\\]*+"')

# A string, and what comes between two strings. Possessive: the pattern never goes back, so the time is linear.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_WITHIN = rb'[^"\[\]{}]*+(?:' + _STRING + rb'[^"\[\]{}]*+)*+'
# The next bracket; in the list itself the next comma too, past a flat object at one go; the end of a string that
# was cut, or the lone backslash it was cut at. A quote that is met is a string without its end.
_NESTED = re.compile(_WITHIN + rb'(["\[\]{}])', re.DOTALL)
_LISTED = re.compile(rb'(?:[^"\[\]{},]++|' + _STRING + rb"|\{" + _WITHIN + rb'\})*+(["\[\]{},])', re.DOTALL)
_QUOTED = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+(["\\])', re.DOTALL)


class Broken(ValueError):
    """The bytes are no JSON, or end too early. offset is about where, from the body's first byte."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(f"{reason} (at byte {offset:,})")
        self.reason = reason
        self.offset = offset


def start(buffer: bytes | bytearray) -> int:
    """Where the document begins, behind a byte order mark and white space."""
    lead = _LEAD.match(buffer)
    return lead.end() if lead else 0


def parse(text: bytes | bytearray | memoryview, offset: int) -> Any:
    """Parse a document that begins at offset of the body; raises Broken."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        # The parser's error holds the text, hence people's names and numbers: it is not handed on.
        raise Broken(error.msg, offset + error.pos) from None


class Landmark:
    """A place among a document's first members that looks like pattern and is proven by closing the text behind it.

    The pattern may match anywhere, in a string or deep inside; but if the document up to there, with closing added,
    parses to an object, then the match is a member of the document itself. May be asked again as the text grows.
    """

    def __init__(self, pattern: bytes, closing: bytes) -> None:
        # A key is spelt out: with a backslash before it, it would be the end of another one.
        self._pattern = re.compile(rb"(?<!\\)" + pattern)
        self._closing = closing
        self._from = 0
        self._tries = _LOOKALIKES

    def find(self, text: bytes | bytearray) -> tuple[re.Match[bytes], dict[str, Any]] | None:
        """The match, and the members up to it; None where it is not there, or not yet."""
        while self._tries and (match := self._pattern.search(text, self._from)):
            self._from = match.end()
            self._tries -= 1
            try:
                members = orjson.loads(text[start(text) : match.end()] + self._closing)
            except orjson.JSONDecodeError:
                continue
            return match, members
        self._from = max(self._from, len(text) - _LONGEST)
        return None


def opening(key: str) -> Landmark:
    """Where the list under key opens; the match ends behind its bracket."""
    return Landmark(rb'"' + re.escape(key.encode()) + rb'"[ \t\r\n]*+:[ \t\r\n]*+\[', b"]}")


def separator(text: bytes | bytearray, comma: int) -> bytes:
    """The gap between two objects around a true comma, up to the next one's first key; empty if it is not all there."""
    match = _GAP.match(text, len(text[:comma].rstrip(b" \t\r\n")) - 1) if comma else None
    return match.group() if match else b""


def ends_outermost(text: bytes | bytearray) -> bool:
    """Whether the last bracket of a text closes more than any before it, as the last one of a document does.

    The text may begin anywhere but within a string.
    """
    depth = lowest = 0
    outermost = False
    for match in _NESTED.finditer(text):
        byte = text[match.end() - 1]
        if byte == _QUOTE:
            return False
        depth += 1 if byte in b"[{" else -1
        outermost = depth < lowest
        lowest = min(lowest, depth)
    return outermost


class Scanner:
    """Follows the brackets of a list whose `[` is the text's first byte, and remembers where its elements end.

    comma: of those at the list's own depth, the last one seen (0: none); closed: the list has ended.
    Text may be added between two scans and taken away in front (`forget`): no byte is looked at twice.
    """

    __slots__ = ("_depth", "_pattern", "_position", "closed", "comma")

    def __init__(self) -> None:
        self.closed = False
        self._anew()

    def _anew(self) -> None:
        self.comma = 0
        self._depth = 1
        self._position = 1
        self._pattern = _LISTED

    def scan(self, text: bytes | bytearray, *, first: bool = False) -> None:
        """Go on to the end of the text or of the list, or to the first comma."""
        while match := self._pattern.match(text, self._position):
            self._position = match.end()
            byte = text[self._position - 1]
            if self._pattern is _QUOTED:
                if byte == _BACKSLASH:  # the text ends within an escape: its other half is still to come
                    self._position -= 1
                    return
            elif byte == _QUOTE:
                self._pattern = _QUOTED
                continue
            elif byte == _COMMA:
                self.comma = self._position - 1
                if first:
                    return
                continue
            else:
                self._depth += 1 if byte in b"[{" else -1
                if not self._depth:
                    self.closed = True
                    return
            self._pattern = _LISTED if self._depth == 1 else _NESTED
        self._position = len(text)

    def forget(self, size: int) -> None:
        """The first size bytes are gone; where they went beyond what was scanned, the text starts anew."""
        if size < self._position:
            self._position -= size
            self.comma = max(0, self.comma - size)
        else:
            self._anew()


class Splitter:
    """Cuts the records under key (or of a bare list) out of a body and parses them, about batch bytes at a time.

    feed() returns the batches that are complete, close() the rest and the document without its list. A body that has
    no such list is parsed whole by close(). limit bounds what may be held at once: one record, or such a body.
    Both raise Broken. A key that comes twice is taken as json.loads takes it, the last one counts; only if records of
    the first list were handed out already is it Broken.
    """

    def __init__(self, key: str = "data", batch: int = _BATCH, limit: int = _LIMIT) -> None:
        self._key = key
        self._batch = batch
        self._limit = limit
        self._opening: Landmark | None = opening(key)
        self._members: dict[str, Any] | None = None  # those in front of the list
        self._head = b""  # the text in front of the list
        self._buffer = bytearray()  # once the list is open: `[` and what is not yet handed out
        self._gone = 0  # bytes that were in front of the buffer
        self._scanner = Scanner()
        self._separator = b""
        self._searched = 0
        self._misses = 0
        self._handed = False

    def feed(self, chunk: bytes) -> list[list[Any]]:
        """Take the next bytes, however they are cut; return the batches that they complete."""
        batches: list[list[Any]] = []
        for part in self._parts(chunk):
            self._buffer += part
            if self._opening is not None:
                self._open(self._opening)
            if self._opening is None and not self._scanner.closed and len(self._buffer) >= self._batch:
                batches += self._cut()
            if len(self._buffer) > self._limit:
                raise Broken(f"more than {self._limit:,} bytes without a place to cut", self._gone)
        return batches

    def close(self) -> tuple[list[Any], Any]:
        """The remaining elements, and the document without its list (None where the body is a bare list)."""
        if not self._handed:
            return self._whole(parse(self._head + self._buffer, self._gone - len(self._head)))
        if self._members is None:
            elements, members = parse(self._buffer, self._gone), None
        else:
            # The list stands under a name longer than the text, which thus is nobody else's: all keys behind it show.
            name = "-" * len(self._buffer)
            front = f'{{"{name}":'.encode()
            rest = parse(front + self._buffer, self._gone - len(front))
            elements = rest.pop(name)
            if self._key in rest:
                raise Broken(f"{self._key!r} comes twice", self._gone)
            members = self._members | rest
        if not elements:
            raise Broken("a comma with no record behind it", self._gone)
        return elements, members

    def _parts(self, chunk: bytes) -> Iterator[bytes]:
        if len(chunk) <= self._batch:
            return iter((chunk,))
        return (chunk[at : at + self._batch] for at in range(0, len(chunk), self._batch))

    def _whole(self, document: Any) -> tuple[list[Any], Any]:
        if isinstance(document, list):
            return document, None
        if isinstance(document, dict) and isinstance(document.get(self._key), list):
            return document.pop(self._key), document
        return [], document

    def _drop(self, size: int) -> None:
        del self._buffer[:size]
        self._gone += size

    def _open(self, landmark: Landmark) -> None:
        """Look for the list's opening bracket, and put it in front of the buffer."""
        self._drop(start(self._buffer))
        if self._buffer.startswith(b"["):
            self._opening = None
        elif found := landmark.find(self._buffer):
            match, self._members = found
            del self._members[self._key]
            self._head = bytes(self._buffer[: match.end() - 1])
            self._drop(len(self._head))
            self._opening = None

    def _cut(self) -> Iterator[list[Any]]:
        """The records up to the last place to cut, as one batch; none where there is no such place yet."""
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
            yield self._take(comma)

    def _missed(self) -> None:
        self._misses += 1
        if self._misses >= _MISSES:
            self._separator = b""

    def _take(self, comma: int) -> list[Any]:
        """Parse the buffer up to a comma, in place: the comma closes this piece, and then opens the next."""
        self._buffer[comma] = _CLOSE
        try:
            with memoryview(self._buffer) as view, view[: comma + 1] as piece:
                elements: list[Any] = parse(piece, self._gone)
        except Broken:
            self._buffer[comma] = _COMMA
            raise
        if not elements:
            raise Broken("a comma with no record before it", self._gone)
        self._buffer[comma] = _OPEN
        self._drop(comma)
        self._scanner.forget(comma)
        self._searched = 0
        self._handed = True
        return elements
