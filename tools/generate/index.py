"""docs/reference/endpoints.md: every endpoint of the API on one page."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from wolkvox_async.catalogue import CatalogueFile, Entry

__all__ = ["index"]

_HEAD = "| method | what it is | gives | rows | limits |\n|---|---|---|---|---|"


def index(files: Iterable[CatalogueFile]) -> str:
    """Return the page: a table per script, or section of the reports, an endpoint a line."""
    files = list(files)
    count = sum(len(each.entries) for each in files)
    head = (
        f"All {count} endpoints of the API, by script. The name of a method is the vendor's api name; `wolkvox reports "
        "WORDS` searches them, and `help(wolkvox.campaign.detail)` describes one in full. How the rows of reports "
        "are put together over several windows is said in [Reports](reports.md)."
    )
    parts = ["# Endpoints", "<!-- generated from wolkvox_async/catalogue by `make generate` -->", head]
    for group, members in groupby(files, key=lambda each: each.group):
        for each in members:
            parts += [_title(group, each), *([_sentence(each.about)] if each.about else []), _table(each)]
    return "\n\n".join(parts) + "\n"


def _sentence(about: str) -> str:
    return f"{about[:1].upper()}{about[1:].rstrip('.')}."


def _title(group: str, file: CatalogueFile) -> str:
    return f"## {group}: {file.section}" if file.section else f"## {group}"


def _table(file: CatalogueFile) -> str:
    return "\n".join([_HEAD, *(_line(entry) for entry in file.entries)])


def _line(entry: Entry) -> str:
    cells = (f"`{entry.full_name}`", _what(entry), _gives(entry), _rows(entry), "; ".join(_limits(entry)))
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _what(entry: Entry) -> str:
    return f"{entry.title} *({entry.spanish})*" if entry.spanish else entry.title


def _gives(entry: Entry) -> str:
    reply = entry.reply
    name = f"`{reply.record or 'Confirmation'}`"
    return f"{name}, one" if reply.shape == "record" else name


def _rows(entry: Entry) -> str:
    rows = entry.rows
    if rows is None:
        return ""
    match rows.kind:
        case "events":
            return "events" if rows.split else "events, never cut"
        case "buckets":
            return f"one per {rows.span}" if rows.dated else f"one per {rows.span}, undated"
    return {
        "sum": "totals, added up",
        "recompute": "totals, added up, shares computed again",
        "none": "totals, not merged",
    }[rows.merge or "none"]


def _limits(entry: Entry) -> Iterator[str]:
    if entry.irreversible:
        yield "cannot be undone"
    if entry.rows and entry.window_days != 31:  # noqa: PLR2004 - what is usual goes without saying
        yield f"{entry.window_days} day a call"
    yield from entry.limits
