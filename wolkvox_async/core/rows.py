"""Putting the rows of several windows together, by what they mean.

Events concatenate; a key that was seen a moment ago is left out, since a row at the edge of two windows may come with
both. Totals are added up and their shares worked out again, where the catalogue defines that.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from wolkvox_async import limits
from wolkvox_async.core.endpoint import Buckets, Rows, Share, Totals

__all__ = ["Recent", "identity", "join_nested", "merge_totals", "merged"]

R = TypeVar("R")


def identity(key: Sequence[str]) -> Callable[[Any], str | None]:
    """Return a function that gives a record's key as text, or None where a part of it is missing, "-" or 0."""
    if len(key) == 1:
        only = attrgetter(key[0])
        return lambda record: None if (value := only(record)) in _NONE else str(value)
    parts = attrgetter(*key)

    def text(record: Any) -> str | None:
        values = parts(record)
        if any(value in _NONE for value in values):
            return None
        joined = "\x1f".join(map(str, values))
        # A conversation may be a part of the key, and keys are remembered: a long one by its digest.
        return joined if len(joined) <= _LONGEST else blake2b(joined.encode("utf-8", "replace")).hexdigest()

    return text


_LONGEST = 256
_NONE: tuple[object, ...] = (None, "", "-", "--", 0, "0")


class Recent:
    """The keys of the last windows, two full replies' worth: enough for rows that a neighbour repeats, and bounded."""

    def __init__(self, key: Sequence[str], most: int = 2 * limits.REPLY_RECORDS) -> None:
        self._identity = identity(key) if key else None
        self._most = most
        self._windows: deque[set[str]] = deque([set()])

    def next_window(self) -> None:
        self._windows.append(set())
        while len(self._windows) > 2 and sum(map(len, self._windows)) > self._most:  # noqa: PLR2004
            self._windows.popleft()

    def fresh(self, records: list[R]) -> list[R]:
        """Return the records whose key was not seen; those without a key are always fresh."""
        if self._identity is None:
            return records
        here = self._windows[-1]
        result = []
        for record in records:
            key = self._identity(record)
            if key is not None:
                if any(key in window for window in self._windows):
                    continue
                here.add(key)
            result.append(record)
        return result


def _is_grand_total(record: Any, by: Sequence[str]) -> bool:
    value = getattr(record, by[0]) if by else None
    return isinstance(value, str) and value.strip().upper() == "TOTAL"


def merged(windows: Iterable[Sequence[R]], rule: Rows) -> list[R]:
    """Return the rows of several windows put together, where their rule says how."""
    match rule:
        case Totals():
            return merge_totals(windows, rule)
        case Buckets():
            return join_nested(windows, rule)
    raise TypeError(f"{type(rule).__name__} are not merged")


def join_nested(windows: Iterable[Sequence[R]], rule: Buckets) -> list[R]:
    """Return one row per `by`, with the nested lists of all windows in one."""
    name = rule.time.partition(".")[0]
    rows: dict[Any, R] = {}
    for window in windows:
        for record in window:
            key = tuple(getattr(record, part) for part in rule.by)
            known = rows.get(key)
            rows[key] = record if known is None else _lengthened(known, record, name)
    return list(rows.values())


def _lengthened(one: Any, other: Any, name: str) -> Any:
    return attrs.evolve(one, **{name: [*(getattr(one, name) or []), *(getattr(other, name) or [])]})


def merge_totals(windows: Iterable[Sequence[R]], rule: Totals) -> list[R]:
    """Return one row per `by`: the additive fields added up, the derived ones worked out again.

    Rows marked TOTAL are left out; the other fields come from the first window that has the row.
    """
    rows: dict[Any, R] = {}
    for window in windows:
        for record in window:
            if _is_grand_total(record, rule.by):
                continue
            key = tuple(getattr(record, name) for name in rule.by)
            known = rows.get(key)
            rows[key] = record if known is None else _added(known, record, rule.additive)
    merged = list(rows.values())
    for name, share in rule.derived.items():
        merged = _with_share(merged, name, share)
    return merged


def _added(one: Any, other: Any, names: Sequence[str]) -> Any:
    changes = {}
    for name in names:
        left, right = getattr(one, name), getattr(other, name)
        changes[name] = left if right is None else right if left is None else _sum(left, right)
    return attrs.evolve(one, **changes)


def _sum(left: Any, right: Any) -> Any:
    # 0.1 + 0.2 is not 0.30000000000000004 on anybody's bill; costs have few decimals.
    return round(left + right, 6) if isinstance(left, float) else left + right


def _with_share(rows: list[Any], name: str, share: Share) -> list[Any]:
    known = [value for row in rows if (value := getattr(row, share.of)) is not None]
    total = sum(known[1:], known[0]) if known else None
    result = []
    for row in rows:
        over = total if share.over is None else getattr(row, share.over)
        part = getattr(row, share.of)
        # two decimals, as the server writes percentages
        percent = round(part / over * 100, 2) if part is not None and over else None
        result.append(attrs.evolve(row, **{name: percent}))
    return result
