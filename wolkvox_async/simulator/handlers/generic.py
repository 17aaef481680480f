"""What the server answers where no handler of its own says more: as the catalogue has it, from the ticks of the world.

Reports are made of ticks in their window, other reads are a picture of now, and what changes something is confirmed.
"""

from collections.abc import Callable, Mapping
from typing import Any

from wolkvox_async.catalogue import Field
from wolkvox_async.simulator.handlers import envelope
from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.rows import events, groups, snapshots
from wolkvox_async.simulator.rows.answer import by_query
from wolkvox_async.simulator.rows.answer import rows as report_rows
from wolkvox_async.simulator.rows.sources import arranged
from wolkvox_async.simulator.rows.ticks import Ticks, nest, plain
from wolkvox_async.simulator.wire import Reply, empty_window, no_campaign
from wolkvox_async.simulator.world.switches import Switches

ASCENDING = ("reports.agent_6",)  # begins with 00:00 on live servers


def answer(call: Call) -> Reply:
    """Answer any endpoint."""
    unknown = unknown_campaign(call)
    if unknown is not None:
        return unknown
    if call.entry.rows is not None:
        return _report(call, call.truth.ticks(call.tenant, call.entry))
    if call.entry.reply.shape == "confirmation":
        return envelope.wrapped(call.entry, (), count=1)
    return envelope.wrapped(call.entry, picture(call))


def picture(call: Call, query: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return what there is now, as far as a query is about it: that of the call, where none is given."""
    asked = call.query if query is None else query
    ticks = call.truth.ticks(call.tenant, call.entry)
    rows = snapshots.rows(ticks, call.truth.now(call.tenant), asked, shown(call.switches))
    return [row | by_query(call.entry, asked) for row in rows]


def shown(switches: Switches) -> Callable[[Field], bool]:
    """Return which fields the server sends: those that only a table has stay away, unless a switch says otherwise."""
    return lambda field: field.where != "table" or switches.table_fields


def unknown_campaign(call: Call) -> Reply | None:
    """Refuse a campaign that there is none of, where an endpoint asks for one that must be."""
    named = next((each for each in call.entry.parameters if each.name == "campaign_id"), None)
    wanted = call.given("campaign_id")
    if named is None or wanted.lower() in ("", "all", *named.also):
        return None
    known = {each.id for each in call.truth.campaigns(call.tenant)}
    missing = [each for each in wanted.split(",") if each.strip() not in known]
    return no_campaign(missing[0]) if missing else None


def _report(call: Call, ticks: Ticks) -> Reply:
    match call.entry.rows.kind if call.entry.rows else "":
        case "events":
            return _events(call, ticks)
        case "buckets" if not nest(call.entry):
            return _spans(call, ticks)
    switches, entry = call.switches, call.entry
    rows = report_rows(ticks, call.window, call.published, call.query, shown(switches))
    if not rows:
        return empty_window()
    if entry.reply.shape != "records":
        return envelope.wrapped(entry, rows)
    ordered = arranged(rows, switches.order) if switches.order == "shuffled" else rows
    count = min(len(rows), switches.reply_records)
    records = envelope.records(count, lambda part: ordered[part])
    return envelope.wrapped(entry, records, count=_said(switches, count, len(rows)))


def _spans(call: Call, ticks: Ticks) -> Reply:
    """Answer with a row per span of time; a month of half hours and agents is some thousands."""
    switches = call.switches
    spans = groups.spans(ticks, call.window, call.published, call.query)
    if not spans:
        return empty_window()
    order = "oldest" if call.entry.full_name in ASCENDING and switches.order == "newest" else switches.order
    ordered, count = arranged(spans, order), min(len(spans), switches.reply_records)
    more = by_query(call.entry, call.query)

    def made(part: slice) -> list[dict[str, Any]]:
        return [row | more for row in groups.span_rows(ticks, ordered[part], shown(switches))]

    records = envelope.records(count, made)
    return envelope.wrapped(call.entry, records, count=_said(switches, count, len(spans)))


def _events(call: Call, ticks: Ticks) -> Reply:
    switches, entry = call.switches, call.entry
    numbers = ticks.selected(call.window, call.published, call.query)
    if not numbers:
        return empty_window()
    fields = [each for each in plain(entry.fields) if shown(switches)(each)]
    sent = call.records(events.source_of(ticks, fields), numbers)
    return envelope.wrapped(entry, sent, count=_said(switches, sent.count, len(numbers)))


def _said(switches: Switches, sent: int, there: int) -> int:
    return sent if switches.full_message == "cut" else there
