"""A row of ticks added up, from how often each scene is among them.

Counts, times and costs are sums. Averages and shares are means over the ticks, unless the catalogue has a formula for
them. What has no amount (a name, a code) is the scene's, and agrees with the group it stands in.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from attrs import field as attribute
from attrs import frozen

from wolkvox_async.catalogue import Field, Rows
from wolkvox_async.simulator.rows.scene import OUTBOUND
from wolkvox_async.simulator.rows.ticks import Ticks
from wolkvox_async.simulator.rows.values import LOGIN, LOGOUT, NUMBERS, amount_text, moment_text, written
from wolkvox_async.simulator.world.series import Window

DAY = 86_400
SPANS = {"day": DAY, "hour": 3_600, "30min": 1_800, "10min": 600}
BARE_HOURS = ("reports.skill_4", "reports.skill_5")  # a number where others have 13:00
AVERAGES = re.compile("aht.*|asa|ata|att|acw|tmo|average|agents_needed|points")
FORMULA = re.compile(r"(\w+) / (?:sum\((\w+)\)|(\w+)) \* 100")

Row = dict[str, Any]
Way = Literal["sum", "mean", "share", "moment", "hour", "label"]


@frozen
class Adder:
    """Makes rows of one report, by field names.

    ways: how each field comes about; whole: how often each scene is in all groups together, which shares of the whole
    are of.
    """

    ticks: Ticks
    ways: tuple[tuple[Field, Way], ...]
    whole: Mapping[int, int] = attribute(factory=dict)

    @classmethod
    def of(cls, ticks: Ticks, fields: Sequence[Field], *, whole: Mapping[int, int] | None = None) -> Self:
        """Return what adds up the fields of a report."""
        return cls(ticks, tuple((each, _way(ticks, each)) for each in fields), whole or {})

    def row(self, scenes: Counter[int], seen: Window) -> Row:
        """Return a row of the ticks of each scene. seen: the first and last second, or twice that of the span."""
        drawn = self.ticks.drawn[next(iter(scenes))]
        row = {field.name: self._text(field, way, scenes, seen, drawn[field.name]) for field, way in self.ways}
        if "login_time" not in row:
            return row
        shift = self._shift(scenes, seen)
        return row | {each.name: amount_text(each, shift[each.name]) for each, _ in self.ways if each.name in shift}

    def _shift(self, scenes: Counter[int], seen: Window) -> Mapping[str, float]:
        """Return the times of those who worked: no more than there was, and all of it adds up to the time logged in."""
        there = [(self.ticks.scenes[n], count) for n, count in scenes.items() if count]
        whole = len({each.agent.id for each, _ in there}) * _seconds(self.ticks, seen)
        parts = {
            "inbound_time": sum(count * each.talk for each, count in there if each.interaction not in OUTBOUND),
            "outbound_time": sum(count * each.talk for each, count in there if each.interaction in OUTBOUND),
            "acw_time": sum(count * each.acw for each, count in there),
            "ring_time": sum(count * each.ring for each, count in there),
        }
        share = min(1.0, 0.8 * whole / max(1, sum(parts.values())))
        worked = {name: int(part * share) for name, part in parts.items()}
        pauses = whole // 12
        busy = sum(worked.values()) - worked["ring_time"]
        return worked | {
            "login_time": whole,
            "aux_time": pauses,
            "ready_time": whole - pauses - sum(worked.values()),
            "occupancy": 10_000 * busy / (whole - pauses) if whole else 0.0,
        }

    def _text(self, field: Field, way: Way, scenes: Counter[int], seen: Window, drawn: Any) -> Any:
        match way:
            case "sum":
                return amount_text(field, self._sum(field.name, scenes))
            case "mean":
                return amount_text(field, self._sum(field.name, scenes) / max(1, scenes.total()))
            case "label":
                return drawn if isinstance(drawn, str) else _label(self.ticks, field, drawn)
            case "share":
                return amount_text(field, self._share(field.name, scenes))
            case "hour":
                return _hour(self.ticks, field, seen[0])
        return _moment(self.ticks, field, seen)

    def _sum(self, name: str, scenes: Mapping[int, int]) -> int:
        total = 0
        for scene, count in scenes.items():
            amount = self.ticks.drawn[scene][name]
            total += count * amount if isinstance(amount, int) else 0
        return total

    def _share(self, name: str, scenes: Mapping[int, int]) -> float:
        """Work out `part / other * 100` or `part / sum(part) * 100`, in hundredths."""
        formula = _rules(self.ticks).derived[name]
        found = FORMULA.fullmatch(formula)
        if found is None:
            raise ValueError(f"{self.ticks.entry.full_name}: a formula that is not known here: {formula}")
        part, summed, other = found.groups()
        over = self._sum(summed, self.whole) if summed else self._sum(other, scenes)
        return 100 * 100 * self._sum(part, scenes) / over if over else 0.0


def _seconds(ticks: Ticks, seen: Window) -> int:
    """Return how long an agent works in a row's time: all of an interval, nine hours of a day, a third of a window."""
    rules = _rules(ticks)
    if rules.kind == "totals":
        return (seen[1] - seen[0] + 1) // 3
    return min(SPANS[rules.span], LOGOUT - LOGIN)


def _rules(ticks: Ticks) -> Rows:
    rules = ticks.entry.rows
    if rules is None:
        raise ValueError(f"{ticks.entry.full_name} takes no window")
    return rules


def _way(ticks: Ticks, field: Field) -> Way:
    """Return how a field of a row comes about."""
    rules = _rules(ticks)
    if field.type in ("datetime", "date"):
        return "moment"
    if rules.kind == "buckets" and field.name in (rules.time.rpartition(".")[2], "hour"):
        return "hour"
    if field.type not in NUMBERS or not isinstance(ticks.drawn[0][field.name], int):
        return "label"
    if field.name in rules.derived:
        return "share"
    average = field.type == "percent" or AVERAGES.fullmatch(field.name)
    return "mean" if average and field.name not in rules.additive else "sum"


def _label(ticks: Ticks, field: Field, drawn: Any) -> Any:
    return written((field,), {field.name: drawn}, ticks.place(0))[field.wire]


def _moment(ticks: Ticks, field: Field, seen: Window) -> str:
    """Return the text of a field that holds a moment: of its span, or first and last of the window."""
    start, end = seen
    if _rules(ticks).kind == "totals":
        return moment_text(field, end if field.name == "logout" else start, ticks.zone)
    away = {"login": LOGIN, "logout": LOGOUT}.get(field.name, 0)
    return moment_text(field, start + away, ticks.zone)


def _hour(ticks: Ticks, field: Field, start: int) -> str:
    """Return the text of a field that holds an hour, alone or with its date."""
    hour, minute = start % DAY // 3600, start % 3600 // 60
    if field.type == "int" or ticks.entry.full_name in BARE_HOURS:
        return str(hour)
    if field.name == "hour":
        return f"{hour:02}:{minute:02}"
    return moment_text(field, start, ticks.zone)
