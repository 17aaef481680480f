"""The ground truth: which rows there are, what uploads took effect, which campaigns were created.

A test asks it what a client should have ended up with. It knows nothing of limits, faults or publication
delay: those are the server's manners, and this is the world.
"""

import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast

import orjson
from attrs import define, field, frozen

from wolkvox_async.catalogue import Entry, Field, entries
from wolkvox_async.simulator.rows import answer
from wolkvox_async.simulator.rows.families import CALLS, pace_of
from wolkvox_async.simulator.rows.joining import Joint
from wolkvox_async.simulator.rows.scene import scenes
from wolkvox_async.simulator.rows.sources import DetailRows, salt_of
from wolkvox_async.simulator.rows.sums import SUMS
from wolkvox_async.simulator.rows.ticks import Origin, Ticks, summed, ticks
from wolkvox_async.simulator.wire import percent
from wolkvox_async.simulator.world.series import Published, Series, Window, seconds, wall
from wolkvox_async.simulator.world.state import State
from wolkvox_async.simulator.world.tenants import Campaign, Kind, Tenant, World

FIRST_CREATED = 40001
MODULUS = 2**64


@define
class Uploads:
    """The records that took effect in one campaign."""

    times: Counter[str] = field(factory=Counter)  # per customer_id
    checksum: int = 0  # sum of crc32(tel1)
    latest: dict[str, bytes] = field(factory=dict)  # per customer_id, the fields that hold something

    def take(self, records: Iterable[Mapping[str, str]]) -> None:
        """Add records that were accepted."""
        for record in records:
            customer = record["customer_id"]
            self.times[customer] += 1
            self.checksum = (self.checksum + zlib.crc32(record["tel1"].encode())) % MODULUS
            self.latest[customer] = orjson.dumps({name: value for name, value in record.items() if value})

    def summary(self) -> dict[str, int]:
        """Return how many records took effect, of how many customers, and how many were repeated."""
        records, distinct = self.times.total(), len(self.times)
        return {
            "records": records,
            "distinct": distinct,
            "duplicates": records - distinct,
            "checksum": self.checksum,
        }

    def find(self, customer_id: str, phone: str) -> Iterable[dict[str, str]]:
        """Return the uploaded records of a customer, or with a phone."""
        if customer_id:
            held = [self.latest[customer_id]] if customer_id in self.latest else []
        else:
            mark = orjson.dumps(phone)
            held = [each for each in self.latest.values() if mark in each]
        records: list[dict[str, str]] = [orjson.loads(each) for each in held]
        return [each for each in records if not phone or phone in _phones(each)]


def _phones(record: Mapping[str, str]) -> list[str]:
    return [value for name, value in record.items() if name.startswith("tel")]


@frozen(eq=False)
class Truth:
    """What there is, and what was done to it, by tenant and campaign."""

    world: World
    clock: Callable[[], float]
    _created: dict[str, list[Campaign]] = field(factory=dict, init=False)
    _uploads: dict[tuple[str, str], Uploads] = field(factory=dict, init=False)
    _details: dict[tuple[str, str], DetailRows] = field(factory=dict, init=False)
    _ticks: dict[tuple[str, str], Ticks] = field(factory=dict, init=False)
    _joints: dict[str, Joint] = field(factory=dict, init=False)
    _states: dict[str, State] = field(factory=dict, init=False)

    # What there is

    def now(self, tenant: Tenant) -> int:
        """Return the wall-clock second of a tenant."""
        return seconds(wall(self.clock(), tenant.zone))

    def campaigns(self, tenant: Tenant) -> list[Campaign]:
        """Return a tenant's campaigns as they are now."""
        every = [*tenant.campaigns, *self._created.get(tenant.name, ())]
        return self.state(tenant).campaigns.present(every)

    def campaign(self, tenant: Tenant, campaign_id: str) -> Campaign | None:
        """Return a campaign by its id, or None."""
        return next((each for each in self.campaigns(tenant) if each.id == campaign_id), None)

    def details(self, tenant: Tenant, campaign: Campaign) -> DetailRows:
        """Return the rows of a campaign's detail."""
        key = tenant.name, campaign.id
        if key not in self._details:
            series = Series(campaign.every, campaign.begins, self._end(tenant, campaign.ends))
            salt = salt_of(self.world.seed, *key)
            self._details[key] = DetailRows(
                campaign, series, salt, self.world.seed, self.joint(tenant), self.world.extreme
            )
        return self._details[key]

    def joint(self, tenant: Tenant) -> Joint:
        """Return the calls of a tenant, which records of its campaigns became."""
        if tenant.name not in self._joints:
            campaigns = {each.id: each for each in tenant.campaigns}
            names = (self.world.seed, tenant.name, CALLS)
            self._joints[tenant.name] = Joint(
                Series(tenant.calls_every, tenant.begins, self._end(tenant, None)),
                scenes(tenant.name, tuple(campaigns), random.Random(" ".join(map(str, names))), tenant.calls_every),
                salt_of(*names),
                lambda each: self.details(tenant, campaigns[each]) if each in campaigns else None,
            )
        return self._joints[tenant.name]

    def ticks(self, tenant: Tenant, entry: Entry) -> Ticks:
        """Return what happened, as one report sees it."""
        key = (tenant.name, f"{entry.full_name} {entry.method}")
        if key not in self._ticks:
            ids = tuple(each.id for each in tenant.campaigns)
            origin = Origin(
                seed=self.world.seed,
                tenant=tenant.name,
                campaigns=ids,
                zone=tenant.zone,
                extreme=self.world.extreme,
                joint=self.joint(tenant),
            )
            rule = SUMS.get(entry.full_name)
            if rule is None:
                series = Series(pace_of(entry, tenant), tenant.begins, self._end(tenant, None))
                self._ticks[key] = ticks(entry, series, origin)
            else:
                self._ticks[key] = summed(entry, self.ticks(tenant, _reports()[rule.of]), origin)
        return self._ticks[key]

    def _end(self, tenant: Tenant, fixed: int | None) -> Callable[[], int]:
        return (lambda: self.now(tenant) + 1) if fixed is None else (lambda: fixed)

    # What was done

    def state(self, tenant: Tenant | str) -> State:
        """Return what calls can change of a tenant: agents, lists, messages sent. LookupError: there is no such."""
        owner = self._owner(tenant) if isinstance(tenant, str) else tenant
        if owner.name not in self._states:
            self._states[owner.name] = State.of(owner, self.now(owner))
        return self._states[owner.name]

    def create(self, tenant: Tenant, kind: str, name: str) -> Campaign:
        """Make a campaign without rows; its id is none that the tenant has."""
        made = self._created.setdefault(tenant.name, [])
        taken = {each.id for each in (*tenant.campaigns, *made)}  # those that were deleted, too
        number = next(n for n in range(FIRST_CREATED, 10**6) if str(n) not in taken)
        today = "1970-01-01"
        made.append(Campaign(id=str(number), kind=cast("Kind", kind), name=name, first=today, last=today))
        return made[-1]

    def uploads(self, tenant: str, campaign_id: str) -> Uploads:
        """Return what was uploaded to a campaign."""
        return self._uploads.setdefault((tenant, campaign_id), Uploads())

    def loaded(self, tenant: str) -> int:
        """Count the records that a tenant has loaded, over all its campaigns."""
        return sum(len(each.latest) for (name, _), each in self._uploads.items() if name == tenant)

    # What a test asks

    def count(self, tenant: str, campaign_id: str, start: date | str, end: date | str) -> int:
        """Count the detail rows in a closed window; a date as end means its last second."""
        return sum(len(rows) for _, rows in self.select(tenant, campaign_id, start, end))

    def checksum(self, tenant: str, campaign_id: str, start: date | str, end: date | str) -> int:
        """Return the sum of crc32(conn_id) over the detail rows in a closed window, modulo 2 to the 64."""
        chosen = self.select(tenant, campaign_id, start, end)
        return sum(part for source, rows in chosen for part in source.checksums(rows)) % MODULUS

    def totals(self, tenant: str, campaign_id: str, start: date | str, end: date | str) -> dict[str, int]:
        """Count the attempts per result in a closed window, as campaign_4 should; campaign_id may be all."""
        totals: Counter[str] = Counter()
        for source, rows in self.select(tenant, campaign_id, start, end):
            totals.update(source.totals(rows))
        return dict(totals)

    def rows(self, tenant: str, report: str, start: date | str, end: date | str, **query: str) -> list[dict[str, Any]]:
        """Return all rows that a report has in a closed range of any length, oldest first, as one reply would.

        report: its group and name, as in `reports.agent_3`; query: the parameters besides the dates. Values are as on
        the wire. Totals are those of the range as a whole, and a report that takes one day is asked day by day.
        LookupError: there is no such tenant, report or campaign.
        """
        owner = self._owner(tenant)
        entry = _reports().get(report)
        if entry is None:
            raise LookupError(f"no report {report!r}")
        window = closed(start, end)
        if report == "campaign.detail":
            chosen = self.select(tenant, query["campaign_id"], start, end)
            return [source.record(k) for source, numbers in chosen for k in numbers]
        if report in _COUNTED:
            return self._counted(self.select(tenant, query["campaign_id"], start, end), *_COUNTED[report])
        ticks = self.ticks(owner, entry)
        parts = _days(window) if entry.window_days == 1 else [window]
        return [row for part in parts for row in answer.rows(ticks, part, Published(), query, _sent)]

    def _counted(
        self, chosen: list[tuple[DetailRows, range]], name: str, count: Callable[[DetailRows, range], Mapping[str, int]]
    ) -> list[dict[str, Any]]:
        totals: Counter[str] = Counter()
        for source, numbers in chosen:
            totals.update(count(source, numbers))
        return [
            {name: value, "records": str(records), "percent": percent(records, totals.total())}
            for value, records in totals.most_common()
        ]

    def uploaded(self, tenant: str, campaign_id: str) -> Counter[str]:
        """Return per customer_id how many times its record took effect."""
        return self.uploads(tenant, campaign_id).times

    def select(
        self, tenant: str, campaign_id: str, start: date | str, end: date | str
    ) -> list[tuple[DetailRows, range]]:
        """Return the sources and rows of a campaign, or of all, in a window. LookupError: there is none."""
        owner = self._owner(tenant)
        chosen = [each for each in self.campaigns(owner) if campaign_id in ("all", each.id)]
        if not chosen:
            raise LookupError(f"no campaign {campaign_id!r}")
        window = closed(start, end)
        sources = [self.details(owner, each) for each in chosen]
        return [(source, source.series.rows(window)) for source in sources]

    def _owner(self, tenant: str) -> Tenant:
        owner = self.world.tenant(tenant)
        if owner is None:
            raise LookupError(f"no tenant {tenant!r}")
        return owner


_COUNTED = {
    "reports.campaign_1": ("result", DetailRows.final),
    "reports.campaign_2": ("cod_act", DetailRows.codes),
    "reports.campaign_4": ("result", DetailRows.totals),
}


@cache
def _reports() -> Mapping[str, Entry]:
    return {entry.full_name: entry for entry in entries() if entry.rows is not None}


def _sent(field: Field) -> bool:
    return field.where != "table"


def _days(window: Window) -> list[Window]:
    """Cut a window at its midnights, as a report has to be asked that takes one day."""
    start, end = window
    midnights = range(start - start % 86_400, end + 1, 86_400)
    return [(max(start, each), min(end, each + 86_399)) for each in midnights]


def closed(start: date | str, end: date | str) -> Window:
    """Return the seconds of a closed window from dates, naive datetimes or YYYYmmddHHMMSS."""
    return seconds(_moment(start)), seconds(_moment(end, last=True))


def _moment(value: date | str, *, last: bool = False) -> date:
    if isinstance(value, str):
        return parse(value)
    if isinstance(value, datetime):
        return value
    midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a wall clock
    return midnight + timedelta(seconds=86399 if last else 0)


def parse(text: str) -> datetime:
    """Read YYYYmmddHHMMSS. ValueError: it is anything else."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        raise ValueError("not YYYYmmddHHMMSS")
    return datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007 - a wall clock
