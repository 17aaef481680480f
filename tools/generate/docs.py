"""Docstrings: title first, then what a caller must know, then where the vendor says so."""

import re
from collections.abc import Iterable, Iterator

from tools.generate.words import WIDTH, ended, sentence, series, wrapped
from wolkvox_async.catalogue import Argument, Entry, Rows

__all__ = ["docstring"]

_NUMBERED = re.compile(r"/([0-9]+(?:-[0-9]+)*)-[a-z]")
_RUN = 4
_MANY = 3  # fields that are worth naming one by one
_FORMS = {"%Y": "YYYY", "%m": "mm", "%d": "dd", "%H": "HH", "%M": "MM", "%S": "SS"}
_CUTS = {"day": "days", "hour": "hours", "30min": "half hours", "10min": "ten minutes"}
_SPANS = {"day": "day", "hour": "hour", "30min": "half hour", "10min": "ten minutes"}


def docstring(entry: Entry, indent: str = " " * 8) -> str:
    """Return the docstring of an entry's coroutine, quotes included."""
    title = f"{entry.title}."
    if len(title) + len(indent) + 3 > WIDTH:
        raise ValueError(f"{entry.full_name}: the title does not fit into a line: {title}")
    paragraphs = [*filter(None, _said(entry)), f"{_number(entry.source)}Source: {entry.source}"]
    lines = [f'{indent}"""{title}', "", *(indent + wrapped(each, indent) for each in paragraphs), f'{indent}"""']
    return "\n".join(lines)


def _number(source: str) -> str:
    """The number that the vendor's page has in its address, as people cite it."""
    found = _NUMBERED.search(source)
    return f"The vendor's page {found[1].replace('-', '.')}. " if found else ""


def _said(entry: Entry) -> Iterator[str]:
    names = {each.name for each in entry.fields} | {each.name for each in entry.parameters}
    first = [sentence(entry.summary)] if entry.summary.rstrip(".").lower() not in entry.title.lower() else []
    if entry.irreversible:
        first.append("It cannot be undone.")
    yield " ".join(filter(None, [*first, *(_rows(entry, entry.rows) if entry.rows else ())]))
    yield from _parameters(entry.parameters)
    yield " ".join(_outcome(entry))
    if entry.limits:
        yield f"Limits: {ended('; '.join(entry.limits))}"
    yield " ".join(sentence(quirk, names) for quirk in entry.quirks)
    if entry.spanish:
        yield f"In Spanish: {sentence(entry.spanish)}"


def _rows(entry: Entry, rows: Rows) -> Iterator[str]:
    yield "start is inclusive and end exclusive."
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
        yield f"One row per {per}. The rows name no date, so each day is asked by itself, and .day tells it."
    else:
        yield (
            f"One row per {per}, which names no date: an hour of several days is one row. "
            f'by="day" asks each day by itself, and .day tells it; without it, beyond {entry.window_days} days read '
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


def _parameters(given: tuple[Argument, ...]) -> Iterator[str]:
    """Give a line for each parameter that needs one; those of which the same is to be said share it."""
    lines: dict[str, list[str]] = {}
    for each in given:
        if said := _about(each):
            lines.setdefault(said, []).append(each.name)
    for said, names in lines.items():
        yield f"{_listed(names)}: {ended(said)}"


def _listed(names: list[str]) -> str:
    return f"{names[0]} … {names[-1]}" if len(names) >= _RUN else ", ".join(names)


def _about(each: Argument) -> str:
    said = [" ".join(each.notes.split()).rstrip(".;")]
    if each.kind in {"moment", "time"}:
        said.append(f"a {'datetime' if each.kind == 'moment' else 'time'}, or {_form(each.form)}")
    if missing := [word for word in each.also if word not in each.notes]:
        said.append(f"or {series(missing, 'or')}")
    if each.longest is not None and str(each.longest) not in each.notes:
        said.append(f"at most {each.longest} characters")
    if each.least is not None or each.most is not None:
        said.append(_range(each.least, each.most))
    return "; ".join(filter(None, said))


def _form(form: str) -> str:
    form = form or "%Y%m%d%H%M%S"
    for code, word in _FORMS.items():
        form = form.replace(code, word)
    return form


def _range(least: int | None, most: int | None) -> str:
    if least is None:
        return f"at most {most}"
    return f"{least} or more" if most is None else f"{least} to {most}"


def _outcome(entry: Entry) -> Iterable[str]:
    if not entry.reads:
        yield "Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice."
    if entry.reply.total:
        yield "Raises WindowFull, with the rows in .rows, where there are more than came."
    if not entry.cost and not any("quota" in limit for limit in entry.limits):
        yield "It costs nothing of the daily quota."
