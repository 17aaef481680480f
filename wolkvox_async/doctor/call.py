"""The one call of an operation: token, licences against the quota that the server reports, and the server's clock."""

from wolkvox_async.client import Wolkvox
from wolkvox_async.doctor.finding import FIREWALL, Finding, failed, of_error, ok, skipped, warning
from wolkvox_async.durations import duration_text
from wolkvox_async.endpoints.information import TokenUsage
from wolkvox_async.errors import (
    AuthenticationFailed,
    CallTimeout,
    Maintenance,
    QuotaExhausted,
    StoreUnavailable,
    TooManySimultaneous,
    Unreachable,
    WaitTooLong,
    WolkvoxError,
)
from wolkvox_async.limits import CALLS_PER_LICENCE

__all__ = ["ASKED", "clock", "licences", "of_call", "token"]

ASKED = ("token", "licences", "clock")
_CLOCK = "set it by NTP: timedatectl set-ntp true"
_EXACT, _MUCH = 5.0, 60.0  # seconds that a clock may be off: unremarked, and with a warning


def of_call(error: WolkvoxError) -> list[Finding]:
    """Return what the failure of the call means."""
    match error:
        case AuthenticationFailed():
            found = failed(
                "token", error.detail, "make a new one in wolkvox Manager, and see that server is the number it is of"
            )
        case WaitTooLong() | QuotaExhausted():
            found = warning("token", f"no call was made: {error.detail}", error.advice or "run it again later")
        case TooManySimultaneous():
            found = warning("token", error.detail, "another program uses the token: give each program its own")
        case Maintenance():
            found = warning("token", error.detail, "the server is in backup or maintenance: run it again later")
        case StoreUnavailable():
            found = of_error("store", error)
        case CallTimeout():
            found = failed("firewall", f"silence: {error.detail}", FIREWALL)
        case Unreachable() if "certificate" in error.detail or "TLS" in error.detail:
            found = of_error("tls", error)
        case Unreachable() if "proxy" in error.detail:
            found = of_error("proxy", error)
        case Unreachable():
            found = failed("firewall", error.detail, error.advice or FIREWALL)
        case _:
            found = of_error("token", error)
    why = f"the call failed: see {found.check}"
    return [found, *(skipped(each, why) for each in ASKED if each != found.check)]


def token(client: Wolkvox, usages: list[TokenUsage]) -> Finding:
    """Return what the server says of the token that was used."""
    others = len(client.operation.tokens) - 1
    said = next((each.description for each in usages if each.description), "")
    what = f"the server takes it{f' ({said})' if said else ''}"
    if others:
        what += f"; {others} more of the operation {'was' if others == 1 else 'were'} not tried, as that takes a call"
    return ok("token", what)


def licences(client: Wolkvox, usages: list[TokenUsage]) -> Finding:
    """Return whether the configured licences give the quota that the server reports."""
    ours, number = client.operation.daily_quota, client.operation.licences
    limits = [each.token_limit for each in usages if each.token_limit is not None]
    if not limits:
        return warning("licences", "the server reports no limit", "compare licences with wolkvox Manager")
    limit = max(limits)
    if limit == ours:
        return ok("licences", f"{number}: {ours:,} calls a day, as the server reports")
    right = limit // CALLS_PER_LICENCE
    what = f"licences = {number} are {ours:,} calls a day, and the server reports {limit:,}"
    if limit < ours:
        return failed("licences", what, f"write licences = {max(right, 1)}")
    return warning("licences", what, f"write licences = {right}, or calls are left unused")


def clock(ahead: float | None) -> Finding:
    """Return how far the machine's clock is off, by the Date header of the reply.

    Args:
        ahead: Seconds by which the server's clock is ahead of it; None where the reply had no date.
    """
    if ahead is None:
        return warning("clock", "the server's reply has no date to compare with", _CLOCK)
    if abs(ahead) < _EXACT:
        return ok("clock", "agrees with the server's")
    off = duration_text(round(abs(ahead), -1))  # the server's date has whole seconds, and the call took some
    what = f"this machine's clock is {off} {'behind' if ahead > 0 else 'ahead of'} the server's"
    return failed("clock", what, _CLOCK) if abs(ahead) >= _MUCH else warning("clock", what, _CLOCK)
