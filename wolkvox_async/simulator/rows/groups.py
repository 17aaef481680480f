"""Rows that add ticks up: per group over the whole window, or per span of time and group.

What a row says of a group is worked out from how often each scene is in it; see `adding`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from wolkvox_async.catalogue import Entry, Field
from wolkvox_async.simulator.rows.adding import DAY, SPANS, Adder, Row
from wolkvox_async.simulator.rows.scene import PERIOD
from wolkvox_async.simulator.rows.ticks import Ticks, inner, nest, outer, scene_counts
from wolkvox_async.simulator.world.series import Published, Window

EVERY_HOUR = ("reports.agent_6", "reports.agent_8", "reports.agent_8_1")  # come with all hours of a day, zeros included

ONE_OF_ALL = ("reports.skill_4", "reports.skill_4_1", "reports.skill_4_2", "reports.skill_5")
ALL_SKILLS = "ALL"

Group = tuple[object, ...]


def merged(entry: Entry, query: Mapping[str, str]) -> bool:
    """Return whether a query wants one row an interval over all skills."""
    return entry.full_name in ONE_OF_ALL and query.get("skill_id", "").lower() == "all"


def totals(ticks: Ticks, numbers: Sequence[int], shown: Callable[[Field], bool]) -> list[Row]:
    """Return a row per group over all the ticks."""
    if not numbers:
        return []
    entry = ticks.entry
    counts = scene_counts(numbers)
    names = _names(entry)
    groups: dict[Group, Counter[int]] = {}
    for scene in sorted(counts):
        groups.setdefault(_group(ticks, scene, names), Counter())[scene] = counts[scene]
    seen = (ticks.series.at(numbers[0]), ticks.series.at(numbers[-1]))
    adder = Adder.of(ticks, (*outer(entry), *inner(entry)), whole=counts)
    return _nested(entry, [adder.row(each, seen) for each in groups.values()], shown)


def spans(ticks: Ticks, window: Window, shown_rows: Published, query: Mapping[str, str]) -> list["Span"]:
    """Return the spans of time and groups that there is something of, oldest first; without dates, all days are one."""
    entry = ticks.entry
    names = () if merged(entry, query) else _names(entry)
    found = _spans(ticks, ticks.selected(window, shown_rows, query), names)
    if entry.full_name in EVERY_HOUR:
        _fill(found, _spans(ticks, ticks.selected(_days(window), shown_rows, query), names), window, entry)
    return [(bucket, scenes) for (bucket, _), scenes in sorted(found.items(), key=lambda item: item[0][0])]


def span_rows(ticks: Ticks, spans: Sequence["Span"], shown: Callable[[Field], bool]) -> list[Row]:
    """Return a row for each of these."""
    adder = Adder.of(ticks, (*outer(ticks.entry), *inner(ticks.entry)))
    return _nested(ticks.entry, [adder.row(scenes, (bucket, bucket)) for bucket, scenes in spans], shown)


Span = tuple[int, Counter[int]]  # the first second, and how often each scene of a group is in it
Spans = dict[tuple[int, Group], Counter[int]]  # those of all groups


def _spans(ticks: Ticks, numbers: Sequence[int], names: Sequence[str]) -> Spans:
    entry = ticks.entry
    span = _span(entry)
    dated = entry.rows is None or entry.rows.dated
    found: Spans = {}
    for k in numbers:
        scene, second = k % PERIOD, ticks.series.at(k)
        bucket = second - second % span
        key = (bucket if dated else bucket % DAY, _group(ticks, scene, names))
        found.setdefault(key, Counter())[scene] += 1
    return found


def _span(entry: Entry) -> int:
    return SPANS[entry.rows.span] if entry.rows else DAY


def _days(window: Window) -> Window:
    """Return the whole days that a window has a part of."""
    start, end = window
    return start - start % DAY, end - end % DAY + DAY - 1


def _fill(found: Spans, days: Spans, window: Window, entry: Entry) -> None:
    """Add the spans without ticks of each day and group that has any, as far as they lie in the window."""
    span, dated = _span(entry), entry.rows is None or entry.rows.dated
    seen = {(bucket - bucket % DAY, group): next(iter(scenes)) for (bucket, group), scenes in days.items()}
    for (midnight, group), some in seen.items():
        for start in range(midnight, midnight + DAY, span):
            inside = not dated or (start + span > window[0] and start <= window[1])
            if inside and (start, group) not in found:
                found[start, group] = Counter({some: 0})


def _names(entry: Entry) -> list[str]:
    """Return the fields whose values make a group: those of `by` that are no part of the time."""
    rules = entry.rows
    fields = {each.name: each for each in (*outer(entry), *inner(entry))}
    by = [path.rpartition(".")[2] for path in rules.by] if rules else []
    time = rules.time.rpartition(".")[2] if rules else ""
    return [name for name in by if name not in (time, "hour") and fields[name].type not in ("datetime", "date")]


def _group(ticks: Ticks, scene: int, names: Sequence[str]) -> Group:
    drawn = ticks.drawn[scene]
    return tuple(drawn[name] for name in names)


def _nested(entry: Entry, rows: list[Row], shown: Callable[[Field], bool]) -> list[Row]:
    """Return rows by wire names, those that share what stands outside of the nested list as one."""
    fields = [each for each in outer(entry) if shown(each)]
    name, within = nest(entry), inner(entry)
    if not name:
        return [{each.wire: row[each.name] for each in fields} for row in rows]
    grouped: dict[Group, Row] = {}
    holder = next(each for each in entry.fields if each.name == name)
    rules = entry.rows
    by = [path for path in rules.by if "." not in path] if rules else []
    for row in rows:
        key = tuple(row[each] for each in by)
        found = grouped.setdefault(key, {each.wire: row[each.name] for each in fields} | {holder.wire: []})
        found[holder.wire].append({each.wire: row[each.name] for each in within if shown(each)})
    order = {each.wire: None for each in entry.fields}
    return [{wire: row[wire] for wire in order if wire in row} for row in grouped.values()]
