"""Coroutines and the functions that make reports: signature, docstring and the one line that does it."""

from collections.abc import Iterable

from tools.generate.docs import docstring
from tools.generate.values import Shared
from tools.generate.words import constant, literal
from wolkvox_async.catalogue import Argument, Entry

__all__ = ["method"]

_DAILY = 'by: Literal["day"] | None = None'


def method(entry: Entry, common: Shared) -> str:
    """Return the method of an entry, as it stands in its class."""
    windowed = entry.rows is not None
    given = [f"{each.name}={each.name}" for each in _ordered(entry.parameters)]
    daily = by_day(entry)
    dates = ["start", "end", *(["by=by"] if daily else [])] if windowed else []
    call = f"self.{_helper(entry)}({', '.join([constant(entry.name), *dates, *given])})"
    way, wait = ("def", "") if windowed else ("async def", "await ")
    head = f"    {way} {entry.name}({_signature(entry, common, daily)}) -> {_gives(entry)}:"
    return "\n".join((head, docstring(entry, _ordered(entry.parameters), daily=daily), f"        return {wait}{call}"))


def by_day(entry: Entry) -> bool:
    """Tell whether a report may be asked day by day: its rows name an hour and no date."""
    return entry.rows is not None and not entry.rows.dated and entry.window_days > 1


def _ordered(parameters: Iterable[Argument]) -> list[Argument]:
    return sorted(parameters, key=lambda each: not each.required)


def _signature(entry: Entry, common: Shared, daily: bool) -> str:
    required = [f"{each.name}: {_kind(each, common)}" for each in entry.parameters if each.required]
    dates = ["start: date | datetime", "end: date | datetime"] if entry.rows else []
    optional = [f"{each.name}: {_kind(each, common)} | None = None" for each in entry.parameters if not each.required]
    named = [*required, *dates, *([_DAILY] if daily else []), *optional]
    return ", ".join(["self", *(["*", *named] if named else [])])


def _kind(each: Argument, common: Shared) -> str:
    match each.kind:
        case "enum":
            values = each.values + each.also
            return common.literals.get(values) or literal(values)
        case "int":
            return f"int | {literal(each.also)}" if each.also else "int"
        case "moment":
            return "date | datetime | str"
        case "time":
            return "time | str"
        case "list" if each.items == "object":
            return "Sequence[Mapping[str, object]]"
        case "list":
            return "str | Sequence[str]" if each.also or each.joined else "Sequence[str]"
        case "object":
            return "Mapping[str, object]"
        case "file":
            return "str | Path"
    return "str | Sequence[str]" if each.joined else "str"


def _helper(entry: Entry) -> str:
    if entry.rows:
        return "_report"
    return {"record": "_record", "confirmation": "_confirm"}.get(entry.reply.shape, "_records")


def _gives(entry: Entry) -> str:
    reply = entry.reply
    if entry.rows:
        return f"Report[{reply.record}]"
    if reply.shape == "confirmation":
        return "Confirmation"
    return reply.record if reply.shape == "record" else f"list[{reply.record}]"
