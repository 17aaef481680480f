"""JSON text to values, and what becomes of text that is nearly JSON.

orjson reads nearly everything, strictly and fast. What it refuses is read again by the standard library's parser, which
takes half a surrogate pair, bytes that are no UTF-8, bare control characters and NaN: one bad letter costs that letter,
not the reply. The letter becomes U+FFFD, and the element that held it is a `Defective` one, with the text as it came.

orjson also makes a double of a number with more than 64 bits or with a decimal point, which changes an identifier
(`1624464512.10`). A batch therefore remembers how to be read `exactly`, with such numbers as they are written.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from wolkvox_async.pattern import pattern

__all__ = [
    "Broken",
    "Defective",
    "Elements",
    "Written",
    "digits",
    "exact",
    "holds_float",
    "number",
    "parse",
    "replaced",
    "start",
]

_LEAD = pattern(rb"(?:[ \t\r\n]|\xef\xbb\xbf)++")
_SURROGATE = pattern("[\ud800-\udfff]")
_WIDE = 18  # digits that 64 bits hold in any case
_DEEPEST = 64  # lists and objects within each other
_EXPONENT = 64  # digits of a whole number that is written out


class Broken(ValueError):
    """The bytes are no JSON, end too early (cut), or are more than can be parsed at once (large).

    offset is about where, from the body's first byte.
    """

    def __init__(self, reason: str, offset: int, *, cut: bool = False, large: bool = False) -> None:
        super().__init__(f"{reason} (at byte {offset:,})")
        self.reason = reason
        self.offset = offset
        self.cut = cut
        self.large = large


class Written:
    """A JSON number as it is written: one that a double or 64 bits need not give back.

    It is not a str, so that whatever reads texts need not look twice at each.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = str(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Written) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Written({self.text!r})"


class Defective(dict[str, Any]):
    """An element that came with bytes that are no text. raw: by the path of the field, the text as it came."""

    __slots__ = ("raw",)

    def __init__(self, fields: dict[str, Any], raw: dict[str, str]) -> None:
        super().__init__(fields)
        self.raw = raw


class Elements(list[Any]):
    """Parsed elements; `exactly()` gives the same with numbers as they are written."""

    __slots__ = ("exactly",)

    def __init__(self, elements: list[Any], exactly: Callable[[], list[Any]]) -> None:
        super().__init__(elements)
        self.exactly = exactly


def start(buffer: bytes | bytearray) -> int:
    """Return where the document begins, behind a byte order mark and white space."""
    lead = _LEAD.match(buffer)
    return lead.end() if lead else 0


def parse(text: bytes | bytearray | memoryview, offset: int) -> Any:
    """Parse a document that begins at offset of the body; raises Broken."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        # The parser's error holds the text, hence people's names and numbers: it is not handed on.
        strict = Broken(error.msg, offset + error.pos, cut=error.msg.startswith("unexpected end"))
    try:
        return exact(bytes(text))
    except json.JSONDecodeError as error:
        strict.cut = strict.cut or error.msg.startswith("Unterminated") or 0 < len(error.doc) <= error.pos
    except (ValueError, RecursionError):
        pass
    raise strict from None


def exact(text: bytes) -> Any:
    """Parse leniently, with the numbers that could lose a digit as they are written. Raises ValueError."""
    # A byte that is no UTF-8 becomes a lone surrogate, which no text holds: one kind of bad letter is left.
    decoded = text.decode("utf-8", "surrogateescape")
    value = _DECODER.decode(decoded)
    return _marked(value) if _SUSPECT.search(decoded) else value


_SUSPECT = pattern("[\ud800-\udfff]|\\\\u[dD][89a-fA-F]")


def _integer(text: str) -> int | Written:
    return int(text) if len(text) <= _WIDE else Written(text)


_DECODER = json.JSONDecoder(strict=False, parse_float=Written, parse_int=_integer, parse_constant=Written)


def _marked(value: Any) -> Any:
    """Replace the letters that are none; the innermost elements of a list that held them are Defective."""
    match value:
        case list():
            return [_element(each) for each in value]
        case dict():
            inner = _element if all(name.isdecimal() for name in value) else _marked
            if any(map(_SURROGATE.search, value)):  # of an envelope: nothing is certain of the rest
                raise ValueError("a name that is no text")
            return {name: inner(each) for name, each in value.items()}
        case str():
            return _clean(value)
    return value


def _element(value: Any) -> Any:
    if not isinstance(value, dict):
        return _marked(value)
    raw: dict[str, str] = {}
    fields = _fields(value, "", raw)
    return Defective(fields, raw) if raw else fields


def _fields(value: Any, path: str, raw: dict[str, str]) -> Any:
    match value:
        case dict():
            made = {}
            for name, each in value.items():
                key = _clean(name)
                if key != name:
                    raw[f"{path}{key}"] = _escaped(name)
                made[key] = _fields(each, f"{path}{key}.", raw)
            return made
        case list():
            return [_fields(each, f"{path}{number}.", raw) for number, each in enumerate(value)]
        case str() if _SURROGATE.search(value):
            raw[path[:-1]] = _escaped(value)
            return _clean(value)
    return value


def _clean(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _escaped(text: str) -> str:
    """Return a text with its bad letters as they came: those of an escape as the escape, a byte in hexadecimals."""
    return _SURROGATE.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"  # noqa: PLR2004


def holds_float(value: Any) -> bool:
    """Whether a number that may have lost digits is in a value."""
    return _holds(value, float)


def _holds(value: Any, kind: type) -> bool:
    if value.__class__ is kind:
        return True
    inner = [value]
    for each in inner:  # grows as it goes: values may be nested deeper than Python calls
        if isinstance(each, dict | list):
            for one in _inside(each):
                if one.__class__ is kind:
                    return True
                if isinstance(one, dict | list):
                    inner.append(one)
    return False


def replaced(value: Any, kind: type, make: Callable[[Any], Any]) -> Any:
    """Return a value with all values of a kind in it replaced; it is copied as far as it has to be."""
    if not _holds(value, kind):
        return value
    if not isinstance(value, dict | list):
        return make(value)
    top = value.copy()
    inner = [top]
    for each in inner:
        for place, one in list(each.items() if isinstance(each, dict) else enumerate(each)):
            if one.__class__ is kind:
                each[place] = make(one)
            elif isinstance(one, dict | list):
                each[place] = one.copy()
                inner.append(each[place])
    return top


def number(value: Any) -> Any:
    """Return a value of no documented type for JSON.

    A number stays one only where it is the same when it is written again. What is nested deeper than programs that
    read it would go is its text.
    """
    return replaced(_text_of(value) if _deep(value) else value, Written, _number)


def _deep(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [one for each in level if isinstance(each, dict | list) for one in _inside(each)]
        if not level:
            return False
    return any(isinstance(each, dict | list) for each in level)


def _inside(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


class _Mark(str):
    """A part of JSON text, which is not to be quoted."""

    __slots__ = ()


def _text_of(value: Any) -> str:
    """Return a value as JSON text, however deep it is nested."""
    parts: list[str] = []
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, Written):
            parts.append(part.text)
        elif isinstance(part, _Mark):
            parts.append(part)
        elif isinstance(part, dict | list):
            opening, closing = "{}" if isinstance(part, dict) else "[]"
            inner: list[Any] = []
            for name, each in part.items() if isinstance(part, dict) else enumerate(part):
                inner += [_Mark(",")] if inner else []
                inner += [_Mark(f"{json.dumps(name)}:")] if isinstance(part, dict) else []
                inner.append(each)
            parts.append(opening)
            rest += [_Mark(closing), *reversed(inner)]
        else:
            parts.append(json.dumps(part))
    return "".join(parts)


def _number(written: Written) -> float | str:
    plain = written.text
    return float(plain) if len(plain) <= 2 * _WIDE and repr(float(plain)) == plain else plain


def digits(text: str) -> str:
    """Return a number without its decimals where those are zero, and written out where it has an exponent."""
    if text.isdecimal():
        return text
    from decimal import Decimal  # noqa: PLC0415 - numbers are rarely written so

    try:
        value = Decimal(text)
        integral = value.adjusted() < _EXPONENT and value == value.to_integral_value()
    except ArithmeticError:
        return text
    return f"{value:f}".partition(".")[0] if integral else text
