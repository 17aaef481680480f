"""The ticks of one report of one tenant: when they are, what they say, and which of them a query is about."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from attrs import define, evolve, field, frozen

from wolkvox_async.catalogue import Entry, Field, entries
from wolkvox_async.simulator.rows.families import CALLS, family_of
from wolkvox_async.simulator.rows.joining import ANSWERED, Joint
from wolkvox_async.simulator.rows.scene import LONGEST, PERIOD, Scene, scenes
from wolkvox_async.simulator.rows.sources import salt_of
from wolkvox_async.simulator.rows.sums import SUMS, grouped_by
from wolkvox_async.simulator.rows.values import Drawn, Hand, Place
from wolkvox_async.simulator.world.series import Published, Series, Window

EVERYTHING = ("", "all", "ALL", "0")  # of a filter: no filter
FILTERS = {"id_call": "conn_id", "id_agent": "agent_id"}  # what speech_calls calls its fields
HIDDEN = frozenset(("agent_id", "skill_id", "campaign_id", "customer_id"))  # filters that need no field in the row

PLACED = {"reports.chat_1": "date_close"}  # found in the window by another moment than its own
# Of a list of what there is now, the field that identifies: a row for each, by the first of these that a record has.
WHAT = (
    "campaign",
    "agent_id",
    "skill_id",
    "campaign_id",
    "cod_act",
    "rp_id",
    "survey",
    "survey_name",
    "connector_id",
    "channel",
)


@define(eq=False)
class Ticks:
    """What happened, as one report sees it. drawn: per scene the values of the fields by name."""

    entry: Entry
    series: Series
    salt: int
    zone: ZoneInfo
    scenes: tuple[Scene, ...]
    drawn: tuple[dict[str, Drawn], ...]
    left_out: frozenset[int] = frozenset()  # scenes whose ticks this report does not have
    joint: Joint | None = None
    sources: dict[tuple[str, ...], Any] = field(factory=dict)  # what writes its rows, by the fields that are sent

    def place(self, k: int) -> Place:
        """Return where the row of a number stands."""
        return Place(k, self.series.at(k), self.zone, self.salt, self.entry.records, self.joint)

    def selected(self, window: Window, shown_rows: Published, query: Mapping[str, str]) -> Sequence[int]:
        """Return the numbers of the ticks in a window that a query is about, oldest first."""
        numbers = self.series.published(window, shown_rows)
        allowed = self._allowed(query)
        customers = self._customers(query)
        rules = self.entry.rows
        whole = rules is not None and not rules.split
        if len(allowed) == PERIOD and not whole and customers is None:
            return numbers
        kept = [k for k in numbers if k % PERIOD in allowed and (customers is None or self._customer(k) in customers)]
        return [k for k in kept if self._loaded(k) >= window[0]] if whole else kept

    def _customers(self, query: Mapping[str, str]) -> frozenset[str] | None:
        """Return the customers that a query is about, where calls may have those of records; None for no matter."""
        asked = wanted(self.entry, query).get("customer_id")
        return frozenset(each.strip() for each in asked.split(",")) if asked and self.joint else None

    def _customer(self, k: int) -> str:
        found = self.joint.customer(k) if self.joint else None
        return found.customer_id if found else self.scenes[k % PERIOD].customer_id

    def _loaded(self, k: int) -> int:
        """Return the second at which the record of a tick was loaded."""
        return self.series.at(k) - self.scenes[k % PERIOD].lag

    def _allowed(self, query: Mapping[str, str]) -> frozenset[int]:
        tests = [self._test(name, value) for name, value in wanted(self.entry, query).items()]
        return frozenset(n for n in range(PERIOD) if n not in self.left_out and all(test(n) for test in tests))

    def _test(self, name: str, value: str) -> Callable[[int], bool]:
        values = frozenset(each.strip() for each in value.split(","))
        if name == "customer_id" and self.joint:
            return lambda _: True  # looked at tick by tick
        if name in HIDDEN:
            return lambda n: hidden_text(name, self.scenes[n]) in values
        return lambda n: self.drawn[n].get(name) in values


def wanted(entry: Entry, query: Mapping[str, str]) -> dict[str, str]:
    """Return which field must have which value, from the parameters that filter."""
    names = {each.name for each in entry.fields} | HIDDEN
    found = {
        each.name: query[each.wire]
        for each in entry.parameters
        if each.where == "query" and each.kind != "enum" and each.name in names and each.wire in query
    }
    if query.get("filter") and query.get("value"):  # speech_calls names the field in a parameter
        found[FILTERS.get(query["filter"], query["filter"])] = query["value"]
    return {name: value for name, value in found.items() if value not in EVERYTHING}


def hidden_text(name: str, scene: Scene) -> str:
    """Return what a call may filter by and the rows do not show."""
    match name:
        case "agent_id":
            return scene.agent.id
        case "skill_id":
            return scene.skill.id
        case "campaign_id":
            return scene.campaign
    return scene.customer_id


@frozen(kw_only=True)
class Origin:
    """Whose ticks they are: the tenant's name, campaigns and zone, and the world's seed.

    extreme: whether values are such as few operations have; joint: its calls and records.
    """

    seed: int
    tenant: str
    campaigns: tuple[str, ...]
    zone: ZoneInfo
    extreme: bool = False
    joint: Joint | None = None

    def joins(self, entry: Entry, series: Series) -> bool:
        """Return whether a report has the calls that records of campaigns became: such as have the pace of calls."""
        return self.joint is not None and family_of(entry) == CALLS and series.every == self.joint.series.every


def ticks(entry: Entry, series: Series, origin: Origin) -> Ticks:
    """Draw what a report's ticks say; those of one family are the same contacts, as far as they have one pace."""
    chance = random.Random(f"{origin.seed} {origin.tenant} {entry.full_name}")
    family = family_of(entry)
    shared = random.Random(f"{origin.seed} {origin.tenant} {family}")
    drawn_scenes = scenes(origin.tenant, origin.campaigns, shared, series.every)
    return Ticks(
        entry=entry,
        series=series,
        salt=salt_of(origin.seed, origin.tenant, family),
        zone=origin.zone,
        scenes=drawn_scenes,
        drawn=_drawn(entry, drawn_scenes, chance, series, origin),
        joint=origin.joint if origin.joins(entry, series) else None,
    )


def summed(entry: Entry, base: Ticks, origin: Origin) -> Ticks:
    """Return the ticks of a report that adds up another's rows: the same ticks, and what is counted of each."""
    rule = SUMS[entry.full_name]
    made = ticks(entry, base.series, origin)
    by = {path.rpartition(".")[2] for path in entry.rows.by} if entry.rows else set()
    labels = {name: rule.by.get(name, name) for name in by if rule.by.get(name, name) not in ("date", "day", "hour")}
    drawn = tuple(
        own
        | {name: label(row) if callable(label) else _label_of(row[label]) for name, label in labels.items()}
        | {name: amount(row) for name, amount in rule.amounts.items()}
        for own, row in zip(made.drawn, base.drawn, strict=True)
    )
    left_out = frozenset(n for n, row in enumerate(base.drawn) if not rule.only(row))
    return evolve(made, salt=base.salt, scenes=base.scenes, drawn=drawn, left_out=left_out)


def _label_of(value: Drawn) -> Drawn:
    return str(value) if isinstance(value, int) else value


def _drawn(
    entry: Entry, drawn_scenes: Sequence[Scene], chance: random.Random, series: Series, origin: Origin
) -> tuple[dict[str, Any], ...]:
    rules = entry.rows
    fields = (*plain(entry.fields), *inner(entry))
    certain, joins = _certain(entry), origin.joins(entry, series)
    grouped = rules is not None and rules.kind != "events"
    found = []
    for scene in drawn_scenes:
        hand = Hand(
            scene=scene,
            chance=chance,
            records=entry.records,
            certain=certain,
            report=entry.full_name,
            time=PLACED.get(entry.full_name, rules.time if rules else ""),
            grouped=grouped,
            most=max(1, min(LONGEST, int(2 * series.every))),
            extreme=origin.extreme,
            joined=joins and scene.result == ANSWERED,
        )
        found.append({each.name: hand.draw(each) for each in fields})
    return tuple(found)


def _certain(entry: Entry) -> frozenset[str]:
    """Return the names of the fields that are never missing: what identifies rows, and what is asked for."""
    rules = entry.rows
    if rules is None:
        return HIDDEN | {*WHAT, entry.reply.keyed}
    paths = [path.split(".") for path in (*rules.by, *rules.key, rules.time)]
    certain = frozenset(part for path in paths for part in path) | HIDDEN
    asked = {each.name for each in entry.parameters}
    certain |= grouped_by(entry.full_name, _groups)
    # A key may lack its agent where no agent answered, and a client that takes such keys for equal loses rows.
    free = rules.kind == "events" and "agent_id" not in asked | grouped_by(entry.full_name, _groups)
    return certain - {"agent_id"} if free else certain


@cache
def _by_report() -> Mapping[str, tuple[str, ...]]:
    return {each.full_name: each.rows.by for each in entries() if each.rows is not None}


def _groups(full_name: str) -> tuple[str, ...]:
    """Return the fields that a report groups by."""
    return _by_report()[full_name]


def plain(fields: Sequence[Field]) -> list[Field]:
    """Return the fields that do not depend on a parameter."""
    return [each for each in fields if not each.gathered]


def nest(entry: Entry) -> str:
    """Return the list within a row that holds the groups or spans, as `stats` of `stats.date`; "" where none does."""
    rules = entry.rows
    paths = [path for path in (rules.time, *rules.by) if "." in path] if rules and rules.kind != "events" else []
    return paths[0].partition(".")[0] if paths else ""


def inner(entry: Entry) -> Sequence[Field]:
    """Return the fields of the objects in that list."""
    holder = next((each for each in entry.fields if each.name == nest(entry) and each.record), None)
    return plain(entry.records[holder.record].fields) if holder else ()


def outer(entry: Entry) -> list[Field]:
    """Return the fields beside that list."""
    return [each for each in plain(entry.fields) if each.name != nest(entry)]


def scene_counts(numbers: Sequence[int]) -> Counter[int]:
    """Count how often each scene is among the ticks."""
    if not isinstance(numbers, range):
        return Counter(k % PERIOD for k in numbers)
    rounds, rest = divmod(len(numbers), PERIOD)
    counts = Counter(dict.fromkeys(range(PERIOD), rounds) if rounds else {})
    counts.update((numbers.start + n) % PERIOD for n in range(rest))
    return counts
