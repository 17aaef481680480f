"""What the server says of the records of one batch: how many it took, and which it did not.

The vendor documents one form, `data[0].total_registers`; servers were seen to write others. All are read here, from
the complete document, wherever the counts stand in it. The precedence:

1. `total_success`, or `total_added`: so many were accepted.
2. `total_errors`, `total_rejected` and the like, or a text that counts them ("2 records were rejected"): all others
   were accepted.
3. The distinct positions in `array_errors`: all others were accepted. Several reasons of one record are one rejection.
4. `total_registers`, or a text that counts ("3 records has been added"): so many were accepted. Where it is less than 2
   or 3 leave, the less counts.
5. "All records has been added", where no count stands beside it: all were accepted.

What none of them covers is unknown, never accepted; so is the whole batch where two counts cannot both be true,
or where one cannot be read ("3 of 5" as `total_success`, "none of the 5 records were added").

Positions: 0 among them means that they count from 0, the number of records sent that they count from 1. Without such
evidence "object position N" counts from 0, as in the vendor's sample, and so do plain numbers and keys; "record N" and
"row N" count from 1, as people do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from attrs import define, field, frozen

from wolkvox_async.core.shape import empty
from wolkvox_async.uploads.wording import (
    ADDED_IN_WORDS,
    ALL_ADDED,
    NEGATED,
    NOT_ADDED_IN_WORDS,
    ORDINAL,
    ORDINAL_KEYS,
    POSITION,
    POSITION_KEYS,
)

__all__ = ["RecordVerdict", "read_verdict"]

_EXACT = ("total_success", "total_added")
_NOT_ADDED = (
    *("total_errors", "total_rejected", "total_failed", "total_invalid", "total_not_added"),
    *("total_duplicates", "total_duplicated", "total_repeated", "total_skipped", "total_ignored", "total_omitted"),
)
_COUNTS = {name.replace("_", ""): name for name in (*_EXACT, *_NOT_ADDED, "total_registers", "total_sent")}
_REASONS = {"arrayerrors", "arrayerror"}
_LISTS = {"errors", "errores", "errorlist", "rejected", "rejections", "failed"}  # reasons where they are a list
_DEPTH = 5  # of objects within objects; a verdict stands in the second

_COUNT = re.compile(r"[0-9]{1,18}|[0-9]{1,3}(?:[.,][0-9]{3}){1,5}|([0-9]{1,18})\.0+")

_WITHOUT_REASON = "the server does not say why"


@frozen
class RecordVerdict:
    """How the records of one batch ended. accepted + len(rejected) + unknown is the number of records sent.

    rejected: for each record its index in the batch, from 0 (None where the server does not say which), and why;
    contradiction: the counts that cannot all be true, "" where there are none.
    """

    accepted: int
    rejected: tuple[tuple[int | None, str], ...] = ()
    unknown: int = 0
    contradiction: str = ""


def read_verdict(document: Any, sent: int, *, refused: bool = False) -> RecordVerdict | None:
    """Return what a reply says of the records that were sent with it.

    Args:
        document: The complete reply: its object, a bare list, or a text.
        sent: How many records the batch had, 1 or more.
        refused: Whether the reply as a whole is a refusal. Then `total_registers` that equals `sent` says only how
            many were looked at.

    Returns:
        The verdict; None where the reply has no word on single records. Of a success that means that all records are
        unknown, of a refusal that none was taken.
    """
    found = _Found(sent)
    found.walk(document)
    return found.verdict(refused=refused)


@define
class _Reasons:
    """Why records were not taken: by position, as the server counts them, and those without a position."""

    positions: dict[int, list[str]] = field(factory=dict)
    ordinals: set[int] = field(factory=set)  # those of the positions that count from 1 by their wording
    loose: list[str] = field(factory=list)
    entries: int = 0

    def add(self, reason: str, places: Iterable[tuple[int, bool]]) -> None:
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
            self.loose.append(reason or _WITHOUT_REASON)

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
            reason = "; ".join(reasons) or _WITHOUT_REASON
            if inside and 0 <= place - first < sent:
                named[place - first] = reason
            else:
                loose.append(reason)
        return named, loose

    @property
    def _ordinal(self) -> bool:
        return bool(self.positions) and self.ordinals == set(self.positions)


@define
class _Found:
    """The counts and reasons that stand in a document."""

    sent: int
    counts: dict[str, set[int]] = field(factory=dict)
    reasons: _Reasons = field(factory=_Reasons)
    words: set[int] = field(factory=set)  # counts of added records that stand in a text
    all_added: bool = False  # a text says so of all, without a number
    not_added: set[int] = field(factory=set)  # counts of other records that stand in a text
    unclear: list[str] = field(factory=list)  # counts that cannot be read

    def walk(self, value: Any, depth: int = 0) -> None:
        """Gather what a part of the document says."""
        if depth > _DEPTH:
            return
        if isinstance(value, str):
            self._text(value, depth)
        elif isinstance(value, list):
            for each in value:
                self.walk(each, depth + 1)
        elif isinstance(value, Mapping):
            for key, each in value.items():
                name = re.sub(r"[^a-z]", "", str(key).lower())
                if name in _COUNTS:
                    self._counted(_COUNTS[name], _decoded(each))
                elif name in _REASONS and each is True:
                    self.unclear.append(f"{key} True")
                elif name in _REASONS or (name in _LISTS and isinstance(_decoded(each), list | Mapping)):
                    _gather(self.reasons, _decoded(each))
                else:
                    self.walk(each, depth + 1)

    def _counted(self, name: str, value: Any) -> None:
        """Take a count; a list in the place of a count of errors is the errors, and what cannot be read is unclear."""
        if (count := _count(value)) is not None:
            self.counts.setdefault(name, set()).add(count)
        elif name in _NOT_ADDED and isinstance(value, list | Mapping):
            _gather(self.reasons, value)
        elif not empty(value):
            self.unclear.append(f"{name} {str(value)[:40]!r}")

    def _text(self, text: str, depth: int) -> None:
        decoded = _decoded(text)
        if not isinstance(decoded, str):
            self.walk(decoded, depth + 1)
        for each in ADDED_IN_WORDS.finditer(text):
            if NEGATED.search(text[: each.start()]):
                self.unclear.append(repr(each[0][:40]))
            elif (count := _count(each[1])) is not None:
                self.words.add(count)
        self.all_added = self.all_added or ALL_ADDED.search(text) is not None
        found = (_count(each[1]) for each in NOT_ADDED_IN_WORDS.finditer(text))
        self.not_added |= {count for count in found if count is not None}

    def verdict(self, *, refused: bool) -> RecordVerdict | None:
        sent = self.sent
        if self.unclear or len(self.words) > 1 or any(len(values) > 1 for values in self.counts.values()):
            return self._contradiction()
        counts = {name: next(iter(values)) for name, values in self.counts.items()}
        named, loose = self.reasons.rejections(sent)
        exact = {counts[name] for name in _EXACT if name in counts}
        errors = {counts[name] for name in _NOT_ADDED if name in counts} | self.not_added
        if len(exact) > 1 or len(errors) > 1 or counts.get("total_sent", sent) != sent:
            return self._contradiction()
        return self._decide(
            next(iter(exact), None),
            next(iter(errors), None),
            counts.get("total_registers"),
            named,
            loose,
            refused=refused,
        )

    def _decide(
        self,
        exact: int | None,
        errors: int | None,
        registers: int | None,
        named: Mapping[int, str],
        loose: list[str],
        *,
        refused: bool,
    ) -> RecordVerdict | None:
        """Decide by the precedence that stands at the head of this module."""
        sent, known = self.sent, len(named) + len(loose)
        # As many errors as reasons, some of them of the same record: which of the two it counts is not said.
        several = errors is not None and errors == self.reasons.entries > known
        if several and errors is not None and errors > sent:
            errors, several = known, False
        accepted = exact
        if accepted is None and errors is not None:
            accepted = sent - errors
        if accepted is None and known:
            accepted = sent - known
        word = next(iter(self.words), None) if exact is None and errors is None else None
        for less in (registers, word):
            if exact is None and less is not None and (less < sent if accepted is None else less < accepted):
                accepted = less
        if (
            accepted is None
            and not refused
            and (sent in {registers, word} or (self.all_added and {registers, word} == {None}))
        ):
            accepted = sent
        if accepted is None or (refused and accepted == 0 and exact is None and errors is None and not known):
            return self._contradiction() if max(registers or 0, word or 0) > sent else None
        least = len(named) if errors is None or several else max(errors, len(named))
        if (
            accepted < 0
            or accepted + least > sent
            or (errors is not None and errors < len(named) + bool(loose))
            or (registers is not None and registers not in {sent, accepted})
            or (word is not None and word != accepted)
        ):
            return self._contradiction()
        room = sent - accepted - len(named)
        unnamed = [*loose, *[_WITHOUT_REASON] * room]
        fill = min(room, len(loose) if errors is None or several else errors - len(named))
        rejected = [*sorted(named.items()), *((None, reason) for reason in unnamed[:fill])]
        return RecordVerdict(accepted, tuple(rejected), sent - accepted - len(rejected))

    def _contradiction(self) -> RecordVerdict:
        said = [f"{name} {' and '.join(map(str, sorted(values)))}" for name, values in self.counts.items()]
        if self.reasons.positions:
            said.append(f"{len(self.reasons.positions)} positions")
        if self.words:
            said.append(f"{' and '.join(map(str, sorted(self.words)))} added in words")
        why = f"are not clear: {', '.join(self.unclear)}" if self.unclear else "contradict each other"
        also = f"{' with ' if self.unclear else ': '}{', '.join(said)}" if said else ""
        what = f"the server's counts {why}{also}, and {self.sent} were sent"
        return RecordVerdict(0, (), self.sent, what)


def _count(value: Any) -> int | None:
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


def _decoded(value: Any) -> Any:
    """Return the list or object that a text holds as JSON, else the value itself."""
    if isinstance(value, str) and value.strip()[:1] in {"[", "{"}:
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _gather(reasons: _Reasons, given: Any) -> None:
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
        case int() | float() if (count := _count(given)) is not None:
            reasons.add("", [(count, False)])


def _keyed(reasons: _Reasons, given: Mapping[str, Any]) -> None:
    """Read an object: one error, a list that PHP wrote as an object, or reasons by position or positions by reason."""
    if any(str(key).strip().lower() in {"error", "msg", "message", *POSITION_KEYS, *ORDINAL_KEYS} for key in given):
        _entry(reasons, given)
        return
    named = any(_has_place(entry) for entry in given.values())
    for key, entry in given.items():
        numeric = key.strip().isascii() and key.strip().isdecimal()
        if numeric and not named:
            for each in entry if isinstance(entry, list) else [entry]:
                reasons.add(_words(each), [(int(key), False)])
        elif numeric:
            _entry(reasons, entry)
        elif (places := _in_text(key)) and not named:
            reasons.add(_words(entry) or key, places)
        elif _numbers(entry):
            reasons.add(key, [(place, False) for place in _numbers(entry)])
        else:
            for each in entry if isinstance(entry, list) else [entry]:
                _entry(reasons, {"error": key, "msg": each} if isinstance(each, str) else each)


def _entry(reasons: _Reasons, entry: Any) -> None:
    """Read one error of a list."""
    if isinstance(entry, list):  # a pair of position and reason, or positions
        texts = [each for each in entry if isinstance(each, str) and _count(each) is None]
        reasons.add("; ".join(texts), [(place, False) for each in entry if (place := _count(each)) is not None])
    elif isinstance(entry, str) and _count(entry) is None:
        for reason, places in _sentences(entry):
            reasons.add(reason, places)
    elif isinstance(entry, Mapping):
        reasons.add(_words(entry), _places(entry))
    elif (place := _count(entry)) is not None:
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
    found = [_count(each) for each in value]
    return [each for each in found if each is not None] if None not in found else []


def _in_text(text: str) -> list[tuple[int, bool]]:
    """Return the positions that a text names; True: by a word that counts from 1."""
    found = [(int(number), False) for each in POSITION.finditer(text) for number in re.findall("[0-9]+", each[1])]
    if found:
        return found
    return [(int(number), True) for each in ORDINAL.finditer(text) for number in re.findall("[0-9]+", each[1])]


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
    return "" if entry is None or _count(entry) is not None else str(entry).strip()
