"""real_time.php: what goes on now, drawn from the ticks, with what calls have set laid over it."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers import generic
from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.campaigns import loaded, settings
from wolkvox_async.simulator.handlers.common import chosen, moment, now, state, table
from wolkvox_async.simulator.handlers.envelope import wrapped
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.state.people import Agent
from wolkvox_async.simulator.world.tenants import Campaign

Row = dict[str, Any]
_ADDRESSES = ("198.51.100.7", "198.51.100.21")
_LINE = {"tx_jitter": "2", "rx_jitter": "3", "tx_ploss": "0.12", "rx_ploss": "0"}  # plain numbers, without a %


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


def latency(call: Call) -> Reply:
    """Show the connection of each agent who is logged in, of each address, and of each PBX user, as one object."""
    held, second = state(call), now(call)
    there = [each for each in held.people.agents.values() if held.agentbox.line(each.id).status != "logout"]
    by_agent = [_connection(each, place, second) for place, each in enumerate(there)]
    by_ip = [_address(ip, [row for row in by_agent if row["ip"] == ip]) for ip in {row["ip"]: None for row in by_agent}]
    by_pbx = [
        {"user": str(7000 + place), "status": "connected", **_LINE} for place in range(min(held.pbx, len(by_agent)))
    ]
    rows: list[Row] = [{"by_agent": by_agent, "by_ip": by_ip, "by_pbx": by_pbx}]
    return evolve(wrapped(call.entry, ()), msg=facts.FOUND.format(1), data=rows)


def _connection(agent: Agent, place: int, second: int) -> Row:
    return {
        "agent_id": f"{agent.id}-{agent.name.upper()}",
        "latency_ms": str(40 + 7 * place % 60),
        "ip": _ADDRESSES[place % len(_ADDRESSES)],
        "version": "20260815",
        "agent_status": "disconnected" if place % 3 == 2 else "connected",
        **_LINE,
        "network_rejection": "0",
        "connection_type": ("Ethernet", "Wifi")[place % 2],
        "platform": ("app", "web")[place % 3 // 2],
        "last_date": moment(second - 300 * (place + 1)),
    }


def _address(ip: str, rows: list[Row]) -> Row:
    found = [int(row["latency_ms"]) for row in rows]
    return {
        "ip": ip,
        "total_agents": str(len(found)),
        "average_latency": str(round(sum(found) / len(found))),
        "maximum": str(max(found)),
        "minimum": str(min(found)),
        "network_rejection": "0",
    }


HANDLERS = table("real_time.php", campaigns=("GET", campaigns), agents=("GET", agents), latency=("GET", latency))
