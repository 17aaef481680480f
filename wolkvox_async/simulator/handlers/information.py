"""information.php: what the operation is, and how much of its quota is used."""

from datetime import date, datetime

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers.call import Call, Handlers
from wolkvox_async.simulator.wire import Reply, found
from wolkvox_async.simulator.world.series import wall
from wolkvox_async.simulator.world.switches import Switches


def quota(licences: int, now: datetime, switches: Switches) -> int:
    """Return the calls a day that licences allow, at a moment of the wall clock."""
    later = switches.licences_after_noon
    return facts.CALLS_PER_LICENCE * (later if later is not None and now.hour >= 12 else licences)


def token_info(call: Call) -> Reply:
    """Return the day's use; this call is in it, since it was counted when it came."""
    now = wall(call.truth.clock(), call.tenant.zone)
    day: date = now.date()
    limit = quota(call.truth.state(call.tenant).licences, now, call.switches)
    used = call.ledger.calls(call.tenant.name, day)
    row = {
        "description": f"simulated token {call.token[:6]}",
        "token_limit": str(limit),
        "token_use_today": str(call.ledger.used(call.token, day)),
        "all_token_today": str(used),
        "available_consumption_options": str(max(0, limit - used)),
    }
    return found([row])


HANDLERS: Handlers = {("information.php", "token_info", "GET"): token_info}
