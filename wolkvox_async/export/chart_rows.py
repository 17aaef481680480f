"""The rows of permits in a chart: which call stands in which row, and which bars are drawn as one."""

from collections import defaultdict
from collections.abc import Sequence

from wolkvox_async.export.recording import CallSpan

__all__ = ["DAY", "bars_of", "permit_rows"]

DAY = 86_400  # seconds; matplotlib's dates are days since 1970, in UTC


def permit_rows(calls: Sequence[CallSpan]) -> dict[tuple[str, str], list[list[CallSpan]]]:
    """Return the calls of each token, in rows in which none begins before the one before it has ended."""
    found: dict[tuple[str, str], list[list[CallSpan]]] = {}
    for call in sorted(calls, key=lambda each: (each.operation, each.token, each.start)):
        rows = found.setdefault((call.operation, call.token), [[], []])
        free = [row for row in rows if not row or row[-1].end <= call.start]
        # the clock of a worker's events is read a moment later, so a third row is not for that
        (free[0] if free else min(rows, key=lambda row: row[-1].end)).append(call)
    return found


def bars_of(row: Sequence[CallSpan], pixel: float) -> dict[tuple[str, bool], list[tuple[float, float]]]:
    """Return the bars of a row by report; those that less than a pixel lies between are one."""
    bars: dict[tuple[str, bool], list[list[float]]] = defaultdict(list)
    before: tuple[str, bool] | None = None
    for call in row:
        key = call.endpoint, call.lost
        spans = bars[key]
        if spans and before == key and call.start - spans[-1][1] < pixel:
            spans[-1][1] = max(spans[-1][1], call.end)
        else:
            spans.append([call.start, call.end])
        before = key
    return {
        key: [(start / DAY, max(end / DAY - start / DAY, 2 * pixel / DAY)) for start, end in spans]
        for key, spans in bars.items()
    }
