"""Why a caller got no slot: the errors, with how long it would be and what to do."""

from wolkvox_async.errors import AuthenticationFailed, ClientClosed, QuotaSpent, WaitTooLong
from wolkvox_async.scheduler.desk import Desk
from wolkvox_async.scheduler.turn import Turn

__all__ = ["closed", "no_token", "spent", "too_long"]


def closed(desk: Desk, turn: Turn) -> ClientClosed:
    return ClientClosed("the client is closed").at(operation=desk.operation.name, endpoint=turn.endpoint)


def no_token(desk: Desk, turn: Turn) -> AuthenticationFailed:
    return AuthenticationFailed(
        "the server refused every token of the operation", advice="put in tokens that are valid"
    ).at(operation=desk.operation.name, endpoint=turn.endpoint)


def spent(desk: Desk, turn: Turn, used: int, seconds: float) -> QuotaSpent:
    """The day is spent, and the next one so many seconds away."""
    day, quota = desk.book.day, desk.book.budget.quota
    resets_at = desk.moment(day.ends)
    return QuotaSpent(
        f"{used} of {quota} calls of {day.name} are spent, and the next day is {seconds:.0f} s away",
        advice="wait for it with a larger max_wait, or come back then",
        seconds=seconds,
        until=resets_at,
        resets_at=resets_at,
        why="quota",
        max_wait=turn.max_wait,
    ).at(operation=desk.operation.name, endpoint=turn.endpoint)


def too_long(desk: Desk, turn: Turn, now: float) -> WaitTooLong:
    """No slot came within the caller's patience."""
    if desk.paused:
        return WaitTooLong(
            f"the server is in maintenance, for longer than {turn.max_wait:g} s",
            advice="try later, or wait longer with max_wait",
            seconds=now - turn.asked,
            until=desk.moment(desk.paused_until),
            why="maintenance",
            max_wait=turn.max_wait,
        ).at(operation=desk.operation.name, endpoint=turn.endpoint)
    return WaitTooLong(
        f"no slot came free in {turn.max_wait:g} s",
        advice="all slots of the operation's tokens are in use: wait longer with max_wait, or add one",
        seconds=now - turn.asked,
        until=desk.moment(desk.away_until) if desk.away_until > now else None,
        why="slot",
        max_wait=turn.max_wait,
    ).at(operation=desk.operation.name, endpoint=turn.endpoint)
