"""real_time.php: what goes on now, drawn from the ticks, with what calls have set laid over it."""

from collections.abc import Mapping
from typing import Any

from wolkvox_async.simulator.handlers import generic
from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.campaigns import loaded, settings
from wolkvox_async.simulator.handlers.common import chosen, state, table
from wolkvox_async.simulator.handlers.envelope import wrapped
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.tenants import Campaign

Row = dict[str, Any]


def campaigns(call: Call) -> Reply:
    """Show the campaigns there are. They come bare as in the vendor's sample, or in an envelope as servers send it."""
    unknown = generic.unknown_campaign(call)
    if unknown is not None:
        return unknown
    seen = {row["campaign"].partition(" - ")[0]: row for row in generic.picture(call, {})}
    there = [each for each in call.truth.campaigns(call.tenant) if chosen(call, "campaign_id", each.id)]
    rows = [_campaign(call, each, _drawn(seen, each.id)) for each in there]
    return Reply(whole=rows) if call.switches.bare_campaigns else wrapped(call.entry, rows)


def _drawn(seen: Mapping[str, Row], key: str) -> Row:
    """Return the counters of one; what was made since the start has those of the first."""
    return seen.get(key) or next(iter(seen.values()), {})


def _campaign(call: Call, one: Campaign, drawn: Row) -> Row:
    held, (dialled, clean) = settings(call, one), loaded(call, one)
    return drawn | {
        "campaign": f"{one.id} - {one.name} - 30/60 (A)",
        "speed": held.speed,
        "status": held.status.lower(),
        "skill_id": held.skill_id,
        "records": str(dialled + clean),
        "clean": str(clean),
        "dial": str(dialled),
        "recycled": str(held.recycled),
    }


def agents(call: Call) -> Reply:
    """Show each agent in the state that it is in."""
    seen = {row["agent_id"]: row for row in generic.picture(call)}
    held = state(call)
    rows = [
        _drawn(seen, each.id)
        | {"agent_id": each.id, "agent_name": each.name, "agent_status": held.agentbox.line(each.id).status}
        for each in held.people.agents.values()
    ]
    return wrapped(call.entry, rows)


HANDLERS = table("real_time.php", campaigns=("GET", campaigns), agents=("GET", agents))
