"""Reads without a window: what there is now, a row per agent, skill, campaign or code, or a few rows."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wolkvox_async.catalogue import Entry, Field
from wolkvox_async.simulator.rows.scene import PERIOD
from wolkvox_async.simulator.rows.ticks import EVERYTHING, WHAT, Ticks, hidden_text, plain, wanted
from wolkvox_async.simulator.rows.values import Place, written

FEW = 3  # rows of what is not listed one by one

Row = dict[str, Any]


def rows(ticks: Ticks, now: int, query: Mapping[str, str], shown: Callable[[Field], bool]) -> list[Row]:
    """Return the rows of now that a query is about, by wire names."""
    entry = ticks.entry
    fields = [each for each in plain(entry.fields) if shown(each)]
    names = [each.name for each in fields]
    what = next((name for name in WHAT if name in names), None)
    numbers = _distinct(ticks, what) if what else list(range(FEW))
    filters = wanted(entry, query) | _said(entry, query)
    return [
        written(fields, ticks.drawn[n], Place(n, now, ticks.zone, ticks.salt, entry.records))
        for n in numbers
        if all(_holds(ticks, n, name, value) for name, value in filters.items())
    ]


def _distinct(ticks: Ticks, what: str) -> list[int]:
    found: dict[object, int] = {}
    for n in range(PERIOD):
        found.setdefault(ticks.drawn[n][what], n)
    return sorted(found.values(), key=lambda n: str(ticks.drawn[n][what]))


def _said(entry: Entry, query: Mapping[str, str]) -> dict[str, str]:
    """Return the filters whose parameters have a shorter name than the field: agent for agent_id, routing for rp_id."""
    short = {"agent": "agent_id", "skill": "skill_id", "campaign": "campaign_id", "routing": "rp_id"}
    fields = {each.name for each in entry.fields}
    return {
        short[name]: value
        for name, value in query.items()
        if name in short and short[name] in fields and value not in EVERYTHING
    }


def _holds(ticks: Ticks, n: int, name: str, value: str) -> bool:
    drawn = ticks.drawn[n].get(name)
    text = hidden_text(name, ticks.scenes[n]) if drawn is None else drawn
    return text in re.split(r"\s*,\s*", value)
