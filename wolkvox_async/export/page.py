"""An export as one HTML page that needs no network: what came of each report, by day, and what the calls did."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from importlib.resources import files

from wolkvox_async.core.plain import counted
from wolkvox_async.core.windows import Window
from wolkvox_async.durations import duration_text
from wolkvox_async.errors import WolkvoxError
from wolkvox_async.export.charts import Days, calls_chart, days_chart, permits_chart
from wolkvox_async.export.outcome import Outcome, ReportOutcome
from wolkvox_async.export.recording import Recording
from wolkvox_async.export.rows_by_day import rows_by_day

__all__ = ["to_html"]

_STRIPS = 60  # reports whose days are drawn
_LISTED = 50  # rows of a table of what happened
_LONGEST = 600  # characters of a server's words
_MB = 1e6
_SHORT = ("operation", "last", "state")  # columns that are not wrapped


def to_html(outcome: Outcome, recording: Recording | None = None) -> str:
    """Return an export as one self-contained HTML page: rows by day and report, calls, permits, failures.

    The days are counted in the files, which takes a moment where they are large. It needs the extra `report`.

    Args:
        outcome: What the export returned.
        recording: What a listener of the fleet recorded meanwhile; without it, the page has no calls and permits.

    Raises:
        ConfigurationError: matplotlib is not installed.
    """
    parts = [
        _head(outcome),
        _facts(outcome, recording),
        _failures(outcome),
        _days(outcome),
        _reports(outcome),
    ]
    if recording is not None and recording.calls:
        parts += [_calls(recording), _permits(recording), _happened(recording)]
    parts.append(_notes(outcome))
    style = files("wolkvox_async.export").joinpath("page.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>wolkvox export</title><style>{style}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _text(value: object) -> str:
    """Return a text for the page: escaped, bounded, without control characters; a server's words may be in it."""
    text = "".join(mark if mark.isprintable() else " " for mark in str(value))
    return escape(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _head(outcome: Outcome) -> str:
    asked = [report.asked for report in outcome.reports if report.asked is not None]
    span = ""
    if asked:
        first, last = min(each.start.date() for each in asked), max(_last(each) for each in asked)
        span = f" · {first} to {last}"
    state = '<span class="good">complete</span>' if outcome.complete else '<span class="bad">not complete</span>'
    now = f"{datetime.now(UTC).astimezone():%Y-%m-%d %H:%M %z}"
    operations = len({report.operation for report in outcome.reports} | set(outcome.unusable))
    what = f"{counted(operations, 'operation')}, {counted(len(outcome.reports), 'report')}{span}"
    return f'<h1>Export: {state}</h1><p class="muted">{what} · written {now}</p>'


def _last(window: Window) -> date:
    return (window.end - timedelta(seconds=1)).date()


def _facts(outcome: Outcome, recording: Recording | None) -> str:
    facts = [
        ("rows in the files", f"{outcome.rows:,}"),
        ("rows of this run", f"{outcome.fetched:,}"),
        ("calls", f"{outcome.calls:,}"),
        ("files", f"{len(outcome.files):,}"),
        ("failed reports", f"{sum(report.error is not None for report in outcome.reports):,}"),
    ]
    if recording is not None and recording.calls:
        took = max(call.end for call in recording.calls) - recording.began
        facts += [("MB received", f"{recording.size / _MB:,.1f}"), ("time", duration_text(round(took)))]
    cells = "".join(f"<div><b>{value}</b>{name}</div>" for name, value in facts)
    return f'<div class="facts">{cells}</div>'


def _failures(outcome: Outcome) -> str:
    found: list[tuple[str, WolkvoxError]] = [
        (f"{report.operation} · {_named(report)}", report.error)
        for report in outcome.reports
        if report.error is not None
    ]
    found += list(outcome.unusable.items())
    if not found:
        return ""
    cards = [
        f'<div class="failure"><b>{_text(place)}</b><p>{_text(error.what)} '
        f'<span class="muted">({_text(type(error).__name__)})</span></p>'
        + (f"<p>What to do: {_text(error.advice)}</p>" if error.advice else "")
        + "</div>"
        for place, error in found[:_LISTED]
    ]
    more = f'<p class="muted">and {len(found) - _LISTED} more</p>' if len(found) > _LISTED else ""
    return f"<h2>What failed</h2>{''.join(cards)}{more}"


def _named(report: ReportOutcome) -> str:
    given = ", ".join(f"{name} {value}" for name, value in report.parameters.items())
    return f"{report.endpoint} ({given})" if given else report.endpoint


# Days


def _days(outcome: Outcome) -> str:
    found = [days for report in outcome.reports if (days := _days_of(report)) is not None]
    without = len(outcome.reports) - len(found)
    if not outcome.reports:
        return ""
    found.sort(key=lambda each: -len(each.missing))  # stable: what is not whole comes first
    more = len(found) - _STRIPS
    notes = [f"and {counted(more, 'report')} more"] if more > 0 else []
    notes += [f"{counted(without, 'report')} without days: totals, no file, or files for Excel"] if without else []
    chart = days_chart(found[:_STRIPS]) if found else ""
    return (
        "<h2>Rows by day</h2>"
        "<p class=\"muted\">Days of each operation's clock; the number is the strip's highest day."
        '<span class="key" style="background:var(--bad)"></span>read, without a row'
        '<span class="key" style="background:repeating-linear-gradient(45deg,var(--bad) 0 2px,var(--soft) 2px 5px)">'
        "</span>not read</p>" + chart + "".join(f'<p class="muted">{note}</p>' for note in notes)
    )


def _days_of(report: ReportOutcome) -> Days | None:
    rows = rows_by_day(report)
    if rows is None or report.asked is None:
        return None
    first, last = report.asked.start.date(), min(_last(report.asked), datetime.now(report.asked.start.tzinfo).date())
    if last < first:
        return None
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    missing = frozenset(day for day in days if not _is_read(day, report.covered))
    empty = sum(1 for day in days if day not in missing and not rows[day])
    note = f"{counted(len(missing), 'day')} not read" if missing else f"{sum(rows.values()):,} rows"
    note += f", {empty} empty" if empty else ""
    given = " ".join(map(str, report.parameters.values()))
    title = f"{report.operation} {report.endpoint}"
    return Days(title=title, given=given, first=first, last=last, rows=rows, missing=missing, note=note)


def _is_read(day: date, covered: Iterable[Window]) -> bool:
    return any(window.start.date() <= day <= _last(window) for window in covered)


# Tables


def _table(names: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[str] = ()) -> str:
    """Return a table of cells that are escaped already; on a narrow page each row becomes a block."""
    kinds = ['class="n" ' if name in numbers else 'class="t" ' if name in _SHORT else "" for name in names]
    head = "".join(f"<th {kind}>{name}</th>" for name, kind in zip(names, kinds, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td {kind}data-name="{name}"><span>{cell}</span></td>'
            for name, kind, cell in zip(names, kinds, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table class="stack"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _reports(outcome: Outcome) -> str:
    rows = [
        (
            _text(report.operation),
            _text(_named(report)),
            f"{report.rows:,}",
            f"{report.fetched:,}",
            f"{report.calls:,}",
            f"{len(report.files):,}",
            _state(report),
        )
        for report in outcome.reports
    ]
    names = ("operation", "report", "rows", "of this run", "calls", "files", "state")
    return "<h2>Reports</h2>" + _table(names, rows, numbers=names[2:6])


def _state(report: ReportOutcome) -> str:
    if report.error is not None:
        return '<span class="bad">failed</span>'
    if report.stopped:
        return '<span class="bad">stopped</span>'
    if not report.covered:
        return "to come"
    return "provisional" if report.provisional else '<span class="good">complete</span>'


def _calls(recording: Recording) -> str:
    return (
        "<h2>Calls and quota</h2>"
        '<p class="muted">Calls of the day, whoever made them, as a share of each operation\'s daily quota; '
        "this machine's clock.</p>" + calls_chart(recording)
    )


def _permits(recording: Recording) -> str:
    lost = sum(call.lost for call in recording.calls)
    note = (
        f' <span class="key" style="background:var(--bad)"></span>{counted(lost, "call")} whose connection was lost'
        if lost
        else ""
    )
    return (
        "<h2>Permits</h2>"
        f'<p class="muted">Each token has two; a bar is a call, from its grant to the last byte.{note}</p>'
        + permits_chart(recording)
    )


def _happened(recording: Recording) -> str:
    parts = []
    if recording.splits:
        names = ("operation", "report", "window", "why")
        rows = [
            (_text(each.operation), _text(each.endpoint), _text(each.window), _text(each.why))
            for each in recording.splits[:_LISTED]
        ]
        parts.append(f"<h2>Windows asked again in parts: {len(recording.splits):,}</h2>{_table(names, rows)}")
    if recording.retries:
        kinds = Counter((each.operation, each.endpoint, each.error) for each in recording.retries)
        last = {(each.operation, each.endpoint, each.error): each.at for each in recording.retries}
        columns = ("operation", "report", "times", "last", "why")
        retried = [
            (_text(key[0]), _text(key[1]), f"{count:,}", _clock(last[key]), _text(key[2]))
            for key, count in kinds.most_common(_LISTED)
        ]
        table = _table(columns, retried, numbers=("times",))
        parts.append(f"<h2>Calls made again: {len(recording.retries):,}</h2>{table}")
    if recording.left_out:
        parts.append(f'<p class="muted">{recording.left_out:,} more events are not shown.</p>')
    return "".join(parts)


def _clock(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC).astimezone():%H:%M:%S}"


def _notes(outcome: Outcome) -> str:
    if not outcome.notes:
        return ""
    listed = "".join(f"<li>{_text(note)}</li>" for note in outcome.notes[:_LISTED])
    return f"<h2>Notes</h2><ul>{listed}</ul>"
