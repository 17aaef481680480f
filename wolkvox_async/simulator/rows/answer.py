"""All rows that a report has in a window, as objects."""

from collections.abc import Callable, Mapping
from typing import Any

from wolkvox_async.catalogue import Entry, Field
from wolkvox_async.simulator.rows import events, groups
from wolkvox_async.simulator.rows.ticks import Ticks, plain
from wolkvox_async.simulator.world.series import Published, Window

PLAIN_LEVELS = ("10", "20", "30")  # of services_time: fields of their own, so that asking for them gives an odd one

Row = dict[str, Any]


def rows(
    ticks: Ticks, window: Window, shown_rows: Published, query: Mapping[str, str], shown: Callable[[Field], bool]
) -> list[Row]:
    """Return the rows of a window, oldest first."""
    rules = ticks.entry.rows
    kind = rules.kind if rules else "events"
    if kind == "buckets":
        found = groups.span_rows(ticks, groups.spans(ticks, window, shown_rows, query), shown)
    elif kind == "totals":
        found = groups.totals(ticks, ticks.selected(window, shown_rows, query), shown)
    else:
        fields = [each for each in plain(ticks.entry.fields) if shown(each)]
        found = events.rows(ticks, ticks.selected(window, shown_rows, query), fields)
    return [row | by_query(ticks.entry, query) for row in found]


def by_query(entry: Entry, query: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that follow from the query: a service level of one's own, and ALL where all skills are one."""
    merged = {"skill_id": groups.ALL_SKILLS} if groups.merged(entry, query) else {}
    return merged | _service_level(entry, query)


def _service_level(entry: Entry, query: Mapping[str, str]) -> dict[str, str]:
    """Return the field whose name depends on services_time: that of a plain level is called 0, and says nothing."""
    asked = query.get("services_time", "").strip()
    pattern = next((each.gathered for each in entry.fields if each.gathered), "")
    if not asked or not pattern:
        return {}
    level, value = ("0", "0.00 %") if asked in PLAIN_LEVELS else (asked, "87.50 %")
    return {pattern.replace("([0-9]+)", level): value}
