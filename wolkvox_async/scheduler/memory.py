"""The store of one process: two dictionaries. Nothing in it awaits, so every step is one step."""

from attrs import define

from wolkvox_async.scheduler.store import SQUEEZED, Budget, Busy, Claim, Granted, Place, Spent, Verdict, judge, raised

__all__ = ["MemoryStore"]


_NOTHING = Budget("", "", 0)


@define
class _Lease:
    until: float
    budget: Budget
    booked: int  # calls that can be taken back
    ahead: int = 0


class MemoryStore:
    """Slots and quotas in memory. Schedulers of one process may share it; a restart forgets it."""

    def __init__(self) -> None:
        self._leases: dict[str, dict[str, _Lease]] = {}
        self._lines: dict[str, dict[str, Place]] = {}
        self._used: dict[str, dict[str, int]] = {}

    async def claim(self, claim: Claim) -> Verdict:
        if claim.after:
            self._release(claim.slot, claim.after, claim.unused)
        leases = self._leases.get(claim.slot)
        if leases is None:
            leases = self._leases[claim.slot] = {}
        line = self._lines.get(claim.slot)
        days = self._days(claim.budget)
        ends = [lease.until for lease in leases.values()]
        verdict = judge(claim, ends, line.values() if line else (), days[claim.budget.day])
        if not isinstance(verdict, Spent) and ends and min(ends) <= claim.now:
            _expire(leases, claim.now)
        if isinstance(verdict, Granted):
            if line:
                line.pop(claim.party, None)
            leases[claim.holder] = _Lease(claim.until, claim.budget, claim.cost + verdict.ahead, verdict.ahead)
            days[claim.budget.day] = verdict.used
        elif isinstance(verdict, Busy):
            self._stand_in_line(claim)
        return verdict

    async def release(self, slot: str, holder: str, *, refund: int = 0) -> None:
        self._release(slot, holder, refund)

    async def hold(self, slot: str, holder: str, until: float, *, refund: int = 0) -> None:
        lease = self._leases.get(slot, {}).get(holder)
        if lease:
            lease.until = until
            lease.ahead = 0
            self._take_back(lease, refund)

    async def squeeze(self, slot: str, until: float) -> None:
        self._leases.setdefault(slot, {})[SQUEEZED] = _Lease(until, _NOTHING, 0)

    async def busy(self, slot: str, now: float) -> int:
        return sum(lease.until > now for lease in self._leases.get(slot, {}).values())

    async def used(self, budget: Budget) -> int:
        return self._days(budget)[budget.day]

    async def at_least(self, budget: Budget, used: int) -> int:
        days, ahead = self._days(budget), 0
        for leases in self._leases.values():
            for lease in leases.values():
                if lease.budget.account == budget.account and lease.budget.day == budget.day:
                    lease.booked = 0
                    ahead += lease.ahead
        days[budget.day] = raised(days[budget.day], used, ahead, budget.quota)
        return days[budget.day]

    async def aclose(self) -> None:
        """There is nothing to close."""

    def _release(self, slot: str, holder: str, refund: int) -> None:
        lease = self._leases.get(slot, {}).pop(holder, None)
        if lease:
            self._take_back(lease, refund)

    def _take_back(self, lease: _Lease, calls: int) -> None:
        back = min(calls, lease.booked)
        lease.booked -= back
        days = self._used.get(lease.budget.account, {})
        if lease.budget.day in days:  # else that day is over, and forgotten
            days[lease.budget.day] = max(0, days[lease.budget.day] - back)

    def _days(self, budget: Budget) -> dict[str, int]:
        days = self._used.get(budget.account)
        if days is None:
            days = self._used[budget.account] = {}
        if budget.day not in days:
            days[budget.day] = 0
            for day in sorted(day for day in days if day < budget.day)[:-1]:  # yesterday's still takes refunds
                del days[day]
        return days

    def _stand_in_line(self, claim: Claim) -> None:
        line = self._lines.setdefault(claim.slot, {})
        _expire(line, claim.now)
        since = line[claim.party].since if claim.party in line else claim.now
        line[claim.party] = Place(claim.party, since, claim.now + claim.returns)


def _expire(entries: dict[str, _Lease] | dict[str, Place], now: float) -> None:
    for key in [key for key, entry in entries.items() if entry.until <= now]:
        del entries[key]
