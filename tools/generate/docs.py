"""Docstrings in Google style: the title, what a caller must know, arguments, result, errors, and the vendor's page."""

import re
from collections.abc import Iterable, Iterator

from tools.generate.words import WIDTH, clause, ended, sentence, series, wrapped
from wolkvox_async.catalogue import Argument, Entry, Rows

__all__ = ["docstring"]

_NUMBERED = re.compile(r"/([0-9]+(?:-[0-9]+)*)-[a-z]")
_MANY = 3  # fields that are worth naming one by one
_FORMS = {"%Y": "YYYY", "%m": "mm", "%d": "dd", "%H": "HH", "%M": "MM", "%S": "SS"}
_CUTS = {"day": "days", "hour": "hours", "30min": "half hours", "10min": "ten minutes"}
_SPANS = {"day": "day", "hour": "hour", "30min": "half hour", "10min": "ten minutes"}
_START = "First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one is converted."
_END = "First moment that is not included."
_BY = '"day" asks for each day by itself, and sets `day` of its rows.'
_ALWAYS = (
    "Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable, AuthenticationFailed, "
    "TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault, Unreachable or CallTimeout."
)


def docstring(entry: Entry, ordered: Iterable[Argument], *, daily: bool, indent: str = " " * 8) -> str:
    """Return the docstring of an entry's method, quotes included.

    Args:
        entry: The endpoint.
        ordered: Its parameters, in the order of the signature.
        daily: Whether the method takes `by`.
        indent: What stands before each line.

    Raises:
        ValueError: The title does not fit into a line.
    """
    title = f"{entry.title}."
    if len(title) + len(indent) + 3 > WIDTH:
        raise ValueError(f"{entry.full_name}: the title does not fit into a line: {title}")
    blocks = [[wrapped(each, indent)] for each in _paragraphs(entry) if each]
    sections = (
        ("Args", _arguments(entry, ordered, daily=daily)),
        ("Returns", [_returns(entry)]),
        ("Raises", _raises(entry)),
    )
    for name, items in sections:
        hanging = "    " if name == "Returns" else "        "  # of a list each item hangs
        if listed := [f"    {wrapped(each, indent + hanging)}" for each in items]:
            blocks.append([f"{name}:", *listed])
    blocks.append(["Source:", f"    {entry.source}", *_page(entry.source)])
    body = "\n\n".join("\n".join(indent + line for line in block) for block in blocks)
    return f'{indent}"""{title}\n\n{body}\n{indent}"""'


def _page(source: str) -> list[str]:
    """Return the number that the vendor's page has in its address, as people cite it."""
    found = _NUMBERED.search(source)
    return [f"    (the vendor's page {found[1].replace('-', '.')})"] if found else []


def _paragraphs(entry: Entry) -> Iterator[str]:
    names = {each.name for each in entry.fields} | {each.name for each in entry.parameters}
    first = [sentence(entry.summary)] if entry.summary.rstrip(".").lower() not in entry.title.lower() else []
    if entry.irreversible:
        first.append("It cannot be undone.")
    yield " ".join([*first, *(_rows(entry, entry.rows) if entry.rows else ())])
    if entry.reread_days:
        yield f"Rows may change for {entry.reread_days} days after their window has ended."
    yield f"{' or '.join(entry.one_of)} is required." if len(entry.one_of) > 1 else ""
    yield f"Limits: {ended('; '.join(entry.limits))}" if entry.limits else ""
    if not entry.cost and not any("quota" in limit for limit in entry.limits):
        yield "It costs nothing of the daily quota."
    yield " ".join(sentence(quirk, names) for quirk in entry.quirks)
    yield f"In Spanish: {sentence(entry.spanish)}" if entry.spanish else ""


def _rows(entry: Entry, rows: Rows) -> Iterator[str]:
    match rows.kind:
        case "events":
            yield from _events(entry, rows)
        case "buckets":
            yield from _buckets(entry, rows)
        case "totals":
            yield from _totals(entry, rows)


def _events(entry: Entry, rows: Rows) -> Iterator[str]:
    if rows.time:
        yield f"Rows are events, dated by {rows.time}."
    if not rows.split:
        yield f"The range is at most {entry.window_days} days, and is never cut: that would lose rows."


def _buckets(entry: Entry, rows: Rows) -> Iterator[str]:
    by = [name for name in rows.by if name != rows.time]
    per = series([_SPANS[rows.span], *by])
    if "." in rows.time:
        inner = rows.time.partition(".")[0]
        yield f"One row per {series(rows.by)}, with its {inner}; over several windows they are put together in one."
    elif rows.dated:
        yield f"One row per {series([rows.time, *by])}; windows are cut at full {_CUTS[rows.span]}."
    elif entry.window_days == 1:
        yield f"One row per {per}. The rows name no date, so each day is asked by itself, and .day says which it is."
    else:
        yield (
            f"One row per {per}, which names no date: an hour of several days is one row. "
            f'by="day" asks each day by itself; without it, beyond {entry.window_days} days read '
            "`.windows()`, or ConfigurationError says so."
        )


def _totals(entry: Entry, rows: Rows) -> Iterator[str]:
    what = f"Totals per {series(rows.by)}" if rows.by else "One row of totals"
    if rows.merge == "none":
        why = f", since {rows.why}" if rows.why else ""
        yield (
            f"{what}. Those of two windows cannot be merged{why}: beyond {entry.window_days} days read `.windows()`, "
            "or ConfigurationError says so."
        )
        return
    added = series(rows.additive) if len(rows.additive) <= _MANY else "the counts"
    again = f", and {series(rows.derived)} worked out again" if rows.derived else ""
    yield f"{what}: over several windows {added} {_be(rows.additive)} added up{again}."


def _be(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 and not names[0].endswith("s") else "are"


def _arguments(entry: Entry, ordered: Iterable[Argument], *, daily: bool) -> Iterator[str]:
    dates = [f"start: {_START}", f"end: {_END}", *([f"by: {_BY}"] if daily else [])] if entry.rows else []
    for each in ordered:
        if dates and not each.required:
            yield from dates
            dates = []
        yield f"{each.name}: {_about(each)}"
    yield from dates


def _about(each: Argument) -> str:
    """Say what may be given for a parameter: its meaning, form, values and limits."""
    text = each.text
    said = [text]
    if each.kind in {"moment", "time"}:
        said.append(f"a {'datetime' if each.kind == 'moment' else 'time'}, or {_form(each.form)}")
    if missing := [value for value in each.values if value not in text]:
        said.append(series(missing, "or"))
    if missing := [word for word in each.also if word not in text]:
        said.append(f"or {series(missing, 'or')}")
    if each.longest is not None and str(each.longest) not in text:
        said.append(f"at most {each.longest} characters")
    if each.least is not None or each.most is not None:
        said += [limit for limit in [_range(each.least, each.most)] if limit not in text]
    return sentence("; ".join(filter(None, said)))


def _form(form: str) -> str:
    form = form or "%Y%m%d%H%M%S"
    for code, word in _FORMS.items():
        form = form.replace(code, word)
    return form


def _range(least: int | None, most: int | None) -> str:
    if least is None:
        return f"at most {most}"
    return f"{least} or more" if most is None else f"{least} to {most}"


def _returns(entry: Entry) -> str:
    reply = entry.reply
    if reply.shape == "confirmation":
        return "Confirmation: The server's message and code."
    record = entry.records[reply.record]
    if entry.rows:
        return (
            f"Report[{record.name}]: Await it for a list, or read it row by row with `async for`. A row is "
            f"{ended(clause(record.doc.partition('. ')[0]))}"
        )
    if reply.shape == "record":
        return f"{record.name}: {record.doc}"
    return f"list[{record.name}]: {ended(record.doc)} Empty where there are none."


def _raises(entry: Entry) -> Iterator[str]:
    yield "ConfigurationError: A value is missing or cannot be right; nothing was sent."
    if not entry.reads:
        yield "OutcomeUnknown: No answer says whether it took effect; it is never sent twice."
    if entry.rows:
        yield f"WindowFull: One second holds {entry.full:,} rows or more; `.rows` has those that came."
        yield "DecodeError: With strict=True, a value is not of its documented type."
    elif entry.reply.total:
        yield "WindowFull: There are more rows than came; `.rows` has those."
    yield f"WolkvoxError: {_ALWAYS}"
