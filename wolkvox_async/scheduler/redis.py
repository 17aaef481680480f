"""The store of many hosts: one Redis, and one script that admits a call in a single step.

The script (`lua/claim.lua`) lets leases end, counts holders, checks and books the quota, keeps the line and takes the
slot; nothing can come between. Its time is the Redis server's, so that hosts whose clocks differ agree. A lease is
longer than any call, so nothing renews it: a host that dies loses its slots when their leases end.

All keys of a vendor's server carry one hash tag, for a cluster; they hold digests, ids and counts, and no token.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from hashlib import blake2s
from importlib.resources import files
from typing import Any, TypeVar

from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.limits import SLOTS_PER_TOKEN
from wolkvox_async.scheduler.errands import Errands
from wolkvox_async.scheduler.process import this
from wolkvox_async.scheduler.store import AHEAD_SHARE, SQUEEZED, Budget, Busy, Claim, Granted, Spent, Verdict

__all__ = ["RedisStore"]

_KEPT = 3 * 24 * 3600 * 1000  # milliseconds that a key outlives its last use: yesterday's count still takes refunds
_CONNECTIONS = 16

R = TypeVar("R")


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=12).hexdigest()


class RedisStore:
    """Slots and quotas in Redis 6 or newer, shared by all hosts that reach it.

    It should write to disk at once (appendonly yes, appendfsync always): a Redis that restarts with less than it had
    has forgotten who holds a slot.

    url: like redis://host:6379/0 or rediss://…; it may hold a password, and is never shown.
    patience: seconds for Redis to answer a step; clock: the one of the scheduler.
    Raises StoreUnavailable where it refuses, does not answer in time or is a replica; ConfigurationError where redis-py
    is not installed.
    """

    def __init__(self, url: str, *, patience: float = 5.0, clock: Callable[[], float] = time.time) -> None:
        try:
            import redis.asyncio  # noqa: PLC0415 - an extra
        except ImportError:
            raise ConfigurationError("RedisStore needs redis-py", advice="pip install 'wolkvox-async[redis]'") from None
        self._redis: Any = redis
        self._url = url
        self._patience = patience
        self._clock = clock
        self._client: Any = None
        self._scripts: dict[str, Any] = {}
        self._owner: tuple[int, asyncio.AbstractEventLoop] | None = None
        self._booked: dict[str, tuple[str, float]] = {}  # the usage key of each holder of ours, and its lease's end
        self._errands = Errands()

    def __repr__(self) -> str:
        return "<RedisStore>"

    async def claim(self, claim: Claim) -> Verdict:
        if claim.after:
            await self.release(claim.slot, claim.after, refund=claim.unused)
        self._forget_ended(claim.now)
        usage = _usage(claim.budget)
        self._booked[claim.holder] = usage, claim.until
        step = self._run(
            "claim",
            [
                *(_of_slot(claim.slot, what) for what in ("leases", "bookings", "line")),
                *(usage, _fences(claim.slot), _told(usage), _ahead(usage)),
            ],
            [
                *(claim.holder, claim.party, claim.cost, claim.budget.quota, SLOTS_PER_TOKEN),
                *(_milliseconds(claim.until - claim.now), _milliseconds(claim.returns), _KEPT),
                *(claim.ahead, AHEAD_SHARE),
            ],
        )
        try:
            verdict, number, *more = await self._errands.surely(step)
        except BaseException:
            # Cancelled, or nobody knows whether it was carried out: what it may have taken is given back.
            self._errands.begin(self._undo(claim))
            raise
        if verdict == b"granted":
            return Granted(int(number), int(more[0]), int(more[1]) > 0)
        self._booked.pop(claim.holder, None)
        return Spent(int(number)) if verdict == b"spent" else Busy(claim.now + int(number) / 1000)

    async def release(self, slot: str, holder: str, *, refund: int = 0) -> None:
        booked = self._booked.pop(holder, None)
        if booked:  # else it is no holder of ours
            await self._give_back(slot, booked[0], [holder, refund, ""])

    async def hold(self, slot: str, holder: str, until: float, *, refund: int = 0) -> None:
        booked = self._booked.get(holder)
        if booked:
            await self._give_back(slot, booked[0], [holder, refund, _milliseconds(until - self._clock())])

    async def squeeze(self, slot: str, until: float) -> None:
        arguments = [SQUEEZED, _milliseconds(until - self._clock()), _KEPT]
        await self._errands.surely(self._run("squeeze", [_of_slot(slot, "leases")], arguments))

    async def busy(self, slot: str, now: float) -> int:  # noqa: ARG002 - Redis has its own
        """Return how many slots are taken, by the Redis server's time."""
        return int(await self._run("busy", [_of_slot(slot, "leases")]))

    async def used(self, budget: Budget) -> int:
        return int(await self._do(lambda client: client.get(_usage(budget))) or 0)

    async def at_least(self, budget: Budget, used: int) -> int:
        usage = _usage(budget)
        keys = [usage, _told(usage), _ahead(usage)]
        return int(await self._run("raise", keys, [used, budget.quota, _KEPT]))

    async def aclose(self) -> None:
        await self._errands.settled()
        client, self._client = self._client, None
        if client is not None and self._owner == _here():
            await client.aclose()

    async def _give_back(self, slot: str, usage: str, arguments: Sequence[Any]) -> None:
        keys = [_of_slot(slot, "leases"), _of_slot(slot, "bookings"), usage, _told(usage), _ahead(usage)]
        await self._errands.surely(self._run("release", keys, arguments))

    async def _undo(self, claim: Claim) -> None:
        with suppress(StoreUnavailable):  # the lease ends by itself
            await self.release(claim.slot, claim.holder, refund=claim.cost + claim.ahead)

    def _forget_ended(self, now: float) -> None:
        """Forget the holders that were never released, the oldest first."""
        while self._booked:
            holder, (_, until) = next(iter(self._booked.items()))
            if until > now:
                return
            del self._booked[holder]

    async def _run(self, script: str, keys: list[str], arguments: Sequence[Any] = ()) -> Any:
        return await self._do(lambda _: self._scripts[script](keys=keys, args=arguments))

    async def _do(self, step: Callable[[Any], Awaitable[R]]) -> R:
        try:
            async with asyncio.timeout(self._patience):
                return await step(self._connected())
        except (self._redis.RedisError, OSError, TimeoutError) as error:
            what = str(error) or f"no answer within {self._patience:g} s"
            raise StoreUnavailable(
                f"Redis cannot be used: {type(error).__name__}: {what}",
                advice="see that it runs, takes writes (a replica does not) and is reachable; or choose another store",
            ) from None  # the chain may hold the address with its password

    def _connected(self) -> Any:
        """Return the client of this loop and process: a connection must not be shared with another."""
        if self._client is None or self._owner != _here():
            redis = self._redis
            try:
                pool = redis.asyncio.BlockingConnectionPool.from_url(
                    self._url,
                    max_connections=_CONNECTIONS,
                    timeout=self._patience,
                    socket_timeout=self._patience,
                    socket_connect_timeout=self._patience,
                    retry=redis.asyncio.retry.Retry(
                        redis.backoff.NoBackoff(), 0
                    ),  # a step that was sent twice would be booked twice
                )
            except ValueError:
                raise ConfigurationError(
                    "the address of Redis is none", advice="write it like redis://host:6379/0"
                ) from None
            self._client = redis.asyncio.Redis.from_pool(pool)
            self._owner = _here()
            lua = files("wolkvox_async.scheduler") / "lua"
            self._scripts = {
                name: self._client.register_script((lua / f"{name}.lua").read_text("utf-8"))
                for name in ("claim", "release", "squeeze", "raise", "busy")
            }
        return self._client


def _here() -> tuple[int, asyncio.AbstractEventLoop]:
    return this.generation, asyncio.get_running_loop()


# What all keys of a vendor's server share is its digest, which slots and accounts begin with.


def _of_slot(slot: str, what: str) -> str:
    return f"wolkvox:{{{slot.partition('.')[0]}}}:{slot}:{what}"


def _fences(slot: str) -> str:
    return f"wolkvox:{{{slot.partition('.')[0]}}}:fences"


def _usage(budget: Budget) -> str:
    return f"wolkvox:{{{budget.account.partition(' ')[0]}}}:{_digest(budget.account)}:{budget.day}"


def _told(usage: str) -> str:
    return f"{usage}:told"


def _ahead(usage: str) -> str:
    return f"{usage}:ahead"


def _milliseconds(seconds: float) -> str:
    return f"{max(0.0, seconds) * 1000:.3f}"
