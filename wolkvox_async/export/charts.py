"""The charts of an export's page, as SVG that stands in the page itself and takes its colours from the page's style.

matplotlib draws them in two widths, since a chart that is scaled down to a telephone cannot be read. Each colour that
it draws with is a mark, in whose place the SVG gets a variable of the style sheet, one for light and one for dark.
"""

import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

from attrs import frozen

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.chart_rows import bars_of, permit_rows
from wolkvox_async.export.recording import Recording

__all__ = ["Days", "calls_chart", "check", "days_chart", "permits_chart"]

WIDE, NARROW = 1120, 340  # pixels
_DPI = 72  # so that a point is a pixel
_LEFT = {WIDE: 250, NARROW: 16}
_SHORTEST = 60.0  # seconds of an axis of time
_SERIES = 8  # colours; what comes after them shares the last

# Marks, in whose place the style's variables come.
_INK, _MUTED, _GRID, _BAD, _SOFT = "#010101", "#020202", "#030303", "#040404", "#050505"
_COLOURS = [f"#0a0a{number:02x}" for number in range(1, _SERIES + 1)]
_VARIABLES = {
    _INK: "--ink",
    _MUTED: "--muted",
    _GRID: "--grid",
    _BAD: "--bad",
    _SOFT: "--soft",
} | {mark: f"--series-{number}" for number, mark in enumerate(_COLOURS, 1)}
_STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": _INK,
    "text.parse_math": False,
    "axes.edgecolor": _GRID,
    "axes.linewidth": 1,
    "axes.labelcolor": _MUTED,
    "xtick.color": _MUTED,
    "ytick.color": _MUTED,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "path.simplify": True,
}


@frozen(kw_only=True)
class Days:
    """Rows of one report by day.

    Attributes:
        title: Operation and report.
        given: The report's parameters.
        first: The first day that was asked for.
        last: The last one.
        rows: By day, a day without rows is not among them.
        missing: Days that are not read.
        note: What stands behind the title.
    """

    title: str
    given: str
    first: date
    last: date
    rows: Mapping[date, int]
    missing: frozenset[date]
    note: str

    @property
    def days(self) -> list[date]:
        """All days that were asked for."""
        return [self.first + timedelta(days=each) for each in range((self.last - self.first).days + 1)]

    @property
    def empty(self) -> list[date]:
        """Days that are read and hold no row."""
        return [day for day in self.days if day not in self.missing and not self.rows.get(day)]


def check() -> None:
    """Raise ConfigurationError where matplotlib is not installed."""
    _figure(1, 1)


def _figure(width: int, height: float) -> Any:
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "the page of an export needs matplotlib", advice="pip install 'wolkvox-async[report]'"
        ) from None
    return Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI)


def _svg(figure: Any, label: str, name: str) -> str:
    """Return a figure as an SVG element with the style's colours; name keeps its ids apart from those of others."""
    from matplotlib import rc_context  # noqa: PLC0415 - an extra

    text = StringIO()
    with rc_context(_STYLE | {"svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # the browser's fonts draw the texts
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    for mark, variable in _VARIABLES.items():
        svg = svg.replace(mark, f"var({variable})")
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'id="([^"]*)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{name}-", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)


def _both(draw: Any, label: str, name: str) -> str:
    """Return a chart in both widths; the style shows the one that fits."""
    from matplotlib import rc_context  # noqa: PLC0415 - an extra

    parts = []
    for kind, width in (("wide", WIDE), ("narrow", NARROW)):
        with rc_context(_STYLE):
            figure = draw(width)
        parts.append(f'<div class="{kind}">{_svg(figure, label, f"{name}-{kind}")}</div>')
    return "".join(parts)


def _plain_axes(axes: Any) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _dates(axes: Any, width: int, zone: Any = None) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter  # noqa: PLC0415 - an extra

    locator = AutoDateLocator(maxticks=12 if width == WIDE else 5, tz=zone)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, tz=zone, show_offset=False))


def short(number: float) -> str:
    """Return a number as an axis has it: 950, 1.2 k, 35 k, 1.4 M."""
    for size, unit in ((1e6, " M"), (1e3, " k")):
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + unit
    return f"{number:,.0f}"


# Rows by day


def days_chart(days: Sequence[Days]) -> str:
    """Return rows by day, a strip for each report; days without rows and days that are not read stand out."""
    return _both(lambda width: _draw_days(days, width), "Rows of each report by day", "days")


def _draw_days(days: Sequence[Days], width: int) -> Any:
    strip = 46 if width == WIDE else 62
    top, bottom = 8, 26
    height = top + bottom + strip * len(days)
    figure = _figure(width, height)
    first, last = min(each.first for each in days), max(each.last for each in days)
    left = _LEFT[width] / width
    for number, each in enumerate(days):
        y = 1 - (top + strip * (number + 1)) / height
        tall = (26 if width == WIDE else 28) / height
        axes = figure.add_axes((left, y + 12 / height, 1 - left - 46 / width, tall))
        _plain_axes(axes)
        _draw_strip(axes, each)
        axes.set_xlim(_at(first), _at(last + timedelta(days=1)))
        axes.set_yticks([])
        most = max(each.rows.values(), default=0)
        axes.set_ylim(-0.14 * max(most, 1), 1.05 * max(most, 1))
        axes.annotate(short(most), (1, 1), (6, 0), "axes fraction", textcoords="offset points", va="top", color=_MUTED)
        _title(axes, each, width)
        if number == len(days) - 1:
            _dates(axes, width)
        else:
            axes.set_xticks([])
    return figure


def _title(axes: Any, each: Days, width: int) -> None:
    if width == NARROW:
        axes.annotate(
            _clipped(f"{each.title} {each.given}", 46),
            (0, 1),
            (0, 5),
            "axes fraction",
            textcoords="offset points",
            va="bottom",
        )
        return
    for text, below, colour in (
        (_clipped(each.title, 38), 0, _INK),
        (
            f"{_clipped(each.given, max(4, 36 - len(each.note)))} · {each.note}" if each.given else each.note,
            15,
            _BAD if each.missing else _MUTED,
        ),
    ):
        axes.annotate(
            text, (0, 1), (-12, -below), "axes fraction", textcoords="offset points", ha="right", va="top", color=colour
        )


def _draw_strip(axes: Any, each: Days) -> None:
    days = each.days
    if each.rows:
        edges = [*map(_at, days), _at(days[-1] + timedelta(days=1))]
        axes.stairs([each.rows.get(day, 0) for day in days], edges, fill=True, color=_COLOURS[0], linewidth=0)
    most = max(each.rows.values(), default=1)
    for begin, end in _runs(each.missing):
        axes.axvspan(_at(begin), _at(end), facecolor=_SOFT, edgecolor=_BAD, hatch="////", linewidth=0)
    gaps = _runs(each.empty)
    axes.broken_barh(
        [(_at(begin), _at(end) - _at(begin)) for begin, end in gaps], (-0.14 * most, 0.1 * most), facecolor=_BAD
    )


def _runs(days: Any) -> list[tuple[date, date]]:
    """Return days that follow each other as pairs: the first, and the one after the last."""
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and runs[-1][1] == day:
            runs[-1] = runs[-1][0], day + timedelta(days=1)
        else:
            runs.append((day, day + timedelta(days=1)))
    return runs


def _at(day: date) -> float:
    from matplotlib.dates import date2num  # noqa: PLC0415 - an extra

    return float(date2num(datetime(day.year, day.month, day.day)))  # noqa: DTZ001 - a day of a calendar


def _clipped(text: str, length: int) -> str:
    text = "".join(mark if mark.isprintable() else " " for mark in text)
    return text if len(text) <= length else text[: length - 1] + "…"


# Calls and quota


def calls_chart(recording: Recording) -> str:
    """Return each operation's count of the day over time, as a share of its quota."""
    return _both(lambda width: _draw_calls(recording, width), "Calls of the day as a share of the quota", "calls")


def _draw_calls(recording: Recording, width: int) -> Any:
    by_operation: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for moment, operation, used in recording.used:
        by_operation[operation].append((moment, used))
    legend = 18 * (-(-len(by_operation) // (4 if width == WIDE else 1)))
    height = 230 + legend
    figure = _figure(width, height)
    axes = figure.add_axes((46 / width, 28 / height, 1 - 62 / width, 190 / height))
    _plain_axes(axes)
    most = 0.0
    for number, (operation, points) in enumerate(by_operation.items()):
        quota = recording.quota.get(operation, 0)
        shares = [100 * used / quota if quota else 0.0 for _, used in points]
        most = max(most, *shares)
        label = f"{_clipped(operation, 22)}: {points[-1][1]:,} of {quota:,}"
        axes.step(
            [datetime.fromtimestamp(moment, UTC) for moment, _ in points],
            shares,
            where="post",
            color=_COLOURS[min(number, _SERIES - 1)],
            linewidth=2,
            label=label,
        )
    first, last = recording.used[0][0], recording.used[-1][0]
    axes.set_xlim(_num(first), _num(max(last, first + _SHORTEST)))
    axes.set_ylim(0, max(most * 1.1, 1e-3))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %")
    axes.grid(axis="y", color=_GRID, linewidth=1)
    axes.set_axisbelow(True)
    if most > 50:  # noqa: PLR2004 - else the line would leave no room to what is to be seen
        axes.set_ylim(0, max(most * 1.1, 105))
        axes.axhline(100, color=_BAD, linewidth=1.5, linestyle="--")
    _dates(axes, width, _here())
    figure.legend(
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=4 if width == WIDE else 1,
        frameon=False,
        handlelength=1.2,
        borderpad=0,
        borderaxespad=0.3,
        columnspacing=1.5,
    )
    return figure


# Permits


def permits_chart(recording: Recording) -> str:
    """Return when each permit was at work: two rows a token, a bar a call, a colour a report."""
    return _both(lambda width: _draw_permits(recording, width), "When each permit was at work", "permits")


def _draw_permits(recording: Recording, width: int) -> Any:
    tokens = permit_rows(recording.calls)
    endpoints = [name for name, _ in Counter(call.endpoint for call in recording.calls).most_common()]
    legend = 18 * (-(-len(endpoints) // (4 if width == WIDE else 1)))
    row, token_gap = 9, 16 if width == WIDE else 24
    height = 34 + legend + sum(row * len(each) + token_gap for each in tokens.values())
    figure = _figure(width, height)
    left = (150 if width == WIDE else 16) / width
    axes = figure.add_axes((left, 26 / height, 1 - left - 14 / width, 1 - (30 + legend) / height))
    _plain_axes(axes)
    first, last = min(call.start for call in recording.calls), max(call.end for call in recording.calls)
    pixel = (last - first) / width
    y = 0.0
    for (operation, token), each in tokens.items():
        label = f"{_clipped(operation, 18)} {token[:4]}"
        if width == WIDE:
            axes.text(
                -0.008, y + row * len(each) / 2, label, ha="right", va="center", transform=axes.get_yaxis_transform()
            )
        else:
            axes.text(0, y - 3, label, va="bottom", fontsize=9, color=_MUTED, transform=axes.get_yaxis_transform())
        for calls in each:
            for (endpoint, lost), spans in bars_of(calls, pixel).items():
                colour = _BAD if lost else _COLOURS[min(endpoints.index(endpoint), _SERIES - 1)]
                axes.broken_barh(spans, (y, row - 2), facecolor=colour, linewidth=0)
            y += row
        y += token_gap
    axes.set_ylim(y - token_gap + 2, -token_gap)
    axes.set_yticks([])
    axes.set_xlim(_num(first), _num(max(last, first + _SHORTEST)))
    _dates(axes, width, _here())
    _endpoint_legend(figure, endpoints, width)
    return figure


def _endpoint_legend(figure: Any, endpoints: Sequence[str], width: int) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 - an extra

    patches = [
        Patch(color=_COLOURS[min(number, _SERIES - 1)], label=_clipped(name, 34))
        for number, name in enumerate(endpoints)
    ]
    figure.legend(
        handles=patches,
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=4 if width == WIDE else 1,
        frameon=False,
        handlelength=0.9,
        handleheight=0.8,
        borderpad=0,
        borderaxespad=0.3,
        columnspacing=1.5,
    )


def _num(moment: float) -> float:
    return moment / 86_400  # matplotlib's dates: days since 1970, in UTC


def _here() -> Any:
    """Return this machine's time zone."""
    return datetime.now(UTC).astimezone().tzinfo
