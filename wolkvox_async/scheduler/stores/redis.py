"""The store of many hosts: one Redis, and one script that takes each step in one.

What is asked and posted in one turn of the loop is one pipeline. The script's time is the Redis server's, so that hosts
whose clocks differ agree. Every step may be sent twice, since the second changes nothing: so a connection that was
closed while it idled is renewed without an error, and changes whose answer was lost are sent again.

All keys of a vendor's server carry one hash tag; they hold digests, ids and counts, and no token.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import blake2s, sha1
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from wolkvox_async.errors import ConfigurationError, StoreUnavailable
from wolkvox_async.limits import PERMITS_PER_TOKEN
from wolkvox_async.scheduler.stores.group_commit import GroupCommit, Step, Unanswered
from wolkvox_async.scheduler.stores.protocol import (
    ENDED_SECONDS,
    REDUCED,
    Adopt,
    Budget,
    Busy,
    Claim,
    Decision,
    Granted,
    ReadUsed,
    Reconcile,
    Reduce,
    Release,
    SetExpiry,
    Spent,
)

__all__ = ["RedisStore"]

_KEPT = 3 * 24 * 3600 * 1000  # milliseconds that a key outlives its last use: yesterday's count still takes refunds
_OPTIONS = {  # of the address; any other would break what we rely on, or is misspelt
    *("db", "client_name", "socket_keepalive", "socket_timeout", "socket_connect_timeout", "health_check_interval"),
    *("ssl_cert_reqs", "ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile", "ssl_password"),
    *("ssl_check_hostname", "ssl_min_version", "username", "password"),
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
        self._script = (files("wolkvox_async.scheduler.stores") / "lua" / "store.lua").read_text("utf-8")
        self._sha = sha1(self._script.encode(), usedforsecurity=False).hexdigest()

    def __repr__(self) -> str:
        return "<RedisStore>"

    # Connections

    async def _commit(self, steps: Sequence[Step]) -> Sequence[Any]:
        sent, failure = False, _unavailable("nothing was asked")
        for _ in range(2):  # the second time over a connection that did not idle
            try:
                async with asyncio.timeout(self._patience):
                    if self._client is None:
                        await self._connect()
                    sent = True
                    return await self._send(steps)
            except (self._redis.RedisError, OSError, TimeoutError) as error:
                failure = _unavailable(f"{type(error).__name__}: {error or f'no answer within {self._patience:g} s'}")
                await self._disconnect()
                if isinstance(error, TimeoutError | self._redis.TimeoutError):
                    break
            except BaseException:  # answers that were not read must not be taken for those of the next steps
                await self._disconnect()
                raise
        if sent:
            raise Unanswered(failure)
        raise failure

    async def _connect(self) -> None:
        client = self._redis.asyncio.Redis.from_pool(self._pool())
        self._client = client
        await client.ping()

    def _pool(self) -> Any:
        """Return a pool of one connection; raises ConfigurationError for an address that cannot be right."""
        redis, advice = self._redis, "write it like redis://host:6379/0, and special characters of a password as %23"
        try:
            parts = urlsplit(self._url)
            options = dict(parse_qsl(parts.query, keep_blank_values=True))
            if parts.fragment or parts.port == 0:
                raise ConfigurationError("the address of Redis is not valid", advice=advice)
            if unknown := sorted(options.keys() - _OPTIONS):
                raise ConfigurationError(
                    f"the address of Redis has an option that cannot be used: {unknown[0]}",
                    advice="allowed are " + ", ".join(sorted(_OPTIONS - {"username", "password"})),
                )
            return redis.asyncio.BlockingConnectionPool.from_url(
                self._url,
                max_connections=1,
                timeout=self._patience,
                socket_timeout=self._patience,
                socket_connect_timeout=self._patience,
                retry=redis.asyncio.retry.Retry(redis.backoff.NoBackoff(), 0),
            )
        except (ValueError, TypeError, redis.RedisError):
            raise ConfigurationError("the address of Redis is not valid", advice=advice) from None

    async def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(self._redis.RedisError, OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await client.aclose()

    def _moved(self, *, forked: bool) -> None:  # noqa: ARG002 - a connection is of one process and one loop
        self._client = None

    # Steps

    async def _send(self, steps: Sequence[Step]) -> list[Any]:
        commands = [self._command(step) for step in steps]
        replies = await self._run(commands)
        missing = [at for at, reply in enumerate(replies) if isinstance(reply, self._redis.exceptions.NoScriptError)]
        if missing:
            await self._client.script_load(self._script)
            for at, reply in zip(missing, await self._run([commands[at] for at in missing]), strict=True):
                replies[at] = reply
        return [self._answer(step, reply) for step, reply in zip(steps, replies, strict=True)]

    async def _run(self, commands: Iterable[tuple[list[str], list[Any]]]) -> list[Any]:
        pipeline = self._client.pipeline(transaction=False)
        for keys, arguments in commands:
            # Bytes, and all arguments as one: redis-py takes as long for each as the script takes in all.
            pipeline.evalsha(self._sha, len(keys), *map(str.encode, keys), "\n".join(map(str, arguments)).encode())
        replies: list[Any] = await pipeline.execute(raise_on_error=False)
        return replies

    def _command(self, step: Step) -> tuple[list[str], list[Any]]:
        """Return the keys and the arguments of the script for a step."""
        match step:
            case Claim():
                asked = [step.lease_id, step.client, step.cost, step.budget.quota, PERMITS_PER_TOKEN]
                lengths = [_milliseconds(each) for each in (step.until - step.now, step.ticket_ttl, ENDED_SECONDS)]
                return _keys(step), ["claim", _KEPT, *asked, *lengths]
            case Release(claim, refund, unanswered):
                length = _milliseconds(claim.until - claim.now) if unanswered else 0
                return _keys(claim), ["release", _KEPT, claim.lease_id, int(refund), length]
            case SetExpiry(claim, until):
                return _keys(claim), ["set_expiry", _KEPT, claim.lease_id, self._from_now(until)]
            case Adopt(claim):
                return _keys(claim), ["adopt", _KEPT, claim.lease_id, claim.cost, self._from_now(claim.until)]
            case Reduce(token, until):
                return [_of(token, "leases")], ["reduce", _KEPT, REDUCED, self._from_now(until)]
            case Reconcile(budget, used):
                return _of_day(budget), ["reconcile", _KEPT, used]
            case ReadUsed(budget):
                return _of_day(budget)[:1], ["read_used", _KEPT]
            case _:
                return [_of(token, "leases") for token in step.tokens], ["count_leases", _KEPT]

    def _answer(self, step: Step, reply: Any) -> Any:
        if isinstance(reply, self._redis.RedisError):
            return _unavailable(f"{type(reply).__name__}: {reply}")
        return _decision(step, *reply) if isinstance(step, Claim) else reply

    def _from_now(self, until: float) -> str:
        return _milliseconds(until - self._clock())


def _decision(claim: Claim, what: bytes, number: int) -> Decision:
    match what:
        case b"granted":
            return Granted(int(number))
        case b"spent":
            return Spent(int(number))
    return Busy(claim.now + int(number) / 1000)


def _unavailable(what: str) -> StoreUnavailable:
    return StoreUnavailable(f"Redis cannot be used: {what}", advice=_ADVICE)


# What all keys of a vendor's server share is its digest, which tokens' keys and accounts begin with.


def _keys(claim: Claim) -> list[str]:
    """Return the keys of a token and a day, in the order in which the script names them."""
    names = ("leases", "costs", "tickets", f"given_up:{claim.lease_id}")
    return [*(_of(claim.token, name) for name in names), *_of_day(claim.budget)]


def _of(token: str, what: str) -> str:
    return f"wolkvox:{{{token.partition('.')[0]}}}:{token}:{what}"


def _of_day(budget: Budget) -> list[str]:
    """Return the keys of the day's count, and of how often the server's was taken."""
    account = blake2s(budget.account.encode(), digest_size=12).hexdigest()
    usage = f"wolkvox:{{{budget.account.partition(' ')[0]}}}:{account}:{budget.day}"
    return [usage, f"{usage}:reconciled"]


def _milliseconds(seconds: float) -> str:
    return f"{max(0.0, seconds) * 1000:.3f}"
