"""What happens when the store is gone is a choice: no call goes out, or this process goes on alone with less.

`local` counts in this process: one call of a token at once, where other processes may do the same, and the quota from
the last count that the store told. The store is asked again every few seconds; when it is back it hears of the calls
made meanwhile, and of those still under way.

What the store gave before it went, and what is quarantined since, is that one call; and one that was begun alone leaves
the store's token one slot fewer when it is back. So a process by itself never has three.
"""

import logging
from collections import Counter
from collections.abc import Callable
from math import inf
from typing import Literal

from attrs import evolve, frozen

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler.store import Budget, Busy, Claim, Granted, Spent, Store, Verdict, raised

__all__ = ["GuardedStore", "OnStoreFailure"]

OnStoreFailure = Literal["refuse", "local"]
_AGAIN = 5.0  # seconds until a store that failed is asked again
_LOGGER = logging.getLogger("wolkvox_async")


@frozen
class _Held:
    """A slot of ours: until when at the latest, what was booked, and whether the store knows nothing of it."""

    slot: str
    until: float
    budget: Budget
    cost: int
    ahead: int
    alone: bool


class GuardedStore:
    """A store that goes on alone, with one slot a token, while the real one is gone."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._held: dict[str, _Held] = {}  # by holder
        self._asked = Counter[str]()  # claims that the store has not answered, by slot
        self._squeezing: set[str] = set()  # holders that stand as a squeeze in the store, since it is back
        self._told: dict[Budget, int] = {}  # the last count of a day
        self._owed: dict[Budget, int] = {}  # calls the real store has not heard of
        self._raised: dict[Budget, int] = {}  # counts of the server that it has not heard of, without those calls
        self._failed_at = -inf
        self._settling = False

    async def claim(self, claim: Claim) -> Verdict:
        before = self._held.get(claim.after)
        if before is not None and before.alone:  # the store does not know it
            await self.release(claim.slot, claim.after, refund=claim.unused)
        self._held.pop(claim.after, None)
        verdict = await self._ask(claim) if await self._back(claim) else None
        alone = verdict is None
        if verdict is None:
            verdict = self._judge(claim)
        if isinstance(verdict, Granted):
            held = _Held(claim.slot, claim.until, claim.budget, claim.cost, verdict.ahead, alone)
            self._held[claim.holder] = held
        return verdict

    async def release(self, slot: str, holder: str, *, refund: int = 0) -> None:
        held = self._held.pop(holder, None)
        if held is None or not held.alone:
            await self._store.release(slot, holder, refund=refund)
            return
        self._take_back(held, refund)
        if holder in self._squeezing:
            await self._store.squeeze(slot, 0.0)

    async def hold(self, slot: str, holder: str, until: float, *, refund: int = 0) -> None:
        held = self._held.get(holder)
        self._forget_ended(self._clock())
        if held:
            self._held[holder] = evolve(held, until=until, ahead=0)
        if held is None or not held.alone:
            await self._store.hold(slot, holder, until, refund=refund)
            return
        self._take_back(held, refund)
        if holder in self._squeezing:
            await self._store.squeeze(slot, until)

    async def squeeze(self, slot: str, until: float) -> None:
        if self._failed_at == -inf:
            await self._store.squeeze(slot, until)  # alone there is one slot anyway

    async def busy(self, slot: str, now: float) -> int:
        try:
            return await self._store.busy(slot, now)
        except StoreUnavailable as error:
            self._fail(error)
            return len(self._ends(slot, now))

    async def used(self, budget: Budget) -> int:
        try:
            self._tell(budget, await self._store.used(budget))
        except StoreUnavailable as error:
            self._fail(error)
        return self._count(budget)

    async def at_least(self, budget: Budget, used: int) -> int:
        used -= self._owed.get(budget, 0)  # the server's count has them
        ahead = 0
        for holder, held in self._held.items():
            if held.budget == budget:
                self._held[holder] = evolve(held, cost=0)
                ahead += held.ahead
        try:
            self._tell(budget, await self._store.at_least(budget, used))
        except StoreUnavailable as error:
            self._fail(error)
            self._raised[budget] = max(used, self._raised.get(budget, 0))
            self._tell(budget, raised(self._told.get(budget, 0), used, ahead, budget.quota))
        return self._count(budget)

    async def aclose(self) -> None:
        await self._store.aclose()

    # Alone

    def _judge(self, claim: Claim) -> Verdict:
        used = self._count(claim.budget)
        if claim.cost and used + claim.cost > claim.budget.quota:
            return Spent(used)
        if ends := self._ends(claim.slot, claim.now):
            return Busy(min(ends))
        if self._asked[claim.slot]:  # the store may still say yes to another
            return Busy(claim.now)
        self._owe(claim.budget, claim.cost)
        return Granted(used + claim.cost)

    def _ends(self, slot: str, now: float) -> list[float]:
        return [held.until for held in self._held.values() if held.slot == slot and held.until > now]

    def _forget_ended(self, now: float) -> None:
        self._held = {holder: held for holder, held in self._held.items() if held.until > now}

    def _count(self, budget: Budget) -> int:
        return self._told.get(budget, 0) + self._owed.get(budget, 0)

    def _tell(self, budget: Budget, used: int) -> None:
        if budget not in self._told:
            self._told = {known: count for known, count in self._told.items() if known.account != budget.account}
        self._told[budget] = max(used, self._raised.get(budget, 0))

    def _take_back(self, held: _Held, calls: int) -> None:
        self._owe(held.budget, -min(calls, held.cost))

    def _owe(self, budget: Budget, calls: int) -> None:
        # Those that have not been settled yet; a refund of one that has been is not taken back.
        owed = max(0, self._owed.pop(budget, 0) + calls)
        if owed:
            self._owed[budget] = owed

    # Gone and back

    async def _ask(self, claim: Claim) -> Verdict | None:
        """Return the real store's word; None where it has gone."""
        self._asked[claim.slot] += 1
        try:
            verdict = await self._store.claim(claim)
        except StoreUnavailable as error:
            self._fail(error)
            return None
        finally:
            self._asked[claim.slot] -= 1
        if not isinstance(verdict, Busy):
            self._tell(claim.budget, verdict.used)
        return verdict

    def _fail(self, error: StoreUnavailable) -> None:
        if self._failed_at == -inf:
            _LOGGER.error("the store is gone, so this process goes on with one call a token at once: %s", error)
        self._failed_at = self._clock()

    async def _back(self, claim: Claim) -> bool:
        """Say whether the real store may be asked; the first time after a failure it is told of our calls."""
        if self._failed_at == -inf:
            return True
        if self._settling or 0 <= self._clock() - self._failed_at < _AGAIN:
            return False
        self._settling = True
        try:
            await self._settle(claim)
        except StoreUnavailable as error:
            self._fail(error)
            return False
        finally:
            self._settling = False
        self._failed_at = -inf
        _LOGGER.warning("the store is back")
        return True

    async def _settle(self, claim: Claim) -> None:
        """Tell of the server's counts, of the calls that were made and of those under way, until there is no more."""
        while self._raised or self._owed or self._unknown():
            for budget, used in list(self._raised.items()):
                await self._store.at_least(budget, used)
                del self._raised[budget]
            for holder, held in self._unknown():
                await self._store.squeeze(held.slot, held.until)
                self._squeezing.add(holder)
            for budget, calls in list(self._owed.items()):
                await self._book(claim, budget, calls)

    def _unknown(self) -> list[tuple[str, _Held]]:
        """Return those of ours under way that the store knows nothing of."""
        self._forget_ended(self._clock())
        self._squeezing &= self._held.keys()
        return [(holder, held) for holder, held in self._held.items() if held.alone and holder not in self._squeezing]

    async def _book(self, claim: Claim, budget: Budget, calls: int) -> None:
        """Book calls in a slot of nobody's, whose lease ends at once."""
        slot = f"{budget.account.partition(' ')[0]}.owed"
        holder = f"{claim.holder}.owed"
        booking = Claim(slot, holder, claim.party, budget, calls, claim.now, until=claim.now, returns=0.0)
        match await self._store.claim(booking):
            case Spent():
                await self._store.at_least(budget, budget.quota)
            case Busy():
                raise StoreUnavailable("others tell it of their calls just now")
        self._owe(budget, -calls)
        await self._store.release(slot, holder)
