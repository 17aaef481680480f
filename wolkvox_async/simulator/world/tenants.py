"""The world that the simulator serves: tenants, their tokens and licences, their campaigns.

These are frozen values that say what there is; what changes while the simulator runs (created campaigns,
uploaded records) is kept by `truth`, and how the server treats what is unknown of the real one is set in
`switches`.
"""

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from attrs import field, fields, frozen
from attrs.validators import ge, gt, in_

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.world.series import seconds
from wolkvox_async.spelling import nearest

Kind = Literal["predictive", "preview"]
T = TypeVar("T")
EVERY = 600.0  # seconds between two ticks of a report


def _day(value: str | date | None) -> str | None:
    """Return a day as 2025-01-31, from a text or from a date such as TOML has. ValueError: it is none."""
    if value is None:
        return None
    day = value if isinstance(value, date) else date.fromisoformat(value)
    if isinstance(day, datetime):
        raise ValueError(f"{value} is a moment, where a day is wanted")  # noqa: TRY004 - a value of a file
    return day.isoformat()


def _first_day(value: str | date) -> str:
    return _day(value) or ""


def _second(value: str | None) -> int | None:
    return None if value is None else seconds(date.fromisoformat(value))


@frozen(kw_only=True)
class Campaign:
    """One campaign, whose records are dialled at a pace."""

    id: str
    """Its number, as calls name it."""
    kind: Kind = field(default="predictive", validator=in_(facts.KINDS))
    """predictive or preview."""
    every: float = field(default=576.0, validator=gt(0))
    """Seconds between two rows of campaign.detail."""
    first: str = field(default="2025-01-01", converter=_first_day)
    """The day of the first row, as a text or a date."""
    last: str | None = field(default=None, converter=_day)
    """The day after the last row; None where rows come up to now."""
    name: str = "Cobranza temprana"
    """Its name."""
    customers: int = field(default=4000, validator=ge(1))
    """How many records are dialled in turn."""
    comment_bytes: int = field(default=0, validator=ge(0))
    """Length of each comment, for large bodies."""

    @property
    def begins(self) -> int:
        """The second of the first row."""
        return seconds(date.fromisoformat(self.first))

    @property
    def ends(self) -> int | None:
        """The second at which rows end, None where they go on."""
        return _second(self.last)


def _strings(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError("tokens is one text; give a list")
    return tuple(values)


def _campaigns(values: Iterable[Campaign]) -> tuple[Campaign, ...]:
    return tuple(values)


def _positive(_: object, __: object, every: Mapping[str, float]) -> None:
    for name, pause in every.items():
        if pause <= 0:
            raise ValueError(f"every: {name} has {pause} seconds between two rows")


@frozen(kw_only=True)
class Tenant:
    """One operation: its tokens, its licences, and how much happens in it."""

    name: str
    """Its name, which calls do not know and tests do."""
    tokens: tuple[str, ...] = field(default=(), converter=_strings)
    """Its tokens; none means every token that no other tenant has."""
    licences: int = field(default=20, validator=ge(1))
    """Licences, which allow 1,000 calls a day each."""
    tz: str = "America/Bogota"
    """The zone of its wall clock."""
    campaigns: tuple[Campaign, ...] = field(default=(), converter=_campaigns)
    """The campaigns it has from the start."""
    calls_every: float = field(default=120.0, validator=gt(0))
    """Seconds between two calls; cdr_1 and all reports of calls have a row for each, with the same ids."""
    every: Mapping[str, float] = field(factory=dict, validator=_positive)
    """Seconds of single reports by their names, as in {"reports.agent_2": 60.0}, which have contacts of their own then.

    Reports of chats and of what is not a call have EVERY where they are not named.
    """
    first: str = field(default="2025-01-01", converter=_first_day)
    """The day of the first call, as a text or a date."""

    def __attrs_post_init__(self) -> None:
        ZoneInfo(self.tz)  # an unknown zone fails here, not at the first call
        _distinct((campaign.id for campaign in self.campaigns), f"campaign of {self.name}")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its wall clock."""
        return ZoneInfo(self.tz)

    @property
    def begins(self) -> int:
        """The second of the first call in cdr_1."""
        return seconds(date.fromisoformat(self.first))


def _distinct(values: Iterable[str], what: str) -> None:
    seen = list(values)
    if len(set(seen)) != len(seen):
        raise ValueError(f"the same {what} is given twice")


def _known(where: str, described: Mapping[str, object], names: Collection[str]) -> None:
    """Refuse what is no table, and a key that there is none of, with the nearest one that there is."""
    if not isinstance(described, Mapping):
        raise TypeError(f"{where} is no table of names and values")
    for key in described:
        if key not in names:
            raise ValueError(f"{where}: no key {key!r}; {nearest(key, names)}")


def _made(where: str, cls: type[T], described: Mapping[str, object]) -> T:
    names = [each.name for each in fields(cls)]  # type: ignore[arg-type]  # both are made by attrs
    _known(where, described, names)
    try:
        return cls(**described)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{where}: {error}") from None


def _tenant(where: str, described: Mapping[str, object]) -> "Tenant":
    """Make a tenant of a table, with the campaigns in it."""
    where += f" ({described['name']})" if isinstance(described, Mapping) and "name" in described else ""
    given = described.get("campaigns", ()) if isinstance(described, Mapping) else ()
    if not isinstance(given, Iterable):
        raise TypeError(f"{where}: campaigns is no list")
    campaigns = [_made(f"{where}, campaign {n}", Campaign, each) for n, each in enumerate(given, 1)]
    return _made(where, Tenant, {**described, "campaigns": campaigns} if given else described)


def _tenants(values: Iterable[Tenant]) -> tuple[Tenant, ...]:
    return tuple(values)


@frozen(kw_only=True)
class World:
    """All tenants of one server."""

    tenants: tuple[Tenant, ...] = field(converter=_tenants)
    """The operations that the server has."""
    seed: int = 1
    """Decides what rows say."""
    extreme: bool = False
    """Whether values are such as few operations have, and parsers trip over.

    Days of 26 hours, shares of 15,233 %, texts that look like JSON, numbers that are missing.
    """

    def __attrs_post_init__(self) -> None:
        _distinct((tenant.name for tenant in self.tenants), "tenant")
        _distinct((token for tenant in self.tenants for token in tenant.tokens), "token")

    @classmethod
    def default(
        cls,
        *,
        tokens: Iterable[str] = (),
        licences: int = 20,
        tz: str = "America/Bogota",
        seed: int = 1,
        every: float = 576.0,
        extreme: bool = False,
    ) -> Self:
        """One tenant "demo" with a predictive and a preview campaign, open to any token but "wrong…"."""
        campaigns = (
            Campaign(id="32841", kind="predictive", every=every),
            Campaign(id="32842", kind="preview", every=every, name="Renovaciones"),
        )
        demo = Tenant(name="demo", tokens=tokens, licences=licences, tz=tz, campaigns=campaigns)
        return cls(tenants=(demo,), seed=seed, extreme=extreme)

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a world from TOML or JSON: seed and tenants, keys as the attributes here.

        ValueError names the file, the tenant, and the key that is unknown, missing or of the wrong kind.
        """
        text = Path(path).read_text("utf-8-sig")
        try:
            described = json.loads(text) if str(path).endswith(".json") else tomllib.loads(text)
            _known("the file", described, ("seed", "extreme", "tenants"))
            tenants = [_tenant(f"tenant {n}", each) for n, each in enumerate(described.get("tenants", ()), 1)]
            return cls(tenants=tenants, seed=described.get("seed", 1), extreme=described.get("extreme", False))
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path}: {error}") from None

    def tenant_of(self, token: str) -> Tenant | None:
        """Return whose token it is."""
        for tenant in self.tenants:
            if token in tenant.tokens:
                return tenant
        if not re.fullmatch(r"[\x21-\x7e]+", token) or token.startswith("wrong"):
            return None
        return next((tenant for tenant in self.tenants if not tenant.tokens), None)

    def tenant(self, name: str) -> Tenant | None:
        """Return a tenant by its name, or None."""
        return next((tenant for tenant in self.tenants if tenant.name == name), None)
