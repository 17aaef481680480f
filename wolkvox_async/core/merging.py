"""Merging: the rows of several windows that become one, by what the catalogue says of them.

Totals are added up and their shares worked out again; the lists of nested rows are put behind each other. A number
that did not parse makes its sum missing, with the raw values in `extra`: never a smaller sum.

It is done on records, for tables and files too, which get columns of what is put together. Labels, raw values and grand
totals decide row by row, and most such reports have a row an agent or a result: columns would need these rules twice.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from wolkvox_async.core.endpoint import Buckets, Rows, Share, Totals

__all__ = ["merge_nested", "merge_totals", "merged", "without_grand_total"]

R = TypeVar("R")

_EMPTY: tuple[object, ...] = (None, "", "-", "--")
_TOTAL = {"total", "totals", "totales"}
_FILLERS = {"general", "generales", "global", "grand", "gran", "overall", "all", "todo", "todos", "todas", "de", "of",
            "the", "suma", "sum", "resultado", "resultados", "result", "results", "final"}  # fmt: skip


def merged(windows: Iterable[Sequence[R]], rule: Rows) -> list[R]:
    """Return the rows of several windows put together, where their rule says how."""
    match rule:
        case Totals():
            return merge_totals(windows, rule)
        case Buckets():
            return merge_nested(windows, rule)
    raise TypeError(f"{type(rule).__name__} are not merged")


def merge_totals(windows: Iterable[Sequence[R]], rule: Totals) -> list[R]:
    """Return one row per `by`: the additive fields added up, the derived ones worked out again.

    A label, which is no such field, is the first that is there. A grand total is a row like the others here: whoever
    read the window has left it out, once, and counted it.
    """
    groups = _groups(windows, rule.by, {*rule.additive, *rule.derived})
    rows = [_summed(group, rule) for group in groups]
    for name, share in rule.derived.items():
        rows = _with_share(rows, name, share)
    return rows


def merge_nested(windows: Iterable[Sequence[R]], rule: Buckets) -> list[R]:
    """Return one row per `by`, with the nested lists of all windows in one."""
    name = rule.time.partition(".")[0]
    result = []
    for group in _groups(windows, rule.by, {name}):
        items = [item for record in group for item in getattr(record, name) or ()]
        result.append(group[0] if len(group) == 1 else _labelled(group, {name: items or getattr(group[0], name)}))
    return result


def _groups(windows: Iterable[Sequence[R]], by: Sequence[str], numbers: Iterable[str]) -> list[list[R]]:
    """Return the rows that are one, in the order in which each first came.

    A row in which a part of `by` is empty is one with those alone whose labels agree as well.
    """
    apart = {*by, *numbers, "extra"}
    groups: dict[Any, list[R]] = {}
    for window in windows:
        for record in window:
            key: tuple[Any, ...] = tuple(getattr(record, name) for name in by)
            if any(value in _EMPTY for value in key):
                key += tuple(repr(_raw(record, name)) for name in by)
                key += tuple(repr(getattr(record, name)) for name in _names(record) if name not in apart)
            groups.setdefault(key, []).append(record)
    return list(groups.values())


def _names(record: Any) -> list[str]:
    return [each.name for each in attrs.fields(type(record))]


def _labelled(group: Sequence[Any], changes: Mapping[str, Any]) -> Any:
    """Return the rows of a group as one: what is changed, the first labels, and what their `extra` agree on.

    A label that could be read in none of the rows has its first raw value in `extra`.
    """
    first = group[0]
    labels: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    for each in attrs.fields(type(first)):
        if not each.init or each.name == "extra" or each.name in changes:
            continue
        values = [getattr(record, each.name) for record in group]
        labels[each.name] = next((value for value in values if value not in _EMPTY), values[0])
        if labels[each.name] is None:
            raw |= {_wire(each): text for record in reversed(group) if (text := _raw(record, each.name)) is not None}
    if hasattr(first, "extra"):
        others = [record.extra for record in group[1:]]
        agreed = {
            key: value
            for key, value in first.extra.items()
            if all(key in other and other[key] == value for other in others)
        }
        labels["extra"] = agreed | raw
    return attrs.evolve(first, **labels, **changes)


def _summed(group: Sequence[Any], rule: Totals) -> Any:
    if len(group) == 1:
        return group[0]
    sums, raw = {}, {}
    for name in rule.additive:
        sums[name] = _sum(getattr(record, name) for record in group)
        unread = [text for record in group if (text := _raw(record, name)) is not None]
        if unread:
            sums[name] = None
            raw[_wire(attrs.fields_dict(type(group[0]))[name])] = unread[0] if len(unread) == 1 else unread
    row = _labelled(group, sums)
    if raw:
        row.extra = {**row.extra, **raw}
    return row


def _wire(field: "attrs.Attribute[Any]") -> str:
    """Return a field's name on the wire."""
    wire: str = field.metadata.get("wire", (field.name,))[0]
    return wire


def _raw(record: Any, name: str) -> Any:
    """Return what came for a field that could not be read, None where it was read or nothing came."""
    if getattr(record, name) is not None or not getattr(record, "extra", None):
        return None
    return record.extra.get(_wire(attrs.fields_dict(type(record))[name]))


def _sum(values: Iterable[Any]) -> Any:
    known = [value for value in values if value is not None]
    if not known:
        return None
    if any(isinstance(value, float) for value in known):
        # 0.1 + 0.2 is not 0.30000000000000004 on anybody's bill; costs have few decimals.
        return round(math.fsum(known), 6)
    return sum(known[1:], known[0])


def _with_share(rows: list[Any], name: str, share: Share) -> list[Any]:
    unread = any(_raw(row, share.of) is not None for row in rows)
    total = None if unread else _sum(getattr(row, share.of) for row in rows)
    result = []
    for row in rows:
        over = total if share.over is None else getattr(row, share.over)
        part = getattr(row, share.of)
        # two decimals, as the server writes percentages
        percent = round(part / over * 100, 2) if part is not None and over else None
        result.append(attrs.evolve(row, **{name: percent}))
    return result


# Grand totals


def without_grand_total(rows: Sequence[R], rule: Totals) -> Sequence[R]:
    """Return the rows of one window without the row that adds up all others.

    It says total where the others have their `by`, and its numbers are the sums of theirs. A row that only says total,
    such as a result of that name, stays.
    """
    for index, row in enumerate(rows if rule.additive else ()):
        if _says_total(row, rule.by):
            others = [*rows[:index], *rows[index + 1 :]]
            if _adds_up(row, others, rule.additive):
                return others
    return rows


def _says_total(row: Any, by: Sequence[str]) -> bool:
    """Say whether all of `by` that is there says total; where none of it is, whether a label does."""
    said = [value for name in by if (value := getattr(row, name)) not in _EMPTY]
    if not said and by:
        said = [value for name in _names(row) if _is_total(value := getattr(row, name))]
    return bool(said) and all(_is_total(value) for value in said)


def _is_total(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    words = set(re.findall(r"\w+", plain))
    return bool(words & _TOTAL) and words <= _TOTAL | _FILLERS


def _adds_up(row: Any, others: Sequence[Any], additive: Sequence[str]) -> bool:
    """Say whether a row's numbers are the sums of the others'; one that cannot be read on a side says nothing."""
    compared = 0
    for name in additive:
        value = getattr(row, name)
        if value is None or any(_raw(other, name) is not None for other in others):
            continue
        total = _sum(getattr(other, name) for other in others)
        if not _equal(value, type(value)() if total is None else total, len(others)):
            return False
        compared += 1
    return compared > 0


def _equal(value: Any, total: Any, count: int) -> bool:
    if isinstance(value, float):  # each row's cost is rounded by itself, to cents at the coarsest
        return math.isclose(value, total, abs_tol=0.005 * (count + 1))
    return bool(value == total)
