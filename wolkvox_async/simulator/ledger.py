"""The ledger: what arrived, what was in flight, and every limit that a client did not keep.

A call is in flight from its arrival until its handler ends, whatever the client did meanwhile, since that
is how long it costs the server. Tokens are entered as short digests and cannot be read from it.
"""

from collections import Counter, deque
from datetime import date
from hashlib import sha256
from typing import Any

from attrs import define, field, frozen

from wolkvox_async.simulator.world.tenants import Tenant

REQUESTS_KEPT = 10_000


def digest(token: str) -> str:
    """Name a token without telling it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()[:12]


@frozen(kw_only=True)
class Violation:
    """A limit that a client did not keep; token is its digest, at the clock's time.

    kind: simultaneous, quota, bad request, window, upload, record or pace.
    """

    kind: str
    tenant: str
    token: str
    detail: str
    at: float


@frozen(kw_only=True)
class Served:
    """One request, after its handler ended. status 0: no answer was finished; fault: which one it met."""

    method: str
    script: str
    api: str
    query: dict[str, str]
    status: int
    tenant: str
    token: str
    started: float
    ended: float
    sent: int
    fault: str | None


@define(eq=False)
class Ledger:
    """Counts of calls by token, tenant and day, and the violations, of which a good client leaves none."""

    violations: list[Violation] = field(factory=list)
    requests: deque[Served] = field(factory=lambda: deque(maxlen=REQUESTS_KEPT))
    faults: Counter[str] = field(factory=Counter)
    bytes_sent: int = 0
    _owner: dict[str, str] = field(factory=dict)  # digest to tenant, in order of arrival
    _in_flight: Counter[str] = field(factory=Counter)
    _peak: Counter[str] = field(factory=Counter)
    _by_day: dict[str, Counter[date]] = field(factory=dict)
    _by_token: dict[str, Counter[date]] = field(factory=dict)

    # Written by the server

    def begin(self, tenant: Tenant, token: str, day: date, cost: int = 1) -> None:
        """Enter a call that has arrived. cost: how many calls of the quota it is."""
        self._owner.setdefault(token, tenant.name)
        self._in_flight[token] += 1
        self._peak[token] = max(self._peak[token], self._in_flight[token])
        self._by_day.setdefault(tenant.name, Counter())[day] += cost
        self._by_token.setdefault(token, Counter())[day] += cost

    def end(self, token: str) -> None:
        """Enter that its handler has ended."""
        self._in_flight[token] -= 1

    def flying(self, token_digest: str) -> int:
        """Count the calls in flight of a token, by its digest."""
        return self._in_flight[token_digest]

    def used(self, token_digest: str, day: date) -> int:
        """Count the calls of one token on a day, by its digest."""
        return self._by_token.get(token_digest, Counter())[day]

    # Read by tests

    def in_flight(self, token: str) -> int:
        """Count the calls of a token that are in flight."""
        return self._in_flight[digest(token)]

    def peak(self, token: str) -> int:
        """Return how many calls of a token were in flight at most."""
        return self._peak[digest(token)]

    def calls(self, tenant: str, day: date | None = None) -> int:
        """Count the calls of a tenant on a day of its calendar, or on all days."""
        counted = self._by_day.get(tenant, Counter())
        return counted.total() if day is None else counted[day]

    def summary(self) -> dict[str, Any]:
        """Return all this as JSON values."""
        return {
            "violations": [
                {"kind": v.kind, "tenant": v.tenant, "token": v.token, "detail": v.detail, "at": v.at}
                for v in self.violations
            ],
            "tokens": [
                {
                    "index": index,
                    "token": token,
                    "tenant": tenant,
                    "peak": self._peak[token],
                    "in_flight": self._in_flight[token],
                    "calls": self._by_token[token].total(),
                }
                for index, (token, tenant) in enumerate(self._owner.items())
            ],
            "peak": dict(self._peak),
            "calls": {
                tenant: {day.isoformat(): count for day, count in days.items()} for tenant, days in self._by_day.items()
            },
            "totals": {
                "calls": sum(days.total() for days in self._by_day.values()),
                "in_flight": self._in_flight.total(),
                "violations": len(self.violations),
                "violations_by_kind": dict(Counter(each.kind for each in self.violations)),
                "bytes_sent": self.bytes_sent,
                "faults": dict(self.faults),
            },
        }
