"""information.php: what the operation is, and how much of its quota is used."""

from datetime import date, datetime

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.call import Call, Route, Routes
from wolkvox_async.simulator.series import wall
from wolkvox_async.simulator.wire import Reply, found
from wolkvox_async.simulator.world import Switches, Tenant


def quota(tenant: Tenant, now: datetime, switches: Switches) -> int:
    """Give the calls a day that a tenant has at a moment of its wall clock."""
    later = switches.licences_after_noon
    return facts.CALLS_PER_LICENCE * (later if later is not None and now.hour >= 12 else tenant.licences)


def token_info(call: Call) -> Reply:
    """Tell the day's use; this call is in it, since it was counted when it came."""
    now = wall(call.truth.clock(), call.tenant.zone)
    day: date = now.date()
    limit, used = quota(call.tenant, now, call.switches), call.ledger.calls(call.tenant.name, day)
    row = {
        "description": f"simulated token {call.token[:6]}",
        "token_limit": str(limit),
        "token_use_today": str(call.ledger.used(call.token, day)),
        "all_token_today": str(used),
        "available_consumption_options": str(max(0, limit - used)),
    }
    return found([row])


ROUTES: Routes = {("information.php", "token_info", "GET"): Route(handler=token_info)}
