"""The store of many hosts: one Redis, and one script that takes what comes in one turn of the loop in one step.

The script's time is the Redis server's, so that hosts whose clocks differ agree. A batch of steps has a number and is
sent until it is answered; the script takes it once. So a connection that was closed while it idled is renewed without
an error, and what was sent to a Redis that stood still is never done twice.

All keys carry one hash tag; they hold digests, ids and counts, and no token.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2s, sha1
from importlib.resources import files
from typing import Any

from orjson import dumps, loads

from wolkvox_async.deadline import within
from wolkvox_async.durations import duration_text
from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.limits import PERMITS_PER_TOKEN
from wolkvox_async.redis_address import check_address, not_valid
from wolkvox_async.scheduler.stores import protocol
from wolkvox_async.scheduler.stores.granting import ENDED_SECONDS, names
from wolkvox_async.scheduler.stores.group_commit import GroupCommit, Unanswered
from wolkvox_async.scheduler.stores.protocol import Busy, Claim, Granted, Release, SetExpiry, Spent, Step

__all__ = ["RedisStore"]

_DOCUMENTS = "{wolkvox}:scheduler"
_CONSTANTS = {  # of the script; milliseconds
    "permits": PERMITS_PER_TOKEN,
    "ended_for": 1000 * ENDED_SECONDS,
    "kept": 3 * 24 * 3600 * 1000,  # that a key outlives its last use: yesterday's count still takes refunds
}
_ADVICE = "see that it runs, takes writes (a replica does not) and is reachable; or choose another store"


class RedisStore(GroupCommit):
    """Permits and quotas in Redis 6 or newer, shared by all hosts that reach it.

    It should write to disk at once (appendonly yes, appendfsync always): a Redis that restarts with less than it had
    has forgotten who holds a lease.

    Args:
        url: Like redis://host:6379/0 or rediss://…; it may hold a password, and is never shown.
        patience: Seconds for Redis to answer.
        clock: The scheduler's; seconds of the epoch.

    Raises:
        ConfigurationError: redis-py is not installed.
    """

    def __init__(self, url: str, *, patience: float = 5.0, clock: Callable[[], float] = time.time) -> None:
        super().__init__(patience)
        try:
            import redis.asyncio  # noqa: PLC0415 - an extra
        except ImportError:
            raise ConfigurationError("RedisStore needs redis-py", advice="pip install redis") from None
        self._redis: Any = redis
        self._url = url
        self._clock = clock
        self._client: Any = None
        self._name, self._number = secrets.token_hex(8), 1  # of this sender, and of its next batch
        self._script = (files("wolkvox_async.scheduler.stores") / "lua" / "store.lua").read_text("utf-8")
        self._sha = sha1(self._script.encode(), usedforsecurity=False).hexdigest()

    def __repr__(self) -> str:
        return "<RedisStore>"

    async def _commit(self, steps: Sequence[Step]) -> Sequence[Any]:
        sent = False
        try:
            async with within(self.patience):
                if self._client is None:
                    self._client = self._redis.asyncio.Redis.from_pool(self._pool())
                    await self._client.ping()
                sent = True
                return await self._send(steps)
        except BaseException as error:  # an answer that was not read must not be taken for the next one's
            await self._disconnect()
            if not isinstance(error, self._redis.RedisError | OSError | TimeoutError):
                raise
            failure = _unavailable(f"{type(error).__name__}: {error or f'no answer within {self.patience:g} s'}")
            if sent and not isinstance(error, self._redis.ResponseError):  # else the script did nothing
                raise Unanswered(failure) from error
            raise failure from error

    def _pool(self) -> Any:
        """Return the connections, of which one is used at a time.

        Raises:
            ConfigurationError: The address cannot be right.
        """
        redis = self._redis
        try:
            check_address(self._url)
            return redis.asyncio.ConnectionPool.from_url(
                self._url,
                socket_timeout=None,  # _commit bounds all of it
                socket_connect_timeout=None,
                retry=redis.asyncio.retry.Retry(redis.backoff.NoBackoff(), 1),  # over one that did not idle
                retry_on_error=[redis.ConnectionError],
            )
        except (ValueError, TypeError, redis.RedisError):
            raise not_valid() from None

    async def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(self._redis.RedisError, OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await client.aclose()

    def _moved(self, *, forked: bool) -> None:
        self._client = None  # a connection is of one process and one loop
        if forked:
            self._name, self._number = secrets.token_hex(8), 1

    def _late(self, seconds: float) -> StoreUnavailable:
        return _unavailable(f"no answer within {duration_text(seconds)}")

    # Steps

    async def _send(self, steps: Sequence[Step]) -> list[Any]:
        commands = [self._command(step) for step in steps]
        fields = list({field for command in commands for field in command["fields"]})
        batch = dumps({"number": self._number, "fields": fields, "steps": commands} | _CONSTANTS)
        try:
            answers = await self._run(batch)
        except self._redis.exceptions.NoScriptError:
            await self._client.script_load(self._script)
            answers = await self._run(batch)
        self._number += 1
        return [
            _decision(step, *answer) if isinstance(step, Claim) else answer
            for step, answer in zip(steps, answers, strict=True)
        ]

    async def _run(self, batch: bytes) -> Any:
        return loads(await self._client.evalsha(self._sha, 2, _DOCUMENTS, f"{_DOCUMENTS}:{self._name}", batch))

    def _command(self, step: Step) -> dict[str, Any]:
        """Return what the script needs of a step; instants become lengths, for the time is the server's."""
        command: dict[str, Any] = {"step": type(step).__name__, "fields": [_field(name) for name in names(step)]}
        match step:
            case Claim(_, lease_id, client, budget, cost, now, until, ttl):
                command |= {"lease": lease_id, "client": client, "day": budget.day, "cost": cost}
                command |= {"quota": budget.quota, "length": 1000 * (until - now), "ttl": 1000 * ttl}
            case Release(claim, refund):
                command |= {"lease": claim.lease_id, "day": claim.budget.day, "cost": claim.cost, "refund": refund}
            case SetExpiry(claim, until):
                command |= {"lease": claim.lease_id, "day": claim.budget.day, "cost": claim.cost}
                command |= {"length": 1000 * (until - self._clock())}
            case protocol.ReadUsed(budget):
                command |= {"day": budget.day}
            case protocol.Reconcile(budget, used):
                command |= {"day": budget.day, "used": used}
        return command


def _decision(claim: Claim, what: str, number: int) -> protocol.Decision:
    if what == "busy":
        return Busy(claim.now + number / 1000)
    return Granted(number) if what == "granted" else Spent(number)


def _unavailable(what: str) -> StoreUnavailable:
    return StoreUnavailable(f"Redis cannot be used: {what}", advice=_ADVICE)


@lru_cache(maxsize=10_000)
def _field(name: str) -> str:
    """Return the field of a document; the names of operations are their owners' business."""
    return blake2s(name.encode(), digest_size=12).hexdigest()
