"""The store of many hosts: whether its Redis takes writes, and keeps them."""

from typing import Any
from urllib.parse import urlsplit

from wolkvox_async.doctor.finding import Finding, failed, ok, warning

__all__ = ["store_redis"]

_SEE = "see that it runs and is reachable, and that the address has its password"


async def store_redis(url: str, *, seconds: float) -> list[Finding]:
    """Return whether a Redis can count calls: it takes writes, and a restart forgets none of them.

    Args:
        url: Its address, which is never shown: it may hold a password.
        seconds: For it to answer.
    """
    try:
        import redis.asyncio  # noqa: PLC0415 - an extra
    except ImportError:
        return [failed("redis", "redis-py is not installed", "pip install 'wolkvox-async[redis]'")]
    try:
        client = redis.asyncio.Redis.from_url(url, socket_timeout=seconds, socket_connect_timeout=seconds)
    except ValueError:
        return [failed("redis", "the address of the store is not valid", "write redis://host:6379/0")]
    place = _place(url)
    try:
        facts: dict[str, Any] = await client.info()
    except (redis.RedisError, OSError, TimeoutError) as error:
        return [failed("redis", f"{place} cannot be used: {type(error).__name__}", _SEE)]
    finally:
        await client.aclose()
    return _read(place, facts)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 6379}" if parts.hostname else parts.path


def _read(place: str, facts: dict[str, Any]) -> list[Finding]:
    role = facts.get("role")
    if role == "slave":  # the word of INFO
        master = f"{facts.get('master_host')}:{facts.get('master_port')}"
        return [failed("redis", f"{place} is a replica, which takes no writes", f"use its primary, {master}")]
    found = []
    version = str(facts.get("redis_version", "0"))
    if int(version.partition(".")[0]) < 6:  # noqa: PLR2004 - the first that the store's script runs on
        found.append(failed("redis", f"{place} is Redis {version}", "use Redis 6 or newer"))
    if not facts.get("aof_enabled"):
        found.append(
            warning(
                "redis",
                f"{place} keeps what it has in memory alone: a restart forgets who holds a permit",
                "set appendonly yes and appendfsync always in redis.conf",
            )
        )
    return found or [ok("redis", f"{place} takes writes and keeps them; Redis {version}")]
