"""Finds places in JSON text without parsing it: where a list opens, where its elements end.

A JSON parser reads from left to right. So where a piece starts at an element of a list and `[` + piece + `]` parses,
the comma behind that piece is a true separator: decoding is itself the proof, and the search for a place to cut
need only be quick.
"""

import re
from typing import Any

from wolkvox_async.core.parsing import Broken, parse, start
from wolkvox_async.pattern import pattern

__all__ = ["CLOSING", "Opening", "Scanner", "separator"]

CLOSING = {b"[": b"]", b"{": b"}"}

_LOOKALIKES = 16  # places that look like the opening before it is given up
_LONGEST = 512  # bytes that an opening may span and still be found across two chunks

_COMMA, _QUOTE, _BACKSLASH = b',"\\'

_GAP = pattern(rb'\}[ \t\r\n]*+,[ \t\r\n]*+\{[ \t\r\n]*+"[^"\\]*+"')

# A string, and what comes between two strings. Possessive: the pattern never goes back, so the time is linear.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_WITHIN = rb'[^"\[\]{}]*+(?:' + _STRING + rb'[^"\[\]{}]*+)*+'
# The next bracket; in the list itself the next comma too, past a flat object at one go; the end of a string that
# was cut, or the lone backslash it was cut at. A quote that is met is a string without its end.
_NESTED = pattern(_WITHIN + rb'(["\[\]{}])', re.DOTALL)
_LISTED = pattern(rb'(?:[^"\[\]{},]++|' + _STRING + rb"|\{" + _WITHIN + rb'\})*+(["\[\]{},])', re.DOTALL)
_QUOTED = pattern(rb'[^"\\]*+(?:\\.[^"\\]*+)*+(["\\])', re.DOTALL)


class Opening:
    """Where the list under a key opens, among the members of a document.

    A list is `[…]`, or an object with numbers for keys, as PHP writes a list that has gaps. The text may look so
    anywhere, in a string or deep inside; but if the document up to there, with the brackets closed, parses to an
    object, then the match is a member of the document itself. May be asked again as the text grows.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        # The key is spelt out: with a backslash before it, it would be the end of another one.
        self._pattern = re.compile(
            rb'(?<!\\)"'
            + re.escape(key.encode())
            + rb'"[ \t\r\n]*+:[ \t\r\n]*+(?:\[|\{(?=[ \t\r\n]*+"[0-9]++"[ \t\r\n]*+:))'
        )
        self._from = 0
        self._tries = _LOOKALIKES

    def find(self, text: bytes | bytearray) -> tuple[int, dict[str, Any]] | None:
        """Return the place of the bracket and the members before it; None where it is not there, or not yet."""
        while self._tries and (match := self._pattern.search(text, self._from)):
            self._from = match.end()
            self._tries -= 1
            try:
                members = parse(bytes(text[start(text) : match.end()]) + CLOSING[match[0][-1:]] + b"}", 0)
            except Broken:
                continue
            del members[self._key]
            return match.end() - 1, members
        self._from = max(self._from, len(text) - _LONGEST)
        return None


def separator(text: bytes | bytearray, comma: int) -> bytes:
    """Return the gap between two objects around a true comma, up to the next one's first key.

    Empty where it is not all there. No gap lies within a string, since its key does not begin like what follows one.
    """
    match = _GAP.match(text, len(text[:comma].rstrip(b" \t\r\n")) - 1) if comma else None
    if match is None:
        return b""
    key = match[0].split(b'"', 1)[1].lstrip()
    return match[0] if key[:1] not in b',:]}"' else b""


class Scanner:
    """Follows the brackets of a list whose bracket is the text's first byte, and remembers where its elements end.

    comma: of those at the list's own depth, the last one seen (0: none); closed: the list has ended, before `position`.
    Text may be added between two scans and taken away in front (`forget`): no byte is looked at twice.
    """

    __slots__ = ("_depth", "_pattern", "closed", "comma", "position")

    def __init__(self) -> None:
        self.closed = False
        self._restart()

    def _restart(self) -> None:
        self.comma = 0
        self._depth = 1
        self.position = 1
        self._pattern = _LISTED

    def scan(self, text: bytes | bytearray, *, first: bool = False) -> None:
        """Go on to the end of the text or of the list, or to the next comma."""
        while not self.closed and (match := self._pattern.match(text, self.position)):
            self.position = match.end()
            byte = text[self.position - 1]
            if self._pattern is _QUOTED:
                if byte == _BACKSLASH:  # the text ends within an escape: its other half is still to come
                    self.position -= 1
                    return
            elif byte == _QUOTE:
                self._pattern = _QUOTED
                continue
            elif byte == _COMMA:
                self.comma = self.position - 1
                if first:
                    return
                continue
            else:
                self._depth += 1 if byte in b"[{" else -1
                if not self._depth:
                    self.closed = True
                    return
            self._pattern = _LISTED if self._depth == 1 else _NESTED
        if not self.closed:
            self.position = len(text)

    def forget(self, size: int) -> None:
        """Drop the first size bytes; where they went beyond what was scanned, the text starts afresh."""
        if size < self.position:
            self.position -= size
            self.comma = max(0, self.comma - size)
        else:
            self._restart()
