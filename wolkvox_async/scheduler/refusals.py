"""Why a caller got no permit: the errors, with how long it would be and what to do."""

from datetime import datetime

from wolkvox_async.errors import AuthenticationFailed, ClientClosed, QuotaSpent, WaitTooLong
from wolkvox_async.scheduler.quota import DayCount

__all__ = ["closed", "maintenance", "no_permit", "no_token", "spent"]


def closed() -> ClientClosed:
    """Return the error of a client that was closed."""
    return ClientClosed("the client is closed", advice="make a new one, and call it before its block ends")


def no_token() -> AuthenticationFailed:
    """Return the error of an operation whose tokens were all revoked."""
    return AuthenticationFailed(
        "the server refused every token of the operation", advice="put in tokens that are valid"
    )


def spent(count: DayCount, seconds: float, resets_at: datetime, max_wait: float, share: float = 1.0) -> QuotaSpent:
    """Return the error of a day that is spent; seconds: until the next one."""
    bound = "" if share >= 1 else f", of which this job takes {100 * share:g} % at most"
    return QuotaSpent(
        f"{count.used} of {count.budget.quota} calls of {count.day.name} are spent{bound}, and the next day is"
        f" {seconds:.0f} s away",
        advice="wait for it with a larger max_wait, or come back then",
        seconds=seconds,
        until=resets_at,
        resets_at=resets_at,
        why="quota",
        max_wait=max_wait,
    )


def maintenance(waited: float, until: datetime, max_wait: float) -> WaitTooLong:
    """Return the error of a wait for the end of maintenance."""
    return WaitTooLong(
        f"the server is in maintenance, for longer than {max_wait:g} s",
        advice="try later, or wait longer with max_wait",
        seconds=waited,
        until=until,
        why="maintenance",
        max_wait=max_wait,
    )


def no_permit(waited: float, until: datetime | None, max_wait: float) -> WaitTooLong:
    """Return the error of a wait in vain; until: the end of a lease that another process was seen with."""
    return WaitTooLong(
        f"no permit came free in {max_wait:g} s",
        advice="all permits of the operation's tokens are in use: wait longer with max_wait, or add a token",
        seconds=waited,
        until=until,
        why="permit",
        max_wait=max_wait,
    )
