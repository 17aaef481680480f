"""Looks at a body while it is being stored: whether it is whole, and how many records it promises.

No row is handed out before the body is known to be whole, and a full reply is known from its first bytes, long before
the last. So this look must cost next to nothing: the first and the last bytes are kept and judged, by the same proof
as in `split`: what lies between them is left to the parser.
"""

from typing import Any

from wolkvox_async.core.split import Broken, Landmark, Scanner, ends_outermost, opening, parse, separator, start

__all__ = ["Probe"]

_HEAD = 32 * 2**10
_TAIL = 64 * 2**10
_CANDIDATES = 32  # gaps of the tail that are tried: those within nested lists look the same
_ENDS = {b"{": b"}", b"[": b"]"}


class Probe:
    """Feed it the decompressed bytes of a body, however they are cut.

    promised: N of `"msg": "N records were found"`, as soon as it is there and if it is the document's own; size: the
    bytes so far; head: the first ones, for error messages.
    """

    def __init__(self, key: str = "data") -> None:
        self.promised: int | None = None
        self.size = 0
        self._head = bytearray()
        self._tail = bytearray()  # of what came behind the head
        self._key = key
        self._parsed: tuple[int, Any] | None = None
        # The members up to the promise parse once the object is closed.
        self._promise = Landmark(
            rb'"msg"[ \t\r\n]*+:[ \t\r\n]*+"[ \t]*+([0-9][0-9,]*+) records? w(?:ere|as) found\.?"', b"}"
        )

    @property
    def head(self) -> bytes:
        return bytes(self._head)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self.size += len(chunk)
        if (room := _HEAD - len(self._head)) > 0:
            self._head += chunk[:room]
            chunk = chunk[room:]
            if self.promised is None and (found := self._promise.find(self._head)):
                self.promised = int(found[0].group(1).replace(b",", b""))
        # Trimmed at twice its size, so that each byte is moved about once.
        self._tail += chunk[-_TAIL:]
        if len(self._tail) > 2 * _TAIL:
            del self._tail[:-_TAIL]

    def whole(self) -> bool:
        """Whether the body is a JSON object or list that comes to its end.

        A body small enough to be kept is parsed. Of a larger one the last records are: from a gap between two records
        on, as the head shows how they look, the tail must parse behind the head's open list. Where the tail shows no
        such gap, as the last record is larger than the tail or the gaps are irregular, it is only checked that the
        body ends in the bracket that closes it; the parser has the last word when it gets there.
        """
        if self.kept:
            return isinstance(self._document(), dict | list)
        verdict = self._verdict()
        return self._closed() if verdict is None else verdict

    def envelope(self) -> Any | None:
        """The document if it is small enough to have been kept, else its first members without the list; or None."""
        if self.kept:
            return self._document()
        found = opening(self._key).find(self._head)
        if found is None:
            return None
        _, members = found
        del members[self._key]
        return members

    @property
    def kept(self) -> bool:
        """Whether the whole body is here, so that envelope() is the whole document."""
        return self.size <= _HEAD + _TAIL

    def _verdict(self) -> bool | None:
        """What a gap between two of the last records tells; None without one."""
        begin = start(self._head)
        bracket = self._bracket(begin)
        listed = self._head[bracket:]
        scanner = Scanner()
        scanner.scan(listed, first=True)
        gap = separator(listed, scanner.comma)
        first = self._tail.find(gap) if gap else -1
        if first < 0:
            return None
        # No gap lies within a string, but one may lie within a nested list, whose end then looks like the document's:
        # so the last bracket must also lie further out than all those before it.
        if not ends_outermost(self._tail[first + 1 :]):
            return False
        front, at = self._head[begin : bracket + 1], len(self._tail)
        for _ in range(_CANDIDATES):
            at = self._tail.rfind(gap, 0, at + len(gap) - 1)
            if at < 0:
                break
            try:
                parse(front + self._tail[self._tail.index(b",", at) + 1 :], 0)
            except Broken:
                continue
            return True
        return None

    def _bracket(self, begin: int) -> int:
        """Where the list opens; behind the head's end if it does not."""
        if self._head.startswith(b"[", begin):
            return begin
        found = opening(self._key).find(self._head)
        return found[0].end() - 1 if found else len(self._head)

    def _closed(self) -> bool:
        end = _ENDS.get(bytes(self._head[start(self._head) :][:1]))
        return end is not None and self._tail.rstrip(b" \t\r\n").endswith(end)

    def _document(self) -> Any | None:
        """The document, parsed once for all the bytes so far."""
        if self._parsed is None or self._parsed[0] != self.size:
            body = self._head + self._tail
            try:
                document = parse(body[start(body) :], 0)
            except Broken:
                document = None
            self._parsed = self.size, document
        return self._parsed[1]
