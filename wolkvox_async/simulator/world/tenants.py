"""The world that the simulator serves: tenants, their tokens and licences, their campaigns.

These are frozen values that say what there is; what changes while the simulator runs (created campaigns,
uploaded records) is kept by `truth`, and how the server treats what nobody knows of the real one is set in
`Switches`.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from attrs import field, frozen
from attrs.validators import ge, gt, in_

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.world.series import seconds

Kind = Literal["predictive", "preview"]
EVERY = 600.0  # seconds between two ticks of a report


def _second(value: str | None) -> int | None:
    return None if value is None else seconds(date.fromisoformat(value))


@frozen(kw_only=True)
class Campaign:
    """One campaign, a row of it every so many seconds.

    first: the day of the first row; last: the day after the last row, None where rows come up to now.
    customers: how many records are dialled in turn; comment_bytes: length of each comment, for large bodies.
    """

    id: str
    kind: Kind = field(default="predictive", validator=in_(facts.KINDS))
    every: float = field(default=576.0, validator=gt(0))
    first: str = "2025-01-01"
    last: str | None = None
    name: str = "Cobranza temprana"
    customers: int = field(default=4000, validator=ge(1))
    comment_bytes: int = field(default=0, validator=ge(0))

    @property
    def begins(self) -> int:
        """The second of the first row."""
        return seconds(date.fromisoformat(self.first))

    @property
    def ends(self) -> int | None:
        """The second at which rows end, None where they go on."""
        return _second(self.last)


def _strings(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _campaigns(values: Iterable[Campaign]) -> tuple[Campaign, ...]:
    return tuple(values)


def _positive(_: object, __: object, every: Mapping[str, float]) -> None:
    for name, pause in every.items():
        if pause <= 0:
            raise ValueError(f"every: {name} has {pause} seconds between two rows")


@frozen(kw_only=True)
class Tenant:
    """One operation. tokens: those it has; none means every token that no other tenant has.

    calls_every: seconds between two calls in cdr_1, which go from `first` to now.
    every: the same of other reports by their names, as in {"reports.agent_2": 60.0}; those not named have EVERY.
    """

    name: str
    tokens: tuple[str, ...] = field(default=(), converter=_strings)
    licences: int = field(default=20, validator=ge(1))
    tz: str = "America/Bogota"
    campaigns: tuple[Campaign, ...] = field(default=(), converter=_campaigns)
    calls_every: float = field(default=120.0, validator=gt(0))
    every: Mapping[str, float] = field(factory=dict, validator=_positive)
    first: str = "2025-01-01"

    def __attrs_post_init__(self) -> None:
        ZoneInfo(self.tz)  # an unknown zone is told here, and not at the first call
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


def _tenants(values: Iterable[Tenant]) -> tuple[Tenant, ...]:
    return tuple(values)


@frozen(kw_only=True)
class World:
    """All tenants of one server; the seed decides what their rows say."""

    tenants: tuple[Tenant, ...] = field(converter=_tenants)
    seed: int = 1

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
    ) -> Self:
        """One tenant "demo" with a predictive and a preview campaign, open to any token but "wrong…"."""
        campaigns = (
            Campaign(id="32841", kind="predictive", every=every),
            Campaign(id="32842", kind="preview", every=every, name="Renovaciones"),
        )
        demo = Tenant(name="demo", tokens=tokens, licences=licences, tz=tz, campaigns=campaigns)
        return cls(tenants=(demo,), seed=seed)

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a world from TOML or JSON: seed and tenants, keys as the attributes here."""
        text = Path(path).read_text("utf-8")
        described = json.loads(text) if str(path).endswith(".json") else tomllib.loads(text)
        tenants = [
            Tenant(**{**tenant, "campaigns": [Campaign(**each) for each in tenant.get("campaigns", ())]})
            for tenant in described["tenants"]
        ]
        return cls(tenants=tenants, seed=described.get("seed", 1))

    def tenant_of(self, token: str) -> Tenant | None:
        """Tell whose token it is."""
        for tenant in self.tenants:
            if token in tenant.tokens:
                return tenant
        if not re.fullmatch(r"[\x21-\x7e]+", token) or token.startswith("wrong"):
            return None
        return next((tenant for tenant in self.tenants if not tenant.tokens), None)

    def tenant(self, name: str) -> Tenant | None:
        return next((tenant for tenant in self.tenants if tenant.name == name), None)


@frozen(kw_only=True)
class Switches:
    """What nobody knows of the real server, so that a client can be tried against each possibility.

    order: of a report's rows. full_message: whether a reply cut at 60,000 names the number cut or the true
    one. oversize: a reply over 256 MB is an error page, breaks off there, or is sent all the same.
    partial_status: of an upload that was accepted in part. not_found: find_record without a match.
    publication_delay: rows younger than this many seconds are not yet shown. loaded_cap: how many records a
    tenant may have loaded. licences_after_noon: the quota changes at noon. slow: a call of more than
    call_seconds gets a 504 page, or its connection is dropped. table_fields: fields that only the vendor's tables
    have are sent. bare_campaigns: real_time campaigns come as in the vendor's sample, without an envelope.
    sample_codes: `code` is that of the vendor's samples, mostly a number, where live servers send a text.
    """

    order: Literal["newest", "oldest", "shuffled"] = field(
        default="newest", validator=in_(("newest", "oldest", "shuffled"))
    )
    full_message: Literal["cut", "true"] = field(default="cut", validator=in_(("cut", "true")))
    oversize: Literal["error", "drop", "serve"] = field(default="error", validator=in_(("error", "drop", "serve")))
    partial_status: Literal[201, 404] = field(default=201, validator=in_((201, 404)))
    not_found: Literal["list", "404"] = field(default="list", validator=in_(("list", "404")))
    gzip: bool = False
    publication_delay: float = field(default=0.0, validator=ge(0))
    loaded_cap: int = 10_000_000
    licences_after_noon: int | None = None
    slow: Literal["page", "drop"] = field(default="page", validator=in_(("page", "drop")))
    call_seconds: float = facts.CALL_SECONDS
    table_fields: bool = False
    bare_campaigns: bool = False
    sample_codes: bool = False
    reply_records: int = facts.RECORDS_DOWN
    reply_bytes: int = facts.REPLY_BYTES
