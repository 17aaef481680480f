"""The server's reasons for single records: which record each one is of, in whatever form the list of them comes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from attrs import define, field

from wolkvox_async import limits
from wolkvox_async.uploads.wording import ORDINAL, ORDINAL_KEYS, POSITION, POSITION_KEYS, RANGE, RANGES

__all__ = ["WITHOUT_REASON", "Reasons", "as_count", "decoded", "gather"]

_COUNT = re.compile(r"[0-9]{1,18}|[0-9]{1,3}(?:[.,][0-9]{3}){1,5}|([0-9]{1,18})\.0+")
_DEPTH = 5  # of lists within lists

WITHOUT_REASON = "the server does not say why"


@define
class Reasons:
    """Why records were not taken: by position, as the server counts them, and those without a position."""

    positions: dict[int, list[str]] = field(factory=dict)
    ordinals: set[int] = field(factory=set)  # those of the positions that count from 1 by their wording
    loose: list[str] = field(factory=list)
    entries: int = 0

    def add(self, reason: str, places: Iterable[tuple[int, bool]]) -> None:
        """Add a reason and the positions it names; True beside a position: it counts from 1."""
        self.entries += 1
        named = False
        for place, ordinal in places:
            named = True
            reasons = self.positions.setdefault(place, [])
            if ordinal:
                self.ordinals.add(place)
            if reason and reason not in reasons:
                reasons.append(reason)
        if not named:
            self.loose.append(reason or WITHOUT_REASON)

    def rejections(self, sent: int) -> tuple[dict[int, str], list[str]]:
        """Return the reasons by index from 0, and those that belong to no record of the batch that is known."""
        if 0 in self.positions and sent in self.positions:  # no way of counting has both
            first, inside = 0, False
        else:
            first = 0 if 0 in self.positions else 1 if sent in self.positions or self._ordinal else 0
            inside = True
        named: dict[int, str] = {}
        loose = list(self.loose)
        for place, reasons in sorted(self.positions.items()):
            reason = "; ".join(reasons) or WITHOUT_REASON
            if inside and 0 <= place - first < sent:
                named[place - first] = reason
            else:
                loose.append(reason)
        return named, loose

    @property
    def _ordinal(self) -> bool:
        return bool(self.positions) and self.ordinals == set(self.positions)


def as_count(value: Any) -> int | None:
    """Return a count as the server may write it: 3, "3", " 3 ", "3.0", "1,009", "1.009"; None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, int):
        return value if value >= 0 else None
    if not isinstance(value, str) or (found := _COUNT.fullmatch(value.strip().rstrip("."))) is None:
        return None
    return int(found[1] or re.sub(r"[.,]", "", found[0]))


def decoded(value: Any) -> Any:
    """Return the list or object that a text holds as JSON, else the value itself."""
    if isinstance(value, str) and value.strip()[:1] in {"[", "{"}:
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def gather(reasons: Reasons, given: Any) -> None:
    """Read the list of errors, in whatever form it comes."""
    match given:
        case str():
            for reason, places in _sentences(given):
                reasons.add(reason, places)
        case list():
            for entry in given:
                _entry(reasons, entry)
        case Mapping():
            _keyed(reasons, given)
        case int() | float() if (count := as_count(given)) is not None:
            reasons.add("", [(count, False)])


def _keyed(reasons: Reasons, given: Mapping[str, Any]) -> None:
    """Read an object: one error, a list that PHP wrote as an object, or reasons by position or positions by reason."""
    if any(str(key).strip().lower() in {"error", "msg", "message", *POSITION_KEYS, *ORDINAL_KEYS} for key in given):
        _entry(reasons, given)
        return
    named = any(_has_place(entry) for entry in given.values())
    for key, entry in given.items():
        numeric = RANGES.fullmatch(key) is not None
        if numeric and not named:
            for each in entry if isinstance(entry, list) else [entry]:
                reasons.add(_words(each), [(place, False) for place in _expanded(key)])
        elif numeric:
            _entry(reasons, entry)
        elif (places := _in_text(key)) and not named:
            reasons.add(_words(entry) or key, places)
        elif _numbers(entry):
            reasons.add(key, [(place, False) for place in _numbers(entry)])
        else:
            for each in entry if isinstance(entry, list) else [entry]:
                _entry(reasons, {"error": key, "msg": each} if isinstance(each, str) else each)


def _entry(reasons: Reasons, entry: Any, depth: int = 0) -> None:
    """Read one error of a list."""
    if isinstance(entry, list):
        if depth < _DEPTH and any(isinstance(each, Mapping | list) or _has_place(each) for each in entry):
            for each in entry:
                _entry(reasons, each, depth + 1)
            return
        # a pair of position and reason, or positions
        texts = [each for each in entry if isinstance(each, str) and as_count(each) is None]
        reasons.add("; ".join(texts), [(place, False) for each in entry if (place := as_count(each)) is not None])
    elif isinstance(entry, str) and RANGES.fullmatch(entry):
        reasons.add("", [(place, False) for place in _expanded(entry)])
    elif isinstance(entry, str) and as_count(entry) is None:
        for reason, places in _sentences(entry):
            reasons.add(reason, places)
    elif isinstance(entry, Mapping):
        reasons.add(_words(entry), _places(entry))
    elif (place := as_count(entry)) is not None:
        reasons.add("", [(place, False)])
    elif entry is not None:
        reasons.add(str(entry), [])


def _places(entry: Mapping[str, Any]) -> list[tuple[int, bool]]:
    """Return the positions that an error names, in a member of its own or else in its text; True: it counts from 1."""
    for key, value in entry.items():
        name = str(key).strip().lower().replace(" ", "_").replace("-", "_")
        if name in POSITION_KEYS | ORDINAL_KEYS:
            places = _numbers(value if isinstance(value, list) else [value])
            if places:
                return [(place, name in ORDINAL_KEYS) for place in places]
            if isinstance(value, str) and RANGES.fullmatch(value):
                return [(place, name in ORDINAL_KEYS) for place in _expanded(value)]
            if isinstance(value, str) and (found := _in_text(value)):
                return found
    return list(dict.fromkeys(place for value in entry.values() if isinstance(value, str) for place in _in_text(value)))


def _has_place(entry: Any) -> bool:
    if isinstance(entry, str):
        return bool(_in_text(entry))
    return isinstance(entry, Mapping) and bool(_places(entry))


def _numbers(value: Any) -> list[int]:
    """Return the counts of a list that holds nothing else; [] for everything else."""
    if not isinstance(value, list):
        return []
    found = [as_count(each) for each in value]
    return [each for each in found if each is not None] if None not in found else []


def _in_text(text: str) -> list[tuple[int, bool]]:
    """Return the positions that a text names; True: by a word that counts from 1."""
    for pattern, ordinal in ((POSITION, False), (ORDINAL, True)):
        found = [(place, ordinal) for each in pattern.finditer(text) for place in _expanded(each[1] or each[2])]
        if found:
            return found
    return []


def _expanded(text: str) -> list[int]:
    """Return the numbers of a text such as "1, 4-6". No range gives more than one beyond what a batch can have."""
    found: list[int] = []
    for each in RANGE.finditer(text):
        first, last = int(each[1]), int(each[2] or each[1])
        found += range(first, min(last, first + limits.UPLOAD_RECORDS) + 1) if first <= last else (first, last)
    return found


def _sentences(text: str) -> Iterator[tuple[str, list[tuple[int, bool]]]]:
    """Yield the errors of a text, each with its positions: one text may hold many."""
    parts = [part.strip() for part in re.split(r"[;|\n]|<br\s*/?>|\.(?=\s+\S)", text) if part.strip()]
    if len([part for part in parts if _in_text(part)]) > 1:
        for part in parts:
            yield part, _in_text(part)
    elif text.strip():
        yield text.strip(), _in_text(text)


def _words(entry: Any) -> str:
    """Return the texts of an error, without members that are only its position."""
    if isinstance(entry, Mapping):
        texts = [
            str(value).strip()
            for key, value in entry.items()
            if not isinstance(value, Mapping | list) and str(key).strip().lower() not in POSITION_KEYS | ORDINAL_KEYS
        ]
        return "; ".join(dict.fromkeys(text for text in texts if text and text != "None"))
    if isinstance(entry, list):
        return "; ".join(filter(None, map(_words, entry)))
    return "" if entry is None or as_count(entry) is not None else str(entry).strip()
